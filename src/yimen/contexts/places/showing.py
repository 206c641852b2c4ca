"""Shows what makes calendars and what changed them: notices, festivals, closures, a year day by day, previews."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from yimen.kernel.clock import (
    Closure,
    Day,
    Notice,
    Observance,
    changed_days,
    changed_span,
    closure_from_data,
    notice_from_data,
    observance_from_data,
)

from .calendars import calendar, calendar_if, lineage_of, parts, standing
from .models import ChangeRow, ClosureRow, NoticeRow, ObservanceRow
from .taking import YEARS, taken_closure, taken_notice, taken_observance


class NoSuchYear(LookupError):
    """There is no calendar for the year."""


class NoSuchChange(LookupError):
    """There is no change of that number."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a region's calendar. ``days`` count otherwise in it, those of the regions below are among them.

    From ``first`` to ``last`` a day counts otherwise or is more or less sure than before; None where nothing differs.
    """

    id: int
    at: datetime
    region: str
    document: str
    reason: str
    days: tuple[date, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that would count otherwise, as it is and as it would be."""

    date: date
    before: Day
    after: Day


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do to a region's own calendar, nothing stored: as in Change, each day with what it was."""

    region: str
    document: str
    days: tuple[DayChange, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that makes days of a year: what it is, which region's ('' the country's), its number or title."""

    kind: Literal["statute", "notice", "observance", "closure"]
    region: str
    document: str
    title: str


@dataclass(frozen=True, slots=True)
class Year:
    """A region's year: each day with what it is, the documents in force, and whether all of it may still move."""

    region: str
    year: int
    days: tuple[tuple[date, Day], ...]
    sources: tuple[Source, ...]
    provisional: bool
    off: tuple[str, ...] = ()  # festivals of the region that are not switched on, so that no day of theirs is off


@dataclass(frozen=True, slots=True)
class Ordered:
    """A closure with its number; ``revoked`` is the reason for which it was taken back, '' where it stands."""

    id: int
    closure: Closure
    revoked: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A notice that another took the place of, as it was loaded, and when."""

    notice: Notice
    at: datetime


@dataclass(frozen=True, slots=True)
class Observed:
    """A festival as it stands, its version and why it was set; ``data`` is what ``set_observance`` takes."""

    observance: Observance
    version: int
    reason: str
    data: Mapping[str, Any]


def notices() -> tuple[tuple[int, str], ...]:
    """Returns year and region of every notice in force."""
    rows = NoticeRow.objects.filter(replaced_at=None).order_by("year", "region")
    return tuple(rows.values_list("year", "region"))


def replaced_notices(*, limit: int = 50) -> tuple[Replaced, ...]:
    """Returns the notices that another took the place of, the last replaced first."""
    rows = NoticeRow.objects.exclude(replaced_at=None).order_by("-replaced_at", "-id")[:limit]
    return tuple(Replaced(notice_from_data(row.data), row.replaced_at) for row in rows if row.replaced_at)


def change(*, id: int) -> Change:  # noqa: A002 - the word of the table
    """Returns one change of a calendar; raises NoSuchChange."""
    row = ChangeRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchChange(f"没有编号为 {id} 的日历变动。请核对编号。")
    return _change(row)


def changes(*, after: int = 0, limit: int = 100) -> tuple[Change, ...]:
    """Returns the changes numbered above ``after``, oldest first."""
    return tuple(_change(row) for row in ChangeRow.objects.filter(id__gt=after).order_by("id")[:limit])


def preview(
    *,
    notice: Mapping[str, Any] | None = None,
    closure: Mapping[str, Any] | None = None,
    observance: Mapping[str, Any] | None = None,
) -> Preview:
    """Returns what loading a notice, ordering a closure or setting a festival would do; give one. Raises LoadError."""
    if notice is not None:
        given: Any = taken_notice(notice)
    elif closure is not None:
        given = taken_closure(closure)
    else:
        given = taken_observance(observance or {})
    now = calendar(region=given.region)
    then = calendar_if(region=given.region, notice=notice, closure=closure, observance=observance)
    days = tuple(DayChange(day, now.day(day), then.day(day)) for day in changed_days(now, then))
    first, last = changed_span(now, then) or (None, None)
    return Preview(given.region, given.document, days, first, last)


def year(*, region: str, year: int) -> Year:
    """Returns each day of a region's year, '' the whole country's, with the documents in force.

    Raises NoSuchYear outside 2008–2049, NoSuchRegion for what is no code.
    """
    if year not in YEARS:
        raise NoSuchYear(f"没有 {year} 年的日历，只有 {YEARS[0]} 至 {YEARS[-1]} 年。请另选年份。")
    found, within = calendar(region=region), lineage_of(region)
    first = date(year, 1, 1)
    every = [first + timedelta(number) for number in range((date(year + 1, 1, 1) - first).days)]
    days = tuple((day, found.day(day)) for day in every)
    settled = not found.provisional(year)
    place, off = within[-1] if within else "", festivals_off(region=region, first=every[0], last=every[-1])
    return Year(place, year, days, _documents(within, year, settled), found.unsettled(year), off)


def festivals_off(*, region: str, first: date, last: date) -> tuple[str, ...]:
    """Returns the festivals of a region that are not switched on and may fall between two days: these count so far."""
    rules = [observance_from_data(row.data) for row in standing(lineage_of(region))] if region else []
    return tuple(rule.name for rule in rules if not rule.enabled and _may_fall(rule, first, last))


def _may_fall(rule: Observance, first: date, last: date) -> bool:
    """Tells whether a festival may fall between two days: by its rule, or because the year's day is not known."""
    since = first - timedelta(rule.days - 1)
    unknown = rule.unknown()
    return any(since <= start <= last for start in rule.starts()) or any(
        year in unknown for year in range(first.year, last.year + 1)
    )


def closures(*, region: str) -> tuple[Ordered, ...]:
    """Returns the closures that reach a region, revoked ones too, the newest first; '' gives those of all regions."""
    rows = ClosureRow.objects.filter(region__in=lineage_of(region)) if region else ClosureRow.objects.all()
    return tuple(Ordered(row.id, closure_from_data(row.data), row.revoked) for row in rows.order_by("-id"))


def observances(*, region: str) -> tuple[Observed, ...]:
    """Returns the festivals that reach a region as they stand, disabled ones too; '' gives those of all regions."""
    within = lineage_of(region) or tuple(ObservanceRow.objects.order_by("region").values_list("region", flat=True))
    return tuple(
        Observed(observance_from_data(row.data), row.version, row.reason, row.data) for row in standing(within)
    )


def _documents(within: tuple[str, ...], year: int, settled: bool) -> tuple[Source, ...]:  # noqa: FBT001 - private
    given, rules, orders = parts(within)
    found = [] if settled else [Source("statute", "", "《全国年节及纪念日放假办法》", "法定节假日（通知未发布，暂定）")]
    found += [Source("notice", one.region, one.document, _titled(one)) for one in given if one.year == year]
    for rule in rules:
        if rule.enabled and any(start.year == year for start in rule.starts()):
            found.append(Source("observance", rule.region, rule.document, f"{rule.name}（{rule.text}）"))
    for order in orders:
        if order.first.year <= year <= order.last.year:
            found.append(Source("closure", order.region, order.document, order.reason))
    return tuple(found)


def _titled(notice: Notice) -> str:
    return f"{notice.year} 年放假通知{f'。{notice.note}' if notice.note else ''}"


def _change(row: ChangeRow) -> Change:
    days = tuple(date.fromisoformat(day) for day in row.days)
    return Change(row.id, row.at, row.region, row.document, row.reason, days, row.first, row.last)
