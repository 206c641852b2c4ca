"""The citizen identity number."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .check_digits import DIGITS, citizen_id_check
from .given import given
from .regions import PROVINCES

# 83 opens the residence permits of Taiwan residents, which share the numbering of GB 11643.
_ORIGINS = frozenset(PROVINCES) - {"66"} | {"83"}


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A citizen identity number (GB 11643-1999): region is the 6-digit code where it was first issued."""

    value: str
    region: str
    born: date
    sex: Literal["男", "女"]


def parse_citizen_id(value: str, *, today: date | None = None) -> CitizenId:
    """Returns the citizen identity number in a text (GB 11643-1999, ISO 7064 MOD 11-2), or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width, x made X. With today, a birth after
    it is refused. There is no oldest age: numbers of people born in 1880 are well formed.
    """
    source = given("citizen-id", "公民身份号码", value)
    text = source.text
    if len(text) == 15 and text.isascii() and text.isdigit():
        raise source.refuse("是 15 位旧号码，已经停用；请填写第二代居民身份证上的 18 位号码。")
    source.need_length(18)
    source.need_digits(0, 17)
    source.need_alphabet(DIGITS + "X", "数字或字母 X", 17)
    if text[:2] not in _ORIGINS:
        raise source.refuse(f"起的“{text[:2]}”不是省级区划代码；请对照身份证核对。", 0)
    born = source.day(6, "出生日期")
    if today is not None and born > today:
        raise source.refuse(f"起的出生日期“{born.year}年{born.month}月{born.day}日”晚于今天；请对照身份证核对。", 6)
    source.need_check(citizen_id_check(text[:17]), text[17], 17)
    return CitizenId(text, text[:6], born, "男" if int(text[16]) % 2 else "女")
