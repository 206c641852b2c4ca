"""Working minutes: how they lie in working days, and when a limit that began at one has run out."""

import re
from bisect import bisect_left
from datetime import date

from yimen.kernel.clock import Calendar
from yimen.kernel.procedure import limit_parts

from .errors import ForesightError

DAY = 7 * 60  # working minutes of a day: 7 working hours
_OPENS = 9 * 60  # the minute of the day at which offices open; only limits in hours look at it
_NATURAL = 24 * 60
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_MINUTES = (365 * _NATURAL, 30 * _NATURAL, 7 * _NATURAL, _NATURAL, 60, 1, 0)


def begun_on(minute: int) -> int:
    """Returns the number of the working day on which something begins."""
    return minute // DAY


def ended_on(minute: int) -> int:
    """Returns the number of the working day on which something ends: the close of a day is still that day."""
    return (minute - 1) // DAY


class Hours:
    """The working days of a calendar from a first day on, numbered from 0."""

    def __init__(self, calendar: Calendar, first: date) -> None:
        self._days = calendar.workdays
        self._base = bisect_left(self._days, first.toordinal())

    def number(self, day: date) -> int:
        """Returns the number of a working day, of any other that of the next working day."""
        return bisect_left(self._days, day.toordinal()) - self._base

    def day(self, number: int) -> date:
        """Returns the working day of a number; raises ForesightError where no calendar knows it."""
        return date.fromordinal(self._ordinal(number))

    def late(self, limit: str, opened: int, done: int) -> bool:
        """Tells whether what was opened and done at two minutes took longer than a limit such as "5wd"; "" has none."""
        if not limit:
            return False
        number, unit = limit_parts(limit)
        if unit == "h":
            return self._clock(ended_on(done), done) - self._clock(begun_on(opened), opened) > number * 60
        return ended_on(done) > self._last(begun_on(opened), number, unit)

    def over(self, duration: str, begun: int) -> int:
        """Returns the minute at which a timer runs out: after a limit such as "5wd" or a duration of ISO 8601."""
        if not duration.startswith("P"):
            number, unit = limit_parts(duration)
            if unit != "h":
                return (self._last(begun_on(begun), number, unit) + 1) * DAY
            minutes = number * 60
        else:
            found = _ISO.fullmatch(duration)
            parts = found.groups() if found else ()
            minutes = sum(int(part or 0) * each for part, each in zip(parts, _MINUTES, strict=False))
        return self._open_at(self._clock(begun_on(begun), begun) + minutes)

    def _last(self, opened: int, number: int, unit: str) -> int:
        """Returns the number of the last day of a limit; the day it began is not counted (民法典 第二百零一条)."""
        if unit == "wd":
            return opened + number
        start = date.fromordinal(self._ordinal(opened))
        if unit == "cd":
            return self.number(date.fromordinal(start.toordinal() + number))
        months = start.month - 1 + number * (12 if unit == "yr" else 1)
        first = date(start.year + months // 12, months % 12 + 1, 1)
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return self.number(date.fromordinal(min(first.toordinal() + start.day - 1, after.toordinal() - 1)))

    def _ordinal(self, number: int) -> int:
        if not 0 <= self._base + number < len(self._days):
            raise ForesightError("推演要看的日子超出了日历（2020 至 2049 年）。请把开始日期提前或减少件数。")
        return self._days[self._base + number]

    def _clock(self, number: int, minute: int) -> int:
        """Returns a working minute of a day on the clock on the wall, in minutes since a fixed day."""
        return self._ordinal(number) * _NATURAL + _OPENS + minute - number * DAY

    def _open_at(self, clock: int) -> int:
        """Returns the first working minute at or after a time on the wall."""
        ordinal, of_day = divmod(clock, _NATURAL)
        place = bisect_left(self._days, ordinal)
        number = place - self._base
        if place < len(self._days) and self._days[place] == ordinal:
            return number * DAY + min(max(of_day - _OPENS, 0), DAY)
        return number * DAY
