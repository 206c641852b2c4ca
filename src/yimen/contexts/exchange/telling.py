"""Tells the faults of a file: each once, in the order of its sheets, and what follows from another not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from yimen.contexts.catalogue.api import Handed
from yimen.contexts.procedures.api import NoSuchProcedure, in_force

from .columns import KEY, MAIN, PARTS, main_columns
from .reading import JSON, Places, Taken, Wrong
from .sheetwriting import column as letters

_MOST_TOLD = 5_000
_ALIKE = 3  # digits by which a wrong code may differ from the one that was meant
_ROWS = {*(part.key for part in PARTS), "form"}  # fields that have rows of their own
_SHEETS = {name: place for place, name in enumerate((JSON, MAIN, *(part.title for part in PARTS)))}


def told(found: Taken, handed: Sequence[Handed], on: date) -> tuple[Wrong, ...]:
    """Returns every fault of a file and of its items, by sheet, row and column."""
    broken = {(one.sheet, one.row, one.column) for one in found.wrong}
    mistyped = {
        place: str(found.items[place].get("code", ""))
        for place, one in enumerate(handed)
        if found.places[place].sheet == MAIN and any(key == "code" for key, _ in one.faults)
    }
    first, excused = _once(found, mistyped)
    more = [
        places.wrong(key, words)
        for place, (places, one) in enumerate(zip(found.places, handed, strict=True))
        for key, words in one.faults
        if not (_follows(places, key, broken) or (place in excused and key in _ROWS))
    ]
    more += _unknown(found, on)
    columns = {column.title: place for place, column in enumerate(main_columns())}
    listed = sorted(
        dict.fromkeys(_celled(one, found) for one in (*first, *more)),
        key=lambda one: (_SHEETS.get(one.sheet, len(_SHEETS)), one.row, columns.get(one.column, len(columns))),
    )
    return tuple(listed[:_MOST_TOLD])


def _celled(one: Wrong, found: Taken) -> Wrong:
    """Returns a fault with the cell of its column, where the file has that column."""
    place = found.heads.get(one.sheet, {}).get(one.column)
    return replace(one, cell=f"{letters(place)}{one.row}") if place else one


def _follows(places: Places, key: str, broken: set[tuple[str, int, str]]) -> bool:
    """Tells whether a field is at fault because one of its cells could not be read, which is told already."""
    given = {known.column.key for number, known in places.columns.items() if number in places.filled}
    columns = [known.column for known in places.columns.values()]
    titles = [column.title for column in columns if column.key.partition(".")[0] == key]
    titles += [column.title for column in columns if column.of == key and key not in given]
    part = {"form": "fields"}.get(key, key)
    rows = {(sheet, row) for sheet, row in places.parts.get(part, ())}
    return any((places.sheet, places.row, title) in broken for title in titles) or any(
        (sheet, row) in rows for sheet, row, _ in broken
    )


def _unknown(found: Taken, on: date) -> Iterator[Wrong]:
    """Yields a fault for each item whose procedure is not in force."""
    known: dict[str, bool] = {}
    for places, item in zip(found.places, found.items, strict=True):
        key = item.get("procedure_key")
        if isinstance(key, str) and key.strip() and not _in_force(key.strip(), on, known):
            words = f"没有名称为“{key.strip()[:40]}”、在用的流程。请在“流程公开”页核对名称，或先发布流程。"
            yield places.wrong("procedure_key", f"“办理流程”{words}")


def _in_force(key: str, on: date, known: dict[str, bool]) -> bool:
    if key not in known:
        try:
            in_force(key=key, on=on)
            known[key] = True
        except NoSuchProcedure:
            known[key] = False
    return known[key]


def _once(found: Taken, mistyped: Mapping[int, str]) -> tuple[list[Wrong], set[int]]:
    """Returns the faults of reading, and which items lost their rows by a code that is mistyped.

    A code that the items' sheet lacks is told once; not at all where that sheet has it, mistyped, and is told of that.
    """
    kept: list[Wrong] = []
    lacking: dict[str, list[Wrong]] = {}
    for one in found.wrong:
        if one.column == KEY and one.sheet != MAIN and "没有这个实施编码" in one.words:
            lacking.setdefault(one.words, []).append(one)
        else:
            kept.append(one)
    excused: set[int] = set()
    for words, rows in lacking.items():
        meant = {place for place, code in mistyped.items() if code and _differ(code, words) <= _ALIKE}
        excused |= meant
        many = f"各表共 {len(rows)} 行写着它。" if len(rows) > 1 else ""
        kept += [] if meant else [replace(rows[0], words=f"{words}{many}")]
    return kept, excused


def _differ(code: str, words: str) -> int:
    """Returns in how many places a code differs from the one that words name."""
    named = words.partition("：")[2].partition("。")[0]
    return sum(one != other for one, other in zip_longest(code, named))
