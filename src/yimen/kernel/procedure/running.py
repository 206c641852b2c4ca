"""Runs a procedure: pure functions from a state to the next. What a person, silence or the law brings to an end."""

from collections.abc import Mapping
from typing import Any

from . import instances, piles
from .conditions import ConditionError, holds
from .errors import TransitionError
from .holding import Holding
from .model import Flow, Node, Procedure
from .naming import data_title
from .state import Event, OpenTask, State, Urged
from .tokens import Ending, Guide, Run, Step


def start(procedure: Procedure, data: Mapping[str, Any]) -> Step:
    """Returns the first step of a new run; ``data`` holds the values that conditions may look at.

    Raises TransitionError where a condition has no value to look at, or no way leads on.
    """
    return begin(procedure, ByData(data))


def complete(procedure: Procedure, state: State, token: int, outcome_code: str, data: Mapping[str, Any]) -> Step:
    """Returns the step that follows when the turn holding ``token`` ends with an outcome.

    Raises TransitionError where the token is not open, the outcome is not one of the step's, a condition has no value
    to look at, the run would be stuck for ever, or it is suspended.
    """
    return move(procedure, state, token, outcome_code, ByData(data))


def ending(procedure: Procedure, state: State, token: int, outcome_code: str) -> str:
    """Returns the outcome with which the whole step ends if the turn ends so, "" while others have yet to have theirs.

    Whoever completes a step may so know beforehand what it will mean. Raises TransitionError as ``complete`` does.
    """
    task, node = held(procedure, state, token)
    if task.then:
        return ""
    if not task.group:
        return outcome_code
    return instances.counted(state.groups, task, node, outcome_code)[1]


class ByData:
    """Chooses as runs do, by outcomes and data; takes those that a step is for from a list in the data.

    A condition's names are ``outcome`` (of the step just done), a step's id (its last outcome), or a value of the data.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def ways(self, node: Node, flows: tuple[Flow, ...], run: Holding, scope: int) -> tuple[Flow, ...]:
        """Returns the first open way in the file's order, at an inclusive gateway all open ways, else the default."""
        known = run.known(scope) if scope else run.results

        def look(name: str) -> Any:
            if name == "outcome":
                return run.outcome
            found = known.get(name, self.data.get(name))
            if found is None:
                words = data_title(run.procedure, name)
                raise ConditionError(f"流程条件要看的“{words}”还没有值，请先填写或核对流程文件")
            return found

        taken = []
        try:
            for flow in flows:
                if flow.condition is None and len(flows) > 1:
                    continue
                if flow.condition is None or holds(flow.condition, look):
                    taken.append(flow)
                    if node.kind == "exclusive":
                        break
        except ConditionError as error:
            raise TransitionError(f"{error}。") from error
        if taken or (taken := [flow for flow in flows if flow.id == node.default]):
            return tuple(taken)
        raise TransitionError(f"在“{node.name or node.id}”没有一条出线的条件成立，请核对流程文件，为它设默认出线。")

    def items(self, node: Node, procedure: Procedure) -> tuple[str, ...]:
        """Returns the units or persons that a step or a sub-process is for."""
        name = node.loop.items if node.loop else ""
        return instances.items_of(node, self.data.get(name), data_title(procedure, name))


def begin(procedure: Procedure, guide: Guide) -> Step:
    """Returns the first step of a run in which ``guide`` picks the way at every gateway."""
    run = Run(procedure, State(), guide)
    run.go(procedure.starts[""], 0)
    return run.step()


def awake(state: State) -> None:
    """Raises TransitionError where a run has ended or is suspended."""
    if state.ended:
        raise TransitionError("本件已经办结，请刷新后再看。")
    if state.ground:
        raise TransitionError(f"本件已因“{state.ground}”中止，请先恢复办理。")


def held(procedure: Procedure, state: State, token: int) -> tuple[OpenTask, Node]:
    """Returns the open turn that holds a token, and its node; raises TransitionError where there is none."""
    task = piles.holding(state.open_tasks, token)
    if task is None:
        raise TransitionError("这一步已经办过或已随流程结束，请刷新后再看。")
    if state.ground:
        awake(state)
    node = procedure.nodes.get(task.node)
    if node is None:
        raise TransitionError("本件停在的步骤不在这个流程里，请核对流程版本。")
    return task, node


def move(
    procedure: Procedure, state: State, token: int, outcome_code: str, guide: Guide, *, ending: Ending = "done"
) -> Step:
    """Returns the step after a turn ended, with ``guide`` picking the way at every gateway.

    Silence ends the whole step, whatever turns were still to come.
    """
    task, node = held(procedure, state, token)
    for outcome in node.outcomes:
        if outcome.code == outcome_code:
            break
    else:
        allowed = "、".join(item.name for item in node.outcomes)
        raise TransitionError(f"“{node.name}”没有“{outcome_code[:40]}”这种结果，可选：{allowed}。")
    if task.group and not (task.then and ending == "done"):
        step = heard(procedure, state, task, outcome_code, ending)
        if step:
            return step
    run = Run(procedure, state, guide)
    run.tasks.remove(task)
    run.done = token
    if task.then and ending == "done":
        run.events.append(Event("signed", node.id, outcome_code))
        run.hand(task, *task.then[0], task.then[1:])
        return run.step(undo=task)
    if state.urged:
        run.urged = _unurged(state, task)
    if not task.group:
        run.disarm(task.line)
        run.end_step(node, task.scope, outcome_code, ending, task.ticket)
        return run.step(undo=task if outcome.effect == "none" else None)
    run.events.append(Event("voted" if ending == "done" else ending, node.id, outcome_code))
    group, combined = instances.vote(run, task, node, outcome_code)
    if not combined:
        return run.step()
    run.end_group(node, group, combined)
    effect = next(item.effect for item in node.outcomes if item.code == combined)
    return run.step(undo=task if effect == "none" else None)


def heard(procedure: Procedure, state: State, task: OpenTask, outcome_code: str, ending: Ending) -> Step | None:
    """Returns the step after one voice of several that does not decide; None where more than that has happened.

    Nothing but the voice moves then. What many do at once would otherwise be looked through once for each of them.
    """
    node = procedure.nodes[task.node]
    if state.kept or not node.loop or node.loop.sequential:
        return None
    group, combined = instances.counted(state.groups, task, node, outcome_code)
    if combined:
        return None
    before = next(one for one in state.groups if one.token == group.token)
    after = state._replace(
        open_tasks=piles.less(state.open_tasks, task.token),
        groups=tuple([group if one is before else one for one in state.groups]),
        undo=tuple([one for one in state.undo if task not in one.gave.tasks]),
        urged=_unurged(state, task),
    )
    event = Event("voted" if ending == "done" else ending, node.id, outcome_code)
    return Step(after, (), (), (event,), ended=False)


def _unurged(state: State, task: OpenTask) -> tuple[Urged, ...]:
    """Returns how often steps were urged, without the one that is done now."""
    return tuple([one for one in state.urged if (one.node, one.item) != (task.node, task.item)])


def leap(procedure: Procedure, state: State, node: Node, outcome_code: str, guide: Guide) -> Step:
    """Returns the step after everything open was closed and a human step, open or not, was given its outcome."""
    run = Run(procedure, state, guide)
    scope = run.alone(node)
    run.end_step(node, scope, outcome_code, "deemed")
    return run.step()
