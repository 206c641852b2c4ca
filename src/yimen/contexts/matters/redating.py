"""Re-dates open matters when the calendar under them changes: in batches, resumable, each move with its reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, Entry, Note, record, record_all
from yimen.contexts.places.api import calendar, change
from yimen.kernel.clock import local_date
from yimen.kernel.codes import region_prefix

from .bulk import write_limits
from .models import MatterRow, RedatingRow
from .overseeing import in_region, lying_in, touching
from .recounting import Days, Fresh, Recounter
from .timers import midnight

BATCH = 4_000
_MOST_MOVES, _MOST_SEEN = 5_000, 20_000  # of a preview, which somebody waits for


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


@dataclass(frozen=True, slots=True)
class Move:
    """One open matter that would move: its number, title and unit, the day people are told before and after.

    ``statutory_before``, ``statutory_after``: the day of the law beside the promised one. ``others``: what else would
    move, such as the limit of a step, in words.
    """

    id: UUID
    number: str
    title: str
    region: str
    unit: str
    before: date | None
    after: date | None
    statutory_before: date | None
    statutory_after: date | None
    others: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would move: so many open matters, the first of them; not ``exact``: at least so many."""

    count: int
    exact: bool
    moves: tuple[Move, ...]


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
            row.total = _touched(row.region, row.first_day, row.last_day).count()
        found = _batch(row)
        row.seen, row.moved = row.seen + len(found), row.moved + _move_all(act, row, found)
        if found:
            row.cursor = found[-1].id
        if len(found) < BATCH:
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


def preview_redating(
    *, reader: Reader, region: str, first_day: date, last_day: date, days: Days, limit: int = 100
) -> Foreseen:
    """Returns what a change would move among the open matters that the reader oversees; nothing is written.

    ``days`` gives the calendar of a region as it would be. The count stops after 5 000 moves or 20 000 matters: whoever
    asks waits for it. No applicant, no content. Raises NotOverseen.
    """
    counted, count, shown = Recounter(days), 0, list[Move]()
    rows = _touched(region, first_day, last_day).filter(lying_in(reader)).order_by("id")
    rows = rows.annotate(text=Cast("timers", TextField()))
    found = rows.values_list(*_FIELDS, "title", "unit_id")[: _MOST_SEEN + 1].iterator(chunk_size=BATCH)
    for seen, row in enumerate(found, 1):
        if seen > _MOST_SEEN or count >= _MOST_MOVES:
            return Foreseen(count, exact=False, moves=tuple(shown))
        one, (title, unit) = _Open(*row[: len(_FIELDS)]), row[len(_FIELDS) :]
        fresh = counted.anew(one.id, one.region, one.text)
        if fresh is None or not fresh.moves:
            continue
        count += 1
        if len(shown) < limit:
            shown.append(
                Move(
                    one.id,
                    one.number,
                    title,
                    one.region,
                    unit,
                    one.due_on,
                    fresh.values["due_on"],
                    one.statutory_due_on,
                    fresh.values["statutory_due_on"],
                    fresh.facts.get("others", ""),
                )
            )
    return Foreseen(count, exact=True, moves=tuple(shown))


class _Open(NamedTuple):
    """What re-dating reads of an open matter."""

    id: UUID
    number: str
    kind: str
    region: str
    text: str
    due_on: date | None
    statutory_due_on: date | None
    yellow_from: date | None
    opened_at: datetime
    reaches_on: date

    def under(self, cause: RedatingRow) -> bool:
        """Tells whether a change of the calendar touches it, as ``_touched`` asks the database."""
        here = not cause.region or self.region.startswith(region_prefix(cause.region))
        return here and self.reaches_on >= cause.first_day and local_date(self.opened_at) <= cause.last_day


_FIELDS = _Open._fields
_SAID = ("document", "reason")


def _concerns(region: str, first_day: date, last_day: date) -> bool:
    """Tells whether a change touches any matter: an open one that may move, or one closed since, to be reported."""
    if _touched(region, first_day, last_day).exists():
        return True
    rows = MatterRow.objects.filter(closed_at__gte=midnight(first_day), opened_at__lt=midnight(last_day + timedelta(1)))
    return (rows.filter(in_region(region)) if region else rows).exists()


def _touched(region: str, first_day: date, last_day: date) -> QuerySet[MatterRow]:
    """Returns the open matters of a region with a limit that looks at any of the days: those it may move, no others."""
    rows = MatterRow.objects.filter(closed_at=None, reaches_on__gte=first_day)
    rows = rows.filter(opened_at__lt=midnight(last_day + timedelta(1)))
    if region:
        rows = rows.filter(in_region(region))
    return rows


def _batch(row: RedatingRow) -> list[_Open]:
    """Returns the next open matters, locked, in the order of their ids."""
    rows = _touched(row.region, row.first_day, row.last_day)
    if row.cursor is not None:
        rows = rows.filter(id__gt=row.cursor)
    rows = rows.select_for_update().annotate(text=Cast("timers", TextField())).order_by("id")
    return [_Open(*found) for found in rows.values_list(*_FIELDS)[:BATCH]]


def _move_all(act: Act, row: RedatingRow, found: list[_Open]) -> int:
    """Counts matters anew, writes those that differ, and returns how many moved.

    By the calendar as it is now: where more changes wait, a matter moves once for all of them, and is told of all.
    """
    counted, changed, notes = (
        Recounter(lambda region: calendar(region=region)),
        list[tuple[UUID, Fresh]](),
        list[Note](),
    )
    waiting = [row, *RedatingRow.objects.filter(finished_at=None).exclude(id=row.id).order_by("opened_at", "change")]
    for one in found:
        fresh = counted.anew(one.id, one.region, one.text)
        if fresh is None or (fresh.same and fresh.values["yellow_from"] == one.yellow_from):
            continue
        changed.append((one.id, fresh))
        if fresh.moves:
            causes = [cause for cause in waiting if one.under(cause)]
            documents, reasons = ("；".join(dict.fromkeys(getattr(cause, name) for cause in causes)) for name in _SAID)
            facts = {"number": one.number, **fresh.facts, "reason": reasons}
            notes.append(Note(f"{one.kind}.redate", one.id, one.region, documents, facts))
    if changed:
        write_limits(changed)
        record_all(act=act, notes=notes)
    return len(notes)


def _redating(row: RedatingRow) -> Redating:
    return Redating(**{name: getattr(row, name) for name in Redating.__slots__})
