"""Keeps every file that a draft has had, and shows them to whoever may see the draft."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yimen.contexts.identity.api import Reader

from .drafts import NoSuchDraft, seen_row
from .models import DraftRow, RevisionRow

MOST_REVISIONS = 100  # of a list


@dataclass(frozen=True, slots=True)
class Revision:
    """A draft as it was once saved (第几稿), without its file: as what, by whom, when, and whether from elsewhere."""

    number: int
    key: str
    name: str
    post: str
    uploaded: bool
    saved_at: datetime


def revisions(*, reader: Reader, draft: UUID, before: int | None = None) -> tuple[Revision, ...]:
    """Returns the last hundred revisions of a draft that the reader sees, newest first, and one more if there is.

    Raises NoSuchDraft.

    ``before``: those older than this one.
    """
    rows = RevisionRow.objects.filter(draft=seen_row(reader, draft)).defer("packed").order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return tuple(_as_revision(row) for row in rows[: MOST_REVISIONS + 1])


def revision(*, reader: Reader, draft: UUID, number: int) -> tuple[Revision, bytes]:
    """Returns one revision of a draft that the reader sees, with its file byte for byte; raises NoSuchDraft."""
    row = RevisionRow.objects.filter(draft=seen_row(reader, draft), number=number).first()
    if row is None:
        raise NoSuchDraft(f"没有留存这份草稿的第 {number} 稿。请从草稿页的“各稿”里选择。")
    return _as_revision(row), zlib.decompress(bytes(row.packed))


def keep(row: DraftRow, post: str, *, uploaded: bool) -> None:
    """Adds the file that a draft now has to those it has had; within the transaction that saved it."""
    RevisionRow(
        draft=row,
        number=row.revision,
        key=row.key,
        name=row.name,
        packed=zlib.compress(bytes(row.xml)),
        post=post,
        uploaded=uploaded,
        saved_at=row.changed_at,
    ).save(force_insert=True)


def _as_revision(row: RevisionRow) -> Revision:
    return Revision(**{name: getattr(row, name) for name in Revision.__slots__})
