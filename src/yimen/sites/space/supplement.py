"""Answers a correction: everything asked for stands in one list; fields and files go back in one step."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yimen.contexts.cases.api import ApplicationRefused, Case, hand_in
from yimen.contexts.cases.api import case as read_case
from yimen.contexts.matters.api import Completion, StepGone, StepRefused, complete_task
from yimen.sites.pieces import formpage
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.who import act, reader, signed_in

from .casepage import Errors, show
from .course import my_step


@require_POST
@signed_in("person")
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """Hands in what was asked for and gives the case back to the office; typed values stay where it is refused."""
    found = read_case(reader=reader(request), number=number)
    step = my_step(found)
    if step is None:
        raise StepGone("本件现在没有等您补正的内容，可能已经提交过。请刷新办件页面查看进度。")
    asked = found.guide.form
    typed = formpage.answers(asked, request.POST)
    files = formpage.uploads(asked, request.FILES)
    refused = hand_in(act=act(request), reader=reader(request), number=number, uploads=files)
    outcomes = found.matter.procedure.procedure.nodes[step.node].outcomes
    done = Completion(
        task=step.id,
        outcome=request.POST.get("_outcome", outcomes[0].code),
        opinion="",
        form={"answers": {**_blank(found), **typed}},
    )
    if refused:
        return _again(request, found, typed, refused)
    try:
        after = complete_task(act=act(request), reader=reader(request), completion=done)
    except StepGone:
        raise
    except StepRefused as error:
        return _again(request, found, typed, _by_field(error))
    again = found.matter.ledger is None and after.ledger is not None
    say(request, f"已提交补正内容，{'办理时限从次日起重新计算' if again else '办理时限照常计算'}。")
    return HttpResponseRedirect(f"/space/cases/{found.matter.number}/")


def _blank(found: Case) -> dict[str, str]:
    """Returns an empty answer for each field: a box left empty or unticked takes the old answer away."""
    return {field.element.code: "" for field in found.guide.form.fields}


def _by_field(error: StepRefused) -> Errors:
    """Returns the sentences of a refused step, by field where the room named the fields."""
    cause = error.__cause__
    return cause.errors if isinstance(cause, ApplicationRefused) else (("", str(error)),)


def _again(request: HttpRequest, found: Case, typed: Mapping[str, Any], errors: Errors) -> HttpResponse:
    """Shows the case again with what was typed and what is wrong; the good files have been kept."""
    return show(request, read_case(reader=reader(request), number=found.matter.number), typed=typed, errors=errors)
