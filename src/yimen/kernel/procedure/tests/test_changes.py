"""Two versions compared and a run moved between them: the battery on the package itself, and at random."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import yimen.kernel.procedure as kernel
from yimen.kernel.procedure import compare, compile_bpmn, complete, fire, move_state, receive, start
from yimen.kernel.procedure.model import Node

from . import change_battery, move_battery
from .wide import INNER, MANY, inner_workflow, wide, wide_workflow

pytestmark = pytest.mark.pure

CHECKS = [*change_battery.CHECKS, *move_battery.CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_battery(check: Callable[[Any], None]) -> None:
    check(kernel)


@settings(max_examples=60, deadline=None)
@given(block=wide, n=st.integers(-1, 2), data=st.data())
def test_what_moves_to_the_same_version_runs_on_equally(block: Any, n: Any, data: Any) -> None:
    xml, values = wide_workflow(block), {"n": n, "units": MANY}
    old, new = (compile_bpmn(xml, {INNER: inner_workflow()}.get) for _ in range(2))
    assert compare(old, new).changes == ()
    step = start(old, values)
    for _ in range(6):
        if step.ended:
            return
        moved = move_state(old, new, step.state, values)
        assert moved == step.state
        item = data.draw(st.sampled_from([*step.state.open_tasks, *step.state.pending]))
        if item in step.state.pending:
            message = old.nodes[item.node].message
            act: Any = receive if message else fire
            step, other = (act(each, step.state, message or item.token, values) for each in (old, new))
        else:
            code = data.draw(st.sampled_from(old.nodes[item.node].outcomes)).code
            step, other = (complete(each, step.state, item.token, code, values) for each in (old, new))
        assert (step.state, step.events) == (other.state, other.events)


UNSAID = {"id", "line", "default"}  # a default is seen at its arrow
OTHER = {
    "kind": "service",
    "cancels": False,
    "loop": None,
    "outcomes": (),
    "limit": "9yr",
    "special": "survey",
    "duty": "risk",
    "scope": "",
    "host": "s",
    "duration": "9yr",
}


@settings(max_examples=60, deadline=None)
@given(block=wide, data=st.data())
def test_nothing_that_an_element_says_changes_unseen(block: Any, data: Any) -> None:
    procedure = compile_bpmn(wide_workflow(block), {INNER: inner_workflow()}.get)
    node = data.draw(st.sampled_from(sorted(procedure.nodes.values(), key=lambda each: each.id)))
    name = data.draw(st.sampled_from([field.name for field in fields(Node) if field.name not in UNSAID]))
    value = OTHER.get(name, "other")
    if getattr(node, name) == value or (name == "cancels" and node.kind != "boundary"):
        return
    if (name in {"lapse", "special"}) and node.kind not in {"user", "manual"}:
        return
    other = replace(procedure, nodes={**procedure.nodes, node.id: replace(node, **{name: value})})
    assert any(change.element == node.id for change in compare(procedure, other).changes), name
