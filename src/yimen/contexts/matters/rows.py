"""Kernel values to rows: the clock's dates that indexes need, a task's row, the stage's name."""

from datetime import date

from yimen.contexts.journal.api import Act
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import Calendar, Ledger, Limit, Thresholds, Unit, ledger_to_data, local_date
from yimen.kernel.procedure import Node, Step

from .kinds import Effect
from .models import MatterRow, TaskRow

THRESHOLDS = Thresholds()


def put_clock(row: MatterRow, effect: Effect, days: Calendar, today: date) -> None:
    """Writes the running ledgers and the dates derived from them, so that lights are found by index.

    A clock that is stopped or followed by another leaves its verdict: late, or early.
    """
    if (effect.stop or effect.clock is not None) and row.due_on is not None:
        row.late = row.late or today > row.due_on
        row.early = today < row.due_on
    if effect.stop:
        row.clock = row.statutory = row.due_on = row.statutory_due_on = row.yellow_from = row.red_from = None
        row.clock_name, row.paused = "", False
    elif effect.clock is not None:
        row.clock_name = effect.clock.name
        put_ledgers(row, effect.clock.ledger, effect.clock.statutory, days)


def put_ledgers(row: MatterRow, ledger: Ledger, statutory: Ledger | None, days: Calendar) -> None:
    """Writes two ledgers and their dates."""
    due, dates = ledger.due(days), ledger.light_dates(days, THRESHOLDS)
    row.clock, row.due_on = ledger_to_data(ledger), due.date
    row.yellow_from, row.red_from = dates.yellow_from, dates.red_from
    row.paused = due.date is None
    row.statutory = ledger_to_data(statutory) if statutory else None
    row.statutory_due_on = statutory.due(days).date if statutory else None


def task_row(act: Act, row: MatterRow, node: Node, token: int, days: Calendar) -> TaskRow:
    """Returns the row of a step that opens now; its own limit counts from today by the region's calendar."""
    today = local_date(act.now)
    return TaskRow(
        id=act.mint.id(),
        matter=row,
        token=token,
        node=node.id,
        name=node.name,
        role=node.role,
        unit={"centre": row.centre_id, "lead": row.unit_id, "": row.unit_id}.get(node.unit, node.unit),
        opened_at=act.now,
        due_on=Ledger(limit=step_limit(node), start=today).due(days).date if node.limit else None,
    )


def step_limit(node: Node) -> Limit:
    """Returns the limit of a step, from its text such as "5wd"."""
    days, unit = int(node.limit[:-2]), Unit(node.limit[-2:])
    return Limit(days=days, unit=unit, name_zh=node.name, law=node.basis, article="")


def stage_of(procedure: Version, step: Step) -> str:
    """Returns the name of the stage where the matter stands: the open step's, or 办结."""
    if step.ended:
        return "办结"
    nodes = [procedure.procedure.nodes[item.node] for item in step.state.open_tasks]
    return nodes[0].stage or nodes[0].name if nodes else ""
