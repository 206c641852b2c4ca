"""One item: its guide as a page, and its earlier versions."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import Edition
from yimen.contexts.catalogue.api import history as read_history
from yimen.contexts.procedures.api import version as one_version
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.guidance import found as read
from yimen.sites.pieces.guidance import page
from yimen.sites.pieces.shapes import flow
from yimen.sites.pieces.templatetags.words import day

from .items import can_apply
from .marking import block, linked
from .room import crumbs


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the guide in force today."""
    found, version = read(code)
    on = today()
    terms = allowed(guide=found, on=on)
    context = {
        **page(found, version, on, terms),
        "crumbs": crumbs(("办事", "/items/"), (found.name, None)),
        "apply_url": f"/space/apply/{found.code}/" if can_apply(found) else "",
        "flow": _drawn(version.id),
        "base": f"/items/{found.code}/",
        "linked": block(linked(found, version, on, terms)),
    }
    return render(request, "pieces/guide.html", context)


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Shows every version of an item, newest first, with what changed and why."""
    editions = read_history(code=code)
    context = {
        "crumbs": crumbs(("办事", "/items/"), (editions[0].guide.name, f"/items/{code}/"), ("历次版本", None)),
        "name": editions[0].guide.name,
        "editions": [_edition(edition) for edition in editions],
    }
    return render(request, "portal/history.html", context)


@lru_cache(maxsize=256)
def _drawn(id: UUID) -> SafeString:  # noqa: A002 - the plain word
    """Returns the chart of a procedure's version, which never changes, drawn once."""
    return flow(one_version(id=id))


def _edition(edition: Edition) -> dict[str, Any]:
    guide, change, ending = edition.guide, edition.change, edition.ending
    until = f"至 {day(guide.valid_to)}" if guide.valid_to else "起"
    told = [f"{change.kind}：{change.reason}" if change.reason else change.kind]
    told += [f"依据 {change.document}"] if change.document else []
    told += [f"与上一版不同：{'、'.join(edition.differences)}"] if edition.differences else []
    told += [f"{ending.kind}：{ending.reason}（{ending.document}）"] if ending else []
    return {
        "label": f"第 {guide.version} 版（{guide.status}）",
        "state": "now" if guide.valid_to is None else "did",
        "when": f"{day(guide.valid_from)}{until}",
        "who": guide.unit.name,
        "note": "；".join(told),
        "light": None,
    }
