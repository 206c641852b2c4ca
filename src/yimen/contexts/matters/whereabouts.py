"""Where a matter stands on its procedure: the steps that stand as done, that are open, that its end closed undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from yimen.contexts.procedures.api import version
from yimen.kernel import procedure as kernel

from . import views
from .holders import Hand, ground_of, hand_of
from .models import MatterRow
from .rows import known_nodes
from .timers import Timer
from .views import BROKEN_OFF, HANDED

Stands = Literal["done", "now", "shut"]


@dataclass(frozen=True, slots=True)
class Pass:
    """An earlier pass of a matter through a step, whose outcome a return or a loop has made of the past.

    ``number``: the how manieth it was; ``timer``: the limit that ran for it, None where it had none. ``how``: by which
    gesture it ended, "" where its step was done.
    """

    number: int
    opened_at: datetime
    ended_at: datetime
    timer: Timer | None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A matter's pass through a step, with the last of its turns; ``ended_at``: None while it goes on.

    ``number``: the how manieth, 0 where the step was passed once, or where several do it and each has a round.
    """

    turn: views.Task
    number: int
    opened_at: datetime
    ended_at: datetime | None
    timer: Timer | None

    @property
    def how(self) -> str:
        """Returns by which gesture it ended, "" where it goes on or its step was done."""
        return _ENDED.get(self.turn.outcome, "")

    @property
    def done_by(self) -> str:
        """Returns the post that ended it, "" where none of its own did."""
        return "" if self.turn.outcome == "undone" else self.turn.done_by


_ENDED = {"returned": HANDED["returned"], "undone": f"随上一步{HANDED['undone']}"}  # what closes a turn for nobody else


@dataclass(frozen=True, slots=True)
class Stay:
    """A matter's last stay at a step. ``shut``: the matter's end closed it, nobody having done it.

    ``timer``: the limit of the step, as far as it ran, None where it has none; ``number``: the how manieth pass it is.
    ``hand``: who has it where it changed hands.
    """

    node: str
    where: Stands
    opened_at: datetime
    done_at: datetime | None
    lapsed: bool
    timer: Timer | None
    number: int = 1
    hand: Hand | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """The passes of a matter through a step of a version that it has left; ``name``: what the step was called."""

    name: str
    passes: tuple[Pass, ...]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a matter stands. ``broken``: 终止 or 撤回 where it was ended before its procedure was, else "".

    ``before``: by step the passes before its stay, or all of them where it has none now: how long they took stays told.
    ``gone``: by step the passes through those of a version that the matter has left, which its procedure has no more.
    A step that several do at once has no passes of its own in either: each voice has. ``lapses``: whether silence may
    end a step of the matter; ``halted``: the ground of its suspension, "" where that is not told, None where it runs.
    """

    broken: str
    stays: tuple[Stay, ...]
    before: Mapping[str, tuple[Pass, ...]] = field(default_factory=dict)
    gone: Mapping[str, Left] = field(default_factory=dict)
    lapses: bool = False
    halted: str | None = None


def whereabouts(*, matter: views.Matter, steps: Iterable[views.Task]) -> Whereabouts:
    """Returns where a matter stands, each step once. Whoever calls has checked the reader.

    A step stands as done only by an outcome of its own, while nothing before it is open again.
    """
    procedure = version(id=matter.procedure_id).procedure
    every: dict[str, list[views.Task]] = {}
    left: dict[str, list[views.Task]] = {}
    for task in steps:
        (every if task.node in procedure.nodes else left).setdefault(task.node, []).append(task)
    turns = {node: [one for one in found if not one.handed] for node, found in every.items()}
    last = {node: _last(found) for node, found in turns.items() if found}
    shut = {node for node, task in last.items() if matter.closed_at is not None and task.shut}
    done = kernel.standing(procedure, _state(matter.id), shut)
    found, before = [], {}
    for node, whole in every.items():
        earlier = passes(timers=matter.timers, turns=whole) if procedure.nodes[node].loop is None else ()
        stay = last.get(node)
        where = _where(stay, done=node in done, shut=node in shut) if stay else None
        if stay and where:
            timer = limit_of(matter.timers, turns[node], stay)
            number = next((one for one, line in enumerate(_lines(whole), 1) if line == stay.line), 1)
            opened = _opened(turns[node], stay)
            found.append(
                Stay(node, where, opened, stay.done_at, stay.lapsed, timer, number if earlier else 1, hand_of(stay))
            )
            earlier = tuple(one for one in earlier if one.number != number)
        if earlier:
            before[node] = earlier
    broken = matter.outcome if matter.outcome in BROKEN_OFF and not matter.open else ""
    return Whereabouts(broken, tuple(found), before, _gone(matter, left), _lapses(matter.id), ground_of(matter))


def _gone(matter: views.Matter, left: Mapping[str, Sequence[views.Task]]) -> dict[str, Left]:
    """Returns the passes through the steps of versions that a matter has left, by step."""
    nodes = known_nodes(procedure=matter.procedure_id, wanted=left)
    alone = {node: turns for node, turns in left.items() if node not in nodes or nodes[node].loop is None}
    return {node: Left(turns[-1].name, passes(timers=matter.timers, turns=turns)) for node, turns in alone.items()}


def passes(*, timers: Iterable[Timer], turns: Sequence[views.Task]) -> tuple[Pass, ...]:
    """Returns the passes through a step that have ended, of all its turns: the first comes first."""
    return tuple(
        Pass(one.number, one.opened_at, one.ended_at, one.timer, one.how)
        for one in _rounds(list(timers), turns)
        if one.ended_at is not None
    )


def rounds(*, matter: views.Matter, steps: Iterable[views.Task]) -> tuple[Round, ...]:
    """Returns every pass of a matter through its steps, in the order in which they opened, as the chart counts them.

    ``steps``: all its turns. Whoever calls has checked the reader.
    """
    every: dict[str, list[views.Task]] = {}
    for task in steps:
        every.setdefault(task.node, []).append(task)
    procedure, known = matter.procedure.procedure, known_nodes(procedure=matter.procedure_id, wanted=every)
    found = list[Round]()
    for node, turns in every.items():
        here = _rounds(matter.timers, turns)
        each = kernel.several(procedure, node) or (node in known and known[node].loop)
        found += [replace(one, number=0) for one in here] if each or len(here) == 1 else here
    return tuple(sorted(found, key=lambda one: (one.opened_at, one.turn.line)))


def _rounds(timers: Sequence[Timer], turns: Sequence[views.Task]) -> list[Round]:
    """Returns the passes through a step of all its turns: the first comes first."""
    found = []
    for number, line in enumerate(_lines(turns), 1):
        mine = [one for one in turns if one.line == line]
        ends = [one.done_at for one in mine if one.done_at is not None]
        last = max(mine, key=lambda one: one.token)
        ended = max(ends) if len(ends) == len(mine) else None
        found.append(Round(last, number, min(one.opened_at for one in mine), ended, limit_of(timers, mine, last)))
    return found


def _lines(turns: Iterable[views.Task]) -> tuple[int, ...]:
    """Returns the lines of turns, each a pass, in the order in which they opened."""
    return tuple(sorted({one.line for one in turns}))


def stays_done(*, matter: UUID, turns: Sequence[views.Task]) -> frozenset[int]:
    """Returns the lines of the turns opened by returns that keep what was done behind them."""
    back = {one.opened_at: one.line for one in turns if one.came == "return"}
    if not back:
        return frozenset()
    resumed = {one.line for one in turns if one.came == "resubmit"}
    kept = {one.done_at for one in turns if one.outcome == "returned" and one.line in resumed}
    open_ = {task.line for task in _state(matter).open_tasks if task.ticket}
    return frozenset(line for at, line in back.items() if at in kept or line in open_)


def _state(matter: UUID) -> kernel.State:
    return kernel.state_from_data(MatterRow.objects.values_list("state", flat=True).get(id=matter))


def _lapses(matter: UUID) -> bool:
    return MatterRow.objects.values_list("lapses", flat=True).get(id=matter)


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


def limit_of(timers: Iterable[Timer], turns: Sequence[views.Task], last: views.Task) -> Timer | None:
    """Returns the newest limit that ran for the stay: it runs on under the token of whoever has it."""
    tokens = {one.token for one in turns if one.line == last.line} | {last.line}
    mine = [one for one in timers if one.role == "step" and one.token in tokens]
    return max(mine, key=lambda one: one.token or 0, default=None)
