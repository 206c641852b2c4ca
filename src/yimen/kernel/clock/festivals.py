"""Days off by statute, for years without a notice: 《全国年节及纪念日放假办法》 as revised in 2007, 2013 and 2024."""

from datetime import date, timedelta
from functools import cache

LAW = "《全国年节及纪念日放假办法》"
FIRST, LAST = 2008, 2049  # with 2008 came 清明, 端午 and 中秋
# A lunar year, from the one before the first: bits 15–4 say which of months 1–12 have 30 days, bits 3–0 the leap month
# (0 none), bit 16 its 30 days.
_YEARS = (
    0x025D0, 0x092D0, 0x0CAB5, 0x0A950, 0x0B4A0, 0x0BAA4, 0x0AD50, 0x055D9, 0x04BA0, 0x0A5B0,
    0x15176, 0x052B0, 0x0A930,
    0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530,
    0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0, 0x1D0B6, 0x0D250, 0x0D520, 0x0DD45,
    0x0B5A0, 0x056D0, 0x055B2, 0x049B0, 0x0A577, 0x0A4B0, 0x0AA50, 0x1B255, 0x06D20, 0x0ADA0,
)  # fmt: skip
_NEW_YEAR = date(2007, 2, 18)


def _months(year: int) -> list[tuple[int, int]]:
    """Returns the months of a lunar year in order: number and days; a leap month repeats its number."""
    code = _YEARS[year - FIRST + 1]
    leap, found = code & 0xF, []
    for month in range(1, 13):
        found.append((month, 29 + (code >> (16 - month) & 1)))
        if month == leap:
            found.append((month, 29 + (code >> 16)))
    return found


def new_year(year: int) -> date:
    """Returns the first day of the lunar year that begins in ``year`` (春节), from 2007 to 2049."""
    return _NEW_YEAR + timedelta(sum(days for past in range(FIRST - 1, year) for _, days in _months(past)))


def lunar(year: int, month: int, day: int) -> date:
    """Returns the day of a lunar month (never the leap one) of the lunar year that begins in ``year``.

    The 30th of a month of 29 days is its last day.
    """
    passed = 0
    for number, days in _months(year):
        if number == month:
            day = min(day, days)
            break
        passed += days
    return new_year(year) + timedelta(passed + day - 1)


def clear_and_bright(year: int) -> date:
    """Returns 清明, the day when the sun stands at 15° (a rule of thumb, exact for 2008–2049)."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def statutory(year: int) -> tuple[tuple[date, str], ...]:
    """Returns the days off with their names, in order, before any is made up (办法 第二条): 11 days, from 2025 on 13.

    春节 begins on New Year's Eve, but not from 2014 to 2024. A day stands twice where two festivals meet.
    """
    spring, since_2025 = new_year(year), year >= 2025
    eve, last = year not in range(2014, 2025), 3 if year >= 2014 else 2
    found = [(date(year, 1, 1), "元旦"), (clear_and_bright(year), "清明节"), (date(year, 5, 1), "劳动节")]
    found += [(spring + timedelta(offset), "春节") for offset in range(-1 if eve else 0, last)]
    if since_2025:
        found.append((date(year, 5, 2), "劳动节"))
    found += [(lunar(year, 5, 5), "端午节"), (lunar(year, 8, 15), "中秋节")]
    found += [(date(year, 10, day), "国庆节") for day in (1, 2, 3)]
    return tuple(sorted(found))


@cache
def days_off(year: int) -> dict[date, str]:
    """Returns the statutory days, each that falls on a weekend made up on the next working day (办法 第六条).

    Where two festivals meet, one day is made up as well: so it was in 2020, when 中秋 and 国庆 fell on 1 October.
    """
    found: dict[date, str] = {}
    lost: list[tuple[date, str]] = []
    for day, name in statutory(year):
        if day in found or day.weekday() >= 5:
            lost.append((day, name))
        found.setdefault(day, name)
    for day, name in lost:
        free = day
        while free in found or free.weekday() >= 5:
            free += timedelta(1)
        found[free] = f"{name}补假"
    return found
