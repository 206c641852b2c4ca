"""Where a graph cannot be left: its strongly connected components without a way out (Tarjan)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


def rings(after: Mapping[T, Collection[T]], among: Iterable[T]) -> Iterator[set[T]]:
    """Yields the sets of nodes that lead to each other and nowhere else; all that follows ``among`` is looked at."""
    index, low = dict[T, int](), dict[T, int]()
    open_: dict[T, None] = {}
    for root in among:
        walk = [(root, iter(after[root]))] if root not in index else []
        while walk:
            at, rest = walk[-1]
            if at not in index:
                index[at] = low[at] = len(index)
                open_[at] = None
            later = next((one for one in rest if one not in index or one in open_), None)
            if later is not None and later not in index:
                walk.append((later, iter(after[later])))
            elif later is not None:
                low[at] = min(low[at], index[later])
            else:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[at])
                if low[at] == index[at]:
                    ring = _closed(open_, at)
                    if all(one in ring for each in ring for one in after[each]):
                        yield ring


def _closed(open_: dict[T, None], root: T) -> set[T]:
    """Takes from the open nodes the last ones down to a root, and returns them."""
    ring = set[T]()
    while root not in ring:
        ring.add(open_.popitem()[0])
    return ring
