"""Keeps that an official tried to leave a procedure's way: what was refused changed nothing, but it was tried."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.journal.api import Act, record

from .models import TaskRow

_LONGEST = 200


def keep_attempt(act: Act, task: UUID, why: str) -> None:
    """Writes an entry on a refused try at a step, after what was refused was undone; nothing for the public's tries."""
    row = TaskRow.objects.select_related("matter").filter(id=task).first()
    if row is None or act.actor.kind not in ("officer", "client"):
        return
    facts = {"number": row.matter.number, "task": row.name, "unit": row.unit, "token": str(row.token)}
    with transaction.atomic():
        record(
            act=act,
            verb=f"{row.matter.kind}.attempt",
            subject=row.matter_id,
            region=row.matter.region,
            facts={**facts, "why": why[:_LONGEST]},
        )
