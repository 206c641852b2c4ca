"""Makes the limits of a matter longer, as often and as far as their law allows (行政许可法 第四十二条)."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, ClockError, Extension, Limit, local_date

from . import views
from .moving import due_facts
from .reasons import keep_reason
from .recounting import law_facts
from .recusing import check_apart
from .refusals import NotYours, StepRefused
from .rows import locked_or_none, put_all
from .timers import Timer, timers_of


def extend(
    *, act: Act, reader: Reader, matter: UUID, length: int, approved_by: str, document: str, reason: str
) -> views.Matter:
    """Makes the statutory limit and the promise on it longer by ``length`` of their unit, with approval and reason.

    Other limits that run beside it stay: each has a law of its own. Only the post that decides for the unit in charge;
    the applicant is told the reason. Raises NotYours or StepRefused.
    """
    texts = {"批准人": approved_by, "文书": document, "理由": reason}
    for name, text in texts.items():
        if not 0 < len(text.strip()) <= 200:
            raise StepRefused(f"延长期限须写明{'、'.join(texts)}，各最多 200 字。请改好“{name}”一项。")
    with transaction.atomic():
        row = locked_or_none(matter)
        if row is None or row.closed_at is not None or not reader.holds("decider", row.unit_id):
            raise NotYours("只有承办单位的决定岗可以登记延长期限，并须经法律规定的负责人批准。")
        check_apart(reader, row)
        added = Extension(length, approved_by.strip(), document.strip(), local_date(act.now))
        days, before = calendar(region=row.region), row.clock.due_on
        were = timers_of(row)
        timers, law = _longer(were, added, days)
        put_all(row, timers, days)
        keep_reason(act, reader, row, "延长期限", reason.strip())
        record(
            act=act,
            verb=f"{row.kind}.extend",
            subject=row.id,
            region=row.region,
            basis=law.extending.citation if law.extending else "",
            facts={
                "number": row.number,
                "added": f"{length}{law.unit.name_zh}",
                "approved_by": added.by,
                "document": added.document,
                "due_before": before.isoformat() if before else "",
                **due_facts(row),
                **law_facts(were, timers),
            },
            personal={"reason": reason.strip()},
        )
    return views.matter(row)


def _longer(timers: tuple[Timer, ...], added: Extension, days: Calendar) -> tuple[tuple[Timer, ...], Limit]:
    """Returns the timers with the statutory one and its promise made longer, and the limit of law that allows it."""
    law = next((timer for timer in timers if timer.runs and timer.role == "statutory"), None)
    if law is None or law.ledger.limit.extending is None:
        raise StepRefused("本件现在计时的法定时限，法律没有规定可以延长。请按现有期限办理。")
    try:
        longer = law.over(law.ledger.extend(added, days), days)
    except ClockError as error:
        raise StepRefused(str(error)) from error
    kept = []
    for timer in timers:
        fresh = longer if timer is law else timer
        if timer.runs and timer.role == "promised" and timer.ledger.limit.extending is not None:
            with suppress(ClockError):  # a promise that has run out stays broken
                fresh = timer.over(timer.ledger.extend(added, days), days)
        kept.append(fresh)
    return tuple(kept), law.ledger.limit
