"""Limits of the law: chosen, a new version proposed, what it means shown, published."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.limits.api import LimitRefused, NoSuchLimit, Rule, history, preview_limit, publish_limit
from yimen.contexts.limits.api import limit as limit_in_force
from yimen.contexts.limits.api import limits as limits_in_force
from yimen.contexts.places.api import NoSuchRegion, calendar
from yimen.kernel.clock import ClockError, Ledger, Unit
from yimen.sites.pieces import saying
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from .room import Cell, Slip, day_of, field, number_of, page, table
from .ruling import chosen, place_name, ruled

_UNITS = [unit for unit in Unit if unit is not Unit.DATE]
_NAMES = ("region", "length", "unit", "valid_from", "reason", "document")


@require_safe
@for_roles("law")
def limits(request: HttpRequest) -> HttpResponse:
    """Lists the limits in force in the reader's region, all or those that the place itself has set."""
    post = next(post for post in reader(request).posts if post.role == "law")
    text, domain, local = (request.GET.get(name, "").strip()[:60] for name in ("q", "domain", "local"))
    found = limits_in_force(on=today(), region=post.region)
    domains = dict.fromkeys(rule.domain for rule in found)
    shown = [rule for rule in found if domain in ("", rule.domain) and (rule.region or not local)]
    rows = [_row(rule) for rule in shown if text in rule.limit.name_zh + saying.source(rule)]
    chips = [("", "全部"), *((one, saying.DOMAINS.get(one, one)) for one in domains)]
    context = {
        "find": {"action": "/rules/limits/", "q": text, "label": "名称或法律", "kept": []},
        "groups": [{"label": "领域", "choices": [_chip(one, words, domain) for one, words in chips]}],
        "table": table("时限", ("时限", "长短", "适用", "依据", "说明"), rows),
    }
    return page(request, "limits", context)


def _chip(domain: str, words: str, current: str) -> dict[str, Any]:
    return {"label": words, "url": f"/rules/limits/?domain={domain}", "current": domain == current, "count": None}


def _row(rule: Rule) -> list[Cell]:
    return [
        {"text": rule.limit.name_zh, "url": f"/rules/limits/{rule.code}/"},
        saying.length(rule),
        place_name(rule.region),
        saying.source(rule),
        "、".join(saying.marks(rule)) or "—",
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """Shows one limit with the form of a new version; one sent is shown with what it means, then published."""
    versions = history(code=code)
    if request.method != "POST":
        return _page(request, versions, {"valid_from": (today() + timedelta(1)).isoformat()})
    sent = request.POST
    try:
        given = _given(sent, code)
        if sent.get("do") == "publish":
            publish_limit(act=act(request), reader=reader(request), **given)
            say(request, "新版本已发布并留痕，到施行之日自动生效；已经在办的件按受理时的版本。")
            return HttpResponseRedirect(f"/rules/limits/{code}/")
        now, then = preview_limit(act=act(request), reader=reader(request), **given)
    except (LimitRefused, NoSuchLimit, NoSuchRegion, Slip, ClockError) as error:
        return _page(request, versions, sent, str(error))
    return _page(request, versions, sent, meaning=_meaning(now, then, given["region"], given["valid_from"]))


def _given(sent: Mapping[str, str], code: str) -> dict[str, Any]:
    change: dict[str, Any] = {"length": number_of(sent.get("length", ""), "新的长短")}
    if sent.get("unit"):
        change["unit"] = sent["unit"]
    return {
        "code": code,
        "region": chosen(sent.get("region", "")),
        "change": change,
        "valid_from": day_of(sent.get("valid_from", ""), "施行日期"),
        "reason": sent.get("reason", ""),
        "document": sent.get("document", ""),
    }


def _meaning(now: Rule, then: Rule, region: str, start: date) -> dict[str, Any]:
    """Returns the old and new length, and both last days of the same start."""

    def last(rule: Rule) -> str:
        if rule.limit.unit is Unit.HOUR:
            return "按小时计算"
        return day(Ledger(rule.limit, start).due(calendar(region=region)).date)

    asked = f"事情在{day(start)}的，最迟哪天" if now.limit.direction == "before" else f"{day(start)}起算的最后一天"
    rows = [
        ["长短", saying.length(now), saying.length(then)],
        ["适用", place_name(now.region), place_name(then.region)],
        [asked, last(now), last(then)],
        ["施行", day(now.valid_from), day(then.valid_from)],
    ]
    return {"table": table("新旧对照", ("项目", "现在", "改为"), rows), "rule": saying.changes_by(now)}


def _page(
    request: HttpRequest, versions: tuple[Rule, ...], typed: Mapping[str, str], refused: str = "", meaning: Any = None
) -> HttpResponse:
    who, code = reader(request), versions[0].code
    places = ruled(who)
    try:
        rule = limit_in_force(code=code, on=today(), region=next(p.region for p in who.posts if p.role == "law"))
    except NoSuchLimit:
        rule = versions[-1]
    first = {name: typed.get(name, "") for name in _NAMES}
    first["region"] = first["region"] or str(places[0]["code"])
    first["length"] = first["length"] or str(rule.limit.length)
    units = [{"code": unit.value, "label": unit.name_zh.removeprefix("个")} for unit in _UNITS]
    fields = [
        field("region", "适用地区", "select", first, choices=places, hint="只列出您的岗位能管的地区。"),
        field("length", "新的长短", "number", first, hint=f"现在是{saying.length(rule)}。", max=5),
        field("valid_from", "施行日期", "date", first, hint="法不溯及既往，最早从明天起。" if not rule.setting else ""),
        field("document", "依据的文件", "text", first, hint="文号或名称。", max=120),
        field("reason", "理由", "textarea", first, max=400),
    ]
    if rule.setting:
        fields.insert(
            2, field("unit", "单位", "select", {"unit": first["unit"] or rule.limit.unit.value}, choices=units)
        )
    context = {
        "name": rule.limit.name_zh,
        "facts": [{"label": label, "value": text, "note": "", "url": ""} for label, text in saying.told(rule)],
        "changes": saying.changes_by(rule),
        "fixed": rule.limit.fixed is not None,
        "fields": fields,
        "kept": [(name, typed.get(name, "")) for name in _NAMES],
        "refused": refused,
        "meaning": meaning,
        "versions": table("各版本", ("施行", "止于", "适用", "长短", "出处"), [_version(one) for one in versions]),
        "code": code,
    }
    return page(request, "limit", context, status=422 if refused else 200)


def _version(one: Rule) -> list[Cell]:
    until = day(one.valid_to) or "现行"
    return [day(one.valid_from), until, place_name(one.region), saying.length(one), one.document or one.reason]
