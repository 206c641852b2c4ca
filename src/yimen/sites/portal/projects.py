"""Investment projects: how far each is, across departments, for everyone to see."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import project as read_project
from yimen.contexts.cases.api import projects as read_projects
from yimen.contexts.places.api import region
from yimen.kernel.codes import region_prefix
from yimen.sites.pieces import projecting
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import rows_under as table
from yimen.sites.pieces.who import reader

from .room import crumbs

_HEADS = ("项目", "编号", "项目单位", "#办件", "#已用工作日")


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Lists the projects of a place."""
    place = region(code=place_code(request))
    found = read_projects(reader=reader(request), today=today(), region=region_prefix(place.code))
    rows: list[Sequence[str | Piece]] = [
        [
            {"text": one.name, "url": f"/projects/{one.code}/", "head": True},
            one.code,
            one.owner,
            str(len(one.parts)),
            str(one.used),
        ]
        for one in found
    ]
    context = {
        "crumbs": crumbs(("投资项目", None)),
        "lead": f"{place.name}的投资项目。每个项目的全部审批在一条时间线上，任何人都可以看。",
        "table": table("", _HEADS, rows) if rows else None,
    }
    return render(request, "portal/projects.html", context)


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Shows a project: its stages, its cases, their time."""
    found = read_project(reader=reader(request), code=code, today=today())
    context = {
        "crumbs": crumbs(("投资项目", "/projects/"), (found.name, None)),
        "shown": projecting.laid_open(found, today()),
        "mine": found.mine,
    }
    return render(request, "portal/project.html", context)
