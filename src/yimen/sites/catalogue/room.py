"""The frame of every page of the catalogue's site: the links at the side; the rest is the rooms' in common."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from yimen.contexts.identity.api import Reader
from yimen.contexts.revisions.api import waiting
from yimen.sites.pieces.deskroom import Link, Slip, field, framed, revision_of, units_of
from yimen.sites.pieces.tables import Cell, Piece, table
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

WRITING, REVIEWING = ("editor",), ("law", "staffing", "government")
POSTS = (*WRITING, *REVIEWING)
LIGHTS = {"draft": "blue", "submitted": "yellow", "returned": "red", "published": "green", "discarded": "grey"}
__all__ = ["Cell", "Piece", "Slip", "field", "light", "own_units", "page", "revision_of", "table"]


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page with the links at its side and, once, the sentence left by the last act."""
    who = reader(request)
    count = len(waiting(reader=who)) if holds(who, POSTS) else None
    links: list[Link] = []
    if holds(who, POSTS):
        links += [("事项和草稿", "/catalogue/", None), ("待我审核", "/catalogue/reviews/", count)]
    links += [("新增或承接事项", "/catalogue/new/", None)] if who.holds("editor") else []
    links += [("可下放事项", "/catalogue/delegable/", None)] if holds(who, POSTS) else []
    links += [("常用说法", "/catalogue/words/", None)] if holds(who, ("editor", "system")) else []
    links += [("基本目录", "/catalogue/bases/", None), ("事项种类", "/catalogue/kinds/", None)]
    links += [("各部门进度", "/catalogue/departments/", None)]
    links += [("清理成效", "/catalogue/rounds/", None), ("服务规则", "/powers/rules/", None)]
    beside: list[Link] = [("办事", "/items/", None)]
    beside += [("导入、差异、上线", "/exchange/", None)] if holds(who, POSTS) else []
    beside += [("权责和裁量", "/powers/desk/", None)] if holds(who, ("law", "government", "powers")) else []
    beside += [("清单调整审核", "/powers/desk/proposals/", None)] if holds(who, REVIEWING) else []
    beside += [("工作台", "/desk/", None)] if holds(who, HANDLING) else []
    beside += [("驾驶舱", "/cockpit/", None)] if holds(who, OVERSIGHT) else []
    groups = (("事项目录", links), ("其他", beside))
    return framed(request, f"catalogue/{template}.html", context, groups, status)


def light(state: str, words: str) -> Cell:
    """Returns the state of a draft as a light."""
    return {"text": words, "light": {"colour": LIGHTS.get(state, "blue"), "words": words}}


def own_units(who: Reader) -> list[Piece]:
    """Returns the units whose items the reader writes, as choices of a form."""
    return units_of(who, "editor")
