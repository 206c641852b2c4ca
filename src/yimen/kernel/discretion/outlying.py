"""Tells unusually high and low amounts apart, so that a few odd ones do not hide each other: median and deviations.

An amount is unusual where 0.6745·|x − median| / MAD > 3.5 (Iglewicz & Hoaglin 1993). Where more than half are alike
(MAD = 0), the mean deviation stands in: |x − median| > 3.5 · 1.2533 · mean deviation. All in exact fractions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    found = spread_of(Counter(values))
    if found is None:
        return None
    odd = tuple(place for place, one in enumerate(values) if not found.low <= one <= found.high)
    return replace(found, unusual=odd)


def spread_of(counted: Mapping[Fraction, int]) -> Spread | None:
    """Returns how values lie of which each is there so many times; ``unusual`` is empty: they have no places."""
    count = sum(counted.values())
    if count < FEWEST:
        return None
    middle = median_of(counted)
    away = Counter[Fraction]()
    for value, many in counted.items():
        away[abs(value - middle)] += many
    mad = median_of(away)
    mean = sum((value * many for value, many in away.items()), Fraction(0)) / count
    reach = mad * _MAD if mad else mean * _MEAN
    return Spread(count, middle, middle - reach, middle + reach, ())


def median(values: Sequence[Fraction]) -> Fraction:
    """Returns the middle value, or the mean of the two in the middle."""
    return median_of(Counter(values))


def median_of(counted: Mapping[Fraction, int]) -> Fraction:
    """Returns the same of values of which each is there so many times."""
    count = sum(counted.values())
    ordered = sorted(counted.items())
    return (_nth(ordered, (count - 1) // 2) + _nth(ordered, count // 2)) / 2


def _nth(ordered: Sequence[tuple[Fraction, int]], place: int) -> Fraction:
    for value, many in ordered:
        place -= many
        if place < 0:
            return value
    raise IndexError(place)
