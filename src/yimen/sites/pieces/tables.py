"""Tables and pairs as the pieces take them, and what an address asks for: the same for officers and for the public."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest

Piece = dict[str, Any]
Cell = str | Piece
_MOST = 60  # characters of a question: the longest names of items are shorter


def rows_under(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Piece:
    """Returns a table as table.html takes it, with rows or without; a cell is text, or what differs from a plain cell.

    The first cell of a row is its head. Heads that begin with "#" are of numbers, as are those over a number in the
    first row.
    """
    names, numbers = [head.removeprefix("#") for head in heads], [head.startswith("#") for head in heads]

    def cell(place: int, given: Cell) -> Piece:
        plain = {"text": "", "label": names[place], "number": numbers[place], "url": None, "light": None}
        return {**plain, "head": place == 0, **({"text": given} if isinstance(given, str) else given)}

    shown = [[cell(place, given) for place, given in enumerate(row)] for row in rows]
    over = [one["number"] for one in shown[0]] if shown else numbers
    told = [{"label": name, "number": number} for name, number in zip(names, over, strict=True)]
    return {"caption": caption, "heads": told, "rows": shown}


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Piece | None:
    """Returns the same, None without rows."""
    found = rows_under(caption, heads, rows)
    return found if found["rows"] else None


def pair(label: str, value: str, url: str = "") -> Piece:
    """Returns one pair as kv.html takes it, a dash where it has no value."""
    return {"label": label, "value": value or "—", "note": "", "url": url}


def asked(request: HttpRequest, name: str) -> str:
    """Returns a value of the address as one short line of printable text, "" where there is none."""
    text = "".join(sign for sign in request.GET.get(name, "") if sign.isprintable())
    return text.strip()[:_MOST]
