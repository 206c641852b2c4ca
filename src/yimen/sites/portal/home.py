"""The first page, and the plain pages beside it: large type, help, the map of the site."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import results
from yimen.contexts.catalogue.api import Facets, facets, find
from yimen.contexts.places.api import region
from yimen.contexts.supervision.api import CASES, Board, board
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import pair

from .items import card, counted
from .lifeevents import entries
from .room import SUGGEST, crumbs, inside, like

_YEAR = 365 * 24 * 3600
_POPULAR, _NEWEST = 4, 5
_MAP = (
    (
        "办事",
        (("全部事项", "/items/"), ("查办件进度", "/cases/"), ("预约", "/appointments/"), ("切换地区", "/places/")),
    ),
    (
        "公开",
        (
            ("办理结果", "/results/"),
            ("办理流程", "/procedures/"),
            ("投资项目", "/projects/"),
            ("亮灯监督", "/board/"),
            ("开放数据", "/data/"),
            ("基本目录", "/catalogue/bases/"),
            ("事项种类", "/catalogue/kinds/"),
            ("各部门进度", "/catalogue/departments/"),
            ("清理成效", "/catalogue/rounds/"),
        ),
    ),
    (
        "权责",
        (
            ("权责清单", "/powers/"),
            ("裁量基准", "/powers/baselines/"),
            ("执法结果", "/powers/penalties/"),
            ("执法公示", "/powers/agencies/"),
            ("监督检查", "/powers/inspections/"),
            ("中介服务", "/powers/services/"),
            ("制度文件", "/powers/rules/"),
            ("改革专题", "/powers/topics/"),
            ("动态调整", "/powers/log/"),
            ("投诉", "/complaints/"),
            ("投诉结果", "/complaints/results/"),
        ),
    ),
    ("时限", (("期限计算", "/clock/"), ("工作日历", "/calendar/"), ("法定时限", "/limits/"))),
    ("存证", (("留痕存证", "/trail/"), ("存证记录", "/trail/entries/"), ("开放接口", "/api/v1/docs"))),
    ("我的", (("我的空间", "/space/"), ("登录", "/login/"), ("注册", "/register/"), ("帮助", "/help/"))),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Shows the first page of a place."""
    place, day = place_code(request), today()
    found = find(on=day, region=place, size=_POPULAR)
    narrowing = facets(on=day, region=place)
    newest, _ = results(region=place, size=_NEWEST)
    context = {
        "search": {
            "action": "/items/",
            "placeholder": like(found.lines) or "要办什么事？",
            "q": "",
            "suggest": SUGGEST,
        },
        "hints": [_link("theme", theme) for theme, _ in narrowing.themes[:5]],
        "doors": _doors(narrowing),
        "events": entries(narrowing),
        "themes": [{**_link("theme", theme), "count": count, "current": False} for theme, count in narrowing.themes],
        "items": [card(line, day) for line in found.lines],
        "total": counted(found),
        "place": region(code=place).name,
        "figures": _figures(board(region=place, today=day, kind=CASES)),
        "results": newest,
    }
    return render(request, "portal/home.html", context)


def _link(name: str, value: str) -> dict[str, str]:
    return {"label": value, "url": f"/items/?{urlencode({name: value})}"}


def _doors(found: Facets) -> list[Piece]:
    counts = dict(found.audiences)
    audiences = (("个人办事", "自然人", "person"), ("企业办事", "法人", "building"))
    return [
        {
            "title": title,
            "url": _link("audience", audience)["url"],
            "text": f"本地可办 {counts.get(audience, 0)} 项"
            if counts.get(audience, 0) is not None
            else "按主题和说法查找",
            "icon": icon,
        }
        for title, audience, icon in audiences
    ] + [{"title": "查我的办件", "url": "/cases/", "text": "输入办件号看进度，不用登录", "icon": "search"}]


def _figures(found: Board) -> list[Piece]:
    share = "尚无办结" if found.on_time is None else f"{found.on_time:.1%}"
    stated: tuple[tuple[str, Any], ...] = (
        ("正在办理", found.open),
        ("临近期限（黄灯）", found.yellow),
        ("超过期限（红灯）", found.red),
        ("已办结", found.closed),
        ("按时办结", share),
    )
    return [pair(label, str(value)) for label, value in stated]


@never_cache
@require_safe
def large(request: HttpRequest) -> HttpResponse:
    """Turns large type on or off and goes back to the page before."""
    answer = HttpResponseRedirect(inside(request, request.META.get("HTTP_REFERER"), "/"))
    if request.COOKIES.get("large") == "1":
        answer.delete_cookie("large", samesite="Lax")
    else:
        answer.set_cookie("large", "1", max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return answer


@require_safe
def assistance(request: HttpRequest) -> HttpResponse:
    """Tells how to use the site."""
    return render(request, "portal/help.html", {"crumbs": crumbs(("帮助", None))})


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Lists the pages of the site."""
    groups = [
        {"title": title, "links": [{"label": label, "url": url} for label, url in links]} for title, links in _MAP
    ]
    return render(request, "portal/map.html", {"crumbs": crumbs(("网站地图", None)), "groups": groups})
