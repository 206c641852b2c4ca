"""Limits that run out where nothing follows but that it is told: those of one moment at once, alike ones as one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from yimen.contexts.journal.api import Act, record_alike
from yimen.contexts.places.api import calendar, hold_calendars
from yimen.kernel.clock import local_date

from .models import ClockRow, TaskRow
from .timers import Timer, columns, dues_text, timers_from_data, told

RUNG = ("dues", "wakes_at", "provisional", "yellow_from", "red_from")  # all that follows from a limit's being told
PUNCTUAL = timedelta(hours=1)  # the worker looks every minute; anything more is an outage, and is said
_COLUMNS = (
    *("matter", "matter__number", "matter__kind", "matter__unit", "region", "alike", "dues"),
    *("wakes_at", "paused", "matter__timers"),
)


class _One(NamedTuple):
    """A matter as it is looked at here."""

    id: UUID
    number: str
    kind: str
    unit: str
    region: str
    alike: UUID
    dues: str
    wakes_at: datetime
    paused: bool
    timers: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Said:
    """What has run out on matters that are alike, and what their clocks then say."""

    due: tuple[Timer, ...]
    values: dict[str, Any]


def due_at(timers: Iterable[Timer], moment: datetime, *, paused: bool) -> list[Timer]:
    """Returns the limits that have run out by a moment untold; a step that silence ends waits while its matter does."""
    return [one for one in timers if one.rings and one.at and one.at <= moment and not (paused and one.waits)]


def expire_facts(act: Act, timer: Timer) -> dict[str, str]:
    """Returns what the entry of a limit that ran out says: from when, and by how much the platform was late in it."""
    at = timer.at or act.now
    delay = act.now - at
    said = {"delay": f"{delay.days}天{delay.seconds // 3600}小时"} if delay >= PUNCTUAL else {}
    return {"effective": local_date(at).isoformat(), **told(timer), **said}


def tell(*, act: Act, matters: Sequence[UUID]) -> dict[UUID, int]:
    """Tells in one transaction of all that has run out on matters; returns how many limits, by the matters' ids.

    Left out is where more may follow: where silence takes effect, the calendar has changed since, or somebody holds
    the matter. None is waited for while others are held.
    """
    with transaction.atomic():
        hold_calendars()
        rows = _held(matters, act.now)
        alike = defaultdict[tuple[str, UUID, str, bool, datetime], list[_One]](list)
        for one in rows:
            alike[one.region, one.alike, one.dues, one.paused, one.wakes_at].append(one)
        units, done = _units(rows), dict[UUID, int]()
        for same in alike.values():
            said = _said(same[0])
            if said is not None:
                ClockRow.objects.filter(matter__in=[one.id for one in same]).update(**said.values)
                for timer in said.due:
                    _record(act, timer, same, units)
                done |= dict.fromkeys((one.id for one in same), len(said.due))
    return done


def _held(matters: Sequence[UUID], now: datetime) -> list[_One]:
    """Locks the clocks of those that nobody else holds and that still have something due."""
    free = ClockRow.objects.select_for_update(of=("self",), skip_locked=True).filter(matter__in=matters, open=True)
    held = free.filter(wakes_at__lte=now).order_by("matter").values_list("matter", flat=True)
    return [_One(*row) for row in ClockRow.objects.filter(matter__in=list(held)).values_list(*_COLUMNS)]


def _said(one: _One) -> _Said | None:
    """Returns what there is to tell of a matter; None where something else comes first, or more may follow."""
    before, days = timers_from_data(one.timers, one.dues), calendar(region=one.region)
    timers = tuple(timer.counted(days) if timer.runs else timer for timer in before)
    due = due_at(timers, one.wakes_at, paused=one.paused)
    if timers != before or not due or any(timer.lapse for timer in due):
        return None
    rung = tuple(replace(timer, rung=True) if timer in due else timer for timer in timers)
    values = columns(rung, days)
    return _Said(tuple(due), {"dues": dues_text(rung)} | {name: values[name] for name in RUNG if name != "dues"})


def _units(rows: Sequence[_One]) -> dict[UUID, dict[int | None, str]]:
    """Returns the unit of each step of the matters by its token, and under None that of the first open one."""
    found: dict[UUID, dict[int | None, str]] = {one.id: {} for one in rows}
    tasks = TaskRow.objects.filter(matter__in=found).order_by("token")
    for matter, token, unit, done_at in tasks.values_list("matter", "token", "unit", "done_at"):
        found[matter][token] = unit
        if done_at is None:
            found[matter].setdefault(None, unit)
    return found


def _record(act: Act, timer: Timer, same: Sequence[_One], units: dict[UUID, dict[int | None, str]]) -> None:
    each = defaultdict[tuple[str, str], list[tuple[str, str]]](list)
    for one in same:
        each[one.kind, units[one.id].get(timer.token, one.unit)].append((str(one.id), one.number))
    for (kind, unit), subjects in each.items():
        facts = {**expire_facts(act, timer), "unit": unit}
        verb, region = f"{kind}.expire", same[0].region
        record_alike(act=act, verb=verb, region=region, basis="", facts=facts, name="number", each=subjects)
