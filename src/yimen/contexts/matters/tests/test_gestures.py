"""Every gesture in every situation: it works, rows, timers and journal as the run stands, or nothing has changed."""

from collections.abc import Callable
from typing import Any

import pytest

from yimen.contexts.matters.api import add_signer, transfer

from .bureau import Bureau, sound, tried
from .conftest import Desk
from .gesturing import GESTURES, HOLDER, SITUATIONS, WORKS, at_held, at_open, complete, lend


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("gesture", GESTURES)
def test_every_gesture_in_every_situation(bureau: Bureau, gesture: str, situation: str) -> None:
    matter, task = SITUATIONS[situation](bureau)
    sound(matter)
    who = HOLDER.get(situation, "e1")
    refused = tried(matter, lambda: GESTURES[gesture](bureau, who, task, matter))
    assert (refused is None) == (gesture in WORKS[situation]), refused


@pytest.mark.parametrize("gesture", sorted(set(GESTURES) - {"urge", "suspend", "resume", "terminate"}))
@pytest.mark.parametrize("situation", ["open", "held", "lent", "group"])
def test_a_stranger_does_nothing(bureau: Bureau, gesture: str, situation: str) -> None:
    matter, task = SITUATIONS[situation](bureau)
    refused = tried(matter, lambda: GESTURES[gesture](bureau, "c1", task, matter))
    assert isinstance(refused, PermissionError), refused


def test_a_step_is_taken_from_an_absent_holder_by_its_own_post(bureau: Bureau) -> None:
    matter, task = at_held(bureau)
    refused = tried(matter, lambda: complete(bureau, "e1", task))
    assert isinstance(refused, PermissionError)
    transfer(act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e1"), reason="e2 请假")
    matter = bureau.does("e1", matter, "examine", "agree")
    sound(matter)


def test_nobody_hands_on_to_oneself(bureau: Bureau) -> None:
    matter, task = at_open(bureau)
    deeds: tuple[Callable[[], Any], ...] = (
        lambda: lend(bureau, "e1", task, "e1"),
        lambda: transfer(act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e1")),
        lambda: add_signer(
            act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e1"), when="before"
        ),
    )
    for deed in deeds:
        assert "没有选定可以接手的人" in str(tried(matter, deed))
