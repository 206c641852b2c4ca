"""The limits of the law in the open: all in force on a day in a place, and one with its versions."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.limits.api import Bound, NoSuchLimit, Rule, bounds, history
from yimen.contexts.limits.api import limit as limit_in_force
from yimen.contexts.limits.api import limits as limits_in_force
from yimen.contexts.places.api import full_name, region
from yimen.sites.pieces import saying
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import asked, pair
from yimen.sites.pieces.tables import rows_under as table
from yimen.sites.pieces.templatetags.words import day

from .room import crumbs, time_tabs

_HEADS = ("时限", "长短", "约束", "依据", "说明")
_CHECKS = {"text": "已对照条文原文", "page": "取自官方网页", "own": "未对照条文原文"}


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Lists every limit in force on a day in the reader's place, narrowed by domain and words."""
    place, on, wrong = region(code=place_code(request)), today(), ""
    domain, text, typed = asked(request, "domain"), asked(request, "q"), asked(request, "on")
    if typed:
        try:
            on = date.fromisoformat(typed)
        except ValueError:
            wrong = f"“{typed}”不是有效的日期，请写成 2026-02-25 这样。下面是今天有效的时限。"
    found = limits_in_force(on=on, region=place.code)
    domains = list(dict.fromkeys(rule.domain for rule in found))
    rules = [rule for rule in found if domain in ("", rule.domain) and _about(text, rule)]
    edges = [one for one in bounds(on=on, domain=domain) if text in one.name or text in one.law.name]
    context = {
        "crumbs": crumbs(("时限", "/clock/"), ("法定时限", None)),
        "tabs": time_tabs("/limits/"),
        "lead": f"{day(on)}在{place.name}有效的时限 {len(found)} 条，每条都写明条文。",
        "wrong": wrong,
        "on": on.isoformat(),
        "domain": domain,
        "q": text,
        "groups": [{"label": "领域", "choices": _choices(domains, domain, text, typed)}],
        "parts": _parts(rules, typed, opened=bool(domain or text)),
        "edges": table("其他限度（不是时间）", ("限度", "内容", "依据"), map(_edge, edges)) if edges else None,
    }
    return render(request, "portal/limits.html", context, status=422 if wrong else 200)


def _parts(rules: Sequence[Rule], typed: str, *, opened: bool) -> list[Piece]:
    """Returns the limits domain by domain, folded unless few were asked for: all at once are too long for a phone."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(saying.DOMAINS.get(rule.domain, rule.domain), []).append(rule)
    return [
        {
            "title": f"{name}（{len(each)} 条）",
            "open": opened,
            "table": table(name, _HEADS, [_row(rule, typed) for rule in each]),
        }
        for name, each in found.items()
    ]


def _edge(one: Bound) -> list[str | Piece]:
    return [one.name, f"{one.of}{one.text}", f"{one.law.name}{one.article}"]


def _about(text: str, rule: Rule) -> bool:
    return text in rule.limit.name_zh or text in rule.law.full or text in saying.source(rule)


def _choices(domains: Sequence[str], chosen: str, text: str, on: str) -> list[Piece]:
    def url(domain: str) -> str:
        query = {name: value for name, value in (("domain", domain), ("q", text), ("on", on)) if value}
        return "/limits/?" + urlencode(query) if query else "/limits/"

    named = [("", "全部"), *((domain, saying.DOMAINS.get(domain, domain)) for domain in domains)]
    return [{"label": words, "url": url(one), "current": one == chosen, "count": None} for one, words in named]


def _row(rule: Rule, on: str) -> list[str | Piece]:
    at = "?" + urlencode({"on": on}) if on else ""
    return [
        {"text": rule.limit.name_zh, "url": f"/limits/{rule.code}/{at}"},
        saying.length(rule),
        "机关" if rule.binds == "agency" else "当事人",
        saying.source(rule),
        "、".join(saying.marks(rule)) or "—",
    ]


@require_safe
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """Shows one limit: all that the law says of it, where it comes from, its versions side by side."""
    place, on = region(code=place_code(request)), today()
    typed, versions = asked(request, "on"), history(code=code)
    try:
        on = date.fromisoformat(typed) if typed else on
        rule = limit_in_force(code=code, on=on, region=place.code)
    except (ValueError, NoSuchLimit):
        rule = versions[-1]
    context = {
        "crumbs": crumbs(("时限", "/clock/"), ("法定时限", "/limits/"), (rule.limit.name_zh, None)),
        "name": rule.limit.name_zh,
        "lead": f"{saying.DOMAINS.get(rule.domain, rule.domain)}，{_force(rule)}。",
        "tags": [{"label": mark, "kind": "demo" if mark == "演示值" else "plain"} for mark in saying.marks(rule)],
        "facts": [pair(label, text) for label, text in saying.told(rule)],
        "changes": saying.changes_by(rule),
        "check": _check(rule),
        "trust": {"high": "高", "medium": "中", "low": "低"}[rule.confidence],
        "versions": table("由旧到新", ("施行", "适用", "长短", "依据", "出处"), [_version(one) for one in versions]),
        "code": code,
    }
    return render(request, "portal/limit.html", context)


def _check(rule: Rule) -> str:
    if rule.check == "own" and not rule.article:
        return "没有条文，是本系统的默认值"
    return _CHECKS.get(rule.check, "")


def _force(rule: Rule) -> str:
    return f"{day(rule.valid_from)}起施行" + (f"，到{day(rule.valid_to)}止" if rule.valid_to else "，现行")


def _version(rule: Rule) -> list[str | Piece]:
    until = f"至{day(rule.valid_to)}" if rule.valid_to else "至今"
    if rule.valid_from > today():
        until = f"起{f'，到{day(rule.valid_to)}止' if rule.valid_to else ''}（尚未施行）"
    where = full_name(code=rule.region) if rule.region else "全国"
    why = rule.document or rule.reason
    return [f"{day(rule.valid_from)}{until}", where, saying.length(rule), saying.citation(rule), why]
