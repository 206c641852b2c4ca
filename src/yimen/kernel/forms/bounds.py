"""Bounds of numbers and dates, written as texts so that forms are plain data."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

TODAY = "today"
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound: a number, a day, or the text "today"."""

    value: Decimal | date | str

    @property
    def is_text(self) -> bool:
        """Returns whether the bound is known only when today is."""
        return isinstance(self.value, str)

    def __le__(self, other: "Bound") -> bool:
        a, b = self.value, other.value
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return a <= b
        return isinstance(a, date) and isinstance(b, date) and a <= b

    def on(self, today: date) -> "Bound":
        """Returns the bound as it stands on a day."""
        return Bound(today) if self.is_text else self


def read_bound(kind: str, text: str) -> Bound | None:
    """Returns the bound that a text gives for a type of element, or None where it gives none."""
    if kind == "date":
        if text == TODAY:
            return Bound(TODAY)
        try:
            return Bound(date.fromisoformat(text)) if DAY.fullmatch(text) else None
        except ValueError:
            return None
    shape = {"integer": WHOLE, "decimal": NUMBER}.get(kind)
    return Bound(Decimal(text)) if shape and shape.fullmatch(text) else None


def tighter(kind: str, one: str, other: str, *, upper: bool) -> str | None:
    """Returns the tighter of two bounds ("" is none), or None where only the day will tell which it is."""
    if one == other or not other:
        return one
    if not one:
        return other
    a, b = read_bound(kind, one), read_bound(kind, other)
    if a is None or b is None or a.is_text or b.is_text:
        return None
    return one if (a <= b) == upper else other
