"""Tells the faults of a file: each once, in the order of its sheets, and what follows from another not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from operator import ne
from typing import Any

from yimen.contexts.catalogue.api import Handed
from yimen.contexts.procedures.api import public_list

from .columns import MAIN, PARTS, main_columns
from .reading import JSON, Places, Taken, Wrong
from .sheetreading import letters

_MOST_TOLD = 5_000
_ALIKE = 3  # digits by which a wrong code may differ from the one that was meant
_MOST_COMPARED = 200_000  # pairs of codes that are looked at for such: within a second
_ROWS = {*(part.key for part in PARTS), "form"}  # fields that have rows of their own
_SHEETS = {name: place for place, name in enumerate((JSON, MAIN, *(part.title for part in PARTS)))}


_Broken = dict[tuple[str, int], set[str]]  # sheet and row → the columns that could not be read


def told(found: Taken, handed: Sequence[Handed], on: date) -> tuple[Wrong, ...]:
    """Returns every fault of a file and of its items, by sheet, row and column."""
    broken: _Broken = {}
    for each in found.wrong:
        broken.setdefault((each.sheet, each.row), set()).add(each.column)
    mistyped = {
        place: str(found.items[place].get("code", ""))
        for place, one in enumerate(handed)
        if found.places[place].sheet == MAIN and any(key == "code" for key, _ in one.faults)
    }
    first, excused = _once(found, mistyped)
    more = [
        places.wrong(key, words)
        for place, (places, one) in enumerate(zip(found.places, handed, strict=True))
        if found.by_code.get(one.code, place) == place  # of one that stands there twice the first is looked at
        for key, words in one.faults
        if not (_follows(places, key, broken) or (place in excused and key.partition(".")[0] in _ROWS))
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


def _follows(places: Places, key: str, broken: _Broken) -> bool:
    """Tells whether a field is at fault because one of its cells could not be read, which is told already."""
    key = key.partition(".")[0]
    part = {"form": "fields"}.get(key, key)
    if any(where in broken for where in places.parts.get(part, ())):
        return True
    own = broken.get((places.sheet, places.row))
    if not own:
        return False
    given = {known.column.key for number, known in places.columns.items() if number in places.filled}
    columns = [known.column for known in places.columns.values() if known.column.title in own]
    return any(
        column.key.partition(".")[0] == key or (column.of == key and column.of not in given) for column in columns
    )


def _unknown(found: Taken, on: date) -> Iterator[Wrong]:
    """Yields a fault for each item whose procedure is not in force."""
    keys = [str(item["procedure_key"]).strip() if _named(item) else "" for item in found.items]
    known = {each.key for each in public_list(on=on)} if any(keys) else set()
    for places, key in zip(found.places, keys, strict=True):
        if key and key not in known:
            words = f"没有名称为“{key[:40]}”、在用的流程。请在“流程公开”页核对名称，或先发布流程。"
            yield places.wrong("procedure_key", f"“办理流程”{words}")


def _named(item: Mapping[str, Any]) -> bool:
    return isinstance(item.get("procedure_key"), str)


def _once(found: Taken, mistyped: Mapping[int, str]) -> tuple[list[Wrong], set[int]]:
    """Returns the faults of reading, and which items lost their rows by a code that is mistyped.

    A code that the items' sheet lacks is told once; not at all where that sheet has it, mistyped, and is told of that.
    Where very many are lacking, only the first that are mistyped are looked at: then more is told, never less.
    """
    kept: list[Wrong] = []
    lacking: dict[str, list[Wrong]] = {}
    for one in found.wrong:
        if one.lacks:
            lacking.setdefault(one.lacks, []).append(one)
        else:
            kept.append(one)
    excused: set[int] = set()
    near = dict(islice(mistyped.items(), _MOST_COMPARED // max(len(lacking), 1)))
    for lacked, rows in lacking.items():
        meant = {place for place, code in near.items() if code and _differ(code, lacked) <= _ALIKE}
        excused |= meant
        many = f"各表共 {len(rows)} 行写着它。" if len(rows) > 1 else ""
        kept += [] if meant else [replace(rows[0], words=f"{rows[0].words}{many}")]
    return kept, excused


def _differ(code: str, named: str) -> int:
    """Returns in how many places a code differs from another."""
    longer = abs(len(code) - len(named))
    return longer if longer > _ALIKE else longer + sum(map(ne, code, named))
