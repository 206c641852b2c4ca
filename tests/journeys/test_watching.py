"""What supervision finds of inaction and wrongful action, and what it holds to more because it is key."""

import re
from datetime import date
from uuid import UUID

import pytest

from tests.conftest import Demo
from tests.journeys.test_complaints import HIGHWAY, _file
from tests.office import Office, moment
from yimen.contexts.cases.api import case, grounds
from yimen.contexts.identity.api import Reader, appoint
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import (
    Completion,
    NotYours,
    StepRefused,
    complete_task,
    id_of,
    open_tasks,
    send_back,
    urge,
)
from yimen.contexts.matters.api import matter_by_id as read
from yimen.contexts.supervision.api import (
    Finding,
    KeyRefused,
    NewKey,
    close,
    end_key,
    findings,
    keys,
    set_key,
)

LICENCE = "在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核"  # promised 7 working days, 20 by law
COUNTY = "430281000000"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def _found(office: Office, rule: str, who: str = "ll-supervisor") -> list[Finding]:
    office.follow()
    return [one for one in findings(reader=office.reader(who)) if one.rule == rule]


def _accepted(office: Office) -> UUID:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    return receipt.id


def _back(office: Office, who: str, matter: UUID, reason: str) -> None:
    reader = office.reader(who)
    send_back(act=office.act(reader), reader=reader, task=office.task(reader, matter).id, reason=reason)


@pytest.mark.req("PWR-009")
def test_a_case_that_nobody_accepts_and_a_complaint_that_nobody_answers_are_inaction(office: Office) -> None:
    case = office.lodge(item="城乡低保")
    filed = _file(office, kind="service", ground="超过时限")
    office.does("ll-complaint", filed_id := id_of(number=filed.number), "accept")
    office.at("2026-04-01T09:00").passes()
    (late,) = [one for one in _found(office, "未按期受理", "qx-supervisor") if one.number == case.number]
    assert (late.sort, late.card, bool(late.step), bool(late.post)) == ("inaction", "red", True, True)
    (silent,) = _found(office, "投诉未按期答复")
    assert (silent.number, silent.kind, silent.step) == (filed.number, "complaint", "调查")
    assert "司法局" in silent.post
    assert read(reader=office.reader("ll-complaint"), id=filed_id).open


def _id(number: str) -> UUID:
    from yimen.contexts.matters.api import id_of

    return id_of(number=number)


@pytest.mark.req("PWR-009")
def test_an_overdue_licence_says_that_nobody_made_its_limit_longer(office: Office) -> None:
    _accepted(office)
    later = office.at("2026-03-31T09:00")
    later.passes()
    (found,) = _found(later, "超过法定时限")
    assert "没有办理延长期限" in found.detail
    assert (found.step, found.basis) == ("审查", found.basis)
    assert "审查岗" in found.post


@pytest.mark.req("PWR-009")
def test_one_person_who_examines_and_decides_is_found_and_two_are_not(office: Office) -> None:
    matter = _accepted(office)
    for who, outcome in (("ll-examiner", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant")):
        office.does(who, matter, outcome, "符合条件")
    assert _found(office, "一人审查又决定") == []
    account = office.reader("ll-decider").account
    assert account
    appoint(
        act=office.act(), account=account, unit=HIGHWAY, role="examiner", title="醴陵市公路局兼审查岗",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    other = _accepted(office)
    for who, outcome in (("ll-decider", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant")):
        office.does(who, other, outcome, "符合条件")
    (found,) = _found(office, "一人审查又决定")
    number = read(reader=office.reader("ll-supervisor"), id=other).number
    assert (found.number, found.sort, found.card) == (number, "wrongful", "red")


@pytest.mark.req("PWR-009")
def test_a_try_to_leave_the_procedure_changes_nothing_and_is_found(office: Office) -> None:
    matter = _accepted(office)
    (step,) = open_tasks(matter=matter)
    reader = office.reader("ll-decider")
    with pytest.raises(NotYours):
        complete_task(act=office.act(reader), reader=reader, completion=Completion(step.id, "agree"))
    examiner = office.reader("ll-examiner")
    with pytest.raises(StepRefused):
        complete_task(act=office.act(examiner), reader=examiner, completion=Completion(step.id, "grant"))
    with pytest.raises(StepRefused):  # an empty form is a slip, not a try
        complete_task(act=office.act(examiner), reader=examiner, completion=Completion(step.id, ""))
    assert open_tasks(matter=matter) == (step,)
    assert [one.verb for one in trail(subject=matter)].count("case.attempt") == 2
    found = _found(office, "企图绕过步骤")
    assert {one.post for one in found} == {"醴陵市公路局首席代表", "醴陵市公路局路政股审查岗"}
    assert {(one.step, one.sort, one.unit) for one in found} == {("审查", "wrongful", HIGHWAY)}


@pytest.mark.req("PWR-009")
def test_a_try_at_another_units_step_is_charged_to_who_tried(office: Office) -> None:
    (step,) = open_tasks(matter=_accepted(office))
    reader = office.reader("ll-land")
    with pytest.raises(NotYours):
        complete_task(act=office.act(reader), reader=reader, completion=Completion(step.id, "agree"))
    (found,) = _found(office, "企图绕过步骤")
    assert step.unit == HIGHWAY
    assert found.unit in {post.unit for post in reader.posts}
    assert found.unit != HIGHWAY
    assert found in findings(reader=reader)


@pytest.mark.req("PWR-009")
def test_what_became_key_after_it_was_done_too_often_does_not_escape(office: Office) -> None:
    watcher = office.reader("ll-supervisor")
    matter = _accepted(office)
    for reason in ("图纸不清", "缺少平面图"):
        office.does("ll-examiner", matter, "agree")
        _back(office, "ll-reviewer", matter, reason)
    assert _found(office, "反复退回") == []
    _set(office, watcher, "unit", HIGHWAY)
    for reason in ("缺少剖面图", "缺少说明"):
        office.does("ll-examiner", matter, "agree")
        _back(office, "ll-reviewer", matter, reason)
    (found,) = _found(office, "反复退回")
    assert found.key


def test_a_key_of_other_days_is_no_obstacle(office: Office) -> None:
    watcher = office.reader("ll-supervisor")
    coming = _set(office, watcher, "unit", HIGHWAY, valid_from=date(2027, 1, 1))
    _set(office, watcher, "unit", HIGHWAY, valid_to=date(2026, 12, 31))
    for more in ({"valid_from": date(2026, 12, 31)}, {"valid_from": date(2026, 4, 1), "valid_to": date(2026, 4, 2)}):
        with pytest.raises(KeyRefused, match="从2026年3月2日到2026年12月31日已经是"):
            _set(office, watcher, "unit", HIGHWAY, **more)
    end_key(act=office.act(watcher), reader=watcher, id=coming.id, reason="不再需要")  # type: ignore[attr-defined]
    _set(office, watcher, "unit", HIGHWAY, valid_from=date(2027, 1, 1))


@pytest.mark.req("PWR-009")
def test_the_same_ground_used_again_and_what_the_guide_does_not_list_are_found(office: Office) -> None:
    matter = _accepted(office)
    for reason in ("图纸不清", "图 纸不清"):
        office.does("ll-examiner", matter, "agree")
        _back(office, "ll-reviewer", matter, reason)
    (found,) = _found(office, "同一理由反复退回")
    assert "第 2 次" in found.detail
    other = office.lodge(item=LICENCE)
    offered = grounds(guide=case(reader=office.reader("ll-window"), number=other.number).guide).correct
    condition = next(one.code for one in offered if one.kind == "条件")
    office.does("ll-window", other.id, "correct", missing=[condition], explained=["单位的感谢信"])
    (extra,) = _found(office, "补正超出办事指南")
    assert "有 1 条" in extra.detail


@pytest.mark.req("PWR-009")
def test_a_penalty_outside_its_tier_is_found(office: Office) -> None:
    found = _found(office, "处罚超出裁量幅度")
    assert found
    assert all(one.subject and one.unit == HIGHWAY and one.step == "处罚决定" and not one.kind for one in found)


@pytest.mark.req("PWR-009")
def test_what_is_key_is_marked_comes_first_and_is_held_to_more(office: Office) -> None:
    watcher = office.reader("ll-supervisor")
    plain = _accepted(office)
    procedure = read(reader=watcher, id=plain).procedure
    node = next(one.id for one in procedure.procedure.nodes.values() if one.name == "审查")

    def urged(matter: UUID, times: int) -> int:
        for _ in range(times):
            (task,) = open_tasks(matter=matter)
            urge(act=office.act(watcher), reader=watcher, task=task.id)
        return len(
            [one for one in _found(office, "多次催办未办") if one.number == read(reader=watcher, id=matter).number]
        )

    assert urged(plain, 2) == 0
    made = _set(office, watcher, "step", f"{procedure.key}/{node}")
    key = _accepted(office)
    assert urged(key, 2) == 1
    (found,) = [one for one in _found(office, "多次催办未办") if one.key]
    assert found.key == made.label == f"重点环节：{procedure.name}“审查”"
    assert [one.key for one in findings(reader=watcher, key=True)] == [found.key]
    assert findings(reader=watcher)[0].key
    end_key(act=office.act(watcher), reader=watcher, id=made.id, reason="专项检查结束")
    later = office.at("2026-03-03T09:00")
    third = later.lodge(item=LICENCE)
    later.does("ll-window", third.id, "correct", explained=["单位的感谢信"])
    (extra,) = _found(later, "补正超出办事指南")
    assert extra.key == ""


def _set(office: Office, reader: Reader, sort: str, target: str, **more: object) -> object:
    given = {"reason": "专项检查", "document": "某办〔2026〕1号", "valid_from": date(2026, 3, 2)}
    key = NewKey(sort=sort, target=target, **{**given, **more})  # type: ignore[arg-type]
    return set_key(act=office.act(reader), reader=reader, region=COUNTY, key=key)


@pytest.mark.req("PWR-009")
def test_a_key_unit_and_field_mark_findings_from_their_day_on(office: Office) -> None:
    watcher = office.reader("ll-supervisor")
    key = read(reader=watcher, id=_accepted(office)).procedure.key
    _set(office, watcher, "unit", HIGHWAY, valid_from=date(2026, 3, 20))
    _set(office, watcher, "field", key, valid_from=date(2026, 3, 20))
    office.at("2026-03-12T09:00").passes()
    assert {one.key for one in _found(office, "超过承诺时限")} == {""}
    office.at("2026-03-31T09:00").passes()
    (late,) = _found(office, "超过法定时限")
    assert late.key.count("重点单位：醴陵市公路局") == late.key.count("重点领域：") == 1


def test_a_key_needs_the_post_a_target_and_a_reason(office: Office) -> None:
    watcher = office.reader("ll-supervisor")
    wrong = (
        ("unit", HIGHWAY, {"reason": " "}, "reason"),
        ("unit", "11450305MB99002166", {}, "target"),  # of another place
        ("step", "highway-licence/no-such", {}, "target"),
        ("field", "no-such", {}, "target"),
        ("what", HIGHWAY, {}, "sort"),
        ("unit", HIGHWAY, {"valid_from": date(2026, 3, 1)}, "valid_from"),
        ("unit", HIGHWAY, {"valid_to": date(2026, 3, 1)}, "valid_to"),
    )
    for sort, target, more, field in wrong:
        with pytest.raises(KeyRefused) as refused:
            _set(office, watcher, sort, target, **more)  # type: ignore[arg-type]
        assert refused.value.field == field
    _set(office, watcher, "unit", HIGHWAY)
    with pytest.raises(KeyRefused, match="已经是"):
        _set(office, watcher, "unit", HIGHWAY)
    for who in ("ll-leader", "qx-supervisor", "ll-law"):
        with pytest.raises(PermissionError):
            _set(office, office.reader(who), "unit", HIGHWAY)
    assert len(keys(reader=office.reader("ll-leader"))) == 1
    assert keys(reader=office.reader("qx-supervisor")) == ()


@pytest.mark.req("PWR-009")
def test_a_finding_is_verified_or_dismissed_with_a_reason(office: Office) -> None:
    first, second = _found(office, "处罚超出裁量幅度")[:2]
    watcher = office.reader("ll-supervisor")
    given = {"act": office.act(watcher), "reader": watcher}
    close(finding=first.id, verdict="情况属实，已约谈", **given)  # type: ignore[arg-type]
    close(finding=second.id, verdict="有集体讨论记录", holds=False, **given)  # type: ignore[arg-type]
    results = {one.id: one.result for one in _found(office, "处罚超出裁量幅度")}
    assert (results[first.id], results[second.id]) == ("属实", "不属实")


def test_the_pages_set_a_key_end_it_and_dismiss_a_finding(demo: Demo) -> None:
    demo.work()
    watcher = demo.client("ll-supervisor")
    sent = {"sort": "unit", "unit": HIGHWAY, "reason": "专项检查", "document": "某办〔2026〕1号"}
    bad = watcher.post("/cockpit/keys/", {**sent, "valid_from": "明天"})
    assert (bad.status_code, "2026-02-25" in bad.content.decode()) == (422, True)
    assert watcher.post("/cockpit/keys/", {**sent, "valid_from": "2099-01-01"}).status_code == 302
    page = watcher.get("/cockpit/keys/").content.decode()
    assert "重点单位：醴陵市公路局" in page
    assert "未到日期" in page
    assert "设定重点" not in demo.client("ll-leader").get("/cockpit/keys/").content.decode()
    assert demo.client("ll-leader").post("/cockpit/keys/", {**sent, "valid_from": "2099-01-01"}).status_code == 403
    assert "企图绕过步骤" in watcher.get("/cockpit/rules/").content.decode()
    found = watcher.get("/cockpit/findings/?sort=wrongful").content.decode()
    assert "处罚超出裁量幅度" in found
    assert "处罚超出裁量幅度" not in watcher.get("/cockpit/findings/?sort=inaction").content.decode()
    assert "没有监察提醒" in watcher.get("/cockpit/findings/?key=1").content.decode()
    address = found.split('action="/cockpit/findings/')[1].split('"')[0]
    assert not re.search(r'name="holds" value="(yes|no)" checked', found)
    for said in ({}, {"holds": ""}, {"holds": "x"}):
        unsaid = watcher.post(f"/cockpit/findings/{address}", {"text": "有集体讨论记录", **said})
        assert unsaid.status_code == 422
        assert "监察核定（" not in unsaid.content.decode()
    answer = watcher.post(f"/cockpit/findings/{address}", {"text": "有集体讨论记录", "holds": "no"}, follow=True)
    assert "监察核定（不属实）" in answer.content.decode()
