"""The ledger of one limit: its start, the days that did not count, what was added; from it the due day, always anew."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from .calendar import Calendar
from .counting import DAY, Span, span
from .errors import ClockError
from .explaining import Line, explain, sentence
from .lights import LightDates, Thresholds
from .limits import Limit, Unit
from .pauses import Pause, check_pauses, stretches
from .times import CHINA, local_date, said

_MIDNIGHT = time(tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Extension:
    """How many of its own units a limit was made longer by, who approved it, the document, and the day of approval."""

    length: int
    by: str
    document: str
    on: date | None = None

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.document.strip():
            raise ClockError("延长期限须经批准，并将理由告知申请人。请填写批准人和文书。")


class Due(NamedTuple):
    """The last day of a limit, None while it stands still, and the moment (China's time) from which on it is late.

    ``provisional``: the day may still move, because a notice of holidays it depends on is missing.
    """

    date: date | None
    provisional: bool
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A limit that runs from ``start``, or back from it; ``moment``: the exact start of a limit in hours (aware).

    Raises ClockError for pauses that may not stand (docs/decisions/0012), and for extensions the limit does not allow.
    """

    limit: Limit
    start: date
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    moment: datetime | None = None

    def __post_init__(self) -> None:
        if (self.limit.unit is Unit.HOUR) != (self.moment is not None):
            raise ClockError("按小时计算的期限须写明起算时刻，其他期限只写起算日。请改正。")
        if self.moment is not None and local_date(self.moment) != self.start:
            raise ClockError(f"起算时刻 {self.moment} 不在起算日{said(self.start)}。请核对。")
        if self.pauses:
            check_pauses(self.pauses, self.limit, self.start)
        if self.extensions:
            _check_extensions(self.extensions, self.limit, self.start)

    @property
    def total(self) -> int:
        """Returns the limit's length with what was added, in the limit's unit."""
        length = self.limit.length
        return length + sum(extension.length for extension in self.extensions) if self.extensions else length

    @property
    def standing(self) -> tuple[Pause, ...]:
        """Returns the pauses that still stand."""
        return tuple(pause for pause in self.pauses if pause.end is None)

    @property
    def paused(self) -> bool:
        """Tells whether a pause still stands."""
        return any(pause.end is None for pause in self.pauses)

    @property
    def counts_from(self) -> date:
        """Returns the day counting begins at: the start, or the end of the last pause that made it begin anew."""
        again = self.restarted if self.pauses else None
        return self.start if again is None or again.end is None else again.end

    @property
    def counts_first(self) -> bool:
        """Tells whether the day counting begins at counts itself: never once counting has begun anew."""
        return self.limit.counts_first and self.total > 0 and self.restarted is None

    @property
    def restarted(self) -> Pause | None:
        """Returns the last pause with which counting begins anew, where there is one."""
        for pause in reversed(self.pauses):
            if self.limit.ground(pause.ground).effect == "restart":
                return pause
        return None

    def pause(self, pause: Pause, calendar: Calendar) -> "Ledger":
        """Returns the ledger with one more pause in its place; raises ClockError also where the limit had run out."""
        self._check_running(pause.begin, calendar, "中止")
        return replace(self, pauses=tuple(sorted((*self.pauses, pause), key=lambda one: one.begin)))

    def resume(self, day: date, ground: str = "") -> "Ledger":
        """Returns the ledger in which the standing pause (of that ground) ends; ``day`` counts again.

        Raises ClockError where no such pause stands, or several do and no ground is named.
        """
        standing = [pause for pause in self.standing if not ground or pause.ground == ground]
        if not standing:
            raise ClockError("本件没有中止计时，不需要恢复。请刷新页面核对。")
        if len(standing) > 1:
            names = "、".join(pause.ground for pause in standing)
            raise ClockError(f"本件因多项事由中止计时：{names}。请写明恢复哪一项。")
        ended = tuple(replace(pause, end=day) if pause is standing[0] else pause for pause in self.pauses)
        return replace(self, pauses=ended)

    def extend(self, extension: Extension, calendar: Calendar) -> "Ledger":
        """Returns the ledger made longer; raises ClockError also where the limit had run out before it was approved."""
        if extension.on is None:
            raise ClockError("延长期限须写明批准日期。请补填。")
        self._check_running(extension.on, calendar, "延长")
        return replace(self, extensions=(*self.extensions, extension))

    def _check_running(self, day: date, calendar: Calendar, what: str) -> None:
        last = self.span(calendar).due
        if last is not None and day > last:
            raise ClockError(f"期限“{self.limit.name_zh}”已于{said(last)}届满，{said(day)}不能再{what}。请核对日期。")

    def span(self, calendar: Calendar) -> Span:
        """Returns the day reached by counting alone and the last day."""
        if self.moment is not None:
            calendar.day(self.start)  # refuses a start outside the calendar before any arithmetic on it
            last = local_date(self.moment + timedelta(hours=self.limit.length))
            calendar.day(last)
            return Span(last, last)
        again = self.restarted if self.pauses else None
        if again is None:
            return span(self.limit, self.start, self.total, self.pauses, calendar, first=self.limit.counts_first)
        if again.end is None:
            return Span(again.begin, None)
        left = [pause for pause in self.pauses if pause.begin >= again.end and pause is not again]
        return span(self.limit, again.end, self.total, left, calendar)

    def due(self, calendar: Calendar) -> Due:
        """Returns the last day: the last counted (许可法 第八十二条), or the next working day (民法典 第二百零三条).

        A day ends at midnight; a limit in hours ends at its own moment (民法典 第二百零一条).
        """
        found = self.span(calendar)
        if self.moment is not None:
            end = self.moment + timedelta(hours=self.limit.length)
            return Due(found.due, provisional=False, at=end.astimezone(CHINA))
        if found.due is None:
            return Due(None, provisional=False)
        span = self._open(found.reached, found.due)
        provisional = span is not None and calendar.provisional_between(*span)
        return Due(found.due, provisional, datetime.combine(found.due + DAY, _MIDNIGHT))

    def doubts(self, calendar: Calendar) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Returns why the last day is provisional: years without a notice, festivals not announced; else nothing."""
        found = self.span(calendar)
        span = self._open(found.reached, found.due) if found.due is not None and self.moment is None else None
        return calendar.doubts(*span) if span else ((), ())

    def _open(self, reached: date, due: date) -> tuple[date, date] | None:
        """Returns the days in which a notice still missing could move the last day, None where none could."""
        working = self.limit.unit is Unit.WORKING_DAY
        if self.limit.direction == "before":
            return (due, self.start) if working else None
        if working:
            return self.counts_from, due
        return (reached, due) if self.limit.rolls and self.limit.fixed is None else None

    def light_dates(self, calendar: Calendar, thresholds: Thresholds) -> LightDates:
        """Returns from when the light is yellow, as the thresholds say, and red: the day after the last."""
        due = self.span(calendar).due
        if due is None:
            return LightDates(None, None)
        return LightDates(self._yellow(due, calendar, thresholds), due + DAY)

    def _yellow(self, due: date, calendar: Calendar, thresholds: Thresholds) -> date:
        """Returns the first day after which no more is left than the thresholds say, outside the pauses.

        The share of a limit in other units is one of all its days up to the last. A limit counted back has no day on
        which it began to run, so only the working days left are looked at.
        """
        start, share, least = self.counts_from, 0, thresholds.least
        if self.limit.direction == "before":
            start = date.min
        elif self.limit.unit is Unit.WORKING_DAY:
            least = max(self.total * thresholds.percent // 100, least)
        else:
            share = self._days(start if self.counts_first else start + DAY, due + DAY) * thresholds.percent // 100
        day, left, working = due, 0, 0
        while day > start:
            if not any(pause.holds(day) for pause in self.pauses):
                left += 1
                working += calendar.is_working(day)
            if left > share and working > least:
                break
            day -= DAY
        return day

    def _days(self, first: date, end: date) -> int:
        """Returns how many days lie outside the pauses, from ``first`` up to, not including, ``end``."""
        stopped = [(min(to or end, end) - max(begin, first)).days for begin, to in stretches(self.pauses)]
        return (end - first).days - sum(days for days in stopped if days > 0)

    def explain(self, calendar: Calendar) -> tuple[Line, ...]:
        """Returns one line for each day from the start to the last, or to the day the standing pause began."""
        return explain(self, calendar)

    def sentence(self, calendar: Calendar, language: str = "zh") -> str:
        """Returns how the last day came about, in one sentence; ``language``: zh or en."""
        return sentence(self, calendar, language)


def _check_extensions(extensions: tuple[Extension, ...], limit: Limit, start: date) -> None:
    rule = limit.extending
    if rule is None:
        raise ClockError(f"{limit.source or '依据'}没有规定期限“{limit.name_zh}”可以延长。请按现有期限办理。")
    if len(extensions) > rule.times:
        times = "一" if rule.times == 1 else str(rule.times)
        raise ClockError(f"本件已经延长过{times}次，{rule.source}不准再次延长。请按现有期限办理。")
    for one in extensions:
        if isinstance(one.length, bool) or not isinstance(one.length, int) or not 1 <= one.length <= rule.length:
            words = f"{rule.source}准许延长 1 至 {rule.length} {limit.unit.name_zh}"
            raise ClockError(f"不能延长 {one.length} {limit.unit.name_zh}，{words}。请改正。")
        if one.on is not None and one.on < start:
            raise ClockError(f"批准延长的日期{said(one.on)}早于起算日{said(start)}。请核对日期。")
