"""A unit answers a finding; supervision closes it with a verdict."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.codes import region_prefix

from .models import FindingRow
from .rules import RULES

NO_BUSINESS = {"system", "security", "audit"}  # who run or audit the machine do not answer for the unit


class AnswerRefused(ValueError):
    """Says why an answer or verdict was not taken."""


def reply(*, act: Act, reader: Reader, finding: UUID, text: str) -> None:
    """Takes the unit's explanation, once; raises AnswerRefused or PermissionError."""
    with transaction.atomic():
        row = _open(finding)
        if not any(post.unit == row.unit and post.role not in NO_BUSINESS for post in reader.posts):
            raise PermissionError("只有被提醒的单位可以作出说明。")
        if row.replied_at is not None:
            raise AnswerRefused("本单位已经说明过，等待监察部门核定。")
        row.reply, row.replied_at = _said(text, "情况说明"), act.now
        row.save(update_fields=["reply", "replied_at"])
        _record(act, row, "reply", row.reply)


def close(*, act: Act, reader: Reader, finding: UUID, verdict: str, holds: bool | None = True) -> None:
    """Closes a finding with the supervisor's verdict and why; raises AnswerRefused or PermissionError.

    ``holds``: whether what was found is so (属实), else it is dismissed; None, where nothing was said, is refused.
    """
    with transaction.atomic():
        row = _open(finding)
        if not any(p.role == "supervisor" and row.region.startswith(region_prefix(p.region)) for p in reader.posts):
            raise PermissionError("只有本地区的电子监察岗可以核定。")
        if holds is None:  # nobody is found guilty because nothing was said
            raise AnswerRefused("没有选“核实结果”。请选属实或者不属实，再核定。")
        row.verdict, row.closed_at = _said(verdict, "核定意见"), act.now
        row.result = "属实" if holds else "不属实"
        row.save(update_fields=["verdict", "result", "closed_at"])
        _record(act, row, "close", row.verdict)


def _open(finding: UUID) -> FindingRow:
    row = FindingRow.objects.select_for_update().filter(id=finding).first()
    if row is None or row.closed_at is not None:
        raise AnswerRefused("这条监察提醒不存在或已核定。请刷新列表。")
    return row


def _said(text: str, what: str) -> str:
    said = text.strip()
    if not 2 <= len(said) <= 2_000:
        raise AnswerRefused(f"{what}应为 2 至 2000 字。请补充后再提交。")
    return said


def _record(act: Act, row: FindingRow, verb: str, text: str) -> None:
    record(
        act=act,
        verb=f"supervision.{verb}",
        subject=row.matter_id or row.subject or row.id,
        region=row.region,
        basis=row.basis,
        facts={"rule": RULES[row.rule].name, **({"result": row.result} if row.result else {})},
        personal={"text": text},
    )
