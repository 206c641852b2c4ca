"""Which handling items of an item answer a question: those that it was found by, where its own name does not do."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from . import asking
from .indexing import plain
from .statements import Sql, among, entries

_CODE = 31  # characters of an item's code; the number of a handling item follows it


class Answering:
    """Tells which handling items of items a text means; the text is read once, and only where an item has any."""

    def __init__(self, text: str, versions: Sequence[Any] = ()) -> None:
        self._text = text
        self._versions = versions

    def handling(self, code: str, name: str, variants: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
        """Returns number and name of the handling items meant; () where the text means the item, or all of them.

        By the words of their names, by the initials of these, or by a whole code of 33 characters; ``variants`` as the
        item's content has them.
        """
        listed = [(str(one["number"]), str(one["name"])) for one in variants]
        question = self._question if listed else None
        if question is None:
            return ()
        whole = "".join(self._text.split()).upper()
        if whole.startswith(code):
            return tuple(one for one in listed if whole[_CODE:] == one[0])
        if question.letters:
            said = self._spelt(code, name, listed, question.letters)
        else:
            said = [one for one in listed if _said(question, plain(name + one[1])) and not _said(question, plain(name))]
        return () if len(said) == len(listed) > 1 else tuple(said)

    def _spelt(self, code: str, name: str, listed: list[tuple[str, str]], letters: str) -> list[tuple[str, str]]:
        own, lines = self._spoken.get(code, ("", ()))
        if letters in own:
            return []
        found = []
        for one in listed:
            whole = plain(name + one[1])
            if any(line.startswith(whole) and letters in line.removeprefix(whole) for line in lines):
                found.append(one)
        return found

    @cached_property
    def _spoken(self) -> Mapping[str, tuple[str, Sequence[str]]]:
        """Returns by code how the items' own names are said, and the lines by which they are found."""
        columns = Sql("catalogue_entry.code, catalogue_text.initials, catalogue_text.sounds, catalogue_text.body")
        found = entries(columns, among("catalogue_entry.version_id", self._versions)) if self._versions else []
        return {code: (f"{initials} {sounds}", body.split("\n")) for code, initials, sounds, body in found}

    @cached_property
    def _question(self) -> asking.Asked | None:
        return asking.read(self._text)


def _said(question: asking.Asked, words: str) -> bool:
    ways = [*question.typed, *((official,) for official in question.meant)]
    return any(all(plain(each) in words for each in way) for way in ways)
