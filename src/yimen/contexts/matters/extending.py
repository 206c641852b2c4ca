"""Makes the limits of a matter longer, as often and as far as their law allows (行政许可法 第四十二条)."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import ClockError, Extension, local_date

from . import views
from .models import MatterRow
from .moving import due_facts
from .reasons import keep_reason
from .refusals import NotYours, StepRefused
from .rows import put_all
from .timers import MAIN, timers_from_data


def extend(
    *, act: Act, reader: Reader, matter: UUID, length: int, approved_by: str, document: str, reason: str
) -> views.Matter:
    """Makes the running limits longer by ``length`` of their unit, with the approval, its paper, and the reason.

    Only the post that decides for the unit in charge. The applicant is told the reason. Raises NotYours or StepRefused.
    """
    texts = {"批准人": approved_by, "文书": document, "理由": reason}
    for name, text in texts.items():
        if not 0 < len(text.strip()) <= 200:
            raise StepRefused(f"延长期限须写明{'、'.join(texts)}，各最多 200 字。请改好“{name}”一项。")
    with transaction.atomic():
        row = MatterRow.objects.select_for_update().filter(id=matter, closed_at=None).first()
        if row is None or not reader.holds("decider", row.unit_id):
            raise NotYours("只有承办单位的决定岗可以登记延长期限，并须经法律规定的负责人批准。")
        added = Extension(length, approved_by.strip(), document.strip(), local_date(act.now))
        days, before, rules, unit = calendar(region=row.region), row.due_on, [], ""
        timers = list(timers_from_data(row.timers))
        fault = "本件现在计时的期限，法律没有规定可以延长。请按现有期限办理。"
        for place, timer in enumerate(timers):
            rule = timer.ledger.limit.extending
            if not timer.runs or timer.role not in MAIN or rule is None:
                continue
            try:
                timers[place] = timer.over(timer.ledger.extend(added, days), days)
            except ClockError as error:
                fault = str(error)  # a promise that has run out stays broken; the statutory limit may still be longer
            else:
                rules.append(f"《{rule.law}》{rule.article}")
                unit = timer.ledger.limit.unit.name_zh
        if not rules:
            raise StepRefused(fault)
        put_all(row, tuple(timers), days)
        keep_reason(act, reader, row, "延长期限", reason.strip())
        record(
            act=act,
            verb=f"{row.kind}.extend",
            subject=row.id,
            region=row.region,
            basis=rules[0],
            facts={
                "number": row.number,
                "added": f"{length}{unit}",
                "approved_by": added.by,
                "document": added.document,
                "due_before": before.isoformat() if before else "",
                **due_facts(row),
            },
            personal={"reason": reason.strip()},
        )
    return views.matter(row)
