"""One item: its guide as a page."""

from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import NoSuchItem
from yimen.contexts.procedures.api import version as one_version
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.guidance import chosen, page
from yimen.sites.pieces.guidance import found as read
from yimen.sites.pieces.shapes import flow

from . import editions
from .items import can_apply
from .marking import block, linked
from .room import crumbs


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the guide in force today; on another day where ``?on=`` asks so; of an ended item, what became of it."""
    if "on" in request.GET:
        return editions.on_a_day(request, code)
    try:
        item, version = read(code)
    except NoSuchItem as error:
        try:
            return editions.gone(request, code)
        except NoSuchItem:
            return editions.awaited(request, code, error)
    found = chosen(item, request.GET.get("v", ""))
    query = f"?v={found.handled.number}" if found.handled else ""
    on = today()
    terms = allowed(guide=found, on=on)
    context = {
        **page(found, version, on, terms),
        "crumbs": crumbs(("办事", "/items/"), (found.name, None)),
        "query": query,
        "apply_url": f"/space/apply/{found.code}/{query}" if can_apply(found) else "",
        "ahead": editions.ahead(found),
        "flow": _drawn(version.id),
        "base": f"/items/{found.code}/",
        "linked": block(linked(item, version, on, None if found.handled else terms)),
    }
    return render(request, "pieces/guide.html", context)


@lru_cache(maxsize=256)
def _drawn(id: UUID) -> SafeString:  # noqa: A002 - the plain word
    """Returns the chart of a procedure's version, which never changes, drawn once."""
    return flow(one_version(id=id))
