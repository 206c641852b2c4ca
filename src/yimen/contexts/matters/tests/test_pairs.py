"""Every gesture after every other, at a single step, a 会签 by each rule, and a step of several units: nothing is lost.

The kernel's own matrix has the pure runs; here rows, timers and journal are held against the run after each of two.
"""

from collections import Counter
from itertools import product
from typing import Any

import pytest
from django.db import transaction

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
    """Returns somebody whose turn it is, or whom it is refused where nobody here has that post."""
    for login in POSTS:
        reader = bureau.people[login]
        if str(reader.account) == turn.holder if turn.holder else reader.holds(turn.role, turn.unit):
            return login
    return "d1"


def _placed(bureau: Bureau, place: str) -> tuple[Matter, Any]:
    key, node, _ = PLACES[place]
    data: dict[str, Any] = {"signers": [UNIT, CENTRE]} if place == "joint" else {}
    matter = bureau.to(bureau.opens(key, **data), node)
    return matter, _turn(matter, node, 0)


def _makes(bureau: Bureau, gesture: str, matter: Matter, turn: Any) -> Exception | None:
    """Has somebody whose turn it is make a gesture; the matter is sound after it, or as it was."""
    who = _whose(bureau, turn)
    return tried(matter, lambda: GESTURES[gesture](bureau, who, turn, matter))


def _pair(bureau: Bureau, place: str, placed: tuple[Matter, Any], first: str, second: str) -> int:
    """Makes two gestures one after the other and takes both back out; returns how many were done."""
    matter, turn = placed
    with transaction.atomic():
        done = int(_makes(bureau, first, matter, turn) is None)
        after = turn if second == "take_back" else _turn(matter, PLACES[place][1], turn.line) or turn
        done += _makes(bureau, second, matter, after) is None
        transaction.set_rollback(True)
    return done


@pytest.mark.parametrize("place", PLACES)
def test_every_gesture_after_every_other(desk: Desk, place: str) -> None:
    bureau, (key, _, loop) = Bureau.opened(desk), PLACES[place]
    bureau.publish(key, **loop)
    placed = _placed(bureau, place)
    done = {pair: _pair(bureau, place, placed, *pair) for pair in product(GESTURES, GESTURES)}
    assert Counter(done.values())[2] > 40
    for pair in (
        ("before", "complete"), ("transfer", "complete"), ("entrust", "complete"), ("suspend", "resume"),
        ("suspend", "terminate"), ("urge", "before"), ("before", "urge"), ("urge", "terminate"),
    ):  # fmt: skip
        assert done[pair] == 2, pair
