"""The frame of every page of the exchange desk: who may enter, over which region, the links at the side."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.identity.api import Post
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.who import holds, reader

WRITERS = ("editor",)
_WORKING = ("editor", "law", "staffing", "government")
READERS = ("editor", "law", "staffing", "government", "system", "supervisor", "leader")
_LINKS = (
    ("各级差异", "/exchange/", READERS),
    ("上线和进驻", "/exchange/coverage/", READERS),
    ("大厅显示", "/exchange/displays/", READERS),
    ("导入事项", "/exchange/import/", WRITERS),
)


def post_of(request: HttpRequest, roles: Sequence[str]) -> Post:
    """Returns the post by which the reader is here: that named by ``?unit=``, or the first."""
    posts = [post for post in reader(request).posts if post.role in roles]
    return next((post for post in posts if post.unit == request.GET.get("unit")), posts[0])


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page with the links at its side and, once, the sentence left by the last act."""
    who = reader(request)
    links = [
        {
            "label": label,
            "url": url,
            "current": _current(request.path, url),
            "count": None,
            "urgent": False,
        }
        for label, url, roles in _LINKS
        if holds(who, roles)
    ]
    beside = [("事项和草稿", "/catalogue/")] if holds(who, _WORKING) else []
    beside += [("开放数据", "/data/")]
    others = [{"label": label, "url": url, "current": False, "count": None, "urgent": False} for label, url in beside]
    groups = [{"label": "目录交换", "links": links}, {"label": "其他", "links": others}]
    frame = {"desk": {"groups": groups}, "said": said(request)}
    return render(request, f"exchange/{template}.html", {**frame, **context}, status=status)


def _current(path: str, url: str) -> bool:
    first = "/exchange/"  # the differences: the room's own address, and what lies below them
    return path == first or path.startswith(f"{first}differences/") if url == first else path.startswith(url)
