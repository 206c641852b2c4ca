"""Lodges an application: one case, one number, whatever door it came through."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.catalogue.api import Guide, asked_for, guide, handled
from yimen.contexts.documents.api import Document, listed
from yimen.contexts.identity.api import Reader, seal_text
from yimen.contexts.journal.api import Act, AnsweredOtherwise
from yimen.contexts.matters.api import Matter, Opening, by_ids, may_read, open_matter
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import in_force
from yimen.kernel.clock import local_date

from . import joint, law, papers
from .applications import Applicant, Application, ApplicationRefused, applicant, checked
from .drafting import AlreadyLodged, drop_draft, hold_draft, save_draft
from .limits import receiving, too_late, unknown_grounds
from .models import CaseRow
from .stated import AUDIENCE, VARIANT, stated
from .uploading import Refusals

Documents = tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant takes home: the number, the day by which an answer is due, and how that day came about."""

    id: UUID
    number: str
    title: str
    received_at: datetime
    due_on: date | None
    explanation: str


def lodge(*, act: Act, reader: Reader, application: Application) -> Receipt:
    """Lodges an application and returns its receipt; the same application id again returns the same receipt.

    Raises ApplicationRefused (by field; typed answers and good files are kept as a draft), PermissionError, or the
    catalogue's error for an unknown or cancelled item.
    """
    today = local_date(act.now)
    item = _item(application, today)
    before = _lodged(reader, application)
    if before is not None:
        return before
    if not asked_for(item.type):
        raise ApplicationRefused([("", f"“{item.name}”由行政机关依职权办理，不能申请。请查看权力清单。")])
    if application.channel == "网上" and item.online == "网上咨询":
        raise ApplicationRefused([("", "本事项目前只能网上咨询，不能网上申请。请到办事指南写明的窗口办理。")])
    who = _who(act, reader, application, item)
    try:
        refused = save_draft(act=act, reader=reader, application=application, guide=item)
    except AlreadyLodged:
        return _receipt_again(reader, application)
    try:
        with transaction.atomic():
            hold_draft(id=application.id)
            given = listed(owner=application.id)
            answers = _answers(item, application, refused, given, today)
            matter = _open(act, application, item, who, given=given, answers=answers)
            receipt = _receipt(matter, too_late(item, today, answers))
            case = CaseRow(
                matter_id=matter.id,
                guide_id=item.id,
                variant=item.handled.number if item.handled else "",
                account=who.account,
                audience=who.audience,
                name=seal_text(who.name, purpose="name"),
                masked=who.masked,
                identifier=seal_text(who.identifier, purpose="identifier"),
                phone=seal_text(who.phone, purpose="phone"),
                agent=seal_text(who.agent, purpose="name"),
                answers=seal_text(json.dumps(answers, ensure_ascii=False), purpose="answers"),
                channel=application.channel,
                received_at=act.now,
            )
            case.save(force_insert=True)
            _write_receipt(act, matter, case, item, receipt=receipt, given=given)
            drop_draft(id=application.id)
    except IntegrityError:
        found = _receipt_again(reader, application)  # the same application sent twice at once: the other one won
        drop_draft(id=application.id)
        return found
    return receipt


def _item(application: Application, today: date) -> Guide:
    """Returns the item as it holds for the handling item applied for; for one that it does not have, as a whole."""
    item = guide(code=application.item, on=today)
    known = {one.number for one in item.variants}
    return handled(guide=item, number=application.variant if application.variant in known else "")


def _who(act: Act, reader: Reader, application: Application, item: Guide) -> Applicant:
    """Returns who applies; where that is wrong, keeps what was handed in and names every other fault with it."""
    today = local_date(act.now)
    try:
        return applicant(reader, application, item, today)
    except ApplicationRefused as error:
        refused = save_draft(act=act, reader=reader, application=application, guide=item)
        try:
            _answers(item, application, refused, listed(owner=application.id), today)
        except ApplicationRefused as more:
            raise ApplicationRefused([*error.errors, *more.errors]) from error
        raise


def _answers(
    item: Guide, application: Application, refused: Refusals, given: Documents, today: date
) -> dict[str, object]:
    try:
        answers = checked(item, application.answers, given, today)
    except ApplicationRefused as error:
        named = {code for code, _ in refused}
        raise ApplicationRefused([*refused, *(pair for pair in error.errors if pair[0] not in named)]) from error
    if refused:
        raise ApplicationRefused(refused)
    return answers


def _open(
    act: Act,
    application: Application,
    item: Guide,
    who: Applicant,
    *,
    given: Documents,
    answers: Mapping[str, object],
) -> Matter:
    procedure = in_force(key=item.procedure_key, on=local_date(act.now))
    wrong = joint.unfit(item, procedure.procedure)
    if wrong:
        raise ApplicationRefused([("", f"{wrong}，暂时不能收件。请联系办理机关核对事项的办件类型和流程。")])
    unknown = unknown_grounds(item, procedure.procedure, local_date(act.now))
    if unknown:
        words = f"本事项的流程“{procedure.name}”里，{'、'.join(unknown)}不是它的法定时限可以不计的事由，暂时不能收件。"
        raise ApplicationRefused([("", f"{words}请联系办理机关核对事项的法定时限和流程。")])
    return open_matter(
        act=act,
        opening=Opening(
            id=application.id,
            kind="case",
            title=item.name,
            region=item.region,
            unit=item.unit.code,
            centre=item.centre,
            owner=who.owner,
            procedure=procedure,
            clock=receiving(item, local_date(act.now), answers, applied=local_date(act.now)),
            basis=law.basis(item.type, "apply"),
            facts={
                "item": item.code,
                "guide": str(item.id),
                **({"handling_item": item.handling_code} if item.handled else {}),
                "channel": application.channel,
                "documents": [document.sha256 for document in given],
            },
            personal={"applicant": who.name},
            data={
                AUDIENCE: who.audience,
                **({VARIANT: item.handled.number} if item.handled else {}),
                **stated(item, procedure.procedure, answers),
                **joint.opening(item, answers),
            },
            lapses="step" in item.silence,
        ),
    )


def _write_receipt(act: Act, matter: Matter, case: CaseRow, item: Guide, *, receipt: Receipt, given: Documents) -> None:
    names = {material.code: material.name for material in item.form.materials}
    stated = [f"{names.get(document.code, '其他材料')}（{document.name}）" for document in given]
    until = {"due_on": receipt.due_on.isoformat() if receipt.due_on else "", "due_explanation": receipt.explanation}
    papers.write(act, case, "receipt", papers.values(act, matter, case, item, materials=stated, **until))


def _lodged(reader: Reader, application: Application) -> Receipt | None:
    matter = by_ids(ids=[application.id]).get(application.id)
    if matter is None:
        return None
    if not may_read(reader=reader, matter=matter):
        raise PermissionError("这个申请编号已被使用。请重新打开申请页面再提交。")
    return _receipt(matter)


def _receipt_again(reader: Reader, application: Application) -> Receipt:
    found = _lodged(reader, application)
    if found is None:
        raise AnsweredOtherwise("同一份申请正在提交。请稍候到“我的办件”查看，不必再次提交。")
    return found


def _receipt(matter: Matter, note: str = "") -> Receipt:
    days = calendar(region=matter.region)
    return Receipt(
        id=matter.id,
        number=matter.number,
        title=matter.title,
        received_at=matter.opened_at,
        due_on=matter.due_on,
        explanation=(matter.ledger.sentence(days) if matter.ledger else "") + note,
    )
