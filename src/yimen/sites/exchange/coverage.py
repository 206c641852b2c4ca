"""How far the departments of a region have come: what runs here, the hall, authorisation, what has grown old.

The targets are those of the papers; each figure says where it comes from, and one without a source is not made up.
"""

import math
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import Coverage, stale_days
from yimen.contexts.catalogue.api import coverage as read_coverage
from yimen.contexts.limits.api import limits
from yimen.contexts.places.api import full_name
from yimen.contexts.procedures.api import public_list
from yimen.contexts.supervision.api import CASES, board
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.tables import Cell, table
from yimen.sites.pieces.who import for_roles, holds, reader

from .gathering import FORM, STATING, UNSTATED, Gathered, Share, gathered
from .room import READERS, page, post_of

_AGES = (180, 365, 730)  # days, to look by; without one chosen it is the catalogue's own setting
_HEADS = ("部门", "#审批事项", "#公共服务", "已上线", "可网上申请", "进驻大厅", "窗口授权", "限时办结", "#陈旧")
_THREE = ("部门", "审批股室", "职能集中", "事项集中", "人员集中", "怎样算的")
_ENTERED, _GATHERED, _ALL = 80, 95, 100  # percent: the targets below
# Each figure: what it is, its target, whose target that is, and from what it is reckoned.
SOURCES = (
    (
        "已上线",
        "审批事项 100%，公共服务逐步",
        "应上尽上、全程在线（盟实施意见征求意见稿）",
        "事项的流程已在本平台发布施行",
    ),
    ("进驻大厅", "县区 80% 以上", "永州市 2007 年要点", "事项“进驻政务大厅”一栏，或“受理窗口”是政务服务中心"),
    (
        "事项集中",
        "95% 以上（三集中之一）",
        "七星区方案",
        "事项“承办科室”一栏：审批股室（没有填报的，办得最多的科室）办的占全部事项的比例",
    ),
    (
        "职能集中、人员集中",
        "95% 以上（三集中之二、之三）",
        "七星区方案",
        "部门在“三集中”填报的数；人员没有填报的，按平台上审批岗位的人里在中心也有岗位的算；职能不填报就不计算",
    ),
    ("窗口授权", "100%", "七星区方案", "事项“窗口权限”一栏已写明的比例"),
    ("限时办结", "100%", "七星区方案", "平台上已办结的件，按承诺期限（亮灯监督）"),
    ("陈旧", "0", "及时更新（湖南意见）；期限为演示值", "版本施行日期、所引法定期限、基本目录事项"),
)


@require_safe
@for_roles(*READERS)
def coverage(request: HttpRequest) -> HttpResponse:
    """Shows the departments of the reader's region, what of their items waits, and what has grown old."""
    region, on, age = post_of(request, READERS).region, today(), _age(request)
    found = read_coverage(
        on=on,
        region=region,
        procedures={version.key for version in public_list(on=on)},
        limits={rule.limit.id for rule in limits(on=on, region=region)},
        oldest=on - timedelta(age),
    )
    in_time = {line.unit: line.on_time for _, line in board(region=region, today=on, kind=CASES).lines}
    known = gathered(region=region, on=on)
    rows = [_row(one, in_time.get(one.unit.code)) for one in found]
    stale: list[list[Cell]] = [
        [{"text": old.name, "url": f"/items/{old.code}/"}, one.unit.name, old.why] for one in found for old in one.stale
    ]
    waiting: list[list[Cell]] = [[name, one.unit.name] for one in found for name in one.waiting]
    context = {
        "form": FORM if holds(reader(request), STATING) else "",
        "place": full_name(code=region) or region,
        "tiles": _tiles(found),
        "table": table("各部门", _HEADS, rows),
        "three": table("三集中", _THREE, [_gathered(one, known) for one in found]),
        "waiting": table("流程还没有施行、不能在平台上办的事项", ("事项", "部门"), waiting),
        "stale": table("应当重新审视的事项", ("事项", "部门", "为什么"), stale),
        "sources": table(
            "每个数从哪里来", ("指标", "目标", "目标的出处", "数据来源"), [list(line) for line in SOURCES]
        ),
        "ages": [
            {"label": f"{days} 天", "url": f"/exchange/coverage/?age={days}", "current": days == age}
            for days in sorted({*_AGES, stale_days()})
        ],
    }
    return page(request, "coverage", context)


def _age(request: HttpRequest) -> int:
    text = request.GET.get("age", "")
    days = int(text) if len(text) <= 5 and text.isascii() and text.isdigit() else 0
    return days if 0 < days < 36_500 else stale_days()


def _row(one: Coverage, in_time: float | None) -> list[Cell]:
    return [
        one.unit.name,
        str(one.approvals),
        str(one.services),
        Share(one.running, one.items).words,
        Share(one.online, one.items).words,
        Share(one.in_centre, one.items).beside(_ENTERED),
        Share(one.authorised, one.items).beside(_ALL),
        "还没有办结的件" if in_time is None else _aimed(in_time),
        str(len(one.stale)),
    ]


def _gathered(one: Coverage, known: Gathered) -> list[Cell]:
    three = (known.functions(one), known.items(one), known.people(one))
    notes = "；".join(each.note for each in three if each and each.note)
    reached = (each.beside(_GATHERED) if each else UNSTATED for each in three)
    return [
        one.unit.name,
        known.section(one),
        *reached,
        notes or ("部门填报" if one.unit.code in known.stated else "—"),
    ]


def _aimed(in_time: float) -> Cell:
    colour, words = ("green", "达到") if in_time * 100 >= _ALL else ("yellow", "未达到")
    return {"light": {"colour": colour, "words": f"{math.floor(in_time * 1000) / 10:g}%，{words}"}}


def _tiles(found: tuple[Coverage, ...]) -> list[dict[str, str]]:
    items = sum(one.items for one in found)
    numbers = (
        ("事项", str(items), "项"),
        ("已上线", _percent(sum(one.running for one in found), items), ""),
        ("进驻大厅", _percent(sum(one.in_centre for one in found), items), ""),
        ("窗口授权", _percent(sum(one.authorised for one in found), items), ""),
        ("陈旧", str(sum(len(one.stale) for one in found)), "项"),
    )
    return [dict(zip(("label", "value", "unit"), one, strict=True)) for one in numbers]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "—"
