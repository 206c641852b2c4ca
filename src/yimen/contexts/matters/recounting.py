"""Counts the limits of many matters anew: once for all that have the same limits and days, for most are alike."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from yimen.kernel.clock import Calendar

from .timers import ROLE_NAMES, Timer, columns, timer_to_data, timers_from_data

Days = Callable[[str], Calendar]
_log = logging.getLogger(__name__)
_KEPT = 20_000  # so many different sets of limits are remembered before forgetting all: memory stays bounded


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """Limits counted anew: as JSON text and columns, the steps whose day moved by token, and what moved.

    ``same``: the limits are as they were; only a column may differ.
    """

    timers: str
    values: dict[str, Any]
    steps: tuple[tuple[int, date | None], ...]
    facts: dict[str, str]
    same: bool

    @property
    def moves(self) -> bool:
        """Tells whether any last day moved."""
        return bool(self.facts)


@dataclass(slots=True)
class Recounter:
    """Counts limits anew by the calendars that ``days`` gives."""

    days: Days
    _calendars: dict[str, Calendar] = field(default_factory=dict)
    _known: dict[tuple[int, str], Fresh] = field(default_factory=dict)

    def anew(self, matter: UUID, region: str, timers: str) -> Fresh | None:
        """Returns a matter's limits, given as their JSON text, counted by the region's calendar.

        None where they cannot be read or counted: the log says which matter, and the others go on.
        """
        if region not in self._calendars:
            self._calendars[region] = self.days(region)
        days = self._calendars[region]
        key = (id(days), timers)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            try:
                found = self._known[key] = _fresh(timers_from_data(json.loads(timers)), days)
            except Exception:  # noqa: BLE001 - whatever is wrong with one matter's limits holds up no other
                _log.exception("the limits of matter %s cannot be counted anew", matter)
        return found


def _fresh(timers: tuple[Timer, ...], days: Calendar) -> Fresh:
    counted = tuple(timer.counted(days) if timer.runs else timer for timer in timers)
    moved = [(old, new) for old, new in zip(timers, counted, strict=True) if old.due != new.due]
    return Fresh(
        timers=json.dumps([timer_to_data(timer) for timer in counted], ensure_ascii=False),
        values=columns(counted, days),
        steps=tuple((new.token, new.due) for _, new in moved if new.token is not None),
        facts=moved_facts(timers, counted),
        same=counted == timers,
    )


def moved_facts(timers: tuple[Timer, ...], counted: tuple[Timer, ...]) -> dict[str, str]:
    """Returns what an entry says of limits that moved: the old day and the new one of each; nothing where none did."""
    moved = [(old, new) for old, new in zip(timers, counted, strict=True) if old.due != new.due]
    if not moved:
        return {}
    facts: dict[str, str] = {}
    for name, role in (("due", "promised"), ("statutory", "statutory")):
        for old, new in zip(timers, counted, strict=True):
            if old.runs and old.role == role:
                facts |= {f"{name}_before": _iso(old.due), name: _iso(new.due)}
    others = [(old, new) for old, new in moved if old.role not in ("promised", "statutory")]
    if others:
        words = (f"{old.name}（{ROLE_NAMES[old.role]}）{_iso(old.due)} → {_iso(new.due)}" for old, new in others)
        facts["others"] = "；".join(words)
    return facts


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
