"""A year of an office as plain data: limits that start, wait, are extended, begin anew.

The same seed gives the same cases. The shares are guesses (demo, low confidence); the lengths are those of the law.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.legal_time.articles import Case, Days, Stop

FIRST, LAST = date(2024, 1, 1), date(2026, 11, 30)
_SPAN = {"wd": 1.45, "cd": 1.0, "mo": 30.4, "yr": 365.2, "md": 180.0}  # calendar days for one of the unit, roughly


@dataclass(frozen=True)
class Limit:
    """A limit as the law gives it, and what can happen to it: weight is how often it starts, compared to others."""

    id: str
    length: int
    unit: str
    weight: int = 1
    more: int = 0  # the extension
    direction: str = "after"
    waits: bool = False  # the law knows times that are not counted
    anew: bool = False  # the law lets it begin anew
    least: bool = False  # a bound of at least so long
    fixed: tuple[int, int] | None = None


LIMITS = (
    Limit("xk.one_time_notice", 5, "wd", 12),
    Limit("xk.decide", 20, "wd", 20, more=10, waits=True),
    Limit("xk.joint", 45, "wd", 6, more=15, waits=True),
    Limit("xk.lower_level_review", 20, "wd", 2, waits=True),
    Limit("xk.deliver", 10, "wd", 8),
    Limit("xk.hearing.request", 5, "wd"),
    Limit("xk.hearing.hold", 20, "wd"),
    Limit("xk.hearing.notify", 7, "wd", 2, direction="before"),
    Limit("xk.inspect.assign", 5, "wd", 2),
    Limit("xk.renew.apply", 30, "cd", 4, direction="before"),
    Limit("xk.reapply.false_material", 1, "yr", least=True),
    Limit("xk.reapply.fraud", 3, "yr", least=True),
    Limit("cf.decide", 90, "cd", 8, waits=True),
    Limit("cf.hearing.request", 5, "wd"),
    Limit("cf.hearing.notify", 7, "wd", 2, direction="before"),
    Limit("cf.evidence_hold", 7, "wd"),
    Limit("cf.serve", 7, "wd", 3),
    Limit("cf.pay", 15, "cd", 4),
    Limit("cf.withdraw_publicity", 3, "wd"),
    Limit("gs.licence_penalty", 7, "wd", 6),
    Limit("gs.other_enforcement", 20, "wd"),
    Limit("xxgk.proactive", 20, "wd", 6),
    Limit("xxgk.reply", 20, "wd", 16, more=20, waits=True, anew=True),
    Limit("xxgk.bz_notice", 7, "wd", 4),
    Limit("xxgk.third_party", 15, "wd", 2),
    Limit("xxgk.co_agency", 15, "wd", 2),
    Limit("xxgk.fee_pay", 20, "wd", 2),
    Limit("xxgk.annual.dept", 0, "md", fixed=(1, 31)),
    Limit("xxgk.annual.gov", 0, "md", fixed=(3, 31)),
    Limit("fy.apply", 60, "cd", 4, waits=True),
    Limit("ss.sue", 6, "mo", 4, waits=True),
    Limit("jc.public_comment", 30, "cd", 3, least=True),
    Limit("jc.hearing_material", 7, "cd", direction="before"),
    Limit("jc.legality_review", 7, "wd", least=True),
    Limit("xf.accept", 15, "cd", 6),
    Limit("xf.finish", 60, "cd", 8, more=30),
    Limit("xf.review", 30, "cd", 2),
    Limit("xf.recheck", 30, "cd", 2),
    Limit("hcp.contact", 1, "wd", 4),
    Limit("hotline.general", 5, "wd", 10, more=5, waits=True),
    Limit("gcxm.total", 120, "wd", 3, waits=True),
    Limit("net.log", 6, "mo", least=True),
)


def days() -> Days:
    """Returns the days off and the weekend days worked of 2024 to 2026, as the three notices give them (facts §8)."""
    return Days(off=set(_OFF), worked=set(_WORKED))


def year(seed: int, count: int) -> list[tuple[str, Case]]:
    """Returns so many limits as (id of the limit, case), in the order of their start."""
    chance = Random(seed)
    weights = [limit.weight for limit in LIMITS]
    drawn = [(limit.id, _case(chance, limit)) for limit in chance.choices(LIMITS, weights, k=count)]
    return sorted(drawn, key=lambda pair: pair[1].start)


def _case(chance: Random, limit: Limit) -> Case:
    start = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1))
    plain = limit.direction == "before" or limit.unit == "md"
    added = (limit.more,) if limit.more and chance.random() < 0.12 else ()
    if added and chance.random() < 0.08:
        added = (*added, max(1, limit.more // 2))
    reach = (limit.length + sum(added)) * _SPAN[limit.unit]
    return Case(
        start=start,
        length=limit.length,
        unit=limit.unit,
        direction=limit.direction,
        counts_first=not plain and chance.random() < 0.03,
        rolls=not plain and not (limit.least and chance.random() < 0.5) and chance.random() > 0.05,
        fixed=limit.fixed,
        stops=() if plain else _stops(chance, limit, start, reach),
        added=added,
    )


def _stops(chance: Random, limit: Limit, start: date, reach: float) -> tuple[Stop, ...]:
    found: list[Stop] = []
    if chance.random() < (0.35 if limit.waits else 0.03):
        found.append(_stop(chance, start, reach, "suspend"))
        while chance.random() < 0.3:
            found.append(_stop(chance, start, reach, "suspend"))
        if chance.random() < 0.2:
            found.append(_overlapping(chance, found[-1]))
    if chance.random() < (0.25 if limit.anew else 0.01):
        found.append(_stop(chance, start, reach, "restart"))
        if chance.random() < 0.2:
            found.append(_stop(chance, found[-1].end or start, reach, "restart"))
    chance.shuffle(found)
    return tuple(found)


def _stop(chance: Random, start: date, reach: float, effect: str) -> Stop:
    """A stop that begins on the start day, while the limit runs, or now and then after it ran out."""
    far = 0 if chance.random() < 0.08 else chance.randrange(int(reach * 1.3) + 2)
    begin = start + timedelta(days=far)
    if chance.random() < 0.08:
        return Stop(begin, None, effect)
    return Stop(begin, begin + timedelta(days=chance.choice((0, 1, 2, 3, 5, 7, 10, 14, 15, 21, 30, 45))), effect)


def _overlapping(chance: Random, other: Stop) -> Stop:
    """A second suspend that begins within another, and ends within it, with it or after it."""
    spell = ((other.end or other.begin + timedelta(days=20)) - other.begin).days
    begin = other.begin + timedelta(days=chance.randrange(spell + 1))
    return Stop(begin, begin + timedelta(days=chance.randrange(spell + 10)), "suspend")


def _between(first: tuple[int, int, int], last: tuple[int, int, int]) -> list[date]:
    begin, end = date(*first), date(*last)
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]


_OFF = (
    *_between((2024, 1, 1), (2024, 1, 1)),
    *_between((2024, 2, 10), (2024, 2, 17)),
    *_between((2024, 4, 4), (2024, 4, 6)),
    *_between((2024, 5, 1), (2024, 5, 5)),
    *_between((2024, 6, 10), (2024, 6, 10)),
    *_between((2024, 9, 15), (2024, 9, 17)),
    *_between((2024, 10, 1), (2024, 10, 7)),
    *_between((2025, 1, 1), (2025, 1, 1)),
    *_between((2025, 1, 28), (2025, 2, 4)),
    *_between((2025, 4, 4), (2025, 4, 6)),
    *_between((2025, 5, 1), (2025, 5, 5)),
    *_between((2025, 5, 31), (2025, 6, 2)),
    *_between((2025, 10, 1), (2025, 10, 8)),
    *_between((2026, 1, 1), (2026, 1, 3)),
    *_between((2026, 2, 15), (2026, 2, 23)),
    *_between((2026, 4, 4), (2026, 4, 6)),
    *_between((2026, 5, 1), (2026, 5, 5)),
    *_between((2026, 6, 19), (2026, 6, 21)),
    *_between((2026, 9, 25), (2026, 9, 27)),
    *_between((2026, 10, 1), (2026, 10, 7)),
)
_WORKED = tuple(
    date(*ymd)
    for ymd in (
        *((2024, 2, 4), (2024, 2, 18), (2024, 4, 7), (2024, 4, 28)),
        *((2024, 5, 11), (2024, 9, 14), (2024, 9, 29), (2024, 10, 12)),
        *((2025, 1, 26), (2025, 2, 8), (2025, 4, 27), (2025, 9, 28), (2025, 10, 11)),
        *((2026, 1, 4), (2026, 2, 14), (2026, 2, 28), (2026, 5, 9), (2026, 9, 20), (2026, 10, 10)),
    )
)
