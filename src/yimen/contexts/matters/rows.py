"""Kernel values to rows: timers and what follows from them, a task's row, the stage's name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from yimen import swift
from yimen.contexts.journal.api import Act
from yimen.contexts.places.api import calendar, holding_calendars
from yimen.contexts.procedures.api import Version, version, versions
from yimen.kernel.clock import Calendar, Ledger, Limit, Unit, local_date
from yimen.kernel.procedure import Node, OpenTask, Step, limit_parts

from .kinds import Clock, Effect
from .models import ClockRow, MatterRow, TaskRow
from .standing import Stop, stood_still, suspensions
from .timers import MAIN, Timer, alike, columns, dues_text, leading, timer_to_data, timers_of


def matters() -> QuerySet[MatterRow]:
    """Returns the matters, to be read together with their clocks."""
    return MatterRow.objects.select_related("clock")


def locked_or_none(matter: UUID) -> MatterRow | None:
    """Locks a matter with its clock for this transaction and returns it as it stands then; None where there is none.

    The calendars stay as they are too until the transaction ends, so that re-dating misses nothing that it writes.
    """
    with swift.cursor() as cursor:
        return _held(cursor, "matter_id = %s", swift.key(MatterRow, matter))


def locked_of(task: UUID) -> tuple[TaskRow, MatterRow] | None:
    """Locks the matter of a turn as ``locked_or_none`` and reads the turn: to change one, its matter is locked."""
    key = swift.key(TaskRow, task)
    with swift.cursor() as cursor:
        row = _held(cursor, "matter_id = (SELECT matter_id FROM matters_task WHERE id = %s)", key)
        if row is None:
            return None
        cursor.execute(f"SELECT {swift.columns(TaskRow)} FROM matters_task WHERE id = %s", [key])  # noqa: S608 - our own
        return swift.made(TaskRow, cursor.fetchone()), row


def _held(cursor: CursorWrapper, where: str, key: Any) -> MatterRow | None:
    cursor.execute(f"{_lock()} WHERE {where} {'FOR UPDATE' if connection.vendor == 'postgresql' else ''}", [key])
    values = cursor.fetchone()
    if values is None:
        return None
    own = swift.width(ClockRow)
    clock, row = swift.made(ClockRow, values[:own]), swift.made(MatterRow, values[own:-1])
    clock.matter, row.clock, row.held = row, clock, values[-1] or ""
    return row


@cache
def _lock() -> str:
    names = f"{swift.columns(ClockRow)}, {swift.columns(MatterRow)}, {holding_calendars()}"
    return f"SELECT {names} FROM matters_clock JOIN matters_matter ON matter_id = id"  # noqa: S608 - our own names


def days_of(row: MatterRow) -> Calendar:
    """Returns the calendar by which a matter's limits count; one that is locked holds it."""
    return calendar(region=row.region, newest=row.held)


def locked(matter: UUID) -> MatterRow:
    """Returns a matter as ``locked_or_none``; raises MatterRow.DoesNotExist where there is none."""
    found = locked_or_none(matter)
    if found is None:
        raise MatterRow.DoesNotExist(matter)
    return found


UNIT_CODE = 18  # characters of a unified social credit code; an account's id has more


def put_timers(row: MatterRow, timers: tuple[Timer, ...], days: Calendar) -> None:
    """Writes the timers of a matter, counted by whoever changed them, and every column that follows from them.

    What an act does not touch keeps its day: if the calendar has changed since, re-dating moves it, and says why.
    """
    row.timers = [timer_to_data(timer) for timer in timers]
    row.clock.alike, row.clock.dues = alike(row.timers), dues_text(timers)
    row.read = row.timers, row.clock.dues, timers
    for name, value in columns(timers, days).items():
        setattr(row.clock, name, value)


def put_all(row: MatterRow, timers: tuple[Timer, ...], days: Calendar) -> None:
    """Saves a matter whose timers changed though it did not move, or only rests, and the days of its open steps."""
    put_timers(row, timers, days)
    row.save(update_fields=["state", "timers"])
    row.clock.save(force_update=True)
    for timer in timers:
        if timer.runs and timer.token is not None:
            TaskRow.objects.filter(matter=row, token=timer.token, done_at=None).update(due_on=timer.due)


def turn(row: MatterRow, act: Act, effect: Effect, days: Calendar) -> tuple[tuple[Timer, ...], list[Timer]]:
    """Returns the timers after an effect, and those stopped by it that had run out without anyone having noticed.

    A clock that is stopped or followed by another leaves its verdict on the matter: late, or early.
    """
    timers, today = timers_of(row), local_date(act.now)
    if not effect.stop and effect.clock is None:
        return timers, []
    leads = leading(timers)
    if leads is not None and leads.due is not None:
        row.early = today < leads.due
    kept, missed = [], []
    for timer in timers:
        if timer.runs and timer.role != "step":
            stopped = timer.stop(act.now, today)
            row.late = row.late or (stopped.late and stopped.role in MAIN)
            missed += [stopped] if stopped.late and not stopped.rung else []
            kept.append(stopped)
        else:
            kept.append(timer)
    started = [timer.counted(days) for timer in _started(effect.clock)] if effect.clock else []
    return (*kept, *started), missed


def _started(clock: Clock) -> list[Timer]:
    def timer(role: str, ledger: Ledger) -> Timer:
        silence = ledger.limit.silence
        lapse = silence.effect if silence and ledger.limit.id in clock.silence else ""
        name = clock.name if role != "other" else ledger.limit.name_zh
        return Timer(role, name, ledger, lights=clock.lights, lapse=lapse)  # type: ignore[arg-type]

    if clock.statutory is None:
        found = [timer("statutory", clock.ledger)]
    else:
        found = [timer("promised", clock.ledger), timer("statutory", clock.statutory)]
    return [*found, *(timer("other", ledger) for ledger in clock.others)]


def stop_steps(timers: tuple[Timer, ...], tokens: set[int], act: Act) -> tuple[tuple[Timer, ...], list[Timer]]:
    """Returns the timers with those of the steps stopped, and the stopped ones that had run out unnoticed."""
    kept, missed = [], []
    for timer in timers:
        if timer.runs and timer.role == "step" and timer.token in tokens:
            stopped = timer.stop(act.now, local_date(act.now))
            missed += [stopped] if stopped.late and not stopped.rung else []
            kept.append(stopped)
        else:
            kept.append(timer)
    return tuple(kept), missed


def step_timer(act: Act, node: Node, token: int, *, lapses: bool, since: date | None = None) -> Timer | None:
    """Returns the timer of a step that opens now, None where it has no limit.

    ``lapses``: silence may end it, unless the step itself is why the limits stand still. ``since``: the day it counts
    from where that is not today; one in hours counts from now.
    """
    if not node.limit:
        return None
    limit = step_limit(node)
    moment = act.now if limit.unit is Unit.HOUR else None
    start = since if since is not None and moment is None else local_date(act.now)
    ledger = Ledger(limit=limit, start=start, moment=moment)
    return Timer("step", node.name, ledger, token=token, lapse=node.lapse if lapses and not node.ground else "")


def step_limit(node: Node) -> Limit:
    """Returns the limit of a step, from its text such as "5wd"."""
    length, name = limit_parts(node.limit)
    unit = Unit(name)
    return Limit(length=length, unit=unit, name_zh=node.name, law=node.basis, article="", rolls=unit is not Unit.HOUR)


def task_row(act: Act, row: MatterRow, node: Node, turn: OpenTask, due: date | None) -> TaskRow:
    """Returns the row of a turn that opens now: of the post of a unit, or of one account in it.

    An instance of a step that several do is for a unit by its credit code, or for an account by its id. So is each step
    of a part of a sub-process, but one whose own rule names a unit.
    """
    unit = {"centre": row.centre_id, "lead": row.unit_id, "": row.unit_id}.get(node.unit, node.unit)
    item = turn.item if turn.group or not node.unit else ""
    by_unit = len(item) == UNIT_CODE
    return TaskRow(
        id=act.mint.id(),
        matter=row,
        token=turn.token,
        node=node.id,
        name=node.name,
        role=node.role,
        unit=item if by_unit else unit,
        line=turn.line,
        holder=turn.who or ("" if by_unit else item),
        until=date.fromisoformat(turn.until) if turn.until else None,
        opened_at=act.now,
        due_on=due,
    )


def handed(row: MatterRow, timers: tuple[Timer, ...], step: Step, act: Act, days: Calendar) -> tuple[Timer, ...]:
    """Returns the timers with those of the steps that changed hands running on under the token of the new turn.

    So does the limit of a step that was taken back, or comes back from a return that kept it: as if it had never
    stopped, and what stopped the matter meanwhile stops it too. Where it is past by now, a person has the step again:
    silence does not take it away.
    """
    again = [item for item in step.opened if item.root]
    if again:
        stops = [*_stops_so_far(timers), *suspensions(row.id)]
        for item in again:
            was = set(TaskRow.objects.filter(matter=row, line=item.line).values_list("token", flat=True))
            mine = (timer.role == "step" and timer.token in was for timer in timers)
            timers = tuple(
                _handed(timer, item.token, stops, act, days) if own else timer
                for timer, own in zip(timers, mine, strict=True)
            )
    return timers


def _stops_so_far(timers: Iterable[Timer]) -> list[Stop]:
    """Returns what stopped the limits that people are told, each once, whether it has ended or not."""
    found = {
        (pause.ground, pause.begin): (pause, timer.ledger.limit.ground(pause.ground))
        for timer in timers
        if timer.runs and timer.role in ("promised", "statutory")
        for pause in timer.ledger.pauses
    }
    return list(found.values())


def _handed(timer: Timer, token: int, stops: Sequence[Stop], act: Act, days: Calendar) -> Timer:
    stopped = timer.stopped
    fresh = replace(timer, token=token, stopped=None, late=False, rung=timer.rung or timer.late).counted(days)
    if stopped is None:
        return fresh
    for pause, ground in stops:
        fresh = fresh.rested(pause.ground, pause.end) if pause.end is not None else fresh
        stands = any(one.ground == pause.ground for one in fresh.ledger.standing)
        if stands and pause.end is not None:
            fresh = fresh.over(fresh.ledger.resume(pause.end, pause.ground), days)
        elif not stands and (pause.end is None or pause.end > stopped):
            fresh = stood_still(fresh, [(replace(pause, begin=max(pause.begin, stopped)), ground)], days)
    return replace(fresh, lapse="") if fresh.at is not None and fresh.at <= act.now else fresh


def stage_of(procedure: Version, step: Step) -> str:
    """Returns the name of the stage where the matter stands: the open step's, or 办结."""
    if step.ended:
        return "办结"
    nodes = [procedure.procedure.nodes[item.node] for item in step.state.open_tasks]
    return nodes[0].stage or nodes[0].name if nodes else ""


def known_nodes(*, procedure: UUID, wanted: Collection[str]) -> Mapping[str, Node]:
    """Returns elements of a version by id; those that it has no more, as the newest version had them."""
    own = version(id=procedure)
    found = {one: own.procedure.nodes[one] for one in wanted if one in own.procedure.nodes}
    if len(found) < len(wanted):
        for other in versions(key=own.key):
            left = [one for one in wanted if one not in found]
            found |= {one: other.procedure.nodes[one] for one in left if one in other.procedure.nodes}
    return found


def turn_of(row: MatterRow, token: int | None = None) -> str:
    """Returns the unit whose turn it is: that of the step, or of the first open one."""
    steps = TaskRow.objects.filter(matter=row).order_by("token")
    steps = steps.filter(done_at=None) if token is None else steps.filter(token=token)
    return steps.values_list("unit", flat=True).first() or row.unit_id
