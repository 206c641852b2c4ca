"""Keeps what a citizen has typed and uploaded until the application is sent: nothing is lost by an error."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.documents.api import Document, listed, remove
from yimen.contexts.identity.api import Reader, open_text, seal_text
from yimen.contexts.journal.api import Act

from .applications import Answers, Application
from .models import CaseRow, DraftRow
from .uploading import Refusals, take


class AlreadyLodged(PermissionError):
    """The application is a case by now: its files and answers are no draft any more."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An application not sent yet: ``id`` becomes the matter's; ``documents`` are already stored.

    ``variant``: the number of the handling item, "" where none was chosen yet.
    """

    id: UUID
    answers: Answers
    documents: tuple[Document, ...]
    variant: str = ""


def draft(*, act: Act, reader: Reader, guide: Guide, id: UUID | None = None) -> Draft:  # noqa: A002 - the plain word
    """Returns the reader's unsent application for an item (``id``, or the newest), or an empty one with a fresh id.

    Writes nothing.
    """
    rows = DraftRow.objects.filter(account=_account(reader), item=guide.code)
    row = rows.filter(id=id).first() if id else rows.order_by("-saved_at").first()
    if row is None:
        return Draft(id=id or act.mint.id(), answers={}, documents=())
    return Draft(
        id=row.id,
        answers=json.loads(open_text(row.answers, purpose="answers") or "{}"),
        documents=listed(owner=row.id),
        variant=row.variant,
    )


def save_draft(*, act: Act, reader: Reader, application: Application, guide: Guide) -> Refusals:
    """Keeps the answers and stores the files; returns a sentence for each file refused, by field.

    Raises PermissionError where the id belongs to another account's draft, AlreadyLodged where it is a case.
    """
    with transaction.atomic():
        if CaseRow.objects.filter(matter_id=application.id).exists():
            raise AlreadyLodged("这份申请已经提交。请到“我的办件”查看，或重新打开申请页面。")
        row = DraftRow.objects.select_for_update().filter(id=application.id).first()
        fresh = row is None
        row = row or DraftRow(id=application.id, account=_account(reader), item=application.item)
        if row.account != reader.account:
            raise PermissionError("这份草稿属于另一个账号。请重新打开申请页面。")
        if row.item != guide.code:
            raise PermissionError("这份草稿属于另一个事项。请从办事指南重新打开申请页面。")
        row.answers = seal_text(json.dumps(dict(application.answers), ensure_ascii=False), purpose="answers")
        row.saved_at, row.variant = act.now, guide.handled.number if guide.handled else ""
        try:
            with transaction.atomic():
                row.save(force_insert=fresh, force_update=not fresh)
        except IntegrityError:  # the same application sent twice at once: the other's draft stands now
            return save_draft(act=act, reader=reader, application=application, guide=guide)
        return take(act=act, owner=application.id, guide=guide, uploads=application.uploads)


def drafts(*, reader: Reader) -> tuple[tuple[UUID, str, datetime], ...]:
    """Returns id, item code and time of the reader's unsent applications, newest first."""
    rows = DraftRow.objects.filter(account=_account(reader)).order_by("-saved_at", "id")
    return tuple(rows.values_list("id", "item", "saved_at"))


def discard_draft(*, act: Act, reader: Reader, id: UUID) -> None:  # noqa: A002 - the plain word
    """Throws away the reader's unsent application with its files; one that is gone already is gone."""
    with transaction.atomic():
        row = DraftRow.objects.select_for_update().filter(id=id, account=_account(reader)).first()
        if row is not None:
            for document in listed(owner=id):
                remove(act=act, owner=id, document=document.id)
            row.delete()


def remove_upload(*, act: Act, reader: Reader, draft: UUID, document: UUID) -> None:
    """Takes one file out of the reader's unsent application; raises PermissionError for anyone else's."""
    with transaction.atomic():
        row = DraftRow.objects.select_for_update().filter(id=draft, account=_account(reader)).first()
        if row is None:
            raise PermissionError("这份草稿不存在或属于另一个账号。请重新打开申请页面。")
        remove(act=act, owner=draft, document=document)


def _account(reader: Reader) -> UUID:
    if reader.account is None:
        raise PermissionError("请先登录再办理。")
    return reader.account


def hold_draft(*, id: UUID) -> None:  # noqa: A002 - the plain word
    """Keeps a draft's files as they are until the caller's transaction ends."""
    DraftRow.objects.select_for_update().filter(id=id).first()


def drop_draft(*, id: UUID) -> None:  # noqa: A002 - the plain word
    """Forgets a draft that has been sent, inside the caller's transaction; its files now belong to the matter."""
    DraftRow.objects.filter(id=id).delete()
