"""What speaks against a result: votes, and what special steps came to. Neither binds; whoever differs says why."""

from yimen.kernel.procedure import Node, Outcome

from . import views
from .models import TaskRow
from .records import Record
from .refusals import StepRefused
from .rows import known_nodes
from .special_steps import kind_of

_NOT_DONE = (*views.HANDED, views.CLOSED, views.ENDED)


def check_votes(record: Record | None, node: Node, outcome: Outcome, opinion: str) -> None:
    """Raises StepRefused where a step favours what no majority voted for, and nothing is written besides the record.

    A vote does not bind who is responsible (首长负责制).
    """
    if record is None or opinion or "against" not in record.values or not _favours(node, outcome):
        return
    agree, against = int(record.values["agree"]), int(record.values["against"])
    if agree <= against:
        votes = f"赞成 {agree} 票、反对 {against} 票"
        raise StepRefused(f"{votes}，与结果“{outcome.name}”不一致：请在意见中写明理由。")


def opposed(*, matter: views.Matter) -> tuple[tuple[str, str], ...]:
    """Returns the special steps whose last result was unfavourable, each with that result, by their names.

    A signature before the holder's is an opinion. For a room that acts in the transaction of a step.
    """
    turns = TaskRow.objects.filter(matter=matter.id, done_at__isnull=False).exclude(came="before")
    last = {one.node: one for one in turns.exclude(outcome__in=_NOT_DONE).order_by("done_at", "token")}
    nodes = known_nodes(procedure=matter.procedure_id, wanted=last)
    return tuple(
        (row.name, row.outcome_name)
        for id_, row in last.items()
        if id_ in nodes and kind_of(nodes[id_]) and nodes[id_].loop is None and nodes[id_].opposes(row.outcome)
    )


def _favours(node: Node, outcome: Outcome) -> bool:
    """Tells whether an outcome of a step that can end in several ways is a favourable one."""
    return len(node.outcomes) > 1 and not node.opposes(outcome.code)
