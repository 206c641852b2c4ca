"""One transition under way: tokens travel until each rests at a human step, a join, a timer or a message."""

from typing import Literal, NamedTuple, Protocol

from . import gateways, instances
from .dropping import drop
from .errors import TransitionError
from .holding import Holding
from .model import Flow, Node, Procedure
from .state import Event, Group, OpenTask, Pending, Scope, State
from .undoing import lasting, undo_of

Ending = Literal["done", "lapsed", "deemed"]
MOST = 2000  # moves within one transition; a sound procedure needs a few dozen, and as many in each of its parts
STUCK = "走这一步会使流程停住：并行的另一路永远不会到达。"
MOST_MORE = 100  # for each run of a sub-process


class Guide(Protocol):
    """What a run asks on its way: which way at a gateway, and for whom a step is that several do."""

    def ways(self, node: Node, flows: tuple[Flow, ...], run: Holding, scope: int) -> tuple[Flow, ...]:
        """Returns the flows to take: one at an exclusive gateway, one or more at an inclusive one."""

    def items(self, node: Node, procedure: Procedure) -> tuple[str, ...]:
        """Returns the units or persons that a step or a sub-process is for, each once."""


class Step(NamedTuple):
    """What one transition did: the new state, the steps it opened, those it closed unfinished, and what it passed.

    ``armed`` and ``disarmed``: the timers and messages that the run waits for from now on, and no longer.
    """

    state: State
    opened: tuple[OpenTask, ...]
    closed: tuple[OpenTask, ...]
    events: tuple[Event, ...]
    ended: bool
    armed: tuple[Pending, ...] = ()
    disarmed: tuple[Pending, ...] = ()


class Run(Holding):
    """A transition: tokens travel, asking a guide at every gateway."""

    def __init__(self, procedure: Procedure, state: State, guide: Guide) -> None:
        super().__init__(procedure, state)
        self.guide = guide

    def step(self, *, undo: OpenTask | None = None) -> Step:
        """Moves all tokens until they rest, and returns what was done; ``undo``: the turn that may be withdrawn."""
        self.travel()
        if self.kept or self.before.kept:
            self.keep_in_step()
        watched = (0, *[item.id for item in self.scopes]) if self.scopes or not self.tasks else ()
        moving = self.moving() if watched else ()
        if not self.ended and any(scope not in moving for scope in watched):
            raise TransitionError(f"{STUCK}请联系流程管理员核对流程文件。")
        before = self.before
        now, first = {task.token for task in self.tasks}, before.next_token
        opened = tuple([task for task in self.tasks if task.token >= first])
        gone = tuple([task for task in before.open_tasks if task.token not in now])
        armed: tuple[Pending, ...] = ()
        disarmed: tuple[Pending, ...] = ()
        if self.pending or before.pending:
            waits, waited = ({item.token for item in items} for items in (self.pending, before.pending))
            armed = tuple([item for item in self.pending if item.token not in waited])
            disarmed = tuple([item for item in before.pending if item.token not in waits])
        undone = lasting(self) if self.undo else ()
        if undo is not None and (mine := undo_of(self, undo, (gone, opened), (disarmed, armed))):
            undone = (*undone, mine)
        state = State(
            tuple(self.tasks),
            tuple(sorted(self.waiting)),
            tuple(self.scopes),
            tuple(sorted(self.results.items())),
            self.next_token,
            self.ended,
            tuple(self.pending),
            tuple(self.groups),
            tuple(self.kept),
            undone,
            self.urged,
            self.ground,
            tuple(self.heard),
            tuple(self.own),
        )
        closed = tuple([task for task in gone if task.token != self.done])
        return Step(state, opened, closed, tuple(self.events), self.ended, armed, disarmed)

    def travel(self) -> None:
        """Moves tokens until all rest."""
        moves = 0
        while True:
            moves += 1
            if moves > MOST and moves > MOST + MOST_MORE * len(self.scopes):
                raise TransitionError("流程在没有人办理的步骤之间打转，请联系流程管理员核对流程文件。")
            if self.agenda:
                id_, scope, flow = self.agenda.pop(0)
                self.arrive(self.procedure.nodes[id_], scope, flow)
            elif self.procedure.reach and self.waiting and (freed := gateways.release(self)):
                self.events.append(Event("passed", freed[0].id))
                self.onward(*freed)
            else:
                return

    def arrive(self, node: Node, scope: int, flow: Flow | None) -> None:
        """Lets a token come to a node: it rests there, waits, or goes on."""
        kind = node.kind
        if kind in {"user", "manual"}:
            self.open_step(node, scope)
        elif kind == "catch":
            self.pending.append(Pending(self.token(), node.id, scope, 0, node.duration))
            self.events.append(Event("opened", node.id))
        elif kind in {"parallel", "inclusive"} and not gateways.joined(self, node, scope, flow):
            return
        else:
            self.events.append(Event("passed", node.id))
            self.onward(node, scope)

    def onward(self, node: Node, scope: int) -> None:
        """Sends a token on from an element where nobody acts."""
        if node.kind == "subprocess" and node.loop:
            self.open_step(node, scope)
        elif node.kind == "subprocess":
            run = self.open_scope(node.id, scope)
            self.arm(node, -run.id, scope)
            self.go(self.procedure.starts[node.id], run.id)
        elif node.kind in {"end", "terminate"}:
            self.finish(node, scope)
        elif node.kind in {"exclusive", "inclusive"}:
            for way in self.guide.ways(node, self.procedure.out[node.id], self, scope):
                self.leave(way, scope)
        else:
            for way in self.procedure.out[node.id]:
                self.leave(way, scope)

    def cancel(self, host: int) -> None:
        """Closes what a boundary event hangs on, and all that a return had set aside behind it."""
        task = next((item for item in self.tasks if item.line == host and not item.group), None)
        group = next((item for item in self.groups if item.token == host), None)
        self.disarm(host)
        if host < 0:
            self.clear(-host)
            self.scopes = [item for item in self.scopes if item.id != -host]
        elif group:
            self.close_group(group)
            self.void(group.node, group.scope, group.ticket)
        elif task:
            self.tasks.remove(task)
            self.void(task.node, task.scope, task.ticket)

    def void(self, node: str, scope: int, ticket: int) -> None:
        """Drops all that a return had kept behind a step whose ticket leads back no more."""
        kept = next((item for item in self.kept if item.id == ticket), None)
        if kept:
            drop(self, self.procedure.nodes[node], scope, kept.task.node)

    def open_step(self, node: Node, scope: int, ticket: int = 0) -> None:
        """Opens a human step, for one or for several, or the parts of a sub-process."""
        if node.loop:
            instances.open_group(self, node, scope, self.guide.items(node, self.procedure), ticket)
            return
        token, part = self.token(), self.part(scope) if scope else None
        self.tasks.append(OpenTask(token, node.id, scope, part.item if part else "", ticket=ticket))
        self.events.append(Event("opened", node.id))
        if self.procedure.boundaries:
            self.arm(node, token, scope)

    def end_step(self, node: Node, scope: int, outcome: str, ending: Ending, ticket: int = 0) -> None:
        """Gives a step its outcome and sends the run on, or back along its ticket."""
        self.outcome = outcome
        self.note(node.id, scope, outcome)
        self.events.append(Event(ending, node.id, outcome))
        if ticket and self.go_back(node, scope, ticket, outcome):
            return
        self.leave(self.procedure.out[node.id][0], scope)

    def go_back(self, node: Node, scope: int, ticket: int, outcome: str) -> bool:
        """Opens the turn again that a return had set aside; False, and all that came after dropped, if it fell away."""
        kept = next((item for item in self.kept if item.id == ticket), None)
        if kept is None or kept.outcome != outcome:
            self.void(node.id, scope, ticket)
            self.note(node.id, scope, outcome)
            return False
        self.kept.remove(kept)
        self.reopen(kept.task)
        return True

    def keep_in_step(self) -> None:
        """Opens again what nothing leads back to any more; closes the sub-processes opened for a turn that is done."""
        tickets = {item.ticket for item in self.tasks} | {item.ticket for item in self.groups}
        tickets |= {item.task.ticket for item in self.kept}
        for kept in [item for item in self.kept if item.id not in tickets]:
            self.kept.remove(kept)
            self.reopen(kept.task)
        for scope in [item.id for item in self.scopes]:
            self.fold(scope)

    def finish(self, node: Node, scope: int) -> None:
        """Ends a token; ends its scope where it was the last one, or at once where the end terminates."""
        if node.kind == "terminate":
            self.clear(scope)
        elif self.lives(scope):
            return
        if scope == 0:
            self.ended = True
            return
        ended = next(item for item in self.scopes if item.id == scope)
        if ended.group:
            self.end_part(ended)
            return
        self.close_scope(ended)
        self.leave(self.procedure.out[ended.node][0], ended.parent)

    def end_part(self, part: Scope) -> None:
        """Ends a part of a sub-process with the outcome last given in it; goes on once that of all is certain."""
        node = self.procedure.nodes[part.node]
        group, combined = instances.ended(self, part, node)
        if combined:
            self.end_group(node, group, combined)

    def end_group(self, node: Node, group: Group, outcome: str) -> None:
        """Ends what several do with the outcome of all."""
        self.close_group(group)
        instances.remember(self, node, group, outcome)
        self.end_step(node, group.scope, outcome, "done", group.ticket)
