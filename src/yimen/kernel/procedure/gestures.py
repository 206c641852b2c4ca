"""What a post does with a step besides ending it: hand it on, have others sign, urge; and what stops a whole run."""

from datetime import date
from typing import Literal

from .errors import TransitionError
from .model import Node, Procedure
from .running import ByData, awake, held
from .state import Event, OpenTask, State, Turn, Urged
from .tokens import Run, Step
from .undoing import times_of

LONGEST_LINE = 20  # turns still to come at one step
LONGEST_WHO, LONGEST_REASON = 64, 500  # characters


def transfer(procedure: Procedure, state: State, token: int, who: str) -> Step:
    """Returns the step after a turn was handed to somebody else for good (转办).

    Raises TransitionError, as all gestures do, where the token is not open, the run is suspended, or ``who`` is nobody
    or has the turn already.
    """
    run, task, node = _turn(procedure, state, token, who)
    run.events.append(Event("transferred", node.id, who))
    run.hand(task, who, task.until, task.then)
    return run.step()


def delegate(procedure: Procedure, state: State, token: int, who: str, until: str, *, by: str = "") -> Step:
    """Returns the step after a turn was lent to somebody until a day (委托); then, or once done, it comes back.

    ``until``: the last day, as an ISO date; ``recall`` takes the turn back when it has passed. ``by``: who lends a turn
    that was nobody's yet, and has it then: the delegate may be of the same post, and is not to confirm what is his own.
    """
    if not _is_date(until):
        raise TransitionError(f"委托的截止日“{until[:20]}”不对，请写成 2025-03-31 这样的日期。")
    run, task, node = _turn(procedure, state, token, who)
    _room(task, node)
    run.events.append(Event("delegated", node.id, who))
    run.hand(task, who, until, (Turn(task.who or by, task.until), *task.then))
    return run.step()


def recall(procedure: Procedure, state: State, today: str, *, token: int = 0) -> Step:
    """Returns the step after every turn whose last day of delegation has passed came back to who delegated it.

    ``token``: of the one turn that comes back before its day. A suspended run waits; its turns come back when it is
    resumed and this is asked again.
    """
    awake(state)
    if not _is_date(today):
        raise TransitionError(f"日期“{today[:20]}”不对，请写成 2025-03-31 这样的日期。")
    run = Run(procedure, state, ByData({}))
    for task in state.open_tasks:
        now, then = Turn(task.who, task.until), task.then
        early = task.token == token
        while now.until and (now.until < today or early) and then:
            now, then, early = then[0], then[1:], False
        if now != (task.who, task.until) or then != task.then:
            run.tasks.remove(task)
            run.events.append(Event("recalled", task.node, now.who))
            run.hand(task, *now, then)
    return run.step()


def add_signer(procedure: Procedure, state: State, token: int, who: str, when: Literal["before", "after"]) -> Step:
    """Returns the step after another signer was added to a step (加签).

    "before": ``who`` signs first, then the turn is its holder's again. "after": ``who`` signs next, and the outcome of
    the last who signs is that of the step.
    """
    if when not in {"before", "after"}:
        raise TransitionError(f"加签的位置“{when[:20]}”不对，请选 before（之前）或 after（之后）。")
    run, task, node = _turn(procedure, state, token, who)
    _room(task, node)
    run.events.append(Event("added", node.id, who))
    if when == "before":
        run.hand(task, who, "", (Turn(task.who, task.until), *task.then))
    else:
        run.hand(task, task.who, task.until, (Turn(who), *task.then))
    return run.step()


def urge(procedure: Procedure, state: State, token: int) -> Step:
    """Returns the step after the holder of a turn was urged (催办): counted until the step is done."""
    task, node = held(procedure, state, token)
    run = Run(procedure, state, ByData({}))
    others = [one for one in state.urged if (one.node, one.item) != (node.id, task.item)]
    run.urged = tuple(sorted([*others, Urged(node.id, task.item, urged(state, task) + 1)]))
    run.events.append(Event("urged", node.id, task.item))
    return run.step()


def urged(state: State, task: OpenTask) -> int:
    """Returns how often an open step was urged."""
    return times_of(state.urged, task.node, task.item)


def suspend(procedure: Procedure, state: State, ground: str) -> Step:
    """Returns the step after which nothing moves until ``resume`` (挂起); ``ground`` is the ground in law."""
    awake(state)
    return _rest(procedure, state, "suspended", _said(ground, "中止的法定事由"))


def resume(procedure: Procedure, state: State) -> Step:
    """Returns the step after which a suspended run moves again."""
    if not state.ground or state.ended:
        raise TransitionError("本件没有中止，不需要恢复。请刷新后再看。")
    return _rest(procedure, state, "resumed", "")


def terminate(procedure: Procedure, state: State, reason: str) -> Step:
    """Returns the step that closes everything and ends the run (终止), suspended or not."""
    if state.ended:
        awake(state)
    said = _said(reason, "终止的理由")
    run = Run(procedure, State(next_token=state.next_token, results=state.results), ByData({}))
    run.before, run.ended = state, True
    run.ground, run.urged = "", ()
    run.events.append(Event("terminated", "", said))
    return run.step()


def _rest(procedure: Procedure, state: State, kind: Literal["suspended", "resumed"], ground: str) -> Step:
    run = Run(procedure, state, ByData({}))
    run.ground = ground
    run.events.append(Event(kind, "", ground or state.ground))
    return run.step()


def _turn(procedure: Procedure, state: State, token: int, who: str) -> tuple[Run, OpenTask, Node]:
    """Returns a run from which the turn was taken, to be handed on."""
    task, node = held(procedure, state, token)
    if not who.strip() or len(who) > LONGEST_WHO:
        raise TransitionError(f"没有写明交给谁，或超过 {LONGEST_WHO} 个字。请选定一位经办人。")
    if who in {task.who or task.item, *((turn.who or task.item) for turn in task.then)}:
        raise TransitionError(f"“{node.name}”已经在“{who}”手上或轮得到他，请另选一位。")
    run = Run(procedure, state, ByData({}))
    run.tasks.remove(task)
    return run, task, node


def _room(task: OpenTask, node: Node) -> None:
    if len(task.then) >= LONGEST_LINE:
        raise TransitionError(f"“{node.name}”后面已经有 {LONGEST_LINE} 位待签，请先办完再加。")


def _said(text: str, what: str) -> str:
    if not text.strip() or len(text) > LONGEST_REASON:
        raise TransitionError(f"没有写明{what}，或超过 {LONGEST_REASON} 个字。请填写{what}。")
    return text.strip()


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
