"""Which changes of a step touch who may decide what, make it take longer, or add to it (流程固化)."""

from collections.abc import Collection, Iterable, Mapping

from .model import DECIDING, HUMAN, Node, Procedure, limit_parts
from .paths import flat

_SIMPLY = {
    "kind": "环节的类型变了",
    "role": "办理岗位变了，审批权限转移",
    "unit": "办理单位变了，审批权限转移",
    "lapse": "逾期不办的后果变了",
    "special": "特别程序变了",
    "duty": "作决定前必须经过的程序变了",
    "ground": "期限何时停下变了",
    "loop": "由几人办、怎样算同意变了",
    "calls": "换了调用的流程",
}


def weigh(what: str, old: Node, new: Node) -> str:
    """Returns why a change of a step weighs, by what changed, "" where it does not."""
    if what == "limit":
        return _limit(old.limit, new.limit)
    if what == "outcome":
        return _outcomes(old, new)
    return _SIMPLY.get(what, "")


def weigh_new(node: Node) -> str:
    """Returns why an added element weighs."""
    if node.kind in HUMAN:
        return "增加环节，并可作决定" if _effects(node) & DECIDING else "增加环节"
    return "增加调用的流程" if node.calls else ""


def weigh_gone(node: Node) -> str:
    """Returns why a removed element weighs."""
    if node.kind in HUMAN:
        return "减少环节，少了一道把关" if node.role != "applicant" else "减少环节"
    return "减少调用的流程" if node.calls else ""


def guarded(procedure: Procedure) -> set[str]:
    """Returns the steps that every matter passes on its way to a decision, or from one to the end.

    Where nothing is decided: on its way from the beginning to the end. Conditions are not looked at.
    """
    ways = {id_: [flow.target for flow in flows] for id_, flows in flat(procedure).items()}
    nodes = procedure.nodes.values()
    start = {procedure.starts[""]}
    ends = {node.id for node in nodes if node.kind in {"end", "terminate"} and not node.scope}
    deciding = {node.id for node in nodes if _effects(node) & DECIDING}
    spans = [(start, deciding), (deciding, ends)] if deciding else [(start, ends)]
    steps = [node.id for node in nodes if node.kind in HUMAN]
    return {id_ for id_ in steps for source, target in spans if not _leads(ways, source, target, without=id_)}


def _leads(ways: dict[str, list[str]], source: set[str], target: set[str], *, without: str) -> bool:
    """Tells whether some way leads from one set to another without passing a node (which may be in either)."""
    seen, todo = {without}, list(source)
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        if at in target:
            return True
        seen.add(at)
        todo += ways[at]
    return False


def ways_kept(procedure: Procedure, kept: Collection[str]) -> set[tuple[str, str]]:
    """Returns which of the kept elements lead to which: at once, or by way of elements that are not kept."""
    ways = flat(procedure)
    ahead = {id_: [flow.target for flow in flows] for id_, flows in ways.items()}
    return {(id_, target) for id_ in kept for target in _next(ahead, ahead[id_], kept)}


def passes(procedure: Procedure, kept: Collection[str], source: str, target: str) -> set[tuple[str, str]]:
    """Returns which kept elements lead to which along one arrow, as ``ways_kept`` does along all."""
    ahead: dict[str, list[str]] = {id_: [flow.target for flow in flows] for id_, flows in flat(procedure).items()}
    behind: dict[str, list[str]] = {id_: [] for id_ in ahead}
    for id_, targets in ahead.items():
        for one in targets:
            behind[one].append(id_)
    return {(one, two) for one in _next(behind, [source], kept) for two in _next(ahead, [target], kept)}


def _next(ways: Mapping[str, list[str]], start: Iterable[str], kept: Collection[str]) -> set[str]:
    """Returns the first kept elements on every way from where it starts."""
    found, seen, todo = set[str](), set[str](), list(start)
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        if at in kept:
            found.add(at)
        else:
            todo += ways[at]
    return found


def _limit(old: str, new: str) -> str:
    if not new:
        return "取消了时限"
    if not old:
        return ""
    (before, unit), (after, other) = limit_parts(old), limit_parts(new)
    if unit != other:
        return "时限换了单位，可能变长"
    return "时限延长" if after > before else ""


def _outcomes(old: Node, new: Node) -> str:
    told = []
    if {(item.code, item.effect) for item in old.outcomes} != {(item.code, item.effect) for item in new.outcomes}:
        told.append("可作的办理结果变了")
    kept = {item.code: item for item in new.outcomes}
    if any(item.opinion == "required" and kept.get(item.code, item).opinion != "required" for item in old.outcomes):
        told.append("不再要求写理由")
    return "，".join(told)


def _effects(node: Node) -> frozenset[str]:
    return frozenset(item.effect for item in node.outcomes)
