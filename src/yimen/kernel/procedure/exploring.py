"""Every state that a procedure can reach: all outcomes of all open steps, all ways that unknown values leave open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .conditions import ConditionError, holds, names
from .errors import TransitionError
from .model import Flow, Node, Procedure
from .running import Choose, Step, begin, move
from .state import OpenTask, State

MOST = 4000  # states; beyond them a procedure cannot be shown to end


@dataclass(slots=True)
class Explored:
    """What was found. ``after`` holds, for every state, the states one step on; ``refused`` the steps that led nowhere.

    ``pathless`` names the gateways where all conditions may fail; ``whole`` is False where there were too many states.
    """

    after: dict[State, set[State]] = field(default_factory=dict)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    pathless: set[str] = field(default_factory=set)
    whole: bool = True


def explore(procedure: Procedure) -> Explored:
    """Returns what a run of the procedure can come to, whatever its outcomes and data are.

    States remember the last outcome of steps that conditions ask for or that have a legal effect, and no others.
    """
    found = Explored()
    conditions = [flow.condition for flows in procedure.out.values() for flow in flows if flow.condition]
    watched = {name for condition in conditions for name in names(condition)} | {
        node.id for node in procedure.nodes.values() if any(outcome.effect != "none" for outcome in node.outcomes)
    }
    todo = list(_after(procedure, found, watched, "", "", State()))
    while todo:
        state = todo.pop()
        if state in found.after:
            continue
        if len(found.after) >= MOST:
            found.whole = False
            break
        found.after[state] = set()
        for task in {(task.node, task.scope): task for task in state.open_tasks}.values():
            for outcome in procedure.nodes[task.node].outcomes:
                for after in _after(procedure, found, watched, task.node, outcome.code, state, task.token):
                    found.after[state].add(after)
                    todo.append(after)
    return found


def _after(
    procedure: Procedure, found: Explored, watched: set[str], node: str, outcome: str, state: State, token: int = 0
) -> Iterator[State]:
    results = {**dict(state.results), **({node: outcome} if node else {})}

    def known(name: str) -> Any:
        return outcome if name == "outcome" else results.get(name)

    def run(choose: Choose) -> Step:
        return move(procedure, state, token, outcome, choose) if token else begin(procedure, choose)

    for step in _variants(run, lambda at, flows: _open(found, at, flows, known), found, (node, outcome)):
        found.passed |= {event.node for event in step.events}
        yield _normal(step.state, watched)


def _variants(
    run: Callable[[Choose], Step],
    ways: Callable[[Node, tuple[Flow, ...]], list[Flow]],
    found: Explored,
    where: tuple[str, str],
) -> Iterator[Step]:
    """Yields the step for every combination of ways: each run follows a script of choices and leaves the others to do."""
    scripts: list[tuple[int, ...]] = [()]
    runs = 0
    while scripts:
        script, made = scripts.pop(), list[int]()
        runs += 1
        if runs > MOST:
            found.whole = False
            return

        def choose(node: Node, flows: tuple[Flow, ...], script: tuple[int, ...] = script, made: list[int] = made) -> Flow:
            options = ways(node, flows)
            pick = script[len(made)] if len(made) < len(script) else 0
            if len(made) >= len(script):
                scripts.extend((*made, other) for other in range(1, len(options)))
            made.append(pick)
            found.taken.add(options[pick].id)
            return options[pick]

        try:
            yield run(choose)
        except TransitionError as error:
            found.refused.setdefault(where, str(error))


def _open(found: Explored, node: Node, flows: tuple[Flow, ...], known: Callable[[str], Any]) -> list[Flow]:
    """Returns the flows that may be taken at a gateway, in order; the last one is the default or certain."""
    options: list[Flow] = []
    for flow in flows:
        if flow.condition is None:
            continue
        try:
            answer = holds(flow.condition, known)
        except ConditionError as error:
            raise TransitionError(f"{error}。") from error
        if answer is not False:
            options.append(flow)
        if answer:
            return options
    last = [flow for flow in flows if flow.condition is None]
    if not last:
        found.pathless.add(node.id)
    if not options and not last:
        raise TransitionError(f"在“{node.name or node.id}”没有一条出线的条件成立。")
    return options + last


def _normal(state: State, watched: set[str]) -> State:
    """Returns the state without what cannot matter any more, so that equal futures are equal states."""
    places = sorted((task.node, task.scope) for task in state.open_tasks)
    return replace(
        state,
        open_tasks=tuple(OpenTask(number, *place) for number, place in enumerate(places, 1)),
        scopes=tuple(sorted(state.scopes)),
        results=tuple((node, code) for node, code in state.results if node in watched),
        next_token=len(places) + 1,
    )
