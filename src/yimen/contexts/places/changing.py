"""Changes calendars: each change is stored with the days that count otherwise, in the transaction of its cause."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import Calendar, changed_days, changed_span

from .calendars import NEWEST, forget_calendars, lineage_of, parts
from .errors import LOADING, CalendarMoved
from .models import ChangeRow


@contextmanager
def changes_in_turn(expected: int | None = None) -> Iterator[None]:
    """Opens a transaction in which calendars change, one after the other: the newest change must tell of all before.

    It waits until every act that counts by the calendar as it was has ended (``hold_calendars``): what follows the
    change then sees all that these wrote, and finds nothing counted by older days afterwards.
    ``expected``: the newest change that the caller had seen; raises CalendarMoved where there is a newer one by now.
    Drops the calendars in memory when it ends, in whatever way.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
                with connection.cursor() as cursor:
                    cursor.execute("LOCK TABLE places_change IN EXCLUSIVE MODE")
            if expected is not None and expected != newest_change():
                raise CalendarMoved("预览之后日历又有了变动，没有载入任何数据。请重新预览，核对后再确认。")
            yield
    finally:
        forget_calendars()


def hold_calendars() -> None:
    """Keeps every calendar as it is until the caller's transaction ends: an act that writes days calls it first.

    Acts do not hold up each other; a change of a calendar waits for them, and those that come after it for the change.
    """
    if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE places_change IN ROW SHARE MODE")


def holding_calendars() -> str:
    """Returns a column for a SELECT that keeps every calendar by being asked for, as ``hold_calendars`` does.

    Its value is the newest change, to be given to ``calendar``. The lock is taken before the query looks at anything.
    """
    if connection.vendor != "postgresql":
        return f"({NEWEST})"
    held = "SELECT '' FROM (SELECT FROM places_change WHERE false FOR KEY SHARE) AS held"
    return f"coalesce(({held}), ({NEWEST}))"


def newest_change() -> int:
    """Returns the number of the last change, 0 where there was none."""
    return ChangeRow.objects.order_by("-id").values_list("id", flat=True).first() or 0


def calendar_now(region: str) -> Calendar:
    """Returns a region's calendar from the tables as this transaction sees them."""
    return Calendar(*parts(lineage_of(region)))


def changed(
    *, act: Act, verb: str, region: str, document: str, reason: str, before: Calendar, facts: Mapping[str, Any]
) -> ChangeRow:
    """Stores how a region's calendar differs from the one ``before``, and the entry of the act that made it differ.

    The days are those of the region's own calendar; those of every region below are among them.
    """
    after = calendar_now(region)
    days, span = changed_days(before, after), changed_span(before, after)
    first, last = span or (None, None)
    row = ChangeRow(
        mark=act.mint.id(),
        at=act.now,
        region=region,
        document=document,
        reason=reason,
        days=[day.isoformat() for day in days],
        first=first,
        last=last,
    )
    row.save()
    told = {"change": row.id, "days": len(days), "first": str(first or ""), "last": str(last or "")}
    record(act=act, verb=verb, subject=LOADING, region=region, basis=document, facts={**facts, **told})
    return row
