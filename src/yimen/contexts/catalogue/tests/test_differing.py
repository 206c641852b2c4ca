"""One standard at every level: what differs is reported, all of it and nothing else, whatever the number of items."""

import copy
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from yimen.contexts.catalogue import differing
from yimen.contexts.catalogue.api import (
    Change,
    cancel,
    digest,
    digested,
    divergences,
    items_compared,
    load_bases,
    load_items,
    publish,
    reindex,
)
from yimen.contexts.catalogue.models import DigestRow
from yimen.contexts.identity.api import Unit, load_units
from yimen.contexts.journal.api import Act
from yimen.kernel.codes.check_digits import org_check, uscc_check

from .conftest import ADDED, START

PLACES = (
    ("430000000000", 2), ("430200000000", 3), ("430281000000", 4), ("450000000000", 2), ("450300000000", 3),
    ("450305000000", 4), ("450305200000", 5),
)  # fmt: skip
LATER = START + timedelta(30)
Change_ = Callable[[dict[str, Any]], Any]
PLANTED: dict[str, Change_] = {
    "basis": lambda item: item["basis"].append({"law": "某办法", "article": "第一条", "text": "应当。"}),
    "conditions": lambda item: item["conditions"].append("多加的条件"),
    "materials": lambda item: item["form"]["materials"].append({"code": "more", "name": "多要的材料"}),
    "process": lambda item: item.update(procedure_key="instant"),
    "limit": lambda item: item.update(promised=item["promised"] + 1),
    "fee": lambda item: item["fees"].append({"name": "费", "standard": "5 元", "basis": "无"}),
    "variants": lambda item: item.update(variants=[{"number": "01", "name": "新办", "situation": "第一次"}]),
}


def body(region: str) -> str:
    org = f"MB98{region[2:6]}"
    return (code := f"11{region[:6]}{org}{org_check(org)}") + uscc_check(code)


@pytest.fixture
def everywhere(ground: None, act: Act, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns one item as seven places at four levels carry it out, all alike, not yet published."""
    load_units(act=act, units=[Unit(body(region), f"{region}局", "局", "department", region) for region, _ in PLACES])
    found = []
    for region, level in PLACES:
        item = copy.deepcopy(items[0])
        unit = body(region)
        item |= {"region": region, "unit": unit, "centre": unit, "code": f"{unit}{level}{item['code'][19:]}"}
        found.append(item)
    return found


def reported(on: date = START, region: str = "") -> set[tuple[str, str]]:
    return {(each.respect, each.code) for each in divergences(on=on, region=region)}


@pytest.mark.req("CAT-007")
def test_what_is_the_same_everywhere_is_not_reported(everywhere: list[dict[str, Any]], act: Act) -> None:
    everywhere[2] |= {"address": "别处", "hours": "周六", "faq": [], "audience": ["法人"]}
    load_items(act=act, items=everywhere, valid_from=START)
    assert items_compared(on=START) == len(PLACES)
    assert reported() == set()


@pytest.mark.req("CAT-007")
@pytest.mark.parametrize("respect", PLANTED)
@pytest.mark.parametrize("place", [1, 2, 6])
def test_a_planted_difference_is_reported_with_both_sides(
    everywhere: list[dict[str, Any]], act: Act, respect: str, place: int
) -> None:
    PLANTED[respect](everywhere[place])
    load_items(act=act, items=everywhere, valid_from=START)
    (found,) = divergences(on=START)
    assert (found.respect, found.code, found.region) == (respect, everywhere[place]["code"], PLACES[place][0])
    assert found.standard_region in {"430000000000", "450000000000"}
    assert found.says != found.standard_says
    assert found.name == everywhere[place]["name"]


@pytest.mark.req("CAT-007")
def test_every_difference_is_found_as_a_plain_comparison_finds_it(everywhere: list[dict[str, Any]], act: Act) -> None:
    for number, item in enumerate(everywhere):
        for place, plant in enumerate(PLANTED.values()):
            if (number * 3 + place * 5) % 4 == 0:
                plant(item)
    load_items(act=act, items=everywhere, valid_from=START)
    read: dict[str, Change_] = {
        "basis": lambda item: item["basis"],
        "conditions": lambda item: item["conditions"],
        "materials": lambda item: item["form"]["materials"],
        "process": lambda item: item["procedure_key"],
        "limit": lambda item: (item["promised"], item["statutory"]),
        "fee": lambda item: item["fees"],
        "variants": lambda item: item.get("variants"),
    }
    wanted = set()
    for respect, look in read.items():
        said = {item["code"]: repr(look(item)) for item in everywhere}
        top = Counter(said[item["code"]] for item in everywhere if item["code"][18] == "2")
        standard = [each for each, number in top.items() if number == max(top.values())]
        if len(standard) == 1:
            wanted |= {(respect, code) for code, each in said.items() if each != standard[0]}
        else:  # two provinces, each its own: the first by code is the standard
            first = min(item["code"] for item in everywhere if item["code"][18] == "2")
            wanted |= {(respect, code) for code, each in said.items() if each != said[first]}
    assert reported() == wanted
    assert len(wanted) > 5


def test_a_place_sees_its_own_and_those_it_lies_in(everywhere: list[dict[str, Any]], act: Act) -> None:
    PLANTED["limit"](everywhere[2])
    PLANTED["fee"](everywhere[5])
    load_items(act=act, items=everywhere, valid_from=START)
    assert reported(region="430281000000") == {("limit", everywhere[2]["code"])}
    assert reported(region="450305200000") == {("fee", everywhere[5]["code"])}
    assert reported(region="430100000000") == set()


def test_only_what_is_in_force_is_compared(everywhere: list[dict[str, Any]], act: Act) -> None:
    load_items(act=act, items=everywhere, valid_from=START)
    PLANTED["limit"](everywhere[2])
    publish(act=act, item=everywhere[2], valid_from=LATER, change=Change("变更", "改时限", "醴政发〔2026〕2号"))
    assert reported(START) == set()
    assert reported(LATER) == {("limit", everywhere[2]["code"])}
    cancel(act=act, code=everywhere[2]["code"], last_day=LATER, change=Change("取消", "上级取消", "湘政发〔2026〕2号"))
    assert reported(LATER + timedelta(1)) == set()
    assert items_compared(on=LATER + timedelta(1)) == len(PLACES) - 1


def test_an_upgrade_notes_what_was_published_before(everywhere: list[dict[str, Any]], act: Act) -> None:
    PLANTED["fee"](everywhere[4])
    load_items(act=act, items=everywhere, valid_from=START)
    before = list(divergences(on=START))
    reindex()
    assert list(divergences(on=START)) == before


def test_memory_stays_flat(everywhere: list[dict[str, Any]], act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTED["limit"](everywhere[2])
    for item in everywhere:
        publish(act=act, item=item, valid_from=START, change=ADDED)
    plain = list(differing._rows(differing._chosen(START, "")))

    def most(times: int) -> int:
        many = lambda chosen: (replace(each, base_code=f"{n:012}") for n in range(times) for each in plain)  # noqa: E731
        monkeypatch.setattr(differing, "_rows", many)
        tracemalloc.start()
        number = sum(1 for _ in divergences(on=START))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert number
        return peak

    most(10)
    assert most(2_000) < most(500) + 500_000


@pytest.mark.req("CAT-007")
def test_handling_items_are_compared_by_number_and_name(everywhere: list[dict[str, Any]], act: Act) -> None:
    for item in everywhere:
        item["variants"] = [{"number": "01", "name": "新办", "situation": "第一次"}]
    everywhere[1]["variants"] = [{"number": "02", "name": "新办", "situation": "第一次"}]
    everywhere[2]["variants"] = [{"number": "01", "name": "首次申请", "situation": "第一次"}]
    everywhere[3]["variants"] = [{"number": "01", "name": "新办", "situation": "别的说法", "promised": 2}]
    load_items(act=act, items=everywhere, valid_from=START)
    assert reported() == {("variants", everywhere[1]["code"]), ("variants", everywhere[2]["code"])}
    said = {each.code: (each.says, each.standard_says) for each in divergences(on=START)}
    assert said[everywhere[1]["code"]] == ("02 新办", "01 新办")
    assert said[everywhere[2]["code"]] == ("01 首次申请", "01 新办")


@pytest.mark.req("CAT-007")
def test_types_that_a_code_does_not_tell_are_compared(everywhere: list[dict[str, Any]], act: Act) -> None:
    here = everywhere[:3]
    for item in here:
        item |= {"code": f"{item['code'][:19]}433018001001", "type": "地方扩展的类型"}
    here[1]["type"] = "另一种类型"
    load_items(act=act, items=here, valid_from=START)
    (found,) = divergences(on=START)
    assert (found.respect, found.code, found.says, found.standard_says) == (
        *("type", here[1]["code"]), *("另一种类型", "地方扩展的类型"),
    )  # fmt: skip


@pytest.mark.req("CAT-007")
def test_what_a_base_item_gives_is_no_difference(everywhere: list[dict[str, Any]], act: Act) -> None:
    PLANTED["basis"](everywhere[1])
    load_items(act=act, items=everywhere, valid_from=START)
    assert reported() == {("basis", everywhere[1]["code"])}
    given = {each: everywhere[0][each] for each in ("name", "type", "basis")}
    load_bases(act=act, bases=[{"code": everywhere[0]["code"][19:], **given}], valid_from=START)
    assert reported() == set()


def test_what_is_noted_anew_is_what_was_noted(everywhere: list[dict[str, Any]], act: Act) -> None:
    PLANTED["basis"](everywhere[1])
    load_items(act=act, items=everywhere, valid_from=START)
    before = list(divergences(on=START))
    assert digested()
    DigestRow.objects.filter(code__in=[item["code"] for item in everywhere[:4]]).delete()
    assert (digested(), digest(), digested()) == (False, 4, True)
    assert list(divergences(on=START)) == before
