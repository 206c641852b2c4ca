"""A procedure walked through to see how it runs: pure, carried from page to page in a signed field, kept nowhere."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing

from yimen.kernel.procedure import (
    Input,
    Position,
    Procedure,
    State,
    Step,
    complete,
    fire,
    inputs,
    lapse,
    receive,
    start,
    state_from_data,
    state_to_data,
    title,
)

MOST = 300  # moves of one walk: what is carried stays small
_SALT = "yimen.processes.walk"
_PARTS = 3
_TRUTHS = {"true": True, "false": False}


class WalkRefused(ValueError):
    """Says why a walk does not go on (HTTP 422)."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a walk has come. ``path``: what was done, in words; ``typed``: the data as it was typed.

    ``done`` and ``lapsed``: ids of nodes that were passed, and of those that silence ended.
    """

    state: State
    path: tuple[str, ...] = ()
    done: frozenset[str] = frozenset()
    lapsed: frozenset[str] = frozenset()

    def position(self) -> Position:
        """Returns where the walk stands, as the drawing takes it."""
        now = {task.node for task in self.state.open_tasks} | {item.node for item in self.state.pending}
        return Position(done=self.done - now, now=frozenset(now), lapsed=self.lapsed - now)


def begin(procedure: Procedure, data: Mapping[str, Any]) -> Walk:
    """Returns a walk at its first steps; raises TransitionError where no way leads on."""
    return _after(procedure, Walk(State()), start(procedure, data), "开始")


def go(procedure: Procedure, walk: Walk, move: str, data: Mapping[str, Any]) -> Walk:
    """Returns the walk after one move, such as ``done:3:grant``, ``lapse:3:grant``, ``fire:4:`` or ``receive::fee``.

    Raises TransitionError where the procedure does not allow it, WalkRefused where the move is none.
    """
    if len(walk.path) >= MOST:
        raise WalkRefused(f"已经走了 {MOST} 步，试走到此为止。请重新开始。")
    parts = move.split(":", 2)
    if (
        len(parts) != _PARTS
        or parts[0] not in _MOVES
        or not ((parts[1].isascii() and parts[1].isdigit()) or not parts[1])
    ):
        raise WalkRefused("没有看懂要走哪一步。请用页面上的按钮。")
    return _MOVES[parts[0]](procedure, walk, int(parts[1][:9] or 0), parts[2], data)


def carried(procedure_digest: str, walk: Walk) -> str:
    """Returns a walk as a signed text that belongs to one file."""
    data = {
        "of": procedure_digest,
        "state": state_to_data(walk.state),
        "path": list(walk.path),
        "done": sorted(walk.done),
        "lapsed": sorted(walk.lapsed),
    }
    return signing.dumps(data, salt=_SALT, compress=True)


def taken_up(procedure_digest: str, text: str) -> Walk:
    """Returns the walk that a signed text carries; raises WalkRefused where it was altered or the file has changed."""
    try:
        data = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        raise WalkRefused("这次试走的记录不完整，不能接着走。请重新开始。") from None
    if data["of"] != procedure_digest:
        raise WalkRefused("流程在试走以后又改过，不能接着走。请重新开始。")
    state = state_from_data(data["state"])
    return Walk(state, tuple(data["path"]), frozenset(data["done"]), frozenset(data["lapsed"]))


def digest(procedure: Procedure) -> str:
    """Returns by what a walk knows its procedure: all that it runs, what it calls as well."""
    return hashlib.sha256(repr((procedure.nodes, procedure.flows, procedure.starts)).encode()).hexdigest()[:32]


def values(procedure: Procedure, typed: Mapping[str, str]) -> dict[str, Any]:
    """Returns the data that was typed, each value by its sort; what was left empty is not there. Raises WalkRefused."""
    found = {}
    for one in inputs(procedure):
        text = typed.get(one.name, "").strip()
        if text:
            found[one.name] = _value(one, text)
    return found


def _value(one: Input, text: str) -> Any:
    if one.sort == "list":
        return [part.strip() for part in text.replace("、", "\n").splitlines() if part.strip()]
    if one.sort == "truth":
        return _TRUTHS.get(text, False)
    if one.sort == "text":
        return text
    try:
        return float(text) if "." in text else int(text[:15])
    except ValueError:
        raise WalkRefused(f"“{one.name}”要填数字，例如 100。现在填的是“{text[:20]}”，请改正。") from None


def _done(procedure: Procedure, walk: Walk, token: int, code: str, data: Mapping[str, Any]) -> Walk:
    words = _named(procedure, walk, token, code)
    return _after(procedure, walk, complete(procedure, walk.state, token, code, data), words)


def _lapsed(procedure: Procedure, walk: Walk, token: int, code: str, data: Mapping[str, Any]) -> Walk:
    words = f"{_named(procedure, walk, token, code)}（超时默认）"
    return _after(procedure, walk, lapse(procedure, walk.state, token, data), words)


def _fired(procedure: Procedure, walk: Walk, token: int, _: str, data: Mapping[str, Any]) -> Walk:
    node = next((item.node for item in walk.state.pending if item.token == token), "")
    words = f"{name_of(procedure, node)}：时间到"
    return _after(procedure, walk, fire(procedure, walk.state, token, data), words)


def _received(procedure: Procedure, walk: Walk, _: int, message: str, data: Mapping[str, Any]) -> Walk:
    words = f"收到“{procedure.messages.get(message) or message}”"
    return _after(procedure, walk, receive(procedure, walk.state, message, data), words)


_MOVES: dict[str, Callable[[Procedure, Walk, int, str, Mapping[str, Any]], Walk]] = {
    "done": _done,
    "lapse": _lapsed,
    "fire": _fired,
    "receive": _received,
}


def name_of(procedure: Procedure, node: str) -> str:
    """Returns what a reader calls a node."""
    return title(procedure, node) if node in procedure.nodes else node or "流程"


def _named(procedure: Procedure, walk: Walk, token: int, code: str) -> str:
    task = next((task for task in walk.state.open_tasks if task.token == token), None)
    if task is None:
        return ""
    outcomes = procedure.nodes[task.node].outcomes
    outcome = next((item.name for item in outcomes if item.code == code), code)
    return f"{name_of(procedure, task.node)}{f'（{task.item}）' if task.item else ''}：{outcome}"


def _after(procedure: Procedure, walk: Walk, step: Step, words: str) -> Walk:
    opened = "、".join(dict.fromkeys(name_of(procedure, task.node) for task in step.opened))
    armed = "、".join(dict.fromkeys(f"等待“{name_of(procedure, item.node)}”" for item in step.armed if not item.host))
    closed = "、".join(dict.fromkeys(name_of(procedure, task.node) for task in step.closed))
    told = [f"到{opened}" if opened else "", armed, f"{closed}随之结束" if closed else "", "办结" if step.ended else ""]
    happened = {event.node for event in step.events if event.kind not in {"opened", "voted", "signed"}}
    lapsed = {event.node for event in step.events if event.kind == "lapsed"}
    path = (*walk.path, f"{words} → {'，'.join(filter(None, told)) or '等待其他步骤'}")
    return replace(
        walk, state=step.state, path=path, done=walk.done | happened, lapsed=(walk.lapsed - happened) | lapsed
    )
