"""The same files, the same outcomes: what is open here must be what is open in SpiffWorkflow, an engine of its own."""

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from yimen.kernel.procedure import check, compile_bpmn, complete, fire, receive, start

from .bpmn import blocks, workflow
from .wide import INNER, LOOP, MANY, TIMER, busy, inner_workflow, quiet, wide, wide_workflow, with_parts

pytestmark = pytest.mark.pure


class Peer:
    """A run in SpiffWorkflow, which has service tasks do work: here they become scripts that do none."""

    def __init__(self, xml: Any, values: Any) -> None:
        xml = xml.replace(b"</bpmn:serviceTask>", b"<bpmn:script>pass</bpmn:script></bpmn:scriptTask>")
        xml = xml.replace(b"<bpmn:serviceTask", b"<bpmn:scriptTask")
        parser = BpmnParser()
        parser.add_bpmn_str(xml)
        parser.add_bpmn_str(inner_workflow())
        self.run = BpmnWorkflow(parser.get_spec("test"), parser.get_subprocess_specs("test"))
        for task in self.run.get_tasks(state=TaskState.READY):
            task.data.update(values)
        self.run.do_engine_steps()

    def open(self) -> Any:
        return [task for task in self.run.get_tasks(state=TaskState.READY) if task.task_spec.manual]

    def names(self, tasks: Any) -> Any:
        return Counter(self.name(task) for task in tasks)

    def name(self, task: Any) -> Any:
        """Returns a task's id with the call activities it lies in before it, as a compiled procedure names it."""
        name, run = task.task_spec.bpmn_id, task.workflow
        while run.parent_task_id is not None:
            parent = run.parent_workflow.get_task_from_id(run.parent_task_id)
            if isinstance(parent.task_spec, CallActivity):
                name = f"{parent.task_spec.bpmn_id}.{name}"
            run = parent.workflow
        return name

    def complete(self, node: Any, outcome: Any) -> Any:
        task = next(task for task in self.open() if self.name(task) == node)
        task.data["outcome"] = outcome
        task.run()
        self.run.do_engine_steps()


def joins_in_loop(block: Any, looped: Any = False) -> Any:
    """Tells whether a join lies in a loop: there SpiffWorkflow 3.2 lets the second round through after one branch."""
    kind, inner = block[0], block[1] if len(block) > 1 else ()
    if kind in {"par", "inc"} and looped:
        return True
    return any(joins_in_loop(part, kind == "loop" or (looped and kind not in {"sub", "parts"})) for part in inner)


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
        assert here == peer.names(peer.open())
        assert step.ended == peer.run.is_completed()
        if step.ended:
            return
        task = data.draw(st.sampled_from(step.state.open_tasks))
        outcome = data.draw(st.sampled_from(procedure.nodes[task.node].outcomes)).code
        step = complete(procedure, step.state, task.token, outcome, values)
        peer.complete(task.node, outcome)


class WidePeer(Peer):
    """For the peer, a timer is a message that is sent when it runs out, and several are three by their number."""

    def __init__(self, xml: Any, values: Any) -> None:
        text = xml.decode()
        timers = re.findall(rf'<bpmn:(?:intermediateCatch|boundary)Event id="(w\d+)"[^>]*>{re.escape(TIMER)}', text)
        for id_ in timers:
            definition = f'<bpmn:messageEventDefinition messageRef="m-{id_}"/>'
            text = re.sub(rf'(id="{id_}"[^>]*>){re.escape(TIMER)}', rf"\g<1>{definition}", text)
        messages = "".join(f'<bpmn:message id="m-{id_}" name="m-{id_}"/>' for id_ in timers)
        text = text.replace("<bpmn:process ", messages + "<bpmn:process ", 1)
        three = f"<bpmn:loopCardinality>{len(MANY)}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
        for sequential in ("true", "false"):
            head = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">'
            text = text.replace(LOOP.format(sequential), head + three)
            text = text.replace(LOOP.format(sequential).replace("/>", ' yimen:rule="all"/>'), head + three)
        super().__init__(text.encode(), values)

    def waits(self) -> Any:
        found = self.run.get_tasks(state=TaskState.WAITING)
        return [task for task in found if (task.task_spec.bpmn_id or "").startswith("w")]

    def come(self, node: Any) -> None:
        task = next(task for task in self.waits() if task.task_spec.bpmn_id == node)
        self.run.send_event(BpmnEvent(task.task_spec.event_definition, {}))
        self.run.do_engine_steps()


@settings(max_examples=200, deadline=None)
@given(block=wide.filter(lambda block: not joins_in_loop(block)), n=st.integers(-1, 2), data=st.data())
def test_all_elements_run_as_in_a_peer(block: Any, n: Any, data: Any) -> None:
    xml, values = wide_workflow(block), {"n": n, "units": MANY}
    procedure, peer = compile_bpmn(xml, {INNER: inner_workflow()}.get), WidePeer(xml, values)
    step = start(procedure, values)
    for _ in range(25):
        assert Counter(task.node for task in step.state.open_tasks) == peer.names(peer.open())
        assert Counter(item.node for item in step.state.pending) == peer.names(peer.waits())
        assert step.ended == peer.run.is_completed()
        if step.ended:
            return
        item = data.draw(st.sampled_from([*step.state.open_tasks, *step.state.pending]))
        if item in step.state.pending:
            node = procedure.nodes[item.node]
            if node.message:
                step = receive(procedure, step.state, node.message, values)
            else:
                step = fire(procedure, step.state, item.token, values)
            peer.come(item.node)
        else:
            outcome = data.draw(st.sampled_from(procedure.nodes[item.node].outcomes)).code
            step = complete(procedure, step.state, item.token, outcome, values)
            peer.complete(item.node, outcome)


class PartsPeer(WidePeer):
    """For the peer, a part is one of the sub-workflows of its multi-instance task, in the order of their making."""

    def item(self, task: Any) -> Any:
        """Returns the unit that a task is for, "" for none; of parts that come one after the other one is open."""
        run = task.workflow
        while run.parent_task_id is not None:
            parent = run.parent_workflow.get_task_from_id(run.parent_task_id)
            made = [one for one in parent.parent.children if one.task_spec is parent.task_spec]
            if parent.task_spec.name.endswith("[child]"):
                return MANY[made.index(parent)]
            run = parent.workflow
        return ""

    def name(self, task: Any) -> Any:
        return super().name(task), self.item(task)


@settings(max_examples=200, deadline=None)
@given(block=with_parts(quiet).filter(lambda block: not joins_in_loop(block)), data=st.data())
def test_what_several_run_runs_as_in_a_peer(block: Any, data: Any) -> None:
    xml, values = wide_workflow(block), {"units": MANY}
    procedure, peer = compile_bpmn(xml, {INNER: inner_workflow()}.get), PartsPeer(xml, values)
    step = start(procedure, values)
    for _ in range(60):
        assert Counter((task.node, task.item) for task in step.state.open_tasks) == peer.names(peer.open())
        assert step.ended == peer.run.is_completed()
        if step.ended:
            return
        task = data.draw(st.sampled_from(step.state.open_tasks))
        outcome = data.draw(st.sampled_from(procedure.nodes[task.node].outcomes)).code
        step = complete(procedure, step.state, task.token, outcome, values)
        peer.complete((task.node, task.item), outcome)


@settings(max_examples=100, deadline=None)
@given(block=st.one_of(wide, with_parts(busy)))
def test_all_elements_built_of_blocks_are_sound(block: Any) -> None:
    procedure = compile_bpmn(wide_workflow(block), {INNER: inner_workflow()}.get)
    found = check(procedure)
    assert [item for item in found if item.severity == "error" and "太多" not in item.message_zh] == []


@settings(max_examples=100, deadline=None)
@given(block=blocks)
def test_what_is_built_of_blocks_is_sound(block: Any) -> None:
    assert [item for item in check(compile_bpmn(workflow(block))) if item.severity == "error"] == []
