"""Sends a draft for review: only what compiles, is sound, and says why where its chain is longer than 一审一核."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import Finding, Procedure, beyond_one_review

from .calling import Called
from .drafts import EDITABLE, Draft, DraftRefused, as_draft, findings, seen_row
from .locking import check_revision, locked
from .models import DraftRow, VersionRow
from .posts import drafting

MOST = 400  # characters of a reason


def submit_draft(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    note: str,
    justification: str = "",
) -> Draft:
    """Sends a draft for review and returns it. ``note``: what changes and why.

    ``justification``: why the procedure has more than one examiner and one checker; it is shown to the public. Raises
    NoSuchDraft, NotYourProcedure, DraftMoved, or DraftRefused with every fault by element and line.
    """
    with transaction.atomic():
        row = locked(id, EDITABLE, "送审")
        post = drafting(reader, row.unit_id)
        check_revision(row, revision)
        procedure = sound(bytes(row.xml), Called(local_date(act.now), ahead=True), "送审")
        check_place(row, procedure)
        row.note, row.justification = said(note, "改动说明"), check_chain(procedure, justification)
        row.state, row.changed_at = "submitted", act.now
        row.editors = sorted({*row.editors, act.actor.id})  # whoever argues for a draft does not review it
        row.opinion = row.reviewer_post = ""
        row.key = procedure.key
        row.save(force_update=True)
        facts = {"key": row.key, "revision": row.revision, "note": row.note, "post": post.label}
        facts |= {"justification": row.justification} if row.justification else {}
        record(act=act, verb="procedures.submit", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def hindrances(*, reader: Reader, draft: UUID, procedure: Procedure | None) -> tuple[str, ...]:
    """Returns what beside its findings keeps a draft from being sent: its place behind the newest version, its key.

    ``procedure``: what ``findings`` made of the draft's file, which is not explored again. Raises NoSuchDraft.
    """
    row = seen_row(reader, draft)
    if procedure is None or row.state not in EDITABLE:
        return ()
    try:
        check_place(row, procedure)
    except DraftRefused as error:
        return (str(error),)
    return ()


def sound(xml: bytes, called: Called, doing: str) -> Procedure:
    """Returns the compiled procedure; raises DraftRefused with all findings where it has an error."""
    found, procedure = findings(xml=xml, on=called.on, called=called)
    faults: tuple[Finding, ...] = tuple(item for item in found if item.severity == "error")
    if procedure is None or faults:
        raise DraftRefused(f"流程还有 {len(faults)} 处错误，不能{doing}。请按下面逐条改正，再{doing}。", found)
    return procedure


def check_place(row: DraftRow, procedure: Procedure) -> None:
    """Raises DraftRefused where the draft no longer follows the newest version of its own key."""
    newest = VersionRow.objects.filter(key=procedure.key).order_by("-number").first()
    if row.based_on_id and procedure.key != row.key:
        raise DraftRefused(
            f"流程编号由“{row.key}”改成了“{procedure.key}”。新的一版不能换编号，请改回，或另起一份草稿。"
        )
    if newest is not None and newest.id != row.based_on_id:
        raise DraftRefused(
            f"流程“{procedure.key}”已发布第 {newest.number} 版，不是这份草稿所根据的一版。没有继续。"
            "请下载草稿文件，对照新的一版修改后重新上传。"
        )


def check_chain(procedure: Procedure, justification: str) -> str:
    """Returns the justification of a chain longer than one examiner and one checker, "" where none is needed."""
    chain = beyond_one_review(procedure)
    if not chain:
        return ""
    names = "、".join(node.name for node in chain)
    if not justification.strip():
        raise DraftRefused(
            f"受理之后、决定之前有“{names}”，超出“一审一核”。请在“超出一审一核的理由”里写明为什么需要，再送审。"
        )
    return said(justification, "超出一审一核的理由")


def said(text: str, name: str) -> str:
    """Returns a reason as one line; raises DraftRefused where it is missing or too long."""
    line = " ".join(text.split())
    if not line or not line.isprintable() or len(line) > MOST:
        raise DraftRefused(f"“{name}”应写明，不超过 {MOST} 字。请补充后再提交。")
    return line
