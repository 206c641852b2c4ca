"""Two gestures at once: one comes first, the other sees what it did; none is lost, none is done twice."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from django.db import connection

from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import (
    Completion,
    Matter,
    add_signer,
    complete_task,
    open_tasks,
    recall,
    send_back,
    steps,
    suspend,
    take_back,
    terminate,
    tick,
    transfer,
)

from .bureau import REFUSALS, Bureau
from .conftest import Desk
from .gesturing import lend

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = {"postgresql": 12}  # elsewhere 2: one writer at a time, whoever comes


def raced(test: Callable[[Bureau], None]) -> Callable[[Bureau], None]:
    """Runs a race many times, each on a matter of its own, from the same morning."""

    @wraps(test)
    def many(bureau: Bureau) -> None:
        for _ in range(ROUNDS.get(connection.vendor, 2)):
            bureau.at("2026-03-02T09:00")
            test(bureau)

    return many


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Does deeds at once, each on its own connection; returns what each gave, or raised."""
    start = threading.Barrier(len(deeds))
    given: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            given[place] = deed()
        except Exception as error:  # noqa: BLE001 - handed to the test
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = [one for one in given if isinstance(one, Exception) and not isinstance(one, REFUSALS)]
    assert not wrong, wrong
    return given


def refused(given: list[Any]) -> int:
    return sum(isinstance(one, Exception) for one in given)


def standing(matter: Matter) -> list[str]:
    """Returns the steps that wait, held against the stored state."""
    from yimen.contexts.matters.models import MatterRow

    row, waiting = MatterRow.objects.get(id=matter.id), open_tasks(matter=matter.id)
    assert sorted(one.token for one in waiting) == sorted(one[0] for one in row.state["tasks"])
    running = [one["token"] for one in row.timers if one["role"] == "step" and "stopped" not in one]
    assert sorted(running) == sorted(one.token for one in waiting)
    return sorted(one.node for one in waiting)


def turns(matter: Matter, node: str) -> list[Any]:
    """Returns all turns of a step, each kept once."""
    return [one for one in steps(matter=matter.id) if one.node == node]


def verbs(matter: Matter, verb: str) -> int:
    return sum(one.verb == f"test.{verb}" for one in trail(subject=matter.id))


def completing(b: Bureau, who: str, task: Any, outcome: str = "agree") -> Callable[[], Any]:
    act, reader = b.act(who), b.people[who]
    return lambda: complete_task(act=act, reader=reader, completion=Completion(task.id, outcome))


@raced
def test_two_completions_at_a_join(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "examine")
    bureau.does("e1", matter, "examine", "agree")
    check, measure = bureau.task(matter, "check"), bureau.task(matter, "measure")
    given = together(completing(bureau, "r1", check), completing(bureau, "e1", measure, "done"))
    assert refused(given) == 0
    assert standing(matter) == ["cosign"] * 3


@raced
def test_two_voices_that_would_both_be_the_last(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "cosign")
    bureau.does("r1", matter, "cosign", "agree", "r1")
    second, third = bureau.task(matter, "cosign", "r2"), bureau.task(matter, "cosign", "e2")
    assert refused(together(completing(bureau, "r2", second), completing(bureau, "e2", third))) == 0
    assert standing(matter) == ["decide"]


@pytest.mark.req("PRC-012")
@raced
def test_a_completion_against_the_lapse_of_its_step(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(lapses=True), "examine")
    task = bureau.task(matter, "examine")
    bureau.at("2026-03-06T00:30")
    act = bureau.act()
    given = together(completing(bureau, "e1", task, "disagree"), lambda: tick(act=act))
    assert isinstance(given[0], REFUSALS), "time had run out before both"
    assert verbs(matter, "lapse") == 1
    assert standing(matter) == ["check", "measure"]


@raced
def test_a_return_against_an_added_signer(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "check")
    task, other = bureau.task(matter, "check"), bureau.people["r2"]
    first, second = bureau.act("r1"), bureau.act("r2")
    given = together(
        lambda: send_back(act=first, reader=bureau.people["r1"], task=task.id, reason="再查"),
        lambda: add_signer(act=second, reader=other, task=task.id, to=bureau.id("e2"), when="before"),
    )
    assert refused(given) == 1
    assert verbs(matter, "return") + verbs(matter, "add") == 1
    where = "examine" if verbs(matter, "return") else "check"
    assert standing(matter) == sorted([where, "measure"])


@raced
def test_a_turn_taken_back_against_what_follows_it(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "examine")
    task = bureau.task(matter, "examine")
    bureau.does("e1", matter, "examine", "agree")
    follows, act = bureau.task(matter, "check"), bureau.act("e1")
    given = together(
        lambda: take_back(act=act, reader=bureau.people["e1"], task=task.id), completing(bureau, "r1", follows)
    )
    assert refused(given) == 1
    taken = verbs(matter, "withdraw_step")
    assert standing(matter) == (["examine", "measure"] if taken else ["measure"])


@raced
def test_two_transfers_of_one_turn(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "examine")
    task = bureau.task(matter, "examine")
    first, second = bureau.act("e1"), bureau.act("e2")
    given = together(
        lambda: transfer(act=first, reader=bureau.people["e1"], task=task.id, to=bureau.id("r1")),
        lambda: transfer(act=second, reader=bureau.people["e2"], task=task.id, to=bureau.id("r2")),
    )
    assert refused(given) == 1
    assert verbs(matter, "transfer") == 1
    assert standing(matter) == ["examine", "measure"]


@raced
def test_a_delegation_that_ends_against_the_delegate_and_who_recalls(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "examine")
    lend(bureau, "e1", bureau.task(matter, "examine"), "r2")
    task = bureau.task(matter, "examine")
    bureau.at("2026-03-21T00:30")
    first, second = bureau.act(), bureau.act("e1")
    given = together(
        lambda: tick(act=first),
        completing(bureau, "r2", task),
        lambda: recall(act=second, reader=bureau.people["e1"], task=task.id),
    )
    assert refused(given) == 2
    assert verbs(matter, "recall") == 1
    assert standing(matter) == ["examine", "measure"]


@raced
def test_a_completion_just_in_time_against_the_lapse_of_its_step(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(lapses=True), "examine")
    task = bureau.task(matter, "examine")
    bureau.at("2026-03-05T23:30")
    intime = completing(bureau, "e1", task, "disagree")
    bureau.at("2026-03-06T00:30")
    act = bureau.act()
    given = together(intime, lambda: tick(act=act))
    done = not isinstance(given[0], Exception)
    assert verbs(matter, "lapse") == (not done)
    ended = [one for one in turns(matter, "examine") if one.done_at]
    assert [(one.outcome, one.lapsed) for one in ended] == [("disagree", False) if done else ("agree", True)]
    assert standing(matter) == ["check", "measure"]


@raced
def test_a_transfer_against_the_completion_of_the_turn(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "examine")
    task, act = bureau.task(matter, "examine"), bureau.act("r2")
    given = together(
        lambda: transfer(act=act, reader=bureau.people["r2"], task=task.id, to=bureau.id("e2")),
        completing(bureau, "e1", task),
    )
    assert refused(given) == 1
    handed = verbs(matter, "transfer")
    assert handed + sum(one.outcome == "agree" for one in turns(matter, "examine")) == 1
    assert standing(matter) == (["examine", "measure"] if handed else ["check", "measure"])


@raced
def test_a_suspension_against_the_completion_of_a_step(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "examine")
    task, act, boss = bureau.task(matter, "examine"), bureau.act("d1"), bureau.people["d1"]
    given = together(
        completing(bureau, "e1", task),
        lambda: suspend(
            act=act, reader=boss, matter=matter.id, ground="听证", basis="", document="通知书", days=5, reason="听证"
        ),
    )
    assert not isinstance(given[1], Exception), given
    assert verbs(matter, "suspend") == 1
    assert standing(matter) == (["examine", "measure"] if refused(given) else ["check", "measure"])


@raced
def test_a_termination_against_the_completions_at_a_join(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "check")
    check, measure = bureau.task(matter, "check"), bureau.task(matter, "measure")
    act, boss = bureau.act("d1"), bureau.people["d1"]
    given = together(
        completing(bureau, "r1", check),
        completing(bureau, "e1", measure, "done"),
        lambda: terminate(
            act=act, reader=boss, matter=matter.id, ground="死亡", basis="《测试法》第一条", reason="死亡"
        ),
    )
    assert not isinstance(given[2], Exception), given
    assert verbs(matter, "terminate") == 1
    assert standing(matter) == []
    done = [one for node in ("check", "measure") for one in turns(matter, node) if one.outcome in {"agree", "done"}]
    assert len(done) == 2 - refused(given)
    assert len(turns(matter, "cosign")) == (3 if len(done) == 2 else 0)


@raced
def test_a_delegation_against_a_return_of_the_turn(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "check")
    task, other = bureau.task(matter, "check"), bureau.act("r2")
    given = together(
        lambda: lend(bureau, "r1", task, "e2"),
        lambda: send_back(act=other, reader=bureau.people["r2"], task=task.id, reason="再查"),
    )
    assert refused(given) == 1
    assert verbs(matter, "delegate") + verbs(matter, "return") == 1
    assert standing(matter) == sorted(["examine" if verbs(matter, "return") else "check", "measure"])
