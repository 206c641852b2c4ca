"""Single rows read and written without compiling a query each time, for the few acts that everything waits for.

Values pass through the fields of the models, so that either database gets and gives what it would through the ORM.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model
from django.db.models.options import Options

Row = TypeVar("Row", bound=Model)
_Read = tuple[tuple[Callable[[Any, Any, Any], Any], ...], Any]  # converters of a value, and the column for them


@contextmanager
def cursor() -> Iterator[CursorWrapper]:
    """Gives a cursor for statements of our own, which come again and again.

    On PostgreSQL the values go beside the statement, which the server plans once for all that a connection asks; the
    ORM writes them into the text of each, and so it is done where statements are logged, to be read. For it
    ``prepare_threshold`` is set where the database is.
    """
    here: Any = _here()  # its ``Database`` is the driver's module, which no type says
    if here.vendor != "postgresql" or here.queries_logged:
        with here.cursor() as plain:
            yield plain
        return
    here.ensure_connection()
    with here.make_cursor(here.Database.Cursor(here.connection)) as bound:
        yield bound


def insert(*rows: Model) -> None:
    """Inserts rows as new, each with a key of its own; raises what the database raises, such as IntegrityError."""
    here = _here()
    with cursor() as at:
        for row in rows:
            statement, fields = _insert(type(row))
            at.execute(statement, _values(row, fields, here))
            state = row._state  # noqa: SLF001 - documented by Django
            state.adding, state.db = False, here.alias


def insert_all(rows: Sequence[Model]) -> None:
    """Inserts rows of one table as ``insert`` does, in one call of the driver."""
    if not rows:
        return
    here = _here()
    statement, fields = _insert(type(rows[0]))
    with cursor() as at:
        at.executemany(statement, [_values(row, fields, here) for row in rows])
    for row in rows:
        state = row._state  # noqa: SLF001 - documented by Django
        state.adding, state.db = False, here.alias


def update(*changes: tuple[Model, Iterable[str]]) -> None:
    """Writes the named fields of rows, all where none are named; raises DoesNotExist where a row is not there."""
    here = _here()
    with cursor() as at:
        for row, names in changes:
            statement, fields = _update(type(row), tuple(names))
            at.execute(statement, [*_values(row, fields, here), _key(type(row), row.pk, here)])
            if at.rowcount != 1:
                raise type(row).DoesNotExist(row.pk)  # type: ignore[attr-defined]


@cache
def columns(model: type[Model]) -> str:
    """Returns the columns of a table for a SELECT, in the order that ``made`` takes."""
    return ", ".join(f'"{_meta(model).db_table}"."{field.column}"' for field in _fields(model))


def rows(model: type[Row], rest: str, *values: Any) -> list[Row]:
    """Returns the rows of a table for which ``rest`` of a SELECT holds; ``values`` as the driver takes them."""
    with cursor() as at:
        # Names are our own; what comes from outside goes through values.
        at.execute(f'SELECT {columns(model)} FROM "{_meta(model).db_table}" {rest}', values)  # noqa: S608 - as said
        return [made(model, each) for each in at.fetchall()]


def keys(model: type[Model], rest: str, *values: Any) -> list[Any]:
    """Returns the keys only of the rows that ``rows`` would return."""
    here, (names, reads) = _here(), _reads(model)
    converters, column = reads[names.index(_meta(model).pk.attname)]
    with cursor() as at:
        at.execute(f'SELECT "{_meta(model).pk.column}" FROM "{_meta(model).db_table}" {rest}', values)  # noqa: S608
        found = [each[0] for each in at.fetchall()]
    for convert in converters:
        found = [convert(each, column, here) for each in found]
    return found


def marks(number: int) -> str:
    """Returns the places of so many values in a statement, as IN takes them."""
    return f"({', '.join(['%s'] * number)})"


def width(model: type[Model]) -> int:
    """Returns how many columns these are."""
    return len(_fields(model))


def made(model: type[Row], values: Sequence[Any]) -> Row:
    """Returns the row that values of ``columns`` make."""
    here, given = _here(), []
    names, reads = _reads(model)
    for (converters, column), value in zip(reads, values, strict=True):
        found = value
        for convert in converters:
            found = convert(found, column, here)
        given.append(found)
    return model.from_db(here.alias, names, given)


def key(model: type[Model], value: Any) -> Any:
    """Returns a key of a table as the driver takes it."""
    return _key(model, value, _here())


def _here() -> BaseDatabaseWrapper:
    """Returns the connection itself: through Django's stand-in for it every value of a row would look it up again."""
    return connections[DEFAULT_DB_ALIAS]


def _key(model: type[Model], value: Any, here: BaseDatabaseWrapper) -> Any:
    return _meta(model).pk.get_db_prep_value(value, here)


def _meta(model: type[Model]) -> "Options[Any]":
    return model._meta  # noqa: SLF001 - documented by Django


def _fields(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    return tuple(_meta(model).concrete_fields)


def _values(row: Model, fields: Iterable["Field[Any, Any]"], here: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), here) for field in fields]


@cache
def _insert(model: type[Model]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    fields = _fields(model)
    names, marks = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{_meta(model).db_table}" ({names}) VALUES ({marks})', fields  # noqa: S608 - our own names


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    own = {field.name: field for field in _fields(model) if not field.primary_key}
    fields = tuple(own[name] for name in names or own)
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    where = f'WHERE "{_meta(model).pk.column}" = %s'
    return f'UPDATE "{_meta(model).db_table}" SET {sets} {where}', fields  # noqa: S608 - our own names


@cache
def _reads(model: type[Model]) -> tuple[tuple[str, ...], tuple[_Read, ...]]:
    here, found = _here(), []
    for field in _fields(model):
        column = field.get_col(_meta(model).db_table)
        found.append(((*here.ops.get_db_converters(column), *column.get_db_converters(here)), column))
    return tuple(field.attname for field in _fields(model)), tuple(found)
