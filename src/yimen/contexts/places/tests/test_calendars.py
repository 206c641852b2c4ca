"""Calendars: notices replace one another, and each region works by those of all in which it lies."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from yimen.contexts.journal.api import Act, newest
from yimen.contexts.places.api import LoadError, calendar, load_holidays, notices, preview, replaced_notices, year

pytestmark = pytest.mark.django_db

THIRD_OF_MARCH = date(2026, 4, 20)
GUANGXI, NANNING, XINGNING, HUNAN = "450000000000", "450100000000", "450102000000", "430000000000"
NATION = json.loads((Path(__file__).resolve().parents[3] / "data" / "holidays" / "2026.json").read_text("utf-8"))


def notice(region: str = "", **more: Any) -> dict[str, Any]:
    """Gives a notice; the country's holds what was published for 2026 beside what is added."""
    plain = {"year": 2026, "region": region, "document": "示例文号", "off": [], "work": []}
    if not region:
        plain |= {key: NATION[key] + more.pop(key, []) for key in ("off", "work")}
    return {**plain, **more}


def off(*days: str) -> list[dict[str, str]]:
    return [{"date": f"2026-{day}", "name": "三月三"} for day in days]


def test_the_national_notices_reach_every_region(act: Act) -> None:
    assert load_holidays(act=act, notices=[notice(off=off("03-02"), work=["2026-03-01"])]) == 1
    for code in ("", GUANGXI, XINGNING, "45", "430281001002"):
        days = calendar(region=code)
        assert not days.is_working(date(2026, 3, 2))
        assert days.is_working(date(2026, 3, 1))
        assert not days.provisional(2026)
        assert days.provisional(2027)


def test_without_notices_the_statute_stands_provisionally() -> None:
    days = calendar(region=GUANGXI)
    assert days.provisional(2026)
    assert not days.is_working(date(2026, 10, 1))
    assert not days.is_working(date(2026, 10, 5))  # for Saturday the third
    assert days.is_working(date(2026, 10, 6))


def test_a_region_s_notice_holds_in_it_and_below_it_only(act: Act) -> None:
    load_holidays(act=act, notices=[notice(), notice(GUANGXI, off=off("04-20"))])
    working = {code: calendar(region=code).is_working(THIRD_OF_MARCH) for code in ("", HUNAN, GUANGXI, XINGNING)}
    assert working == {"": True, HUNAN: True, GUANGXI: False, XINGNING: False}
    assert calendar(region=XINGNING).day(THIRD_OF_MARCH).name == "三月三"
    assert calendar(region=XINGNING).day(THIRD_OF_MARCH).document == "示例文号"


def test_the_nearer_notice_overrides_day_by_day(act: Act) -> None:
    load_holidays(
        act=act,
        notices=[
            notice(NANNING, work=["2026-04-25"]),
            notice(GUANGXI, off=off("04-20", "04-25")),
            notice(off=off("03-02"), work=["2026-04-25"]),
        ],
    )
    saturday = date(2026, 4, 25)
    assert [calendar(region=code).is_working(saturday) for code in ("", GUANGXI, NANNING)] == [True, False, True]
    assert not calendar(region=NANNING).is_working(THIRD_OF_MARCH)
    assert not calendar(region=NANNING).is_working(date(2026, 3, 2))


def test_a_notice_takes_the_place_of_the_one_before_at_once(act: Act) -> None:
    load_holidays(act=act, notices=[notice(), notice(GUANGXI, off=off("04-20"))])
    assert not calendar(region=GUANGXI).is_working(THIRD_OF_MARCH)
    load_holidays(act=act, notices=[notice(GUANGXI, off=off("04-21"))])
    assert notices() == ((2026, ""), (2026, GUANGXI))
    (old,) = replaced_notices()
    assert (old.notice.year, old.notice.region, old.at) == (2026, GUANGXI, act.now)
    assert list(old.notice.off) == [date(2026, 4, 20)]
    days = calendar(region=GUANGXI)
    assert days.is_working(THIRD_OF_MARCH)
    assert not days.is_working(date(2026, 4, 21))
    entry = newest(limit=1)[0]
    assert (entry.verb, entry.region, entry.basis) == ("places.load_holidays", GUANGXI, "示例文号")
    told = {"first": "2026-04-20", "last": "2026-04-21", "days": 2, "change": entry.facts["change"]}
    assert entry.facts == {"year": 2026, "off": 1, "work": 0, "half": 0, **told}


def test_a_load_that_is_rolled_back_leaves_no_calendar_behind(act: Act) -> None:
    for day, other in (("04-20", "04-21"), ("04-21", "04-20")):
        with transaction.atomic():
            load_holidays(act=act, notices=[notice(GUANGXI, off=off(day))])
            days = calendar(region=GUANGXI)
            assert not days.is_working(date.fromisoformat(f"2026-{day}"))
            assert days.is_working(date.fromisoformat(f"2026-{other}"))
            transaction.set_rollback(True)
        assert calendar(region=GUANGXI).is_working(THIRD_OF_MARCH)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (notice(work=["2026-03-02"]), "2026年3月2日不是周末"),
        ({**notice(), "off": [one for one in NATION["off"] if one["name"] != "国庆节"]}, "国庆节（2026年10月1日）"),
        (notice(GUANGXI, year=2007), "2008 至 2049"),
        (notice(off=off("03-02", "03-02")), "2026年3月2日列了两次"),
        (notice(off=off("03-01"), work=["2026-03-01"]), "既列为放假又列为上班"),
        (notice(off=[{"date": "2027-03-02", "name": "某节"}]), "不在 2026 年内"),
        (notice("990000000000"), "99"),
        (notice("4500"), "12 位"),
        (notice(document=""), "文号"),
        (notice(document="长" * 121), "文号超过 120 字"),
        ({"year": 2026}, "这些项"),
    ],
)
def test_one_wrong_notice_refuses_all(act: Act, wrong: dict[str, Any], word: str) -> None:
    with pytest.raises(LoadError) as caught:
        load_holidays(act=act, notices=[notice(GUANGXI, off=off("04-20")), wrong])
    assert word in str(caught.value)
    assert str(caught.value).endswith("没有载入任何数据，请改正后重新载入。")
    assert notices() == ()
    assert newest(limit=10) == ()
    assert calendar(region=GUANGXI).is_working(THIRD_OF_MARCH)


def test_of_one_year_and_region_one_notice_is_in_force_and_all_before_are_kept(act: Act) -> None:
    for day in ("04-20", "04-21", "04-20"):
        load_holidays(act=act, notices=[notice(GUANGXI, off=off(day))])
    assert notices() == ((2026, GUANGXI),)
    days = calendar(region=GUANGXI)
    assert (days.day(date(2026, 4, 20)).kind, days.day(date(2026, 4, 21)).kind) == ("holiday", "work")
    assert [list(one.notice.off) for one in replaced_notices()] == [[date(2026, 4, 21)], [date(2026, 4, 20)]]
    assert len(replaced_notices(limit=1)) == 1
    assert [one.kind for one in year(region=GUANGXI, year=2026).sources].count("notice") == 1


@pytest.mark.parametrize("region", ["", GUANGXI])
def test_no_notice_has_people_work_on_a_statutory_day(act: Act, region: str) -> None:
    given = {"year": 2027, "region": region, "document": "示例文号", "off": [], "work": ["2027-05-01"]}  # a Saturday
    with pytest.raises(LoadError, match="劳动节（2027年5月1日）列为上班日"):
        load_holidays(act=act, notices=[given])
    with pytest.raises(LoadError, match="劳动节"):
        preview(notice=given)
    assert notices() == ()
