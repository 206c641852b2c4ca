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


def _makes(bureau: Bureau, gesture: str, matter: Matter, turn: Any) -> Exception | None:
    """Has somebody whose turn it is make a gesture; the matter is sound after it, or as it was."""
    who = _whose(bureau, turn)
    return tried(matter, lambda: GESTURES[gesture](bureau, who, turn, matter))


def _pair(bureau: Bureau, place: str, first: str, second: str) -> int:
    """Makes two gestures one after the other; returns how many were done."""
    matter, turn = _placed(bureau, place)
    done = _makes(bureau, first, matter, turn) is None
    after = turn if second == "take_back" else _turn(matter, PLACES[place][1], turn.line) or turn
    return done + (_makes(bureau, second, matter, after) is None)


@pytest.mark.parametrize("first", GESTURES)
@pytest.mark.parametrize("place", PLACES)
def test_every_gesture_after_every_other(desk: Desk, place: str, first: str) -> None:
    bureau, (key, _, loop) = Bureau.opened(desk), PLACES[place]
    bureau.publish(key, **loop)
    done = sum(_pair(bureau, place, first, second) for second in GESTURES)
    assert done >= len(GESTURES) // 3, "most second gestures go on where the first was refused"


@pytest.mark.parametrize("place", PLACES)
def test_gestures_that_belong_together_follow_one_another(desk: Desk, place: str) -> None:
    bureau, (key, _, loop) = Bureau.opened(desk), PLACES[place]
    bureau.publish(key, **loop)
    for first, second in (
        ("before", "complete"), ("transfer", "complete"), ("entrust", "complete"), ("suspend", "resume"),
        ("suspend", "terminate"), ("urge", "before"), ("before", "urge"), ("urge", "terminate"),
    ):  # fmt: skip
        assert _pair(bureau, place, first, second) == 2, (first, second)
