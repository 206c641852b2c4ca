"""Where items and procedures meet: what an item promises must be what its procedure can keep, whoever changes first."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from yimen.contexts.catalogue.api import Naming, naming
from yimen.contexts.limits.api import NoSuchLimit, limit
from yimen.contexts.procedures.api import coming
from yimen.kernel.clock import Unit
from yimen.kernel.procedure import SPECIALS, Finding, Node, Procedure, counted_path, licensing, path_words

from .limits import DECIDING, JOINT
from .stated import unstated

_AT_ONCE = 2  # working days that every promise below it is: an item done on the spot promises one
_RULE = "当场办结的，材料齐全、符合法定形式即办，不需要现场勘察、集体讨论、专家论证和听证"


def item_fits(item: Naming) -> str:
    """Returns why an item does not fit a version of its procedure that it will meet, "" where it fits all.

    An item whose procedure is not published yet fits for now: the procedure is checked when it comes.
    """
    for version in coming(key=item.procedure_key, on=item.valid_from):
        named = f"流程“{version.name}”第 {version.number} 版"
        special = specials(version.procedure)
        if item.instant and special:
            return f"是即办件，{named}里却有{_special_words(special[0])}。{_RULE}。请改为承诺件，或另选流程。"
        unanswered = unstated(item.form, version.procedure) if item.form else ""
        if unanswered:
            return f"{named}：{unanswered}。请改申请表，或先改流程的条件。"
        path = counted_path(version.procedure)
        total = sum(days for _, days in path)
        if total > item.promised:
            words = f"承诺 {item.promised} 个工作日，{named}从受理到作出决定各步时限最多合计 {total} 个工作日"
            return f"{words}：{path_words(path)}。请改承诺时限，或先缩短流程的步骤时限。"
    return ""


def item_spares(item: Naming) -> str:
    """Returns by how much an item promises more than the steps of its procedure take, "" where it is the same.

    That both are the same is a custom of some provinces and no law: it is advice.
    """
    for version in coming(key=item.procedure_key, on=item.valid_from):
        total = sum(days for _, days in counted_path(version.procedure))
        if 0 < total < item.promised:
            words = (
                f"是 {item.promised} 个工作日，流程“{version.name}”从受理到作出决定各步时限最多合计 {total} 个工作日，"
            )
            return f"{words}多出 {item.promised - total} 个。能缩短的请缩短，不能的请在“承诺时限说明”里写明用在哪里。"
    return ""


def procedure_fits(procedure: Procedure, on: date) -> Iterator[Finding]:
    """Finds where a procedure does not fit the items that name it on a day or later, each with the step and the item.

    Where many items promise too little, those that promise least are named.
    """
    path, special = counted_path(procedure), specials(procedure)
    total = sum(days for _, days in path)
    for item in naming(key=procedure.key, on=on, below=max(total, _AT_ONCE)):
        named = f"事项“{item.name}”（{item.code}）"
        if item.instant and special:
            words = f"{named}是即办件，流程里却有{_special_words(special[0])}。{_RULE}。请删去，或先把事项改为承诺件。"
            yield _at(special[0], words)
        if total > item.promised:
            words = f"{named}承诺 {item.promised} 个工作日，受理到作出决定各步时限最多合计 {total} 个工作日"
            words += f"（{path_words(path)}），超过 {total - item.promised} 个。请缩短步骤时限，或先改事项的承诺时限。"
            yield _at(max(path, key=lambda one: one[1])[0], words)
    yield from _unlawful(procedure, on)


def _unlawful(procedure: Procedure, on: date) -> Iterator[Finding]:
    """Finds where a procedure that no item names yet takes longer to decide than the law on licences gives.

    What several departments do together has the longer limit of 第四十二条第二款.
    """
    path = counted_path(procedure)
    total = sum(days for _, days in path)
    if not path or not licensing(procedure) or naming(key=procedure.key, on=on):
        return
    nodes = procedure.nodes.values()
    joint = any(node.loop for node in nodes) or bool({node.unit for node in nodes} - {"", "lead", "centre"})
    try:
        rule = limit(code=JOINT if joint else DECIDING, on=on)
    except NoSuchLimit:
        return
    if rule.limit.unit is Unit.WORKING_DAY and total > rule.limit.length:
        words = f"受理到作出决定各步时限最多合计 {total} 个工作日（{path_words(path)}），"
        words += f"超过{rule.law.name}{rule.article}的 {rule.limit.length} 个。还没有事项用这个流程；"
        words += "用于行政许可的，请缩短步骤时限，延长期限和特别程序另计。"
        yield _at(max(path, key=lambda one: one[1])[0], words, "warning")


def specials(procedure: Procedure) -> list[Node]:
    """Returns the steps that keep a matter from being done on the spot: survey, discussion, expert review, hearing."""
    return [node for node in procedure.nodes.values() if node.special in SPECIALS]


def _special_words(node: Node) -> str:
    kind = SPECIALS[node.special]
    return f"“{node.name}”" if node.name == kind else f"“{node.name}”（{kind}）"


def _at(node: Node, words: str, severity: Literal["error", "warning"] = "error") -> Finding:
    return Finding(node.line, f"{node.name} {node.id}", severity, words, called=node.name)
