"""The grounds of decisions: picked from what the item's own version says; free words only explain them.

A grant confirms each condition. A refusal names the conditions that are not met, or what the licence law itself gives
as a ground; where an item lists no condition, the articles that it rests on. A correction names materials, questions of
the form or conditions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.matters.api import StepRefused

from .law import LICENCE

CONDITION, MATERIAL, QUESTION, STATUTE, BASIS = "条件", "材料", "填写内容", "法定情形", "依据"
EXPLAINED = "说明："  # begins a line of a notice that explains
_MOST_WORD = 200  # characters of a line that explains
_MOST_LINES = 50
_NOT_CORRECTED = "law_not_corrected"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground that may be picked: ``code`` is unique in the item's version, ``basis`` the articles it rests on."""

    code: str
    kind: str
    text: str
    basis: str

    @property
    def refused(self) -> str:
        """Returns the sentence by which a refusal names it."""
        if self.kind == CONDITION:
            return f"没有达到的条件：{self.text}（依据：{self.basis}）"
        return f"不符合{self.basis}" if self.kind == BASIS else f"{self.text}（{self.basis}）"

    @property
    def asked(self) -> str:
        """Returns the line by which a correction notice names it."""
        return f"需要补充说明的条件：{self.text}" if self.kind == CONDITION else f"{self.kind}：{self.text}"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What may be picked under one version of an item, by what the outcome means."""

    grant: tuple[Ground, ...]  # all of them are confirmed, each by itself
    refuse: tuple[Ground, ...]
    refuse_acceptance: tuple[Ground, ...]
    correct: tuple[Ground, ...]


def grounds(*, guide: Guide) -> Grounds:
    """Returns what may be picked under a version of an item."""
    articles = "、".join(f"《{one.law}》{one.article}" for one in guide.basis)
    met = tuple(Ground(f"condition_{n}", CONDITION, text, articles) for n, text in enumerate(guide.conditions, 1))
    bases = tuple(
        Ground(f"basis_{n}", BASIS, one.text, f"《{one.law}》{one.article}") for n, one in enumerate(guide.basis, 1)
    )
    materials = (
        Ground(f"material_{one.code}", MATERIAL, one.name, "") for one in guide.form.materials if one.source == "asked"
    )
    questions = (
        Ground(f"field_{field.element.code}", QUESTION, field.element.label, "")
        for section in guide.form.sections
        for field in section.fields
    )
    always, first = _statutory(guide.type)
    deciding = met or bases
    return Grounds(
        grant=met,
        refuse=(*deciding, *always),
        refuse_acceptance=(*deciding, *first, *always),
        correct=(*materials, *questions, *met),
    )


def _statutory(kind: str) -> tuple[tuple[Ground, ...], tuple[Ground, ...]]:
    """Returns the licence law's own grounds: of any refusal, and of refusing to accept; other items borrow them."""
    permit = kind == LICENCE
    law = f"{'' if permit else '参照'}《行政许可法》"
    needless = "依法不需要取得行政许可" if permit else "依法不需要办理本事项"
    false = Ground("law_false", STATUTE, "隐瞒有关情况或者提供虚假材料", f"{law}第七十八条")
    return (false,), (
        Ground("law_needless", STATUTE, needless, f"{law}第三十二条第一款第一项"),
        Ground("law_elsewhere", STATUTE, "依法不属于本行政机关职权范围", f"{law}第三十二条第一款第二项"),
        Ground(_NOT_CORRECTED, STATUTE, "没有按告知提交全部补正材料", f"{law}第三十二条第一款第五项"),
    )


def confirmed(given: object, offered: Sequence[Ground]) -> tuple[Ground, ...]:
    """Returns the conditions that a grant confirms; raises StepRefused naming each that nobody has confirmed."""
    codes = _codes(given, offered, "met")
    lacking = [one.text for one in offered if one.code not in codes]
    if lacking:
        words = "；".join(lacking)
        raise StepRefused(f"准予前须逐项确认条件，还没有确认：{words}。达到的请逐项勾选；没有达到的不能准予。")
    return tuple(offered)


def picked(given: object, offered: Sequence[Ground], *, name: str, rounds: int = 0) -> tuple[Ground, ...]:
    """Returns the grounds that a refusal rests on; raises StepRefused where none is picked, or one that is not offered.

    ``name``: of the list in the step's form; ``rounds``: how often the applicant was asked to correct.
    """
    codes = _codes(given, offered, name)
    if not codes:
        raise StepRefused("不予受理、不予办理的理由须从本事项的条件和法定情形中选择，意见只作说明。请至少选择一项。")
    if _NOT_CORRECTED in codes and not rounds:
        raise StepRefused("本件没有告知过补正，不能以没有补正为由不予受理（行政许可法第三十二条）。请先一次告知补正。")
    return tuple(one for one in offered if one.code in codes)


def asked_again(given: object, offered: Sequence[Ground], *, needed: bool = True) -> tuple[Ground, ...]:
    """Returns what a correction notice names; raises StepRefused where nothing is picked, or what is not offered.

    ``needed``: False where units that take part have demands of their own, which may be all.
    """
    codes = _codes(given, offered, "missing")
    if needed and not codes:
        words = "一次性告知须列明全部需要补正的内容，从本事项的材料、填写内容和条件中选择，文字只作说明"
        raise StepRefused(f"{words}。请至少勾选一项。")
    return tuple(one for one in offered if one.code in codes)


def explained(given: object) -> list[str]:
    """Returns the lines that explain a correction; raises StepRefused for anything but a list of short texts."""
    right = isinstance(given, list) and all(isinstance(line, str) and len(line) <= _MOST_WORD for line in given)
    if not right or not isinstance(given, list) or len(given) > _MOST_LINES:
        raise StepRefused(f"补正的说明应逐条列出，每条最多 {_MOST_WORD} 字，最多 {_MOST_LINES} 条。请改正后再提交。")
    return [f"{EXPLAINED}{line.strip()}" for line in given if line.strip()]


def _codes(given: object, offered: Iterable[Ground], name: str) -> frozenset[str]:
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        raise StepRefused(f"{_NAMES[name]}（{name}）应是代码的列表，代码见办件的可选理由。请改正后再提交。")
    known = {one.code for one in offered}
    strange = next((code for code in given if code not in known), None)
    if strange is not None:
        words = f"{_NAMES[name]}（{name}）里的“{strange[:40]}”不在本事项这一版列出的范围内"
        raise StepRefused(f"{words}。请从列出的各项中选择，需要说明的写进意见。")
    return frozenset(given)


_NAMES = {"met": "确认的条件", "grounds": "不予的理由", "missing": "需要补正的内容"}
