"""Cases of penalties on the desk: a clue becomes a case, and each step of it is done on one page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import WITHHELD, StepGone, StepRefused, complete_task, halted
from yimen.contexts.places.api import calendar
from yimen.contexts.powers.api import (
    SOURCES,
    Filing,
    PenaltyCase,
    PowerRefused,
    cases_to_do,
    open_cases,
    open_penalty_case,
    penalty_case,
    reveal_party,
    usable_baselines,
)
from yimen.kernel.clock import Calendar
from yimen.sites.pieces import clocks, flowing, hands, recording, timelines
from yimen.sites.pieces.edge import now, say, today
from yimen.sites.pieces.offering import became, came, offered
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.stepping import both_lights, step_light, step_over, steps_over
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import HANDLING, PENALTY, act, for_roles, reader

from . import caseforms
from .room import Cell, Slip, day_of, field, id_of, marked, options, page, pair, section, table
from .wording import amount

SEEING = tuple(dict.fromkeys((*HANDLING, *PENALTY)))
_HEADS = ("案件", "办件号", "环节", "灯", "最后一天")


@require_safe
@for_roles(*SEEING)
def listed(request: HttpRequest) -> HttpResponse:
    """Lists the steps that wait for the reader and the open cases that the reader may see."""
    who, at, days = reader(request), now(), _Days()
    mine: list[list[Cell]] = [
        [
            {"text": work.task.name, "url": _address(work.matter.number)},
            work.matter.title,
            {
                "text": "",
                "light": both_lights(work.matter, step_over(work.matter, work.task, at, days[work.matter.region]), at),
            },
            day(work.task.due_on) or "不限",
        ]
        for work in cases_to_do(reader=who)
    ]
    every: list[list[Cell]] = [
        [
            {"text": one.title, "url": _address(one.number)},
            one.number,
            one.step,
            {"text": "", "light": both_lights(one, steps_over(one, at, days[one.region]), at)},
            day(one.due_on) or "未在计时",
        ]
        for one in open_cases(reader=who)
    ]
    context = {
        "title": "处罚案件",
        "lead": "从立案到结案，立案后九十日内作出决定（行政处罚法第六十条）。当场处罚不立案，在“处罚决定”里登记。",
        "links": [{"label": "登记案件线索", "url": "/powers/desk/cases/new/"}] if who.holds("examiner") else [],
        "sections": [
            section(
                "待我办理", table=table("轮到我的步骤", ("步骤", "案件", "灯", "本步期限"), mine), empty="没有待办。"
            ),
            section("在办案件", table=table("本单位的和我监督的", _HEADS, every), empty="没有在办案件。"),
        ],
        "forms": [],
        "errors": [],
    }
    return page(request, "cases", context)


class _Days(dict[str, Calendar]):
    """Calendars by region, each asked for once."""

    def __missing__(self, region: str) -> Calendar:
        return self.setdefault(region, calendar(region=region))


def _address(number: str) -> str:
    return f"/powers/desk/cases/{number}/"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("examiner")
def new(request: HttpRequest) -> HttpResponse:
    """Shows the form of a clue; one sent opens the case."""
    if request.method != "POST":
        return _clue(request, {"happened_on": today().isoformat()})
    sent = request.POST
    try:
        baseline = id_of(sent.get("baseline", ""))
        if baseline is None:
            raise Slip("请选择涉嫌的违法行为。", "baseline")
        filing = Filing(
            baseline=baseline,
            source=sent.get("source", ""),
            party=sent.get("party", ""),
            name=sent.get("name", ""),
            happened_on=day_of(sent.get("happened_on", ""), "行为日期", "happened_on"),
            found=sent.get("found", ""),
        )
        opened = open_penalty_case(act=act(request), reader=reader(request), unit=sent.get("unit", ""), filing=filing)
    except (PowerRefused, Slip) as error:
        return _clue(request, sent.dict(), (error.field, str(error)))
    say(request, f"线索已登记，办件号 {opened.number}。请审查是否立案。")
    return HttpResponseRedirect(_address(opened.number))


def _clue(request: HttpRequest, typed: Mapping[str, Any], refused: tuple[str, str] | None = None) -> HttpResponse:
    posts = [post for post in reader(request).posts if post.role == "examiner"]
    units = [{"code": post.unit, "label": post.unit_name} for post in posts]
    under = usable_baselines(posts=posts, on=today())
    acts = [{"code": str(one.id), "label": f"{one.name}（{one.unit.name}）"} for one in under]
    fields = [
        field("unit", "办案单位", "select", {"unit": units[0]["code"], **typed}, choices=units),
        field("baseline", "涉嫌的违法行为", "select", typed, choices=acts, hint="按现行裁量基准的目录选择。"),
        field("source", "线索来源", "select", typed, choices=options(SOURCES)),
        field("happened_on", "行为日期", "date", typed),
        field("found", "违法事实", "text", typed, max=200, hint="写检查记录编号，或时间、地点、车号等。"),
        field("name", "当事人名称", "text", typed, max=120, autocomplete="off"),
        field(
            "party",
            "当事人的证件号或信用代码",
            "id",
            typed,
            max=18,
            hint="加密保存；查看须写明用途，查看会留痕。",
            autocomplete="off",
        ),
    ]
    form = {
        "title": "案件线索",
        "action": request.path,
        "fields": fields,
        "buttons": [{"label": "登记线索", "value": "open", "quiet": False}],
        "hidden": [],
    }
    context = {
        "title": "登记案件线索",
        "lead": "登记后由审查岗决定是否立案。同一个违法行为只立一个案。",
        "sections": [],
        "forms": [form],
        "errors": marked(fields, refused),
    }
    return page(request, "sections", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SEEING)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a case, or does the reader's step of it."""
    found = penalty_case(reader=reader(request), number=number)
    if request.method != "POST":
        return _page(request, found)
    if found.mine is None or request.POST.get("task") != str(found.mine.id):  # a page that shows another step
        raise StepGone("这一步不由您办理，或者已经办过。请刷新页面。")
    try:
        complete_task(
            act=act(request), reader=reader(request), completion=caseforms.completion(found, found.mine, request.POST)
        )
    except StepGone:
        raise
    except StepRefused as error:
        return _page(request, found, error, status=422)
    say(request, f"“{found.mine.name}”已办理，案件 {found.matter.number} {became(found.mine, today())}")
    return HttpResponseRedirect(_address(found.matter.number))


@require_POST
@for_roles(*SEEING)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Shows who the party is, for a stated purpose; the look stays in the trail."""
    who, reason = reader(request), request.POST.get("reason", "")
    try:
        found = reveal_party(act=act(request), reader=who, number=number, reason=reason)
    except PowerRefused as error:
        return _page(request, penalty_case(reader=who, number=number), error, status=422)
    return _page(request, found)


def _page(
    request: HttpRequest, found: PenaltyCase, refused: Exception | None = None, *, status: int = 200
) -> HttpResponse:
    on, matter, mine = today(), found.matter, found.mine
    codes = {one.code for one in matter.procedure.procedure.nodes[mine.node].outcomes} if mine else set[str]()
    entries = trail(subject=matter.id)
    fields = caseforms.deciding(found, mine, request.POST) if mine else []
    recording.marked(fields, refused)
    context: dict[str, Any] = {
        "number": matter.number,
        "title": matter.title,
        "late": (late := steps_over(matter, now())),
        "light": step_light(matter, late, now()),
        "facts": _facts(found),
        "stated": [
            {
                "title": one.step,
                "when": f"{one.post}，{moment(datetime.fromisoformat(one.at))}",
                "pairs": _told(one.told),
            }
            for one in found.stated
        ],
        "time": clocks.clocks(matter, on, seen="public"),  # the file below tells the rest, its party masked
        "changes": clocks.changes(entries, matter),
        "steps": timelines.timeline(found.tasks, hands.told(entries, "officer", clocks.said_why(matter))),
        "hands": offered(reader(request), matter, found.tasks, mine),
        "came": came(reader(request), mine, matter) if mine else [],
        "halt": halted(matter=matter),
        "flow": flowing.drawn(matter, found.tasks),
        "mine": mine,
        "fields": fields,
        "reveal_url": f"{_address(matter.number)}reveal/" if found.may_reveal else "",
        "decides": _decides(request, found) if "decide" in codes and found.decision is None else [],
        "refused": str(refused or ""),
    }
    return page(request, "case", context, status=status)


def _told(pairs: tuple[tuple[str, str], ...]) -> list[Piece]:
    return [pair(label, text) for label, text in pairs]


def _facts(found: PenaltyCase) -> list[Piece]:
    decision, withheld = found.decision, found.matter.data.get(WITHHELD) == "yes"
    told = f"{day(found.told_on)}告知，{'有' if found.hearing else '没有'}听证权" if found.told_on else ""
    stated = [
        pair("办案单位", found.unit_name),
        pair("办件号", found.matter.number, *([] if withheld else [f"/cases/{found.matter.number}/"])),
        pair("违法行为", found.act_name),
        pair("线索来源", found.source),
        pair("当事人", found.party),
        pair("证件号码", found.number),
        pair("行为日期", day(found.happened_on)),
        pair("违法事实", found.found),
        *([pair("事先告知", told)] if told else []),
        *([pair("结果", found.matter.outcome)] if found.matter.outcome else []),
    ]
    if decision is not None:
        words = f"{decision.number}，{decision.tier_name}，{amount(decision.amount, decision.measure)}"
        stated.append(pair("处罚决定", words, f"/powers/desk/penalties/{decision.id}/"))
    return stated


def _decides(request: HttpRequest, found: PenaltyCase) -> list[Piece]:
    """Returns where the decision of a case is made: under the baseline of its act, or another that applies."""
    posts = [post for post in reader(request).posts if post.role == "decider" and post.unit == found.matter.unit]
    under = sorted(usable_baselines(posts=posts, on=today()), key=lambda one: (one.family != found.family, one.name))
    return [
        {"label": each.name, "url": f"/powers/desk/penalties/new/{each.id}/?case={found.matter.number}"}
        for each in under
    ]
