"""What a form is made of. A form that exists is well formed: its construction checks it and raises FormError."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from .bounds import read_bound
from .errors import FormError
from .patterns import is_pattern

ElementType = Literal[
    "text",
    "paragraph",
    "integer",
    "decimal",
    "date",
    "choice",
    "choices",
    "yes_no",
    "citizen_id",
    "uscc",
    "phone",
    "region",
]
Source = Literal["asked", "register", "licence"]
Operator = Literal["is", "is_not", "one_of", "filled"]
TYPES = frozenset(get_args(ElementType))
SOURCES = frozenset(get_args(Source))
OPERATORS = frozenset(get_args(Operator))
MOST_FIELDS = 2000
MOST_CHOICES = 2000
MOST_LENGTH = 20_000
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_FORMAT = re.compile(r"[a-z0-9]{1,8}")


def _need(holds: object, path: str, reason: str) -> None:
    """Raises FormError with path and reason unless the first argument is true."""
    if not holds:
        raise FormError(path, reason)


def _need_code(code: str, path: str) -> None:
    """Raises FormError unless the code is a letter followed by letters, digits, "_", "." or "-", at most 64."""
    _need(_CODE.fullmatch(code), path, "代码应以英文字母开头，只含字母、数字、下划线、点和连字符，最多 64 位。")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: value is stored, label is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Element:
    """A data element of the registry: one thing that is asked once, whoever needs it.

    minimum and maximum are texts: numbers for integer and decimal, YYYY-MM-DD or "today" for date, "" for none.
    max_length counts characters (None: 200 for text, 2000 for paragraph). pattern_name is a key of PATTERNS, for
    text only. source says where the answer comes from: what a register or a licence supplies is not asked again.
    personal marks data of a person: encrypted at rest and masked on screen.
    """

    code: str
    label: str
    type: ElementType
    required: bool = True
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int | None = None
    minimum: str = ""
    maximum: str = ""
    pattern_name: str = ""
    source: Source = "asked"
    personal: bool = False

    def __post_init__(self) -> None:
        _need_code(self.code, "code")
        _need(self.label.strip(), "label", "名称不能为空。")
        _need(self.type in TYPES, "type", f"没有这种类型；请改为其中之一：{'、'.join(sorted(TYPES))}。")
        _need(self.source in SOURCES, "source", f"没有这种来源；请改为其中之一：{'、'.join(sorted(SOURCES))}。")
        chosen = self.type in ("choice", "choices")
        _need(chosen == bool(self.choices), "choices", "选择类要列出选项，其他类型不能有选项。")
        _need(len(self.choices) <= MOST_CHOICES, "choices", f"选项最多 {MOST_CHOICES} 个。")
        values = {choice.value for choice in self.choices}
        _need(len(values) == len(self.choices), "choices", "选项的值有重复。")
        _need(all(c.value.strip() == c.value != "" and c.label.strip() for c in self.choices), "choices",
              "选项的值和名称不能为空，值的首尾不能有空格。")  # fmt: skip
        long = self.max_length
        _need(long is None or self.type in ("text", "paragraph"), "max_length", "只有文字类能限定字数。")
        _need(long is None or 1 <= long <= MOST_LENGTH, "max_length", f"字数上限应在 1 至 {MOST_LENGTH} 之间。")
        _need(not self.pattern_name or self.type == "text", "pattern_name", "只有单行文字能指定格式。")
        _need(not self.pattern_name or is_pattern(self.pattern_name), "pattern_name", "没有这种格式。")
        for path, bound in (("minimum", self.minimum), ("maximum", self.maximum)):
            _need(not bound or read_bound(self.type, bound) is not None, path, "与类型不符，或这种类型没有上下限。")
        low, high = read_bound(self.type, self.minimum), read_bound(self.type, self.maximum)
        _need(low is None or high is None or low.is_text or high.is_text or low <= high, "minimum", "下限大于上限。")


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of another answer. A test of an answer that is empty, wrong or not asked fails, even is_not.

    is, is_not: value is a text. one_of: value is a tuple of texts. filled: value is "". For an element of type
    choices, is and one_of mean that one of the chosen is named. yes_no is tested as "yes" or "no".
    """

    element: str
    operator: Operator
    value: str | tuple[str, ...] = ""

    def __post_init__(self) -> None:
        _need_code(self.element, "element")
        _need(self.operator in OPERATORS, "operator", f"没有这种判断；请改为其中之一：{'、'.join(sorted(OPERATORS))}。")
        if self.operator == "one_of":
            _need(isinstance(self.value, tuple) and self.value, "value", "one_of 的值应是至少一项的列表。")
        elif self.operator == "filled":
            _need(self.value == "", "value", "filled 不带值。")
        else:
            _need(isinstance(self.value, str) and self.value, "value", f"{self.operator} 的值应是不为空的文字。")

    @property
    def named(self) -> tuple[str, ...]:
        """Returns the values that the condition names."""
        values = (self.value,) if isinstance(self.value, str) else self.value
        return tuple(value for value in values if value)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where any of its conditions holds: merged forms ask what any of them needs."""

    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _need(self.conditions, "any_of", "至少要有一个条件。")


When = Condition | AnyOf


def conditions_of(when: When | None) -> tuple[Condition, ...]:
    """Returns the conditions any of which suffices; empty means always."""
    if when is None:
        return ()
    return when.conditions if isinstance(when, AnyOf) else (when,)


@dataclass(frozen=True, slots=True)
class Field:
    """An element on a form, asked when its condition holds.

    required_when narrows element.required to less than when (None: required whenever asked).
    """

    element: Element
    when: When | None = None
    required_when: When | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """A document to hand in: originals and copies are counts of paper, sample a note on the sample form.

    tolerable: may be handed in after acceptance (容缺受理). basis: the law that demands it. source: what a register
    or licence supplies may not be asked of the applicant (国务院令第716号). max_bytes is for one file.
    """

    code: str
    name: str
    required: bool = True
    when: When | None = None
    originals: int = 1
    copies: int = 0
    sample: str = ""
    formats: tuple[str, ...] = ("pdf", "jpg", "png")
    max_bytes: int = 10 * 1024 * 1024
    tolerable: bool = False
    basis: str = ""
    source: Source = "asked"

    def __post_init__(self) -> None:
        _need_code(self.code, "code")
        _need(self.name.strip(), "name", "名称不能为空。")
        _need(self.source in SOURCES, "source", f"没有这种来源；请改为其中之一：{'、'.join(sorted(SOURCES))}。")
        _need(0 <= self.originals <= 99, "originals", "原件份数应在 0 至 99 之间。")
        _need(0 <= self.copies <= 99, "copies", "复印件份数应在 0 至 99 之间。")
        _need(self.formats, "formats", "至少要有一种文件格式。")
        _need(all(_FORMAT.fullmatch(name) for name in self.formats), "formats", "文件格式应是小写扩展名，如 pdf。")
        _need(1 <= self.max_bytes <= 2**31, "max_bytes", "文件大小上限应在 1 至 2147483648 字节之间。")


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what is asked, in sections, and what is handed in."""

    code: str
    title: str
    sections: tuple[Section, ...]
    materials: tuple[Material, ...] = ()

    def __post_init__(self) -> None:
        _need_code(self.code, "code")
        _need(self.title.strip(), "title", "名称不能为空。")
        placed = self._placed_fields()
        _need(len(placed) <= MOST_FIELDS, "sections", f"一张表单最多 {MOST_FIELDS} 项。")
        elements: dict[str, Element] = {}
        for path, field in placed:
            code = field.element.code
            _need(code not in elements, f"{path}.element.code", f"“{code}”在表单里出现了两次。")
            elements[code] = field.element
        for path, field in placed:
            if field.when or field.required_when:
                _check_when(field.when, elements, f"{path}.when")
                _check_when(field.required_when, elements, f"{path}.required_when")
        seen: set[str] = set()
        for number, material in enumerate(self.materials):
            _need(material.code not in seen, f"materials[{number}].code", f"材料“{material.code}”出现了两次。")
            seen.add(material.code)
            _check_when(material.when, elements, f"materials[{number}].when")
        evaluation_order(self)

    def _placed_fields(self) -> list[tuple[str, Field]]:
        """Returns every field with its path."""
        return [
            (f"sections[{s}].fields[{f}]", field)
            for s, section in enumerate(self.sections)
            for f, field in enumerate(section.fields)
        ]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Returns every field in the order shown."""
        return tuple(field for section in self.sections for field in section.fields)


def _check_when(when: When | None, elements: dict[str, Element], path: str) -> None:
    """Raises FormError where a condition names an element or a choice that the form does not have."""
    for condition in conditions_of(when):
        code = condition.element
        _need(code in elements, path, f"条件提到的“{code}”不在表单里。")
        element = elements[code]
        known = {choice.value for choice in element.choices}
        if element.type == "yes_no":
            known = {"yes", "no"}
        lost = [value for value in condition.named if known and value not in known]
        _need(not lost, path, f"条件提到的值不是“{element.label}”的选项：{'、'.join(lost[:5])}。")


def evaluation_order(form: Form) -> tuple[Field, ...]:
    """Returns the fields so that each follows those its conditions name; raises FormError for a circle."""
    fields = {field.element.code: field for field in form.fields}
    waits = {
        code: {c.element for c in (*conditions_of(field.when), *conditions_of(field.required_when))}
        for code, field in fields.items()
    }
    followers: dict[str, list[str]] = {code: [] for code in fields}
    for code, needed in waits.items():
        for other in needed:
            followers[other].append(code)
    ready = [code for code in fields if not waits[code]]
    ordered: list[Field] = []
    for code in ready:  # grows while it is read
        ordered.append(fields[code])
        for follower in followers[code]:
            waits[follower].discard(code)
            if not waits[follower]:
                ready.append(follower)
    circle = [code for code, needed in waits.items() if needed]
    _need(
        not circle, "sections", f"这些项的条件互相等待，谁也无法先问：{'、'.join(f'“{code}”' for code in circle[:5])}。"
    )
    return tuple(ordered)
