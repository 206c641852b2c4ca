"""Counts the limits of many matters anew: once for all that have the same limits and days, for most are alike."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from yimen.kernel.clock import Calendar

from .models import MatterRow
from .timers import ROLE_NAMES, Timer, columns, dues_text, reach, timers_from_data

Days = Callable[[str], Calendar]
_log = logging.getLogger(__name__)


class Alike(NamedTuple):
    """What matters have in common whose limits come out the same: the limits, their days so far, the region."""

    alike: UUID
    dues: str
    region: str


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """Limits counted anew: their days, the columns, the steps whose day moved by token, and what moved.

    ``reached``: the last day they looked at so far. ``same``: the limits are as they were; only a column may differ.
    """

    dues: str
    values: dict[str, Any]
    steps: tuple[tuple[int, date | None], ...]
    facts: dict[str, str]
    reached: date | None
    same: bool

    @property
    def moves(self) -> bool:
        """Tells whether any last day moved."""
        return bool(self.facts)


@dataclass(slots=True)
class Recounter:
    """Counts limits anew by the calendars that ``days`` gives; ``failed``: what cannot be read or counted."""

    days: Days
    failed: set[Alike] = field(default_factory=set)
    _calendars: dict[str, Calendar] = field(default_factory=dict)

    def anew(self, sets: Mapping[Alike, UUID]) -> dict[Alike, Fresh]:
        """Returns sets of limits, each given with a matter that has it, counted by their region's calendar.

        Left out are those that cannot be read or counted: the log says of which matter, and the others go on. So are
        those of a matter that somebody has moved since it was looked at.
        """
        rows = MatterRow.objects.filter(id__in=set(sets.values())).values_list("clock__alike", "timers")
        limits = dict(rows.iterator(chunk_size=1_000))
        found: dict[Alike, Fresh] = {}
        for one, matter in sets.items():
            if one.region not in self._calendars:
                self._calendars[one.region] = self.days(one.region)
            if one.alike not in limits or one in self.failed:
                continue
            try:
                found[one] = _fresh(timers_from_data(limits[one.alike], one.dues), self._calendars[one.region])
            except Exception:  # noqa: BLE001 - whatever is wrong with one matter's limits holds up no other
                self.failed.add(one)
                _log.exception("the limits of matter %s cannot be counted anew", matter)
        return found


def _fresh(timers: tuple[Timer, ...], days: Calendar) -> Fresh:
    counted = tuple(timer.counted(days) if timer.runs else timer for timer in timers)
    moved = [(old, new) for old, new in zip(timers, counted, strict=True) if old.due != new.due]
    return Fresh(
        dues=dues_text(counted),
        values=columns(counted, days),
        steps=tuple((new.token, new.due) for _, new in moved if new.token is not None),
        facts=moved_facts(timers, counted),
        reached=reach(timers),
        same=counted == timers,
    )


def moved_facts(timers: tuple[Timer, ...], counted: tuple[Timer, ...]) -> dict[str, str]:
    """Returns what an entry says of limits that moved: the old day and the new one of each; nothing where none did."""
    moved = [(old, new) for old, new in zip(timers, counted, strict=True) if old.due != new.due]
    if not moved:
        return {}
    facts = {**_days("due", "promised", timers, counted), **law_facts(timers, counted)}
    others = [(old, new) for old, new in moved if old.role not in ("promised", "statutory")]
    if others:
        words = (f"{old.name}（{ROLE_NAMES[old.role]}）{_iso(old.due)} → {_iso(new.due)}" for old, new in others)
        facts["others"] = "；".join(words)
    return facts


def law_facts(timers: tuple[Timer, ...], counted: tuple[Timer, ...]) -> dict[str, str]:
    """Returns what an entry says of the day of the law, before and after; nothing where no such limit runs."""
    return _days("statutory", "statutory", timers, counted)


def _days(name: str, role: str, timers: tuple[Timer, ...], counted: tuple[Timer, ...]) -> dict[str, str]:
    for old, new in zip(timers, counted, strict=True):
        if old.runs and old.role == role:
            return {f"{name}_before": _iso(old.due), name: _iso(new.due)}
    return {}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
