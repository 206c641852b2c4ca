"""What silence does: a step that ran out of time ends by itself, or the law takes the decision over everything open."""

from collections.abc import Mapping
from typing import Any

from .errors import TransitionError
from .exploring import always_ends
from .model import EFFECTS, Node, Outcome, Procedure
from .running import ByData, awake, held, leap, move
from .state import State
from .tokens import Step

RIVALS = (frozenset({"accept", "refuse_acceptance"}), frozenset({"grant", "refuse"}))  # one of each in one run


def lapse(procedure: Procedure, state: State, token: int, data: Mapping[str, Any]) -> Step:
    """Returns the step that follows when the human step holding ``token`` ends with the outcome that its silence gives.

    Whether its limit has run out and the item permits it is the caller's to know. Raises TransitionError where silence
    gives the step no outcome, and for the reasons of ``complete``.
    """
    _, node = held(procedure, state, token)
    if not node.lapse:
        raise TransitionError(f"“{node.name}”没有设定超时默认的结果，请由经办人办理。")
    return move(procedure, state, token, node.lapse, ByData(data), ending="lapsed")


def deem(procedure: Procedure, state: State, effect: str, data: Mapping[str, Any]) -> Step:
    """Returns the step that follows when the law itself takes a decision, from wherever the run stands.

    ``effect`` is one of EFFECTS but "none"; the decision is that of the one human step with such an outcome, from which
    the run goes on (行政许可法 第三十二条: an application is accepted; 第五十条: a renewal is granted). All open steps
    are closed and reported so, that step among them if it was open. Raises TransitionError where the run has ended, no
    step or more than one takes such a decision, it or its contrary has been taken in this run, or the run could not
    come to its end from there: so it is where the step lies in one of several parallel branches.
    """
    if state.ended:
        raise TransitionError("本件已经办结，不能再依法视为作出决定。请核对办理记录。")
    awake(state)
    if any(task.node not in procedure.nodes for task in state.open_tasks):
        raise TransitionError("本件停在的步骤不在这个流程里，请核对流程版本。")
    node, outcome = _decision(procedure, effect)
    barred = next((rivals for rivals in RIVALS if effect in rivals), {effect})
    for id_, code in state.results:
        for item in procedure.nodes[id_].outcomes if id_ in procedure.nodes else ():
            if item.code == code and item.effect in barred:
                raise TransitionError(f"本件已经作出“{item.name}”，不能再视为“{outcome.name}”。请核对办理记录。")
    step = leap(procedure, state, node, outcome.code, ByData(data))
    if not always_ends(procedure, step.state, data.keys()):
        words = f"视为“{outcome.name}”后流程可能办不结：“{node.name}”在并行的支路里，或后面的条件要看没有办过的步骤。"
        raise TransitionError(words + "请人工办理，并请流程管理员核对流程文件。")
    return step


def _decision(procedure: Procedure, effect: str) -> tuple[Node, Outcome]:
    """Returns the one step that takes a decision, and its outcome: among several the one that silence gives."""
    if effect == "none" or effect not in EFFECTS:
        allowed = "、".join(item for item in EFFECTS if item != "none")
        raise TransitionError(f"法律效果“{effect[:40]}”不对，应当是{allowed}之一，请改正。")
    deciding = [node for node in procedure.nodes.values() if any(item.effect == effect for item in node.outcomes)]
    if len(deciding) != 1:
        raise TransitionError(f"流程里有 {len(deciding)} 步能作出“{effect}”的决定，应当正好一步，请核对流程文件。")
    outcomes = [item for item in deciding[0].outcomes if item.effect == effect]
    said = [item for item in outcomes if item.code == deciding[0].lapse] or outcomes
    if len(said) != 1:
        names = "、".join(item.name for item in outcomes)
        raise TransitionError(f"“{deciding[0].name}”有几种结果都是“{effect}”：{names}。请用 yimen:lapse 写明是哪一种。")
    return deciding[0], said[0]
