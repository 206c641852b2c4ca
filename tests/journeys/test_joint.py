"""A case that several units handle: one acceptance, parallel branches chosen by data, one notice, one outcome."""

import re
from datetime import date
from typing import Any

import pytest

from tests import filled
from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import ApplicationRefused, case, partners
from yimen.contexts.catalogue.api import Change, ItemRefused, guide, publish
from yimen.contexts.journal.api import fsck, trail
from yimen.contexts.matters.api import Completion, NotYours, StepRefused, branches, complete_task, progress
from yimen.contexts.procedures.api import in_force
from yimen.contexts.procedures.api import publish as publish_procedure
from yimen.contexts.supervision.api import findings

ITEM = "涉路工程建设并联审批（演示）"
LAND, ECOLOGY, FIRE = "醴陵市自然资源局", "株洲市生态环境局醴陵分局", "醴陵市消防救援大队"
REFORM = "11430281MB99001556"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def lodged(office: Office, area: str = "500", wood: str = "no") -> Any:
    answers = {**filled.answers(office.demo.items[ITEM]), "area": area, "wood": wood}
    return office.lodge(item=ITEM, answers=answers)


def under_review(office: Office, **answers: str) -> Any:
    receipt = lodged(office, **answers)
    office.does("ll-window", receipt.id, "accept")
    return receipt


def chosen(office: Office, number: str) -> dict[str, str]:
    found = case(reader=office.reader("ll-window"), number=number)
    return {one.name: one.reason for one in partners(matter=found.matter)}


def open_names(office: Office, number: str) -> list[str]:
    found = case(reader=office.reader("ll-window"), number=number)
    return sorted(task.unit for task in found.tasks if task.done_at is None)


def stands(office: Office, number: str) -> tuple[str, ...]:
    found = case(reader=office.reader("ll-window"), number=number)
    return tuple(task.name for task in found.tasks if task.done_at is None)


@pytest.mark.req("PRC-006")
@pytest.mark.parametrize(
    ("area", "wood", "expected"),
    [
        ("300", "no", [LAND]),
        ("300.01", "no", [LAND, FIRE]),
        ("300", "yes", [LAND, ECOLOGY]),
        ("1000", "yes", [LAND, ECOLOGY, FIRE]),
    ],
)
def test_what_was_answered_chooses_the_units(office: Office, area: str, wood: str, expected: list[str]) -> None:
    receipt = under_review(office, area=area, wood=wood)
    assert list(chosen(office, receipt.number)) == expected
    assert len(stands(office, receipt.number)) == len(expected)
    assert {"必经" in reason or "因为" in reason for reason in chosen(office, receipt.number).values()} == {True}


@pytest.mark.req("PRC-006")
def test_one_acceptance_parallel_branches_one_outcome(office: Office) -> None:
    receipt = under_review(office)
    assert set(stands(office, receipt.number)) == {"并联审查"}
    office.at("2026-03-03T09:00").does("ll-fire", receipt.id, "agree", "消防车道净宽不少于四米")
    assert set(stands(office, receipt.number)) == {"并联审查"}
    office.at("2026-03-04T09:00").does("ll-land", receipt.id, "agree")
    assert stands(office, receipt.number) == ("决定",)
    office.does("ll-decider", receipt.id, "grant")
    office.does("ll-issuer", receipt.id, "issue")
    done = office.does("ll-window", receipt.id, "deliver", method="网上")
    assert (done.outcome, done.stage) == ("准予", "办结")
    verbs = [entry.verb for entry in trail(subject=receipt.id)]
    assert (verbs.count("case.accept"), verbs.count("case.grant")) == (1, 1)
    office.follow()
    papers = [paper.kind for paper in case(reader=office.reader("张三演"), number=receipt.number).papers]
    assert papers.count("acceptance") == papers.count("grant") == 1
    assert fsck().errors == ()


@pytest.mark.req("PRC-016")
def test_each_unit_works_on_the_same_case_and_sees_the_others_state(office: Office) -> None:
    receipt = under_review(office)
    office.does("ll-fire", receipt.id, "agree", "可以")
    for who in ("ll-land", "ll-fire", "ll-examiner", "ll-window"):
        found = case(reader=office.reader(who), number=receipt.number)
        rows = {one.unit: (one.where, one.outcome) for one in branches(matter=found.matter, steps=found.tasks)}
        assert sorted(rows.values()) == [("did", "同意"), ("now", "")], who
    with pytest.raises(LookupError):
        case(reader=office.reader("ll-reform"), number=receipt.number)
    public = progress(number=receipt.number)
    assert {one.where for one in public.branches} == {"now", "did"}
    assert all(one.opinion == one.outcome == "" for one in public.branches)
    with pytest.raises(StopIteration):
        office.task(office.reader("ll-reform"), receipt.id)


def test_the_window_adds_a_unit_with_a_reason(office: Office) -> None:
    receipt = lodged(office)
    for form, word in (
        ({"units": [REFORM]}, "理由"),
        ({"units": ["11430281MB99000000"], "units_reason": "政府投资"}, "没有登记"),
        ({"units": ["11430281MB990011XC"], "units_reason": "政府投资"}, "牵头部门"),
        ({"units": ["11430281MB9900151R"], "units_reason": "政府投资"}, "醴陵市自然资源局”已经是"),
        ({"units": [REFORM, REFORM], "units_reason": "政府投资"}, "醴陵市发展和改革局”已经是"),
        ({"units": [REFORM], "units_reason": "长" * 101}, "100"),
        ({"units": "all"}, "逐个"),
    ):
        with pytest.raises(StepRefused, match=word):
            office.does("ll-window", receipt.id, "accept", **form)
    office.does("ll-window", receipt.id, "accept", units=[REFORM], units_reason="政府投资项目")
    assert chosen(office, receipt.number)["醴陵市发展和改革局"] == "受理窗口增加：政府投资项目"
    assert len(stands(office, receipt.number)) == 3
    (entry,) = [entry for entry in trail(subject=receipt.id) if entry.verb == "case.accept"]
    assert entry.facts["units"][-1] == REFORM


def test_no_unit_is_added_where_one_acts_alone(office: Office) -> None:
    receipt = office.lodge(item="超限运输车辆行驶公路的审核")
    with pytest.raises(StepRefused, match="没有协办部门"):
        office.does("ll-window", receipt.id, "accept", units=[REFORM], units_reason="政府投资")


@pytest.mark.req("PRC-006")
def test_what_units_ask_for_is_told_once_and_the_others_keep_what_they_did(office: Office) -> None:
    receipt = under_review(office, wood="yes")
    office.does("ll-fire", receipt.id, "more", "补消防车道图\n注明水源位置")
    office.does("ll-land", receipt.id, "agree")
    assert set(stands(office, receipt.number)) == {"并联审查"}  # all are heard first
    office.does("ll-ecology", receipt.id, "more", "补林木清单\n注明水源位置")
    assert stands(office, receipt.number) == ("汇总各部门意见，一次告知",)
    office.does("ll-examiner", receipt.id, "correct", explained=["写明工期", "写明工期"])
    found = case(reader=office.reader("张三演"), number=receipt.number)
    assert found.corrections == 1
    assert sorted(line for line in found.missing if "消防" in line) == [
        f"注明水源位置（{FIRE}）",
        f"补消防车道图（{FIRE}）",
    ]
    assert sorted(line for line in found.missing if "生态" in line) == [
        f"注明水源位置（{ECOLOGY}）",
        f"补林木清单（{ECOLOGY}）",
    ]
    assert "说明：写明工期" in found.missing
    assert found.matter.due_on is not None  # after acceptance no law lets the limit stand still for it
    office.does("ll-window", receipt.id, "submit", "已补", answers={"area": "100"})
    after = case(reader=office.reader("ll-window"), number=receipt.number)
    waiting = {task.unit for task in after.tasks if task.done_at is None}
    names = {one.name: one.unit for one in partners(matter=after.matter)}
    assert waiting == {names[FIRE], names[ECOLOGY]}  # asked again: who asked; a smaller area sends nobody away
    office.does("ll-fire", receipt.id, "agree")
    office.does("ll-ecology", receipt.id, "agree")
    assert stands(office, receipt.number) == ("决定",)
    assert [task.outcome for task in after.tasks if task.unit == names[LAND]] == ["agree"]


def test_answers_that_grow_bring_another_unit_in(office: Office) -> None:
    receipt = under_review(office, area="100")
    office.does("ll-land", receipt.id, "more", "核对面积")
    office.does("ll-examiner", receipt.id, "correct")
    office.does("ll-window", receipt.id, "submit", answers={"area": "900"})
    assert list(chosen(office, receipt.number)) == [LAND, FIRE]
    assert len(stands(office, receipt.number)) == 2


@pytest.mark.req("PRC-006")
def test_one_refusal_is_counted_and_the_lead_states_its_reasons(office: Office) -> None:
    receipt = under_review(office)
    office.does("ll-fire", receipt.id, "disagree", "占用消防车通道")
    office.does("ll-land", receipt.id, "agree")
    assert stands(office, receipt.number) == ("按各部门意见作出不予决定",)
    office.does("ll-decider", receipt.id, "refuse", "不符合条件")
    found = case(reader=office.reader("张三演"), number=receipt.number)
    assert found.granted is False
    assert f"{FIRE}：占用消防车通道" in found.reasons
    assert LAND not in found.reasons


@pytest.mark.req("PRC-006")
def test_one_refusal_is_a_veto_where_the_procedure_says_so(office: Office) -> None:
    name = "工程建设项目施工许可（演示）"
    answers = {**filled.answers(office.demo.items[name]), "basement": "yes"}
    receipt = office.lodge(item=name, answers=answers)
    office.does("ll-window", receipt.id, "accept")
    office.does("ll-defence", receipt.id, "disagree", "未修建防空地下室")
    assert stands(office, receipt.number) == ("按各部门意见作出不予决定",)
    found = case(reader=office.reader("ll-window"), number=receipt.number)
    states = {one.unit: one.where for one in branches(matter=found.matter, steps=found.tasks)}
    assert sorted(states.values()) == ["closed", "did"]


def test_silence_turns_red_and_supervision_finds_it(office: Office) -> None:
    receipt = under_review(office)
    office.does("ll-land", receipt.id, "agree")
    later = office.at("2026-03-12T09:00")
    later.passes()
    assert set(stands(later, receipt.number)) == {"并联审查"}  # this item lets no step lapse
    told = findings(reader=later.reader("ll-supervisor"))
    assert {one.rule for one in told if one.number == receipt.number} >= {"步骤超时"}


@pytest.mark.req("PRC-006")
def test_nobody_else_speaks_for_a_unit(office: Office) -> None:
    receipt = under_review(office)
    fire = office.reader("ll-fire")
    task = office.task(fire, receipt.id)
    land = office.reader("ll-land")
    with pytest.raises(NotYours):
        complete_task(act=office.act(land), reader=land, completion=Completion(task.id, "agree"))
    with pytest.raises(StepRefused, match="意见"):
        complete_task(act=office.act(fire), reader=fire, completion=Completion(task.id, "disagree"))


@pytest.mark.req("PRC-014", "PRC-024")
def test_a_base_level_window_takes_it_in_and_hands_the_result_out(office: Office) -> None:
    receipt = office.lodge(item="不动产登记资料查询（基层窗口代办，演示）")
    with pytest.raises(StopIteration):
        office.task(office.reader("ll-window"), receipt.id)
    office.does("ll-street", receipt.id, "accept")
    found = case(reader=office.reader("ll-street"), number=receipt.number)
    assert found.promised_due_on is not None
    assert [paper.kind for paper in found.papers] == ["receipt", "acceptance"]
    with pytest.raises(StopIteration):
        office.task(office.reader("ll-street"), receipt.id)
    for outcome, who in (("agree", "ll-land"), ("grant", "ll-land")):
        office.does(who, receipt.id, outcome)
    done = office.does("ll-street", receipt.id, "deliver", method="窗口", receiver="张三演")
    assert done.outcome == "准予"
    tasks = case(reader=office.reader("ll-street"), number=receipt.number).tasks
    who = [task.done_by for task in tasks]
    assert ["国瓷街道" in post for post in who] == [True, False, False, True]


@pytest.mark.req("PRC-016", "PRC-003")
def test_a_case_is_reported_upward_and_comes_back(office: Office) -> None:
    receipt = office.lodge(item="临时救助（上报审批，演示）")
    office.does("cy-window", receipt.id, "accept")
    office.does("qx-civil", receipt.id, "agree")
    office.does("cy-decider", receipt.id, "grant")
    tasks = case(reader=office.reader("qx-civil"), number=receipt.number).tasks
    regions = {task.unit[2:8] for task in tasks}
    assert len({task.unit for task in tasks}) == 3, regions


@pytest.mark.req("PRC-003")
def test_the_class_of_an_item_decides_its_flow_and_clock(office: Office) -> None:
    act = office.act()
    expected = {
        "婚育证明": "即办件",
        "出生证明": "承诺件",
        ITEM: "联办件",
        "临时救助（上报审批，演示）": "上报件",
        "不动产登记资料查询（基层窗口代办，演示）": "代办件",
    }
    for name, handling in expected.items():
        found = guide(code=office.demo.items[name]["code"], on=date(2026, 3, 2))
        assert found.handling == handling
        assert (found.promised == 1) == (handling == "即办件")
    hours = re.sub(rb'limit="[0-9]+wd"', b'limit="2h"', in_force(key="township-service", on=date(2026, 3, 2)).xml)
    publish_procedure(act=act, xml=hours.replace(b'"township-service"', b'"in-hours"'), valid_from=date(2026, 3, 2))
    wrong = {ITEM: ("registration", 12), "出生证明": ("joint-licence", 7), "婚育证明": ("in-hours", 1)}
    for name, (procedure, promised) in wrong.items():
        item = {**office.demo.items[name], "procedure_key": procedure, "promised": promised}
        change = Change("变更", "测试", "演发〔2026〕1号")
        publish(act=act, item=item, valid_from=date(2026, 3, 2), change=change)
        with pytest.raises(ApplicationRefused, match=f"本事项是{expected[name]}"):
            office.lodge(item=name)


@pytest.mark.req("PRC-003")
@pytest.mark.parametrize(
    ("name", "change", "word"),
    [
        ("不动产登记资料查询（基层窗口代办，演示）", {"centre": "11430281MB9900128C"}, "代办件"),
        ("临时救助（上报审批，演示）", {"joint": [{"unit": "11450305MB9900312F", "duty": "审核"}]}, "上级部门"),
        (ITEM, {"handling": "承诺件"}, "办件类型"),
        (ITEM, {"joint": [{"unit": "11430281MB99009999", "duty": "审核"}]}, "协办部门"),
        (ITEM, {"joint": []}, ""),
    ],
)
def test_a_class_that_does_not_fit_is_not_published(office: Office, name: str, change: Any, word: str) -> None:
    item = {**office.demo.items[name], **change}
    news = Change("变更", "测试", "演发〔2026〕1号")

    def published() -> Any:
        return publish(act=office.act(), item=item, valid_from=date(2026, 3, 2), change=news)

    if word:
        with pytest.raises(ItemRefused, match=word):
            published()
    else:
        assert published().handling == "承诺件"


def test_silence_of_the_window_accepts_with_the_units_that_the_answers_choose(office: Office) -> None:
    receipt = lodged(office)
    office.at("2026-03-10T09:00").passes()
    assert set(stands(office, receipt.number)) == {"并联审查"}
    assert list(chosen(office, receipt.number)) == [LAND, FIRE]


def test_a_silent_unit_is_taken_to_agree_only_where_the_item_says_so(office: Office) -> None:
    for name, expected in (("工程建设项目施工许可（演示）", ("决定",)), ("工程建设项目工程建设许可（演示）", None)):
        answers = {**filled.answers(office.demo.items[name]), "area": "100"}
        receipt = office.lodge(item=name, answers=answers)
        office.does("ll-window", receipt.id, "accept")
        later = office.at("2026-03-30T09:00")
        later.passes()
        assert stands(later, receipt.number) == (expected or ("并联审查",))
        assert [entry.verb for entry in trail(subject=receipt.id)].count("case.lapse") == bool(expected)
