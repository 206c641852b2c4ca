"""What must be had before an item may be asked for (前置事项), and circles of them, which nobody could ever enter."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet

from .guides import Guide
from .inheriting import bases_of
from .models import PrerequisiteRow, VersionRow
from .places import holding
from .places import path as path_of

_BATCH = 2000  # codes of one question: databases take only so many
_MOST_SAID = 12  # items of a circle in words
Needs = Callable[[Collection[str]], Mapping[str, Collection[str]]]
Beside = Callable[[Collection[str]], Mapping[str, tuple[str, set[str]]]]  # base code → name and what is needed


def circle(*, starts: Iterable[str], needs: Needs) -> tuple[str, ...]:
    """Returns base codes each of which needs the next, the last being the first again; () where there is no circle.

    ``needs`` gives what each of some items needs; it is asked once for each, a generation at a time.
    """
    known: dict[str, tuple[str, ...]] = {}
    todo = set(starts)
    while todo:
        found = needs(todo)
        known |= {code: tuple(sorted(found.get(code, ()))) for code in todo}
        todo = {need for code in todo for need in known[code]} - known.keys()
    done: set[str] = set()
    for start in sorted(known):
        path = _search(start, known, done)
        if path:
            return path
    return ()


def _search(start: str, known: Mapping[str, Sequence[str]], done: set[str]) -> tuple[str, ...]:
    """Returns a circle that can be reached from an item, looking into each item once."""
    path, ways, within = [start], [iter(known[start])], {start}
    while path:
        need = next(ways[-1], None)
        if need is None:
            done.add(path[-1])
            within.discard(path.pop())
            ways.pop()
        elif need in within:
            return (*path[path.index(need) :], need)
        elif need not in done:
            path.append(need)
            within.add(need)
            ways.append(iter(known[need]))
    return ()


def circles_of(*, items: Sequence[Mapping[str, Any]], beside: Beside | None = None) -> dict[str, str]:
    """Returns by base code what is wrong with items that would be prerequisites of their own prerequisites.

    ``items``: plain data of items that are to become versions, looked at together and with those in force; ``beside``
    gives the names of other items that are to become so, and what they need.
    """
    stated, known = _stated(items), {str(item.get("name") or ""): _base(item) for item in items}
    own = {code for code in (str(item.get("code", "")) for item in items) if code}
    others: dict[str, tuple[str, set[str]]] = {}
    graph: dict[str, set[str]] = {}
    todo = {base for base, needs in stated.items() if needs}
    while todo:
        found = needs_of(todo, without=own)
        others |= beside(todo) if beside else {}
        said = {code: others[code][1] if code in others else set() for code in todo}
        graph |= {code: found.get(code, set()) | stated.get(code, set()) | said[code] for code in todo}
        todo = {need for code in todo for need in graph[code]} - graph.keys()
    circles = _circles(stated, graph)
    called = base_names(codes={code for path, _ in circles for code in path}) if circles else {}
    called |= {base: name for base, (name, _) in others.items() if name}
    called |= {base: name for name, base in known.items() if name}
    told: dict[str, str] = {}
    for path, members in circles:
        told |= dict.fromkeys(members, circle_in_words(path, called))
    return told


def circle_in_words(path: Sequence[str], called: Mapping[str, str]) -> str:
    """Returns what is wrong with items that need each other, and what to do."""
    told = [f"“{called.get(code) or code}”" for code in path]
    if len(set(path)) == 1:
        return f"{told[0]}不能以自己为前置。请从它的前置事项里取消它自己。"
    if len(told) > _MOST_SAID:
        told = [*told[: _MOST_SAID - 2], f"……（共 {len(told) - 1} 项）", told[-1]]
    way = " → ".join(told)
    return f"互为前置：{way}，谁也不能先办。请取消其中一项，或改为并联审批。"


def _stated(items: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Returns what items say that they need, by base code; what is no code at all is somebody else's to name."""
    found: dict[str, set[str]] = {}
    for item in items:
        given = item.get("prerequisites")
        needs = given if isinstance(given, list) else []
        codes = {code for code in needs if isinstance(code, str) and code.isascii() and code.isalnum()}
        found.setdefault(_base(item), set()).update(codes)
    found.pop("", None)
    return found


def _base(item: Mapping[str, Any]) -> str:
    code = str(item.get("code", ""))
    return code[19:] if code.isascii() and code.isalnum() else ""


def _circles(starts: Collection[str], graph: Mapping[str, Collection[str]]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Returns circles, each with those of some items for which it stands: those on it that are on none before."""
    done: set[str] = set()
    found = []
    for part in _knots(graph):
        within = {code: part.intersection(graph[code]) for code in part}
        for start in sorted(part.intersection(starts)):
            if start not in done:
                path = _turned(_back(start, within))
                found.append((path, [code for code in path[1:] if code in starts and code not in done]))
                done.update(path)
    return found


def _knots(graph: Mapping[str, Collection[str]]) -> list[set[str]]:
    """Returns the groups of items each of which needs every other, by one pass over what each needs (Tarjan)."""
    order: dict[str, int] = {}
    least: dict[str, int] = {}
    held: dict[str, None] = {}  # in the order in which they were met
    found = []
    for root in sorted(graph):
        ways = [] if root in order else [(root, iter(graph[root]))]
        while ways:
            code, rest = ways[-1]
            if code not in order:
                order[code] = least[code] = len(order)
                held[code] = None
            need = next((one for one in rest if one not in order or one in held), None)
            if need is not None and need not in order:
                ways.append((need, iter(graph.get(need, ()))))
            elif need is not None:
                least[code] = min(least[code], order[need])
            else:
                ways.pop()
                if ways:
                    least[ways[-1][0]] = min(least[ways[-1][0]], least[code])
                if least[code] == order[code]:
                    part = {code}
                    while (last := held.popitem()[0]) != code:
                        part.add(last)
                    found += [part] if len(part) > 1 or code in graph.get(code, ()) else []
    return found


def _back(start: str, graph: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Returns the shortest way from an item back to itself, () where there is none."""
    before: dict[str, str] = {}
    todo = [start]
    while todo:
        nearer = todo
        todo = []
        for code in nearer:
            for need in sorted(graph.get(code, ())):
                if need == start:
                    return _path(start, code, before)
                if need not in before:
                    before[need] = code
                    todo.append(need)
    return ()


def _turned(path: tuple[str, ...]) -> tuple[str, ...]:
    """Returns a circle from its least code on, so that it is one circle wherever it is entered."""
    ring = path[:-1]
    first = ring.index(min(ring))
    return (*ring[first:], *ring[:first], ring[first])


def _path(start: str, last: str, before: Mapping[str, str]) -> tuple[str, ...]:
    way = [start]
    while last != start:
        way.append(last)
        last = before[last]
    return (start, *reversed(way))


def enter(version: VersionRow, needs: Iterable[str]) -> None:
    """Writes what a version of an item needs."""
    PrerequisiteRow.objects.bulk_create(
        PrerequisiteRow(version=version, base_code=version.base_code, needs=code) for code in needs
    )


def circle_through(bases: Iterable[str]) -> tuple[str, ...]:
    """Returns a circle among the items that are not cancelled, looking from some of them on."""
    return circle(starts=bases, needs=needs_of)


def needs_of(codes: Collection[str], without: Collection[str] = ()) -> dict[str, set[str]]:
    """Returns what each of some items that are not cancelled needs, all by their base codes.

    ``without``: the implementation codes of items that do not count, since they are to say something else.
    """
    found: dict[str, set[str]] = {}
    for some in in_parts(codes):
        rows = PrerequisiteRow.objects.filter(base_code__in=some, version__valid_to=None)
        for base, need, code in rows.values_list("base_code", "needs", "version__code"):
            if code not in without:
                found.setdefault(base, set()).add(need)
    return found


@dataclass(frozen=True, slots=True)
class Needed:
    """An item that must be had before another: its base code and name, and where it is asked for.

    ``code``: of the one that the same people use, the nearest, "" where none is offered to them; ``where``: whose it
    is, or that none is offered here.
    """

    base_code: str
    name: str
    code: str
    where: str


def needed(*, guide: Guide, on: date) -> tuple[Needed, ...]:
    """Returns what must be had before an item, each as those who use the item find it on a day."""
    if not guide.prerequisites:
        return ()
    needs, told = guide.prerequisites, []
    called, found = base_names(codes=needs), _offered(needs, guide.region, guide.unit.code, on)
    below = (
        _standing(needs, on)
        .filter(region__startswith=path_of(guide.region))
        .values_list("base_code", flat=True)
        .distinct()
    )
    for base in needs:
        row = found.get(base)
        where = row.unit.name if row else _BELOW if base in below else _NOWHERE
        told.append(Needed(base, called.get(base) or f"基本编码 {base} 的事项", row.code if row else "", where))
    return tuple(told)


_BELOW, _NOWHERE = "在下级地区办理，请按所在地查找", "本地没有公布这一事项，请向实施机关咨询"


def nearest(*, codes: Iterable[str], region: str, unit: str, on: date) -> dict[str, str]:
    """Returns by base code the item, by its code, that those who use a unit's items in a region find on a day.

    That of the unit itself, else of the region, else of the nearest place that it lies in.
    """
    return {base: row.code for base, row in _offered(codes, region, unit, on).items()}


def _offered(codes: Iterable[str], region: str, unit: str, on: date) -> dict[str, VersionRow]:
    """Returns by base code the items that ``nearest`` tells."""
    places = holding(region)
    rows = _standing(codes, on).filter(region__in=places).select_related("unit").defer("content")
    found: dict[str, VersionRow] = {}
    for row in sorted(rows, key=lambda row: (row.unit_id != unit, places.index(row.region), row.code)):
        found.setdefault(row.base_code, row)
    return found


def _standing(codes: Iterable[str], on: date) -> "QuerySet[VersionRow]":
    """Returns the versions of items that are in force on a day."""
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    return rows.filter(base_code__in=list(codes))


def names(codes: Iterable[str]) -> dict[str, str]:
    """Returns the names of items by their base codes, those that are published."""
    found: dict[str, str] = {}
    for some in in_parts(set(codes)):
        rows = VersionRow.objects.filter(base_code__in=some, valid_to=None).order_by()
        found |= dict(rows.values_list("base_code").annotate(Min("name")))  # not one for each place
    return found


def base_names(*, codes: Iterable[str]) -> dict[str, str]:
    """Returns the names of items by their base codes: of those that are published, and of base items."""
    wanted = set(codes)
    defined = {code: rows[-1].name for some in in_parts(wanted) for code, rows in bases_of(some).items()}
    return {**names(wanted - defined.keys()), **defined}


def in_parts(codes: Iterable[str]) -> Iterator[list[str]]:
    """Yields codes in their order, as many at once as one question takes."""
    listed = sorted(codes)
    for first in range(0, len(listed), _BATCH):
        yield listed[first : first + _BATCH]
