"""Pieces of statements for what every search asks: written out, as compiling them took as long as answering.

Whatever comes from outside is a value of a piece, never its text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

_TEXT = " JOIN catalogue_text ON catalogue_text.id = catalogue_entry.text_id"


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement, and the values of its places in their order."""

    text: str
    given: tuple[Any, ...] = ()


def both(pieces: Iterable[Sql]) -> Sql:
    """Returns the condition that all conditions hold (at least one)."""
    found = tuple(pieces)
    return Sql(" AND ".join(each.text for each in found), tuple(value for each in found for value in each.given))


def either(pieces: Iterable[Sql]) -> Sql:
    """Returns the condition that any of the conditions holds (at least one)."""
    found = tuple(pieces)
    return Sql(f"({' OR '.join(each.text for each in found)})", tuple(value for each in found for value in each.given))


def among(column: str, values: Iterable[str]) -> Sql:
    """Returns the condition that a column is one of some values (at least one)."""
    found = tuple(values)
    return Sql(f"{column} IN ({', '.join(['%s'] * len(found))})", found)


def entries(columns: Sql, where: Sql, *, by: str = "", rest: str = "") -> list[tuple[Any, ...]]:
    """Returns columns of the entries for which a condition holds, with their texts where either looks at them.

    ``by``: the index to go by, where the database takes advice; ``rest``: order and number, our own words.
    """
    joined = _TEXT if "catalogue_text." in columns.text + where.text else ""
    advice = f" INDEXED BY {by}" if by and connection.vendor == "sqlite" else ""
    # Texts of statements are our own; what comes from outside goes through values.
    sql = f"SELECT {columns.text} FROM catalogue_entry{advice}{joined} WHERE {where.text} {rest}"  # noqa: S608 - as said
    return rows(Sql(sql, (*columns.given, *where.given)))


def rows(statement: Sql) -> list[tuple[Any, ...]]:
    """Returns what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
