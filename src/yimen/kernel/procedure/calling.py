"""Call activities: the procedure that is called is compiled in, its ids behind the caller's."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from .conditions import Compare, Condition, Join, Not
from .errors import Finding, ProcedureError
from .gateways import reaching
from .model import Flow, Node, Procedure

DEEPEST = 5  # procedures that call each other in a row
MOST_ELEMENTS = 2000  # elements and arrows with all that is called
Resolve = Callable[[str], bytes | None]


def call_in(procedure: Procedure, resolve: Resolve | None, read: Callable[[bytes], Procedure]) -> Procedure:
    """Returns the procedure with all that it calls in place; raises ProcedureError at the line of the call."""
    return _Calls(resolve, read).whole(procedure, (procedure.key,))


def hanging(nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    """Returns, for each node that events hang on, their ids in the file's order."""
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes.values():
        if node.kind == "boundary":
            found[node.host] = (*found.get(node.host, ()), node.id)
    return found


class _Calls:
    def __init__(self, resolve: Resolve | None, read: Callable[[bytes], Procedure]) -> None:
        self.resolve, self.read, self.count = resolve, read, 0

    def whole(self, procedure: Procedure, path: tuple[str, ...]) -> Procedure:
        self.count += len(procedure.nodes) + len(procedure.flows)
        calls = [node for node in procedure.nodes.values() if node.calls]
        if not calls:
            return procedure
        nodes, flows, starts = dict[str, Node](), dict(procedure.flows), dict(procedure.starts)
        messages, notes, labels = dict(procedure.messages), dict(procedure.notes), dict(procedure.labels)
        for node in procedure.nodes.values():
            nodes[node.id] = node
            if node.calls:
                inner = self.inner(node, path)
                starts |= {
                    (f"{node.id}.{id_}" if id_ else node.id): f"{node.id}.{first}"
                    for id_, first in inner.starts.items()
                }
                nodes |= {f"{node.id}.{one.id}": _node(one, node) for one in inner.nodes.values()}
                flows |= {f"{node.id}.{flow.id}": _flow(flow, node, inner.nodes) for flow in inner.flows.values()}
                messages, labels = {**inner.messages, **messages}, {**inner.labels, **labels}
        out: dict[str, list[Flow]] = {id_: [] for id_ in nodes}
        into: dict[str, list[Flow]] = {id_: [] for id_ in nodes}
        for flow in flows.values():
            out[flow.source].append(flow)
            into[flow.target].append(flow)
        lines = {id_: tuple(ways) for id_, ways in into.items()}
        joins = [node.id for node in nodes.values() if node.kind == "inclusive" and len(into[node.id]) > 1]
        return replace(
            procedure,
            nodes=nodes,
            out={id_: tuple(ways) for id_, ways in out.items()},
            into=lines,
            starts=starts,
            boundaries=hanging(nodes),
            reach=reaching(nodes, lines, joins),
            flows=flows,
            messages=messages,
            notes=notes,
            labels=labels,
        )

    def inner(self, node: Node, path: tuple[str, ...]) -> Procedure:
        """Returns the procedure that a node calls, all that it calls itself in place."""
        if node.calls in path:
            raise _refused(node, f"流程互相调用成了圈：{' → '.join([*path, node.calls])}，请断开其中一处")
        if len(path) > DEEPEST:
            raise _refused(node, f"流程一层层调用超过 {DEEPEST} 层，请减少层次")
        xml = self.resolve(node.calls) if self.resolve else None
        if xml is None:
            raise _refused(node, f"找不到被调用的流程“{node.calls}”，请先发布它，或核对所填的流程编号", "calledElement")
        try:
            found = self.read(xml)
            if found.key == node.calls:
                found = self.whole(found, (*path, node.calls))
        except ProcedureError as error:
            first = error.findings[0]
            words = f"被调用的流程“{node.calls}”的{first.told}"
            raise _refused(node, words) from error
        if found.key != node.calls:
            raise _refused(
                node, f"找到的流程是“{found.key}”，不是“{node.calls}”，请核对所填的流程编号", "calledElement"
            )
        if self.count > MOST_ELEMENTS:
            raise _refused(node, f"连同被调用的流程，元素超过 {MOST_ELEMENTS} 个，请减少调用")
        return found


def _refused(node: Node, message: str, xml: str = "") -> ProcedureError:
    where = f"callActivity {node.id}"
    return ProcedureError((Finding(node.line, where, "error", message, called=node.name, xml=xml),))


def _node(inner: Node, call: Node) -> Node:
    """Returns a node of what is called under the caller's name, at the line of the call."""
    return replace(
        inner,
        id=f"{call.id}.{inner.id}",
        scope=f"{call.id}.{inner.scope}" if inner.scope else call.id,
        default=f"{call.id}.{inner.default}" if inner.default else "",
        host=f"{call.id}.{inner.host}" if inner.host else "",
        line=call.line,
    )


def _flow(inner: Flow, call: Node, nodes: Mapping[str, Node]) -> Flow:
    return replace(
        inner,
        id=f"{call.id}.{inner.id}",
        source=f"{call.id}.{inner.source}",
        target=f"{call.id}.{inner.target}",
        condition=_condition(inner.condition, call, nodes) if inner.condition else None,
        line=call.line,
    )


def _condition(condition: Condition, call: Node, nodes: Mapping[str, Node]) -> Condition:
    """Returns a condition that looks at the steps of what is called under their new names."""
    if isinstance(condition, Compare):
        return replace(condition, name=f"{call.id}.{condition.name}") if condition.name in nodes else condition
    if isinstance(condition, Not):
        return Not(_condition(condition.part, call, nodes))
    return Join(condition.word, tuple(_condition(part, call, nodes) for part in condition.parts))
