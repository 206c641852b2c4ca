"""What the pages of complaints share: tables, pairs, sections, fields, crumbs, the frame of the desk."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.complaints.api import INQUIRER, PUBLISHER, RECEIVER
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

DESK = (RECEIVER, INQUIRER, PUBLISHER, *OVERSIGHT)
Cell = str | Piece
_BESIDE = (
    ("我的工作台", "/desk/", HANDLING),
    ("监察提醒", "/desk/findings/", (RECEIVER, INQUIRER)),
    ("日历和时限", "/rules/", (PUBLISHER,)),
    ("驾驶舱", "/cockpit/", OVERSIGHT),
    ("公开页面", "/complaints/", DESK),
)


def asked(request: HttpRequest, name: str) -> str:
    """Returns a value of the address as one short line of printable text, "" where there is none."""
    text = "".join(sign for sign in request.GET.get(name, "") if sign.isprintable())
    return text.strip()[:60]


def crumbs(*steps: tuple[str, str | None]) -> list[Piece]:
    """Returns where a page is, below the front page of complaints."""
    above = ("投诉", "/complaints/" if steps else None)
    return [{"label": label, "url": url} for label, url in (("首页", "/"), above, *steps)]


def pair(label: str, value: str, url: str = "") -> Piece:
    """Returns one pair as kv.html takes it."""
    return {"label": label, "value": value or "—", "note": "", "url": url}


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Piece | None:
    """Returns a table as table.html takes it, None without rows. Heads that begin with "#" are of numbers."""
    names, numbers = [head.removeprefix("#") for head in heads], [head.startswith("#") for head in heads]

    def cell(place: int, given: Cell) -> Piece:
        plain = {"text": "", "label": names[place], "number": numbers[place], "url": None, "light": None}
        return {**plain, "head": place == 0, **({"text": given} if isinstance(given, str) else given)}

    shown = [[cell(place, given) for place, given in enumerate(row)] for row in rows]
    if not shown:
        return None
    told = [{"label": name, "number": number} for name, number in zip(names, numbers, strict=True)]
    return {"caption": caption, "heads": told, "rows": shown}


def section(title: str, **parts: Any) -> Piece:
    """Returns a section as section.html takes it: note, pairs, lines, table, empty (what to say without a table)."""
    return {"title": title, "note": "", "pairs": [], "lines": [], "table": None, "empty": "", **parts}


def field(code: str, label: str, kind: str, typed: Mapping[str, Any], *, required: bool = True, **more: Any) -> Piece:
    """Returns a field as field.html takes it, with what was typed before."""
    plain = {"hint": "", "error": "", "choices": [], "value": typed.get(code, "")}
    return {"code": code, "label": label, "type": kind, "required": required, **plain, **more}


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
