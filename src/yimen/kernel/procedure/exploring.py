"""Every state that a procedure can reach: all outcomes of all open steps, all ways that unknown values leave open."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations

from .conditions import ConditionError, Lookup, holds, names
from .errors import TransitionError
from .holding import Holding
from .model import HUMAN, Flow, Node, Procedure
from .naming import title
from .parts import last_steps
from .running import begin, move
from .state import Group, OpenTask, Own, Pending, State, within
from .synchrony import doubled, grown
from .timers import come
from .tokens import Guide, Run, Step
from .trails import Leg

MOST = 4000  # states, and ways to take one step; beyond them a procedure cannot be shown to end
WORK = 50  # turns and elements looked at for each of those states: many open steps, or long ways, cost as much
MOST_WAYS = 250  # choices in a row that nobody takes part in
WIDEST = 8  # ways of an inclusive gateway that may or may not be open: each more doubles what is to be looked at
GLANCE = 400  # states looked at after a return, which is checked while somebody waits
Move = tuple[str, str]  # a node and what it ended with, "" for a timer, a message, and the start


@dataclass(slots=True)
class Explored:
    """What was found. ``after`` holds, for every state, the states one step on.

    ``refused`` holds the reasons of steps (node and outcome, empty for the start) that led nowhere; ``pathless`` the
    gateways where all conditions may fail; ``passed`` and ``taken`` the nodes and flows in use; ``whole`` is False
    where there were too many states. ``came`` holds, for every state, the one it was first met from and by which move.
    ``opened`` holds every step that a move opened, with the first state in which it did. ``chosen`` and
    ``refused_chosen`` hold the flows chosen at gateways by the move that first led to a state, and by one that failed.
    ``twice`` holds the states in which something is open more than once; ``grows`` one that covers a state on its way,
    None where none was met: looking on would never end.
    """

    after: dict[State, set[State]] = field(default_factory=dict)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    pathless: set[str] = field(default_factory=set)
    whole: bool = True
    came: dict[State, tuple[State | None, Move]] = field(default_factory=dict)
    refused_at: dict[Move, State | None] = field(default_factory=dict)
    opened: dict[tuple[Move, str], State] = field(default_factory=dict)
    chosen: dict[State, frozenset[str]] = field(default_factory=dict)
    refused_chosen: dict[Move, frozenset[str]] = field(default_factory=dict)
    twice: list[State] = field(default_factory=list)
    grows: State | None = None

    def moves(self, state: State | None) -> tuple[Move, ...]:
        """Returns a shortest list of moves that leads to a state."""
        found: list[Move] = []
        while state is not None:
            state, move_ = self.came[state]
            found.insert(0, move_)
        return tuple(move_ for move_ in found if move_[0])

    def legs(self, state: State | None, failed: Move | None = None) -> tuple[Leg, ...]:
        """Returns the moves of that list, and one that failed after it, as the ways they took."""
        found = [] if failed is None else [Leg(failed[0], self.refused_chosen[failed], _held(state), None)]
        while state is not None:
            before, (node, _) = self.came[state]
            found.insert(0, Leg(node, self.chosen.get(state, frozenset()), _held(before), _held(state)))
            state = before
        return tuple(found)

    def ending(self) -> set[State]:
        """Returns the states from which some way leads to the end of the run."""
        before: dict[State, list[State]] = {}
        for state, after in self.after.items():
            for later in after:
                before.setdefault(later, []).append(state)
        ending = {state for state in self.after if state.ended}
        todo = list(ending)
        while todo:
            for earlier in before.get(todo.pop(), ()):
                if earlier not in ending:
                    ending.add(earlier)
                    todo.append(earlier)
        return ending


def explore(procedure: Procedure) -> Explored:
    """Returns what a run of the procedure can come to, whatever its outcomes and data are.

    States remember the last outcome of steps that conditions ask for, that have a legal effect or are mandatory stages,
    and no others.
    """
    return _Explorer(procedure).whole()


def always_ends(procedure: Procedure, state: State, given: Collection[str]) -> bool:
    """Tells whether a run that stands there can come to its end, wherever it goes from there.

    A condition that asks for a step never done blocks the way, unless ``given``, the names of the data, has its name:
    a run that came there by leaps has left out steps that its conditions may count on.
    """
    found = onward(procedure, state, given)
    return found.whole and found.after.keys() <= found.ending()


def onward(procedure: Procedure, state: State, given: Collection[str]) -> Explored:
    """Returns what a run that stands there can come to; ``given`` as for ``always_ends``."""
    explorer = _Explorer(procedure)
    explorer.undone = {node.id for node in procedure.nodes.values() if node.kind in HUMAN or node.loop} - set(given)
    return explorer.standing(state)


def dead_end(procedure: Procedure, state: State) -> bool:
    """Tells whether a run that stands there is sure, within a glance, to come to a place from which it cannot end."""
    found = _Explorer(procedure, GLANCE).standing(state)
    return bool(found.refused) or (found.whole and not found.after.keys() <= found.ending())


class _Explorer:
    def __init__(self, procedure: Procedure, most: int = MOST) -> None:
        self.procedure, self.found, self.undone, self.most = _as_if_one(procedure), Explored(), set[str](), most
        self.left, self.wary = most * WORK, False
        wholes = [node.id for node in procedure.nodes.values() if node.kind == "subprocess" and node.loop]
        self.last = {id_ for whole in wholes for id_ in last_steps(procedure, whole)}
        self.said: dict[str, tuple[str, ...]] = {}  # what parts have given already, by the sub-processes they are of
        conditions = [flow.condition for flows in procedure.out.values() for flow in flows if flow.condition]
        self.watched = {name for condition in conditions for name in names(condition)} | {
            node.id
            for node in procedure.nodes.values()
            if node.duty or any(outcome.effect != "none" for outcome in node.outcomes)
        }

    def whole(self) -> Explored:
        self.wary = True
        first = list(self.steps(None, ("", ""), lambda guide: begin(self.procedure, guide)))
        return self.spread(first)

    def standing(self, state: State) -> Explored:
        """Returns what was found from where a run stands.

        Of sub-processes that several run, each open part is followed alone, and one that is still to open from its
        beginning; what others have given already may at any time become the outcome of all.
        """
        said = [(group.node, vote.outcome) for group in state.groups for vote in group.votes]
        said += [(part.node, part.outcome) for part in state.scopes if part.outcome]
        wholes = {node for node, _ in said if self.procedure.nodes[node].loop}
        self.said = {id_: tuple(sorted({code for node, code in said if node == id_})) for id_ in wholes}
        begins = [self.normal(one) for one in _apart(state)]
        for group in state.groups:
            if group.items and self.procedure.nodes[group.node].loop:
                begins += self.steps(None, (group.node, ""), partial(self.anew, state, group))
        return self.spread(begins)

    def anew(self, state: State, group: Group, guide: Guide) -> Step:
        """Returns the step in which a part that is still to open begins, alone."""
        parts = {part.id for part in state.scopes if part.group == group.token}
        run = Run(self.procedure, _without(next(_apart(state)), parts), guide)
        run.go(self.procedure.starts[group.node], run.open_scope(group.node, group.scope, "", group.token).id)
        return run.step()

    def spread(self, states: Iterable[State]) -> Explored:
        """Returns what was found with these states and all that follow them, the nearest first."""
        todo = deque(states)
        for state in todo:
            self.found.came.setdefault(state, (None, ("", "")))
        while todo:
            state = todo.popleft()
            if state in self.found.after:
                continue
            if len(self.found.after) >= self.most or self.left < 0:
                self.found.whole = False
                break
            self.found.after[state] = set()
            if self.wary and doubled(state):
                self.found.twice.append(state)
                if grown(state, self.found.came):
                    self.found.grows, self.found.whole = state, False
                    break
            for after in self.onward(state):
                self.found.after[state].add(after)
                todo.append(after)
        return self.found

    def onward(self, state: State) -> Iterator[State]:
        """Yields the states one step on from a state."""
        like = {(task.node, task.scope, _waits(state, task.line)): task for task in state.open_tasks}
        for task in like.values():
            for outcome in self.procedure.nodes[task.node].outcomes:

                def run(guide: Guide, token: int = task.token, code: str = outcome.code) -> Step:
                    return move(self.procedure, state, token, code, guide)

                yield from self.steps(state, (task.node, outcome.code), run)
        for item in state.pending:

            def wait(guide: Guide, item: Pending = item) -> Step:
                return come(self.procedure, state, item, guide)

            yield from self.steps(state, (item.node, ""), wait)
        for group in state.groups:
            for code in self.said.get(group.node, ()):
                yield from self.steps(state, (group.node, code), partial(self.concluded, state, group, code))

    def concluded(self, state: State, group: Group, code: str, guide: Guide) -> Step:
        """Returns the step in which what several run ends with what one of them has given."""
        run = Run(self.procedure, state, guide)
        run.end_group(self.procedure.nodes[group.node], group, code)
        return run.step()

    def known(self, values: Mapping[str, str]) -> Lookup:
        """Returns the look-up of these values; others are unknown, or refused where they are of steps never done."""

        def look(name: str) -> str | None:
            if name in self.undone and name not in values:
                raise ConditionError(f"流程条件要看的步骤“{title(self.procedure, name)}”没有办过，请核对流程文件")
            return values.get(name)

        return look

    def steps(self, before: State | None, where: Move, run: Callable[[Guide], Step]) -> Iterator[State]:
        """Yields the state after every combination of ways: each run follows a script and leaves others to do."""
        scripts: list[tuple[int, ...]] = [()]
        for _ in range(self.most):
            if not scripts:
                return
            if self.left < 0:
                break
            self.left -= 1 + (len(before.open_tasks) + len(before.waiting) if before else 0)
            guide = _Script(self, scripts.pop(), scripts)
            try:
                step = run(guide)
            except TransitionError as error:
                self.left -= WORK + 2 * len(guide.made)
                self.found.refused.setdefault(where, str(error))
                self.found.refused_at.setdefault(where, before)
                self.found.refused_chosen.setdefault(where, frozenset(guide.taken))
            else:
                self.left -= len(step.events)
                self.found.passed |= {event.node for event in step.events}
                after = self.normal(step.state)
                self.found.came.setdefault(after, (before, where))
                self.found.chosen.setdefault(after, frozenset(guide.taken))
                for task in step.opened:
                    self.found.opened.setdefault((where, task.node), after)
                yield after
        self.found.whole = False

    def options(self, node: Node, flows: tuple[Flow, ...], run: Holding, scope: int) -> list[tuple[Flow, ...]]:
        """Returns the ways that may be taken at a gateway, in order.

        At an exclusive one, none is after a flow that is sure to be open; at an inclusive one, all that are sure to be
        open are taken, with any of those that may be.
        """
        known = self.known({**run.known(scope), **({"outcome": run.outcome} if run.outcome else {})})
        maybe, sure = [], False
        must = []
        for flow in flows:
            try:
                answer = holds(flow.condition, known) if flow.condition else len(flows) == 1
            except ConditionError as error:
                raise TransitionError(f"{error}。") from error
            if answer:
                must.append(flow)
            if answer is not False and not (node.kind == "exclusive" and sure):
                maybe.append(flow)
            sure = sure or bool(answer)
        default = [flow for flow in flows if flow.condition is None and len(flows) > 1]
        if not sure and not default:
            if not maybe:
                raise TransitionError(f"在“{node.name or node.id}”没有一条出线的条件成立。")
            self.found.pathless.add(node.id)
        if node.kind == "exclusive":
            return [(flow,) for flow in (maybe if sure else [*maybe, *default])]
        open_ = [flow for flow in maybe if flow not in must]
        if len(open_) > WIDEST:
            self.found.whole = False
            open_ = open_[:WIDEST]
        several = [
            tuple(flow for flow in flows if flow in must or flow in more)
            for count in range(len(open_), -1, -1)
            for more in combinations(open_, count)
        ]
        return [ways or tuple(default) for ways in several if ways or default]

    def normal(self, state: State) -> State:
        """Returns the state without what cannot matter any more, so that equal futures are equal states.

        Turns set aside stand where they were; a step that several do is one.
        """
        if any(group.ticket for group in state.groups):
            reopened = {group.token for group in state.groups if group.ticket}
            state = _without(state, {item.id for item in state.scopes if item.group in reopened})
        single = [task for task in state.open_tasks if not task.ticket and not task.group]
        aside = [kept.task for kept in state.kept if not kept.task.group]
        several = [group for group in state.groups if not group.ticket]
        lines = [(task.node, task.scope, task.line) for task in (*single, *aside)]
        lines += [(group.node, group.scope, group.token) for group in several]
        order = sorted((node, scope, _waits(state, line), line) for node, scope, line in lines)
        hosts = {line: number for number, (*_, line) in enumerate(order, 1)}
        waits = sorted((item.node, item.scope, hosts.get(item.host, item.host)) for item in state.pending)
        shared = {group.token for group in several if self.procedure.nodes[group.node].loop}
        numbered = [(number, *place) for number, place in enumerate(order, 1)]
        return State(
            open_tasks=tuple(
                OpenTask(number, node, scope) for number, node, scope, _, line in numbered if line not in shared
            ),
            waiting=state.waiting,
            scopes=tuple(sorted(one._replace(item="", group=hosts.get(one.group, 0)) for one in state.scopes)),
            results=tuple((node, code) for node, code in state.results if node in self.watched),
            next_token=len(order) + len(waits) + 1,
            ended=state.ended,
            pending=tuple(Pending(number, *wait) for number, wait in enumerate(waits, len(order) + 1)),
            groups=tuple(Group(number, node, scope, 1) for number, node, scope, _, line in numbered if line in shared),
            own=self.remembered(state.own),
        )

    def remembered(self, own: tuple[Own, ...]) -> tuple[Own, ...]:
        """Returns the outcomes within parts that conditions ask for, in any order, and last the one that a part has."""
        last = {item.scope: item for item in own if item.node in self.last}
        asked = sorted(item for item in own if item.node in self.watched and item not in last.values())
        return (*asked, *last.values())


class _Script:
    """Takes the ways that a script says, the first open one where it says nothing, and notes the others to be done."""

    def __init__(self, explorer: _Explorer, script: tuple[int, ...], scripts: list[tuple[int, ...]]) -> None:
        self.explorer, self.script, self.scripts, self.made = explorer, script, scripts, list[int]()
        self.taken: set[str] = set()

    def ways(self, node: Node, flows: tuple[Flow, ...], run: Holding, scope: int) -> tuple[Flow, ...]:
        """Returns the ways to take."""
        options, place = self.explorer.options(node, flows, run, scope), len(self.made)
        if place >= MOST_WAYS:
            words = f"一连经过 {MOST_WAYS} 个网关而没有人办理，流程可能在打转"
            raise TransitionError(f"{words}。请核对连线，在中间安排有人办理的步骤。")
        if place >= len(self.script):
            self.scripts.extend((*self.made, other) for other in range(1, len(options)))
        self.made.append(self.script[place] if place < len(self.script) else 0)
        taken = {flow.id for flow in options[self.made[-1]]}
        self.taken |= taken
        self.explorer.found.taken |= taken
        return options[self.made[-1]]

    def items(self, node: Node, procedure: Procedure) -> tuple[str, ...]:  # noqa: ARG002 - a guide takes both
        """Returns one item: what several do is explored as if one did it."""
        return (node.id,)


def _held(state: State | None) -> frozenset[str]:
    """Returns the flows whose tokens wait at a join."""
    return frozenset(item.flow for item in state.waiting) if state else frozenset()


def _waits(state: State, line: int) -> tuple[str, ...]:
    return tuple(sorted(item.node for item in state.pending if item.host == line))


def _apart(state: State) -> Iterator[State]:
    """Yields the state with one open part left of every sub-process that several run, until each was left once.

    Parts share nothing but the outcome of all: what one of them can come to, it can come to alone.
    """
    open_ = [
        [item.id for item in state.scopes if item.group == group.token and not item.outcome] for group in state.groups
    ]
    parts = [ids for ids in open_ if ids]
    for turn in range(max((len(ids) for ids in parts), default=1)):
        left = {ids[min(turn, len(ids) - 1)] for ids in parts}
        yield _without(state, {item.id for item in state.scopes if item.group and item.id not in left})


def _without(state: State, gone: set[int]) -> State:
    """Returns the state without some scopes and all within."""
    if not gone:
        return state
    gone = within(state.scopes, gone)
    return state._replace(
        open_tasks=tuple(item for item in state.open_tasks if item.scope not in gone),
        waiting=tuple(item for item in state.waiting if item.scope not in gone),
        scopes=tuple(item for item in state.scopes if item.id not in gone),
        pending=tuple(item for item in state.pending if item.scope not in gone),
        kept=tuple(item for item in state.kept if item.task.scope not in gone),
        own=tuple(item for item in state.own if item.scope not in gone),
    )


def _as_if_one(procedure: Procedure) -> Procedure:
    """Returns the procedure with one where a step is for several; a sub-process that several run has one part then."""
    if not any(node.loop for node in procedure.nodes.values()):
        return procedure
    ones = {node.id: replace(node, loop=None) for node in procedure.nodes.values() if node.kind in HUMAN}
    return replace(procedure, nodes={**procedure.nodes, **ones})
