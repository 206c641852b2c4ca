"""The lights of every unit of a place, for everyone to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.matters.api import UnitCount
from yimen.contexts.places.api import region
from yimen.contexts.supervision.api import CASES, Board
from yimen.contexts.supervision.api import board as read_board
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import rows_under as table
from yimen.sites.pieces.templatetags.words import day

from .room import crumbs

_HEADS = ("单位", "灯", "#在办", "#正常", "#黄灯", "#红灯", "#中止计时", "#已办结", "#按时办结率")


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Shows counts by unit; no matter is named."""
    place, on = region(code=place_code(request)), today()
    found = read_board(region=place.code, today=on, kind=CASES)
    rows = [_row(name, line) for name, line in found.lines]
    context = {
        "crumbs": crumbs(("监督", None)),
        "lead": f"{place.name}，{day(on)}。每个办件按承诺期限亮灯，任何人都可以看。",
        "tiles": _tiles(found),
        "table": table("各单位", _HEADS, rows) if rows else None,
    }
    return render(request, "portal/board.html", context)


def _tiles(found: Board) -> list[Piece]:
    numbers = (
        ("正在办理", str(found.open), "件", "", ""),
        ("黄灯", str(found.yellow), "件", "临近期限", "yellow"),
        ("红灯", str(found.red), "件", "超过期限", "red"),
        ("已办结", str(found.closed), "件", "", ""),
        ("按时办结率", _share(found.on_time), "", "按承诺期限", "green"),
    )
    names = ("label", "value", "unit", "note", "light")
    return [{**dict(zip(names, number, strict=True)), "url": None} for number in numbers]


def _row(name: str, line: UnitCount) -> list[str | Piece]:
    counts = (line.open, line.green, line.yellow, line.red, line.grey, line.closed)
    return [name, {"light": _light(line)}, *map(str, counts), _share(line.on_time)]


def _light(line: UnitCount) -> dict[str, str]:
    if line.red:
        return {"colour": "red", "words": "有超期"}
    if line.yellow:
        return {"colour": "yellow", "words": "有临近期限"}
    return {"colour": "green", "words": "正常"} if line.open else {"colour": "grey", "words": "无在办"}


def _share(on_time: float | None) -> str:
    return "—" if on_time is None else f"{on_time:.1%}"
