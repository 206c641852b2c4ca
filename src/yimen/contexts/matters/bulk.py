"""Writes the limits of many matters in a few statements: what databases do differently here stands in this module."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from .models import ClockRow
from .recounting import Alike, Fresh

# Columns of a clock that follow from its limits, each with its type where a list of values is sent.
_TYPES = {
    "clock_name": "text",
    "due_on": "date",
    "statutory_due_on": "date",
    "yellow_from": "date",
    "red_from": "date",
    "paused": "boolean",
    "provisional": "boolean",
    "wakes_at": "timestamptz",
    "reaches_on": "date",
    "dues": "text",
}
# Matters that are alike share one line of ``fresh``. Whatever somebody has changed since it was read no longer fits its
# line, and is left alone.
_CLOCKS = f"""
WITH fresh AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%s::jsonb)
    AS given(line int, alike uuid, was text, region text, opened_on date, yellow date,
             {", ".join(f"{name} {kind}" for name, kind in _TYPES.items())})
)
UPDATE matters_clock AS clock SET {", ".join(f"{name} = fresh.{name}" for name in _TYPES)}
FROM fresh, matters_matter AS matter
WHERE clock.matter_id > %s AND clock.matter_id <= %s AND clock.open AND matter.id = clock.matter_id
AND clock.alike = fresh.alike AND clock.dues = fresh.was AND clock.region = fresh.region
AND clock.opened_on = fresh.opened_on AND clock.yellow_from IS NOT DISTINCT FROM fresh.yellow
RETURNING fresh.line, matter.id::text, matter.number, matter.kind
"""  # noqa: S608 - names of our own columns
_STEPS = """
UPDATE matters_task SET due_on = moved.due
FROM unnest(string_to_array(%s, ',')::uuid[], string_to_array(%s, ',')::int[], string_to_array(%s, ',', '')::date[])
AS moved(matter, token, due)
WHERE matter_id = moved.matter AND matters_task.token = moved.token AND done_at IS NULL
"""
_ONE = f"UPDATE matters_clock SET {', '.join(f'{name} = %s' for name in _TYPES)} WHERE matter_id = %s"  # noqa: S608
_ONE_STEP = "UPDATE matters_task SET due_on = %s WHERE matter_id = %s AND token = %s AND done_at IS NULL"


class Span(NamedTuple):
    """The matters with an id above one, up to and including another."""

    above: UUID
    upto: UUID


class Group(NamedTuple):
    """What open matters have in common that come out the same, also in what is told of them."""

    limits: Alike
    opened_on: date
    yellow_from: date | None


class Written(NamedTuple):
    """A matter that was written: the place of its group among those given, its id, number and kind."""

    group: int
    matter: str
    number: str
    kind: str


def write_limits(span: Span, groups: Sequence[tuple[Group, Fresh]]) -> list[Written]:
    """Writes the limits of the matters of a span that are still as their group, and the days of their open steps."""
    written = _written_together(span, groups) if connection.vendor == "postgresql" else _written_singly(span, groups)
    steps = [(one.matter, token, due) for one in written for token, due in groups[one.group][1].steps]
    if not steps:
        return written
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows = [(matter, str(token), str(due or "")) for matter, token, due in steps]
            cursor.execute(_STEPS, [",".join(column) for column in zip(*rows, strict=True)])
        else:
            days = connection.ops.adapt_datefield_value
            cursor.executemany(_ONE_STEP, [(days(due), UUID(matter).hex, token) for matter, token, due in steps])
    return written


def _written_together(span: Span, groups: Sequence[tuple[Group, Fresh]]) -> list[Written]:
    lines = json.dumps([_line(place, *one) for place, one in enumerate(groups)], ensure_ascii=False, default=str)
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, [lines, *span])
        return [Written(*row) for row in cursor.fetchall()]


def _line(place: int, group: Group, fresh: Fresh) -> dict[str, Any]:
    """Returns what tells a group, and what its matters' columns become."""
    limits = group.limits
    given = {"line": place, "alike": limits.alike, "was": limits.dues, "region": limits.region}
    return {
        **given,
        "opened_on": group.opened_on,
        "yellow": group.yellow_from,
        **fresh.values,
        "dues": fresh.dues,
    }


def _written_singly(span: Span, groups: Sequence[tuple[Group, Fresh]]) -> list[Written]:
    places = {group: place for place, (group, _) in enumerate(groups)}
    rows = ClockRow.objects.filter(open=True, matter__gt=span.above, matter__lte=span.upto)
    names = ("alike", "dues", "region", "opened_on", "yellow_from", "matter", "matter__number", "matter__kind")
    written = []
    for alike, dues, region, opened_on, yellow, matter, number, kind in rows.values_list(*names):
        place = places.get(Group(Alike(alike, dues, region), opened_on, yellow))
        if place is not None:
            written.append(Written(place, str(matter), number, kind))
    with connection.cursor() as cursor:
        plain = [_plain(fresh) for _, fresh in groups]
        cursor.executemany(_ONE, [(*plain[one.group], UUID(one.matter).hex) for one in written])
    return written


def _plain(fresh: Fresh) -> list[Any]:
    """Returns the columns as a driver without types of its own takes them."""
    ops, values = connection.ops, {**fresh.values, "dues": fresh.dues}
    take: dict[str, Callable[[Any], Any]] = {
        "date": ops.adapt_datefield_value,
        "timestamptz": ops.adapt_datetimefield_value,
    }
    return [take[kind](values[name]) if kind in take else values[name] for name, kind in _TYPES.items()]
