"""How a due day came about: a line for each day, and one sentence."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .calendar import Calendar
from .errors import ClockError
from .ledger import Ledger, Pause
from .limits import Unit

LineKind = Literal["start", "counted", "makeup", "weekend", "holiday", "paused", "rolled"]
_START = "民法典第二百零一条"
_WORKING = "行政许可法第八十二条"
_ROLLED = "民法典第二百零三条"
_PAUSED = "行政许可法第四十五条"
_MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One day: what it counted as, the running number where it counted, why, and by which article."""

    date: date
    kind: LineKind
    number: int | None
    reason_zh: str
    article: str


def explain(ledger: Ledger, calendar: Calendar) -> tuple[Line, ...]:
    """Returns the lines from the start to the last day, or to the first day of a pause that still stands."""
    due = ledger.due(calendar).date
    last = due or max(ledger.start, ledger.pauses[-1].begin)
    if (last - ledger.start).days > _MOST_LINES:
        raise ClockError("时限太长，不能逐日说明。请改用一句话说明。")
    lines = [Line(ledger.start, "start", None, "起算日，当日不计", _START)]
    working, number, day = ledger.limit.unit is Unit.WORKING_DAY, 0, ledger.start
    for _ in range((last - ledger.start).days):
        day += timedelta(1)
        pause = _standing(ledger, day)
        if pause is not None:
            lines.append(Line(day, "paused", None, f"{pause.ground}，不计入（{pause.document}）", _PAUSED))
            continue
        line = _working_line(calendar, day, number) if working else _plain_line(ledger, calendar, day, number)
        number = line.number or number
        lines.append(line)
    return tuple(lines)


def _standing(ledger: Ledger, day: date) -> Pause | None:
    for pause in ledger.pauses:
        if pause.begin <= day and (pause.end is None or day < pause.end):
            return pause
    return None


def _working_line(calendar: Calendar, day: date, number: int) -> Line:
    info = calendar.day(day)
    if info.kind == "weekend":
        return Line(day, "weekend", None, "周末", _WORKING)
    if info.kind == "holiday":
        return Line(day, "holiday", None, f"{info.name}（{info.document}）", _WORKING)
    if info.kind == "makeup":
        return Line(day, "makeup", number + 1, f"{info.name}（{info.document}）", _WORKING)
    return Line(day, "counted", number + 1, f"第 {number + 1} 个工作日", "")


def _plain_line(ledger: Ledger, calendar: Calendar, day: date, number: int) -> Line:
    due = ledger.due(calendar).date
    rolled = due is not None and day < due and _all_off(calendar, day, due) and not calendar.is_working(day)
    if rolled:
        info = calendar.day(day)
        return Line(day, "rolled", number + 1, f"{info.name or '周末'}，最后一日顺延", _ROLLED)
    return Line(day, "counted", number + 1, f"第 {number + 1} 日", "")


def _all_off(calendar: Calendar, day: date, due: date) -> bool:
    return calendar.working_days(day, due) == 0


def sentence(ledger: Ledger, calendar: Calendar) -> str:
    """Returns, for example, 11月23日起算，当日不计，5个工作日，跳过周末2天，最后一天是11月30日。"""
    due = ledger.due(calendar)
    lines = explain(ledger, calendar)
    parts = [f"{_words(ledger.start, ledger.start.year)}起算，当日不计", ledger.limit.text]
    if ledger.extensions:
        parts.append(f"延长{ledger.extensions[0].days}{ledger.limit.unit.name_zh}")
    kinds = Counter(line.kind for line in lines)
    names = Counter(_holiday(calendar, line.date) for line in lines if line.kind == "holiday")
    if kinds["weekend"]:
        parts.append(f"跳过周末{kinds['weekend']}天")
    parts += [f"跳过{name}{count}天" for name, count in names.items()]
    if kinds["makeup"]:
        parts.append(f"调休上班{kinds['makeup']}天计入")
    if kinds["paused"] and due.date is not None:
        parts.append(f"依法中止{kinds['paused']}天不计")
    if kinds["rolled"]:
        parts.append("最后一日遇放假顺延")
    if due.date is None:
        begin = ledger.pauses[-1].begin
        return "，".join([*parts, f"自{_words(begin, ledger.start.year)}起中止计时，恢复后再定最后一天。"])
    text = "，".join([*parts, f"最后一天是{_words(due.date, ledger.start.year)}"])
    return text + ("（暂定：当年放假通知尚未发布）。" if due.provisional else "。")


def _holiday(calendar: Calendar, day: date) -> str:
    return calendar.day(day).name


def _words(day: date, year: int) -> str:
    own = "" if day.year == year else f"{day.year}年"
    return f"{own}{day.month}月{day.day}日"
