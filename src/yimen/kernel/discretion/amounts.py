"""Exact amounts and the bounds that law sets to them, in the words of law.

以上、以下 include the number itself, 超过、不满 do not (民法典 1259).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from .errors import DiscretionError

_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,4})?")
_BEFORE = {"超过": "over", "高于": "over", "不超过": "most", "不满": "under", "不足": "under", "低于": "under"}
_AFTER = {"以上": "least", "以下": "most"}
_PART = re.compile(
    rf"(?P<before>{'|'.join(sorted(_BEFORE, key=len, reverse=True))})?"
    r"(?P<number>[0-9]{1,12}(?:\.[0-9]{1,4})?)(?P<myriad>万)?(?P<unit>[^0-9以超高不低、，]{0,8})"
    rf"(?P<after>{'|'.join(_AFTER)})?"
)
ANY = "不限"


class Measure(StrEnum):
    """What an amount counts: yuan, times of a sum of money, days."""

    MONEY = "元"
    MULTIPLE = "倍"
    DAYS = "日"

    @property
    def step(self) -> Fraction:
        """Returns the least difference of two bounds: a fen, a ten-thousandth, a day."""
        return {Measure.MONEY: Fraction(1, 100), Measure.MULTIPLE: Fraction(1, 10_000), Measure.DAYS: Fraction(1)}[self]

    @property
    def decided(self) -> "Measure":
        """Returns what a decision states: a multiple becomes money."""
        return Measure.MONEY if self is Measure.MULTIPLE else self


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from ``least`` to ``most``; None: no bound there. ``over``, ``under``: that end itself is out."""

    least: Fraction | None = None
    most: Fraction | None = None
    over: bool = False
    under: bool = False

    def holds(self, value: Fraction) -> bool:
        """Tells whether a number lies within."""
        low = self.least is None or value > self.least or (value == self.least and not self.over)
        high = self.most is None or value < self.most or (value == self.most and not self.under)
        return low and high

    def lowest(self, step: Fraction) -> Fraction | None:
        """Returns the least multiple of ``step`` within; None where there is no bound."""
        if self.least is None:
            return None
        found = ceil(self.least / step) * step
        return found + step if self.over and found == self.least else found

    def highest(self, step: Fraction) -> Fraction | None:
        """Returns the greatest multiple of ``step`` within; None where there is no bound."""
        if self.most is None:
            return None
        found = floor(self.most / step) * step
        return found - step if self.under and found == self.most else found

    def times(self, base: Fraction) -> "Span":
        """Returns the span of so many times a sum."""
        least = None if self.least is None else self.least * base
        most = None if self.most is None else self.most * base
        return Span(least, most, self.over, self.under)

    def words(self, unit: str = "") -> str:
        """Returns the span in the words of law, which ``span_of`` reads back."""
        if self.least is not None and self.least == self.most and not (self.over or self.under):
            return _counted(self.least, unit)
        low = high = ""
        if self.least is not None:
            number = _counted(self.least, unit)
            low = f"超过{number}" if self.over else f"{number}以上"
        if self.most is not None:
            number = _counted(self.most, unit)
            high = f"不满{number}" if self.under else f"{number}以下"
        between = "、" if low and high and (self.over or self.under) else ""
        return f"{low}{between}{high}" or ANY


def _counted(value: Fraction, unit: str) -> str:
    """Returns a number with its unit, whole myriads of yuan as the law writes them (3万元)."""
    if unit == Measure.MONEY.value and value and value % 10_000 == 0:
        return f"{number_words(value / 10_000)}万{unit}"
    return f"{number_words(value)}{unit}"


def amount_of(text: str, name: str, field: str = "") -> Fraction:
    """Returns a number typed in plain digits, at most four decimals; raises DiscretionError."""
    typed = text.strip()
    if not _NUMBER.fullmatch(typed):
        raise DiscretionError(f"“{name}”应只填数字，最多四位小数，例如 1500 或 1500.50。请改正。", field or name)
    return Fraction(typed)


def number_words(value: Fraction) -> str:
    """Returns a number in digits, exactly; one that no decimal writes is written as a fraction."""
    whole, rest, digits = value.numerator // value.denominator, value % 1, ""
    while rest and len(digits) < 30:
        rest *= 10
        digits += str(floor(rest))
        rest %= 1
    if rest:
        return f"{value.numerator}/{value.denominator}"
    return f"{whole}.{digits}" if digits else str(whole)


def span_of(text: str, unit: str, name: str, field: str = "") -> Span:
    """Returns the span that words such as “1000元以上3000元以下”, “超过20%、不满50%” or “3次” state.

    A single number without a word is that number alone. Raises DiscretionError where the words say anything else.
    """
    typed = re.sub(r"[\s，,、]", "", text)
    if typed == ANY:
        return Span()
    ends: dict[str, Fraction] = {}
    place = 0
    while place < len(typed):
        part = _PART.match(typed, place)
        key = _end(part) if part else ""
        if part is None or key in ends or part["unit"] not in ("", unit):
            raise _misread(text, unit, name, field)
        ends[key] = Fraction(part["number"]) * (10_000 if part["myriad"] else 1)
        place = part.end()
    return _span(ends, _misread(text, unit, name, field))


def _end(part: "re.Match[str]") -> str:
    before, after = part["before"], part["after"]
    if before and after:
        return ""
    return _BEFORE[before] if before else _AFTER[after] if after else "only"


def _span(ends: dict[str, Fraction], wrong: DiscretionError) -> Span:
    lower, upper = [key for key in ends if key in ("least", "over")], [key for key in ends if key in ("most", "under")]
    if set(ends) == {"only"}:
        return Span(ends["only"], ends["only"])
    if not ends or "only" in ends or "" in ends or len(lower) > 1 or len(upper) > 1:
        raise wrong
    least = ends[lower[0]] if lower else None
    most = ends[upper[0]] if upper else None
    return Span(least, most, over="over" in ends, under="under" in ends)


def _misread(text: str, unit: str, name: str, field: str) -> DiscretionError:
    sample = f"“1000{unit}以上3000{unit}以下”“超过3000{unit}、不满5000{unit}”“不满500{unit}”"
    return DiscretionError(f"“{name}”里的“{text.strip()[:40]}”读不懂。请写成{sample}的样子。", field or name)
