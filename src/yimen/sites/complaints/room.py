"""What the pages of complaints share: tables, pairs, sections, fields, crumbs, the frame of the desk."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.complaints.api import INQUIRER, PUBLISHER, RECEIVER
from yimen.sites.pieces.deskroom import field
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.tables import Cell, Piece, asked, pair, table
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

DESK = (RECEIVER, INQUIRER, PUBLISHER, *OVERSIGHT)
__all__ = ["Cell", "Piece", "asked", "field", "pair", "table"]
_BESIDE = (
    ("我的工作台", "/desk/", HANDLING),
    ("监察提醒", "/desk/findings/", (RECEIVER, INQUIRER)),
    ("日历和时限", "/rules/", (PUBLISHER,)),
    ("驾驶舱", "/cockpit/", OVERSIGHT),
    ("公开页面", "/complaints/", DESK),
)


def crumbs(*steps: tuple[str, str | None]) -> list[Piece]:
    """Returns where a page is, below the front page of complaints."""
    above = ("投诉", "/complaints/" if steps else None)
    return [{"label": label, "url": url} for label, url in (("首页", "/"), above, *steps)]


def section(title: str, **parts: Any) -> Piece:
    """Returns a section as section.html takes it: note, pairs, lines, table, empty (what to say without a table)."""
    return {"title": title, "note": "", "pairs": [], "lines": [], "table": None, "empty": "", **parts}


def choices(values: Iterable[tuple[str, str]]) -> list[Piece]:
    """Returns choices by code and label."""
    return [{"code": code, "label": label, "hint": ""} for code, label in values]


def marked(fields: Iterable[Piece], refused: tuple[str, str] | None) -> list[Piece]:
    """Puts what was refused at its field, and returns the summary of errors."""
    if refused is None:
        return []
    known = False
    for one in fields:
        if one["code"] == refused[0]:
            one["error"], known = refused[1], True
    return [{"code": refused[0] if known else "", "text": refused[1]}]


def public(request: HttpRequest, title: str, sections: Sequence[Piece], **more: Any) -> HttpResponse:
    """Renders a public page of sections. ``steps``: crumbs below the front page."""
    steps = more.pop("steps", ((title, None),))
    plain: dict[str, Any] = {"lead": "", "tags": [], "light": None, "groups": [], "buttons": [], "pages": None}
    context = {"title": title, "crumbs": crumbs(*steps), "sections": list(sections), **plain, **more}
    return render(request, "complaints/page.html", context)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page of the desk with the links at its side and, once, the sentence left by the last act."""
    who = reader(request)
    beside = [(label, url) for label, url, roles in _BESIDE if holds(who, roles)]
    groups = [("投诉", [("投诉办理", "/complaints/desk/")]), ("其他", beside)]
    frame = {
        "desk": {
            "groups": [{"label": name, "links": [_link(request, *one) for one in links]} for name, links in groups]
        },
        "said": said(request),
    }
    return render(request, f"complaints/{template}.html", {**frame, **context}, status=status)


def _link(request: HttpRequest, label: str, url: str) -> Piece:
    current = request.path.startswith(url) and url != "/complaints/"
    return {"label": label, "url": url, "current": current, "count": None, "urgent": False}
