"""Writes the limits of many matters in a few statements: what databases do differently here stands in this module."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from .recounting import Fresh

# Columns of a matter that follow from its limits, each with its type where a list of values is sent.
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
}
_NAMES = ", ".join(_TYPES)
_LISTS = ", ".join(f"%s::{name}[]" for name in ("int", "text", *_TYPES.values()))
_SETS = ", ".join(f"{name} = fresh.{name}" for name in _TYPES)
# Matters that are alike share one line of ``fresh``: its JSON is sent and read once.
_MATTERS = (
    "WITH fresh AS MATERIALIZED ("
    f"SELECT line, timers::jsonb AS timers, {_NAMES} FROM unnest({_LISTS}) AS given(line, timers, {_NAMES})) "
    f"UPDATE matters_matter SET timers = fresh.timers, {_SETS} "
    "FROM unnest(%s::uuid[], %s::int[]) AS moved(id, line) JOIN fresh USING (line) WHERE matters_matter.id = moved.id"
)
_STEPS = (
    "UPDATE matters_task SET due_on = moved.due FROM unnest(%s::uuid[], %s::int[], %s::date[]) "
    "AS moved(matter, token, due) WHERE matter_id = moved.matter AND matters_task.token = moved.token AND done_at IS NULL"
)
_ONE = f"UPDATE matters_matter SET timers = %s, {', '.join(f'{name} = %s' for name in _TYPES)} WHERE id = %s"
_ONE_STEP = "UPDATE matters_task SET due_on = %s WHERE matter_id = %s AND token = %s AND done_at IS NULL"


def write_limits(moved: Sequence[tuple[UUID, Fresh]]) -> None:
    """Writes the limits of locked matters, and the days of their open steps."""
    steps = [(matter, token, due) for matter, fresh in moved for token, due in fresh.steps]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = {fresh: line for line, fresh in enumerate(dict.fromkeys(fresh for _, fresh in moved))}
            shared = [(line, fresh.timers, *fresh.values.values()) for fresh, line in lines.items()]
            pairs = [(matter, lines[fresh]) for matter, fresh in moved]
            cursor.execute(_MATTERS, [*_turned(shared), *_turned(pairs)])
            if steps:
                cursor.execute(_STEPS, _turned(steps))
        else:
            cursor.executemany(_ONE, [(_ascii(fresh.timers), *_plain(fresh), matter.hex) for matter, fresh in moved])
            days = connection.ops.adapt_datefield_value
            cursor.executemany(_ONE_STEP, [(days(due), matter.hex, token) for matter, token, due in steps])


def _turned(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _ascii(timers: str) -> str:
    return json.dumps(json.loads(timers))  # as Django writes it


def _plain(fresh: Fresh) -> list[Any]:
    """Returns the columns as a driver without types of its own takes them."""
    ops, values = connection.ops, []
    for name, value in fresh.values.items():
        kind = _TYPES[name]
        if kind == "date":
            value = ops.adapt_datefield_value(value)
        elif kind == "timestamptz":
            value = ops.adapt_datetimefield_value(value)
        values.append(value)
    return values
