"""The frame of every page of the space: its tabs, what was just said, and files sent to the reader alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from yimen.contexts.identity.api import Person, person
from yimen.contexts.notices.api import unread_count
from yimen.kernel.clock import local_date
from yimen.sites.pieces.who import act, reader

TABS = (
    ("我的办件", "/space/"),
    ("我的消息", "/space/notices/"),
    ("我的单位", "/space/companies/"),
    ("我的信息", "/space/me/"),
)


def today(request: HttpRequest) -> date:
    """Returns China's date now."""
    return local_date(act(request).now)


def own(request: HttpRequest) -> Person:
    """Returns the signed-in person's own data, plain; raises PermissionError for anyone without such an account."""
    account = reader(request).account
    if account is None:
        raise PermissionError("请先登录再办理。")
    return person(account=account)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page of the space with its tabs and, once, the sentence left by the last act."""
    frame = {"tabs": _tabs(request), "said": request.session.pop("said", "")}
    return render(request, f"space/{template}.html", {**frame, **context}, status=status)


def say(request: HttpRequest, sentence: str) -> None:
    """Leaves a sentence for the next page."""
    request.session["said"] = sentence


def send(content: bytes, media: str, name: str, *, attach: bool = False) -> HttpResponse:
    """Returns a file that no shared cache may keep; ``attach`` saves it instead of showing it."""
    headers = {
        "Content-Disposition": content_disposition_header(attach, name) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media, headers=headers)


def crumbs(*steps: tuple[str, str | None]) -> list[dict[str, str | None]]:
    """Returns where a page is, below the space's first page."""
    return [{"label": label, "url": url} for label, url in (("我的办件", "/space/"), *steps)]


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    unread = unread_count(reader=reader(request))
    counts = {"/space/notices/": unread or None}
    return [
        {"label": label, "url": url, "current": request.path == url, "count": counts.get(url)} for label, url in TABS
    ]
