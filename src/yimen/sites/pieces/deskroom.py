"""What the rooms of officers share: tables, fields, pairs; for rooms of drafts also the frame and doing an act."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from yimen.contexts.identity.api import Reader

from .edge import said, say
from .tables import Piece
from .who import for_roles

Link = tuple[str, str, int | None]  # its words, its address, how many wait there
Deed = Callable[[HttpRequest, UUID], str]
_DIGITS = 9


class Slip(ValueError):
    """Says what of a form is wrong."""


def framed(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    groups: Sequence[tuple[str, Sequence[Link]]],
    status: int = 200,
) -> HttpResponse:
    """Renders a page with groups of links at its side and, once, the sentence left by the last act."""
    frame = {"desk": {"groups": [_group(request, *group) for group in groups]}, "said": said(request)}
    return render(request, template, {**frame, **context}, status=status)


def _group(request: HttpRequest, label: str, links: Sequence[Link]) -> Piece:
    shown = [
        {"label": name, "url": url, "current": request.path == url, "count": count or None, "urgent": False}
        for name, url, count in links
    ]
    return {"label": label, "links": shown}


def field(
    code: str, label: str, kind: str, typed: Mapping[str, Any], *, required: bool = True, **more: object
) -> Piece:
    """Returns a field as field.html takes it, with what was typed before."""
    plain = {"hint": "", "error": "", "choices": [], "value": typed.get(code, "")}
    return {"code": code, "label": label, "type": kind, "required": required, **plain, **more}


def revision_of(sent: Mapping[str, str]) -> int:
    """Returns the revision that a form was shown with; raises Slip."""
    text = sent.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Slip("没有说明您看到的是第几稿，没有办理。请刷新页面后再提交。")
    return int(text)


def units_of(who: Reader, role: str) -> list[Piece]:
    """Returns the units at which the reader holds a role, as choices of a form."""
    return [{"code": post.unit, "label": post.unit_name} for post in who.posts if post.role == role]


def doing(
    *,
    posts: Sequence[str],
    refusal: type[Exception],
    moved: type[Exception],
    show: Callable[[HttpRequest, UUID, str, int], HttpResponse],
    back: Callable[[HttpRequest, UUID], str],
) -> Callable[[Deed], Callable[..., HttpResponse]]:
    """Returns what makes a deed a view: does what a form asks of a draft, says so, and goes ``back``.

    Where it is refused, shows the draft's page with the reason (422; 409 where somebody else was quicker).
    """

    def decorate(deed: Deed) -> Callable[..., HttpResponse]:
        @require_POST
        @for_roles(*posts)
        @wraps(deed)
        def view(request: HttpRequest, draft_id: UUID) -> HttpResponse:
            try:
                say(request, deed(request, draft_id))
            except (refusal, Slip) as error:
                return show(request, draft_id, str(error), 409 if isinstance(error, moved) else 422)
            return HttpResponseRedirect(back(request, draft_id))

        return view

    return decorate
