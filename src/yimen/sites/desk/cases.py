"""A case to read: masked, in full for a stated purpose, its files and papers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from yimen.contexts.cases.api import Case, read_paper
from yimen.contexts.cases.api import case as read_case
from yimen.contexts.cases.api import material as read_material
from yimen.contexts.cases.api import reveal as read_plain
from yimen.sites.pieces.edge import now, send, today
from yimen.sites.pieces.offering import at_whole
from yimen.sites.pieces.stepping import step_light, steps_over
from yimen.sites.pieces.who import HANDLING, act, for_roles, reader

from .casefile import laid_open
from .room import page
from .timeforms import of_case


@require_safe
@for_roles(*HANDLING)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a case, personal values masked."""
    return page(request, "case", _laid_open(request, read_case(reader=reader(request), number=number)))


@require_POST
@for_roles(*HANDLING)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a case in full; that, and why, enters the journal. Answers the POST itself: coming back masks again."""
    reason = request.POST.get("reason", "")
    found = read_plain(act=act(request), reader=reader(request), number=number, reason=reason)
    answer = page(request, "case", _laid_open(request, found))
    answer["Cache-Control"] = "no-store"
    return answer


def _laid_open(request: HttpRequest, found: Case) -> dict[str, Any]:
    who, late = reader(request), steps_over(found.matter, now())
    return {
        **laid_open(found, today(), who),
        "late": late,
        "light": step_light(found.matter, late, now()),
        "timing": of_case({}, who, found.matter),
        "hands": at_whole(who, found.matter, found.tasks),
    }


@require_safe
@for_roles(*HANDLING)
def material(request: HttpRequest, number: str, document: UUID) -> HttpResponse:
    """Sends a material, to look at or, with ``?download=1``, to keep."""
    found, content = read_material(act=act(request), reader=reader(request), number=number, document=document)
    return send(content, found.media, found.name, keep="download" in request.GET)


@require_safe
@for_roles(*HANDLING)
def paper(request: HttpRequest, number: str, paper: UUID) -> HttpResponse:
    """Sends an official paper as PDF."""
    found, pdf = read_paper(act=act(request), reader=reader(request), number=number, id=paper)
    return send(pdf, "application/pdf", f"{found.name}.pdf")
