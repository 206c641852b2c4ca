"""Answers a correction: everything asked for stands in one list; fields and files go back in one step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yimen.contexts.cases.api import ApplicationRefused, Case, Upload
from yimen.contexts.cases.api import case as read_case
from yimen.contexts.documents.api import DocumentRefused, store
from yimen.contexts.matters.api import Completion, StepGone, StepRefused, complete_task
from yimen.sites.pieces import formpage
from yimen.sites.pieces.who import act, reader, signed_in

from .casepage import Errors, show
from .course import my_step
from .room import say


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
    refused = _stored(request, found, formpage.uploads(asked, request.FILES))
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
        complete_task(act=act(request), reader=reader(request), completion=done)
    except StepGone:
        raise
    except StepRefused as error:
        return _again(request, found, typed, _by_field(error))
    say(request, "已提交补正内容，办理时限从今天起重新计算。")
    return HttpResponseRedirect(f"/space/cases/{found.matter.number}/")


def _stored(request: HttpRequest, found: Case, uploads: Sequence[Upload]) -> Errors:
    """Stores the files with the case, whose step then states their digests; returns what was not taken, by field."""
    refused = []
    for upload in uploads:
        try:
            store(
                act=act(request),
                owner=found.matter.id,
                region=found.matter.region,
                name=upload.name,
                content=upload.content,
                kind="material",
                code=upload.code,
            )
        except DocumentRefused as error:
            refused.append((f"material_{upload.code}", str(error)))
    return refused


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
