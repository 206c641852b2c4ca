"""What is key here: the list, the form that adds to it, the end of one; and the rules that everything is held to."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.identity.api import units
from yimen.contexts.procedures.api import public_list
from yimen.contexts.supervision.api import (
    KEY_SORTS,
    NOTE,
    RULES,
    SORTS,
    Key,
    KeyRefused,
    NewKey,
    end_key,
    set_key,
)
from yimen.contexts.supervision.api import keys as keys_here
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import OVERSIGHT, act, for_roles, reader

from .room import page

_GIVEN = ("sort", "unit", "field", "step", "reason", "document", "valid_from", "valid_to")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OVERSIGHT)
def keys(request: HttpRequest) -> HttpResponse:
    """Lists what is key in the overseen regions, or sets something key."""
    if request.method != "POST":
        return _shown(request, {"valid_from": today().isoformat(), "sort": "step"})
    sent = {name: request.POST.get(name, "").strip() for name in _GIVEN}
    try:
        region = next((one.region for one in reader(request).posts if one.role == "supervisor"), "")
        made = set_key(act=act(request), reader=reader(request), region=region, key=_new(sent))
    except KeyRefused as error:
        field = sent["sort"] if error.field == "target" and sent["sort"] in KEY_SORTS else error.field
        return _shown(request, sent, (field, str(error)))
    say(request, f"已设为{made.label}。从 {made.valid_from} 起的提醒会标明，次数从严。")
    return HttpResponseRedirect("/cockpit/keys/")


def _new(sent: Mapping[str, str]) -> NewKey:
    return NewKey(
        sort=sent["sort"],
        target=sent.get(sent["sort"], ""),
        reason=sent["reason"],
        document=sent["document"],
        valid_from=_day(sent["valid_from"], "从哪天起", "valid_from"),
        valid_to=_day(sent["valid_to"], "到哪天止", "valid_to") if sent["valid_to"] else None,
    )


def _day(text: str, name: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KeyRefused(f"“{name}”应写成 2026-02-25 的样子，并且是有的日子。请改正。", field) from None


@require_POST
@for_roles("supervisor")
def ended(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ends one."""
    try:
        end_key(act=act(request), reader=reader(request), id=key, reason=request.POST.get("reason", ""))
    except KeyRefused as error:
        return _shown(request, {"valid_from": today().isoformat(), "sort": "step"}, ("", str(error)))
    say(request, "已停用。以前的提醒保留标记。")
    return HttpResponseRedirect("/cockpit/keys/")


def _shown(request: HttpRequest, typed: Mapping[str, str], refused: tuple[str, str] | None = None) -> HttpResponse:
    who, on = reader(request), today()
    sets = next((one for one in who.posts if one.role == "supervisor"), None)
    fields = _fields(typed, sets.region, on) if sets else []
    for one in fields:
        one["error"] = refused[1] if refused and refused[0] == one["code"] else ""
    known = refused is not None and any(one["error"] for one in fields)
    context = {
        "keys": [{"one": one, "standing": _standing(one, on)} for one in keys_here(reader=who)],
        "fields": fields,
        "errors": [{"code": refused[0] if known else "", "text": refused[1]}] if refused else [],
        "regions": {one.region for one in who.posts if one.role == "supervisor"},
    }
    return page(request, "keys", context, status=422 if refused else 200)


def _standing(one: Key, on: date) -> str:
    if one.valid_to is not None and one.valid_to < on:
        return "已停用"
    return "现行" if one.valid_from <= on else "未到日期"


def _fields(typed: Mapping[str, str], region: str, on: date) -> list[Piece]:
    found = public_list(on=on)
    steps = [
        (f"{one.key}/{node.id}", f"{one.name}：{node.name}")
        for one in found
        for node in one.procedure.nodes.values()
        if node.role and node.role != "applicant"
    ]
    bodies = [(one.code, one.name) for one in units(region=region)]
    return [
        _field("sort", "是哪一种重点", "radio", typed, choices=list(KEY_SORTS.items()), across=True),
        _field("field", "重点领域", "select", typed, choices=[(one.key, one.name) for one in found], opt=True),
        _field("unit", "重点单位", "select", typed, choices=bodies, opt=True),
        _field("step", "重点环节", "select", typed, choices=steps, opt=True),
        _field("reason", "理由", "text", typed, max=200),
        _field("document", "依据的文件", "text", typed, max=120),
        _field("valid_from", "从哪天起", "date", typed),
        _field("valid_to", "到哪天止", "date", typed, opt=True),
    ]


def _field(code: str, label: str, kind: str, typed: Mapping[str, str], *, opt: bool = False, **more: object) -> Piece:
    offered = more.pop("choices", ())
    choices = [{"code": value, "label": name, "hint": ""} for value, name in offered]  # type: ignore[attr-defined]
    hint = "选了上面这一种才填写。" if kind == "select" else ""
    plain = {"hint": hint, "error": "", "choices": choices, "value": typed.get(code, ""), "none": "请选择"}
    return {"code": code, "label": label, "type": kind, "required": not opt, **plain, **more}


@require_safe
@for_roles(*OVERSIGHT)
def rules(request: HttpRequest) -> HttpResponse:
    """Lists the rules by sort."""
    sorts = [
        {"title": name, "rules": [rule for rule in RULES.values() if rule.sort == code]} for code, name in SORTS.items()
    ]
    return page(request, "rules", {"sorts": sorts, "note": NOTE})
