"""What an officer has handled (我办过的): each deed on a matter, kept by account, read by that account only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, Entry

from . import views
from .kinds import kinds
from .models import DeedRow, MatterRow

PAGE = 50
_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: what was done (a verb of the journal), at which step and with what outcome, "" where it has none."""

    at: datetime
    verb: str
    step: str
    outcome: str
    matter: views.Matter


def keep_deed(entry: Entry, act: Act) -> None:  # noqa: ARG001 - a follower takes the act
    """Keeps a deed of an officer on a matter, once, however often the journal is followed from its start."""
    kind = entry.verb.partition(".")[0]
    if entry.actor["kind"] != "officer" or kind not in kinds() or entry.verb.endswith(".attempt"):
        return
    if not MatterRow.objects.filter(id=entry.subject).exists():
        return
    facts = entry.facts
    row = DeedRow(
        id=entry.id,
        account=UUID(entry.actor["id"]),
        matter_id=entry.subject,
        verb=entry.verb,
        step=str(facts.get("task", ""))[:_NAME],
        outcome=str(facts.get("outcome", ""))[:_NAME],
        at=entry.at,
    )
    DeedRow.objects.bulk_create([row], ignore_conflicts=True)


def deeds(*, reader: Reader, page: int = 1) -> tuple[tuple[Deed, ...], bool]:
    """Returns a page of the reader's own deeds, newest first, and whether there are older ones; none for the public.

    Nobody reads another's: what a post did stands in the trail of each matter.
    """
    if reader.kind != "officer" or reader.account is None:
        return (), False
    first = (max(page, 1) - 1) * PAGE
    rows = DeedRow.objects.filter(account=reader.account).select_related("matter__clock").order_by("-at", "-id")
    found = list(rows[first : first + PAGE + 1])
    return tuple(_told(found[:PAGE])), len(found) > PAGE


def _told(rows: list[DeedRow]) -> Iterator[Deed]:
    for row in rows:
        yield Deed(row.at, row.verb, row.step, row.outcome, views.matter(row.matter))
