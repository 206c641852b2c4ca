"""Writes one transition of a matter's procedure: its state, its tasks and its timers. Whoever moves it calls this."""

from dataclasses import dataclass

from yimen.contexts.journal.api import Act
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import Calendar, local_date
from yimen.kernel.procedure import OpenTask, Step, state_to_data

from .kinds import Effect
from .models import MatterRow, TaskRow
from .rows import put_timers, stage_of, step_timer, stop_steps, task_row, turn
from .standing import standing_still, stood_still
from .timers import Timer, told

MOVED = [
    *("state", "data", "stage", "outcome", "closed_at", "timers", "clock_name", "due_on", "statutory_due_on"),
    *("yellow_from", "red_from", "paused", "provisional", "wakes_at", "reaches_on", "late", "early"),
]  # what a step may change of a matter's row


@dataclass(frozen=True, slots=True)
class Moved:
    """What one transition did: the tasks it opened, and the limits found to have run out unnoticed."""

    opened: list[TaskRow]
    expired: list[dict[str, str]]


def move(act: Act, row: MatterRow, procedure: Version, step: Step, effect: Effect, *, done: int) -> Moved:
    """Writes a transition of a locked matter; ``done``: the token of the task that ended with it, 0 where none did."""
    row.state = state_to_data(step.state)
    row.outcome = effect.outcome or row.outcome
    days = calendar(region=row.region)
    timers, missed = turn(row, act, effect)
    closed = {item.token for item in step.closed}
    timers, missed_steps = stop_steps(timers, {done, *closed}, act)
    opened = opening(act, row, procedure, step.opened, timers=timers, days=days)
    if closed:
        TaskRow.objects.filter(matter=row, token__in=closed, done_at=None).update(
            done_at=act.now, done_by="系统", outcome="closed", outcome_name="随流程结束"
        )
    if step.ended:
        row.closed_at = act.now
    row.stage = stage_of(procedure, step)
    row.save(update_fields=MOVED)
    TaskRow.objects.bulk_create(opened)
    return Moved(opened, [told(timer) for timer in (*missed, *missed_steps)])


def opening(
    act: Act,
    row: MatterRow,
    procedure: Version,
    opened: tuple[OpenTask, ...],
    *,
    timers: tuple[Timer, ...],
    days: Calendar,
) -> list[TaskRow]:
    """Writes the timers with those of the steps that open now, and returns the rows of these steps."""
    nodes = {item.token: procedure.procedure.nodes[item.node] for item in opened}
    standing = standing_still(timers, local_date(act.now))
    started = {token: timer for token, node in nodes.items() if (timer := step_timer(act, node, token))}
    fresh = {token: stood_still(timer, standing, days).counted(days) for token, timer in started.items()}
    put_timers(row, (*timers, *fresh.values()), days)
    return [task_row(act, row, nodes[token], token, fresh[token].due if token in fresh else None) for token in nodes]


def due_facts(row: MatterRow) -> dict[str, str]:
    """Returns what a journal entry says of the running clock."""
    return {"clock": row.clock_name, "due": row.due_on.isoformat() if row.due_on else ""}
