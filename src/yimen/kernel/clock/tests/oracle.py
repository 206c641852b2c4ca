"""Legal time taken literally: one day after another, from the articles only. Shares no code with what it checks."""

from datetime import date, timedelta

from .sky import lunar_day, sun_day

ONE = timedelta(days=1)


class Articles:
    """The articles of law over two plain lists: days off, and weekend days worked."""

    def __init__(self, off: set[date], worked: set[date]) -> None:
        self.off, self.worked = off, worked

    def working(self, day: date) -> bool:
        """办法 and the notices: weekdays that are not off, and weekend days worked instead."""
        return day in self.worked or (day.isoweekday() <= 5 and day not in self.off)

    def counted(self, start: date, unit: str, count: int, pauses: list[tuple[date, date | None]]) -> list[date] | None:
        """The days that count (民法典 201, 202; 许可法 45, 82); None where an open pause comes first."""
        wanted = count if unit in ("wd", "cd") else self._days_to_corresponding(start, unit, count)
        days: list[date] = []
        day = start
        while len(days) < wanted:
            day += ONE
            stands = _stands(day, pauses)
            if stands == "open":
                return None
            if not stands and (unit != "wd" or self.working(day)):
                days.append(day)
        return days

    def due(self, start: date, unit: str, count: int, pauses: list[tuple[date, date | None]]) -> date | None:
        """The last day: that of the last counted, or the start; moved past days off and pauses (民法典 203)."""
        days = self.counted(start, unit, count, pauses)
        if days is None:
            return None
        day = days[-1] if days else start
        while (unit != "wd" or not days) and (not self.working(day) or _stands(day, pauses)):
            if _stands(day, pauses) == "open":
                return None
            day += ONE
            if _stands(day, pauses) == "open":
                return None
        return day

    def yellow(self, start: date, unit: str, count: int, pauses: list[tuple[date, date | None]]) -> date:
        """The first day on which at most a fifth of all days up to the last, or one working day, is left."""
        due = self.due(start, unit, count, pauses)
        assert due is not None
        days = [day for n in range(1, (due - start).days + 1) if not _stands(day := start + n * ONE, pauses)]
        for day in [start + n * ONE for n in range((due - start).days)]:
            left = [other for other in days if other > day]
            working = [other for other in left if self.working(other)]
            share, whole = (len(working), count) if unit == "wd" else (len(left), len(days))
            if len(working) <= 1 or share * 5 <= whole:
                return day
        return due

    @staticmethod
    def _days_to_corresponding(start: date, unit: str, count: int) -> int:
        """民法典 202: the corresponding day of the month in which the limit ends, or that month's last day."""
        index = start.year * 12 + start.month + count * {"mo": 1, "yr": 12}[unit]
        day = start
        while day.year * 12 + day.month < index:
            day += ONE
        while day.day < start.day and (day + ONE).month == day.month:
            day += ONE
        return (day - start).days


def _stands(day: date, pauses: list[tuple[date, date | None]]) -> str:
    for begin, end in pauses:
        if end is None and begin <= day:
            return "open"
        if end is not None and begin <= day < end:
            return "shut"
    return ""


def statutory(year: int) -> set[date]:
    """办法 第二条、第六条: the days off of a year without a notice, what falls on a weekend made up on a weekday."""
    spring, since_2025 = lunar_day(year, 1, 1), year >= 2025  # 2 May since then, and again the evening before 春节
    moved = range(-1, 2) if year < 2014 else range(-1 if since_2025 else 0, 3)
    days = [date(year, 1, 1), *(spring + n * ONE for n in moved), sun_day(year, 15)]
    days += [date(year, 5, n) for n in ((1, 2) if since_2025 else (1,))] + [
        lunar_day(year, 5, 5),
        lunar_day(year, 8, 15),
    ]
    days += [date(year, 10, n) for n in (1, 2, 3)]
    off = set(days)
    owed = [day for n, day in enumerate(days) if day.isoweekday() > 5 or day in days[:n]]
    for day in sorted(owed):
        while day.isoweekday() > 5 or day in off:
            day += ONE  # noqa: PLW2901 - walks on from the day that is owed
        off.add(day)
    return off
