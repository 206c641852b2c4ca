"""Suggests what to look for: everyday words that find something among the items that are here, or as one types."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial, reduce
from importlib.resources import files
from itertools import islice
from operator import or_
from typing import Literal

from django.db.models import Q

from .indexing import plain
from .lifeevents import life_events
from .models import NameRow, SynonymRow
from .pinyin import letters
from .searching import answered, find
from .wanting import Wanted

_ITEMS, _SAID, _EVENTS = 6, 2, 2  # suggestions of each sort
_LINES = 20  # items read for their names: several places offer the same
_WORDS = 12  # everyday words that are looked at
_TRIED = 4  # words, and events, that are tried
_LETTERS = 2  # letters or digits from which on something is suggested: one begins a thousand names


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be meant by what was typed so far: the name of an item, an everyday word, or a life event."""

    words: str
    sort: Literal["item", "said", "event"]


def suggestions(*, on: date, region: str, text: str) -> tuple[Suggestion, ...]:
    """Returns what may be meant by the beginning of a question: items of a place, everyday words, life events.

    Nothing is noted: who is still typing has not looked for anything. No suggestion leads to nothing.
    """
    typed = plain(text)
    if not typed or (typed.isascii() and len(typed) < _LETTERS):
        return ()
    lines = find(on=on, region=region, wanted=Wanted(text=text), size=_LINES, loose=False)
    names = dict.fromkeys(line.name for line in lines.lines)
    found = [Suggestion(name, "item") for name in islice(names, _ITEMS)]
    has = partial(answered, on=on, region=region)
    said = (word for word in islice(_everyday(typed), _TRIED) if has(wanted=Wanted(text=word)))
    events = (name for name in islice(_events(typed), _TRIED) if has(wanted=Wanted(event=name)))
    found += [Suggestion(word, "said") for word in islice(said, _SAID)]
    return (*found, *(Suggestion(name, "event") for name in islice(events, _EVENTS)))


def _everyday(typed: str) -> Iterator[str]:
    """Yields everyday words that begin with what was typed, or by their initials, and stand for some item.

    The shortest come first.
    """
    spelt = letters(typed)
    begun = Q(said__startswith=typed) | Q(initials__startswith=spelt) if spelt else Q(said__startswith=typed)
    rows = SynonymRow.objects.filter(begun).exclude(said=typed).order_by("said", "id")
    meant: dict[str, list[str]] = {}
    for said, official in rows.values_list("said", "official")[: _WORDS * 4]:
        meant.setdefault(said, []).append(official)
    for said in sorted(meant, key=lambda said: (len(said), said))[:_WORDS]:
        named = reduce(or_, (Q(name__contains=official) for official in meant[said]))
        if NameRow.objects.filter(named).exists():
            yield said


def _events(typed: str) -> Iterator[str]:
    """Yields the life events whose name holds what was typed, or which a word that begins so leads to."""
    for one in life_events():
        if typed in one.name or any(word.startswith(typed) for word in one.said):
            yield one.name


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
