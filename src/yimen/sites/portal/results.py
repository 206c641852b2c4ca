"""Results in the open: every decision that law does not keep back, with the applicant's name masked."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import Kept, Result, Stage
from yimen.contexts.cases.api import course as read_course
from yimen.contexts.cases.api import results as read_results
from yimen.contexts.identity.api import ROLES
from yimen.contexts.matters.api import progress
from yimen.sites.pieces import flowing, shapes
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.guidance import edition
from yimen.sites.pieces.tables import asked, pair
from yimen.sites.pieces.tables import rows_under as table
from yimen.sites.pieces.templatetags.words import day, moment

from .room import SIZE, check_page, crumbs, page_number

_HEADS = ("事项", "结果", "决定文号", "申请人", "决定机关", "决定日期")


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Lists the results of a place, newest first."""
    text, page = asked(request, "q"), page_number(request)
    found, total = read_results(region=place_code(request), text=text, page=page, size=SIZE)
    check_page(page, total)
    query = {"q": text, "place": request.GET.get("place", "")}
    address = "/results/?" + urlencode({name: value for name, value in query.items() if value})
    context = {
        "crumbs": crumbs(("结果公开", None)),
        "find": {"action": "/results/", "q": text, "label": "按事项名称查找", "kept": []},
        "table": table("公开的办理结果", _HEADS, [_row(result) for result in found]) if found else None,
        "pages": shapes.pages(page, total, SIZE, address.removesuffix("?"), unit="件"),
    }
    return render(request, "portal/results.html", context)


def _row(result: Result) -> list[str | shapes.Piece]:
    return [
        {"text": result.title, "url": f"/results/{result.number}/"},
        {"light": _light(result)},
        result.decision,
        result.applicant,
        result.unit_name,
        day(result.decided_at),
    ]


def _light(result: Result) -> dict[str, str]:
    return {"colour": "green", "words": "准予"} if result.granted else {"colour": "grey", "words": "不予"}


@require_safe
def result(request: HttpRequest, number: str) -> HttpResponse:
    """Shows one public result with its basis and its process (依据、流程、结果公开)."""
    on = today()
    told = read_course(number=number, on=on)
    found = told.result
    context = {
        "crumbs": crumbs(("结果公开", "/results/"), (found.title, None)),
        "title": found.title,
        "light": shapes.light(found.standing, on),
        "facts": _facts(found),
        "grounds": found.grounds,
        "met": found.met,
        "silent": found.granted and not found.met,
        "bases": [{"title": f"《{one.law}》{one.article}", "text": one.text} for one in told.guide.basis],
        "edition": edition(told.guide),
        "limits": table("全件时限和实际用时", ("时限", "允许", "实际用时", "结论", "依据"), map(_limit, told.limits)),
        "stages": table("办理过程：只写岗位，不写姓名", _STAGES, map(_stage, told.stages)),
        "flow": flowing.public(progress(number=number)),
        "procedure": told.procedure,
    }
    return render(request, "portal/result.html", context)


_STAGES = ("步骤", "岗位", "开始", "办结", "用时", "限时")


def _facts(found: Result) -> list[shapes.Piece]:
    facts = (
        ("办理结果", "准予" if found.granted else "不予"),
        ("决定文号", found.decision),
        ("申请人", found.applicant),
        ("决定机关", found.unit_name),
        ("决定日期", day(found.decided_at)),
        ("公布时间", moment(found.published_at)),
        ("公开属性", found.disclosure),
    )
    links = (("办件进度", found.number, f"/cases/{found.number}/"), ("办事指南", found.title, f"/items/{found.item}/"))
    return [pair(label, value) for label, value in facts] + [pair(*link) for link in links]


def _limit(kept: Kept) -> list[str | shapes.Piece]:
    verdict = kept.late or ("还在计时" if kept.running else "按期")
    return [kept.name, kept.limit, f"{kept.used} {kept.unit}", verdict, kept.law or "—"]


def _stage(stage: Stage) -> list[str | shapes.Piece]:
    done = day(stage.done_at) if stage.done_at else "正在办理"
    return [
        f"{stage.name}（第 {stage.number} 次）" if stage.number else stage.name,
        stage.done_by or ROLES.get(stage.role, stage.role),
        day(stage.opened_at),
        f"{done}（{stage.how}）" if stage.how else done,
        "，".join(filter(None, (f"{stage.used} {stage.unit}", stage.late))),
        stage.limit or "—",
    ]
