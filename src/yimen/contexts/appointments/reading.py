"""Reads what is offered, which is public, and what is booked: one's own, and a window's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from yimen.contexts.identity.api import Reader, unit
from yimen.kernel.codes import region_prefix

from .models import BookingRow, SlotRow
from .refusals import NotYourWindow
from .ruling import rule


@dataclass(frozen=True, slots=True)
class Slot:
    """A day of a window: how many may come, and how many places are left."""

    centre: str
    day: date
    capacity: int
    free: int


@dataclass(frozen=True, slots=True)
class Booking:
    """A place held: where and when, what for, and by whom, masked."""

    id: UUID
    centre: str
    day: date
    item: str
    who: str
    booked_at: datetime
    cancelled: bool


def slots(*, centre: str, on: date) -> tuple[Slot, ...]:
    """Returns the days of a window that are open for booking from a day on, as far ahead as its rule lets one book.

    Raises NoSuchUnit.
    """
    last = on + timedelta(rule(region=unit(code=centre).region).ahead)
    rows = SlotRow.objects.filter(centre_id=centre, day__range=(on, last), capacity__gt=0)
    return tuple(as_slot(row) for row in rows.order_by("day"))


def offering(*, region: str, on: date) -> tuple[str, ...]:
    """Returns the windows of a place, and of the places in it, that have room to be booked from a day on, by code."""
    rows = SlotRow.objects.filter(region__startswith=region_prefix(region), day__gte=on, capacity__gt=0)
    return tuple(rows.order_by("centre").values_list("centre", flat=True).distinct()[:200])


def my_bookings(*, reader: Reader, on: date) -> tuple[Booking, ...]:
    """Returns the reader's places from a day on, the next first; none for the public."""
    if reader.account is None:
        return ()
    rows = BookingRow.objects.filter(account=reader.account, cancelled_at=None, slot__day__gte=on)
    return tuple(as_booking(row) for row in rows.select_related("slot").order_by("slot__day", "id"))


def bookings(*, reader: Reader, centre: str, on: date) -> tuple[Booking, ...]:
    """Returns who comes to a window from a day on, for those who work there; raises NotYourWindow."""
    if not reader.holds("window", centre):
        raise NotYourWindow("预约名单只给本窗口的综合窗口岗位看。")
    rows = BookingRow.objects.filter(slot__centre=centre, cancelled_at=None, slot__day__gte=on)
    return tuple(as_booking(row) for row in rows.select_related("slot").order_by("slot__day", "booked_at", "id"))


def as_slot(row: SlotRow) -> Slot:
    """Returns a row as a value."""
    return Slot(row.centre_id, row.day, row.capacity, row.capacity - row.booked)


def as_booking(row: BookingRow) -> Booking:
    """Returns a row, read with its slot, as a value."""
    slot = row.slot
    return Booking(
        row.id, slot.centre_id, slot.day, row.item, row.masked, row.booked_at, cancelled=row.cancelled_at is not None
    )
