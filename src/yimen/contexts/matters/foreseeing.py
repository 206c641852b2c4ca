"""What a change of the calendar would move, before it is made: counted and shown, nothing written."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from yimen.contexts.identity.api import Reader

from .overseeing import lying_in
from .recounting import Alike, Days, Fresh, Recounter
from .redating import touched

_MOST_MOVES, _MOST_SEEN = 5_000, 20_000  # somebody waits for it
_PAGE = 4_000


@dataclass(frozen=True, slots=True)
class Move:
    """One open matter that would move: its number, title and unit, the day people are told before and after.

    ``statutory_before``, ``statutory_after``: the day of the law beside the promised one. ``others``: what else would
    move, such as the limit of a step, in words.
    """

    id: UUID
    number: str
    title: str
    region: str
    unit: str
    before: date | None
    after: date | None
    statutory_before: date | None
    statutory_after: date | None
    others: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would move: so many open matters, the first of them; not ``exact``: at least so many."""

    count: int
    exact: bool
    moves: tuple[Move, ...]


def preview_redating(
    *, reader: Reader, region: str, first_day: date, last_day: date, days: Days, limit: int = 100
) -> Foreseen:
    """Returns what a change would move among the open matters that the reader oversees; nothing is written.

    ``days`` gives the calendar of a region as it would be. The count stops after 5 000 moves or 20 000 matters: whoever
    asks waits for it. No applicant, no content. Raises NotOverseen.
    """
    counted, count, shown = Recounter(days), 0, list[Move]()
    rows = touched(region, first_day, last_day).filter(lying_in(reader)).order_by("matter")
    found = [_Open(*row) for row in rows.values_list(*_FIELDS)[: _MOST_SEEN + 1]]
    for seen, one in enumerate(found):
        if seen >= _MOST_SEEN or count >= _MOST_MOVES:
            return Foreseen(count, exact=False, moves=tuple(shown))
        if seen % _PAGE == 0:
            anew = counted.anew({each.limits: each.matter for each in found[seen : seen + _PAGE]})
        fresh = anew.get(one.limits)
        if fresh is None or not fresh.moves:
            continue
        count += 1
        if len(shown) < limit:
            shown.append(_move(one, fresh))
    return Foreseen(count, exact=True, moves=tuple(shown))


class _Open(NamedTuple):
    """What is read of an open matter."""

    matter: UUID
    alike: UUID
    dues: str
    region: str
    due_on: date | None
    statutory_due_on: date | None
    number: str
    title: str
    unit: str

    @property
    def limits(self) -> Alike:
        """Returns what it has in common with those that come out the same."""
        return Alike(self.alike, self.dues, self.region)


_FIELDS = (*_Open._fields[:6], "matter__number", "matter__title", "matter__unit")


def _move(one: _Open, fresh: Fresh) -> Move:
    return Move(
        one.matter,
        one.number,
        one.title,
        one.region,
        one.unit,
        one.due_on,
        fresh.values["due_on"],
        one.statutory_due_on,
        fresh.values["statutory_due_on"],
        fresh.facts.get("others", ""),
    )
