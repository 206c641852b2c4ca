"""Masks for names and numbers of people, for screens and logs. A mask never fails and never shows a short value."""

import re
from collections.abc import Callable

from .cases import parse_case_number
from .citizens import parse_citizen_id
from .errors import CodeError
from .organisations import parse_uscc

STAR = "*"
# Identity numbers (18, or 15 of old), bank cards (16-19); written in one run or with single spaces or hyphens.
# A case number in its printed groups comes first, so that its tail is not taken for a number of a person.
_NUMBER = re.compile(
    r"(?<![0-9])(?:(?P<case>[0-9]{6}-[0-9]{8}-[0-9]{6}-[0-9])|[0-9](?:[ -]?[0-9]){13,17}[ -]?[0-9Xx])(?![0-9])"
)
_MOBILE = re.compile(r"(?<![0-9])((?:\+?86[ -]?)?)(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})(?![0-9])")
_DIGITS = re.compile(r"\d(?:[ -]?\d){10}")  # without so many no number is a person's; most texts have none
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "x", ord("＋"): "+"}


def _between(text: str, first: int, last: int) -> str:
    """Returns the text with all but its first and last characters starred; wholly starred if too short for that."""
    hidden = len(text) - first - last
    if hidden < max(first + last, 1):
        return STAR * len(text)
    return text[:first] + STAR * hidden + text[len(text) - last :]


def mask_name(name: str) -> str:
    """Returns a name with only its first character shown: 张三丰 → 张**; a name of one character is hidden whole."""
    bare = name.strip()
    return bare[:1] + STAR * (len(bare) - 1) if len(bare) > 1 else STAR * len(bare)


def mask_citizen_id(number: str) -> str:
    """Returns an identity number with only its first and last characters shown."""
    return _between(number.strip(), 1, 1)


def mask_phone(number: str) -> str:
    """Returns a telephone number masked: 13812345678 → 138****5678; other lengths show only the last two digits."""
    bare = "".join(number.split()).translate(_WIDE)
    if len(bare) == 11 and bare.isascii() and bare.isdigit():
        return f"{bare[:3]}****{bare[7:]}"
    return _between(bare, 0, 2)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    """Returns whether the text is well formed for the parser."""
    try:
        parse(text)
    except CodeError:
        return False
    return True


def _mask_number(found: re.Match[str]) -> str:
    """Returns the number masked, unless it can only be a (public) unified social credit code or case number."""
    number = found.group()
    public = _parses(parse_case_number, number) if found["case"] else _parses(parse_uscc, number)
    if public and not _parses(parse_citizen_id, number):
        return number
    return mask_citizen_id(number)


def personal_in(text: str, *, phones: bool = True) -> str:
    """Returns what of a person a text holds that must not be public ("公民身份号码", "手机号码"), "" where nothing.

    Found as in ``mask_text``; fixed telephones are offices' and may be said. ``phones``: mobile numbers count too.
    """
    if not _DIGITS.search(text):
        return ""
    plain = text.translate(_WIDE)
    for found in _NUMBER.finditer(plain):
        if not found["case"] and _parses(parse_citizen_id, re.sub("[ -]", "", found.group())):
            return "公民身份号码"
    return "手机号码" if phones and _MOBILE.search(plain) else ""


def mask_text(text: str) -> str:
    """Returns free text with what looks like identity, card and mobile numbers masked, in linear time.

    Numbers are found across single spaces and hyphens and in full-width digits (which come back half-width).
    Longer runs of digits, such as case numbers, are public and stay. Names in free text cannot be found.
    """
    hidden = _NUMBER.sub(_mask_number, text.translate(_WIDE))
    return _MOBILE.sub(r"\1\2****\3", hidden)
