"""How fast legal time is, beside chinesecalendar's own loop: ``python -m bench clock``."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import chinese_calendar

import yimen
from yimen.kernel.clock import Calendar, Ground, Ledger, Limit, Pause, Thresholds, Unit, notice_from_data

HOLIDAYS = Path(yimen.__file__).parent / "data" / "holidays"
GROUNDS = (Ground("鉴定", "suspend", "行政许可法", "第四十五条"),)
LIMIT = Limit(20, Unit.WORKING_DAY, "审批", "行政许可法", "第四十二条", grounds=GROUNDS)
FESTIVAL = date(2026, 9, 18)  # 20 working days from here run over 中秋节 and 国庆节: 35 lines
ROUNDS, SECONDS = 5, 0.5
Given = TypeVar("Given")


def measure() -> dict[str, float]:
    """Returns microseconds for adding 20 working days, a last day and its explanation, and how many times the loop's.

    The peer knows no pauses and no ledgers: those stand beside its plain loop. The floor is a bare loop that appends
    31 tuples: no explanation of a month, a line a day, can be quicker than a few of it. All of one run, best of some
    rounds, for the machine is shared.
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
    floor = _microseconds(_floor, starts)
    festivals = [Ledger(LIMIT, FESTIVAL)] * 100
    telling = _microseconds(lambda ledger: [line.reason_zh for line in ledger.explain(calendar)], festivals)
    telling_other = _microseconds(_told, [FESTIVAL] * 100)
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
        "floor_31_lines_us": floor,
        "explain_20_times_floor": explaining / floor,
        "explain_festival_zh_us": telling,
        "explain_festival_zh_us_chinesecalendar": telling_other,
        "explain_festival_zh_times_faster": telling_other / telling,
        "explain_festival_zh_times_floor": telling / floor,
        "explain_festival_both_us": _microseconds(
            lambda ledger: [(line.reason_zh, line.reason_en) for line in ledger.explain(calendar)], festivals
        ),
        "lights_us": _microseconds(lambda ledger: ledger.light_dates(calendar, Thresholds()), festivals),
        "sentence_us": _microseconds(lambda ledger: ledger.sentence(calendar), festivals),
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


def _told(start: date) -> list[str]:
    """Words the days of chinesecalendar's own loop, with no article and no document."""
    return [f"{day}：{'计入' if works else name or '周末'}" for day, works, name in _explained(start)]


def _floor(start: date) -> list[tuple[date, str, int, str, str, str, bool, bool]]:
    """Appends a tuple for each day of a month: the least that a line for each day can cost."""
    lines: list[tuple[date, str, int, str, str, str, bool, bool]] = []
    for number in range(31):
        lines.append((start, "counted", number, "", "", "", False, True))
    return lines


def _microseconds(work: Callable[[Given], object], starts: list[Given]) -> float:
    """Returns the best round over all that is given, for one: some rounds at least, and half a second's worth."""
    best, spent, rounds = float("inf"), 0.0, 0
    while rounds < ROUNDS or spent < SECONDS:
        begin = perf_counter()
        for start in starts:
            work(start)
        took = perf_counter() - begin
        best, spent, rounds = min(best, took), spent + took, rounds + 1
    return best / len(starts) * 1e6


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
