"""Agrees on the one day of a joint inspection (联合验收): the lead proposes days, each unit answers, one is fixed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader, units_by_code
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import Matter, NotYours, StepRefused, Task, by_ids, matter, open_tasks
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import local_date, said

from .joint import UNITS, inspecting
from .models import CaseRow, InspectionAnswerRow, InspectionRow

FIXED = "date_fixed"  # the outcome of the step at which the day is agreed
MOST_DAYS, MOST_REASON = 5, 200


@dataclass(frozen=True, slots=True)
class Able:
    """A unit's answer: which of the proposed days it can, None where it has not answered."""

    unit: str
    name: str
    days: tuple[date, ...] | None
    post: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """A joint inspection as those who read the case see it: the days proposed, the answers, the day fixed.

    ``beyond``: the proposed days that come after ``due_on``, the last day of the case as it stands now.
    """

    round: int
    days: tuple[date, ...]
    answers: tuple[Able, ...]
    common: tuple[date, ...]
    fixed_on: date | None
    reason: str
    due_on: date | None = None
    beyond: tuple[date, ...] = ()


def common_days(days: Sequence[date], answers: Mapping[str, Sequence[date]], units: Iterable[str]) -> tuple[date, ...]:
    """Returns the proposed days that every unit can; none as long as one has not answered."""
    return tuple(day for day in days if all(day in answers.get(unit, ()) for unit in units))


def why_not(day: date, *, days: Sequence[date], answers: Mapping[str, Sequence[date]], units: Sequence[str]) -> str:
    """Returns why a day needs a reason to be fixed, '' where all units can; "没有提出" where it was never proposed."""
    if day not in days:
        return "没有提出"
    silent = [unit for unit in units if unit not in answers]
    if silent:
        return "还没有答复"
    return "" if day in common_days(days, answers, units) else "有部门不能参加"


def propose_dates(*, act: Act, reader: Reader, number: str, days: Sequence[date]) -> Inspection:
    """Proposes days for the inspection of a case, in place of those of the same round; answers are asked anew.

    Only the unit in charge, while the day is to be agreed. Raises NotYours or StepRefused.
    """
    found = matter(reader=reader, number=number)
    with transaction.atomic():
        case = _held(found)
        _check_lead(reader, found)
        listed = sorted(set(days))
        today, known = local_date(act.now), calendar(region=found.region)
        wrong = [day for day in listed if day <= today or not known.is_working(day)]
        if not 0 < len(listed) <= MOST_DAYS or wrong:
            told = "；".join(f"{said(day)}{'不在今天以后' if day <= today else '是休息日'}" for day in wrong)
            raise StepRefused(f"请提出 1 至 {MOST_DAYS} 个今天以后的工作日{f'（{told}）' if told else ''}。请改正。")
        row = _open_row(case)
        if row is None:
            number_ = InspectionRow.objects.filter(case=case).count() + 1
            row = InspectionRow(id=act.mint.id(), case=case, round=number_, days=[], proposed_at=act.now)
        InspectionAnswerRow.objects.filter(inspection=row).delete()
        row.days, row.proposed_at = [day.isoformat() for day in listed], act.now
        row.save()
        record(
            act=act,
            verb="case.inspection_propose",
            subject=found.id,
            region=found.region,
            facts={"number": number, "round": row.round, "days": row.days},
        )
    return _inspection(row, found)


def answer_dates(*, act: Act, reader: Reader, number: str, unit: str, days: Sequence[date]) -> Inspection:
    """Records which of the proposed days a unit can, none among them allowed; an earlier answer is replaced.

    Only an examiner of a unit that takes part. Raises NotYours or StepRefused.
    """
    found = matter(reader=reader, number=number)
    with transaction.atomic():
        case = _held(found)
        row = _open_row(case)
        if unit not in inspecting(found) or not reader.holds("examiner", unit):
            raise NotYours("只有参加这次验收的部门的审查岗可以答复日期。请核对登录的账号和岗位。")
        if row is None:
            raise StepRefused("现在没有待答复的验收日期：还没有提出，或者已经确定。请刷新后再看。")
        if not {day.isoformat() for day in days} <= set(row.days):
            raise StepRefused("只能在牵头部门提出的日期里选择。页面可能已过时，请刷新后再选。")
        given = sorted(day.isoformat() for day in set(days))
        post = next(post.label for post in reader.posts if (post.role, post.unit) == ("examiner", unit))
        InspectionAnswerRow.objects.update_or_create(
            inspection=row,
            unit=unit,
            defaults={"days": given, "post": post, "at": act.now},
            create_defaults={"id": act.mint.id(), "days": given, "post": post, "at": act.now},
        )
        facts = {"number": number, "round": row.round, "unit": unit, "days": given}
        record(act=act, verb="case.inspection_answer", subject=found.id, region=found.region, facts=facts)
    return _inspection(row, found)


def fix_date(*, act: Act, reader: Reader, number: str, day: date, reason: str = "") -> Inspection:
    """Fixes one of the proposed days: one that all can, or, with a reason, any other of them.

    Only the unit in charge. Raises NotYours or StepRefused.
    """
    found = matter(reader=reader, number=number)
    with transaction.atomic():
        case = _held(found)
        _check_lead(reader, found)
        row = _open_row(case)
        if row is None:
            raise StepRefused("现在没有待确定的验收日期：还没有提出，或者已经确定。请刷新后再看。")
        days, answers = _days(row.days), _answers(row)
        fault = why_not(day, days=days, answers=answers, units=inspecting(found))
        if day < local_date(act.now):
            raise StepRefused(f"{said(day)}已经过去，不能定在这一天。请另选一天，或者退回后重新提出日期。")
        if fault == "没有提出":
            raise StepRefused(f"{said(day)}不在提出的日期里。请从提出的日期里选一个。")
        if fault and not 0 < len(reason.strip()) <= MOST_REASON:
            raise StepRefused(f"{said(day)}{fault}，仍要定在这一天的，须写明理由，最多 {MOST_REASON} 字。")
        row.fixed_on, row.reason = day, reason.strip() if fault else ""
        row.save(update_fields=["fixed_on", "reason"])
        facts = {"number": number, "round": row.round, "day": day.isoformat(), "all": not fault}
        record(act=act, verb="case.inspection_fix", subject=found.id, region=found.region, facts=facts)
    return _inspection(row, found)


def inspections(*, reader: Reader, number: str) -> tuple[Inspection, ...]:
    """Returns the joint inspections of a case, oldest first; raises NoSuchMatter where the reader may not see it."""
    found = matter(reader=reader, number=number)
    return tuple(_inspection(row, found) for row in InspectionRow.objects.filter(case_id=found.id).order_by("round"))


def unanswered(*, reader: Reader, limit: int = 50) -> tuple[Matter, ...]:
    """Returns the matters whose inspection days wait for an answer of the reader's units, the oldest first."""
    units = {post.unit for post in reader.posts if post.role == "examiner"}
    rows = InspectionRow.objects.filter(fixed_on=None, case__matter__closed_at=None).order_by("proposed_at", "id")
    waiting = [row for row in rows[:500] if units]
    matters = by_ids(ids=[row.case_id for row in waiting])
    given = set(InspectionAnswerRow.objects.filter(inspection__in=waiting).values_list("inspection", "unit"))
    found = []
    for row in waiting:
        mine = units & set(inspecting(matters[row.case_id]))
        if any((row.id, unit) not in given for unit in mine):
            found.append(matters[row.case_id])
    return tuple(found[:limit])


def arranging(*, matter: UUID) -> bool:
    """Tells whether the step at which the day is agreed is open. Whoever calls has read the matter."""
    return bool(_arranging(matter))


def check_fixed(case: CaseRow) -> date:
    """Returns the day fixed; raises StepRefused where the step would end though none has been since it opened."""
    newest = InspectionRow.objects.filter(case=case).order_by("-round").first()
    opened = _arranging(case.pk)
    if newest is None or newest.fixed_on is None or (opened and newest.proposed_at < opened[0].opened_at):
        raise StepRefused("还没有确定联合验收的日期。请先提出日期、等各部门答复，再确定一个。")
    return newest.fixed_on


def held_on(case: CaseRow) -> tuple[date, ...]:
    """Returns the days of the inspections of a case in order: the first, and those of looking again."""
    rows = InspectionRow.objects.filter(case=case, fixed_on__isnull=False).order_by("round")
    return tuple(row.fixed_on for row in rows if row.fixed_on)


def _held(found: Matter) -> CaseRow:
    """Locks the case, so that days are proposed, answered and fixed one after the other."""
    case = CaseRow.objects.select_for_update().filter(matter_id=found.id).first()
    if case is None or not _arranging(found.id):
        raise StepRefused("本件现在不在商定联合验收日期的环节。请刷新后再看。")
    return case


def _arranging(matter: UUID) -> list[Task]:
    found = open_tasks(matter=matter)
    if not found:
        return []
    nodes = by_ids(ids=[matter])[matter].procedure.procedure.nodes
    return [task for task in found if any(item.code == FIXED for item in nodes[task.node].outcomes)]


def _check_lead(reader: Reader, found: Matter) -> None:
    if not reader.holds("examiner", found.unit):
        raise NotYours("只有牵头部门的审查岗可以提出和确定验收日期。请核对登录的账号和岗位。")


def _open_row(case: CaseRow) -> InspectionRow | None:
    return InspectionRow.objects.filter(case=case, fixed_on=None).order_by("-round").first()


def _days(texts: Iterable[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)


def _answers(row: InspectionRow) -> dict[str, tuple[date, ...]]:
    return {one.unit: _days(one.days) for one in InspectionAnswerRow.objects.filter(inspection=row)}


def _inspection(row: InspectionRow, found: Matter) -> Inspection:
    given = _answers(row)
    units = inspecting(found) if row.fixed_on is None else found.data.get(UNITS, [])
    if row.round > 1 and row.fixed_on is not None:
        units = [code for code in units if code in given]
    names = units_by_code(codes=units)
    posts = dict(InspectionAnswerRow.objects.filter(inspection=row).values_list("unit", "post"))
    return Inspection(
        round=row.round,
        days=_days(row.days),
        answers=tuple(Able(code, names[code].name, given.get(code), posts.get(code, "")) for code in units),
        common=common_days(_days(row.days), given, units),
        fixed_on=row.fixed_on,
        reason=row.reason,
        due_on=found.due_on,
        beyond=tuple(day for day in _days(row.days) if found.due_on is not None and day > found.due_on),
    )
