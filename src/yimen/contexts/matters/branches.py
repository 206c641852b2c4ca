"""The parts that units have in what several do (并联、会签、各办一遍): who, where each stands, what each concluded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from yimen.contexts.procedures.api import Version
from yimen.kernel.procedure import several

from .timers import Timer
from .views import CLOSED, Task
from .whereabouts import Pass, limit_of, passes

Where = Literal["now", "did", "lapsed", "closed"]


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit's part in a step that several do, as it stands in its last round. ``limit``: of the step, as "5wd".

    ``whole``: the step, or the sub-process that each unit runs for itself, by its id. ``rounds``: how often the unit
    has had it; ``code`` of the ``outcome``. Without an outcome it is open, or redacted. ``timer``: the unit's own
    limit, None where it has none; ``before``: its earlier rounds.
    """

    node: str
    step: str
    unit: str
    where: Where
    limit: str
    opened_at: datetime
    due_on: date | None
    done_at: datetime | None
    rounds: int
    code: str
    outcome: str
    opinion: str
    whole: str
    timer: Timer | None = None
    before: tuple[Pass, ...] = ()


def branches(*, steps: Iterable[Task], version: Version, timers: Sequence[Timer] = ()) -> tuple[Branch, ...]:
    """Returns the parts of units, one for each step and unit, in the order in which they first opened.

    Of the steps that a unit does in a sub-process the last is the one that opened last. ``timers``: the limits of the
    matter, from which each unit's own is taken.
    """
    nodes, found, turns = version.procedure.nodes, dict[tuple[str, str], Branch](), dict[tuple[str, str], list[Task]]()
    for task in steps:
        node, whole = nodes.get(task.node), several(version.procedure, task.node)
        if node is None or whole is None:
            continue
        key = task.node, task.unit
        turns.setdefault(key, []).append(task)
        again = key in found and task.line == task.token
        rounds = (found[key].rounds if key in found else 1) + again
        if again and whole is not node:
            del found[key]
        found[key] = Branch(
            node=task.node,
            step=task.name,
            unit=task.unit,
            where=_where(task),
            limit=node.limit,
            opened_at=task.opened_at,
            due_on=task.due_on,
            done_at=task.done_at,
            rounds=rounds,
            code=task.outcome,
            outcome=task.outcome_name,
            opinion=task.opinion,
            whole=whole.id,
        )
    return tuple(_timed(one, turns[key], timers) for key, one in found.items())


def _timed(one: Branch, turns: Sequence[Task], timers: Sequence[Timer]) -> Branch:
    """Returns a part with its own limit and its earlier rounds."""
    earlier = passes(timers=timers, turns=[task for task in turns if task.line != turns[-1].line])
    return replace(one, timer=limit_of(timers, turns, turns[-1]), before=earlier)


def last_of(found: Iterable[Branch]) -> tuple[Branch, ...]:
    """Returns, for each unit, where it stands in each whole: at one step, or at the last of those it runs."""
    return tuple({(one.whole, one.unit): one for one in found}.values())


def _where(task: Task) -> Where:
    if task.done_at is None:
        return "now"
    if task.outcome == CLOSED:
        return "closed"
    return "lapsed" if task.lapsed else "did"
