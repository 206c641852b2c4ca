"""Public pages: baselines, decisions, inspections, enforcement, intermediaries, rules, topics."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.places.api import region
from yimen.contexts.powers.api import (
    COUNTS,
    EXPIRED,
    Agency,
    Element,
    Intermediary,
    Version,
    agencies,
    agency,
    baseline,
    baseline_history,
    baselines,
    coming_baselines,
    entry_history,
    entry_version,
    inspection,
    inspections,
    intermediaries,
    past_baselines,
    public_penalties,
    services,
    topics,
    units_with_rules,
)
from yimen.contexts.powers.api import rules as rules_of
from yimen.contexts.procedures.api import NoSuchProcedure, in_force
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import day

from .lists import versions_table
from .room import Cell, asked, kept_place, pair, public, section, table
from .wording import (
    amount,
    dates,
    demo_tags,
    in_force_words,
    level_names,
    power_row,
    range_words,
    scope_section,
    state_cell,
)

_MOST = 6  # lines of an element; the rest stands in its own list
_NO_POWERS = "这个部门的权责清单里没有处罚、强制、征收、检查的职权。"
_NO_PROCEDURE = "还没有公布这类活动自己的程序（处罚的程序不能代替），公布后列在这里"
_PAST = 200  # past versions of baselines in a list


@require_safe
def list_baselines(request: HttpRequest) -> HttpResponse:
    """Lists the baselines of a place: in force, approved and to come, past; with ``?on=`` those in force that day."""
    place, text, typed = region(code=place_code(request)), asked(request, "q"), asked(request, "on")
    kept = kept_place(request)
    find = {"action": "/powers/baselines/", "q": text, "label": "按违法行为查找", "kept": kept}
    lead = "处罚轻重有据可查：什么情形、哪一档、多少数额，经政府审定后才施行。"
    look = {"on": typed, "wrong": "", "kept": [*kept, *([{"name": "q", "value": text}] if text else [])]}
    on = _day_asked(typed)
    if typed and on is None:
        look |= {"on": "", "wrong": f"“{typed}”不是有效的日期，请写成 2026-02-25 的样子。下面是今天的。"}
    if on is not None:
        title, empty = f"{day(on)}施行的裁量基准", "这一天没有施行的裁量基准。"
        sections = [_baselines(title, "按名称排列", baselines(on=on, region=place.code, text=text), empty)]
    else:
        today_ = today()
        sections = [
            _baselines(
                "现行裁量基准", "按名称排列", baselines(on=today_, region=place.code, text=text), "没有这样的裁量基准。"
            ),
            _baselines("已审定、还没有施行", "先施行的在前", coming_baselines(on=today_, region=place.code, text=text)),
            _past(today_, place.code, text),
        ]
    shown = [one for one in sections if one["table"] or one["empty"]]
    return public(request, "裁量基准", shown, lead=lead, find=find, look=look)


def _past(on: date, place: str, text: str) -> Piece:
    found = past_baselines(on=on, region=place, text=text, limit=_PAST + 1)
    more = f"只列最近失效的 {_PAST} 版。更早的，请按违法行为查找，或者选那时的一天查看。"
    return _baselines("已失效的各版", "最近失效的在前", found[:_PAST], note=more if len(found) > _PAST else "")


def _day_asked(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _baselines(title: str, order: str, found: Iterable[Version], empty: str = "", note: str = "") -> Piece:
    rows: list[list[Cell]] = [
        [
            {"text": one.name, "url": f"/powers/baselines/{one.id}/"},
            one.unit.name,
            one.table.scope,
            "、".join(one.table.kinds),
            one.table.bounds_words(one.table.bounds),
            f"{len(one.table.tiers)} 档",
            in_force_words(one),
        ]
        for one in found
        if one.table
    ]
    heads = ("违法行为", "执法主体", "范围", "种类", "法定幅度", "档次", "施行")
    return section(title, table=table(order, heads, rows), empty=empty, note=note)


@require_safe
def one_baseline(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
    """Shows one approved baseline: scope, kinds, range, tiers; the approval; the rule it stands under; its versions."""
    one, on = baseline(id=baseline_id), today()
    approval = [
        pair("审定", one.approver_post),
        pair("批准文件", one.document),
        pair("审定日期", day(one.approved_at)),
        pair("施行", in_force_words(one)),
    ]
    if one.rule:
        rule = entry_version(id=one.rule)
        approval.append(
            pair("所依据的具体办法", f"{rule.name}（{rule.content['document']}）", f"/powers/rules/{rule.code}/")
        )
    earlier: list[list[Cell]] = [
        [{"text": f"第 {each.number} 版", "url": f"/powers/baselines/{each.id}/"}, in_force_words(each), each.document]
        for each in baseline_history(family=one.family)
    ]
    sections = [
        *scope_section(one),
        section("审定和施行", pairs=approval),
        section("各版本", table=table("由新到旧", ("版本", "施行", "批准文件"), earlier)),
    ]
    tags = [{"label": one.standing(on), "kind": "law"}, *demo_tags(demo=one.demo)]
    steps = (("裁量基准", "/powers/baselines/"), (one.name, None))
    lead = f"{one.unit.name}　{level_names(one.table) if one.table else ''}"
    return public(request, one.name, sections, tags=tags, steps=steps, lead=lead)


@require_safe
def list_penalties(request: HttpRequest) -> HttpResponse:
    """Lists the decisions that hold in a place: without anybody."""
    place = region(code=place_code(request))
    rows: list[list[Cell]] = [
        [
            one.number,
            one.unit.name,
            {"text": one.baseline_name, "url": f"/powers/baselines/{one.baseline}/"},
            one.tier_name,
            range_words(one),
            amount(one.amount, one.measure),
            state_cell(one),
            day(one.decided_at),
        ]
        for one in public_penalties(region=place.code)
    ]
    heads = ("决定文号", "执法主体", "违法行为", "档次", "#本档幅度", "#数额", "与基准", "决定日期")
    lead = "每个决定属于哪一档、有没有超出幅度。不公开当事人。"
    sections = [section("", table=table("行政处罚结果", heads, rows), empty="这个地区还没有公布处罚结果。")]
    return public(request, "执法结果", sections, lead=lead)


@require_safe
def list_inspections(request: HttpRequest) -> HttpResponse:
    """Lists the inspections of how discretion is used."""
    place = region(code=place_code(request))
    rows: list[list[Cell]] = [
        [
            {"text": one.title, "url": f"/powers/inspections/{one.id}/"},
            one.unit.name,
            f"{day(one.since)}至{day(one.until)}",
            str(sum(counts["all"] for _, counts in one.figures)),
            day(one.published_at),
        ]
        for one in inspections(region=place.code)
    ]
    heads = ("检查", "检查机关", "期间", "#处罚决定", "公布日期")
    lead = "裁量基准执行得怎么样，由法制机构检查并公布。"
    sections = [section("", table=table("监督检查", heads, rows), empty="这个地区还没有公布检查结果。")]
    return public(request, "监督检查", sections, lead=lead)


@require_safe
def one_inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Shows one inspection."""
    one = inspection(id=inspection_id)
    rows: list[list[Cell]] = [[body.name, *(str(counts[key]) for key in COUNTS)] for body, counts in one.figures]
    heads = ("单位", *(f"#{name}" for name in COUNTS.values()))
    sections = [
        section("检查结果", lines=one.findings.splitlines()),
        section("数字", table=table("各单位的处罚决定", heads, rows), empty="这段时间没有处罚决定。"),
    ]
    if one.demand:
        sections.append(section(f"整改要求（{day(one.due_on)}前）", lines=one.demand.splitlines()))
    steps = (("监督检查", "/powers/inspections/"), (one.title, None))
    lead = f"{one.post}　{day(one.since)}至{day(one.until)}"
    return public(request, one.title, sections, lead=lead, tags=demo_tags(demo=one.demo), steps=steps)


@require_safe
def list_agencies(request: HttpRequest) -> HttpResponse:
    """Lists the bodies whose enforcement pages there are, with how many of the ten elements are public."""
    place = region(code=place_code(request))
    rows: list[list[Cell]] = []
    for found in agencies(on=today(), region=place.code):
        if found.powers:
            name: Cell = {"text": found.unit.name, "url": f"/powers/agencies/{found.unit.code}/"}
            rows.append([name, str(len(found.powers)), f"{found.complete} / {len(found.elements)}"])
    heads = ("部门", "#执法职权", "#已公开")
    sections = [section("", table=table("各执法部门", heads, rows), empty="这个地区还没有执法部门的职权。")]
    lead = f"{place.name}各执法部门应公开的十项，公开了几项。"
    return public(request, "执法公示", sections, lead=lead, steps=(("执法公示", None),))


@require_safe
def one_agency(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the enforcement page of a body: ten elements, three activities."""
    found = agency(unit=code, on=today())
    shown = [pair(f"{place}. {one.name}", _told(one)) for place, one in enumerate(found.elements, 1)]
    sections = [section("应公开的十项", pairs=shown)]
    rows = [power_row(one)[:2] + power_row(one)[3:4] for one in found.powers]
    sections.append(_activities(found))
    sections.append(
        section("执法职权", table=table("可以实施的执法行为", ("职权", "类型", "依据"), rows), empty=_NO_POWERS)
    )
    name = found.unit.name
    buttons = [
        {"label": "权责清单", "url": f"/powers/units/{code}/"},
        {"label": "投诉执法", "url": f"/complaints/new/?kind=enforcement&unit={code}"},
        {"label": "投诉结果", "url": f"/complaints/results/?unit={code}"},
    ]
    missing = "、".join(
        f"{one.name}（{'、'.join(one.lacking)}）" if one.lacking else one.name
        for one in found.elements
        if not one.whole
    )
    lead = f"应公开的 10 项已公开 {found.complete} 项" + (f"，还缺：{missing}。" if missing else "。")
    phones = [found.unit.supervision_phone, "12345"]
    lead += f"对执法有意见，可以拨打{'或'.join(filter(None, phones))}。"
    tags = demo_tags(demo=found.unit.demo)
    steps = ((name, f"/powers/units/{code}/"), ("执法公示", None))
    return public(request, f"{name}执法公示", sections, lead=lead, tags=tags, steps=steps, buttons=buttons)


def _told(one: Element) -> str:
    """Returns what is said of an element, and of what there is nothing."""
    bare = [f"{kind}：{_NO_PROCEDURE}" for kind in one.lacking]
    return "；".join([*_element(one.name, one.lines), *bare]) or "还没有公开"


def _element(name: str, lines: tuple[str, ...]) -> list[str]:
    return [_procedure(line) for line in lines] if name == "执法程序" else list(lines[:_MOST])


def _activities(found: Agency) -> Piece:
    rows: list[list[Cell]] = [
        [
            one.name,
            "；".join(one.basis) or "权责清单里没有这类职权",
            "；".join(_procedure(key) for key in one.procedures) or (_NO_PROCEDURE if one.basis else "—"),
            "；".join(one.results[:3]) or ("还没有公布过结果" if one.basis else "—"),
        ]
        for one in found.activities
    ]
    return section("三类执法活动", table=table("依据、程序和结果", ("活动", "依据", "程序", "最近的结果"), rows))


def _procedure(key: str) -> str:
    try:
        return in_force(key=key, on=today()).name
    except NoSuchProcedure:
        return key


@require_safe
def list_services(request: HttpRequest) -> HttpResponse:
    """Shows which items need which intermediary service, and who gives it, with licences that are over flagged."""
    place, on = region(code=place_code(request)), today()
    sections = [
        section(
            one.entry.name,
            pairs=[
                *(pair("需要它的事项", name, f"/items/{code}/") for code, name in one.items),
                pair("设定依据", "；".join(one.entry.content["basis"])),
                pair("成果", one.entry.content["result"]),
                pair("收费", one.entry.content["charge"]),
                pair("时限", one.entry.content["period"]),
                pair("可选机构", f"{sum(body.state != EXPIRED for body in one.bodies)} 家"),
            ],
        )
        for one in services(on=on, region=place.code)
    ]
    rows = [_body(one) for one in intermediaries(on=on, region=place.code)]
    heads = ("机构", "承接的服务", "资质", "资质止期", "状态", "电话", "地址")
    sections.append(section("机构名录", table=table("资质有效的排在前面", heads, rows), empty="名录里还没有机构。"))
    lead = "办事需要的中介服务只有这些，由您自己选机构；清单以外的不得要求。资质过期的不要选。"
    return public(request, "中介服务", sections, lead=lead)


def _body(one: Intermediary) -> list[Cell]:
    colour = {"有效": "green", "即将到期": "yellow"}.get(one.state, "red")
    content = one.entry.content
    return [
        one.entry.name,
        "、".join(content["services"]),
        content["licence"],
        day(one.ends),
        {"light": {"colour": colour, "words": one.state}},
        content["phone"],
        content["address"],
    ]


@require_safe
def list_rules(request: HttpRequest) -> HttpResponse:
    """Lists the local rules and the service rules of a place."""
    place = region(code=place_code(request))
    rows: list[list[Cell]] = [
        [
            {"text": one.name, "url": f"/powers/rules/{one.code}/"},
            one.content["sort"],
            one.unit.name,
            one.content["document"],
            f"第 {one.number} 版，{dates(one)}",
        ]
        for one in rules_of(on=today(), region=place.code)
    ]
    lead = "规范裁量权的具体办法、各单位的服务规则和执法责任制，每一版都能看到。"
    heads = ("文件", "种类", "单位", "文号", "版本")
    kept: list[list[Cell]] = [
        [
            unit.name,
            {"light": {"colour": "green" if one else "grey", "words": "已公布" if one else "未公布"}},
            {"text": one.name, "url": f"/powers/rules/{one.code}/"} if one else "—",
        ]
        for unit, one in units_with_rules(on=today(), region=place.code)
    ]
    note = "各单位的服务规则由本单位权责编制岗公布，每次改动都是新的一版。"
    sections = [
        section("", table=table("制度文件", heads, rows), empty="这个地区还没有公布制度文件。"),
        section("服务规则公布情况", table=table("服务规则公布情况", ("单位", "状态", "文件"), kept), note=note),
    ]
    return public(request, "制度文件", sections, lead=lead)


@require_safe
def one_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Shows one rule with its text and all versions."""
    found = entry_history(kind="rule", code=code)
    shown = next((one for one in found if one.standing(today()) == "现行"), found[0])
    pairs = [
        pair("种类", shown.content["sort"]),
        pair("单位", shown.unit.name, f"/powers/units/{shown.unit.code}/"),
        pair("文号", shown.content["document"]),
        pair("施行", dates(shown)),
    ]
    sections = [
        section("正文", lines=list(shown.content["text"])),
        section("文件", pairs=pairs),
        section("各版本", table=versions_table(found)),
    ]
    tags = [{"label": shown.standing(today()), "kind": "law"}, *demo_tags(demo=shown.demo)]
    return public(request, shown.name, sections, tags=tags, steps=(("制度文件", "/powers/rules/"), (shown.name, None)))


@require_safe
def list_topics(request: HttpRequest) -> HttpResponse:
    """Shows how the five topics of reform stand in a place: research, plan, roll-out."""
    place = region(code=place_code(request))
    sections = []
    for topic, one in topics(on=today(), region=place.code):
        if one is None:
            sections.append(section(topic, empty="还没有启动。"))
            continue
        parts = (("调查研究", "research"), ("实施方案", "plan"), ("推行情况", "rollout"))
        pairs = [pair("进展", one.content["stage"]), pair("牵头单位", one.unit.name)]
        pairs += [pair(label, "；".join(one.content.get(key, ()))) for label, key in parts]
        sections.append(section(topic, note=one.name, pairs=pairs))
    return public(request, "改革专题", sections, lead="先调查研究，再定方案，成熟一个，推出一个。")
