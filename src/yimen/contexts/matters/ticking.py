"""What time does to matters: limits run out, silence takes effect. Found by index, in order, exactly once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.journal.api import SYSTEM, Act, record
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version, version
from yimen.kernel.clock import Silence, local_date
from yimen.kernel.procedure import Step, TransitionError, deem, lapse, state_from_data

from . import views
from .kinds import Effect, room
from .models import MatterRow, TaskRow
from .moving import Moved, due_facts, move
from .rows import put_all
from .timers import Timer, timers_from_data, told

PAGE = 500
EFFECTS = {"accepted": "accept", "granted": "grant"}  # what silence means → the effect of the outcome it gives
_PUNCTUAL = timedelta(hours=1)  # the worker looks every minute; anything more is an outage, and is said


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one pass of time did: limits that ran out, and silences that took effect."""

    expired: int = 0
    lapsed: int = 0


def tick(*, act: Act, progress: Callable[[int], None] = lambda _: None) -> Ticked:
    """Lets everything happen that is due by ``act.now``, the oldest first, each in a transaction of its own.

    After an outage nothing is lost, skipped or done twice: what is done is no longer due, and each entry says by how
    much it is late.
    """
    expired = lapsed = 0
    while due := _next(act):
        for matter in due:
            done = _wake(act, matter)
            expired, lapsed = expired + done.expired, lapsed + done.lapsed
        progress(len(due))
    return Ticked(expired, lapsed)


def _next(act: Act) -> list[UUID]:
    """Returns the matters that wake at the earliest moment of all that are due."""
    rows = MatterRow.objects.filter(closed_at=None, wakes_at__lte=act.now).order_by("wakes_at", "id")
    found = list(rows.values_list("wakes_at", "id")[:PAGE])
    return [matter for moment, matter in found if moment == found[0][0]]


def _wake(act: Act, matter: UUID) -> Ticked:
    with transaction.atomic():
        row = MatterRow.objects.select_for_update().get(id=matter)
        if row.closed_at is not None or row.wakes_at is None or row.wakes_at > act.now:
            return Ticked()  # somebody moved it meanwhile
        timers = timers_from_data(row.timers)
        place = next(index for index, one in enumerate(timers) if one.runs and not one.rung and one.at == row.wakes_at)
        timer = timers[place]
        if _lapsed(act, row, timer):
            return Ticked(lapsed=1)
        kept = (*timers[:place], replace(timer, rung=True), *timers[place + 1 :])
        put_all(row, kept, calendar(region=row.region))
        _record(act, row, "expire", timer, told(timer))
        return Ticked(expired=1)


def _lapsed(act: Act, row: MatterRow, timer: Timer) -> bool:
    """Lets silence take its effect where the item says so and the law gives one; tells whether it did."""
    if timer.role == "step":
        return row.lapses and _step_lapsed(act, row, timer)
    effect = EFFECTS.get(timer.lapse, "")
    silence = timer.ledger.limit.silence
    if not effect or silence is None or row.outcome:
        return False
    procedure, state = version(id=row.procedure_id), state_from_data(row.state)
    try:
        step = deem(procedure.procedure, state, effect, row.data)
    except TransitionError:
        return False  # the run is past it: this silence has nothing left to decide
    due = timer.due or local_date(act.now)
    done = room(row.kind).lapsing(act=act, matter=views.matter(row), effect=effect, ledger=timer.ledger, due=due)
    row.data = {**row.data, **done.data}
    if done.data:
        step = deem(procedure.procedure, state, effect, row.data)  # as the conditions see it after the room's say
    _deemed(act, row, procedure, step)
    moved = move(act, row, procedure, step, done, done=0)
    facts = {**_moved(timer, moved), "silence": silence.words, **done.facts}
    _record(act, row, "lapse", timer, facts, basis=_basis(silence), personal=dict(done.personal))
    return True


def _deemed(act: Act, row: MatterRow, procedure: Version, step: Step) -> None:
    """Gives the step that silence decided its outcome, where it was open; the other open ones just close."""
    event = step.events[0]
    outcome = next(one for one in procedure.procedure.nodes[event.node].outcomes if one.code == event.outcome)
    TaskRow.objects.filter(matter=row, node=event.node, done_at=None).update(
        done_at=act.now, done_by=f"{SYSTEM.label}{views.BY_SILENCE[1]}", outcome=outcome.code, outcome_name=outcome.name
    )


def _step_lapsed(act: Act, row: MatterRow, timer: Timer) -> bool:
    """Ends a step by the outcome that its procedure gives to silence (超时默认); tells whether it has one."""
    procedure = version(id=row.procedure_id)
    task = TaskRow.objects.select_for_update().get(matter=row, token=timer.token or 0)
    node = procedure.procedure.nodes[task.node]
    if not node.lapse or row.paused:
        return False
    outcome = next(one for one in node.outcomes if one.code == node.lapse)
    effect = Effect()
    if outcome.effect != "none":
        effect = room(row.kind).completing(
            act=act, matter=views.matter(row), task=views.task(task), outcome=outcome, opinion="", form={}
        )
    row.data = {**row.data, **effect.data}
    step = lapse(procedure.procedure, state_from_data(row.state), task.token, row.data)
    task.done_at, task.done_by = act.now, f"{SYSTEM.label}{views.BY_SILENCE[0]}"
    task.outcome, task.outcome_name = outcome.code, outcome.name
    task.save(update_fields=["done_at", "done_by", "outcome", "outcome_name"])
    moved = move(act, row, procedure, step, effect, done=task.token)
    facts = {**_moved(timer, moved), "task": task.name, "outcome": outcome.name}
    _record(act, row, "lapse", timer, {**facts, "silence": "超时默认：逾期未办，视为同意"}, basis=node.basis)
    return True


def _moved(timer: Timer, moved: Moved) -> dict[str, Any]:
    others = [one for one in moved.expired if one != told(timer)]
    return {**told(timer), "opened": [task.name for task in moved.opened], **moved.facts, "expired": others}


def _basis(silence: Silence) -> str:
    return f"《{silence.law}》{silence.article}"


def _record(
    act: Act,
    row: MatterRow,
    verb: str,
    timer: Timer,
    facts: dict[str, Any],
    *,
    basis: str = "",
    personal: dict[str, str] | None = None,
) -> None:
    """Writes the entry of what time did: from when it holds, and by how much the platform was late in saying so."""
    at = timer.at or act.now
    delay = act.now - at
    said = {"delay": f"{delay.days}天{delay.seconds // 3600}小时"} if delay >= _PUNCTUAL else {}
    task = TaskRow.objects.filter(matter=row, done_at=None).order_by("token").first()
    unit = TaskRow.objects.get(matter=row, token=timer.token).unit if timer.token is not None else ""
    record(
        act=act,
        verb=f"{row.kind}.{verb}",
        subject=row.id,
        region=row.region,
        basis=basis,
        facts={
            "number": row.number,
            **facts,
            "effective": _first_late_day(timer, act).isoformat(),
            **said,
            "unit": unit or (task.unit if task else row.unit_id),
            **{f"next_{name}": value for name, value in due_facts(row).items() if verb == "lapse"},
        },
        personal=personal,
    )


def _first_late_day(timer: Timer, act: Act) -> date:
    return local_date(timer.at or act.now)
