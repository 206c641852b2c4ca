"""Telephone numbers as people in China write them."""

import re

_MOBILE = re.compile(r"(?:\+?86-?)?(1[3-9][0-9])-?([0-9]{4})-?([0-9]{4})")
_LANDLINE = re.compile(r"(?:\+?86-?)?\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?-?([1-9][0-9]{6,7})(?:(?:-|转)([0-9]{1,6}))?")
_ABROAD = re.compile(r"(?:\+|00)(?!86)([1-9][0-9]{0,2})-?([0-9]{5,12})")


def read_phone(text: str) -> str:
    """Returns a number in one form, or "" where it is none; the text is normalised (no spaces, half-width).

    Mobile: 11 digits. Landline: area-number or area-number-extension. Abroad, Hong Kong, Macao, Taiwan: +digits.
    """
    if found := _MOBILE.fullmatch(text):
        return "".join(found.groups())
    if found := _LANDLINE.fullmatch(text):
        return "-".join(part for part in found.groups() if part)
    if found := _ABROAD.fullmatch(text):
        return "+" + "".join(found.groups())
    return ""
