"""Inserts many entries at once: on PostgreSQL through COPY, elsewhere as Django does."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import connection

from .models import EntryRow

_COPY = "COPY journal_entry (id, verb, subject, region, at, body, salts) FROM STDIN"
_SENT = 100  # entries at once
_ESCAPE, _ESCAPED = "\\", "\\\\"  # JSON holds no bare tabs or line ends: nothing else needs another form for COPY


class Head(NamedTuple):
    """The columns that entries have in common."""

    verb: str
    region: str
    at: datetime


def insert_alike(head: Head, rows: Iterable[tuple[str, str, str]]) -> int:
    """Inserts entries without a place in the log yet, each given by its id, subject and body; returns how many.

    They are sent while more are made, so that both sides work at once.
    """
    if connection.vendor != "postgresql":
        common = head._asdict()
        made = [EntryRow(id=id_, subject=subject, body=body, **common) for id_, subject, body in rows]
        return len(EntryRow.objects.bulk_create(made, batch_size=500))
    between, count = f"\t{head.region}\t{head.at.isoformat()}\t", 0
    lines = (
        f"{id_}\t{head.verb}\t{subject}{between}{body.replace(_ESCAPE, _ESCAPED)}\t{{}}\n"
        for id_, subject, body in rows
    )
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        while some := list(islice(lines, _SENT)):
            copy.write("".join(some))
            count += len(some)
    return count
