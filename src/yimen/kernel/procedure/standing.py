"""Which steps stand as done where a run is: what a loop or a return has opened again before them, no longer counts."""

from collections.abc import Collection

from .dropping import onward
from .model import HUMAN, Procedure, shared
from .paths import forward
from .state import State, within


def standing(procedure: Procedure, state: State, closed: Collection[str] = ()) -> frozenset[str]:
    """Returns the ids of the steps that ended with an outcome of their own, nothing before them open again since.

    Of a sub-process that several run these are the steps that nobody is at any more, whoever has done them.

    ``closed``: steps that were open when the run was ended from outside: what lies behind them is not done either. A
    return that keeps what was done leaves it done.
    """
    ways = forward(procedure)
    tickets = {one.token for one in state.groups if one.ticket}
    back = within(state.scopes, [one.id for one in state.scopes if one.group in tickets])
    open_ = {task.node for task in state.open_tasks if not task.ticket and task.scope not in back}
    kept = {task.node for task in state.open_tasks if task.ticket or task.scope in back}
    kept |= {one.node for one in state.groups if one.ticket}
    parts = {one.node for one in state.scopes}
    open_ |= {one.node for one in state.groups if not one.ticket and one.node not in parts}
    open_ |= {one.node for one in state.pending if not one.host}
    open_ = (open_ | set(closed)) - kept
    again = {after for id_ in open_ if id_ in ways for after in onward(ways, id_)}
    done = {id_ for id_, _ in state.results if id_ in procedure.nodes} | {one.node for one in state.own}
    if any(procedure.nodes[id_].kind == "subprocess" for id_ in done):
        steps = ((node.id, shared(procedure, node)) for node in procedure.nodes.values() if node.kind in HUMAN)
        done |= {id_ for id_, whole in steps if whole and whole.id in done}
    return frozenset(done) - again - kept


def behind(procedure: Procedure, id_: str) -> frozenset[str]:
    """Returns the ids of what lies behind an element on the way onward, loops left out: opened anew, it undoes them."""
    ways = forward(procedure)
    return frozenset(onward(ways, id_) - {id_}) if id_ in ways else frozenset()
