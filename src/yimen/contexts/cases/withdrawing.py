"""The applicant takes an application back before it is decided."""

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Matter, NoSuchMatter, StepRefused, end_matter, matter, settle

from .models import CorrectionRow


def withdraw(*, act: Act, reader: Reader, number: str, reason: str) -> Matter:
    """Ends the reader's own case at the reader's wish and returns it; raises NoSuchMatter or StepRefused.

    A right until the decision is made: whether to apply is the applicant's choice (行政许可法 第二十九条). What was
    handed in stays on file.
    """
    found = matter(reader=reader, number=number)
    if found.owner not in reader.keys:
        raise NoSuchMatter(f"没有找到您的办件“{number}”。")
    if found.outcome:
        raise StepRefused("已经作出决定，不能撤回。对决定不服可以申请行政复议或提起诉讼，途径见决定书。")
    if len(reason.strip()) > 200:
        raise StepRefused("撤回原因最多 200 字。请删减后再提交。")
    settle(act=act, matter=found.id)  # outside: what silence has decided stands, though this be refused
    with transaction.atomic():
        CorrectionRow.objects.filter(case_id=found.id, answered_at=None).update(answered_at=act.now)
        return end_matter(act=act, matter=found.id, outcome="撤回", verb="withdraw", opinion=reason.strip())
