"""What can be handed down to towns and streets: counted by department and by town, and pushed to the departments."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.catalogue.api import (
    MOST_DELEGABLE,
    Delegable,
    DraftRefused,
    Guide,
    Pushed,
    delegable,
    push_down,
    towns,
)
from yimen.contexts.identity.api import Unit
from yimen.kernel.codes import parse_region
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from .room import POSTS, REVIEWING, Cell, Slip, field, page, table

_ADDRESS = "/catalogue/delegable/"
_READING = (*POSTS, "window", "leader", "supervisor")
_DAYS = 30  # proposed until when a department is to settle it: demo, no source gives it


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*_READING)
def overview(request: HttpRequest) -> HttpResponse:
    """Lists what is marked as fit for towns and streets in the reader's place; pushes one to its department."""
    if request.method != "POST":
        return _page(request, "")
    sent = request.POST
    try:
        found = push_down(
            act=act(request),
            reader=reader(request),
            code=sent.get("code", ""),
            words=sent.get("words", ""),
            due_on=_due(sent.get("due_on", "")),
        )
    except (DraftRefused, Slip) as error:
        return _page(request, str(error))
    say(request, f"已把“{found.guide.name}”推送给{found.guide.unit.name}。")
    return HttpResponseRedirect(_ADDRESS)


def _due(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Slip("“梳理期限”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None


def _page(request: HttpRequest, refused: str) -> HttpResponse:
    who, on = reader(request), today()
    region = next(post.region for post in who.posts if post.role in _READING)
    found = delegable(on=on, region=region)
    cut = len(found) == MOST_DELEGABLE
    below = {one.code: one for one in towns(region=region)}
    rows: list[list[Cell]] = [
        [
            {"text": one.guide.name, "url": f"/items/{one.guide.code}/"},
            one.guide.unit.name,
            "、".join(below[code].name if code in below else code for code in one.below) or "还没有",
            pushed_words(one.pushed, on),
        ]
        for one in found
    ]
    typed = {"due_on": (on + timedelta(_DAYS)).isoformat(), **request.POST.dict()}
    choices = [
        {"code": one.guide.code, "label": f"{one.guide.unit.name}：{one.guide.name}", "hint": ""} for one in found
    ]
    pushes = bool(found) and any(post.role in REVIEWING for post in who.posts)
    context = {
        "refused": refused,
        "cut": f"最多列出 {MOST_DELEGABLE:,} 项，统计也只算列出的。要看其余的，请由下级区域的人员查看。" if cut else "",
        "items": table("标明可下放的事项", ("事项", "部门", "已在办的乡镇街道", "推送"), rows),
        "counted": (
            f"下面两张表都只数上面列出的 {len(found)} 项。按部门：可下放＝已有乡镇街道在办＋还没有乡镇街道在办。"
            "按乡镇街道：可以承接＝已在办＋还没有办；同一项可以由几个乡镇街道承接，所以各乡镇街道的数不能相加。"
        )
        if found
        else "",
        "departments": table(
            "按部门", ("部门", "#可下放", "#已推送", "#已有乡镇街道在办", "#还没有乡镇街道在办"), _departments(found)
        ),
        "towns": table("按乡镇街道", ("乡镇街道", "#可以承接", "#已在办", "#还没有办"), _towns(found, below)),
        "fields": [
            field("code", "事项", "select", typed, choices=choices),
            field("words", "推送说明", "text", typed, max=200, hint="例如“请于期限内提出下放或者不下放的意见”。"),
            field("due_on", "梳理期限", "date", typed, hint="预填 30 日，演示值。"),
        ]
        if pushes
        else [],
    }
    return page(request, "delegable", context, status=422 if refused else 200)


def pushed_words(pushed: Pushed | None, on: date) -> str:
    """Returns when an item was pushed, by whom and until when, in words."""
    if pushed is None:
        return "没有推送"
    late = "，已逾期" if pushed.due_on < on else ""
    return f"{pushed.post} {day(pushed.on)}推送：{pushed.words}（{day(pushed.due_on)}前梳理{late}）"


def _departments(found: tuple[Delegable, ...]) -> list[list[Cell]]:
    names = {one.guide.unit.code: one.guide.unit.name for one in found}
    every = Counter(one.guide.unit.code for one in found)
    asked = Counter(one.guide.unit.code for one in found if one.pushed)
    there = Counter(one.guide.unit.code for one in found if one.below)
    rows: list[list[Cell]] = [
        [names[code], str(count), str(asked[code]), str(there[code]), str(count - there[code])]
        for code, count in every.most_common()
    ]
    last = [str(count.total()) for count in (every, asked, there)]
    return [*rows, ["合计", *last, str(every.total() - there.total())]] if rows else []


def _towns(found: tuple[Delegable, ...], below: Mapping[str, Unit]) -> list[list[Cell]]:
    """Returns for each town what it could have: what is marked in the places that it lies in."""
    rows: list[list[Cell]] = []
    for code, town in below.items() if found else ():
        could = [one for one in found if town.region != one.guide.region and _within(town, one.guide)]
        has = sum(code in one.below for one in could)
        rows.append([town.name, str(len(could)), str(has), str(len(could) - has)])
    return rows


def _within(town: Unit, item: Guide) -> bool:
    return parse_region(item.region).contains(parse_region(town.region))
