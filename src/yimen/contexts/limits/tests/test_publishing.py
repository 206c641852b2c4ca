"""Publishing: who may, what a place may say, no law reaching back, versions side by side."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimen.contexts.identity.api import PUBLIC, Reader
from yimen.contexts.limits.api import (
    LimitRefused,
    NotYourLaw,
    history,
    limit,
    limits,
    publish_thresholds,
    thresholds,
)
from yimen.contexts.places.api import NoSuchRegion

from .conftest import HUNAN, LILING, NATION, QIXING, TODAY, ZHUZHOU, Office, officer

TOMORROW = TODAY + timedelta(1)


def length(code: str, region: str = "", on: date = TOMORROW) -> int:
    return limit(code=code, on=on, region=region).limit.length


def test_a_place_may_be_quicker_from_tomorrow_on_and_in_itself_only(office: Office) -> None:
    rule = office.publish("xk.decide", change={"length": 15})
    assert (rule.limit.length, rule.region, rule.document) == (15, LILING, "醴政办发〔2026〕1号")
    assert [length("xk.decide", place) for place in (LILING, "430281002007", ZHUZHOU, HUNAN, QIXING, "")] == [
        *(15, 15, 20, 20, 20, 20)
    ]
    assert length("xk.decide", LILING, TODAY) == 20
    assert [ground.name for ground in rule.limit.grounds][:2] == ["听证", "招标"]
    assert rule.limit.extending is not None
    assert rule.limit.extending.length == 10
    assert rule.limit.citation == "醴政办发〔2026〕1号（依据《行政许可法》第四十二条第一款）"
    assert rule.limit.extending.source == limit(code="xk.decide", on=TOMORROW).limit.source  # the law's, as it was
    assert rule.limit.off == limit(code="xk.decide", on=TOMORROW).limit.days_off
    entry = office.entries()[0]
    assert (entry.verb, entry.region, entry.basis) == ("limits.publish", LILING, "醴政办发〔2026〕1号")
    assert dict(entry.facts)["change"] == {"length": 15}


LENGTHENED = {
    "xk.decide": 21,  # most: not longer
    "jc.public_comment": 29,  # least: not shorter
    "xk.hearing.notify": 6,  # before: not later
    "gcxm.total": 121,
    "emergency.first_word": 6,
}


@pytest.mark.parametrize("code", LENGTHENED)
def test_a_place_may_never_be_looser(office: Office, code: str) -> None:
    before = limits(on=TOMORROW, region=LILING)
    with pytest.raises(LimitRefused, match="不能更"):
        office.publish(code, change={"length": LENGTHENED[code]})
    assert limits(on=TOMORROW, region=LILING) == before


STRICTER = {
    "xk.decide": 1,
    "jc.public_comment": 45,
    "xk.hearing.notify": 10,
    "gcxm.total": 60,
    "emergency.briefing": 12,
}


@pytest.mark.parametrize("code", STRICTER)
def test_a_place_may_be_stricter(office: Office, code: str) -> None:
    assert office.publish(code, change={"length": STRICTER[code]}).limit.length == STRICTER[code]
    assert length(code, LILING) == STRICTER[code]


@pytest.mark.parametrize("code", ["fy.apply", "ss.sue", "cf.pay", "xk.hearing.request", "xxgk.third_party"])
@pytest.mark.parametrize("days", [1, 4])
def test_a_place_may_not_touch_what_binds_the_citizen(office: Office, code: str, days: int) -> None:
    with pytest.raises(LimitRefused, match="当事人"):
        office.publish(code, change={"length": days})


NOT_LOCAL: list[dict[str, Any]] = [
    {"law": "地方条例"},
    {"length": 10, "ground": []},
    {"silence": {"effect": "granted", "words": "视为准予", "article": "第一条"}},
    {"length": 10, "unit": "cd"},
    {"article": "第一条"},
    {},
    {"length": -1},
    {"length": "10"},
    {"length": 20},  # as it is
    {"length": True},
]


@pytest.mark.parametrize("change", NOT_LOCAL)
def test_a_place_says_nothing_but_how_long(office: Office, change: dict[str, Any]) -> None:
    with pytest.raises(LimitRefused):
        office.publish("xk.decide", change=change)
    assert len(history(code="xk.decide")) == 1


def test_a_fixed_day_is_the_country_s(office: Office) -> None:
    with pytest.raises(LimitRefused):
        office.publish("xxgk.annual.dept", change={"length": 1})


def test_the_nearer_place_may_not_undo_what_the_one_above_it_says(office: Office) -> None:
    office.publish("xk.decide", region=ZHUZHOU, change={"length": 12})
    with pytest.raises(LimitRefused, match="12个工作日"):
        office.publish("xk.decide", change={"length": 13})
    office.publish("xk.decide", change={"length": 9})
    assert [length("xk.decide", place) for place in (HUNAN, ZHUZHOU, LILING)] == [20, 12, 9]


def test_a_place_s_rule_gives_way_when_the_law_gets_stricter(office: Office) -> None:
    office.publish("xk.decide", change={"length": 15})
    office.publish("xk.decide", region="", change={"length": 10}, valid_from=date(2027, 7, 1))
    assert length("xk.decide", LILING, date(2027, 6, 30)) == 15
    assert length("xk.decide", LILING, date(2027, 7, 1)) == 10


def test_a_place_s_rule_gives_way_when_the_limit_becomes_the_citizen_s_or_counts_otherwise(office: Office) -> None:
    for code, change in (("xk.deliver", {"binds": "party"}), ("xk.hearing.hold", {"unit": "cd"})):
        office.publish(code, change={"length": 5})
        office.publish(code, region="", change=change, valid_from=date(2027, 7, 1))
        assert length(code, LILING, date(2027, 6, 30)) == 5
        assert length(code, LILING, date(2027, 7, 1)) == length(code, "", TODAY)


def test_a_change_of_the_law_s_other_words_reaches_every_place_at_once(office: Office) -> None:
    office.publish("xk.decide", change={"length": 15})
    ground = [{"names": ["听证"], "effect": "suspend", "article": "第四十六条"}]
    office.publish("xk.decide", region="", change={"ground": ground}, valid_from=date(2027, 7, 1))
    rule = limit(code="xk.decide", on=date(2027, 7, 1), region=LILING)
    assert (rule.limit.length, [one.article for one in rule.limit.grounds]) == (15, ["第四十六条"])
    assert len(limit(code="xk.decide", on=date(2027, 6, 30), region=LILING).limit.grounds) == 8


@pytest.mark.parametrize("days", [0, -1, -400])
@pytest.mark.parametrize("region", [LILING, ""])
def test_no_law_reaches_back(office: Office, days: int, region: str) -> None:
    with pytest.raises(LimitRefused, match="不溯及既往"):
        office.publish("xk.decide", region=region, valid_from=TODAY + timedelta(days))


def test_today_is_china_s(office: Office) -> None:
    office.wait(hours=15)  # 2026-11-23 16:02 UTC is the 24th in Beijing
    with pytest.raises(LimitRefused, match="2026年11月25日"):
        office.publish("xk.decide", valid_from=date(2026, 11, 24))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_versions_come_one_after_the_other(office: Office) -> None:
    with CaptureQueriesContext(connection) as found:
        office.publish("xk.decide")
    said = [query["sql"] for query in found]
    lock = next(place for place, sql in enumerate(said) if sql.startswith("LOCK TABLE"))
    assert all(place > lock for place, sql in enumerate(said) if sql.startswith(("INSERT", "UPDATE")))


def test_below_a_place_that_set_it_a_setting_may_only_be_stricter(office: Office) -> None:
    office.publish("hotline.general", region=ZHUZHOU, change={"length": 3})
    with pytest.raises(LimitRefused, match="只能更短"):
        office.publish("hotline.general", change={"length": 5})
    with pytest.raises(LimitRefused):
        office.publish("hotline.general", change={"length": 3, "unit": "cd"})
    assert length("hotline.general", LILING) == 3
    assert office.publish("hotline.general", change={"length": 2}).limit.length == 2
    office.wait(days=2)
    office.publish("hotline.general", region=ZHUZHOU, change={"length": 1}, valid_from=TODAY + timedelta(3))
    assert limit(code="hotline.general", on=TODAY + timedelta(3), region=LILING).limit.length == 1


def test_a_setting_may_be_set_at_once_either_way_and_in_another_unit(office: Office) -> None:
    office.publish("hcp.contact", change={"length": 2}, valid_from=TODAY)
    assert length("hcp.contact", LILING, TODAY) == 2
    rule = office.publish("land.listing", change={"length": 10, "unit": "cd"}, valid_from=TODAY)
    assert rule.limit.text == "10日"
    assert rule.limit.rolls
    office.publish("hcp.rectify", change={"length": 4}, valid_from=TODAY)
    assert limit(code="hcp.rectify", on=TODAY).demo
    assert not limit(code="hcp.rectify", on=TODAY, region=LILING).demo
    with pytest.raises(LimitRefused, match="最早从2026年11月23日起"):
        office.publish("hcp.contact", valid_from=TODAY - timedelta(1))


@pytest.mark.parametrize("unit", ["h", "md", "x", None, ["wd"]])
def test_a_setting_s_unit_must_fit_the_rest_of_the_rule(office: Office, unit: Any) -> None:
    with pytest.raises(LimitRefused):  # hotline.general may be extended, hours may not
        office.publish("hotline.general", change={"length": 9, "unit": unit})
    assert length("hotline.general", LILING) == 5


def test_versions_follow_one_another(office: Office) -> None:
    office.publish("xk.decide", change={"length": 15})
    office.publish("xk.decide", change={"length": 12}, valid_from=date(2027, 1, 1))
    for day in (TOMORROW, date(2026, 12, 31), date(2027, 1, 1)):
        with pytest.raises(LimitRefused, match="2027年1月1日"):
            office.publish("xk.decide", change={"length": 5}, valid_from=day)
    assert [length("xk.decide", LILING, day) for day in (TOMORROW, date(2026, 12, 31), date(2027, 1, 1))] == [
        15,
        15,
        12,
    ]
    office.publish("xk.decide", change={"length": 20}, valid_from=date(2028, 1, 1))  # back to the law
    versions = [rule for rule in history(code="xk.decide") if rule.region]
    assert [(rule.limit.length, rule.valid_to) for rule in versions] == [
        (15, date(2026, 12, 31)),
        (12, date(2027, 12, 31)),
        (20, None),
    ]


def test_the_country_s_version_keeps_the_rest_of_the_row(office: Office) -> None:
    rule = office.publish("xf.finish", region="", change={"length": 45, "article": "第四十条"}, document="修订")
    assert (rule.limit.length, rule.limit.article, rule.limit.law) == (45, "第四十条", "信访工作条例")
    assert rule.limit.extending is not None
    assert rule.limit.extending.length == 30
    assert length("xf.finish", QIXING) == 45
    assert length("xf.finish", QIXING, TODAY) == 60
    for change in ({"length": 45, "law": "某法"}, {"id": "x.y"}, {"unit": "md"}, {"direction": "up"}, {}):
        with pytest.raises(LimitRefused):
            office.publish("xf.finish", region="", change=change, valid_from=date(2027, 5, 1))


READERS = {
    "the public": (PUBLIC, LILING),
    "a window": (officer(LILING, "window"), LILING),
    "a law office elsewhere": (officer(QIXING), LILING),
    "a law office below": (officer(LILING), ZHUZHOU),
    "a province for the country": (officer(HUNAN), ""),
    "an administrator": (officer(NATION, "system"), ""),
}


@pytest.mark.parametrize("who", READERS)
def test_only_a_law_office_of_the_place_or_above_publishes(office: Office, who: str) -> None:
    reader, region = READERS[who]
    with pytest.raises(NotYourLaw, match="法制岗"):
        office.publish("xk.decide", region=region, reader=reader)
    with pytest.raises(NotYourLaw, match="法制岗"):
        light(office, reader, region=region)


def test_a_law_office_above_publishes_for_a_place_below(office: Office) -> None:
    office.publish("xk.decide", reader=officer(HUNAN))
    office.publish("xk.deliver", reader=officer(NATION), change={"length": 5})
    assert [length(code, LILING) for code in ("xk.decide", "xk.deliver")] == [15, 5]


def test_reason_document_code_and_place_are_needed(office: Office) -> None:
    for name in ("reason", "document"):
        for text in ("", "  ", "字" * 401, "两\n行"):
            words: dict[str, Any] = {name: text}
            with pytest.raises(LimitRefused):
                office.publish("xk.decide", **words)
    with pytest.raises(LimitRefused, match=r"xk\.none"):
        office.publish("xk.none")
    with pytest.raises(NoSuchRegion):
        office.publish("xk.decide", region="990000000000", reader=officer(NATION))


def light(office: Office, reader: Reader | None = None, **more: Any) -> Any:
    stated: dict[str, Any] = {"kind": "foi", "region": LILING, "percent": 30, "least": 2, "reason": "更早提醒"}
    return publish_thresholds(
        act=office.act, reader=reader or officer(LILING), **(stated | {"valid_from": TODAY} | more)
    )


def test_thresholds_are_a_place_s_own_by_kind_and_day(office: Office) -> None:
    assert light(office).thresholds == thresholds(kind="foi", on=TODAY, region=LILING)
    light(office, percent=50, valid_from=date(2027, 1, 1))
    found = [
        thresholds(kind="foi", on=day, region=LILING).percent for day in (TODAY, date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert found == [30, 30, 50]
    assert thresholds(kind="foi", on=TODAY - timedelta(1), region=LILING).percent == 20
    assert thresholds(kind="foi", on=TODAY, region=ZHUZHOU).percent == 20
    assert thresholds(kind="foi", on=TODAY, region="430281002007").least == 2
    assert thresholds(kind="promised", on=TODAY, region=LILING).percent == 20
    assert office.entries()[0].verb == "limits.publish_thresholds"


def test_a_kind_without_its_own_thresholds_takes_the_default_s(office: Office) -> None:
    light(office, kind="default", percent=40)
    assert thresholds(kind="anything", on=TODAY, region=LILING).percent == 40
    assert thresholds(kind="anything", on=TODAY).percent == 20
    assert thresholds(kind="instant", on=TODAY, region=LILING).least == 0


WRONG: list[dict[str, Any]] = [
    {"percent": 101},
    {"percent": -1},
    {"least": -1},
    {"least": True},
    {"valid_from": TODAY - timedelta(1)},
    {"kind": "none"},
    {"reason": " "},
]


@pytest.mark.parametrize("more", WRONG)
def test_wrong_thresholds_are_refused(office: Office, more: dict[str, Any]) -> None:
    with pytest.raises(LimitRefused):
        light(office, **more)
    assert thresholds(kind="foi", on=TODAY, region=LILING).percent == 20


def test_two_thresholds_of_one_day_are_refused(office: Office) -> None:
    light(office)
    with pytest.raises(LimitRefused, match="2026年11月23日"):
        light(office, percent=10)
