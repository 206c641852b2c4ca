"""Writes the limits of many matters in a few statements: what databases do differently here stands in this module."""

import json
from collections.abc import Callable, Sequence
from datetime import date
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
_SETS = ", ".join(f"{name} = fresh.{name}" for name in _TYPES)
# Matters that are alike share one line of ``fresh``: its JSON is sent and read once. Lists go as one text each, which
# the driver takes in at once.
_MATTERS = f"""
WITH fresh AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%s::jsonb)
    AS given(line int, timers jsonb, {", ".join(f"{name} {kind}" for name, kind in _TYPES.items())})
)
UPDATE matters_matter SET timers = fresh.timers, {_SETS}
FROM unnest(string_to_array(%s, ',')::uuid[], string_to_array(%s, ',')::int[]) AS moved(id, line)
JOIN fresh USING (line) WHERE matters_matter.id = moved.id
"""  # noqa: S608 - names of our own columns
_STEPS = """
UPDATE matters_task SET due_on = moved.due
FROM unnest(string_to_array(%s, ',')::uuid[], string_to_array(%s, ',')::int[], string_to_array(%s, ',', '')::date[])
AS moved(matter, token, due)
WHERE matter_id = moved.matter AND matters_task.token = moved.token AND done_at IS NULL
"""
_ONE = f"UPDATE matters_matter SET timers = %s, {', '.join(f'{name} = %s' for name in _TYPES)} WHERE id = %s"  # noqa: S608
_ONE_STEP = "UPDATE matters_task SET due_on = %s WHERE matter_id = %s AND token = %s AND done_at IS NULL"


def write_limits(moved: Sequence[tuple[UUID, Fresh]]) -> None:
    """Writes the limits of locked matters, and the days of their open steps."""
    steps = [(matter, token, due) for matter, fresh in moved for token, due in fresh.steps]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = {fresh: line for line, fresh in enumerate(dict.fromkeys(fresh for _, fresh in moved))}
            shared = ",".join(_line(fresh, line) for fresh, line in lines.items())
            places = _joined([(matter, lines[fresh]) for matter, fresh in moved])
            cursor.execute(_MATTERS, [f"[{shared}]", *places])
            if steps:
                cursor.execute(_STEPS, _joined([(matter, token, due or "") for matter, token, due in steps]))
        else:
            cursor.executemany(_ONE, [(_ascii(fresh.timers), *_plain(fresh), matter.hex) for matter, fresh in moved])
            days = connection.ops.adapt_datefield_value
            cursor.executemany(_ONE_STEP, [(days(due), matter.hex, token) for matter, token, due in steps])


def _line(fresh: Fresh, line: int) -> str:
    """Returns what a set of limits gives a matter's columns, as a JSON object."""
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in fresh.values.items()}
    return json.dumps({"line": line, "timers": json.loads(fresh.timers), **values}, ensure_ascii=False)


def _joined(rows: Sequence[tuple[object, ...]]) -> list[str]:
    return [",".join(map(str, column)) for column in zip(*rows, strict=True)]


def _ascii(timers: str) -> str:
    return json.dumps(json.loads(timers))  # as Django writes it


def _plain(fresh: Fresh) -> list[Any]:
    """Returns the columns as a driver without types of its own takes them."""
    ops = connection.ops
    take: dict[str, Callable[[Any], Any]] = {
        "date": ops.adapt_datefield_value,
        "timestamptz": ops.adapt_datetimefield_value,
    }
    return [take[kind](value) if (kind := _TYPES[name]) in take else value for name, value in fresh.values.items()]
