"""What a return that kept what was done asks again: said already in law, it is not said twice, nor otherwise."""

from yimen.contexts.procedures.api import Version
from yimen.kernel.procedure import Node, State

from .kinds import room
from .refusals import StepRefused


def said_already(procedure: Version, state: State, token: int, code: str, kind: str) -> bool:
    """Tells whether a turn that a return reopened ends as its step had ended, with an effect that stands.

    Raises StepRefused where it would end otherwise though what was said then has an effect in law.
    """
    task = next(one for one in state.open_tasks if one.token == token)
    group = next((one for one in state.groups if one.token == task.group), None)
    ticket = group.ticket if group else task.ticket
    kept = next((one for one in state.kept if ticket and one.id == ticket), None)
    node = procedure.procedure.nodes[task.node]
    if kept is None or not binds(node, kept.outcome, kind):
        return False
    if kept.outcome != code:
        was, name = _name(node, kept.outcome), _name(node, code)
        raise StepRefused(f"“{node.name}”已经作出“{was}”并已告知，不能改成“{name}”。请选“{was}”，之后回到原步骤。")
    return True


def bound(procedure: Version, before: State, after: State, kind: str) -> str:
    """Returns the step whose outcome has an effect in law and that a transition would forget, '' for none."""
    left = dict(after.results)
    for id_, code in before.results:
        node = procedure.procedure.nodes.get(id_)
        if id_ not in left and node is not None and binds(node, code, kind):
            return f"“{node.name}”已经作出“{_name(node, code)}”"
    return ""


def binds(node: Node, code: str, kind: str) -> bool:
    """Tells whether an outcome stands once it is given: it has an effect in law, or a room of this kind says so."""
    if code in room(kind).binding:
        return True
    effect = next((one.effect for one in node.outcomes if one.code == code), "none")
    return effect not in ("none", "correct")  # a correction is asked for once more, with its own rule


def _name(node: Node, code: str) -> str:
    return next((one.name for one in node.outcomes if one.code == code), code)
