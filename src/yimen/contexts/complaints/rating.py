"""Whoever complained rates the answer, once, by number and query code."""

from dataclasses import replace

from django.db import transaction

from yimen.contexts.identity.api import Reader, seal_text
from yimen.contexts.journal.api import Act, record

from .kinds import COMPLAINANT
from .models import ComplaintRow
from .reading import SCORES, followed
from .refusals import ComplaintRefused


def rate_complaint(*, act: Act, reader: Reader, number: str, code: str, score: int, text: str = "") -> None:
    """Takes the rating of an answered complaint; raises ComplaintRefused, or NoSuchComplaint for anyone else."""
    act = replace(act, actor=COMPLAINANT)
    found = followed(reader=reader, number=number, code=code)
    if found.answered_at is None:
        raise ComplaintRefused("投诉还没有答复，暂不能评价。")
    if score not in SCORES:
        raise ComplaintRefused("请在五个等级中选择一个：" + "、".join(SCORES.values()) + "。")
    if len(text) > 500:
        raise ComplaintRefused(f"评价最多 500 字，现在多了 {len(text) - 500} 字，请删减。")
    with transaction.atomic():
        row = ComplaintRow.objects.select_for_update().get(matter_id=found.matter.id)
        if row.score is not None:
            raise ComplaintRefused("您已经评价过，每件只评价一次。谢谢。")
        row.score, row.comment, row.rated_at = score, seal_text(text.strip(), purpose="complaint"), act.now
        row.save(update_fields=["score", "comment", "rated_at"])
        record(
            act=act,
            verb="complaint.rate",
            subject=row.matter_id,
            region=row.region,
            basis="国办发〔2019〕51号",
            facts={"number": number, "score": score, "unit": row.handler or found.matter.unit},
        )
