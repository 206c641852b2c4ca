"""Which open turns were late in a pass before: of their own step alone, whoever else does a step of that name."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from yimen.contexts.procedures.api import version
from yimen.kernel.procedure import several

from . import views
from .models import TaskRow
from .timers import timers_of
from .whereabouts import passes


def late_before(rows: Sequence[TaskRow]) -> frozenset[UUID]:
    """Returns the ids of the turns, read with their matters, whose step was late in an earlier pass; one query."""
    some = {row.matter_id for row in rows if any(one.role == "step" and one.late for one in timers_of(row.matter))}
    if not some:
        return frozenset()
    turns: dict[tuple[UUID, str, str], list[views.Task]] = {}
    nodes = {row.node for row in rows if row.matter_id in some}
    for row in TaskRow.objects.filter(matter__in=some, node__in=nodes).order_by("opened_at", "token"):
        turns.setdefault((row.matter_id, row.node, row.unit), []).append(views.task(row))
    return frozenset(row.id for row in rows if _late(row, turns.get((row.matter_id, row.node, row.unit), ())))


def _late(row: TaskRow, turns: Iterable[views.Task]) -> bool:
    """Tells whether an earlier pass was late, of a step and unit; of persons each has its own step."""
    first: dict[int, str] = {}
    for one in turns:
        first.setdefault(one.line, one.holder)
    whole = several(version(id=row.matter.procedure_id).procedure, row.node)
    persons = whole is not None and whole.loop is not None and row.unit not in row.matter.data.get(whole.loop.items, ())
    own = {line for line, holder in first.items() if not persons or holder == first[row.line]} - {row.line}
    found = passes(timers=timers_of(row.matter), turns=[one for one in turns if one.line in own])
    return any(one.timer is not None and one.timer.late for one in found)
