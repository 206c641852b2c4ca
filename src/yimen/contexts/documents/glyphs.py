"""What the papers' font can print, and what stands in for a character it cannot: never a blank."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

_COVERED = Path(__file__).parent / "fonts" / "covered.txt"


def printable(values: Any) -> tuple[Any, list[str]]:
    """Returns JSON-able ``values`` with every text printable, and the stand-ins used, such as ``〔U+1F600〕``.

    Invisible characters (categories C*, variation selectors) go, except line feeds: they turn letters around or hide
    them. A paper is never refused for a character, as its act is already done and the applicant waits for it.
    """
    missing: dict[str, None] = {}
    return _walk(values, missing), list(missing)


def _walk(value: Any, missing: dict[str, None]) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " "))
        return "".join(_shown(char, missing) for char in text)
    if isinstance(value, list):
        return [_walk(item, missing) for item in value]
    if isinstance(value, dict):
        return {name: _walk(item, missing) for name, item in value.items()}
    return value


def _shown(char: str, missing: dict[str, None]) -> str:
    if char == "\n" or ord(char) in _covered():
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) in {"Cc", "Cf"} or unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return ""
    stand_in = f"〔U+{ord(char):04X}〕"
    missing[stand_in] = None
    return stand_in


@cache
def _covered() -> frozenset[int]:
    lines = _COVERED.read_text("ascii").splitlines()
    runs = ((int(low, 16), int(high, 16)) for low, high in (line.split() for line in lines))
    return frozenset(code for low, high in runs for code in range(low, high + 1))
