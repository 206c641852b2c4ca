"""Keeps that an official tried to leave a procedure's way: what was refused changed nothing, but it was tried."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record

from .models import TaskRow
from .refusals import NotYourStep, OutOfOrder

_WHY = {NotYourStep: "没有这一步的岗位", OutOfOrder: "选了这一步没有的结果"}  # fixed words: the journal names nobody


def keep_attempt(*, act: Act, reader: Reader, task: UUID, error: Exception) -> None:
    """Writes an entry on a refused try at a step, after what was refused was undone; nothing for the public's tries.

    ``by_unit`` says whose official tried: not the unit of the step, which suffered it.

    Only of a step of another post, or an outcome that the step does not have. ``complete_task`` does it; whoever calls
    that inside a transaction of their own does it again once that is undone.
    """
    why = _WHY.get(type(error))
    if why is None:
        return
    row = TaskRow.objects.select_related("matter").filter(id=task).first()
    if row is None or act.actor.kind not in ("officer", "client"):
        return
    facts = {"number": row.matter.number, "task": row.name, "unit": row.unit, "token": str(row.token)}
    facts |= {"by_unit": reader.posts[0].unit} if reader.posts else {}
    with transaction.atomic():
        record(
            act=act,
            verb=f"{row.matter.kind}.attempt",
            subject=row.matter_id,
            region=row.matter.region,
            facts={**facts, "why": why},
        )
