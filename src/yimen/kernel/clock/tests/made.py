"""Ledgers made by chance, the calendar of the notices we ship, and the articles over the same days."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from yimen.kernel.clock import (
    CHINA,
    Calendar,
    ClockError,
    Extending,
    Extension,
    Ground,
    Ledger,
    Limit,
    Pause,
    Silence,
    Unit,
    notice_from_data,
)

from . import battery
from .oracle import Articles

NOTICES = [battery.notice_data(year) for year in (2024, 2025, 2026)]
CALENDAR = Calendar([notice_from_data(data) for data in NOTICES])
ARTICLES = Articles(
    {date.fromisoformat(item["date"]) for data in NOTICES for item in data["off"]},
    {date.fromisoformat(text) for data in NOTICES for text in data["work"]},
)
LONGEST = {Unit.HOUR: 100, Unit.WORKING_DAY: 60, Unit.CALENDAR_DAY: 90, Unit.MONTH: 6, Unit.YEAR: 1, Unit.DATE: 0}
COUNTED = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR)
SUSPENDING = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
RESTARTING = ("补正", "缴费")
GROUNDS = (
    *(Ground(name, "suspend", "行政许可法", "第四十五条") for name in SUSPENDING),
    *(Ground(name, "restart", "政府信息公开条例", "第三十条") for name in RESTARTING),
)
EXTENDING = Extending(10, "负责人", "行政许可法", "第四十二条", times=2)
STARTS = st.dates(date(2024, 1, 1), date(2025, 9, 1))
DAY = timedelta(1)


def limited(start: date, length: int, unit: Unit, *pauses: Pause) -> Ledger:
    limit = Limit(length, unit, "审批", "法", "条", grounds=GROUNDS, extending=EXTENDING)
    return Ledger(limit, start, pauses)


@st.composite
def ledgers(draw: st.DrawFn, *, open_pauses: bool = True) -> Ledger:
    """Ledgers of the plain limits, whose pauses are suspends that may overlap."""
    unit = draw(st.sampled_from(COUNTED))
    found = limited(draw(STARTS), draw(st.integers(0, LONGEST[unit])), unit)
    return draw(paused(found, SUSPENDING, open_pauses=open_pauses))


@st.composite
def paused(draw: st.DrawFn, ledger: Ledger, grounds: tuple[str, ...], *, open_pauses: bool = True) -> Ledger:
    """Adds up to four pauses, as far as they may stand side by side."""
    some = st.tuples(st.integers(0, 40), st.integers(0, 20), st.sampled_from(grounds))
    for offset, length, ground in sorted(draw(st.lists(some, max_size=4))):
        begin = ledger.start + offset * DAY
        end = None if open_pauses and draw(st.integers(0, 5)) == 0 else begin + length * DAY
        one = Pause(begin, end, ground, "文书", "约十日")
        try:
            ledger = Ledger(ledger.limit, ledger.start, (*ledger.pauses, one), ledger.extensions)
        except ClockError:
            continue
    return ledger


@st.composite
def anything(draw: st.DrawFn) -> Ledger:
    """Ledgers of every kind the law knows."""
    unit = draw(st.sampled_from(Unit))
    start = draw(STARTS)
    ends = unit in (Unit.HOUR, Unit.DATE)
    back = not ends and draw(st.booleans())
    plain = ends or back
    limit = Limit(
        draw(st.integers(0, LONGEST[unit])),
        unit,
        "审批",
        draw(st.sampled_from(("行政许可法", "民法典", ""))),
        draw(st.sampled_from(("第四十二条第一款", "第三十条", ""))),
        id=draw(st.sampled_from(("", "xk.decide"))),
        direction="before" if back else "after",
        bound=draw(st.sampled_from(("most", "least"))),
        starts=draw(st.sampled_from(("", "受理"))),
        counts_first=draw(st.booleans()),
        rolls=draw(st.booleans()),
        fixed=draw(st.sampled_from(((1, 31), (3, 31)))) if unit is Unit.DATE else None,
        grounds=() if plain else GROUNDS,
        extending=None if plain else EXTENDING,
        off=draw(st.sampled_from(("", "行政许可法第八十二条"))),
        silence=draw(st.sampled_from((None, Silence("accepted", "视为受理", "行政许可法", "第三十二条")))),
    )
    if unit is Unit.HOUR:
        midnight = datetime(start.year, start.month, start.day, tzinfo=CHINA)
        return Ledger(limit, start, moment=midnight + timedelta(minutes=draw(st.integers(0, 1439))))
    if plain:
        return Ledger(limit, start)
    days = st.none() | st.just(start)
    one = st.builds(Extension, st.integers(1, 10), st.just("局长"), st.just("通知"), days)
    made = Ledger(limit, start, (), tuple(draw(st.lists(one, max_size=2))))
    return draw(paused(made, (*SUSPENDING[:3], *RESTARTING)))


def plain(ledger: Ledger) -> tuple[date, str, int, list[tuple[date, date | None]]]:
    pauses = [(pause.begin, pause.end) for pause in ledger.pauses]
    return ledger.start, ledger.limit.unit.value, ledger.limit.length, pauses


def last(ledger: Ledger, calendar: Calendar = CALENDAR) -> date:
    due = ledger.due(calendar).date
    assert due is not None
    return due
