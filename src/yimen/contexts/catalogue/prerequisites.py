"""What must be had before an item may be asked for (前置事项), and circles of them, which nobody could ever enter."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

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


def enter(version: VersionRow, needs: Iterable[str]) -> None:
    """Writes what a version of an item needs."""
    PrerequisiteRow.objects.bulk_create(
        PrerequisiteRow(version=version, base_code=version.base_code, needs=code) for code in needs
    )


def circle_through(bases: Iterable[str]) -> tuple[str, ...]:
    """Returns a circle among the items that are not cancelled, looking from some of them on."""
    return circle(starts=bases, needs=needs_of)


def needs_of(codes: Collection[str]) -> dict[str, set[str]]:
    """Returns what each of some items that are not cancelled needs, all by their base codes."""
    found: dict[str, set[str]] = {}
    rows = PrerequisiteRow.objects.filter(base_code__in=codes, version__valid_to=None)
    for base, need in rows.values_list("base_code", "needs"):
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
