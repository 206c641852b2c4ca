"""Turns returned and taken back: what stands in law stands, and limits run as if they had never stopped."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from yimen.contexts.matters.api import Completion, complete_task, resume, take_back, transfer

from .bureau import Bureau, sound, tried
from .conftest import Desk
from .gesturing import at_open, back, end, halt, lend, sign, trail_of


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


def test_an_acceptance_is_not_undone_nor_said_twice(bureau: Bureau) -> None:
    matter, task = at_open(bureau)
    due, opened = matter.due_on, len([one for one in trail_of(matter) if one.verb == "test.accept"])
    assert "已经作出“受理”" in str(tried(matter, lambda: back(bureau, "e1", task, to="accept")))
    back(bureau, "e1", task, to="accept", keep=True)
    bureau.at("2026-03-05T09:00")
    again = bureau.task(matter, "accept")
    wrong = Completion(again.id, "refuse_acceptance", "不属于")
    refused = tried(matter, lambda: complete_task(act=bureau.act("w1"), reader=bureau.people["w1"], completion=wrong))
    assert "不能改成" in str(refused)
    matter = bureau.does("w1", matter, "accept", "accept")
    sound(matter)
    assert matter.due_on == due, "the clock is not started anew"
    assert len([one for one in trail_of(matter) if one.verb == "test.accept"]) == opened
    assert bureau.task(matter, "examine").came == "resubmit"


def test_a_kept_return_takes_up_the_limit_where_it_was(bureau: Bureau) -> None:
    matter, task = at_open(bureau)
    due = task.due_on
    bureau.at("2026-03-03T09:00")
    back(bureau, "e1", task, to="accept", keep=True)
    bureau.at("2026-03-04T09:00")
    bureau.does("w1", matter, "accept", "accept")
    assert bureau.task(matter, "examine").due_on == due


@pytest.mark.parametrize("how", ["transfer", "lend", "sign"])
def test_the_limit_of_a_step_runs_on_whoever_has_it(bureau: Bureau, how: str) -> None:
    matter, task = at_open(bureau)
    bureau.at("2026-03-04T09:00")
    deeds: dict[str, Callable[[], Any]] = {
        "transfer": lambda: transfer(
            act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e2")
        ),
        "lend": lambda: lend(bureau, "e1", task, "e2"),
        "sign": lambda: sign(bureau, "e1", task, "before"),
    }
    deeds[how]()
    fresh = bureau.task(matter, "examine")
    assert (fresh.line, fresh.due_on) == (task.line, task.due_on)
    assert fresh.token != task.token


def test_a_turn_taken_back_has_its_limit_again(bureau: Bureau) -> None:
    matter, task = at_open(bureau)
    bureau.at("2026-03-03T09:00")
    bureau.does("e1", matter, "examine", "agree")
    bureau.at("2026-03-04T09:00")
    take_back(act=bureau.act("e2"), reader=bureau.people["e2"], task=task.id)
    sound(matter)
    again = bureau.task(matter, "examine")
    assert (again.due_on, again.came) == (task.due_on, "undo")


@pytest.mark.parametrize("ground", ["听证", "等待裁判"])  # one that stops the limits of law, one that stops steps alone
def test_what_stopped_the_matter_meanwhile_stops_a_step_taken_back_too(bureau: Bureau, ground: str) -> None:
    matter, task = at_open(bureau)
    bureau.at("2026-03-03T09:00")
    matter = bureau.does("e1", matter, "examine", "agree")
    halt(bureau, matter, ground)
    bureau.at("2026-03-20T09:00")
    resume(act=bureau.act("d1"), reader=bureau.people["d1"], matter=matter.id, document="恢复通知", reason="听证完毕")
    take_back(act=bureau.act("e2"), reader=bureau.people["e2"], task=task.id)
    sound(matter)
    again = bureau.task(matter, "examine")
    assert task.due_on == date(2026, 3, 5)
    assert again.due_on == date(2026, 3, 24)  # 13 working days stood still, from the 3rd to the 19th


def test_nothing_is_taken_back_once_the_next_has_touched_it(bureau: Bureau) -> None:
    matter, task = at_open(bureau)
    bureau.does("e1", matter, "examine", "agree")
    follows = bureau.task(matter, "check")
    transfer(act=bureau.act("r1"), reader=bureau.people["r1"], task=follows.id, to=bureau.id("r2"))
    refused = tried(matter, lambda: take_back(act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id))
    assert "不能撤回" in str(refused)


def test_a_decision_is_neither_taken_back_nor_returned_past(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    decided = bureau.task(matter, "decide")
    matter = bureau.does("d1", matter, "decide", "grant")
    assert tried(matter, lambda: take_back(act=bureau.act("d1"), reader=bureau.people["d1"], task=decided.id))
    deliver = bureau.task(matter, "deliver")
    for keep in (False, True):
        refused = tried(matter, partial(back, bureau, "w1", deliver, to="examine", keep=keep))
        assert (refused is None) == keep  # with what was done kept, only a question is asked
    assert tried(matter, lambda: end(bureau, matter))
