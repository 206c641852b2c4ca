"""The registers on the desk: each listed, an entry written, shown beside the old one, published; or ended."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.catalogue.api import CHANGES, Change
from yimen.contexts.powers.api import (
    KINDS,
    Entry,
    Field,
    Kind,
    NewEntry,
    NoSuchPower,
    PowerMoved,
    PowerRefused,
    end_entry,
    entries,
    entry_history,
    preview_entry,
    publish_entry,
)
from yimen.contexts.procedures.api import public_list
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import act, for_roles, reader

from .baselinepages import unit_choices, writable
from .lists import versions_table
from .room import WRITING, Cell, Slip, day_of, field, marked, options, page, table
from .wording import dates, entry_name, entry_standing

_FRAME = ("csrfmiddlewaretoken", "do")  # what each form sends anew


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise NoSuchPower("没有这种清单。请从左边的列表进入。")
    return KINDS[code]


@require_safe
@for_roles(*WRITING)
def listed(request: HttpRequest, kind: str) -> HttpResponse:
    """Lists the entries of a register that the reader's units and region have."""
    register, on = _kind(kind), today()
    mine = writable(request)
    rows: list[list[Cell]] = [
        [
            {"text": entry_name(one), "url": f"/powers/desk/lists/{kind}/{one.code}/"},
            one.unit.name,
            f"第 {one.number} 版",
            dates(one),
        ]
        for body in mine
        for one in entries(kind=kind, on=on, unit=body.code)
    ]
    context = {
        "kind": register,
        "table": table(register.name, (register.title, "单位", "版本", "施行"), rows),
        "may": register.by_unit or reader(request).holds("law"),
    }
    return page(request, "register", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITING)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Shows the form of a new entry; one sent is previewed, then published."""
    return _edit(request, _kind(kind), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITING)
def one(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Shows an entry with its versions and the form of the next one."""
    found = entry_history(kind=kind, code=code)
    return _edit(request, _kind(kind), found)


def _edit(request: HttpRequest, kind: Kind, found: tuple[Entry, ...] | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, kind, found, _typed(found))
    sent = request.POST
    if sent.get("do") == "edit":
        return _page(request, kind, found, sent.dict())
    try:
        given = _given(kind, found, sent)
        if sent.get("do") == "publish":
            made = publish_entry(act=act(request), reader=reader(request), **given)
            say(request, "已发布并留痕。")
            return HttpResponseRedirect(f"/powers/desk/lists/{kind.code}/{made.code}/")
        before, then = preview_entry(act=act(request), reader=reader(request), **given)
    except (PowerRefused, Slip) as error:
        status = 409 if isinstance(error, PowerMoved) else 422
        return _page(request, kind, found, sent.dict(), (error.field, str(error)), status=status)
    context = {
        "kind": kind,
        "action": request.path,
        "table": _beside(kind, before, then),
        "why": f"{then.change.kind}：{then.change.reason}（{then.change.document}）。{dates(then)}施行。",
        "kept": [(name, text) for name in sent if name not in _FRAME for text in sent.getlist(name)],
    }
    return page(request, "entry_preview", context)


def _given(kind: Kind, found: tuple[Entry, ...] | None, sent: QueryDict) -> NewEntry:
    change = Change(sent.get("change", ""), sent.get("reason", ""), sent.get("document_", ""))
    given: NewEntry = {
        "kind": kind.code,
        "unit": found[0].unit.code if found else sent.get("unit", ""),
        "name": sent.get("name", ""),
        "content": {one.code: sent.get(one.code, "") for one in kind.fields},
        "valid_from": day_of(sent.get("valid_from", ""), "施行日期", "valid_from"),
        "change": change,
    }
    if found:
        given["code"] = found[0].code
    return given


def _typed(found: tuple[Entry, ...] | None) -> dict[str, Any]:
    if not found:
        return {"valid_from": today().isoformat(), "change": CHANGES[0]}
    content = {key: "\n".join(value) if isinstance(value, list) else value for key, value in found[0].content.items()}
    return {**content, "name": found[0].name, "unit": found[0].unit.code, "change": CHANGES[1]}


def _page(
    request: HttpRequest,
    kind: Kind,
    found: tuple[Entry, ...] | None,
    typed: Mapping[str, Any],
    refused: tuple[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    mine = writable(request)
    may = (kind.by_unit or reader(request).holds("law")) and (
        found is None or any(one.code == found[0].unit.code for one in mine)
    )
    what = [field("unit", "单位", "select", typed, choices=unit_choices(mine))] if found is None else []
    what.append(field("name", kind.title, "text", typed, max=120, required=kind.code != "power"))
    what += [_field(one, typed) for one in kind.fields]
    why = [
        field("valid_from", "施行日期", "date", typed, hint="最早从今天起。"),
        field("change", "变动", "select", typed, choices=options(CHANGES)),
        field("reason", "理由", "text", typed, max=400),
        field("document_", "依据的文件", "text", typed, max=120),
    ]
    groups: list[Piece] = [
        {"label": "内容", "hint": "会公开，不写个人信息。", "fields": what, "pair": False},
        {"label": "为什么、从哪天起", "hint": "", "fields": why, "pair": True},
    ]
    if refused and refused[0] == "document" and "document" not in {one.code for one in kind.fields}:
        refused = ("document_", refused[1])
    context = {
        "kind": kind,
        "title": entry_name(found[0]) if found else f"新的{kind.name}",
        "standing": entry_standing(found[0]) if found else "",
        "groups": groups if may else [],
        "errors": marked((each for group in groups for each in group["fields"]), refused),
        "versions": versions_table(found) if found else None,
        "end": f"/powers/desk/lists/{kind.code}/{found[0].code}/end/"
        if may and found and found[0].valid_to is None
        else "",
    }
    return page(request, "entry", context, status=status)


def _field(one: Field, typed: Mapping[str, Any]) -> Piece:
    if one.code == "procedure":
        known = [{"code": each.key, "label": f"{each.name}（{each.key}）"} for each in public_list(on=today())]
        return field(one.code, one.label, "select", typed, required=one.required, hint=one.hint, choices=known)
    kinds = {"lines": "textarea", "choice": "select", "date": "date", "item": "id", "uscc": "id"}
    more: dict[str, Any] = {"choices": options(one.choices)} if one.choices else {}
    if one.type in ("text", "uscc"):
        more["max"] = one.most
    return field(one.code, one.label, kinds.get(one.type, "text"), typed, required=one.required, hint=one.hint, **more)


def _beside(kind: Kind, before: Entry | None, then: Entry) -> Piece | None:
    old = dict(before.content) if before else {}
    rows: list[list[Cell]] = [[kind.title, before.name if before else "—", then.name or "（从事项目录读取）"]]
    for one in kind.fields:
        now, was = _words(then.content.get(one.code)), _words(old.get(one.code))
        rows.append([one.label + ("（有变）" if before and now != was else ""), was, now])
    return table("新旧对照", ("项目", "现在", "改为"), rows)


def _words(value: Any) -> str:
    return "；".join(value) if isinstance(value, list) else str(value or "—")


@require_POST
@for_roles(*WRITING)
def end(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Ends an entry after a day."""
    found, sent = entry_history(kind=kind, code=code), request.POST
    try:
        last = day_of(sent.get("last_day", ""), "最后一天", "last_day")
        change = Change(CHANGES[-1], sent.get("reason", ""), sent.get("document_", ""))
        end_entry(act=act(request), reader=reader(request), kind=kind, code=code, last_day=last, change=change)
    except (PowerRefused, Slip) as error:
        typed = {**_typed(found), "reason": sent.get("reason", ""), "document_": sent.get("document_", "")}
        return _page(request, _kind(kind), found, typed, ("", str(error)), status=422)
    say(request, "已停用并留痕。")
    return HttpResponseRedirect(f"/powers/desk/lists/{kind}/")
