"""Call activities: the procedure that is called is compiled in, its ids behind the caller's."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from .conditions import Compare, Condition, Join, Not
from .errors import Finding, ProcedureError
from .gateways import reaching
from .model import Flow, Node, Procedure

DEEPEST = 5  # procedures that call each other in a row
MOST_ELEMENTS = 2000  # elements and arrows with all that is called
MOST_FINDINGS = 200  # of one file: what is wrong beyond that is only counted
Resolve = Callable[[str], bytes | None]


def call_in(procedure: Procedure, resolve: Resolve | None, read: Callable[[bytes], Procedure]) -> Procedure:
    """Returns the procedure with all that it calls in place; raises ProcedureError at the line of the call."""
    return _Calls(resolve, read).whole(procedure, (procedure.key,))


def call_faults(
    procedure: Procedure, resolve: Resolve | None, read: Callable[[bytes], Procedure]
) -> tuple[Finding, ...]:
    """Returns what is wrong with the calls of a procedure that is itself at fault: its arrows may lead nowhere."""
    calls = [node for node in procedure.nodes.values() if node.calls]
    try:
        _Calls(resolve, read).within(calls, (procedure.key,))
    except ProcedureError as error:
        return error.findings
    return ()


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
        self.wrong: dict[str, tuple[str, str]] = {}  # what is wrong with a called file, by its key: read once

    def whole(self, procedure: Procedure, path: tuple[str, ...]) -> Procedure:
        self.count += len(procedure.nodes) + len(procedure.flows)
        calls = [node for node in procedure.nodes.values() if node.calls]
        if not calls:
            return procedure
        within = self.within(calls, path)
        nodes, flows, starts = dict[str, Node](), dict(procedure.flows), dict(procedure.starts)
        messages, notes, labels = dict(procedure.messages), dict(procedure.notes), dict(procedure.labels)
        for node in procedure.nodes.values():
            nodes[node.id] = node
            if node.calls:
                inner = within[node.id]
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

    def within(self, calls: list[Node], path: tuple[str, ...]) -> dict[str, Procedure]:
        """Returns what each of the calls calls; raises ProcedureError with what is wrong with any of them."""
        found, wrong = dict[str, Procedure](), list[Finding]()
        for node in calls:
            try:
                found[node.id] = self.inner(node, path)
            except ProcedureError as error:
                if len(path) > 1:  # of a procedure that is called, the first is told
                    raise
                wrong += error.findings
                if self.overfull() or len(wrong) > MOST_FINDINGS:
                    break
        if wrong:
            raise ProcedureError(tuple(sorted(wrong)))
        return found

    def inner(self, node: Node, path: tuple[str, ...]) -> Procedure:
        """Returns the procedure that a node calls, all that it calls itself in place."""
        if node.calls in path:
            raise _Chain(_said(node, f"流程互相调用成了圈：{' → '.join([*path, node.calls])}，请断开其中一处"))
        if len(path) > DEEPEST:
            called = " → ".join([*path, node.calls])
            raise _Chain(_said(node, f"流程一层层调用超过 {DEEPEST} 层（{called}），请减少层次"))
        found = self.called(node)
        try:
            found = self.whole(found, (*path, node.calls))
        except _Chain as error:  # it names the whole chain: who stands where in it is told once
            raise _Chain(_said(node, error.findings[0].message_zh)) from error
        except ProcedureError as error:
            raise _refused(node, _of(node.calls, error)) from error
        if self.overfull():
            raise _refused(node, f"连同被调用的流程，元素超过 {MOST_ELEMENTS} 个，请减少调用")
        return found

    def overfull(self) -> bool:
        """Tells whether more has been read than a procedure may have with all that it calls."""
        return self.count > MOST_ELEMENTS

    def called(self, node: Node) -> Procedure:
        """Returns the procedure that a node calls, read; one that cannot be had is looked for once."""
        key = node.calls
        if key in self.wrong:
            raise _refused(node, *self.wrong[key])
        xml = self.resolve(key) if self.resolve else None
        if xml is None:
            self.wrong[key] = (f"找不到被调用的流程“{key}”，请先发布它，或核对所填的流程编号", "calledElement")
            raise _refused(node, *self.wrong[key])
        try:
            found = self.read(xml)
        except ProcedureError as error:
            self.wrong[key] = (_of(key, error), "")
            raise _refused(node, *self.wrong[key]) from error
        if found.key != node.calls:
            words = f"找到的流程是“{found.key}”，不是“{key}”，请核对所填的流程编号"
            raise _refused(node, words, "calledElement")
        return found


def _of(key: str, error: ProcedureError) -> str:
    return f"被调用的流程“{key}”的{error.findings[0].told}"


class _Chain(ProcedureError):
    """Procedures that call each other in a ring, or too many in a row."""


def _refused(node: Node, message: str, xml: str = "") -> ProcedureError:
    return ProcedureError(_said(node, message, xml))


def _said(node: Node, message: str, xml: str = "") -> tuple[Finding]:
    return (Finding(node.line, f"callActivity {node.id}", "error", message, called=node.name, xml=xml),)


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
