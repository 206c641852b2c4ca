"""Whoever complained follows the complaint by number and query code, and rates the answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.complaints.api import (
    SCORES,
    ComplaintRefused,
    Followed,
    NoSuchComplaint,
    followed,
    rate_complaint,
)
from yimen.contexts.matters.api import progress
from yimen.sites.pieces import shapes
from yimen.sites.pieces.edge import said, say, today
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import reader

from .filing import KEPT, acting, kept_code
from .room import crumbs, field, marked, pair


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Asks for number and query code; opens the complaint where they fit."""
    if request.method != "POST":
        return _asked(request, {"number": request.GET.get("number", "")[:21]}, None)
    typed = request.POST.dict()
    number, code = ("".join(str(typed.get(name, "")).split()) for name in ("number", "code"))
    try:
        found = followed(reader=reader(request), number=number, code=code)
    except NoSuchComplaint as error:
        return _asked(request, typed, ("number", str(error)))
    request.session[KEPT] = {"number": found.matter.number, "code": code}
    return HttpResponseRedirect(f"/complaints/{found.matter.number}/")


def _asked(request: HttpRequest, typed: dict[str, Any], refused: tuple[str, str] | None) -> HttpResponse:
    fields = [
        field("number", "投诉编号", "id", typed, hint="21 位数字", autocomplete="off"),
        field("code", "查询码", "text", typed, hint="8 位，在提交投诉后的页面上", autocomplete="off", short=True),
    ]
    context = {"crumbs": crumbs(("查我的投诉", None)), "fields": fields, "errors": marked(fields, refused)}
    return render(request, "complaints/look_up.html", context, status=422 if refused else 200)


@require_safe
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a complaint to whoever made it; asks anybody else for the query code."""
    try:
        found = followed(reader=reader(request), number=number, code=kept_code(request, number))
    except NoSuchComplaint:
        if number.isascii() and number.isdigit():
            return HttpResponseRedirect(f"/complaints/follow/?number={number}")
        raise
    return _shown(request, found)


def _shown(request: HttpRequest, found: Followed, refused: str = "") -> HttpResponse:
    matter, open_ = found.matter, progress(number=found.matter.number)
    done = [(name, opened, ended) for _, name, opened, ended in open_.steps]
    facts = [
        pair("编号", matter.number),
        pair("被投诉单位", found.unit.name),
        pair("种类", f"{found.kind}：{found.ground}"),
        pair("受理单位", found.office),
        *([pair("承办单位", found.handler)] if found.handler else []),
        pair("收到", moment(found.received_at)),
        *([pair("最迟何日", day(matter.due_on))] if matter.due_on else []),
        pair("结果", matter.outcome or "正在办理"),
        *(
            [pair("公开", day(found.published_at), f"/complaints/results/{matter.number}/")]
            if found.published_at
            else []
        ),
    ]
    context = {
        "crumbs": crumbs(("查我的投诉", "/complaints/follow/"), (matter.number, None)),
        "title": matter.title,
        "light": shapes.light(matter, today()),
        "code": kept_code(request, matter.number),
        "facts": facts,
        "text": found.text,
        "answer": found.answer,
        "steps": [
            {"label": name, "state": "did" if ended else "now", "when": moment(ended or opened), "who": "", "note": "",
             "light": None}
            for name, opened, ended in done
        ],
        "number": matter.number,
        "rates": found.answered_at is not None and found.score is None,
        "rated": SCORES.get(found.score or 0, ""),
        "refused": refused,
        "said": said(request),
    }  # fmt: skip
    return render(request, "complaints/follow.html", context, status=422 if refused else 200)


@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Takes the rating of whoever complained."""
    code, who = kept_code(request, number), reader(request)
    typed = request.POST.get("score", "")
    score = int(typed) if typed in {"1", "2", "3", "4", "5"} else 0
    try:
        text = request.POST.get("text", "")
        rate_complaint(act=acting(), reader=who, number=number, code=code, score=score, text=text)
    except ComplaintRefused as error:
        return _shown(request, followed(reader=who, number=number, code=code), str(error))
    say(request, "评价已收到，谢谢。")
    return HttpResponseRedirect(f"/complaints/{number}/")
