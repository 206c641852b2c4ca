"""The language of conditions: names, comparisons with a value, and/or/not. Parsed once; nothing is evaluated as code.

condition  = either ; either = both {"or" both} ; both = term {"and" term}
term       = "not" term | "(" either ")" | name [operator value]
operator   = == != < <= > >=          value = 'text' | "text" | number | true | false
"""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

LONGEST = 500  # characters
DEEPEST = 20  # brackets and negations within each other

Value = str | int | float | bool
Lookup = Callable[[str], Value | None]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'[^'\\\n]*'|"[^"\\\n]*")|(?P<number>-?\d{1,15}(?:\.\d{1,9})?(?![\w.]))"""
    r"""|(?P<name>[^\W\d]\w*)|(?P<sign>==|!=|<=|>=|<|>|\(|\)))"""
)
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_WORDS = {"and", "or", "not", "true", "false"}


class ConditionError(ValueError):
    """A condition outside the language, or a value that it cannot be compared with; says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Compare:
    """Compares a named value with a constant."""

    name: str
    sign: str
    value: Value


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part does not."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Join:
    """Holds where all (``and``) or any (``or``) of its parts hold."""

    word: Literal["and", "or"]
    parts: "tuple[Condition, ...]"


Condition = Compare | Not | Join


def parse_condition(text: str) -> Condition:
    """Returns the parsed condition, or raises ConditionError saying what is outside the language."""
    if len(text) > LONGEST:
        raise ConditionError(f"条件长 {len(text)} 个字符，最多 {LONGEST} 个，请拆成几个网关")
    reader = _Reader(list(_tokens(text)))
    found = reader.either(0)
    if reader.rest:
        raise ConditionError(f"条件中“{reader.rest[0][1]}”多余，请检查括号和 and、or")
    return found


def text_of(condition: Condition) -> str:
    """Returns a condition as text that is parsed to the same condition."""
    text = _text(condition, "")
    return text if len(text) <= LONGEST else re.sub(r" (==|!=|<=|>=|<|>) ", r"\1", text)


def _text(condition: Condition, around: str) -> str:
    if isinstance(condition, Compare):
        if condition.value is True and condition.sign == "==":
            return condition.name
        return f"{condition.name} {condition.sign} {_literal(condition.value)}"
    if isinstance(condition, Not):
        return f"not {_text(condition.part, 'not')}"
    inner = f" {condition.word} ".join(_text(part, condition.word) for part in condition.parts)
    return f"({inner})" if around and (around, condition.word) != ("or", "and") else inner


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if "'" in value else f"'{value}'"
    if isinstance(value, float):
        whole, _, part = f"{value:.9f}".partition(".")
        return f"{whole}.{part.rstrip('0') or '0'}"
    return str(value)


def holds(condition: Condition, lookup: Lookup) -> bool | None:
    """Tells whether a condition holds; None where a value that decides it is unknown (``lookup`` returned None)."""
    if isinstance(condition, Compare):
        return _compare(condition, lookup(condition.name))
    if isinstance(condition, Not):
        found = holds(condition.part, lookup)
        return None if found is None else not found
    decisive, unknown = condition.word == "or", False
    for part in condition.parts:
        found = holds(part, lookup)
        if found is decisive:
            return decisive
        unknown = unknown or found is None
    return None if unknown else not decisive


def names(condition: Condition) -> Iterator[str]:
    """Yields the names that a condition looks at."""
    if isinstance(condition, Compare):
        yield condition.name
    elif isinstance(condition, Not):
        yield from names(condition.part)
    else:
        for part in condition.parts:
            yield from names(part)


def _compare(condition: Compare, value: Value | None) -> bool | None:
    if value is None:
        return None
    if _sort(value) != _sort(condition.value):
        raise ConditionError(f"“{condition.name}”的值与流程条件要比较的值类型不同，请核对流程文件或填报内容")
    return _SIGNS[condition.sign](value, condition.value)


def _sort(value: object) -> str:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, str):
        return "text"
    return "number" if isinstance(value, int | float) else "other"


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if not found or not found.lastgroup:
            odd = text[place : place + 12].strip()
            raise ConditionError(f"条件第 {place + 1} 个字符起“{odd}”不能识别，只能写名称、比较、and、or、not")
        word = found[found.lastgroup]
        yield ("word" if word in _WORDS else found.lastgroup), word
        place = found.end()


class _Reader:
    def __init__(self, rest: list[tuple[str, str]]) -> None:
        self.rest = rest

    def take(self, *words: str) -> bool:
        if self.rest and self.rest[0][0] in {"word", "sign"} and self.rest[0][1] in words:
            self.rest.pop(0)
            return True
        return False

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self.take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Join("or", tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.term(depth)]
        while self.take("and"):
            parts.append(self.term(depth))
        return parts[0] if len(parts) == 1 else Join("and", tuple(parts))

    def term(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise ConditionError(f"条件的括号或 not 套了 {DEEPEST} 层以上，请拆成几个网关")
        if self.take("not"):
            return Not(self.term(depth + 1))
        if self.take("("):
            found = self.either(depth + 1)
            if not self.take(")"):
                raise ConditionError("条件缺少右括号，请补上")
            return found
        return self.comparison()

    def comparison(self) -> Condition:
        kind, name = self.rest.pop(0) if self.rest else ("", "")
        if kind != "name":
            raise ConditionError(f"条件中“{name or '末尾'}”处应当是名称，例如 outcome == 'accept'")
        if not self.rest or self.rest[0][1] not in _SIGNS:
            return Compare(name, "==", value=True)
        sign = self.rest.pop(0)[1]
        kind, word = self.rest.pop(0) if self.rest else ("", "")
        value = _value(kind, word)
        if isinstance(value, bool) and sign not in {"==", "!="}:
            raise ConditionError(f"条件中 true、false 不能用“{sign}”比较，请用 == 或 !=")
        return Compare(name, sign, value)


def _value(kind: str, word: str) -> Value:
    if kind == "text":
        return word[1:-1]
    if kind == "number":
        return float(word) if "." in word else int(word)
    if word in {"true", "false"}:
        return word == "true"
    raise ConditionError(f"条件中“{word or '末尾'}”处应当是加引号的文字、数字、true 或 false")
