"""Counting: from a start, a length and the pauses to the last day, in a few look-ups however long the limit."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import Calendar
from .errors import ClockError
from .limits import Limit, Unit
from .pauses import Pause, stretches

DAY = timedelta(1)
Stretches = Sequence[tuple[date, date | None]]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a limit ends: ``reached`` by counting alone, ``due`` after rolling over days off, None while paused."""

    reached: date
    due: date | None


def span(limit: Limit, start: date, count: int, pauses: Sequence[Pause], calendar: Calendar) -> Span:
    """Returns where ``count`` of the limit's units end, counted from the day of ``start``.

    Raises ClockError where the days lie outside the calendar.
    """
    calendar.day(start)  # refuses a start outside the calendar before any arithmetic on it
    if limit.fixed is not None:
        return _fixed(limit.fixed, start)
    if limit.direction == "before":
        return _before(limit.unit, start, count, calendar)
    anchor = start - DAY if limit.counts_first else start  # the day before the first that counts
    if limit.unit is Unit.WORKING_DAY:
        return _working(anchor, count, stretches(pauses, start), calendar)
    return _plain(limit, anchor, count, stretches(pauses, start), calendar)


def _working(anchor: date, count: int, stops: Stretches, calendar: Calendar) -> Span:
    """Counts working days only (行政许可法 第八十二条), stretch by stretch between the pauses."""
    place, left = anchor, count
    for begin, end in stops:
        there = calendar.working_days(place, begin)
        if left <= there:
            break
        if end is None:
            return Span(begin, None)
        left -= there
        place = max(place, end - DAY)
    last = calendar.add_working_days(place, left)
    return Span(last, last)


def _plain(limit: Limit, anchor: date, count: int, stops: Stretches, calendar: Calendar) -> Span:
    """Counts every day, adds the days of the pauses, then rolls on to a working day (民法典 第二百零三条).

    A pause that begins while the last day is rolling on stops that too: no limit ends in a pause.
    """

    def rolled(day: date) -> date:
        return calendar.next_working_day(day) if limit.rolls else day

    reached = free = corresponding(anchor, limit.unit, count)
    for begin, end in stops:
        first = max(begin, anchor + DAY)
        if first > rolled(free):
            break
        if end is None:
            return Span(reached, None)
        calendar.day(end)  # refuses an end outside the calendar before any arithmetic on it
        if first <= reached:
            reached += max(end - first, timedelta(0))
        free = max(reached, end)
    return Span(reached, rolled(free))


def _before(unit: Unit, event: date, count: int, calendar: Calendar) -> Span:
    """Counts back from an event, whose own day does not count: the last day on which the act is still in time.

    It does not roll on: that would cut short those whom the time protects.
    """
    working = unit is Unit.WORKING_DAY
    last = calendar.add_working_days(event, -count) if working else corresponding(event, unit, -count)
    return Span(last, last)


def _fixed(month_day: tuple[int, int], start: date) -> Span:
    """Returns the first such day after ``start``."""
    try:
        last = date(start.year, *month_day)
        last = last if last > start else date(start.year + 1, *month_day)
    except ValueError:
        raise ClockError(f"每年 {month_day[0]} 月 {month_day[1]} 日这一天不存在。请核对期限。") from None
    return Span(last, last)


def corresponding(start: date, unit: Unit, count: int) -> date:
    """Returns the day so many units on or back: of months the same day, or the month's last (民法典 第二百零二条)."""
    if unit is Unit.CALENDAR_DAY:
        return start + count * DAY
    months = start.year * 12 + start.month - 1 + count * (12 if unit is Unit.YEAR else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
