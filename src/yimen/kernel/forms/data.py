"""Forms as data: plain JSON shapes to and from forms, errors by path."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar, cast

from .errors import FormError
from .parts import (
    AnyOf,
    Choice,
    Condition,
    Element,
    ElementType,
    Field,
    Form,
    Material,
    Operator,
    Section,
    Source,
    When,
)

_T = TypeVar("_T")
_MOST_ITEMS = 5000
_MOST_TEXT = 20_000
_REMEMBERED = 4096  # fields and materials, each


class _Object:
    """A JSON object under reading: every key is taken once, and what is left over is refused."""

    def __init__(self, path: str, data: object) -> None:
        if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
            raise FormError(path, "应是一个对象（名称和值）。")
        self.path = path
        self._left: dict[str, object] = dict(data)

    def at(self, key: str) -> str:
        """Returns the path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str, default: object = None) -> object:
        """Returns the raw value of a key and ticks it off; null counts as absent."""
        value = self._left.pop(key, None)
        return default if value is None else value

    def text(self, key: str, default: str | None = None) -> str:
        """Returns a text; without default the key must be there."""
        value = self.take(key, default)
        if value is None:
            raise FormError(self.at(key), "缺少这一项；请补上。")
        if not isinstance(value, str) or len(value) > _MOST_TEXT:
            raise FormError(self.at(key), f"应是文字，最多 {_MOST_TEXT} 个字。")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Returns true or false."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise FormError(self.at(key), "应是 true 或 false。")
        return value

    def whole(self, key: str, default: int | None) -> int | None:
        """Returns a whole number."""
        value = self.take(key, default)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise FormError(self.at(key), "应是整数。")
        return value

    def bound(self, key: str) -> str:
        """Returns a bound as text; a whole number is accepted in its place."""
        value = self.take(key, "")
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
            return str(value)
        if not isinstance(value, str):
            raise FormError(self.at(key), "应是文字（数字、YYYY-MM-DD 或 today）或整数。")
        return value

    def each(self, key: str, read: Callable[[str, object], _T], default: object = ()) -> tuple[_T, ...]:
        """Returns a list, each item read with its own path."""
        value = self.take(key, default)
        if not isinstance(value, list | tuple) or len(value) > _MOST_ITEMS:
            raise FormError(self.at(key), f"应是列表，最多 {_MOST_ITEMS} 项。")
        return tuple(read(f"{self.at(key)}[{number}]", item) for number, item in enumerate(value))

    def done(self) -> None:
        """Raises FormError where keys are left over."""
        if self._left:
            names = "、".join(key[:40] for key in list(self._left)[:5])
            raise FormError(self.path, f"有不认识的项：{names}；请删去或改正名称。")


def _built(path: str, build: Callable[[], _T]) -> _T:
    """Returns what build makes, its FormError placed under path."""
    try:
        return build()
    except FormError as error:
        inner = ".".join(part for part in (path, error.path) if part)
        raise FormError(inner, error.reason) from None


def _text(path: str, data: object) -> str:
    """Returns a text that stands in a list."""
    if not isinstance(data, str) or len(data) > _MOST_TEXT:
        raise FormError(path, "应是文字。")
    return data


def _choice(path: str, data: object) -> Choice:
    """Returns a choice: an object with value and label, or one text for both."""
    if isinstance(data, str):
        return Choice(data, data)
    source = _Object(path, data)
    value = source.text("value")
    choice = Choice(value, source.text("label", value))
    source.done()
    return choice


def _condition(path: str, data: object) -> Condition:
    """Returns a condition from {"element", "operator", "value"}; the operator is "is" unless given."""
    source = _Object(path, data)
    element, operator = source.text("element"), source.text("operator", "is")
    if operator == "one_of":
        value: str | tuple[str, ...] = source.each("value", _text)
    else:
        value = source.text("value", "")
    source.done()
    return _built(path, lambda: Condition(element, cast(Operator, operator), value))


def _when(source: _Object, key: str) -> When | None:
    """Returns a condition, several under "any_of", or None."""
    data = source.take(key)
    if data is None:
        return None
    path = source.at(key)
    if isinstance(data, Mapping) and "any_of" in data:
        several = _Object(path, data)
        conditions = several.each("any_of", _condition)
        several.done()
        return _built(path, lambda: AnyOf(conditions))
    return _condition(path, data)


def _alike(read: Callable[[str, object], _T]) -> Callable[[str, object], _T]:
    """Returns a reader that reads once what many forms say alike, such as a question for the name."""

    @lru_cache(_REMEMBERED)
    def known(text: str) -> _T:
        return read("", json.loads(text))

    def again(path: str, data: object) -> _T:
        try:
            return known(json.dumps(data))
        except (TypeError, ValueError, RecursionError):
            return read(path, data)  # at fault, or no plain data: told with its own path

    return again


def _element(path: str, data: object) -> Element:
    """Returns a data element."""
    source = _Object(path, data)
    given: dict[str, Any] = {
        "code": source.text("code"),
        "label": source.text("label"),
        "type": cast(ElementType, source.text("type")),
        "required": source.flag("required", default=True),
        "hint": source.text("hint", ""),
        "choices": source.each("choices", _choice),
        "max_length": source.whole("max_length", None),
        "minimum": source.bound("minimum"),
        "maximum": source.bound("maximum"),
        "pattern_name": source.text("pattern_name", ""),
        "source": cast(Source, source.text("source", "asked")),
        "personal": source.flag("personal", default=False),
    }
    source.done()
    return _built(path, lambda: Element(**given))


@_alike
def _field(path: str, data: object) -> Field:
    """Returns a field from {"element", "when", "required_when"}."""
    source = _Object(path, data)
    element = _element(source.at("element"), source.take("element"))
    field = Field(element, _when(source, "when"), _when(source, "required_when"))
    source.done()
    return field


def _section(path: str, data: object) -> Section:
    """Returns a section."""
    source = _Object(path, data)
    section = Section(source.text("title", ""), source.each("fields", _field))
    source.done()
    return section


@_alike
def _material(path: str, data: object) -> Material:
    """Returns a material."""
    source = _Object(path, data)
    plain = {field.name: field.default for field in fields(Material)}
    given: dict[str, Any] = {
        "code": source.text("code"),
        "name": source.text("name"),
        "required": source.flag("required", default=True),
        "when": _when(source, "when"),
        "originals": source.whole("originals", cast(int, plain["originals"])),
        "copies": source.whole("copies", cast(int, plain["copies"])),
        "sample": source.text("sample", ""),
        "formats": source.each("formats", _text, plain["formats"]),
        "max_bytes": source.whole("max_bytes", cast(int, plain["max_bytes"])),
        "tolerable": source.flag("tolerable", default=False),
        "basis": source.text("basis", ""),
        "source": cast(Source, source.text("source", "asked")),
    }
    source.done()
    return _built(path, lambda: Material(**given))


def form_from_data(data: Mapping[str, object]) -> Form:
    """Returns the form that plain data describe; raises FormError with the path of the first fault, nothing else.

    Shape: {"code", "title", "sections": [{"title", "fields": [{"element": {…}, "when", "required_when"}]}],
    "materials": [{…}]} with the names of Element and Material; a condition is {"element", "operator", "value"} or
    {"any_of": [condition, …]}; a choice is {"value", "label"} or one text. Unknown names are refused.
    """
    source = _Object("", data)
    code, title = source.text("code"), source.text("title")
    sections = source.each("sections", _section)
    materials = source.each("materials", _material)
    source.done()
    return Form(code, title, sections, materials)


def _plain(value: object) -> object:
    """Returns a part of a form as JSON: objects without what is at its default, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, AnyOf):
        return {"any_of": _plain(value.conditions)}
    if isinstance(value, Choice | Condition | Element | Field | Section | Material | Form):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != field.default
        }
    return value


def form_to_data(form: Form) -> dict[str, object]:
    """Returns the form as plain data that form_from_data reads back to an equal form; defaults are left out."""
    return cast(dict[str, object], _plain(form))
