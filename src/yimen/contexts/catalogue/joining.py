"""Which units take part in an item (协办部门), by what was answered; and the class of its cases (办件类型)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yimen.kernel.forms import Element, Field, Form
from yimen.kernel.procedure import Compare, Condition, ConditionError, Not, holds, parse_condition

INSTANT, PROMISED, JOINT, UPWARD, PROXY = "即办件", "承诺件", "联办件", "上报件", "代办件"
HANDLINGS = (INSTANT, PROMISED, JOINT, UPWARD, PROXY)
ALWAYS = "本事项的必经部门"
MOST = 30  # units of one item
_KEYS = {"unit", "duty", "when"}
_TYPES = {"integer": "number", "decimal": "number", "yes_no": "truth", "choice": "text"}
_SIGNS = {"==": "是", "!=": "不是", "<": "小于", "<=": "不超过", ">": "大于", ">=": "不小于"}
_USCC = 18
_HOW = "请写成 “占用面积”大于 300、“公路等级”是“一级公路” 的样子，名称和答案照申请表写，加引号。"


@dataclass(frozen=True, slots=True)
class Partner:
    """A unit that takes part: what it examines, and the condition on the answers (``when`` None: always).

    ``why``: the condition in the words of the form.
    """

    unit: str
    duty: str
    when: Condition | None
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit chosen for one application: what it examines, and why."""

    unit: str
    duty: str
    reason: str


def read_partners(rows: list[Any], form: Form, unit: str) -> tuple[Partner, ...]:
    """Returns the units as an item states them, their conditions compiled; raises ValueError with what is wrong.

    At least one takes part whatever is answered, so that no application is left without any.
    """
    partners = tuple(_partner(row, form) for row in rows)
    named = [partner.unit for partner in partners]
    if len(partners) > MOST:
        raise ValueError(f"最多 {MOST} 个部门，现在是 {len(partners)} 个。请核对。")
    if unit in named:
        raise ValueError("里有实施机关自己，它是牵头部门。请删去。")
    if len(set(named)) != len(named):
        raise ValueError("里同一部门列了两次。请合并成一条，两个条件都写上，写成“任何一个成立就参加”。")
    if partners and all(partner.when for partner in partners):
        raise ValueError("都有条件，可能一个部门也选不出。请至少有一个部门不写什么情况参加。")
    return partners


def _partner(row: Any, form: Form) -> Partner:
    whole = isinstance(row, Mapping) and set(row) <= _KEYS and all(isinstance(text, str) for text in row.values())
    if not whole or len(row.get("unit", "")) != _USCC or not 0 < len(row.get("duty", "").strip()) <= _USCC * 5:
        raise ValueError("每条应写明部门信用代码（18 位）、审查内容，可以写明什么情况参加。请改正。")
    text = row.get("when", "").strip()
    if not text:
        return Partner(row["unit"], row["duty"].strip(), None, ALWAYS)
    try:
        when = parse_condition(text)
        why = _said(when, form)
    except ConditionError as error:
        how = f"看不懂：{_HOW}" if "“" in text else f"不对：{error}。"
        raise ValueError(f"的条件“{text[:60]}”{how}") from error
    return Partner(row["unit"], row["duty"].strip(), when, f"因为{why}")


def _said(condition: Condition, form: Form) -> str:
    """Returns a condition in the words of the form; raises ConditionError where it asks what is not always answered."""
    if isinstance(condition, Compare):
        return _compared(condition, form)
    if isinstance(condition, Not):
        return f"不是（{_said(condition.part, form)}）"
    word = "，且" if condition.word == "and" else "，或"
    return word.join(_said(part, form) for part in condition.parts)


def always_asked(field: Field) -> bool:
    """Tells whether a condition on taking part may look at a question: everyone answers it, with one plain value."""
    return field.when is None and field.element.required and field.element.type in _TYPES


def _compared(condition: Compare, form: Form) -> str:
    field = next((field for field in form.fields if field.element.code == condition.name), None)
    if field is None or not always_asked(field):
        words = "应是申请表里人人必答的一项，类型为整数、小数、是否或单选"
        raise ConditionError(f"“{condition.name}”{words}")
    element, value = field.element, condition.value
    sort = "truth" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
    names = {choice.value: choice.label for choice in element.choices}
    if sort != _TYPES[element.type] or (names and value not in names):
        raise ConditionError(f"“{element.label}”不能与“{value}”比较，请按这一项的类型或选项改写")
    if isinstance(value, bool):
        return f"{element.label}：{'是' if value == (condition.sign == '==') else '否'}"
    return f"{element.label}{_SIGNS[condition.sign]}{names.get(str(value), value)}"


def chosen(*, partners: tuple[Partner, ...], form: Form, answers: Mapping[str, Any]) -> tuple[Chosen, ...]:
    """Returns the units that take part in an application, in the item's order; ``answers`` as the form checked them.

    One whose condition cannot be told takes part: better heard than forgotten.
    """
    elements = {field.element.code: field.element for field in form.fields}

    def look(name: str) -> str | float | bool | None:
        return _typed(elements[name], answers.get(name))

    return tuple(
        Chosen(partner.unit, partner.duty, partner.why)
        for partner in partners
        if partner.when is None or holds(partner.when, look) is not False
    )


def _typed(element: Element, value: Any) -> str | float | bool | None:
    """Returns an answer in the type that conditions compare, None where there is none."""
    if value in (None, "", []):
        return None
    if _TYPES[element.type] == "number":
        return float(value)
    return bool(value) if element.type == "yes_no" else str(value)


def handling_of(stated: str, *, instant: bool, joint: bool) -> str:
    """Returns the class of an item's cases: as stated, else as it follows; raises ValueError where the two differ."""
    if not stated:
        return INSTANT if instant else JOINT if joint else PROMISED
    if stated not in HANDLINGS:
        raise ValueError(f"没有“{stated[:20]}”这一种。请改为其中之一：{'、'.join(HANDLINGS)}。")
    if (stated == INSTANT) != instant:
        raise ValueError("与“当场办结”不符：即办件就是当场办结的件。请改正其中一项。")
    if (stated in {JOINT, UPWARD}) != joint:
        raise ValueError("与“协办部门”不符：联办件、上报件要列明部门，其他的不列。请改正其中一项。")
    return stated
