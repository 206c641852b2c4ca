"""Reads regions and calendars. Both are public."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from yimen.kernel.clock import Calendar, notice_from_data
from yimen.kernel.codes import CodeError, parse_region
from yimen.kernel.codes import Region as Code

from .models import NoticeRow, RegionRow

_NAMELESS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}  # levels of the code, not places


@dataclass(frozen=True, slots=True)
class Region:
    """A region: 12-digit code, name, level (1 province … 5 village), and the significant part of its code."""

    code: str
    name: str
    level: int
    path: str
    parent: str


class NoSuchRegion(LookupError):
    """The code is none, or the region is not in the loaded division data."""


def region(*, code: str) -> Region:
    """Returns one region by a code of 2, 4, 6, 9 or 12 digits; raises NoSuchRegion."""
    row = RegionRow.objects.filter(code=_parsed(code).value).first()
    if row is None:
        raise NoSuchRegion(f"没有找到区划“{code}”。请核对代码，或先用 yimen load regions 载入区划数据。")
    return _region(row)


def lineage(*, code: str) -> tuple[Region, ...]:
    """Returns the region and all above it that are loaded, province first; raises NoSuchRegion for what is no code."""
    rows = RegionRow.objects.filter(path__in=_prefixes(code)).order_by("level")
    return tuple(_region(row) for row in rows)


def children(*, code: str) -> tuple[Region, ...]:
    """Returns the regions directly below, in the order of their codes; '' gives the provinces. Raises NoSuchRegion."""
    rows = RegionRow.objects.filter(parent_id=_parsed(code).value) if code else RegionRow.objects.filter(level=1)
    return tuple(_region(row) for row in rows.order_by("code"))


def search(*, text: str, limit: int = 20) -> tuple[Region, ...]:
    """Returns regions whose name contains ``text``, higher levels first; none for a text of spaces."""
    name = text.strip()
    rows = RegionRow.objects.filter(name__contains=name).order_by("level", "code")[:limit] if name else ()
    return tuple(_region(row) for row in rows)


def full_name(*, code: str) -> str:
    """Returns the region's name with those above it, such as 湖南省株洲市醴陵市, without levels that name no place."""
    return "".join(place.name for place in lineage(code=code) if place.name not in _NAMELESS)


def notices() -> tuple[tuple[int, str], ...]:
    """Returns year and region of every notice loaded."""
    return tuple(NoticeRow.objects.order_by("year", "region").values_list("year", "region"))


def calendar(*, region: str) -> Calendar:
    """Returns the working days of a region, '' the whole country: by the notices of all in which the region lies.

    Raises NoSuchRegion for what is no code. Calendars are kept in memory until a notice is loaded.
    """
    within = tuple(path.ljust(12, "0") for path in _prefixes(region)) if region else ()
    with connection.cursor() as cursor:  # asked at every step of every matter: the bare question costs a tenth
        cursor.execute("SELECT MAX(id) FROM places_notice")
        newest = cursor.fetchone()[0] or 0
    return _calendar(_notices_of(within, newest))


@lru_cache(maxsize=4096)
def _notices_of(regions: tuple[str, ...], newest: int) -> tuple[int, ...]:  # noqa: ARG001 - a new notice is a new key
    rows = NoticeRow.objects.filter(region__in=["", *regions]).order_by("year", "region")
    return tuple(rows.values_list("id", flat=True))


@lru_cache(maxsize=64)
def _calendar(rows: tuple[int, ...]) -> Calendar:
    """Returns the calendar that regions under the same notices share."""
    return Calendar([notice_from_data(row.data) for row in NoticeRow.objects.filter(id__in=rows)])


def forget_calendars() -> None:
    """Drops the calendars in memory: ids of notices come again where a load is rolled back."""
    _notices_of.cache_clear()
    _calendar.cache_clear()


def _prefixes(code: str) -> list[str]:
    """Returns the significant parts of the codes of a region and all above it."""
    path = _parsed(code).short
    return [path[:length] for length in (2, 4, 6, 9, 12) if length <= len(path)]


def _parsed(code: str) -> Code:
    try:
        return parse_region(code)
    except CodeError as error:
        raise NoSuchRegion(f"区划代码“{code}”不对：{error.reason}") from error


def _region(row: RegionRow) -> Region:
    return Region(code=row.code, name=row.name, level=row.level, path=row.path, parent=row.parent_id or "")
