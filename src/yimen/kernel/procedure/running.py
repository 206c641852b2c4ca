"""Runs a procedure: pure functions from a state to the next. Tokens wait at human steps and at joins, nowhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .conditions import ConditionError, holds
from .errors import TransitionError
from .model import Flow, Node, Procedure
from .state import Event, OpenTask, Scope, State, Waiting

MOST = 2000  # moves within one transition; a sound procedure needs a few dozen

Ending = Literal["done", "lapsed"]
Choose = Callable[[Node, tuple[Flow, ...]], Flow]


@dataclass(frozen=True, slots=True)
class Step:
    """What one transition did: the new state, the steps it opened, those it closed unfinished, and what it passed."""

    state: State
    opened: tuple[OpenTask, ...]
    closed: tuple[OpenTask, ...]
    events: tuple[Event, ...]
    ended: bool


def start(procedure: Procedure, data: Mapping[str, Any]) -> Step:
    """Returns the first step of a new run; ``data`` holds the values that conditions may look at.

    Raises TransitionError where a condition has no value to look at, or no way leads on.
    """
    return begin(procedure, by_data(data, "", {}))


def complete(procedure: Procedure, state: State, token: int, outcome_code: str, data: Mapping[str, Any]) -> Step:
    """Returns the step that follows when the human step holding ``token`` ends with an outcome.

    Raises TransitionError where the token is not open, the outcome is not one of the step's, a condition has no value
    to look at, or the run would be stuck for ever.
    """
    results = {**dict(state.results), **{task.node: outcome_code for task in state.open_tasks if task.token == token}}
    return move(procedure, state, token, outcome_code, by_data(data, outcome_code, results))


def by_data(data: Mapping[str, Any], outcome: str, results: Mapping[str, str]) -> Choose:
    """Returns the choice at a gateway that runs make: the first open way in the file's order, else the default.

    A condition's names are ``outcome`` (of the step just done), a step's id (its last outcome), or a value of ``data``.
    """

    def look(name: str) -> Any:
        if name == "outcome":
            return outcome
        found = results.get(name, data.get(name))
        if found is None:
            raise ConditionError(f"流程条件要看的“{name}”还没有值，请先填写或核对流程文件")
        return found

    def choose(node: Node, flows: tuple[Flow, ...]) -> Flow:
        try:
            for flow in flows:
                if flow.condition is None and len(flows) > 1:
                    continue
                if flow.condition is None or holds(flow.condition, look):
                    return flow
        except ConditionError as error:
            raise TransitionError(f"{error}。") from error
        for flow in flows:
            if flow.id == node.default:
                return flow
        raise TransitionError(f"在“{node.name or node.id}”没有一条出线的条件成立，请核对流程文件，为它设默认出线。")

    return choose


def begin(procedure: Procedure, choose: Choose) -> Step:
    """Returns the first step of a run in which ``choose`` picks the way at every gateway."""
    run = _Run(procedure, State(), choose)
    run.go(procedure.starts[""], 0)
    return run.step()


def held(procedure: Procedure, state: State, token: int) -> tuple[OpenTask, Node]:
    """Returns the open step that holds a token, and its node; raises TransitionError where there is none."""
    task = next((task for task in state.open_tasks if task.token == token), None)
    if task is None:
        raise TransitionError("这一步已经办过或已随流程结束，请刷新后再看。")
    node = procedure.nodes.get(task.node)
    if node is None:
        raise TransitionError("本件停在的步骤不在这个流程里，请核对流程版本。")
    return task, node


def move(
    procedure: Procedure, state: State, token: int, outcome_code: str, choose: Choose, *, ending: Ending = "done"
) -> Step:
    """Returns the step after a human step ended, with ``choose`` picking the way at every gateway."""
    task, node = held(procedure, state, token)
    outcome = next((item for item in node.outcomes if item.code == outcome_code), None)
    if outcome is None:
        allowed = "、".join(item.name for item in node.outcomes)
        raise TransitionError(f"“{node.name}”没有“{outcome_code[:40]}”这种结果，可选：{allowed}。")
    run = _Run(procedure, state, choose)
    run.tasks.remove(task)
    run.done = token
    run.results[node.id] = outcome_code
    run.events.append(Event(ending, node.id, outcome_code))
    run.leave(procedure.out[node.id][0], task.scope)
    return run.step()


def leap(procedure: Procedure, state: State, node: Node, outcome_code: str, choose: Choose) -> Step:
    """Returns the step after everything open was closed and a human step, open or not, was given its outcome."""
    run = _Run(procedure, state, choose)
    scope = run.alone(node)
    run.results[node.id] = outcome_code
    run.events.append(Event("deemed", node.id, outcome_code))
    run.leave(procedure.out[node.id][0], scope)
    return run.step()


class _Run:
    """One transition under way: the state, taken apart into lists."""

    def __init__(self, procedure: Procedure, state: State, choose: Choose) -> None:
        self.procedure, self.choose, self.before = procedure, choose, state.open_tasks
        self.tasks, self.waiting, self.scopes = list(state.open_tasks), list(state.waiting), list(state.scopes)
        self.results, self.next_token = dict(state.results), state.next_token
        self.events: list[Event] = []
        self.done = 0
        self.agenda: list[tuple[str, int, Flow | None]] = []
        self.ended = False

    def go(self, node: str, scope: int) -> None:
        self.agenda.append((node, scope, None))

    def leave(self, flow: Flow, scope: int) -> None:
        self.agenda.append((flow.target, scope, flow))

    def step(self) -> Step:
        moves = 0
        while self.agenda:
            moves += 1
            if moves > MOST:
                raise TransitionError("流程在没有人办理的步骤之间打转，请联系流程管理员核对流程文件。")
            node, scope, flow = self.agenda.pop(0)
            self.arrive(self.procedure.nodes[node], scope, flow)
        if not self.ended and any(self.stuck(scope) for scope in (0, *(item.id for item in self.scopes))):
            raise TransitionError("走这一步会使流程停住：并行的另一路永远不会到达。请联系流程管理员核对流程文件。")
        state = State(
            tuple(self.tasks),
            tuple(sorted(self.waiting)),
            tuple(self.scopes),
            tuple(sorted(self.results.items())),
            self.next_token,
            self.ended,
        )
        was = {task.token for task in self.before}
        opened = tuple(task for task in self.tasks if task.token not in was)
        return Step(state, opened, self.closed(), tuple(self.events), self.ended)

    def closed(self) -> tuple[OpenTask, ...]:
        kept = {self.done, *(task.token for task in self.tasks)}
        return tuple(task for task in self.before if task.token not in kept)

    def arrive(self, node: Node, scope: int, flow: Flow | None) -> None:
        if node.kind == "user":
            self.tasks.append(OpenTask(self.next_token, node.id, scope))
            self.next_token += 1
            self.events.append(Event("opened", node.id))
            return
        if node.kind == "parallel" and not self.joined(node, scope, flow):
            return
        self.events.append(Event("passed", node.id))
        if node.kind == "subprocess":
            self.enter(node, scope)
        elif node.kind in {"end", "terminate"}:
            self.finish(node, scope)
        elif node.kind == "exclusive":
            self.leave(self.choose(node, self.procedure.out[node.id]), scope)
        else:
            for way in self.procedure.out[node.id]:
                self.leave(way, scope)

    def joined(self, node: Node, scope: int, flow: Flow | None) -> bool:
        """Tells whether a token has come along every arrow into the gateway; if so, takes one from each."""
        if flow is not None:
            self.waiting.append(Waiting(scope, flow.id))
        needed = [Waiting(scope, way.id) for way in self.procedure.into[node.id]]
        if not all(wait in self.waiting for wait in needed):
            return False
        for wait in needed:
            self.waiting.remove(wait)
        return True

    def enter(self, node: Node, parent: int) -> None:
        self.go(self.procedure.starts[node.id], self.open(node.id, parent).id)

    def open(self, node: str, parent: int) -> Scope:
        """Opens a run of a sub-process under the least number that is free."""
        used = {scope.id for scope in self.scopes}
        id_ = next(number for number in range(1, len(used) + 2) if number not in used)
        self.scopes.append(Scope(id_, node, parent))
        return self.scopes[-1]

    def alone(self, node: Node) -> int:
        """Closes all that is open or waits, and returns the scope that a node lies in: kept if open, else opened."""
        self.tasks, self.waiting = [], []
        around, kept, parent = node.scope, list[Scope](), 0
        chain: list[str] = []
        while around:
            chain.insert(0, around)
            around = self.procedure.nodes[around].scope
        for id_ in chain:
            found = next((item for item in self.scopes if (item.node, item.parent) == (id_, parent)), None)
            kept.append(found or self.open(id_, parent))
            parent = kept[-1].id
        self.scopes = kept
        return parent

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
        self.scopes.remove(ended)
        self.leave(self.procedure.out[ended.node][0], ended.parent)

    def stuck(self, scope: int) -> bool:
        """Tells whether nothing in a scope can ever move again, though it has not ended."""
        return not any(task.scope == scope for task in self.tasks) and not any(it.parent == scope for it in self.scopes)

    def lives(self, scope: int) -> bool:
        return (
            any(task.scope == scope for task in self.tasks)
            or any(wait.scope == scope for wait in self.waiting)
            or any(item.parent == scope for item in self.scopes)
            or any(waiting == scope for _, waiting, _ in self.agenda)
        )

    def clear(self, scope: int) -> None:
        for inner in [item for item in self.scopes if item.parent == scope]:
            self.clear(inner.id)
            self.scopes.remove(inner)
        self.tasks = [task for task in self.tasks if task.scope != scope]
        self.waiting = [wait for wait in self.waiting if wait.scope != scope]
        self.agenda = [item for item in self.agenda if item[1] != scope]
