"""What a run holds, taken apart into lists: opened, closed, and asked what in it still lives."""

from .model import Flow, Node, Procedure
from .state import Event, Group, Kept, OpenTask, Own, Pending, Scope, State, Turn


class Holding:
    """The state, taken apart into lists; ``agenda`` are the tokens under way.

    ``outcome`` is that of the step just done; ``done`` the token of the turn just ended; ``dropped``
    tells whether a return had something forgotten.
    """

    def __init__(self, procedure: Procedure, state: State) -> None:
        self.procedure, self.before = procedure, state
        self.tasks, self.waiting, self.scopes = [*state.open_tasks], [*state.waiting], [*state.scopes]
        self.pending, self.groups, self.kept = [*state.pending], [*state.groups], [*state.kept]
        self.results, self.next_token, self.outcome = dict(state.results), state.next_token, ""
        self.urged, self.undo, self.ground = state.urged, state.undo, state.ground
        self.heard, self.own = [*state.heard], [*state.own]
        self.events: list[Event] = []
        self.done, self.dropped = 0, False
        self.agenda: list[tuple[str, int, Flow | None]] = []
        self.ended = False

    def go(self, node: str, scope: int) -> None:
        """Sends a token to a node."""
        self.agenda.append((node, scope, None))

    def leave(self, flow: Flow, scope: int) -> None:
        """Sends a token along a flow."""
        self.agenda.append((flow.target, scope, flow))

    def token(self) -> int:
        """Returns a number never used in this run."""
        self.next_token += 1
        return self.next_token - 1

    def hand(self, task: OpenTask, who: str, until: str, then: tuple[Turn, ...]) -> OpenTask:
        """Opens a step's next turn: another token, the same limit."""
        self.tasks.append(task._replace(token=self.token(), who=who, until=until, then=then, root=task.line))
        return self.tasks[-1]

    def reopen(self, task: OpenTask) -> None:
        """Opens a turn again under a new token, its limit and its line going on."""
        self.tasks.append(task._replace(token=self.token(), root=task.line))
        self.events.append(Event("resubmitted", task.node))
        if not task.group:
            self.arm(self.procedure.nodes[task.node], task.line, task.scope)

    def fold(self, scope: int) -> None:
        """Closes a run of a sub-process in which nothing lives any more, without going on from it."""
        while scope and not self.lives(scope):
            ended = next((item for item in self.scopes if item.id == scope), None)
            if ended is None:
                return
            self.close_scope(ended)
            scope = ended.parent

    def arm(self, node: Node, host: int, scope: int) -> None:
        """Starts the boundary events that hang on a node."""
        for id_ in self.procedure.boundaries.get(node.id, ()):
            self.pending.append(Pending(self.token(), id_, scope, host, self.procedure.nodes[id_].duration))

    def disarm(self, host: int) -> None:
        """Stops the boundary events of a host that has ended."""
        if self.pending:
            self.pending = [item for item in self.pending if item.host != host]

    def open_scope(self, node: str, parent: int, item: str = "", group: int = 0) -> Scope:
        """Opens a run of a sub-process, or a part of one, under the least number that is free."""
        used = {scope.id for scope in self.scopes}
        id_ = next(number for number in range(1, len(used) + 2) if number not in used)
        self.scopes.append(Scope(id_, node, parent, item, group))
        return self.scopes[-1]

    def close_scope(self, scope: Scope) -> None:
        """Ends a run of a sub-process: its timers, what is kept in it; its number is free for another."""
        self.scopes.remove(scope)
        self.disarm(-scope.id)
        self.heard = [item for item in self.heard if item.scope != scope.id]
        self.own = [item for item in self.own if item.scope != scope.id]

    def part(self, scope: int) -> Scope | None:
        """Returns the part of a sub-process that several run and that a scope is or lies in, None where it is none."""
        while scope:
            found = next(item for item in self.scopes if item.id == scope)
            if found.group:
                return found
            scope = found.parent
        return None

    def note(self, node: str, scope: int, outcome: str) -> None:
        """Notes what a step ended with: within a part for this part alone."""
        part = self.part(scope) if scope else None
        if part is None:
            self.results[node] = outcome
        else:
            others = [item for item in self.own if (item.scope, item.node) != (part.id, node)]
            self.own = [*others, Own(part.id, node, outcome)]

    def known(self, scope: int) -> dict[str, str]:
        """Returns the outcomes of steps as they are seen from a scope: within a part its own come first."""
        part = self.part(scope) if scope else None
        if part is None:
            return self.results
        return {**self.results, **{item.node: item.outcome for item in self.own if item.scope == part.id}}

    def around(self, node: Node, near: int = 0) -> dict[str, int]:
        """Returns the runs of the sub-processes that a node lies in, opened where they are not open.

        Of several open runs of one sub-process it takes the one around the scope ``near``.
        """
        chain, found = list[str](), {"": 0}
        inside = node.scope
        while inside:
            chain.insert(0, inside)
            inside = self.procedure.nodes[inside].scope
        mine = self.chain(near)
        parent = 0
        for id_ in chain:
            here = [item for item in self.scopes if (item.node, item.parent) == (id_, parent)]
            here.sort(key=lambda item: item.id not in mine)
            if here:
                parent = here[0].id
            else:
                scope = self.open_scope(id_, parent)
                self.arm(self.procedure.nodes[id_], -scope.id, parent)
                parent = scope.id
            found[id_] = parent
        return found

    def chain(self, scope: int) -> list[int]:
        """Returns a scope and those around it, the outermost (0) last."""
        parents = {item.id: item.parent for item in self.scopes}
        found = [scope]
        while found[-1]:
            found.append(parents[found[-1]])
        return found

    def alone(self, node: Node) -> int:
        """Closes all that is open or waits, and returns the scope that a node lies in: kept if open, else opened."""
        self.tasks, self.waiting, self.pending, self.groups, self.kept = [], [], [], [], []
        self.heard, self.own = [], []
        chain = self.around(node)
        self.scopes = [item for item in self.scopes if item.id in chain.values()]
        for item in self.scopes:
            self.disarm(-item.id)
            self.arm(self.procedure.nodes[item.node], -item.id, item.parent)
        return chain[node.scope]

    def moving(self) -> set[int]:
        """Returns the scopes in which something can still move, and the parts that have ended."""
        return {
            *[task.scope for task in self.tasks],
            *[item.parent for item in self.scopes],
            *[item.id for item in self.scopes if item.outcome],
            *[item.scope for item in self.pending],
            *[item.task.scope for item in self.kept],
        }

    def lives(self, scope: int) -> bool:
        """Tells whether a token rests, waits or travels in a scope or within."""
        return (
            scope in self.moving()
            or any(wait.scope == scope for wait in self.waiting)
            or any(waiting == scope for _, waiting, _ in self.agenda)
        )

    def clear(self, scope: int) -> None:
        """Closes all that is in a scope, and the scopes within."""
        for inner in [item for item in self.scopes if item.parent == scope]:
            self.clear(inner.id)
            self.close_scope(inner)
        self.tasks = [task for task in self.tasks if task.scope != scope]
        self.waiting = [wait for wait in self.waiting if wait.scope != scope]
        self.pending = [item for item in self.pending if item.scope != scope]
        self.groups = [item for item in self.groups if item.scope != scope]
        self.heard = [item for item in self.heard if item.scope != scope]
        self.agenda = [item for item in self.agenda if item[1] != scope]
        for kept in [item for item in self.kept if item.task.scope == scope]:
            self.cancel_kept(kept)

    def cancel_kept(self, kept: Kept) -> None:
        """Closes a turn that was set aside, and what was opened to come before it."""
        if kept not in self.kept:
            return
        self.kept.remove(kept)
        for task in [item for item in self.tasks if item.ticket == kept.id]:
            self.tasks.remove(task)
            if not task.group:
                self.disarm(task.line)
        for group in [item for item in self.groups if item.ticket == kept.id]:
            self.close_group(group)
        for inner in [item for item in self.kept if item.task.ticket == kept.id]:
            self.cancel_kept(inner)

    def close_group(self, group: Group) -> None:
        """Closes a step or a sub-process that several do, with all its open instances and its parts."""
        self.groups = [item for item in self.groups if item.token != group.token]
        self.tasks = [task for task in self.tasks if task.group != group.token]
        self.disarm(group.token)
        for kept in [item for item in self.kept if item.task.group == group.token]:
            self.cancel_kept(kept)
        for part in [item for item in self.scopes if item.group == group.token]:
            self.clear(part.id)
            self.close_scope(part)
