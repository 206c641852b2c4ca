"""Holds baselines to those above them: county within city within province, the same act by law, article and name."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from yimen.contexts.identity.api import Reader
from yimen.kernel.codes import parse_region
from yimen.kernel.discretion import Baseline, Finding, widenings

from .baselines import Version, baseline, standing, version
from .errors import PowerRefused
from .models import BaselineRow

_BASE = 19  # where the base code begins in the code of a power


def wider_than_above(*, reader: Reader, id: UUID, on: date) -> tuple[tuple[Version, tuple[Finding, ...]], ...]:  # noqa: A002 - the plain word
    """Returns the baselines above one on a day, the nearest first, each with where the lower one is wider than it."""
    found = baseline(id=id, reader=reader)
    return tuple(_held(found.table, found.region, on)) if found.table is not None else ()


def check_narrower(row: BaselineRow, table: Baseline, on: date) -> None:
    """Raises PowerRefused, naming the tiers, where a baseline allows what one above it does not."""
    for above, wider in _held(table, row.region, on):
        if wider:
            told = "".join(one.words for one in wider[:3])
            words = f"与{above.unit.name}的“{above.name}”（第 {above.number} 版）相比，有 {len(wider)} 处放宽：{told}"
            raise PowerRefused(words, "tiers", wider)


def _held(table: Baseline, region: str, on: date) -> Iterator[tuple[Version, tuple[Finding, ...]]]:
    own = parse_region(region)
    for row in _above(table, region, on):
        above = version(row)
        if above.table is None or not _same(table, above.table):
            continue
        levels = [level for level in table.levels if level >= own.level]
        yield above, tuple(one for level in levels for one in widenings(table, above.table, level))


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
