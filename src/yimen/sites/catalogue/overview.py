"""What there is: own items with state, score and flags, drafts on their way, tasks of taking over, reviews."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import (
    LABELS,
    STATES,
    Department,
    Draft,
    ListedItem,
    PrerequisiteGraph,
    delegable,
    departments,
    drafts,
    kinds,
    own_items,
    publishing_due,
    publishing_due_is_demo,
    unpublished,
)
from yimen.contexts.identity.api import units_by_code
from yimen.contexts.revisions.api import all_findings
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.tables import pair
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import for_roles, reader

from .pushing import pushed_words
from .room import POSTS, Cell, light, page, table


@require_safe
@for_roles(*POSTS)
def overview(request: HttpRequest) -> HttpResponse:
    """Lists the drafts and items that the reader writes or reviews."""
    return overview_page(request)


def overview_page(request: HttpRequest, *, refused: str = "", ticked: Sequence[str] = ()) -> HttpResponse:
    """Renders the lists; ``refused``: why the drafts that were ticked were not submitted."""
    who, on = reader(request), today()
    going = drafts(reader=who)
    units = [post.unit for post in who.posts if post.role == "editor"]
    items = own_items(on=on, units=units)
    heads = ("草稿", "变动", "单位", "状态", "最近改动")
    takes = [one for one in going if one.kind == "承接"]
    asked = [one for code in units for one in delegable(on=on, unit=code) if one.pushed]
    context = {
        "pushed": [f"{one.guide.name}：{pushed_words(one.pushed, on)}" for one in asked],
        "drafts": table("正在办理的变动", heads, _drafts(going)),
        "tasks": table("承接任务", ("事项", "依据文件", "承接期限", "状态"), [_task(one, on) for one in takes]),
        "items": table(
            "在用事项", ("事项", "编码", "版本", "完整度", "网办程度", "提醒"), [_item(one) for one in items]
        ),
        "closed": table("已办完的变动", heads, _drafts(drafts(reader=who, closed=True))),
        "writes": bool(units),
        "ready": _ready([one for one in going if one.unit in units], ticked, on),
        "refused": refused,
    }
    return page(request, "overview", context, status=422 if refused else 200)


def _ready(going: Sequence[Draft], ticked: Sequence[str], on: date) -> list[Cell]:
    """Returns the drafts that can be submitted together; of those that were ticked and refused, what they lack."""
    found: list[Cell] = []
    graph = PrerequisiteGraph()
    for one in going:
        code = f"{one.id}:{one.revision}"
        left = f"，{_left(one, on, graph)}" if code in ticked else ""
        label = f"{one.kind}：{one.name or '未命名'}（第 {one.revision} 稿{left}）"
        if one.editable and one.review is None:
            found.append(
                {"code": code, "label": label, "url": f"/catalogue/drafts/{one.id}/", "on": code in ticked},
            )
    return found


def _left(one: Draft, on: date, graph: PrerequisiteGraph) -> str:
    wrong = sum(found.must for found in all_findings(draft=one, on=on, graph=graph))
    return f"还有 {wrong} 处要补正" if wrong else "可以送审"


def _drafts(found: tuple[Draft, ...]) -> list[list[Cell]]:
    names = {code: unit.name for code, unit in units_by_code(codes=[one.unit for one in found]).items()}
    return [
        [
            {"text": one.name or "未命名的事项", "url": f"/catalogue/drafts/{one.id}/"},
            f"{'基本目录' if one.base else ''}{one.kind}",
            names[one.unit],
            light(one.state, one.state_name),
            f"第 {one.revision} 稿 · {moment(one.changed_at)}",
        ]
        for one in found
    ]


def _task(one: Draft, on: date) -> list[Cell]:
    late = one.due_on is not None and one.due_on < on
    due = f"{day(one.due_on)}前" if one.due_on else "未定"
    return [
        {"text": one.name or "未命名的事项", "url": f"/catalogue/drafts/{one.id}/"},
        one.document or "—",
        {"text": f"{due}{'，已逾期' if late else ''}"},
        light("returned" if late else one.state, "逾期未承接" if late else one.state_name),
    ]


def _item(one: ListedItem) -> list[Cell]:
    guide = one.guide
    return [
        {"text": guide.name, "url": f"/catalogue/items/{guide.code}/"},
        {"text": guide.code, "number": True},
        f"第 {guide.version} 版" + (f"，草稿{STATES[one.draft]}" if one.draft else ""),
        {
            "text": f"{one.score} 分",
            "light": {"colour": "green" if one.score == 100 else "yellow", "words": f"{one.score} 分"},
        },
        guide.online,
        "；".join([*one.flags, *(["可下放乡镇街道"] if guide.delegable else [])]) or "—",
    ]


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Shows how far each department's catalogue is: anyone may see it."""
    on, region = today(), place_code(request)
    found = departments(on=on, region=region)
    due = publishing_due(region=region)
    rows: list[list[Cell]] = [
        [
            each.unit.name,
            _due(each, on),
            {"text": str(each.items), "number": True},
            {"text": str(each.complete), "number": True},
            {
                "text": f"{each.score} 分",
                "light": {"colour": "green" if each.complete == each.items else "yellow", "words": f"{each.score} 分"},
            },
            {"text": f"{each.whole} / {each.asked}", "number": True},
            "、".join(f"{name} {count}" for name, count in sorted(each.online.items())) or "—",
            {"text": str(each.flagged), "number": True},
            {"text": str(each.drafts), "number": True},
        ]
        for each in found
    ]
    nothing: Cell = {"text": "0", "number": True}
    rows += [
        [
            unit.name,
            _standing(unit.region, on, done=False),
            *[nothing] * 2,
            "没有公布事项，应否公布请核对",
            *["—"] * 2,
            *[nothing] * 2,
        ]
        for unit in unpublished(on=on, region=region)
    ]
    heads = ("部门", "公布期限", "在用事项", "已完整", "平均完整度", "已上平台", "网上可办理程度", "待更新", "在办变动")
    asked, whole = sum(each.asked for each in found), sum(each.whole for each in found)
    facts = [
        pair("部门", f"{len(found)} 个"),
        pair("本级公布期限", f"{day(due)}{_demo(region)}" if due else "没有规定"),
        pair("在用事项", f"{sum(each.items for each in found)} 项"),
        pair("编制完成的部门", f"{sum(each.complete == each.items for each in found)} 个"),
        pair("依申请事项上平台", f"{whole} / {asked}"),
    ]
    return page(request, "progress", {"facts": facts, "rows": table("各部门事项目录编制进度", heads, rows)})


def _due(one: Department, on: date) -> Cell:
    """Returns by when a department's items are to be public in full, and whether they are."""
    return _standing(one.unit.region, on, done=one.complete == one.items)


def _standing(region: str, on: date, *, done: bool) -> Cell:
    due = publishing_due(region=region)
    if due is None:
        return "没有规定"
    words = "已完成" if done else "逾期" if due < on else "未到期"
    colours = {"已完成": "green", "逾期": "red", "未到期": "yellow"}
    return {"text": words, "light": {"colour": colours[words], "words": f"{day(due)}前，{words}{_demo(region)}"}}


def _demo(region: str) -> str:
    return "（演示值）" if publishing_due_is_demo(region=region) else ""


@require_safe
def item_kinds(request: HttpRequest) -> HttpResponse:
    """Lists the kinds of items with the rules that each brings: anyone may see them."""
    fees = {"any": "可收可不收", "none": "不得收费", "law": "须有法律、行政法规依据", "needed": "须写明征收项目"}
    rows: list[list[Cell]] = [
        [
            one.name,
            "、".join(one.types),
            "依申请" if one.asked else "依职权",
            "、".join(LABELS[key] for key in one.needs) or "—",
            fees[one.fees],
            one.rule + ("" if one.conf == "high" else "（演示值）"),
            f"{day(one.until)}起不再使用" if one.until else "在用",
        ]
        for one in kinds().values()
    ]
    heads = ("种类", "可用于的类型", "办理方式", "另须写明", "收费", "规则的来源", "状态")
    return page(request, "kinds", {"rows": table("事项种类", heads, rows)})
