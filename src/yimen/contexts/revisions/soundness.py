"""What only a room above catalogue and procedures can check of a draft: that the two fit each other."""

from collections.abc import Sequence
from datetime import date

from yimen.contexts.catalogue.api import (
    ENDING,
    Draft,
    Finding,
    PrerequisiteGraph,
    draft_values,
    findings,
    unsound,
)
from yimen.contexts.procedures.api import NoSuchProcedure, in_force

from .manning import unmanned


def all_findings(*, draft: Draft, on: date, graph: PrerequisiteGraph | None = None) -> tuple[Finding, ...]:
    """Returns what is wrong with a draft by itself and beside the procedure that it names; ``graph``: of several."""
    own = findings(draft=draft, on=on, graph=graph)
    return own if draft.base or draft.kind in ENDING else (*own, *_beside(draft, on))


def check(drafts: Sequence[Draft], on: date) -> None:
    """Raises DraftRefused where one of some drafts may not be submitted as it is."""
    graph = PrerequisiteGraph()
    for one in drafts:
        faults = tuple(each for each in all_findings(draft=one, on=on, graph=graph) if each.must)
        if faults:
            raise unsound(draft=one, faults=faults)


def _beside(draft: Draft, on: date) -> tuple[Finding, ...]:
    values = draft_values(draft=draft, on=on)
    key = values.get("procedure_key")
    if not key:
        return ()
    day = max(draft.first_day, on) if draft.first_day else on
    try:
        procedure = in_force(key=key, on=day)
    except NoSuchProcedure:
        words = f"“{key}”没有在 {day} 生效的流程。请从列表选择，或先在“流程管理”发布。"
        return (Finding("procedure_key", "办理流程", words),)
    return tuple(unmanned(draft, values, procedure, day))
