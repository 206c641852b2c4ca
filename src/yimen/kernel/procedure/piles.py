"""Long rows of which one item changes at a time, as when thousands sign: one block is copied, the rest shared."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import TypeVar, overload

from .state import OpenTask

BLOCK = 128  # items; a row no longer than two blocks stays a plain tuple
_T = TypeVar("_T")
_token = attrgetter("token")


class Pile(Sequence[_T]):
    """An immutable row in blocks, none empty; equal to a tuple of the same items."""

    __slots__ = ("_blocks", "_size")

    def __init__(self, blocks: tuple[tuple[_T, ...], ...], size: int) -> None:
        self._blocks, self._size = blocks, size

    @property
    def blocks(self) -> tuple[tuple[_T, ...], ...]:
        """Returns the blocks in order."""
        return self._blocks

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[_T]:
        return chain.from_iterable(self._blocks)

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, place: int | slice) -> _T | tuple[_T, ...]:
        if place in (0, -1) and self._blocks:
            return self._blocks[place][place]  # the ends without walking the row
        return tuple(self)[place]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, tuple | Pile) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


def plus(row: Sequence[_T], item: _T) -> Sequence[_T]:
    """Returns the row with an item more at its end."""
    if not isinstance(row, Pile):
        if len(row) < 2 * BLOCK:
            return (*row, item)
        row = _piled(row)
    blocks = row.blocks
    last = blocks[-1] if blocks else ()
    after = (*blocks[:-1], (*last, item)) if 0 < len(last) < BLOCK else (*blocks, (item,))
    return Pile(after, len(row) + 1)


def less(row: Sequence[OpenTask], token: int) -> Sequence[OpenTask]:
    """Returns the turns without the one that holds a token, which is among them; they stand in the order of tokens."""
    if not isinstance(row, Pile):
        if len(row) <= 2 * BLOCK:
            return _without(tuple(row), token)
        row = _piled(row)
    blocks = row.blocks
    at = bisect_left(blocks, token, key=_last)
    left = _without(blocks[at], token)
    return Pile((*blocks[:at], *([left] if left else []), *blocks[at + 1 :]), len(row) - 1)


def holding(row: Sequence[OpenTask], token: int) -> OpenTask | None:
    """Returns the turn that holds a token, None where none does; turns stand in the order of tokens."""
    if isinstance(row, Pile):
        at = bisect_left(row.blocks, token, key=_last)
        row = row.blocks[at] if at < len(row.blocks) else ()
    at = bisect_left(row, token, key=_token)
    return row[at] if at < len(row) and row[at].token == token else None


def _without(row: tuple[OpenTask, ...], token: int) -> tuple[OpenTask, ...]:
    at = bisect_left(row, token, key=_token)
    return row[:at] + row[at + 1 :]


def _last(block: tuple[OpenTask, ...]) -> int:
    return block[-1].token


def _piled(row: Sequence[_T]) -> Pile[_T]:
    items = tuple(row)
    return Pile(tuple([items[at : at + BLOCK] for at in range(0, len(items), BLOCK)]), len(items))
