"""Sub-processes that several run (各办一遍): what a part may hold, and what it may end with."""

from collections.abc import Iterator
from dataclasses import replace

from .conditions import names
from .errors import Finding, ProcedureError
from .fields import FIELDS
from .model import HUMAN, Node, Outcome, Procedure, agreement, shared
from .naming import flow_title, title

_CLOSES = {"end", "terminate"}


def with_outcomes(procedure: Procedure) -> Procedure:
    """Returns the procedure with the outcomes that parts may end with, at the sub-processes that several run.

    Raises ProcedureError, with every fault, where a part holds what only the whole can have.
    """
    wholes = [node for node in procedure.nodes.values() if node.kind == "subprocess" and node.loop]
    if not wholes:
        return procedure
    nodes = dict(procedure.nodes)
    for node in wholes:
        outcomes = _outcomes(procedure, node)
        loop = node.loop and replace(node.loop, agree=node.loop.agree or agreement(outcomes))
        nodes[node.id] = replace(node, outcomes=outcomes, loop=loop)
    procedure = replace(procedure, nodes=nodes)
    found = [*inside_faults(procedure), *_faults(procedure), *_looks(procedure)]
    if found:
        raise ProcedureError(tuple(sorted(set(found))))
    return procedure


def inside_faults(procedure: Procedure) -> Iterator[Finding]:
    """Finds what parts hold and may not, however it is joined."""
    for node in procedure.nodes.values():
        whole = shared(procedure, node)
        for words, xml in _inside(node, title(procedure, whole.id)) if whole else ():
            yield _at(procedure, node, words, xml)


def _faults(procedure: Procedure) -> Iterator[Finding]:
    for node in procedure.nodes.values():
        for words, xml in _rule(node) if node.kind == "subprocess" and node.loop else ():
            yield _at(procedure, node, words, xml)
        if node.kind == "subprocess" and node.loop and node.outcomes:
            yield from _unsaid(procedure, node)


def _inside(node: Node, whole: str) -> Iterator[tuple[str, str]]:
    """Yields what a part may not hold."""
    if node.loop:
        words = f"“{whole}”已经按名单各办一遍，里面不能再会签或再各办一遍。请改成一家办的环节，或移到“{whole}”之外"
        yield words, "multiInstanceLoopCharacteristics"
    if node.message:
        words = f"“{whole}”按名单各办一遍，里面不能等消息：分不清消息是给哪一家的。请移到“{whole}”之外，或改成办理环节"
        yield words, "messageEventDefinition"
    if node.duty:
        words = f"“{whole}”按名单各办一遍，必经程序全件只办一次。请把它移到“{whole}”之外"
        yield words, "yimen:duty"
    for one in node.outcomes if node.kind in HUMAN else ():
        if one.effect != "none":
            words = f"“{whole}”按名单各办一遍，一家的结果“{one.name}”不能有法律效力。"
            yield f"{words}请删去它的“{FIELDS['effect']}”，由“{whole}”之后的一步统一作出", "effect"


def _rule(node: Node) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with the outcomes that count for the whole."""
    loop, names_ = node.loop, {one.code: one.name for one in node.outcomes}
    if loop is None or not node.outcomes:
        yield "里面没有人办理的环节，不能按名单各办一遍。请补上办理环节", "userTask"
        return
    allowed = "、".join(names_.values())
    if loop.agree not in names_:
        words = f"按名单各办一遍时，{FIELDS['agree']}“{loop.agree[:40]}”不是各家最后一步的结果，请改成{allowed}"
        yield words, f'yimen:agree="{"|".join(names_)}"'
    if loop.again and loop.again not in {*names_} - {loop.agree}:
        words = f"按名单各办一遍时，{FIELDS['again']}“{loop.again[:40]}”不是各家最后一步在同意以外的结果：{allowed}"
        yield words, f'yimen:again="{"|".join(names_)}"'


def _looks(procedure: Procedure) -> Iterator[Finding]:
    """Finds conditions that ask from outside for a step within: there it has as many outcomes as parts."""
    for flow in procedure.flows.values():
        here = shared(procedure, procedure.nodes[flow.source])
        for name in sorted(names(flow.condition)) if flow.condition else ():
            node = procedure.nodes.get(name)
            whole = shared(procedure, node) if node else None
            if node and whole and (here is None or here.id != whole.id):
                words = f"条件要看的“{title(procedure, name)}”由几家各办一遍，没有一个共同的结果。"
                words += f"请改看“{title(procedure, whole.id)}”的结果"
                shown = f"sequenceFlow {flow.id}"
                yield Finding(flow.line, shown, "error", words, called=flow_title(procedure, flow), xml=whole.id)


def _at(procedure: Procedure, node: Node, words: str, xml: str) -> Finding:
    return Finding(node.line, f"{node.kind} {node.id}", "error", words, called=title(procedure, node.id), xml=xml)


def _outcomes(procedure: Procedure, whole: Node) -> tuple[Outcome, ...]:
    """Returns the outcomes of the steps with which a part may end, each code once, in the file's order."""
    last = last_steps(procedure, whole.id)
    found: dict[str, Outcome] = {}
    for node in procedure.nodes.values():
        for one in node.outcomes if node.id in last else ():
            found.setdefault(one.code, replace(one, effect="none"))
    return tuple(found.values())


def last_steps(procedure: Procedure, whole: str) -> set[str]:
    """Returns the human steps within a sub-process from which its end can be reached without passing another.

    Events that end a step lead to none: behind them another step follows, or the part is refused.
    """
    nodes, into = procedure.nodes, procedure.into
    ends: dict[str, list[str]] = {}
    for node in nodes.values():
        if node.kind in _CLOSES:
            ends.setdefault(node.scope, []).append(node.id)
    found, seen, todo = set[str](), {whole}, list(ends[whole])
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        node = nodes[at]
        if node.kind in HUMAN:
            found.add(at)
        elif node.kind == "start" and node.scope != whole:
            todo += [flow.source for flow in into[node.scope]]
        else:
            todo += ends[at] if node.kind == "subprocess" else [flow.source for flow in into[at]]
    return found


def _unsaid(procedure: Procedure, whole: Node) -> Iterator[Finding]:
    """Yields the elements from which a part may come to its end though no last step has given an outcome.

    A step must follow the start, every event that ends a step, and one beside a step that leads to an end of all.
    """
    nodes = procedure.nodes
    events = [node for node in nodes.values() if node.kind == "boundary" and shared(procedure, node) is whole]
    stops = [node.id for node in events if node.cancels]
    begins = {id_: [id_] for id_ in (procedure.starts[whole.id], *stops)}
    others = [node.id for node in events if not node.cancels]
    beside = _silently(procedure, whole, others, closing=False)
    for id_ in others:
        reached = _silently(procedure, whole, [id_], among=beside)
        begins[id_] = sorted(at for at in reached if nodes[at].kind == "terminate")
    silent = _silently(procedure, whole, [at for begin in begins.values() for at in begin])
    for id_, begin in begins.items():
        reached = _silently(procedure, whole, begin, among=silent)
        if any(nodes[at].kind in _CLOSES and nodes[at].scope == whole.id for at in reached):
            words = f"“{title(procedure, whole.id)}”按名单各办一遍，从“{title(procedure, id_)}”走到结束"
            words += "可能没有人给出结果，这一家就没有意见可计。"
            words += f"请在其间安排一步办理；要逾期默认的，请填写办理环节的“{FIELDS['lapse']}”"
            yield _at(procedure, nodes[id_], words, "userTask")


def _silently(
    procedure: Procedure, whole: Node, sources: list[str], *, among: set[str] | None = None, closing: bool = True
) -> set[str]:
    """Returns what tokens come to from there before anybody acts: past a parallel join where all its branches do.

    ``among``: where they may come at all, joins no more looked at. ``closing``: whether an end within leads
    out of its sub-process.
    """
    nodes, taken, seen, todo = procedure.nodes, set[str](), set[str](), list(sources)
    while todo:
        node = nodes[todo.pop()]
        joins = node.kind == "parallel" and not {flow.id for flow in procedure.into[node.id]} <= taken
        if node.id in seen or node.kind in HUMAN or (joins if among is None else node.id not in among):
            continue
        seen.add(node.id)
        if node.kind == "subprocess":
            todo.append(procedure.starts[node.id])
            continue
        ways = procedure.out[node.id]
        if node.kind in _CLOSES and node.scope != whole.id and closing:
            ways = procedure.out[node.scope]
        taken |= {flow.id for flow in ways}
        todo += [flow.target for flow in ways]
    return seen
