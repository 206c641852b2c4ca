"""The same files, the same outcomes: what is open here must be what is open in SpiffWorkflow, an engine of its own."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from yimen.kernel.procedure import check, compile_bpmn, complete, start

from .bpmn import blocks, workflow

pytestmark = pytest.mark.pure


class Peer:
    """A run in SpiffWorkflow, which has service tasks do work: here they become scripts that do none."""

    def __init__(self, xml: Any, values: Any) -> None:
        xml = xml.replace(b"</bpmn:serviceTask>", b"<bpmn:script>pass</bpmn:script></bpmn:scriptTask>")
        xml = xml.replace(b"<bpmn:serviceTask", b"<bpmn:scriptTask")
        parser = BpmnParser()
        parser.add_bpmn_str(xml)
        self.run = BpmnWorkflow(parser.get_spec("test"), parser.get_subprocess_specs("test"))
        for task in self.run.get_tasks(state=TaskState.READY):
            task.data.update(values)
        self.run.do_engine_steps()

    def open(self) -> Any:
        return [task for task in self.run.get_tasks(state=TaskState.READY) if task.task_spec.manual]

    def complete(self, node: Any, outcome: Any) -> Any:
        task = next(task for task in self.open() if task.task_spec.bpmn_id == node)
        task.data["outcome"] = outcome
        task.run()
        self.run.do_engine_steps()


def joins_in_loop(block: Any, looped: Any = False) -> Any:
    """Tells whether a join lies in a loop: there SpiffWorkflow 3.2 lets the second round through after one branch."""
    kind, inner = block[0], block[1] if len(block) > 1 else ()
    if kind == "par" and looped:
        return True
    return any(joins_in_loop(part, kind == "loop" or (looped and kind != "sub")) for part in inner)


@settings(max_examples=150, deadline=None)
@given(
    block=blocks.filter(lambda block: not joins_in_loop(block)),
    n=st.integers(-1, 4),
    word=st.sampled_from("abc"),
    data=st.data(),
)
def test_what_is_open_is_what_a_peer_has_open(block: Any, n: Any, word: Any, data: Any) -> None:
    xml, values = workflow(block), {"n": n, "word": word}
    procedure, peer = compile_bpmn(xml), Peer(xml, values)
    step = start(procedure, values)
    for _ in range(25):
        here = Counter(task.node for task in step.state.open_tasks)
        assert here == Counter(task.task_spec.bpmn_id for task in peer.open())
        assert step.ended == peer.run.is_completed()
        if step.ended:
            return
        task = data.draw(st.sampled_from(step.state.open_tasks))
        outcome = data.draw(st.sampled_from(procedure.nodes[task.node].outcomes)).code
        step = complete(procedure, step.state, task.token, outcome, values)
        peer.complete(task.node, outcome)


@settings(max_examples=100, deadline=None)
@given(block=blocks)
def test_what_is_built_of_blocks_is_sound(block: Any) -> None:
    assert [item for item in check(compile_bpmn(workflow(block))) if item.severity == "error"] == []
