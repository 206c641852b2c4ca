"""One item: its guide as a page."""

from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import NoSuchItem, missing
from yimen.contexts.procedures.api import version as one_version
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import Piece, flow

from . import editions
from .guidance import edition, sections
from .guidance import found as read
from .items import can_apply
from .marking import block, linked
from .room import crumbs, table


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the guide in force today; on another day where ``?on=`` asks so; of an ended item, what became of it."""
    if "on" in request.GET:
        return editions.on_a_day(request, code)
    try:
        found, version = read(code)
    except NoSuchItem as error:
        try:
            return editions.gone(request, code)
        except NoSuchItem:
            raise error from None
    on = today()
    promise, law = allowed(guide=found, on=on)
    lead = f"{found.unit.name} · 承诺 {promise.length} 个工作日办结（法定 {law.text}）"
    tags = [{"label": found.type, "kind": "law"}, {"label": found.online, "kind": "act"}]
    tags += [{"label": "含演示值", "kind": "demo"}] if found.demo else []
    context = {
        "crumbs": crumbs(("办事", "/items/"), (found.name, None)),
        "name": found.name,
        "lead": lead,
        "tags": tags,
        "apply_url": f"/space/apply/{found.code}/" if can_apply(found) else "",
        "sections": [_shown(part) for part in sections(found, version, on)],
        "ahead": editions.ahead(found),
        "missing": missing(found),
        "version": version,
        "flow": _drawn(version.id),
        "base": f"/items/{found.code}/",
        "edition": edition(found),
        "form": found.form.title,
        "linked": block(linked(found, version, on)),
    }
    return render(request, "portal/guide.html", context)


@lru_cache(maxsize=256)
def _drawn(id: UUID) -> SafeString:  # noqa: A002 - the plain word
    """Returns the chart of a procedure's version, which never changes, drawn once."""
    return flow(one_version(id=id))


def _shown(part: Piece) -> Piece:
    """Returns a section with its table, where its rows stand under a head."""
    caption = f"{part['title']}，共 {len(part['rows'])} 项"
    return {**part, "table": table(caption, part["head"], part["rows"]) if part["head"] else None}
