"""Legal time over a whole case: the calendar changes under it, an officer acts, supervision reads what time did."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import Demo
from tests.journeys.test_races import together
from tests.office import Office, moment
from yimen.command.setup import HOLIDAYS
from yimen.contexts.journal.api import fsck, trail
from yimen.contexts.matters import redating
from yimen.contexts.matters.api import (
    Completion,
    Matter,
    begin_special,
    by_ids,
    complete_task,
    correct_pause,
    finish_special,
    open_tasks,
    redate,
    specials,
    suspend,
    tick,
)
from yimen.contexts.places.api import load_holidays
from yimen.contexts.supervision.api import findings
from yimen.sites.pieces.clocks import clocks

LICENCE = "超限运输车辆行驶公路的审核"  # promised 7 working days, 20 by law
DAY = "2026-03-04"


@pytest.fixture
def office(demo: Demo) -> Office:
    office = Office(demo, moment("2026-03-02T09:00"))
    office.follow()
    while redate(act=office.act()):
        pass  # the notices that the demonstration has just loaded
    return office


def accepted(office: Office) -> Any:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    return receipt


def now(receipt: Any) -> Matter:
    return by_ids(ids=[receipt.id])[receipt.id]


def closes(office: Office, notice: dict[str, Any]) -> None:
    """Loads a year's notice with one more day off, as the journal tells of it."""
    changed = {**notice, "off": [*notice["off"], {"date": DAY, "name": "更正"}]}
    load_holidays(act=office.act(), notices=[changed])
    office.follow()


@pytest.fixture
def notice() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HOLIDAYS / "2026.json").read_text("utf-8"))
    return found


@pytest.mark.req("PRC-010")
def test_a_corrected_notice_moves_a_case_and_its_step(office: Office, notice: dict[str, Any]) -> None:
    receipt = accepted(office)
    closes(office, notice)
    while redate(act=office.act()):
        pass
    matter = now(receipt)
    assert (matter.due_on, matter.statutory_due_on) == (date(2026, 3, 12), date(2026, 3, 31))
    assert open_tasks(matter=receipt.id)[0].due_on == date(2026, 3, 6)
    (entry,) = [entry for entry in trail(subject=receipt.id) if entry.verb == "case.redate"]
    assert (entry.basis, entry.facts["due_before"], entry.facts["due"]) == (
        notice["document"], "2026-03-11", "2026-03-12",
    )  # fmt: skip
    office.at("2026-03-12T09:00").passes()
    rules = {found.rule for found in findings(reader=office.reader("ll-supervisor"))}
    assert "超过承诺时限" not in rules


def test_a_step_done_late_before_anyone_looked_is_one_finding(office: Office) -> None:
    receipt = accepted(office)
    late = office.at("2026-03-06T09:00")
    late.does("ll-examiner", receipt.id, "agree")
    late.passes()
    rules = [found.rule for found in findings(reader=late.reader("ll-supervisor")) if found.kind]
    assert rules == ["步骤超时"]
    assert "case.expire" not in [entry.verb for entry in trail(subject=receipt.id)]


@pytest.mark.req("PRC-005")
def test_a_correction_is_read_by_supervision(office: Office) -> None:
    receipt = accepted(office)
    examiner, decider = office.reader("ll-examiner"), office.reader("ll-decider")
    begun, ended = office.at("2026-03-04T09:00"), office.at("2026-03-06T09:00")
    own = {"reader": examiner, "matter": receipt.id}
    begin_special(act=begun.act(examiner), kind="鉴定", document="委托书", days=3, **own)  # type: ignore[arg-type]
    (special,) = specials(matter=now(receipt))
    finish_special(act=ended.act(examiner), special=special.id, result="合格", **own)  # type: ignore[arg-type]
    correct_pause(
        act=ended.act(decider), reader=decider, matter=receipt.id, special=special.id,
        begin=date(2026, 3, 3), end=date(2026, 3, 6), reason="日期登记有误",
    )  # fmt: skip
    ended.follow()
    (found,) = [one for one in findings(reader=ended.reader("ll-supervisor")) if one.rule == "更正计时"]
    assert "2026年3月13日 更正为 2026年3月16日" in found.detail


@pytest.mark.django_db(transaction=True)
def test_redating_and_an_officer_at_once_lose_nothing(
    office: Office, notice: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redating, "BATCH", 3)
    receipts = [accepted(office) for _ in range(7)]
    examiner = office.reader("ll-examiner")
    steps = [office.task(examiner, receipt.id).id for receipt in receipts]
    closes(office, notice)
    act, mine = office.act(), office.act(examiner)

    def moves() -> None:
        while redate(act=act):
            pass

    def examines() -> None:
        for step in steps:
            complete_task(act=mine, reader=examiner, completion=Completion(step, "agree"))

    assert together(moves, examines, lambda: tick(act=act)) == [None, None, tick(act=act)]
    for receipt in receipts:
        matter = now(receipt)
        assert (matter.due_on, matter.statutory_due_on) == (date(2026, 3, 12), date(2026, 3, 31))
        assert open_tasks(matter=receipt.id)[0].node == "review"
        verbs = [entry.verb for entry in trail(subject=receipt.id)]
        assert (verbs.count("case.redate"), verbs.count("case.step")) == (1, 1)
    office.follow()
    assert fsck().errors == ()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_move_and_tell_each_matter_once(
    office: Office, notice: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redating, "BATCH", 2)
    receipts = [accepted(office) for _ in range(5)]
    closes(office, notice)
    late = office.at("2026-03-13T09:00")
    act = late.act()

    def moves() -> None:
        while redate(act=act):
            pass

    gone = [each for each in together(moves, moves, *[lambda: tick(act=act)] * 2) if isinstance(each, Exception)]
    assert gone == []
    moves()
    for receipt in receipts:
        verbs = [entry.verb for entry in trail(subject=receipt.id)]
        assert (verbs.count("case.redate"), verbs.count("case.expire")) == (1, 2)  # its step's, and the promised one


def test_a_limit_that_was_stopped_is_told_as_it_stood_then(office: Office, notice: dict[str, Any]) -> None:
    receipt = accepted(office)
    for login, outcome in (("ll-examiner", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant")):
        office.does(login, receipt.id, outcome, opinion="符合规定")
    before = {one["name"]: one["summary"] for one in clocks(now(receipt), date(2026, 3, 5))["past"]}
    assert "最后一天是3月11日" in before["承诺时限（办理）"]
    closes(office, notice)
    after = {one["name"]: one["summary"] for one in clocks(now(receipt), date(2026, 3, 5))["past"]}
    assert "最后一天是2026年3月11日；此后工作日安排有变动，不影响这个期限" in after["承诺时限（办理）"]


def test_a_step_is_not_later_for_the_days_its_case_was_suspended(office: Office) -> None:
    receipt = accepted(office)
    decider = office.reader("ll-decider")
    late = Office(office.demo, moment("2026-03-10T09:00"))
    (step,) = open_tasks(matter=receipt.id)
    assert step.due_on is not None
    assert step.due_on < date(2026, 3, 10)
    suspend(
        act=late.act(decider), reader=decider, matter=receipt.id, ground="听证", basis="", document="听证通知书",
        days=10, reason="依法听证",
    )  # fmt: skip
    (said,) = (one for one in clocks(now(receipt), date(2026, 3, 31))["running"] if "步骤" in one["name"])
    ahead = (step.due_on + timedelta(count) for count in range(1, 20))
    by = len([day for day in ahead if day.weekday() < 5 and day <= date(2026, 3, 9)])  # the 10th stands still
    assert f"已超过 {by} 个工作日" in said["last"]
    assert f"超期第 {by} 个工作日" in str(said["days"])
    assert f"超期第 {by + 1} 个工作日" not in str(said["days"])
