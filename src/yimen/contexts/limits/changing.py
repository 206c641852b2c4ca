"""Changes limits one after the other: what is in memory is told by its newest row, which must be the last to come."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from .reading import forget_limits


@contextmanager
def limits_in_turn() -> Iterator[None]:
    """Opens a transaction in which limits change, alone: ids then come in the order in which they are committed.

    Drops the limits in memory when it ends, in whatever way.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
                with connection.cursor() as cursor:
                    tables = "limits_limit, limits_bound, limits_threshold"
                    cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
            yield
    finally:
        forget_limits()
