"""A case in which each unit takes several steps of its own (各办一遍), from acceptance to the paper."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import filled
from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import case, partners
from yimen.contexts.catalogue.api import Change, publish
from yimen.contexts.journal.api import fsck, trail
from yimen.contexts.matters.api import (
    Completion,
    NotYours,
    StepRefused,
    add_signer,
    branches,
    complete_task,
    last_of,
    matter,
    progress,
    resume,
    send_back,
    suspend,
    take_back,
    takers,
    terminate,
    ways_back,
    worklist,
)
from yimen.contexts.procedures.api import in_force
from yimen.contexts.procedures.api import publish as publish_procedure
from yimen.contexts.supervision.api import findings
from yimen.sites.desk import casefile
from yimen.sites.pieces import branching, flowing
from yimen.sites.space import course

ITEM = "涉路工程建设并联审批（演示）"
LAND, ECOLOGY, FIRE = "醴陵市自然资源局", "株洲市生态环境局醴陵分局", "醴陵市消防救援大队"
TAKE = """<bpmn:userTask id="take" name="收文" yimen:role="examiner" yimen:stage="审查" yimen:limit="1wd"
    yimen:basis="《行政许可法》第二十六条（统一办理、联合办理）"><bpmn:extensionElements>
    <yimen:outcome code="taken" name="已收" /></bpmn:extensionElements></bpmn:userTask>"""


def in_parts(xml: str) -> str:
    """Makes of the one step that several do a sub-process: each unit takes it in, then examines."""
    head, rest = xml.split('<bpmn:userTask id="review"', 1)
    review, rest = rest.split("</bpmn:userTask>", 1)
    step, loop = review.split("<bpmn:multiInstanceLoopCharacteristics", 1)
    step = step.replace('name="并联审查"', 'name="审查"').replace(' yimen:unit="lead"', "")
    inner = (
        f'<bpmn:startEvent id="in" />{TAKE}<bpmn:userTask id="examine"{step}</bpmn:userTask><bpmn:endEvent id="out" />'
    )
    ways = ("in", "take"), ("take", "examine"), ("examine", "out")
    inner += "".join(f'<bpmn:sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in ways)
    loop = f"<bpmn:multiInstanceLoopCharacteristics{loop}"
    return f'{head}<bpmn:subProcess id="review" name="并联审查">{loop}{inner}</bpmn:subProcess>{rest}'


@pytest.fixture
def office(demo: Demo) -> Office:
    """The demonstration, with the joint item on a procedure in which each unit takes two steps."""
    office = Office(demo, moment("2026-03-02T09:00"))
    xml = in_parts(in_force(key="joint-licence", on=date(2026, 3, 2)).xml.decode())
    publish_procedure(act=office.act(), xml=xml.encode(), valid_from=date(2026, 3, 2))
    change = Change("变更", "测试", "演发〔2026〕1号")
    publish(act=office.act(), item=demo.items[ITEM], valid_from=date(2026, 3, 2), change=change)
    return office


def under_review(office: Office, **answers: str) -> Any:
    given = {**filled.answers(office.demo.items[ITEM]), "area": "500", "wood": "no", **answers}
    receipt = office.lodge(item=ITEM, answers=given)
    office.does("ll-window", receipt.id, "accept")
    return receipt


def stands(office: Office, number: str) -> list[str]:
    found = case(reader=office.reader("ll-window"), number=number)
    return sorted(task.name for task in found.tasks if task.done_at is None)


def first(office: Office, who: str, receipt: Any) -> Any:
    return office.task(office.reader(who), receipt.id)


@pytest.mark.req("PRC-006")
def test_each_unit_takes_its_own_steps_to_one_outcome(office: Office) -> None:
    receipt = under_review(office)
    assert stands(office, receipt.number) == ["收文", "收文"]
    office.does("ll-fire", receipt.id, "taken")
    assert stands(office, receipt.number) == ["审查", "收文"]
    office.at("2026-03-03T09:00").does("ll-fire", receipt.id, "agree", "消防车道净宽不少于四米")
    assert stands(office, receipt.number) == ["收文"]
    office.at("2026-03-03T10:00").does("ll-land", receipt.id, "taken")
    office.at("2026-03-04T09:00").does("ll-land", receipt.id, "agree")
    assert stands(office, receipt.number) == ["决定"]
    office.does("ll-decider", receipt.id, "grant")
    office.does("ll-issuer", receipt.id, "issue")
    done = office.does("ll-window", receipt.id, "deliver", method="网上")
    assert (done.outcome, done.stage) == ("准予", "办结")
    verbs = [entry.verb for entry in trail(subject=receipt.id)]
    assert (verbs.count("case.accept"), verbs.count("case.grant")) == (1, 1)
    office.follow()
    assert fsck().errors == ()


@pytest.mark.req("PRC-006")
def test_a_step_is_on_the_list_of_its_own_unit_with_its_own_limit(office: Office) -> None:
    receipt = under_review(office)
    office.at("2026-03-03T09:00").does("ll-fire", receipt.id, "taken")
    for who, name, due in (("ll-fire", "审查", date(2026, 3, 10)), ("ll-land", "收文", date(2026, 3, 3))):
        (mine,) = [work.task for work in worklist(reader=office.reader(who)) if work.matter.id == receipt.id]
        assert (mine.name, mine.due_on) == (name, due)
    assert not [work for work in worklist(reader=office.reader("ll-examiner")) if work.matter.id == receipt.id]
    land, fire = office.reader("ll-land"), office.reader("ll-fire")
    task = office.task(fire, receipt.id)
    with pytest.raises(NotYours):
        complete_task(act=office.act(land), reader=land, completion=Completion(task.id, "agree"))


@pytest.mark.req("PRC-006")
def test_what_a_unit_asks_for_is_told_once_and_only_it_begins_anew(office: Office) -> None:
    receipt = under_review(office, wood="yes")
    for who, code, words in (
        ("ll-fire", "more", "补消防车道图"),
        ("ll-land", "agree", ""),
        ("ll-ecology", "agree", ""),
    ):
        office.does(who, receipt.id, "taken")
        office.does(who, receipt.id, code, words)
    assert stands(office, receipt.number) == ["汇总各部门意见，一次告知"]
    office.does("ll-examiner", receipt.id, "correct")
    found = case(reader=office.reader("张三演"), number=receipt.number)
    assert f"补消防车道图（{FIRE}）" in found.missing
    office.does("ll-window", receipt.id, "submit", "已补", answers={"area": "500"})
    assert stands(office, receipt.number) == ["收文"]
    office.does("ll-fire", receipt.id, "taken")
    rows = _rows(office, receipt)
    assert rows[FIRE] == ("审查", "now", 2)
    office.does("ll-fire", receipt.id, "disagree", "占用消防车通道")
    assert stands(office, receipt.number) == ["按各部门意见作出不予决定"]
    office.does("ll-decider", receipt.id, "refuse", "不符合条件")
    told = case(reader=office.reader("张三演"), number=receipt.number).reasons
    assert f"{FIRE}：占用消防车通道" in told
    assert LAND not in told


def test_the_drawing_names_each_unit_at_each_of_its_steps(office: Office) -> None:
    receipt = under_review(office)
    office.does("ll-fire", receipt.id, "taken")
    found = case(reader=office.reader("ll-window"), number=receipt.number)
    drawn = str(flowing.drawn(found.matter, found.tasks))
    told = drawn.split("<desc")[1].split("</desc>", maxsplit=1)[0]
    steps = {one.split("，")[0]: one for one in re.split(r"第 \d+ 步 ", told)}
    take, examine = steps["收文"], steps["审查"]
    assert f"{FIRE} 已办" in take
    assert f"{LAND} 正在办理" in take
    assert f"{FIRE} 正在办理" in examine
    assert LAND not in examine
    assert "并联审查，各办一遍，全部同意" in take
    public = progress(number=receipt.number)
    assert FIRE in str(flowing.public(public))
    rows = {row[0]["text"]: row[1]["text"] for row in (branching.public(public.branches, "430281") or {})["rows"]}
    assert rows[FIRE].startswith("审查：正在办理")
    assert rows[LAND].startswith("收文：正在办理")


def test_a_new_round_of_a_part_leaves_nothing_of_the_round_before_standing(office: Office) -> None:
    receipt = under_review(office)
    office.does("ll-fire", receipt.id, "taken")
    office.does("ll-fire", receipt.id, "more", "补消防车道图")
    for code in ("taken", "agree"):
        office.does("ll-land", receipt.id, code)
    office.does("ll-examiner", receipt.id, "correct")
    office.does("ll-window", receipt.id, "submit", "已补", answers={"area": "500"})
    told = _chart(office, receipt)
    assert f"{FIRE} 正在办理（第 2 次）" in told["收文"]
    assert f"{FIRE} 尚未再次办理（上次：需补正）" in told["审查"]
    assert f"{LAND}：同意" in told["审查"]
    public = progress(number=receipt.number)
    assert f"{FIRE} 尚未再次办理，第 1 次" in str(flowing.public(public))
    assert f"{FIRE} 已办" not in str(flowing.public(public))
    office.does("ll-fire", receipt.id, "taken")
    told = _chart(office, receipt)
    assert f"{FIRE} 正在办理（第 2 次）" in told["审查"]
    office.does("ll-fire", receipt.id, "agree")
    assert f"{FIRE}：同意（第 2 次）" in _chart(office, receipt)["审查"]


def test_a_return_within_a_part_clears_what_lies_behind_unless_it_keeps_it(office: Office) -> None:
    receipt = under_review(office)
    fire = office.reader("ll-fire")
    office.does("ll-fire", receipt.id, "taken")
    send_back(act=office.act(fire), reader=fire, task=office.task(fire, receipt.id).id, reason="漏登")
    told = _chart(office, receipt)
    assert f"{FIRE} 正在办理（第 2 次）" in told["收文"]
    assert f"{FIRE} 尚未再次办理" in told["审查"]
    assert _rows(office, receipt)[FIRE] == ("收文", "now", 2)


def test_a_return_that_keeps_what_lies_between_leaves_it_standing(office: Office) -> None:
    path = Path(__file__).parents[2] / "demo" / "procedures" / "joint-parts.bpmn"
    xml = path.read_bytes().replace(b'id="joint-parts"', b'id="joint-licence"').replace(b"propose_", b"want_")
    publish_procedure(act=office.act(), xml=xml, valid_from=date(2026, 3, 3))
    change = Change("变更", "测试", "演发〔2026〕2号")
    publish(act=office.act(), item=office.demo.items[ITEM], valid_from=date(2026, 3, 3), change=change)
    office = office.at("2026-03-03T09:00")
    receipt = under_review(office)
    office.does("ll-fire", receipt.id, "taken")
    office.does("ll-fire", receipt.id, "want_agree")
    signer = office.reader("ll-fire")
    asked = office.task(signer, receipt.id).id
    send_back(act=office.act(signer), reader=signer, task=asked, to="take", keep=True, reason="漏登")
    told = _chart(office, receipt)
    assert f"{FIRE} 正在办理（第 2 次）" in told["收文"]
    assert f"{FIRE}：建议同意" in told["审查"]
    assert f"{FIRE} 尚未再次办理" in told["签发"]
    office.does("ll-fire", receipt.id, "taken")
    told = _chart(office, receipt)
    assert f"{FIRE}：建议同意" in told["审查"]
    assert f"{FIRE} 正在办理" in told["签发"]


def _chart(office: Office, receipt: Any) -> dict[str, str]:
    """Returns the chart as officers read it in words, by step."""
    found = case(reader=office.reader("ll-window"), number=receipt.number)
    drawn = str(flowing.drawn(found.matter, found.tasks, outcomes=True))
    told = drawn.split("<desc")[1].split("</desc>", maxsplit=1)[0]
    return {one.split("，")[0]: one for one in re.split(r"第 \d+ 步 ", told)}


def test_officers_read_each_unit_s_conclusion_in_the_chart_and_nobody_else(office: Office) -> None:
    receipt = under_review(office)
    for who, code, words in (("ll-fire", "disagree", "占用消防车通道"), ("ll-land", "agree", "")):
        office.does(who, receipt.id, "taken")
        office.does(who, receipt.id, code, words)
    found = case(reader=office.reader("ll-window"), number=receipt.number)
    drawn = str(casefile.laid_open(found, date(2026, 3, 2), office.reader("ll-window"))["flow"])
    assert f"{FIRE}：不同意" in drawn
    assert f"{LAND}：同意" in drawn
    assert "占用消防车通道" not in drawn
    mine = case(reader=office.reader("张三演"), number=receipt.number)
    for shown in (course.laid_open(mine, date(2026, 3, 2))["flow"], flowing.public(progress(number=receipt.number))):
        assert f"{FIRE} 已办" in str(shown)
        assert f"{FIRE}：" not in str(shown)


def test_the_applicant_reads_no_conclusion_of_a_unit_before_the_decision(office: Office) -> None:
    receipt = under_review(office)
    for who, code, words in (("ll-fire", "agree", "宽四米"), ("ll-land", "agree", "")):
        office.does(who, receipt.id, "taken")
        office.does(who, receipt.id, code, words)
    day, mine = date(2026, 3, 2), office.reader("张三演")
    before = course.laid_open(case(reader=mine, number=receipt.number), day)
    assert f"{FIRE} 已办" in str(before["flow"])
    assert "同意" not in str([before["steps"], before["joint"]])
    office.does("ll-decider", receipt.id, "grant")
    after = course.laid_open(case(reader=mine, number=receipt.number), day)
    assert "同意" in str(after["joint"])
    assert "宽四米" not in str(after["joint"])


def test_each_unit_has_one_row_also_where_none_was_chosen_as_a_partner(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = under_review(office)
    office.does("ll-fire", receipt.id, "taken")
    found = case(reader=office.reader("ll-window"), number=receipt.number)
    monkeypatch.setattr(branching, "partners", lambda **_: ())
    rows = (branching.of_case(found.matter, found.tasks, opinions=True) or {})["rows"]
    told = {row[0]["text"]: (row[1]["text"], row[2]["text"].split("：")[0]) for row in rows}
    assert len(rows) == len(told)
    assert told == {FIRE: ("并联审查", "审查"), LAND: ("并联审查", "收文")}


@pytest.mark.req("PRC-005")
def test_gestures_within_a_part_stay_in_it(office: Office) -> None:
    receipt = under_review(office)
    fire, land = office.reader("ll-fire"), office.reader("ll-land")
    office.does("ll-fire", receipt.id, "taken")
    done = next(one for one in _tasks(office, receipt) if one.name == "收文" and one.done_at)
    take_back(act=office.act(fire), reader=fire, task=done.id)
    assert stands(office, receipt.number) == ["收文", "收文"]
    office.does("ll-fire", receipt.id, "taken")
    task = office.task(fire, receipt.id)
    assert [one.node for one in ways_back(task=task)] == ["accept", "take"]
    for keep in (True, False):
        send_back(act=office.act(fire), reader=fire, task=office.task(fire, receipt.id).id, keep=keep, reason="漏登")
        assert stands(office, receipt.number) == ["收文", "收文"]
        assert office.task(fire, receipt.id).name == office.task(land, receipt.id).name == "收文"
        office.does("ll-fire", receipt.id, "taken")
        assert stands(office, receipt.number) == ["审查", "收文"]
    asked = office.task(fire, receipt.id)
    signer = takers(
        reader=fire, matter=matter(reader=fire, number=receipt.number), task=asked, on=date(2026, 3, 2), how="before"
    )[0]
    add_signer(act=office.act(fire), reader=fire, task=asked.id, to=signer.account, when="before")
    (turn,) = [one for one in _tasks(office, receipt) if one.name == "审查" and one.done_at is None]
    assert (turn.unit, turn.holder) == (asked.unit, str(signer.account))
    assert len(stands(office, receipt.number)) == 2


@pytest.mark.req("PRC-005")
def test_the_whole_is_returned_to_suspended_and_ended(office: Office) -> None:
    receipt = under_review(office)
    for who in ("ll-fire", "ll-land"):
        office.does(who, receipt.id, "taken")
        office.does(who, receipt.id, "agree")
    decider = office.reader("ll-decider")
    task = office.task(decider, receipt.id)
    assert [(one.node, one.name, one.nearest) for one in ways_back(task=task)][-1] == ("review", "并联审查", True)
    send_back(act=office.act(decider), reader=decider, task=task.id, reason="重新会商")
    assert stands(office, receipt.number) == ["收文", "收文"]
    assert {one.came for one in _tasks(office, receipt) if one.done_at is None} == {"return"}
    law = {"ground": "等待裁判", "basis": "《某法》第一条"}
    suspend(act=office.act(decider), reader=decider, matter=receipt.id, **law, document="通知书", days=5, reason="等待")
    with pytest.raises(StepRefused, match="中止"):
        office.does("ll-fire", receipt.id, "taken")
    resume(act=office.act(decider), reader=decider, matter=receipt.id, document="通知书", reason="已裁判")
    office.does("ll-fire", receipt.id, "taken")
    terminate(act=office.act(decider), reader=decider, matter=receipt.id, **law, reason="申请人死亡")
    assert stands(office, receipt.number) == []
    office.follow()
    assert fsck().errors == ()


def test_a_silent_unit_turns_red_by_itself(office: Office) -> None:
    receipt = under_review(office)
    office.does("ll-fire", receipt.id, "taken")
    later = office.at("2026-03-05T09:00")
    later.passes()
    told = findings(reader=later.reader("ll-supervisor"))
    assert {one.rule for one in told if one.number == receipt.number} >= {"步骤超时"}
    assert stands(later, receipt.number) == ["审查", "收文"]


@pytest.mark.req("PRC-006")
def test_the_shipped_procedure_is_taken_in_examined_and_signed_by_each_unit(demo: Demo) -> None:
    office = Office(demo, moment("2026-03-02T09:00"))
    item = "管线跨越公路并联审批（各部门分步办理，演示）"
    answers = {**filled.answers(demo.items[item]), "area": "500", "wood": "no"}
    receipt = office.lodge(item=item, answers=answers)
    office.does("ll-window", receipt.id, "accept")
    for who, moves in (("ll-fire", ("taken", "propose_agree", "agree")), ("ll-land", ("taken", "propose_agree"))):
        for move in moves:
            office.does(who, receipt.id, move)
    assert stands(office, receipt.number) == ["签发"]
    assert [one.role for one in _tasks(office, receipt) if one.name == "签发"] == ["decider", "decider"]
    office.does("ll-land", receipt.id, "more", "补用地红线图")
    assert stands(office, receipt.number) == ["汇总各部门意见，一次告知"]
    office.does("ll-examiner", receipt.id, "correct")
    office.does("ll-window", receipt.id, "submit", "已补", answers={"area": "500"})
    assert stands(office, receipt.number) == ["收文"]
    for move in ("taken", "propose_agree", "agree"):
        office.does("ll-land", receipt.id, move)
    office.does("ll-decider", receipt.id, "grant")
    office.does("ll-issuer", receipt.id, "issue")
    done = office.does("ll-window", receipt.id, "deliver", method="网上")
    assert (done.outcome, done.stage) == ("准予", "办结")
    office.follow()
    assert fsck().errors == ()


def _tasks(office: Office, receipt: Any) -> Any:
    return case(reader=office.reader("ll-window"), number=receipt.number).tasks


def _rows(office: Office, receipt: Any) -> dict[str, tuple[str, str, int]]:
    found = case(reader=office.reader("ll-window"), number=receipt.number)
    names = {one.unit: one.name for one in partners(matter=found.matter)}
    parts = last_of(branches(matter=found.matter, steps=found.tasks))
    return {names[one.unit]: (one.step, one.where, one.rounds) for one in parts}
