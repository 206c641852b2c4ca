"""The service rules of units: which have them, and every version of one unit's; a new version by its own writers."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.revisions.api import (
    NewServiceRules,
    RoundRefused,
    publish_service_rules,
    service_rules,
    units_with_rules,
)
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, reader

from .room import Cell, Slip, field, page, table


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Lists the units of the place with whether they have service rules: anyone may see it."""
    found = units_with_rules(region=place_code(request))
    rows: list[list[Cell]] = [
        [
            {"text": unit.name, "url": f"/catalogue/rules/{unit.code}/"},
            {"text": "", "light": {"colour": "green" if has else "grey", "words": "已公布" if has else "未公布"}},
        ]
        for unit, has in found
    ]
    return page(request, "service_rules", {"rows": table("各单位的服务规则", ("单位", "服务规则"), rows)})


@require_http_methods(["GET", "HEAD", "POST"])
def of_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Shows every version of a unit's service rules, to anyone; publishes the next, for its writers."""
    if request.method != "POST":
        return _page(request, code, {}, "")
    sent = request.POST
    try:
        new = NewServiceRules(
            unit=code,
            text=sent.get("text", "")[:20_000],
            document=sent.get("document", ""),
            valid_from=_day(sent.get("valid_from", "")),
        )
        found = publish_service_rules(act=act(request), reader=reader(request), new=new)
    except (RoundRefused, Slip) as error:
        return _page(request, code, sent.dict(), str(error))
    say(request, f"已公布第 {found.number} 版服务规则，{day(found.valid_from)}起施行。")
    return HttpResponseRedirect(f"/catalogue/rules/{code}/")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Slip("“生效日期”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None


def _page(request: HttpRequest, code: str, typed: Mapping[str, str], refused: str) -> HttpResponse:
    unit, on = unit_of(code=code if code.isalnum() else "-"), today()
    found = service_rules(unit=unit.code)
    current = next((one.number for one in found if one.valid_from <= on), 0)
    versions = [
        {
            "title": f"第 {one.number} 版，{day(one.valid_from)}起施行",
            "current": one.number == current,
            "lines": one.text.splitlines(),
            "document": one.document,
        }
        for one in found
    ]
    first = {"text": found[0].text if found else "", **typed}
    writes = reader(request).holds("editor", unit.code)
    context = {
        "name": unit.name,
        "code": unit.code,
        "versions": versions,
        "fields": [
            field(
                "text", "服务规则", "textarea", first, max=10_000, hint="每行一条，例如服务承诺、行为规范、办理纪律。"
            ),
            field("document", "依据文件", "text", typed, max=120),
            field("valid_from", "生效日期", "date", typed),
        ]
        if writes
        else [],
        "refused": refused,
    }
    return page(request, "unit_rules", context, status=422 if refused else 200)
