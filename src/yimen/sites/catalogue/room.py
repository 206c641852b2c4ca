"""The frame of every page of the catalogue's site: the links at the side, what was just said, tables and fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.identity.api import Reader
from yimen.contexts.revisions.api import waiting
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

WRITING, REVIEWING = ("editor",), ("law", "staffing", "government")
POSTS = (*WRITING, *REVIEWING)
LIGHTS = {"draft": "blue", "submitted": "yellow", "returned": "red", "published": "green", "discarded": "grey"}
Piece = dict[str, Any]
Cell = str | Piece
_DIGITS = 9


class Slip(ValueError):
    """Says what of a form is wrong."""


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page with the links at its side and, once, the sentence left by the last act."""
    who = reader(request)
    count = len(waiting(reader=who)) if holds(who, POSTS) else None
    links: list[tuple[str, str, int | None]] = []
    if holds(who, POSTS):
        links += [("事项和草稿", "/catalogue/", None), ("待我审核", "/catalogue/reviews/", count)]
    links += [("新增或承接事项", "/catalogue/new/", None)] if who.holds("editor") else []
    links += [("常用说法", "/catalogue/words/", None)] if who.holds("editor") else []
    links += [("基本目录", "/catalogue/bases/", None), ("各部门进度", "/catalogue/departments/", None)]
    links += [("清理成效", "/catalogue/rounds/", None), ("服务规则", "/catalogue/rules/", None)]
    beside: list[tuple[str, str, int | None]] = [("办事", "/items/", None)]
    beside += [("导入、差异、上线", "/exchange/", None)] if holds(who, POSTS) else []
    beside += [("权责和裁量", "/powers/desk/", None)] if holds(who, ("law", "government", "powers")) else []
    beside += [("工作台", "/desk/", None)] if holds(who, HANDLING) else []
    beside += [("驾驶舱", "/cockpit/", None)] if holds(who, OVERSIGHT) else []
    groups = [_group(request, "事项目录", links), _group(request, "其他", beside)]
    frame = {"desk": {"groups": groups}, "said": said(request)}
    return render(request, f"catalogue/{template}.html", {**frame, **context}, status=status)


def _group(request: HttpRequest, label: str, links: Sequence[tuple[str, str, int | None]]) -> Piece:
    shown = [
        {"label": name, "url": url, "current": request.path == url, "count": count or None, "urgent": False}
        for name, url, count in links
    ]
    return {"label": label, "links": shown}


def field(
    code: str, label: str, kind: str, typed: Mapping[str, Any], *, required: bool = True, **more: object
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


def light(state: str, words: str) -> Cell:
    """Returns the state of a draft as a light."""
    return {"text": words, "light": {"colour": LIGHTS.get(state, "blue"), "words": words}}


def revision_of(sent: Mapping[str, str]) -> int:
    """Returns the revision that a form was shown with; raises Slip."""
    text = sent.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Slip("没有说明您看到的是第几稿，没有办理。请刷新页面后再提交。")
    return int(text)


def own_units(who: Reader) -> list[Piece]:
    """Returns the units whose items the reader writes, as choices of a form."""
    return [{"code": post.unit, "label": post.unit_name} for post in who.posts if post.role == "editor"]
