"""Moves a running state to another version of its procedure: only where all that it holds has its place there."""

from collections.abc import Collection, Iterable, Mapping

from .checking import breaches
from .errors import TransitionError
from .exploring import onward
from .model import Node, Procedure
from .state import Group, Heard, Kept, Marking, OpenTask, Pending, Scope, State, Undo, Waiting
from .undoing import settled

_SUB = "subprocess"


def move_state(
    old: Procedure,
    new: Procedure,
    state: State,
    data: Collection[str] = (),
    outcomes: Mapping[tuple[str, str], str] | None = None,
) -> State:
    """Returns the state as it stands in another version; raises TransitionError naming the element without a place.

    Everything the state holds (open turns, timers and messages, tokens at joins, sub-processes, groups, turns set
    aside, what can be withdrawn, results) must be there under the same id, of the same kind, and what hangs on an open
    step must be the same. ``outcomes`` says what an outcome (step, code) that is no more is called now; one with an
    effect in law keeps it. From there the run must always come to its end, lawfully. ``data``: the names of what the
    matter knows, which conditions may ask for.
    """
    if old.key != new.key:
        raise TransitionError(f"“{new.name}”不是“{old.name}”的另一版，不能改按它办理。请在同一个流程里选一版。")
    if state.ended:
        raise TransitionError("本件已经办结，按原来的版本归档，不能改按另一版办理。请查看办结结果。")
    if state.ground:
        raise TransitionError(f"本件因“{state.ground}”中止办理。请先恢复，再改按另一版办理。")
    moved = _Moving(old, new, state, outcomes or {}).moved()
    _check_ahead(old, new, state, moved, data)
    return moved


class _Moving:
    def __init__(self, old: Procedure, new: Procedure, state: State, outcomes: Mapping[tuple[str, str], str]) -> None:
        self.old, self.new, self.state, self.outcomes = old, new, state, outcomes
        markings = [state_marking(state), *(part for undo in state.undo for part in (undo.took, undo.gave))]
        tasks = [task for each in markings for task in (*each.tasks, *(kept.task for kept in each.kept))]
        groups = [group for each in markings for group in each.groups]
        self.carriers = {task.ticket: task.node for task in tasks} | {group.ticket: group.node for group in groups}
        self.scopes: dict[int, Scope] = {}

    def moved(self) -> State:
        """Returns the state with everything in its place."""
        state, here = self.state, self.marking(state_marking(self.state))
        for urged in state.urged:
            self.node(urged.node)
        return state._replace(
            open_tasks=here.tasks,
            waiting=here.waiting,
            scopes=here.scopes,
            results=tuple(sorted((id_, self.outcome(id_, code)) for id_, code in state.results)),
            pending=here.pending,
            groups=here.groups,
            kept=here.kept,
            own=here.own,
            heard=tuple(self.heard(heard) for heard in state.heard),
            undo=tuple(self.undo(undo) for undo in state.undo),
        )

    def marking(self, marking: Marking) -> Marking:
        """Returns some of what a state holds, in its place; raises TransitionError."""
        # A number of a run that has ended is given again: what an undo took is looked up in its own runs first.
        self.scopes = {scope.id: scope for scope in (*self.state.scopes, *marking.scopes)}
        grouped = {group.token: group.node for group in (*marking.groups, *self.state.groups)}
        lines = {task.line: task.node for task in (*marking.tasks, *(kept.task for kept in marking.kept))}
        hosts = lines | {task.line: task.node for task in self.state.open_tasks} | grouped
        for scope in marking.scopes:
            self.scope(scope)
        for wait in marking.waiting:
            self.waiting(wait)
        for task in (*marking.tasks, *(kept.task for kept in marking.kept)):
            self.task(task)
        for item in marking.pending:
            self.pending(item, hosts)
        return marking._replace(
            groups=tuple(self.group(group) for group in marking.groups),
            kept=tuple(self.kept(kept) for kept in marking.kept),
            scopes=tuple(
                one._replace(outcome=self.outcome(one.node, one.outcome)) if one.outcome else one
                for one in marking.scopes
            ),
            own=tuple(one._replace(outcome=self.outcome(one.node, one.outcome)) for one in marking.own),
        )

    def node(self, id_: str, kinds: Iterable[str] = ()) -> Node:
        """Returns an element of the new version; raises TransitionError where it is not there, or of another kind."""
        was, now = self.old.nodes.get(id_), self.new.nodes.get(id_)
        if was is None or now is None:
            raise _no_place(was, id_, "新版本里没有这个环节")
        if was.kind != now.kind or (kinds and now.kind not in kinds) or was.calls != now.calls:
            raise _no_place(was, id_, "新版本里它是另一种环节")
        return now

    def within(self, node: Node, scope: int) -> None:
        """Raises TransitionError where the new version has an element in another sub-process than the run does."""
        if node.scope != (self.scopes[scope].node if scope in self.scopes else ""):
            raise _no_place(node, node.id, "新版本把它放到了另一个子流程")

    def scope(self, scope: Scope) -> None:
        """Raises TransitionError where a run of a sub-process could not go on as it is."""
        node = self.node(scope.node, (_SUB,))
        self.within(node, scope.parent)
        if bool(scope.group) != bool(node.loop):
            raise _no_place(node, node.id, "新版本改了它由一家办还是几家各办一遍")

    def task(self, task: OpenTask) -> None:
        """Raises TransitionError where an open turn could not go on as it is."""
        node, was = self.node(task.node), self.old.nodes[task.node]
        self.within(node, task.scope)
        if bool(task.group) != bool(node.loop):
            raise _no_place(node, node.id, "新版本改了它由一人办还是会签")
        events = [set(each.boundaries.get(node.id, ())) for each in (self.old, self.new)]
        if events[0] != events[1]:
            raise _no_place(node, node.id, "新版本改了附着在它上面的等待")
        if was.ground != node.ground or was.special != node.special:
            raise _no_place(node, node.id, "新版本改了它是不是特别程序、是否中止期限")

    def waiting(self, wait: Waiting) -> None:
        """Raises TransitionError where a token at a join would wait elsewhere, or for another number of others."""
        was, now = self.old.flows.get(wait.flow), self.new.flows.get(wait.flow)
        if was is None or now is None or (was.source, was.target) != (now.source, now.target):
            at = self.old.nodes.get(was.target) if was else None
            raise _no_place(at, was.target if was else wait.flow, "已有分支在这里等待汇合，新版本里没有这条连线")
        node = self.node(now.target)
        self.within(node, wait.scope)
        into = [{flow.id for flow in each.into[node.id]} for each in (self.old, self.new)]
        if into[0] != into[1]:
            raise _no_place(node, node.id, "已有分支在这里等待汇合，新版本改了汇合的分支")

    def pending(self, item: Pending, hosts: Mapping[int, str]) -> None:
        """Raises TransitionError where a timer or a message would no more be waited for in the same way."""
        node, was = self.node(item.node), self.old.nodes[item.node]
        self.within(node, item.scope)
        if (was.host, was.message, bool(was.duration)) != (node.host, node.message, bool(node.duration)):
            raise _no_place(node, node.id, "新版本里它等的是别的")
        if was.cancels != node.cancels or (item.host > 0 and hosts.get(item.host, node.host) != node.host):
            raise _no_place(node, node.id, "新版本里它附着在别处，或者到时的做法不同")

    def group(self, group: Group) -> Group:
        """Returns a step that several do, its votes under today's outcomes."""
        node, was = self.node(group.node), self.old.nodes[group.node]
        self.within(node, group.scope)
        rules = [(loop.rule, loop.veto, loop.sequential) if (loop := each.loop) else None for each in (was, node)]
        agree = was.loop and self.outcome(node.id, was.loop.agree)
        if rules[0] != rules[1] or node.loop is None or agree != node.loop.agree:
            raise _no_place(node, node.id, "正在会签，新版本改了会签的规则")
        votes = [vote._replace(outcome=self.outcome(node.id, vote.outcome)) for vote in group.votes]
        return group._replace(votes=tuple(votes))

    def heard(self, heard: Heard) -> Heard:
        """Returns the voices that wait while somebody mends what they asked for, under today's outcomes."""
        node, was = self.node(heard.node), self.old.nodes[heard.node]
        self.within(node, heard.scope)
        rules = [
            (loop.rule, loop.veto, loop.sequential, bool(loop.again)) if (loop := each.loop) else None
            for each in (was, node)
        ]
        agree = was.loop and self.outcome(node.id, was.loop.agree)
        again = was.loop and was.loop.again and self.outcome(node.id, was.loop.again)
        if rules[0] != rules[1] or node.loop is None or agree != node.loop.agree or (again or "") != node.loop.again:
            raise _no_place(node, node.id, "各家的意见已经记下，正在等补正，新版本改了会签的规则")
        votes = tuple(vote._replace(outcome=self.outcome(node.id, vote.outcome)) for vote in heard.votes)
        return heard._replace(votes=votes)

    def kept(self, kept: Kept) -> Kept:
        """Returns a turn set aside; the outcome is that of the earlier step it waits for, which carries its ticket."""
        carrier = self.carriers.get(kept.id)  # 0 is no ticket, and no id of one set aside
        return kept._replace(outcome=self.outcome(carrier, kept.outcome)) if carrier else kept

    def undo(self, undo: Undo) -> Undo:
        """Returns what can be withdrawn, in its place."""
        self.node(undo.node)
        mine = next(task for task in undo.took.tasks if task.token == undo.token)
        result = undo.result and self.outcome(settled(mine, undo.took), undo.result)
        return undo._replace(result=result, took=self.marking(undo.took), gave=self.marking(undo.gave))

    def outcome(self, id_: str, code: str) -> str:
        """Returns what an outcome is called now; raises TransitionError where it is no more or means something else."""
        node, was = self.node(id_), self.old.nodes[id_]
        called = self.outcomes.get((id_, code), code)
        before = next((item for item in was.outcomes if item.code == code), None)
        after = next((item for item in node.outcomes if item.code == called), None)
        name = before.name if before else code
        if after is None:
            raise _no_place(node, id_, f"已办结果“{name}”在新版本里没有了")
        if before is not None and before.effect != after.effect:
            raise _no_place(node, id_, f"已办结果“{name}”在新版本里效力不同")
        return called


def state_marking(state: State) -> Marking:
    """Returns all that a state holds open."""
    return Marking(
        tuple(state.open_tasks), state.waiting, state.scopes, state.pending, state.groups, state.kept, state.own
    )


def _check_ahead(old: Procedure, new: Procedure, before: State, after: State, data: Collection[str]) -> None:
    """Raises TransitionError where a run may now never end, or only against the law, and on the old version would."""
    faults = _faults(new, after, data)
    known = set(_faults(old, before, data)) if faults else set()
    for id_, words in faults:
        if (id_, words) not in known:
            raise _no_place(new.nodes.get(id_), id_, words)


def _faults(procedure: Procedure, state: State, data: Collection[str]) -> list[tuple[str, str]]:
    """Returns what may go wrong from there, each with its element."""
    found = onward(procedure, state, data)
    faults = [(id_, f"从这里走不下去：{words}") for (id_, _), words in found.refused.items()]
    if not found.whole:
        faults.append((procedure.starts[""], "后面可能的情况太多，不能确认总能办结"))
    ending = found.ending()
    for later in found.after:
        faults += breaches(procedure, later)
        if found.whole and later not in ending:
            here = sorted({task.node for task in later.open_tasks} | {item.node for item in later.pending})
            faults.append((here[0] if here else procedure.starts[""], "走到这里后可能永远不能办结"))
    return faults


def _no_place(node: Node | None, id_: str, words: str) -> TransitionError:
    name = f"“{node.name}”（{id_}）" if node and node.name else f"“{id_}”"
    why = words.removesuffix("。")
    return TransitionError(f"环节{name}：{why}。本件不能改按这一版办理，请按原版办完，或先办过这一步再改。")
