"""The frame of every cockpit page: who may enter, over which region, and the tabs."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.identity.api import ROLES, Post, Reader
from yimen.sites.pieces.who import View, reader, signed_in

OVERSIGHT = ("supervisor", "leader", "audit")
P = ParamSpec("P")
_TABS = (
    ("总览", "/cockpit/", OVERSIGHT),
    ("监察提醒", "/cockpit/findings/", OVERSIGHT),
    ("留痕存证", "/cockpit/journal/", (*OVERSIGHT, "system")),
)


def for_roles(*roles: str) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], View[P]]:
    """Lets only officers in who hold one of the roles; tells others which roles may (403)."""

    def decorate(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> View[P]:
        @signed_in("officer")
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not _holds(reader(request), roles):
                names = "、".join(ROLES[role] for role in roles)
                raise PermissionError(f"这个页面供{names}使用。您没有这些岗位，请联系本单位的岗位管理员。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _holds(who: Reader, roles: tuple[str, ...]) -> bool:
    return any(who.holds(role) for role in roles)


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
        if _holds(who, roles)
    ]
    frame = {"tabs": tabs, "said": request.session.pop("said", "")}
    return render(request, f"cockpit/{template}.html", {**frame, **context}, status=status)
