"""The ledger of one limit: its start, the days that did not count, what was added; from it the due day, always anew."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .calendar import Calendar
from .errors import ClockError
from .lights import LightDates, Thresholds, light_dates
from .limits import Limit, Unit

if TYPE_CHECKING:
    from .explaining import Line

GROUNDS = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")  # 行政许可法 第四十五条, all of them
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from ``begin`` up to, not including, ``end`` (None: still standing)."""

    begin: date
    end: date | None
    ground: str
    document: str


@dataclass(frozen=True, slots=True)
class Extension:
    """Time added once, by whom and by which document (行政许可法 第四十二条: at most 10 working days)."""

    days: int
    by: str
    document: str


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit, None while it stands still; ``provisional`` where a year's notice is still missing."""

    date: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """A limit that runs from ``start``; that day itself is not counted (民法典 第二百零一条)."""

    limit: Limit
    start: date
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def total(self) -> int:
        """Returns the limit's length with what was added, in the limit's unit."""
        return self.limit.days + sum(extension.days for extension in self.extensions)

    def pause(self, day: date, ground: str, document: str) -> "Ledger":
        """Stops counting from ``day`` on; raises ClockError for a ground the law does not know, or days out of order."""
        if ground not in GROUNDS:
            raise ClockError(f"“{ground}”不是可以中止计时的事由。行政许可法第四十五条只有：{'、'.join(GROUNDS)}。")
        if day < self.start:
            raise ClockError(f"中止日 {day} 早于起算日 {self.start}。请核对日期。")
        last = self.pauses[-1] if self.pauses else None
        if last is not None and last.end is None:
            raise ClockError(f"自 {last.begin} 起已在中止计时（{last.ground}），不能重复中止。请先恢复。")
        if last is not None and last.end is not None and day < last.end:
            raise ClockError(f"中止日 {day} 早于上次恢复日 {last.end}。请核对日期。")
        return replace(self, pauses=(*self.pauses, Pause(day, None, ground, document)))

    def resume(self, day: date) -> "Ledger":
        """Counts again from ``day`` on, that day included; raises ClockError where nothing stands still."""
        last = self.pauses[-1] if self.pauses else None
        if last is None or last.end is not None:
            raise ClockError("本件没有在中止计时，不需要恢复。请刷新页面核对。")
        if day < last.begin:
            raise ClockError(f"恢复日 {day} 早于中止日 {last.begin}。请核对日期。")
        return replace(self, pauses=(*self.pauses[:-1], replace(last, end=day)))

    def extend(self, days: int, by: str, document: str) -> "Ledger":
        """Adds time, once; raises ClockError the second time, or beyond 10 (行政许可法 第四十二条)."""
        if self.extensions:
            raise ClockError("期限只能延长一次，本件已经延长过（行政许可法第四十二条）。")
        if not 1 <= days <= 10:
            raise ClockError(f"可以延长 1 至 10 日，不能延长 {days} 日（行政许可法第四十二条）。")
        if not by.strip() or not document.strip():
            raise ClockError("延长期限须由本机关负责人批准并告知申请人理由。请填写批准人和文书。")
        return replace(self, extensions=(Extension(days, by, document),))

    @property
    def paused(self) -> bool:
        """Tells whether the limit stands still now."""
        return bool(self.pauses) and self.pauses[-1].end is None

    def due(self, calendar: Calendar) -> Due:
        """Returns the last day; working days skip days off (许可法 第八十二条), others roll on (民法典 第二百零三条)."""
        counted = _working if self.limit.unit is Unit.WORKING_DAY else _plain
        day = counted(self, calendar)
        last = day or max((pause.begin for pause in self.pauses), default=self.start)
        years = range(self.start.year, last.year + 1)
        return Due(day, any(calendar.provisional(year) for year in years))

    def light_dates(self, calendar: Calendar, thresholds: Thresholds) -> LightDates:
        """Returns the days from which the light is yellow, and red; none while the limit stands still."""
        return light_dates(self.start, self.due(calendar).date, self.total, calendar, thresholds)

    def explain(self, calendar: Calendar) -> "tuple[Line, ...]":
        """Returns one line for each day from the start to the last, with its article."""
        from .explaining import explain

        return explain(self, calendar)

    def sentence(self, calendar: Calendar) -> str:
        """Returns how the last day came about, in one Chinese sentence."""
        from .explaining import sentence

        return sentence(self, calendar)


def _working(ledger: Ledger, calendar: Calendar) -> date | None:
    """Counts working days segment by segment between the pauses: three look-ups a pause, however long."""
    place, left = ledger.start, ledger.total
    for pause in ledger.pauses:
        there = calendar.working_days(place, pause.begin)
        if left <= there:
            return calendar.add_working_days(place, left)
        if pause.end is None:
            return None
        left -= there
        place = max(place, pause.end - _DAY)
    return calendar.add_working_days(place, left)


def _plain(ledger: Ledger, calendar: Calendar) -> date | None:
    """Counts days, or corresponding days of months and years, then the days that stood still, then rolls on."""
    last = _corresponding(ledger.start, ledger.limit.unit, ledger.total)
    for pause in ledger.pauses:
        if pause.begin > last:
            break
        if pause.end is None:
            return None
        first = max(pause.begin, ledger.start + _DAY)
        last += max(pause.end - first, timedelta(0))
    return calendar.next_working_day(last)


def _corresponding(start: date, unit: Unit, count: int) -> date:
    """Returns the day ``count`` units on: the same number of the month, or its last day (民法典 第二百零二条)."""
    if unit is Unit.CALENDAR_DAY:
        return start + timedelta(count)
    months = start.year * 12 + start.month - 1 + count * (12 if unit is Unit.YEAR else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
