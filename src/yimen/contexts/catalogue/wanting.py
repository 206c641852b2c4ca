"""What an item is wanted by besides words, and what a place's items can be narrowed by, with their numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Max

from yimen.kernel.codes import ITEM_TYPES, LEVELS

from . import asking, lifeevents, words
from .content import MOST_WORD, ONLINE
from .models import TextRow
from .places import around, few
from .statements import Sql, both, entries

Counts = tuple[tuple[str, int | None], ...]  # values with their numbers, the most first; None: not counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted: all that is given must hold. ``level``: a title of kernel.codes.LEVELS; ``instant``: "1" for yes.

    ``online``: a degree of content.ONLINE or further; ``unit``: USCC.
    """

    text: str = ""
    audience: str = ""
    theme: str = ""
    event: str = ""
    unit: str = ""
    level: str = ""
    type: str = ""
    online: str = ""
    instant: str = ""

    @property
    def possible(self) -> bool:
        """Tells whether every value besides the text is one that any item could have."""
        return all(value.isprintable() and len(value) <= MOST_WORD for value in astuple(self)[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What items can be narrowed by. Each value's number is that of the items it would leave, with the other values.

    Where a place has too many items to count, the numbers are None, and units are left out.
    """

    audiences: Counts
    themes: Counts
    events: Counts
    units: Counts
    levels: Counts
    types: Counts
    online: Counts
    instant: Counts


ANYTHING = Wanted()
_KINDS = ("audience", "theme", "event", "unit", "level", "type", "online", "instant")


def marks(wanted: Wanted) -> list[words.Sign]:
    """Returns what is wanted of an item's text besides words."""
    kinds = (("a", wanted.audience), ("t", wanted.theme), ("e", wanted.event))
    return [words.Sign(kind, value) for kind, value in kinds if value]


def narrowed(wanted: Wanted) -> list[Sql]:
    """Returns the conditions that entries are as wanted in what stands in their own row."""
    level = next((level for level, title in LEVELS.items() if title == wanted.level), 0)
    online = ONLINE.index(wanted.online) if wanted.online in ONLINE else len(ONLINE)
    tests: tuple[tuple[str, str, Any], ...] = (
        (wanted.unit, "unit = %s", wanted.unit),
        (wanted.type, "type = %s", wanted.type),
        (wanted.level, "level = %s", level),
        (wanted.online, "online >= %s", online),
        (wanted.instant, "instant = %s", wanted.instant == "1"),
    )
    return [Sql(f"catalogue_entry.{test}", (value,)) for given, test, value in tests if given]


def facets(*, on: date, region: str = "", wanted: Wanted = ANYTHING) -> Facets:
    """Returns what the items of ``searching.find`` can be narrowed by, or widened to by another value of the same kind.

    Words are taken as they are; what only comes close to them is not counted.
    """
    if not few(region):
        return _uncounted()
    here, by_code = around(region, on), asking.coded(wanted.text)
    where = both([here, by_code]) if by_code else here
    if not (by_code and entries(Sql("1"), where, rest="LIMIT 1")):
        question = asking.read(wanted.text) if wanted.text.strip() else None
        where = both([here, *asking.answering(question, [])])
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
    for has, number in _groups(where):
        lacking = [kind for kind in _KINDS if (value := getattr(wanted, kind)) and value not in has[kind]]
        for kind in lacking if len(lacking) == 1 else () if lacking else _KINDS:
            counts[kind].update(dict.fromkeys(has[kind], number))
    return _facets(counts)


def _groups(where: Sql) -> Iterator[tuple[dict[str, Sequence[str]], int]]:
    """Yields what items have of each kind, with the number of items that have just that."""
    text, *own = "catalogue_text.marks", "unit", "level", "type", "online", "instant"
    found = entries(Sql(", ".join([text, *(f"catalogue_entry.{name}" for name in own)])), where)
    for (marked, unit, level, kind, online, instant), number in Counter(found).items():
        yield (
            {
                **_read(marked),
                "unit": (unit,),
                "level": (LEVELS[level],),
                "type": (kind,),
                "online": ONLINE[: online + 1],
                "instant": ("1",) if instant else (),
            },
            number,
        )


@lru_cache(maxsize=4096)
def _read(marked: str) -> dict[str, tuple[str, ...]]:
    """Returns audiences, themes and events of a text (words.marked)."""
    lines = [line for line in marked.split("\n") if line]
    kinds = (("audience", "a"), ("theme", "t"), ("event", "e"))
    return {name: tuple(line[1:] for line in lines if line[0] == kind) for name, kind in kinds}


def _facets(counts: dict[str, Counter[str]]) -> Facets:
    def listed(kind: str) -> Counts:
        return tuple(sorted(counts[kind].items(), key=lambda each: (-each[1], each[0])))

    order = list(LEVELS.values())
    return Facets(
        audiences=listed("audience"),
        themes=listed("theme"),
        events=listed("event"),
        units=listed("unit"),
        levels=tuple(sorted(listed("level"), key=lambda each: order.index(each[0]))),
        types=listed("type"),
        online=tuple(each for each in listed("online") if each[0] != ONLINE[0]),
        instant=listed("instant"),
    )


def _uncounted() -> Facets:
    """Returns what any item can be narrowed by, without numbers."""
    audiences, themes = _all_marks(TextRow.objects.aggregate(newest=Max("id"))["newest"] or 0)
    return Facets(
        audiences=audiences,
        themes=themes,
        events=tuple((name, None) for name in lifeevents.names()),
        units=(),
        levels=tuple((title, None) for title in LEVELS.values()),
        types=tuple((kind, None) for kind in ITEM_TYPES.values()),
        online=tuple((degree, None) for degree in ONLINE[1:]),
        instant=(("1", None),),
    )


@lru_cache(maxsize=1)
def _all_marks(newest: int) -> tuple[Counts, Counts]:
    """Returns all audiences and themes; ``newest`` is the last text entered, so that a later one is not missed."""
    found = [_read(each) for each in TextRow.objects.filter(id__lte=newest).values_list("marks", flat=True).distinct()]
    audiences, themes = (sorted({value for each in found for value in each[kind]}) for kind in ("audience", "theme"))
    return tuple((each, None) for each in audiences), tuple((each, None) for each in themes)
