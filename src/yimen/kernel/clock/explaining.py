"""How a due day came about: a line for each day, with its article, in Chinese and in English."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from .calendar import Calendar, Day
from .counting import DAY
from .english import article as article_en
from .english import word
from .limits import Unit
from .pauses import Pause
from .telling import sentence

if TYPE_CHECKING:
    from .ledger import Ledger

__all__ = ["Line", "LineKind", "explain", "sentence"]

LineKind = Literal[
    "start", "counted", "makeup", "half", "weekend", "holiday", "closed", "paused", "rolled", "void", "restart", "event"
]
_FIRST = "民法典第二百零一条"
_WORKING = "行政许可法第八十二条"
_ROLLED = "民法典第二百零三条"
_PLAIN = Day("work")
_ON: dict[str, LineKind] = {"work": "counted", "makeup": "makeup", "half": "half"}
_OFF: dict[str, LineKind] = {"weekend": "weekend", "holiday": "holiday", "closed": "closed"}


class Line(NamedTuple):
    """One day: what it counted as, its running number where it counted, and by which article.

    ``name``: of the holiday or the ground; ``document``: which says so; ``added``: it counts by an extension.
    """

    date: date
    kind: LineKind
    number: int | None
    article: str
    name: str = ""
    document: str = ""
    added: bool = False
    working: bool = True  # whether ``number`` counts working days

    @property
    def reason_zh(self) -> str:
        """Returns why the day counted or not, in Chinese."""
        named = f"{self.name}（{self.document}）" if self.document else self.name
        if self.number is not None:
            counted = f"第{self.number}个工作日" if self.working else f"第{self.number}日"
            counted += "（延长）" if self.added else ""
            if self.kind == "rolled":
                return f"{counted}，逢{self.name or '周末'}，顺延"
            return f"{counted}，{named}" if named else counted
        return {
            "start": self.name or "起算日，当日不计",
            "event": f"{self.name or '届时'}，当日不计",
            "weekend": "周末",
            "paused": f"{self.name}，不计（{self.document}）",
            "void": f"{self.name}之前，不再计算",
            "restart": f"{self.name}结束，自次日起重新计算",
            "rolled": f"{self.name}，继续顺延" if self.name else "顺延到这个工作日",
        }.get(self.kind, named)

    @property
    def reason_en(self) -> str:
        """Returns why the day counted or not, in English."""
        name = word(self.name)
        named = f"{name} ({self.document})" if self.document else name
        if self.number is not None:
            unit, added = "working day" if self.working else "day", " (extended)" if self.added else ""
            counted = f"{unit} {self.number}{added}"
            if self.kind == "rolled":
                return f"{counted}, {name or 'a weekend'}: rolls on"
            return f"{counted}, {named}" if named else counted
        return {
            "start": self.name or "the day itself does not count",
            "event": "the day of the event does not count",
            "weekend": "weekend",
            "paused": f"does not count: {name} ({self.document})",
            "void": f"no longer counts: before {name}",
            "restart": f"{name} done: counting begins anew the next day",
            "rolled": f"{name}: rolls on" if self.name else "rolls on to this working day",
        }.get(self.kind, named)

    @property
    def article_en(self) -> str:
        """Returns law and article in English."""
        return article_en(self.article)


def explain(ledger: "Ledger", calendar: Calendar) -> tuple[Line, ...]:
    """Returns the lines from the start to the last day, or to the first day of a pause that still stands.

    Of a limit counted back, from the last day to the event; of one in hours or to a fixed day, its two ends.
    """
    limit = ledger.limit
    if limit.unit in (Unit.HOUR, Unit.DATE):
        return _ends(ledger, calendar)
    return tuple(_backward(ledger, calendar) if limit.direction == "before" else _forward(ledger, calendar))


def _ends(ledger: "Ledger", calendar: Calendar) -> tuple[Line, ...]:
    due = ledger.due(calendar)
    begin, end = "", "期限日"
    if ledger.moment is not None and due.at is not None:
        begin, end = f"{ledger.moment.astimezone(due.at.tzinfo):%H:%M}起算", f"{due.at:%H:%M}届满"
    last = due.date or ledger.start
    return Line(ledger.start, "start", None, _FIRST, begin), Line(last, "counted", None, ledger.limit.source, end)


def _backward(ledger: "Ledger", calendar: Calendar) -> Iterator[Line]:
    event, working, source = ledger.start, ledger.limit.unit is Unit.WORKING_DAY, ledger.limit.source
    first = ledger.span(calendar).reached
    left = ledger.limit.length if working else (event - first).days
    for day, info in calendar.days(first, event - DAY):
        if working and not info.working:
            yield _off(day, info)
            continue
        yield _on(day, info, left, source) if working else Line(day, "counted", left, source, working=False)
        left -= 1
    yield Line(event, "event", None, _FIRST, ledger.limit.starts)


def _forward(ledger: "Ledger", calendar: Calendar) -> Iterator[Line]:
    found, again, limit, begins = ledger.span(calendar), ledger.restarted, ledger.limit, ledger.counts_from
    last = found.due or min(pause.begin for pause in ledger.standing)
    if again is not None:
        yield from _before_restart(ledger, again)
        if again.end is None:
            return
        yield Line(begins, "restart", None, limit.ground(again.ground).source, again.ground, again.document)
    elif not limit.counts_first:
        yield Line(begins, "start", None, _FIRST)
    pauses = [pause for pause in ledger.pauses if pause is not again and pause.begin >= begins]
    first = begins if limit.counts_first and again is None else begins + DAY
    source, added = limit.source, limit.extending.source if limit.extending else ""
    working, counts = limit.unit is Unit.WORKING_DAY, limit.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
    number = 0
    for day, info in calendar.days(first, last):
        pause = next((pause for pause in pauses if pause.holds(day)), None) if pauses else None
        if pause is not None:
            yield Line(day, "paused", None, limit.ground(pause.ground).source, pause.ground, pause.document)
            continue
        if working and not info.working:
            yield _off(day, info)
            continue
        if not working and day >= found.reached and (day > found.reached or not info.working) and limit.rolls:
            yield _rolled(day, info, number + 1 if day == found.reached else None)
            continue
        number += 1
        longer = counts and number > limit.length
        named = info if working else _PLAIN
        yield _on(day, named, number, added if longer else source, added=longer, working=working)


def _before_restart(ledger: "Ledger", again: Pause) -> Iterator[Line]:
    """Yields the days up to the pause that made counting begin anew, and its own."""
    source = ledger.limit.ground(again.ground).source
    day, end = ledger.start, again.end or again.begin + DAY
    while day < end:
        kind: LineKind = "paused" if day >= again.begin else "void"
        yield Line(day, kind, None, source, again.ground, again.document if kind == "paused" else "")
        day += DAY


def _off(day: date, info: Day) -> Line:
    """Explains a day on which no work is done: a weekend, a holiday, one closed by order."""
    return Line(day, _OFF[info.kind], None, _WORKING, info.name, info.document)


def _on(day: date, info: Day, number: int, source: str, *, added: bool = False, working: bool = True) -> Line:
    """Explains a day that counts."""
    kind = _ON[info.kind]
    return Line(day, kind, number, source, info.name, info.document, added, working)


def _rolled(day: date, info: Day, number: int | None) -> Line:
    """Explains a last day off, which rolls on (with its number), and the days it rolls over."""
    name = info.name if number is not None or info.working else info.name or "周末"
    return Line(day, "rolled", number, _ROLLED, "" if info.working else name, "", working=False)
