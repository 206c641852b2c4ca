"""Guides: what they publish, and that the demonstration is whole."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from yimen.contexts.catalogue.api import NoSuchItem, browse, guide, guide_version, history, missing
from yimen.contexts.identity.api import Unit, load_units
from yimen.contexts.journal.api import Act
from yimen.kernel.procedure import check, compile_bpmn

from .conftest import DEMO, START, unit_of

ROAD = (
    "利用、占用、挖掘、穿(跨)越公路,公路用地和公路设施的审核",
    "在公路上设置立交、平交道口,埋设各类管线,修建跨越公路的桥梁、渡槽的审核",
    "在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核",
    "超限运输车辆行驶公路的审核",
)
TOWNSHIP = {"出生证明", "婚育证明", "新型农村合作医疗", "五保户供养", "城乡低保", "涉农补贴发放"}


def test_the_items_of_the_papers_are_there_by_their_own_names(loaded: None) -> None:
    roads, _ = browse(on=START, region="430281000000", unit=unit_of("醴陵市公路局").code)
    assert {each.name for each in roads if "name" not in each.demo} == set(ROAD)
    township, _ = browse(on=START, region="450305200000")
    assert {each.name for each in township if "name" not in each.demo} == TOWNSHIP


@pytest.mark.req("CAT-009", "CAT-010")
def test_every_guide_publishes_the_same_full_set_of_elements(loaded: None, items: list[dict[str, Any]]) -> None:
    found, total = browse(on=START, size=100)
    assert len(found) == total == len(items)
    for each in found:
        nine = (
            each.unit.name,
            each.basis,
            each.conditions,
            each.procedure_key,
            each.promised,
            each.statutory.law,
            each.result,
            each.unit.supervision_phone,
            all(fee.basis and fee.standard for fee in each.fees),
        )
        assert all(nine), each.name
        assert missing(each) == ()


@pytest.mark.req("CAT-010")
def test_what_a_guide_leaves_open_is_counted(loaded: None, act: Act, items: list[dict[str, Any]]) -> None:
    body = unit_of("醴陵市公路局")
    named = {name: getattr(body, name) for name in Unit.__slots__} | {"supervision_phone": ""}
    load_units(act=act, units=[Unit(**named)])
    assert missing(guide(code=items[0]["code"], on=START)) == ("监督电话",)


def test_every_value_without_a_source_is_marked(loaded: None, items: list[dict[str, Any]]) -> None:
    for each in browse(on=START, size=100)[0]:
        assert {"promised", "address", "hours", "code", "form"} <= each.demo
        assert each.unit.demo
    four = [guide(code=item["code"], on=START) for item in items[:4]]
    assert not any({"name", "basis", "statutory"} & each.demo for each in four)


def test_the_promises_hold_the_steps_of_their_procedures(all_items: list[dict[str, Any]]) -> None:
    files = {path.stem: compile_bpmn(path.read_bytes()) for path in (DEMO / "procedures").glob("*.bpmn")}
    for item in all_items:
        assert check(files[item["procedure_key"]], promised_days=item["promised"]) == (), item["name"]


def test_a_guide_reads_as_it_was_published(loaded: None, items: list[dict[str, Any]]) -> None:
    item = items[3]
    found = guide(code=item["code"], on=date(2026, 4, 1))
    assert found == guide_version(id=found.id)
    assert (found.base_code, found.version, found.valid_from) == ("000118001004", 1, START)
    assert [m.code for m in found.form.materials] == [m["code"] for m in item["form"]["materials"]]
    assert (found.unit.name, found.centre) == ("醴陵市公路局", item["centre"])
    assert found.basis[0].article == "第五十条"
    assert found.audience == ("自然人", "法人")


def test_what_does_not_exist_is_said_in_one_sentence(loaded: None) -> None:
    with pytest.raises(NoSuchItem, match="没有找到编码为“999"):
        guide(code="9" * 31, on=START)
    with pytest.raises(NoSuchItem, match="没有找到"):
        history(code="")
    with pytest.raises(NoSuchItem, match="没有找到"):
        guide(code="1\x00", on=START)
    with pytest.raises(NoSuchItem, match="没有编号"):
        guide_version(id=UUID(int=5))
