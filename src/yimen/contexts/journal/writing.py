"""Inserts many entries at once: on PostgreSQL one statement with a list a column, elsewhere as Django does."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from .models import EntryRow

_PIECE = 5_000
_INSERT = (
    "INSERT INTO journal_entry (id, verb, subject, region, at, body, salts) "
    "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::timestamptz[], %s::text[], %s::jsonb[])"
)


class New(NamedTuple):
    """The columns of an entry that has no place in the log yet."""

    id: UUID
    verb: str
    subject: UUID
    region: str
    at: datetime
    body: str
    salts: Mapping[str, str]


def insert_many(rows: Sequence[New]) -> int:
    """Inserts entries and returns how many."""
    if connection.vendor != "postgresql":
        EntryRow.objects.bulk_create([EntryRow(**row._asdict()) for row in rows], batch_size=500)
        return len(rows)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _PIECE):
            *columns, salts = zip(*rows[start : start + _PIECE], strict=True)
            texts = [json.dumps(each) if each else "{}" for each in salts]
            cursor.execute(_INSERT, [*map(list, columns), texts])
    return len(rows)
