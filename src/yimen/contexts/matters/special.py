"""Special procedures: hearings, surveys, expert reviews; each with its own clock and record, some stop the others."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader, seal_text
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import version
from yimen.kernel.clock import ClockError, Ledger, Limit, Pause, Unit, local_date
from yimen.kernel.procedure import state_from_data

from . import records, views
from .models import MatterRow, SpecialRow, TaskRow
from .moving import due_facts
from .reading import NoSuchMatter
from .recusing import check_apart
from .refusals import NotYours, StepRefused
from .rows import locked_or_none, put_all
from .special_steps import kind_of
from .standing import ground_named, resumed, stopped_by
from .ticking import settle_first
from .timers import MAIN, Timer, timers_of

RECORDED = ("现场勘察", "集体讨论", "专家论证", "听证")  # step types of the papers; only some of them stop a limit
_LONGEST = 250
_MOST_RESULT = 500  # characters


def special_kinds(*, matter: views.Matter) -> tuple[tuple[str, bool], ...]:
    """Returns the special procedures that may begin now, each with whether it stops the limits that run."""
    grounds = [ground.name for timer in matter.running if timer.role in MAIN for ground in timer.ledger.limit.grounds]
    stops = dict.fromkeys(grounds, True)
    return tuple((stops | {kind: kind in stops for kind in RECORDED}).items())


def begin_special(*, act: Act, reader: Reader, matter: UUID, kind: str, document: str, days: int) -> views.Matter:
    """Begins a special procedure today; ``document``: the paper that orders it, ``days``: working days it will take.

    The limits whose law names it as a ground stand still until it ends; the applicant must be told the time needed
    (行政许可法 第四十五条). Raises StepRefused or NotYours.
    """
    document = document.strip()
    if not 0 < len(document) <= 100:
        raise StepRefused("特别程序须写明依据的文书，最多 100 字。请改好“文书”一项。")
    if isinstance(days, bool) or not 1 <= days <= _LONGEST:
        raise StepRefused(f"特别程序所需时间应为 1 至 {_LONGEST} 个工作日，并书面告知申请人。请改好“所需时间”一项。")
    settle_first(act=act, matter=matter)
    with transaction.atomic():
        row, post = _locked(reader, matter)
        found = views.matter(row)
        kinds = dict(special_kinds(matter=found))
        if not any(timer.role in MAIN for timer in found.running):
            raise StepRefused("本件现在没有计时的期限，不能开始特别程序。请在受理之后、决定之前登记。")
        if kind not in kinds:
            raise StepRefused(f"没有“{kind}”这种特别程序。可选：{'、'.join(kinds)}。")
        if SpecialRow.objects.filter(matter=row, kind=kind, ended_on=None).exists():
            raise StepRefused(f"“{kind}”已经在进行。请先登记它的结果。")
        today, told = local_date(act.now), f"{days} 个工作日"
        pause, days_here = Pause(today, None, kind, document, told), calendar(region=row.region)
        ground, own = ground_named(found.timers, kind), frozenset(_steps(row))
        try:
            timers = stopped_by(found.timers, pause, ground, days_here, own=own) if ground else found.timers
        except ClockError as error:
            raise StepRefused(str(error)) from error
        limit = Limit(days, Unit.WORKING_DAY, kind, "告知申请人的所需时间", "")
        before = row.clock.due_on
        put_all(row, (*timers, Timer("special", kind, Ledger(limit, today)).counted(days_here)), days_here)
        special = SpecialRow(
            id=act.mint.id(),
            matter=row,
            kind=kind,
            pauses=kinds[kind],
            document=document,
            told=told,
            post=post,
            begun_on=today,
        )
        special.save(force_insert=True)
        facts = {
            "special": str(special.id),
            "ground": kind,
            "document": document,
            "needs": told,
            "due_before": before.isoformat() if before else "",
        }
        _record(act, row, "pause" if kinds[kind] else "special", facts)
    return views.matter(row)


def finish_special(
    *,
    act: Act,
    reader: Reader,
    matter: UUID,
    special: UUID,
    result: str = "",
    record: Mapping[str, str] | None = None,
) -> views.Matter:
    """Ends a special procedure today with its result; what stood still runs on, exactly the days it stood added back.

    ``record``: what a survey, a discussion, a review or a hearing must state, by field (``record_form``); without a
    ``result`` its conclusion is the result. Raises StepRefused or NotYours.
    """
    result = result.strip()
    if len(result) > _MOST_RESULT:
        raise StepRefused(f"结束特别程序须写明结果，最多 {_MOST_RESULT} 字。请改好“结果”一项。")
    with transaction.atomic():
        row, _ = _locked(reader, matter)
        found = SpecialRow.objects.select_for_update().filter(id=special, matter=row, ended_on=None).first()
        if found is None:
            raise StepRefused("这项特别程序不存在或已经结束。请刷新页面核对。")
        if found.kind in _steps(row).values():
            raise StepRefused(f"“{found.kind}”是流程中的一步，它的结果就是这一步的办理结果。请直接办理这一步。")
        result, told, sealed = _recorded(act, row, found, result, record)
        today = local_date(act.now)
        days_here, before = calendar(region=row.region), row.clock.due_on
        timers = tuple(resumed(timer, found.kind, act, days_here) for timer in timers_of(row))
        put_all(row, timers, days_here)
        found.ended_on, found.result = today, seal_text(result, purpose="special")
        found.save(update_fields=["ended_on", "result"])
        facts = {"special": str(found.id), "ground": found.kind, "due_before": before.isoformat() if before else ""}
        personal = {"result": result, **sealed}
        _record(act, row, "resume" if found.pauses else "special_end", {**facts, **told}, personal)
    return views.matter(row)


def _recorded(
    act: Act, row: MatterRow, special: SpecialRow, result: str, given: Mapping[str, str] | None
) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Returns the result of a special procedure, and what its entry says of the record that it owes."""
    form = records.record_form(kind=special.kind)
    if form is None:
        if not result:
            raise StepRefused(f"结束特别程序须写明结果，最多 {_MOST_RESULT} 字。请改好“结果”一项。")
        return result, {}, {}
    record = records.checked(act, row, form, given or {}, since=special.begun_on)
    records.put(special, record)
    return (result or record.conclusion, *records.entered(special, record))


def specials(*, matter: views.Matter, seen: views.Seen = "applicant", plain: bool = False) -> tuple[views.Special, ...]:
    """Returns the special procedures of a matter in order, with as much of their records as ``seen`` lets read.

    The persons that a record names are masked unless ``plain``: for the party itself, a paper of the file, or an
    officer whose look is in the journal. Whoever calls has checked the reader.
    """
    rows = SpecialRow.objects.filter(matter=matter.id).order_by("begun_on", "id")
    return tuple(views.special(row, seen, records.persons(), plain=plain) for row in rows)


def _locked(reader: Reader, matter: UUID) -> tuple[MatterRow, str]:
    """Returns the matter, locked, and the post by which the reader may order its special procedures."""
    row = locked_or_none(matter)
    if row is None or row.closed_at is not None:
        raise NoSuchMatter("没有找到这个在办的办件。请回到列表刷新。")
    for task in TaskRow.objects.filter(matter=row, done_at=None):
        if reader.holds(task.role, task.unit):
            check_apart(reader, row, task.node)
            post = next(post for post in reader.posts if (post.role, post.unit) == (task.role, task.unit))
            return row, post.label
    raise NotYours("只有正在办理本件的岗位可以开始或结束特别程序。")


def _steps(row: MatterRow) -> dict[int, str]:
    """Returns the special procedures that open steps are, by the steps' tokens."""
    nodes, open_steps = version(id=row.procedure_id).procedure.nodes, state_from_data(row.state).open_tasks
    return {item.token: kind for item in open_steps if (kind := kind_of(nodes[item.node]))}


def _record(act: Act, row: MatterRow, verb: str, facts: dict[str, Any], personal: dict[str, str] | None = None) -> None:
    grounds = [ground for timer in timers_of(row) for ground in timer.ledger.limit.grounds]
    basis = next((f"《{ground.law}》{ground.article}" for ground in grounds if ground.name == facts["ground"]), "")
    record(
        act=act,
        verb=f"{row.kind}.{verb}",
        subject=row.id,
        region=row.region,
        basis=basis,
        facts={"number": row.number, **facts, **due_facts(row)},
        personal=personal or {},
    )
