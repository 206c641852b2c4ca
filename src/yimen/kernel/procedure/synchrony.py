"""Lost joins: ways that run at once meet where nothing waits for all of them, so that what follows opens twice."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from .model import Flow, Node, Procedure
from .paths import forward
from .state import State

_JOINS = {"parallel", "inclusive"}
_ENDS = {"end", "terminate"}


def doubled(state: State) -> tuple[str, ...]:
    """Returns what stands open more than once at the same time."""
    return tuple(sorted(place for place, times in _places(state).items() if times > 1))


def grown(state: State, came: Mapping[State, tuple[State | None, object]]) -> bool:
    """Tells whether a state holds all that one on its way held, and more: that way can be gone again without end.

    Karp and Miller 1969, Parallel program schemata. ``came`` holds for each state the one it was met from.
    """
    here, earlier = _places(state), came[state][0]
    while earlier is not None:
        if state.results == earlier.results and _places(earlier) < here:
            return True
        earlier = came[earlier][0]
    return False


def met(procedure: Procedure, taken: Collection[str], arrows: int = 2) -> tuple[Node, Node] | None:
    """Returns where ways that run at once part and where they meet without a join, None for none.

    Along arrows taken: to where they meet at least so many.
    """
    ways = forward(procedure)
    for split, flows in _splits(procedure, taken):
        for one, other in combinations(flows, 2):
            both = _ahead(ways, one) & _ahead(ways, other)
            first = next((procedure.nodes[id_] for id_ in ways if id_ in both), None)
            if first is None or first.kind in _JOINS | _ENDS:
                continue
            if len([flow for flow in procedure.into[first.id] if flow.id in taken]) >= arrows:
                return split, first
    return None


def returned(procedure: Procedure, taken: Collection[str]) -> Node | None:
    """Returns where ways part one of which comes back to it while the others are still open, None for none."""
    around = {id_: [flow.target for flow in flows] for id_, flows in procedure.out.items()}
    for node in procedure.nodes.values():
        around[node.host] = [*around.get(node.host, ()), node.id]
    for split, flows in _splits(procedure, taken):
        if any(split.id in _reached(around, flow.target) for flow in flows):
            return split
    return None


def leads(procedure: Procedure, node: str, target: str) -> bool:
    """Tells whether a way leads on from an element to another."""
    ways = forward(procedure)
    return target in _reached({id_: [flow.target for flow in flows] for id_, flows in ways.items()}, node)


def _places(state: State) -> Counter[str]:
    """Returns how often each thing is open: steps, what is waited for, arrows at joins, sub-processes."""
    nodes = [task.node for task in state.open_tasks] + [group.node for group in state.groups]
    nodes += [item.node for item in state.pending] + [item.node for item in state.scopes]
    return Counter(nodes) + Counter(wait.flow for wait in state.waiting)


def _splits(procedure: Procedure, taken: Collection[str]) -> Iterator[tuple[Node, tuple[Flow, ...]]]:
    """Yields where ways that run at once part, with those taken: gateways, and steps that an event leaves open."""
    for node in procedure.nodes.values():
        flows = list(procedure.out[node.id])
        events = [procedure.nodes[id_] for id_ in procedure.boundaries.get(node.id, ())]
        flows += [flow for event in events if not event.cancels for flow in procedure.out[event.id]]
        used = tuple(flow for flow in flows if flow.id in taken)
        if len(used) > 1 and (node.kind in _JOINS or len(flows) > len(procedure.out[node.id])):
            yield node, used


def _ahead(ways: Mapping[str, tuple[Flow, ...]], flow: Flow) -> set[str]:
    return _reached({id_: [way.target for way in flows] for id_, flows in ways.items()}, flow.target)


def _reached(around: Mapping[str, list[str]], start: str) -> set[str]:
    """Returns an element and all to which ways lead from it."""
    seen, todo = set[str](), [start]
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo += around.get(at, ())
    return seen
