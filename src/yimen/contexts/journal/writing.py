"""Inserts many entries at once: on PostgreSQL through COPY, elsewhere as Django does."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from .models import EntryRow

_COPY = "COPY journal_entry (id, verb, subject, region, at, body, salts) FROM STDIN"
_ESCAPE, _ESCAPED = "\\", "\\\\"  # JSON holds no bare tabs or line ends: nothing else needs another form for COPY


class Head(NamedTuple):
    """The columns that entries have in common."""

    verb: str
    region: str
    at: datetime


def insert_alike(head: Head, rows: Sequence[tuple[str, str, str]]) -> int:
    """Inserts entries without a place in the log yet, each given by its id, subject and body; returns how many."""
    if connection.vendor != "postgresql":
        common = head._asdict()
        made = (EntryRow(id=id_, subject=subject, body=body, **common) for id_, subject, body in rows)
        EntryRow.objects.bulk_create(made, batch_size=500)
        return len(rows)
    between = f"\t{head.region}\t{head.at.isoformat()}\t"
    lines = [
        f"{id_}\t{head.verb}\t{subject}{between}{body.replace(_ESCAPE, _ESCAPED)}\t{{}}\n"
        for id_, subject, body in rows
    ]
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write("".join(lines))
    return len(rows)
