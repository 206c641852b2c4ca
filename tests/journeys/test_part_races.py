"""Units at once within a sub-process that each runs for itself: no part ends twice, none is lost."""

import re
from datetime import date
from typing import Any

import pytest

from tests.conftest import Demo
from tests.journeys.test_joint_races import BUILDING, accepted, told, voice
from tests.journeys.test_parts import in_parts
from tests.journeys.test_races import together
from tests.office import Office, moment
from yimen.contexts.catalogue.api import Change, publish
from yimen.contexts.journal.api import fsck, trail
from yimen.contexts.matters.api import StepGone, StepRefused, send_back, take_back, tick
from yimen.contexts.procedures.api import in_force
from yimen.contexts.procedures.api import publish as publish_procedure

pytestmark = pytest.mark.django_db(transaction=True)
ITEM = "管线跨越公路并联审批（各部门分步办理，演示）"
WHO = ("ll-land", "ll-fire", "ll-ecology")


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def signing(office: Office) -> Any:
    """Returns a case in which three units are about to sign."""
    receipt = accepted(office, ITEM, wood="yes")
    for who in WHO:
        office.does(who, receipt.id, "taken")
        office.does(who, receipt.id, "propose_agree")
    return receipt


def ways(office: Office, receipt: Any) -> list[tuple[str, str]]:
    """Returns the steps within the whole with what they ended with, "" where they are open."""
    return sorted(
        (one.name, one.outcome) for one in told(office, receipt).tasks if one.name in ("收文", "审查", "签发")
    )


def standing(office: Office, receipt: Any) -> list[str]:
    return sorted(one.name for one in told(office, receipt).tasks if one.done_at is None)


@pytest.mark.req("PRC-006")
def test_units_that_end_at_once_end_the_whole_once(office: Office) -> None:
    receipt = signing(office)
    given = together(*(voice(office, who, receipt, "agree") for who in WHO))
    assert not any(isinstance(one, Exception) for one in given), given
    assert [one for one in ways(office, receipt) if one[0] == "签发"] == [("签发", "agree")] * 3
    assert standing(office, receipt) == ["决定"]
    office.follow()
    assert fsck().errors == ()


def test_demands_of_units_at_once_are_told_once(office: Office) -> None:
    receipt = signing(office)
    sayings = {"ll-land": ("more", "补用地红线图"), "ll-fire": ("more", "补消防车道图"), "ll-ecology": ("agree", "")}
    given = together(*(voice(office, who, receipt, *said) for who, said in sayings.items()))
    assert not any(isinstance(one, Exception) for one in given), given
    assert standing(office, receipt) == ["汇总各部门意见，一次告知"]
    office.does("ll-examiner", receipt.id, "correct")
    missing = "".join(told(office, receipt).missing)
    assert missing.count("补用地红线图") == missing.count("补消防车道图") == 1


def test_the_last_end_against_a_return_within_another_part(office: Office) -> None:
    """Land ends its part while fire goes back to examining: both happen, and the whole stays open for fire."""
    receipt = signing(office)
    office.does("ll-ecology", receipt.id, "agree")
    fire = office.reader("ll-fire")
    task, act = office.task(fire, receipt.id).id, office.act(fire)
    back = lambda: send_back(act=act, reader=fire, task=task, to="examine", reason="漏了一项")  # noqa: E731
    given = together(voice(office, "ll-land", receipt, "agree"), back)
    assert not any(isinstance(one, Exception) for one in given), given
    assert standing(office, receipt) == ["审查"]
    office.does("ll-fire", receipt.id, "propose_agree")
    office.does("ll-fire", receipt.id, "agree")
    assert standing(office, receipt) == ["决定"]
    office.follow()
    assert fsck().errors == ()


def test_the_last_end_against_a_return_of_the_same_turn(office: Office) -> None:
    """Either the whole has ended, and nobody is there to send back; or the part begins anew, and its end is late."""
    receipt = signing(office)
    office.does("ll-ecology", receipt.id, "agree")
    office.does("ll-land", receipt.id, "agree")
    fire = office.reader("ll-fire")
    task, act = office.task(fire, receipt.id).id, office.act(fire)
    back = lambda: send_back(act=act, reader=fire, task=task, to="take", reason="重来")  # noqa: E731
    given = together(voice(office, "ll-fire", receipt, "agree"), back)
    lost = [one for one in given if isinstance(one, Exception)]
    assert len(lost) == 1, given
    assert isinstance(lost[0], StepGone | StepRefused), given
    assert standing(office, receipt) == (["决定"] if isinstance(given[1], Exception) else ["收文"])
    office.follow()
    assert fsck().errors == ()


def test_an_end_that_is_taken_back_against_the_end_of_the_last(office: Office) -> None:
    """Land takes its word back while fire says the last: the whole ended, or land is open again; never both."""
    receipt = signing(office)
    office.does("ll-ecology", receipt.id, "agree")
    office.does("ll-land", receipt.id, "agree")
    land = office.reader("ll-land")
    mine = next(
        one for one in told(office, receipt).tasks if one.name == "签发" and one.done_at and one.unit.endswith("151R")
    )
    act = office.act(land)
    given = together(voice(office, "ll-fire", receipt, "agree"), lambda: take_back(act=act, reader=land, task=mine.id))
    assert not isinstance(given[0], Exception), given
    now = standing(office, receipt)
    assert now == (["决定"] if isinstance(given[1], Exception) else ["签发"])
    office.follow()
    assert fsck().errors == ()


def test_the_end_of_a_part_against_its_lapse_is_one_end(demo: Demo) -> None:
    """The step that several do lapses; made the last step of a part, its silence is the word of that unit, once."""
    office = Office(demo, moment("2026-03-02T09:00"))
    key = demo.items[BUILDING]["procedure_key"]
    xml = in_parts(in_force(key=key, on=date(2026, 3, 2)).xml.decode())
    assert re.search(r'id="examine"[^>]*yimen:lapse="agree"', xml)
    publish_procedure(act=office.act(), xml=xml.encode(), valid_from=date(2026, 3, 2))
    change = Change("变更", "测试", "演发〔2026〕1号")
    publish(act=office.act(), item=demo.items[BUILDING], valid_from=date(2026, 3, 2), change=change)
    receipt = accepted(office, BUILDING, basement="no")
    office.does("ll-fire", receipt.id, "taken")
    late = office.at("2026-03-30T09:00")
    given = together(voice(late, "ll-fire", receipt, "disagree", "疏散宽度不足"), lambda: tick(act=late.act()))
    assert isinstance(given[0], StepGone), given  # the law has spoken at midnight, whoever comes first now
    ended = [(one.outcome, one.lapsed) for one in told(late, receipt).tasks if one.name == "审查" and one.done_at]
    assert ended == [("agree", True)]
    assert [entry.verb for entry in trail(subject=receipt.id)].count("case.lapse") == 1
    assert standing(late, receipt) == ["决定"]
    late.follow()
    assert fsck().errors == ()
