"""The parts that units have in what several do (并联、会签、各办一遍): who, where each stands, what each concluded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from yimen.kernel.procedure import Node, Procedure, behind, several

from .holders import Hand, ground_of, hand_of
from .kinds import agreed_day
from .timers import Timer
from .views import CLOSED, Matter, Task
from .whereabouts import Pass, limit_of, passes, stays_done

Where = Literal["now", "did", "lapsed", "closed", "again"]


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit's part in a step that several do, as it stands in its last round. ``limit``: of the step, as "5wd".

    ``whole``: the step, or the sub-process that each unit runs for itself, by its id. ``rounds``: how often the unit
    has had it; ``code`` of the ``outcome``. Without an outcome it is open, or redacted. ``timer``: the unit's own
    limit, None where it has none; ``before``: its earlier rounds. ``where`` "again": a new round has not come to the
    step, all that was done there belongs to those ``before``, the last with this outcome. ``awaits``: the agreed day
    before which the step is not done, where it is open; ``hand``: who has it where it changed hands; ``halted``: the
    ground on which all rests, "" where that is not told, None where it does not.
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
    awaits: date | None = None
    hand: Hand | None = None
    halted: str | None = None


def branches(*, matter: Matter, steps: Iterable[Task]) -> tuple[Branch, ...]:
    """Returns the parts of units, one for each step and unit, in the order in which they last opened anew.

    Of the steps that a unit does in a sub-process the last is the one that opened last: what its part did behind a
    step that opened anew is of the round before, unless a return kept it. Whoever calls has checked the reader.
    """
    listed, procedure = tuple(steps), matter.procedure.procedure
    found, turns = dict[tuple[str, str], Branch](), dict[tuple[str, str], list[Task]]()
    kept = stays_done(matter=matter.id, turns=listed)
    for task in listed:
        node, whole = procedure.nodes.get(task.node), several(procedure, task.node)
        if node is None or whole is None:
            continue
        key, anew = (task.node, task.unit), task.line == task.token
        turns.setdefault(key, []).append(task)
        rounds = found[key].rounds + anew if key in found else 1
        if whole is not node and anew:
            found.pop(key, None)
            if task.line not in kept:
                found |= _outdone(procedure, task, found)
        found[key] = _branch(task, node, whole, rounds)
    halted = ground_of(matter)
    timed = (_timed(one, turns[key], matter) for key, one in found.items())
    return tuple(replace(one, halted=halted) if one.where == "now" else one for one in timed)


def _outdone(procedure: Procedure, fresh: Task, found: dict[tuple[str, str], Branch]) -> dict[tuple[str, str], Branch]:
    """Returns what a unit's part did behind a step that opened anew, as of the round before."""
    after, whole = behind(procedure, fresh.node), several(procedure, fresh.node)
    return {
        key: replace(one, where="again", due_on=None)
        for key, one in found.items()
        if one.unit == fresh.unit and whole and one.whole == whole.id and one.node in after and one.where != "now"
    }


def _branch(task: Task, node: Node, whole: Node, rounds: int) -> Branch:
    return Branch(
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
        outcome="" if task.handed else task.outcome_name,
        opinion=task.opinion,
        whole=whole.id,
    )


def _timed(one: Branch, turns: Sequence[Task], matter: Matter) -> Branch:
    """Returns a part with its own limit, the day that it waits for, and its earlier rounds."""
    timers = matter.timers
    if one.where == "again":
        return replace(one, before=passes(timers=timers, turns=turns))
    earlier = passes(timers=timers, turns=[task for task in turns if task.line != turns[-1].line])
    awaits = agreed_day(data=matter.data, node=one.node) if one.where == "now" else None
    return replace(
        one, timer=limit_of(timers, turns, turns[-1]), before=earlier, awaits=awaits, hand=hand_of(turns[-1])
    )


def last_of(found: Iterable[Branch]) -> tuple[Branch, ...]:
    """Returns, for each unit, where it stands in each whole: at one step, or at the last of those it runs."""
    last = dict[tuple[str, str], Branch]()
    for one in found:
        if one.where != "again" or (one.whole, one.unit) not in last:
            last[one.whole, one.unit] = one
    return tuple(last.values())


def _where(task: Task) -> Where:
    if task.done_at is None:
        return "now"
    if task.handed:
        return "again"  # sent back, or taken back with the step before: no turn of its line is open
    if task.outcome == CLOSED:
        return "closed"
    return "lapsed" if task.lapsed else "did"
