"""Reads cases: each query takes the reader, or is public and redacted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.catalogue.api import Guide, guide_version
from yimen.contexts.documents.api import Document, content, listed
from yimen.contexts.identity.api import Reader, open_text
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import Matter, NoSuchMatter, Standing, Task, by_ids, matter, tasks
from yimen.kernel.clock import local_date, said
from yimen.kernel.codes import mask_citizen_id, mask_phone, region_prefix
from yimen.kernel.forms import Form

from . import papers
from .items import item_of
from .limits import too_late
from .looking import noted
from .models import CaseRow, CorrectionRow, DecisionRow, DeliveryRow, RatingRow, ResultRow


class NoPurpose(ValueError):
    """Personal values are shown in full only for a stated purpose."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as shown: label and text; ``masked`` where a personal value is covered."""

    label: str
    text: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its reader may see it. ``plain`` tells whether personal values are shown in full."""

    matter: Matter
    guide: Guide
    audience: str
    applicant: str
    identifier: str
    phone: str
    agent: str
    channel: str
    received_at: datetime
    accepted_at: datetime | None
    promised_due_on: date | None
    answers: tuple[tuple[str, tuple[Answer, ...]], ...]  # section title, answers
    raw_answers: Mapping[str, Any]
    documents: tuple[Document, ...]
    papers: tuple[papers.Paper, ...]
    tasks: tuple[Task, ...]
    missing: tuple[str, ...]  # asked for and not yet supplied
    corrections: int
    decision: str
    granted: bool | None
    reasons: str
    delivered: str
    rating: int | None
    plain: bool
    grounds: tuple[str, ...] = ()  # what a refusal rests on, as picked
    met: tuple[str, ...] = ()  # the conditions that a grant confirmed
    note: str = ""  # what its reader should know of its limits: a renewal asked for too late


def case(*, reader: Reader, number: str) -> Case:
    """Returns a case; its applicant sees it in plain, officials see personal values masked. Raises NoSuchMatter."""
    found = matter(reader=reader, number=number)
    return _case(reader, found, plain=found.owner in reader.keys)


def reveal(*, act: Act, reader: Reader, number: str, reason: str) -> Case:
    """Returns a case in plain to an official, and writes into the journal that (and why) it was unmasked."""
    found = matter(reader=reader, number=number)
    if not 2 <= len(reason.strip()) <= 200:
        raise NoPurpose("查看完整信息须写明用途（2 至 200 字），查看会留痕。请填写用途。")
    with transaction.atomic():
        record(
            act=act,
            verb="case.reveal",
            subject=found.id,
            region=found.region,
            basis="《个人信息保护法》第三十四条",
            facts={"number": number},
            personal={"reason": reason.strip()},
        )
    return _case(reader, found, plain=True)


def _case(reader: Reader, found: Matter, *, plain: bool) -> Case:
    row = CaseRow.objects.filter(matter_id=found.id).first()
    if row is None:
        raise NoSuchMatter(f"“{found.number}”不是一个办件。")
    item = item_of(row)
    raw = json.loads(open_text(row.answers, purpose="answers"))
    decision = DecisionRow.objects.filter(case=row).first()
    open_correction = CorrectionRow.objects.filter(case=row, answered_at=None).order_by("-round").first()
    identifier, phone = open_text(row.identifier, purpose="identifier"), open_text(row.phone, purpose="phone")
    company = row.audience == "法人"
    return Case(
        matter=found,
        guide=item,
        audience=row.audience,
        applicant=open_text(row.name, purpose="name") if plain else row.masked,
        identifier=identifier if plain or company else mask_citizen_id(identifier),
        phone=phone if plain else mask_phone(phone),
        agent=open_text(row.agent, purpose="name") if plain else ("已填写" if row.agent else ""),
        channel=row.channel,
        received_at=row.received_at,
        accepted_at=row.accepted_at,
        promised_due_on=row.promised_due_on,
        answers=shown(item.form, raw, plain=plain),
        raw_answers=raw if plain else {},
        documents=tuple(document for document in listed(owner=found.id) if document.kind == "material"),
        papers=papers.listed(row, own=found.owner in reader.keys),
        tasks=tasks(reader=reader, matter=found),
        missing=tuple(open_correction.missing) if open_correction and found.open else (),
        corrections=CorrectionRow.objects.filter(case=row).count(),
        decision=decision.number if decision else "",
        granted=decision.granted if decision else None,
        reasons=decision.reasons if decision else "",
        delivered=DeliveryRow.objects.filter(case=row).values_list("method", flat=True).first() or "",
        rating=RatingRow.objects.filter(case=row).values_list("score", flat=True).first(),
        plain=plain,
        grounds=tuple(decision.grounds) if decision else (),
        met=tuple(decision.met) if decision else (),
        note=too_late(item, local_date(row.received_at), raw) if found.open else "",
    )


def shown(form: Form, answers: Mapping[str, Any], *, plain: bool) -> tuple[tuple[str, tuple[Answer, ...]], ...]:
    """Returns the answers by section, in the words of the form; personal ones masked unless ``plain``."""
    sections = []
    for section in form.sections:
        lines = []
        for field in section.fields:
            element = field.element
            value = answers.get(element.code)
            if value in (None, "", []):
                continue
            text = said(date.fromisoformat(value)) if element.type == "date" else _text(element.choices, value)
            cover = element.personal and not plain
            lines.append(Answer(element.label, _covered(element.type, text) if cover else text, cover))
        if lines:
            sections.append((section.title, tuple(lines)))
    return tuple(sections)


def _text(choices: Any, value: Any) -> str:
    names = {choice.value: choice.label for choice in choices}
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(names.get(item, str(item)) for item in value)
    return str(names.get(value, value))


def _covered(kind: str, text: str) -> str:
    if kind == "citizen_id":
        return mask_citizen_id(text)
    if kind == "phone":
        return mask_phone(text)
    return text[:1] + "*" * max(1, len(text) - 1)


def material(*, act: Act, reader: Reader, number: str, document: UUID) -> tuple[Document, bytes]:
    """Returns a file of a case to a reader who may see the case; raises NoSuchMatter.

    A file cannot be masked: that an official opened it stands in the journal.
    """
    found = matter(reader=reader, number=number)
    kept, data = content(document_id=document, owner=found.id)
    noted(act, reader, found, {"document": kept.sha256})
    return kept, data


@dataclass(frozen=True, slots=True)
class Result:
    """A published result (redacted)."""

    number: str
    title: str
    unit_name: str
    applicant: str
    granted: bool
    decision: str
    decided_at: datetime
    published_at: datetime
    item: str
    disclosure: str
    standing: Standing
    grounds: tuple[str, ...]
    met: tuple[str, ...]


def results(*, region: str = "", text: str = "", page: int = 1, size: int = 20) -> tuple[tuple[Result, ...], int]:
    """Returns one page of published results, newest first, and how many there are; public, redacted."""
    rows = ResultRow.objects.filter(disclosure="主动公开")
    if region:
        rows = rows.filter(region__startswith=region_prefix(region))
    if text:
        rows = rows.filter(case__matter__title__contains=text)
    chosen = rows.order_by("-published_at", "-case_id")[(page - 1) * size : page * size]
    return _results(chosen.select_related("case")), rows.count()


def result(*, number: str) -> Result:
    """Returns one published result; raises NoSuchMatter where there is none or it is not public."""
    row = ResultRow.objects.filter(disclosure="主动公开", case__matter__number=number).select_related("case").first()
    if row is None:
        raise NoSuchMatter(f"没有找到办件“{number}”的公开结果。结果在作出决定后自动公布；依法不公开的除外。")
    return _results([row])[0]


def _results(rows: Iterable[ResultRow]) -> tuple[Result, ...]:
    """Turns rows into results with one look-up each for matters and decisions, and one for each guide among them."""
    listed = list(rows)
    ids = [row.case_id for row in listed]
    matters, decisions = by_ids(ids=ids), DecisionRow.objects.in_bulk(ids)
    items = {key: guide_version(id=key) for key in {row.case.guide_id for row in listed}}
    return tuple(_result(row, matters[row.case_id], decisions[row.case_id], items[row.case.guide_id]) for row in listed)


def _result(row: ResultRow, found: Matter, decision: DecisionRow, item: Guide) -> Result:
    return Result(
        number=found.number,
        title=found.title,
        unit_name=item.unit.name,
        applicant=row.case.masked,
        granted=decision.granted,
        decision=decision.number,
        decided_at=decision.at,
        published_at=row.published_at,
        item=item.code,
        disclosure=row.disclosure,
        standing=found.standing,
        grounds=tuple(decision.grounds),
        met=tuple(decision.met),
    )
