"""What a return closes and forgets: all that came after the step that is to be done again."""

from .errors import TransitionError
from .holding import Holding
from .model import Node
from .paths import Ways, forward
from .state import Waiting

FINAL = {"grant": "准予", "refuse": "不予", "issue": "制证", "deliver": "送达"}  # effects that no return undoes


def drop(run: Holding, target: Node, scope: int, seen_from: str) -> None:
    """Closes all that came after a step, the step included, and forgets its outcomes; what ran beside it stays.

    ``scope`` is the run that the step lies in, ``seen_from`` the node from which the run goes back: at every join
    between the two, what other branches brought stands as brought. Raises TransitionError where a decision was taken.
    """
    run.dropped = True
    ways = forward(run.procedure)
    after = onward(ways, target.id)
    _refuse_final(run, after)
    chain = run.chain(scope)
    kin = {item for item in (0, *(one.id for one in run.scopes)) if _akin(run, item, chain)}
    passed = [
        node for node in after if run.procedure.nodes[node].kind == "parallel" and seen_from in onward(ways, node)
    ]
    _close(run, after, kin, chain)
    for id_ in after:
        run.results.pop(id_, None)
    levels = {next((item.node for item in run.scopes if item.id == one), ""): one for one in chain}
    for id_ in passed:
        where = levels.get(run.procedure.nodes[id_].scope)
        for flow in run.procedure.into[id_] if where is not None else ():
            if flow.source not in after:
                run.waiting.append(Waiting(where or 0, flow.id))


def onward(ways: Ways, start: str) -> set[str]:
    """Returns a node and all that lie after it."""
    seen, todo = {start}, [start]
    while todo:
        for flow in ways.get(todo.pop(), ()):
            if flow.target not in seen:
                seen.add(flow.target)
                todo.append(flow.target)
    return seen


def _refuse_final(run: Holding, after: set[str]) -> None:
    for id_, code in run.results.items():
        node = run.procedure.nodes.get(id_)
        if node and id_ in after:
            effect = next((item.effect for item in node.outcomes if item.code == code), "none")
            if effect in FINAL:
                why = f"“{node.name}”已经{FINAL[effect]}，不能再退回到它之前。"
                raise TransitionError(why, "请依法另行撤销或变更。")


def _akin(run: Holding, scope: int, chain: list[int]) -> bool:
    """Tells whether a scope is of the same run as a chain of scopes: one of them, or within one beside the next."""
    parents = {item.id: (item.parent, item.node) for item in run.scopes}
    child = ""
    while scope not in chain:
        scope, child = parents[scope]
    place = chain.index(scope)
    return not child or place == 0 or child != parents[chain[place - 1]][1]


def _close(run: Holding, after: set[str], kin: set[int], chain: list[int]) -> None:
    for task in [item for item in run.tasks if item.node in after and item.scope in kin]:
        run.tasks.remove(task)
        if not task.group:
            run.disarm(task.line)
    for group in [item for item in run.groups if item.node in after and item.scope in kin]:
        run.close_group(group)
    for kept in [item for item in run.kept if item.task.node in after and item.task.scope in kin]:
        run.cancel_kept(kept)
    run.heard = [item for item in run.heard if item.node not in after or item.scope not in kin]
    run.own = [item for item in run.own if item.node not in after or item.scope not in kin]
    run.pending = [item for item in run.pending if item.host or item.node not in after or item.scope not in kin]
    flows = run.procedure.flows
    run.waiting = [item for item in run.waiting if flows[item.flow].source not in after or item.scope not in kin]
    for scope in [item for item in run.scopes if item.id in kin and item.id not in chain and item.node in after]:
        run.close_scope(scope)
