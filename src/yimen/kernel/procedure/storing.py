"""A state as plain JSON values and back; what is empty is not written, so older states are read as they are."""

from collections.abc import Mapping
from typing import Any

from .errors import TransitionError
from .piles import Pile
from .state import Group, Heard, Kept, Marking, OpenTask, Own, Pending, Scope, State, Turn, Undo, Urged, Vote, Waiting

_UP_TO_TURNS = 7  # values of a task before its turns
_PLAIN = 3  # values of a scope that is no part
_NOTHING = OpenTask(0, "")[3:]  # what is not written of a task, as of most


def state_to_data(state: State) -> dict[str, Any]:
    """Returns the state as plain JSON values."""
    data: dict[str, Any] = {
        "tasks": [_task(task) for task in state.open_tasks],
        "waiting": [list(wait) for wait in state.waiting],
        "scopes": [list(scope) if scope.group else list(scope[:_PLAIN]) for scope in state.scopes],
        "results": dict(state.results),
        "next": state.next_token,
        "ended": state.ended,
    }
    if state.pending:
        data["pending"] = [_short(item) for item in state.pending]
    if state.groups:
        data["groups"] = [_short(item) for item in state.groups]
    if state.kept:
        data["kept"] = [[item.id, _task(item.task), item.outcome] for item in state.kept]
    if state.undo:
        data["undo"] = [_undo(item) for item in state.undo]
    if state.urged:
        data["urged"] = [list(item) for item in state.urged]
    if state.ground:
        data["ground"] = state.ground
    if state.heard:
        data["heard"] = [_short(item) for item in state.heard]
    if state.own:
        data["own"] = [list(item) for item in state.own]
    return data


def state_from_data(data: Mapping[str, Any]) -> State:
    """Returns the state that ``state_to_data`` wrote; raises TransitionError where the data is no state."""
    try:
        tasks = tuple([_task_from(task) for task in data["tasks"]])
        plain = (
            tasks,
            tuple([Waiting(*wait) for wait in data["waiting"]]),
            tuple([Scope(*scope) for scope in data["scopes"]]),
            tuple(sorted(data["results"].items())),
            data["next"],
            data["ended"],
        )
        if len(data) == len(plain):
            return State(*plain)
        pending = tuple([Pending(*item) for item in data.get("pending", ())])
        return State(
            *plain,
            pending,
            tuple([_group_from(item) for item in data.get("groups", ())]),
            tuple([Kept(id_, _task_from(task), outcome) for id_, task, outcome in data.get("kept", ())]),
            tuple([_undo_from(item, tasks, pending) for item in data.get("undo", ())]),
            tuple([Urged(*item) for item in data.get("urged", ())]),
            data.get("ground", ""),
            tuple([_heard_from(item) for item in data.get("heard", ())]),
            tuple([Own(*item) for item in data["own"]]) if "own" in data else (),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TransitionError("本件的流程状态已损坏，请联系系统管理员从备份核对。") from error


def _task(task: OpenTask) -> list[Any]:
    return [task.token, task.node, task.scope] if task[3:] == _NOTHING else _short(task)


def _short(values: tuple[Any, ...]) -> list[Any]:
    """Returns the values without the empty ones at their end, tuples within as lists."""
    last = max((place for place, value in enumerate(values, 1) if value), default=0)
    return [
        [_short(one) if isinstance(one, tuple) else one for one in value] if isinstance(value, tuple | Pile) else value
        for value in values[:last]
    ]


def _filled(values: list[Any], empty: list[Any]) -> list[Any]:
    """Returns the values with the empty ones that were not written."""
    return [*values, *empty[len(values) :]]


def _task_from(values: list[Any]) -> OpenTask:
    if len(values) <= _UP_TO_TURNS:
        return OpenTask(*values)
    plain, turns, rest = values[:_UP_TO_TURNS], values[_UP_TO_TURNS], values[_UP_TO_TURNS + 1 :]
    return OpenTask(*[*plain, tuple([Turn(*turn) for turn in turns]), *rest])


def _group_from(values: list[Any]) -> Group:
    token, node, scope, size, items, votes, ticket = _filled(values, [0, "", 0, 0, (), (), 0])
    return Group(token, node, scope, size, tuple(items), tuple([Vote(*vote) for vote in votes]), ticket)


def _heard_from(values: list[Any]) -> Heard:
    node, scope, votes = values
    return Heard(node, scope, tuple([Vote(*vote) for vote in votes]))


def _undo(undo: Undo) -> list[Any]:
    """Returns an undo: turns and events that it gave by their tokens, and what few have only where it has it."""
    took, gave = undo.took, undo.gave
    data = [
        undo.token,
        undo.node,
        undo.result,
        [_task(task) for task in took.tasks],
        [task.token for task in gave.tasks],
    ]
    if any(took[1:]) or any(gave[1:]) or undo.urged:
        armed = [item.token for item in gave.pending]
        data += [undo.urged, _marking(took), _marking(gave._replace(pending=())), armed]
    return data


def _undo_from(values: list[Any], tasks: tuple[OpenTask, ...], pending: tuple[Pending, ...]) -> Undo:
    token, node, result, took, gave = values[:5]
    took_tasks = tuple([_task_from(task) for task in took])
    given_tokens = set(gave)
    gave_tasks = tuple([task for task in tasks if task.token in given_tokens])
    if len(values) == len((token, node, result, took, gave)):
        return Undo(token, node, result, Marking(took_tasks), Marking(gave_tasks))
    urged, took, gave, tokens = values[5:]
    armed = tuple([item for item in pending if item.token in tokens])
    given = _marking_from(gave)._replace(tasks=gave_tasks, pending=armed)
    return Undo(token, node, result, _marking_from(took)._replace(tasks=took_tasks), given, urged)


def _marking(marking: Marking) -> list[Any]:
    """Returns what a marking holds besides tasks."""
    parts = (
        *([_short(item) for item in part] for part in marking[1:5]),
        [[item.id, _task(item.task), item.outcome] for item in marking.kept],
        [list(item) for item in marking.own],
    )
    last = max((place for place, part in enumerate(parts, 1) if part), default=0)
    return list(parts[:last])


def _marking_from(values: list[Any]) -> Marking:
    waiting, scopes, pending, groups, kept, own = _filled(values, [()] * 6)
    return Marking(
        (),
        tuple([Waiting(*wait) for wait in waiting]),
        tuple([Scope(*_filled(scope, [0, "", 0])) for scope in scopes]),
        tuple([Pending(*item) for item in pending]),
        tuple([_group_from(item) for item in groups]),
        tuple([Kept(id_, _task_from(task), outcome) for id_, task, outcome in kept]),
        tuple([Own(*item) for item in own]),
    )
