"""How much of a limit was used by a moment, and how much beyond it: counted once, for pages and for what is public."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import NamedTuple

from yimen.kernel.clock import Calendar, Ledger, Pause, Unit, local_date

_DAY, _HOUR = timedelta(1), timedelta(hours=1)
_DAYS = "天"


class Spent(NamedTuple):
    """``used`` and ``over`` each in their unit: what lies beyond a day of working days may be days off alone."""

    used: int
    unit: str
    over: int
    over_unit: str

    @property
    def late(self) -> str:
        """Returns by how much a limit is past, in words, "" where it is not."""
        whole = 0 if self.over_unit == _DAYS else self.over
        return late_words(over=whole, unit=self.unit) if self.over else ""


def spent(*, ledger: Ledger, days: Calendar, until: datetime, rest: Sequence[Pause] = ()) -> Spent:
    """Returns what was used of a limit until a moment, the days that stood still left out.

    ``rest``: when its matter stood still after it had run out (``Timer.rest``); a limit in hours runs on.
    """
    unit, name = ledger.limit.unit, unit_words(ledger)
    if ledger.moment is not None:
        end = ledger.moment + timedelta(hours=ledger.limit.length)
        late = max(ceil((until - end) / _HOUR), 1) if until >= end else 0
        return Spent(max(0, ceil((until - ledger.moment) / _HOUR)), name, late, name)
    day, due = local_date(until), ledger.due(days).date
    used = max((line.number for line in ledger.explain(days) if line.number and line.date <= day), default=0)
    if due is None or day <= due:
        return Spent(used, name, 0, name)
    over = beyond(days=days if unit is Unit.WORKING_DAY else None, due=due, day=day, rest=rest)
    return Spent(used + over, name, over, name) if over else Spent(used, name, _plain(due, day, rest), _DAYS)


def late_words(*, over: int, unit: str, past: str = "超期") -> str:
    """Returns by how much a limit is past; where only days off lie behind it that no whole day of its unit is.

    A count of days off would read as later than one working day. ``past``: what stands before.
    """
    return f"{past} {over} {unit}" if over else f"{past}不满 1 {unit}"


def beyond(*, days: Calendar | None, due: date, day: date, rest: Sequence[Pause] = ()) -> int:
    """Returns by how many days a last day is past on a day: working days by a calendar, else all; ``rest`` left out."""
    if days is None:
        return _plain(due, day, rest)
    if not rest:
        return days.working_days(due, day + _DAY)
    late = (due + count * _DAY for count in range(1, (day - due).days + 1))
    return sum(days.is_working(one) and not any(pause.holds(one) for pause in rest) for one in late)


def _plain(due: date, day: date, rest: Sequence[Pause]) -> int:
    """Returns how many days lie behind a last day, at least the one on which it was found past."""
    late = (due + count * _DAY for count in range(1, (day - due).days + 1))
    return max(1, sum(not any(pause.holds(one) for pause in rest) for one in late))


def unit_words(ledger: Ledger | None) -> str:
    """Returns the unit in which a limit is counted; working days where there is none."""
    unit = Unit.WORKING_DAY if ledger is None else ledger.limit.unit
    return unit.name_zh if unit in {Unit.WORKING_DAY, Unit.HOUR} else "日"
