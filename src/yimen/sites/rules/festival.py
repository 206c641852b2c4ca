"""One festival by rule: added, or changed in a new version; shown with the days it gives before it holds."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yimen.contexts.identity.api import may_rule
from yimen.contexts.places.api import YEARS, LoadError, NoSuchRegion, Observed
from yimen.contexts.places.api import observances as observed
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.who import for_roles, reader

from . import previewing
from .proposing import Proposal
from .room import Field, Slip, field, number_of, page, plain
from .ruling import chosen, place_name, ruled

_BACK = "/rules/observances/"
_REASON = 150
_RULES = {"civil": "公历某月某日", "lunar": "农历某月某日", "hijri": "伊斯兰历某月某日", "table": "逐年列出日期"}
_TRUST = {"high": "高：读过规定放假的文件", "medium": "中：见于转述", "low": "低：没有核对"}
_NAMES = ("region", "name", "kind", "month", "day", "dates", "days", "document", "from", "until", "note", "confidence")
_FIELD = {"rule": "kind", "announced": "announced"}  # where a key of the data is typed, if not under its own name
_DATE = re.compile(r"([0-9]{4})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def festival(request: HttpRequest) -> HttpResponse:
    """Shows the form, of a festival there is filled in; one sent is checked and previewed, nothing is set yet."""
    if request.method != "POST":
        there = _there(request.GET.get("region", ""), request.GET.get("name", ""))
        return _form(request, _typed(there) if there else _plain(), there)
    sent = request.POST
    typed = {name: sent.get(name, "").strip() for name in (*_NAMES, "announced", "reason")}
    there = _there(typed["region"], typed["name"])
    try:
        data = _data(typed, there)
        if there and {"enabled": True, **data} == {**there.data}:
            raise Slip("内容和现在的版本一样，不需要新版本。请改好后再预览。")
        if not 0 < len(typed["reason"]) <= _REASON:
            raise Slip(f"请写明新增或调整的理由，不超过 {_REASON} 字。", "reason")
        return previewing.show(request, Proposal("observance", data, typed["reason"]), _BACK)
    except Slip as error:
        return _form(request, typed, there, (error.field, str(error)))
    except NoSuchRegion as error:
        return _form(request, typed, there, ("region", str(error)))
    except LoadError as error:
        key = re.search("（([a-z]+)）", str(error))
        return _form(request, typed, there, (_FIELD.get(key[1], key[1]) if key else "", plain(error)))


def _plain() -> dict[str, str]:
    """Returns what stands in the form of a new festival: no past day is to count otherwise unless someone says so."""
    return {"kind": "lunar", "days": "1", "confidence": "high", "from": str(today().year)}


def _there(region: str, name: str) -> Observed | None:
    found = (one for one in observed(region="") if (one.observance.region, one.observance.name) == (region, name))
    return next(found, None)


def _typed(one: Observed) -> dict[str, str]:
    """Returns a festival as its form shows it."""
    rule, data = one.observance, one.data
    return {
        "region": rule.region,
        "name": rule.name,
        "kind": rule.kind,
        "month": str(rule.month or ""),
        "day": str(rule.day or ""),
        "dates": "\n".join(day.isoformat() for day in rule.table),
        "days": str(rule.days),
        "document": rule.document,
        "from": str(data.get("from", "")),
        "until": str(data.get("until", "")),
        "note": rule.note,
        "confidence": rule.confidence,
        "announced": "yes" if rule.announced else "",
    }


def _data(typed: Mapping[str, str], there: Observed | None) -> dict[str, Any]:
    """Returns the data of a festival as places takes it; raises Slip by field."""
    kind = typed["kind"]
    if kind not in _RULES:
        raise Slip("请选择日子怎样定。", "kind")
    if kind == "table":
        rule: dict[str, Any] = {"kind": kind, "dates": _dates(typed["dates"])}
    else:
        month, day = (number_of(typed[code], title, code) for code, title in (("month", "月"), ("day", "日")))
        rule = {"kind": kind, "month": month, "day": day}
    data: dict[str, Any] = {"region": chosen(typed["region"]), "name": typed["name"], "rule": rule}
    data |= {"days": number_of(typed["days"], "放假天数", "days"), "document": typed["document"]}
    for code, title in (("from", "起始年份"), ("until", "终止年份")):
        if typed[code]:
            data[code] = number_of(typed[code], title, code)
    data |= {"announced": bool(typed["announced"]), "confidence": typed["confidence"]}
    enabled = there.observance.enabled if there else True
    return {**data, "enabled": enabled, **({"note": typed["note"]} if typed["note"] else {})}


def _dates(text: str) -> list[str]:
    """Returns the days of lines such as 2027-02-07 or 2027年2月7日; what is no day is left for places to refuse."""
    parts = [part for line in re.split(r"[\s、，,；;]+", text) if (part := line.strip())]
    if not parts:
        raise Slip("没有写日期。逐年列出的，每年写一个首日，例如 2027年2月7日。", "dates")
    return [_DATE.sub(_iso, part.removesuffix("日")) for part in parts]


def _iso(found: "re.Match[str]") -> str:
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _form(
    request: HttpRequest, typed: Mapping[str, Any], there: Observed | None, refused: tuple[str, str] | None = None
) -> HttpResponse:
    who = reader(request)
    places = [place for place in ruled(who) if place["code"] != "all"]
    own = str(typed.get("region", ""))
    if own and own not in {place["code"] for place in places} and may_rule(reader=who, region=own):
        places.append({"code": own, "label": place_name(own)})
    fields = _fields({"region": str(places[0]["code"]) if places else "", **typed}, places)
    for one in fields:
        one["error"] = refused[1] if refused and refused[0] == one["code"] else ""
    context = {
        "title": f"调整{there.observance.name}" if there else "新增地方节日",
        "version": there.version + 1 if there else 1,
        "fields": fields,
        "errors": [{"code": refused[0], "text": refused[1]}] if refused else [],
    }
    return page(request, "festival", context, status=422 if refused else 200)


def _fields(typed: Mapping[str, Any], places: list[dict[str, Any]]) -> list[Field]:
    rules = [{"code": code, "label": label, "hint": ""} for code, label in _RULES.items()]
    trust = [{"code": code, "label": label, "hint": ""} for code, label in _TRUST.items()]
    on = today().year
    return [
        field("region", "适用地区", "select", typed, choices=places, hint="对本地和下级有效。"),
        field("name", "节日的名称", "text", typed, hint="同一地区写同样的名称，就是这个节日的新版本。", max=40),
        field("kind", "日子怎样定", "radio", typed, choices=rules, across=True),
        field("month", "月", "number", typed, required=False, hint="逐年列出日期的不填。", max=2),
        field("day", "日", "number", typed, required=False, max=2),
        field(
            "dates",
            "各年的首日",
            "textarea",
            typed,
            required=False,
            hint=f"逐年列出的才填，每行一个，如 {on}年9月1日。",
        ),
        field("days", "放假天数", "number", typed, unit="天", max=2),
        field(
            "announced",
            "当地每年另行公布",
            "tick",
            typed,
            required=False,
            hint="推算的日子标“可能调整”。",
        ),
        field("document", "规定放假的文件", "text", typed, max=120),
        field("confidence", "可信度", "radio", typed, choices=trust),
        field("from", "从哪一年起", "number", typed, required=False, hint=f"不填从 {YEARS[0]} 年起。", max=4),
        field("until", "到哪一年止", "number", typed, required=False, hint="没有终止的不填。", max=4),
        field("note", "说明", "textarea", typed, required=False, max=300),
        field("reason", "新增或调整的理由", "text", typed, max=_REASON),
    ]
