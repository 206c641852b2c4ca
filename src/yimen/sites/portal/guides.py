"""One item: its guide as a page and as PDF, and its earlier versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import Edition, Guide, missing
from yimen.contexts.catalogue.api import guide as read_guide
from yimen.contexts.catalogue.api import history as read_history
from yimen.contexts.documents.api import paper
from yimen.contexts.procedures.api import Version, in_force
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import Piece, flow
from yimen.sites.pieces.templatetags.words import day

from .guidance import sections
from .items import can_apply
from .room import crumbs, table


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the guide in force today."""
    found, version = _found(code)
    promise, law = allowed(guide=found, on=today())
    lead = f"{found.unit.name} · 承诺 {promise.length} 个工作日办结（法定 {law.text}）"
    tags = [{"label": found.type, "kind": "law"}, {"label": found.online, "kind": "act"}]
    tags += [{"label": "含演示值", "kind": "demo"}] if found.demo else []
    context = {
        "crumbs": crumbs(("办事", "/items/"), (found.name, None)),
        "name": found.name,
        "lead": lead,
        "tags": tags,
        "apply_url": f"/space/apply/{found.code}/" if can_apply(found) else "",
        "sections": [_shown(part) for part in sections(found, version, today())],
        "missing": missing(found),
        "version": version,
        "flow": flow(version),
        "base": f"/items/{found.code}/",
    }
    return render(request, "portal/guide.html", context)


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Sends the guide in force today as PDF."""
    found, version = _found(code)
    values = {
        "organ": found.unit.name,
        "title": found.name,
        "sections": [
            {**part, "title": f"{part['title']}（演示值）" if part["demo"] else part["title"]}
            for part in sections(found, version, today())
        ],
        "demo": bool(found.demo) or found.unit.demo,
    }
    name = content_disposition_header(False, f"{found.name}办事指南.pdf") or "inline"  # noqa: FBT003 - Django's order
    content = paper(kind="guide", values=values)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


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


def _shown(part: Piece) -> Piece:
    """Returns a section with its table, where its rows stand under a head."""
    caption = f"{part['title']}，共 {len(part['rows'])} 项"
    return {**part, "table": table(caption, part["head"], part["rows"]) if part["head"] else None}


def _found(code: str) -> tuple[Guide, Version]:
    on = today()
    found = read_guide(code=code, on=on)
    return found, in_force(key=found.procedure_key, on=on)


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
