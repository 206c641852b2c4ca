"""The public lists: what each body may do, must do and must not do, one power with its running, the log."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.matters.api import Run
from yimen.contexts.places.api import region
from yimen.contexts.powers.api import (
    Adjustment,
    Entry,
    NoSuchPower,
    Power,
    adjustments,
    bodies,
    entries,
    entry_history,
    power,
    power_baselines,
    power_names,
    power_running,
    powers,
)
from yimen.contexts.procedures.api import NoSuchProcedure, in_force
from yimen.kernel.codes import POWER_TYPES
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece, flow, imprint, light
from yimen.sites.pieces.templatetags.words import day

from .room import Cell, asked, kept_place, pair, public, section, table
from .wording import dates, demo_tags, in_force_words, power_row

_LISTS = (("power", "权力清单"), ("duty", "责任清单"), ("negative", "负面清单"))
_PENALTY = "行政处罚"
_POWER_HEADS = ("职权", "类型", "来源", "依据", "公开要素")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Lists the bodies of a place with their lists; finds a power by its name."""
    place, on, text = region(code=place_code(request)), today(), asked(request, "q")
    find = {"action": "/powers/", "q": text, "label": "按名称查找职权", "kept": kept_place(request)}
    lead = f"{place.name}各部门能做什么、该负什么责、不得做什么。"
    if text:
        found = powers(on=on, region=place.code, text=text)
        rows = [[*power_row(one)[:2], one.unit.name, *power_row(one)[3:]] for one in found]
        heads = ("职权", "类型", "行使主体", "依据", "公开要素")
        shown = table("职权", heads, rows)
        sections = [section(f"名称里有“{text}”的职权", table=shown, empty="没有这样的职权，换个名称再找。")]
        return public(request, "权责清单", sections, lead=lead, find=find, steps=())
    rows_: list[list[Cell]] = [
        [
            {"text": one.unit.name, "url": f"/powers/units/{one.unit.code}/"},
            "—" if one.items is None else str(one.items),
            str(one.others),
            str(one.negative),
            {"text": "执法公示", "url": f"/powers/agencies/{one.unit.code}/"},
        ]
        for one in bodies(on=on, region=place.code)
    ]
    heads = ("部门", "#政务服务事项", "#其他职权", "#负面清单", "执法")
    sections = [section("各部门", table=table("按部门查看", heads, rows_), empty="这个地区还没有公布清单。")]
    return public(request, "权责清单", sections, lead=lead, find=find, steps=())


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the three lists of a body, one at a time; made to be printed."""
    body, on = unit_of(code=code), today()
    wanted = asked(request, "list")
    shown = wanted if wanted in dict(_LISTS) else "power"
    base = f"/powers/units/{code}/"
    tabs = [
        {"label": name, "url": f"{base}?list={key}", "current": key == shown, "count": None} for key, name in _LISTS
    ]
    sections = {"power": _powers, "duty": _duties, "negative": _negative}[shown](code, body.region)
    buttons = [("执法公示", f"/powers/agencies/{code}/"), ("动态调整记录", f"/powers/log/?unit={code}")]
    return public(
        request,
        f"{body.name}{dict(_LISTS)[shown]}",
        sections,
        lead=f"{day(on)}现行。{'单位资料为演示值。' if body.demo else ''}",
        tabs=tabs,
        buttons=[{"label": label, "url": url} for label, url in buttons],
        steps=((body.name, None),),
    )


def _powers(code: str, place: str) -> list[Piece]:
    found = powers(on=today(), region=place, unit=code)
    groups = [(kind, [one for one in found if one.type == kind]) for kind in POWER_TYPES]
    sections = [
        section(f"{kind}（{len(listed)} 项）", table=table(kind, _POWER_HEADS, [power_row(one) for one in listed]))
        for kind, listed in groups
        if listed
    ]
    return sections or [section("", empty="这个部门还没有公布权力清单。")]


def _duties(code: str, place: str) -> list[Piece]:
    rows: list[list[Cell]] = [
        [
            {"text": one.name, "url": f"/powers/power/{one.code}/"},
            "；".join(one.duties) or "还没有写明",
            "；".join(one.accountability) or "还没有写明",
            "；".join(one.supervision) or "还没有写明",
        ]
        for one in powers(on=today(), region=place, unit=code)
    ]
    heads = ("职权", "责任事项", "追责情形和依据", "监督措施")
    return [section("", table=table("责任清单", heads, rows), empty="这个部门还没有公布责任清单。")]


def _negative(code: str, place: str) -> list[Piece]:
    rows: list[list[Cell]] = [
        [one.name, one.content["sort"], one.content["text"], "；".join(one.content["basis"]), dates(one)]
        for one in entries(kind="negative", on=today(), region=place, unit=code)
    ]
    heads = ("事项", "种类", "内容", "依据", "施行")
    return [section("", table=table("负面清单", heads, rows), empty="这个部门还没有公布负面清单。")]


@require_safe
def one_power(request: HttpRequest, code: str) -> HttpResponse:
    """Shows one power: basis, procedure as it runs, supervision, duties, and how it runs now."""
    on = today()
    found, item = power(code=code, on=on)
    pairs = [
        pair("行使主体", found.unit.name, f"/powers/units/{found.unit.code}/"),
        pair("类型", found.type),
        pair("法律依据", "；".join(found.basis)),
        pair("施行", f"{day(found.valid_from)}起"),
    ]
    pairs += [pair("办事指南", found.name, f"/items/{code}/")] if item else []
    sections = [
        section("基本情况", pairs=pairs),
        _said("监督措施", found.supervision),
        _said("责任事项", found.duties),
        _said("追责情形", found.accountability),
        *_baselines(found),
        _flow(found),
        *_running(found, kept_back=item is not None and item.disclosure != "主动公开"),
        *_history(code),
    ]
    steps = ((found.unit.name, f"/powers/units/{found.unit.code}/"), (found.name, None))
    return public(request, found.name, sections, tags=demo_tags(demo=found.demo), steps=steps)


def _said(title: str, lines: tuple[str, ...]) -> Piece:
    return section(title, lines=list(lines), empty="" if lines else "还没有写明。")


def _baselines(found: Power) -> list[Piece]:
    """Returns how far a penalty may go: its baselines, or that there are none; nothing of other powers without one."""
    rows: list[list[Cell]] = [
        [
            {"text": one.name, "url": f"/powers/baselines/{one.id}/"},
            "、".join(one.table.kinds),
            one.table.bounds_words(one.table.bounds),
            f"{len(one.table.tiers)} 档",
            in_force_words(one),
        ]
        for one in power_baselines(code=found.code, on=today())
        if one.table
    ]
    if not rows and found.type != _PENALTY:
        return []
    heads = ("违法行为", "种类", "法定幅度", "档次", "施行")
    note = "轻重按它分档，超出幅度的要写明理由、由上级岗位批准。"
    return [section("裁量基准", note=note, table=table("按名称排列", heads, rows), empty="还没有施行的裁量基准。")]


def _flow(found: Power) -> Piece:
    try:
        version = in_force(key=found.procedure, on=today())
    except NoSuchProcedure:
        return section("运行流程", empty="这项职权还没有可以运行的流程。")
    note = f"{imprint(version, found.unit.name, today())}由正在运行的流程直接生成。"
    return section("运行流程图", flow=flow(version), note=note)


def _running(found: Power, *, kept_back: bool) -> list[Piece]:
    run = power_running(code=found.code, on=today())
    if not (run.open or run.closed):
        return [section("正在运行", empty="现在没有在办的，也还没有办结过。")]
    pairs = [
        pair("正在办理", f"{run.open} 件"),
        pair("已办结", f"{run.closed} 件"),
        pair("超期办结", f"{run.late} 件"),
    ]
    note = "只显示办件号、环节和时限，不显示当事人。"
    if found.type == _PENALTY:
        note += "处罚案件在决定公示以前只公布件数。"
    if kept_back:
        note = "依法不主动公开结果的事项，只公布件数。"
    rows = [_run(one) for one in run.runs]
    heads = ("办件号", "灯", "现在的环节", "开始", "应办结")
    return [section("正在运行", pairs=pairs, note=note, table=table("最近的办件", heads, rows))]


def _run(one: Run) -> list[Cell]:
    standing = one.standing
    return [
        {"text": one.number, "url": f"/cases/{one.number}/"},
        {"light": _light(one)},
        one.step if standing.open else f"已办结（{standing.outcome or '—'}）",
        day(one.opened_at),
        day(standing.due_on) or "—",
    ]


def _light(one: Run) -> Piece:
    return light(one.standing, today())


def _history(code: str) -> list[Piece]:
    try:
        found = entry_history(kind="power", code=code)
    except NoSuchPower:
        return []
    return [section("清单上的变动", table=versions_table(found))]


def versions_table(found: tuple[Entry, ...]) -> Piece | None:
    """Returns the versions of an entry, newest first, with what brought each about."""
    rows: list[list[Cell]] = [
        [f"第 {one.number} 版", dates(one), one.change.kind, one.change.reason, one.change.document] for one in found
    ]
    return table("由新到旧", ("版本", "施行", "变动", "理由", "文件"), rows)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Shows every change of the lists of a place, newest first."""
    place, wanted = region(code=place_code(request)), asked(request, "unit")
    body = unit_of(code=wanted) if wanted else None
    names = {"power": "权责清单", "negative": "负面清单"}
    listed = adjustments(region=body.region if body else place.code, unit=wanted)
    standing, last = power_names(codes={one.code for one in listed if one.kind == "power"}, on=today())
    rows: list[list[Cell]] = [
        [
            day(one.on),
            names[one.kind],
            one.what,
            _named(one, standing, last),
            one.unit.name,
            one.reason,
            one.document or "—",
            {"text": one.review, "number": True} if one.review else "—",
        ]
        for one in listed
    ]  # fmt: skip
    heads = ("自何日起", "清单", "变动", "事项", "部门", "理由", "文件", "审核的办件号")
    lead = (
        f"{body.name if body else place.name}的清单什么时候、因为什么改过，将要生效的也在内。"
        "政务服务事项的新增、变更、取消、合并、下放和承接由事项目录实时列出，其他职权和负面清单经法制、编办审核，政府审定后公布。"
        "最多列出最近 500 条。"
    )
    sections = [section("", table=table("动态调整记录", heads, rows), empty="还没有调整记录。")]
    return public(request, "动态调整", sections, lead=lead)


def _named(one: Adjustment, standing: Mapping[str, str], last: Mapping[str, str]) -> Cell:
    if one.kind != "power":
        return one.name
    if one.entry is None:
        gone = "（已不在清单）" if one.code not in standing and one.on <= today() else ""
        return {"text": f"{one.name}{gone}", "url": f"/items/{one.code}/"}
    name = one.entry.name or standing.get(one.code) or last.get(one.code, one.code)
    if one.code not in standing:
        return f"{name}（已不在清单）" if name != one.code else name
    return {"text": name, "url": f"/powers/power/{one.code}/"}
