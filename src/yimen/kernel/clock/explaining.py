"""How a due day came about: a line for each day, with its article, in Chinese and in English."""

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from .calendar import Calendar, Day
from .civil import civil
from .counting import DAY, corresponding
from .english import article as article_en
from .english import word
from .limits import Unit
from .pauses import Pause
from .telling import sentence
from .times import CHINA

if TYPE_CHECKING:
    from .ledger import Ledger

__all__ = ["Line", "LineKind", "explain", "sentence"]

LineKind = Literal[
    "start",
    "counted",
    "makeup",
    "half",
    "weekend",
    "holiday",
    "closed",
    "paused",
    "rolled",
    "void",
    "restart",
    "event",
    "end",
]
_ON: dict[str, LineKind] = {"work": "counted", "makeup": "makeup", "half": "half"}
_OFF: dict[str, LineKind] = {"weekend": "weekend", "holiday": "holiday", "closed": "closed"}
# What is said of a day that has no number, where it has a name and where it has none: {0} the name, {1} the document.
_ZH = {
    "start": ("{0}起算", "起算日，当日不计"),
    "event": ("{0}，当日不计", "届时，当日不计"),
    "end": ("{0}届满", "期限日"),
    "weekend": ("{0}", "周末"),
    "paused": ("{0}，不计（{1}）", ""),
    "void": ("{0}之前，不再计算", ""),
    "restart": ("{0}结束，自次日起重新计算", ""),
    "rolled": ("{0}，继续顺延", "顺延到这个工作日"),
}
_EN = {
    "start": ("from {0}", "the day itself does not count"),
    "event": ("the day of the event does not count", "the day of the event does not count"),
    "end": ("ends at {0}", "the day the law names"),
    "weekend": ("{0}", "weekend"),
    "closed": ("closed by order ({0}, {1})", ""),
    "paused": ("does not count: {0} ({1})", ""),
    "void": ("no longer counts: before {0}", ""),
    "restart": ("{0} done: counting begins anew the next day", ""),
    "rolled": ("{0}: rolls on", "rolls on to this working day"),
}


class Line(NamedTuple):
    """One day: what it counted as, its running number where it counted, and by which article.

    ``name``: of the holiday or the ground, or the time of day; ``document``: which says so; ``added``: it counts by an
    extension; ``working``: ``number`` counts working days.
    """

    date: date
    kind: LineKind
    number: int | None
    article: str
    name: str = ""
    document: str = ""
    added: bool = False
    working: bool = True

    @property
    def reason_zh(self) -> str:
        """Returns why the day counted or not, in Chinese."""
        name, document = self.name, self.document
        if self.number is None:
            if self.kind in _ZH:
                named, plain = _ZH[self.kind]
                return named.format(name, document) if name else plain
            return f"{name}（{document}）" if document else name
        said = f"第{self.number}{'个工作日' if self.working else '日'}{'（延长）' if self.added else ''}"
        if not name:
            return said
        if self.kind == "rolled":
            return f"{said}，逢{name}，顺延"
        return f"{said}，{name}（{document}）" if document else f"{said}，{name}"

    @property
    def reason_en(self) -> str:
        """Returns why the day counted or not, in English."""
        name, document = word(self.name), word(self.document)
        if self.number is None:
            if self.kind in _EN:
                named, plain = _EN[self.kind]
                return named.format(name, document) if name else plain
            return f"{name} ({document})" if document else name
        said = f"{'working day' if self.working else 'day'} {self.number}{' (extended)' if self.added else ''}"
        if not name:
            return said
        if self.kind == "rolled":
            return f"{said}, {name}: rolls on"
        return f"{said}, {name} ({document})" if document else f"{said}, {name}"

    @property
    def article_en(self) -> str:
        """Returns law and article in English."""
        return article_en(self.article)


def explain(ledger: "Ledger", calendar: Calendar) -> tuple[Line, ...]:
    """Returns the lines from the start to the last day, or to the first day of a pause that still stands.

    Of a limit counted back, from the last day to the event; of one in hours, its two ends; of a fixed day, that day.
    """
    limit = ledger.limit
    if limit.unit in (Unit.HOUR, Unit.DATE):
        return _ends(ledger, calendar)
    if limit.direction == "before":
        return tuple(_backward(ledger, calendar))
    lines, again = list[Line](), ledger.restarted
    if again is not None:
        lines += _before_restart(ledger, again)
    if again is None or again.end is not None:
        lines += _forward(ledger, calendar)
    return tuple(lines)


def _ends(ledger: "Ledger", calendar: Calendar) -> tuple[Line, ...]:
    due = ledger.due(calendar)
    begin, end = "", ""
    if ledger.moment is not None and due.at is not None:
        begin, end = f"{ledger.moment.astimezone(CHINA):%H:%M}", f"{due.at:%H:%M}"
    last = due.date or ledger.start
    if ledger.limit.unit is Unit.DATE:  # it is counted from nothing: the law names the day
        return (Line(last, "end", None, ledger.limit.source, end),)
    return Line(ledger.start, "start", None, civil(ledger.start).first, begin), Line(
        last, "end", None, ledger.limit.source, end
    )


def _backward(ledger: "Ledger", calendar: Calendar) -> list[Line]:
    event, limit = ledger.start, ledger.limit
    working, source, off = limit.unit is Unit.WORKING_DAY, limit.source, limit.days_off
    first = ledger.span(calendar).reached
    left = limit.length if working else (event - first).days
    lines = []
    for day, info in calendar.days(first, event - DAY):
        if working and not info.working:
            lines.append(_off(day, info, off))
            continue
        if working:
            lines.append(Line(day, _ON[info.kind], left, source, info.name, info.document))
        else:
            lines.append(Line(day, "counted", left, source, working=False))
        left -= 1
    return [*lines, Line(event, "event", None, civil(event).first, limit.starts)]


def _off(day: date, info: Day, article: str) -> Line:
    """Returns the line of a day off: by the article that counts working days, or by the order that closed the day."""
    by = info.document if info.kind == "closed" else article
    return Line(day, _OFF[info.kind], None, by, info.name, info.document)


def _before_restart(ledger: "Ledger", again: Pause) -> list[Line]:
    """Returns the days up to the pause that made counting begin anew, its own, and the day it ended."""
    source, lines = ledger.limit.ground(again.ground).source, []
    day, end = ledger.start, again.end or again.begin + DAY
    while day < end:
        if day < again.begin:
            lines.append(Line(day, "void", None, source, again.ground))
        else:
            lines.append(Line(day, "paused", None, source, again.ground, again.document))
        day += DAY
    return [*lines, Line(day, "restart", None, source, again.ground, again.document)] if again.end else lines


def _forward(ledger: "Ledger", calendar: Calendar) -> list[Line]:
    """Returns the days of a count, from where it last began."""
    found, limit, begins, first = ledger.span(calendar), ledger.limit, ledger.counts_from, ledger.counts_first
    reached, last = found.reached, found.due or min(pause.begin for pause in ledger.standing)
    law = civil(begins)
    lines = [] if first or ledger.restarted else [Line(begins, "start", None, law.first)]
    source, added, usual = limit.source, limit.extending.source if limit.extending else "", _usual(ledger)
    working = limit.unit is Unit.WORKING_DAY and ledger.total > 0
    pauses, off, number, add = ledger.pauses, limit.days_off, 0, lines.append
    for day, info in calendar.days(begins if first else begins + DAY, last):
        pause = next((pause for pause in pauses if pause.holds(day)), None) if pauses else None
        if pause is not None:
            by = limit.ground(pause.ground).source
            add(Line(day, "paused", None, by, pause.ground, pause.document))
            continue
        kind = _ON.get(info.kind) if working else "counted"
        if kind is None:
            add(_off(day, info, off))
        elif day > reached:
            add(Line(day, "rolled", None, law.rolled, "" if info.working else info.name or "周末"))
        else:
            number += 1
            longer = number > usual
            by = added if longer else source
            if working:
                add(Line(day, kind, number, by, info.name, info.document, longer))
            elif day == reached and limit.rolls and not info.working:
                add(Line(day, "rolled", number, law.rolled, info.name or "周末", "", longer, working))
            else:
                add(Line(day, kind, number, by, "", "", longer, working))
    return lines


def _usual(ledger: "Ledger") -> int:
    """Returns how many days count before those that an extension added."""
    limit = ledger.limit
    if limit.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        return limit.length
    begins = ledger.counts_from
    return (corresponding(begins, limit.unit, limit.length) - begins).days
