"""The frame of every page of the room of procedures: the links at its side; the rest is the rooms' in common."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from yimen.contexts.identity.api import NoSuchUnit, Reader, unit
from yimen.kernel.procedure import Finding, Mark, Position, Procedure, sketch
from yimen.sites.pieces.deskroom import Link, Slip, field, framed, revision_of, units_of
from yimen.sites.pieces.shapes import drawing
from yimen.sites.pieces.tables import Cell, Piece, table
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

POSTS = ("process", "approver")
MOST_WAYS = 5  # drawn on one page
__all__ = [
    "Cell",
    "Piece",
    "Slip",
    "field",
    "own_units",
    "page",
    "picture",
    "pictures",
    "revision_of",
    "table",
    "unit_name",
    "ways",
]


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
    procedure: Procedure, marks: Mapping[str, Mark] | None = None, *, beside: str = "", fault: Finding | None = None
) -> SafeString:
    """Returns the flowchart as SVG; ``beside``: what tells its ids from those of another on the same page.

    ``fault``: one whose way is drawn.
    """
    way = Position(marks=dict(marks or {}))
    if fault:
        stuck = fault.stops or fault.element.split(" ")[-1]
        way = replace(way, path=fault.path, stuck=stuck, flows=frozenset(fault.flows), stuck_words=fault.mark)
    shown = replace(procedure, key=f"{procedure.key}{beside}")
    return drawing(shown, way, f"{procedure.name}流程图")


def ways(faults: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns the faults whose ways are drawn, in order: the first of those that must be put right."""
    return tuple([one for one in faults if one.path and one.severity == "error"][:MOST_WAYS])


def pictures(procedure: Procedure, faults: Iterable[Finding]) -> list[Piece]:
    """Returns the flowchart once for each fault whose way is drawn, or once without, as ways.html takes them."""
    drawn = ways(faults)
    if not drawn:
        return [{"id": "", "title": "", "flow": picture(procedure)}]
    return [
        {
            "id": f"way-{number}",
            "title": f"走法图 {number}：{one.where}",
            "flow": picture(procedure, beside=f"-way-{number}" if number > 1 else "", fault=one),
        }
        for number, one in enumerate(drawn, 1)
    ]


def unfinished(xml: bytes) -> list[Piece]:
    """Returns what can be drawn of a file that is no procedure yet, as ways.html takes it; nothing without a start."""
    drawn = sketch(xml)
    return [{"id": "", "title": "", "flow": picture(drawn)}] if drawn else []


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
