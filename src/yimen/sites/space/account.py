"""Who I am here: my own data, masked, and the legal persons I act for."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.identity.api import RegistrationRefused, VerificationRefused, add_mandate, claims, confirm_mandate
from yimen.kernel.codes import mask_citizen_id, mask_name, mask_phone
from yimen.sites.pieces import formpage
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.who import act, reader, signed_in

from .room import own, page

_ROLES = ("法定代表人", "经办人")


@require_safe
@signed_in("person")
def me(request: HttpRequest) -> HttpResponse:
    """Shows the reader's own data, masked: the page may be open where others look."""
    mine = own(request)
    pairs = [
        ("姓名", mask_name(mine.name)),
        ("身份证号码", mask_citizen_id(mine.citizen_id)),
        ("手机号", mask_phone(mine.phone)),
    ]
    pairs.append(("身份核实", "已核实本人" if mine.verified else "还没有核实"))
    context = {"pairs": [{"label": label, "value": value} for label, value in pairs], "verified": mine.verified}
    return page(request, "me", context)


@require_http_methods(["GET", "POST"])
@signed_in("person")
def companies(request: HttpRequest) -> HttpResponse:
    """Shows the legal persons the reader acts for, notes a claim to another, or confirms a colleague's."""
    if request.method != "POST":
        return _companies(request, {})
    sent = request.POST
    if "confirm" in sent:
        return _confirmed(request, sent["confirm"])
    if sent.get("role") not in _ROLES:
        return _companies(request, {"role": "请选择您的身份：法定代表人或经办人。"})
    try:
        add_mandate(
            act=act(request),
            account=own(request).account,
            uscc=sent.get("uscc", ""),
            name=sent.get("company", ""),
            role=sent["role"],
            valid_from=today(),
        )
    except RegistrationRefused as error:
        return _companies(request, error.errors)
    say(request, "已登记，等待核实。核实后可以用这家单位的名义办事。")
    return HttpResponseRedirect("/space/companies/")


def _confirmed(request: HttpRequest, mandate: str) -> HttpResponse:
    try:
        confirm_mandate(act=act(request), reader=reader(request), mandate=UUID(mandate))
    except VerificationRefused as error:
        return _companies(request, {"": str(error)})
    except ValueError:  # what was sent is no id
        return _companies(request, {"": "没有找到这份待核实的授权。请刷新页面后重试。"})
    say(request, "已确认。您的同事现在可以用这家单位的名义办事。")
    return HttpResponseRedirect("/space/companies/")


def _companies(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    roles = [{"code": role, "label": role, "hint": ""} for role in _ROLES]
    fields: list[dict[str, Any]] = [
        {"code": "company", "label": "单位名称", "type": "text", "hint": "按营业执照填写。"},
        {"code": "uscc", "label": "统一社会信用代码", "type": "id", "hint": "18 位，印在营业执照上。"},
        {"code": "role", "label": "您的身份", "type": "radio", "hint": "", "choices": roles, "across": True},
    ]
    for field in fields:
        code = field["code"]
        field |= {"required": True, "value": request.POST.get(code, ""), "error": errors.get(code, "")}
    mine, colleagues = claims(reader=reader(request))
    context = {
        "mandates": reader(request).mandates,
        "claims": mine,
        "verified": own(request).verified,
        "colleagues": colleagues,
        "errors": formpage.error_lines(errors.items()),
        "fields": fields,
    }
    return page(request, "companies", context, status=422 if errors else 200)
