"""Mandatory stages (必经程序): what a decision may not be taken without, and the order the law gives them."""

from collections.abc import Iterator

from .fields import EFFECT_NAMES, FIELDS
from .model import HUMAN, Node, Procedure
from .state import State

DUTIES = {
    "participation": "公众参与",
    "expert": "专家论证",
    "risk": "风险评估",
    "legality": "合法性审查",
    "discussion": "集体讨论决定",
}  # 重大行政决策程序暂行条例 第二章、第三章; a place that asks for fewer names fewer (2007 国办: 四步)
LAST = ("legality", "discussion")  # 第二十五条: not examined, not submitted; 第三十条: the discussion comes after all


def missing(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yields what the procedure as a whole lacks: a step for each of its duties, and an outcome that adopts.

    Each in words, and with what a file calls it.
    """
    had = {node.duty for node in procedure.nodes.values()}
    for duty in procedure.duties:
        if duty not in had:
            words = f"没有“{DUTIES[duty]}”这一必经程序，请补上一步，并在它的“{FIELDS['duty']}”里选“{DUTIES[duty]}”。"
            yield words, f'yimen:duty="{duty}"'
    if procedure.duties and not any(_adopts(node) for node in procedure.nodes.values()):
        words = f"没有写明通过决定的结果，请在作出决定的一步设一个效力为“{EFFECT_NAMES['grant']}”的结果。"
        yield words, 'effect="grant"'


def breaches(procedure: Procedure, state: State) -> Iterator[tuple[str, str]]:
    """Yields the open steps that are reached too early: each node's id and in words what must come before it."""
    done = {procedure.nodes[id_].duty for id_, _ in state.results}
    for node in (procedure.nodes[task.node] for task in state.open_tasks):
        lacking = [duty for duty in procedure.duties if duty in _before(procedure, node) and duty not in done]
        if lacking:
            names = "、".join(DUTIES[duty] for duty in lacking)
            yield node.id, f"可能没有经过{names}就走到这里。请把必经程序放在它之前。"


def _before(procedure: Procedure, node: Node) -> set[str]:
    """Returns the duties that must be done before a step opens."""
    if _adopts(node):
        return set(procedure.duties) - {node.duty}
    if node.duty not in LAST:
        return set()
    return {duty for duty in procedure.duties if duty not in LAST[LAST.index(node.duty) :]}


def _adopts(node: Node) -> bool:
    return node.kind in HUMAN and any(outcome.effect == "grant" for outcome in node.outcomes)
