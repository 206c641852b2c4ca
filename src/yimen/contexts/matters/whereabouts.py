"""Where a matter stands on its procedure: the steps that stand as done, that are open, that its end closed undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from yimen.contexts.procedures.api import version
from yimen.kernel import procedure as kernel

from . import views
from .models import MatterRow
from .timers import Timer
from .views import TERMINATED

Stands = Literal["done", "now", "shut"]
_BROKEN = frozenset({TERMINATED, "撤回", "已撤回"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A matter's last stay at a step. ``shut``: the matter's end closed it, nobody having done it.

    ``timer``: the limit of the step, as far as it ran, None where it has none.
    """

    node: str
    where: Stands
    opened_at: datetime
    done_at: datetime | None
    lapsed: bool
    timer: Timer | None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a matter stands. ``broken``: 终止 or 撤回 where it was ended before its procedure was, else ""."""

    broken: str
    stays: tuple[Stay, ...]


def whereabouts(*, matter: views.Matter, steps: Iterable[views.Task]) -> Whereabouts:
    """Returns where a matter stands, each step once. Whoever calls has checked the reader.

    A step stands as done only by an outcome of its own, while nothing before it is open again.
    """
    procedure = version(id=matter.procedure_id).procedure
    turns: dict[str, list[views.Task]] = {}
    for task in steps:
        if not task.handed and task.node in procedure.nodes:
            turns.setdefault(task.node, []).append(task)
    last = {node: _last(found) for node, found in turns.items()}
    shut = {node for node, task in last.items() if matter.closed_at is not None and task.shut}
    done = kernel.standing(procedure, _state(matter.id), shut)
    found = []
    for node, task in last.items():
        where = _where(task, done=node in done, shut=node in shut)
        if where:
            timer = _timer(matter.timers, turns[node], task)
            found.append(Stay(node, where, _opened(turns[node], task), task.done_at, task.lapsed, timer))
    return Whereabouts(matter.outcome if matter.outcome in _BROKEN and not matter.open else "", tuple(found))


def _state(matter: UUID) -> kernel.State:
    return kernel.state_from_data(MatterRow.objects.values_list("state", flat=True).get(id=matter))


def _last(turns: Sequence[views.Task]) -> views.Task:
    """Returns the turn that tells how a step stands: an open one, else the last to end, by its own outcome if any."""
    return max(turns, key=lambda one: (one.done_at is None, one.done_at or one.opened_at, not one.shut, one.token))


def _where(task: views.Task, *, done: bool, shut: bool) -> Stands | None:
    if task.done_at is None:
        return "now"
    return "shut" if shut else "done" if done and not task.shut else None


def _opened(turns: Sequence[views.Task], last: views.Task) -> datetime:
    """Returns when the stay began: hands may have changed since."""
    return min(one.opened_at for one in turns if one.line == last.line)


def _timer(timers: Iterable[Timer], turns: Sequence[views.Task], last: views.Task) -> Timer | None:
    """Returns the newest limit that ran for the stay: it runs on under the token of whoever has it."""
    tokens = {one.token for one in turns if one.line == last.line} | {last.line}
    mine = [one for one in timers if one.role == "step" and one.token in tokens]
    return max(mine, key=lambda one: one.token or 0, default=None)
