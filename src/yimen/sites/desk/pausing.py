"""Stops and resumes the clock of a step's matter."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yimen.contexts.cases.api import case as read_case
from yimen.contexts.matters.api import Matter, StepGone, StepRefused
from yimen.contexts.matters.api import pause as stop
from yimen.contexts.matters.api import resume as run_on
from yimen.contexts.matters.api import task as read_task
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.who import HANDLING, act, for_roles, reader

from .tasks import show


@require_POST
@for_roles(*HANDLING)
def pause(request: HttpRequest, task: UUID) -> HttpResponse:
    """Stops the clock and shows the step again."""
    sent = request.POST

    def stopped(matter: Matter) -> str:
        stop(
            act=act(request),
            reader=reader(request),
            matter=matter.id,
            ground=sent.get("ground", ""),
            document=sent.get("document", ""),
            days=sent.get("needs", ""),
        )
        return "已中止计时。所需时间须书面告知申请人。"

    return _done(request, task, stopped)


@require_POST
@for_roles(*HANDLING)
def resume(request: HttpRequest, task: UUID) -> HttpResponse:
    """Lets the clock run on and shows the step again."""

    def resumed(matter: Matter) -> str:
        run_on(act=act(request), reader=reader(request), matter=matter.id, result=request.POST.get("result", ""))
        return "已恢复计时，中止的天数不计入期限。"

    return _done(request, task, resumed)


def _done(request: HttpRequest, task: UUID, verb: Callable[[Matter], str]) -> HttpResponse:
    step, matter = read_task(reader=reader(request), id=task)
    try:
        say(request, verb(matter))
    except StepGone:
        raise
    except StepRefused as error:
        return show(request, step, read_case(reader=reader(request), number=matter.number), refused=str(error))
    return HttpResponseRedirect(f"/desk/tasks/{task}/")
