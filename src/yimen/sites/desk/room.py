"""The frame of every desk page: the links at the side, what was just said."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.sites.pieces.edge import said
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, holds, reader, rooms


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a desk page with the links at its side and, once, the sentence left by the last act."""
    frame = {"desk": {"groups": _groups(request)}, "said": said(request)}
    return render(request, f"desk/{template}.html", {**frame, **context}, status=status)


def _groups(request: HttpRequest) -> list[dict[str, Any]]:
    who = reader(request)
    own = [
        ("待办", "/desk/"),
        ("我办过的", "/desk/handled/"),
        ("本单位在办", "/desk/cases/"),
        ("监察提醒", "/desk/findings/"),
    ]
    if not holds(who, HANDLING):  # who answers complaints has a room elsewhere, and findings to explain here
        own = [*rooms(who), *own[-1:]] if holds(who, ("complaints", "inquirer")) else own[:1]
    groups = [("我的", own)]
    if who.holds("window"):
        counter = [("窗口收件", "/desk/intake/"), ("窗口预约", "/desk/appointments/"), ("身份核实", "/desk/verify/")]
        groups.append(("窗口", counter))
    penal = [("处罚案件", "/powers/desk/cases/")] if holds(who, ("examiner", "reviewer", "decider", "issuer")) else []
    if penal:
        groups.append(("处罚", penal + ([("处罚决定", "/powers/desk/penalties/")] if who.holds("decider") else [])))
    if holds(who, OVERSIGHT):
        groups.append(("监察", [("驾驶舱", "/cockpit/")]))
    return [{"label": label, "links": [_link(request, *link) for link in links]} for label, links in groups]


def _link(request: HttpRequest, label: str, url: str) -> dict[str, Any]:
    current = request.path == url if url == "/desk/" else request.path.startswith(url)
    return {"label": label, "url": url, "current": current, "count": None, "urgent": False}
