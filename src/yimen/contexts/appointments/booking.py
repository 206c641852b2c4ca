"""Books a place at a window, and gives it back."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from .models import BookingRow, HolderRow, SlotRow
from .reading import Booking, as_booking
from .refusals import BookingRefused, NoSuchBooking
from .ruling import rule

_ITEM = 120  # characters


def book(*, act: Act, reader: Reader, centre: str, day: date, item: str = "") -> Booking:
    """Books a place for the reader and returns it; ``item``: the name of what they come for.

    The last place goes to one only, however many ask at once; nor does one who asks for two days at once exceed the
    bound. Raises BookingRefused, PermissionError for who is no
    person.
    """
    if reader.kind != "person" or reader.account is None:
        raise PermissionError("预约由办事人本人登录后办理。请用个人账号登录。")
    if len(item) > _ITEM or not item.isprintable():
        raise BookingRefused(f"事项名称最多 {_ITEM} 个字。请改正。")
    today = local_date(act.now)
    try:
        with transaction.atomic():
            _hold(act, centre, reader.account)
            slot = SlotRow.objects.select_for_update().filter(centre_id=centre, day=day).first()
            if slot is None or slot.capacity == 0:
                raise BookingRefused(f"这个窗口 {day} 没有开放预约。请另选一天，也可以直接到窗口办理。")
            _check_reach(slot, reader.account, today)
            if not SlotRow.objects.filter(id=slot.id, booked__lt=F("capacity")).update(booked=F("booked") + 1):
                raise BookingRefused(f"{day} 的 {slot.capacity} 个名额已经约满。请另选一天，也可以直接到窗口办理。")
            row = BookingRow(
                id=act.mint.id(),
                slot=slot,
                account=reader.account,
                masked=reader.masked[:40],
                item=item.strip(),
                booked_at=act.now,
            )
            row.save(force_insert=True)
            facts = {"unit": centre, "day": day.isoformat(), "title": item.strip()}
            record(act=act, verb="appointments.book", subject=row.id, region=slot.region, facts=facts)
    except IntegrityError:
        raise BookingRefused(f"您已经预约了 {day}，不用再约。可在“我的预约”里查看或取消。") from None
    return as_booking(row)


def cancel(*, act: Act, reader: Reader, id: UUID) -> Booking:  # noqa: A002 - the plain word
    """Gives a place back, until the day itself, and returns the booking; the same again changes nothing.

    Raises NoSuchBooking for anyone else's, BookingRefused once the day has gone by.
    """
    if reader.account is None:
        raise NoSuchBooking("没有找到这个预约。请登录后到“我的预约”里查看。")
    with transaction.atomic():
        own = BookingRow.objects.select_for_update().filter(id=id, account=reader.account)
        row = own.select_related("slot").first()
        if row is None:
            raise NoSuchBooking("没有找到这个预约。请到“我的预约”里查看。")
        if row.cancelled_at is not None:
            return as_booking(row)
        if row.slot.day < local_date(act.now):
            raise BookingRefused(f"{row.slot.day} 已经过去，不能取消。")
        row.cancelled_at = act.now
        row.save(update_fields=["cancelled_at"])
        SlotRow.objects.filter(id=row.slot_id).update(booked=F("booked") - 1)
        facts = {"unit": row.slot.centre_id, "day": row.slot.day.isoformat()}
        record(act=act, verb="appointments.cancel", subject=row.id, region=row.slot.region, facts=facts)
    return as_booking(row)


def _hold(act: Act, centre: str, account: UUID) -> None:
    """Holds whoever books at a window until the transaction ends: two days at once are booked one after the other."""
    if not SlotRow.objects.filter(centre_id=centre).exists():
        return  # nothing is offered there, and the unit may not exist
    held = HolderRow.objects.select_for_update()
    held.get_or_create(centre_id=centre, account=account, defaults={"id": act.mint.id()})


def _check_reach(slot: SlotRow, account: UUID, today: date) -> None:
    """Raises BookingRefused for a day out of reach, or one place more than a person may hold at a window."""
    found = rule(region=slot.region)
    if not today <= slot.day <= today + timedelta(found.ahead):
        raise BookingRefused(f"只能预约今天起 {found.ahead} 天以内的日子，{slot.day} 不在其中。请另选一天。")
    held = BookingRow.objects.filter(
        account=account, cancelled_at=None, slot__centre=slot.centre_id, slot__day__gte=today
    )
    if held.exclude(slot=slot).count() >= found.each:
        words = f"每人在这个窗口最多同时预约 {found.each} 次，您已约满。"
        raise BookingRefused(f"{words}请先在“我的预约”里取消，或办完以后再约。")
