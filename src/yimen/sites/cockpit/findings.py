"""All findings in the overseen region, and the verdict that closes one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from yimen.contexts.supervision.api import AnswerRefused
from yimen.contexts.supervision.api import close as give_verdict
from yimen.contexts.supervision.api import findings as found_here
from yimen.sites.pieces.who import OVERSIGHT, act, for_roles, reader

from .room import page


@require_safe
@for_roles(*OVERSIGHT)
def findings(request: HttpRequest) -> HttpResponse:
    """Shows the findings that the reader oversees, open ones first."""
    return _shown(request)


@require_POST
@for_roles(*OVERSIGHT)
def verdict(request: HttpRequest, finding: UUID) -> HttpResponse:
    """Closes one finding with the supervisor's verdict."""
    text = request.POST.get("text", "")
    try:
        give_verdict(act=act(request), reader=reader(request), finding=finding, verdict=text)
    except AnswerRefused as error:
        return _shown(request, refused=str(error), typed={"id": finding, "text": text})
    request.session["said"] = "已核定，办理单位可在工作台看到。"
    return HttpResponseRedirect("/cockpit/findings/")


def _shown(request: HttpRequest, refused: str = "", typed: dict[str, object] | None = None) -> HttpResponse:
    who = reader(request)
    context = {
        "findings": found_here(reader=who),
        "closes": who.holds("supervisor"),
        "refused": refused,
        "typed": typed or {},
    }
    return page(request, "findings", context, status=422 if refused else 200)
