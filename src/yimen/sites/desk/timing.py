"""What officers do to the limits of a step's matter: special procedures, extensions, corrections."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_POST

from yimen.contexts.cases.api import case as read_case
from yimen.contexts.matters.api import (
    Matter,
    StepGone,
    StepRefused,
    begin_special,
    correct_pause,
    correct_start,
    extend,
    finish_special,
    record_form,
    specials,
)
from yimen.contexts.matters.api import task as read_task
from yimen.sites.pieces import recording
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.who import HANDLING, act, for_roles, reader

from .tasks import show
from .timeforms import result_code


@require_POST
@for_roles(*HANDLING)
def begin(request: HttpRequest, task: UUID) -> HttpResponse:
    """Begins a special procedure and shows the step again."""

    def begun(matter: Matter, sent: QueryDict) -> str:
        kind = sent.get("kind", "")
        if not kind:
            raise StepRefused("没有选择特别程序。请在“特别程序”一栏选择一种。")
        days, document = _number(sent.get("days", ""), "所需时间"), sent.get("document", "")
        who = reader(request)
        begin_special(act=act(request), reader=who, matter=matter.id, kind=kind, document=document, days=days)
        return f"已开始“{kind}”，正在向申请人发出《特别程序告知书》。"

    return _done(request, task, begun)


@require_POST
@for_roles(*HANDLING)
def finish(request: HttpRequest, task: UUID, special: UUID) -> HttpResponse:
    """Ends a special procedure and shows the step again."""

    def finished(matter: Matter, sent: QueryDict) -> str:
        after = finish_special(
            act=act(request),
            reader=reader(request),
            matter=matter.id,
            special=special,
            result=sent.get(result_code(special), ""),
            record=_record(matter, special, sent),
        )
        if matter.paused and not after.paused:
            return "已登记结果。中止的时限从今天起继续计算，中止的天数不计入。"
        return "已登记结果。"

    return _done(request, task, finished, part=result_code(special))


@require_POST
@for_roles(*HANDLING)
def lengthen(request: HttpRequest, task: UUID) -> HttpResponse:
    """Makes the limits longer and shows the step again."""

    def longer(matter: Matter, sent: QueryDict) -> str:
        extend(
            act=act(request),
            reader=reader(request),
            matter=matter.id,
            length=_number(sent.get("length", ""), "延长多少"),
            approved_by=sent.get("approved_by", ""),
            document=sent.get("approval", ""),
            reason=sent.get("why", ""),
        )
        return "已延长时限，正在向申请人发出《延长办理期限告知书》。"

    return _done(request, task, longer)


@require_POST
@for_roles(*HANDLING)
def correct(request: HttpRequest, task: UUID) -> HttpResponse:
    """Corrects what the limits are counted from and shows the step again."""

    def corrected(matter: Matter, sent: QueryDict) -> str:
        who, what, reason = reader(request), sent.get("what", ""), sent.get("correction_reason", "")
        if not what:
            raise StepRefused("没有选择要更正的一项。请在“更正哪一项”一栏选择。")
        begin_day = _day(sent.get("begin", ""), "开始日")
        if what == "start":
            correct_start(act=act(request), reader=who, matter=matter.id, start=begin_day, reason=reason)
            return "已更正起算日，时限已重新计算。"
        end = _day(sent.get("end", ""), "结束日") if sent.get("end") else None
        found = next((one.id for one in specials(matter=matter) if str(one.id) == what), None)
        if found is None:
            raise StepRefused("请选择要更正的一项。")
        correct_pause(
            act=act(request), reader=who, matter=matter.id, special=found, begin=begin_day, end=end, reason=reason
        )
        return "已更正特别程序的日期，时限已重新计算。"

    return _done(request, task, corrected)


def _record(matter: Matter, special: UUID, sent: QueryDict) -> dict[str, str] | None:
    """Returns the record that was sent with the end of a special procedure, None for one that owes none."""
    kind = next((one.kind for one in specials(matter=matter) if one.id == special), "")
    form = record_form(kind=kind)
    return recording.sent(form, sent, result_code(special)) if form else None


def _number(text: str, name: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise StepRefused(f"“{name}”应只填数字，例如 10。请改正。")
    return int(digits)


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise StepRefused(f"“{name}”应写成 2026-02-25 的样子。请改正。") from None


def _done(
    request: HttpRequest, task: UUID, verb: Callable[[Matter, QueryDict], str], *, part: str = "record"
) -> HttpResponse:
    step, matter = read_task(reader=reader(request), id=task)
    try:
        say(request, verb(matter, request.POST))
    except StepGone:
        raise
    except StepRefused as error:
        case = read_case(reader=reader(request), number=matter.number)
        return show(request, step, case, refused=error, part=part)
    return HttpResponseRedirect(f"/desk/tasks/{task}/")
