"""The frame of every desk page: who may sit here, the links at the side, what was just said."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from yimen.contexts.identity.api import ROLES, Reader
from yimen.kernel.clock import local_date
from yimen.sites.pieces.who import View, act, reader, signed_in

HANDLING = ("window", "examiner", "reviewer", "decider", "issuer")
OVERSIGHT = ("supervisor", "leader", "audit")
P = ParamSpec("P")


def holds(who: Reader, roles: tuple[str, ...]) -> bool:
    """Tells whether the reader holds a post of one of the roles."""
    return any(who.holds(role) for role in roles)


def for_roles(*roles: str) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], View[P]]:
    """Lets only officers in who hold one of the roles; tells others which roles may (403)."""

    def decorate(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> View[P]:
        @signed_in("officer")
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not holds(reader(request), roles):
                names = "、".join(ROLES[role] for role in roles)
                raise PermissionError(f"这个页面供{names}使用。您没有这些岗位，请联系本单位的岗位管理员。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def today(request: HttpRequest) -> date:
    """Returns China's date now."""
    return local_date(act(request).now)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a desk page with the links at its side and, once, the sentence left by the last act."""
    frame = {"desk": {"groups": _groups(request)}, "said": request.session.pop("said", "")}
    return render(request, f"desk/{template}.html", {**frame, **context}, status=status)


def say(request: HttpRequest, sentence: str) -> None:
    """Leaves a sentence for the next page."""
    request.session["said"] = sentence


def send(content: bytes, media: str, name: str, *, keep: bool = False) -> HttpResponse:
    """Returns a file that no shared cache may keep, to look at, or to ``keep``."""
    headers = {
        "Content-Disposition": content_disposition_header(keep, name) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media, headers=headers)


def _groups(request: HttpRequest) -> list[dict[str, Any]]:
    who = reader(request)
    groups = [("我的", [("待办", "/desk/"), ("监察提醒", "/desk/findings/")])]
    if who.holds("window"):
        groups.append(("窗口", [("窗口收件", "/desk/intake/")]))
    if holds(who, OVERSIGHT):
        groups.append(("监察", [("驾驶舱", "/cockpit/")]))
    return [{"label": label, "links": [_link(request, *link) for link in links]} for label, links in groups]


def _link(request: HttpRequest, label: str, url: str) -> dict[str, Any]:
    current = request.path == url if url == "/desk/" else request.path.startswith(url)
    return {"label": label, "url": url, "current": current, "count": None, "urgent": False}
