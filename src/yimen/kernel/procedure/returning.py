"""Back: a step returned to an earlier one, and a step that its own holder takes back."""

from collections.abc import Mapping
from typing import Any

from .dropping import drop, onward
from .errors import TransitionError
from .exploring import dead_end
from .instances import unvote
from .model import HUMAN, Node, Procedure, shared
from .paths import Ways, forward
from .running import ByData, awake, held
from .state import Event, Kept, Marking, OpenTask, State, Urged
from .tokens import Run, Step
from .undoing import settled


def send_back(
    procedure: Procedure,
    state: State,
    token: int,
    data: Mapping[str, Any],
    *,
    to: str = "previous",
    keep: bool = False,
) -> Step:
    """Returns the step after a turn was sent back (退回) to an earlier step that has been done.

    Within a part of a sub-process that several run it stays in that part; from outside the sub-process is one step.

    ``to``: "previous" (the nearest one done), "start" (the first one done), or a node's id. With ``keep`` what was done
    since stays done: the earlier step, done with the same outcome, leads straight back to this turn; with another
    outcome, and without ``keep``, all that came after it is closed, forgotten, and done again. Raises TransitionError
    where there is no such step, several are nearest, a decision taken would be undone, or the run could not end.
    """
    task, node = held(procedure, state, token)
    run = Run(procedure, state, ByData(data))
    target = _aim(procedure, run, task, to)
    run.events.append(Event("returned", node.id, target.id))
    ticket = 0
    if keep:
        ticket = run.token()
        run.tasks.remove(task)
        if not task.group:
            run.disarm(task.line)
        run.kept.append(Kept(ticket, task, run.known(task.scope)[target.id]))
    scope = run.around(target, task.scope)[target.scope]
    if not keep:
        drop(run, target, scope, node.id)
    run.open_step(target, scope, ticket)
    step = run.step()
    if not keep and dead_end(procedure, step.state):
        why = f"退回到“{target.name}”后流程可能办不结：它在并行的支路里。"
        raise TransitionError(why, "请退回到分支之前，或保留已办内容退回。")
    return step


def withdraw(procedure: Procedure, state: State, token: int) -> Step:
    """Returns the step after the turn that ``token`` held, already done, was taken back by its holder (撤回).

    All that it led to is closed as if it had not been done. Raises TransitionError where something that followed has
    been acted on, its outcome has an effect in law, or an automatic step has run since.
    """
    awake(state)
    run = Run(procedure, state, ByData({}))
    group = next((item for item in state.groups if token and any(vote.token == token for vote in item.votes)), None)
    if group:
        unvote(run, group, token)
        run.events.append(Event("withdrawn", group.node))
        return run.step()
    undo = next((item for item in state.undo if item.token == token), None)
    if undo is None:
        raise TransitionError("后面的步骤已经在办，或这一步有法律效果，不能撤回。需要改动的，请请下一步退回。")
    if procedure.reach and undo != state.undo[-1]:
        raise TransitionError("这一步之后别的支路又办过，汇合的情况已经变了，不能撤回。请请下一步退回。")
    if {item.id for item in undo.took.scopes} & {item.id for item in run.scopes if item not in undo.gave.scopes}:
        raise TransitionError("这一步所在的子流程已经结束并另有一轮在办，不能撤回。请请下一步退回。")
    run.undo = tuple(item for item in state.undo if item != undo)
    _take(run, undo.gave)
    _give(run, undo.took)
    mine = next(task for task in undo.took.tasks if task.token == token)
    node = settled(mine, undo.took)
    if undo.result:
        run.results[node] = undo.result
    else:
        run.results.pop(node, None)
    if undo.urged:
        run.urged = tuple(sorted([*state.urged, Urged(undo.node, mine.item, undo.urged)]))
    run.events.append(Event("withdrawn", undo.node))
    return run.step()


def _take(run: Run, gave: Marking) -> None:
    """Takes out what a transition gave."""
    for own, part in zip(_own(run), gave, strict=True):
        for item in part:
            own.remove(item)


def _give(run: Run, took: Marking) -> None:
    """Puts back what a transition took; turns come back under new tokens."""
    fresh = tuple(task._replace(token=run.token(), root=task.line) for task in took.tasks)
    for own, part in zip(_own(run), took._replace(tasks=fresh), strict=True):
        own.extend(part)


def _own(run: Run) -> tuple[list[Any], ...]:
    return run.tasks, run.waiting, run.scopes, run.pending, run.groups, run.kept, run.own


def _aim(procedure: Procedure, run: Run, task: OpenTask, to: str) -> Node:
    """Returns the step to send back to: a human one, or a sub-process that others ran and this turn is not part of."""
    node, part = procedure.nodes[task.node], run.part(task.scope)
    here = part.node if part else ""
    steps = {one.id for one in procedure.nodes.values() if one.kind in HUMAN or (one.loop and one.id != here)}
    whole = {id_ for id_ in steps if procedure.nodes[id_].kind not in HUMAN}
    ways, done = forward(procedure, whole), set(run.known(task.scope))
    back: dict[str, list[str]] = {id_: [] for id_ in ways}
    for id_, flows in ways.items():
        for flow in flows:
            back[flow.target].append(id_)
    earlier = {id_ for id_ in ways if id_ != node.id and id_ in done and id_ in steps and node.id in onward(ways, id_)}
    if to not in {"previous", "start"}:
        return _named(procedure, node, to, earlier, done & steps)
    if to == "previous":
        undone = {id_ for id_ in ways if id_ not in done and id_ in steps}
        found = _nearest(back, node.id, earlier, undone)
    else:
        found = _first(ways, procedure.starts[""], earlier)
    if not found:
        raise TransitionError(f"“{node.name}”前面没有办过的步骤，不能退回。请改选办理结果。")
    if len(found) > 1:
        names = "、".join(f"{procedure.nodes[id_].name}（{id_}）" for id_ in found)
        raise TransitionError(f"“{node.name}”前面同时有几步：{names}。请指明退回到哪一步。")
    return procedure.nodes[found[0]]


def _named(procedure: Procedure, node: Node, to: str, earlier: set[str], done: set[str]) -> Node:
    target = procedure.nodes.get(to)
    around = shared(procedure, target) if target else None
    if target and around and around.id != getattr(shared(procedure, node), "id", ""):
        words = f"“{target.name}”由几家各办一遍，不能只退回到其中一步。请退回到“{around.name}”，各家重新办理。"
        raise TransitionError(words)
    if target is None or (target.kind not in HUMAN and not target.loop):
        raise TransitionError(f"流程里没有“{to[:40]}”这个办理步骤，请核对要退回到的步骤。")
    if to == node.id or (to in done and to not in earlier):
        raise TransitionError(f"“{target.name}”不在“{node.name}”之前，不能退回到那里。请另选一步。")
    if to not in done:
        raise TransitionError(f"“{target.name}”没有办过，不能退回到那里。请另选一步。")
    return target


def _nearest(back: dict[str, list[str]], start: str, earlier: set[str], undone: set[str]) -> list[str]:
    """Returns the done steps first met going against the arrows; the run did not come by steps that were not done."""
    found, seen, todo = [], {start}, [start]
    while todo:
        for id_ in back[todo.pop()]:
            if id_ in seen:
                continue
            seen.add(id_)
            if id_ in earlier:
                found.append(id_)
            elif id_ not in undone:
                todo.append(id_)
    return sorted(found)


def _first(ways: Ways, start: str, earlier: set[str]) -> list[str]:
    """Returns the done steps first met going with the arrows."""
    found, seen, todo = [], {start}, [start]
    while todo:
        for flow in ways[todo.pop()]:
            if flow.target in seen:
                continue
            seen.add(flow.target)
            if flow.target in earlier:
                found.append(flow.target)
            else:
                todo.append(flow.target)
    return sorted(found)
