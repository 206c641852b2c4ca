"""Starts a draft: a new item or one that comes from above; and of each kind of change to an item in force."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.catalogue.api import (
    Beginning,
    CodeTaken,
    DraftRefused,
    base_scopes,
    bases_on,
    coming,
    completeness,
    flags,
    guide,
    start_draft,
)
from yimen.kernel.codes import normalise
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.tables import pair
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from .room import POSTS, Slip, field, own_units, page, table

_NEW = {"新增": "新增：本机关第一次办理的事项", "承接": "承接：上级取消、下放到本级的事项"}
_CHANGES = {
    "变更": "改动内容，事项和编码不变。",
    "合并": "把别的事项并进来，它们从并入那天起不再有效，前一天是最后有效日。",
    "取消": "从生效日起不再办理，前一天是最后有效日。",
    "下放": "交给下级单位办理，系统自动给它们开出承接任务；它们接办以前，本机关继续受理。",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("editor")
def new(request: HttpRequest) -> HttpResponse:
    """Shows what a new item begins with, and begins it."""
    if request.method != "POST":
        return _page(request, {}, "")
    sent = request.POST
    try:
        chosen, typed = sent.get("base", "").strip(), sent.get("base_code", "").strip()
        if chosen and typed and normalise(chosen) != normalise(typed)[-len(chosen) :]:
            raise Slip(
                "“基本目录事项”和“12 位基本编码”不一致。选了目录里的就不用填编码；目录里没有的才填。请改正其中一项。"
            )
        beginning = Beginning(
            unit=sent.get("unit", ""),
            kind=sent.get("kind", "新增") if sent.get("kind") in _NEW else "新增",
            base=chosen or typed,
            document=sent.get("document", ""),
            due_on=_day(sent.get("due_on", "").strip()),
        )
        found = start_draft(act=act(request), reader=reader(request), beginning=beginning)
    except (DraftRefused, Slip) as error:
        taken = error.code if isinstance(error, CodeTaken) else ""
        return _page(request, sent.dict(), str(error), f"/catalogue/items/{taken}/" if taken else "")
    code = f"实施编码已组成：{found.code}。" if found.code else "实施编码还没有：在第一部分填 12 位基本编码即可。"
    say(request, f"已建草稿。{code}逐栏填写，可以随时保存，填完再送审。")
    return HttpResponseRedirect(f"/catalogue/drafts/{found.id}/")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Slip("“承接期限”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None


def _page(request: HttpRequest, typed: Mapping[str, str], refused: str, instead: str = "") -> HttpResponse:
    units = own_units(reader(request))
    first = {"unit": str(units[0]["code"]) if units else "", "kind": "新增", **typed}
    kinds = [{"code": code, "label": label, "hint": ""} for code, label in _NEW.items()]
    scopes = {scope for one in units for scope in base_scopes(unit=str(one["code"]))}
    bases = [one for one in bases_on(on=today()) if one.code[:2] in scopes]
    known = [{"code": one.code, "label": f"{one.name}（{one.code}）", "hint": ""} for one in bases]
    hint = "从基本目录选，名称、类型、依据和编码自动带入，各级一致。目录里没有的，空着，自己填写。"
    context = {
        "refused": refused,
        "instead": instead,
        "fields": [
            field("unit", "单位", "select", first, choices=units),
            field("kind", "变动", "radio", first, choices=kinds),
            field(
                "base",
                "基本目录事项",
                "select",
                first,
                required=False,
                choices=known,
                hint=hint,
                none="目录里没有，自己填写",
            ),
            field(
                "base_code",
                "12 位基本编码",
                "id",
                first,
                required=False,
                hint="上面选了的不用填。只填这 12 位：前面的机关代码 18 位和层级 1 位由系统补上。还没有编码的空着。",
                max=40,
            ),
            field(
                "document", "依据文件", "text", first, required=False, hint="承接的写上级取消、下放的文号。", max=120
            ),
            field("due_on", "承接期限", "date", first, required=False, hint="承接的写要求完成的日期。"),
        ],
    }
    return page(request, "new", context, status=422 if refused else 200)


@require_safe
@for_roles(*POSTS)
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Shows how an item in force stands, and the changes that its own unit may begin."""
    return _item(request, code, "")


@require_POST
@for_roles("editor")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Begins a change of an item in force."""
    try:
        unit = guide(code=code, on=today()).unit.code
        beginning = Beginning(unit=unit, kind=request.POST.get("kind", ""), code=code)
        if beginning.kind not in _CHANGES:
            raise Slip("没有说明怎样变动。请从列出的四种里选一种。")
        found = start_draft(act=act(request), reader=reader(request), beginning=beginning)
    except (DraftRefused, Slip) as error:
        return _item(request, code, str(error))
    say(request, f"已建“{found.kind}”草稿。改好后送审；审定公布以前，公众看到的仍是原来的版本。")
    return HttpResponseRedirect(f"/catalogue/drafts/{found.id}/")


def _item(request: HttpRequest, code: str, refused: str) -> HttpResponse:
    found = guide(code=code, on=today())
    waiting = coming(code=code, on=today())
    score, raised = completeness(guide=found), flags(guide=found, on=today())
    rows = [
        [
            each.name,
            f"{len(each.elements) - len(each.missing)} / {len(each.elements)}",
            "、".join(each.missing) or "齐全",
        ]
        for each in score.lists
    ]
    writes = reader(request).holds("editor", found.unit.code)
    context = {
        "name": found.name,
        "code": found.code,
        "facts": [
            pair("实施机关", found.unit.name),
            pair("编码", found.code),
            pair(
                "版本", f"第 {found.version} 版，自{day(found.valid_from)}起施行", url=f"/items/{found.code}/history/"
            ),
            pair("完整度", f"{score.score} 分"),
        ],
        "waiting": f"第 {waiting.version} 版已公布，{day(waiting.valid_from)}起施行。" if waiting else "",
        "waiting_url": f"/items/{code}/?on={waiting.valid_from.isoformat()}" if waiting else "",
        "flags": raised,
        "lists": table("公开要素", ("清单", "已有", "还缺"), rows),
        "changes": [{"kind": kind, "hint": hint} for kind, hint in _CHANGES.items()] if writes else [],
        "refused": refused,
    }
    return page(request, "item", context, status=422 if refused else 200)
