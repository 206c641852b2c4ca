"""The page between a proposal and its deed: days that change, matters that move, and the button that does it."""

import re
from datetime import date, timedelta
from functools import cache

from django.http import HttpRequest, HttpResponse

from yimen.contexts.identity.api import NoSuchUnit, unit
from yimen.contexts.matters.api import Move, Moved
from yimen.contexts.places.api import DayChange, newest_change
from yimen.kernel.clock import observance_from_data
from yimen.sites.pieces import saying
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import reader

from .proposing import KINDS, Proposal, look, region_of
from .room import Cell, Field, page, table
from .ruling import check_rule, place_name

_WEEK = "一二三四五六日"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = 100  # days shown of those that change
_YEARS = 5  # of a festival, this one the first


def show(request: HttpRequest, proposal: Proposal, back: str, *, warned: str = "", status: int = 200) -> HttpResponse:
    """Shows what a proposal would do, and the button that does it. Raises LoadError, NotYours for another's region."""
    check_rule(reader(request), region_of(proposal))
    seen = newest_change()  # asked first: what changes while this is worked out is seen as newer
    effect = look(reader(request), proposal)
    name = cache(unit_name)
    moves: list[list[Cell]] = [
        [number_cell(one), one.title, name(one.unit), *days_of(one)] for one in effect.moves.moves
    ]
    context = {
        "title": f"预览：{KINDS[proposal.kind]}",
        "lead": f"适用{place_name(effect.region)}，依据：{effect.document}。还没有生效，请核对后确认。",
        "warned": warned,
        "gives": _gives(proposal),
        "days": table("上班或放假有变的日子", ("日期", "现在", "改为"), [_change(one) for one in effect.days[:_DAYS]]),
        "marked": table(
            "照常计算、另作标记的日子", ("日期", "现在", "改为"), [_change(one) for one in effect.marked[:_DAYS]]
        ),
        "day_count": len(effect.days),
        "surer": effect.first is not None,
        "count": effect.moves.count,
        "exact": effect.moves.exact,
        "shown": len(effect.moves.moves),
        "moves": table("期限会变的未办结件", ("办件号", "事项", "承办单位", "现期限", "新期限"), moves),
        "kind": proposal.kind,
        "data": proposal.text,
        "reason": proposal.reason,
        "seen": seen,
        "back": back,
    }
    return page(request, "preview", context, status=status)


def _gives(proposal: Proposal) -> Field | None:
    """Returns the days that a festival gives in this year and the next ones; None for what is no festival."""
    if proposal.kind != "observance":
        return None
    rule, first = observance_from_data(proposal.data), today().year
    rows: list[list[Cell]] = []
    for start in (one for one in rule.starts() if rule.enabled and first <= one.year < first + _YEARS):
        last = start + timedelta(rule.days - 1)
        span = _weekday(start) + (f"至{_weekday(last)}" if last != start else "")
        rows.append([f"{start.year} 年", span, f"{rule.days} 天" + ("，可能调整" if rule.announced else "")])
    return table(f"{rule.name}：{rule.text}", ("年份", "日子", "天数"), rows)


def _weekday(one: date) -> str:
    return f"{day(one)}（星期{_WEEK[one.weekday()]}）"


def unit_name(code: str) -> str:
    """Returns a unit's name; one that is gone has none."""
    try:
        return unit(code=code).name
    except NoSuchUnit:
        return "未登记的单位"


def number_cell(one: Move | Moved) -> Cell:
    """Returns the cell of a matter's number, which leads to it."""
    return {"text": one.number, "url": f"/cases/{one.number}/", "number": True, "head": False}


def _change(one: DayChange) -> list[Cell]:
    return [_weekday(one.date), saying.day(one.before), saying.day(one.after)]


def days_of(one: Move | Moved) -> tuple[Cell, Cell]:
    """Returns the old and the new days of what moves: the promise, the limit of law, any other limit in words."""
    told, law = (one.before, one.after), (one.statutory_before, one.statutory_after)
    beside = law != (None, None)
    moving = [("承诺时限" if beside else "", told)] if told[0] != told[1] else []
    moving += [("法定时限", law)] if law[0] != law[1] else []
    old, new = ("；".join(f"{name}{day(pair[at]) or '中止计时'}" for name, pair in moving) for at in (0, 1))
    if one.others:
        others = _ISO.sub(lambda found: day(date.fromisoformat(found[0])), one.others)
        new = "；".join(part for part in (new, f"另有：{others}") if part)
    return old or "—", new
