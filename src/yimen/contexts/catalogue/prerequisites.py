"""What must be had before an item may be asked for (前置事项), and circles of them, which nobody could ever enter."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from .guides import Guide
from .models import PrerequisiteRow, VersionRow

Needs = Callable[[Collection[str]], Mapping[str, Collection[str]]]


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
    path, ways = [start], [iter(known[start])]
    while path:
        need = next(ways[-1], None)
        if need is None:
            done.add(path.pop())
            ways.pop()
        elif need in path:
            return (*path[path.index(need) :], need)
        elif need not in done:
            path.append(need)
            ways.append(iter(known[need]))
    return ()


def circles_of(*, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Returns by base code what is wrong with items that would be prerequisites of their own prerequisites.

    ``items``: plain data of items that are to become versions, looked at together and with those in force.
    """
    stated, known = _stated(items), {str(item.get("name") or ""): _base(item) for item in items}
    own = {code for code in (str(item.get("code", "")) for item in items) if code}
    graph: dict[str, set[str]] = {}
    todo = {base for base, needs in stated.items() if needs}
    while todo:
        found = needs_of(todo, without=own)
        graph |= {code: found.get(code, set()) | stated.get(code, set()) for code in todo}
        todo = {need for code in todo for need in graph[code]} - graph.keys()
    paths = {base: _turned(path) for base in stated if (path := _back(base, graph))}
    called = names({code for path in paths.values() for code in path})
    called |= {base: name for name, base in known.items() if name}
    return {base: circle_in_words(path, called) for base, path in paths.items()}


def circle_in_words(path: Iterable[str], called: Mapping[str, str]) -> str:
    """Returns what is wrong with items that need each other, and what to do."""
    way = " → ".join(f"“{called.get(code) or code}”" for code in path)
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
    rows = PrerequisiteRow.objects.filter(base_code__in=codes, version__valid_to=None)
    for base, need, code in rows.values_list("base_code", "needs", "version__code"):
        if code not in without:
            found.setdefault(base, set()).add(need)
    return found


def needed(*, guide: Guide) -> tuple[str, ...]:
    """Returns the names of the items that must be had before an item; of one that is not published, its base code."""
    found = names(guide.prerequisites) if guide.prerequisites else {}
    return tuple(found.get(code, code) for code in guide.prerequisites)


def names(codes: Iterable[str]) -> dict[str, str]:
    """Returns the names of items by their base codes, those that are published."""
    rows = VersionRow.objects.filter(base_code__in=set(codes), valid_to=None)
    return dict(rows.values_list("base_code", "name"))
