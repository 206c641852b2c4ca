"""A last day for anyone who asks: a form whose answer has an address."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.limits.api import Reckoning, limits
from yimen.contexts.places.api import NoSuchRegion, lineage, region
from yimen.sites.pieces import saying, shapes
from yimen.sites.pieces.asking import UNITS, Asked, AskRefused, answer
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import asked, pair
from yimen.sites.pieces.templatetags.words import day as day_words

from .room import crumbs, time_tabs

_STRIP = 130  # days shown one by one: half a year of working days
_WEEK = "一二三四五六日"
_MORE = ("pause", "ground", "extend")  # fields that few need


@require_safe
def clock(request: HttpRequest) -> HttpResponse:
    """Asks for a start and a limit, and answers with the last day and how it came about."""
    given = {name: asked(request, name) for name in ("from", "at", "region", "limit", "days", "unit", "before", *_MORE)}
    given["region"] = _region(given["region"]) if "region" in request.GET else place_code(request)
    given["ground"] = "、".join(request.GET.getlist("ground"))[:1000]
    given["pause"] = "\n".join(request.GET.getlist("pause"))[:1000]
    found, errors = None, list[tuple[str, str]]()
    if "from" in request.GET or any(given[name] for name in ("days", "at", *_MORE)):  # a link may bring a bare limit
        try:
            _check_once(request, [name for name in given if name not in ("pause", "ground")])
            found = answer(_asked(given))
        except AskRefused as refused:
            errors = refused.errors
    context = {
        "crumbs": crumbs(("时限", None)),
        "tabs": time_tabs("/clock/"),
        "fields": _fields(given, dict(errors)),
        "more": _more(given, dict(errors)),
        "opened": any(given[name] for name in _MORE),
        "errors": [{"code": code, "text": text} for code, text in errors],
        "answer": _answer(found, given["region"]) if found else None,
    }
    return render(request, "portal/clock.html", context, status=422 if errors else 200)


def _check_once(request: HttpRequest, names: Sequence[str]) -> None:
    """Refuses an address that gives one thing twice: one of the two would be passed over."""
    twice = [name for name in names if len(request.GET.getlist(name)) > 1]
    if twice:
        raise AskRefused(*((name, "地址里这一项写了两次，只能写一次。请改正后重新计算。") for name in twice))


def _region(typed: str) -> str:
    """Returns the region's code in 12 digits; what is none stays as it is, to be refused by name."""
    try:
        return region(code=typed).code if typed else ""
    except NoSuchRegion:
        return typed


def _asked(given: dict[str, str]) -> Asked:
    lines = [re.sub(r"\s*(?:至|到|—|~|～)\s*", "..", line.strip()) for line in given["pause"].splitlines()]
    pauses = tuple(line if ".." in line else f"{line}.." for line in lines if line)
    return Asked(
        start=f"{given['from']}T{given['at']}" if given["at"] else given["from"],
        region=given["region"],
        limit=given["limit"],
        days=given["days"],
        unit="" if given["limit"] and given["unit"] == "wd" else given["unit"],  # the form always sends its first unit
        before=given["before"] in ("yes", "true"),
        pauses=pauses,
        grounds=tuple(re.split("[、，,]", given["ground"])),
        extend=given["extend"],
    )


def _fields(given: dict[str, str], errors: dict[str, str]) -> list[Piece]:
    on, here = _day(given["from"]), given["region"]
    try:
        places = lineage(code=here) if here else ()
    except NoSuchRegion:
        places = ()
    rules = limits(on=on, region=here if places else "")
    named = [
        {"code": rule.code, "label": f"{saying.DOMAINS.get(rule.domain, rule.domain)}：{rule.limit.name_zh}（"
         f"{saying.length(rule)}）"}
        for rule in rules
    ]  # fmt: skip
    units = [{"code": unit.value, "label": unit.name_zh.removeprefix("个")} for unit in UNITS]
    regions = [{"code": place.code, "label": place.name} for place in reversed(places)]
    shown = [
        ("from", "起算日", "date", "收到、受理、作出决定等发生的那一天，当日不计。", ()),
        ("region", "地区", "select", "各地的放假和停工可能不同；不选按全国日历。", regions),
        ("limit", "法定时限", "select", "选了就不用填下面的数。", named),
        ("days", "时限的长短", "number", "没有选法定时限时填写，例如 20。", ()),
        ("unit", "单位", "select", "", units),
        ("at", "起算时刻", "text", "按小时计算的才填，例如 09:30。", ()),
        ("before", "向前倒推：算某日之前最迟哪一天", "tick", "", ()),
    ]
    values = {**given, "unit": given["unit"] or "wd"}
    return [_field(field, values, errors) for field in shown]


def _more(given: dict[str, str], errors: dict[str, str]) -> list[Piece]:
    hint = "每行一段，例如 2026-03-01 至 2026-03-09：从 3 月 1 日起不计，3 月 9 日恢复计算。还没有恢复的只写开始日。"
    shown = [
        ("pause", "不计入的期间", "textarea", hint, ()),
        (
            "ground",
            "不计入的事由",
            "text",
            "选了法定时限的，写法律写明的事由，如“听证”。几段的事由不同的，按期间的次序用顿号隔开，如“鉴定、听证”。",
            (),
        ),
        ("extend", "经批准延长", "number", "单位与时限相同，例如 10。", ()),
    ]
    return [_field(field, given, errors) for field in shown]


def _field(
    shown: tuple[str, str, str, str, Sequence[Piece]], values: Mapping[str, str], errors: Mapping[str, str]
) -> Piece:
    code, label, kind, hint, choices = shown
    plain = {"code": code, "label": label, "type": kind, "hint": hint, "required": code == "from", "choices": choices}
    return {**plain, "value": values[code], "error": errors.get(code, "")}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


def _answer(found: Reckoning, where: str) -> Piece:
    limit = found.limit
    documents = dict.fromkeys(line.document for line in found.lines if line.document and line.kind != "paused")
    articles = dict.fromkeys(line.article for line in found.lines if line.article)
    stated = [("时限", f"{limit.name_zh}　{limit.text}" if limit.id else limit.text)]
    stated.append(("日历", f"按{region(code=where).name if where else '全国'}工作日历"))
    stated += [("条文", "、".join(articles)), ("日历的依据", "、".join(documents))]
    if limit.id and limit.starts:
        stated.append(("起算", f"自{limit.starts}之日起" if limit.direction == "after" else f"{limit.starts}之前"))
    return {
        "due": f"{day_words(found.due)}（星期{_WEEK[found.due.weekday()]}）" if found.due else "中止计时，恢复后再定",
        "label": "最迟" if limit.direction == "before" else "至少到" if limit.bound == "least" else "最后一天",
        "late": found.at if limit.unit.value == "h" else None,
        "provisional": found.provisional,
        "note": found.note,
        "zh": found.sentence_zh,
        "en": found.sentence_en,
        "days": shapes.reckoned(found, today(), _STRIP),
        "cut": max(len(found.lines) - _STRIP, 0),
        "facts": [pair(label, words) for label, words in stated if words],
        "rule": f"/limits/{limit.id}/" if limit.id else "",
    }
