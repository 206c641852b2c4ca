"""Whoever is offered for a gesture is accepted by its verb, and nobody else is: in every situation, by every rule."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction

from yimen.contexts.matters.api import Matter, NotYours, StepRefused, Task, add_signer, takers, transfer

from .bureau import DAY, POSTS, Bureau
from .conftest import ROOM, Desk
from .gesturing import at_group, at_held, at_open, lend, sign

Place = tuple[str, Matter, Task]  # whose turn it is


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


def _at(node: str, who: str) -> Callable[[Bureau], Place]:
    def place(b: Bureau) -> Place:
        matter = b.to(b.opens(), node)
        return who, matter, b.task(matter, node)

    return place


def _held(b: Bureau) -> Place:
    return "e2", *at_held(b)


def _taken(b: Bureau) -> Place:
    return "e1", *at_held(b)


def _signing(b: Bureau) -> Place:
    """One signs before another who will have the turn again."""
    matter, task = at_held(b)
    sign(b, "e2", task, "before")
    return "c1", matter, b.task(matter, "examine")


def _signed_after(b: Bureau) -> Place:
    matter, task = at_open(b)
    sign(b, "e1", task, "after")
    return "e1", matter, b.task(matter, "examine")


def _confirming(b: Bureau) -> Place:
    """A delegate's turn came back to be confirmed."""
    matter = b.to(b.opens(), "decide")
    lend(b, "d1", b.task(matter, "decide"), "r2")
    b.does("r2", matter, "decide", "grant")
    return "d1", matter, b.task(matter, "decide")


def _group(b: Bureau) -> Place:
    return "r1", *at_group(b)


def _group_voted(b: Bureau) -> Place:
    matter, task = at_group(b)
    b.does("r2", matter, "cosign", "agree", "r2")
    return "r1", matter, task


PLACES: dict[str, Callable[[Bureau], Place]] = {
    "open": _at("examine", "e1"), "review": _at("check", "r1"), "decide": _at("decide", "d1"), "held": _held,
    "taken": _taken, "signing": _signing, "after": _signed_after, "confirming": _confirming, "group": _group,
    "voted": _group_voted,
}  # fmt: skip


def _gives(b: Bureau, who: str, task: Task, to: Any, how: Any) -> Any:
    if how == "transfer":
        return transfer(act=b.act(who), reader=b.people[who], task=task.id, to=b.id(to))
    if how == "delegate":
        return lend(b, who, task, to)
    return add_signer(act=b.act(who), reader=b.people[who], task=task.id, to=b.id(to), when=how)


def _accepted(b: Bureau, who: str, task: Task, how: str) -> set[str]:
    """Returns to whom of all officers the verb itself gives the turn; nothing of it is kept."""
    found = set()
    for login in POSTS:
        with suppress(NotYours, StepRefused), transaction.atomic():
            _gives(b, who, task, login, how)
            found.add(login)
            transaction.set_rollback(True)
    return found


HOWS = ("transfer", "delegate", "before", "after")
# Another's turn is only taken over.
PAIRS = [(place, how) for place in PLACES for how in HOWS if place != "taken" or how == "transfer"]


@pytest.mark.parametrize(("place", "how"), PAIRS)
@pytest.mark.parametrize("rule", ["plain", "separate", "recused"])
def test_exactly_those_are_offered_whom_the_verb_accepts(
    bureau: Bureau, place: str, how: Any, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, matter, task = PLACES[place](bureau)
    if rule == "separate":
        monkeypatch.setattr(ROOM, "separate", frozenset({"examiner", "reviewer", "decider"}))
    elif rule == "recused":
        kept = {str(bureau.id(one)) for one in ("e2", "d2")} - {str(bureau.id(who))}
        monkeypatch.setattr(ROOM, "apart", lambda *, account, **_: "请回避。" if account in kept else "")
    offered = takers(reader=bureau.people[who], matter=matter, task=task, on=DAY, how=how)
    logins = {login for login in POSTS if bureau.id(login) in {one.account for one in offered}}
    assert logins == _accepted(bureau, who, task, how)


@pytest.mark.parametrize(
    ("place", "how", "free"),
    [
        ("decide", "transfer", {"d2"}),  # what has an effect in law goes to the step's own post
        ("decide", "delegate", {"w1", "e1", "e2", "r1", "r2", "d2"}),
        ("group", "delegate", {"w1", "e1", "d1", "d2"}),  # r2 and e2 sign too
        ("voted", "transfer", {"w1", "e1", "d1", "d2"}),  # and r2 has signed
        ("signing", "before", {"w1", "e1", "r1", "r2", "d1", "d2"}),  # e2 has the turn again afterwards
        ("after", "transfer", {"w1", "e2", "r1", "r2", "d1", "d2"}),
    ],
)
def test_who_is_offered(bureau: Bureau, place: str, how: Any, free: set[str]) -> None:
    who, matter, task = PLACES[place](bureau)
    offered = {one.account for one in takers(reader=bureau.people[who], matter=matter, task=task, on=DAY, how=how)}
    assert {login for login in POSTS if bureau.id(login) in offered} == free
