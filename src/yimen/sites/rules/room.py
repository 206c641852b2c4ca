"""The frame of every page of the rules desk: the links at the side, what was just said, fields of forms."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.sites.pieces.deskroom import Link, field
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.tables import Cell, table
from yimen.sites.pieces.tables import Piece as Field
from yimen.sites.pieces.waits import waits
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader

_LINKS = (
    ("日历", (("概况", "/rules/"), ("放假通知", "/rules/holidays/"), ("停工命令", "/rules/closures/"),
             ("地方节日", "/rules/observances/"), ("重算期限", "/rules/redatings/"))),
    ("时限", (("法定时限", "/rules/limits/"), ("亮灯阈值", "/rules/lights/"))),
)  # fmt: skip
__all__ = ["Cell", "Field", "field", "table"]


class Slip(ValueError):
    """Says what of a form is wrong; ``field``: the code of the field, '' for the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page with the links at its side and, once, the sentence left by the last act."""
    who = reader(request)
    waiting = waits(who)
    beside: list[Link] = [("权责和裁量", "/powers/desk/", None)]
    if who.holds("law"):
        beside += [("事项目录", "/catalogue/", None)]
        beside += [("待我审核的事项", "/catalogue/reviews/", waiting["/catalogue/reviews/"])]
        beside += [("投诉公开审核", "/complaints/desk/", waiting["/complaints/desk/"])]
    beside += [("工作台", "/desk/", None)] if holds(who, HANDLING) else []
    beside += [("驾驶舱", "/cockpit/", None)] if holds(who, OVERSIGHT) else []
    groups: list[tuple[str, Sequence[Link]]] = [
        (label, [(name, url, None) for name, url in links]) for label, links in _LINKS
    ]
    groups.append(("其他", beside))
    frame = {
        "desk": {"groups": [_group(request, label, links) for label, links in groups]},
        "said": said(request),
    }
    return render(request, f"rules/{template}.html", {**frame, **context}, status=status)


def _group(request: HttpRequest, label: str, links: Sequence[Link]) -> dict[str, Any]:
    return {"label": label, "links": [_link(request, *one) for one in links]}


def _link(request: HttpRequest, label: str, url: str, count: int | None) -> dict[str, Any]:
    current = request.path == url if url == "/rules/" else request.path.startswith(url)
    return {"label": label, "url": url, "current": current, "count": count or None, "urgent": False}


def plain(error: Exception) -> str:
    """Returns what an error says without the keys of files, which stand in brackets beside their plain names."""
    return re.sub("（[a-z_]+）", "", str(error))


def day_of(text: str, name: str, code: str = "") -> date:
    """Returns a day of a form; raises Slip."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Slip(f"“{name}”应写成 2026-02-25 的样子，并且是有的日子。请改正。", code) from None


def number_of(text: str, name: str, code: str = "") -> int:
    """Returns a whole number of a form; raises Slip."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5):
        raise Slip(f"“{name}”应只填数字，例如 10。请改正。", code)
    return int(digits)
