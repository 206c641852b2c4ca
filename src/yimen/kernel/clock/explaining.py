"""How a due day came about: a line for each day, and one sentence."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from .calendar import Calendar
from .counting import DAY
from .limits import Unit
from .pauses import Pause

if TYPE_CHECKING:
    from .ledger import Ledger

LineKind = Literal["start", "counted", "makeup", "weekend", "holiday", "paused", "rolled"]
_START = "民法典第二百零一条"
_WORKING = "行政许可法第八十二条"
_EXTENDED = "行政许可法第四十二条"
_PAUSED = "行政许可法第四十五条"
_ROLLED = "民法典第二百零三条"


@dataclass(frozen=True, slots=True)
class Line:
    """One day: what it counted as, its running number where it counted, why, and by which article."""

    date: date
    kind: LineKind
    number: int | None
    reason_zh: str
    article: str


def explain(ledger: "Ledger", calendar: Calendar) -> tuple[Line, ...]:
    """Returns the lines from the start to the last day, or to the first day of a pause that still stands."""
    found = ledger.span(calendar)
    last = found.due or ledger.pauses[-1].begin
    working = ledger.limit.unit is Unit.WORKING_DAY
    lines, number, day = [Line(ledger.start, "start", None, "起算日，当日不计", _START)], 0, ledger.start
    while day < last:
        day += DAY
        pause = pause_on(ledger, day)
        if pause is not None:
            line = Line(day, "paused", None, f"{pause.ground}，不计（{pause.document}）", _PAUSED)
        elif working:
            line = _working_line(ledger, calendar, day, number + 1)
        else:
            line = _plain_line(ledger, calendar, day, number + 1, found.reached)
        number = line.number or number
        lines.append(line)
    return tuple(lines)


def pause_on(ledger: "Ledger", day: date) -> Pause | None:
    """Returns the pause in which a day lies."""
    return next((pause for pause in ledger.pauses if pause.holds(day)), None)


def _working_line(ledger: "Ledger", calendar: Calendar, day: date, number: int) -> Line:
    info = calendar.day(day)
    if info.kind == "weekend":
        return Line(day, "weekend", None, "周末", _WORKING)
    if info.kind == "holiday":
        return Line(day, "holiday", None, f"{info.name}（{info.document}）", _WORKING)
    extended = number > ledger.limit.days
    article = _EXTENDED if extended else f"{ledger.limit.law}{ledger.limit.article}"
    reason = f"第{number}个工作日" + ("（延长）" if extended else "")
    if info.kind == "makeup":
        return Line(day, "makeup", number, f"{reason}，{info.name}（{info.document}）", article)
    return Line(day, "counted", number, reason, article)


def _plain_line(ledger: "Ledger", calendar: Calendar, day: date, number: int, reached: date) -> Line:
    """Explains a day of a limit that counts every day until ``reached``, from where it rolls on."""
    info = calendar.day(day)
    if day > reached:
        reason = "顺延到这个工作日" if info.working else f"{info.name or '周末'}，继续顺延"
        return Line(day, "rolled", None, reason, _ROLLED)
    if day == reached and not info.working:
        return Line(day, "rolled", number, f"第{number}日，逢{info.name or '周末'}，顺延", _ROLLED)
    return Line(day, "counted", number, f"第{number}日", f"{ledger.limit.law}{ledger.limit.article}")


def sentence(ledger: "Ledger", calendar: Calendar) -> str:
    """Returns, for example, 2月10日开始，当日不计；自次日起算5个工作日，跳过春节9天，最后一天是2月24日。"""
    due = ledger.due(calendar)
    begin = f"{_words(ledger.start, ledger.start.year)}开始，"
    end = "（暂定，待相应年度放假通知发布后重算）。" if due.provisional else "。"
    if due.date == ledger.start:
        return f"{begin}当天就是最后一天{end}"
    parts = [f"{begin}当日不计；自次日起算{ledger.limit.text}"]
    parts += [f"经批准延长{extension.days}个工作日" for extension in ledger.extensions]
    parts += _counts(ledger, calendar)
    if due.date is None:
        parts.append(f"自{_words(ledger.pauses[-1].begin, ledger.start.year)}起中止计时，恢复后再定最后一天")
    else:
        parts.append(f"最后一天是{_words(due.date, ledger.start.year)}")
    return "，".join(parts) + end


def _counts(ledger: "Ledger", calendar: Calendar) -> list[str]:
    """Returns what did not count, and what counted though it looks off, in the order it first came."""
    lines = explain(ledger, calendar)
    skipped, added, stood = Counter[str](), 0, Counter[str]()
    for line in lines:
        if line.kind in ("weekend", "holiday"):
            skipped[calendar.day(line.date).name or "周末"] += 1
        elif line.kind == "makeup":
            added += 1
        elif line.kind == "paused" and (pause := pause_on(ledger, line.date)) and pause.end is not None:
            stood[pause.ground] += 1
    parts = ["跳过" + "、".join(f"{name}{days}天" for name, days in skipped.items())] if skipped else []
    if added:
        parts.append(f"调休上班{added}天照计")
    parts += [f"{ground}{days}天不计" for ground, days in stood.items()]
    if any(line.kind == "rolled" for line in lines):
        parts.append("末日逢放假顺延")
    return parts


def _words(day: date, year: int) -> str:
    own = "" if day.year == year else f"{day.year}年"
    return f"{own}{day.month}月{day.day}日"
