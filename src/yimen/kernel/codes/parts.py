"""An implementation code put together and taken apart: what each part means, and which part is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from .errors import CodeError
from .given import Given, given
from .items import Item, parse_base_item, parse_item, read_base_item
from .organisations import parse_uscc, read_uscc
from .regions import LEVELS

_LENGTH = 31
_SHOWN = 12  # characters of what is beyond the last place


@dataclass(frozen=True, slots=True)
class CodePart:
    """A part of an implementation code: places ``first`` to ``last`` from 1 on, its text, what it is, what it means.

    ``wrong``: in Chinese what is wrong with it and what to do, "" where nothing is; a part that is wrong means nothing.
    """

    first: int
    last: int
    text: str
    title: str
    meaning: str
    wrong: str


def compose_item(*, body: str, level: int, base: str) -> Item:
    """Returns the implementation code of a base item at a body and a level (1-6), or raises CodeError of that part."""
    return parse_item(f"{parse_uscc(body).value}{level}{parse_base_item(base).value}")


def parts_of_item(value: str) -> tuple[CodePart, ...]:
    """Returns the parts of an implementation code, each looked at by itself, whatever stands in the others.

    A code that is too short lacks its last parts; what is beyond 31 characters is a part of its own. Raises CodeError
    beyond 400 characters.
    """
    source = given("item", "事项实施编码", value)
    parts = [_part(source, *each) for each in _PARTS]
    beyond = source.text[_LENGTH:]
    if beyond:
        wrong = f"多了 {len(beyond)} 位，编码应为 {_LENGTH} 位；请删去多余的。"
        parts.append(CodePart(_LENGTH + 1, len(source.text), beyond[:_SHOWN], "多出的部分", "", wrong))
    return tuple(parts)


_Read = Callable[[Given], str]


def _part(source: Given, start: int, end: int, title: str, read: _Read) -> CodePart:
    text = source.text[start:end]
    meaning, wrong = "", ""
    if len(text) < end - start:
        wrong = f"少了 {end - start - len(text)} 位，应为 {end - start} 位；请补上。"
    else:
        try:
            meaning = read(Given(source.kind, title, source.whole, text, start))
        except CodeError as error:
            wrong = error.reason
    return CodePart(start + 1, end, text, title, meaning, wrong)


def _body(source: Given) -> str:
    found = read_uscc(source)
    return f"{found.category_title}，{found.register_title}登记，登记地区划 {found.region}"


def _level(source: Given) -> str:
    source.need_alphabet("".join(map(str, LEVELS)), "、".join(f"{level} {name}" for level, name in LEVELS.items()))
    return LEVELS[int(source.text)]


def _digits(meaning: str, none: str = "") -> _Read:
    def read(source: Given) -> str:
        source.need_digits()
        return none if none and not source.text.strip("0") else meaning.format(source.text)

    return read


def _scope(source: Given) -> str:
    source.need_digits()
    return f"{read_base_item(_padded(source, '', '01' + '0' * 8)).scope_title}目录"


def _type(source: Given) -> str:
    """Returns the type of item; the scope, which decides what types there are, is looked at in its own place."""
    source.need_digits()
    scope = source.whole[source.offset - 2 : source.offset]
    return read_base_item(_padded(source, scope if scope == "00" else "43", "0" * 8)).type_title


def _padded(source: Given, before: str, after: str) -> Given:
    """Returns the base code that a part would stand in, where places still count in the whole code."""
    text = before + source.text + after
    return Given(source.kind, source.title, source.whole, text, source.offset - len(before))


_PARTS: tuple[tuple[int, int, str, _Read], ...] = (
    (0, 18, "实施主体代码", _body),
    (18, 19, "行使层级", _level),
    (19, 21, "目录层级", _scope),
    (21, 23, "事项类型", _type),
    (23, 25, "部门（条线）", _digits("第 {} 号条线")),
    (25, 28, "主项", _digits("第 {} 项", "没有主项顺序")),
    (28, 31, "子项", _digits("第 {} 子项", "没有子项")),
)
