"""Reports every difference between levels and areas: same base code, other name, basis, conditions and so on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from .content import Content
from .digests import RESPECTS
from .guides import content_of
from .inheriting import INHERITED, bases_of
from .marks import Explained, Sides, holding, marks
from .models import DigestRow, VersionRow
from .places import above, path

_BATCH = 2_000
_SAID = 200  # differences whose words are fetched at once
_MOST = 300  # characters of what is said
OPEN, EXPLAINED = "open", "explained"
_PLACES = {respect: place for place, respect in enumerate(RESPECTS)}
_COLUMNS = ("base_code", "level", "code", "region", "version_id", *RESPECTS)


@dataclass(frozen=True, slots=True)
class Divergence:
    """An item that says something else than the standard of its base code says, in one respect.

    The standard is what the highest level says; where several items of that level differ, what most of them say.
    ``respect``: a key of RESPECTS. ``says`` and ``standard_says``: in words, cut where they are long. ``seen``: what
    both sides say, for whoever explains it. ``explained``: why it is so, None while it is open.
    """

    base_code: str
    name: str
    respect: str
    code: str
    region: str
    level: int
    unit: str
    says: str
    standard_code: str
    standard_region: str
    standard_says: str
    seen: str
    explained: Explained | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many differences are open and how many explained, by respect; ``more``: counting the open ones broke off."""

    open: Mapping[str, int]
    explained: Mapping[str, int]
    more: bool


@dataclass(frozen=True, slots=True)
class _Row:
    base_code: str
    level: int
    code: str
    region: str
    version: UUID
    digests: tuple[int, ...]  # in the order of RESPECTS


def divergences(*, on: date, region: str = "", state: str = "", respect: str = "") -> Iterator[Divergence]:
    """Yields every difference among the items in force on a day, by base code; memory does not grow with the items.

    With a region: of its items and those in it, against those of the places it lies in. ``state``: only those OPEN or
    EXPLAINED; ``respect``: only those in one.
    """
    for some in _matched(on, region, state, respect):
        yield from _told(some, on)


def difference(*, on: date, region: str, code: str, respect: str) -> Divergence | None:
    """Returns how an item differs in a respect in the report of a region ("" of all), None where it does not."""
    groups = _groups(_rows(_chosen(on, region).filter(base_code=code[-12:])))
    found = [each for each in groups if (each[1].code, each[0]) == (code, respect)]
    return next(_told(_marked(found, on), on), None)


def tally(*, on: date, region: str = "", most: int) -> Tally:
    """Returns how many differences there are, without their words; of open ones ``most`` at the most are counted."""
    unexplained: Counter[str] = Counter()
    explained: Counter[str] = Counter(each[0][0] for some in _matched(on, region, EXPLAINED, "") for each in some)
    for each in (each for some in _matched(on, region, OPEN, "") for each in some):
        if unexplained.total() == most:
            return Tally(unexplained, explained, more=True)
        unexplained[each[0][0]] += 1
    return Tally(unexplained, explained, more=False)


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


def _rows(chosen: "QuerySet[DigestRow]") -> Iterator[_Row]:
    ordered = chosen.order_by("base_code", "level", "code").values_list(*_COLUMNS)
    for base, level, code, place, version, *digests in ordered.iterator(_BATCH):
        yield _Row(base, level, code, place, version, tuple(digests))


def _groups(rows: Iterator[_Row]) -> "Iterator[Found]":
    return (pair for _, group in groupby(rows, key=lambda row: row.base_code) for pair in _differing(list(group)))


def _matched(on: date, region: str, state: str, respect: str) -> "Iterator[list[Marked]]":
    """Yields differences with the marks that hold, so many at once; for explained ones only where there are marks."""
    chosen = _chosen(on, region)
    if state == EXPLAINED:
        chosen = chosen.filter(base_code__in=holding(on).values("base_code"))
    found = (each for each in _groups(_rows(chosen)) if respect in {"", each[0]})
    while some := list(islice(found, _SAID)):
        yield [each for each in _marked(some, on) if state == "" or (each[1] is None) == (state == OPEN)]


def _marked(found: "list[Found]", on: date) -> "list[Marked]":
    known = marks((item.code for _, item, _ in found), on) if found else {}
    return [(each, known.get(_sides(*each))) for each in found]


def _sides(respect: str, item: _Row, standard: _Row) -> Sides:
    place = _PLACES[respect]
    return item.code, respect, item.digests[place], standard.digests[place]


def _differing(group: list[_Row]) -> Iterator[tuple[str, _Row, _Row]]:
    """Yields respect, item and standard for every difference of one base code."""
    if len({row.digests for row in group}) == 1:
        return
    top = [row for row in group if row.level == group[0].level]
    for place, respect in enumerate(RESPECTS):
        said = Counter(row.digests[place] for row in top)
        usual = max(said.values())
        standard = next(row for row in top if said[row.digests[place]] == usual)
        if respect in INHERITED and any(row.digests[place] == 0 for row in group):
            continue  # a base item gives it to all
        for row in group:
            if row.digests[place] != standard.digests[place]:
                yield respect, row, standard


Found = tuple[str, _Row, _Row]
Marked = tuple[Found, Explained | None]


def _told(listed: list[Marked], on: date) -> Iterator[Divergence]:
    """Yields differences with what is said on either side."""
    wanted = {row.version for (_, item, standard), _ in listed for row in (item, standard)}
    bases = bases_of(item.base_code for (_, item, _), _ in listed)
    versions = {row.id: row for row in VersionRow.objects.filter(id__in=wanted)}
    contents = {key: content_of(row, bases.get(row.base_code, ()), on) for key, row in versions.items()}
    for found, explained in listed:
        respect, item, standard = found
        content = contents[item.version]
        _, _, said, standard_said = _sides(*found)
        yield Divergence(
            base_code=item.base_code,
            name=content.name,
            respect=respect,
            code=item.code,
            region=item.region,
            level=item.level,
            unit=versions[item.version].unit_id,
            says=in_words(respect, content),
            standard_code=standard.code,
            standard_region=standard.region,
            standard_says=in_words(respect, contents[standard.version]),
            seen=f"{said:016x}{standard_said:016x}",
            explained=explained,
        )


def in_words(respect: str, content: Content) -> str:
    """Returns what an item says in a respect, in words."""
    said = {
        "name": lambda: content.name,
        "type": lambda: content.type,
        "basis": lambda: "；".join(f"《{one.law}》{one.article}：{one.text}" for one in content.basis),
        "conditions": lambda: "；".join(content.conditions),
        "materials": lambda: "；".join(_material(one) for one in content.form.materials),
        "process": lambda: f"{content.procedure_key}，{content.handling}",
        "limit": lambda: f"承诺 {content.promised} 个工作日，法定 {content.statutory.text}",
        "fee": lambda: "；".join(f"{fee.name}：{fee.standard}（{fee.basis}）" for fee in content.fees) or "不收费",
        "variants": lambda: "；".join(f"{one.number} {one.name}" for one in content.variants) or "不分办理项",
    }[respect]()
    return said if len(said) <= _MOST else f"{said[: _MOST - 1]}…"


def _material(one: Any) -> str:
    counts = "，".join(f"{word} {n} 份" for word, n in (("原件", one.originals), ("复印件", one.copies)) if n)
    more = [counts or "电子文件", "" if one.required else "选交", "可容缺" if one.tolerable else ""]
    return f"{one.name}（{'，'.join(filter(None, more))}）"
