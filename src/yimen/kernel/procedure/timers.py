"""Timers and messages: the run waits, the caller says when one has come. The kernel holds no clock."""

from collections.abc import Mapping
from typing import Any

from .errors import TransitionError
from .model import Procedure
from .running import ByData, awake
from .state import Event, Pending, State
from .tokens import Guide, Run, Step


def fire(procedure: Procedure, state: State, token: int, data: Mapping[str, Any]) -> Step:
    """Returns the step that follows when the timer holding ``token`` has run out; whether it has the caller knows.

    An interrupting timer closes what it hangs on. Raises TransitionError where no timer holds the token, and for the
    reasons of ``complete``.
    """
    awake(state)
    item = next((item for item in state.pending if item.token == token), None)
    if item is None:
        raise TransitionError("这个计时已经到过或已随步骤结束，请刷新后再看。")
    if item.node in procedure.nodes and not procedure.nodes[item.node].duration:
        raise TransitionError(
            f"“{procedure.nodes[item.node].name or item.node}”等的是消息，不是时间，请用收到消息办理。"
        )
    return come(procedure, state, item, ByData(data))


def receive(procedure: Procedure, state: State, message: str, data: Mapping[str, Any]) -> Step:
    """Returns the step that follows when a message comes: the id of a ``message`` in the file.

    It goes to the one that has waited longest. Raises TransitionError where none waits for it.
    """
    awake(state)
    waits = [item for item in state.pending if item.node in procedure.nodes]
    item = next((item for item in waits if procedure.nodes[item.node].message == message), None)
    if item is None or not message:
        awaited = [procedure.nodes[item.node].message for item in waits if procedure.nodes[item.node].message]
        words = f"现在等的是：{'、'.join(awaited)}" if awaited else "现在没有在等任何消息"
        raise TransitionError(f"没有步骤在等消息“{message[:40]}”，{words}。请核对消息名称。")
    return come(procedure, state, item, ByData(data))


def come(procedure: Procedure, state: State, item: Pending, guide: Guide) -> Step:
    """Returns the step after what was waited for has come."""
    node = procedure.nodes.get(item.node)
    if node is None:
        raise TransitionError("本件在等的计时或消息不在这个流程里，请核对流程版本。")
    run = Run(procedure, state, guide)
    run.pending.remove(item)
    run.events.append(Event("fired" if node.duration else "received", node.id))
    if item.host and node.cancels:
        run.cancel(item.host)
    run.leave(procedure.out[node.id][0], item.scope)
    return run.step()
