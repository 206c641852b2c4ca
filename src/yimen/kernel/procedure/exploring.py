"""Every state that a procedure can reach: all outcomes of all open steps, all ways that unknown values leave open."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from .conditions import ConditionError, Lookup, holds, names
from .errors import TransitionError
from .model import Flow, Node, Procedure
from .running import Choose, Step, begin, move
from .state import OpenTask, State

MOST = 4000  # states, and ways to take one step; beyond them a procedure cannot be shown to end


@dataclass(slots=True)
class Explored:
    """What was found. ``after`` holds, for every state, the states one step on.

    ``refused`` holds the reasons of steps (node and outcome, empty for the start) that led nowhere; ``pathless`` the
    gateways where all conditions may fail; ``passed`` and ``taken`` the nodes and flows in use; ``whole`` is False
    where there were too many states.
    """

    after: dict[State, set[State]] = field(default_factory=dict)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    pathless: set[str] = field(default_factory=set)
    whole: bool = True

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

    States remember the last outcome of steps that conditions ask for or that have a legal effect, and no others.
    """
    return _Explorer(procedure).whole()


def always_ends(procedure: Procedure, state: State, given: Collection[str]) -> bool:
    """Tells whether a run that stands there can come to its end, wherever it goes from there.

    A condition that asks for a step never done blocks the way, unless ``given``, the names of the data, has its name:
    a run that came there by leaps has left out steps that its conditions may count on.
    """
    explorer = _Explorer(procedure)
    explorer.undone = {node.id for node in procedure.nodes.values() if node.kind == "user"} - set(given)
    found = explorer.spread([explorer.normal(state)])
    return found.whole and found.after.keys() <= found.ending()


class _Explorer:
    def __init__(self, procedure: Procedure) -> None:
        self.procedure, self.found, self.undone = procedure, Explored(), set[str]()
        conditions = [flow.condition for flows in procedure.out.values() for flow in flows if flow.condition]
        self.watched = {name for condition in conditions for name in names(condition)} | {
            node.id for node in procedure.nodes.values() if any(outcome.effect != "none" for outcome in node.outcomes)
        }

    def whole(self) -> Explored:
        return self.spread(self.steps(("", ""), lambda _: None, lambda choose: begin(self.procedure, choose)))

    def spread(self, states: Iterable[State]) -> Explored:
        """Returns what was found with these states and all that follow them."""
        todo = list(states)
        while todo:
            state = todo.pop()
            if state in self.found.after:
                continue
            if len(self.found.after) >= MOST:
                self.found.whole = False
                break
            self.found.after[state] = set(self.onward(state))
            todo += self.found.after[state]
        return self.found

    def onward(self, state: State) -> Iterator[State]:
        """Yields the states one step on from a state."""
        for task in {(task.node, task.scope): task for task in state.open_tasks}.values():
            for outcome in self.procedure.nodes[task.node].outcomes:
                code, results = outcome.code, {**dict(state.results), task.node: outcome.code}
                known = self.known({**results, "outcome": code})

                def run(choose: Choose, token: int = task.token, code: str = code) -> Step:
                    return move(self.procedure, state, token, code, choose)

                yield from self.steps((task.node, code), known, run)

    def known(self, values: Mapping[str, str]) -> Lookup:
        """Returns the look-up of these values; others are unknown, or refused where they are of steps never done."""

        def look(name: str) -> str | None:
            if name in self.undone and name not in values:
                raise ConditionError(f"流程条件要看的步骤“{name}”没有办过，请核对流程文件")
            return values.get(name)

        return look

    def steps(self, where: tuple[str, str], known: Lookup, run: Callable[[Choose], Step]) -> Iterator[State]:
        """Yields the state after every combination of ways: each run follows a script and leaves others to do."""
        scripts: list[tuple[int, ...]] = [()]
        for _ in range(MOST):
            if not scripts:
                return
            script, made = scripts.pop(), list[int]()

            def choose(
                node: Node, flows: tuple[Flow, ...], script: tuple[int, ...] = script, made: list[int] = made
            ) -> Flow:
                options = self.options(node, flows, known)
                if len(made) >= len(script):
                    scripts.extend((*made, other) for other in range(1, len(options)))
                made.append(script[len(made)] if len(made) < len(script) else 0)
                self.found.taken.add(options[made[-1]].id)
                return options[made[-1]]

            try:
                step = run(choose)
            except TransitionError as error:
                self.found.refused.setdefault(where, str(error))
            else:
                self.found.passed |= {event.node for event in step.events}
                yield self.normal(step.state)
        self.found.whole = False

    def options(self, node: Node, flows: tuple[Flow, ...], known: Lookup) -> list[Flow]:
        """Returns the flows that may be taken at a gateway, in order; none is after one that is sure to be open."""
        options = []
        for flow in flows:
            try:
                answer = holds(flow.condition, known) if flow.condition else len(flows) == 1
            except ConditionError as error:
                raise TransitionError(f"{error}。") from error
            if answer is not False:
                options.append(flow)
            if answer:
                return options
        options += [flow for flow in flows if flow.condition is None]
        if not options:
            raise TransitionError(f"在“{node.name or node.id}”没有一条出线的条件成立。")
        if options[-1].condition is not None:
            self.found.pathless.add(node.id)
        return options

    def normal(self, state: State) -> State:
        """Returns the state without what cannot matter any more, so that equal futures are equal states."""
        places = sorted((task.node, task.scope) for task in state.open_tasks)
        return replace(
            state,
            open_tasks=tuple(OpenTask(number, *place) for number, place in enumerate(places, 1)),
            scopes=tuple(sorted(state.scopes)),
            results=tuple((node, code) for node, code in state.results if node in self.watched),
            next_token=len(places) + 1,
        )
