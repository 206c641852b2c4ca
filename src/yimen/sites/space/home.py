"""The first page of the space: what waits for me, my cases with their lights, what I have not sent yet."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import drafts
from yimen.contexts.catalogue.api import NoSuchItem, guide
from yimen.contexts.matters.api import Matter, mine
from yimen.contexts.notices.api import mine as my_notices
from yimen.sites.pieces import clocks, shapes
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.who import reader, signed_in

from .room import page

_STRIPS = 5  # only so many cases show their days one by one: a longer page helps nobody


@require_safe
@signed_in("person")
def home(request: HttpRequest) -> HttpResponse:
    """Shows the reader's own cases, the newest notices and the drafts."""
    who, day = reader(request), today()
    found = mine(reader=who)
    running = [item for item in found if item.open]
    context = {
        "name": who.name,
        "running": [_line(item, day, days=place < _STRIPS) for place, item in enumerate(running)],
        "closed": [_line(item, day, days=False) for item in found if not item.open],
        "notices": my_notices(reader=who, limit=3, only_unread=True),
        "drafts": list(_unsent(drafts(reader=who), day)),
    }
    return page(request, "home", context)


def _line(matter: Matter, day: date, *, days: bool) -> dict[str, Any]:
    return {
        "url": f"/space/cases/{matter.number}/",
        "title": matter.title,
        "number": matter.number,
        "step": matter.step,
        "outcome": matter.outcome,
        "opened_at": matter.opened_at,
        "due_on": matter.due_on,
        "light": shapes.light(matter, day),
        "days": clocks.leading(matter, day) if days else None,
    }


def _unsent(kept: Iterable[tuple[UUID, str, datetime]], day: date) -> Iterable[dict[str, Any]]:
    for id_, code, saved_at in kept:
        try:
            name = guide(code=code, on=day).name
        except NoSuchItem:
            name = f"已不再受理的事项（{code}）"
        base = f"/space/apply/{code}/"
        yield {"url": f"{base}?draft={id_}", "away": f"{base}drafts/{id_}/", "name": name, "saved_at": saved_at}
