"""Suggests what to look for: everyday words that find something among the items that are here."""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from .indexing import plain


def suggested_words(*, names: Iterable[str], most: int = 2) -> tuple[str, ...]:
    """Returns everyday words for items by their names, each for another one; none where no word stands for any."""
    found: dict[str, None] = {}
    for name in dict.fromkeys(map(plain, names)):
        word = next((said for said, official in _words() if official in name and said not in name), "")
        if word:
            found.setdefault(word)
        if len(found) == most:
            break
    return tuple(found)


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """Returns the first word of each group of the program's own, with each of what it means."""
    groups = json.loads((files("yimen") / "data" / "synonyms.json").read_text("utf-8"))
    return tuple((group["said"][0], plain(official)) for group in groups for official in group["official"])
