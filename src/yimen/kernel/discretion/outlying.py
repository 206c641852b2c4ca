"""Tells unusually high and low amounts apart, so that a few odd ones do not hide each other: median and deviations.

An amount is unusual where 0.6745·|x − median| / MAD > 3.5 (Iglewicz & Hoaglin 1993). Where more than half are alike
(MAD = 0), the mean deviation stands in: |x − median| > 3.5 · 1.2533 · mean deviation. All in exact fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST = 8  # of which one may be called unusual
_MAD, _MEAN = Fraction(35_000, 6745), Fraction(35 * 12_533, 100_000)


@dataclass(frozen=True, slots=True)
class Spread:
    """How amounts lie: their median, the least and greatest that are usual, and the places of those that are not."""

    count: int
    median: Fraction
    low: Fraction
    high: Fraction
    unusual: tuple[int, ...]


def place_in(amount: Fraction, low: Fraction, high: Fraction | None) -> Fraction | None:
    """Returns where in its tier an amount lies: 0 the least, 1 the greatest; None where the tier leaves no choice.

    Tiers of multiples have other ends in each case: only the place is comparable.
    """
    return None if high is None or high == low else (amount - low) / (high - low)


def spread(values: Sequence[Fraction]) -> Spread | None:
    """Returns how values lie; None where they are too few to call any of them unusual."""
    if len(values) < FEWEST:
        return None
    middle = median(values)
    away = [abs(value - middle) for value in values]
    mad = median(away)
    reach = mad * _MAD if mad else sum(away, Fraction(0)) / len(away) * _MEAN
    odd = tuple(place for place, one in enumerate(away) if one > reach)
    return Spread(len(values), middle, middle - reach, middle + reach, odd)


def median(values: Sequence[Fraction]) -> Fraction:
    """Returns the middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
