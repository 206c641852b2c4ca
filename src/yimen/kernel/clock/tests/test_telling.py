"""What holds of every explanation: each day once, the count complete, the sentence true in both languages."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.clock import Ledger, Limit, Unit

from .made import CALENDAR, COUNTED, DAY, STARTS, anything, last, limited

pytestmark = pytest.mark.pure
many = settings(deadline=None)


def zh(day: date, year: int) -> str:
    return f"{'' if day.year == year else f'{day.year}年'}{day.month}月{day.day}日"


@many
@given(anything())
def test_every_day_stands_once_and_the_count_is_complete(ledger: Ledger) -> None:
    lines, due = ledger.explain(CALENDAR), ledger.due(CALENDAR).date
    ends = sorted((ledger.start, due or ledger.standing[0].begin))
    if ledger.limit.unit in (Unit.HOUR, Unit.DATE):
        assert [line.date for line in lines] == ends[ledger.limit.unit is Unit.DATE :]
        return
    assert [line.date for line in lines] == [ends[0] + number * DAY for number in range((ends[1] - ends[0]).days + 1)]
    numbers = [line.number for line in lines if line.number is not None]
    if ledger.limit.direction == "before":
        numbers.reverse()
    assert numbers == list(range(1, len(numbers) + 1))
    if due is not None and ledger.limit.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        assert len(numbers) == ledger.total
    assert all(line.reason_zh and line.reason_en for line in lines)


@many
@given(anything())
def test_the_sentence_names_the_same_days_in_both_languages(ledger: Ledger) -> None:
    due, chinese, english = ledger.due(CALENDAR), ledger.sentence(CALENDAR), ledger.sentence(CALENDAR, "en")
    assert chinese.endswith("。")
    assert english.endswith(".")
    assert chinese.count("。") == 1
    assert ("暂定" in chinese) == ("provisional" in english) == due.provisional
    named = due.date or min(pause.begin for pause in ledger.standing)
    found = [date.fromisoformat(text) for text in re.findall(r"\d{4}-\d\d-\d\d", english)]
    assert found[0] == ledger.start
    assert found[-1] == named
    assert zh(ledger.start, ledger.start.year) in chinese
    if ledger.moment is not None:
        assert zh(named, 0) in chinese
        assert re.findall(r"\d\d:\d\d", chinese) == re.findall(r"\d\d:\d\d", english)
    elif named != ledger.start:
        assert re.search(rf"(最后一天是|至少到|最迟|自){zh(named, ledger.start.year)}(起中止计时|。|（)", chinese)
    assert ("中止计时" in chinese) == ("standing still" in english) == (due.date is None)
    assert ("顺延" in chinese) == ("rolled on" in english)


@many
@given(STARTS, st.integers(1, 60), st.sampled_from(COUNTED[:2]))
def test_back_from_an_event_and_on_again_comes_to_the_event(event: date, length: int, unit: Unit) -> None:
    """Or to the first working day from there, where the event falls on a day off."""
    in_time = last(Ledger(Limit(length, unit, "通知", "法", "条", direction="before"), event))
    assert in_time < event
    assert last(limited(in_time, length, unit)) == CALENDAR.next_working_day(event)
    if unit is Unit.WORKING_DAY:
        late = CALENDAR.add_working_days(in_time, 1)
        assert last(limited(late, length, unit)) > CALENDAR.next_working_day(event)
