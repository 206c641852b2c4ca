"""Supervision in time: limits pass, clocks stop, findings are answered. Dates of 2026 with its holidays."""

from datetime import date

import pytest

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import case, rate, withdraw
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import (
    StepRefused,
    begin_special,
    counts,
    finish_special,
    lit,
    matter_by_id,
    specials,
)
from yimen.contexts.supervision.api import AnswerRefused, board, close, findings, reply
from yimen.kernel.clock import Light

LICENCE = "在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核"  # promised 7 working days, 20 by law
COUNTY = "430281000000"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def _accepted(office: Office) -> tuple[Office, object]:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    return office, receipt


@pytest.mark.req("PRC-010")
def test_the_receipt_names_the_last_day_and_how_it_came_about(office: Office) -> None:
    # 2026-02-12 is a Thursday; 14 Feb is a make-up Saturday, 15–23 Feb the spring festival.
    receipt = office.at("2026-02-12T16:00").lodge(item=LICENCE)
    assert receipt.due_on == date(2026, 2, 26)
    assert "春节" in receipt.explanation
    assert "2月26日" in receipt.explanation


def test_the_alarm_goes_by_the_promise_and_illegality_by_the_statute(office: Office) -> None:
    _accepted(office)
    watcher = office.reader("ll-supervisor")
    rules = lambda: sorted(found.rule for found in findings(reader=watcher) if found.kind)  # noqa: E731
    office.at("2026-03-11T18:00").passes()  # the 7th working day after 2 March
    assert rules() == ["步骤超时"]
    office.at("2026-03-12T09:00").passes()
    assert rules() == ["步骤超时", "超过承诺时限"]
    office.at("2026-03-13T09:00").passes()
    assert rules() == ["步骤超时", "超过承诺时限"]  # found once
    office.at("2026-03-31T09:00").passes()  # 20 working days: 30 March
    assert rules() == ["步骤超时", "超过承诺时限", "超过法定时限"]
    assert {found.card for found in findings(reader=watcher)} == {"yellow", "red"}


def test_lights_turn_with_the_days(office: Office) -> None:
    _, receipt = _accepted(office)
    matter = matter_by_id(reader=office.reader("ll-window"), id=receipt.id)
    lights = {day: matter.light(date(2026, 3, day)) for day in (3, 9, 10, 11, 12)}
    assert lights == {
        3: Light.GREEN, 9: Light.GREEN, 10: Light.YELLOW, 11: Light.YELLOW, 12: Light.RED,
    }  # fmt: skip
    shown = lit(reader=office.reader("ll-supervisor"), region=COUNTY, today=date(2026, 3, 12))
    assert [found.id for found in shown] == [receipt.id]
    (line,) = [row for row in counts(region=COUNTY, today=date(2026, 3, 12)) if row.open]
    assert (line.red, line.yellow, line.green) == (1, 0, 0)
    with pytest.raises(PermissionError):
        lit(reader=office.reader("ll-examiner"), region=COUNTY, today=date(2026, 3, 12))


@pytest.mark.req("PRC-010")
def test_a_special_procedure_stops_both_clocks_for_exactly_its_days(office: Office) -> None:
    _, receipt = _accepted(office)
    examiner, own = office.reader("ll-examiner"), {"reader": office.reader("ll-examiner"), "matter": receipt.id}
    before = matter_by_id(reader=examiner, id=receipt.id)
    third, sixth = office.at("2026-03-05T10:00"), office.at("2026-03-10T10:00")
    paused = begin_special(act=third.act(examiner), kind="鉴定", document="鉴定委托书〔2026〕1号", days=3, **own)
    (special,) = specials(matter=paused)
    assert paused.light(date(2026, 3, 6)) is Light.GREY
    assert office.at("2026-03-10T09:00").passes().expired == 0  # nothing expires while it stands still
    after = finish_special(act=sixth.act(examiner), special=special.id, result="鉴定合格", **own)
    assert before.due_on == date(2026, 3, 11)
    assert after.due_on == date(2026, 3, 16)  # Thursday, Friday and Monday do not count
    assert (before.statutory_due_on, after.statutory_due_on) == (date(2026, 3, 30), date(2026, 4, 2))
    facts = [entry.facts for entry in trail(subject=receipt.id) if entry.verb == "case.resume"]
    assert facts[0]["due"] == "2026-03-16"


@pytest.mark.req("PRC-010")
def test_only_the_grounds_of_the_law_stop_the_clock(office: Office) -> None:
    _, receipt = _accepted(office)
    examiner = office.reader("ll-examiner")
    own = {"reader": examiner, "matter": receipt.id, "act": office.act(examiner)}
    with pytest.raises(StepRefused, match="没有“领导出差”这种特别程序"):
        begin_special(kind="领导出差", document="某文", days=3, **own)
    with pytest.raises(StepRefused, match="所需时间"):
        begin_special(kind="鉴定", document="某文", days=0, **own)
    begin_special(kind="鉴定", document="某文", days=3, **own)
    with pytest.raises(StepRefused, match="已经在进行"):
        begin_special(kind="鉴定", document="某文", days=3, **own)
    with pytest.raises(StepRefused, match="中止计时"):
        office.does("ll-examiner", receipt.id, "agree")


def test_a_finding_is_answered_by_the_unit_and_closed_by_supervision(office: Office) -> None:
    _accepted(office)
    late = office.at("2026-03-12T09:00")
    late.passes()
    (found,) = [one for one in findings(reader=late.reader("ll-supervisor")) if one.rule == "超过承诺时限"]
    assert found.state == "待说明"
    examiner, watcher = late.reader("ll-examiner"), late.reader("ll-supervisor")
    with pytest.raises(PermissionError):
        reply(act=late.act(watcher), reader=watcher, finding=found.id, text="不是被提醒的单位")
    with pytest.raises(AnswerRefused, match="2 至 2000"):
        reply(act=late.act(examiner), reader=examiner, finding=found.id, text="哦")
    reply(act=late.act(examiner), reader=examiner, finding=found.id, text="技术资料复核耗时")
    stranger = late.reader("qx-supervisor")
    with pytest.raises(PermissionError):
        close(act=late.act(stranger), reader=stranger, finding=found.id, verdict="情况属实")
    close(act=late.act(watcher), reader=watcher, finding=found.id, verdict="情况属实，限期整改")
    (closed,) = [one for one in findings(reader=watcher) if one.rule == "超过承诺时限"]
    assert (closed.state, closed.reply, closed.verdict) == ("已核定", "技术资料复核耗时", "情况属实，限期整改")
    assert findings(reader=stranger) == ()
    with pytest.raises(AnswerRefused):
        close(act=late.act(watcher), reader=watcher, finding=found.id, verdict="再核定一次")


def test_a_bad_rating_and_a_second_correction_are_findings(office: Office) -> None:
    _, receipt = _accepted(office)
    office.does("ll-examiner", receipt.id, "agree")
    office.does("ll-reviewer", receipt.id, "agree")
    office.does("ll-decider", receipt.id, "grant")
    citizen = office.reader("张三演")
    rate(act=office.act(citizen), reader=citizen, number=receipt.number, score=1, text="跑了三趟")
    office.follow()
    (found,) = [one for one in findings(reader=office.reader("ll-supervisor")) if one.kind]
    assert found.rule == "差评"
    other = office.lodge(item=LICENCE)
    office.does("ll-window", other.id, "correct", explained=["设计图缺页"])
    office.does("ll-window", other.id, "submit", "已当面说明")
    with pytest.raises(StepRefused, match="一次告知"):
        office.does("ll-window", other.id, "correct", explained=["还缺一页"])
    office.does("ll-window", other.id, "correct", "补来的图仍缺第 2 页", explained=["还缺一页"])
    office.follow()
    assert "再次要求补正" in {found.rule for found in findings(reader=office.reader("ll-supervisor"))}


def test_the_board_counts_a_late_and_an_early_case(office: Office) -> None:
    for when in ("2026-03-03T09:00", "2026-03-20T09:00"):
        receipt = office.lodge(item=LICENCE)
        office.does("ll-window", receipt.id, "accept")
        later = office.at(when)
        later.does("ll-examiner", receipt.id, "agree")
        later.does("ll-reviewer", receipt.id, "agree")
        later.does("ll-decider", receipt.id, "grant")
        later.does("ll-window", receipt.id, "deliver", method="网上")
    shown = board(region=COUNTY, today=date(2026, 3, 21))
    assert (shown.closed, shown.open, shown.on_time) == (2, 0, 0.5)


def test_a_withdrawn_case_stops_and_is_never_late(office: Office) -> None:
    _, receipt = _accepted(office)
    citizen = office.reader("张三演")
    ended = withdraw(act=office.act(citizen), reader=citizen, number=receipt.number, reason="不办了")
    assert (ended.outcome, ended.open) == ("撤回", False)
    assert office.at("2026-06-01T09:00").passes().expired == 0
    assert case(reader=citizen, number=receipt.number).matter.stage == "撤回"
    with pytest.raises(StepRefused):
        withdraw(act=office.act(citizen), reader=citizen, number=receipt.number, reason="")
