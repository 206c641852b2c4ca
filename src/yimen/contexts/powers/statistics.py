"""How tiers are used: by body and tier, where amounts lie, and which lie unusually high or low."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yimen.contexts.identity.api import Reader, Unit, units_by_code
from yimen.kernel.clock import CHINA
from yimen.kernel.discretion import FEWEST, Spread, median_of, place_in, spread_of

from .errors import NotYourPower
from .models import BaselineRow, PenaltyRow
from .penalties import STANDS, Penalty, penalties_of
from .posts import places, watched

MOST_SHOWN = 50  # unusual decisions of one body in one tier that are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One tier as one body uses it. Places: 0 the least of the tier, 1 its greatest; None where there is no choice.

    ``group``: against which decisions they are held: "unit" its own, "all" those of all bodies, "" too few.
    ``more``: unusual ones that are not listed.
    """

    family: UUID
    name: str
    tier_name: str
    unit: Unit
    count: int
    outside: int
    lowest: Fraction | None
    median: Fraction | None
    highest: Fraction | None
    group: str
    usual: tuple[Fraction, Fraction] | None
    unusual: tuple["Unusual", ...]
    more: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """One decision that lies unusually ``high`` or low, and why it is said to."""

    penalty: Penalty
    place: Fraction
    high: bool
    words: str


def usage(*, reader: Reader, since: date, until: date) -> tuple[Use, ...]:
    """Returns how tiers were used from one day to another in the regions the reader oversees; raises NotYourPower.

    Decisions are held against those of the same body in the same tier, or of all bodies where it has made fewer than
    eight; amounts by their place in the tier, so that multiples of different sums can be compared. The database counts:
    what is read is one row for each amount, not for each decision; of what is unusual, the
    farthest from the median of each body and tier, and how many ``more`` there are.
    """
    regions = watched(reader)
    if not regions:
        raise NotYourPower("裁量统计由法制、监察、审计岗和领导查看。您没有这些岗位。")
    rows = between(since, until).filter(places(regions), state__in=STANDS)
    groups = tuple(group for tier in _tiers(rows) for group in _bodies(tier))
    bodies = units_by_code(codes={one.unit for one in groups})
    names = _names({one.family for one in groups})
    listed = _listed(groups, rows)
    found = [_use(one, listed.get(_key(one), []), names[one.family], bodies[one.unit]) for one in groups]
    return tuple(sorted(found, key=lambda one: (one.name, one.tier_name, one.unit.code)))


def unusual_counts(rows: "QuerySet[PenaltyRow]") -> Counter[str]:
    """Returns how many of some decisions are unusual, by unit."""
    found = Counter[str]()
    for tier in _tiers(rows):
        for group in _bodies(tier):
            found[group.unit] += sum(amount.many for amount in group.odd)
    return found


def between(since: date, until: date) -> "QuerySet[PenaltyRow]":
    """Returns the decisions made from one day to another, both in."""
    first, after = (datetime.combine(day, time(), CHINA) for day in (since, until + timedelta(1)))
    return PenaltyRow.objects.filter(decided_at__gte=first, decided_at__lt=after)


@dataclass(frozen=True, slots=True)
class _Amount:
    """Decisions of one body that are alike: how many, and their place in the tier."""

    unit: str
    amount: int
    low: int
    high: int | None
    state: str
    many: int
    place: Fraction | None


@dataclass(frozen=True, slots=True)
class _Group:
    """What one body decided in one tier, and against what it is held."""

    family: UUID
    tier_name: str
    unit: str
    amounts: tuple[_Amount, ...]
    held: Spread | None
    group: str

    @property
    def odd(self) -> tuple[_Amount, ...]:
        """Returns the amounts that lie outside what is usual."""
        held = self.held
        if held is None:
            return ()
        return tuple(one for one in self.amounts if one.place is not None and not held.low <= one.place <= held.high)


_Tier = tuple[UUID, str, list[_Amount]]
_Key = tuple[UUID, str, str]  # a tier and a body
_ALIKE = ("family", "tier_name", "unit_id", "amount", "low", "high")
_AT_ONCE = 200  # amounts asked for in one query


def _tiers(rows: "QuerySet[PenaltyRow]") -> Iterator[_Tier]:
    """Yields tier by tier the amounts decided in it, each with how often."""
    names = ("family", "tier_name", "unit_id", "amount", "low", "high", "state")
    counted = rows.values_list(*names).annotate(many=Count("id")).order_by(*names)
    for (family, tier_name), lines in groupby(counted.iterator(chunk_size=2000), key=lambda line: line[:2]):
        amounts = []
        for _, _, unit, amount, low, high, state, many in lines:
            place = place_in(Fraction(amount), Fraction(low), None if high is None else Fraction(high))
            amounts.append(_Amount(unit, amount, low, high, state, many, place))
        yield family, tier_name, amounts


def _bodies(tier: _Tier) -> Iterator[_Group]:
    family, tier_name, amounts = tier
    whole = spread_of(_places(amounts))
    for unit, lines in groupby(amounts, key=lambda one: one.unit):
        own = tuple(lines)
        mine = spread_of(_places(own))
        held, group = (mine, "unit") if mine else (whole, "all") if whole else (None, "")
        yield _Group(family, tier_name, unit, own, held, group)


def _places(amounts: Iterable[_Amount]) -> Counter[Fraction]:
    found = Counter[Fraction]()
    for one in amounts:
        if one.place is not None:
            found[one.place] += one.many
    return found


def _names(families: set[UUID]) -> dict[UUID, str]:
    """Returns what baselines are called, by family, in their last approved version."""
    rows = BaselineRow.objects.filter(family__in=families, state="approved").order_by("number")
    return dict(rows.values_list("family", "name"))


def _use(one: _Group, listed: list[Penalty], name: str, unit: Unit) -> Use:
    counted = _places(one.amounts)
    held = one.held
    return Use(
        family=one.family,
        name=name,
        tier_name=one.tier_name,
        unit=unit,
        count=sum(each.many for each in one.amounts),
        outside=sum(each.many for each in one.amounts if each.state == "allowed"),
        lowest=min(counted, default=None),
        median=median_of(counted) if counted else None,
        highest=max(counted, default=None),
        group=one.group,
        usual=(held.low, held.high) if held else None,
        unusual=tuple(_unusual(each, held, one.group) for each in listed) if held else (),
        more=sum(each.many for each in one.odd) - len(listed),
    )


def _picks(one: _Group) -> list[_Amount]:
    """Returns the unusual amounts of a body in a tier that are listed, the farthest from the median first."""
    held = one.held
    if held is None:
        return []
    found, many = list[_Amount](), 0
    for each in sorted(one.odd, key=lambda each: -abs((each.place or Fraction(0)) - held.median)):
        if many >= MOST_SHOWN:
            break
        found.append(each)
        many += each.many
    return found


def _listed(groups: Iterable[_Group], rows: "QuerySet[PenaltyRow]") -> dict[_Key, list[Penalty]]:
    """Returns the decisions that are listed of each group, in the order of their amounts, then of their days."""
    order = {
        (*_key(one), each.amount, each.low, each.high): (_key(one), place)
        for one in groups
        for place, each in enumerate(_picks(one))
    }
    wanted, ids = list(order), dict[_Key, list[tuple[int, UUID]]]()
    for start in range(0, len(wanted), _AT_ONCE):
        alike = Q(pk__in=[])
        for values in wanted[start : start + _AT_ONCE]:
            alike |= Q(**dict(zip(_ALIKE, values, strict=True)))
        for id_, *values in rows.filter(alike).order_by("decided_at", "id").values_list("id", *_ALIKE):
            group, place = order[tuple(values)]
            ids.setdefault(group, []).append((place, id_))
    chosen = {key: [id_ for _, id_ in sorted(found, key=itemgetter(0))[:MOST_SHOWN]] for key, found in ids.items()}
    known = PenaltyRow.objects.in_bulk([id_ for found in chosen.values() for id_ in found])
    told = {one.id: one for one in penalties_of(known.values())}
    return {key: [told[id_] for id_ in found] for key, found in chosen.items()}


def _key(one: _Group) -> _Key:
    return one.family, one.tier_name, one.unit


def _unusual(one: Penalty, held: Spread, group: str) -> Unusual:
    place = place_in(one.amount, one.low, one.high) or Fraction(0)
    high = place > held.high
    whose = "本单位" if group == "unit" else "各单位"
    words = f"在本档幅度的 {percent(place)} 处，{whose}同档 {held.count} 件的中位数在 {percent(held.median)} 处，"
    low, top = max(held.low, Fraction(0)), min(held.high, Fraction(1))
    words += f"通常在 {percent(low)} 至 {percent(top)} 之间：明显偏{'高' if high else '低'}。"
    return Unusual(one, place, high, words)


def percent(value: Fraction) -> str:
    """Returns a place in a tier as a percentage, rounded to a tenth."""
    tenths = round(value * 1000)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


FEWEST_TOLD = f"同档不足 {FEWEST} 件的，不作异常判断。"
