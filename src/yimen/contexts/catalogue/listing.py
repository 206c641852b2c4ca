"""Lists the items of units as they stand on a day, with what is to be looked at; and how far each department is."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from yimen.contexts.identity.api import Unit, units
from yimen.contexts.limits.api import NoSuchLimit, limit
from yimen.kernel.codes import parse_region, region_prefix

from . import conf, prerequisites
from .checks import OWN_MOTION
from .content import ONLINE
from .drafts import DONE
from .elements import completeness
from .guides import Guide, guides
from .models import DraftRow, VersionRow

_LAWS = Path(__file__).parents[2] / "data" / "limits" / "laws.toml"
_MOST = 2000  # items of a list
WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class Listed:
    """An item in an editor's list: its guide, its score, what is to be looked at, and the state of its draft or ""."""

    guide: Guide
    score: int
    flags: tuple[str, ...]
    draft: str


def own_items(*, on: date, units: Iterable[str] = (), region: str = "") -> tuple[Listed, ...]:
    """Returns the items in force on a day of some units, or of a region and all within it, by unit and code (2,000)."""
    rows = _rows(on, units, region)
    found = guides(rows, on=on)
    drafted = dict(
        DraftRow.objects.filter(code__in=[row.code for row in rows])
        .exclude(state__in=DONE)
        .values_list("code", "state")
    )
    return tuple(
        Listed(one, completeness(guide=one).score, flags(guide=one, on=on), drafted.get(one.code, "")) for one in found
    )


def _rows(on: date, units: Iterable[str], region: str) -> list[VersionRow]:
    where = Q(region__startswith=region_prefix(region)) if region else Q(unit__in=list(units))
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), where, valid_from__lte=on)
    return list(rows.order_by("unit", "code")[:_MOST])


def guides_on(*, on: date, region: str) -> tuple[Guide, ...]:
    """Returns the items in force on a day of a region and all within it, by unit and code (2,000)."""
    return guides(_rows(on, (), region), on=on)


def guides_of(*, on: date, units: Iterable[str] = (), codes: Iterable[str] = ()) -> tuple[Guide, ...]:
    """Returns every item in force on a day of some units, or of some codes, by unit and code; however many."""
    where = Q(unit__in=list(units)) | Q(code__in=list(codes))
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), where, valid_from__lte=on)
    return guides(rows.order_by("unit", "code"), on=on)


def last_names(*, codes: Iterable[str]) -> dict[str, str]:
    """Returns the names of items, in force or not, as their newest versions say; unknown codes are left out."""
    found = guides(VersionRow.objects.filter(code__in=list(codes)).order_by("code", "number"))
    return {one.code: one.name for one in found}


def flags(*, guide: Guide, on: date) -> tuple[str, ...]:
    """Returns what of an item is to be looked at again: old, resting on a law no longer in force, in a circle."""
    found = []
    if (on - guide.valid_from).days > conf.stale_days():
        found.append(f"已 {(on - guide.valid_from).days} 天未更新")
    gone = sorted({one.law for one in guide.basis if one.law in expired(on)})
    found += [f"依据《{law}》已失效" for law in gone]
    rule = guide.statutory.id
    if rule:
        try:
            limit(code=rule, on=on, region=guide.region)
        except NoSuchLimit:
            found.append(f"法定时限“{rule}”已不在用")
    if guide.prerequisites and prerequisites.circle_through([guide.base_code]):
        found.append("与其他事项互为前置")
    return tuple(found)


def expired(on: date) -> frozenset[str]:
    """Returns the names of laws none of whose versions is in force on a day any more."""
    last: dict[str, date] = {}
    for law in _laws():
        for name in {law["short"], law["full"], law["number"]} - {""}:
            last[name] = max(last.get(name, date.min), law.get("until", date.max))
    return frozenset(name for name, day in last.items() if day < on)


@lru_cache(maxsize=1)
def _laws() -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = tomllib.loads(_LAWS.read_text("utf-8"))["law"]
    return found


@dataclass(frozen=True, slots=True)
class Department:
    """How far a department's catalogue is: items, those complete, the mean score, by type, by degree online; flags.

    ``asked``: its items that people apply for; ``whole``: those of them that can be asked for on this platform.
    ``drafts``: changes under way.
    """

    unit: Unit
    items: int
    complete: int
    score: int
    types: Mapping[str, int]
    online: Mapping[str, int]
    asked: int
    whole: int
    flagged: int
    drafts: int


def departments(*, on: date, region: str) -> tuple[Department, ...]:
    """Returns how far each department of a region and all within it is, the least complete first."""
    listed: dict[str, list[Listed]] = {}
    for one in own_items(on=on, region=region):
        listed.setdefault(one.guide.unit.code, []).append(one)
    going = Counter(DraftRow.objects.filter(unit__in=listed).exclude(state__in=DONE).values_list("unit", flat=True))
    found = [_department(items, going[code]) for code, items in listed.items()]
    return tuple(sorted(found, key=lambda each: (each.score, each.unit.code)))


def publishing_due(*, region: str) -> date | None:
    """Returns by when the catalogue of a place's level is to be public in full, None where no day is set."""
    return conf.publishing_dates().get(parse_region(region).level)


def publishing_due_is_demo(*, region: str) -> bool:
    """Tells whether no source gives the day by which the catalogue of a place's level is to be public."""
    return parse_region(region).level in conf.undated_levels()


def unpublished(*, on: date, region: str) -> tuple[Unit, ...]:
    """Returns the departments, towns and streets of a region that have no item in force on a day, by code."""
    prefix = region_prefix(region)
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    known = set(rows.filter(region__startswith=prefix).values_list("unit_id", flat=True).distinct())
    bodies = (one for one in units(region=region) if one.kind in ("department", "township"))
    return tuple(sorted((one for one in bodies if one.code not in known), key=lambda one: one.code))


def _department(items: Sequence[Listed], drafts: int) -> Department:
    guides_ = [one.guide for one in items]
    asked = [guide for guide in guides_ if guide.type not in OWN_MOTION]
    return Department(
        unit=guides_[0].unit,
        items=len(items),
        complete=sum(one.score == WHOLE for one in items),
        score=sum(one.score for one in items) // len(items),
        types=Counter(guide.type for guide in guides_),
        online=Counter(guide.online for guide in asked),
        asked=len(asked),
        whole=sum(guide.online != ONLINE[0] for guide in asked),
        flagged=sum(bool(one.flags) for one in items),
        drafts=drafts,
    )
