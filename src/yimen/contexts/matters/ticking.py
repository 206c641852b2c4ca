"""What time does to matters: limits run out, silence takes effect. Found by index, in order, exactly once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from yimen.contexts.journal.api import SYSTEM, Act, record
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version, version
from yimen.kernel.clock import Silence, local_date
from yimen.kernel.procedure import Step, TransitionError, deem, lapse, state_from_data

from . import views
from .hands import received
from .kinds import Effect, room
from .models import ClockRow, MatterRow, TaskRow
from .moving import Moved, due_facts, move
from .recalling import recall_due, recall_first
from .recounting import moved_facts
from .refusals import StepGone, StepRefused
from .rows import locked, matters, put_all, put_timers, turn_of
from .telling import PUNCTUAL, RUNG, due_at, expire_facts, tell
from .timers import Timer, timers_of, told

PAGE = 500
MOST_FAILED = 200
EFFECTS = {"accepted": "accept", "granted": "grant"}  # what silence means → the effect of the outcome it gives
DECIDED = (
    "期限已经届满，依法视为或超时默认的结果已经发生，所以这一步没有办。"
    "请刷新页面查看结果；稍后再试仍是这样，请联系系统管理员。"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one pass of time did: limits that ran out, silences, matters where it failed, delegations that ended.

    ``delayed``: how many of the first two were done late, after an outage; ``longest``: by how much at the most.
    """

    expired: int = 0
    lapsed: int = 0
    failed: int = 0
    recalled: int = 0
    delayed: int = field(default=0, compare=False)
    longest: timedelta = field(default=timedelta(0), compare=False)


def tick(*, act: Act, progress: Callable[[int], None] = lambda _: None) -> Ticked:
    """Lets everything happen that is due by ``act.now``, the oldest first.

    What is only told is told at once for all matters that wake at one moment; what has an effect in law has a
    transaction of its own.

    After an outage nothing is lost, skipped or done twice: what is done is no longer due, and each entry says by how
    much it is late. A matter on which it fails is logged, tried again at the next pass, and holds up no other; where
    very many fail something larger is broken, and the pass ends.
    ``progress`` is told how many were done.
    """
    expired, lapsed, failed = 0, 0, set[UUID]()
    delayed, longest = 0, timedelta(0)
    while found := _next(act, failed):
        before, (moment, due) = expired + lapsed, found
        at_once = _told(act, due)
        for count in at_once.values():
            expired += count
            progress(1)
        for matter in due:
            if matter in at_once:
                continue
            try:
                done = _wake(act, matter)
            except (OperationalError, InterfaceError):
                raise  # the database is gone: the worker waits for it and begins anew
            except Exception:  # noqa: BLE001 - whatever a room does wrong stops its own matter only
                _log.exception("time stands still for matter %s", matter)
                failed.add(matter)
                if len(failed) >= MOST_FAILED:
                    _log.error("%s matters failed in one pass of time: the rest waits for the next", len(failed))
                    return Ticked(expired, lapsed, len(failed))
                continue
            expired, lapsed = expired + done.expired, lapsed + done.lapsed
            progress(1)
        if act.now - moment >= PUNCTUAL and expired + lapsed > before:
            delayed, longest = delayed + expired + lapsed - before, max(longest, act.now - moment)
    recalled = recall_due(act=replace(act, actor=SYSTEM))
    return Ticked(expired, lapsed, len(failed), recalled, delayed, longest)


def _told(act: Act, due: Sequence[UUID]) -> dict[UUID, int]:
    """Tells what can be told at once; where that fails, of none: each then has its turn, and only its own fault."""
    try:
        return tell(act=act, matters=due)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # noqa: BLE001 - as in ``tick``
        _log.exception("time could not be told to %s matters at once", len(due))
        return {}


def due_count(*, now: datetime) -> int:
    """Returns how many open matters have something due."""
    return ClockRow.objects.filter(open=True, wakes_at__lte=now).count()


def settle(*, act: Act, matter: UUID) -> bool:
    """Lets silence that is due by ``act.now`` take effect on one matter before anyone acts on it; tells whether it did.

    A verb calls it before its own transaction: what the law has decided stands whether or not the worker was there
    first. Where it fails the matter is as it was, and ``silent`` still holds.
    """
    own, decided = replace(act, actor=SYSTEM), False
    recall_first(act=own, matter=matter)
    row = matters().filter(id=matter).first()
    while row is not None and silent(row, own.now):
        before = row.timers, row.clock.dues, row.clock.wakes_at
        try:
            decided = bool(_wake(own, matter).lapsed) or decided
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # noqa: BLE001 - as in ``tick``: whatever a room does wrong stops its own matter only
            _log.exception("time stands still for matter %s", matter)
            break
        row = matters().get(id=matter)
        if (row.timers, row.clock.dues, row.clock.wakes_at) == before:
            break
    return decided


def settle_first(*, act: Act, matter: UUID) -> None:
    """Lets silence that is due take effect, and then raises StepGone: what was asked for is about a matter that was."""
    if settle(act=act, matter=matter):
        raise StepGone(DECIDED)


def time_first(row: MatterRow, now: datetime) -> bool:
    """Tells whether ``settle`` may have something to do on a matter: a limit has run out, or a delegation is over."""
    today = local_date(now).isoformat()
    return _wakes(row, now) or any(one.until and one.until < today for one in state_from_data(row.state).open_tasks)


def silent(row: MatterRow, now: datetime) -> bool:
    """Tells whether silence has decided something on a matter that has not taken effect yet."""
    if not _wakes(row, now):
        return False
    return any(timer.lapse for timer in due_at(timers_of(row), now, paused=row.clock.paused))


def _wakes(row: MatterRow, now: datetime) -> bool:
    """Tells whether something is due on a matter."""
    return row.closed_at is None and row.clock.wakes_at is not None and row.clock.wakes_at <= now


def _next(act: Act, failed: set[UUID]) -> tuple[datetime, list[UUID]] | None:
    """Returns the earliest moment of all that are due, with the matters that wake then; None where nothing is due."""
    rows = ClockRow.objects.filter(open=True, wakes_at__lte=act.now).exclude(matter__in=failed)
    page = rows.order_by("wakes_at", "matter").values_list("wakes_at", "matter")[:PAGE]
    found = [(moment, matter) for moment, matter in page if moment is not None]
    return (found[0][0], [matter for moment, matter in found if moment == found[0][0]]) if found else None


def _wake(act: Act, matter: UUID) -> Ticked:
    """Does the earliest thing that is due on a matter, by the days as they count now."""
    with transaction.atomic():
        row = locked(matter)
        moment = row.clock.wakes_at
        if moment is None or not _wakes(row, act.now):
            return Ticked()  # somebody moved it meanwhile
        days, before = calendar(region=row.region), timers_of(row)
        timers = tuple(timer.counted(days) if timer.runs else timer for timer in before)
        moved = moved_facts(before, timers)
        due = due_at(timers, moment, paused=row.clock.paused)
        if moved or not due:  # the calendar has changed and re-dating has not come here yet: first things first
            put_all(row, timers, days)
            if moved:
                facts = {"number": row.number, **moved, "reason": "日历变动后重新计算"}
                record(act=act, verb=f"{row.kind}.redate", subject=row.id, region=row.region, facts=facts)
            return Ticked()
        timer = min(due, key=lambda one: one.at or act.now)
        unit, refused = turn_of(row, timer.token), ""
        if timer.lapse:
            try:
                with transaction.atomic():
                    if _lapsed(act, row, timer, unit):
                        return Ticked(lapsed=1)
            except StepRefused as refusal:
                row, refused = matters().get(id=matter), str(refusal)
        put_timers(row, tuple(replace(one, rung=True) if one is timer else one for one in timers), days)
        row.clock.save(update_fields=RUNG)
        _record(act, row, "expire", timer, {"not_lapsed": refused} if refused else {}, unit=unit)
        return Ticked(expired=1)


def _lapsed(act: Act, row: MatterRow, timer: Timer, unit: str) -> bool:
    """Lets silence take its effect where the item says so and the law gives one; tells whether it did."""
    if timer.role == "step":
        return _step_lapsed(act, row, timer, unit)
    effect = EFFECTS.get(timer.lapse, "")
    silence = timer.ledger.limit.silence
    if not effect or silence is None or row.outcome:
        return False
    procedure, state = (
        version(id=row.procedure_id),
        state_from_data(row.state)._replace(ground=""),
    )  # law waits for none
    try:
        step = deem(procedure.procedure, state, effect, row.data)
    except TransitionError:
        return False  # the run is past it: this silence has nothing left to decide
    due = timer.due or local_date(act.now)
    done = room(row.kind).lapsing(act=act, matter=views.matter(row), effect=effect, ledger=timer.ledger, due=due)
    row.data = {**row.data, **done.data}
    if done.data:
        try:
            step = deem(procedure.procedure, state, effect, row.data)  # as the conditions see it after the room's say
        except TransitionError as error:  # undoes what the room did; the limit is told as run out, with the reason
            raise StepRefused(str(error)) from error
    _deemed(act, row, procedure, step)
    moved = move(act, row, procedure, step, done, done=0, since=due if effect == "grant" else None)
    since = timer.ledger.start if effect == "accept" else due  # accepted as of receipt, granted as of the last day
    facts = {**_moved(timer, moved), "silence": silence.words, **done.facts, "effective": since.isoformat()}
    _record(act, row, "lapse", timer, facts, unit=unit, basis=_basis(silence), personal=dict(done.personal))
    return True


def _deemed(act: Act, row: MatterRow, procedure: Version, step: Step) -> None:
    """Gives the step that silence decided its outcome, where it was open; the other open ones just close."""
    event = step.events[0]
    outcome = next(one for one in procedure.procedure.nodes[event.node].outcomes if one.code == event.outcome)
    TaskRow.objects.filter(matter=row, node=event.node, done_at=None).update(
        done_at=act.now, done_by=f"{SYSTEM.label}{views.BY_SILENCE[1]}", outcome=outcome.code, outcome_name=outcome.name
    )


def _step_lapsed(act: Act, row: MatterRow, timer: Timer, unit: str) -> bool:
    """Ends a step by the outcome that its procedure gives to silence (超时默认); tells whether it has one."""
    procedure = version(id=row.procedure_id)
    task = TaskRow.objects.select_for_update().get(matter=row, token=timer.token or 0)
    node = procedure.procedure.nodes[task.node]
    if not node.lapse:
        return False
    outcome = next(one for one in node.outcomes if one.code == node.lapse)
    effect = Effect()
    if outcome.effect != "none":
        effect = room(row.kind).completing(
            act=act, matter=views.matter(row), task=views.task(task), outcome=outcome, opinion="", form={}
        )
    row.data = {**row.data, **effect.data}
    try:
        step = lapse(procedure.procedure, state_from_data(row.state), task.token, row.data)
    except TransitionError as error:
        raise StepRefused(str(error)) from error
    task.done_at, task.done_by = act.now, f"{SYSTEM.label}{views.BY_SILENCE[0]}"
    task.outcome, task.outcome_name = outcome.code, outcome.name
    task.save(update_fields=["done_at", "done_by", "outcome", "outcome_name"])
    moved = move(act, row, procedure, step, effect, done=task.token)
    received(row, moved, step, by=SYSTEM.label)
    facts = {**_moved(timer, moved), "task": task.name, "outcome": outcome.name}
    facts["silence"] = f"超时默认：逾期未办，视为“{outcome.name}”"
    _record(act, row, "lapse", timer, facts, unit=unit, basis=node.basis, personal=dict(effect.personal))
    return True


def _moved(timer: Timer, moved: Moved) -> dict[str, Any]:
    others = [one for one in moved.expired if one != told(timer)]
    return {"opened": [task.name for task in moved.opened], **moved.facts, "expired": others}


def _basis(silence: Silence) -> str:
    return f"《{silence.law}》{silence.article}"


def _record(
    act: Act,
    row: MatterRow,
    verb: str,
    timer: Timer,
    facts: dict[str, Any],
    *,
    unit: str,
    basis: str = "",
    personal: dict[str, str] | None = None,
) -> None:
    """Writes the entry of what time did."""
    record(
        act=act,
        verb=f"{row.kind}.{verb}",
        subject=row.id,
        region=row.region,
        basis=basis,
        facts={
            "number": row.number,
            **expire_facts(act, timer),
            **facts,
            "unit": unit,
            **{f"next_{name}": value for name, value in due_facts(row).items() if verb == "lapse"},
        },
        personal=personal,
    )
