"""The registers on the desk: each listed; an entry written, shown beside the old one, then published or reviewed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.powers.api import (
    KINDS,
    PROPOSAL_STATES,
    Entry,
    Kind,
    NewEntry,
    NoSuchPower,
    PowerMoved,
    PowerRefused,
    end_entry,
    entries,
    entry_history,
    open_proposal,
    preview_entry,
    proposals,
    propose_entry,
    publish_entry,
)
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import act, for_roles, reader

from .baselinepages import unit_choices, writable
from .entryform import Faults, beside, end_faults, end_fields, faults_of, given, given_end, groups_of, typed_of
from .lists import versions_table
from .room import WRITING, Cell, marked_all, page, table
from .wording import dates, entry_name, entry_standing

_FRAME = ("csrfmiddlewaretoken", "do")  # what each form sends anew
_REVIEWED = "新增、变更、取消、合并、下放都送法制、编办审核，政府审定后公布。"
_SENT = "已送审，办件号 {}。公布以前，清单上仍是现在的内容。"


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise NoSuchPower("没有这种清单。请从左边的列表进入。")
    return KINDS[code]


@require_safe
@for_roles(*WRITING)
def listed(request: HttpRequest, kind: str) -> HttpResponse:
    """Lists the entries of a register that the reader's units and region have, and what is proposed of them."""
    register, on = _kind(kind), today()
    rows: list[list[Cell]] = [
        [
            {"text": entry_name(one), "url": f"/powers/desk/lists/{kind}/{one.code}/"},
            one.unit.name,
            f"第 {one.number} 版",
            dates(one),
        ]
        for body in writable(request)
        for one in entries(kind=kind, on=on, unit=body.code)
    ]
    context = {
        "kind": register,
        "lead": f"每次改动都是新的一版，写明理由和文件；旧版一直可查。{_REVIEWED if register.reviewed else ''}",
        "empty": "新增的经审核公布后出现在这里。" if register.reviewed else "新增后会出现在这里，同时公开。",
        "table": table(register.name, (register.title, "单位", "版本", "施行"), rows),
        "proposed": _proposed(request, register),
        "may": register.by_unit or register.reviewed or reader(request).holds("law"),
    }
    return page(request, "register", context)


def _proposed(request: HttpRequest, register: Kind) -> Piece | None:
    if not register.reviewed:
        return None
    rows: list[list[Cell]] = [
        [
            {"text": one.called, "url": f"/powers/desk/proposals/{matter.number}/"},
            one.change.kind,
            one.unit.name,
            {"text": matter.number, "number": True},
            f"{PROPOSAL_STATES[one.state]}{f'（{matter.stage}）' if one.state == 'submitted' else ''}",
        ]
        for one, matter in proposals(reader=reader(request), kind=register.code)
    ]
    return table("送审的调整", (register.title, "变动", "单位", "办件号", "到了哪一步"), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITING)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Shows the form of a new entry; one sent is previewed, then published or reviewed."""
    return _edit(request, _kind(kind), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITING)
def one(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Shows an entry with its versions and the form of the next one."""
    return _edit(request, _kind(kind), entry_history(kind=kind, code=code))


def _edit(request: HttpRequest, kind: Kind, found: tuple[Entry, ...] | None) -> HttpResponse:
    newest = found[0] if found else None
    what = "change" if found else "new"
    units = [] if found else unit_choices(writable(request))
    if request.method != "POST":
        return _page(request, kind, found, typed_of(newest, what, units))
    sent = request.POST
    if sent.get("do") == "edit":
        return _page(request, kind, found, sent.dict())
    made, faults = given(kind, newest, sent, units)
    try:
        before, then = preview_entry(act=act(request), reader=reader(request), **made)
        if not faults and sent.get("do") == "publish":
            return _done(request, kind, made)
    except PowerRefused as error:
        known = {code for code, _ in faults}
        faults += [fault for fault in faults_of(kind, error) if fault[0] not in known]
        return _page(request, kind, found, sent.dict(), faults, status=409 if isinstance(error, PowerMoved) else 422)
    if faults:
        return _page(request, kind, found, sent.dict(), faults, status=422)
    context = {
        "kind": kind,
        "action": request.path,
        "table": beside(kind, before, then.name, then.content),
        "why": f"{then.change.kind}：{then.change.reason}（{then.change.document}）。{dates(then)}施行。",
        "kept": [(name, text) for name in sent if name not in _FRAME for text in sent.getlist(name)],
    }
    return page(request, "entry_preview", context)


def _done(request: HttpRequest, kind: Kind, made: NewEntry) -> HttpResponse:
    """Sends an entry of a list of powers for review; publishes one of another register."""
    if not kind.reviewed:
        entry = publish_entry(act=act(request), reader=reader(request), **made)
        say(request, "已发布并留痕。")
        return HttpResponseRedirect(f"/powers/desk/lists/{kind.code}/{entry.code}/")
    code = made.get("code", "")
    matter = propose_entry(
        act=act(request),
        reader=reader(request),
        what="change" if code else "new",
        kind=kind.code,
        unit=made["unit"],
        code=code,
        name=made["name"],
        content=made["content"],
        day=made["valid_from"],
        change=made["change"],
    )
    say(request, _SENT.format(matter.number))
    return HttpResponseRedirect(f"/powers/desk/proposals/{matter.number}/")


def _page(
    request: HttpRequest,
    kind: Kind,
    found: tuple[Entry, ...] | None,
    typed: Mapping[str, Any],
    faults: Faults | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    mine, newest = writable(request), found[0] if found else None
    may = kind.by_unit or kind.reviewed or reader(request).holds("law")
    may = may and (newest is None or any(one.code == newest.unit.code for one in mine))
    standing = open_proposal(kind=kind.code, code=newest.code) if kind.reviewed and newest else None
    may = may and standing is None
    kept = str(newest.content.get("procedure", "")) if newest else ""
    groups = groups_of(kind, typed, "change" if found else "new", [] if found else unit_choices(mine), kept)
    ending = end_fields(kind, typed)
    fields = [*(each for group in groups for each in group["fields"]), *ending]
    context = {
        "kind": kind,
        "title": entry_name(newest) if newest else f"新的{kind.name}",
        "standing": entry_standing(newest) if newest else "",
        "under": {"number": standing[0], "state": standing[1]} if standing else None,
        "groups": groups if may else [],
        "errors": marked_all(fields, faults or []),
        "versions": versions_table(found) if found else None,
        "end": f"/powers/desk/lists/{kind.code}/{newest.code}/end/"
        if may and newest and newest.valid_to is None
        else "",
        "ending": ending,
        "end_open": any(one.get("error") for one in ending),
    }
    return page(request, "entry", context, status=status)


@require_POST
@for_roles(*WRITING)
def end(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Ends an entry after a day, or sends that for review."""
    register, found, sent = _kind(kind), entry_history(kind=kind, code=code), request.POST
    last, change, faults = given_end(register, sent)
    try:
        if not faults and register.reviewed:
            matter = propose_entry(act=act(request), reader=reader(request), what="end", kind=kind,
                                   unit=found[0].unit.code, code=code, day=last, change=change)  # fmt: skip
            say(request, _SENT.format(matter.number))
            return HttpResponseRedirect(f"/powers/desk/proposals/{matter.number}/")
        if not faults:
            end_entry(act=act(request), reader=reader(request), kind=kind, code=code, last_day=last, change=change)
    except PowerRefused as error:
        faults = end_faults(error)
    if faults:
        typed = {**typed_of(found[0], "change"), **sent.dict()}
        return _page(request, register, found, typed, faults, status=422)
    say(request, "已停用并留痕。")
    return HttpResponseRedirect(f"/powers/desk/lists/{kind}/")
