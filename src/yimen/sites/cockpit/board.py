"""The lights of a region: how many, whose, and which matters need a hand today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from yimen.contexts.matters.api import Matter, UnitCount, lit
from yimen.contexts.supervision.api import CASES, Board, findings
from yimen.contexts.supervision.api import board as read_board
from yimen.kernel.clock import local_date
from yimen.sites.pieces import shapes
from yimen.sites.pieces.who import OVERSIGHT, act, for_roles, reader, signed_in

from .room import overseen, page

_LIGHTS = (("green", "绿灯"), ("yellow", "黄灯"), ("red", "红灯"), ("grey", "中止计时"))


@require_safe
@signed_in("officer")
def board(request: HttpRequest) -> HttpResponse:
    """Answers the door of the cockpit: those who only run the machine go to its journal."""
    who = reader(request)
    if who.holds("system") and not any(who.holds(role) for role in OVERSIGHT):
        return HttpResponseRedirect("/cockpit/journal/")
    return _board(request)


@for_roles(*OVERSIGHT)
def _board(request: HttpRequest) -> HttpResponse:
    post, posts = overseen(request)
    today = local_date(act(request).now)
    found = read_board(region=post.region, today=today)
    cases = read_board(region=post.region, today=today, kind=CASES)  # shares as the public board has them
    units = {line.unit: name for name, line in found.lines}
    context = {
        "regions": [
            {"label": p.unit_name, "url": f"/cockpit/?region={p.region}", "current": p is post, "count": None}
            for p in posts
        ],
        "tiles": [*_tiles(found, cases), _waiting(request)],
        "parts": _parts(found),
        "bars": [_bar(name, line) for name, line in cases.lines],
        "units": [_unit(name, line) for name, line in _closed_by(found, cases)],
        "lit": [_lit(m, units, today) for m in lit(reader=reader(request), region=post.region, today=today)],
    }
    return page(request, "board", context)


def _tiles(found: Board, cases: Board) -> list[dict[str, Any]]:
    share = "—" if cases.on_time is None else f"{cases.on_time:.1%}".rstrip("%")
    numbers = [
        ("在办", found.open, "件", "", ""),
        ("黄灯", found.yellow, "件", "临近期限", "yellow"),
        ("红灯", found.red, "件", "已超期限", "red"),
        ("中止计时", found.grey, "件", "特别程序、挂起", ""),
        ("按时办结率", share, "" if cases.on_time is None else "%", f"群众申请的，已办结 {cases.closed} 件", "green"),
    ]
    names = ("label", "value", "unit", "note", "light")
    return [{**dict(zip(names, number, strict=True)), "url": ""} for number in numbers]


def _waiting(request: HttpRequest) -> dict[str, Any]:
    count = sum(finding.state != "已核定" for finding in findings(reader=reader(request)))
    tile = {"label": "监察提醒", "value": count, "unit": "条", "note": "尚未核定"}
    return {**tile, "light": "yellow" if count else "", "url": "/cockpit/findings/"}


def _parts(found: Board) -> list[dict[str, Any]]:
    parts, start = [], 0.0
    for code, name in _LIGHTS:
        count = getattr(found, code)
        percent = 100 * count / found.open if found.open else 0.0
        parts.append({"label": name, "words": f"{name} {count}", "start": start, "percent": percent, "colour": code})
        start += percent
    return parts


def _closed_by(found: Board, cases: Board) -> Iterator[tuple[str, UnitCount]]:
    """Yields each unit's count of all that is open, with the cases alone among what was closed."""
    closed = {line.unit: (line.closed, line.late) for _, line in cases.lines}
    for name, line in found.lines:
        many, late = closed.get(line.unit, (0, 0))
        yield name, replace(line, closed=many, late=late)


def _bar(name: str, line: UnitCount) -> dict[str, Any]:
    if line.on_time is None:
        return {"label": name, "words": "尚无办结", "percent": 0, "colour": "grey"}
    colour = "green" if line.late == 0 else "yellow"
    return {"label": name, "words": f"{line.on_time:.1%}", "percent": 100 * line.on_time, "colour": colour}


def _unit(name: str, line: UnitCount) -> dict[str, Any]:
    if line.red:
        light = {"colour": "red", "words": f"{line.red} 件超期"}
    elif line.yellow:
        light = {"colour": "yellow", "words": f"{line.yellow} 件将到期"}
    else:
        light = {"colour": "green" if line.open else "grey", "words": "正常" if line.open else "无在办"}
    return {"name": name, "light": light, "count": line}


def _lit(matter: Matter, units: dict[str, str], today: date) -> dict[str, Any]:
    return {
        "number": matter.number,
        "title": matter.title,
        "unit": units.get(matter.unit, ""),
        "step": matter.step,
        "light": shapes.light(matter, today),
        "due": matter.due_on,
    }
