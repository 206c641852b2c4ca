"""Gestures in any order by anyone: after each of them rows, timers and journal are as the run stands."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from yimen.contexts.matters.api import (
    Completion,
    Matter,
    add_signer,
    complete_task,
    delegate,
    open_tasks,
    recall,
    resume,
    send_back,
    suspend,
    take_back,
    tasks,
    terminate,
    transfer,
    urge,
)

from .bureau import POSTS, Bureau, tried
from .conftest import Desk, now

RUNS, ACTS = 8, 45


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    found.publish("hands-share", rule="2/3")
    return found


def _deed(bureau: Bureau, matter: Matter, chance: random.Random) -> tuple[str, Callable[[], Any]]:
    """Draws somebody, something to do, and a turn to do it at; most often what may well work."""
    waiting = open_tasks(matter=matter.id)
    turn = chance.choice(waiting) if waiting else None
    who = chance.choice(list(POSTS))
    if turn is not None and chance.random() < 0.8:  # mostly somebody whose turn it is
        fit = [one for one in POSTS if _fits(bureau, one, turn)]
        who = chance.choice(fit or list(POSTS))
    if turn is not None and turn.role == "applicant":
        who = "owner"
    reader, act, boss = bureau.people[who], bureau.act(who), bureau.people[chance.choice(["d1", "d2", who])]
    every = tasks(reader=bureau.people["d1"], matter=matter)
    task = turn or chance.choice(every)
    ends = matter.procedure.procedure.nodes[task.node].outcomes
    to, done = bureau.id(chance.choice(list(POSTS))), chance.choice([one for one in every if one.done_at] or every)
    nodes = [one.node for one in every]
    verbs: dict[str, tuple[int, Callable[[], Any]]] = {
        "complete": (12, lambda: complete_task(
            act=act, reader=reader, completion=Completion(task.id, chance.choice(ends).code, "意见"))),
        "transfer": (3, lambda: transfer(act=act, reader=reader, task=task.id, to=to)),
        "delegate": (3, lambda: delegate(
            act=act, reader=reader, task=task.id, to=to, until=date(2026, 3, 2 + chance.randint(0, 25)),
            terms="本件", reason="出差", decides=chance.random() < 0.5)),
        "recall": (1, lambda: recall(act=act, reader=reader, task=task.id)),
        "add": (3, lambda: add_signer(
            act=act, reader=reader, task=task.id, to=to, when=chance.choice(["before", "after"]))),
        "back": (3, lambda: send_back(
            act=act, reader=reader, task=task.id, to=chance.choice(["previous", "start", *nodes]),
            keep=chance.random() < 0.5, reason="再核")),
        "take_back": (3, lambda: take_back(act=act, reader=reader, task=done.id)),
        "urge": (2, lambda: urge(act=act, reader=bureau.people[chance.choice(["owner", "w1"])], task=task.id)),
        "suspend": (1, lambda: suspend(
            act=act, reader=boss, matter=matter.id, ground=chance.choice(["听证", "等待裁判"]), basis="《测试法》",
            document="通知书", days=5, reason="等待")),
        "resume": (2, lambda: resume(act=act, reader=boss, matter=matter.id, document="通知书", reason="了结")),
        "terminate": (0 if chance.random() < 0.9 else 1, lambda: terminate(
            act=act, reader=boss, matter=matter.id, ground="死亡", basis="《测试法》", reason="死亡")),
    }  # fmt: skip
    names = list(verbs)
    name = chance.choices(names, [verbs[one][0] for one in names])[0]
    return name, verbs[name][1]


def _fits(bureau: Bureau, login: str, turn: Any) -> bool:
    reader = bureau.people[login]
    return str(reader.account) == turn.holder if turn.holder else reader.holds(turn.role, turn.unit)


def test_any_gestures_in_any_order_lose_no_turn_and_double_none(bureau: Bureau) -> None:
    worked: Counter[str] = Counter()
    for seed in range(RUNS):
        chance = random.Random(seed)
        matter = bureau.opens(chance.choice(["hands", "hands-share"]))
        for _ in range(ACTS):
            matter = now(matter)
            name, deed = _deed(bureau, matter, chance)
            if tried(matter, deed) is None:
                worked[name] += 1
            if chance.random() < 0.05:
                bureau.now = bureau.now.replace(day=min(28, bureau.now.day + 1))
    never = {"complete", "transfer", "delegate", "add", "back", "take_back", "urge", "suspend", "resume"} - set(worked)
    assert not never, f"never worked, so never tried: {never}"
