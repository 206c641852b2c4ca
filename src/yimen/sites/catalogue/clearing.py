"""Rounds of cleaning up: what each brought, in numbers anyone may read; what is proposed, agreed and found hard."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.catalogue.api import own_items
from yimen.contexts.identity.api import Reader
from yimen.contexts.revisions.api import (
    ISSUES,
    OUTCOMES,
    PRINCIPLES,
    TARGET,
    Judgement,
    Measure,
    NewIssue,
    NewRound,
    Round,
    RoundRefused,
    Saved,
    account,
    agree_verdict,
    answer_issue,
    issues,
    judge_item,
    look_at_issue,
    may_lead,
    open_round,
    raise_issue,
    round_of,
    rounds,
    verdicts,
)
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.tables import pair
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from .room import POSTS, Cell, Piece, Slip, field, page, table

_NUMBERS = {"items": "事项", "steps": "环节", "days": "承诺天数", "materials": "材料", "visits": "到现场次数"}
_OPENED = {None: "等组织清理的机关查看", True: "已公开", False: "不公开"}
Deed = Callable[[HttpRequest, UUID], str]


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Lists the rounds of the place, for anyone; opens one, for those who lead them."""
    who, region = reader(request), place_code(request)
    if request.method != "POST":
        return _overview(request, region, {}, "")
    sent = request.POST
    try:
        new = NewRound(
            name=sent.get("name", ""),
            region=_led(who, region),
            document=sent.get("document", ""),
            before_on=_day(sent, "before_on", "清理前比较日"),
            after_on=_day(sent, "after_on", "清理后比较日"),
            next_on=_day(sent, "next_on", "下一轮开始日"),
        )
        found = open_round(act=act(request), reader=who, new=new)
    except (RoundRefused, Slip) as error:
        return _overview(request, region, sent.dict(), str(error))
    say(request, "已建立本轮清理。各部门现在可以逐项提出处理意见。")
    return HttpResponseRedirect(f"/catalogue/rounds/{found.id}/")


def _led(who: Reader, region: str) -> str:
    """Returns the region whose rounds the reader leads, else the one looked at."""
    return next((post.region for post in who.posts if may_lead(reader=who, region=post.region)), region)


def _overview(request: HttpRequest, region: str, typed: Mapping[str, str], refused: str) -> HttpResponse:
    who, found, on = reader(request), rounds(region=region), today()
    rows: list[list[Cell]] = [
        [
            {"text": one.name, "url": f"/catalogue/rounds/{one.id}/"},
            f"{day(one.before_on)}与{day(one.after_on)}",
            one.document,
            f"{day(one.next_on)}前",
        ]
        for one in found
    ]
    leads = may_lead(reader=who, region=_led(who, region))
    context = {
        "rows": table("历次清理", ("名称", "比较的两天", "依据文件", "下一轮"), rows),
        "due": bool(found) and found[0].next_on < on,
        "fields": [
            field("name", "名称", "text", typed, max=80, hint="例如“2026 年第一轮行政审批事项清理”。"),
            field("document", "依据文件", "text", typed, max=120),
            field("before_on", "清理前比较日", "date", typed, hint="按这一天在用的事项计算原来的数字。"),
            field("after_on", "清理后比较日", "date", typed, hint="按这一天在用的事项计算清理后的数字。"),
            field("next_on", "下一轮开始日", "date", typed, hint="清理要常态化，写明下一轮最迟哪天开始。"),
        ]
        if leads
        else [],
        "refused": refused,
    }
    return page(request, "rounds", context, status=422 if refused else 200)


def _day(sent: Mapping[str, str], name: str, label: str) -> date:
    try:
        return date.fromisoformat(sent.get(name, "").strip())
    except ValueError:
        raise Slip(f"“{label}”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None


@require_safe
def show(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Shows what a round brought, to anyone; to those who take part, the forms too."""
    return _page(request, round_of(id=round_id), "")


def _page(request: HttpRequest, found: Round, refused: str, *, status: int = 200) -> HttpResponse:
    who = reader(request)
    whole, units = account(region=found.region, before_on=found.before_on, after_on=found.after_on)
    heads = ("部门", *_NUMBERS.values(), "时限压缩")
    rows = [_saved(each.unit.name if each.unit else "", each) for each in units]
    judged, known = verdicts(id=found.id), issues(reader=who, id=found.id)
    leads = may_lead(reader=who, region=found.region)
    own = [post.unit for post in who.posts if post.role == "editor"]
    taking = bool(leads or own)
    items = [one.guide for one in own_items(on=today(), units=own)] if own else []
    choices = [{"code": one.code, "label": one.name, "hint": ""} for one in items]
    context: dict[str, Any] = {
        "round": found,
        "facts": [
            pair("依据文件", found.document),
            pair("比较的两天", f"{day(found.before_on)}与{day(found.after_on)}"),
            pair("时限压缩", f"{whole.compression}%（目标 {TARGET}%，{'已达到' if whole.reached else '未达到'}）"),
            pair("下一轮开始", f"{day(found.next_on)}前"),
        ],
        "saved": table("三减少一优化（清理前 → 清理后）", heads, [*rows, _saved("合计", whole)]),
        "verdicts": table(
            "逐项处理意见", ("事项", "处理", "符合的原则", "理由", "审定"), [_verdict(each) for each in judged]
        ),
        "issues": table(
            "群众反映的难、慢、繁",
            ("事项", "种类", "问题", "来源", "答复", *(("公开",) if taking else ())),
            [[*_issue(each), *([_OPENED[each.public]] if taking else [])] for each in known],
        ),
        "judging": _judging(choices, request.POST) if choices else [],
        "raising": _raising(choices, request.POST) if choices else [],
        "waiting": [each for each in judged if not each.agreed_by] if leads else [],
        "looking": [each for each in known if each.public is None] if leads else [],
        "unanswered": [each for each in known if not each.answer and each.code[:18] in own],
        "refused": refused,
    }
    return page(request, "round", context, status=status)


def _saved(name: str, each: Saved) -> list[Cell]:
    cells: list[Cell] = [name]
    for key in _NUMBERS:
        cells.append({"text": f"{_said(each.before, key)} → {_said(each.after, key)}", "number": True})
    colour, said = ("green", "达到") if each.reached else ("grey", "未达到")
    words = f"{each.compression}%，{said}"
    return [*cells, {"text": words, "light": {"colour": colour, "words": words}}]


def _said(measure: Measure, key: str) -> str:
    """Returns a number of a day in words; of visits also how many items have not stated theirs, which it leaves out."""
    if key != "visits" or not measure.unstated:
        return str(getattr(measure, key))
    if measure.unstated == measure.items:
        return "未填写"
    return f"{measure.visits}（另 {measure.unstated} 项未填写）"


def _verdict(each: Any) -> list[Cell]:
    return [each.name, each.outcome, "、".join(each.principles) or "无", each.reason, each.agreed_by or "待审定"]


def _issue(each: Any) -> list[Cell]:
    return [each.name, each.kind, each.text, each.source, each.answer or "待答复"]


def _judging(choices: list[dict[str, str]], typed: QueryDict) -> list[Piece]:
    principles = [{"code": one, "label": one, "hint": ""} for one in PRINCIPLES]
    outcomes = [{"code": one, "label": one, "hint": ""} for one in OUTCOMES]
    return [
        field("code", "事项", "select", typed, choices=choices),
        field(
            "principles",
            "符合哪些原则",
            "checkboxes",
            {"principles": typed.getlist("principles")},
            choices=principles,
            across=True,
        ),
        field("outcome", "处理", "radio", typed, choices=outcomes, across=True, hint="不全符合的，不能原样保留。"),
        field("reason", "理由", "textarea", typed, max=400),
    ]


def _raising(choices: list[dict[str, str]], typed: QueryDict) -> list[Piece]:
    kinds = [{"code": one, "label": one, "hint": ""} for one in ISSUES]
    return [
        {**field("item", "事项", "select", typed, choices=choices)},
        field("kind", "问题种类", "select", typed, choices=kinds),
        field("text", "问题", "textarea", typed, max=400),
        field("source", "来源", "text", typed, max=80, hint="例如“12345 热线”“窗口意见簿”。"),
    ]


def _doing(deed: Deed) -> Callable[..., HttpResponse]:
    """Does what a form asks in a round and says so; where refused, shows the round with the reason."""

    @require_POST
    @for_roles(*POSTS)
    @wraps(deed)
    def view(request: HttpRequest, round_id: UUID) -> HttpResponse:
        try:
            say(request, deed(request, round_id))
        except (RoundRefused, Slip) as error:
            return _page(request, round_of(id=round_id), str(error), status=422)
        return HttpResponseRedirect(f"/catalogue/rounds/{round_id}/")

    return view


@_doing
def judge(request: HttpRequest, round_id: UUID) -> str:
    """Proposes what becomes of an item."""
    sent = request.POST
    judgement = Judgement(
        code=sent.get("code", ""),
        outcome=sent.get("outcome", ""),
        principles=sent.getlist("principles"),
        reason=sent.get("reason", ""),
    )
    found = judge_item(act=act(request), reader=reader(request), id=round_id, judgement=judgement)
    more = "" if found.outcome == OUTCOMES[0] else "审定后请到“事项和草稿”起草相应的变动。"
    return f"已提出“{found.name}”的处理意见：{found.outcome}。{more}"


@_doing
def agree(request: HttpRequest, round_id: UUID) -> str:
    """Agrees to what was proposed of an item."""
    found = agree_verdict(act=act(request), reader=reader(request), id=round_id, code=request.POST.get("code", ""))
    return f"已审定“{found.name}”：{found.outcome}。"


@_doing
def issue(request: HttpRequest, round_id: UUID) -> str:
    """Notes what people find hard."""
    sent = request.POST
    new = NewIssue(
        code=sent.get("item", ""),
        kind=sent.get("kind", ""),
        text=sent.get("text", ""),
        source=sent.get("source", ""),
    )
    raise_issue(act=act(request), reader=reader(request), id=round_id, new=new)
    return "已登记问题。组织清理的机关查看以后，才会公开。"


@_doing
def look(request: HttpRequest, round_id: UUID) -> str:  # noqa: ARG001 - the address names the round
    """Opens what people find hard to anyone, or keeps it back."""
    public = request.POST.get("public") == "yes"
    look_at_issue(act=act(request), reader=reader(request), id=_which(request), public=public)
    return "已公开这个问题。" if public else "这个问题不公开，只有实施机关和组织清理的机关看得到。"


@_doing
def answer(request: HttpRequest, round_id: UUID) -> str:  # noqa: ARG001 - the address names the round
    """Answers what people find hard."""
    answer_issue(act=act(request), reader=reader(request), id=_which(request), answer=request.POST.get("answer", ""))
    return "已答复。"


def _which(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("issue", ""))
    except ValueError:
        raise Slip("没有说明是哪一个问题。请刷新页面。") from None
