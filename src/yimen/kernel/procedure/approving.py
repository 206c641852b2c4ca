"""一审一核: who examines and checks between acceptance and decision, and whether that is more than one of each."""

from collections.abc import Iterable

from .model import DECIDING, HUMAN, Node, Procedure, several
from .paths import flat


def approvals(procedure: Procedure) -> tuple[Node, ...]:
    """Returns the officers' steps between acceptance and decision, in the file's order.

    Left out are special procedures (a hearing, a survey …), which are no approval, and the deciding steps themselves.
    """
    accepting, deciding = _having(procedure, {"accept"}), _having(procedure, DECIDING)
    after = _reached(procedure, accepting, deciding, ahead=True)
    before = _reached(procedure, deciding, accepting, ahead=False)
    return tuple(node for node in procedure.nodes.values() if node.id in after & before and _approves(node))


def beyond_one_review(procedure: Procedure) -> tuple[Node, ...]:
    """Returns the approving steps where they are more than one examiner and one checker, else nothing.

    A step that several do (会签) counts as more than one; a step of another role than examiner or reviewer as one more.
    """
    found = approvals(procedure)
    roles = [node.role for node in found]
    within = len(set(roles)) == len(roles) and set(roles) <= {"examiner", "reviewer"}
    return () if within and not any(several(procedure, node.id) for node in found) else found


def _approves(node: Node) -> bool:
    return node.kind in HUMAN and node.role != "applicant" and not node.special and not node.ground


def _having(procedure: Procedure, effects: Iterable[str]) -> frozenset[str]:
    wanted = set(effects)
    return frozenset(
        node.id for node in procedure.nodes.values() if any(item.effect in wanted for item in node.outcomes)
    )


def _reached(procedure: Procedure, start: frozenset[str], bar: frozenset[str], *, ahead: bool) -> set[str]:
    """Returns what can be come to from these steps without passing the barred ones; neither is part of it."""
    ways = flat(procedure)
    links: dict[str, list[str]] = {}
    for id_, flows in ways.items():
        for flow in flows:
            source, target = (id_, flow.target) if ahead else (flow.target, id_)
            links.setdefault(source, []).append(target)
    found, todo = set[str](), list(start)
    while todo:
        for id_ in links.get(todo.pop(), ()):
            if id_ not in found | start | bar:
                found.add(id_)
                todo.append(id_)
    return found
