"""Penalties on the desk: judged first, decided, allowed or denied by a higher post."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.powers.api import (
    GROUNDS,
    PENALTY_STATES,
    Decision,
    OutsideTier,
    PowerRefused,
    Version,
    allow_deviation,
    baseline,
    decide_penalty,
    desk_penalties,
    judge_penalty,
    penalty,
    penalty_case,
    usable_baselines,
)
from yimen.kernel.discretion import Baseline, Measure
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import PENALTY, act, for_roles, reader

from .room import Cell, Slip, day_of, field, marked, options, page, pair, section, table
from .wording import amount, range_words, state_cell, tiers_table


@require_safe
@for_roles(*PENALTY)
def penalties(request: HttpRequest) -> HttpResponse:
    """Lists the decisions of the reader's units and those the reader oversees, and the baselines to decide under."""
    who, on = reader(request), today()
    rows: list[list[Cell]] = [
        [
            {"text": one.number, "url": f"/powers/desk/penalties/{one.id}/"},
            one.unit.name,
            one.baseline_name,
            one.tier_name,
            amount(one.amount, one.measure),
            state_cell(one),
            day(one.decided_at),
        ]
        for one in desk_penalties(reader=who)
    ]
    under: list[list[Cell]] = [
        [{"text": one.name, "url": f"/powers/desk/penalties/new/{one.id}/"}, one.unit.name, f"第 {one.number} 版"]
        for one in usable_baselines(posts=[post for post in who.posts if post.role == "decider"], on=on)
    ]
    heads = ("决定文号", "单位", "违法行为", "档次", "#数额", "状态", "决定日期")
    context = {
        "title": "处罚决定",
        "lead": "普通程序的决定从“处罚案件”里作出。幅度以内的即时生效；超出幅度的，写明理由报上级岗位审批。",
        "sections": [
            *(
                [
                    section(
                        "当场处罚，或者先看属于哪一档：选择裁量基准",
                        note=_ON_THE_SPOT,
                        table=table("现行基准", ("违法行为", "单位", "版本"), under),
                    )
                ]
                if under
                else []
            ),
            section("", table=table("处罚决定", heads, rows), empty="还没有处罚决定。"),
        ],
        "forms": [],
        "errors": [],
    }
    return page(request, "sections", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("decider")
def new(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
    """Shows the form of a decision under a baseline; one sent is judged, then decided."""
    one, case = baseline(id=baseline_id), request.GET.get("case", "")
    if case:
        penalty_case(reader=reader(request), number=case)  # who may not see it learns nothing
    if request.method != "POST":
        return _form(request, one, {"happened_on": today().isoformat()})
    sent = request.POST
    unit = sent.get("unit", "")
    try:
        decision = _decision(one, sent, case)
        if sent.get("do") != "decide":
            _, told = judge_penalty(reader=reader(request), unit=unit, decision=decision, on=today())
            return _form(request, one, _typed(sent), told=told.words, within=told.within)
        made = decide_penalty(act=act(request), reader=reader(request), unit=unit, decision=decision)
    except (PowerRefused, Slip) as error:
        outside = isinstance(error, OutsideTier)
        refused = [(_code(one, each.field), str(each)) for each in (error, *getattr(error, "others", ()))]
        return _form(request, one, _typed(sent), refused, outside=outside)
    words = "在幅度以内，已生效。" if made.state == "within" else "超出幅度，已报上级岗位审批，批准前不生效。"
    if case:
        then = "请在案件里办结“决定”这一步。" if made.state == "within" else "批准后在案件里办结“决定”这一步。"
        say(request, f"“{made.number}”已登记并留痕：{words}{then}")
        return HttpResponseRedirect(f"/powers/desk/cases/{case}/")
    say(request, f"“{made.number}”已登记并留痕：{words}")
    return HttpResponseRedirect(f"/powers/desk/penalties/{made.id}/")


def _typed(sent: QueryDict) -> dict[str, Any]:
    return {**sent.dict(), "grounds": sent.getlist("grounds")}


def _code(one: Version, name: str) -> str:
    """Returns the code of the field of a fact, by the fact's name."""
    facts = [fact.name for fact in one.table.facts] if one.table else []
    return f"fact_{facts.index(name)}" if name in facts else name


def _decision(one: Version, sent: QueryDict, case: str) -> Decision:
    facts = [fact.name for fact in one.table.facts] if one.table else []
    return Decision(
        baseline=one.id,
        number=sent.get("number", ""),
        facts={name: sent.get(f"fact_{place}", "") for place, name in enumerate(facts)},
        amount=sent.get("amount", ""),
        base=sent.get("base", ""),
        party=sent.get("party", ""),
        happened_on=today() if case else day_of(sent.get("happened_on", ""), "行为日期", "happened_on"),
        found=sent.get("found", ""),
        grounds=tuple(sent.getlist("grounds")),
        reasons=sent.get("reasons", ""),
        distinct=sent.get("distinct", ""),
        case=case,
        summary=not case,
    )


def _groups(request: HttpRequest, under: Baseline, typed: Mapping[str, Any]) -> list[Piece]:
    """Returns the form of a decision in groups: facts and amount, the case, why it leaves its tier."""
    facts = [
        field(f"fact_{place}", fact.name, "select", typed, choices=options(fact.choices))
        if fact.choices
        else field(f"fact_{place}", fact.name, "money", typed, hint=fact.range.words(fact.unit), unit=fact.unit or "数")
        for place, fact in enumerate(under.facts)
    ]
    decided = under.measure.decided
    sums = [field("amount", "决定的数额", "money", typed, unit=decided.value, hint=_LOOKING)]
    if under.measure is Measure.MULTIPLE:
        sums.insert(0, field("base", under.of, "money", typed, unit="元", hint="处罚按它的倍数计算。"))
    units = [{"code": post.unit, "label": post.unit_name} for post in reader(request).posts if post.role == "decider"]
    case = [
        field("unit", "作出决定的单位", "select", {"unit": units[0]["code"], **typed}, choices=units),
        field("number", "决定文号", "text", typed, max=60, hint="只看属于哪一档的，可以先不填这一项和下面几项。"),
        *(
            []
            if request.GET.get("case")
            else [
                field("happened_on", "违法行为日期", "date", typed),
                field("found", "违法事实", "text", typed, max=200, hint=_FOUND),
                field("party", "当事人的证件号或信用代码", "id", typed, max=18, hint=_PARTY, autocomplete="off"),
            ]
        ),
        field("distinct", "与相近违法行为的区别", "text", typed, max=1000, required=False, hint=_DISTINCT),
    ]
    beyond = [
        field(
            "grounds",
            "超出幅度的理由",
            "checkboxes",
            {"grounds": [], **typed},
            required=False,
            choices=options(GROUNDS),
        ),
        field("reasons", "具体情况", "textarea", typed, max=1000, required=False),
    ]
    return [
        {"label": "认定的事实", "hint": "逐项认定，决定属于哪一档。", "fields": [*facts, *sums], "pair": True},
        {"label": "案件", "hint": "", "fields": case, "pair": False},
        {
            "label": "超出幅度时填写",
            "hint": "由上级岗位审批；超出法律范围的不能作出。",
            "fields": beyond,
            "pair": False,
        },
    ]


def _form(
    request: HttpRequest,
    one: Version,
    typed: Mapping[str, Any],
    refused: Sequence[tuple[str, str]] = (),
    *,
    told: str = "",
    within: bool = True,
    outside: bool = False,
) -> HttpResponse:
    if one.table is None:
        raise Slip("这份裁量基准读不出来，不能据以决定。请联系法制机构。")
    groups = _groups(request, one.table, typed)
    context = {
        "name": one.name,
        "lead": f"{one.table.source}，法定幅度{one.table.bounds_words(one.table.bounds)}。",
        "told": told,
        "within": within,
        "outside": outside,
        "groups": groups,
        "errors": [
            told_ for slip in refused for told_ in marked([each for group in groups for each in group["fields"]], slip)
        ],
        "tiers": tiers_table(one.table),
        "case": request.GET.get("case", ""),
        "button": "作出决定" if request.GET.get("case") else "作出当场处罚决定",
    }
    return page(request, "decide", context, status=422 if refused else 200)


_ON_THE_SPOT = (
    "当场处罚只限警告，或者对公民二百元以下、对单位三千元以下的罚款（行政处罚法第五十一条）；其他的从案件里决定。"
)
_LOOKING = "只看属于哪一档的，先不填；作出决定时必填。"
_FOUND = "写检查记录编号，或时间、地点、车号等。同一当事人同一天同一事实，只能罚款一次。"
_PARTY = "只用来查有没有重复处罚，系统只存加密摘要，不保存号码。"
_DISTINCT = "这个当事人前后两天内、或者同一事实另有决定时填写。"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*PENALTY)
def one(request: HttpRequest, penalty_id: UUID) -> HttpResponse:
    """Shows one decision; a higher post allows or denies it where it waits."""
    refused: tuple[str, str] | None = None
    typed: dict[str, Any] = {}
    if request.method == "POST":
        typed = request.POST.dict()
        agree = typed.get("do") == "agree"
        try:
            allow_deviation(
                act=act(request),
                reader=reader(request),
                id=penalty_id,
                agree=agree,
                opinion=str(typed.get("opinion", "")),
            )
        except PowerRefused as error:
            refused = (error.field, str(error))
        else:
            say(request, "已批准，决定生效并留痕。" if agree else "没有批准，决定不生效，已留痕。")
            return HttpResponseRedirect(f"/powers/desk/penalties/{penalty_id}/")
    found, why = penalty(reader=reader(request), id=penalty_id)
    pairs = [
        pair("状态", PENALTY_STATES[found.state]),
        pair("单位", found.unit.name),
        pair("违法行为", found.baseline_name, f"/powers/baselines/{found.baseline}/"),
        pair("依据", found.source),
        pair("认定的事实", "；".join(f"{name}：{value}" for name, value in found.facts.items())),
        pair("档次和幅度", f"{found.tier_name}，{range_words(found)}"),
        pair("数额", amount(found.amount, found.measure)),
        pair(
            "超出",
            amount(abs(found.by), found.measure) + ("（低于下限）" if found.by < 0 else "") if found.by else "没有",
        ),
        pair("行为日期", day(found.happened_on)),
        pair("作出", f"{found.post}，{moment(found.decided_at)}"),
    ]
    if found.by:
        pairs += [pair("理由", "；".join(found.grounds)), pair("具体情况", why.reasons)]
        pairs.append(pair("审批", f"{found.higher_post}，{why.opinion}" if found.higher_post else "待审批"))
    if why.distinct:
        pairs.append(pair("与相近违法行为的区别", why.distinct))
    fields = [field("opinion", "审批意见", "textarea", typed, max=400)]
    buttons = [
        {"label": "批准", "value": "agree", "quiet": False},
        {"label": "不批准", "value": "deny", "quiet": True},
    ]
    may = found.state == "waiting" and any(post.role in ("leader", "government") for post in reader(request).posts)
    forms = (
        [{"title": "审批", "action": request.path, "fields": fields, "buttons": buttons, "hidden": []}] if may else []
    )
    context = {
        "title": found.number,
        "lead": "",
        "sections": [section("", pairs=pairs)],
        "forms": forms,
        "errors": marked(fields, refused),
    }
    return page(request, "sections", context, status=422 if refused else 200)
