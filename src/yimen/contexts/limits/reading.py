"""Reads limits, bounds and thresholds of a day and a place. All are public: the law is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection

from yimen.contexts.places.api import NoSuchRegion
from yimen.kernel.clock import Extending, Limit, Thresholds, Unit, said
from yimen.kernel.codes import CodeError, parse_region

from .local import tightened
from .models import BoundRow, LimitRow, ThresholdRow
from .rows import Bound, Law, bound_of, law_of, limit_of

DEFAULT = "default"
_Newest = tuple[int | None, ...]  # the newest row of each table


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

    A local version is shown on what stood above it on its own first day.
    """
    newest = _newest()
    found = []
    for (known, region), rows in sorted(_read(newest).limits.items()):
        for row in rows if known == code else ():
            if not region:
                found.append(_as_rule(row))
            elif above := _rule(newest, code, row.valid_from, _lineage(region)[:-1]):
                found.append(_set_by(row, above, _tightened(row, above)))
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


@lru_cache(maxsize=4096)
def _rule(newest: _Newest, code: str, on: date, places: tuple[str, ...]) -> Rule | None:
    """Returns the country's rule, then each place's on it as far as the law of that day still allows it."""
    tables = _read(newest)
    row = _at(tables.limits, (code, ""), on)
    if row is None:
        return None
    rule = _as_rule(row)
    for place in places:
        local = _at(tables.limits, (code, place), on)
        if local:
            found = _tightened(local, rule)
            rule = _set_by(local, rule, found) if rule.free or found != rule.limit else rule
    return rule


def _tightened(version: LimitRow, above: Rule) -> Limit:
    return tightened(above.limit, version.data, free=above.free, binds=above.binds)


def _as_rule(row: LimitRow) -> Rule:
    """Returns the country's rule of a row."""
    found = limit_of(row.data)
    return Rule(
        limit=found,
        code=row.code,
        domain=row.data["domain"],
        law=law_of(row.data),
        article=found.article,
        region="",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        binds=row.data.get("binds", "agency"),
        consequence=row.data.get("consequence", ""),
        confidence=row.confidence,
        check=row.data["check"],
        setting=row.setting,
        demo=row.demo,
        note=row.data.get("note", ""),
        reason=row.reason,
        document=row.document,
        published_at=row.published_at,
    )


def _set_by(version: LimitRow, above: Rule, found: Limit) -> Rule:
    """Returns the rule of a place: what stands above it, with the limit that the place's version makes of it.

    Its source is the place's document, by the law that it carries out. Pauses, extensions and days off keep their
    articles, which are the law's; only an extension that the place made shorter, and grounds that it took away, are
    its document's.
    """
    limit = replace(
        found,
        law=version.document,
        article=f"（依据《{above.law.name}》{above.article}）" if above.article else "",
        off=found.days_off if found.unit is Unit.WORKING_DAY else found.off,
        extending=_extending_by(version, above, found),
        fewer=version.document if found.grounds != above.limit.grounds else found.fewer,
    )
    return replace(
        above,
        limit=limit,
        region=version.region,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        demo=False,
        reason=version.reason,
        document=version.document,
        published_at=version.published_at,
    )


def _extending_by(version: LimitRow, above: Rule, found: Limit) -> Extending | None:
    """Returns the extension of a place's limit: where the place made it shorter, by its document."""
    rule, old = found.extending, above.limit.extending
    if rule is None or old is None or rule == old:
        return rule
    law = old.article if above.region and old.law == above.document else f"（依据{old.citation}）"
    return replace(rule, law=version.document, article=law)


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
    first, day = said(min(row.valid_from for row in rows)), said(on) if on else "这一天"
    return NoSuchLimit(f"期限“{code}”在{day}没有有效的规定（最早从{first}起）。请核对日期。")


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
