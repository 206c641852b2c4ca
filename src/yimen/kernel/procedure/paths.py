"""The procedure as one flat graph without its loops: what outlines, sums and drawings walk along."""

from collections.abc import Collection, Mapping
from functools import partial

from .conditions import ConditionError, holds
from .model import TASKS, Flow, Node, Procedure, duration_words

Ways = Mapping[str, tuple[Flow, ...]]


def flat(procedure: Procedure, whole: Collection[str] = ()) -> Ways:
    """Returns the flows out of every node, the regular way first, with sub-processes laid in line.

    Into a sub-process leads its start, out of it lead its ends. From what an event hangs on, a flow leads to the event.
    ``whole``: the sub-processes that are one step: nothing leads into them, and they lead on themselves.
    """
    ways: dict[str, tuple[Flow, ...]] = {}
    for node in procedure.nodes.values():
        if node.kind == "subprocess" and node.id not in whole:
            ways[node.id] = (Flow("", node.id, procedure.starts[node.id]),)
        elif node.kind in {"end", "terminate"} and node.scope and node.scope not in whole:
            ways[node.id] = procedure.out[node.scope]
        else:
            ways[node.id] = tuple(sorted(procedure.out[node.id], key=partial(_rank, procedure)))
    for host, events in procedure.boundaries.items():
        ways[host] += tuple(Flow("", host, id_, event_words(procedure, procedure.nodes[id_])) for id_ in events)
    return ways


def shown(procedure: Procedure, node: Node) -> bool:
    """Tells whether an element is a shape of the drawing."""
    if node.kind in {"parallel", "inclusive"}:
        return max(len(procedure.out[node.id]), len(procedure.into[node.id])) > 1
    return node.kind in TASKS | {"catch"} or (node.kind in {"start", "end", "terminate"} and not node.scope)


def event_words(procedure: Procedure, node: Node) -> str:
    """Returns what an event waits for, in words: its name, else its time or its message."""
    if node.name:
        return node.name
    if node.duration:
        return f"满 {duration_words(node.duration)}"
    return procedure.messages.get(node.message) or node.message


def forward(procedure: Procedure, whole: Collection[str] = ()) -> Ways:
    """Returns the flat graph without the flows that close a loop, its nodes ordered so that all flows lead onward.

    The regular way is followed first to tell which flow closes a loop. Nodes that nothing leads to are left out.
    """
    ways, start = flat(procedure, whole), procedure.starts[""]
    _, closing = _walk(ways, start)
    onward = {id_: tuple(flow for flow in flows if (id_, flow.target) not in closing) for id_, flows in ways.items()}
    order, _ = _walk({id_: flows[::-1] for id_, flows in onward.items()}, start)
    return {id_: onward[id_] for id_ in reversed(order)}


def longest(ways: Ways, weight: Mapping[str, int]) -> dict[str, int]:
    """Returns, for every node of a loop-free graph, the greatest sum of weights on a path from it to an end."""
    sums: dict[str, int] = {}
    for node in reversed(list(ways)):
        sums[node] = weight.get(node, 0) + max((sums[flow.target] for flow in ways[node]), default=0)
    return sums


def main_path(procedure: Procedure) -> tuple[Node, ...]:
    """Returns the nodes of the main path in order: at a choice the regular way, at a gateway of branches all ways."""
    ways, kept, todo = forward(procedure), set[str](), [procedure.starts[""]]
    while todo:
        id_ = todo.pop()
        if id_ not in kept:
            kept.add(id_)
            flows = ways[id_] if procedure.nodes[id_].kind in {"parallel", "inclusive"} else ways[id_][:1]
            todo += [flow.target for flow in flows]
    return tuple(procedure.nodes[id_] for id_ in ways if id_ in kept)


def _rank(procedure: Procedure, flow: Flow) -> int:
    """Returns how regular a way is: that of the asking step's first outcome, the default, what data opens, the rest."""
    if flow.condition is None:
        return 1
    askers = [procedure.nodes[into.source] for into in procedure.into[flow.source]]
    first = askers[0].outcomes[:1] if len(askers) == 1 else ()

    def look(name: str) -> str | None:
        return first[0].code if first and name in {"outcome", askers[0].id} else None

    try:
        return {True: 0, None: 2, False: 3}[holds(flow.condition, look)]
    except ConditionError:
        return 3


def _walk(ways: Ways, start: str) -> tuple[list[str], set[tuple[str, str]]]:
    """Returns the nodes in the order in which a walk in depth leaves them, and the pairs that lead back on its path."""
    left: list[str] = []
    back: set[tuple[str, str]] = set()
    seen, path, stack = {start}, {start}, [(start, iter(ways[start]))]
    while stack:
        node, flows = stack[-1]
        flow = next(flows, None)
        if flow is None:
            stack.pop()
            path.discard(node)
            left.append(node)
        elif flow.target in path:
            back.add((node, flow.target))
        elif flow.target not in seen:
            seen.add(flow.target)
            path.add(flow.target)
            stack.append((flow.target, iter(ways[flow.target])))
    return left, back
