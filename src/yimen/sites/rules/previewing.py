"""The page between a proposal and its deed: days that change, matters that move, and the button that does it."""

from datetime import date
from functools import cache

from django.http import HttpRequest, HttpResponse

from yimen.contexts.identity.api import NoSuchUnit, unit
from yimen.contexts.matters.api import Move
from yimen.contexts.places.api import DayChange, newest_change
from yimen.sites.pieces import saying
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import reader

from .proposing import KINDS, Proposal, look, region_of
from .room import Cell, page, table
from .ruling import check_rule, place_name

_WEEK = "一二三四五六日"
_DAYS = 100  # days shown of those that change


def show(request: HttpRequest, proposal: Proposal, back: str, *, warned: str = "", status: int = 200) -> HttpResponse:
    """Shows what a proposal would do, and the button that does it. Raises LoadError, NotYours for another's region."""
    check_rule(reader(request), region_of(proposal))
    seen = newest_change()  # asked first: what changes while this is worked out is seen as newer
    effect = look(reader(request), proposal)
    name = cache(unit_name)
    moves: list[list[Cell]] = [
        [_number(one), one.title, name(one.unit), _due(one.before), _after(one)] for one in effect.moves.moves
    ]
    context = {
        "title": f"预览：{KINDS[proposal.kind]}",
        "lead": f"适用{place_name(effect.region)}，依据：{effect.document}。还没有生效，请核对后确认。",
        "warned": warned,
        "days": table("上班或放假有变的日子", ("日期", "现在", "改为"), [_change(one) for one in effect.days[:_DAYS]]),
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


def unit_name(code: str) -> str:
    """Returns a unit's name; one that is gone has none."""
    try:
        return unit(code=code).name
    except NoSuchUnit:
        return "未登记的单位"


def _number(one: Move) -> Cell:
    return {"text": one.number, "url": f"/cases/{one.number}/", "number": True, "head": False}


def _change(one: DayChange) -> list[Cell]:
    return [f"{day(one.date)}（星期{_WEEK[one.date.weekday()]}）", saying.day(one.before), saying.day(one.after)]


def _due(value: date | None) -> Cell:
    return {"text": day(value) or "中止计时", "number": True}


def _after(one: Move) -> Cell:
    """Returns the new day; where it stays and another limit of the matter moves, says which."""
    if one.before != one.after:
        return _due(one.after)
    return f"不变；另有：{one.others}" if one.others else "不变（只有法定期限变）"
