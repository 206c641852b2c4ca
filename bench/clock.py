"""How fast legal time is, beside chinesecalendar's own loop: ``python -m bench clock``."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import chinese_calendar

import yimen
from yimen.kernel.clock import Calendar, Ledger, Limit, Pause, Unit, notice_from_data

HOLIDAYS = Path(yimen.__file__).parent / "data" / "holidays"
LIMIT = Limit(20, Unit.WORKING_DAY, "审批", "行政许可法", "第四十二条")
ROUNDS = 5
Given = TypeVar("Given")


def measure() -> dict[str, float]:
    """Returns microseconds for adding 20 working days, a last day and its explanation, and how many times the loop's.

    The peer knows no pauses and no ledgers: those stand beside its plain loop.
    """
    notices = [json.loads(path.read_text("utf-8")) for path in sorted(HOLIDAYS.glob("*.json"))]
    calendar = Calendar(map(notice_from_data, notices))
    starts = [date(2024, 1, 1) + timedelta(number) for number in range(1000)]
    if [calendar.add_working_days(start, 20) for start in starts] != [_added(start) for start in starts]:
        raise AssertionError("the two calendars differ")
    adding = _microseconds(lambda start: calendar.add_working_days(start, 20), starts)
    adding_other = _microseconds(_added, starts)
    due = _microseconds(lambda start: Ledger(LIMIT, start).due(calendar), starts)
    paused = _microseconds(lambda ledger: ledger.due(calendar), [_paused(start) for start in starts])
    explaining = _microseconds(lambda start: Ledger(LIMIT, start).explain(calendar), starts)
    explaining_other = _microseconds(_explained, starts)
    return {
        "add_20_us": adding,
        "add_20_us_chinesecalendar": adding_other,
        "add_20_times_faster": adding_other / adding,
        "due_us": due,
        "due_times_faster": adding_other / due,
        "due_2_pauses_us": paused,
        "due_2_pauses_times_faster": adding_other / paused,
        "explain_20_us": explaining,
        "explain_20_us_chinesecalendar": explaining_other,
        "explain_20_times_faster": explaining_other / explaining,
        "calendar_made_us": _microseconds(lambda _: Calendar(map(notice_from_data, notices)), starts[:10]),
    }


def _paused(start: date) -> Ledger:
    """Returns a ledger that stood twice, six days each time."""
    begins = [start + timedelta(days) for days in (5, 15)]
    return Ledger(LIMIT, start, tuple(Pause(begin, begin + timedelta(6), "鉴定", "鉴定函") for begin in begins))


def _added(start: date) -> date:
    """Adds 20 working days by chinesecalendar's own loop, which counts the first working day from a day on as 0."""
    found: date = chinese_calendar.find_workday(19, start + timedelta(1))
    return found


def _explained(start: date) -> list[tuple[date, bool, str | None]]:
    """Tells of each day whether it counts and which holiday it is, as far as chinesecalendar knows."""
    day, left, lines = start, 20, []
    while left:
        day += timedelta(1)
        works = chinese_calendar.is_workday(day)
        lines.append((day, works, chinese_calendar.get_holiday_detail(day)[1]))
        left -= works
    return lines


def _microseconds(work: Callable[[Given], object], starts: list[Given]) -> float:
    """Returns the best of some rounds over all that is given, for one."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = perf_counter()
        for start in starts:
            work(start)
        best = min(best, perf_counter() - begin)
    return best / len(starts) * 1e6


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
