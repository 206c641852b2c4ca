"""How tiers are used: by body and tier, where amounts lie, and which lie unusually high or low."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from uuid import UUID

from yimen.contexts.identity.api import Reader, Unit
from yimen.kernel.clock import CHINA, local_date
from yimen.kernel.codes import region_prefix
from yimen.kernel.discretion import FEWEST, Spread, median, place_in, spread

from .errors import NotYourPower
from .models import PenaltyRow
from .penalties import STANDS, Penalty, penalties_of
from .posts import watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One tier as one body uses it. Places: 0 the least of the tier, 1 its greatest; None where there is no choice.

    ``group``: against which decisions they are held: "unit" its own, "all" those of all bodies, "" too few.
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
    eight; amounts by their place in the tier, so that multiples of different sums can be compared.
    """
    regions = watched(reader)
    if not regions:
        raise NotYourPower("裁量统计由法制、监察、审计岗和领导查看。您没有这些岗位。")
    found: dict[UUID, Penalty] = {}
    for region in regions:
        found |= {one.id: one for one in _standing(region, since, until)}
    return uses(found.values())


def _standing(region: str, since: date, until: date) -> list[Penalty]:
    opens = datetime.combine(since, time(), CHINA)
    rows = PenaltyRow.objects.filter(region__startswith=region_prefix(region), state__in=STANDS, decided_at__gte=opens)
    listed = penalties_of(rows.order_by("decided_at", "id"))
    return [one for one in listed if since <= local_date(one.decided_at) <= until]


def uses(penalties: Iterable[Penalty]) -> tuple[Use, ...]:
    """Returns decisions by baseline, tier and body, with what is unusual among them."""
    tiers: dict[tuple[UUID, str], list[Penalty]] = defaultdict(list)
    for one in penalties:
        tiers[one.family, one.tier_name].append(one)
    found = []
    for (_, _), listed in sorted(tiers.items(), key=lambda each: (each[1][0].baseline_name, each[0][1])):
        every = [place for one in listed if (place := _place(one)) is not None]
        for unit in sorted({one.unit.code for one in listed}):
            found.append(_use([one for one in listed if one.unit.code == unit], every))
    return tuple(found)


def _place(one: Penalty) -> Fraction | None:
    return place_in(one.amount, one.low, one.high)


def _use(listed: Sequence[Penalty], every: Sequence[Fraction]) -> Use:
    placed = [(one, place) for one in listed if (place := _place(one)) is not None]
    places = [place for _, place in placed]
    own, whole = spread(places), spread(every)
    held, group = (own, "unit") if own else (whole, "all") if whole else (None, "")
    odd = [_unusual(one, place, held, group) for one, place in placed if held and not held.low <= place <= held.high]
    first = listed[0]
    return Use(
        family=first.family,
        name=first.baseline_name,
        tier_name=first.tier_name,
        unit=first.unit,
        count=len(listed),
        outside=sum(one.state == "allowed" for one in listed),
        lowest=min(places, default=None),
        median=median(places) if places else None,
        highest=max(places, default=None),
        group=group,
        usual=(held.low, held.high) if held else None,
        unusual=tuple(odd),
    )


def _unusual(one: Penalty, place: Fraction, held: Spread, group: str) -> Unusual:
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
