"""A list of powers changes by a review: proposed → 法制 → 编办 → government; public after the last consent."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.catalogue.api import Change
from yimen.contexts.identity.api import appoint
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import Matter, NotYours, StepRefused
from yimen.contexts.powers.api import (
    NotYourPower,
    PowerMoved,
    PowerRefused,
    adjustments,
    correct_proposal,
    end_entry,
    entries,
    entry,
    open_proposal,
    proposal_review,
    propose_entry,
    publish_entry,
    withdraw_proposal,
)

HIGHWAY, JUSTICE, LILING = "11430281MB990011XC", "11430281MB99001442", "430281000000"
DAY = date(2026, 12, 1)
WHY = Change("新增", "依法新增", "醴政发〔2026〕12号（演示）")
NAME = "对擅自设置非公路标志的处罚"
POWER: dict[str, Any] = {
    "type": "行政处罚", "basis": "《公路法》第七十九条", "procedure": "penalty", "supervision": "决定7个工作日内公开",
    "duties": "立案、调查、告知、决定、送达", "accountability": "《行政处罚法》第七十六条",
}  # fmt: skip
CONSENTS = (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve"))


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-11-20T09:00"))


def propose(office: Office, who: str = "ll-powers", **more: Any) -> Matter:
    reader = office.reader(who)
    new = {"what": "new", "kind": "power", "unit": HIGHWAY, "name": NAME, "content": POWER, "day": DAY, "change": WHY}
    return propose_entry(act=office.act(reader), reader=reader, **{**new, **more})  # type: ignore[arg-type]


def correct(office: Office, matter: Matter, who: str = "ll-powers", **more: Any) -> int:
    reader = office.reader(who)
    found = proposal_review(reader=reader, number=matter.number).proposal
    new = {"what": "new", "kind": "power", "unit": HIGHWAY, "name": NAME, "content": POWER, "day": DAY, "change": WHY,
           "revision": found.revision}  # fmt: skip
    return correct_proposal(act=office.act(reader), reader=reader, id=matter.id, **{**new, **more})  # type: ignore[arg-type]


def consent(office: Office, matter: Matter) -> Matter:
    for who, outcome in CONSENTS:
        after = office.does(who, matter.id, outcome)
    return after


def names(on: date = DAY, kind: str = "power") -> list[str]:
    return [one.name for one in entries(kind=kind, on=on, unit=HIGHWAY)]


def listed(kind: str = "power") -> Any:
    return next(one for one in entries(kind=kind, on=DAY, unit=HIGHWAY) if one.name)


@pytest.mark.req("PWR-002", "PWR-004")
def test_a_department_proposes_a_power_which_is_public_once_three_offices_consent(office: Office) -> None:
    matter = propose(office)
    assert (matter.kind, matter.due_on is not None) == ("listing", True)
    office.does("ll-law", matter.id, "return", "依据的条款请核对")
    with pytest.raises(PowerRefused, match="没有填写"):  # nothing that could not be published goes on
        correct(office, matter, content=POWER | {"basis": ""})
    saved = correct(office, matter, content=POWER | {"basis": "《公路法》第七十八条"})
    assert saved == 2
    office.does("ll-powers", matter.id, "resubmit")
    for who, outcome in CONSENTS[:2]:
        office.does(who, matter.id, outcome)
        assert NAME not in names()
    after = office.does("ll-government", matter.id, "approve")
    assert (after.outcome, after.open) == ("已公布", False)
    made = next(one for one in entries(kind="power", on=DAY, unit=HIGHWAY) if one.name == NAME)
    assert (made.content["basis"], made.valid_from, made.number) == (["《公路法》第七十八条"], DAY, 1)
    log = next(one for one in adjustments(region=LILING, unit=HIGHWAY) if one.code == made.code)
    assert (log.what, log.review) == ("新增", matter.number)
    assert matter.number in Client().get(f"/powers/log/?unit={HIGHWAY}").content.decode()
    assert [one.verb for one in trail(subject=matter.id)] == [
        "listing.open", "listing.step", "powers.correct_proposal", *["listing.step"] * 4]  # fmt: skip
    office.follow()


@pytest.mark.req("PWR-002")
def test_what_is_refused_or_withdrawn_leaves_the_list_as_it_was_and_may_be_proposed_again(office: Office) -> None:
    one = listed()
    change = {"what": "change", "code": one.code, "name": "改过的名称", "content": POWER, "change": WHY}
    why = Change("变更", "法律修改", "醴政发〔2026〕13号（演示）")
    matter = propose(office, **change | {"change": why})
    for who, outcome in CONSENTS[:2]:
        office.does(who, matter.id, outcome)
    with pytest.raises(StepRefused, match="必须写明意见"):
        office.does("ll-government", matter.id, "refuse")
    assert office.does("ll-government", matter.id, "refuse", "暂不调整").outcome == "不予公布"
    again = propose(office, **change | {"change": why})
    with pytest.raises(PowerMoved, match=f"办件号 {again.number}，正在“审查”阶段"):
        propose(office, "ll-law", **change | {"change": why})
    lawyer, writer = office.reader("ll-law"), office.reader("ll-powers")
    with pytest.raises(NotYourPower):
        withdraw_proposal(act=office.act(lawyer), reader=lawyer, id=again.id, reason="不该送")
    with pytest.raises(PowerRefused, match="撤回理由"):
        withdraw_proposal(act=office.act(writer), reader=writer, id=again.id, reason=" ")
    assert withdraw_proposal(act=office.act(writer), reader=writer, id=again.id, reason="写错了").outcome == "已撤回"
    assert open_proposal(kind="power", code=one.code) is None
    assert one.name in names()
    consent(office, propose(office, **change | {"change": why}))
    assert entry(kind="power", code=one.code, on=DAY).name == "改过的名称"
    office.follow()


@pytest.mark.req("PWR-002")
def test_who_wrote_a_proposal_decides_nothing_of_it_and_a_law_office_corrects_its_own(office: Office) -> None:
    matter = propose(office, "ll-law")
    with pytest.raises(NotYours, match="编写过本件里的清单调整"):
        office.does("ll-law", matter.id, "agree")
    other = office.reader("ll-editor").account
    assert other is not None
    appoint(act=office.act(), account=other, unit=JUSTICE, role="law", title="法制岗", valid_from=date(2026, 1, 1))
    office.does("ll-editor", matter.id, "return", "请补充监督措施")
    with pytest.raises(NotYourPower):
        correct(office, matter)  # the body did not propose it
    correct(office, matter, "ll-law")
    with pytest.raises(PowerMoved, match="第 2 稿"):
        correct(office, matter, "ll-law", revision=1)
    office.does("ll-law", matter.id, "resubmit")
    for who, outcome in (("ll-editor", "agree"), *CONSENTS[1:]):
        office.does(who, matter.id, outcome)
    assert NAME in names()


@pytest.mark.req("PWR-002", "PWR-004")
@pytest.mark.parametrize("kind", ["取消", "合并", "下放"])
def test_an_entry_ends_by_the_same_review(office: Office, kind: str) -> None:
    one = listed("negative")
    why = Change(kind, "法律已明确", "醴政发〔2026〕14号（演示）")
    matter = propose(office, what="end", kind="negative", code=one.code, day=DAY, change=why, name="", content={})
    assert entry(kind="negative", code=one.code, on=DAY).valid_to is None
    consent(office, matter)
    assert entry(kind="negative", code=one.code, on=DAY).valid_to == DAY
    assert one.name not in names(date(2026, 12, 2), "negative")
    (line,) = [each for each in adjustments(region=LILING, unit=HIGHWAY) if each.review]
    assert (line.what, line.on, line.review) == (kind, date(2026, 12, 2), matter.number)


@pytest.mark.req("PWR-002")
def test_nobody_changes_a_list_of_powers_past_the_review_and_a_list_that_moved_refuses_the_last_consent(
    office: Office,
) -> None:
    one, lawyer = listed("negative"), office.reader("ll-law")
    content = {"sort": "禁止", "text": "改过", "basis": "《行政处罚法》第七十四条"}
    why = Change("变更", "完善", "醴政发〔2026〕15号（演示）")
    new: dict[str, Any] = {"kind": "negative", "unit": HIGHWAY, "name": one.name, "content": content,
                           "valid_from": DAY, "change": why, "code": one.code}  # fmt: skip
    who: dict[str, Any] = {"act": office.act(lawyer), "reader": lawyer}
    with pytest.raises(PowerRefused, match="请送审"):
        publish_entry(**who, **new)
    with pytest.raises(PowerRefused, match="请送审"):
        end_entry(**who, kind="negative", code=one.code, last_day=DAY, change=Change("取消", "某", "某"))
    matter = propose(office, what="change", kind="negative", code=one.code, name=one.name, content=content, change=why)
    publish_entry(**who, **new, filling=True)
    for login, outcome in CONSENTS[:2]:
        office.does(login, matter.id, outcome)
    with pytest.raises(StepRefused, match="已经另外改过"):
        office.does("ll-government", matter.id, "approve")


def test_everything_wrong_with_a_proposal_is_told_at_once_and_a_procedure_fits_its_power(office: Office) -> None:
    with pytest.raises(PowerRefused) as refused:
        propose(office, name="", content={"type": "行政处罚"}, day=date(2026, 1, 1))
    assert {one.field for one in refused.value.every} == {
        "name", "basis", "procedure", "supervision", "duties", "accountability", "valid_from"}  # fmt: skip
    for type_, key in (("行政许可", "penalty"), ("行政处罚", "complaint"), ("行政许可", "construction-1"),
                       ("行政处罚", "power-review"), ("行政检查", "highway-licence")):  # fmt: skip
        with pytest.raises(PowerRefused, match=f"不是{type_}用的流程"):
            propose(office, content=POWER | {"type": type_, "procedure": key})
    with pytest.raises(PowerRefused, match="变动应为新增、承接之一"):
        propose(office, change=Change("取消", "某", "某"))
    propose(office, content=POWER | {"type": "行政许可", "procedure": "highway-licence"})


def test_what_could_take_effect_while_it_was_reviewed_does_so_on_the_day_of_the_last_consent(office: Office) -> None:
    matter = propose(office, day=date(2026, 11, 20))
    later = office.at("2026-11-25T10:00")
    consent(later, matter)
    made = next(one for one in entries(kind="power", on=DAY, unit=HIGHWAY) if one.name == NAME)
    assert made.valid_from == date(2026, 11, 25)
