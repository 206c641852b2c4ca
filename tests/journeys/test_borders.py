"""Borders: a region's digits, a decision under way, a stopped clock: what must not cross."""

import pytest

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import ApplicationRefused, hand_in, material, result, withdraw
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import NoSuchMatter, StepGone, StepRefused, Ticked, begin_special, end_matter, matter
from yimen.contexts.supervision.api import findings, reply
from yimen.kernel.codes import parse_region, region_prefix

LICENCE = "超限运输车辆行驶公路的审核"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


@pytest.mark.pure
@pytest.mark.parametrize(("place", "other"), [("451030", "451031"), ("451000", "451102"), ("50", "510000")])
def test_a_region_is_not_another_whose_digits_begin_alike(place: str, other: str) -> None:
    assert not parse_region(other).value.startswith(region_prefix(place))
    assert parse_region(place).value.startswith(region_prefix(place))


@pytest.mark.req("SUP-003")
def test_a_finding_goes_to_the_level_that_oversees(office: Office) -> None:
    office.lodge(item="出生证明")  # a township of 七星区
    office.lodge(item=LICENCE)
    office.at("2026-04-01T09:00").passes()
    seen = {
        who: sorted({found.title for found in findings(reader=office.reader(who)) if found.kind})
        for who in ("qx-supervisor", "ll-supervisor", "al-supervisor")
    }
    assert seen == {"qx-supervisor": ["出生证明"], "ll-supervisor": [LICENCE], "al-supervisor": []}


@pytest.mark.req("SUP-002")
def test_licences_and_services_stand_under_the_same_supervision(office: Office) -> None:
    for item in (LICENCE, "城乡低保"):
        office.lodge(item=item)
    office.at("2026-04-01T09:00").passes()
    watchers = [office.reader(who) for who in ("ll-supervisor", "qx-supervisor", "al-supervisor")]
    every = [one for watcher in watchers for one in findings(reader=watcher) if one.kind]
    found = {one.title: one.card for one in every if one.rule not in ("步骤超时", "补正超出办事指南")}
    assert found == {LICENCE: "red", "城乡低保": "red"}


def test_time_reaches_the_last_of_many(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.contexts.matters.ticking.PAGE", 2)
    for _ in range(5):
        office.lodge(item=LICENCE)
    first = office.at("2026-04-01T09:00").passes()
    assert first.expired + first.lapsed >= 5
    assert office.at("2026-04-01T09:01").passes() == Ticked()


def test_a_decided_case_cannot_be_withdrawn_even_if_it_was_read_before(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    for login, outcome in (
        ("ll-window", "accept"),
        ("ll-examiner", "agree"),
        ("ll-reviewer", "agree"),
        ("ll-decider", "grant"),
    ):
        office.does(login, receipt.id, outcome)
    citizen = office.reader("张三演")
    with pytest.raises(StepGone):  # what withdraw does once it has read an undecided case
        end_matter(act=office.act(citizen), matter=receipt.id, outcome="撤回", verb="withdraw", opinion="")
    with pytest.raises(StepRefused):
        withdraw(act=office.act(citizen), reader=citizen, number=receipt.number, reason="")


def test_after_withdrawal_nothing_is_asked_for_any_more(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "correct", explained=["行驶证复印件不清"])
    citizen = office.reader("张三演")
    withdraw(act=office.act(citizen), reader=citizen, number=receipt.number, reason="改道")
    with pytest.raises(StepGone):
        hand_in(act=office.act(citizen), reader=citizen, number=receipt.number, uploads=())


def test_only_the_time_to_decide_can_be_stopped(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    clerk = office.reader("ll-window")
    with pytest.raises(StepRefused, match="没有“鉴定”这种特别程序"):
        begin_special(act=office.act(clerk), reader=clerk, matter=receipt.id, kind="鉴定", document="某函", days=3)


@pytest.mark.req("PUB-001")
def test_a_result_is_public_unless_its_item_names_a_ground(office: Office) -> None:
    open_one, private = office.lodge(item=LICENCE), office.lodge(item="婚育证明")
    for login, outcome in (
        ("ll-window", "accept"),
        ("ll-examiner", "agree"),
        ("ll-reviewer", "agree"),
        ("ll-decider", "grant"),
    ):
        office.does(login, open_one.id, outcome)
    office.does("cs-window", private.id, "accept")
    office.does("cs-window", private.id, "grant")
    office.follow()
    assert result(number=open_one.number).disclosure == "主动公开"
    with pytest.raises(NoSuchMatter):
        result(number=private.number)
    (told,) = [entry.facts for entry in trail(subject=private.id) if entry.verb == "case.publish"]
    assert told == {"disclosure": "不公开", "ground": "涉及个人隐私（《政府信息公开条例》第十五条）"}


def test_an_official_opening_a_file_is_noted_and_the_applicant_is_not(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    citizen, clerk = office.reader("张三演"), office.reader("ll-window")
    from yimen.contexts.cases.api import case

    (document, *_) = case(reader=citizen, number=receipt.number).documents
    material(act=office.act(citizen), reader=citizen, number=receipt.number, document=document.id)
    assert "case.look" not in [entry.verb for entry in trail(subject=receipt.id)]
    material(act=office.act(clerk), reader=clerk, number=receipt.number, document=document.id)
    assert "case.look" in [entry.verb for entry in trail(subject=receipt.id)]


def test_words_typed_by_people_stay_out_of_the_log(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "correct", explained=["请补交 13900000001 机主的委托书"])
    late = office.at("2026-06-01T09:00")
    late.passes()
    for found in findings(reader=late.reader("ll-supervisor")):
        if found.number != receipt.number:
            continue
        unit = late.reader("ll-examiner" if found.unit == "11430281MB990011XC" else "ll-window")
        reply(act=late.act(unit), reader=unit, finding=found.id, text="当事人电话 13900000001 打不通")
    assert "13900000001" not in str([(entry.facts, entry.basis) for entry in trail(subject=receipt.id)])


def test_a_wrong_form_of_a_step_is_refused_not_broken(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    for explained in (5, "abc", [7], ["长" * 201]):
        with pytest.raises(StepRefused, match="逐条"):
            office.does("ll-window", receipt.id, "correct", explained=explained)
    for missing in (5, "abc", [7], ["长" * 201]):
        with pytest.raises(StepRefused, match="需要补正的内容"):
            office.does("ll-window", receipt.id, "correct", missing=missing)
    assert matter(reader=office.reader("ll-window"), number=receipt.number).stage == "受理"


def test_a_draft_belongs_to_one_item(office: Office) -> None:
    from yimen.contexts.cases.api import lodge

    citizen = office.reader("张三演")
    application = office.application(LICENCE, answers={})
    with pytest.raises(ApplicationRefused):
        lodge(act=office.act(citizen), reader=citizen, application=application)
    other = office.application("出生证明", id=application.id)
    with pytest.raises(PermissionError, match="另一个事项"):
        lodge(act=office.act(citizen), reader=citizen, application=other)


def test_a_correction_that_changes_nothing_is_not_taken(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "correct", explained=["行驶证复印件不清"])
    with pytest.raises(StepRefused, match="还没有补充任何内容"):
        office.does("ll-window", receipt.id, "submit")
