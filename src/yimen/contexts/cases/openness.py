"""How a decided case went, for anyone to read: on what it rests, each step with post and days used, the limits kept."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.matters.api import Matter, Round, Spent, Timer, by_ids, rounds, spent, steps, unit_words
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import CHINA, Calendar, Ledger, local_date

from .items import item_of
from .models import CaseRow, ResultRow
from .reading import Result, result

_DAY = timedelta(1)
_TOLD = {"promised": "承诺时限", "statutory": "法定时限"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass through a step as it was run: by which post, never by whom by name, and without what was said.

    ``number``: the how manieth, 0 of a step passed once; ``how``: by which gesture it ended, "" where it was done.

    ``used``: the days it took, in its limit's unit, working days where it has none; ``limit``: in words, "" for none.
    ``late``: by how much it is past its limit, in words, "" where it is not.
    """

    node: str
    name: str
    number: int
    how: str
    role: str
    opened_at: datetime
    done_at: datetime | None
    done_by: str
    lapsed: bool
    used: int
    unit: str
    limit: str
    late: str
    due_on: date | None = None
    outcome_name: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One limit of the whole case: what it allows, what was used of it, and by which law; ``late`` as of a stage."""

    name: str
    limit: str
    used: int
    unit: str
    law: str
    late: str
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
    row: UUID = ResultRow.objects.values_list("case_id", flat=True).get(case__matter__number=number)
    matter = by_ids(ids=[row])[row]
    days = calendar(region=matter.region)
    return Course(
        result=found,
        guide=item_of(CaseRow.objects.get(matter_id=row)),
        procedure=matter.procedure,
        stages=tuple(_stage(one, days, on) for one in rounds(matter=matter, steps=steps(matter=matter.id))),
        limits=_limits(matter, days, on),
    )


def _stage(one: Round, days: Calendar, on: date) -> Stage:
    task, timer, until = one.turn, one.timer, one.ended_at or _midnight(on)
    ledger = timer.ledger if timer else None
    first, last = local_date(one.opened_at), local_date(until)
    alone = days.working_days(first, last + _DAY) if last > first else 0
    found = spent(ledger=timer.ledger, days=days, until=until, rest=timer.rest) if timer else None
    return Stage(
        node=task.node,
        name=task.name,
        number=one.number,
        how=one.how,
        role=task.role,
        opened_at=one.opened_at,
        done_at=one.ended_at,
        done_by=one.done_by,
        lapsed=task.lapsed,
        used=found.used if found else alone,
        unit=unit_words(ledger),
        limit=_length(ledger) if ledger else "",
        late=_late(timer, found) if timer and found else "",
    )


def _limits(matter: Matter, days: Calendar, on: date) -> tuple[Kept, ...]:
    """Returns the promises and the limits of law that ran on the case, in the order in which they began."""
    return tuple(_kept(one, days, on) for one in matter.timers if one.role in _TOLD)


def _kept(timer: Timer, days: Calendar, on: date) -> Kept:
    ledger = timer.ledger
    found = spent(ledger=ledger, days=days, until=_midnight(timer.stopped or on), rest=timer.rest)
    return Kept(
        name=f"{_TOLD[timer.role]}（{timer.name}）",
        limit=_length(ledger),
        used=found.used,
        unit=unit_words(ledger),
        law=f"《{ledger.limit.law}》{ledger.limit.article}" if ledger.limit.law else "",
        late=_late(timer, found),
        running=timer.runs,
    )


def _late(timer: Timer, found: Spent) -> str:
    """Returns by how much a limit is past; one that was stopped keeps its verdict, whatever the calendar says since."""
    if timer.runs:
        return found.late
    return (found.late or "超期") if timer.late else ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _length(ledger: Ledger) -> str:
    added = ledger.total - ledger.limit.length
    return f"{ledger.limit.text}{f'，经批准延长 {added} {unit_words(ledger)}' if added else ''}"
