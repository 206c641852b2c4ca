"""Proposals for the lists of powers: what waits, one with old and new, the form that decides it, its correction."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import RESUBMIT, Completion, StepGone, StepRefused, complete_task, halted
from yimen.contexts.powers.api import (
    KINDS,
    PROPOSAL_STATES,
    NewProposal,
    PowerMoved,
    PowerRefused,
    Review,
    correct_proposal,
    proposal_review,
    proposals_to_do,
    withdraw_proposal,
)
from yimen.sites.pieces import clocks, flowing, hands, shapes, timelines
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.offering import came, offered
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, act, for_roles, reader

from .entryform import Faults, as_typed, beside, end_faults, end_fields, faults_of, given, given_end, groups_of
from .room import LISTING, WRITING, Cell, field, marked_all, page, pair, revision_of, section, table

_KNOWN = 400  # characters of an opinion
_HEADS = ("步骤", "调整", "办件号", "灯", "本步期限")


@require_safe
@for_roles(*LISTING, *HANDLING, *OVERSIGHT)
def queue(request: HttpRequest) -> HttpResponse:
    """Lists the steps of reviews that the reader may do."""
    on = today()
    rows: list[list[Cell]] = [
        [
            {"text": work.task.name, "url": _address(work.matter.number)},
            work.matter.title,
            {"text": work.matter.number, "number": True},
            {"text": "", "light": shapes.light(work.matter, on)},
            day(work.task.due_on) or "不限",
        ]
        for work in proposals_to_do(reader=reader(request))
    ]
    shown = table("轮到我的步骤", _HEADS, rows)
    context = {
        "title": "清单调整审核",
        "lead": "职权和负面清单的新增、变更、取消、合并、下放，经法制、编办审核，政府审定后公布。",
        "links": [],
        "sections": [section("待我办理", table=shown, empty="没有待您办理的。各单位送审的，轮到您时出现在这里。")],
        "forms": [],
        "errors": [],
    }
    return page(request, "cases", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*LISTING, *HANDLING, *OVERSIGHT)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a proposal under review, or does the reader's step of it."""
    found = proposal_review(reader=reader(request), number=number)
    if request.method != "POST":
        return _page(request, found)
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
    return HttpResponseRedirect(_address(number))


@require_POST
@for_roles(*WRITING)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Takes a proposal back."""
    found = proposal_review(reader=reader(request), number=number)
    try:
        reason = request.POST.get("reason", "")
        withdraw_proposal(act=act(request), reader=reader(request), id=found.matter.id, reason=reason)
    except PowerRefused as error:
        return _page(request, found, str(error), status=422)
    say(request, "已撤回，清单没有改变。")
    return HttpResponseRedirect(_address(number))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITING)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Shows the form of a proposal that was returned; one sent is kept, to be sent for review again."""
    found = proposal_review(reader=reader(request), number=number)
    proposal, kind = found.proposal, KINDS[found.proposal.kind]
    if request.method != "POST":
        return _form(request, found, _typed(found), [])
    sent, status = request.POST, 422
    if proposal.what == "end":
        last, why, faults = given_end(kind, sent)
        new: NewProposal = {"what": "end", "kind": kind.code, "unit": proposal.unit.code, "day": last, "change": why}
    else:
        made, faults = given(kind, proposal.before, sent, ())
        new = {"what": proposal.what, "kind": kind.code, "unit": proposal.unit.code, "day": made["valid_from"],
               "change": made["change"], "name": made["name"], "content": made["content"]}  # fmt: skip
    try:
        if not faults:
            revision = revision_of(sent.get("revision", ""))
            correct_proposal(act=act(request), reader=reader(request), id=found.matter.id, revision=revision, **new)
    except PowerRefused as error:
        faults = end_faults(error) if proposal.what == "end" else faults_of(kind, error)
        status = 409 if isinstance(error, PowerMoved) else 422
    if faults:
        return _form(request, found, sent.dict(), faults, status=status)
    say(request, "已保存。请核对，再在下面重新送审。")
    return HttpResponseRedirect(f"{_address(number)}#decide")


def _address(number: str) -> str:
    return f"/powers/desk/proposals/{number}/"


def _typed(found: Review) -> dict[str, Any]:
    one, change = found.proposal, found.proposal.change
    if one.what == "end":
        return {"last_day": one.day.isoformat(), "end_change": change.kind, "end_reason": change.reason,
                "end_document": change.document}  # fmt: skip
    return {**as_typed(one.content), "name": one.name, "valid_from": one.day.isoformat(), "change": change.kind,
            "reason": change.reason, "document_": change.document}  # fmt: skip


def _form(
    request: HttpRequest, found: Review, typed: Mapping[str, Any], faults: Faults, *, status: int = 200
) -> HttpResponse:
    one, kind = found.proposal, KINDS[found.proposal.kind]
    if one.what == "end":
        groups: list[Piece] = [{"label": "为什么、到哪天", "hint": "", "fields": end_fields(kind, typed), "pair": True}]
    else:
        kept = str(one.before.content.get("procedure", "")) if one.before else ""
        groups = groups_of(kind, typed, one.what, [], kept)
    editable = found.proposes and one.state == "returned"
    context = {
        "number": found.matter.number,
        "title": f"修改：{one.called}",
        "opinion": one.opinion,
        "revision": str(one.revision),
        "groups": groups if editable else [],
        "errors": marked_all((each for group in groups for each in group["fields"]), faults),
    }
    return page(request, "proposal_form", context, status=status)


def _page(request: HttpRequest, found: Review, refused: str = "", *, status: int = 200) -> HttpResponse:
    who, on, matter, one = reader(request), today(), found.matter, found.proposal
    kind, ends = KINDS[one.kind], one.what == "end"
    context: dict[str, Any] = {
        "number": matter.number,
        "title": matter.title,
        "light": shapes.light(matter, on),
        "facts": [
            pair("清单", kind.name),
            pair("单位", one.unit.name),
            pair("提出", one.post),
            pair("变动", one.change.kind),
            pair("理由", one.change.reason),
            pair("依据的文件", one.change.document),
            pair("最后一天" if ends else "施行日期", day(one.day)),
            pair("办件号", matter.number),
            pair("到了哪一步", matter.outcome or (PROPOSAL_STATES[one.state] + f"（{matter.stage}）")),
            *([pair("审核期限", f"{day(matter.due_on)}前")] if matter.open and matter.due_on else []),
        ],
        "table": beside(kind, one.before, one.name, None if ends else one.content),
        "opinion": one.opinion,
        "corrects": found.proposes and one.state == "returned",
        "steps": timelines.timeline(
            found.tasks, hands.told(trail(subject=matter.id), "officer", clocks.said_why(matter))
        ),
        "hands": offered(who, matter, found.tasks, found.mine),
        "came": came(who, found.mine, matter) if found.mine else [],
        "halt": halted(matter=matter),
        "flow": flowing.drawn(matter, found.tasks),
        "mine": found.mine,
        "deciding": _deciding(request, found) if found.mine else None,
        "withdraws": matter.open and found.proposes,
        "refused": refused,
    }
    return page(request, "proposal", context, status=status)


def _deciding(request: HttpRequest, found: Review) -> list[Piece]:
    """Returns the fields that decide the reader's step."""
    assert found.mine is not None  # noqa: S101 - the caller has looked
    node = found.matter.procedure.procedure.nodes[found.mine.node]
    choices = [
        {"code": item.code, "label": item.name, "hint": "须写明意见" if item.opinion == "required" else ""}
        for item in node.outcomes
    ]
    typed = {**request.POST.dict(), **({"outcome": RESUBMIT} if len(choices) == 1 else {})}
    hint = "" if len(choices) == 1 else "退回、不予公布的意见会送到提出的单位。"
    opinion = field("opinion", "意见", "textarea", typed, required=False, hint=hint, max=_KNOWN)
    return [field("outcome", "办理结果", "radio", typed, choices=choices), opinion]
