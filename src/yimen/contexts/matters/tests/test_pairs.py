"""Every gesture after every other, at a single step, a 会签 by each rule, and a step of several units: nothing is lost.

The kernel's own matrix has the pure runs; here rows, timers and journal are held against the run after each of two.
"""

from typing import Any

import pytest

from yimen.contexts.matters.api import Matter

from .bureau import CENTRE, POSTS, Bureau, tried
from .conftest import UNIT, Desk
from .gesturing import GESTURES, waiting

PLACES: dict[str, tuple[str, str, dict[str, str]]] = {
    "single": ("hands", "check", {}),
    "all": ("hands", "cosign", {}),
    "any": ("hands-any", "cosign", {"rule": "any"}),
    "ratio": ("hands-ratio", "cosign", {"rule": "2/3"}),
    "joint": ("hands", "cosign", {}),
}


def _turn(matter: Matter, node: str, line: int) -> Any:
    """Returns the turn that the next gesture is for: of the same line, the same step, or whichever is open."""
    found = [one for one in waiting(matter) if one.role != "applicant"]
    same = [one for one in found if one.line == line] or [one for one in found if one.node == node] or found
    return same[0] if same else None


def _whose(bureau: Bureau, turn: Any) -> str:
    """Returns somebody whose turn it is."""
    for login in POSTS:
        reader = bureau.people[login]
        if str(reader.account) == turn.holder if turn.holder else reader.holds(turn.role, turn.unit):
            return login
    raise AssertionError(turn)


def _placed(bureau: Bureau, place: str) -> tuple[Matter, Any]:
    key, node, _ = PLACES[place]
    data = {"signers": [UNIT, CENTRE]} if place == "joint" else {}
    matter = bureau.to(bureau.opens(key, **data), node)
    return matter, _turn(matter, node, 0)


@pytest.mark.parametrize("first", GESTURES)
@pytest.mark.parametrize("place", PLACES)
def test_every_gesture_after_every_other(desk: Desk, place: str, first: str) -> None:
    bureau = Bureau.opened(desk)
    key, node, loop = PLACES[place]
    bureau.publish(key, **loop)
    for second in GESTURES:
        matter, turn = _placed(bureau, place)
        who = _whose(bureau, turn)
        tried(matter, lambda who=who, turn=turn, m=matter: GESTURES[first](bureau, who, turn, m))  # type: ignore[misc]
        after = _turn(matter, node, turn.line) or turn
        if second == "take_back":  # of the turn that was done first
            after = turn
        who = _whose(bureau, after)
        tried(matter, lambda who=who, turn=after, m=matter: GESTURES[second](bureau, who, turn, m))  # type: ignore[misc]


@pytest.mark.parametrize("place", PLACES)
def test_most_gestures_can_follow_one_another(desk: Desk, place: str) -> None:
    bureau = Bureau.opened(desk)
    key, node, loop = PLACES[place]
    bureau.publish(key, **loop)
    done = 0
    for first, second in (
        ("before", "complete"), ("after", "complete"), ("transfer", "delegate"), ("delegate", "recall"),
        ("transfer", "before"), ("before", "urge"), ("suspend", "resume"), ("suspend", "terminate"),
        ("complete", "take_back"), ("after", "transfer"), ("entrust", "complete"), ("urge", "transfer"),
    ):  # fmt: skip
        matter, turn = _placed(bureau, place)
        who = _whose(bureau, turn)
        refused = [tried(matter, lambda who=who, turn=turn, m=matter: GESTURES[first](bureau, who, turn, m))]  # type: ignore[misc]
        after = turn if second == "take_back" else _turn(matter, node, turn.line) or turn
        who = _whose(bureau, turn if second in ("take_back", "recall") else after)
        refused.append(tried(matter, lambda who=who, turn=after, m=matter: GESTURES[second](bureau, who, turn, m)))  # type: ignore[misc]
        done += not any(refused)
    assert done >= 10, done
