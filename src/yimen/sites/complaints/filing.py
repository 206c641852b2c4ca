"""The form that anybody may fill in, with a name or without."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yimen.contexts.complaints.api import COMPLAINANT, KINDS, ComplaintRefused, NewComplaint, file_complaint
from yimen.contexts.identity.api import units
from yimen.contexts.journal.api import Act
from yimen.sites import _now
from yimen.sites.pieces import formpage
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import reader

from .room import choices, crumbs, field, marked

KEPT = "complaint"  # in the session: number and code just given, until the browser closes
_GIVEN = ("kind", "ground", "unit", "text", "name", "contact", "item", "about", "person")


def acting() -> Act:
    """Returns the act of whoever complains, named nowhere."""
    return _now.act(COMPLAINANT)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Shows the form, or files the complaint and goes to the page that follows it."""
    if request.method != "POST":
        first = {name: request.GET.get(name, "")[:60] for name in ("kind", "unit", "item", "about")}
        return _form(request, {"anonymous": "no", **first}, None)
    sent = request.POST
    complaint = NewComplaint(
        id=formpage.application_id(sent, acting()),
        anonymous=sent.get("anonymous") == "yes",
        **{name: sent.get(name, "") for name in _GIVEN},
    )
    try:
        filed = file_complaint(act=acting(), reader=reader(request), complaint=complaint)
    except ComplaintRefused as error:
        return _form(request, sent.dict(), (error.field, str(error)))
    request.session[KEPT] = {"number": filed.number, "code": filed.code}
    return HttpResponseRedirect(f"/complaints/{filed.number}/")


def _form(request: HttpRequest, typed: dict[str, Any], refused: tuple[str, str] | None) -> HttpResponse:
    county = place_code(request)[:6].ljust(12, "0")
    bodies = [(one.code, one.name) for one in units(region=county)]
    grounds = [(name, name) for name in dict.fromkeys(name for kind in KINDS.values() for name in kind.grounds)]
    kinds = [{"code": one.code, "label": one.name, "hint": one.hint} for one in KINDS.values()]
    who = [("no", "实名，可以联系到我"), ("yes", "匿名，不留姓名和联系方式")]
    what = [
        field("kind", "投诉的种类", "radio", typed, choices=kinds),
        field("unit", "被投诉的单位", "select", typed, choices=choices(bodies), none="请选择"),
        field("ground", "投诉什么", "select", typed, choices=choices(grounds), none="请选择"),
        field("text", "投诉内容", "textarea", typed, hint="写清时间、地点、经过和您的要求。", max=2000),
        field(
            "person",
            "被投诉的人",
            "text",
            typed,
            required=False,
            hint="姓名或者执法证号。这个人不能办理您的投诉。",
            max=100,
        ),
        field(
            "about",
            "办件号或者决定文号",
            "text",
            typed,
            required=False,
            hint="办理过这个办件的人也不能办理投诉。",
            max=60,
        ),
        field("item", "事项编码", "hidden", typed),
    ]
    you = [
        field("anonymous", "要不要留下姓名", "radio", typed, choices=choices(who), across=True),
        field("name", "姓名或者单位名称", "text", typed, required=False, hint="加密保存；匿名不用填。", max=40),
        field("contact", "联系电话", "tel", typed, required=False, hint="加密保存；匿名不用填。", max=40),
    ]
    errors = marked([*what, *you], refused)
    context = {
        "crumbs": crumbs(("我要投诉", None)),
        "errors": errors,
        "groups": [
            {"label": "投诉", "hint": "", "fields": what, "pair": False},
            {"label": "您", "hint": "姓名和联系方式只有受理单位在写明用途后才能查看。", "fields": you, "pair": False},
        ],
        "id_name": formpage.ID,
        "id": formpage.application_id(request.POST, acting()),
    }
    return render(request, "complaints/new.html", context, status=422 if refused else 200)


def kept_code(request: HttpRequest, number: str) -> str:
    """Returns the query code that this browser holds for a complaint, "" where it holds none."""
    kept: Piece = request.session.get(KEPT) or {}
    return str(kept.get("code", "")) if kept.get("number") == number else ""
