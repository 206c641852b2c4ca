"""The implementation code of an item (31): composed of its unit, that unit's level and a base code, and explained."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yimen.contexts.identity.api import unit as unit_of
from yimen.kernel.codes import (
    LEVELS,
    CodeError,
    CodePart,
    compose_item,
    normalise,
    parse_base_item,
    parse_region,
    parts_of_item,
    region_prefix,
)

_BASE, _BODY = 12, 18  # characters of a base code, of a body


def code_at(unit: str, base: str) -> str:
    """Returns the implementation code of a base item at a unit: body, level, base code (GB/T 39554.1)."""
    return compose_item(body=unit, level=_level(unit), base=base).value


def completed(content: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Returns an item's plain data, its code composed at a unit where only the base code was written."""
    try:
        return {**content, "code": code_at(unit, parse_base_item(str(content.get("code", ""))).value)}
    except CodeError:
        return dict(content)


def base_scopes(*, unit: str) -> tuple[str, ...]:
    """Returns with which two digits the base codes of a unit's items begin: the nation's, and its own province's."""
    prefix = region_prefix(unit_of(code=unit).region)
    return ("00", prefix[:2]) if len(prefix) > 1 else ("00",)


def foreign(base: str, unit: str) -> str:
    """Returns what is wrong with a base code of a unit's item where it is another province's, else ""."""
    if base[:2] in base_scopes(unit=unit):
        return ""
    known = "、".join(f"“{scope}”" for scope in base_scopes(unit=unit))
    return f"{base} 不是本地的编码：本单位用以 {known} 开头的（国家和本省的基本目录）。请核对。"


def code_parts(*, unit: str, code: str) -> tuple[CodePart, ...]:
    """Returns the parts of an item's code as a unit writes it, each with what it means or what is wrong with it.

    What is no longer than a base code is read as one: before it stand the unit's own code and level, which every code
    of the unit begins with. Raises CodeError beyond 400 characters.
    """
    text, level = normalise(code), _level(unit)
    whole = text if len(text) > _BASE else f"{unit}{level}{text}"
    return tuple(_owned(part, unit, str(level)) for part in parts_of_item(whole))


def _owned(part: CodePart, unit: str, level: str) -> CodePart:
    """Returns a part with what is wrong where it names another body or level than the unit's."""
    if part.wrong or part.last > _BODY + 1:
        return part
    own, name = (unit, unit_of(code=unit).name) if part.last == _BODY else (level, LEVELS[int(level)])
    if part.text == own:
        return replace(part, meaning=name)
    return replace(part, meaning="", wrong=f"不是本单位的：{name}是 {own}；请改正，或只填 12 位基本编码。")


def _level(unit: str) -> int:
    return parse_region(unit_of(code=unit).region).level
