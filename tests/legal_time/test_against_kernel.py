"""The kernel beside the oracle: every start day for almost three years, and the years of an office."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

import yimen
from tests.legal_time import articles, year
from tests.legal_time.articles import Case, Days, Stop
from yimen.kernel.clock import (
    Calendar,
    ClockError,
    Extending,
    Extension,
    Ground,
    Ledger,
    LightDates,
    Limit,
    Pause,
    Thresholds,
    Unit,
    notice_from_data,
)

pytestmark = pytest.mark.pure

DAY = timedelta(days=1)
NOTICES = sorted((Path(yimen.__file__).parent / "data" / "holidays").glob("202[456].json"))
CALENDAR = Calendar([notice_from_data(json.loads(path.read_text("utf-8"))) for path in NOTICES])
GROUNDS = tuple(
    Ground(f"{effect} {place}", effect, "法", "条") for effect in ("suspend", "restart") for place in range(8)
)
EXTENDING = Extending(200, "负责人", "法", "条", times=9)
FIRST, LAST = date(2024, 1, 1), date(2026, 10, 1)


def days() -> Days:
    """Returns the days of the notices; around them those of the calendar, which has an oracle of its own."""
    found = year.days()
    around = [date(2020, 1, 1) + n * DAY for n in range(366 * 14)]
    off = {day for day in around if not 2024 <= day.year <= 2026 and not CALENDAR.is_working(day)}
    return Days(found.off | off, found.worked)


DAYS = days()


@cache
def rule(
    length: int, unit: Unit, before: bool, counts_first: bool, rolls: bool, fixed: tuple[int, int] | None
) -> Limit:
    stops = not before and fixed is None
    return Limit(
        length,
        unit,
        "审批",
        "法",
        "条",
        direction="before" if before else "after",
        counts_first=counts_first,
        rolls=rolls,
        fixed=fixed,
        grounds=GROUNDS if stops else (),
        extending=EXTENDING if stops else None,
    )


def kernel(case: Case) -> tuple[Ledger, Case]:
    """Returns a case as the kernel's ledger, and as it is without the stops that the kernel rightly refuses."""
    before = case.direction == "before"
    limit = rule(case.length, Unit(case.unit), before, case.counts_first, case.rolls, case.fixed)
    found = Ledger(limit, case.start, (), tuple(Extension(added, "负责人", "通知") for added in case.added))
    kept: list[Stop] = []
    for place, stop in enumerate(sorted(case.stops, key=lambda stop: (stop.begin, stop.end or date.max))):
        try:
            found = found.pause(Pause(stop.begin, stop.end, f"{stop.effect} {place}", "文书"), CALENDAR)
            kept.append(stop)
        except ClockError as error:
            if not rightly(str(error), replace(case, stops=tuple(kept)), stop):
                raise
    return found, replace(case, stops=tuple(kept))


def rightly(said: str, before: Case, stop: Stop) -> bool:
    """Tells whether a stop had to be refused: the limit had run out, or the stop meets one that makes it begin anew."""
    due = articles.due(before, DAYS)
    if "届满" in said:
        return due is not None and due < stop.begin
    met = [other for other in before.stops if other.end is None or stop.begin < other.end]
    return "重叠" in said and any("restart" in (stop.effect, other.effect) for other in met)


PATTERNS: tuple[tuple[tuple[int, int | None, str], ...], ...] = (
    (),
    ((0, 4, "suspend"),),
    ((2, 9, "suspend"), (5, 12, "suspend")),
    ((1, 2, "suspend"), (4, 18, "suspend"), (6, 7, "suspend"), (18, 20, "suspend")),
    ((5, None, "suspend"),),
    ((3, 6, "suspend"), (14, None, "suspend")),
    ((3, 10, "restart"),),
    ((0, 2, "suspend"), (2, 6, "restart"), (6, 7, "suspend"), (9, 15, "restart"), (20, 24, "suspend")),
    ((4, None, "restart"),),
)
STOPPED = [
    *(Case(FIRST, length, "wd") for length in (0, 1, 3, 5, 7, 10, 20)),
    *(Case(FIRST, length, "cd") for length in (0, 3, 7, 15, 30)),
    Case(FIRST, 1, "mo"),
    Case(FIRST, 20, "wd", added=(10,)),
    Case(FIRST, 5, "wd", counts_first=True),
    Case(FIRST, 10, "cd", counts_first=True),
    Case(FIRST, 15, "cd", rolls=False),
    Case(FIRST, 15, "cd", added=(5, 3)),
]
FREE = [
    *(Case(FIRST, length, unit, direction="before") for length, unit in ((7, "wd"), (30, "cd"), (3, "mo"), (1, "yr"))),
    *(Case(FIRST, 0, "md", fixed=fixed) for fixed in ((1, 31), (3, 31))),
    *(Case(FIRST, length, unit) for length, unit in ((45, "wd"), (60, "cd"), (90, "cd"), (3, "mo"))),
    Case(FIRST, 2, "mo", counts_first=True),
]


def every_day(step: int = 1) -> Iterator[date]:
    return (FIRST + n * DAY for n in range(0, (LAST - FIRST).days + 1, step))


def stopped(case: Case, start: date, pattern: tuple[tuple[int, int | None, str], ...]) -> Case:
    stops = [Stop(start + a * DAY, None if b is None else start + b * DAY, effect) for a, b, effect in pattern]
    return replace(case, start=start, stops=tuple(stops))


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_start_day_of_limits_that_stop(pattern: tuple[tuple[int, int | None, str], ...]) -> None:
    for case in STOPPED:
        for start in every_day():
            found, kept = kernel(stopped(case, start, pattern))
            assert found.due(CALENDAR).date == articles.due(kept, DAYS), kept


def test_every_start_day_of_limits_that_do_not() -> None:
    for case in FREE:
        for start in every_day():
            found, kept = kernel(replace(case, start=start))
            assert found.due(CALENDAR).date == articles.due(kept, DAYS), kept


def test_years_and_half_years_from_every_tenth_day() -> None:
    for case in (Case(FIRST, 1, "yr"), Case(FIRST, 6, "mo"), Case(FIRST, 120, "wd"), Case(FIRST, 3, "yr", rolls=False)):
        for start in every_day(10):
            found, kept = kernel(replace(case, start=start))
            assert found.due(CALENDAR).date == articles.due(kept, DAYS), kept


def test_hours_from_every_day() -> None:
    for n, start in enumerate(every_day()):
        moment = datetime(start.year, start.month, start.day, n % 16, n % 60, tzinfo=UTC)  # the same day in Beijing
        found = Ledger(Limit(n % 100, Unit.HOUR, "公布", "法", "条"), start, moment=moment).due(CALENDAR)
        assert found.at == articles.hours(moment, n % 100)
        assert found.date == (articles.hours(moment, n % 100) + timedelta(hours=8)).date()


@pytest.mark.parametrize(("percent", "least"), [(20, 1), (50, 0), (0, 3), (33, 2)])
def test_lights_turn_when_the_oracle_says(percent: int, least: int) -> None:
    cases = [stopped(case, start, pattern) for case in STOPPED for pattern in PATTERNS for start in every_day(97)]
    cases += [replace(case, start=start) for case in FREE for start in every_day(41)]
    for case in cases:
        found, kept = kernel(case)
        lights = LightDates(articles.yellow(kept, percent, least, DAYS), articles.red(kept, DAYS))
        assert found.light_dates(CALENDAR, Thresholds(percent, least)) == lights, kept


@pytest.mark.parametrize("seed", [1, 20261127])
def test_the_years_of_an_office(seed: int) -> None:
    for id_, case in year.year(seed, 5000):
        found, kept = kernel(case)
        due = articles.due(kept, DAYS)
        assert found.due(CALENDAR).date == due, (id_, kept)
        assert found.light_dates(CALENDAR, Thresholds()) == LightDates(
            articles.yellow(kept, 20, 1, DAYS), articles.red(kept, DAYS)
        ), (id_, kept)
        explained(found, kept, due)


def explained(found: Ledger, kept: Case, due: date | None) -> None:
    """Asserts that the lines end on the last day, and count what the articles count."""
    lines = found.explain(CALENDAR)
    if kept.unit == "md":
        assert [line.date for line in lines] == [due]
        return
    if kept.direction == "before":
        assert lines[0].date == due
        assert lines[-1].date == kept.start
        assert [line.number for line in lines if line.number][:1] == ([kept.whole] if kept.unit != "mo" else [])
        return
    assert lines[0].date == kept.start
    assert lines[-1].date == (due or min(stop.begin for stop in kept.stops if stop.end is None))
    numbered = [line for line in lines if line.number is not None]
    assert [line.number for line in numbered] == [n + 1 for n in range(len(numbered))]
    if due is not None:
        bare = articles.due(replace(kept, rolls=False), DAYS)  # where the count alone ends
        assert (numbered[-1].date if numbered else found.counts_from) == bare
        if kept.unit in ("wd", "cd"):
            assert len(numbered) == kept.whole
