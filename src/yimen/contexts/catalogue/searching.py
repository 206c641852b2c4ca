"""Finds items: by place, audience, theme, life event, unit, level, type, depth online, and in everyday words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any, NamedTuple
from uuid import UUID

from yimen.contexts.identity.api import Unit, unit, units_by_code
from yimen.kernel.clock import Limit

from . import asking, ranking, words
from .answering import Answering
from .asking import LOOSE
from .content import statutory_of
from .guides import Guide, guides
from .inheriting import Base, bases_of, governing
from .models import VersionRow
from .places import above, around, few, in_force, path, stretches_of, used
from .statements import Sql, among, both, entries, rows
from .walking import Answers, Cut, Many, Page, placed, sliced
from .wanting import ANYTHING, Wanted, marks, narrowed

_ENOUGH, _NEAR = 0.6, 0.3  # share of what was asked for that must be found in an item; that comes near
_COLUMNS = "catalogue_entry.region, catalogue_entry.code, catalogue_entry.version_id"


@dataclass(frozen=True, slots=True)
class Line:
    """An item in a list: what its card says, read without the rest of its guide.

    ``promised`` and ``statutory`` as the item gives them: what holds on a day is for cases to say. ``fees``, ``demo``:
    whether it has any. ``handling``: number and name of the handling items that were asked for, where not all of it.
    """

    code: str
    name: str
    type: str
    region: str
    unit: Unit
    online: str
    instant: bool
    promised: int
    statutory: Limit
    fees: bool
    demo: bool
    handling: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of answers. ``total`` counts no further than a limit: then ``more`` is true.

    ``loose``: nothing holds all that was asked; these come closest. ``previous``, ``next``: keys of the pages beside.
    """

    lines: tuple[Line, ...]
    total: int
    more: bool = False
    loose: bool = False
    previous: str = ""
    next: str = ""


def find(
    *,
    on: date,
    region: str = "",
    wanted: Wanted = ANYTHING,
    after: str = "",
    before: str = "",
    page: int = 1,
    size: int = 20,
    loose: bool = True,
) -> Found:
    """Returns the items in force on a day that answer what is wanted, the best first and of equals the nearest.

    A region's items are its own, those of the places in it, and those of the places it lies in, which its residents
    use too. ``after`` and ``before`` are keys that an earlier answer gave: what is published meanwhile moves no item
    from one page to another, as it may by ``page``, a number. ``loose``: or what comes close, where none does.
    """
    first = 0 if after or before else (max(page, 1) - 1) * size
    found = _found(on, region, wanted, Cut(placed(after), placed(before), first, size), loose=loose)
    lines = _lines(found.versions, on, wanted.text)
    return Found(lines, found.total, found.more, found.loose, found.previous, found.next)


def answered(*, on: date, region: str, wanted: Wanted) -> bool:
    """Tells whether ``find`` has an item that answers all that is wanted, without putting any in order or reading it.

    Of words alone or kinds: what is asked for by its code is not looked for.
    """
    question = asking.read(wanted.text)
    if not wanted.possible or (wanted.text.strip() and question is None):
        return False
    return _spot(on, region, wanted).any(question)


def browse(
    *,
    on: date,
    region: str = "",
    text: str = "",
    audience: str = "",
    theme: str = "",
    unit: str = "",
    type: str = "",  # noqa: A002 - the plain word
    page: int = 1,
    size: int = 20,
) -> tuple[tuple[Guide, ...], int]:
    """Returns one page of what ``find`` returns, by its number, and how many there are (counted to a limit)."""
    wanted = Wanted(text=text, audience=audience, theme=theme, unit=unit, type=type)
    found = _found(on, region, wanted, Cut(None, None, (max(page, 1) - 1) * size, size))
    versions = [UUID(str(version)) for version in found.versions]
    chosen = VersionRow.objects.in_bulk(versions)
    return guides([chosen[version] for version in versions], on=on), found.total


def units(*, on: date, region: str = "") -> tuple[Unit, ...]:
    """Returns the units that have items for the region on a day, nearest first."""
    near = _near(region)
    found = entries(Sql("DISTINCT catalogue_entry.region, catalogue_entry.unit"), around(region, on))
    found.sort(key=lambda each: (near.get(each[0], 1), *each))
    return tuple(unit(code=code) for code in dict.fromkeys(code for _, code in found))


def _lines(versions: Sequence[Any], on: date, text: str) -> tuple[Line, ...]:
    """Returns versions as lines, in their order, as they are on a day; ``text``: what was asked."""
    if not versions:
        return ()
    which = among("id", versions)
    names = "id, code, base_code, name, type, region, unit_id, valid_from, content"
    statement = Sql(f"SELECT {names} FROM catalogue_version WHERE {which.text}", which.given)  # noqa: S608 - as in statements
    chosen = {version: _Stored(*rest) for version, *rest in rows(statement)}
    bodies = units_by_code(codes={row.unit for row in chosen.values()})
    bases = bases_of(row.base_code for row in chosen.values())
    meant = Answering(text, versions)
    return tuple(
        _line(row, bodies, bases.get(row.base_code, ()), on, meant) for row in map(chosen.__getitem__, versions)
    )


class _Stored(NamedTuple):
    """What a line is made of, as the database has it."""

    code: str
    base_code: str
    name: str
    type: str
    region: str
    unit: str
    valid_from: date
    content: str


def _line(row: _Stored, bodies: Mapping[str, Unit], bases: Sequence[Base], on: date, meant: Answering) -> Line:
    content = json.loads(row.content)  # checked when it was published
    base = governing(content, bases, on, row.valid_from)
    name = base.name if base else row.name
    return Line(
        code=row.code,
        name=name,
        type=base.type if base else row.type,
        region=row.region,
        unit=bodies[row.unit],
        online=content["online"],
        instant=content.get("instant", False),
        promised=content["promised"],
        statutory=statutory_of(content["statutory"]),
        fees=bool(content.get("fees")),
        demo=bool(content.get("demo")),
        handling=meant.handling(row.code, name, content.get("variants", ())),
    )


def _found(on: date, region: str, wanted: Wanted, cut: Cut, *, loose: bool = True) -> Page:
    if not wanted.possible:  # no value looks so, and a database may choke on it
        return Page((), 0)
    spot, asked = _spot(on, region, wanted), bool(wanted.text.strip())
    code = asking.coded(wanted.text) if asked else None
    if code is not None:
        by_code = spot.page(None, code, cut)
        if by_code.total or by_code.more:
            return by_code
    question = asking.read(wanted.text) if asked else None
    if asked and question is None:
        return Page((), 0)
    found = spot.page(question, None, cut)
    if found.total or found.more or question is None or not path(region) or not loose:
        return found
    return sliced(spot.loose(question), cut, loose=True)


def _spot(on: date, region: str, wanted: Wanted) -> "_Spot":
    return _Spot(region=region, kept=[in_force(on), *narrowed(wanted)], kinds=marks(wanted), few=few(region))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """A region with what its entries are to be: ``kept`` of themselves, ``kinds`` of their texts."""

    region: str
    kept: Sequence[Sql]
    kinds: Sequence[words.Sign]
    few: bool

    def page(self, question: asking.Asked | None, code: Sql | None, cut: Cut) -> Page:
        """Returns a page of what answers a question, or has a code that begins so; of everything for neither."""
        here = used(self.region)
        if not self.few:
            bands = ranking.bands(question, self.kinds, code)
            return Many(here, self.kept, stretches_of(self.region), bands).page(cut)
        rank, near = ranking.rank(question) if question else Sql("0"), _near(self.region)
        where = both([here, *self.kept, *asking.answering(question, self.kinds), *([code] if code else [])])
        found = entries(Sql(f"{rank.text}, {_COLUMNS}", rank.given), where)
        return sliced([((how, near.get(place, 1), place, own), version) for how, place, own, version in found], cut)

    def any(self, question: asking.Asked | None) -> bool:
        """Tells whether anything answers a question, if there is one."""
        here, one = [used(self.region), *self.kept], Sql("1")
        if self.few:
            where = both([*here, *asking.answering(question, self.kinds)])
            return bool(entries(one, where, rest="LIMIT 1"))
        bands = ranking.bands(question, self.kinds, None)
        return any(entries(one, both([*here, band.led]), by=band.by, rest="LIMIT 1") for band in bands)

    def loose(self, question: asking.Asked) -> Answers:
        """Returns what holds enough of the question; where nothing does, what comes closest rather than nothing.

        Where a place has many items, only its own and those of the places it lies in are looked at so; among a
        nation's, something always comes close.
        """
        pairs, near, here = question.pairs, _near(self.region), path(self.region)
        body, name = words.number("body", pairs), words.number("name", pairs)
        around_here = [here.ljust(12, "0"), *above(here)]
        place = used(self.region) if self.few else among("catalogue_entry.region", around_here)
        enough = Sql(f"{body.text} >= %s", (*body.given, ceil(_NEAR * len(pairs))))
        where = both([place, *self.kept, *asking.answering(None, self.kinds), enough])
        found = entries(Sql(f"{body.text}, {name.text}, {_COLUMNS}", body.given + name.given), where)
        best = max((held for held, *_ in found), default=0)
        least = _ENOUGH * len(pairs) if best >= _ENOUGH * len(pairs) else best / 2 + 0.5
        rank = LOOSE + 2 * len(pairs)
        return [
            ((rank - held - named, near.get(place, 1), place, code), version)
            for held, named, place, code, version in found
            if held >= least
        ]


def _near(region: str) -> dict[str, int]:
    """Returns how near places are that stand alone; all others lie in the region, and come after it itself."""
    return {each.first: each.near for each in stretches_of(region) if each.first == each.last}
