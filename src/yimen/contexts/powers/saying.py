"""Reads what officers say in one line, and says amounts."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from yimen.kernel.discretion import Measure, number_words

from .errors import PowerRefused

MOST = 400


def said(text: str, name: str, field: str, most: int = MOST) -> str:
    """Returns a reason as one line; raises PowerRefused where it is missing or too long."""
    line = " ".join(text.split())
    if not line or not line.isprintable() or len(line) > most:
        raise PowerRefused(f"“{name}”应写明，不超过 {most} 字。请补充。", field)
    return line


def together(*reads: Callable[[], Any]) -> list[Any]:
    """Returns what each part of a form says; raises PowerRefused with everything that is wrong in any of them."""
    found, faults = [], list[PowerRefused]()
    for read in reads:
        try:
            found.append(read())
        except PowerRefused as error:
            faults += error.every
    if faults:
        first, *others = faults
        first.others = tuple(others)
        raise first
    return found


def amount_words(steps: int, measure: Measure) -> str:
    """Returns an amount as tables keep it, in the least steps of its measure, with its unit: 500000 as 5000 元."""
    return f"{number_words(Fraction(steps) * measure.step)} {measure.value}"
