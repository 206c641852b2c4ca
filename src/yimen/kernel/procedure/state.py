"""Where a run stands: small, immutable, and the same after JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from .errors import TransitionError


class OpenTask(NamedTuple):
    """A human step that waits. ``token`` is unique in its run; ``scope`` is the run of a sub-process, 0 for none."""

    token: int
    node: str
    scope: int = 0


class Waiting(NamedTuple):
    """A token that came along a flow to a join and waits there for the others."""

    scope: int
    flow: str


class Scope(NamedTuple):
    """One run of a sub-process: its number, its node, and the scope it lies in."""

    id: int
    node: str
    parent: int


class Event(NamedTuple):
    """What happened at a node within one transition; ``outcome`` is the code that a step ended with.

    A step is "done" by a person, "lapsed" by silence past its limit, "deemed" by the law from wherever the run stood.
    """

    kind: Literal["opened", "done", "lapsed", "deemed", "passed"]
    node: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """All that a run remembers. ``results`` pairs each step done so far with its last outcome."""

    open_tasks: tuple[OpenTask, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    scopes: tuple[Scope, ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    next_token: int = 1
    ended: bool = False


def state_to_data(state: State) -> dict[str, Any]:
    """Returns the state as plain JSON values."""
    return {
        "tasks": [list(task) for task in state.open_tasks],
        "waiting": [list(wait) for wait in state.waiting],
        "scopes": [list(scope) for scope in state.scopes],
        "results": dict(state.results),
        "next": state.next_token,
        "ended": state.ended,
    }


def state_from_data(data: Mapping[str, Any]) -> State:
    """Returns the state that ``state_to_data`` wrote; raises TransitionError where the data is no state."""
    try:
        return State(
            tuple(OpenTask(*task) for task in data["tasks"]),
            tuple(Waiting(*wait) for wait in data["waiting"]),
            tuple(Scope(*scope) for scope in data["scopes"]),
            tuple(sorted(data["results"].items())),
            data["next"],
            data["ended"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise TransitionError("本件的流程状态已损坏，请联系系统管理员从备份核对。") from error
