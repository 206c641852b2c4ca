"""Reads limits, bounds and thresholds of a day and a place. All are public: the law is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection

from yimen.contexts.places.api import NoSuchRegion
from yimen.kernel.clock import ClockError, Limit, Thresholds, Unit
from yimen.kernel.codes import CodeError, parse_region

from .models import BoundRow, LimitRow, ThresholdRow
from .rows import Bound, Law, bound_of, law_of, limit_of

DEFAULT = "default"
_Newest = tuple[int | None, ...]  # the newest row of each table
LOCAL = ("length", "unit")  # what a local version may say; all else is the country's


class NoSuchLimit(LookupError):
    """No limit or bound has this code, or none is in force on the day."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit in force in a place: the kernel's ``limit`` and where it comes from.

    ``region`` '' is the country; else the place whose version, from ``valid_from`` to ``valid_to`` (None: open), set
    the length by ``document`` for ``reason``; the limit then cites the document, ``law`` and ``article`` stay the
    country's. ``binds``: agency or party. ``setting``: a place may set it as it needs;
    ``demo``: no source gives the value.
    """

    limit: Limit
    code: str
    domain: str
    law: Law
    article: str
    region: str
    valid_from: date
    valid_to: date | None
    binds: str
    consequence: str
    confidence: str
    check: str
    setting: bool
    demo: bool
    note: str
    reason: str
    document: str
    published_at: datetime

    @property
    def free(self) -> bool:
        """Tells whether a place below may set it as it needs: what one above has set, it may only make stricter."""
        return self.setting and not self.region


@dataclass(frozen=True, slots=True)
class Threshold:
    """When the light of a kind of matter is yellow, in one version."""

    kind: str
    name: str
    region: str
    thresholds: Thresholds
    valid_from: date
    valid_to: date | None
    demo: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Tables:
    """All versions, by code and region, oldest first. Read only."""

    limits: Mapping[tuple[str, str], list[LimitRow]]
    bounds: Mapping[tuple[str, str], list[BoundRow]]
    lights: Mapping[tuple[str, str], list[ThresholdRow]]


def limit(*, code: str, on: date, region: str = "") -> Rule:
    """Returns the limit in force on a day in a region ('' the country): the most local version that the law allows.

    Raises NoSuchLimit, and NoSuchRegion for what is no region code.
    """
    newest = _newest()
    found = _rule(newest, code, on, _lineage(region))
    if found is None:
        raise _missing(code, on, _read(newest).limits.get((code, ""), []))
    return found


def limits(*, on: date, region: str = "", domain: str = "") -> tuple[Rule, ...]:
    """Returns every limit in force on a day in a region, in the order of domains and codes."""
    newest, places = _newest(), _lineage(region)
    codes = sorted(code for code, place in _read(newest).limits if not place)
    found = [rule for code in codes if (rule := _rule(newest, code, on, places))]
    return tuple(sorted((rule for rule in found if domain in ("", rule.domain)), key=lambda rule: rule.domain))


def history(*, code: str) -> tuple[Rule, ...]:
    """Returns every version of a limit, the country's first, then by region and day; raises NoSuchLimit.

    A local version is shown on the country's rule of its own first day.
    """
    tables = _read(_newest())
    found = []
    for (known, region), rows in sorted(tables.limits.items()):
        for row in rows if known == code else ():
            base = row if not region else _at(tables.limits, (code, ""), row.valid_from)
            if base:
                found.append(_as_rule(base, row))
    if not found:
        raise _missing(code, None, [])
    return tuple(found)


def bound(*, code: str, on: date) -> Bound:
    """Returns the bound in force on a day; raises NoSuchLimit."""
    tables = _read(_newest())
    row = _at(tables.bounds, (code, ""), on)
    if row is None:
        raise _missing(code, on, tables.bounds.get((code, ""), []))
    return bound_of(row.data, row.valid_from, row.valid_to)


def bounds(*, on: date, domain: str = "") -> tuple[Bound, ...]:
    """Returns every bound in force on a day, in the order of domains and codes."""
    tables = _read(_newest())
    rows = [row for key in sorted(tables.bounds) if (row := _at(tables.bounds, key, on))]
    found = [bound_of(row.data, row.valid_from, row.valid_to) for row in rows]
    return tuple(sorted((one for one in found if domain in ("", one.domain)), key=lambda one: one.domain))


def thresholds(*, kind: str, on: date, region: str = "") -> Thresholds:
    """Returns when the light of a kind of matter is yellow: the place's own, else that above it, else the default's."""
    tables = _read(_newest())
    for name in dict.fromkeys((kind, DEFAULT)):
        for place in reversed(("", *_lineage(region))):
            row = _at(tables.lights, (name, place), on)
            if row:
                return Thresholds(percent=row.percent, least=row.least)
    return Thresholds()


def all_thresholds() -> tuple[Threshold, ...]:
    """Returns every version of every threshold, by kind, region and day."""
    rows = [row for _, found in sorted(_read(_newest()).lights.items()) for row in found]
    return tuple(
        Threshold(
            kind=row.kind,
            name=row.name,
            region=row.region,
            thresholds=Thresholds(percent=row.percent, least=row.least),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            demo=row.demo,
            reason=row.reason,
        )
        for row in rows
    )


def promised(*, rule: Rule, length: int) -> Limit:
    """Returns a promise of ``length`` working days on a limit, its pauses kept; raises ClockError if longer."""
    return rule.limit.promised(length)


def resized(base: Limit, length: int, unit: str) -> Limit:
    """Returns a limit with another length; raises ValueError (ClockError) where the rest of it forbids that."""
    if base.unit is Unit.DATE or unit not in [each.value for each in Unit]:
        raise ClockError("单位应为 h、wd、cd、mo、yr 之一，固定日期的期限不能另定长短。请改正。")
    return replace(base, length=length, unit=Unit(unit))


def permitted(base: Limit, length: int, unit: str, *, setting: bool, binds: str) -> bool:
    """Tells whether a place may say ``length`` of ``unit`` where ``base`` stands: stricter on the agency, never less.

    A duty must be done sooner, a period that others are given lasts longer, a step before an event comes earlier. What
    binds the citizen no place may touch. A setting has no national figure behind it: the first place that sets it is
    free, those below are bound by that place.
    """
    try:
        resized(base, length, unit)
    except ValueError:
        return False
    if setting:
        return True
    if binds == "party" or unit != base.unit.value:
        return False
    longer_is_stricter = base.bound == "least" or base.direction == "before"
    return length >= base.length if longer_is_stricter else length <= base.length


def stricter(base: Limit) -> str:
    """Returns in words which way a place may move a limit."""
    if base.direction == "before":
        return "只能更早，不能更晚"
    return "只能更长，不能更短" if base.bound == "least" else "只能更短，不能更长"


@lru_cache(maxsize=4096)
def _rule(newest: _Newest, code: str, on: date, places: tuple[str, ...]) -> Rule | None:
    """Returns the country's rule, then each place's on it as far as the law of that day still allows it."""
    tables = _read(newest)
    row = _at(tables.limits, (code, ""), on)
    if row is None:
        return None
    rule = _as_rule(row, row)
    for place in places:
        local = _at(tables.limits, (code, place), on)
        if local and permitted(
            rule.limit, local.data["length"], local.data["unit"], setting=rule.free, binds=rule.binds
        ):
            rule = _as_rule(row, local)
    return rule


def _as_rule(base: LimitRow, version: LimitRow) -> Rule:
    data: dict[str, Any] = base.data | {key: version.data[key] for key in LOCAL if key in version.data}
    found = limit_of(data)
    return Rule(
        limit=found if version is base else _by_document(found, version.document),
        code=base.code,
        domain=data["domain"],
        law=law_of(data),
        article=found.article,
        region=version.region,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        binds=data.get("binds", "agency"),
        consequence=data.get("consequence", ""),
        confidence=base.confidence,
        check=data["check"],
        setting=base.setting,
        demo=base.demo and version is base,
        note=data.get("note", ""),
        reason=version.reason,
        document=version.document,
        published_at=version.published_at,
    )


def _by_document(found: Limit, document: str) -> Limit:
    """Returns a limit whose length a place has set: its source is the place's document, by the law that it carries out.

    Pauses, extensions and days off keep their articles: they are the law's.
    """
    return replace(
        found,
        law=document,
        article=f"（依据《{found.law}》{found.article}）" if found.article else "",
        off=found.days_off if found.unit is Unit.WORKING_DAY else found.off,
    )


_AnyRow = TypeVar("_AnyRow", LimitRow, BoundRow, ThresholdRow)


def _at(table: Mapping[tuple[str, str], list[_AnyRow]], key: tuple[str, str], on: date) -> _AnyRow | None:
    """Returns the version in force on a day."""
    for row in reversed(table.get(key, ())):
        if row.valid_from <= on:
            return row if row.valid_to is None or on <= row.valid_to else None
    return None


def _missing(code: str, on: date | None, rows: list[Any]) -> NoSuchLimit:
    if not rows:
        return NoSuchLimit(f"没有编号为“{code[:64]}”的期限。请在“法定时限”页查找编号。")
    first = min(row.valid_from for row in rows)
    return NoSuchLimit(f"期限“{code}”在 {on} 没有有效的规定（最早从 {first} 起）。请核对日期。")


def _lineage(code: str) -> tuple[str, ...]:
    """Returns the codes of the places a region lies in and its own, province first; none for the country."""
    if not code:
        return ()
    try:
        place = parse_region(code)
    except CodeError as error:
        raise NoSuchRegion(f"区划代码“{code}”不对：{error.reason}") from error
    return tuple(reversed([each.value for each in _upward(place) if each.level > 1]))


def _upward(place: Any) -> Iterator[Any]:
    while place:
        yield place
        place = place.parent


def _newest() -> _Newest:
    """Returns the newest row of each table: asked at every step of every matter, so the bare question."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT MAX(id) FROM limits_limit), (SELECT MAX(id) FROM limits_bound), "
            "(SELECT MAX(id) FROM limits_threshold)"
        )
        return tuple(cursor.fetchone())


@lru_cache(maxsize=2)
def _read(newest: _Newest) -> _Tables:  # noqa: ARG001 - a new version is a new key
    """Returns all versions, kept in memory until one is added."""
    limit_rows, bound_rows, light_rows = defaultdict(list), defaultdict(list), defaultdict(list)
    for limit_row in LimitRow.objects.order_by("valid_from"):
        limit_rows[limit_row.code, limit_row.region].append(limit_row)
    for bound_row in BoundRow.objects.order_by("valid_from"):
        bound_rows[bound_row.code, bound_row.region].append(bound_row)
    for light_row in ThresholdRow.objects.order_by("valid_from"):
        light_rows[light_row.kind, light_row.region].append(light_row)
    return _Tables(dict(limit_rows), dict(bound_rows), dict(light_rows))


def forget_limits() -> None:
    """Drops what is in memory: ids come again where a load or a publication is rolled back."""
    _read.cache_clear()
    _rule.cache_clear()
