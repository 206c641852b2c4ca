"""Ledgers made by chance, the calendar of the notices we ship, and the articles over the same days."""

from datetime import date, timedelta

from hypothesis import strategies as st

from yimen.kernel.clock import GROUNDS, Calendar, Ledger, Limit, Pause, Unit, notice_from_data

from . import battery
from .oracle import Articles

NOTICES = [battery.notice_data(year) for year in (2024, 2025, 2026)]
CALENDAR = Calendar([notice_from_data(data) for data in NOTICES])
ARTICLES = Articles(
    {date.fromisoformat(item["date"]) for data in NOTICES for item in data["off"]},
    {date.fromisoformat(text) for data in NOTICES for text in data["work"]},
)
LONGEST = {Unit.WORKING_DAY: 60, Unit.CALENDAR_DAY: 90, Unit.MONTH: 6, Unit.YEAR: 1}


@st.composite
def ledgers(draw: st.DrawFn, *, open_pauses: bool = True) -> Ledger:
    unit = draw(st.sampled_from(Unit))
    start = draw(st.dates(date(2024, 1, 1), date(2025, 9, 1)))
    limit = Limit(draw(st.integers(0, LONGEST[unit])), unit, "审批", "法", "条")
    pauses: list[Pause] = []
    day = start
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3)):
        begin = day + timedelta(gap)
        day = begin + timedelta(length)
        pauses.append(Pause(begin, day, draw(st.sampled_from(GROUNDS)), "文书"))
    if pauses and open_pauses and draw(st.booleans()):
        pauses[-1] = Pause(pauses[-1].begin, None, pauses[-1].ground, "文书")
    return Ledger(limit, start, tuple(pauses))


def plain(ledger: Ledger) -> tuple[date, str, int, list[tuple[date, date | None]]]:
    pauses = [(pause.begin, pause.end) for pause in ledger.pauses]
    return ledger.start, ledger.limit.unit.value, ledger.limit.days, pauses
