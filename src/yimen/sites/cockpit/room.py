"""The frame of every cockpit page: who may enter, over which region, and the tabs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.identity.api import Post
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.who import OVERSIGHT, holds, reader

_TABS = (
    ("总览", "/cockpit/", OVERSIGHT),
    ("监察提醒", "/cockpit/findings/", OVERSIGHT),
    ("监察重点", "/cockpit/keys/", OVERSIGHT),
    ("监察规则", "/cockpit/rules/", OVERSIGHT),
    ("留痕存证", "/cockpit/journal/", (*OVERSIGHT, "system")),
    ("常用说法", "/catalogue/words/", ("system",)),
    ("裁量监督", "/powers/desk/", OVERSIGHT),
    ("投诉", "/complaints/desk/", OVERSIGHT),
)


def overseen(request: HttpRequest) -> tuple[Post, tuple[Post, ...]]:
    """Returns the oversight post whose region is looked at (``?region=``, or the first), and all of them."""
    posts = {post.region: post for post in reader(request).posts if post.role in OVERSIGHT}
    chosen = posts.get(request.GET.get("region", ""), next(iter(posts.values())))
    return chosen, tuple(posts.values())


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a cockpit page with the tabs its reader may open and, once, the sentence left by the last act."""
    who = reader(request)
    tabs = [
        {"label": label, "url": url, "current": request.path == url, "count": None}
        for label, url, roles in _TABS
        if holds(who, roles)
    ]
    frame = {"tabs": tabs, "said": said(request)}
    return render(request, f"cockpit/{template}.html", {**frame, **context}, status=status)
