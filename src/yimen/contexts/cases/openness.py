"""How a decided case went, for anyone to read: on what it rests, each step with post and days used, the limits kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from yimen.contexts.catalogue.api import Guide, guide_version
from yimen.contexts.matters.api import Matter, Task, by_ids, steps
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import Calendar, Ledger, Unit, local_date

from .models import CaseRow, ResultRow
from .reading import Result, result

_DAY = timedelta(1)
_TOLD = {"promised": "承诺时限", "statutory": "法定时限"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step as it was run: by which post, never by whom by name, and without what was said.

    ``used``: the days it took, in its limit's unit, working days where it has none; ``limit``: in words, "" for none.
    """

    node: str
    name: str
    role: str
    opened_at: datetime
    done_at: datetime | None
    done_by: str
    lapsed: bool
    used: int
    unit: str
    limit: str
    late: bool
    due_on: date | None = None
    outcome_name: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One limit of the whole case: what it allows, what was used of it, and by which law."""

    name: str
    limit: str
    used: int
    unit: str
    law: str
    late: bool
    running: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A published result with its basis, its process and the version of the procedure that it ran through."""

    result: Result
    guide: Guide
    procedure: Version
    stages: tuple[Stage, ...]
    limits: tuple[Kept, ...]


def course(*, number: str, on: date) -> Course:
    """Returns the course of a case whose result is public, as it stands on a day; raises NoSuchMatter."""
    found = result(number=number)
    row: tuple[UUID, UUID] = ResultRow.objects.values_list("case_id", "case__guide_id").get(case__matter__number=number)
    matter = by_ids(ids=[row[0]])[row[0]]
    done, days = steps(matter=matter.id), calendar(region=matter.region)
    return Course(
        result=found,
        guide=guide_version(id=row[1], on=_received(row[0])),
        procedure=matter.procedure,
        stages=tuple(_stage(matter, one, days, on) for one in done if not one.handed),
        limits=_limits(matter, days, on),
    )


def _received(case: UUID) -> date:
    return local_date(CaseRow.objects.values_list("received_at", flat=True).get(matter_id=case))


def _stage(matter: Matter, task: Task, days: Calendar, on: date) -> Stage:
    timer = next((one for one in matter.timers if one.role == "step" and one.token == task.token), None)
    until = local_date(task.done_at) if task.done_at else on
    ledger = timer.ledger if timer else None
    used = _used(ledger, days, until) if ledger else days.working_days(local_date(task.opened_at), until + _DAY)
    return Stage(
        node=task.node,
        name=task.name,
        role=task.role,
        opened_at=task.opened_at,
        done_at=task.done_at,
        done_by=task.done_by,
        lapsed=task.lapsed,
        used=used,
        unit=_unit(ledger),
        limit=_length(ledger) if ledger else "",
        late=bool(timer and timer.late),
    )


def _limits(matter: Matter, days: Calendar, on: date) -> tuple[Kept, ...]:
    """Returns the promises and the limits of law that ran on the case, in the order in which they began."""
    return tuple(
        Kept(
            name=f"{_TOLD[one.role]}（{one.name}）",
            limit=_length(one.ledger),
            used=_used(one.ledger, days, one.stopped or on),
            unit=_unit(one.ledger),
            law=f"《{one.ledger.limit.law}》{one.ledger.limit.article}" if one.ledger.limit.law else "",
            late=one.late,
            running=one.runs,
        )
        for one in matter.timers
        if one.role in _TOLD
    )


def _used(ledger: Ledger, days: Calendar, until: date) -> int:
    """Returns how many days of a limit were used up to a day, those that stood still left out."""
    counted = [line.number for line in ledger.explain(days) if line.number is not None and line.date <= until]
    due = ledger.due(days).date
    beyond = 0
    if due is not None and until > due:
        beyond = days.working_days(due, until + _DAY) if ledger.limit.unit is Unit.WORKING_DAY else (until - due).days
    return max(counted, default=0) + beyond


def _unit(ledger: Ledger | None) -> str:
    return "个工作日" if ledger is None or ledger.limit.unit is Unit.WORKING_DAY else "天"


def _length(ledger: Ledger) -> str:
    added = ledger.total - ledger.limit.length
    return f"{ledger.limit.text}{f'，经批准延长 {added} {_unit(ledger)}' if added else ''}"
