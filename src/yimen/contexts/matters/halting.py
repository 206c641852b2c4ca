"""What stops a whole matter: suspended on a ground of the law (中止), resumed, terminated (终止)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import version
from yimen.kernel import procedure as kernel
from yimen.kernel.clock import ClockError, Ground, Pause, local_date
from yimen.kernel.procedure import state_from_data, state_to_data

from . import views
from .gesture import decider, enter, lawful, said, taken
from .kinds import Effect, Gesture, room
from .models import MatterRow, SpecialRow
from .moving import move
from .refusals import StepRefused
from .rows import put_all, turn_of
from .standing import ground_named, held, let_go, steps_stopped, stopped_by
from .ticking import settle_first
from .timers import MAIN, timers_of

_LONGEST_DAYS = 250


def suspend(
    *, act: Act, reader: Reader, matter: UUID, ground: str, basis: str, document: str, days: int, reason: str
) -> views.Matter:
    """Suspends a matter on a ground of the law: nothing moves until ``resume``.

    ``basis``: law and article, which a ground that the running limits name has of its own. Those limits stand still for
    it and the steps' own with them; all others of law run on. ``document``: the paper that orders it; ``days``: the
    working days it will need, of which the applicant is told. By the deciding post; raises NotYours, StepGone or
    StepRefused.
    """
    name, paper = said(ground, "中止的法定事由", most=20), said(document, "依据的文书", most=100)
    why = said(reason, "中止的理由")
    if isinstance(days, bool) or not 1 <= days <= _LONGEST_DAYS:
        raise StepRefused(f"“所需时间”应为 1 至 {_LONGEST_DAYS} 个工作日，并告知申请人。请改正。")
    settle_first(act=act, matter=matter)
    with transaction.atomic():
        row, post = decider(act, reader, matter, "中止办理")
        stops = ground_named(timers_of(row), name)
        law = f"《{stops.law}》{stops.article}" if stops else lawful(basis, "法律依据")
        if SpecialRow.objects.filter(matter=row, kind=name, ended_on=None).exists():
            raise StepRefused(f"“{name}”已经作为特别程序在进行，不能再以它中止办理。请先登记它的结果。")
        procedure, state = version(id=row.procedure_id), state_from_data(row.state)
        step = taken(lambda: kernel.suspend(procedure.procedure, state, name))
        row.state, before = state_to_data(step.state), row.clock.due_on
        pause = Pause(local_date(act.now), None, name, paper, f"{days} 个工作日")
        stopped = _stand_still(act, row, pause, stops, law)
        facts = {
            "ground": name,
            "document": paper,
            "needs": f"{days} 个工作日",
            "stops": stopped,
            "unit": turn_of(row),
            "due_before": before.isoformat() if before else "",
        }
        enter(act, row, "suspend", facts, post=post, reason=why, basis=law)
    return views.matter(row)


def _stand_still(act: Act, row: MatterRow, pause: Pause, stops: Ground | None, basis: str) -> bool:
    """Saves the matter, its limits standing still where their law names the ground; tells whether they do.

    The limits that steps have from the procedure stand still in any case: nobody can do a step meanwhile.
    """
    here, timers, stopped = calendar(region=row.region), timers_of(row), False
    if stops is not None:
        try:
            timers, stopped = stopped_by(timers, pause, stops, here), True
        except ClockError as error:
            if any(one.at and one.at > act.now for one in timers if one.runs and stops in one.ledger.limit.grounds):
                raise StepRefused(str(error)) from error
    if not stopped:  # no limit names the ground, or those that do have run out: what is late stays late
        timers = steps_stopped(timers, pause, stops or Ground(pause.ground, "suspend", basis, ""), here)
    put_all(row, held(timers), here)
    return stopped


def resume(*, act: Act, reader: Reader, matter: UUID, document: str, reason: str) -> views.Matter:
    """Lets a suspended matter go on; the limits that stood still for it run on, the days they stood added back.

    ``document``: the paper that orders it. By the deciding post; raises NotYours, StepGone or StepRefused.
    """
    paper, why = said(document, "依据的文书", most=100), said(reason, "恢复的理由")
    settle_first(act=act, matter=matter)
    with transaction.atomic():
        row, post = decider(act, reader, matter, "恢复办理")
        procedure, state, before = version(id=row.procedure_id), state_from_data(row.state), row.clock.due_on
        step = taken(lambda: kernel.resume(procedure.procedure, state))
        row.state, days = state_to_data(step.state), calendar(region=row.region)
        put_all(row, let_go(timers_of(row), state.ground, act, days), days)
        facts = {"ground": state.ground, "document": paper, "suspended": True, "unit": turn_of(row)}
        enter(act, row, "resume", {**facts, "due_before": before.isoformat() if before else ""}, post=post, reason=why)
    return views.matter(row)


def terminate(*, act: Act, reader: Reader, matter: UUID, ground: str, basis: str, reason: str) -> views.Matter:
    """Ends a matter for good before any decision (终止): the clock stops with its verdict, open steps close.

    ``ground`` and ``basis``: the ground in law, with law and article. By the deciding post, suspended or not; the
    applicant is told why, and how to object. Raises NotYours, StepGone or StepRefused.
    """
    name, law = said(ground, "终止的法定事由", most=60), lawful(basis, "法律依据")
    why = said(reason, "终止的理由")
    settle_first(act=act, matter=matter)
    with transaction.atomic():
        row, post = decider(act, reader, matter, "终止办理")
        if row.outcome:
            raise StepRefused(f"本件已经作出“{row.outcome}”，不能终止。需要改变决定的，请依法另行撤销或变更。")
        procedure, state, unit = version(id=row.procedure_id), state_from_data(row.state), turn_of(row)
        step = taken(lambda: kernel.terminate(procedure.procedure, state, why))
        moved = move(act, row, procedure, step, Effect(stop=True, outcome=views.TERMINATED), done=0)
        enter(act, row, "terminate", {"ground": name, "unit": unit, **moved.facts}, post=post, reason=why, basis=law)
    return views.matter(row)


def may_terminate(*, matter: views.Matter) -> bool:
    """Tells whether a matter can still be ended before a decision. Whoever calls has checked the reader."""
    return not matter.outcome and not room(matter.kind).forbids(matter=matter, gesture=Gesture("terminate"))


@dataclass(frozen=True, slots=True)
class Halt:
    """Why a matter is suspended now: the ground, and whether its limits stand still for it."""

    ground: str
    stops: bool


def halted(*, matter: views.Matter) -> Halt | None:
    """Returns why a matter is suspended, None where it is not. Whoever calls has checked the reader."""
    state: dict[str, Any] = MatterRow.objects.values_list("state", flat=True).get(id=matter.id)
    ground = str(state.get("ground", ""))
    if not ground or not matter.open:
        return None
    standing = (pause.ground for timer in matter.running for pause in timer.ledger.standing if timer.role in MAIN)
    return Halt(ground, ground in standing)


def legal_grounds(*, matter: views.Matter) -> tuple[tuple[str, str], ...]:
    """Returns the grounds for which the running limits stand still, each with its law and article."""
    found = (ground for timer in matter.running if timer.role in MAIN for ground in timer.ledger.limit.grounds)
    return tuple(dict.fromkeys((one.name, f"《{one.law}》{one.article}") for one in found if one.effect == "suspend"))
