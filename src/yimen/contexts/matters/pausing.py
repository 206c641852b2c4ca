"""Stops and resumes the clock for a special procedure (行政许可法 第四十五条), as intervals in the ledger."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import ClockError, Ledger, ledger_from_data, local_date

from . import views
from .models import MatterRow, TaskRow
from .rows import put_ledgers
from .running import NotYours, StepRefused

BASIS = "《行政许可法》第四十五条"


def pause(*, act: Act, reader: Reader, matter: UUID, ground: str, document: str, days: str) -> views.Matter:
    """Stops the clock from today; ``ground`` is one of the eight of article 45, ``document`` the paper that orders it.

    ``days`` is the time needed, in words, which the applicant must be told. Raises StepRefused or NotYours.
    """
    if not (0 < len(document.strip()) <= 100 and 0 < len(days.strip()) <= 60):
        raise StepRefused(
            "中止计时须写明依据的文书（最多 100 字）和所需时间（最多 60 字），并书面告知申请人。请补填这两项。"
        )
    with transaction.atomic():
        row = _locked(reader, matter)
        today = local_date(act.now)
        ledgers = _checked(row, lambda ledger: ledger.pause(today, ground, document.strip()))
        return _write(
            act, row, ledgers, "pause", {"ground": ground, "document": document.strip(), "needs": days.strip()}
        )


def resume(*, act: Act, reader: Reader, matter: UUID, result: str) -> views.Matter:
    """Resumes the clock from today, adding back exactly the days it stood; ``result`` is the special procedure's."""
    if not 0 < len(result.strip()) <= 500:
        raise StepRefused("恢复计时须写明特别程序的结果，最多 500 字。请改好“结果”一项。")
    with transaction.atomic():
        row = _locked(reader, matter)
        today = local_date(act.now)
        ledgers = _checked(row, lambda ledger: ledger.resume(today))
        row.data = {**row.data, "special_results": [*row.data.get("special_results", ()), result.strip()]}
        return _write(act, row, ledgers, "resume", {}, personal={"result": result.strip()})


def _locked(reader: Reader, matter: UUID) -> MatterRow:
    row = MatterRow.objects.select_for_update().filter(id=matter).first()
    if row is None:
        raise StepRefused("没有找到这个办件。请回到列表刷新。")
    tasks = TaskRow.objects.filter(matter=row, done_at=None)
    if not any(reader.holds(task.role, task.unit) for task in tasks):
        raise NotYours("只有正在办理本件的岗位可以中止或恢复计时。")
    return row


def _checked(row: MatterRow, change: Callable[[Ledger], Ledger]) -> tuple[Ledger, Ledger | None]:
    """Returns both running ledgers, changed alike."""
    if row.closed_at is not None or row.clock is None or row.statutory is None:
        raise StepRefused("只有受理之后、决定之前的办理期限可以中止计时。现在的环节不能中止或恢复。")
    try:
        statutory = change(ledger_from_data(row.statutory)) if row.statutory else None
        return change(ledger_from_data(row.clock)), statutory
    except ClockError as error:
        raise StepRefused(str(error)) from error


def _write(
    act: Act,
    row: MatterRow,
    ledgers: tuple[Ledger, Ledger | None],
    verb: str,
    facts: dict[str, str],
    *,
    personal: dict[str, str] | None = None,
) -> views.Matter:
    ledger, statutory = ledgers
    before = row.due_on.isoformat() if row.due_on else ""
    put_ledgers(row, ledger, statutory, calendar(region=row.region))
    row.save(force_update=True)
    after = row.due_on.isoformat() if row.due_on else ""
    record(
        act=act,
        verb=f"{row.kind}.{verb}",
        subject=row.id,
        region=row.region,
        basis=BASIS,
        facts={"number": row.number, "due_before": before, "due": after, **facts},
        personal=personal or {},
    )
    return views.matter(row)
