"""Finds items: by place, audience, theme, life event, unit, level, type, depth online, and in everyday words."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from uuid import UUID

from django.db import connection
from django.db.models import IntegerField, Q, QuerySet, SmallIntegerField, Value
from django.db.models.expressions import RawSQL

from yimen.contexts.identity.api import Unit, unit, units_by_code
from yimen.kernel.clock import Limit

from . import asking, words
from .content import statutory_of
from .guides import Guide, guides
from .inheriting import Base, at, bases_of
from .models import EntryRow, VersionRow
from .places import above, in_force, looking, path
from .wanting import ANYTHING, Wanted, marks, narrowed

_ENOUGH, _NEAR = 0.6, 0.3  # share of what was asked for that must be found in an item; that comes near
_MANY = 2_000  # answers that are put in order here; more are put in order by the database, and counted no further
_MOST = 10_000  # items that are counted
_EXACT, _BEGINS, _HOLDS, _SAYS, _MEANT, _MEANS, _LOOSE = range(7)  # how well an item answers, the best first

Place = tuple[int, int, str, str]  # of an item among the answers: how well, how near, region, code


@dataclass(frozen=True, slots=True)
class Line:
    """An item in a list: what its card says, read without the rest of its guide.

    ``promised`` and ``statutory`` as the item gives them: what holds on a day is for cases to say. ``fees``, ``demo``:
    whether it has any.
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
) -> Found:
    """Returns the items in force on a day that answer what is wanted, the best first and of equals the nearest.

    A region's items are its own, those of the places in it, and those of the places it lies in, which its residents
    use too. ``after`` and ``before`` are keys that an earlier answer gave: what is published meanwhile moves no item
    from one page to another, as it may by ``page``, a number.
    """
    first = 0 if after or before else (max(page, 1) - 1) * size
    found = _found(on, region, wanted, _Cut(_place(after), _place(before), first, size))
    return Found(_lines(found.versions, on), found.total, found.more, found.loose, found.previous, found.next)


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
    found = _found(on, region, wanted, _Cut(None, None, (max(page, 1) - 1) * size, size))
    chosen = VersionRow.objects.in_bulk(found.versions)
    return guides([chosen[version] for version in found.versions], on=on), found.total


def units(*, on: date, region: str = "") -> tuple[Unit, ...]:
    """Returns the units that have items for the region on a day, nearest first."""
    rows = in_force(region, on).annotate(near=_nearness(region)).order_by("near", "region", "unit")
    return tuple(unit(code=code) for code in dict.fromkeys(rows.values_list("unit", flat=True)))


def _lines(versions: Sequence[UUID], on: date) -> tuple[Line, ...]:
    """Returns versions as lines, in their order, as they are on a day."""
    names = ("id", "code", "base_code", "name", "type", "region", "unit", "content")
    chosen = {row.id: row for row in VersionRow.objects.filter(id__in=versions).only(*names)}
    bodies = units_by_code(codes={row.unit_id for row in chosen.values()})
    bases = bases_of(row.base_code for row in chosen.values())
    rows = ((row, at(bases.get(row.base_code, ()), on)) for row in (chosen[version] for version in versions))
    return tuple(_line(row, bodies, base) for row, base in rows)


def _line(row: VersionRow, bodies: Mapping[str, Unit], base: Base | None) -> Line:
    content = json.loads(row.content)  # checked when it was published
    return Line(
        code=row.code,
        name=base.name if base else row.name,
        type=base.type if base else row.type,
        region=row.region,
        unit=bodies[row.unit_id],
        online=content["online"],
        instant=content.get("instant", False),
        promised=content["promised"],
        statutory=statutory_of(content["statutory"]),
        fees=bool(content.get("fees")),
        demo=bool(content.get("demo")),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of versions; the rest as in Found."""

    versions: tuple[UUID, ...]
    total: int
    more: bool = False
    loose: bool = False
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    """Which of the answers to return: after or before a place, or from a number on; and how many."""

    after: Place | None
    before: Place | None
    first: int
    size: int


def _found(on: date, region: str, wanted: Wanted, cut: _Cut) -> _Page:
    if not wanted.possible:  # no value looks so, and a database may choke on it
        return _Page((), 0)
    rows, look, few = looking(region, on)
    rows, kinds = narrowed(rows, wanted), marks(wanted)
    if not wanted.text.strip():
        rows = asking.answering(rows, None, kinds, look)
        return _ordered(rows.annotate(rank=Value(0, output_field=IntegerField())), region, cut)
    by_code = _coded(asking.coded(asking.answering(rows, None, kinds, look), wanted.text), region, cut)
    question = None if by_code else asking.read(wanted.text)
    if question is None:
        return by_code or _Page((), 0)
    answers = asking.answering(rows.filter(text__name__isnull=False), question, kinds, look)
    answers = answers.annotate(rank=_rank(question, few=few))
    places = _places(answers, region)
    if len(places) > _MANY:
        return _ordered(answers, region, cut)
    if places or not path(region):
        return _slice(places, cut)
    rows = rows if few else rows.filter(region__in=[path(region).ljust(12, "0"), *above(path(region))])
    return _slice(_loose(asking.answering(rows, None, kinds, look), question, region), cut, loose=True)


def _coded(rows: "QuerySet[EntryRow] | None", region: str, cut: _Cut) -> _Page | None:
    """Returns a page of the items whose codes begin as was asked; None where there are none: then it is a word."""
    if rows is None:
        return None
    rows = rows.annotate(rank=Value(_EXACT, output_field=IntegerField()))
    places = _places(rows, region)
    if not places:
        return None
    return _ordered(rows, region, cut) if len(places) > _MANY else _slice(places, cut)


Answers = list[tuple[Place, UUID]]


def _places(rows: "QuerySet[EntryRow]", region: str) -> Answers:
    """Returns the places of answers with their versions, in no order; some more than _MANY where there are many."""
    rows = rows.annotate(near=_nearness(region)).order_by()
    found = rows.values_list("rank", "near", "region", "code", "version")[: _MANY + 1]
    return [((rank, near, place, code), version) for rank, near, place, code, version in found]


def _ordered(rows: "QuerySet[EntryRow]", region: str, cut: _Cut) -> _Page:
    """Returns a page of answers that the database puts in order."""
    total = rows.order_by()[: _MOST + 1].count()
    rows = rows.annotate(near=_nearness(region))
    back = cut.before is not None
    edge = cut.before or cut.after
    if edge:
        rows = rows.filter(_beyond(edge, "lt" if back else "gt"))
    names = ("rank", "near", "region", "code")
    rows = rows.order_by(*(f"-{name}" if back else name for name in names))
    listed = list(rows.values_list(*names, "version")[cut.first : cut.first + cut.size + 1])
    shown: Answers = [((rank, near, place, code), version) for rank, near, place, code, version in listed[: cut.size]]
    rest = len(listed) > cut.size
    if back:
        shown.reverse()
    started, ended = (not rest, False) if back else (not edge and not cut.first, not rest)
    return _page(shown, min(total, _MOST), more=total > _MOST, started=started, ended=ended)


def _slice(answers: Answers, cut: _Cut, *, loose: bool = False) -> _Page:
    """Returns a page of answers that are all here."""
    answers.sort()
    places = [place for place, _ in answers]
    first = cut.first
    if cut.after:
        first = bisect_right(places, cut.after)
    if cut.before:
        first = max(0, bisect_left(places, cut.before) - cut.size)
    last = bisect_left(places, cut.before) if cut.before else first + cut.size
    shown = answers[first : min(last, first + cut.size)]
    return _page(shown, len(answers), loose=loose, started=first == 0, ended=last >= len(answers))


def _page(shown: Answers, total: int, *, started: bool, ended: bool, more: bool = False, loose: bool = False) -> _Page:
    previous = "" if started or not shown else _key(shown[0][0])
    following = "" if ended or not shown else _key(shown[-1][0])
    return _Page(tuple(version for _, version in shown), total, more, loose and bool(shown), previous, following)


def _loose(rows: "QuerySet[EntryRow]", question: asking.Asked, region: str) -> Answers:
    """Returns what holds enough of the question; where nothing does, what comes closest rather than nothing.

    Where a place has many items, only its own and those of the places it lies in are looked at so; among a nation's,
    something always comes close.
    """
    pairs = question.pairs
    rows = rows.filter(text__name__isnull=False).annotate(
        near=_nearness(region),
        held=words.number("body", pairs),
        rank=_LOOSE + 2 * len(pairs) - words.number("body", pairs) - words.number("name", pairs),
    )
    rows = rows.filter(held__gte=ceil(_NEAR * len(pairs))).order_by()
    found = list(rows.values_list("held", "rank", "near", "region", "code", "version"))
    best = max((held for held, *_ in found), default=0)
    least = _ENOUGH * len(pairs) if best >= _ENOUGH * len(pairs) else best / 2 + 0.5
    return [((rank, near, place, code), version) for held, rank, near, place, code, version in found if held >= least]


def _rank(question: asking.Asked, *, few: bool) -> RawSQL:
    """Returns how well an answer's text answers, as an expression over it; written out, as it is asked every time."""
    names = [("name", name) for name in question.names]
    if question.letters:
        names += [("initials", question.letters), ("sounds", question.letters)]
    meant = [("name", word) for word in question.meant]
    cases = [(_EXACT, names, "{} = %s"), (_BEGINS, names, f"{words.FIND[connection.vendor]}({{}}, %s) = 1")]
    cases += [(_HOLDS, names, f"{words.FIND[connection.vendor]}({{}}, %s) > 0")]
    sql, given = "", list[str]()
    for rank, fields, test in cases:
        sql, given = _case(sql, given, rank, fields, test)
    if meant:
        literal = words.saying(question.literal) if few else words.held(question.literal)
        sql, given = f"{sql} WHEN {literal.sql} THEN {_SAYS}", [*given, *literal.params]
        sql, given = _case(sql, given, _MEANT, meant, f"{words.FIND[connection.vendor]}({{}}, %s) = 1")
    sql = f"(CASE{sql} ELSE {_MEANS if meant else _SAYS} END)"
    return RawSQL(sql, given, output_field=SmallIntegerField())  # noqa: S611 - what was typed is a parameter


def _case(sql: str, given: list[str], rank: int, fields: Sequence[tuple[str, str]], test: str) -> tuple[str, list[str]]:
    tests = " OR ".join(test.format(f"catalogue_text.{field}") for field, _ in fields)
    return f"{sql} WHEN {tests} THEN {rank}", [*given, *(value for _, value in fields)]


def _nearness(region: str) -> RawSQL:
    """Returns how near an item's place is: the region itself, what lies in it, what it lies in, the nearest first."""
    here = path(region)
    ranks = {here.ljust(12, "0"): 0, **{place: rank for rank, place in enumerate(above(here), 2)}}
    cases = "".join(f" WHEN catalogue_entry.region = %s THEN {rank}" for rank in ranks.values())
    sql = f"(CASE{cases} ELSE 1 END)"
    return RawSQL(sql, list(ranks), output_field=SmallIntegerField())  # noqa: S611 - only numbers are written


def _beyond(edge: Place, way: str) -> Q:
    """Returns the condition for places beyond one, in their order (``gt``) or against it (``lt``)."""
    names, found, same = ("rank", "near", "region", "code"), Q(), Q()
    for name, value in zip(names, edge, strict=True):
        found |= same & Q((f"{name}__{way}", value))
        same &= Q((name, value))
    return found


def _key(place: Place) -> str:
    return ".".join(map(str, place))


def _place(key: str) -> Place | None:
    """Returns the place that a key names; None for what is none, which begins from the start."""
    parts = key.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isalnum() for part in parts):
        return None
    rank, near, region, code = parts
    if not (rank.isdigit() and near.isdigit() and len(rank) < 4 and len(near) < 4):
        return None
    return int(rank), int(near), region[:12], code[:31]
