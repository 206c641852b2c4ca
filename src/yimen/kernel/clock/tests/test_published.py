"""The notices we ship beside a copy made elsewhere, with its counts and its vectors."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yimen.kernel.clock import Calendar, Ledger, Limit, Unit, notice_from_data

from . import battery
from .oracle import Articles

pytestmark = pytest.mark.pure

COPY: dict[str, Any] = json.loads(Path(__file__).with_name("published.json").read_text("utf-8"))
YEARS: dict[str, Any] = COPY["years"]
CALENDAR = Calendar([notice_from_data(battery.notice_data(int(year))) for year in YEARS])


def days_of(year: str, listed: list[str]) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for day in listed}


OFF = {day: name for year, copy in YEARS.items() for name, days in copy["off"].items() for day in days_of(year, days)}
WORKED = {day for year, copy in YEARS.items() for day in days_of(year, copy["work"])}
ARTICLES = Articles(set(OFF), WORKED)


@pytest.mark.parametrize("year", YEARS)
def test_the_notices_we_ship_say_what_was_published(year: str) -> None:
    notice, copy = notice_from_data(battery.notice_data(int(year))), YEARS[year]
    assert (notice.year, notice.region, notice.document) == (int(year), "", copy["document"])
    assert notice.off == {day: name for day, name in OFF.items() if day.year == int(year)}
    assert notice.work == {day for day in WORKED if day.year == int(year)}
    every = [
        date.fromordinal(day) for day in range(date(int(year), 1, 1).toordinal(), date(int(year) + 1, 1, 1).toordinal())
    ]
    assert sum(map(CALENDAR.is_working, every)) == sum(map(ARTICLES.working, every)) == copy["working_days"]


@pytest.mark.parametrize("year", YEARS)
def test_the_statutory_days_are_those_published(year: str) -> None:
    statute, january = Calendar([]), date(int(year), 1, 1).toordinal()
    every = [date.fromordinal(january + number) for number in range(365)]
    named = {day for day in every if (found := statute.day(day)).kind == "holiday" and not found.name.endswith("补假")}
    assert named == days_of(year, YEARS[year]["statutory"])


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize(("start", "days", "end"), COPY["vectors"])
def test_limits_in_working_days_end_where_the_vectors_say(start: str, days: int, end: str) -> None:
    limit = Limit(days, Unit.WORKING_DAY, "审批", "行政许可法", "第四十二条")
    assert Ledger(limit, date.fromisoformat(start)).due(CALENDAR).date == date.fromisoformat(end)
    assert CALENDAR.add_working_days(date.fromisoformat(start), days) == date.fromisoformat(end)
    assert ARTICLES.due(date.fromisoformat(start), "wd", days, []) == date.fromisoformat(end)
