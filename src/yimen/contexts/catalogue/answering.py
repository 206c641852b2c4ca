"""Which handling items of an item answer a question: those that it was found by, where its own name does not do."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from . import asking
from .indexing import plain

_CODE = 31  # characters of an item's code; the number of a handling item follows it


class Answering:
    """Tells which handling items of items a text means; the text is read once, and only where an item has any."""

    def __init__(self, text: str) -> None:
        self._text = text

    def handling(self, code: str, name: str, variants: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
        """Returns number and name of the handling items meant; () where the text means the item, or all of them.

        By the words of their names, or by a whole code of 33 characters; ``variants`` as the item's content has them.
        """
        listed = [(str(one["number"]), str(one["name"])) for one in variants]
        question = self._question if listed else None
        if question is None:
            return ()
        whole = "".join(self._text.split()).upper()
        if whole.startswith(code):
            return tuple(one for one in listed if whole[_CODE:] == one[0])
        said = [one for one in listed if _said(question, plain(name + one[1])) and not _said(question, plain(name))]
        return () if len(said) == len(listed) > 1 else tuple(said)

    @cached_property
    def _question(self) -> asking.Asked | None:
        return asking.read(self._text)


def _said(question: asking.Asked, words: str) -> bool:
    ways = [*question.typed, *((official,) for official in question.meant)]
    return any(all(plain(each) in words for each in way) for way in ways)
