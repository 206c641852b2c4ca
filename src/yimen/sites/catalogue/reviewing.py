"""Reviews: what waits, and one review with what would change, and the form that decides it."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.catalogue.api import (
    ENDING,
    Draft,
    DraftRefused,
    PrerequisiteGraph,
    comments,
    compared,
    draft_completeness,
    item_names,
)
from yimen.contexts.identity.api import Reader, units_by_code
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import RESUBMIT, Completion, StepGone, StepRefused, complete_task, halted
from yimen.contexts.revisions.api import Revision, all_findings, revision, waiting, withdraw_drafts
from yimen.sites.pieces import clocks, flowing, hands, shapes, timelines
from yimen.sites.pieces.differing import differences
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.endings import effect
from yimen.sites.pieces.offering import came, offered
from yimen.sites.pieces.tables import pair
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, act, for_roles, holds, reader

from .asking import told_comment
from .room import POSTS, Cell, Piece, field, page, table
from .telling import doubts, lacking

_SCORE = "只供参考，不影响审定和公布；必填的没填好，才不能送审。"
_KNOWN = 400  # characters of an opinion


@require_safe
@for_roles(*POSTS)
def queue(request: HttpRequest) -> HttpResponse:
    """Lists the steps of reviews that the reader may do."""
    on = today()
    rows: list[list[Cell]] = [
        [
            {"text": work.task.name, "url": f"/catalogue/reviews/{work.matter.number}/"},
            work.matter.title,
            {"text": work.matter.number, "number": True},
            {"text": "", "light": shapes.light(work.matter, on)},
            day(work.task.due_on) or "不限",
        ]
        for work in waiting(reader=reader(request))
    ]
    return page(request, "queue", {"rows": table("待我审核", ("步骤", "事项变更", "办件号", "灯", "本步期限"), rows)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*POSTS, *HANDLING, *OVERSIGHT)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a review, or does the reader's step of it."""
    found = revision(reader=reader(request), number=number)
    if request.method != "POST":
        return _page(request, found, "")
    if found.mine is None:
        raise StepGone("这一步不由您办理，或者已经办过。请刷新页面。")
    sent = request.POST
    completion = Completion(found.mine.id, sent.get("outcome", ""), sent.get("opinion", "")[: _KNOWN * 2])
    try:
        complete_task(act=act(request), reader=reader(request), completion=completion)
    except StepGone:
        raise
    except StepRefused as error:
        return _page(request, found, str(error), status=422)
    say(request, f"“{found.mine.name}”已办理。")
    return HttpResponseRedirect(f"/catalogue/reviews/{found.matter.number}/")


@require_POST
@for_roles("editor")
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Takes a review back."""
    found = revision(reader=reader(request), number=number)
    try:
        reason = request.POST.get("reason", "")
        withdraw_drafts(act=act(request), reader=reader(request), review=found.matter.id, reason=reason)
    except DraftRefused as error:
        return _page(request, found, str(error), status=422)
    say(request, "已撤回送审，草稿可以继续修改。")
    return HttpResponseRedirect(f"/catalogue/reviews/{found.matter.number}/")


def _page(request: HttpRequest, found: Revision, refused: str, *, status: int = 200) -> HttpResponse:
    who, on, matter, graph = reader(request), today(), found.matter, PrerequisiteGraph()
    names = {code: unit.name for code, unit in units_by_code(codes=[matter.unit]).items()}
    context: dict[str, Any] = {
        "number": matter.number,
        "title": matter.title,
        "light": shapes.light(matter, on),
        "facts": [
            pair("报送单位", names[matter.unit]),
            pair("办件号", matter.number, url=f"/cases/{matter.number}/"),
            pair("结果", matter.outcome or "审核中"),
            *([pair("审核期限", f"{day(matter.due_on)}前")] if matter.due_on else []),
        ],
        "drafts": [_draft(who, one, on, graph) for one in found.drafts],
        "steps": timelines.timeline(
            found.tasks, hands.told(trail(subject=matter.id), "officer", clocks.said_why(matter))
        ),
        "hands": offered(who, matter, found.tasks, found.mine),
        "came": came(who, found.mine, matter) if found.mine else [],
        "halt": halted(matter=matter),
        "flow": flowing.drawn(matter, found.tasks),
        "mine": found.mine,
        "deciding": _deciding(request, found) if found.mine else None,
        "withdraws": matter.open and who.holds("editor", matter.unit),
        "refused": refused,
    }
    return page(request, "review", context, status=status)


def _deciding(request: HttpRequest, found: Revision) -> list[Piece]:
    """Returns the fields that decide the reader's step."""
    assert found.mine is not None  # noqa: S101 - the caller has looked
    node = found.matter.procedure.procedure.nodes[found.mine.node]
    choices = [
        {"code": item.code, "label": item.name, "hint": "须写明意见" if item.opinion == "required" else ""}
        for item in node.outcomes
    ]
    typed = {**request.POST.dict(), **({"outcome": RESUBMIT} if len(choices) == 1 else {})}
    hint = "退回、不予公布的意见会送到报送单位。"
    opinion = field("opinion", "意见", "textarea", typed, required=False, hint=hint, max=_KNOWN)
    return [field("outcome", "审核结果", "radio", typed, choices=choices), opinion]


def _draft(who: Reader, one: Draft, on: date, graph: PrerequisiteGraph) -> Piece:
    lines = compared(draft=one, on=on)
    found = all_findings(draft=one, on=on, graph=graph) if one.state != "published" else ()
    targets = units_by_code(codes=one.targets)
    facts = [
        pair("变动", f"{'基本目录' if one.base else ''}{one.kind}"),
        pair("编码", one.code or "—"),
        pair("拟生效日期", effect(one.kind, one.first_day) or "—"),
    ]
    facts += [pair("变动理由", one.reason or "—"), pair("依据文件", one.document or "—")]
    facts += [pair("并入的事项", "、".join(item_names(one.ends)))] if one.ends else []
    facts += [pair("承接单位", "、".join(unit.name for unit in targets.values()))] if targets else []
    score = None if one.base else draft_completeness(draft=one, on=on)
    facts += [pair("完整度", f"{score.score} 分") | {"note": _SCORE}] if score else []
    return {
        "id": one.id,
        "name": one.name,
        "facts": facts,
        "url": f"/catalogue/drafts/{one.id}/",
        "preview_url": "" if one.base or one.kind in ENDING or not holds(who, POSTS) else _preview(one),
        "weighty": differences(line for line in lines if line.weighs),
        "others": differences(line for line in lines if not line.weighs),
        "faults": [f"{each.label}{each.words}" for each in found if each.must],
        "doubts": doubts(found),
        "lacking": lacking(score.lists) if score else [],
        "comments": [told_comment(each) for each in _comments(who, one)],
    }


def _preview(one: Draft) -> str:
    return f"/catalogue/drafts/{one.id}/preview/"


def _comments(who: Reader, one: Draft) -> Any:
    try:
        return comments(reader=who, id=one.id)
    except LookupError:  # oversight reads the review, not the writers' notes
        return ()
