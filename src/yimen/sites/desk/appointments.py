"""Appointments at my window: who comes when, and how much room each day has."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.appointments.api import DEMO, MOST, BookingRefused, bookings, offer, rule, slots
from yimen.sites.pieces.booking import slot_table
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.templatetags.words import day as day_words
from yimen.sites.pieces.who import act, for_roles, reader

from .room import page

_DIGITS = 4


@require_http_methods(["GET", "POST"])
@for_roles("window")
def appointments(request: HttpRequest) -> HttpResponse:
    """Shows who comes to the reader's windows; offers a day, or changes its room."""
    if request.method != "POST":
        return _page(request)
    sent = request.POST
    try:
        found = offer(
            act=act(request),
            reader=reader(request),
            centre=sent.get("centre", ""),
            day=_day(sent.get("day", "")),
            capacity=_number(sent.get("capacity", "")),
        )
    except BookingRefused as error:
        return _page(request, refused=str(error))
    say(request, f"{day_words(found.day)}开放 {found.capacity} 个名额，剩余 {found.free} 个。")
    return HttpResponseRedirect("/desk/appointments/")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BookingRefused("“日期”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise BookingRefused(f"“名额”应只填 0 至 {MOST} 的数字。请改正。")
    return int(text)


def _page(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    who, on, sent = reader(request), today(), request.POST
    windows = {post.unit: post for post in who.posts if post.role == "window"}
    plain = {"hint": "", "error": "", "choices": [], "required": True}
    day = {**plain, "code": "day", "label": "日期", "type": "date", "value": sent.get("day", on.isoformat())}
    hint = f"0 至 {MOST}；0 表示不开放。不能少于已预约的人数。"
    room = {**plain, "code": "capacity", "label": "名额", "type": "number", "hint": hint}
    room["value"] = sent.get("capacity", "")
    context = {
        "refused": refused,
        "windows": [
            {
                "code": code,
                "name": post.unit_name,
                "table": slot_table(slots(centre=code, on=on)),
                "coming": [
                    {"day": day_words(one.day), "who": one.who, "item": one.item}
                    for one in bookings(reader=who, centre=code, on=on)
                ],
                "rule": f"可以开放今天起 {rule(region=post.region).ahead} 天以内的工作日（{DEMO}）。",
            }
            for code, post in windows.items()
        ],
        "fields": [day, room],
    }
    return page(request, "appointments", context, status=422 if refused else 200)
