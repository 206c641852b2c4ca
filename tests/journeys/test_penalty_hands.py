"""Gestures in a case of a penalty: none undoes a decision, and the evidence of everyone who signs counts."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from unittest import mock

import pytest

from tests.conftest import Demo
from tests.office import Office, moment
from tests.picking import recorded
from yimen.contexts.identity.api import appoint
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import (
    Matter,
    NotYours,
    StepRefused,
    delegate,
    open_tasks,
    send_back,
    take_back,
    takers,
    terminate,
)
from yimen.contexts.powers.api import NotYourPower, allow_deviation, penalty_case
from yimen.contexts.procedures.api import in_force
from yimen.contexts.procedures.api import publish as publish_procedure
from yimen.kernel.clock import local_date
from yimen.sites import _now

from . import test_penalty_cases as cases
from .test_penalty_cases import HIGHWAY, does, stands

pytestmark = pytest.mark.django_db
LAW = {"ground": "当事人死亡", "basis": "《某法》第一条", "reason": "已无继续办理的必要"}
BEYOND = {"grounds": ("情节特别严重、社会影响恶劣",), "reasons": "多次逃避检查"}


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def undecided(office: Office, **form: Any) -> Matter:
    """Returns a case that waits for its decision."""
    case = cases.told(office, **form)
    does(office, "ll-examiner", case, "told", "拟罚款", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    if "grave" in form:
        does(office, "ll-decider", case, "discussed", record=recorded("discussion", local_date(office.now).isoformat()))
    return case


def back(office: Office, who: str, case: Matter, to: str) -> Matter:
    reader = office.reader(who)
    task = office.task(reader, case.id)
    return send_back(act=office.act(reader), reader=reader, task=task.id, to=to, keep=True, reason="请再核实")


def discussion(office: Office, case: Matter) -> Any:
    found = penalty_case(reader=office.reader("ll-decider"), number=case.number)
    return next(one.id for one in found.tasks if one.outcome == "discussed")


@pytest.mark.req("PWR-020")
def test_a_decision_in_force_is_undone_by_no_gesture(office: Office) -> None:
    case = undecided(office, grave=["重大违法行为"])
    made = cases.decision(office, case)
    who, discussed = office.reader("ll-decider"), discussion(office, case)
    for gesture in (
        lambda: back(office, "ll-decider", case, "hear"),
        lambda: take_back(act=office.act(who), reader=who, task=discussed),
        lambda: terminate(act=office.act(who), reader=who, matter=case.id, **LAW),
    ):
        with pytest.raises(StepRefused, match=f"{made.number}.*撤销或者变更决定"):
            gesture()
    assert [one.node for one in open_tasks(matter=case.id)] == ["decide"]
    does(office, "ll-decider", case, "decide")
    for to in ("decide", "hear"):
        with pytest.raises(StepRefused, match=f"{made.number}.*撤销或者变更决定"):
            back(office, "ll-issuer", case, to)
    does(office, "ll-issuer", case, "served", method="直接送达", receiver="法定代表人")
    assert back(office, "ll-issuer", case, "serve").open  # after the decision, nothing of it is undone


def _within(xml: str, step: str) -> str:
    """Puts one step into a sub-process of its own."""
    head, rest = xml.split(f'<bpmn:userTask id="{step}"', 1)
    inner, rest = rest.split("</bpmn:userTask>", 1)
    around = f'<bpmn:subProcess id="{step}-whole" name="子流程"><bpmn:startEvent id="{step}-in" />'
    inner = f'{around}<bpmn:userTask id="{step}"{inner}</bpmn:userTask><bpmn:endEvent id="{step}-out" />'
    for one, other in ((f"{step}-in", step), (step, f"{step}-out")):
        inner += f'<bpmn:sequenceFlow id="{one}.{other}" sourceRef="{one}" targetRef="{other}" />'
    for end in ("sourceRef", "targetRef"):
        rest = rest.replace(f'{end}="{step}"', f'{end}="{step}-whole"')
    return f"{head}{inner}</bpmn:subProcess>{rest}"


@pytest.mark.req("PWR-020")
@pytest.mark.parametrize("step", ["decide", "hear"])
def test_a_decision_is_seen_through_a_sub_process(office: Office, step: str) -> None:
    day = local_date(office.now)
    xml = _within(in_force(key="penalty", on=day).xml.decode(), step)
    publish_procedure(act=office.act(), xml=xml.encode(), valid_from=day)
    case = undecided(office)
    made = cases.decision(office, case)
    does(office, "ll-decider", case, "decide")
    with pytest.raises(StepRefused, match=f"{made.number}.*撤销或者变更决定"):
        back(office, "ll-issuer", case, "hear")


@pytest.mark.req("PWR-020")
def test_a_decision_that_waits_for_its_approval_is_not_returned_past_until_it_is_denied(office: Office) -> None:
    case = undecided(office)
    made = cases.decision(office, case, "20000", **BEYOND)
    with pytest.raises(StepRefused, match="等上级岗位答复"):
        back(office, "ll-decider", case, "hear")
    leader = office.reader("ll-leader")
    allow_deviation(act=office.act(leader), reader=leader, id=made.id, agree=False, opinion="理由不足")
    back(office, "ll-decider", case, "hear")
    assert [one.node for one in open_tasks(matter=case.id)] == ["hear"]


def test_a_case_that_is_spared_goes_back_to_no_step_before(office: Office) -> None:
    case = undecided(office)
    does(office, "ll-decider", case, "spare", spared=["违法事实不能成立（行政处罚法第五十七条第一款第三项）"])
    with pytest.raises(StepRefused, match=r"“不予处罚”的决定.*撤销或者变更决定"):
        back(office, "ll-issuer", case, "hear")


@pytest.mark.req("PWR-020")
def test_everyone_who_investigates_states_evidence_and_all_of_it_counts(office: Office) -> None:
    case = cases.opened(office)
    does(office, "ll-examiner", case, "open", lists=cases.accounts(office, "ll-examiner", "ll-road"))
    with pytest.raises(StepRefused, match="证据种类"):
        does(office, "ll-road", case, "done", shown="yes")  # the first of two, who does not end the step
    with pytest.raises(StepRefused, match="出示执法证件"):
        does(office, "ll-road", case, "done", evidence=["物证"])
    does(office, "ll-road", case, "done", evidence=["物证"], shown="yes")
    does(office, "ll-examiner", case, "done", evidence=["书证"], shown="yes")
    assert _evidence(case) == ["书证", "物证"]
    told = penalty_case(reader=office.reader("ll-examiner"), number=case.number).stated
    assert [dict(one.told)["证据"] for one in told if "证据" in dict(one.told)] == ["物证", "书证"]


@pytest.mark.req("PWR-020")
def test_evidence_of_an_investigation_that_is_signed_anew_counts_no_more(office: Office) -> None:
    case = cases.opened(office)
    does(office, "ll-examiner", case, "open", lists=cases.accounts(office, "ll-examiner", "ll-road"))
    does(office, "ll-road", case, "done", evidence=["物证"], shown="yes")
    does(office, "ll-examiner", case, "done", evidence=["书证"], shown="yes")
    who = office.reader("ll-examiner")
    found = penalty_case(reader=who, number=case.number).tasks
    last = next(one for one in found if one.outcome == "done" and one.holder == str(who.account))
    take_back(act=office.act(who), reader=who, task=last.id)
    does(office, "ll-examiner", case, "done", evidence=["电子数据"], shown="yes")
    assert _evidence(case) == ["物证", "电子数据"]
    does(office, "ll-reviewer", case, "back", "请补充")
    for login in ("ll-road", "ll-examiner"):
        does(office, login, case, "done", evidence=["证人证言"], shown="yes")
    assert _evidence(case) == ["证人证言"]


def _evidence(case: Matter) -> Any:
    """Returns the evidence that the newest entry about an investigation names."""
    return [one.facts["evidence"] for one in trail(subject=case.id) if "evidence" in one.facts][-1]


def test_only_who_has_the_post_of_a_step_is_offered_it(office: Office) -> None:
    case = cases.opened(office)
    examiner = office.reader("ll-examiner")
    on, found = local_date(office.now), stands(office, case)
    task = office.task(examiner, case.id)
    offered = {one.account for one in takers(reader=examiner, matter=found, task=task, on=on, how="delegate")}
    assert offered == {office.reader("ll-road").account}  # neither who issues papers nor who reviews the law
    issuer = office.reader("ll-issuer").account
    assert issuer is not None
    with pytest.raises(StepRefused, match="没有本单位审查岗的岗位"):
        delegate(
            act=office.act(examiner), reader=examiner, task=task.id, to=issuer, until=on + timedelta(3), terms="本件",
            reason="出差",
        )  # fmt: skip


@pytest.mark.req("PWR-020")
def test_who_examined_a_case_does_not_decide_it_with_a_later_post(office: Office) -> None:
    case = undecided(office)
    later = office.at("2026-03-09T09:00")
    account = office.reader("ll-reviewer").account
    assert account is not None
    day = local_date(later.now)
    appoint(act=later.act(), account=account, unit=HIGHWAY, role="decider", title="副局长岗", valid_from=day)
    reviewer = later.reader("ll-reviewer")
    task = later.task(later.reader("ll-decider"), case.id)
    with pytest.raises(NotYours, match="“案件审核”是您办的"):
        later.does("ll-reviewer", case.id, "transfer", "移送公安")
    with pytest.raises(NotYourPower, match="“案件审核”是您办的"):
        cases.decision(later, case, who="ll-reviewer")
    decider = later.reader("ll-decider")
    offered = takers(reader=decider, matter=stands(later, case), task=task, on=day, how="delegate")
    assert account not in {one.account for one in offered}
    with pytest.raises(StepRefused, match="办过本件的“案件审核”"):
        delegate(
            act=later.act(decider), reader=decider, task=task.id, to=account, until=day + timedelta(3), terms="本件",
            reason="出差",
        )  # fmt: skip
    assert reviewer.holds("decider", HIGHWAY)
    cases.decision(later, case)
    does(later, "ll-decider", case, "decide")


def shown(office: Office, who: str, url: str) -> str:
    with mock.patch.object(_now, "now", return_value=office.now):
        return unescape(office.demo.client(who).get(url).content.decode())


def test_what_a_decision_forbids_is_not_offered(office: Office) -> None:
    case = undecided(office)
    url = f"/powers/desk/cases/{case.number}/"
    before = shown(office, "ll-decider", url)
    for words in (">终止办理</a>", "不予处罚", "移送有管辖权的机关"):
        assert words in before
    cases.decision(office, case)
    after = shown(office, "ll-decider", url)
    form = after[after.index("<h2>决定</h2>") : after.index("提交办理结果")]
    assert "给予处罚" in form
    for words in (">终止办理</a>", ">退回</a>"):
        assert words not in after
    for words in ("不予处罚", "移送"):
        assert words not in form
    task = office.task(office.reader("ll-decider"), case.id)
    with mock.patch.object(_now, "now", return_value=office.now):
        answer = office.demo.client("ll-decider").get(f"/desk/tasks/{task.id}/hands/return/")
    assert answer.status_code == 403


def test_the_gestures_of_a_case_speak_of_no_application(office: Office) -> None:
    case = undecided(office)
    task = office.task(office.reader("ll-decider"), case.id)
    pages = [f"/desk/tasks/{task.id}/hands/{verb}/" for verb in ("return", "delegate", "add", "transfer")]
    pages += [f"/desk/cases/{case.number}/matter/{verb}/" for verb in ("suspend", "terminate")]
    for url in pages:
        html = shown(office, "ll-decider", url)
        main = html[html.index("<main") : html.index("</main>")]
        for words in ("行政许可法", "申请人", "受理"):
            assert words not in main, (url, words)
    assert "案卷" in shown(office, "ll-decider", pages[-1])


def test_a_list_of_cases_marks_a_late_step(office: Office) -> None:
    case = cases.investigated(office)
    later = office.at("2026-03-13T09:00")  # the examination of the case, five working days
    html = shown(later, "ll-reviewer", "/powers/desk/cases/")
    rows = [row for row in re.findall("<tr>(.*?)</tr>", html, re.S) if case.number in row]
    assert len(rows) >= 2
    assert "本步超期 4 个工作日；全件正常" in rows[0]
    assert "“案件审核”超期 4 个工作日；全件正常" in rows[-1]
    assert "“案件审核”超期 4 个工作日" in shown(later, "ll-reviewer", f"/powers/desk/cases/{case.number}/")
