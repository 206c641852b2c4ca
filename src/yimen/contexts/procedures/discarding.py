"""Gives up a draft: it stays on record and goes no further."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record

from .drafts import Draft, as_draft
from .locking import check_revision, locked
from .posts import drafting
from .submitting import said


def discard_draft(*, act: Act, reader: Reader, id: UUID, revision: int, reason: str) -> Draft:  # noqa: A002
    """Gives up a draft that is not published, with the reason, and returns it.

    By the unit that draws it. Raises NoSuchDraft, NotYourProcedure, DraftMoved, DraftRefused.
    """
    with transaction.atomic():
        row = locked(id, ("draft", "submitted", "returned", "reviewed"), "作废")
        post = drafting(reader, row.unit_id)
        check_revision(row, revision)
        row.state, row.changed_at = "discarded", act.now
        row.save(force_update=True)
        facts = {"key": row.key, "revision": row.revision, "reason": said(reason, "作废理由"), "post": post.label}
        record(act=act, verb="procedures.discard", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)
