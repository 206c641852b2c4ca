"""What holds of every pause: days given back exactly, counted once, counted anew."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yimen.kernel.clock import ClockError, Ledger, Pause, Thresholds, Unit

from .made import ARTICLES, CALENDAR, COUNTED, DAY, STARTS, anything, last, ledgers, limited

pytestmark = pytest.mark.pure
many = settings(deadline=None)
LENGTHS, OFFSETS = st.integers(1, 40), st.integers(0, 30)


def stop(begin: date, days: int | None, ground: str) -> Pause:
    return Pause(begin, None if days is None else begin + days * DAY, ground, "文书")


@many
@given(STARTS, LENGTHS, st.integers(1, 60), st.integers(0, 40))
def test_resuming_gives_back_exactly_the_working_days(start: date, length: int, offset: int, days: int) -> None:
    found, begin = limited(start, length, Unit.WORKING_DAY), start + offset * DAY
    assume(begin <= last(found))
    resumed = found.pause(stop(begin, None, "检测"), CALENDAR).resume(begin + days * DAY)
    lost = sum(ARTICLES.working(begin + number * DAY) for number in range(days))
    assert last(resumed) == CALENDAR.add_working_days(last(found), lost)


@many
@given(anything(), OFFSETS, st.integers(0, 20), st.sampled_from(("听证", "鉴定", "补正")))
def test_a_pause_never_brings_the_last_day_forward(ledger: Ledger, offset: int, days: int, ground: str) -> None:
    one = stop(ledger.start + offset * DAY, days, ground)
    try:
        paused = ledger.pause(one, CALENDAR)
    except ClockError:
        return
    before, after = ledger.due(CALENDAR).date, paused.due(CALENDAR).date
    assert after is None or before is not None
    assert after is not None or before is None or ledger.standing  # moved on, it may meet one that stands
    assert before is None or after is None or before <= after


@many
@given(STARTS, LENGTHS, st.sampled_from(COUNTED[:3]), OFFSETS, st.integers(1, 20), OFFSETS, st.integers(1, 20))
def test_two_that_overlap_are_as_their_union(
    start: date, length: int, unit: Unit, offset: int, days: int, shift: int, more: int
) -> None:
    length, shift = length % 6 if unit is Unit.MONTH else length, shift % (days + 1)
    begin = start + offset * DAY
    two = limited(start, length, unit, stop(begin, days, "检测"), stop(begin + shift * DAY, more, "鉴定"))
    one = limited(start, length, unit, stop(begin, max(days, shift + more), "检测"))
    assert two.due(CALENDAR) == one.due(CALENDAR)
    assert two.light_dates(CALENDAR, Thresholds()) == one.light_dates(CALENDAR, Thresholds())


@many
@given(ledgers(), st.integers(0, 20), st.integers(0, 20))
def test_counting_anew_is_a_fresh_ledger(ledger: Ledger, before: int, days: int) -> None:
    """The pauses of a ledger, and a fresh one from its start: before that, a correction that ended there."""
    begin = ledger.start - (before + days) * DAY
    anew = (stop(begin + before * DAY, days, "补正"), *ledger.pauses)
    found = Ledger(ledger.limit, begin, anew)
    assert found.due(CALENDAR) == ledger.due(CALENDAR)
    assert found.light_dates(CALENDAR, Thresholds()) == ledger.light_dates(CALENDAR, Thresholds())
    lines = found.explain(CALENDAR)
    assert lines[before + days].kind == "restart"
    assert lines[before + days + 1 :] == ledger.explain(CALENDAR)[1:]
    assert all(line.kind in ("void", "paused") for line in lines[: before + days])


@many
@given(anything(), st.integers(1, 20), st.sampled_from(("拍卖", "缴费")))
def test_no_pause_begins_after_the_last_day(ledger: Ledger, late: int, ground: str) -> None:
    due = ledger.due(CALENDAR).date
    assume(due is not None)
    assert due is not None
    with pytest.raises(ClockError):
        ledger.pause(stop(due + late * DAY, None, ground), CALENDAR)


@many
@given(ledgers(), st.permutations(range(4)))
def test_pauses_may_be_recorded_in_any_order(ledger: Ledger, order: list[int]) -> None:
    found = limited(ledger.start, ledger.limit.length, ledger.limit.unit)
    for pause in [ledger.pauses[place] for place in order if place < len(ledger.pauses)]:
        try:
            found = found.pause(pause, CALENDAR)
        except ClockError:
            return
    assert all(one.begin <= other.begin for one, other in pairwise(found.pauses))
    assert found.due(CALENDAR) == ledger.due(CALENDAR)
