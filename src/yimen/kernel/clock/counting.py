"""Counting: from a start, a length and the pauses to the last day, in a few look-ups however long the limit."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import Calendar
from .limits import Unit
from .pauses import Pause

DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a limit ends: ``reached`` by counting alone, ``due`` after rolling over days off, None while paused."""

    reached: date
    due: date | None


def span(start: date, unit: Unit, count: int, pauses: Sequence[Pause], calendar: Calendar) -> Span:
    """Returns where a limit ends. The day of ``start`` is not counted (民法典 第二百零一条), nor are days of a pause.

    Raises ClockError where the days lie outside the calendar.
    """
    if unit is Unit.WORKING_DAY:
        return _working(start, count, pauses, calendar)
    return _plain(start, unit, count, pauses, calendar)


def _working(start: date, count: int, pauses: Sequence[Pause], calendar: Calendar) -> Span:
    """Counts working days only (行政许可法 第八十二条), stretch by stretch between the pauses."""
    place, left = start, count
    for pause in pauses:
        there = calendar.working_days(place, pause.begin)
        if left <= there:
            break
        if pause.end is None:
            return Span(pause.begin, None)
        left -= there
        place = max(place, pause.end - DAY)
    last = calendar.add_working_days(place, left)
    return Span(last, last)


def _plain(start: date, unit: Unit, count: int, pauses: Sequence[Pause], calendar: Calendar) -> Span:
    """Counts every day, adds the days of the pauses, then rolls on to a working day (民法典 第二百零三条).

    A pause that begins while the last day is rolling on stops that too: no limit ends in a pause.
    """
    calendar.day(start)  # refuses a start outside the calendar before any arithmetic on it
    reached = free = corresponding(start, unit, count)
    for pause in pauses:
        first = max(pause.begin, start + DAY)
        if first > calendar.next_working_day(free):
            break
        if pause.end is None:
            return Span(reached, None)
        calendar.day(pause.end)  # likewise an end
        if first <= reached:
            reached += max(pause.end - first, timedelta(0))
        free = max(reached, pause.end)
    return Span(reached, calendar.next_working_day(free))


def corresponding(start: date, unit: Unit, count: int) -> date:
    """Returns the day so many units on: of months and years the same day or the month's last (民法典 第二百零二条)."""
    if unit is Unit.CALENDAR_DAY:
        return start + count * DAY
    months = start.year * 12 + start.month - 1 + count * (12 if unit is Unit.YEAR else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
