"""Writes one transition of a matter's procedure: its state, its tasks and its timers. Whoever moves it calls this."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen import swift
from yimen.contexts.identity.api import seal_text
from yimen.contexts.journal.api import Act
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import Calendar, local_date
from yimen.kernel.procedure import Node, Step, state_to_data

from . import special_steps
from .kinds import Effect, agreed_day
from .models import MatterRow, SpecialRow, TaskRow
from .rows import days_of, handed, put_timers, stage_of, step_timer, stop_steps, task_row, turn
from .standing import resumed
from .timers import Timer, told
from .views import CLOSED, TERMINATED

MOVED = [
    *("state", "data", "stage", "outcome", "closed_at", "timers", "late", "early"),
]  # what a step may change of a matter's row


@dataclass(frozen=True, slots=True)
class Moved:
    """What one transition did: the tasks it opened, the limits found to have run out unnoticed, special procedures."""

    opened: list[TaskRow]
    expired: list[dict[str, str]]
    begun: list[str]
    ended: list[str]

    @property
    def facts(self) -> dict[str, list[Any]]:
        """Returns what the journal says of them, where there is anything to say."""
        said: dict[str, list[Any]] = {"expired": self.expired, "begun": self.begun, "ended": self.ended}
        return {name: value for name, value in said.items() if value}


def move(
    act: Act, row: MatterRow, procedure: Version, step: Step, effect: Effect, *, done: int, since: date | None = None
) -> Moved:
    """Writes a transition of a locked matter; ``done``: the token of the task that ended with it, 0 where none did.

    ``since``: the day from which what silence decided holds; the steps that open with it count from that day too.
    """
    row.state = state_to_data(step.state)
    row.outcome = effect.outcome or row.outcome
    days = days_of(row)
    timers, missed = turn(row, act, effect, days)
    timers, closed = handed(row, timers, step, act, days), {item.token for item in step.closed}
    timers, missed_steps = stop_steps(timers, {done, *closed}, act)
    timers, ended = _ended(act, row, procedure, step, timers, days=days, over={done, *closed}, whole=_stops(effect))
    fresh = opening(act, row, procedure, step, timers=timers, days=days, since=since)
    if closed:
        name = "已终止" if effect.outcome == TERMINATED else "随流程结束"
        TaskRow.objects.filter(matter=row, token__in=closed, done_at=None).update(
            done_at=act.now, done_by="系统", outcome=CLOSED, outcome_name=name
        )
    if step.ended:
        row.closed_at, row.clock.open = act.now, False
    row.stage = stage_of(procedure, step)
    swift.update((row, MOVED), (row.clock, ()))
    fresh.save()
    expired = [told(timer) for timer in (*missed, *missed_steps)]
    return Moved(fresh.tasks, expired, [special.kind for special in fresh.specials], ended)


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of steps that open, and of the special procedures that begin with them; saved after their matter."""

    tasks: list[TaskRow]
    specials: list[SpecialRow]

    def save(self) -> None:
        """Writes the rows."""
        if len(self.tasks) == 1:
            swift.insert(self.tasks[0])
        else:
            TaskRow.objects.bulk_create(self.tasks)
        if self.specials:
            SpecialRow.objects.bulk_create(self.specials)


def opening(
    act: Act,
    row: MatterRow,
    procedure: Version,
    step: Step,
    *,
    timers: tuple[Timer, ...],
    days: Calendar,
    since: date | None = None,
) -> Opened:
    """Writes the timers with those of the steps that open now, and returns the rows of these steps."""
    every = procedure.procedure.nodes
    turns = {item.token: item for item in step.opened}
    nodes = {token: every[item.node] for token, item in turns.items()}
    new = (token for token, item in turns.items() if not item.root)
    made = (
        step_timer(act, nodes[token], token, lapses=row.lapses, since=_since(act, row, nodes[token], since))
        for token in new
    )
    fresh = [timer.counted(days) for timer in made if timer is not None]
    own = frozenset(item.token for item in step.state.open_tasks if special_steps.kind_of(every[item.node]))
    standing = special_steps.opened((*timers, *fresh), nodes, own, days, local_date(act.now))
    specials = special_steps.begin(act, row, nodes.values(), standing)
    put_timers(row, standing, days)
    due = {timer.token: timer.due for timer in standing if timer.runs and timer.token is not None}
    return Opened([task_row(act, row, nodes[token], turn, due.get(token)) for token, turn in turns.items()], specials)


def _since(act: Act, row: MatterRow, node: Node, since: date | None) -> date | None:
    """Returns the day from which the limit of a step counts: an agreed one that is still to come, else as given."""
    day = agreed_day(data=row.data, node=node.id)
    return day if day is not None and day > local_date(act.now) else since


def _stops(effect: Effect) -> bool:
    return effect.stop or effect.clock is not None


def _ended(
    act: Act,
    row: MatterRow,
    procedure: Version,
    step: Step,
    timers: tuple[Timer, ...],
    *,
    days: Calendar,
    over: set[int],
    whole: bool,
) -> tuple[tuple[Timer, ...], list[str]]:
    """Ends the special procedures that were steps now over, each with its step's opinion as the result.

    ``whole``: the limits themselves end or begin anew, and every special procedure with them.
    """
    every = procedure.procedure.nodes
    if not whole and not any(special_steps.kind_of(node) for node in every.values()):
        return timers, []
    going = {special_steps.kind_of(every[item.node]) for item in step.state.open_tasks}
    results = {
        special_steps.kind_of(every[task.node]): "：".join(filter(None, (task.outcome_name, task.opinion)))
        for task in TaskRow.objects.filter(matter=row, token__in=over)
    }
    ended = []
    for special in SpecialRow.objects.filter(matter=row, ended_on=None).order_by("begun_on", "id"):
        if special.kind in going or not (whole or special.kind in results):
            continue
        timers = tuple(resumed(timer, special.kind, act, days) for timer in timers)
        special.ended_on = local_date(act.now)
        special.result = seal_text(results.get(special.kind, "") or "随本件办理结束", purpose="special")
        special.save(update_fields=["ended_on", "result"])
        ended.append(special.kind)
    return timers, ended


def due_facts(row: MatterRow) -> dict[str, str]:
    """Returns what a journal entry says of the running clock."""
    return {"clock": row.clock.clock_name, "due": row.clock.due_on.isoformat() if row.clock.due_on else ""}
