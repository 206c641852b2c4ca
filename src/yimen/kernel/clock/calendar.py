"""Working days of one place: weekends, notices and make-up days, each day knowing its source."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .errors import ClockError
from .festivals import FIRST, LAST, LAW, days_off
from .notices import Notice

DayKind = Literal["work", "makeup", "half", "weekend", "holiday", "closed"]


@dataclass(frozen=True, slots=True)
class Day:
    """What a day is: ``name`` of the holiday ('' for plain days) and the ``document`` that says so."""

    kind: DayKind
    name: str = ""
    document: str = ""

    @property
    def working(self) -> bool:
        """Tells whether the day counts as a working day."""
        return self.kind in ("work", "makeup")


_WORK, _WEEKEND = Day("work"), Day("weekend")
_START, _END = date(FIRST, 1, 1).toordinal(), date(LAST, 12, 31).toordinal()


class Calendar:
    """The working days of a place in 2020–2049, from the notices of the country and of every region the place lies in.

    A region's notice overrides, day by day, those of the regions above it, whatever order they are given in. A year
    without a notice of the country is provisional: only weekends and statutory days are off. Never changes once made.
    """

    __slots__ = ("_before", "_marked", "_noticed", "_workdays")

    def __init__(self, notices: Iterable[Notice]) -> None:
        given = sorted(notices, key=lambda notice: notice.region)  # '' first, then from the province down
        self._noticed = frozenset(notice.year for notice in given if not notice.region)
        self._marked: dict[date, Day] = {}
        for year in range(FIRST, LAST + 1):
            if year not in self._noticed:
                self._marked |= {day: Day("holiday", name, LAW) for day, name in days_off(year).items()}
        for notice in given:
            self._marked |= {day: Day("holiday", name, notice.document) for day, name in notice.off.items()}
            self._marked |= {day: Day("makeup", "调休上班", notice.document) for day in notice.work}
        marked = {day.toordinal(): info.working for day, info in self._marked.items()}
        self._workdays, self._before = array("l"), array("l")  # ordinals of working days; how many lie before each day
        for ordinal in range(_START, _END + 1):
            self._before.append(len(self._workdays))
            if marked.get(ordinal, (ordinal + 6) % 7 < 5):
                self._workdays.append(ordinal)
        self._before.append(len(self._workdays))

    def day(self, day: date) -> Day:
        """Returns what a day is and why; raises ClockError outside 2020–2049."""
        _place(day)
        return self._marked.get(day) or (_WORK if day.weekday() < 5 else _WEEKEND)

    def days(self, first: date, last: date) -> Iterator[tuple[date, Day]]:
        """Yields each day from ``first`` to ``last`` with what it is; raises ClockError outside 2020–2049."""
        if first > last:
            return
        begin, end = _START + _place(first), _START + _place(last)
        for ordinal in range(begin, end + 1):
            day = date.fromordinal(ordinal)
            yield day, self._marked.get(day) or (_WORK if (ordinal + 6) % 7 < 5 else _WEEKEND)

    def is_working(self, day: date) -> bool:
        """Tells whether a day is a working day; raises ClockError outside 2020–2049."""
        return self.day(day).working

    def provisional(self, year: int) -> bool:
        """Tells whether the country's notice for the year is missing, so that its days may still move."""
        return year not in self._noticed

    def provisional_between(self, first: date, last: date) -> bool:
        """Tells whether the days from ``first`` to ``last`` may still move."""
        return any(self.provisional(year) for year in range(first.year, last.year + 1))

    def working_days(self, after: date, before: date) -> int:
        """Returns how many working days lie strictly between two days, 0 where there is nothing between."""
        return max(self._before[_place(before)] - self._before[_place(after) + 1], 0)

    def add_working_days(self, day: date, count: int) -> date:
        """Returns the ``count``-th working day after ``day``, or before it if negative; ``day`` itself is not counted.

        0 gives ``day``. Raises ClockError where ``day`` or the answer lies outside 2020–2049.
        """
        place = _place(day)
        if count == 0:
            return day
        index = self._before[place + 1] + count - 1 if count > 0 else self._before[place] + count
        if not 0 <= index < len(self._workdays):
            raise _unknown(LAST + 1 if count > 0 else FIRST - 1)
        return date.fromordinal(self._workdays[index])

    def next_working_day(self, day: date) -> date:
        """Returns ``day`` where it is a working day, else the next one (民法典 第二百零三条)."""
        index = bisect_left(self._workdays, _START + _place(day))
        if index == len(self._workdays):
            raise _unknown(LAST + 1)
        return date.fromordinal(self._workdays[index])


def _place(day: date) -> int:
    """Returns the day's index in the tables."""
    ordinal = day.toordinal()
    if not _START <= ordinal <= _END:
        raise _unknown(day.year)
    return ordinal - _START


def _unknown(year: int) -> ClockError:
    return ClockError(f"没有 {year} 年的日历，只能计算 {FIRST} 至 {LAST} 年。请核对日期。")
