"""The official papers of a case: values fixed when the act is done, rendered once, kept with their digest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.documents.api import content, paper, store
from yimen.contexts.identity.api import Reader, open_text, seal_text
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import Matter, NoSuchMatter, matter
from yimen.contexts.places.api import region
from yimen.kernel.clock import Calendar, Ledger, local_date
from yimen.kernel.codes import mask_citizen_id

from . import conf, law, limits
from .items import called
from .looking import noted
from .models import CaseRow, PaperRow

PAPER_NAMES = {
    "receipt": "收件回执",
    "acceptance": "受理通知书",
    "correction": "补正材料一次性告知书",
    "refusal_acceptance": "不予受理通知书",
    "grant": "准予决定书",
    "refuse": "不予决定书",
    "delivery": "送达回证",
    "extension": "延长办理期限告知书",
    "special": "特别程序告知书",
    "inspection": "联合验收意见书",
    "survey": "现场勘察记录",
    "discussion": "集体讨论记录",
    "expert": "专家评审意见",
    "hearing": "听证笔录",
    "suspension": "中止办理告知书",
    "resumption": "恢复办理告知书",
    "termination": "终止办理告知书",
}
INWARD = frozenset({"discussion", "expert"})  # who said and voted what is not the applicant's to read
MARKS = {"行政许可": "许", "行政确认": "确", "行政给付": "给", "行政登记": "登", "公共服务": "服"}
REMEDIES = (
    "如不服本决定，可以自收到本文书之日起六十日内向{government}申请行政复议（行政复议法第二十条），"
    "或者自收到本文书之日起六个月内依法向人民法院提起行政诉讼（行政诉讼法第四十六条）。"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper of a case."""

    id: UUID
    kind: str
    name: str
    number: str
    at: datetime


def mark(unit_short: str, item_type: str) -> str:
    """Returns the letters of a document number 机关代字: the organ's and the kind of act's. Serials run by them."""
    return unit_short + MARKS.get(item_type, "办")


def decision_number(letters: str, year: int, serial: int) -> str:
    """Returns a document number 发文字号 (GB/T 9704-2012 7.2.5): letters, year, serial."""
    return f"{letters}〔{year}〕{serial}号"


def write(act: Act, case: CaseRow, kind: str, values: Mapping[str, Any], number: str = "") -> None:
    """Fixes a paper's values in the transaction of the act that it is about."""
    sealed = seal_text(json.dumps({**values, "number": number}, ensure_ascii=False), purpose="paper")
    PaperRow(id=act.mint.id(), case=case, kind=kind, number=number, values=sealed, at=act.now).save(force_insert=True)


def values(act: Act, found: Matter, case: CaseRow, guide: Guide, **more: Any) -> dict[str, Any]:
    """Returns what every paper of a case states; ``more`` is what this one adds or says otherwise."""
    identifier = open_text(case.identifier, purpose="identifier")
    stated = {
        "organ": guide.unit.name,
        "case_number": found.number,
        "title": found.title,
        "item": called(guide),
        "handling_code": guide.handling_code,
        "applicant": open_text(case.name, purpose="name"),
        "identifier": identifier if case.audience == "法人" else mask_citizen_id(identifier),
        "received_on": local_date(case.received_at).isoformat(),
        "accepted_on": local_date(case.accepted_at).isoformat() if case.accepted_at else "",
        "decided_on": local_date(act.now).isoformat(),
        "due_on": "",
        "due_explanation": "",
        "reasons": "",
        "grounds": [],
        "remedies": "",
        "promise": promise(guide=guide, on=local_date(case.accepted_at or case.received_at)),
        "basis": "；".join(_basis(guide)),
        "statute": law.statute(guide.type),
        "missing": [],
        "conclusions": [],
        "materials": [],
        "record": [],
        "method": "",
        "receiver": "",
        "phone": guide.unit.phone,
        "supervision_phone": guide.unit.supervision_phone,
        "address": guide.unit.address,
        "verify_url": f"{conf.address()}/cases/{found.number}/",
        "demo": bool(guide.demo) or guide.unit.demo,
    }
    return {**stated, **more}


def _basis(guide: Guide) -> list[str]:
    return [f"《{basis.law}》{basis.article}" for basis in guide.basis]


def promise(*, guide: Guide, on: date) -> str:
    """Returns the promised limit of a day and how it is reckoned, with the law's own limit beside it, as both run."""
    own, legal = limits.allowed(guide=guide, on=on)
    days = "当场办结" if guide.instant else f"自受理次日起 {own.length} 个工作日内办结，休息日和法定节假日不计"
    return f"{days}；法定时限 {legal.text}（{legal.citation}）"


def until(ledger: Ledger, days: Calendar) -> dict[str, str]:
    """Returns the day by which a step is due and how it came about, as papers state them."""
    due = ledger.due(days).date
    return {"due_on": due.isoformat() if due else "", "due_explanation": ledger.sentence(days)}


def remedies(guide: Guide) -> str:
    """Returns where and until when the applicant may object; the reviewing organ is the county's government."""
    place = region(code=guide.region[:6].ljust(12, "0")).name
    return REMEDIES.format(government=f"{place}{'行政公署' if place.endswith('盟') else '人民政府'}")


def listed(case: CaseRow, *, own: bool) -> tuple[Paper, ...]:
    """Returns the papers of a case in the order they were made; ``own``: only those that its applicant may read."""
    rows = PaperRow.objects.filter(case=case).exclude(kind__in=INWARD if own else ()).order_by("at", "id")
    return tuple(Paper(id=p.id, kind=p.kind, name=PAPER_NAMES[p.kind], number=p.number, at=p.at) for p in rows)


def read_paper(*, act: Act, reader: Reader, number: str, id: UUID) -> tuple[Paper, bytes]:  # noqa: A002 - the plain word
    """Returns a paper and its PDF to a reader who may see the case; raises NoSuchMatter.

    Rendered by whoever is first, the worker or a reader; from then on the same bytes.
    """
    found = matter(reader=reader, number=number)
    with transaction.atomic():
        row = PaperRow.objects.select_for_update().filter(id=id, case_id=found.id).first()
        if row is None or (row.kind in INWARD and found.owner in reader.keys):
            raise NoSuchMatter(f"办件“{number}”没有这份文书。请回到办件页面重新打开。")
        document = render(act, row, found.region)
        noted(act, reader, found, {"paper": row.kind})
    _, pdf = content(document_id=document, owner=found.id)
    return Paper(id=row.id, kind=row.kind, name=PAPER_NAMES[row.kind], number=row.number, at=row.at), pdf


def render(act: Act, row: PaperRow, place: str) -> UUID:
    """Returns a paper's document, rendering it where there is none yet, inside the caller's transaction.

    A fresh one leaves its digest in the journal.
    """
    if row.document is not None:
        return row.document
    pdf = paper(kind=row.kind, values=json.loads(open_text(row.values, purpose="paper")))
    name = f"{PAPER_NAMES[row.kind]}.pdf"
    kept = store(act=act, owner=row.case_id, region=place, name=name, content=pdf, kind="paper", code=str(row.id))
    row.document = kept.id
    row.save(update_fields=["document"])
    facts = {"paper": row.kind, "number": row.number, "sha256": kept.sha256}
    record(act=act, verb="case.paper", subject=row.case_id, region=place, facts=facts)
    return kept.id
