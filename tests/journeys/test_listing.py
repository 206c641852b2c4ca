"""A list of powers changes by a review: proposed → 法制 → 编办 → government, with returns; public after the last consent."""

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
