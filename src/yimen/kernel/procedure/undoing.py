"""What can still be withdrawn: what a transition took and gave, as long as all that it gave is still there."""

from collections.abc import Iterable
from typing import TypeVar

from .holding import Holding
from .state import Marking, OpenTask, Pending, Undo, Urged

_Part = TypeVar("_Part")


def undo_of(
    run: Holding,
    task: OpenTask,
    opened: tuple[OpenTask, ...],
    armed: tuple[Pending, ...],
    disarmed: tuple[Pending, ...],
) -> Undo | None:
    """Returns how to reverse this transition, in which a turn ended; None where there is nothing to reverse it by.

    An automatic step that ran has told the world, what was dropped is forgotten: neither is reversed.
    """
    nodes = run.procedure.nodes
    if any(event.kind == "passed" and nodes[event.node].kind == "service" for event in run.events):
        return None
    before, now = run.before, {item.token for item in run.tasks}
    if any(id_ not in run.results for id_, _ in before.results):
        return None
    took = Marking(
        tuple([item for item in before.open_tasks if item.token not in now]),
        _less(before.waiting, run.waiting),
        _less(before.scopes, run.scopes),
        disarmed,
        tuple([item for item in before.groups if item not in run.groups]) if before.groups else (),
        tuple([item for item in before.kept if item not in run.kept]) if before.kept else (),
    )
    gave = Marking(
        opened,
        _less(run.waiting, before.waiting),
        _less(run.scopes, before.scopes),
        armed,
        tuple([item for item in run.groups if item not in before.groups]) if run.groups else (),
        tuple([item for item in run.kept if item not in before.kept]) if run.kept else (),
    )
    if not any(gave):
        return None
    result = next((code for id_, code in before.results if id_ == task.node), "")
    return Undo(task.token, task.node, result, took, gave, times_of(before.urged, task.node, task.item))


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
    return (
        all(task in run.tasks for task in gave.tasks)
        and not _less(gave.waiting, run.waiting)
        and not _less(gave.scopes, run.scopes)
        and all(item in run.pending for item in gave.pending)
        and all(item in run.groups for item in gave.groups)
        and all(item in run.kept for item in gave.kept)
    )


def times_of(urged: tuple[Urged, ...], node: str, item: str) -> int:
    """Returns how often a step, or its instance for an item, was urged."""
    return next((one.times for one in urged if (one.node, one.item) == (node, item)), 0)
