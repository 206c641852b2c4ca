"""Inserts many entries at once: on PostgreSQL through COPY, elsewhere as Django does."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from .models import EntryRow

_COPY = "COPY journal_entry (id, verb, subject, region, at, body, salts) FROM STDIN"


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
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write("".join(map(_line, rows)))
    return len(rows)


def _line(row: New) -> str:
    """Returns a row as COPY reads it: JSON holds no bare tabs or line ends, so only backslashes need another."""
    body, salts = row.body.replace("\\", "\\\\"), json.dumps(row.salts) if row.salts else "{}"
    return f"{row.id}\t{row.verb}\t{row.subject}\t{row.region}\t{row.at.isoformat()}\t{body}\t{salts}\n"
