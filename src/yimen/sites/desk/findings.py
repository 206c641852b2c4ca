"""What supervision found about my unit, and my unit's explanation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from yimen.contexts.supervision.api import AnswerRefused
from yimen.contexts.supervision.api import findings as found_about
from yimen.contexts.supervision.api import reply as explain
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.findings import shown
from yimen.sites.pieces.kindwords import words_of
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import HANDLING, PENALTY, act, for_roles, holds, reader

from .room import page

_ANSWERING = (*HANDLING, "complaints", "inquirer")


@require_safe
@for_roles(*_ANSWERING)
def findings(request: HttpRequest) -> HttpResponse:
    """Shows the findings about the reader's units, open ones first."""
    return page(request, "findings", {"findings": _about(request), "refused": "", "typed": {}})


@require_POST
@for_roles(*_ANSWERING)
def reply(request: HttpRequest, finding: UUID) -> HttpResponse:
    """Takes the unit's explanation of one finding."""
    who, text = reader(request), request.POST.get("text", "")
    try:
        explain(act=act(request), reader=who, finding=finding, text=text)
    except AnswerRefused as error:
        context = {"findings": _about(request), "refused": str(error), "typed": {"id": finding, "text": text}}
        return page(request, "findings", context, status=422)
    say(request, "情况说明已提交，等待监察部门核定。")
    return HttpResponseRedirect("/desk/findings/")


def _about(request: HttpRequest) -> list[Piece]:
    who = reader(request)
    return [
        shown(one, f"{words_of(one.kind).page or '/desk/cases/'}{one.number}/", decisions=holds(who, PENALTY))
        for one in found_about(reader=who)
    ]
