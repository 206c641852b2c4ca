"""Whole years beside chinese_calendar, and the festivals beside the sky."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from yimen.kernel.clock import Calendar, notice_from_data

from . import battery, sky

pytestmark = pytest.mark.pure

STATUTE = Calendar([])  # years without any notice


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def noticed(*years: int) -> Calendar:
    return Calendar([notice_from_data(battery.notice_data(year)) for year in years])


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize(("year", "workdays"), [
        (2008, 251), (2009, 250), (2010, 250), (2011, 250), (2012, 249), (2013, 250), (2014, 250), (2015, 249),
        (2016, 250), (2017, 249), (2018, 250), (2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249),
        (2024, 251), (2025, 248), (2026, 248),
    ])  # fmt: skip
def test_every_day_of_a_year_with_a_notice(year: int, workdays: int) -> None:
    calendar = noticed(year)
    assert [day for day in days_of(year) if calendar.is_working(day) != chinese_calendar.is_workday(day)] == []
    assert sum(calendar.is_working(day) for day in days_of(year)) == workdays


def test_any_two_days_have_the_working_days_between_them() -> None:
    calendar, days = noticed(2024, 2025, 2026), days_of(2025)
    for before in days[::37]:
        counted = 0
        for day in days[days.index(before) + 1 :]:
            assert calendar.working_days(before, day) == counted
            counted += chinese_calendar.is_workday(day)
            if chinese_calendar.is_workday(day):
                assert calendar.add_working_days(before, counted) == day


@pytest.mark.parametrize("year", range(2008, 2027))
def test_statutory_days_are_days_off_in_the_years_that_had_a_notice(year: int) -> None:
    found = [day for day in days_of(year) if STATUTE.day(day).kind == "holiday"]
    first = [day for day in found if not STATUTE.day(day).name.endswith("补假")]
    assert len(first) == (13 if year >= 2025 else 11) - (year in (2009, 2020))  # in 2009 and 2020 中秋 met 国庆
    assert [day for day in first if not chinese_calendar.is_holiday(day)] == []
    for notice in (notice_from_data(battery.notice_data(year)),) if year >= 2024 else ():
        assert {day: STATUTE.day(day).name for day in first} == {day: notice.off[day] for day in first}


@pytest.mark.parametrize("year", range(2008, 2050))
def test_festivals_stand_where_the_sky_puts_them(year: int) -> None:
    named: dict[str, date] = {}
    for day in days_of(year):
        found = STATUTE.day(day)
        if found.kind == "holiday":
            named.setdefault(found.name, day)
    spring = sky.lunar_day(year, 1, 1)
    assert named["春节"] == (spring if year in range(2014, 2025) else spring - timedelta(1))
    assert named["清明节"] == sky.sun_day(year, 15)
    assert named["端午节"] == sky.lunar_day(year, 5, 5)
    autumn = sky.lunar_day(year, 8, 15)
    assert named.get("中秋节", autumn) == autumn
    assert "中秋节" in named or autumn.month == 10  # there it meets 国庆, whose name may stand instead
