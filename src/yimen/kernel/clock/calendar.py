"""Working days of one place: weekends, notices, festivals and closures, each day knowing its source."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from .closures import Closure
from .errors import ClockError
from .festivals import FIRST, LAST, LAW, days_off
from .notices import Notice
from .observances import Observance

DayKind = Literal["work", "makeup", "half", "weekend", "holiday", "closed"]


@dataclass(frozen=True, slots=True)
class Day:
    """What a day is: ``name`` of the holiday ('' for plain days) and the ``document`` that says so.

    ``uncertain``: a rule gives a festival this day, or the one beside it, and an authority may announce otherwise.
    """

    kind: DayKind
    name: str = ""
    document: str = ""
    uncertain: bool = False

    @property
    def working(self) -> bool:
        """Tells whether the day counts as a working day; on half days the office is open."""
        return self.kind in ("work", "makeup", "half")


_WORK, _WEEKEND = Day("work"), Day("weekend")
_ONE = timedelta(1)
_START, _END = date(FIRST, 1, 1).toordinal(), date(LAST, 12, 31).toordinal()
_SOME = "地方节日"  # whose day moves by a day or two: a working day beside it has no name


class Calendar:
    """The working days of a place in 2008–2049, by the country's rules and those of every region the place lies in.

    A region's festivals make its days holidays, its notices decide day by day, each over what the regions above it
    say, in whatever order they are given; a closure stands over all of them. A notice that names a festival says all
    of that festival for its year. A year without a notice of the country is provisional: only weekends and statutory
    days are off. Never changes once made.
    """

    __slots__ = ("_before", "_marked", "_noticed", "_unknown", "_unsure", "_workdays")

    def __init__(
        self, notices: Iterable[Notice], observances: Iterable[Observance] = (), closures: Iterable[Closure] = ()
    ) -> None:
        given = tuple(notices)
        rules = sorted((rule for rule in observances if rule.enabled), key=lambda rule: rule.name)
        self._noticed = frozenset(notice.year for notice in given if not notice.region)
        self._marked: dict[date, Day] = {}
        for year in range(FIRST, LAST + 1):
            if year not in self._noticed:
                self._marked |= {day: Day("holiday", name, LAW) for day, name in days_off(year).items()}
        regions = {notice.region for notice in given} | {rule.region for rule in rules}
        for region in sorted(regions):  # '' first, then from the province down
            for rule in rules:
                if rule.region == region:
                    _observe(self._marked, rule, _said(rule, given))
            for notice in given:
                if notice.region == region:
                    _notice(self._marked, notice)
        for closure in sorted(closures, key=lambda one: (one.region, one.ordered_on)):
            _close(self._marked, closure)
        self._unknown = _lacking(rules, given)
        self._unsure = array("l", sorted(day.toordinal() for day, info in self._marked.items() if info.uncertain))
        marked = {day.toordinal(): info.working for day, info in self._marked.items()}
        self._workdays, self._before = array("l"), array("l")  # ordinals of working days; how many lie before each day
        for ordinal in range(_START, _END + 1):
            self._before.append(len(self._workdays))
            if marked.get(ordinal, (ordinal + 6) % 7 < 5):
                self._workdays.append(ordinal)
        self._before.append(len(self._workdays))

    def day(self, day: date) -> Day:
        """Returns what a day is and why; raises ClockError outside 2008–2049."""
        _place(day)
        return _plain(self._marked, day)

    def days(self, first: date, last: date) -> Iterator[tuple[date, Day]]:
        """Yields each day from ``first`` to ``last`` with what it is; raises ClockError outside 2008–2049."""
        if first > last:
            return
        begin, end = _START + _place(first), _START + _place(last)
        for ordinal in range(begin, end + 1):
            day = date.fromordinal(ordinal)
            yield day, self._marked.get(day) or (_WORK if (ordinal + 6) % 7 < 5 else _WEEKEND)

    def is_working(self, day: date) -> bool:
        """Tells whether a day is a working day; raises ClockError outside 2008–2049."""
        return self.day(day).working

    def provisional(self, year: int) -> bool:
        """Tells whether the country's notice for the year is missing, so that its days may still move."""
        return year not in self._noticed

    def unsettled(self, year: int) -> bool:
        """Tells whether the year is provisional, or that the table of a festival of the region lacks it."""
        return self.provisional(year) or year in self._unknown

    def provisional_between(self, first: date, last: date) -> bool:
        """Tells whether what was counted from ``first`` to ``last``, both included, may still move.

        So it is where a year between them is unsettled, or one of the days is uncertain.
        """
        low, high = first.toordinal(), last.toordinal()
        if bisect_left(self._unsure, low) < bisect_right(self._unsure, high):
            return True
        return any(self.unsettled(year) for year in range(first.year, last.year + 1))

    def doubts(self, first: date, last: date) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Returns why ``provisional_between`` says so: the years without a notice, the festivals not yet announced."""
        years = range(first.year, last.year + 1)
        names = [name for year in years for name in self._unknown.get(year, ())]
        low, high = bisect_left(self._unsure, first.toordinal()), bisect_right(self._unsure, last.toordinal())
        unsure = [self._marked[date.fromordinal(ordinal)].name for ordinal in self._unsure[low:high]]
        names += [name for name in unsure if name] or [_SOME] * bool(unsure)
        return tuple(year for year in years if self.provisional(year)), tuple(dict.fromkeys(names))

    @property
    def workdays(self) -> Sequence[int]:
        """Returns the working days as ordinals, in order."""
        return memoryview(self._workdays).toreadonly()

    @property
    def uncertain_days(self) -> Sequence[int]:
        """Returns the uncertain days as ordinals, in order."""
        return memoryview(self._unsure).toreadonly()

    def working_days(self, after: date, before: date) -> int:
        """Returns how many working days lie strictly between two days, 0 where there is nothing between."""
        return max(self._before[_place(before)] - self._before[_place(after) + 1], 0)

    def add_working_days(self, day: date, count: int) -> date:
        """Returns the ``count``-th working day after ``day``, or before it if negative; ``day`` itself is not counted.

        0 gives ``day``. Raises ClockError where ``day`` or the answer lies outside 2008–2049.
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


def changed_days(before: Calendar, after: Calendar) -> tuple[date, ...]:
    """Returns the days that count in one of the calendars and not in the other, in order."""
    return tuple(map(date.fromordinal, sorted(set(before.workdays) ^ set(after.workdays))))


def changed_span(before: Calendar, after: Calendar) -> tuple[date, date] | None:
    """Returns the first and last day of which the calendars differ in whether they count or how sure they are."""
    days = [day.toordinal() for day in changed_days(before, after)]
    days += set(before.uncertain_days) ^ set(after.uncertain_days)
    for year in range(FIRST, LAST + 1):
        if before.unsettled(year) != after.unsettled(year):
            days += (date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    return (date.fromordinal(min(days)), date.fromordinal(max(days))) if days else None


def _lacking(rules: Iterable[Observance], given: tuple[Notice, ...]) -> dict[int, list[str]]:
    """Returns the years of which the table of a festival says nothing, each with the festivals' names."""
    found: dict[int, list[str]] = {}
    for rule in rules:
        for year in rule.unknown() - _said(rule, given):
            found.setdefault(year, []).append(rule.name)
    return found


def _said(rule: Observance, given: tuple[Notice, ...]) -> frozenset[int]:
    """Returns the years in which a notice of the festival's region, or of one below it, names the festival."""
    return frozenset(
        notice.year
        for notice in given
        if notice.region >= rule.region and any(rule.name in name for name in notice.off.values())
    )


def _observe(marked: dict[date, Day], rule: Observance, said: frozenset[int]) -> None:
    """Marks the days of a festival where none is off already.

    What an authority announces may come a day earlier or later, and its days that were off anyway may be made up: the
    day before and as many working days after are uncertain.
    """
    for start in rule.starts():
        if start.year in said:
            continue
        left = 1
        for day in (start + number * _ONE for number in range(rule.days)):
            found = _plain(marked, day)
            left += not found.working
            if found.kind != "holiday":
                marked[day] = Day("holiday", rule.name, rule.document, rule.announced)
        if rule.announced:
            day, beside = start + rule.days * _ONE, [start - _ONE]
            while left:
                beside.append(day)
                left -= _plain(marked, day).working
                day += _ONE
            marked |= {one: replace(_plain(marked, one), uncertain=True) for one in beside}


def _notice(marked: dict[date, Day], notice: Notice) -> None:
    marked |= {day: Day("holiday", name, notice.document) for day, name in notice.off.items()}
    marked |= {day: Day("makeup", "调休上班", notice.document) for day in notice.work}
    marked |= {day: Day("half", name, notice.document) for day, name in notice.half.items()}


def _close(marked: dict[date, Day], closure: Closure) -> None:
    """Marks the days of an order; half days only where the office would be open: no order opens what another closed."""
    for day in closure.days():
        if closure.kind == "closed" or _plain(marked, day).working:
            marked[day] = Day(closure.kind, closure.reason, closure.document)


def _plain(marked: dict[date, Day], day: date) -> Day:
    """Returns what is marked of a day, else what its place in the week makes it."""
    return marked.get(day) or (_WORK if day.weekday() < 5 else _WEEKEND)


def _place(day: date) -> int:
    """Returns the day's index in the tables."""
    ordinal = day.toordinal()
    if not _START <= ordinal <= _END:
        raise _unknown(day.year)
    return ordinal - _START


def _unknown(year: int) -> ClockError:
    return ClockError(f"没有 {year} 年的日历，只能计算 {FIRST} 至 {LAST} 年。请核对日期。")
