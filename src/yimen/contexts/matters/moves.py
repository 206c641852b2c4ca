"""Which open matters a re-dating has moved, as its entries in the journal tell."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Entry, between

from .kinds import kinds
from .overseeing import regions_of
from .redating import redating as redating_of


@dataclass(frozen=True, slots=True)
class Moved:
    """One matter that moved: its number, the promised and the statutory day before and after.

    None where there is no such limit, or it stands paused. ``others``: what else moved, in words.
    """

    number: str
    region: str
    before: date | None
    after: date | None
    statutory_before: date | None
    statutory_after: date | None
    others: str


def moved(*, reader: Reader, redating: UUID, limit: int = 200) -> tuple[Moved, ...]:
    """Returns the first matters that a finished re-dating moved in the reader's regions; none while it runs.

    No applicant, no content. Raises NotOverseen or NoSuchRedating.
    """
    one = redating_of(reader=reader, id=redating)
    if one.finished_at is None:
        return ()
    entries = between(
        verbs=[f"{kind}.redate" for kind in kinds()],
        since=one.opened_at,
        until=one.finished_at,
        regions=[region.value for region in regions_of(reader)],
        limit=limit,
    )
    return tuple(_moved(entry) for entry in entries if one.reason in entry.facts["reason"])


def _moved(entry: Entry) -> Moved:
    return Moved(
        number=entry.facts["number"],
        region=entry.region,
        before=_day(entry, "due_before"),
        after=_day(entry, "due"),
        statutory_before=_day(entry, "statutory_before"),
        statutory_after=_day(entry, "statutory"),
        others=entry.facts.get("others", ""),
    )


def _day(entry: Entry, name: str) -> date | None:
    text = entry.facts.get(name, "")
    return date.fromisoformat(text) if text else None
