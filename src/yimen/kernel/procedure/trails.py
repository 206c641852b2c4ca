"""The way of a counter-example, arrow by arrow, and the join at which it stops."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .model import HUMAN, Flow, Node, Procedure

_JOINS = {"parallel", "inclusive"}


@dataclass(frozen=True, slots=True)
class Leg:
    """One move: what was done ("" where the run begins), the arrows chosen at gateways, those whose tokens wait.

    ``after`` is None where the move led nowhere.
    """

    node: str
    chosen: frozenset[str]
    before: frozenset[str]
    after: frozenset[str] | None


def trail(procedure: Procedure, legs: Sequence[Leg]) -> tuple[tuple[str, ...], str]:
    """Returns the arrows that tokens went along, and the join where the last ones wait for others, "" for none."""
    taken, stops = dict[str, None](), ""
    for leg in legs:
        walk = _Walk(procedure, leg)
        walk.leave(procedure.nodes[leg.node or procedure.starts[""]])
        taken |= dict.fromkeys(walk.taken)
        if leg.after is None:
            waits = (procedure.flows[id_].target for id_ in sorted(leg.before))
            stops = next(iter([*walk.stopped, *waits]), "")
    return tuple(taken), stops


class _Walk:
    """Follows the tokens of one move until they rest."""

    def __init__(self, procedure: Procedure, leg: Leg) -> None:
        self.procedure, self.leg = procedure, leg
        self.taken, self.stopped = list[str](), list[str]()

    def leave(self, node: Node) -> None:
        """Follows what goes on from an element, and on."""
        todo = [*self.ways(node)]
        while todo:
            flow = todo.pop(0)
            if flow.id not in self.taken:
                self.taken.append(flow.id)
                todo += self.arrive(flow)

    def ways(self, node: Node) -> Iterable[Flow]:
        """Returns the arrows taken from an element: at a gateway of choice those chosen."""
        flows = self.procedure.out[node.id]
        return [flow for flow in flows if node.kind not in {"exclusive", "inclusive"} or flow.id in self.leg.chosen]

    def arrive(self, flow: Flow) -> Iterable[Flow]:
        """Returns the arrows that follow where a token does not rest."""
        procedure, node = self.procedure, self.procedure.nodes[flow.target]
        if node.kind in HUMAN or node.kind == "catch":
            return ()
        if node.kind == "subprocess":
            return () if node.loop else self.ways(procedure.nodes[procedure.starts[node.id]])
        if node.kind in {"end", "terminate"}:
            return self.ways(procedure.nodes[node.scope]) if node.scope else ()
        if node.kind in _JOINS and len(procedure.into[node.id]) > 1 and self.waits(node, flow):
            self.stopped.append(node.id)
            return ()
        return self.ways(node)

    def waits(self, node: Node, flow: Flow) -> bool:
        """Tells whether a token that came along an arrow waits at a join."""
        if self.leg.after is not None:
            return flow.id in self.leg.after
        came = {*self.leg.before, *self.taken}
        return node.kind == "inclusive" or not {one.id for one in self.procedure.into[node.id]} <= came
