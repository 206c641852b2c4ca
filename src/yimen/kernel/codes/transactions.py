"""The unified transaction identifier of public-resource trading (发改办法规〔2018〕1156号, as observed in use)."""

from dataclasses import dataclass
from datetime import date

from .check_digits import ALPHANUMERIC, mod_37_2
from .given import Given, given
from .organisations import Uscc, read_uscc

_WIDTHS = (3, 18, 8, 6, 1)


@dataclass(frozen=True, slots=True)
class Transaction:
    """A unified transaction identifier; value carries the hyphens."""

    value: str
    type: str
    platform: Uscc
    day: date
    serial: str
    check: str


def _fields(source: Given) -> list[Given]:
    """Returns the five fields of the hyphenated or the joined form, each counting positions in the whole text."""
    gap = 1 if "-" in source.text else 0
    source.need_length(sum(_WIDTHS) + gap * (len(_WIDTHS) - 1))
    fields, start = [], 0
    for width, title in zip(_WIDTHS, ("类型码", "平台代码", "日期", "流水号", "校验位"), strict=True):
        if gap and start:
            source.need_alphabet("-", "连字符“-”", start - 1, start)
        fields.append(source.part(start, start + width, title))
        start += width + gap
    return fields


def parse_transaction(value: str) -> Transaction:
    """Returns the unified transaction identifier in a text, with or without its hyphens, or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width, letters made capitals. The check
    character is ISO 7064 MOD 37-2 over type, platform, date and serial.
    """
    kind, platform, day, serial, check = _fields(given("transaction", "统一交易标识码", value))
    kind.need_alphabet(ALPHANUMERIC[10:], "大写字母", 0, 1)
    kind.need_digits(1)
    body = read_uscc(platform)
    day.need_digits()
    on = day.day(0, "日期")
    serial.need_digits()
    check.need_alphabet(ALPHANUMERIC + "*", "数字、大写字母或“*”")
    fields = (kind.text, platform.text, day.text, serial.text)
    check.need_check(mod_37_2("".join(fields)), check.text, 0)
    return Transaction("-".join((*fields, check.text)), kind.text, body, on, serial.text, check.text)
