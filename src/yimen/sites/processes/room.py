"""The frame of every page of the room of procedures: the links at the side, what was just said, tables and fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from yimen.contexts.identity.api import NoSuchUnit, Reader, unit
from yimen.kernel.procedure import Finding, Mark, Position, Procedure
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.shapes import drawing
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

POSTS = ("process", "approver")
Piece = dict[str, Any]
Cell = str | Piece
_DIGITS = 9


class Slip(ValueError):
    """Says what of a form is wrong."""


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page with the links at its side and, once, the sentence left by the last act."""
    who = reader(request)
    links = [("流程和草稿", "/processes/")]
    links += [("新建流程", "/processes/new/")] if who.holds("process") else []
    links += [("时限压缩", "/processes/compression/")]
    beside = [("流程公开", "/procedures/")]
    beside += [("工作台", "/desk/")] if holds(who, HANDLING) else []
    beside += [("驾驶舱", "/cockpit/")] if holds(who, OVERSIGHT) else []
    beside += [("日历和时限", "/rules/")] if who.holds("law") else []
    groups = [_group(request, "流程管理", links), _group(request, "其他", beside)]
    frame = {"desk": {"groups": groups}, "said": said(request)}
    return render(request, f"processes/{template}.html", {**frame, **context}, status=status)


def _group(request: HttpRequest, label: str, links: Sequence[tuple[str, str]]) -> Piece:
    shown = [
        {"label": name, "url": url, "current": request.path == url, "count": None, "urgent": False}
        for name, url in links
    ]
    return {"label": label, "links": shown}


def field(
    code: str, label: str, kind: str, typed: Mapping[str, str], *, required: bool = True, **more: object
) -> Piece:
    """Returns a field as field.html takes it, with what was typed before."""
    plain = {"hint": "", "error": "", "choices": [], "value": typed.get(code, "")}
    return {"code": code, "label": label, "type": kind, "required": required, **plain, **more}


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Piece | None:
    """Returns a table as table.html takes it, None without rows; a cell is text, or what differs from a plain cell."""

    def cell(place: int, given: Cell) -> Piece:
        plain = {"text": "", "label": heads[place], "number": False, "url": None, "light": None, "head": place == 0}
        return {**plain, **({"text": given} if isinstance(given, str) else given)}

    if not rows:
        return None
    shown = [[cell(place, given) for place, given in enumerate(row)] for row in rows]
    return {
        "caption": caption,
        "heads": [{"label": head, "number": one["number"]} for head, one in zip(heads, shown[0], strict=True)],
        "rows": shown,
    }


def revision_of(sent: Mapping[str, str]) -> int:
    """Returns the revision that a form was shown with; raises Slip."""
    text = sent.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Slip("没有说明您看到的是第几稿，没有办理。请刷新页面后再提交。")
    return int(text)


def picture(
    procedure: Procedure,
    marks: Mapping[str, Mark] | None = None,
    *,
    beside: str = "",
    faults: Iterable[Finding] = (),
) -> SafeString:
    """Returns the flowchart as SVG; ``beside``: what tells its ids from those of another on the same page.

    ``faults``: of those with a way to where they show, the first is drawn.
    """
    shows = next((one for one in faults if one.path and one.severity == "error"), None)
    path, stuck = (shows.path, shows.element.split(" ")[-1]) if shows else ((), "")
    shown = replace(procedure, key=f"{procedure.key}{beside}")
    return drawing(shown, Position(marks=dict(marks or {}), path=path, stuck=stuck), f"{procedure.name}流程图")


def unit_name(code: str) -> str:
    """Returns a unit's name, in words for none."""
    if not code:
        return "全平台通用"
    try:
        return unit(code=code).name
    except NoSuchUnit:
        return "未登记的单位"


def own_units(who: Reader) -> list[Piece]:
    """Returns the units whose procedures the reader draws, as choices of a form."""
    return [{"code": post.unit, "label": post.unit_name} for post in who.posts if post.role == "process"]
