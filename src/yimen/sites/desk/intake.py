"""Takes an application at the counter: the item, then the same form that a citizen fills in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.cases.api import Application, ApplicationRefused, WalkIn, draft, lodge, remove_upload, save_draft
from yimen.contexts.catalogue.api import Guide, browse, guide
from yimen.contexts.documents.api import content
from yimen.sites.pieces import formpage
from yimen.sites.pieces.edge import say, send, today
from yimen.sites.pieces.guidance import picked, ways
from yimen.sites.pieces.who import act, for_roles, reader

from .room import page

_CHANGED = "这个事项在录入期间更新了。录入的内容都还在，请按新的要求核对后再收件。"


@require_safe
@for_roles("window")
def choose(request: HttpRequest) -> HttpResponse:
    """Shows the items that the reader's windows accept."""
    day, text = today(), request.GET.get("q", "")
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
    """Shows the form of an item, or lodges what was filled in for the applicant at the counter.

    Every form starts empty: what the last applicant left unsent is not shown to the next.
    """
    item = guide(code=code, on=today())
    item = picked(item, request.POST.get("_variant", "") or request.GET.get("v", ""))
    if request.method != "POST":
        return _form(request, item, act(request).mint.id())
    application, document = _application(request, item), formpage.removed(request.POST)
    if document or request.POST.get("_version") != str(item.id):
        refused = save_draft(act=act(request), reader=reader(request), application=application, guide=item)
        if document:
            remove_upload(act=act(request), reader=reader(request), draft=application.id, document=document)
        return _form(request, item, application.id, refused, changed="" if document else _CHANGED)
    try:
        receipt = lodge(act=act(request), reader=reader(request), application=application)
    except ApplicationRefused as error:
        return _form(request, item, application.id, error.errors)
    say(request, f"已收件，办件号 {receipt.number}。请打印收件回执交给申请人。")
    return HttpResponseRedirect(f"/desk/cases/{receipt.number}/")


@require_safe
@for_roles("window")
def upload(request: HttpRequest, code: str, document: UUID) -> HttpResponse:
    """Shows a file of the form that the reader is filling in."""
    kept = draft(act=act(request), reader=reader(request), guide=guide(code=code, on=today()))
    found, plain = content(document_id=document, owner=kept.id)
    return send(plain, found.media, found.name)


def _application(request: HttpRequest, item: Guide) -> Application:
    sent = request.POST
    return Application(
        id=formpage.application_id(sent, act(request)),
        item=item.code,
        answers=_answers(item, sent),
        uploads=formpage.uploads(item.form, request.FILES),
        walk_in=WalkIn(
            name=sent.get("walk_in_name", ""),
            identifier=sent.get("walk_in_identifier", ""),
            phone=sent.get("walk_in_phone", ""),
            company=sent.get("applicant") == "法人",
        ),
        channel="窗口",
        variant=item.handled.number if item.handled else "",
    )


def _answers(item: Guide, sent: QueryDict) -> dict[str, str | list[str]]:
    """Returns what was filled in; what the applicant's own particulars already say need not be typed again."""
    name, number = ("company_name", "uscc") if sent.get("applicant") == "法人" else ("person_name", "citizen_id")
    known = {
        "applicant_kind": "applicant",
        name: "walk_in_name",
        number: "walk_in_identifier",
        "phone": "walk_in_phone",
    }
    asked = {field.element.code for field in item.form.fields}
    typed = {code: value for code, value in formpage.answers(item.form, sent).items() if value}
    return {**{code: sent.get(control, "") for code, control in known.items() if code in asked}, **typed}


def _form(
    request: HttpRequest,
    item: Guide,
    application: UUID,
    errors: Sequence[tuple[str, str]] = (),
    changed: str = "",
) -> HttpResponse:
    typed, wrong = request.POST, dict(errors)
    kept = draft(act=act(request), reader=reader(request), guide=item)
    documents = kept.documents if kept.id == application else ()
    context = {
        "item": item,
        "ways": ways(item, apart=True),
        "id_name": formpage.ID,
        "id": application,
        "changed": changed,
        "errors": formpage.error_lines(errors),
        "who": {
            "label": "申请人",
            "hint": "请核对证件原件后录入。申请表里与此相同的内容可以留空。",
            "fields": _who(item, typed, wrong),
        },
        "groups": formpage.groups(item.form, _answers(item, typed), wrong),
        "materials": formpage.materials(item.form, wrong, documents, f"/desk/intake/{item.code}/files/"),
    }
    return page(request, "fill", context, status=409 if changed else 422 if errors else 200)


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
