"""Joins: a parallel one waits for every arrow, an inclusive one for those along which a token can still come."""

from collections.abc import Iterable, Mapping, Sequence

from .holding import Holding
from .model import Flow, Node
from .state import Waiting


def joined(run: Holding, node: Node, scope: int, flow: Flow | None) -> bool:
    """Tells whether a token that comes along a flow passes a gateway at once; if not, it waits there.

    At a parallel join it takes one token from each arrow as soon as there is one; inclusive joins are released later.
    """
    if node.kind == "inclusive" and len(run.procedure.into[node.id]) == 1:
        return True
    if flow is not None:
        run.waiting.append(Waiting(scope, flow.id))
    if node.kind == "inclusive":
        return False
    needed = [Waiting(scope, way.id) for way in run.procedure.into[node.id]]
    if not all(wait in run.waiting for wait in needed):
        return False
    for wait in needed:
        run.waiting.remove(wait)
    return True


def release(run: Holding) -> tuple[Node, int] | None:
    """Returns an inclusive join where a token waits and none can still come along another arrow, and its scope.

    It takes one token from each arrow that has one. BPMN 2.0, 13.4.3: a token elsewhere holds the join back if it can
    come along an empty arrow, unless it could as well come along one that has a token.
    """
    reach = run.procedure.reach
    for wait in sorted({wait for wait in run.waiting if wait.flow in reach}):
        node = run.procedure.nodes[run.procedure.flows[wait.flow].target]
        here = {item.flow for item in run.waiting if item.scope == wait.scope}
        ways = [way.id for way in run.procedure.into[node.id]]
        full = [way for way in ways if way in here]
        empty = [way for way in ways if way not in here]
        places = _places(run, node, wait.scope) if empty else set()
        if any(
            place in reach[way] and not any(place in reach[other] for other in full)
            for place in places
            for way in empty
        ):
            continue
        for way in full:
            run.waiting.remove(Waiting(wait.scope, way))
        return node, wait.scope
    return None


def _places(run: Holding, join: Node, scope: int) -> set[str]:
    """Returns the nodes of a scope where a token rests that has not come to the join.

    A step that was reopened by a return which keeps what was done leads back, not on: the turn set aside counts.
    """
    places = {task.node for task in run.tasks if task.scope == scope and not task.ticket and not task.group}
    places |= {group.node for group in run.groups if group.scope == scope and not group.ticket}
    places |= {kept.task.node for kept in run.kept if kept.task.scope == scope and not kept.task.ticket}
    places |= {item.node for item in run.pending if item.scope == scope and not item.host}
    places |= {item.node for item in run.scopes if item.parent == scope and not item.group}
    places |= {run.procedure.flows[wait.flow].target for wait in run.waiting if wait.scope == scope}
    return places - {join.id}


def reaching(
    nodes: Mapping[str, Node], into: Mapping[str, Sequence[Flow]], joins: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Returns, for each flow into an inclusive join, the nodes from which a token can come along it.

    Only ways that do not pass the join count. A token at a host may leave by the events that hang on it.
    """
    found: dict[str, frozenset[str]] = {}
    for join in joins:
        for flow in into[join]:
            seen, todo = {join}, [flow.source]
            while todo:
                id_ = todo.pop()
                if id_ not in seen:
                    seen.add(id_)
                    todo += [way.source for way in into[id_]]
                    todo += [nodes[id_].host] if nodes[id_].host else []
            found[flow.id] = frozenset(seen - {join})
    return found
