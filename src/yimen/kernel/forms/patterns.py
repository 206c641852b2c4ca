"""Formats that a text may be held to, by name: forms are data and bring no regular expressions of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yimen.kernel.codes import KINDS, CodeError


@dataclass(frozen=True, slots=True)
class Pattern:
    """A format: shape in linear time, words that say in Chinese how to write it."""

    shape: re.Pattern[str]
    words: str


PATTERNS: Mapping[str, Pattern] = MappingProxyType(
    {
        "digits": Pattern(re.compile(r"[0-9]+"), "只能由数字组成"),
        "email": Pattern(
            re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"),
            "应写成 name@example.cn 的样子",
        ),
        "postcode": Pattern(re.compile(r"[0-9]{6}"), "应是 6 位数字"),
        "vehicle_plate": Pattern(
            re.compile(r"[\u4e00-\u9fff][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9\u4e00-\u9fff]"),
            "应写成 蒙A12345 的样子",
        ),
    }
)


def is_pattern(name: str) -> bool:
    """Returns whether a format of that name exists: one of PATTERNS, or a kind of identifier such as "item"."""
    return name in PATTERNS or name in KINDS


def pattern_fault(name: str, text: str) -> str:
    """Returns what is wrong with a text under a format, as a clause in Chinese, or "" where nothing is."""
    if name in PATTERNS:
        return "" if PATTERNS[name].shape.fullmatch(text) else f"格式不对，{PATTERNS[name].words}；请改正"
    try:
        KINDS[name].parse(text)
    except CodeError as error:
        return f"有误：{error.reason.rstrip('。')}"
    return ""
