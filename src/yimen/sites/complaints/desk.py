"""The desk of complaints: what waits for me, all complaints of my units, and one of them with the step to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.complaints.api import (
    SCORES,
    Complaint,
    ComplaintRefused,
    complaint,
    held,
    reveal_complainant,
    waiting,
)
from yimen.contexts.identity.api import units_by_code
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import Matter, StepGone, StepRefused, complete_task, halted
from yimen.sites.pieces import clocks, flowing, hands, shapes, timelines
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.offering import came, offered
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import act, for_roles, reader

from . import stepforms
from .room import DESK, Cell, page, pair, section, table


@require_safe
@for_roles(*DESK)
def overview(request: HttpRequest) -> HttpResponse:
    """Lists the steps that wait for the reader, then the complaints of the reader's units."""
    who, on = reader(request), today()
    works: list[list[Cell]] = [
        [
            {"text": work.task.name, "url": _address(work.matter)},
            work.matter.title,
            {"light": shapes.light(work.matter, on)},
            day(work.task.due_on) or "不限",
            day(work.matter.due_on) or "未在计时",
        ]
        for work in waiting(reader=who)
    ]
    rows: list[list[Cell]] = [
        [
            {"text": one.number, "url": _address(one)},
            one.title,
            one.outcome or one.step,
            {"light": shapes.light(one, on)},
            day(one.opened_at),
        ]
        for one in held(reader=who)
    ]
    sections = [
        section(
            "待办", table=table("轮到我办的", ("步骤", "投诉", "灯", "本步期限", "全件期限"), works), empty="没有待办。"
        ),
        section(
            "全部", table=table("由新到旧", ("编号", "投诉", "环节或结果", "灯", "收到"), rows), empty="还没有投诉。"
        ),
    ]
    return page(request, "desk", {"sections": sections})


def _address(one: Matter) -> str:
    return f"/complaints/desk/{one.number}/"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a complaint with its open step, or does the step."""
    found = complaint(reader=reader(request), number=number)
    if request.method != "POST":
        return _shown(request, found)
    if found.mine is None or request.POST.get("task") != str(found.mine.id):  # a page that shows another step
        raise StepGone("这一步不由您办理，或者已经办过。请刷新页面。")
    done = stepforms.completion(request.POST, found.mine)
    try:
        complete_task(act=act(request), reader=reader(request), completion=done)
    except StepGone:
        raise
    except StepRefused as error:
        return _shown(request, found, refused=str(error))
    say(request, f"“{found.mine.name}”已办理。")
    return HttpResponseRedirect(f"/complaints/desk/{number}/")


@require_POST
@for_roles(*DESK)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Shows who complained, for a stated purpose; the look stays in the trail."""
    who, reason = reader(request), request.POST.get("reason", "")
    try:
        found = reveal_complainant(act=act(request), reader=who, number=number, reason=reason)
    except ComplaintRefused as error:
        return _shown(request, complaint(reader=who, number=number), refused=str(error))
    return _shown(request, found)


def _shown(request: HttpRequest, found: Complaint, refused: str = "") -> HttpResponse:
    on, matter = today(), found.matter
    names = {code: unit.name for code, unit in units_by_code(codes={found.handler, matter.unit} - {""}).items()}
    context: dict[str, Any] = {
        "number": matter.number,
        "title": matter.title,
        "light": shapes.light(matter, on),
        "facts": [
            pair("编号", matter.number, f"/cases/{matter.number}/"),
            pair("被投诉单位", found.unit.name),
            pair("被投诉的人", found.person),
            pair("涉及的办件或决定", found.about),
            pair("事项", found.item, f"/items/{found.item}/" if found.item else ""),
            pair("投诉人", "匿名" if found.anonymous else found.name),
            *([] if found.anonymous else [pair("联系电话", found.contact)]),
            pair("收到", moment(found.received_at)),
            pair("受理单位", names[matter.unit]),
            pair("承办单位", names.get(found.handler, "")),
            pair("最迟何日", day(matter.due_on)),
            pair("结果", matter.outcome or "正在办理"),
        ],
        "sections": _texts(found),
        "steps": timelines.timeline(
            found.tasks, hands.told(trail(subject=matter.id), "officer", clocks.said_why(matter))
        ),
        "hands": offered(reader(request), matter, found.tasks, found.mine),
        "came": came(reader(request), found.mine, matter) if found.mine else [],
        "halt": halted(matter=matter),
        "flow": flowing.drawn(matter, found.tasks),
        "mine": found.mine,
        "fields": stepforms.fields(found, request.POST, on) if found.mine else [],
        "reveals": found.may_reveal,
        "refused": refused,
    }
    return page(request, "one", context, status=422 if refused else 200)


def _texts(found: Complaint) -> list[Piece]:
    """Returns what was said, by whom."""
    rating = SCORES.get(found.score or 0, "")
    said = (
        ("投诉内容", found.text),
        ("调查情况", found.record),
        ("给投诉人的答复", found.answer),
        ("公开的投诉摘要", found.summary),
        ("公开的处理结果", found.result),
        ("不公开的理由", found.withheld),
        ("投诉人评价", "：".join(filter(None, (rating, found.comment)))),
    )
    return [section(title, lines=text.splitlines()) for title, text in said if text]
