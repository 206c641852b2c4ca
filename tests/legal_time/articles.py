"""Chinese legal time, read literally and counted day by day.

Slow on purpose, and written without a look at the kernel: whoever wants to compare the two writes an adapter.
Plain data goes in and comes out. Every function names the article it reads.
Where the articles leave a choice, the line says "Choice:".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Days:
    """The State Council's yearly notice: the days off, and the weekend days worked in exchange."""

    off: set[date] = field(default_factory=set)
    worked: set[date] = field(default_factory=set)

    def working(self, day: date) -> bool:
        """Says if a day is a working day: worked by notice, or Monday to Friday and not off (许可法 82)."""
        if day in self.worked:
            return True
        return day not in self.off and day.isoweekday() <= 5


@dataclass(frozen=True)
class Stop:
    """A time [begin, end) that leaves a limit waiting; without an end it is still open."""

    begin: date
    end: date | None
    effect: str  # "suspend": the limit goes on afterwards; "restart": it begins anew

    def covers(self, day: date) -> bool:
        """Says if the stop is on that day: from its first day to the day before it ends."""
        return self.begin <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Case:
    """One limit of one case."""

    start: date
    length: int
    unit: str  # wd 工作日, cd 日, mo 月, yr 年, md a fixed day of the year
    direction: str = "after"  # or "before": start is then the day that the limit lies before
    counts_first: bool = False
    rolls: bool = True
    fixed: tuple[int, int] | None = None  # (month, day), for md only
    stops: tuple[Stop, ...] = ()
    added: tuple[int, ...] = ()  # extensions, in the limit's unit

    @property
    def whole(self) -> int:
        """The limit with its extensions. Choice: they make one longer limit, not a chain of limits."""
        return self.length + sum(self.added)


# The last day


def due(case: Case, days: Days) -> date | None:
    """Returns the last day of a limit, or nothing while an open stop keeps it from having one."""
    if case.unit == "md":
        return _next_month_day(case)
    if case.direction == "before":
        return _before(case, days)
    counting = _restarted(case, days)
    return None if counting is None else _last(counting, days)


def earliest(case: Case, days: Days) -> date | None:
    """Returns the last protected day of a bound of at least so long: the same days are counted (民法典 201-203)."""
    return due(case, days)


def red(case: Case, days: Days) -> date | None:
    """Returns the first day on which the limit is overdue: the day after the last (民法典 203 第二款, 24:00)."""
    last = due(case, days)
    return None if last is None else last + DAY


def hours(moment: datetime, n: int) -> datetime:
    """Returns the end of n hours, which run from the moment itself and never roll (民法典 201 第二款)."""
    for _ in range(n):
        moment += HOUR
    return moment


def corresponding(start: date, months: int) -> date:
    """Returns the corresponding day so many months on (or back, if negative), or that month's last day (民法典 202)."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    number = start.day
    while not _exists(year, month, number):
        number -= 1
    return date(year, month, number)


def _exists(year: int, month: int, number: int) -> bool:
    try:
        date(year, month, number)
    except ValueError:
        return False
    return True


def _next_month_day(case: Case) -> date:
    """The first such day of a year strictly after the start; it does not roll (公开条例 49: 1月31日、3月31日).

    Choice: stops, extensions and direction mean nothing to a day that the law itself names.
    """
    day = case.start + DAY
    while (day.month, day.day) != case.fixed:
        day += DAY
    return day


def _before(case: Case, days: Days) -> date:
    """The n-th day before a day that is itself not counted (许可法 48 七日前, 50 三十日前); no rolling, no stops."""
    if case.unit == "mo":
        return corresponding(case.start, -case.whole)
    if case.unit == "yr":
        return corresponding(case.start, -12 * case.whole)
    day, counted = case.start, 0
    while counted < case.whole:
        day -= DAY
        if case.unit == "cd" or days.working(day):
            counted += 1
    return day


def _suspended(case: Case, day: date) -> bool:
    """A day in a suspend; two that overlap leave it out once (许可法 45: what is not counted is time, not stops)."""
    return any(stop.effect == "suspend" and stop.covers(day) for stop in case.stops)


def _stuck(case: Case, day: date) -> bool:
    """A day in a suspend of which no end is known."""
    return any(stop.effect == "suspend" and stop.end is None and stop.covers(day) for stop in case.stops)


def _restarted(case: Case, days: Days) -> Case | None:
    """The case as it counts after its restarts, or nothing while one of them waits.

    公开条例 30 (补正) and 国办函〔2020〕109号 (收费): the whole limit counts anew from the end, that day not counted.
    A restart counts only if it begins before the limit has run out, its last day included.
    Choice: a day in a suspend is never counted, also if the suspend began before the restart.
    Choice: a restart that was over before the limit began has nothing to do with it.
    """
    restarts = [stop for stop in case.stops if stop.effect == "restart"]
    for restart in sorted(restarts, key=lambda stop: stop.begin):
        if restart.end is not None and restart.end < case.start:
            continue
        last = _last(case, days)
        if last is not None and last < restart.begin:
            break
        if restart.end is None:
            return None
        case = replace(case, start=max(case.start, restart.end), counts_first=False)
    return case


def _first(case: Case) -> date:
    """The first day that can count: the next, or the start itself where so provided (民法典 201 第一款、204)."""
    return case.start if case.counts_first else case.start + DAY


def _counts(case: Case, day: date, days: Days) -> bool:
    """A day that uses up the limit: outside every stop (许可法 45), and a working day if it is in those (许可法 82)."""
    if _suspended(case, day):
        return False
    return case.unit != "wd" or days.working(day)


def _length(case: Case) -> int:
    """How many days have to count. Months and years are the days up to the corresponding day (民法典 202).

    Choice: where the first day counts, the same number of days counts from it, so the limit ends one day earlier.
    """
    if case.unit in {"mo", "yr"}:
        months = case.whole * (12 if case.unit == "yr" else 1)
        return (corresponding(case.start, months) - case.start).days
    return case.whole


def _last(case: Case, days: Days) -> date | None:
    """The last day, restarts apart: count the days, then roll on from a holiday (民法典 203 第一款).

    Choice: a limit of no days ends on its start (即办), and rolls like any other.
    """
    last, counted, day = case.start, 0, _first(case)
    while counted < _length(case):
        if _stuck(case, day):
            return None
        if _counts(case, day, days):
            last, counted = day, counted + 1
        day += DAY
    while case.rolls and (not days.working(last) or _suspended(case, last)):
        if _stuck(case, last):
            return None
        last += DAY
    return last


# The light


def yellow(case: Case, percent: int, least: int, days: Days) -> date | None:
    """Returns the first day on which at most percent % of the limit, or at most `least` working days, are left.

    The thresholds are local (facts §10). What is left on a day are the days after it, up to the last.
    Choice: a limit that counts anew has its first such day in the new count.
    Choice: the share of a calendar limit is of all its days up to the last, rolled days included, stopped days not;
    nor do working days within a stop count as left.
    Choice: a limit before a day has no whole to take a share of, so only the working days left are looked at.
    """
    last = due(case, days)
    if last is None:
        return None
    if case.direction == "before" and case.unit != "md":
        return _walk_back(last, least, days)
    # A day that the law names has neither stops nor restarts.
    counting = replace(case, stops=()) if case.unit == "md" else _restarted(case, days)
    assert counting is not None
    whole = counting.whole if case.unit == "wd" else _left(counting, _first(counting) - DAY, last)
    day = counting.start
    left, working = _left(counting, day, last), _left(counting, day, last, days)
    while day < last:
        if working <= least or (working if case.unit == "wd" else left) * 100 <= percent * whole:
            return day
        day += DAY
        left -= 0 if _suspended(counting, day) else 1
        working -= 1 if days.working(day) and not _suspended(counting, day) else 0
    return last


def _left(case: Case, day: date, last: date, days: Days | None = None) -> int:
    """The days after a day up to the last that lie outside every suspend: the working ones, or all of them."""
    left = 0
    while day < last:
        day += DAY
        if not _suspended(case, day) and (days is None or days.working(day)):
            left += 1
    return left


def _walk_back(last: date, least: int, days: Days) -> date:
    """The first day on which at most so many working days are left until the last."""
    day, left = last, 0
    while True:
        left += 1 if days.working(day) else 0
        if left > least:
            return day
        day -= DAY


def light(case: Case, today: date, percent: int, least: int, days: Days, finished: date | None = None) -> str:
    """Returns the light on a day: green, yellow, red, grey (waiting) or blue (finished early) (facts §10).

    Choice: only stops that have begun by then are known; an end that lies ahead is known too.
    Choice: finished before the last day is blue; on it or later, the light stays as it stood on that day.
    """
    if finished is not None and finished <= today:
        today = finished
    known = replace(case, stops=tuple(stop for stop in case.stops if stop.begin <= today))
    last = due(known, days)
    if finished == today and (last is None or today < last):
        return "blue"
    if last is not None and last < today:
        return "red"
    if _waits(known, today, last):
        return "grey"
    first = yellow(known, percent, least, days)
    return "yellow" if first is not None and first <= today else "green"


def _waits(case: Case, today: date, last: date | None) -> bool:
    """A day in a stop that began before the limit ran out."""
    if case.unit == "md" or case.direction == "before":
        return False
    return any(stop.covers(today) and (last is None or stop.begin <= last) for stop in case.stops)


# What the law says without counting


def reply_rule(received: date) -> tuple[str, int, int]:
    """Returns the regulation that governs a disclosure request received on a day, its wd to reply, and wd it may add.

    公开条例 (2007, 令492号) 24: 15 + 15, from 2008-05-01. 公开条例 (2019, 令711号) 33: 20 + 20, from 2019-05-15.
    Choice: the day of receipt decides. The figures of 2007 are not in facts.md (own knowledge, medium confidence).
    """
    if received < date(2008, 5, 1):
        raise ValueError("no regulation on disclosure was in force before 2008-05-01")
    if received < date(2019, 5, 15):
        return "2007", 15, 15
    return "2019", 20, 20


def due_by_reply_rule(received: date, days: Days, *, extended: bool = False) -> date | None:
    """Returns the last day to reply to a disclosure request, by the regulation of its day (2007: 24, 2019: 33)."""
    _, length, more = reply_rule(received)
    return due(Case(start=received, length=length, unit="wd", added=(more,) if extended else ()), days)


def silence(limit: str) -> str | None:
    """Returns what it means that a limit ran out in silence, or nothing where the sources give it no meaning."""
    return {
        "xk.one_time_notice": "accepted",  # 许可法 32(四): accepted from the day the material was received
        "xk.renew.apply": "renewed",  # 许可法 50: no answer before expiry
        "xxgk.bz_notice": "abandoned",  # 公开条例 30: the applicant does not correct, without reason
        "xxgk.third_party": "agency decides",  # 公开条例 32
        "xxgk.co_agency": "consent",  # 公开条例 34
        "xxgk.fee_pay": "abandoned",  # 国办函〔2020〕109号: not paid
    }.get(limit)


def festivals_off(year: int, festivals: Mapping[str, date]) -> tuple[date, ...]:
    """Returns the days off for everyone, before substitution (放假办法 2).

    2013 (令644号, from 2014): 11 days. 2024 (令795号, from 2025): 13, with 除夕 and 5月2日.
    Festivals are the first day of 春节 (正月初一), and 清明节, 端午节, 中秋节 of that year.
    """
    if year < 2014:
        raise ValueError("only the 放假办法 of 2013 and 2024 are read here")
    spring = festivals["春节"]
    found = {date(year, 1, 1), spring, spring + DAY, spring + 2 * DAY}
    found |= {festivals["清明节"], festivals["端午节"], festivals["中秋节"]}
    found |= {date(year, 5, 1), date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)}
    if year >= 2025:
        found |= {spring - DAY, date(year, 5, 2)}
    return tuple(sorted(found))


def statutory_days(year: int, festivals: Mapping[str, date]) -> tuple[date, ...]:
    """Returns the days off for everyone, and a working day for each that falls on a weekend (放假办法 6).

    Choice: the article does not say which working day; it is the next one that is not off already.
    Choice: two festivals on one day are one day off, for the article gives back weekends only.
    """
    found = set(festivals_off(year, festivals))
    for day in sorted(found):
        if day.isoweekday() <= 5:
            continue
        instead = day + DAY
        while instead.isoweekday() > 5 or instead in found:
            instead += DAY
        found.add(instead)
    return tuple(sorted(found))
