"""Reads regions. They are public."""

from collections.abc import Iterable
from dataclasses import dataclass

from yimen import swift
from yimen.kernel.codes import CodeError, parse_region
from yimen.kernel.codes import Region as Code

from .models import RegionRow

_NAMELESS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}  # levels of the code, not places

_TOWN = 4  # the level of towns and streets
_KINDS = (
    "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "自治州", "自治县", "自治旗", "街道办事处",
    "地区", "街道", "省", "市", "县", "区", "盟", "州", "旗", "乡", "镇",
)  # fmt: skip


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
    """Returns regions whose name contains ``text``, higher levels first; none for a text of spaces.

    Where none does, those that contain it without the word for its kind: whoever writes 嘉禾镇 may mean 嘉禾县.
    """
    name = text.strip()
    found = _containing(name, limit)
    bare = _bare(name)
    return found if found or bare == name else _containing(bare, limit)


def _containing(name: str, limit: int) -> tuple[Region, ...]:
    rows = RegionRow.objects.filter(name__contains=name).order_by("level", "code")[:limit] if name else ()
    return tuple(_region(row) for row in rows)


def named(*, names: Iterable[str], limit: int = 20) -> tuple[tuple[str, Region], ...]:
    """Returns the regions down to towns and streets that have one of some names, each with the first name it has.

    Higher levels first; with the word for their kind or without it, or with another: 嘉禾 finds 嘉禾县, as 嘉禾镇 does.
    """
    wanted: dict[str, str] = {}
    for name in (one.strip() for one in names):
        bare = _bare(name)
        for each in (name, *((f"{bare}{kind}" for kind in ("", *_KINDS)) if len(bare) > 1 else ())):
            wanted.setdefault(each, name)
    rows = RegionRow.objects.filter(name__in=sorted(wanted.keys() - _NAMELESS), level__lte=_TOWN)
    return tuple((wanted[row.name], _region(row)) for row in rows.order_by("level", "code")[:limit])


def _bare(name: str) -> str:
    """Returns a name without the word for its kind, whole where nothing else would be left."""
    kind = next((kind for kind in _KINDS if name.endswith(kind) and len(name) > len(kind) + 1), "")
    return name.removesuffix(kind)


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
