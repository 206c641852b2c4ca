"""A draft as the public would read it: by the guide's own template, stamped as a preview."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import Draft, Guide, draft, draft_guide
from yimen.contexts.procedures.api import NoSuchProcedure, Version, in_force
from yimen.contexts.revisions.api import all_findings
from yimen.sites.pieces import guidance, shapes
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.who import for_roles, reader

from .room import POSTS, page
from .telling import shown


@require_safe
@for_roles(*POSTS)
def preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Shows what the public would read once the draft is published; field by field while it cannot be read yet."""
    found, on = draft(reader=reader(request), id=draft_id), today()
    item, version = draft_guide(draft=found, on=on), _version(found, on)
    if item is None or version is None:
        faults = [f"{one.label}{one.words}" for one in all_findings(draft=found, on=on) if one.must]
        return page(request, "preview", {"draft": found, "pairs": shown(found, on), "faults": faults})
    shown_as = guidance.chosen(item, request.GET.get("v", ""))
    return render(request, "pieces/guide.html", _context(found, shown_as, version, on))


def _context(found: Draft, item: Guide, version: Version, on: date) -> dict[str, Any]:
    own = f"/catalogue/drafts/{found.id}/"
    notice = f"这是第 {found.revision} 稿公布以后的样子，还没有公布，不能作为办事依据。"
    context = guidance.page(item, version, on)
    steps = (("首页", "/"), ("事项目录", "/catalogue/"), (f"{item.name}（草稿）", own), ("预览", None))
    return context | {
        "tags": [{"label": "预览", "kind": "demo"}, *context["tags"]],
        "sections": [_own(part, f"/items/{item.code}/", own) for part in context["sections"]],
        "crumbs": [{"label": label, "url": url} for label, url in steps],
        "flow": shapes.flow(version),
        "preview": {"notice": notice, "url": own},
        "query": "",
        "apply_url": "",
        "base": "",
        "linked": "",
    }


def _own(part: dict[str, Any], public: str, own: str) -> dict[str, Any]:
    """Returns a section whose files are those of the draft, and without a version: the public has none of them yet."""
    if part["pairs"]:
        part["pairs"] = [one for one in part["pairs"] if one["label"] != guidance.EDITION]
    for row in part["table"]["rows"] if part["table"] else ():
        for cell in row:
            if cell["url"]:
                cell["url"] = cell["url"].replace(f"{public}?", f"{own}preview/?").replace(public, own)
    return part


def _version(found: Draft, on: date) -> Version | None:
    try:
        return in_force(key=str(found.content.get("procedure_key", ""))[:64], on=on)
    except NoSuchProcedure:
        return None
