"""The desk of powers: what waits, who does it; statistics, repeated penalties, inspections."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.powers.api import (
    COUNTS,
    FEWEST_TOLD,
    Penalty,
    PowerRefused,
    Use,
    desk_counts,
    desk_penalties,
    figures,
    inspections,
    percent,
    publish_inspection,
    repeats,
    usage,
)
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, holds, reader

from .room import ALL, BASELINE, WATCHING, Cell, Slip, day_of, field, marked, page, section, table
from .wording import amount, state_cell

_SPAN = timedelta(365)  # shown unless asked otherwise


@require_safe
@for_roles(*ALL)
def overview(request: HttpRequest) -> HttpResponse:
    """Shows what waits for the reader."""
    who = reader(request)
    written = desk_counts(reader=who) if holds(who, BASELINE) else {}
    decided = desk_penalties(reader=who)
    waiting = written.get("submitted", 0)
    drafts = written.get("draft", 0) + written.get("returned", 0)
    deviating = [one for one in decided if one.state == "waiting"]
    tiles = (
        ("待审定的裁量基准", waiting, "份", "yellow" if waiting else "", "/powers/desk/baselines/", BASELINE),
        ("草稿和退回的", drafts, "份", "", "/powers/desk/baselines/", BASELINE),
        ("待审批的超幅度决定", len(deviating), "件", "yellow" if deviating else "", "/powers/desk/penalties/", ALL),
        ("处罚决定", len(decided), "件", "", "/powers/desk/penalties/", ALL),
    )
    shown = [
        {"label": label, "value": str(value), "unit": unit, "note": "", "light": light, "url": url}
        for label, value, unit, light, url, roles in tiles
        if holds(who, roles)
    ]
    post = next(one for one in who.posts if one.role in ALL)
    return page(request, "overview", {"lead": f"{post.label}。", "tiles": shown})


@require_safe
@for_roles(*WATCHING)
def used(request: HttpRequest) -> HttpResponse:
    """Shows how tiers are used by body, what is unusual, and who was punished more than once within days."""
    who, on = reader(request), today()
    try:
        since = day_of(request.GET.get("since", "") or (on - _SPAN).isoformat(), "从哪天起", "since")
        until = day_of(request.GET.get("until", "") or on.isoformat(), "到哪天止", "until")
        refused = None
    except Slip as slip:
        since, until, refused = on - _SPAN, on, (slip.field, str(slip))
    found = usage(reader=who, since=since, until=until)
    odd: list[list[Cell]] = [
        [_number(one.penalty), one.penalty.unit.name, one.penalty.baseline_name, one.penalty.tier_name,
         amount(one.penalty.amount, one.penalty.measure),
         {"light": {"colour": "red" if one.high else "yellow", "words": "偏高" if one.high else "偏低"}}, one.words]
        for use in found for one in use.unusual
    ]  # fmt: skip
    doubled: list[list[Cell]] = [
        [f"第 {place} 组", day(one.happened_on), "几个单位" if group.crossed else "同一单位", _number(one),
         one.unit.name, one.baseline_name, amount(one.amount, one.measure), state_cell(one)]
        for place, group in enumerate(repeats(reader=who), 1) for one in group.penalties
    ]  # fmt: skip
    heads = ("违法行为", "档次", "单位", "#件数", "#超出幅度", "#最低", "#中位", "#最高", "与谁比")
    odd_heads = ("决定文号", "单位", "违法行为", "档次", "#数额", "判断", "说明")
    twice = ("当事人", "行为日期", "涉及", "决定文号", "单位", "违法行为", "#数额", "状态")
    typed = {"since": since.isoformat(), "until": until.isoformat()}
    fields = [field("since", "从哪天起", "date", typed), field("until", "到哪天止", "date", typed)]
    note = f"位置：本档下限为 0%，上限为 100%。用中位数和离差判断，个别极端值不会掩盖其他异常。{FEWEST_TOLD}"
    same = "同一当事人前后相隔不超过两天的决定，逐组核对是不是同一个违法行为。只比对加密摘要，不显示当事人。"
    shown = table("需要说明的决定", odd_heads, odd)
    again = table("同一当事人日期相近的决定", twice, doubled)
    every = table("按违法行为、档次和单位", heads, [_use(one) for one in found])
    context = {
        "fields": fields,
        "errors": marked(fields, refused),
        "sections": [
            section("明显偏高或偏低", table=shown, empty="没有明显偏高或偏低的。", note=f"{note}{_more(found)}"),
            section("交叉、重复处罚", table=again, empty="没有发现。", note=same),
            section("各单位各档的使用", table=every, empty="没有处罚决定。"),
        ],
    }
    return page(request, "usage", context, status=422 if refused else 200)


def _number(one: Penalty) -> Cell:
    return {"text": one.number, "url": f"/powers/desk/penalties/{one.id}/"}


def _more(found: Iterable[Use]) -> str:
    """Returns how many unusual decisions are not listed, by body and tier."""
    told = [f"{one.unit.name}“{one.name}”{one.tier_name}档另有 {one.more} 件" for one in found if one.more]
    return f"每个单位每档先列离中位数最远的。没有列出的：{'；'.join(told)}。" if told else ""


def _use(one: Use) -> list[Cell]:
    places = ("—" if value is None else percent(value) for value in (one.lowest, one.median, one.highest))
    group = {"unit": "本单位同档", "all": "各单位同档"}.get(one.group, "件数太少")
    return [one.name, one.tier_name, one.unit.name, str(one.count), str(one.outside), *places, group]


_INSPECTED = ("title", "since", "until", "findings", "demand", "due_on")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def inspect(request: HttpRequest) -> HttpResponse:
    """Shows the inspections and the form of a new one: first what it counts, then published."""
    post = next(one for one in reader(request).posts if one.role == "law")
    on = today()
    if request.method != "POST":
        first = {"since": on.replace(month=1, day=1).isoformat(), "until": on.isoformat()}
        return _inspect_page(request, post.region, first)
    sent = request.POST
    try:
        since = day_of(sent.get("since", ""), "从哪天起", "since")
        until = day_of(sent.get("until", ""), "到哪天止", "until")
        due = sent.get("due_on", "").strip()
        due_on = day_of(due, "整改期限", "due_on") if due else None
        if sent.get("do") != "publish":
            counts = figures(reader=reader(request), region=post.region, since=since, until=until)
            return _inspect_page(request, post.region, sent, counted=counts)
        publish_inspection(
            act=act(request),
            reader=reader(request),
            region=post.region,
            title=sent.get("title", ""),
            since=since,
            until=until,
            findings=sent.get("findings", ""),
            demand=sent.get("demand", ""),
            due_on=due_on,
        )
    except (PowerRefused, Slip) as error:
        return _inspect_page(request, post.region, sent, (error.field, str(error)))
    say(request, "检查结果已公布并留痕。")
    return HttpResponseRedirect("/powers/desk/inspections/")


def _inspect_page(
    request: HttpRequest,
    place: str,
    typed: Mapping[str, Any],
    refused: tuple[str, str] | None = None,
    counted: Mapping[str, Mapping[str, int]] | None = None,
) -> HttpResponse:
    fields = [
        field("title", "检查名称", "text", typed, max=120, hint="例如“2026年行政处罚裁量权执行情况检查”。"),
        field("since", "从哪天起", "date", typed, hint="按决定日期。"),
        field("until", "到哪天止", "date", typed),
        field("findings", "检查结果", "textarea", typed, max=3000, hint="公开，不写个人信息。"),
        field("demand", "整改要求", "textarea", typed, max=3000, required=False),
        field("due_on", "整改期限", "date", typed, required=False),
    ]
    rows: list[list[Cell]] = [
        [one.title, f"{day(one.since)}至{day(one.until)}", one.post, day(one.published_at)]
        for one in inspections(region=place)
    ]
    context: dict[str, Any] = {
        "fields": fields,
        "errors": marked(fields, refused),
        "counted": _counts(counted) if counted is not None else None,
        "table": table("已公布的检查", ("检查", "期间", "检查机关", "公布"), rows),
    }
    return page(request, "inspect", context, status=422 if refused else 200)


def _counts(counted: Mapping[str, Mapping[str, int]]) -> Piece:
    totals = {key: sum(one[key] for one in counted.values()) for key in COUNTS}
    words = [f"{name} {totals[key]} 件" for key, name in COUNTS.items()]
    return section("这段时间", lines=[f"{len(counted)} 个单位：{'，'.join(words)}。"])
