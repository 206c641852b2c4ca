"""Reads regions and calendars. Both are public."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max

from yimen.kernel.clock import Calendar, notice_from_data
from yimen.kernel.codes import CodeError, parse_region

from .models import NoticeRow, RegionRow


@dataclass(frozen=True, slots=True)
class Region:
    """A region: 12-digit code, name, level (1 province … 5 village), and the significant part of its code."""

    code: str
    name: str
    level: int
    path: str
    parent: str


class NoSuchRegion(LookupError):
    """The region is not in the loaded division data."""


def region(*, code: str) -> Region:
    """Returns one region by a code of 2, 4, 6, 9 or 12 digits; raises NoSuchRegion."""
    try:
        row = RegionRow.objects.filter(code=parse_region(code).value).first()
    except CodeError as error:
        raise NoSuchRegion(f"区划代码“{code}”不对：{error.reason}") from error
    if row is None:
        raise NoSuchRegion(f"没有找到区划“{code}”。请核对代码，或先用 yimen load regions 载入区划数据。")
    return _region(row)


def lineage(*, code: str) -> tuple[Region, ...]:
    """Returns the region and all above it, province first."""
    path = parse_region(code).short
    prefixes = [path[:length] for length in (2, 4, 6, 9, 12) if length <= len(path)]
    return tuple(_region(row) for row in RegionRow.objects.filter(path__in=prefixes).order_by("level"))


def children(*, code: str) -> tuple[Region, ...]:
    """Returns the regions directly below, in the order of their codes; '' gives the provinces."""
    rows = RegionRow.objects.filter(parent_id=parse_region(code).value) if code else RegionRow.objects.filter(level=1)
    return tuple(_region(row) for row in rows.order_by("code"))


def search(*, text: str, limit: int = 20) -> tuple[Region, ...]:
    """Returns regions whose name contains ``text``, higher levels first."""
    rows = RegionRow.objects.filter(name__contains=text.strip()).order_by("level", "code")[:limit]
    return tuple(_region(row) for row in rows)


def full_name(*, code: str) -> str:
    """Returns the region's name with those above it, such as 湖南省株洲市醴陵市 (municipal "市辖区" left out)."""
    return "".join(place.name for place in lineage(code=code) if place.name not in {"市辖区", "县"})


def notices() -> tuple[tuple[int, str], ...]:
    """Returns year and region of every notice loaded."""
    return tuple(NoticeRow.objects.order_by("year", "region").values_list("year", "region"))


def calendar(*, region: str) -> Calendar:
    """Returns the working days of a region: the national notices and those of every region above it.

    The calendar is kept in memory and made anew when a notice has been loaded.
    """
    path = parse_region(region).short if region else ""
    stamp = NoticeRow.objects.aggregate(newest=Max("id"))["newest"] or 0
    return _calendar(path, stamp)


@lru_cache(maxsize=512)
def _calendar(path: str, stamp: int) -> Calendar:  # noqa: ARG001 - the stamp is the key that makes a new notice count
    regions = [""] + [path[:length].ljust(12, "0") for length in (2, 4, 6, 9, 12) if length <= len(path)]
    rows = NoticeRow.objects.filter(region__in=regions).order_by("year", "region")
    return Calendar([notice_from_data(row.data) for row in rows])


def _region(row: RegionRow) -> Region:
    return Region(code=row.code, name=row.name, level=row.level, path=row.path, parent=row.parent_id or "")
