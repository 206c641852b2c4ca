"""How fast legal time is, beside chinesecalendar's own look-up in a loop: ``python -m bench clock``."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import chinese_calendar

import yimen
from yimen.kernel.clock import Calendar, Ledger, Limit, Unit, notice_from_data

HOLIDAYS = Path(yimen.__file__).parent / "data" / "holidays"
LIMIT = Limit(20, Unit.WORKING_DAY, "审批", "行政许可法", "第四十二条")
ROUNDS = 5


def measure() -> dict[str, float]:
    """Returns microseconds for adding 20 working days and for explaining them day by day, and how often the loop's."""
    notices = [json.loads(path.read_text("utf-8")) for path in sorted(HOLIDAYS.glob("*.json"))]
    calendar = Calendar(map(notice_from_data, notices))
    starts = [date(2024, 1, 1) + timedelta(number) for number in range(1000)]
    if [calendar.add_working_days(start, 20) for start in starts] != [_added(start) for start in starts]:
        raise AssertionError("the two calendars differ")
    adding = _microseconds(lambda start: calendar.add_working_days(start, 20), starts)
    adding_other = _microseconds(_added, starts)
    due = _microseconds(lambda start: Ledger(LIMIT, start).due(calendar), starts)
    explaining = _microseconds(lambda start: Ledger(LIMIT, start).explain(calendar), starts)
    explaining_other = _microseconds(_explained, starts)
    return {
        "add_20_us": adding,
        "add_20_us_chinesecalendar": adding_other,
        "add_20_times_faster": adding_other / adding,
        "due_us": due,
        "explain_20_us": explaining,
        "explain_20_us_chinesecalendar": explaining_other,
        "explain_20_times_faster": explaining_other / explaining,
        "calendar_made_us": _microseconds(lambda _: Calendar(map(notice_from_data, notices)), starts[:10]),
    }


def _added(start: date) -> date:
    """Adds 20 working days the only way chinesecalendar offers."""
    day, left = start, 20
    while left:
        day += timedelta(1)
        left -= chinese_calendar.is_workday(day)
    return day


def _explained(start: date) -> list[tuple[date, bool, str | None]]:
    """Tells of each day whether it counts and which holiday it is, as far as chinesecalendar knows."""
    day, left, lines = start, 20, []
    while left:
        day += timedelta(1)
        works = chinese_calendar.is_workday(day)
        lines.append((day, works, chinese_calendar.get_holiday_detail(day)[1]))
        left -= works
    return lines


def _microseconds(work: Callable[[date], object], starts: list[date]) -> float:
    """Returns the best of some rounds over all starts, for one start."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = perf_counter()
        for start in starts:
            work(start)
        best = min(best, perf_counter() - begin)
    return best / len(starts) * 1e6


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
