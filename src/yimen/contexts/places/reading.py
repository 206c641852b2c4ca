"""Reads regions. They are public."""

from dataclasses import dataclass

from yimen import swift
from yimen.kernel.codes import CodeError, parse_region
from yimen.kernel.codes import Region as Code

from .models import RegionRow

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
    rows = swift.rows(RegionRow, "WHERE code = %s", _parsed(code).value)
    if not rows:
        raise NoSuchRegion(f"没有找到区划“{code}”。请核对代码；代码没有错的，请系统管理员载入这个地区的区划数据。")
    return _region(rows[0])


def lineage(*, code: str) -> tuple[Region, ...]:
    """Returns the region and all above it that are loaded, province first; raises NoSuchRegion for what is no code."""
    paths = prefixes(code)
    rows = swift.rows(RegionRow, f"WHERE path IN {swift.marks(len(paths))} ORDER BY level", *paths)
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


def prefixes(code: str) -> list[str]:
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
