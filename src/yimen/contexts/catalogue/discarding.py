"""Gives up a draft: it stays on record and goes no further."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record

from .changes import MOST_REASON
from .drafts import EDITABLE, Draft, as_draft, check_revision, locked
from .posts import writing
from .saving import line


def discard_draft(*, act: Act, reader: Reader, id: UUID, revision: int, reason: str) -> Draft:  # noqa: A002
    """Gives up a draft that is not under review, with the reason, and returns it.

    Raises NoSuchDraft, NotYourItem, DraftMoved, DraftRefused.
    """
    with transaction.atomic():
        row = locked(id, EDITABLE, "作废")
        post = writing(reader, row.unit_id)
        check_revision(row, revision)
        row.state, row.changed_at = "discarded", act.now
        row.save(force_update=True)
        facts = {"code": row.code, "reason": line(reason, "作废理由", MOST_REASON), "post": post.label}
        record(act=act, verb="catalogue.discard", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)
