"""Says something of a field of a draft, and settles it."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record

from .changes import PROPOSED
from .drafts import DONE, STATES, Comment, DraftRefused, NoSuchDraft, draft, locked
from .fields import LABELS
from .models import CommentRow, DraftRow
from .posts import reading
from .saving import line

_MOST = 400
_OPEN = tuple(state for state in STATES if state not in DONE)


def comment(*, act: Act, reader: Reader, id: UUID, field: str, text: str) -> Comment:  # noqa: A002 - the plain word
    """Says something of a field ("" the whole) of a draft that the reader writes or reviews, and returns it.

    Raises NoSuchDraft, DraftMoved for a draft done with, DraftRefused.
    """
    draft(reader=reader, id=id)
    if field and field not in LABELS and field not in PROPOSED:
        raise DraftRefused("没有这个栏目，批注没有记下。请在栏目旁边填写批注。")
    with transaction.atomic():
        row = locked(id, _OPEN, "批注")
        post = reading(reader, row.unit_id, row.region)
        said = CommentRow(
            id=act.mint.id(), draft=row, field=field, text=line(text, "批注", _MOST), post=post.label, at=act.now
        )
        said.save(force_insert=True)
        facts = {"field": LABELS.get(field) or PROPOSED.get(field, ""), "text": said.text, "post": post.label}
        record(act=act, verb="catalogue.comment", subject=row.id, region=row.region, facts=facts)
    return _as_comment(said)


def settle_comment(*, act: Act, reader: Reader, id: UUID) -> Comment:  # noqa: A002 - the plain word
    """Settles what was said of a draft, and returns it; again does nothing. Raises NoSuchDraft."""
    with transaction.atomic():
        said = CommentRow.objects.select_for_update().filter(id=id).first()
        if said is None:
            raise NoSuchDraft("没有找到这条批注。请刷新页面。")
        draft(reader=reader, id=said.draft_id)
        if said.settled_at is None:
            row = DraftRow.objects.get(id=said.draft_id)
            post = reading(reader, row.unit_id, row.region)
            said.settled_at, said.settled_by = act.now, post.label
            said.save(update_fields=["settled_at", "settled_by"])
            facts = {"text": said.text, "post": post.label}
            record(act=act, verb="catalogue.settle", subject=row.id, region=row.region, facts=facts)
    return _as_comment(said)


def _as_comment(row: CommentRow) -> Comment:
    return Comment(**{name: getattr(row, name) for name in Comment.__slots__})
