"""The procedure as one flat graph without its loops: what outlines, sums and drawings walk along."""

from collections.abc import Mapping

from .model import Flow, Node, Procedure

Ways = Mapping[str, tuple[Flow, ...]]


def flat(procedure: Procedure) -> Ways:
    """Returns the flows out of every node, with those of sub-processes laid in line: in by its start, out by its ends."""
    ways: dict[str, tuple[Flow, ...]] = {}
    for node in procedure.nodes.values():
        if node.kind == "subprocess":
            ways[node.id] = (Flow("", node.id, procedure.starts[node.id]),)
        elif node.kind in {"end", "terminate"} and node.scope:
            ways[node.id] = procedure.out[node.scope]
        else:
            ways[node.id] = procedure.out[node.id]
    return ways


def forward(procedure: Procedure) -> Ways:
    """Returns the flat graph without the flows that close a loop, its nodes ordered so that all flows lead onward.

    The order is that of the file where the flows leave it open. Nodes that nothing leads to are left out.
    """
    ways = flat(procedure)
    order: list[str] = []
    closing: set[tuple[str, int]] = set()
    path, seen = {procedure.starts[""]}, {procedure.starts[""]}
    stack = [(procedure.starts[""], len(ways[procedure.starts[""]]))]
    while stack:
        node, left = stack.pop()
        if left == 0:
            path.discard(node)
            order.append(node)
            continue
        stack.append((node, left - 1))
        target = ways[node][left - 1].target
        if target in path:
            closing.add((node, left - 1))
        elif target not in seen:
            path.add(target)
            seen.add(target)
            stack.append((target, len(ways[target])))
    return {
        node: tuple(flow for place, flow in enumerate(ways[node]) if (node, place) not in closing)
        for node in reversed(order)
    }


def longest(ways: Ways, weight: Mapping[str, int]) -> dict[str, int]:
    """Returns, for every node of a loop-free graph, the greatest sum of weights on a path from it to an end."""
    sums: dict[str, int] = {}
    for node in reversed(list(ways)):
        sums[node] = weight.get(node, 0) + max((sums[flow.target] for flow in ways[node]), default=0)
    return sums


def main_path(procedure: Procedure) -> tuple[Node, ...]:
    """Returns the nodes of the main path in order: at every choice the way with the most steps by the authority.

    Ways of equal length are taken in the file's order; at a parallel gateway all ways are.
    """
    ways = forward(procedure)
    steps = {node.id: 1 for node in procedure.nodes.values() if node.kind == "user" and node.role != "applicant"}
    sums, kept, todo = longest(ways, steps), set[str](), [procedure.starts[""]]
    while todo:
        id_ = todo.pop()
        if id_ in kept:
            continue
        kept.add(id_)
        targets = [flow.target for flow in ways[id_]]
        if procedure.nodes[id_].kind != "parallel" and targets:
            targets = [max(targets, key=sums.__getitem__)]
        todo += targets
    return tuple(procedure.nodes[id_] for id_ in ways if id_ in kept)
