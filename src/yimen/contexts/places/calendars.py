"""Makes the calendar of a region from what is loaded, and keeps it in memory until something changes."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connection

from yimen.kernel.clock import (
    Calendar,
    Closure,
    Notice,
    Observance,
    closure_from_data,
    notice_from_data,
    observance_from_data,
)

from .models import ClosureRow, NoticeRow, ObservanceRow
from .reading import prefixes
from .taking import taken_closure, taken_notice, taken_observance

NEWEST = "SELECT id || ' ' || mark FROM places_change ORDER BY id DESC LIMIT 1"  # the newest change, none at first


def calendar(*, region: str, newest: str | None = None) -> Calendar:
    """Returns the working days of a region, '' the whole country: by the rules of all in which the region lies.

    Raises NoSuchRegion for what is no code. Calendars are kept in memory until one of them changes. ``newest``: the
    newest change, where the caller holds the calendars and has it already.
    """
    within = lineage_of(region)
    if newest is None:
        with connection.cursor() as cursor:  # the bare question costs a tenth
            cursor.execute(NEWEST)
            newest = (cursor.fetchone() or ("",))[0]
    return _calendar(_sources(within, newest), newest)


def calendar_if(
    *,
    region: str,
    notice: Mapping[str, Any] | None = None,
    closure: Mapping[str, Any] | None = None,
    observance: Mapping[str, Any] | None = None,
    revoked: int | None = None,
) -> Calendar:
    """Returns a region's calendar as it would be with a notice, a closure or a festival, or without a closure by id.

    Nothing is stored. Raises LoadError where the data is wrong, NoSuchRegion for what is no code.
    """
    within = lineage_of(region)
    given, rules, orders = parts(within, revoked)
    if notice is not None:
        new = taken_notice(notice)
        given = [one for one in given if (one.year, one.region) != (new.year, new.region)]
        given += [new] if new.region in ("", *within) else []
    if observance is not None:
        rule = taken_observance(observance)
        rules = [one for one in rules if (one.region, one.name) != (rule.region, rule.name)]
        rules += [rule] if rule.region in within else []
    if closure is not None:
        order = taken_closure(closure)
        orders += [order] if order.region in within else []
    return Calendar(given, rules, orders)


def lineage_of(region: str) -> tuple[str, ...]:
    """Returns the codes, 12 digits, of a region and all above it; none for ''. Raises NoSuchRegion."""
    return tuple(path.ljust(12, "0") for path in prefixes(region)) if region else ()


def standing(regions: tuple[str, ...]) -> tuple[ObservanceRow, ...]:
    """Returns the last version of every festival of the regions, in the order of their names."""
    rows = ObservanceRow.objects.filter(region__in=regions).order_by("region", "name", "version")
    return tuple({(row.region, row.name): row for row in rows}.values())


def parts(within: tuple[str, ...], revoked: int | None = None) -> tuple[list[Notice], list[Observance], list[Closure]]:
    """Returns all that makes the calendar of a region with that lineage, but for a closure by its id."""
    notices = NoticeRow.objects.filter(region__in=["", *within], replaced_at=None).order_by("year", "region")
    orders = ClosureRow.objects.filter(region__in=within, revoked="").exclude(id=revoked or 0).order_by("id")
    return (
        [notice_from_data(row.data) for row in notices],
        [observance_from_data(row.data) for row in standing(within)],
        [closure_from_data(row.data) for row in orders],
    )


@lru_cache(maxsize=4096)
def _sources(within: tuple[str, ...], newest: str) -> tuple[str, ...]:  # noqa: ARG001 - a change is a new key
    """Returns the lowest part of a lineage that has rules of its own: regions under the same rules share a calendar."""
    ruled = set(NoticeRow.objects.filter(region__in=within).values_list("region", flat=True))
    ruled |= set(ObservanceRow.objects.filter(region__in=within).values_list("region", flat=True))
    ruled |= set(ClosureRow.objects.filter(region__in=within).values_list("region", flat=True))
    return tuple(region for region in within if region in ruled)


@lru_cache(maxsize=64)
def _calendar(within: tuple[str, ...], newest: str) -> Calendar:  # noqa: ARG001 - a change is a new key
    return Calendar(*parts(within))


def forget_calendars() -> None:
    """Drops the calendars in memory."""
    _sources.cache_clear()
    _calendar.cache_clear()
