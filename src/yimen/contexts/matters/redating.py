"""Re-dates open matters when the calendar under them changes: in batches, resumable, each move with its reason."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, QuerySet, TextField
from django.db.models.functions import Cast

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, Entry, record, record_alike
from yimen.contexts.places.api import calendar, change, hold_calendars
from yimen.kernel.codes import region_prefix

from .bulk import Group, Span, write_limits
from .models import ClockRow, MatterRow, RedatingRow
from .overseeing import in_region, touching
from .recounting import Alike, Fresh, Recounter
from .timers import midnight

BATCH = 4_000
_LEAST, _MOST = UUID(int=0), UUID(int=2**128 - 1)
_SAID = ("document", "reason")


class NoSuchRedating(LookupError):
    """There is no such re-dating, or it touches no region of the reader's: the answer is the same (HTTP 404)."""


@dataclass(frozen=True, slots=True)
class Redating:
    """A change of the calendar on its way through the open matters: of those ``seen`` so far, ``moved`` have moved."""

    id: UUID
    region: str
    document: str
    reason: str
    first_day: date
    last_day: date
    total: int | None
    seen: int
    moved: int
    opened_at: datetime
    finished_at: datetime | None


def open_redating(entry: Entry, act: Act) -> None:
    """Follows the changes of calendars: opens a re-dating where a matter looks at a day that differs.

    A day differs that counts otherwise, or is surer.
    """
    if not entry.verb.startswith("places.") or not entry.facts.get("change"):
        return
    cause = change(id=entry.facts["change"])
    if cause.first is None or cause.last is None:
        return  # nothing differs
    if not _concerns(cause.region, cause.first, cause.last):
        return  # no matter looks at these days: there is nothing to count and nothing to report
    RedatingRow.objects.get_or_create(
        change=cause.id,
        defaults={
            "id": act.mint.id(),
            "region": cause.region,
            "document": cause.document,
            "reason": cause.reason,
            "first_day": cause.first,
            "last_day": cause.last,
            "opened_at": act.now,
        },
    )


def redate(*, act: Act) -> Redating | None:
    """Takes one batch of the oldest unfinished re-dating, in one transaction; returns how it stands, None: all done.

    Only matters that move are written, each with an entry: old day, new day, reason. Killed, it goes on at its cursor.
    """
    with transaction.atomic():
        row = RedatingRow.objects.select_for_update().filter(finished_at=None).order_by("opened_at", "change").first()
        if row is None:
            return None
        if row.total is None:
            row.total = _touched_by(row).count()
        hold_calendars()
        last = _last(row)
        seen, moved = _move_all(act, row, Span(row.cursor or _LEAST, last or _MOST))
        row.seen, row.moved, row.cursor = row.seen + seen, row.moved + moved, last or row.cursor
        if last is None:
            row.finished_at = act.now
            facts = {"seen": row.seen, "moved": row.moved, "first": str(row.first_day), "last": str(row.last_day)}
            record(act=act, verb="matters.redated", subject=row.id, region=row.region, basis=row.document, facts=facts)
        row.save(force_update=True)
    return _redating(row)


def redatings(*, reader: Reader, limit: int = 50) -> tuple[Redating, ...]:
    """Returns the newest re-datings that touch a region of the reader's; they hold counts only. Raises NotOverseen."""
    rows = RedatingRow.objects.filter(touching(reader)).order_by("-opened_at", "-change")
    return tuple(_redating(row) for row in rows[:limit])


def redating(*, reader: Reader, id: UUID) -> Redating:  # noqa: A002 - the plain word
    """Returns one re-dating that touches a region of the reader's; raises NoSuchRedating or NotOverseen."""
    row = RedatingRow.objects.filter(touching(reader), id=id).first()
    if row is None:
        raise NoSuchRedating("没有找到这次重算。请从“重算期限”的列表进入。")
    return _redating(row)


def _concerns(region: str, first_day: date, last_day: date) -> bool:
    """Tells whether a change touches any matter: an open one that may move, or one closed since, to be reported."""
    if touched(region, first_day, last_day).exists():
        return True
    rows = MatterRow.objects.filter(closed_at__gte=midnight(first_day), opened_at__lt=midnight(last_day + timedelta(1)))
    return (rows.filter(in_region(region)) if region else rows).exists()


def touched(region: str, first_day: date, last_day: date) -> QuerySet[ClockRow]:
    """Returns the open matters of a region with a limit that looks at any of the days: those it may move, no others."""
    rows = ClockRow.objects.filter(open=True, reaches_on__gte=first_day, opened_on__lte=last_day)
    return rows.filter(in_region(region)) if region else rows


def _touched_by(row: RedatingRow) -> QuerySet[ClockRow]:
    return touched(row.region, row.first_day, row.last_day)


def _last(row: RedatingRow) -> UUID | None:
    """Returns the last of the next matters that fill a batch, in the order of their ids; None where they do not."""
    rows = _touched_by(row).filter(matter__gt=row.cursor or _LEAST).order_by("matter")
    return next(iter(rows.values_list("matter", flat=True)[BATCH - 1 : BATCH]), None)


def _move_all(act: Act, row: RedatingRow, span: Span) -> tuple[int, int]:
    """Counts the matters of a span anew, writes those that differ; returns how many were seen, and how many moved.

    By the calendar as it is now: where more changes wait, a matter moves once for all of them, and is told of all.
    None is locked to be looked at: where somebody changed one meanwhile, what still differs is taken again, locked.
    """
    rows = _touched_by(row).filter(matter__gt=span.above, matter__lte=span.upto)
    counted = Recounter(lambda region: calendar(region=region))
    found = _grouped(rows)
    moved, whole = _write(act, row, span, found, counted)
    if not whole:
        list(rows.select_for_update().order_by("matter").values_list("matter"))
        moved += _write(act, row, span, _grouped(rows), counted)[0]
    return sum(count for count, _ in found.values()), moved


def _grouped(rows: QuerySet[ClockRow]) -> dict[Group, tuple[int, UUID]]:
    """Returns the groups of matters that are alike, each with how many there are, and one of them."""
    named = rows.order_by().values_list("alike", "dues", "region", "opened_on", "yellow_from")
    counted = named.annotate(count=Count("matter"), one=Min(Cast("matter", TextField())))
    return {
        Group(Alike(alike, dues, region), opened_on, yellow): (count, UUID(one))
        for alike, dues, region, opened_on, yellow, count, one in counted
    }


def _write(
    act: Act, row: RedatingRow, span: Span, found: Mapping[Group, tuple[int, UUID]], counted: Recounter
) -> tuple[int, bool]:
    """Writes the matters that differ; returns how many moved, and whether all were still as they had been read."""
    anew = counted.anew({group.limits: one for group, (_, one) in found.items()})
    groups = [
        (group, fresh)
        for group in found
        if (fresh := anew.get(group.limits)) and not (fresh.same and fresh.values["yellow_from"] == group.yellow_from)
    ]
    written = write_limits(span, groups) if groups else []
    told = defaultdict[tuple[int, str], list[tuple[str, str]]](list)
    for one in written:
        told[one.group, one.kind].append((one.matter, one.number))
    moved = 0
    waiting = [row, *RedatingRow.objects.filter(finished_at=None).exclude(id=row.id).order_by("opened_at", "change")]
    for (place, kind), each in told.items():
        group, fresh = groups[place]
        if fresh.moves:
            causes = [one for one in waiting if _under(group, fresh, one)]
            documents, reasons = ("；".join(dict.fromkeys(getattr(one, name) for one in causes)) for name in _SAID)
            moved += record_alike(
                act=act,
                verb=f"{kind}.redate",
                region=group.limits.region,
                basis=documents,
                facts={**fresh.facts, "reason": reasons},
                name="number",
                each=each,
            )
    read = all(group.limits in anew or group.limits in counted.failed for group in found)
    return moved, read and len(written) >= sum(found[group][0] for group, _ in groups)


def _under(group: Group, fresh: Fresh, cause: RedatingRow) -> bool:
    """Tells whether a change of the calendar touches matters, as ``touched`` asks the database."""
    here = not cause.region or group.limits.region.startswith(region_prefix(cause.region))
    looks = fresh.reached is not None and fresh.reached >= cause.first_day
    return here and looks and group.opened_on <= cause.last_day


def _redating(row: RedatingRow) -> Redating:
    return Redating(**{name: getattr(row, name) for name in Redating.__slots__})
