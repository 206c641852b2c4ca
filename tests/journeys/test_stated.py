"""Conditions on what the application states: they lead a real case, follow its correction, and fit the form."""

import json
from typing import Any
from uuid import UUID

import pytest

from tests import filled
from tests.conftest import ROOT, Demo
from tests.office import Office
from yimen.contexts.cases.api import ApplicationRefused, askable
from yimen.contexts.matters.api import matter_by_id, steps
from yimen.contexts.procedures.api import in_force, publish
from yimen.kernel.procedure.tests.bpmn import node, user
from yimen.sites import _now
from yimen.sites.pieces.edge import today

KEY, ITEM = "highway-licence", "超限运输车辆行驶公路的审核"
LOOK = 'yimen:role="examiner" yimen:unit="lead" yimen:stage="审查" yimen:limit="8h" yimen:basis="许可法第三十四条"'
FLOW = 'sourceRef="examine" targetRef="review"'


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


def branching(condition: str) -> bytes:
    """Puts a choice between the examination and the check: those for whom a condition holds are looked at first."""
    xml = in_force(key=KEY, on=today()).xml.decode()
    assert FLOW in xml
    said = condition.replace("<", "&lt;").replace(">", "&gt;")
    usual, looked = "to-usual", "to-look"
    parts = (
        f'<bpmn:exclusiveGateway id="size" name="大件吗" default="{usual}"/>',
        f'<bpmn:sequenceFlow id="{usual}" name="一般" sourceRef="size" targetRef="review"/>',
        f'<bpmn:sequenceFlow id="{looked}" name="大件" sourceRef="size" targetRef="look">',
        f"<bpmn:conditionExpression>{said}</bpmn:conditionExpression></bpmn:sequenceFlow>",
        user("look", "seen", name="查看道路", legal=LOOK),
        node("sequenceFlow", "from-look", sourceRef="look", targetRef="review"),
        "</bpmn:process>",
    )
    return xml.replace(FLOW, 'sourceRef="examine" targetRef="size"').replace("</bpmn:process>", "".join(parts)).encode()


def lodged(office: Office, **answers: Any) -> UUID:
    given = {**filled.answers(office.demo.items[ITEM]), **answers}
    return office.lodge(item=ITEM, answers=given).id


def after_examination(office: Office, case: UUID) -> str:
    office.does("ll-window", case, "accept")
    office.does("ll-examiner", case, "agree")
    return next(one.node for one in steps(matter=case) if one.done_at is None)


@pytest.mark.parametrize(
    ("condition", "answers", "next_step"),
    [
        ("weight > 49", {"weight": "100.5"}, "look"),
        ("weight > 49", {"weight": "49"}, "review"),
        ("axles >= 3", {"axles": "3"}, "look"),
        ("night == true", {"night": "yes"}, "look"),
        ("night == true", {"night": "no"}, "review"),
        ("night == 'yes' and weight > 49", {"night": "yes", "weight": "60"}, "look"),
        ("cargo == '变压器'", {"cargo": "变压器"}, "look"),
        ("audience == '法人'", {}, "review"),
    ],
)
@pytest.mark.req("PRC-020")
def test_a_case_goes_where_its_answers_lead(office: Office, condition: str, answers: Any, next_step: str) -> None:
    publish(act=office.act(), xml=branching(condition), valid_from=today())
    assert after_examination(office, lodged(office, **answers)) == next_step


def test_only_what_conditions_look_at_is_kept_with_the_matter(office: Office) -> None:
    publish(act=office.act(), xml=branching("weight > 49"), valid_from=today())
    matter = matter_by_id(reader=office.reader("ll-window"), id=lodged(office, weight="60"))
    assert dict(matter.data) == {"audience": "自然人", "weight": 60.0}


def test_what_is_corrected_leads_from_then_on(office: Office) -> None:
    publish(act=office.act(), xml=branching("weight > 49"), valid_from=today())
    case = lodged(office, weight="10")
    office.does("ll-window", case, "correct", explained=["车货总质量与行驶证不符，请核对。"])
    office.does("ll-window", case, "submit", answers={"weight": "80"})
    assert after_examination(office, case) == "look"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("depth > 3", "流程的条件要看“depth”（数据名 depth），申请表里没有这一项"),
        ("cargo > 3", "流程按数比较，“货物名称”填的却是文字"),
        ("weight == '重'", "流程按文字比较，“车货总质量（吨）”填的却是数"),
        ("cargo == true", "流程按是、否比较，“货物名称”却不是是非题"),
        ("person_name == '张三'", "“联系人姓名”却是个人信息，不能用来分流"),
    ],
)
def test_a_condition_that_the_form_does_not_state_lets_nobody_in(office: Office, condition: str, words: str) -> None:
    publish(act=office.act(), xml=branching(condition), valid_from=today())
    with pytest.raises(ApplicationRefused, match="暂时不能收件") as refused:
        lodged(office)
    assert words in str(refused.value)


def of_the_demo() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Returns what the demo's forms ask that is one plain value of no person: labels by code, and the items' names."""
    items = json.loads((ROOT / "demo" / "items.json").read_text("utf-8"))
    found: dict[str, set[str]] = {}
    askers: dict[str, set[str]] = {}
    for item in (one for one in items if one.get("procedure_key") == KEY):
        for section in item["form"]["sections"]:
            for one in (field["element"] for field in section["fields"]):
                if one["type"] in {"text", "choice", "yes_no", "integer", "decimal"} and not one.get("personal"):
                    found.setdefault(one["code"], set()).add(one["label"])
                    askers.setdefault(one["code"], set()).add(item["name"])
    return found, askers


@pytest.mark.usefixtures("office")
def test_what_conditions_may_look_at_is_what_the_forms_of_its_items_ask() -> None:
    asked = {one.name: one for one in askable(key=KEY, on=today())}
    expected, askers = of_the_demo()
    assert set(asked) - {"audience", "variant", "granted"} <= set(expected)
    assert {"weight", "night", "road_grade", "sign_area", "cargo"} <= set(asked)
    for name, one in asked.items():
        if name in expected:
            assert one.label in expected[name]
            assert one.part == "申请表"
            assert set(one.items) == askers[name]
    assert [asked[name].sort for name in ("weight", "night", "road_grade")] == ["number", "truth", "text"]
    assert [value for value, _ in asked["road_grade"].choices][:2] == ["高速公路", "一级公路"]
    assert asked["audience"].choices == (("自然人", "自然人"), ("法人", "法人"))
    assert not {"applicant_name", "phone", "identifier"} & set(asked)


@pytest.mark.usefixtures("office")
def test_a_procedure_that_no_item_names_may_look_at_the_case_itself() -> None:
    assert [one.name for one in askable(key="nobody-names-this", on=today())] == ["audience", "granted"]
