"""My appointments: what I have booked, and one more."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from yimen.contexts.appointments.api import BookingRefused, Slot, book, cancel, my_bookings, slots
from yimen.contexts.identity.api import Unit, unit, units_by_code
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.templatetags.words import day as day_words
from yimen.sites.pieces.who import act, reader, signed_in

from .room import page


@require_http_methods(["GET", "POST"])
@signed_in("person")
def appointments(request: HttpRequest) -> HttpResponse:
    """Shows the reader's appointments; with a window named, books a day there."""
    code = request.POST.get("centre", request.GET.get("centre", ""))
    where = unit(code=code) if code else None
    if request.method != "POST":
        return _page(request, where)
    try:
        if where is None:
            raise BookingRefused("没有选定窗口，没有预约。请从“预约”页面选择窗口。")
        found = book(
            act=act(request),
            reader=reader(request),
            centre=where.code,
            day=_day(request.POST.get("day", "")),
            item=request.POST.get("item", ""),
        )
    except BookingRefused as error:
        return _page(request, where, refused=str(error))
    say(request, f"已预约{day_words(found.day)}，{where.name}。请带齐材料按时到窗口；来不了请提前取消。")
    return HttpResponseRedirect("/space/appointments/")


@require_POST
@signed_in("person")
def given_back(request: HttpRequest, booking: UUID) -> HttpResponse:
    """Gives a place back."""
    try:
        found = cancel(act=act(request), reader=reader(request), id=booking)
    except BookingRefused as error:
        return _page(request, None, refused=str(error))
    say(request, f"已取消{day_words(found.day)}的预约。")
    return HttpResponseRedirect("/space/appointments/")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BookingRefused("没有选定日期，没有预约。请选一天。") from None


def _page(request: HttpRequest, where: Unit | None, *, refused: str = "") -> HttpResponse:
    own = my_bookings(reader=reader(request), on=today())
    named = units_by_code(codes=[one.centre for one in own])
    free = [one for one in slots(centre=where.code, on=today()) if one.free] if where else []
    context = {
        "refused": refused,
        "own": [
            {"id": one.id, "said": day_words(one.day), "window": named[one.centre].name, "item": one.item}
            for one in own
        ],
        "window": where,
        "fields": _fields(request, free),
        "free": bool(free),
    }
    return page(request, "appointments", context, status=422 if refused else 200)


def _fields(request: HttpRequest, free: list[Slot]) -> list[dict[str, Any]]:
    choices = [
        {"code": one.day.isoformat(), "label": day_words(one.day), "hint": f"剩余 {one.free} 个名额"} for one in free
    ]
    day = {"code": "day", "label": "日期", "type": "radio", "required": True, "choices": choices}
    item = {"code": "item", "label": "要办的事项", "type": "text", "required": False, "choices": [], "max": 120}
    plain = {"hint": "", "error": ""}
    return [{**plain, **one, "value": request.POST.get(str(one["code"]), "")} for one in (day, item)]
