"""Offers a day of a window for booking, with so much room."""

from datetime import date, timedelta

from django.db import transaction

from yimen.contexts.identity.api import Reader, unit
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import local_date

from .models import SlotRow
from .reading import Slot, as_slot
from .refusals import BookingRefused, NotYourWindow
from .ruling import MOST, rule


def offer(*, act: Act, reader: Reader, centre: str, day: date, capacity: int) -> Slot:
    """Sets how many may come to a window on a working day, and returns the day; 0 closes it for booking.

    By a window post of the centre. Never fewer than have booked already: they were promised a place. Raises
    NotYourWindow or BookingRefused.
    """
    if not reader.holds("window", centre):
        raise NotYourWindow("预约由本窗口的综合窗口岗位开放。您没有这个窗口的岗位，请由有此岗位的人办理。")
    found, today = unit(code=centre), local_date(act.now)
    last = today + timedelta(rule(region=found.region).ahead)
    if not today <= day <= last:
        raise BookingRefused(f"只能开放 {today} 至 {last} 的预约，{day} 不在其中。请改日期。")
    if not calendar(region=found.region).is_working(day):
        raise BookingRefused(f"{day} 不上班，不能开放预约。请改日期。")
    if not 0 <= capacity <= MOST:
        raise BookingRefused(f"名额应是 0 至 {MOST}，现在是 {capacity}。请改正。")
    with transaction.atomic():
        row, new = SlotRow.objects.select_for_update().get_or_create(
            centre_id=centre,
            day=day,
            defaults={"id": act.mint.id(), "region": found.region, "capacity": capacity},
        )
        if not new and row.capacity == capacity:
            return as_slot(row)
        if capacity < row.booked:
            raise BookingRefused(f"{day} 已有 {row.booked} 人预约，名额不能少于 {row.booked}。请改正。")
        row.capacity = capacity
        row.save(update_fields=["capacity"])
        facts = {"unit": centre, "day": day.isoformat(), "capacity": capacity}
        record(act=act, verb="appointments.offer", subject=row.id, region=row.region, facts=facts)
    return as_slot(row)
