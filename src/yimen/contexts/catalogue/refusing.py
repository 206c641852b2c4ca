"""Keeps in the journal that drafts were submitted and refused: who tried it, and what was missing."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record

from .drafts import EDITABLE, DraftRefused, locked
from .posts import writing


def refuse_drafts(*, act: Act, reader: Reader, drafts: Sequence[UUID], why: DraftRefused) -> None:
    """Writes down that drafts were submitted and refused; nothing else of them changes.

    Of what was found the entry names the fields only: what was written in them may name a person. Raises NotYourItem.
    """
    with transaction.atomic():
        for id in drafts:  # noqa: A001 - the plain word
            row = locked(id, EDITABLE, "送审")
            post = writing(reader, row.unit_id)
            labels = list(dict.fromkeys(one.label for one in why.findings))
            facts = {"revision": row.revision, "faults": len(why.findings), "fields": labels, "post": post.label}
            record(act=act, verb="catalogue.refuse", subject=row.id, region=row.region, facts=facts)
