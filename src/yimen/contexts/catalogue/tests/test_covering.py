"""How far departments have come, counted item by item; what has grown old is named with the reason."""

from datetime import timedelta
from typing import Any

import pytest

from yimen.contexts.catalogue.api import Change, coverage, publish
from yimen.contexts.journal.api import Act

from .conftest import START

PLACE = "430281000000"
DAY = START + timedelta(60)
NEW = Change("变更", "测试", "醴政发〔2026〕7号")


def counted(**more: Any) -> dict[str, Any]:
    asked = {"on": DAY, "region": PLACE, "procedures": {"highway-licence"}, "limits": set(), "oldest": START}
    return {one.unit.name: one for one in coverage(**{**asked, **more})}


@pytest.mark.req("CAT-019")
def test_what_runs_and_what_does_not_is_counted_by_department(loaded: None, items: list[dict[str, Any]]) -> None:
    found = counted()
    for unit in {item["unit"] for item in items if item["region"] == PLACE}:
        mine = [item for item in items if item["unit"] == unit]
        one = next(each for each in found.values() if each.unit.code == unit)
        assert one.services == sum(item["type"] == "公共服务" for item in mine)
        assert one.items == len(mine)
        runs = [item for item in mine if item["procedure_key"] == "highway-licence"]
        assert one.running == len(runs)
        assert sorted(one.waiting) == sorted(item["name"] for item in mine if item not in runs)
        assert one.online == sum(item["online"] != "网上咨询" for item in mine)
    assert {one.unit.region for one in found.values()} == {PLACE}


@pytest.mark.req("PWR-024")
def test_gathering_entry_and_authority_are_counted_from_what_items_state(
    loaded: None, act: Act, items: list[dict[str, Any]]
) -> None:
    sections = ("路政股", "路政股", "养护股")
    for item in (one for one in items[3:] if one["unit"] == items[0]["unit"]):
        left = {"section": "", "in_centre": False, "window_authority": ""}
        publish(act=act, item={**item, **left}, valid_from=DAY, change=NEW)
    for item, section in zip(items[:3], sections, strict=True):
        stated = {"section": section, "in_centre": section == "路政股", "window_authority": "当场决定"}
        publish(act=act, item={**item, **stated}, valid_from=DAY, change=NEW)
    one = counted()["醴陵市公路局"]
    assert (one.gathered(), one.gathered("养护股"), one.gathered("别的股"), one.sectioned, one.authorised) == (
        2,
        1,
        0,
        3,
        3,
    )
    assert one.in_centre == one.items  # the window of each is one of the service centre, whatever else it states


@pytest.mark.req("CAT-020")
def test_what_is_old_or_rests_on_what_has_ended_is_named(loaded: None, act: Act, items: list[dict[str, Any]]) -> None:
    assert all(one.stale == () for one in counted().values())
    old = counted(oldest=START + timedelta(1))
    assert sum(len(one.stale) for one in old.values()) == sum(one.items for one in old.values())
    item = {**items[0], "statutory": {**items[0]["statutory"], "rule": "xk.decide"}}
    publish(act=act, item=item, valid_from=DAY, change=NEW)
    (stale,) = counted()["醴陵市公路局"].stale
    assert (stale.code, "xk.decide" in stale.why) == (item["code"], True)
    assert counted(limits={"xk.decide"})["醴陵市公路局"].stale == ()
    fresh = counted(oldest=START + timedelta(1), limits={"xk.decide"})["醴陵市公路局"]
    assert item["code"] not in {one.code for one in fresh.stale}
