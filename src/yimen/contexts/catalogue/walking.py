"""Pages of answers in their order, from few that are all here, and from a place's or a nation's many."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .places import Stretch
from .ranking import IN_PLACE, Band
from .statements import Sql, both, entries

_MANY = 2_000  # answers that are put in order here, and that are counted
_WINDOW = 8_000  # entries that are gone through in their order before the answers are sorted instead
_COLUMNS = Sql("catalogue_entry.region, catalogue_entry.code, catalogue_entry.version_id")

Place = tuple[int, int, str, str]  # of an item among the answers: how well, how near, region, code
Answers = list[tuple[Place, Any]]  # with the keys of their versions, as the database gives them


@dataclass(frozen=True, slots=True)
class Cut:
    """Which of the answers to return: after or before a place, or from a number on; and how many."""

    after: Place | None
    before: Place | None
    first: int
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of versions; the rest as in searching.Found."""

    versions: tuple[Any, ...]
    total: int
    more: bool = False
    loose: bool = False
    previous: str = ""
    next: str = ""


def sliced(answers: Answers, cut: Cut, *, loose: bool = False) -> Page:
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


@dataclass(frozen=True, slots=True)
class Many:
    """Answers among a place's many entries. ``used``: that they are the place's; ``kept``: what else holds of each."""

    used: Sql
    kept: Sequence[Sql]
    stretches: Sequence[Stretch]
    bands: Sequence[Band]
    _found: dict[int, Answers] = field(default_factory=dict)

    def page(self, cut: Cut) -> Page:
        """Returns a page of the answers."""
        total = 0
        for band in self.bands:
            total += len(self._of(band))
            if total > _MANY:
                return self._walked(cut)
        return sliced([each for found in self._found.values() for each in found], cut)

    def _walked(self, cut: Cut) -> Page:
        back = cut.before is not None
        edge = cut.before or cut.after
        last = cut.first + cut.size + 1
        listed = list(islice(self._stream(edge, back=back, number=last), cut.first, last))
        shown, rest = listed[: cut.size], len(listed) > cut.size
        if back:
            shown.reverse()
        started, ended = (not rest, False) if back else (not edge and not cut.first, not rest)
        return _page(shown, _MANY, more=True, started=started, ended=ended)

    def _of(self, band: Band) -> Answers:
        """Returns the answers of a band, in no order; one more than _MANY where there are many."""
        if band.rank not in self._found:
            near = {each.first: each.near for each in self.stretches if each.first == each.last}
            found = entries(_COLUMNS, both([self.used, *self.kept, band.led]), by=band.by, rest=f"LIMIT {_MANY + 1}")
            self._found[band.rank] = [
                ((band.rank, near.get(place, 1), place, code), version) for place, code, version in found
            ]
        return self._found[band.rank]

    def _stream(self, edge: Place | None, *, back: bool, number: int) -> "Iterator[tuple[Place, Any]]":
        """Yields the answers beyond a place in their order, or against it; so many at least, if there are."""
        for band in reversed(self.bands) if back else self.bands:
            if edge and (band.rank > edge[0] if back else band.rank < edge[0]):
                continue
            found = self._of(band)
            if len(found) > _MANY:
                yield from self._through(band, edge, back=back, number=number)
                continue
            beyond = (each for each in found if not edge or (each[0] < edge if back else each[0] > edge))
            yield from sorted(beyond, reverse=back)

    def _through(self, band: Band, edge: Place | None, *, back: bool, number: int) -> "Iterator[tuple[Place, Any]]":
        for stretch in reversed(self.stretches) if back else self.stretches:
            place = (band.rank, stretch.near)
            if edge and (place > edge[:2] if back else place < edge[:2]):
                continue
            beyond = stretch.within
            if edge and place == edge[:2]:
                sign = "<" if back else ">"
                further = Sql(f"(catalogue_entry.region, catalogue_entry.code) {sign} (%s, %s)", edge[2:])
                beyond = both([beyond, further])
            found = self._next(band, stretch, beyond, back=back, number=number)
            yield from (((*place, region, code), version) for region, code, version in found)

    def _next(self, band: Band, stretch: Stretch, beyond: Sql, *, back: bool, number: int) -> list[tuple[Any, ...]]:
        """Returns the next answers of a stretch: those among its first entries; if they do not suffice, all sorted."""
        way = " DESC" if back else ""
        order = f"ORDER BY catalogue_entry.region{way}, catalogue_entry.code{way}"
        end = _end(beyond, order) if stretch.first != stretch.last else None
        where = both([beyond, *self.kept, band.looked])
        if end is not None:
            where = both([Sql(f"catalogue_entry.region {'>' if back else '<'}= %s", (end,)), where])
        found = entries(_COLUMNS, where, by=IN_PLACE, rest=f"{order} LIMIT {number}")
        if end is None or len(found) == number:
            return found
        return entries(_COLUMNS, both([beyond, *self.kept, band.led]), by=band.by, rest=f"{order} LIMIT {number}")


def _end(beyond: Sql, order: str) -> str | None:
    """Returns the place of the last of the entries that are gone through in an order; None where that is all."""
    found = entries(Sql("catalogue_entry.region"), beyond, by=IN_PLACE, rest=f"{order} LIMIT 1 OFFSET {_WINDOW}")
    return str(found[0][0]) if found else None


def _page(shown: Answers, total: int, *, started: bool, ended: bool, more: bool = False, loose: bool = False) -> Page:
    previous = "" if started or not shown else _key(shown[0][0])
    following = "" if ended or not shown else _key(shown[-1][0])
    return Page(tuple(version for _, version in shown), total, more, loose and bool(shown), previous, following)


def _key(place: Place) -> str:
    return ".".join(map(str, place))


def placed(key: str) -> Place | None:
    """Returns the place that a key names; None for what is none, which begins from the start."""
    parts = key.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isalnum() for part in parts):
        return None
    rank, near, region, code = parts
    if not (rank.isdigit() and near.isdigit() and len(rank) < 4 and len(near) < 4):
        return None
    return int(rank), int(near), region[:12], code[:31]
