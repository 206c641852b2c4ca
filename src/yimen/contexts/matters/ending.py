"""Ends a matter outside its procedure, at the wish of whoever opened it."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import local_date

from . import views
from .kinds import Effect
from .models import SpecialRow, TaskRow
from .refusals import StepGone
from .rows import locked, put_timers, stop_steps, turn, turn_of
from .ticking import DECIDED, settle, silent
from .timers import told


def end_matter(*, act: Act, matter: UUID, outcome: str, verb: str, opinion: str) -> views.Matter:
    """Ends an open matter: open steps are closed, the clock stops; raises StepGone where it is decided or ended.

    Whoever calls has checked the reader and whether the room allows it. What silence has decided by now takes effect
    first; the end is then to be asked for again.
    """
    decided = settle(act=act, matter=matter)
    with transaction.atomic():
        row = locked(matter)
        if decided or silent(row, act.now):
            raise StepGone(DECIDED)
        if row.closed_at is not None or row.outcome:
            raise StepGone("本件刚刚作出决定或已经办结，不能再撤回。请刷新页面查看结果。")
        unit = turn_of(row)
        open_tasks = TaskRow.objects.filter(matter=row, done_at=None)
        tokens = set(open_tasks.values_list("token", flat=True))
        open_tasks.update(
            done_at=act.now, done_by=act.actor.label, outcome=views.ENDED, outcome_name=outcome, opinion=opinion
        )
        days = calendar(region=row.region)
        timers, missed = turn(row, act, Effect(stop=True), days)
        timers, missed_steps = stop_steps(timers, tokens, act)
        put_timers(row, timers, days)
        SpecialRow.objects.filter(matter=row, ended_on=None).update(ended_on=local_date(act.now))
        row.closed_at, row.outcome, row.stage = act.now, outcome, outcome
        row.save(force_update=True)
        row.clock.open = False
        row.clock.save(force_update=True)
        expired = [told(timer) for timer in (*missed, *missed_steps)]  # untold until now: an end hides nothing
        facts = {"number": row.number, "unit": unit, **({"expired": expired} if expired else {})}
        record(act=act, verb=f"{row.kind}.{verb}", subject=row.id, region=row.region, facts=facts)
    return views.matter(row)
