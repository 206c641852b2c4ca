"""Two propose a change of one entry at once, two give the last consent: one of them does, the other is told."""

import pytest

from tests.conftest import Demo
from tests.journeys.test_listing import CONSENTS, DAY, HIGHWAY, NAME, POWER, listed, propose
from tests.journeys.test_races import together
from tests.office import Office, moment
from yimen.contexts.catalogue.api import Change
from yimen.contexts.matters.api import Completion, Matter, StepGone, complete_task
from yimen.contexts.powers.api import PowerMoved, entries, entry_history, proposals

pytestmark = pytest.mark.django_db(transaction=True)
WHY = Change("变更", "法律修改", "醴政发〔2026〕13号（演示）")


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-11-20T09:00"))


@pytest.mark.req("PWR-002")
def test_one_entry_has_one_proposal(office: Office) -> None:
    code = listed().code

    def change() -> Matter:
        return propose(office, what="change", code=code, name="改过的名称", content=POWER, change=WHY)

    done = together(change, change)
    assert {type(one) for one in done} == {Matter, PowerMoved}
    (refused,) = [one for one in done if isinstance(one, PowerMoved)]
    assert "办件号" in str(refused)
    assert len(proposals(reader=office.reader("ll-powers"), kind="power")) == 1


def test_the_last_consent_publishes_once(office: Office) -> None:
    matter = propose(office)
    for who, outcome in CONSENTS[:2]:
        office.does(who, matter.id, outcome)
    reader = office.reader("ll-government")
    step = office.task(reader, matter.id)

    def approve() -> Matter:
        return complete_task(act=office.act(reader), reader=reader, completion=Completion(step.id, "approve"))

    done = together(approve, approve)
    assert {type(one) for one in done} == {Matter, StepGone}
    (made,) = [one for one in entries(kind="power", on=DAY, unit=HIGHWAY) if one.name == NAME]
    assert len(entry_history(kind="power", code=made.code)) == 1
