"""Re-dates open matters when the calendar under them changes: in batches, resumable, each move with its reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from yimen.contexts.journal.api import Act, Entry, Note, record, record_all
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar
from yimen.kernel.codes import region_prefix

from .models import MatterRow, RedatingRow
from .timers import Timer, columns, timer_to_data, timers_from_data

BATCH = 2_000
CHANGES = ("places.load_holidays", "places.order_closure", "places.revoke_closure", "places.set_observance")
Days = Callable[[str], Calendar]


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
    """One open matter whose day moves, or would move: its number, title, unit, and both days (None: paused)."""

    id: UUID
    number: str
    title: str
    region: str
    unit: str
    before: date | None
    after: date | None


def open_redating(entry: Entry, act: Act) -> None:
    """Follows the changes of calendars: opens a re-dating for each that changed a day."""
    facts = entry.facts
    if entry.verb not in CHANGES or "change" not in facts:
        return
    days = [str(facts[name]) for name in ("first", "last") if facts.get(name)]
    if "year" in facts:
        days += [f"{facts['year']}-01-01"]  # its days are provisional no more, moved or not
    if not days:
        return
    RedatingRow.objects.get_or_create(
        change=facts["change"],
        defaults={
            "id": act.mint.id(),
            "region": entry.region,
            "document": entry.basis[:120],
            "reason": str(facts.get("reason", "") or entry.basis)[:200],
            "first_day": date.fromisoformat(min(days)),
            "last_day": date.fromisoformat(max(days)),
            "opened_at": act.now,
        },
    )


def redate(*, act: Act) -> Redating | None:
    """Takes one batch of the oldest unfinished re-dating, in one transaction; returns how it stands, None: all done.

    Only matters that move are written, each with an entry: old day, new day, reason. Killed, it goes on at its cursor.
    """
    with transaction.atomic():
        row = RedatingRow.objects.select_for_update().filter(finished_at=None).order_by("opened_at", "id").first()
        if row is None:
            return None
        if row.total is None:
            row.total = _touched(row.region, row.first_day).count()
        found = _batch(row)
        moved = _move_all(act, row, found)
        row.seen, row.moved = row.seen + len(found), row.moved + moved
        if found:
            row.cursor_day, row.cursor_id = found[-1].reaches_on, found[-1].id
        if len(found) < BATCH:
            row.finished_at = act.now
            facts = {"document": row.document, "seen": row.seen, "moved": row.moved, "first": str(row.first_day)}
            record(act=act, verb="matters.redated", subject=row.id, region=row.region, basis=row.document, facts=facts)
        row.save(force_update=True)
    return _redating(row)


def redatings(*, limit: int = 50) -> tuple[Redating, ...]:
    """Returns the newest re-datings; they hold counts only."""
    return tuple(_redating(row) for row in RedatingRow.objects.order_by("-opened_at", "-id")[:limit])


def preview_redating(*, region: str, first_day: date, days: Days, limit: int = 100) -> tuple[int, tuple[Move, ...]]:
    """Returns how many open matters a change would move, and the first of them; nothing is written.

    ``days`` gives the calendar of a region as it would be. For those who keep the rules: no applicant, no content.
    """
    moves = _would_move(_touched(region, first_day).order_by("reaches_on", "id").iterator(chunk_size=BATCH), days)
    count, shown = 0, list[Move]()
    for move in moves:
        count += 1
        if len(shown) < limit:
            shown.append(move)
    return count, tuple(shown)


def _would_move(rows: Iterator[MatterRow], days: Days) -> Iterator[Move]:
    counted = _Counted(days)
    for row in rows:
        fresh = counted.anew(row.region, row.timers)
        if fresh is not None and _moves(row, fresh):
            after = fresh.values["due_on"]
            yield Move(row.id, row.number, row.title, row.region, row.unit_id, row.due_on, after)


def _touched(region: str, first_day: date) -> Any:
    """Returns the open matters of a region with a limit that looks at the first changed day or beyond."""
    within = {"region__startswith": region_prefix(region)} if region else {}
    return MatterRow.objects.filter(closed_at=None, reaches_on__gte=first_day, **within)


def _batch(row: RedatingRow) -> list[MatterRow]:
    rows = _touched(row.region, row.first_day)
    if row.cursor_day is not None:
        rows = rows.filter(Q(reaches_on__gt=row.cursor_day) | Q(reaches_on=row.cursor_day, id__gt=row.cursor_id))
    fields = ("id", "number", "kind", "region", "timers", "due_on", "statutory_due_on", "reaches_on")
    return list(rows.select_for_update().only(*fields).order_by("reaches_on", "id")[:BATCH])


@dataclass(frozen=True, slots=True)
class _Fresh:
    """Timers counted anew: as JSON, as columns, and the days of the steps by their tokens."""

    timers: list[dict[str, Any]]
    values: Mapping[str, Any]
    steps: tuple[tuple[int, date | None], ...]


class _Counted:
    """Counts timers anew, once for all matters of the same limits and days: in a county most are alike."""

    def __init__(self, days: Days) -> None:
        self._days, self._calendars = days, dict[str, Calendar]()
        self._known: dict[tuple[int, str], _Fresh | None] = {}

    def anew(self, region: str, timers: list[dict[str, Any]]) -> _Fresh | None:
        """Returns the timers counted by the region's calendar, None where nothing moves."""
        if region not in self._calendars:
            self._calendars[region] = self._days(region)
        days = self._calendars[region]
        key = (id(days), repr(timers))
        if key not in self._known:
            self._known[key] = _fresh(timers_from_data(timers), timers, days)
        return self._known[key]


def _fresh(timers: Sequence[Timer], data: list[dict[str, Any]], days: Calendar) -> _Fresh | None:
    counted = [timer.counted(days) if timer.runs else timer for timer in timers]
    fresh = [timer_to_data(timer) for timer in counted]
    if fresh == data:
        return None
    steps = tuple((timer.token, timer.due) for timer in counted if timer.runs and timer.token is not None)
    return _Fresh(fresh, columns(counted, days), steps)


def _move_all(act: Act, row: RedatingRow, found: list[MatterRow]) -> int:
    counted = _Counted(lambda region: calendar(region=region))
    fresh = [(matter, new) for matter in found if (new := counted.anew(matter.region, matter.timers)) is not None]
    if not fresh:
        return 0
    notes = [_note(row, matter, new) for matter, new in fresh if _moves(matter, new)]
    _write(fresh)
    record_all(act=act, notes=notes)
    return len(notes)


def _moves(matter: MatterRow, new: _Fresh) -> bool:
    return any(new.values[name] != getattr(matter, name) for name in ("due_on", "statutory_due_on"))


def _write(fresh: list[tuple[MatterRow, _Fresh]]) -> None:
    for matter, new in fresh:
        matter.timers = new.timers
        for name, value in new.values.items():
            setattr(matter, name, value)
    columns_ = ["timers", *fresh[0][1].values]
    MatterRow.objects.bulk_update([matter for matter, _ in fresh], columns_, batch_size=500)
    steps = [(due, matter.id, token) for matter, new in fresh for token, due in new.steps]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE matters_task SET due_on = %s WHERE matter_id = %s AND token = %s AND done_at IS NULL",
            [(due, _key(matter), token) for due, matter, token in steps],
        )


def _key(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def _note(row: RedatingRow, matter: MatterRow, new: _Fresh) -> Note:
    def iso(day: date | None) -> str:
        return day.isoformat() if day else ""

    return Note(
        verb=f"{matter.kind}.redate",
        subject=matter.id,
        region=matter.region,
        basis=row.document,
        facts={
            "number": matter.number,
            "due_before": iso(matter.due_on),
            "due": iso(new.values["due_on"]),
            "statutory_before": iso(matter.statutory_due_on),
            "statutory": iso(new.values["statutory_due_on"]),
            "reason": row.reason,
        },
    )


def _redating(row: RedatingRow) -> Redating:
    return Redating(**{name: getattr(row, name) for name in Redating.__slots__})
