"""The applicant rates the case, once: 一事一评, five levels, voluntary (国办发〔2019〕51号)."""

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import NoSuchMatter, matter

from .models import RatingRow

SCORES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


class RatingRefused(ValueError):
    """Says why a rating was not taken."""


def rate(*, act: Act, reader: Reader, number: str, score: int, text: str = "") -> None:
    """Takes the applicant's rating of a decided case; raises RatingRefused, or NoSuchMatter for anyone else."""
    found = matter(reader=reader, number=number)
    if found.owner not in reader.keys:
        raise NoSuchMatter(f"没有找到您的办件“{number}”。")
    if found.outcome in ("", "撤回"):
        raise RatingRefused("办件还没有结果，暂不能评价。有结果后我们会通知您。")
    if score not in SCORES:
        raise RatingRefused("请在五个等级中选择一个：" + "、".join(SCORES.values()) + "。")
    if len(text) > 500:
        raise RatingRefused(f"评价最多 500 字，现在多了 {len(text) - 500} 字，请删减。")
    try:
        with transaction.atomic():
            RatingRow(case_id=found.id, score=score, text=text.strip(), at=act.now).save(force_insert=True)
            record(
                act=act,
                verb="case.rate",
                subject=found.id,
                region=found.region,
                basis="国办发〔2019〕51号",
                facts={"number": number, "score": score, "unit": found.unit},
            )
    except IntegrityError:
        raise RatingRefused("您已经评价过这个办件，每件只评价一次。谢谢。") from None
