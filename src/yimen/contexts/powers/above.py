"""Holds baselines to those above them: county within city within province, the same act by law, article and name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimen.contexts.identity.api import Reader
from yimen.kernel.codes import parse_region
from yimen.kernel.discretion import UNLIKE, WIDER, Baseline, Finding, widenings

from .baselines import Version, baseline, standing, version
from .errors import PowerRefused
from .models import BaselineRow

_BASE = 19  # where the base code begins in the code of a power


@dataclass(frozen=True, slots=True)
class Compared:
    """One baseline above: where the lower one is ``wider`` than it, and what of the two is ``unlike``: 无法比较."""

    above: Version
    wider: tuple[Finding, ...]
    unlike: tuple[Finding, ...]


def compared_above(*, reader: Reader, id: UUID, on: date) -> tuple[Compared, ...]:  # noqa: A002 - the plain word
    """Returns how a baseline stands to those above it on a day, the nearest first."""
    found = baseline(id=id, reader=reader)
    return tuple(_held(found.table, found.region, on)) if found.table is not None else ()


def check_narrower(row: BaselineRow, table: Baseline, on: date) -> None:
    """Raises PowerRefused, naming the tiers, where a baseline allows what one above it does not, or is unlike it."""
    for one in _held(table, row.region, on):
        name = f"{one.above.unit.name}的“{one.above.name}”（第 {one.above.number} 版）"
        if one.wider:
            told = "".join(found.words for found in one.wider[:3])
            words = f"与{name}相比，有 {len(one.wider)} 处放宽：{told}"
            raise PowerRefused(words, "tiers", one.wider)
        if one.unlike:
            told = "".join(dict.fromkeys(found.words for found in one.unlike))
            raise PowerRefused(f"与{name}无法比较，不能判断有没有放宽：{told}", "tiers", one.unlike)


def _held(table: Baseline, region: str, on: date) -> Iterator[Compared]:
    own = parse_region(region)
    for row in _above(table, region, on):
        above = version(row)
        if above.table is None or not _same(table, above.table):
            continue
        levels = [level for level in table.levels if level >= own.level]
        found = [one for level in levels for one in widenings(table, above.table, level)]
        alike = tuple(one for one in found if one.kind == WIDER)
        yield Compared(above, alike, tuple(one for one in found if one.kind == UNLIKE))


def _above(table: Baseline, region: str, on: date) -> list[BaselineRow]:
    """Returns the baselines in force at the places above one, the nearest place first."""
    places, place = list[str](), parse_region(region).parent
    while place is not None:
        places.append(place.value)
        place = place.parent
    rows = standing(on).filter(region__in=places, content__law=table.law, content__article=table.article)
    return sorted(rows, key=lambda row: (places.index(row.region), row.name, row.id))


def _same(one: Baseline, other: Baseline) -> bool:
    """Tells whether two baselines are of one act: its name, or the base code of its power, under the same article."""
    coded = bool(one.power) and one.power[_BASE:] == other.power[_BASE:]
    return (one.type, one.law, one.article) == (other.type, other.law, other.article) and (
        coded or one.name == other.name
    )
