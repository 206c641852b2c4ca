"""Conditions as one line of Chinese, written out and read back (docs/manual/exchange.md says how they are written).

whether a question is asked, a material wanted:      一条 {"，或者" 一条}
    一条 = “名称”是“答案” | “名称”不是“答案” | “名称”是“答案”{、“答案”}之一 | “名称”已填写
whether a unit takes part:                            且 {"，或者" 且} ; 且 = 项 {"，并且" 项}
    项   = 不满足（…） | （…） | “名称”是“答案” | “名称”不是“答案” | “名称” 比 数
    比   = 是 | 不是 | 大于 | 小于 | 不超过 | 不小于
A ” within quotation marks is doubled.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from yimen.contexts.catalogue.api import AND, OR, SIGNS, Asked, joined_said, when_said
from yimen.kernel.procedure import parse_condition

_HOW = "请写成 “申请人类型”是“法人” 的样子，名称和答案照申请表写，加引号。"
_TOKEN = re.compile(
    "[ \u3000\n]*(?:“(?P<text>(?:[^”]|””)*)”|(?P<number>-?[0-9]{1,15}(?:\\.[0-9]{1,9})?)|"
    "(?P<word>不满足|已填写|不超过|不小于|不是|之一|大于|小于|或者|并且|[是，,、（）()]))"
)
_ALIKE = {",": "，", "(": "（", ")": "）"}
_DEEPEST = 20


def when_read(text: str, asked: Asked) -> dict[str, Any]:
    """Returns a condition of a question or a material as plain data; raises ValueError with what to write."""
    if text.lstrip().startswith("{"):
        raise ValueError(_older(lambda: when_said(when=json.loads(text), asked=asked)))
    reader = _Reader(text, asked)
    alone = reader.take(OR)
    parts = [reader.one()]
    while reader.take("，"):
        reader.need(OR)
        parts.append(reader.one())
    reader.end()
    return {"any_of": parts} if alone or len(parts) > 1 else parts[0]


def joint_read(*, text: str, asked: Asked) -> str:
    """Returns whether a unit takes part as an item states it; raises ValueError with what to write."""
    if re.search(r"==|!=|[<>]|\b(?:and|or|not)\b", re.sub("“(?:[^”]|””)*”", "", text)):
        raise ValueError(_older(lambda: joined_said(condition=parse_condition(text), asked=asked)))
    reader = _Reader(text, asked)
    found = reader.either(0)
    reader.end()
    return found


def _older(said: Callable[[], str]) -> str:
    try:
        return f"这是旧的条件写法，不再使用。请改写成：{said()}"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return f"不是条件的写法。{_HOW}"


class _Reader:
    def __init__(self, text: str, asked: Asked) -> None:
        self._asked = asked
        self._rest: list[tuple[str, str]] = list(_tokens(text))

    def take(self, word: str) -> bool:
        if self._rest and self._rest[0] == ("word", word):
            self._rest.pop(0)
            return True
        return False

    def need(self, word: str) -> None:
        if not self.take(word):
            raise self._wrong(f"应当写“{word}”")

    def end(self) -> None:
        if self._rest:
            raise self._wrong("应当结束；几个条件用“，或者”连接")

    def _wrong(self, should: str) -> ValueError:
        here = f"“{self._rest[0][1][:20]}”这里" if self._rest else "末尾"
        return ValueError(f"条件的{here}{should}。{_HOW}")

    def _text(self, should: str) -> str:
        kind, said = self._rest[0] if self._rest else ("", "")
        if kind != "text":
            raise self._wrong(should)
        del self._rest[0]
        return said

    def _name(self) -> str:
        return self._asked.code(self._text("应当是加引号的填写项名称"))

    def _value(self, code: str) -> str:
        return self._asked.value(code, self._text("应当是加引号的答案"))

    def one(self) -> dict[str, Any]:
        """Returns one condition of a question or a material."""
        code = self._name()
        if self.take("已填写"):
            return {"element": code, "operator": "filled"}
        if self.take("不是"):
            return {"element": code, "operator": "is_not", "value": self._value(code)}
        if not self.take("是"):
            raise self._wrong("应当写“是”“不是”或“已填写”")
        values = [self._value(code)]
        while self.take("、"):
            values.append(self._value(code))
        if self.take("之一"):
            return {"element": code, "operator": "one_of", "value": values}
        if len(values) > 1:
            raise self._wrong("应当写“之一”")
        return {"element": code, "value": values[0]}

    def either(self, depth: int) -> str:
        """Returns conditions any of which suffices, in the language of procedures."""
        found = self._both(depth)
        while self._linked(OR):
            found = f"{found} or {self._both(depth)}"
        return found

    def _both(self, depth: int) -> str:
        found = self._term(depth)
        while self._linked(AND):
            found = f"{found} and {self._term(depth)}"
        return found

    def _linked(self, word: str) -> bool:
        if self._rest[:2] != [("word", "，"), ("word", word)]:
            return False
        del self._rest[:2]
        return True

    def _term(self, depth: int) -> str:
        if depth > _DEEPEST:
            raise ValueError(f"条件的括号套了 {_DEEPEST} 层以上。请写简单些。")
        denied = self.take("不满足")
        if denied or self._rest[:1] == [("word", "（")]:
            self.need("（")
            inner = self.either(depth + 1)
            self.need("）")
            return f"not ({inner})" if denied else f"({inner})"
        return self._compared()

    def _compared(self) -> str:
        code = self._name()
        word = next((word for word in SIGNS if self.take(word)), "")
        if not word:
            raise self._wrong(f"应当写{'、'.join(f'“{each}”' for each in SIGNS)}中的一个")
        if self._rest and self._rest[0][0] == "number":
            return f"{code} {SIGNS[word]} {self._rest.pop(0)[1]}"
        value = self._value(code)
        if self._asked.type(code) == "yes_no":
            return f"{code} {SIGNS[word]} {'true' if value == 'yes' else 'false'}"
        if "'" in value and '"' in value:
            raise ValueError("条件里的答案不能同时有单引号和双引号。请改写。")
        mark = '"' if "'" in value else "'"
        return f"{code} {SIGNS[word]} {mark}{value}{mark}"


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if not found or not found.lastgroup:
            raise ValueError(f"条件第 {place + 1} 个字起“{text[place : place + 12].strip()}”看不懂。{_HOW}")
        said = found[found.lastgroup]
        yield found.lastgroup, said.replace("””", "”") if found.lastgroup == "text" else _ALIKE.get(said, said)
        place = found.end()
