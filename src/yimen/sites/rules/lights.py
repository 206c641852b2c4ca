"""Thresholds of the lights: all versions, and a new one with what it means."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.limits.api import (
    LimitRefused,
    Threshold,
    all_thresholds,
    preview_thresholds,
    publish_thresholds,
    thresholds,
)
from yimen.contexts.places.api import NoSuchRegion, calendar
from yimen.kernel.clock import ClockError, Ledger, Limit, Thresholds, Unit
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from .room import Cell, Slip, day_of, field, number_of, page, table
from .ruling import check_rule, chosen, place_name, ruled

_NAMES = ("kind", "region", "percent", "least", "valid_from", "reason")
_EXAMPLE = 20  # working days of the limit that shows what a threshold means


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def lights(request: HttpRequest) -> HttpResponse:
    """Shows the thresholds and the form; one sent is shown with what it means, then published."""
    if request.method != "POST":
        return _page(request, {"valid_from": today().isoformat()})
    sent = request.POST
    try:
        given = _given(sent)
        check_rule(reader(request), given["region"])
        if sent.get("do") == "publish":
            publish_thresholds(act=act(request), reader=reader(request), **given)
            say(request, "亮灯阈值已发布并留痕，只用于此后开始计时的件，已在计时的件不变。")
            return HttpResponseRedirect("/rules/lights/")
        preview_thresholds(act=act(request), reader=reader(request), **given)
        return _page(request, sent, meaning=_meaning(given))
    except (LimitRefused, NoSuchRegion, Slip, ClockError) as error:
        return _page(request, sent, str(error))


def _given(sent: Mapping[str, str]) -> dict[str, Any]:
    if not sent.get("reason", "").strip():
        raise Slip("请写明调整的理由。")
    kinds = {one.kind for one in all_thresholds()}
    if sent.get("kind", "") not in kinds:
        raise Slip("请选择办件的种类。")
    percent, least = number_of(sent.get("percent", ""), "剩余百分比"), number_of(sent.get("least", ""), "剩余工作日")
    if percent > 100 or least > 100:
        raise Slip("剩余百分比和剩余工作日都应为 0 至 100。请改正。")
    return {
        "kind": sent.get("kind", ""),
        "region": chosen(sent.get("region", "")),
        "percent": percent,
        "least": least,
        "valid_from": day_of(sent.get("valid_from", ""), "施行日期"),
        "reason": sent.get("reason", ""),
    }


def _meaning(given: Mapping[str, Any]) -> Any:
    """Returns from when a limit of twenty working days that begins on the day would be yellow, now and then."""
    start, region = given["valid_from"], given["region"]
    ledger = Ledger(Limit(_EXAMPLE, Unit.WORKING_DAY, "举例", "", ""), start)
    days = calendar(region=region)

    def yellow(limits: Thresholds) -> str:
        return day(ledger.light_dates(days, limits).yellow_from)

    now = thresholds(kind=given["kind"], on=start, region=region)
    then = Thresholds(percent=given["percent"], least=given["least"])
    rows = [
        ["阈值", _words(now), _words(then)],
        [f"{_EXAMPLE}个工作日的件，{day(start)}起算，从哪天亮黄灯", yellow(now), yellow(then)],
    ]
    return table("新旧对照", ("项目", "现在", "改为"), rows)


def _words(limits: Thresholds) -> str:
    return f"剩余不超过 {limits.percent}%，或不超过 {limits.least} 个工作日"


def _page(request: HttpRequest, typed: Mapping[str, str], refused: str = "", meaning: Any = None) -> HttpResponse:
    places, all_ = ruled(reader(request)), all_thresholds()
    kinds = {one.kind: one.name for one in all_ if not one.region}
    first = {name: typed.get(name, "") for name in _NAMES}
    first["region"] = first["region"] or str(places[0]["code"])
    context = {
        "fields": [
            field("kind", "办件种类", "select", first, choices=[{"code": k, "label": n} for k, n in kinds.items()]),
            field("region", "适用地区", "select", first, choices=places, hint="只列出您的岗位能管的地区。"),
            field(
                "percent", "剩余百分比", "number", first, hint="剩余时间不超过期限的这个比例就亮黄灯。", unit="%", max=3
            ),
            field(
                "least", "剩余工作日", "number", first, hint="或者剩余不超过这么多工作日就亮黄灯。", unit="个", max=3
            ),
            field("valid_from", "施行日期", "date", first, hint="最早从今天起。"),
            field("reason", "理由", "textarea", first, max=400),
        ],
        "kept": [(name, typed.get(name, "")) for name in _NAMES],
        "refused": refused,
        "meaning": meaning,
        "table": table("各版本", ("种类", "适用", "亮黄灯", "施行", "止于", "说明"), [_version(one) for one in all_]),
    }
    return page(request, "lights", context, status=422 if refused else 200)


def _version(one: Threshold) -> list[Cell]:
    why = "演示值" if one.demo else one.reason or "—"
    return [
        one.name,
        place_name(one.region),
        _words(one.thresholds),
        day(one.valid_from),
        day(one.valid_to) or "现行",
        why,
    ]
