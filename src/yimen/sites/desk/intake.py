"""Takes an application at the counter: the item, then the same form that a citizen fills in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.cases.api import Application, ApplicationRefused, Upload, WalkIn, lodge
from yimen.contexts.catalogue.api import Guide, browse, guide
from yimen.kernel.forms import Form
from yimen.sites.pieces.who import act, reader

from . import itemform
from .room import for_roles, page, say, today

_COMPANY, _PERSON = "法人", "自然人"


@require_safe
@for_roles("window")
def choose(request: HttpRequest) -> HttpResponse:
    """Shows the items that the reader's windows accept."""
    day, text = today(request), request.GET.get("q", "")
    found = {
        item.code: item
        for post in reader(request).posts
        if post.role == "window"
        for item in browse(on=day, region=post.region, text=text, size=500)[0]
        if item.centre == post.unit
    }
    return page(request, "choose", {"items": list(found.values()), "q": text})


@require_http_methods(["GET", "POST"])
@for_roles("window")
def fill(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the form of an item, or lodges what was filled in for the applicant at the counter."""
    item = guide(code=code, on=today(request))
    if request.method != "POST":
        return _form(request, item, act(request).mint.id(), ())
    application = _application(request, item)
    try:
        receipt = lodge(act=act(request), reader=reader(request), application=application)
    except ApplicationRefused as error:
        return _form(request, item, application.id, error.errors)
    say(request, f"已收件，办件号 {receipt.number}。请打印收件回执交给申请人。")
    return HttpResponseRedirect(f"/desk/cases/{receipt.number}/")


def _application(request: HttpRequest, item: Guide) -> Application:
    sent = request.POST
    return Application(
        id=_id(request),
        item=item.code,
        answers=itemform.answers(item.form, sent),
        uploads=_uploads(request, item.form),
        walk_in=WalkIn(
            name=sent.get("walk_in_name", ""),
            identifier=sent.get("walk_in_identifier", ""),
            phone=sent.get("walk_in_phone", ""),
            company=sent.get("applicant") == _COMPANY,
        ),
        channel="窗口",
    )


def _id(request: HttpRequest) -> UUID:
    """Returns the id drawn with the form, so that sending twice is sending once; a fresh one where it is broken."""
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return act(request).mint.id()


def _uploads(request: HttpRequest, form: Form) -> tuple[Upload, ...]:
    return tuple(
        Upload(code=material.code, name=file.name or "", content=file.read())
        for material in form.materials
        for file in request.FILES.getlist(f"material_{material.code}")
    )


def _form(request: HttpRequest, item: Guide, application: UUID, errors: Sequence[tuple[str, str]]) -> HttpResponse:
    typed, wrong = request.POST, dict(errors)
    context = {
        "item": item,
        "id": application,
        "errors": [{"code": code, "text": text} for code, text in errors],
        "who": {"label": "申请人", "hint": "请核对证件原件后录入。", "fields": _who(item, typed, wrong)},
        "groups": itemform.groups(item.form, typed, wrong),
        "materials": itemform.materials(item.form, wrong),
    }
    return page(request, "fill", context, status=422 if errors else 200)


def _who(item: Guide, typed: QueryDict, wrong: dict[str, str]) -> list[dict[str, Any]]:
    fields = [
        ("applicant", "申请人类型", "radio", ""),
        ("walk_in_name", "姓名或单位名称", "text", "按证件填写。"),
        ("walk_in_identifier", "证件号码", "id", "个人填居民身份证号码，单位填统一社会信用代码。"),
        ("walk_in_phone", "联系电话", "tel", ""),
    ]
    shown = [
        {
            "code": code,
            "label": label,
            "type": kind,
            "hint": hint,
            "required": True,
            "value": typed.get(code, ""),
            "choices": [],
            "error": wrong.get(code, ""),
        }
        for code, label, kind, hint in fields
    ]
    shown[0]["choices"] = [{"code": kind, "label": kind, "hint": ""} for kind in item.audience]
    shown[0]["value"] = shown[0]["value"] or (item.audience[0] if len(item.audience) == 1 else "")
    return shown
