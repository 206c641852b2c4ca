"""Tells how the catalogue of a place has moved (动态调整): what came, what ended, and why."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from yimen.contexts.identity.api import Unit, units_by_code
from yimen.kernel.clock import local_date
from yimen.kernel.codes import region_prefix

from .changes import Change, change_of
from .delegating import pending
from .inheriting import at, bases_of, governing
from .models import VersionRow

_MOST = 500  # of the newest versions, and of the newest ends


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of a catalogue: what changed of which item, from which day, and why.

    ``on``: the first day on which it holds; of an item that ended, the day after its last.
    """

    on: date
    code: str
    name: str
    type: str
    unit: Unit
    change: Change


def movements(*, region: str, unit: str = "", types: Collection[str] = ()) -> tuple[Movement, ...]:
    """Returns how the items of a region and all that lies in it have moved, newest first: of a unit, of some types."""
    prefix = region_prefix(region)
    rows = VersionRow.objects.filter(region__gte=prefix.ljust(12, "0"), region__lte=prefix.ljust(12, "9"))
    rows = rows.filter(unit_id=unit) if unit else rows
    rows = rows.filter(type__in=types) if types else rows
    came = _newest(rows, "valid_from")
    went = _newest(rows.filter(ending__isnull=False), "valid_to")
    down = [(row, draft) for row, draft in pending(prefix, unit) if not types or row.type in types]
    every = (*came, *went, *(row for row, _ in down))
    bodies = units_by_code(codes={row.unit_id for row in every})
    told = [(row, row.valid_from, row.valid_from, change_of(row.change)) for row in came]
    told += [
        (row, row.valid_to + timedelta(days=1), max(row.valid_to, row.valid_from), change_of(row.ending))
        for row in went
        if row.valid_to and row.ending
    ]
    for row, draft in down:
        words = f"{draft.reason}（承接单位接办以前，本机关继续受理）"
        on = draft.first_day or local_date(draft.changed_at)
        told.append((row, on, on, Change(draft.kind, words, draft.document)))
    called = _names([(row, day) for row, _, day, _ in told])
    found = [
        Movement(on, row.code, name, row.type, bodies[row.unit_id], change)
        for (row, on, _, change), name in zip(told, called, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.code), reverse=True))


def _names(named: Sequence[tuple[VersionRow, date]]) -> list[str]:
    """Returns what versions are called on a day: as their guides are, also where their base item has ended."""
    bases = bases_of({row.base_code for row, _ in named})
    open_ = {row.id for row, day in named if row.base_code in bases and at(bases[row.base_code], day) is None}
    stated = dict(VersionRow.objects.filter(id__in=open_).values_list("id", "content")) if open_ else {}
    found = []
    for row, day in named:
        content = json.loads(stated.get(row.id, "{}"))
        base = governing(content, bases.get(row.base_code, ()), day, row.valid_from)
        found.append(base.name if base else row.name)
    return found


def _newest(rows: "QuerySet[VersionRow]", by: str) -> list[VersionRow]:
    return list(rows.order_by(f"-{by}", "-number", "code").defer("content")[:_MOST])
