"""Turns that are lent: with limits, until a day, and by whose authority what is decided is decided."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from yimen.contexts.matters.api import Matter, StepGone, delegate, may_recall, resume, transfer

from .bureau import Bureau, sound, tried
from .conftest import Desk
from .gesturing import UNTIL, at_lent, at_open, complete, halt, lend, rows_sound, takes_back, tasks_of, trail_of


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


@pytest.mark.req("PRC-022")
def test_a_delegated_decision_records_authority_and_limits(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    lend(bureau, "d1", bureau.task(matter, "decide"), "r2", decides=True)
    task = bureau.task(matter, "decide")
    assert (task.came, task.terms, task.until) == ("entrust", "仅限本件审查", UNTIL)
    assert task.came_by.endswith("d1岗")
    matter = bureau.does("r2", matter, "decide", "grant")
    sound(matter)
    assert matter.outcome == "准予"
    found = {one.verb: one for one in trail_of(matter)}
    for verb in ("test.delegate", "test.grant"):
        facts = found[verb].facts
        assert facts["authority"].endswith("d1岗")
        assert (facts["terms"], facts["until"]) == ("仅限本件审查", UNTIL.isoformat())
    done = next(one for one in tasks_of(bureau, matter) if one.outcome == "grant")
    assert "r2岗" in done.done_by or "岗" in done.done_by
    assert "d1岗委托）" in done.done_by


@pytest.mark.req("PRC-022")
def test_what_is_lent_without_power_to_decide_is_confirmed_by_who_lent_it(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    lend(bureau, "d1", bureau.task(matter, "decide"), "r2")
    matter = bureau.does("r2", matter, "decide", "grant")
    sound(matter)
    assert matter.outcome == ""
    assert [one.verb for one in trail_of(matter)][-1] == "test.step"
    assert bureau.task(matter, "decide").came == "confirm"
    assert bureau.does("d1", matter, "decide", "grant").outcome == "准予"


@pytest.mark.req("PRC-022")
def test_a_delegate_of_the_same_post_does_not_confirm_what_is_his_own(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    lend(bureau, "d1", bureau.task(matter, "decide"), "d2")
    bureau.does("d2", matter, "decide", "grant")
    task = bureau.task(matter, "decide")
    assert (task.came, task.holder) == ("confirm", str(bureau.id("d1")))
    refused = tried(matter, lambda: bureau.does("d2", matter, "decide", "grant"))
    assert isinstance(refused, PermissionError)
    assert bureau.does("d1", matter, "decide", "grant").outcome == "准予"


@pytest.mark.req("PRC-022")
@pytest.mark.parametrize(
    ("until", "terms", "words"),
    [(date(2026, 3, 1), "限", "委托至"), (date(2026, 4, 20), "限", "最长 30 天"), (UNTIL, " ", "委托权限")],
)
def test_a_delegation_has_limits(bureau: Bureau, until: date, terms: str, words: str) -> None:
    matter, task = at_open(bureau)

    def lend_wrongly() -> Matter:
        return delegate(
            act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("r2"),
            until=until, terms=terms, reason="出差",
        )  # fmt: skip

    assert words in str(tried(matter, lend_wrongly))


def test_a_delegation_comes_back_when_its_day_has_passed_exactly_once(bureau: Bureau) -> None:
    from yimen.contexts.matters.api import tick

    matter, _ = at_lent(bureau)
    bureau.at("2026-03-20T23:00")
    assert tick(act=bureau.act()).recalled == 0
    bureau.at("2026-03-21T00:10")
    assert tick(act=bureau.act()).recalled == 1
    assert tick(act=bureau.act()).recalled == 0
    task = bureau.task(matter, "examine")
    assert (task.holder, task.until, task.came) == (str(bureau.id("e1")), None, "recall")
    back = [one for one in trail_of(matter) if one.verb == "test.recall"]
    assert [one.actor["kind"] for one in back] == ["system"]
    assert back[0].facts["authority"].endswith("e1岗")
    rows_sound(matter)


def test_a_delegate_is_too_late_even_before_time_was_told(bureau: Bureau) -> None:
    matter, task = at_lent(bureau)
    bureau.at("2026-03-21T09:00")
    with pytest.raises(StepGone, match="收回委托"):
        complete(bureau, "r2", task)
    bureau.does("e1", matter, "examine", "agree")
    sound(matter)


@pytest.mark.parametrize(
    ("node", "lender", "delegate", "others"),
    [("examine", "e1", "r2", {"e2"}), ("decide", "d1", "e1", {"d2"})],  # r2 examines too; e1 decides nothing
)
def test_a_delegation_is_recalled_by_who_lent_it_or_its_post_never_by_the_delegate(
    bureau: Bureau, node: str, lender: str, delegate: str, others: set[str]
) -> None:
    matter = bureau.to(bureau.opens(), node)
    lend(bureau, lender, bureau.task(matter, node), delegate)
    task = bureau.task(matter, node)
    may = {who for who, reader in bureau.people.items() if may_recall(reader=reader, task=task)}
    assert may == {lender} | others
    for who in sorted(set(bureau.people) - may):
        refused = tried(matter, partial(takes_back, bureau, who, task))
        assert isinstance(refused, PermissionError), who
        assert ("请自己办理" in str(refused)) == (who == delegate)
    takes_back(bureau, lender, task)
    sound(matter)
    assert bureau.task(matter, node).came == "recall"


def test_a_turn_that_was_transferred_and_then_lent_goes_back_to_who_lent_it(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "examine")
    task = bureau.task(matter, "examine")
    transfer(act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("r1"))
    lend(bureau, "r1", bureau.task(matter, "examine"), "d1")
    task = bureau.task(matter, "examine")
    assert may_recall(reader=bureau.people["r1"], task=task)  # without the post
    takes_back(bureau, "r1", task)
    assert bureau.task(matter, "examine").holder == str(bureau.id("r1"))
    assert not may_recall(reader=bureau.people["r1"], task=bureau.task(matter, "examine"))


def test_who_lent_a_turn_of_the_whole_post_takes_it_back_after_leaving_the_post(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    lend(bureau, "d1", bureau.task(matter, "decide"), "e1")
    task = bureau.task(matter, "decide")
    moved = replace(bureau.people["d1"], posts=())
    assert may_recall(reader=moved, task=task)
    assert not may_recall(reader=replace(bureau.people["d2"], posts=()), task=task)


def test_delegations_of_a_suspended_matter_wait(bureau: Bureau) -> None:
    from yimen.contexts.matters.api import tick

    matter, _ = at_lent(bureau)
    halt(bureau, matter)
    bureau.at("2026-03-23T09:00")
    assert tick(act=bureau.act()).recalled == 0
    resume(act=bureau.act("d1"), reader=bureau.people["d1"], matter=matter.id, document="恢复", reason="了结")
    assert tick(act=bureau.act()).recalled == 1
    rows_sound(matter)
