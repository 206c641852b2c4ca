"""Procedures in the open (流程公开): what is drawn is what runs."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import ROLES
from yimen.contexts.procedures.api import in_force, public_list
from yimen.contexts.procedures.api import versions as read_versions
from yimen.kernel.procedure import all_steps, outline
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.guidance import time_words
from yimen.sites.pieces.shapes import Piece, called_words, flow
from yimen.sites.pieces.templatetags.words import day

from .room import crumbs, table


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Lists the procedures in force."""
    rows: list[list[str | Piece]] = [
        [
            {"text": version.name, "url": f"/procedures/{version.key}/"},
            " → ".join(place.name for place in outline(version.procedure)),
            f"第 {version.number} 版",
            day(version.valid_from),
        ]
        for version in public_list(on=today())
    ]
    context = {
        "crumbs": crumbs(("流程公开", None)),
        "table": table("现行流程", ("流程", "主要步骤", "版本", "施行日期"), rows) if rows else None,
    }
    return render(request, "portal/procedures.html", context)


@require_safe
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """Shows one procedure: its flowchart, its steps, its versions."""
    version = in_force(key=key, on=today())
    regular, drawn = {place.node for place in outline(version.procedure)}, flow(version)
    steps = [
        [
            place.name if place.node in regular else f"{place.name}（视情况）",
            place.stage,
            ROLES.get(place.role, place.role),
            time_words(version.procedure.nodes[place.node]),
            place.basis or "—",
        ]
        for place in all_steps(version.procedure)
    ]
    earlier = [
        [f"第 {each.number} 版", day(each.valid_from), day(each.published_at)] for each in read_versions(key=key)
    ]
    context = {
        "crumbs": crumbs(("流程公开", "/procedures/"), (version.name, None)),
        "version": version,
        "calls": called_words(version),
        "flow": drawn,
        "lying": _lies(drawn),
        "steps": table("全部步骤；注明“视情况”的不是每件都办", ("环节", "阶段", "由谁办理", "时限", "依据"), steps),
        "versions": table("由新到旧", ("版本", "施行日期", "发布日期"), earlier),
    }
    return render(request, "portal/procedure.html", context)


def _lies(drawn: str) -> bool:
    """Tells whether a drawing is wider than high, so that its sheet of paper lies."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    return size is not None and float(size[1]) > float(size[2])


@require_safe
def bpmn(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Sends the file that runs, as published."""
    version = in_force(key=key, on=today())
    name = f"attachment; filename={version.key}-{version.number}.bpmn"
    return HttpResponse(version.xml, content_type="application/xml", headers={"Content-Disposition": name})
