"""The way in and out: signing in, opening a person's account, signing out."""

from django.contrib.auth import login as begin_session
from django.contrib.auth import logout as end_session
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.contexts.identity.api import (
    Applicant,
    RegistrationRefused,
    SignInRefused,
    reader_of,
    register_person,
    sign_in,
)
from yimen.contexts.journal.api import SYSTEM
from yimen.sites import _now
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import address, arrival, home, reader

from .room import crumbs, inside

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_FIELDS = (
    ("name", "姓名", "text", "与身份证一致", "name"),
    ("citizen_id", "身份证号码", "id", "18 位，末位可能是字母 X", "off"),
    ("phone", "手机号", "tel", "11 位，用来登录和接收通知", "tel"),
    ("password", "密码", "password", "至少 10 位，不要只用数字", "new-password"),
    ("again", "再输一次密码", "password", "", "new-password"),
)
_AGREEMENT = "我同意本网站为办理事项处理我的上述个人信息"
_AGREED_HINT = "只用于核对身份和办理您申请的事项，加密保存；查看会留痕（个人信息保护法第十三条）。"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Signs a person in by mobile number, or an officer by staff name."""
    if request.method == "POST":
        return _signed_in(request)
    found = reader(request)
    if found.kind != "public":
        return HttpResponseRedirect(inside(request, request.GET.get("next"), home(found)))
    return _login_page(request, wanted=request.GET.get("next", ""))


def _signed_in(request: HttpRequest) -> HttpResponse:
    name, wanted = request.POST.get("login", ""), request.POST.get("next", "")
    try:
        found = sign_in(
            act=_now.act(SYSTEM),
            login=name,
            password=request.POST.get("password", ""),
            address=address(request),
        )
    except SignInRefused as error:
        return _login_page(request, wanted=wanted, name=name, refused=str(error))
    begin_session(request, ModelBackend().get_user(found.account), backend=_BACKEND)
    return HttpResponseRedirect(inside(request, wanted, arrival(reader_of(account=found.account, on=today()))))


def _login_page(request: HttpRequest, *, wanted: str, name: str = "", refused: str = "") -> HttpResponse:
    errors = [{"code": "login", "text": refused}] if refused else []
    fields = [
        _field(
            "login", "手机号或工号", "text", hint="个人填注册时的手机号，工作人员填工号", fill="username", value=name
        ),
        _field("password", "密码", "password", fill="current-password"),
    ]
    box = {
        "action": "/login/",
        "next": inside(request, wanted, ""),
        "lead": "办事、查办件详情要登录；看指南、流程和公开结果不用登录。",
        "fields": fields,
        "errors": errors,
        "others": [{"label": "注册个人账号", "url": "/register/"}],
    }
    context = {"login": box, "said": request.session.pop("said", "")}
    return render(request, "portal/login.html", context, status=403 if refused else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """Signs out; asked by address alone it offers the button, since following a link changes nothing."""
    if request.method == "POST":
        end_session(request)
        return HttpResponseRedirect("/")
    return render(request, "portal/logout.html", {"crumbs": crumbs(("退出", None))})


@never_cache
@sensitive_post_parameters("password", "again", "citizen_id")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Opens a person's account; what is wrong is told by field, and what was typed is kept except passwords."""
    if request.method == "GET":
        return _register_page(request, {})
    errors = _slips(request)
    stated = {name: request.POST.get(name, "") for name in ("name", "citizen_id", "phone", "password")}
    if not errors:
        try:
            register_person(act=_now.act(SYSTEM), applicant=Applicant(**stated))
        except RegistrationRefused as error:
            errors = error.errors
    if errors:
        return _register_page(request, errors)
    request.session["said"] = "账号已开通，请用刚才的手机号和密码登录。"
    return HttpResponseRedirect("/login/")


def _slips(request: HttpRequest) -> dict[str, str]:
    """Returns what only this page asks for, and is wrong: the second password, the consent."""
    errors = {}
    if request.POST.get("password", "") != request.POST.get("again", ""):
        errors["again"] = "两次输入的密码不一致。请重新输入。"
    if "agree" not in request.POST:
        errors["agree"] = "还没有同意处理个人信息，不能开通账号。请阅读后勾选。"
    return errors


def _register_page(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    fields = [
        _field(
            code, label, kind, hint=hint, fill=fill, error=errors.get(code, ""),
            value="" if kind == "password" else request.POST.get(code, ""),
        )
        for code, label, kind, hint, fill in _FIELDS
    ]  # fmt: skip
    agree = _field("agree", _AGREEMENT, "tick", hint=_AGREED_HINT, value="agree" in request.POST)
    context = {
        "crumbs": crumbs(("注册", None)),
        "fields": [*fields, {**agree, "error": errors.get("agree", "")}],
        "errors": [{"code": code, "text": text} for code, text in errors.items()],
    }
    return render(request, "portal/register.html", context, status=422 if errors else 200)


def _field(
    code: str, label: str, kind: str, *, hint: str = "", fill: str = "", value: str | bool = "", error: str = ""
) -> Piece:
    return {
        "code": code,
        "label": label,
        "type": kind,
        "hint": hint,
        "required": True,
        "value": value,
        "choices": [],
        "error": error,
        "autocomplete": fill,
    }
