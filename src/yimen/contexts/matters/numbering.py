"""Gives numbers without gaps inside one scope; two at once never get the same."""

from datetime import date

from django.db import connection

from yimen.kernel.codes import format_case_number

_NEXT = (
    "INSERT INTO matters_serial (scope, last) VALUES (%s, 1) "
    "ON CONFLICT (scope) DO UPDATE SET last = matters_serial.last + 1 RETURNING last"
)


def next_serial(*, scope: str) -> int:
    """Returns the next number of a scope, from 1, inside the caller's transaction (rolled back with it).

    One statement, the same on SQLite and PostgreSQL: it also holds the scope's row until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [scope])
        return int(cursor.fetchone()[0])


def next_number(*, region: str, day: date) -> str:
    """Returns a new public number: region 6 + date 8 + serial 6 + check digit."""
    return format_case_number(region[:6], day, next_serial(scope=f"matter/{region[:6]}/{day:%Y%m%d}"))
