"""Festivals from the sky: new moons and the sun's longitude after Meeus, Astronomical Algorithms, chapters 25 and 49.

Months are numbered after GB/T 33661-2017: the eleventh holds the winter solstice; of the months from one eleventh to
the next, if there are thirteen, the first in which the sun enters no new sign is the leap month.
"""

from datetime import date, timedelta
from itertools import pairwise
from math import floor, radians, sin

_DELTA_T = 75 / 86400  # dynamical time ahead of civil time in these decades, days


def sun_day(year: int, longitude: float) -> date:
    """Returns the day, in Beijing, on which the sun reaches a longitude in a civil year."""
    low, high = _julian(date(year, 1, 1)), _julian(date(year, 12, 31))
    low += (longitude - _sun(low)) % 360 / 360 * 365.2422 - 4
    high = low + 8
    while high - low > 1e-6:
        middle = (low + high) / 2
        if (_sun(middle) - longitude + 180) % 360 < 180:
            low = middle
        else:
            high = middle
    return _beijing(low)


def lunar_day(year: int, month: int, day: int) -> date:
    """Returns the day of a lunar month, 1 to 10 and not a leap one, in the lunar year that begins in a civil year."""
    first, last = (_month_of(sun_day(civil, 270)) for civil in (year - 1, year))
    moons = [_beijing(_new_moon(k)) for k in range(first, last + 1)]
    signs = [sun_day(civil, 30 * sign) for civil in (year - 1, year) for sign in range(12)]
    leap_due, number = len(moons) == 14, 11
    for begin, end in pairwise(moons[1:]):
        if leap_due and not any(begin <= sign < end for sign in signs):
            leap_due = False
            continue
        number = number % 12 + 1
        if number == month:
            return begin + timedelta(day - 1)
    raise AssertionError(month)


def _month_of(day: date) -> int:
    k = floor((_julian(day) - 2451550.1) / 29.530588861) + 1
    while _beijing(_new_moon(k)) > day:
        k -= 1
    return k


def _julian(day: date) -> float:
    return day.toordinal() + 1721424.5


def _beijing(dynamical: float) -> date:
    return date.fromordinal(floor(dynamical - _DELTA_T + 8 / 24 - 1721424.5))


def _sun(jde: float) -> float:
    t = (jde - 2451545) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    m = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (1.914602 - 0.004817 * t) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000289 * sin(3 * m)
    return (mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))) % 360


def _new_moon(k: int) -> float:
    t = k / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    m = radians(2.5534 + 29.10535670 * k - 0.0000014 * t * t)
    n = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    f = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    o = radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t)
    terms = (
        (-0.40720, n), (0.17241 * e, m), (0.01608, 2 * n), (0.01039, 2 * f), (0.00739 * e, n - m),
        (-0.00514 * e, n + m), (0.00208 * e * e, 2 * m), (-0.00111, n - 2 * f), (-0.00057, n + 2 * f),
        (0.00056 * e, 2 * n + m), (-0.00042, 3 * n), (0.00042 * e, m + 2 * f), (0.00038 * e, m - 2 * f),
        (-0.00024 * e, 2 * n - m), (-0.00017, o), (-0.00007, n + 2 * m), (0.00004, 2 * n - 2 * f),
    )  # fmt: skip
    planets = 0.000325 * sin(radians(299.77 + 0.107408 * k)) + 0.000165 * sin(radians(251.88 + 0.016321 * k))
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    return mean + sum(size * sin(angle) for size, angle in terms) + planets
