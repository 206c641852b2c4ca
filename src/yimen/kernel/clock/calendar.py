"""Working days of one place: weekends, notices and make-up days, each day knowing its source."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .errors import ClockError
from .festivals import FIRST, LAST, days_off
from .notices import Notice

DayKind = Literal["work", "makeup", "weekend", "holiday"]
_STATUTE = "《全国年节及纪念日放假办法》"


@dataclass(frozen=True, slots=True)
class Day:
    """What a day is: ``name`` of the holiday ('' for plain days), ``document`` that says so, whether provisional."""

    kind: DayKind
    name: str = ""
    document: str = ""

    @property
    def working(self) -> bool:
        """Tells whether the day counts as a working day."""
        return self.kind in ("work", "makeup")


_WORK, _WEEKEND = Day("work"), Day("weekend")


class Calendar:
    """The working days of a place, from its notices: the country's first, then those of each region above and of itself.

    A later notice overrides an earlier one day by day. A year without a notice of the country is provisional: weekends
    and statutory days only, so results that look into it say so.
    """

    __slots__ = ("_counts", "_first", "_last", "_marked", "_noticed", "_workdays")

    def __init__(self, notices: Iterable[Notice]) -> None:
        self._marked: dict[date, Day] = {}
        given = list(notices)
        self._noticed = frozenset(notice.year for notice in given if not notice.region)
        for notice in given:
            self._marked |= {day: Day("holiday", name, notice.document) for day, name in notice.off.items()}
            self._marked |= {day: Day("makeup", "调休上班", notice.document) for day in notice.work}
        years = sorted(self._noticed) or [FIRST]
        self._build(max(years[0] - 1, FIRST), min(years[-1] + 3, LAST))

    def _build(self, first: int, last: int) -> None:
        for year in range(first, last + 1):
            if year not in self._noticed:
                for day, name in days_off(year).items():
                    self._marked.setdefault(day, Day("holiday", name, _STATUTE))
        self._first, self._last = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
        self._workdays: list[int] = []  # ordinals of working days
        self._counts: list[int] = []  # working days before each ordinal from _first on
        marked = {day.toordinal(): info.working for day, info in self._marked.items()}
        for ordinal in range(self._first, self._last + 1):
            self._counts.append(len(self._workdays))
            if marked.get(ordinal, (ordinal + 6) % 7 < 5):
                self._workdays.append(ordinal)
        self._counts.append(len(self._workdays))

    def _reach(self, ordinal: int) -> None:
        """Makes the tables reach a day; raises ClockError where no calendar is known."""
        if self._first <= ordinal <= self._last:
            return
        year = date.fromordinal(ordinal).year
        if not FIRST <= year <= LAST:
            raise ClockError(f"没有 {year} 年的日历，只能计算 {FIRST} 至 {LAST} 年。请核对日期。")
        first, last = date.fromordinal(self._first).year, date.fromordinal(self._last).year
        self._build(min(first, year), max(last, year))

    def day(self, day: date) -> Day:
        """Returns what a day is and why."""
        self._reach(day.toordinal())
        return self._marked.get(day) or (_WORK if day.weekday() < 5 else _WEEKEND)

    def is_working(self, day: date) -> bool:
        """Tells whether a day is a working day."""
        return self.day(day).working

    def provisional(self, year: int) -> bool:
        """Tells whether the year's notice is still missing, so that its days may move."""
        return year not in self._noticed

    def working_days(self, after: date, before: date) -> int:
        """Returns how many working days lie strictly between two days (0 where there is nothing between)."""
        low, high = after.toordinal() + 1, before.toordinal()
        if high <= low:
            return 0
        self._reach(low)
        self._reach(high)
        return self._counts[high - self._first] - self._counts[low - self._first]

    def add_working_days(self, day: date, count: int) -> date:
        """Returns the ``count``-th working day after ``day`` (``day`` itself not counted), or before it if negative.

        0 gives ``day`` itself. Raises ClockError beyond the known calendar.
        """
        ordinal = day.toordinal()
        if not self._first <= ordinal <= self._last:
            self._reach(ordinal)
        if count == 0:
            return day
        if count > 0:
            place = self._counts[ordinal + 1 - self._first] + count - 1
            while place >= len(self._workdays):
                self._reach(self._last + 1)
                place = self._counts[ordinal + 1 - self._first] + count - 1
            return date.fromordinal(self._workdays[place])
        while (place := self._counts[ordinal - self._first] + count) < 0:
            self._reach(self._first - 1)
        return date.fromordinal(self._workdays[place])

    def next_working_day(self, day: date) -> date:
        """Returns ``day`` where it is a working day, else the next one (民法典 第二百零三条)."""
        ordinal = day.toordinal()
        self._reach(ordinal)
        place = bisect_left(self._workdays, ordinal)
        if place == len(self._workdays):
            self._reach(self._last + 1)
        return date.fromordinal(self._workdays[place])
