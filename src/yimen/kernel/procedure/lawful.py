"""What the law on licences asks of a procedure that accepts applications and decides on them (行政许可法)."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from .exploring import Explored
from .fields import EFFECT_NAMES, FIELDS
from .model import DECIDING, Node, Outcome, Procedure
from .state import State

REASONED = {
    "refuse": "不予许可的决定要说明理由（行政许可法第三十八条）",
    "refuse_acceptance": "不予受理要告知理由（行政许可法第三十二条）",
}
_LOOK = "请核对条件和默认出线，让"
UNDECIDED = (
    f"受理以后可能没有作出准予或不予的决定就办结。{_LOOK}受理的件都走到作出决定的一步（行政许可法第三十四、三十八条）。"
)
UNANSWERED = (
    f"可能没有受理，也没有不予受理，就办结了。{_LOOK}这里的件都得到受理或不予受理的答复（行政许可法第三十二条）。"
)
_AGAIN = "已经受理的件可能又回到这一步。受理以后不能退回重新受理，请把出线改到审查或决定（行政许可法第三十二条）。"
_NAMED = (("不予受理", "refuse_acceptance"), ("准予", "grant"), ("不予", "refuse"))


def licensing(procedure: Procedure) -> bool:
    """Tells whether a procedure accepts applications to decide on them, or to issue or deliver what was decided."""
    had = set(_effects(procedure).values())
    return not procedure.duties and "accept" in had and bool(had & {*DECIDING, "issue", "deliver"})


def outcome_faults(procedure: Procedure) -> Iterator[tuple[Node, str, str]]:
    """Yields outcomes that refuse without reasons, or that say by name alone what they decide.

    Each with its step, in words, and with what a file calls that which is to be mended.
    """
    for node in procedure.nodes.values() if licensing(procedure) else ():
        for outcome in node.outcomes:
            if outcome.effect in REASONED and outcome.opinion != "required":
                words = f"结果“{outcome.name}”可以不写理由，而{REASONED[outcome.effect]}。请勾选“{FIELDS['opinion']}”。"
                yield node, words, 'opinion="required"'
            effect = _meant(outcome)
            if effect:
                words = f"结果“{outcome.name}”没有法律效力，等于没有作出。请在“{FIELDS['effect']}”里选"
                yield node, f"{words}“{EFFECT_NAMES[effect]}”。", f'effect="{effect}"'


def breaches(procedure: Procedure, state: State) -> Iterator[tuple[str, str]]:
    """Yields where a state breaks the law, each with the node and the words.

    Decisions without acceptance or made twice (第三十二条), ends without a decision (第三十四、三十八条) or without
    its delivery (第四十四条), acceptance asked for again.
    """
    effects = _effects(procedure)
    had = {effects[result] for result in state.results}
    if state.ended and had & DECIDING and "deliver" not in had:
        id_ = next(id_ for id_, code in state.results if effects[id_, code] in DECIDING)
        yield id_, "作出决定后可能没有送达就办结。请在结束前安排送达（行政许可法第四十四条）。"
    if state.ended and "accept" in had and not had & DECIDING and licensing(procedure):
        yield next(id_ for id_, code in state.results if effects[id_, code] == "accept"), UNDECIDED
    for node in (procedure.nodes[task.node] for task in state.open_tasks):
        decides = any(outcome.effect in DECIDING for outcome in node.outcomes)
        if decides and "accept" not in had:
            yield node.id, "可能没有受理就作出决定。请把受理放在它之前（行政许可法第三十二条）。"
        if decides and had & DECIDING:
            yield node.id, "可能对同一件事作出两次决定。请核对决定之后的连线。"
        if "accept" in had and any(one[0] == node.id and effects[one] == "accept" for one in state.results):
            yield node.id, _AGAIN


def passages(procedure: Procedure, found: Explored) -> Iterator[tuple[str, str, State]]:
    """Yields ways that the law does not know: each with the step from which it leads, in words, and where it ends.

    An end without any answer, unless the applicant has withdrawn or let it lapse; and corrections that nobody notified.
    """
    if not licensing(procedure):
        return
    nodes, effects = procedure.nodes, _effects(procedure)
    answers = {"accept", "refuse_acceptance"}
    for state, after in found.after.items():
        here = [nodes[task.node] for task in state.open_tasks]
        if not here or any(node.role == "applicant" for node in here):
            continue
        for later in after:
            if later.ended and not answers & {effects[result] for result in later.results}:
                yield here[0].id, UNANSWERED, later
    notified = {id_ for move, id_ in found.opened if effects.get(move) == "correct" and nodes[id_].role == "applicant"}
    for (move, id_), state in found.opened.items():
        had = {effects[result] for result in state.results}
        if id_ in notified and effects.get(move, "correct") != "correct" and "accept" in had and not had & DECIDING:
            step = nodes[move[0]]
            chosen = next(item.name for item in step.outcomes if item.code == move[1])
            words = f"选择“{chosen}”后，受理过的件可能不经一次告知就落到“{nodes[id_].name}”。请核对条件和默认出线；"
            words += f"要补正的，须由人选一个效力为“{EFFECT_NAMES['correct']}”的结果（行政许可法第三十二条）。"
            yield step.id, words, state


def _meant(outcome: Outcome) -> str:
    """Returns the effect that an outcome without one says by its name, "" for none."""
    if outcome.effect != "none":
        return ""
    return next((effect for words, effect in _NAMED if outcome.name.startswith(words)), "")


@lru_cache(maxsize=16)
def _effects(procedure: Procedure) -> Mapping[tuple[str, str], str]:
    return {(node.id, item.code): item.effect for node in procedure.nodes.values() for item in node.outcomes}
