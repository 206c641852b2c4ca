"""Silence and the law: plain cases, and random procedures in which no run is ever lost."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yimen.kernel import procedure as kernel
from yimen.kernel.procedure.exploring import explore

from . import lapse_battery as battery
from . import silence_battery
from .bpmn import blocks, workflow

pytestmark = pytest.mark.pure

DEMO = Path(__file__).resolve().parents[5] / "demo" / "procedures"
VALUES = {"n": 1, "word": "a"}


@pytest.mark.parametrize("check", [*battery.CHECKS, *silence_battery.CHECKS], ids=lambda check: check.__name__)
def test_what_silence_does(check: Any) -> None:
    check(kernel)


@pytest.mark.req("PRC-012")
def test_a_step_past_its_limit_is_agreed_and_the_run_moves_on_only_where_it_may() -> None:
    battery.silence_ends_a_step_with_its_outcome(kernel)
    battery.silence_says_nothing_where_a_person_must_act(kernel)


def test_special_steps_are_types_of_step_with_a_limit_of_their_own() -> None:
    silence_battery.what_silence_cannot_do_is_refused_by_line(kernel)
    silence_battery.a_special_step_is_told_in_the_chart(kernel)


def walk(procedure: Any, data: Any, most: int) -> Any:
    """Runs some steps drawn at random and returns the last."""
    at = kernel.start(procedure, VALUES)
    for _ in range(data.draw(st.integers(0, most))):
        if at.ended:
            break
        at = onward(procedure, at, data)
    return at


def onward(procedure: Any, at: Any, data: Any) -> Any:
    task = data.draw(st.sampled_from(at.state.open_tasks))
    outcome = data.draw(st.sampled_from(procedure.nodes[task.node].outcomes)).code
    return kernel.complete(procedure, at.state, task.token, outcome, VALUES)


@settings(max_examples=150, deadline=None)
@given(block=blocks, data=st.data())
def test_silence_is_the_outcome_but_for_the_event(block: Any, data: Any) -> None:
    xml = workflow(block)
    codes = {node.id: [item.code for item in node.outcomes] for node in kernel.compile_bpmn(xml).nodes.values()}
    chosen = {id_: data.draw(st.sampled_from(found)) for id_, found in codes.items() if found}
    for id_, code in chosen.items():
        xml = xml.replace(
            f'<bpmn:userTask id="{id_}"'.encode(), f'<bpmn:userTask id="{id_}" yimen:lapse="{code}"'.encode()
        )
    procedure = kernel.compile_bpmn(xml)
    at = walk(procedure, data, 12)
    assume(not at.ended)
    task = data.draw(st.sampled_from(at.state.open_tasks))
    silent = kernel.lapse(procedure, at.state, task.token, VALUES)
    done = kernel.complete(procedure, at.state, task.token, chosen[task.node], VALUES)
    assert (silent.state, silent.opened, silent.closed, silent.ended) == (
        done.state,
        done.opened,
        done.closed,
        done.ended,
    )
    assert [event for event in silent.events if event.kind == "lapsed"] == [("lapsed", task.node, chosen[task.node])]
    assert [event._replace(kind="done") if event.kind == "lapsed" else event for event in silent.events] == list(
        done.events
    )


def alone(block: Any, count: Any, beside: bool = False) -> Any:
    """Yields, in the order of the file's numbers, each step's id and whether no branch runs beside it.

    Numbers steps as the writer does, which counts every element it names.
    """
    kind, inner = block[0], block[1] if len(block) > 1 else ()
    before = {"xor": "txm", "data": "xm", "par": "fj", "loop": "tmx", "sub": "pbz", "seq": "", "task": "t", "auto": "a"}
    for letter in before[kind]:
        count[0] += 1
        if letter == "t":
            yield f"t{count[0]}", not beside
    for part in inner:
        yield from alone(part, count, beside or kind == "par")
    if kind == "loop":
        count[0] += 1


def marking(state: Any) -> Any:
    """Returns where a run stands, whatever its tokens and scopes are called."""
    return frozenset(Counter(task.node for task in state.open_tasks).items()), frozenset(
        Counter(wait.flow for wait in state.waiting).items()
    )


@settings(max_examples=200, deadline=None)
@given(block=blocks, data=st.data())
def test_the_law_never_loses_a_run(block: Any, data: Any) -> None:
    """Where no branch runs beside the step, it leads to a place that plain runs reach too, and on to the end."""
    xml, places = workflow(block), dict(alone(block, [0]))
    assume(places)
    chosen = data.draw(st.sampled_from(sorted(places)))
    code = data.draw(st.sampled_from([item.code for item in kernel.compile_bpmn(xml).nodes[chosen].outcomes]))
    head, tail = xml.split(f'<bpmn:userTask id="{chosen}"'.encode())
    tail = tail.replace(f'code="{code}"'.encode(), f'code="{code}" effect="grant"'.encode(), 1)
    procedure = kernel.compile_bpmn(head + f'<bpmn:userTask id="{chosen}"'.encode() + tail)
    assert {node.id for node in procedure.nodes.values() if node.kind == "user"} == set(places)
    at = walk(procedure, data, 8)
    assume(not at.ended and (chosen, code) not in at.state.results)
    if not places[chosen]:
        with pytest.raises(kernel.TransitionError, match="并行"):
            kernel.deem(procedure, at.state, "grant", VALUES)
        return
    after = kernel.deem(procedure, at.state, "grant", VALUES)
    assert after.closed == at.state.open_tasks
    assert after.opened == after.state.open_tasks
    assert marking(after.state) in {marking(state) for state in explore(procedure).after}
    assert kernel.state_from_data(kernel.state_to_data(after.state)) == after.state
    for _ in range(40):
        if after.ended:
            break
        after = onward(procedure, after, data)
    last = {"again": "enough"}
    for _ in range(40):  # and now straight to the end
        if after.ended:
            break
        task = after.state.open_tasks[0]
        first = procedure.nodes[task.node].outcomes[0].code
        after = kernel.complete(procedure, after.state, task.token, last.get(first, first), VALUES)
    assert after.ended


@pytest.mark.parametrize("key", ["highway-licence", "township-service", "registration", "instant"])
@pytest.mark.parametrize(("effect", "rival"), [("accept", "refuse_acceptance"), ("grant", "refuse")])
def test_the_law_decides_from_every_place_of_the_demo_procedures(key: Any, effect: Any, rival: Any) -> None:
    procedure = kernel.compile_bpmn((DEMO / f"{key}.bpmn").read_bytes())
    effects = {(node.id, item.code): item.effect for node in procedure.nodes.values() for item in node.outcomes}
    for state in explore(procedure).after:
        if state.ended or {effect, rival} & {effects[result] for result in state.results}:
            with pytest.raises(kernel.TransitionError, match="请核对办理记录"):
                kernel.deem(procedure, state, effect, {})
        else:
            after = kernel.deem(procedure, state, effect, {})
            assert after.opened == after.state.open_tasks
            assert [effects[event.node, event.outcome] for event in after.events if event.kind == "deemed"] == [effect]
