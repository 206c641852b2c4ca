"""Who I am here: my own data, masked, and the legal persons I act for."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.identity.api import RegistrationRefused, add_mandate
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
    return page(request, "me", {"pairs": [{"label": label, "value": value} for label, value in pairs]})


@require_http_methods(["GET", "POST"])
@signed_in("person")
def companies(request: HttpRequest) -> HttpResponse:
    """Shows the legal persons the reader acts for, or adds one."""
    if request.method != "POST":
        return _companies(request, {})
    sent = request.POST
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
    say(request, "已登记。现在可以用这家单位的名义办事。")
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
    context = {
        "mandates": reader(request).mandates,
        "errors": formpage.error_lines(errors.items()),
        "fields": fields,
    }
    return page(request, "companies", context, status=422 if errors else 200)
