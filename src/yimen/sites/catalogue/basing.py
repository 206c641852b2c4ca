"""Base items (基本目录): listed and read by anyone; begun, changed and ended by who writes them for all levels."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.catalogue.api import (
    Base,
    BaseBeginning,
    DraftRefused,
    base_history,
    bases_on,
    scope_of,
    start_base_draft,
)
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.tables import pair
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from .room import Cell, Piece, Slip, field, own_units, page, table

_CHANGES = [
    {"kind": "变更", "hint": "改名称、类型或设定依据，编码不变；各级的事项从生效那天起同时改变。"},
    {"kind": "取消", "hint": "不再列入基本目录；各级的事项由各实施机关另行取消。"},
]
_ASKING = "基本目录由国家和省级编制：国家编 00 开头的，各省编本省代码开头的。"


@require_safe
def bases(request: HttpRequest) -> HttpResponse:
    """Lists base items: anyone may see them."""
    text = "".join(sign for sign in request.GET.get("q", "") if sign.isprintable())[:40]
    found = bases_on(on=today(), text=text)
    rows: list[list[Cell]] = [
        [
            {"text": one.name, "url": f"/catalogue/bases/{one.code}/"},
            {"text": one.code, "number": True},
            one.type,
            f"第 {one.number} 版",
            day(one.valid_from),
        ]
        for one in found
    ]
    find = {"action": "/catalogue/bases/", "q": text, "label": "名称或 12 位基本编码", "kept": []}
    heads = ("基本目录事项", "基本编码", "类型", "版本", "生效日期")
    return page(
        request,
        "bases",
        {"rows": table("基本目录", heads, rows), "find": find, "groups": [], "writes": bool(_units(request))},
    )


@require_safe
def base(request: HttpRequest, code: str) -> HttpResponse:
    """Shows every version of one base item: anyone may see it."""
    return _base(request, code, "")


def _base(request: HttpRequest, code: str, refused: str) -> HttpResponse:
    found = base_history(code=code)
    newest = found[-1]
    versions: list[list[Cell]] = [
        [
            f"第 {one.number} 版",
            f"{day(one.valid_from)}起" + (f"，最后有效日为{day(one.valid_to)}" if one.valid_to else ""),
            one.name,
            f"{one.change.kind}：{one.change.reason}",
            one.change.document or "—",
        ]
        for one in reversed(found)
    ]
    facts = [_fact(newest, "name", "名称", newest.name)] if "name" in newest.demo else []
    facts += [_fact(newest, "code", "基本编码", newest.code), _fact(newest, "type", "类型", newest.type)]
    facts += [_fact(newest, "basis", "设定依据", f"《{one.law}》{one.article}：{one.text}") for one in newest.basis]
    heads = ("版本", "生效时间", "名称", "变动", "依据文件")
    in_use = newest.valid_to is None or newest.valid_to >= today()
    context = {
        "name": newest.name,
        "tags": [{"label": "含演示值", "kind": "demo"}] if newest.demo else None,
        "code": newest.code,
        "facts": facts,
        "rows": table("历次版本", heads, versions),
        "changes": _CHANGES if in_use and _unit_for(request, newest.code[:2]) else [],
        "refused": refused,
    }
    return page(request, "base", context, status=422 if refused else 200)


def _fact(found: Base, key: str, label: str, value: str) -> Piece:
    """Returns one fact of a base item; what no source gives is marked."""
    return {**pair(label, value), "note": "演示值" if key in found.demo else ""}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("editor")
def new(request: HttpRequest) -> HttpResponse:
    """Shows what a new base item begins with, and begins it."""
    refused = ""
    if request.method == "POST":
        sent = request.POST
        try:
            beginning = BaseBeginning(unit=sent.get("unit", ""), code=sent.get("code", "").strip())
            found = start_base_draft(act=act(request), reader=reader(request), beginning=beginning)
        except DraftRefused as error:
            refused = str(error)
        else:
            say(request, "已建草稿。填好名称、类型和依据再送审；审定公布以前，各级看到的不变。")
            return HttpResponseRedirect(f"/catalogue/drafts/{found.id}/")
    units = _units(request)
    typed = {"unit": str(units[0]["code"]) if units else "", **request.POST.dict()}
    hint = "12 位：区划 2 位、事项类型 2 位、部门 2 位、主项 3 位、子项 3 位。"
    fields = [
        field("unit", "单位", "select", typed, choices=units),
        field("code", "基本编码", "id", typed, hint=hint, max=12, short=True),
    ]
    context = {"fields": fields, "lead": _ASKING, "refused": refused}
    return page(request, "new_base", context, status=422 if refused else 200)


@require_POST
@for_roles("editor")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Begins a change of a base item in force."""
    unit = _unit_for(request, code[:2])
    try:
        if not unit:
            raise Slip(f"{_ASKING}您没有编制这个基本目录事项的岗位，请提请它的编制机关修改。")
        beginning = BaseBeginning(unit=unit, kind=request.POST.get("kind", ""), code=code)
        found = start_base_draft(act=act(request), reader=reader(request), beginning=beginning)
    except (DraftRefused, Slip) as error:
        return _base(request, code, str(error))
    say(request, f"已建“{found.kind}”草稿。改好后送审。")
    return HttpResponseRedirect(f"/catalogue/drafts/{found.id}/")


def _units(request: HttpRequest) -> list[Piece]:
    """Returns the reader's units that write base items, as choices."""
    return [one for one in own_units(reader(request)) if scope_of(unit=str(one["code"]))]


def _unit_for(request: HttpRequest, scope: str) -> str:
    """Returns the reader's unit that writes base items of a scope, "" where there is none."""
    return next((str(one["code"]) for one in _units(request) if scope_of(unit=str(one["code"])) == scope), "")
