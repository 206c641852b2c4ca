"""Runs: fixed steps, each token once, nothing skipped, nothing lost between two steps."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.procedure import (
    OpenTask,
    TransitionError,
    compile_bpmn,
    complete,
    start,
    state_from_data,
    state_to_data,
)

from .bpmn import blocks, definitions, flow, line, node, user, workflow

pytestmark = pytest.mark.pure

S, E = node("startEvent", "s"), node("endEvent", "e")


def run(procedure: Any, *outcomes: Any, data: Any = None) -> Any:
    """Runs with pairs of node and outcome; returns the last step."""
    step = start(procedure, data or {})
    for where, outcome in outcomes:
        token = next(task.token for task in step.state.open_tasks if task.node == where)
        step = complete(procedure, step.state, token, outcome, data or {})
    return step


def here(step: Any) -> Any:
    return sorted(task.node for task in step.state.open_tasks)


def parallel(*more: Any) -> Any:
    """Fork to a and b, join, then c."""
    return definitions(
        S,
        E,
        node("parallelGateway", "f"),
        node("parallelGateway", "j"),
        user("a"),
        user("b"),
        user("c"),
        flow("s", "f"),
        flow("f", "a"),
        flow("f", "b"),
        flow("a", "j"),
        flow("b", "j"),
        flow("j", "c"),
        flow("c", "e"),
        *more,
    )


@pytest.mark.req("PWR-006")
def test_steps_run_in_their_order_and_none_is_skipped() -> None:
    procedure = compile_bpmn(line(user("a"), user("b"), user("c"), ids=["a", "b", "c"]))
    step = start(procedure, {})
    for number, name in enumerate("abc", 1):
        assert step.state.open_tasks == step.opened == (OpenTask(number, name),)
        for other in set(range(6)) - {number}:
            with pytest.raises(TransitionError, match="刷新"):
                complete(procedure, step.state, other, "done", {})
        step = complete(procedure, step.state, number, "done", {})
    assert step.ended
    assert step.state.open_tasks == step.opened == ()


@pytest.mark.req("PWR-006")
def test_a_step_is_done_once() -> None:
    procedure = compile_bpmn(line(user("a"), user("b"), ids=["a", "b"]))
    after = run(procedure, ("a", "done")).state
    with pytest.raises(TransitionError, match="已经办过"):
        complete(procedure, after, 1, "done", {})


def test_an_outcome_that_the_step_does_not_have_is_refused_with_those_it_has() -> None:
    procedure = compile_bpmn(line(user("a", "yes", "no"), ids=["a"]))
    with pytest.raises(TransitionError, match="没有“maybe”这种结果，可选：yes、no"):
        run(procedure, ("a", "maybe"))


def test_a_join_waits_for_every_branch() -> None:
    procedure = compile_bpmn(parallel())
    assert here(start(procedure, {})) == ["a", "b"]
    for first, second in ("ab", "ba"):
        waiting = run(procedure, (first, "done"))
        assert here(waiting) == [second]
        assert not waiting.opened
        assert here(run(procedure, (first, "done"), (second, "done"))) == ["c"]


def test_a_join_in_a_loop_waits_again_in_every_round() -> None:
    procedure = compile_bpmn(workflow(("loop", [("par", [("task",), ("task",)])])))
    first, second = (task.node for task in start(procedure, {}).opened)
    ask = next(node.id for node in procedure.nodes.values() if len(node.outcomes) == 2)
    once = [(first, "done"), (second, "done"), (ask, "again")]
    assert here(run(procedure, *once)) == sorted([first, second])
    assert here(run(procedure, *once, (second, "done"))) == [first]
    assert here(run(procedure, *once, *once[:2])) == [ask]


def test_a_loop_opens_the_step_again_under_a_new_token() -> None:
    procedure = compile_bpmn(workflow(("loop", [("task",)])))
    step, tokens = start(procedure, {}), []
    for outcome in ("done", "again", "done", "again"):
        tokens.append(step.opened[0].token)
        step = complete(procedure, step.state, tokens[-1], outcome, {})
    assert tokens == [1, 2, 3, 4]


def test_a_terminating_end_closes_what_is_still_open() -> None:
    procedure = compile_bpmn(
        parallel()
        .replace(
            b'<bpmn:endEvent id="e">',
            b'<bpmn:endEvent id="t"><bpmn:terminateEventDefinition/></bpmn:endEvent><bpmn:endEvent id="e">',
        )
        .replace(b'sourceRef="a" targetRef="j"', b'sourceRef="a" targetRef="t"')
    )
    step = run(procedure, ("a", "done"))
    assert step.ended
    assert step.closed == (OpenTask(2, "b"),)
    assert step.state.open_tasks == ()


def test_a_plain_end_leaves_the_other_branch_running() -> None:
    xml = definitions(
        S,
        E,
        node("endEvent", "e2"),
        node("parallelGateway", "f"),
        user("a"),
        user("b"),
        flow("s", "f"),
        flow("f", "a"),
        flow("f", "b"),
        flow("a", "e"),
        flow("b", "e2"),
    )
    procedure = compile_bpmn(xml)
    assert not run(procedure, ("a", "done")).ended
    assert run(procedure, ("a", "done"), ("b", "done")).ended


def test_an_end_reached_first_does_not_cut_off_what_is_still_on_its_way() -> None:
    xml = definitions(
        S,
        E,
        node("endEvent", "e2"),
        node("parallelGateway", "f"),
        node("serviceTask", "auto", name="登记"),
        user("a"),
        *(flow(*ends) for ends in ("sf", ("f", "e2"), ("f", "auto"), ("auto", "a"), "ae")),
    )
    step = start(compile_bpmn(xml), {})
    assert not step.ended
    assert here(step) == ["a"]


def test_an_end_leaves_a_sub_process_running() -> None:
    inner = node("startEvent", "b") + user("x") + node("endEvent", "z") + flow("b", "x") + flow("x", "z")
    xml = definitions(
        S,
        E,
        node("endEvent", "e2"),
        node("parallelGateway", "f"),
        node("subProcess", "p", inner),
        user("a"),
        *(flow(*ends) for ends in ("sf", "fp", "fa", "pe", ("a", "e2"))),
    )
    procedure = compile_bpmn(xml)
    assert not run(procedure, ("a", "done")).ended
    assert run(procedure, ("a", "done"), ("x", "done")).ended


def sub(end: Any) -> Any:
    inner = (
        node("startEvent", "b")
        + node("parallelGateway", "f")
        + user("x")
        + user("y")
        + end
        + node("endEvent", "z2")
        + flow("b", "f")
        + flow("f", "x")
        + flow("f", "y")
        + flow("x", "z")
        + flow("y", "z2")
    )
    return compile_bpmn(line(node("subProcess", "p", inner, name="踏勘"), user("after"), ids=["p", "after"]))


def test_a_sub_process_ends_with_its_last_token() -> None:
    procedure = sub(node("endEvent", "z"))
    assert here(run(procedure, ("x", "done"))) == ["y"]
    assert here(run(procedure, ("x", "done"), ("y", "done"))) == ["after"]


def test_a_terminating_end_in_a_sub_process_ends_only_that() -> None:
    step = run(sub(node("endEvent", "z", "<bpmn:terminateEventDefinition/>")), ("x", "done"))
    assert not step.ended
    assert [task.node for task in step.closed] == ["y"]
    assert here(step) == ["after"]


def test_two_runs_of_a_sub_process_at_once_do_not_mix() -> None:
    inner = (
        node("startEvent", "b")
        + user("x")
        + user("y")
        + node("endEvent", "z")
        + flow("b", "x")
        + flow("x", "y")
        + flow("y", "z")
    )
    xml = definitions(
        S,
        E,
        node("parallelGateway", "f"),
        node("subProcess", "p", inner, name="p"),
        user("w"),
        flow("s", "f"),
        flow("f", "p", id_="f1"),
        flow("f", "p", id_="f2"),
        flow("p", "w"),
        flow("w", "e"),
    )
    procedure = compile_bpmn(xml)
    assert here(run(procedure, ("x", "done"), ("y", "done"))) == ["w", "x"]
    assert here(run(procedure, ("x", "done"), ("y", "done"), ("w", "done"))) == ["x"]


def test_conditions_may_ask_for_the_outcome_of_an_earlier_step() -> None:
    """Joint signature: both must agree, whoever is last."""
    ask = "a == 'yes' and b == 'yes'"
    xml = parallel(
        node("exclusiveGateway", "x", default="x-e"), flow("x", "d", ask), flow("x", "e"), user("d"), flow("d", "e")
    ).replace(b'sourceRef="j" targetRef="c"', b'sourceRef="j" targetRef="x"')
    xml = xml.replace(
        b'<yimen:outcome code="done" name="done"/>',
        b'<yimen:outcome code="yes" name="y"/><yimen:outcome code="no" name="n"/>',
    )
    procedure = compile_bpmn(xml)
    assert here(run(procedure, ("a", "yes"), ("b", "yes"))) == ["d"]
    assert run(procedure, ("a", "no"), ("b", "yes")).ended
    assert run(procedure, ("b", "no"), ("a", "yes")).ended


def test_the_first_open_way_in_the_files_order_is_taken() -> None:
    xml = definitions(
        S,
        E,
        node("exclusiveGateway", "x", default="x-c"),
        user("a"),
        user("b"),
        user("c"),
        flow("s", "x"),
        flow("x", "a", "n >= 5"),
        flow("x", "b", "n >= 3"),
        flow("x", "c"),
        *(flow(i, "e") for i in "abc"),
    )
    procedure = compile_bpmn(xml)
    assert [here(start(procedure, {"n": n})) for n in (7, 4, 1)] == [["a"], ["b"], ["c"]]


def test_no_open_way_and_no_default_is_refused() -> None:
    xml = definitions(
        S,
        E,
        node("exclusiveGateway", "x", name="分流"),
        user("a"),
        user("b"),
        flow("s", "x"),
        flow("x", "a", "n > 5"),
        flow("x", "b", "n < 3"),
        flow("a", "e"),
        flow("b", "e"),
    )
    with pytest.raises(TransitionError, match="在“分流”没有一条出线"):
        start(compile_bpmn(xml), {"n": 4})


@pytest.mark.parametrize(
    "parts",
    [
        [
            node("exclusiveGateway", "m"),
            node("serviceTask", "t", name="t"),
            flow("s", "m"),
            flow("m", "t"),
            flow("t", "m"),
        ],
        [
            flow("s", "f0"),
            flow("f29", "a"),
            *(node("parallelGateway", f"f{n}") + node("exclusiveGateway", f"m{n}") for n in range(30)),
            *(flow(f"f{n}", f"m{n}", id_=f"a{n}") + flow(f"f{n}", f"m{n}", id_=f"b{n}") for n in range(30)),
            *(flow(f"m{n}", f"f{n + 1}") for n in range(29)),
            flow("m29", "a", id_="last"),
        ],
    ],
)
def test_what_never_comes_to_rest_is_stopped(parts: Any) -> None:
    procedure = compile_bpmn(definitions(S, E, user("a"), flow("a", "e"), *parts))
    with pytest.raises(TransitionError, match="打转"):
        start(procedure, {})


def test_a_step_that_would_be_stuck_for_ever_is_refused_and_changes_nothing() -> None:
    xml = definitions(
        S,
        E,
        user("a", "l", "r"),
        node("exclusiveGateway", "x", default="x-j"),
        node("parallelGateway", "j"),
        user("b"),
        flow("s", "a"),
        flow("a", "x"),
        flow("x", "j"),
        flow("x", "b", "outcome == 'r'"),
        flow("b", "j"),
        flow("j", "e"),
    )
    procedure = compile_bpmn(xml)
    before = start(procedure, {})
    with pytest.raises(TransitionError, match="停住"):
        complete(procedure, before.state, 1, "l", {})
    assert here(complete(procedure, before.state, 1, "r", {})) == ["b"]


@settings(deadline=None)
@given(block=blocks, data=st.data())
def test_a_state_survives_json_and_tokens_count_upward(block: Any, data: Any) -> None:
    procedure, values = compile_bpmn(workflow(block)), {"n": 1, "word": "a"}
    step, seen = start(procedure, values), []
    for _ in range(30):
        seen += [task.token for task in step.opened]
        assert seen == list(range(1, len(seen) + 1))
        again = state_from_data(json.loads(json.dumps(state_to_data(step.state))))
        assert again == step.state
        if step.ended:
            break
        task = data.draw(st.sampled_from(step.state.open_tasks))
        outcome = data.draw(st.sampled_from(procedure.nodes[task.node].outcomes)).code
        before = {item.token for item in step.state.open_tasks}
        step = complete(procedure, again, task.token, outcome, values)
        after = {item.token for item in step.state.open_tasks}
        assert after == before - {task.token} - {item.token for item in step.closed} | {
            item.token for item in step.opened
        }
        assert [event.node for event in step.events if event.kind == "done"] == [task.node]


@pytest.mark.parametrize("data", [{}, {"tasks": 1}, {"tasks": [[1]], "waiting": [], "scopes": [], "results": {}}])
def test_a_damaged_state_says_so(data: Any) -> None:
    with pytest.raises(TransitionError, match="损坏"):
        state_from_data(data)


def test_a_state_of_another_procedure_is_refused() -> None:
    mine, other = compile_bpmn(line(user("a"), ids=["a"])), compile_bpmn(line(user("b"), ids=["b"]))
    with pytest.raises(TransitionError, match="不在这个流程"):
        complete(other, start(mine, {}).state, 1, "done", {})
