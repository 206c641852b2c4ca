"""Regions: festivals beside the sky and another arithmetic, days off beside published ones, layers beside an oracle."""

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel import clock
from yimen.kernel.clock import (
    Calendar,
    Closure,
    Notice,
    Observance,
    changed_days,
    changed_span,
    forgotten,
    notice_from_data,
    observance_from_data,
)

from . import battery, battery_days, sky
from .oracle import statutory

pytestmark = pytest.mark.pure

DAY = timedelta(1)
EVERY = [date(2008, 1, 1) + number * DAY for number in range(15341)]
SHIPPED: list[dict[str, Any]] = json.loads((battery.HOLIDAYS.parent / "observances.json").read_text("utf-8"))
ALL_YEARS = [notice_from_data(battery.notice_data(year)) for year in range(2008, 2027)]
DOWN = ("", "450000000000", "450100000000", "450102000000")


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize("check", battery_days.CHECKS)
def test_plain_days_of_regions(check: Callable[[Any], None]) -> None:
    check(clock)


def rule(kind: str, month: int, day: int) -> Observance:
    return observance_from_data({**battery_days.PLAIN, "rule": {"kind": kind, "month": month, "day": day}})


@pytest.mark.parametrize(("month", "day"), [(1, 1), (2, 2), (3, 3), (6, 6), (7, 7), (9, 9), (10, 1)])
def test_lunar_rules_fall_where_the_sky_puts_them(month: int, day: int) -> None:
    expected = [sky.lunar_day(year, month, day) for year in range(2008, 2050)]
    assert list(rule("lunar", month, day).starts()) == expected


def islamic(year: int, month: int, day: int) -> date:
    """Counts the years and months one by one from 1 Muharram 1428, which began on 20 January 2007."""
    long = {2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29}
    found = date(2007, 1, 20)
    for past in range(1428, year):
        found += timedelta(355 if past % 30 in long else 354)
    for past in range(1, month):
        found += timedelta(30 if past % 2 else 29)
    return found + timedelta(day - 1)


@pytest.mark.parametrize(("month", "day"), [(1, 1), (1, 10), (3, 12), (10, 1), (12, 10), (12, 29)])
def test_islamic_rules_count_like_the_table_and_follow_the_moon(month: int, day: int) -> None:
    every = [islamic(year, month, day) for year in range(1428, 1475)]
    starts = rule("hijri", month, day).starts()
    assert [one for one in starts if one >= every[0]] == [one for one in every if 2008 <= one.year <= 2049]
    for start in starts:
        moon = start - timedelta(day - 1)
        new = sky._beijing(sky._new_moon(sky._month_of(moon)))
        assert 0 <= (moon - new).days <= 3  # the evening on which the new moon may be seen


# Published: the weekdays off for the festival, and weekend days worked for the country, where the two meet.
PUBLISHED = [
    ("650000000000", 2022, "05-05 07-11 07-12 07-13", "05-01 07-31"),
    ("650000000000", 2023, "04-21 06-28 06-29 06-30", "04-10 07-20"),
    ("650000000000", 2025, "03-31 06-06 06-09 06-10", "03-20 06-30"),
    ("640000000000", 2020, "05-25 05-26 07-30 07-31", "05-10 08-10"),
    ("640000000000", 2021, "05-13 05-14 07-19 07-20", "05-10 08-10"),
    ("222400000000", 2023, "09-04 09-05", "08-20 09-20"),
    ("222400000000", 2024, "09-02 09-03 09-04", "08-20 09-12"),
    ("222400000000", 2025, "09-03 09-04 09-05", "08-20 09-20"),
    ("532900000000", 2023, "05-04 05-05", "04-20 05-20"),
    ("532900000000", 2024, "04-23 04-24 04-25", "04-10 04-30"),
    ("532300000000", 2024, "07-29 07-30 07-31", "07-10 08-20"),
]


@pytest.mark.parametrize(("region", "year", "off", "span"), PUBLISHED)
def test_days_that_were_announced_otherwise_were_uncertain(region: str, year: int, off: str, span: str) -> None:
    calendar = Calendar(ALL_YEARS, [observance_from_data(one) for one in SHIPPED if one["region"] == region])
    country = Calendar(ALL_YEARS)
    published = {date.fromisoformat(f"{year}-{day}") for day in off.split()}
    day, last = (date.fromisoformat(f"{year}-{end}") for end in span.split())
    while day <= last:
        was = country.is_working(day) and day not in published
        assert calendar.is_working(day) == was or calendar.day(day).uncertain or not country.is_working(day), day
        day += DAY


def test_what_is_shipped_is_sound() -> None:
    found = [observance_from_data(one) for one in SHIPPED]
    assert len({(one.region, one.name) for one in found}) == len(found)
    assert not [one.name for one in found if one.enabled and one.confidence == "low"]
    assert all(one.note for one in found)
    assert [forgotten(notice) for notice in ALL_YEARS] == [""] * 19
    assert {one.region[:2] for one in found} == {"15", "22", "45", "51", "53", "54", "64", "65"}


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("2026-02-10", 5, "2026-02-24"), ("2026-09-18", 20, "2026-10-22"), ("2025-09-25", 20, "2025-10-29")],
)
def test_vectors_published_elsewhere(start: str, count: int, end: str) -> None:
    calendar = Calendar(ALL_YEARS)
    assert calendar.add_working_days(date.fromisoformat(start), count) == date.fromisoformat(end)
    assert calendar.add_working_days(date.fromisoformat(end), -count) <= date.fromisoformat(start)


YEAR = [date(2026, 1, 1) + number * DAY for number in range(365)]
many = settings(deadline=None, max_examples=60)


@st.composite
def notices(draw: st.DrawFn, region: str) -> Notice:
    days = draw(st.sets(st.sampled_from(YEAR), max_size=25))
    work = frozenset(day for day in days if day.isoweekday() > 5 and draw(st.booleans()))
    off = {day: draw(st.sampled_from(("甲节", "乙节补假", "丙节"))) for day in sorted(days - work)}
    halves = [day for day in draw(st.sets(st.sampled_from(YEAR), max_size=5)) if day.isoweekday() < 6]
    return Notice(2026, region, f"文{region}", off, work, {day: "半天" for day in halves if day not in off})


@st.composite
def rules(draw: st.DrawFn) -> Observance:
    start, name = draw(st.sampled_from(YEAR[:-10])), draw(st.sampled_from(("乙节", "丁节")))
    region, announced = draw(st.sampled_from(DOWN[1:])), draw(st.booleans())
    return Observance(
        region=region, name=name, kind="civil", days=draw(st.integers(1, 4)), document=f"令{region}{name}",
        month=start.month, day=start.day, since=2026, until=2026, announced=announced, enabled=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def orders(draw: st.DrawFn) -> Closure:
    first = draw(st.sampled_from(YEAR[:-10]))
    last = first + draw(st.integers(0, 6)) * DAY
    kind = draw(st.sampled_from(("closed", "half")))
    return Closure(draw(st.sampled_from(DOWN[1:])), "令", "台风停工", first, last, kind, first)  # type: ignore[arg-type]


def off_by_law(day: date, found: tuple[list[Notice], list[Observance], list[Closure]]) -> bool:
    """Whether a day of 2026 is off: closures first, then region by region, down to the country, who speaks of it."""
    given, festivals, closed = found
    if any(one.kind == "closed" and one.first <= day <= one.last for one in closed):
        return True
    for region in reversed(DOWN):
        for notice in given:
            if notice.region == region and (day in notice.off or day in notice.work or day in notice.half):
                return day in notice.off
        for festival in festivals:
            start = date(2026, festival.month, festival.day)
            named = any(festival.name in name for one in given if one.region >= festival.region for name in
                        one.off.values())  # fmt: skip
            if festival.region == region and festival.enabled and not named and day in run(start, festival.days):
                return True
    if not any(notice.region == "" for notice in given) and day in statutory(2026):
        return True
    return day.isoweekday() > 5


def run(start: date, days: int) -> Iterable[date]:
    return [start + number * DAY for number in range(days)]


LAYERS = st.tuples(
    st.sets(st.sampled_from(DOWN)).flatmap(lambda regions: st.tuples(*map(notices, sorted(regions)))).map(list),
    st.lists(rules(), max_size=3, unique_by=lambda one: (one.region, one.name)),
    st.lists(orders(), max_size=2),
)


@many
@given(LAYERS)
def test_each_day_is_decided_by_the_nearest_that_speaks_of_it(
    found: tuple[list[Notice], list[Observance], list[Closure]],
) -> None:
    calendar = Calendar(*found)
    assert [day for day in YEAR if calendar.is_working(day) == off_by_law(day, found)] == []
    counted = 0
    for day in YEAR[1:-1]:
        assert calendar.working_days(YEAR[0], day) == counted
        counted += calendar.is_working(day)
        if calendar.is_working(day):
            assert calendar.add_working_days(YEAR[0], counted) == day
    for day in YEAR:
        assert calendar.day(day).document or calendar.day(day).kind in ("work", "weekend")


@many
@given(LAYERS, st.sampled_from(DOWN), st.data())
def test_what_changes_below_a_region_changes_in_it(
    found: tuple[list[Notice], list[Observance], list[Closure]], region: str, data: st.DataObject
) -> None:
    """A region's own changed days hold those of every region below it, so that one list serves them all."""
    given, festivals, closed = found
    new = data.draw(notices(region))
    changed: dict[str, set[date]] = {}
    for place in DOWN[DOWN.index(region) :]:
        before = [one for one in given if one.region <= place]
        after = [one for one in before if one.region != region] + [new]
        rest = ([one for one in festivals if one.region <= place], [one for one in closed if one.region <= place])
        one, two = Calendar(before, *rest), Calendar(after, *rest)
        changed[place] = set(changed_days(one, two))
        assert changed[place] == {day for day in EVERY if one.is_working(day) != two.is_working(day)}
        span = changed_span(one, two)
        assert not changed[place] or (span and span[0] <= min(changed[place]) and span[1] >= max(changed[place]))
        assert changed[place] <= changed[region]


@many
@given(LAYERS, st.sampled_from(YEAR), st.integers(0, 60))
def test_a_span_is_provisional_where_a_day_in_it_is(
    found: tuple[list[Notice], list[Observance], list[Closure]], first: date, length: int
) -> None:
    calendar, days = Calendar(*found), [first + number * DAY for number in range(length + 1)]
    expected = any(calendar.day(day).uncertain or calendar.provisional(day.year) for day in days)
    assert calendar.provisional_between(days[0], days[-1]) == expected
