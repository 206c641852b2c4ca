"""The frame of every page of the room of procedures: the links at its side; the rest is the rooms' in common."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from yimen.contexts.identity.api import NoSuchUnit, Reader, unit
from yimen.kernel.procedure import Finding, Mark, Position, Procedure
from yimen.sites.pieces.deskroom import Link, Slip, field, framed, revision_of, units_of
from yimen.sites.pieces.shapes import drawing
from yimen.sites.pieces.tables import Cell, Piece, table
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

POSTS = ("process", "approver")
__all__ = ["Cell", "Piece", "Slip", "field", "own_units", "page", "picture", "revision_of", "table", "unit_name"]


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page with the links at its side and, once, the sentence left by the last act."""
    who = reader(request)
    links: list[Link] = [("流程和草稿", "/processes/", None)]
    links += [("新建流程", "/processes/new/", None)] if who.holds("process") else []
    links += [("时限压缩", "/processes/compression/", None)]
    beside: list[Link] = [("流程公开", "/procedures/", None)]
    beside += [("工作台", "/desk/", None)] if holds(who, HANDLING) else []
    beside += [("驾驶舱", "/cockpit/", None)] if holds(who, OVERSIGHT) else []
    beside += [("日历和时限", "/rules/", None)] if who.holds("law") else []
    groups = (("流程管理", links), ("其他", beside))
    return framed(request, f"processes/{template}.html", context, groups, status)


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
    way = Position(marks=dict(marks or {}))
    if shows:
        stuck = shows.stops or shows.element.split(" ")[-1]
        way = replace(way, path=shows.path, stuck=stuck, flows=frozenset(shows.flows), halt=shows.mark)
    shown = replace(procedure, key=f"{procedure.key}{beside}")
    return drawing(shown, way, f"{procedure.name}流程图")


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
    return units_of(who, "process")
