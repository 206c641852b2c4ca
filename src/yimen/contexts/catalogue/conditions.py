"""Conditions in words: what an item's form, its materials and its partners say in codes, as people say it.

One line of Chinese each, in the grammar in which spreadsheets hold them (exchange/saying.py reads them back).
"""

from collections.abc import Mapping
from typing import Any

from yimen.kernel.procedure import Compare, Condition, ConditionError, Not, parse_condition

from .asked import Asked

OR, AND = "或者", "并且"
SIGNS = {"是": "==", "不是": "!=", "大于": ">", "小于": "<", "不超过": "<=", "不小于": ">="}
_WORDS = {sign: word for word, sign in SIGNS.items()}


def when_said(*, when: Any, asked: Asked) -> str:
    """Returns a condition of a question or a material, plain data, as one line."""
    if not isinstance(when, Mapping):
        return ""
    if "any_of" not in when:
        return _one_said(when, asked)
    parts = [_one_said(each, asked) for each in when["any_of"]]
    return f"，{OR}".join(parts) if len(parts) > 1 else OR + "".join(parts)  # one alternative stays one


def joint_said(*, text: str, asked: Asked) -> str:
    """Returns whether a unit takes part, as an item states it, as one line; "" for always."""
    if not text.strip():
        return ""
    try:
        return joined_said(condition=parse_condition(text), asked=asked)
    except ConditionError:
        return text


def _quoted(text: str) -> str:
    return f"“{text.replace('”', '””')}”"


def _one_said(when: Mapping[str, Any], asked: Asked) -> str:
    code, sign, value = str(when["element"]), when.get("operator") or "is", when.get("value", "")
    name = _quoted(asked.name(code))
    if sign == "filled":
        return f"{name}已填写"
    if sign == "one_of":
        return f"{name}是{'、'.join(_quoted(asked.answer(code, each)) for each in value)}之一"
    return f"{name}{'不是' if sign == 'is_not' else '是'}{_quoted(asked.answer(code, value))}"


def joined_said(*, condition: Condition, asked: Asked, around: str = "") -> str:
    """Returns a condition of the language of procedures as one line; ``around``: the word that joins it to others."""
    if isinstance(condition, Compare):
        name, value = _quoted(asked.name(condition.name)), condition.value
        if isinstance(value, bool):
            return f"{name}{_WORDS[condition.sign]}{_quoted('是' if value else '否')}"
        said = _quoted(asked.answer(condition.name, value)) if isinstance(value, str) else _number(value)
        return f"{name}{_WORDS[condition.sign]}{said}"
    if isinstance(condition, Not):
        return f"不满足（{joined_said(condition=condition.part, asked=asked)}）"
    word = AND if condition.word == "and" else OR
    inner = f"，{word}".join(
        joined_said(condition=part, asked=asked, around=condition.word) for part in condition.parts
    )
    return f"（{inner}）" if around and (around, condition.word) != ("or", "and") else inner


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    whole, _, part = f"{value:.9f}".partition(".")
    return f"{whole}.{part.rstrip('0') or '0'}"
