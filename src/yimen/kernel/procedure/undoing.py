"""What can still be withdrawn: what a transition took and gave, as long as all that it gave is still there."""

from collections.abc import Iterable
from typing import TypeVar

from .holding import Holding
from .state import Marking, OpenTask, Pending, Undo, Urged

_Part = TypeVar("_Part")
_Tasks = tuple[tuple[OpenTask, ...], tuple[OpenTask, ...]]
_Awaited = tuple[tuple[Pending, ...], tuple[Pending, ...]]


def undo_of(run: Holding, task: OpenTask, tasks: _Tasks, pending: _Awaited) -> Undo | None:
    """Returns how to reverse this transition, in which a turn ended; None where there is nothing to reverse it by.

    ``tasks`` and ``pending``: what it took, and what it gave. An automatic step that ran has told the world, what was
    dropped is forgotten: neither is reversed.
    """
    nodes, before, (disarmed, armed) = run.procedure.nodes, run.before, pending
    if run.dropped:
        return None
    for kind, id_, _ in run.events:
        if kind == "passed" and nodes[id_].kind == "service":
            return None
    took, gave = Marking(tasks[0]), Marking(tasks[1])
    if before.waiting or run.waiting or before.scopes or run.scopes:
        took = took._replace(waiting=_less(before.waiting, run.waiting), scopes=_less(before.scopes, run.scopes))
        gave = gave._replace(waiting=_less(run.waiting, before.waiting), scopes=_less(run.scopes, before.scopes))
    if armed or disarmed or before.groups or run.groups or before.kept:
        took = took._replace(
            pending=disarmed,
            groups=tuple([item for item in before.groups if item not in run.groups]),
            kept=tuple([item for item in before.kept if item not in run.kept]),
            own=_less(before.own, run.own),
        )
        gave = gave._replace(
            pending=armed,
            groups=tuple([item for item in run.groups if item not in before.groups]),
            own=_less(run.own, before.own),
        )
    if not (tasks[1] or any(gave)):
        return None
    result, node = "", settled(task, took) if took.scopes else task.node
    for id_, code in before.results:
        if id_ == node:
            result = code
    times = times_of(before.urged, task.node, task.item) if before.urged else 0
    return Undo(task.token, task.node, result, took, gave, times)


def settled(task: OpenTask, took: Marking) -> str:
    """Returns the node whose outcome the end of a turn may have given: of one that ended a part, the whole."""
    mine = {scope.group for scope in took.scopes if scope.group and scope.item == task.item}
    return next((group.node for group in took.groups if group.token in mine and not task.group), task.node)


def _less(these: Iterable[_Part], those: Iterable[_Part]) -> tuple[_Part, ...]:
    """Returns these without those, each as often as it is there."""
    rest, found = list(those), []
    for item in these:
        if item in rest:
            rest.remove(item)
        else:
            found.append(item)
    return tuple(found)


def lasting(run: Holding) -> tuple[Undo, ...]:
    """Returns those of the earlier undos that nothing has touched."""
    return tuple([undo for undo in run.undo if untouched(run, undo.gave)])


def untouched(run: Holding, gave: Marking) -> bool:
    """Tells whether all that a transition gave is still there as it was."""
    one = len(gave.tasks) == 1  # while a step of several may have given thousands
    if not (gave.tasks[0] in run.tasks if one else set(gave.tasks) <= set(run.tasks)):
        return False
    if not any(gave[1:]):
        return True
    return (
        not _less(gave.waiting, run.waiting)
        and not _less(gave.scopes, run.scopes)
        and all(item in run.pending for item in gave.pending)
        and all(item in run.groups for item in gave.groups)
        and not _less(gave.own, run.own)
    )


def times_of(urged: tuple[Urged, ...], node: str, item: str) -> int:
    """Returns how often a step, or its instance for an item, was urged."""
    return next((one.times for one in urged if (one.node, one.item) == (node, item)), 0)
