"""A delegated turn comes back (收回委托): when its last day has passed, or before that at the wish of who delegated."""

import logging
from dataclasses import replace
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from yimen.contexts.journal.api import SYSTEM, Act, record
from yimen.contexts.procedures.api import version
from yimen.kernel import procedure as kernel
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import TransitionError, state_from_data

from .hands import close_handed, received
from .kinds import Effect
from .models import TaskRow
from .moving import due_facts, move
from .rows import locked

_log = logging.getLogger(__name__)


def recall_due(*, act: Act) -> int:
    """Lets every delegation whose last day has passed come back, found by index; returns how many turns came back.

    Each matter in a transaction of its own, with one entry: a second pass finds nothing. One that fails holds up none.
    """
    past = TaskRow.objects.filter(done_at=None, until__lt=local_date(act.now))
    done = 0
    for matter in sorted(set(past.values_list("matter", flat=True))):
        try:
            done += recall_first(act=act, matter=matter)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # noqa: BLE001 - whatever is wrong with one matter stops its own only
            _log.exception("a delegation of matter %s does not come back", matter)
    return done


def recall_first(*, act: Act, matter: UUID) -> int:
    """Lets the delegations of one matter come back whose last day has passed, before anyone acts on it.

    Those of a suspended matter wait until it is resumed.
    """
    today = local_date(act.now)
    if not TaskRow.objects.filter(matter=matter, done_at=None, until__lt=today).exists():
        return 0
    own = replace(act, actor=SYSTEM)
    with transaction.atomic():
        row = locked(matter)
        lent = list(TaskRow.objects.filter(matter=row, done_at=None, until__lt=today).order_by("token"))
        if row.closed_at is not None or not lent:
            return 0
        procedure = version(id=row.procedure_id)
        try:
            step = kernel.recall(procedure.procedure, state_from_data(row.state), today.isoformat())
        except TransitionError:
            return 0
        for task in lent:
            close_handed(own, task, "recalled", post=SYSTEM.label)
        moved = move(own, row, procedure, step, Effect(), done=0)
        received(row, moved, step, by=SYSTEM.label, how="recall")
        facts = {
            "number": row.number,
            "task": "、".join(task.name for task in lent),
            "unit": lent[0].unit,
            "authority": "、".join(task.came_by for task in lent),
            "until": "、".join(task.until.isoformat() for task in lent if task.until),
            **moved.facts,
            **due_facts(row),
        }
        record(act=own, verb=f"{row.kind}.recall", subject=row.id, region=row.region, facts=facts)
    return len(lent)
