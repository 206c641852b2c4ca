"""Which handling items of an item answer a question: those that it was found by, where its own name does not do."""

from collections.abc import Iterable, Mapping
from typing import Any

from . import asking
from .indexing import plain

_CODE, _NUMBER = 31, 2  # characters of an item's code, and of the number that follows it in a handling item's


def answering(text: str, code: str, name: str, variants: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Returns number and name of the handling items that a text means; () where it means the item, or all of them.

    By the words of their names, or by a whole code of 33 characters; ``variants`` as the item's content has them.
    """
    listed = [(str(one["number"]), str(one["name"])) for one in variants]
    question = asking.read(text) if listed else None
    if question is None:
        return ()
    whole = "".join(text.split()).upper()
    if whole.startswith(code):
        return tuple(one for one in listed if whole[_CODE:] == one[0])
    found = tuple(one for one in listed if _said(question, plain(name + one[1])) and not _said(question, plain(name)))
    return () if len(found) == len(listed) > 1 else found


def _said(question: asking.Asked, words: str) -> bool:
    ways = [*question.typed, *((official,) for official in question.meant)]
    return any(all(plain(each) in words for each in way) for way in ways)
