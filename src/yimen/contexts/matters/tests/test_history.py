"""What became of a procedure's matters, counted by hand; who is told, and of what."""

from dataclasses import fields
from datetime import date

import pytest

from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.matters import history as module
from yimen.contexts.matters.api import History, Matter, NotOverseen, history, open_tasks, send_back
from yimen.contexts.procedures.api import NoSuchProcedure

from .conftest import OTHER, Desk, officer

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)


def asked(reader: Reader, *, first: date = FIRST, last: date = LAST) -> History:
    return history(reader=reader, key="timed", first=first, last=last)


@pytest.fixture
def past(desk: Desk) -> Desk:
    """Three matters: one granted within a week, one examined over the weekend, one only received."""
    one = desk.accepted()
    one = desk.at("2026-03-05T10:00").does(one, "agree")
    desk.at("2026-03-06T10:00").does(one, "agree")
    two = desk.at("2026-03-06T23:30").accepted()
    desk.at("2026-03-09T09:00").does(two, "agree")
    desk.at("2026-03-31T23:59").opened()
    desk.at("2026-04-01T00:00").opened()
    return desk


def test_arrivals_outcomes_and_days_are_counted(past: Desk) -> None:
    found = asked(officer("approver"))
    assert (found.matters, found.cut) == (3, False)
    assert found.arrivals == {date(2026, 3, 2): 1, date(2026, 3, 6): 1, date(2026, 3, 31): 1}
    assert found.outcomes["accept"] == {"accept": 2}
    assert found.outcomes["examine"]["agree"] == 2
    assert found.days["accept"] == (0, 0)
    assert found.days["examine"] == (1, 3)  # Friday night to Monday; Monday to Thursday


def test_only_the_span_is_told(past: Desk) -> None:
    assert asked(officer("approver"), first=date(2026, 3, 3)).matters == 2
    assert asked(officer("approver"), last=date(2026, 3, 30)).matters == 2
    assert asked(officer("approver"), last=date(2026, 4, 1)).matters == 4
    assert asked(officer("approver"), first=date(2027, 1, 1), last=date(2027, 2, 1)).days == {}


@pytest.mark.parametrize("role", ["process", "approver", "supervisor", "leader", "audit", "law"])
def test_who_draws_or_oversees_is_told(past: Desk, role: str) -> None:
    assert asked(officer(role)).matters == 3


def test_a_drafter_is_told_of_the_own_unit_only(past: Desk) -> None:
    assert asked(officer("process", OTHER)).matters == 0


def test_another_region_is_told_nothing(past: Desk) -> None:
    post = Post("x", "别处", "152900000000", "approver", "审定岗")
    assert asked(Reader("officer", posts=(post,))).matters == 0


@pytest.mark.parametrize("role", ["window", "examiner", "system", "security"])
def test_others_are_refused(past: Desk, role: str) -> None:
    with pytest.raises(NotOverseen):
        asked(officer(role))
    with pytest.raises(NotOverseen):
        asked(Reader("public"))


def test_no_applicant_and_no_content_is_told(past: Desk) -> None:
    found = asked(officer("approver"))
    told = repr([getattr(found, one.name) for one in fields(found)])
    assert "owner" not in told
    assert "测试" not in told


def test_too_many_are_cut_and_it_is_said(past: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MATTERS", 2)
    found = asked(officer("approver"))
    assert (found.matters, found.cut, sum(found.arrivals.values())) == (2, True, 2)
    assert date(2026, 3, 31) not in found.arrivals


def test_an_unknown_procedure_is_said(past: Desk) -> None:
    with pytest.raises(NoSuchProcedure):
        history(reader=officer("approver"), key="nothing", first=FIRST, last=LAST)


def sent_back(desk: Desk, matter: Matter, *, keep: bool) -> None:
    (task,) = open_tasks(matter=matter.id)
    who = officer(task.role, task.unit)
    send_back(act=desk.act(who), reader=who, task=task.id, to="examine", keep=keep, reason="漏了一项")


def test_what_was_sent_back_and_what_silence_ended_are_told_apart(desk: Desk) -> None:
    one = desk.accepted()
    one = desk.at("2026-03-05T10:00").does(one, "agree")
    sent_back(desk.at("2026-03-06T10:00"), one, keep=False)
    two = desk.at("2026-03-06T11:00").accepted()
    two = desk.at("2026-03-06T12:00").does(two, "agree")
    sent_back(desk.at("2026-03-06T13:00"), two, keep=True)
    desk.at("2026-03-06T14:00").does(two, "agree")
    found = asked(officer("approver"))
    (node,) = found.returns
    assert found.returns[node] == {("examine", False): 1, ("examine", True): 1}
    assert "returned" not in found.outcomes.get(node, {})
    assert found.silent == 0
