"""The calendar of working days: a year of the reader's place, each day with the document that makes it so."""

import calendar as months
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.places.api import YEARS, NoSuchYear, full_name, lineage, region
from yimen.contexts.places.api import year as read_year
from yimen.kernel.clock import Day
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import asked
from yimen.sites.pieces.tables import rows_under as table

from .room import crumbs, time_tabs

_KINDS = {"makeup": "班", "holiday": "休", "half": "半", "closed": "停"}
_WORDS = {"makeup": "上班", "holiday": "放假", "half": "半天", "closed": "停工"}
_SOURCES = {"statute": "法律", "notice": "放假通知", "observance": "地方节日", "closure": "停工命令"}


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Shows the twelve months of a year in the reader's place."""
    wanted = asked(request, "region") or asked(request, "place")
    place, on = region(code=wanted or place_code(request)), today()
    typed = asked(request, "year") or str(on.year)
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        raise NoSuchYear(f"“{typed}”不是年份。请写四位数字，例如 {on.year}。")
    found = read_year(region=place.code, year=int(typed))
    named = [(day, info) for day, info in found.days if info.kind in _KINDS or info.uncertain]
    context = {
        "crumbs": crumbs(("时限", "/clock/"), ("工作日历", None)),
        "tabs": time_tabs("/calendar/"),
        "title": f"{found.year} 年{place.name}工作日历",
        "year": found.year,
        "place": _places(place.code),
        "working": sum(info.working for _, info in found.days),
        "provisional": found.provisional,
        "off": f"{'、'.join(found.off)}按不放假计算；启用后这些日子会变动。" if found.off else "",
        "years": [_year(number, found.year, place.code) for number in (found.year - 1, found.year, found.year + 1)],
        "months": [_month(found.year, month, dict(found.days), on) for month in range(1, 13)],
        "named": table("与平常不同的日子", ("日期", "安排", "名称", "依据"), [_run(run) for run in _runs(named)]),
        "sources": table("生效的文件", ("种类", "适用", "文件", "内容"), [
            [_SOURCES[one.kind], full_name(code=one.region) if one.region else "全国", one.document, one.title]
            for one in found.sources
        ]),
    }  # fmt: skip
    return render(request, "portal/calendar.html", context)


def _places(code: str) -> Piece:
    """Returns the choice of a region: the one shown and those above it."""
    choices = [{"code": one.code, "label": one.name} for one in reversed(lineage(code=code))]
    plain = {"code": "region", "label": "地区", "type": "select", "hint": "", "required": True, "error": ""}
    return {**plain, "value": code, "choices": choices}


def _year(number: int, shown: int, place: str) -> Piece:
    known = number in YEARS
    return {
        "label": f"{number} 年",
        "url": f"/calendar/?year={number}&region={place}" if known else "",
        "current": number == shown,
    }


def _month(year: int, month: int, days: dict[date, Day], on: date) -> Piece:
    first, length = months.monthrange(year, month)
    shown = [_day(date(year, month, number), days[date(year, month, number)], on) for number in range(1, length + 1)]
    return {"label": f"{month} 月", "before": range(first), "days": shown}


def _day(day: date, info: Day, on: date) -> Piece:
    words = _WORDS.get(info.kind, "工作日" if info.working else "周末")
    told = "，".join(filter(None, (words, info.name, info.document and f"依据{info.document}")))
    return {
        "number": day.day,
        "kind": info.kind,
        "mark": _KINDS.get(info.kind, "") or ("?" if info.uncertain else ""),
        "today": day == on,
        "words": f"{day.month}月{day.day}日，{told}{'，可能调整' if info.uncertain else ''}",
    }


def _runs(named: list[tuple[date, Day]]) -> list[list[tuple[date, Day]]]:
    """Joins neighbouring days of the same kind, name and document."""
    found = []
    for _, run in groupby(
        enumerate(named), key=lambda at: (at[1][0].toordinal() - at[0], at[1][1].kind, at[1][1].name, at[1][1].document)
    ):
        found.append([pair for _, pair in run])
    return found


def _run(run: list[tuple[date, Day]]) -> list[str | Piece]:
    (first, info), (last, _) = run[0], run[-1]
    words = f"{first.month}月{first.day}日"
    words += f"至{last.month}月{last.day}日，共{len(run)}天" if last != first else ""
    kind = _WORDS.get(info.kind, "工作日" if info.working else "周末")
    return [words, kind + ("（可能调整）" if info.uncertain else ""), info.name or "—", info.document or "—"]
