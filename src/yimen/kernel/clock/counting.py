"""Counting: from a start, a length and the pauses to the last day, in a few look-ups however long the limit."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .calendar import Calendar
from .limits import Limit, Unit
from .pauses import Pause, stretches

DAY = timedelta(1)
Stretches = Sequence[tuple[date, date | None]]


class Span(NamedTuple):
    """Where a limit ends: ``reached`` by counting alone, ``due`` after rolling over days off, None while paused."""

    reached: date
    due: date | None


def span(
    limit: Limit, start: date, count: int, pauses: Sequence[Pause], calendar: Calendar, *, first: bool = False
) -> Span:
    """Returns where ``count`` of the limit's units end, counted from the day of ``start``, itself counted if ``first``.

    Raises ClockError where the days lie outside the calendar.
    """
    if limit.unit is Unit.WORKING_DAY and count:
        if limit.direction == "before":
            last = calendar.add_working_days(start, -count)
            return Span(last, last)
        return _working(start, count, stretches(pauses) if pauses else (), calendar, first=first)
    calendar.day(start)  # refuses a start outside the calendar before any arithmetic on it
    if limit.direction == "before" or limit.fixed is not None:
        last = _named(limit.fixed, start) if limit.fixed is not None else corresponding(start, limit.unit, -count)
        calendar.day(last)
        return Span(last, last)
    return _plain(limit, start, count, stretches(pauses), calendar, first=first)


def _working(start: date, count: int, stops: Stretches, calendar: Calendar, *, first: bool) -> Span:
    """Counts working days only (行政许可法 第八十二条), stretch by stretch between the pauses."""
    if first:
        calendar.day(start)  # refuses a start outside the calendar before any arithmetic on it
    place, left = start - DAY if first else start, count
    for begin, end in stops:
        there = calendar.working_days(place, begin)
        if left <= there:
            break
        if end is None:
            return Span(begin, None)
        left -= there
        place = end - DAY
    last = calendar.add_working_days(place, left)
    return Span(last, last)


def _plain(limit: Limit, start: date, count: int, stops: Stretches, calendar: Calendar, *, first: bool) -> Span:
    """Counts every day, adds the days of the pauses, then rolls on to a working day (民法典 第二百零三条).

    A pause that begins while the last day is rolling on stops that too: no limit ends in a pause. A limit of no days
    ends on its start, and rolls on like any other.
    """

    def rolled(day: date) -> date:
        if limit.rolls:
            return calendar.next_working_day(day)
        calendar.day(day)  # refuses a last day outside the calendar
        return day

    first = first and count > 0
    counts = start if first else start + DAY  # the first day that does
    reached = free = corresponding(start, limit.unit, count) - first * DAY
    for begin, end in stops:
        if begin > rolled(free):
            break
        if end is None:
            return Span(reached, None)
        calendar.day(end)  # refuses an end outside the calendar before any arithmetic on it
        begin = max(begin, counts)  # noqa: PLW2901 - before that, nothing is there to stop
        if begin <= reached:
            reached += end - begin
        free = max(reached, end)
    return Span(reached, rolled(free))


def _named(month_day: tuple[int, int], start: date) -> date:
    """Returns the first such day after ``start``."""
    last = date(start.year, *month_day)
    return last if last > start else date(start.year + 1, *month_day)


def corresponding(start: date, unit: Unit, count: int) -> date:
    """Returns the day so many units on or back: of months the same day, or the month's last (民法典 第二百零二条)."""
    if unit is Unit.CALENDAR_DAY:
        return start + count * DAY
    months = start.year * 12 + start.month - 1 + count * (12 if unit is Unit.YEAR else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
