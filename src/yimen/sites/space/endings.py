"""What an applicant does at the end: rates the service, or takes the application back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yimen.contexts.cases.api import RatingRefused, rate, withdraw
from yimen.contexts.cases.api import case as read_case
from yimen.contexts.matters.api import StepRefused
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.who import act, reader, signed_in

from .casepage import show


@require_POST
@signed_in("person")
def rated(request: HttpRequest, number: str) -> HttpResponse:
    """Takes a rating, once."""
    score, text = request.POST.get("score", ""), request.POST.get("text", "")
    try:
        chosen = int(score) if score in set("12345") else 0
        rate(act=act(request), reader=reader(request), number=number, score=chosen, text=text)
    except RatingRefused as error:
        return _refused(request, number, {"refused": str(error), "score": score, "text": text})
    say(request, "谢谢您的评价，已送到监督部门。")
    return HttpResponseRedirect(f"/space/cases/{number}/")


@require_POST
@signed_in("person")
def withdrawn(request: HttpRequest, number: str) -> HttpResponse:
    """Ends the reader's own case at the reader's wish."""
    reason = request.POST.get("reason", "")
    try:
        withdraw(act=act(request), reader=reader(request), number=number, reason=reason)
    except StepRefused as error:
        return _refused(request, number, {"refused": str(error), "reason": reason})
    say(request, "已撤回这个申请。需要时可以重新申请。")
    return HttpResponseRedirect(f"/space/cases/{number}/")


def _refused(request: HttpRequest, number: str, typed: dict[str, str]) -> HttpResponse:
    return show(request, read_case(reader=reader(request), number=number), ending=typed)
