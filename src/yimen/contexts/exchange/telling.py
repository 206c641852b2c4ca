"""Tells the faults of a file: each once, in the order of its sheets, and what follows from another not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from yimen.contexts.catalogue.api import Handed
from yimen.contexts.procedures.api import NoSuchProcedure, in_force

from .columns import KEY, MAIN, PARTS, main_columns
from .reading import JSON, Places, Taken, Wrong

_MOST_TOLD = 5_000
_ALIKE = 3  # digits by which a wrong code may differ from the one that was meant
_SHEETS = {name: place for place, name in enumerate((JSON, MAIN, *(part.title for part in PARTS)))}


def told(found: Taken, handed: Sequence[Handed], on: date) -> tuple[Wrong, ...]:
    """Returns every fault of a file and of its items, by sheet, row and column."""
    broken = {(one.sheet, one.row, one.column) for one in found.wrong}
    more = [
        places.wrong(key, words)
        for places, one in zip(found.places, handed, strict=True)
        for key, words in one.faults
        if not _follows(places, key, broken)
    ]
    more += _unknown(found, on)
    columns = {column.title: place for place, column in enumerate(main_columns())}
    listed = sorted(
        dict.fromkeys((*_once(found, more), *more)),
        key=lambda one: (_SHEETS.get(one.sheet, len(_SHEETS)), one.row, columns.get(one.column, len(columns))),
    )
    return tuple(listed[:_MOST_TOLD])


def _follows(places: Places, key: str, broken: set[tuple[str, int, str]]) -> bool:
    """Tells whether a field is at fault because one of its cells could not be read, which is told already."""
    titles = [title for name, (title, _) in places.cells.items() if name.partition(".")[0] == key]
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


def _once(found: Taken, more: Sequence[Wrong]) -> Iterator[Wrong]:
    """Yields the faults of reading; a code that the items' sheet lacks, once, and not where that sheet has it wrong."""
    wrong = {one.row for one in more if one.sheet == MAIN and one.column == KEY}
    mistyped = [
        str(item.get("code", "")) for item, places in zip(found.items, found.places, strict=True) if places.row in wrong
    ]
    lacking: dict[str, list[Wrong]] = {}
    for one in found.wrong:
        if one.column == KEY and one.sheet != MAIN and "没有这个实施编码" in one.words:
            lacking.setdefault(one.words, []).append(one)
        else:
            yield one
    for words, rows in lacking.items():
        if any(_differ(code, words) <= _ALIKE for code in mistyped if code):
            continue
        many = f"各表共 {len(rows)} 行写着它。" if len(rows) > 1 else ""
        yield replace(rows[0], words=f"{words}{many}")


def _differ(code: str, words: str) -> int:
    """Returns in how many places a code differs from the one that words name."""
    named = words.partition("：")[2].partition("。")[0]
    return sum(one != other for one, other in zip_longest(code, named))
