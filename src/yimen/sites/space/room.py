"""The frame of every page of the space: its tabs, what was just said, the reader's own data."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.identity.api import Person, person
from yimen.contexts.notices.api import unread_count
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.who import reader

TABS = (
    ("我的办件", "/space/"),
    ("我的项目", "/space/projects/"),
    ("我的预约", "/space/appointments/"),
    ("我的消息", "/space/notices/"),
    ("我的单位", "/space/companies/"),
    ("我的信息", "/space/me/"),
)


def own(request: HttpRequest) -> Person:
    """Returns the signed-in person's own data, plain; raises PermissionError for anyone without such an account."""
    account = reader(request).account
    if account is None:
        raise PermissionError("请先登录再办理。")
    return person(account=account)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page of the space with its tabs and, once, the sentence left by the last act."""
    frame = {"tabs": _tabs(request), "said": said(request)}
    return render(request, f"space/{template}.html", {**frame, **context}, status=status)


def crumbs(*steps: tuple[str, str | None]) -> list[dict[str, str | None]]:
    """Returns where a page is, below the space's first page."""
    return [{"label": label, "url": url} for label, url in (("我的办件", "/space/"), *steps)]


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    unread = unread_count(reader=reader(request))
    counts = {"/space/notices/": unread or None}
    return [
        {"label": label, "url": url, "current": request.path == url, "count": counts.get(url)} for label, url in TABS
    ]
