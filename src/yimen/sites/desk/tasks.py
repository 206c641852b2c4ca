"""One step: everything needed to decide it on one page, and the form that decides it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.cases.api import FIXED, Case, hand_in
from yimen.contexts.cases.api import case as read_case
from yimen.contexts.matters.api import (
    Matter,
    StepGone,
    StepRefused,
    Task,
    agreed_day,
    complete_task,
    halted,
    kind_of,
)
from yimen.contexts.matters.api import task as read_task
from yimen.sites.pieces import offering, recording
from yimen.sites.pieces.edge import now, say, today
from yimen.sites.pieces.formpage import uploads
from yimen.sites.pieces.offering import became, own_page
from yimen.sites.pieces.stepping import step_light, step_over
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import HANDLING, act, for_roles, reader

from . import counter, forms
from .casefile import laid_open
from .room import page
from .timeforms import offered


@require_http_methods(["GET", "POST"])
@for_roles(*HANDLING)
def task(request: HttpRequest, task: UUID) -> HttpResponse:
    """Shows a step with its case, or does it and goes back to the worklist."""
    who = reader(request)
    step, matter = read_task(reader=who, id=task)
    if own_page(matter):
        return HttpResponseRedirect(own_page(matter))
    case = read_case(reader=who, number=matter.number)
    if request.method != "POST":
        return show(request, step, case)
    if step.role == "applicant" and _mine(request, step, matter):
        files = uploads(case.guide.form, request.FILES)
        refused = hand_in(act=act(request), reader=who, number=matter.number, uploads=files)
        if refused:
            return show(request, step, case, refused=StepRefused("".join(sentence for _, sentence in refused)))
    try:
        complete_task(act=act(request), reader=who, completion=forms.completion(request.POST, step, case))
    except StepGone:
        raise
    except StepRefused as error:
        return show(request, step, case, refused=error)
    say(request, f"“{step.name}”已办理，办件 {matter.number} {became(step, today())}")
    return HttpResponseRedirect("/desk/")


def show(
    request: HttpRequest, step: Task, case: Case, refused: StepRefused | None = None, *, part: str = "record"
) -> HttpResponse:
    """Shows a step's page; ``refused`` says why what was just sent was not done (HTTP 422), typed values kept.

    ``part``: what the names of the fields sent begin with: those of the step's own record, or of a special procedure's.
    """
    mine = _mine(request, step, case.matter)
    late = step_over(case.matter, step, now())
    deciding = forms.deciding(step, case, request.POST, today()) if mine and _may_decide(step, case) else None
    timing = offered(request.POST, reader(request), step, case.matter)
    own = [deciding["record"]["fields"]] if deciding is not None and deciding["record"] is not None else []
    for fields in (*own, *(one["fields"] for one in timing.get("standing", ()))):
        recording.marked(fields, refused, part)
    context: dict[str, Any] = {
        **laid_open(case, today(), reader(request)),
        "step": step,
        "late": late,
        "light": step_light(case.matter, late, now()),
        "refused": str(refused or ""),
        "deciding": deciding,
        "awaits": _awaits(step, case),
        "arrange": any(one.code == FIXED for one in forms.outcomes(step, case)),
        "counter": counter.asked(case, request.POST) if mine and step.role == "applicant" else None,
        "timing": timing,
        "hands": offering.at_step(reader(request), step, case.matter, case.tasks),
        "came": offering.came(reader(request), step, case.matter),
    }
    return page(request, "task", context, status=422 if refused else 200)


def _may_decide(step: Task, case: Case) -> bool:
    """Tells whether a step can be done now: while the limits stand still, a special procedure or the applicant's."""
    matter = case.matter
    if halted(matter=matter) is not None or _awaits(step, case):
        return False
    node = matter.procedure.procedure.nodes[step.node]
    return not matter.paused or step.role == "applicant" or bool(kind_of(node))


def _awaits(step: Task, case: Case) -> str:
    """Returns that a step waits for an agreed day and who may change it, "" where it does not."""
    matter, agreed = case.matter, agreed_day(data=case.matter.data, node=step.node)
    if agreed is None or step.done_at is not None or today() >= agreed:
        return ""
    nodes = matter.procedure.procedure.nodes.values()
    fixing = next((node.name for node in nodes if any(one.code == FIXED for one in node.outcomes)), "")
    change = f"要改日期的，由参加的部门在“更多操作”里把这一步退回到“{fixing}”，写明理由，" if fixing else ""
    change += f"再由{case.guide.unit.name}审查岗另提日期。" if fixing else ""
    return f"“{step.name}”定在 {day(agreed)}，当天起才能办理，到那一天这里才有办理的表单。{change}"


def _mine(request: HttpRequest, step: Task, matter: Matter) -> bool:
    who = reader(request)
    if step.holder:
        return str(who.account) == step.holder and step.done_at is None
    holds = who.holds("window", matter.centre) if step.role == "applicant" else who.holds(step.role, step.unit)
    return holds and step.done_at is None
