"""What holds of every calendar and every ledger, whatever the notices, the limit, the pauses and the extension."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.clock import Calendar, ClockError, Extension, Ledger, Notice, Thresholds, Unit

from .made import CALENDAR, COUNTED, DAY, NOTICES, last, ledgers, limited
from .oracle import Articles, statutory

pytestmark = pytest.mark.pure

STATUTE = Articles({day for year in range(2008, 2050) for day in statutory(year)}, set())
ALL = Articles(
    {date.fromisoformat(item["date"]) for data in NOTICES for item in data["off"]}
    | {day for day in STATUTE.off if not 2024 <= day.year <= 2026},
    {date.fromisoformat(text) for data in NOTICES for text in data["work"]},
)
YEAR = [date(2026, 1, 1) + number * DAY for number in range(365)]
STARTS = st.dates(date(2024, 1, 1), date(2040, 1, 1))
DOWN = ("", "450000000000", "450100000000", "450102000000")  # the country, a region, a city in it, a county in that
many = settings(deadline=None)


@st.composite
def notices(draw: st.DrawFn, region: str = "") -> Notice:
    days = draw(st.sets(st.sampled_from(YEAR), max_size=30))
    work = frozenset(day for day in days if day.isoweekday() > 5 and draw(st.booleans()))
    return Notice(2026, region, f"文号{region}", dict.fromkeys(days - work, "某节"), work)


def test_years_without_notice_are_those_of_the_statute() -> None:
    calendar, first = Calendar([]), date(2008, 1, 1)
    every = [first + number * DAY for number in range((date(2050, 1, 1) - first).days)]
    assert [day for day in every if calendar.is_working(day) != STATUTE.working(day)] == []
    assert all(calendar.provisional(year) for year in range(2008, 2050))


@many
@given(STARTS, st.integers(0, 300), st.sampled_from(COUNTED))
def test_limits_run_on_into_years_without_notice(start: date, days: int, unit: Unit) -> None:
    count = {Unit.MONTH: days % 30, Unit.YEAR: days % 4}.get(unit, days)
    ledger = limited(start, count, unit)
    due = last(ledger)
    assert due == ALL.due(start, unit.value, count, [])
    first = start if unit is Unit.WORKING_DAY else ledger.span(CALENDAR).reached
    crossed = set(range(first.year, due.year + 1))
    assert ledger.due(CALENDAR).provisional == (not crossed <= {2024, 2025, 2026})


@settings(deadline=None, max_examples=40)
@given(st.tuples(*map(notices, DOWN)), st.permutations(range(4)), st.integers(0, 4))
def test_the_nearest_notice_that_speaks_of_a_day_decides_it(
    given: tuple[Notice, ...], order: list[int], count: int
) -> None:
    kept = sorted(order[:count])
    calendar = Calendar([given[number] for number in order[:count]])
    for day in YEAR:
        speaking = [given[number] for number in kept if day in given[number].off or day in given[number].work]
        if speaking:
            assert calendar.is_working(day) == (day in speaking[-1].work)
            assert calendar.day(day).document == speaking[-1].document
        else:
            assert calendar.is_working(day) == (day.isoweekday() < 6 and (0 in kept or day not in STATUTE.off))
    assert calendar.provisional(2026) == (0 not in kept)


@settings(deadline=None, max_examples=40)
@given(notices(), st.sampled_from(YEAR[:200]), st.integers(1, 60), st.sampled_from(COUNTED), st.sampled_from(YEAR))
def test_another_day_off_never_brings_the_last_day_forward(
    notice: Notice, start: date, days: int, unit: Unit, free: date
) -> None:
    ledger = limited(start, {Unit.MONTH: days % 4, Unit.YEAR: 0}.get(unit, days), unit)
    more = Notice(2026, "", "文号", {**notice.off, free: "某节"}, notice.work - {free})
    assert last(ledger, Calendar([more])) >= last(ledger, Calendar([notice]))


@many
@given(ledgers(open_pauses=False))
def test_exactly_the_limit_is_counted(ledger: Ledger) -> None:
    """In working days: that many lie after the start, up to the last day, outside the pauses."""
    lines, due = ledger.explain(CALENDAR), last(ledger)
    assert lines[0].date == ledger.start
    assert lines[-1].date == due
    counted = [line for line in lines if line.number is not None]
    if ledger.limit.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        assert len(counted) == ledger.total
    if ledger.limit.unit is Unit.WORKING_DAY and ledger.total:
        assert [line.date for line in counted] == [
            line.date for line in lines[1:] if ALL.working(line.date) and line.kind != "paused"
        ]
        assert not counted or counted[-1].date == due
    else:
        assert not any(ALL.working(line.date) for line in lines if line.kind == "rolled" and line.date != due)
    assert all(line.article and line.reason_zh for line in lines)
    kinds = {"makeup": "makeup", "weekend": "weekend", "holiday": "holiday"}
    assert all(CALENDAR.day(line.date).kind == kinds.get(line.kind, CALENDAR.day(line.date).kind) for line in lines)


@many
@given(STARTS, st.integers(0, 48), st.sampled_from((Unit.MONTH, Unit.YEAR)))
def test_months_end_on_the_corresponding_day_or_the_last(start: date, count: int, unit: Unit) -> None:
    count = count if unit is Unit.MONTH else count % 5
    numbered = [line.date for line in limited(start, count, unit).explain(CALENDAR) if line.number]
    end = numbered[-1] if numbered else start
    months = count * (1 if unit is Unit.MONTH else 12)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + DAY).month != end.month)


@many
@given(STARTS, st.integers(0, 200), st.sampled_from((Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)))
def test_a_longer_limit_or_a_later_start_never_ends_earlier(start: date, days: int, unit: Unit) -> None:
    days = days % 40 if unit is Unit.MONTH else days
    due = last(limited(start, days, unit))
    assert last(limited(start, days + 1, unit)) >= due
    assert last(limited(start + DAY, days, unit)) >= due
    if unit is Unit.WORKING_DAY and days:
        assert last(limited(start, days + 1, unit)) > due


@pytest.mark.req("PRC-013")
@many
@given(ledgers(), st.integers(-3, 15))
def test_an_extension_counts_as_far_as_the_law_lets_it(ledger: Ledger, length: int) -> None:
    more = Extension(length, "局长", "延期通知", ledger.start)
    if not 1 <= length <= 10:
        with pytest.raises(ClockError):
            ledger.extend(more, CALENDAR)
        return
    longer = ledger.extend(more, CALENDAR)
    whole = limited(ledger.start, ledger.limit.length + length, ledger.limit.unit, *ledger.pauses)
    assert longer.due(CALENDAR) == whole.due(CALENDAR)
    assert longer.light_dates(CALENDAR, Thresholds()) == whole.light_dates(CALENDAR, Thresholds())
    if ledger.limit.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        added = [line for line in longer.explain(CALENDAR) if line.number and line.number > ledger.limit.length]
        assert all("延长" in line.reason_zh and "extended" in line.reason_en for line in added if line.kind != "rolled")
        assert all(line.article == "行政许可法第四十二条" for line in added if line.kind != "rolled")
    with pytest.raises(ClockError):
        longer.extend(more, CALENDAR).extend(more, CALENDAR)


@many
@given(ledgers(), st.integers(0, 100), st.integers(0, 100), st.integers(0, 5))
def test_lights_turn_in_order_and_earlier_for_higher_thresholds(
    ledger: Ledger, percent: int, more: int, least: int
) -> None:
    due = ledger.due(CALENDAR).date
    found = ledger.light_dates(CALENDAR, Thresholds(percent, least))
    if due is None or found.yellow_from is None:
        assert (due, found.yellow_from, found.red_from) == (None, None, None)
        return
    assert found.red_from == due + DAY
    assert ledger.start <= found.yellow_from <= due
    sooner = ledger.light_dates(CALENDAR, Thresholds(min(percent + more, 100), least + 1)).yellow_from
    assert sooner is not None
    assert sooner <= found.yellow_from
