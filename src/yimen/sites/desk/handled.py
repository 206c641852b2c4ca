"""What I have handled: my own deeds, newest first, page by page."""

import json
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.matters.api import Deed, deeds
from yimen.sites.pieces import shapes
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.offering import own_page
from yimen.sites.pieces.templatetags.words import moment
from yimen.sites.pieces.who import HANDLING, for_roles, reader

from .room import page

_VERBS: dict[str, str] = json.loads((Path(__file__).parents[2] / "data" / "verbs.json").read_text("utf-8"))
_DIGITS = 5
_GESTURES = {"transfer", "delegate", "recall", "add", "return", "withdraw_step", "urge", "suspend", "terminate"}


@require_safe
@for_roles(*HANDLING)
def handled(request: HttpRequest) -> HttpResponse:
    """Shows a page of the reader's deeds."""
    number = _page_of(request)
    found, more = deeds(reader=reader(request), page=number)
    context = {
        "rows": [_line(one) for one in found],
        "newer": f"/desk/handled/?page={number - 1}" if number > 1 else "",
        "older": f"/desk/handled/?page={number + 1}" if more else "",
        "number": number,
    }
    return page(request, "handled", context)


def _page_of(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 1


def _what(one: Deed) -> tuple[str, ...]:
    """Returns the step and what was done at it: its outcome, or the gesture by which it went elsewhere."""
    verb = _VERBS.get(one.verb, one.verb)
    if not one.step:
        return verb, one.outcome
    return one.step, verb if one.verb.rpartition(".")[2] in _GESTURES else "", one.outcome


def _line(one: Deed) -> dict[str, Any]:
    return {
        "at": moment(one.at),
        "what": "：".join(filter(None, _what(one))),
        "title": one.matter.title,
        "number": one.matter.number,
        "url": own_page(one.matter) or f"/desk/cases/{one.matter.number}/",
        "light": shapes.light(one.matter, today()),
    }
