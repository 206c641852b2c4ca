"""Reports every difference between levels and areas: same base code, other name, conditions, materials and so on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from .content import Content
from .digests import RESPECTS
from .guides import content_of
from .inheriting import bases_of
from .models import DigestRow, VersionRow
from .places import above, path

_BATCH = 2_000
_SAID = 200  # differences whose words are fetched at once
_MOST = 300  # characters of what is said
_COLUMNS = ("base_code", "level", "code", "region", "version_id", *RESPECTS)


@dataclass(frozen=True, slots=True)
class Divergence:
    """An item that says something else than the standard of its base code says, in one respect.

    The standard is what the highest level says; where several items of that level differ, what most of them say.
    ``respect``: a key of RESPECTS. ``says`` and ``standard_says``: in words, cut where they are long.
    """

    base_code: str
    name: str
    respect: str
    code: str
    region: str
    level: int
    says: str
    standard_code: str
    standard_region: str
    standard_says: str


@dataclass(frozen=True, slots=True)
class _Row:
    base_code: str
    level: int
    code: str
    region: str
    version: UUID
    digests: tuple[int, ...]  # in the order of RESPECTS


def divergences(*, on: date, region: str = "") -> Iterator[Divergence]:
    """Yields every difference among the items in force on a day, by base code; memory does not grow with the items.

    With a region: of its items and those in it, against those of the places it lies in.
    """
    rows = _rows(on, region)
    found = (pair for _, group in groupby(rows, key=lambda row: row.base_code) for pair in _differing(list(group)))
    for some in _some(found):
        yield from _told(some, on)


def items_compared(*, on: date, region: str = "") -> int:
    """Returns how many items are compared."""
    return _chosen(on, region).count()


def _chosen(on: date, region: str) -> "QuerySet[DigestRow]":
    rows = DigestRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    here = path(region)
    if here:
        within = Q(region__gte=here.ljust(12, "0"), region__lte=here.ljust(12, "9"))
        rows = rows.filter(within | Q(region__in=above(here)))
    return rows


def _rows(on: date, region: str) -> Iterator[_Row]:
    chosen = _chosen(on, region).order_by("base_code", "level", "code").values_list(*_COLUMNS)
    for base, level, code, place, version, *digests in chosen.iterator(_BATCH):
        yield _Row(base, level, code, place, version, tuple(digests))


def _differing(group: list[_Row]) -> Iterator[tuple[str, _Row, _Row]]:
    """Yields respect, item and standard for every difference of one base code."""
    if len({row.digests for row in group}) == 1:
        return
    top = [row for row in group if row.level == group[0].level]
    for place, respect in enumerate(RESPECTS):
        said = Counter(row.digests[place] for row in top)
        usual = max(said.values())
        standard = next(row for row in top if said[row.digests[place]] == usual)
        if respect == "name" and any(row.digests[place] == 0 for row in group):
            continue  # a base item gives the name to all
        for row in group:
            if row.digests[place] != standard.digests[place]:
                yield respect, row, standard


Found = tuple[str, _Row, _Row]


def _some(found: Iterator[Found]) -> Iterator[list[Found]]:
    while some := list(islice(found, _SAID)):
        yield some


def _told(listed: list[Found], on: date) -> Iterator[Divergence]:
    """Yields differences with what is said on either side."""
    wanted = {row.version for _, item, standard in listed for row in (item, standard)}
    bases = bases_of(item.base_code for _, item, _ in listed)
    versions = VersionRow.objects.filter(id__in=wanted)
    contents = {row.id: content_of(row, bases.get(row.base_code, ()), on) for row in versions}
    for respect, item, standard in listed:
        content = contents[item.version]
        yield Divergence(
            base_code=item.base_code,
            name=content.name,
            respect=respect,
            code=item.code,
            region=item.region,
            level=item.level,
            says=in_words(respect, content),
            standard_code=standard.code,
            standard_region=standard.region,
            standard_says=in_words(respect, contents[standard.version]),
        )


def in_words(respect: str, content: Content) -> str:
    """Returns what an item says in a respect, in words."""
    said = {
        "name": lambda: content.name,
        "conditions": lambda: "；".join(content.conditions),
        "materials": lambda: "；".join(_material(one) for one in content.form.materials),
        "process": lambda: f"{content.procedure_key}，{content.handling}",
        "limit": lambda: f"承诺 {content.promised} 个工作日，法定 {content.statutory.text}",
        "fee": lambda: "；".join(f"{fee.name}：{fee.standard}（{fee.basis}）" for fee in content.fees) or "不收费",
    }[respect]()
    return said if len(said) <= _MOST else f"{said[: _MOST - 1]}…"


def _material(one: Any) -> str:
    counts = "，".join(f"{word} {n} 份" for word, n in (("原件", one.originals), ("复印件", one.copies)) if n)
    more = [counts or "电子文件", "" if one.required else "选交", "可容缺" if one.tolerable else ""]
    return f"{one.name}（{'，'.join(filter(None, more))}）"
