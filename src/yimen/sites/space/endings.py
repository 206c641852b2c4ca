"""What an applicant does besides supplementing: urges, takes the application back, rates the service."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yimen.contexts.cases.api import RatingRefused, rate, withdraw
from yimen.contexts.cases.api import case as read_case
from yimen.contexts.matters.api import StepGone, StepRefused, urge
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


@require_POST
@signed_in("person")
def urged(request: HttpRequest, number: str, task: UUID) -> HttpResponse:
    """Urges whoever has a step of the reader's own case."""
    found = read_case(reader=reader(request), number=number)
    if task not in {one.id for one in found.tasks}:
        raise StepGone("这一步已经办过或没有找到，不用催办。请刷新页面查看进度。")
    try:
        urge(act=act(request), reader=reader(request), task=task)
    except StepGone:
        raise
    except StepRefused as error:
        return _refused(request, number, {"refused": str(error)})
    say(request, "已催办，经办人的待办里会标出来，监察部门也能看到。")
    return HttpResponseRedirect(f"/space/cases/{number}/")


def _refused(request: HttpRequest, number: str, typed: dict[str, str]) -> HttpResponse:
    return show(request, read_case(reader=reader(request), number=number), ending=typed)
