"""Every gesture after every other, at every kind of place: no step lost, none doubled, and the run can still end."""

from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yimen.kernel import procedure as kernel

from .bpmn import blocks, workflow
from .flow_battery import UNITS, countersigned
from .gesture_battery import chain, forked, nested
from .graph_oracle import Graph, apart, marking, voices
from .parts_battery import parted, whole
from .wide import INNER, busy, inner_workflow, quiet, wide, wide_workflow, with_parts

pytestmark = pytest.mark.pure

VALUES = {**UNITS, "n": 1, "word": "a"}


def last(state: Any) -> Any:
    """Returns the token of a turn that might be withdrawn."""
    votes = [vote.token for group in state.groups for vote in group.votes]
    return (votes or [undo.token for undo in state.undo] or [0])[-1]


GESTURES: dict[str, Any] = {
    "complete": lambda p, s, t: kernel.complete(p, s, t, p.nodes[held(s, t).node].outcomes[0].code, VALUES),
    "refuse": lambda p, s, t: kernel.complete(p, s, t, p.nodes[held(s, t).node].outcomes[-1].code, VALUES),
    "back": lambda p, s, t: kernel.send_back(p, s, t, VALUES),
    "back keeping": lambda p, s, t: kernel.send_back(p, s, t, VALUES, keep=True),
    "back to start": lambda p, s, t: kernel.send_back(p, s, t, VALUES, to="start"),
    "back to start keeping": lambda p, s, t: kernel.send_back(p, s, t, VALUES, to="start", keep=True),
    "add before": lambda p, s, t: kernel.add_signer(p, s, t, f"签{s.next_token}", "before"),
    "add after": lambda p, s, t: kernel.add_signer(p, s, t, f"签{s.next_token}", "after"),
    "transfer": lambda p, s, t: kernel.transfer(p, s, t, f"接{s.next_token}"),
    "delegate": lambda p, s, t: kernel.delegate(p, s, t, f"代{s.next_token}", "2025-03-31"),
    "recall": lambda p, s, t: kernel.recall(p, s, "2025-04-01"),
    "withdraw": lambda p, s, t: kernel.withdraw(p, s, last(s)),
    "urge": kernel.urge,
    "suspend": lambda p, s, t: kernel.suspend(p, s, "听证"),
    "resume": lambda p, s, _: kernel.resume(p, s),
    "terminate": lambda p, s, t: kernel.terminate(p, s, "申请人撤回"),
}
PLACES = {
    "plain": (chain(), ("a=on", "b=done"), "c"),
    "first": (chain(), (), "a"),
    "all at once, none has signed": (countersigned(), ("a=done",), "m"),
    "all at once, one has signed": (countersigned(), ("a=done", "m=agree"), "m"),
    "any of them, none has signed": (countersigned("any"), ("a=done",), "m"),
    "a majority, one short": (countersigned("1/2"), ("a=done", "m=agree"), "m"),
    "one after the other, one has signed": (countersigned(sequential="true"), ("a=done", "m=agree"), "m"),
    "after all have signed": (countersigned(), ("a=done", *["m=agree"] * 4), "b"),
    "after all have signed in turn": (countersigned(sequential="true"), ("a=done", *["m=agree"] * 4), "b"),
    "in a sub-process": (nested(), ("o=done", "x=done"), "w"),
    "after a sub-process": (nested(), ("o=done", "x=done", "y=done", "w=done"), "z"),
    "on a branch": (forked(), ("o=done", "a1=done", "b1=done"), "a2"),
    "on a branch, the other waits": (forked(), ("o=done", "a1=done", "b1=done", "b2=done"), "a2"),
    "after the join": (forked(), ("o=done", "a1=done", "a2=done", "b1=done", "b2=done"), "z"),
}
ONE = whole("规划局")
PLACES |= {
    "in a part": (parted(), ("a=done", *ONE[:2]), "sign/规划局"),
    "at the first step of a part, another has ended": (parted(), ("a=done", *ONE), "take/消防队"),
    "in the last part": (
        parted(),
        ("a=done", *(one for unit in UNITS["units"][1:] for one in whole(unit))),
        "take/发改局",
    ),
    "in a part, any ends it": (parted("any"), ("a=done", *ONE[:2]), "sign/规划局"),
    "in the second part of a sequence": (parted(sequential="true"), ("a=done", *whole("发改局")), "take/规划局"),
    "in a part that is run again": (
        parted(again="more"),
        ("a=done", *(one for unit in UNITS["units"] for one in whole(unit, "more")), "mend=sent"),
        "take/规划局",
    ),
    "after all parts": (parted(), ("a=done", *(one for unit in UNITS["units"] for one in whole(unit))), "d"),
}
REFUSALS: set[str] = set()
EARLIER = [None, "back", "back keeping", "back to start keeping"]


def held(state: Any, token: Any) -> Any:
    return next(task for task in state.open_tasks if task.token == token)


class Watched:
    """A run each step of which is compared with the file's own graph."""

    def __init__(self, xml: Any, *, known: bool = True) -> None:
        self.procedure = kernel.compile_bpmn(xml, {INNER: inner_workflow()}.get)
        self.used = set[int]()
        self.places = Graph(xml).reachable() if known else None
        self.at = kernel.start(self.procedure, VALUES)
        self.look(kernel.state_from_data(kernel.state_to_data(kernel.State())))

    def do(self, gesture: Any, token: Any) -> Any:
        """Makes a gesture; returns whether it was not refused. What is refused says what to do and changes nothing."""
        before = self.at.state
        try:
            after = GESTURES[gesture](self.procedure, before, token)
        except kernel.TransitionError as error:
            REFUSALS.add(str(error))
            return False
        self.at = after
        self.look(before)
        return True

    def look(self, before: Any) -> None:
        step, data = self.at, kernel.state_to_data(self.at.state)
        assert kernel.state_from_data(data) == step.state
        was, now = {task.token for task in before.open_tasks}, {task.token for task in step.state.open_tasks}
        opened = {task.token for task in step.opened}
        assert opened == now - was
        assert not opened & self.used
        self.used |= opened
        assert [task.token for task in step.state.open_tasks] == sorted(now)
        ended_by_hand = was - now - {task.token for task in step.closed}
        assert len(ended_by_hand) <= 1
        assert not {task.token for task in step.closed} & now
        if step.ended:
            assert not now
            return
        assert now or step.state.pending
        if self.places is not None:
            for one in apart(data):
                assert marking(one) in self.places, (before, step.state)
        for items in voices(data).values():
            assert items == sorted(UNITS["units"])
        parts = {scope.id: scope for scope in step.state.scopes}
        for task in step.state.open_tasks:
            at = parts.get(task.scope)
            while at is not None and not at.group:
                at = parts.get(at.parent)
            assert task.group or task.item == (at.item if at else "")
        assert {one.scope for one in step.state.own} <= {one.id for one in step.state.scopes if one.group}
        assert {scope.group for scope in step.state.scopes} - {0} <= {group.token for group in step.state.groups}
        tickets = {task.ticket for task in step.state.open_tasks} | {group.ticket for group in step.state.groups}
        tickets |= {kept.task.ticket for kept in step.state.kept}
        assert tickets - {0} == {kept.id for kept in step.state.kept}
        hosts = {task.line for task in step.state.open_tasks} | {group.token for group in step.state.groups}
        assert {item.host for item in step.state.pending if item.host > 0} <= hosts

    def finish(self) -> None:
        if self.at.state.ground:
            self.do("resume", 0)
        for _ in range(200):
            if self.at.ended:
                return
            if not self.at.state.open_tasks:
                self.come(self.at.state.pending[0])
                continue
            task = self.at.state.open_tasks[-1]
            codes = [item.code for item in self.procedure.nodes[task.node].outcomes]
            code = "enough" if "enough" in codes else codes[0]
            before = self.at.state
            self.at = kernel.complete(self.procedure, before, task.token, code, VALUES)
            self.look(before)
        raise AssertionError("the run does not end")

    def come(self, item: Any) -> None:
        before, message = self.at.state, self.procedure.nodes[item.node].message
        if message:
            self.at = kernel.receive(self.procedure, before, message, VALUES)
        else:
            self.at = kernel.fire(self.procedure, before, item.token, VALUES)
        self.look(before)

    def reach(self, pairs: Any) -> None:
        for pair in pairs:
            (where, _, unit), code = pair.split("=")[0].partition("/"), pair.split("=")[1]
            before = self.at.state
            mine = next(task.token for task in before.open_tasks if task.node == where and unit in {"", task.item})
            self.at = kernel.complete(self.procedure, before, mine, code, VALUES)
            self.look(before)

    def mine(self, line: Any, node: Any) -> Any:
        """Returns the turn that the next gesture is for: of the same line, the same step, or whichever is open."""
        tasks = self.at.state.open_tasks
        id_, _, unit = node.partition("/")
        here = [task for task in tasks if task.node == id_ and unit in {"", task.item}]
        same = [task for task in tasks if task.line == line] or here or tasks
        return same[0] if same else None


def refused_in_words() -> None:
    """What was refused so far said what to do, and never that the run would be stuck."""
    assert all("请" in words for words in REFUSALS)
    assert not [words for words in REFUSALS if "停住" in words or "打转" in words]


@pytest.mark.parametrize("earlier", EARLIER)
@pytest.mark.parametrize("place", PLACES)
def test_every_gesture_after_every_other(place: Any, earlier: Any) -> None:
    xml, pairs, node = PLACES[place]
    done = 0
    for first, second in product(GESTURES, GESTURES):
        run = Watched(xml)
        run.reach(pairs)
        task = run.mine(0, node)
        if earlier:
            run.do(earlier, task.token)
            task = run.mine(task.line, node)
        line = task.line
        run.do(first, task.token)
        task = run.mine(line, node)
        if task is not None:
            done += run.do(second, task.token)
        if not run.at.ended:
            run.finish()
    assert done > 80
    refused_in_words()


@settings(max_examples=250, deadline=None)
@given(block=blocks, data=st.data())
def test_no_mix_of_gestures_loses_or_doubles_a_step(block: Any, data: Any) -> None:
    run = Watched(workflow(block))
    for _ in range(data.draw(st.integers(1, 14))):
        assume(not run.at.ended)
        task = data.draw(st.sampled_from(run.at.state.open_tasks))
        gesture = data.draw(st.sampled_from(["complete", "refuse", "complete", *sorted(set(GESTURES) - {"terminate"})]))
        run.do(gesture, task.token)
        if run.at.ended:
            return
        if run.at.state.ground:
            run.do("resume", 0)
    run.finish()
    refused_in_words()


@settings(max_examples=150, deadline=None)
@given(block=with_parts(quiet, ("all", "any", "2/3")), data=st.data())
def test_no_mix_of_gestures_loses_or_doubles_a_step_of_a_part(block: Any, data: Any) -> None:
    _mixed(Watched(wide_workflow(block), known=False), data)


@settings(max_examples=250, deadline=None)
@given(block=st.one_of(wide, with_parts(busy, ("all", "any", "2/3"))), data=st.data())
def test_gestures_mix_with_all_elements(block: Any, data: Any) -> None:
    _mixed(Watched(wide_workflow(block), known=False), data)


def _mixed(run: Watched, data: Any) -> None:
    """Makes gestures and steps as they are drawn, then finishes the run."""
    for _ in range(data.draw(st.integers(1, 14))):
        items = [*run.at.state.open_tasks, *run.at.state.pending]
        assume(items)
        item = data.draw(st.sampled_from(items))
        if item in run.at.state.pending:
            run.come(item)
        else:
            gestures = ["complete", "refuse", "complete", *sorted(set(GESTURES) - {"terminate", "suspend", "resume"})]
            run.do(data.draw(st.sampled_from(gestures)), item.token)
    run.finish()
    refused_in_words()
