"""Reviews a draft: four eyes, the service office's, and an opinion."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record

from .drafts import Draft, as_draft
from .locking import check_revision, locked
from .models import DraftRow
from .posts import NotYourProcedure, reviewing
from .submitting import said


def review_draft(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    agree: bool,
    opinion: str,
) -> Draft:
    """Agrees to a draft that was sent for review, or sends it back, with an opinion; returns it.

    By a reviewing post of the region, and never by somebody who drew it. What was reviewed is what will be published:
    only one that is sent back is drawn on. Raises NoSuchDraft, NotYourProcedure, DraftMoved, DraftRefused.
    """
    with transaction.atomic():
        row = locked(id, ("submitted",), "审核")
        post = reviewing(reader, row.unit_id)
        check_other(row, reader, "审核")
        check_revision(row, revision)
        row.opinion, row.reviewer_post = said(opinion, "审核意见"), post.label
        row.state, row.changed_at = "reviewed" if agree else "returned", act.now
        row.save(force_update=True)
        facts = {"key": row.key, "revision": row.revision, "agree": agree, "opinion": row.opinion, "post": post.label}
        record(act=act, verb="procedures.review", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def check_other(row: DraftRow, reader: Reader, doing: str) -> None:
    """Raises NotYourProcedure where the reader drew the draft."""
    if str(reader.account) in row.editors or reader.account == row.author_id:
        raise NotYourProcedure(f"您起草或修改过这份草稿，不能由您{doing}。请由另一位流程审定岗办理。")
