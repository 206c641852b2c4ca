"""The ledger of one limit: its start, the days that did not count, what was added; from it the due day, always anew."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from .calendar import Calendar
from .counting import DAY, Span, corresponding, span
from .errors import ClockError
from .explaining import Line, explain, sentence
from .lights import LightDates, Thresholds
from .limits import Limit, Unit
from .pauses import Pause


@dataclass(frozen=True, slots=True)
class Extension:
    """Working days added once, by whom and by which document (行政许可法 第四十二条)."""

    days: int
    by: str
    document: str

    def __post_init__(self) -> None:
        if isinstance(self.days, bool) or not isinstance(self.days, int) or not 1 <= self.days <= 10:
            raise ClockError(f"不能延长 {self.days} 日，行政许可法第四十二条准许延长 1 至 10 个工作日。请改正天数。")
        if not self.by.strip() or not self.document.strip():
            raise ClockError("延长期限须经本机关负责人批准，并将理由告知申请人。请填写批准人和文书。")


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit, None while paused; ``provisional`` where the notice of a year it crosses is missing."""

    date: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """A limit that runs from ``start``; that day itself is not counted (民法典 第二百零一条).

    Raises ClockError for pauses before the start, out of order or overlapping, and for a second extension.
    """

    limit: Limit
    start: date
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def __post_init__(self) -> None:
        if self.pauses and self.pauses[0].begin < self.start:
            raise ClockError(f"中止日 {self.pauses[0].begin} 早于起算日 {self.start}。请核对日期。")
        for one, other in pairwise(self.pauses):
            if one.end is None:
                raise ClockError(f"自 {one.begin} 起已经中止计时（{one.ground}），不能重复中止。请先恢复计时。")
            if other.begin < one.end:
                raise ClockError(f"中止日 {other.begin} 早于上次恢复日 {one.end}。请核对日期。")
        if len(self.extensions) > 1:
            raise ClockError("本件已经延长过一次，行政许可法第四十二条不准再次延长。请按现有期限办理。")
        if self.extensions and self.limit.unit is not Unit.WORKING_DAY:
            raise ClockError(f"期限“{self.limit.text}”不按工作日计算，不能依行政许可法第四十二条延长。请核对依据。")

    @property
    def total(self) -> int:
        """Returns the limit's length with what was added, in the limit's unit."""
        return self.limit.days + sum(extension.days for extension in self.extensions)

    @property
    def paused(self) -> bool:
        """Tells whether a pause still stands."""
        return bool(self.pauses) and self.pauses[-1].end is None

    def pause(self, day: date, ground: str, document: str) -> "Ledger":
        """Returns the ledger that stops counting from ``day`` on; raises ClockError as ``Pause`` and ``Ledger`` do."""
        return replace(self, pauses=(*self.pauses, Pause(day, None, ground, document)))

    def resume(self, day: date) -> "Ledger":
        """Returns the ledger that counts again, ``day`` included; raises ClockError where nothing is paused."""
        if not self.paused:
            raise ClockError("本件没有中止计时，不需要恢复。请刷新页面核对。")
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], end=day)))

    def extend(self, days: int, by: str, document: str) -> "Ledger":
        """Returns the ledger with 1 to 10 working days more, once (行政许可法 第四十二条); raises ClockError else."""
        return replace(self, extensions=(*self.extensions, Extension(days, by, document)))

    def span(self, calendar: Calendar) -> Span:
        """Returns the day reached by counting alone and the last day."""
        return span(self.start, self.limit.unit, self.total, self.pauses, calendar)

    def due(self, calendar: Calendar) -> Due:
        """Returns the last day: the last counted (许可法 第八十二条), or the next working day (民法典 第二百零三条)."""
        found = self.span(calendar)
        last = found.due or found.reached
        return Due(found.due, any(calendar.provisional(year) for year in range(self.start.year, last.year + 1)))

    def light_dates(self, calendar: Calendar, thresholds: Thresholds) -> LightDates:
        """Returns from when the light is yellow, as the thresholds say, and red: the day after the last."""
        due = self.span(calendar).due
        if due is None:
            return LightDates(None, None)
        if self.limit.unit is Unit.WORKING_DAY:
            left = max(self.total * thresholds.percent // 100, thresholds.least)
            yellow = span(self.start, self.limit.unit, self.total - left, self.pauses, calendar).reached
        else:
            length = corresponding(self.start, self.limit.unit, self.total) - self.start
            share = due - length.days * thresholds.percent // 100 * DAY
            yellow = min(share, calendar.add_working_days(due, -thresholds.least))
        return LightDates(max(yellow, self.start), due + DAY)

    def explain(self, calendar: Calendar) -> tuple[Line, ...]:
        """Returns one line for each day from the start to the last, or to the day the standing pause began."""
        return explain(self, calendar)

    def sentence(self, calendar: Calendar) -> str:
        """Returns how the last day came about, in one Chinese sentence."""
        return sentence(self, calendar)
