"""The branches of a case that several units handle, as table.html and the flowchart take them: for all who may look."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from yimen.contexts.cases.api import Partner, partners
from yimen.contexts.identity.api import units_by_code
from yimen.contexts.matters.api import Branch, Matter, branches, last_of
from yimen.contexts.matters.api import Task as Step
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, Light, local_date
from yimen.kernel.procedure import limit_words

from .shapes import Piece

_WHERE = {"now": "正在办理", "did": "已办", "lapsed": "逾期未答复，按规定视为已办", "closed": "不再需要办理"}
_LIGHTS = {Light.RED: "已超期", Light.YELLOW: "将到期", Light.GREEN: "正常"}
_DAY = timedelta(1)
_HEADS = ("部门", "审查内容", "状态", "灯", "结论")


def of_case(matter: Matter, steps: Iterable[Step], today: date, *, opinions: bool) -> Piece | None:
    """Returns the branches of a case as a table, None where one unit handles it alone. The caller checked the reader.

    ``opinions``: with what the units wrote, for those who take part.
    """
    taking = partners(matter=matter)
    found = branches(steps=steps, version=matter.procedure)
    if not taking and not found:
        return None
    days = calendar(region=matter.region)
    names = _names(found)
    rows = [_row(one, found, names, days, today, opinions=opinions) for one in taking]
    listed = {one.unit for one in taking}
    others = [Partner(one.unit, names.get(one.unit, "承办人"), one.step, "") for one in found if one.unit not in listed]
    rows += [_row(one, found, names, days, today, opinions=opinions) for one in others]
    return _table(rows, _HEADS)


def public(found: Sequence[Branch], region: str, today: date) -> Piece | None:
    """Returns the branches as anyone may see them: who, where, how long; no opinion, no conclusion."""
    if not found:
        return None
    days, names = calendar(region=region), _names(found)
    rows = [[_head(names.get(one.unit, "承办人")), *_state(one, days, today)] for one in last_of(found)]
    return _table(rows, ("部门", "状态", "灯"))


def lines(found: Iterable[Branch], region: str, today: date) -> Mapping[str, tuple[str, ...]]:
    """Returns, for each step that several do, one line for each unit: what the flowchart shows beside it."""
    listed = list(found)
    days, names = (calendar(region=region), _names(listed)) if listed else (None, {})
    told: dict[str, tuple[str, ...]] = {}
    for one in listed:
        line = f"{names.get(one.unit, '承办人')} {_WHERE[one.where]}{_elapsed(one, days, today) if days else ''}"
        told[one.node] = (*told.get(one.node, ()), line)
    return told


def _names(found: Iterable[Branch]) -> Mapping[str, str]:
    return {code: unit.name for code, unit in units_by_code(codes=[one.unit for one in found]).items()}


def _row(
    one: Partner,
    found: Sequence[Branch],
    names: Mapping[str, str],
    days: Calendar,
    today: date,
    *,
    opinions: bool,
) -> list[Any]:
    mine = [branch for branch in found if branch.unit == one.unit]
    head = _head(names.get(one.unit, one.name))
    duty = one.duty + (f"（{one.reason}）" if one.reason else "")
    if not mine:
        return [head, duty, "还没有开始", "", ""]
    last = mine[-1]
    told = [last.outcome if last.where in {"did", "lapsed"} else "", last.opinion if opinions else ""]
    return [head, duty, *_state(last, days, today), "：".join(filter(None, told))]


def _state(one: Branch, days: Calendar, today: date) -> list[Any]:
    again = f"（第 {one.rounds} 次）" if one.rounds > 1 else ""
    due = f"，最迟 {_short(one.due_on)} 当日" if one.due_on and one.where != "closed" else ""
    light = {"light": _light(one, today)} if one.where == "now" and one.due_on else ""
    step = f"{one.step}：" if one.whole != one.node else ""
    return [f"{step}{_WHERE[one.where]}{again}{_elapsed(one, days, today)}{due}", light]


def _elapsed(one: Branch, days: Calendar, today: date) -> str:
    """Returns which working day of its limit a branch is in, or was done on."""
    if one.where == "closed" or not one.limit.endswith("wd"):
        return ""
    until = min(_day(one.done_at) if one.done_at else today, today)
    began = _day(one.opened_at)
    number = days.working_days(began, until + _DAY) if until > began else 0
    return f"，第 {number} 个工作日，共 {limit_words(one.limit)}" if number else f"，共 {limit_words(one.limit)}"


def _light(one: Branch, today: date) -> Piece:
    due = one.due_on or today
    light = Light.RED if today > due else Light.YELLOW if (due - today).days <= 1 else Light.GREEN
    return {"colour": light.value, "words": _LIGHTS[light]}


def _short(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def _day(moment: datetime) -> date:
    return local_date(moment)


def _head(text: str) -> Piece:
    return {"text": text, "head": True}


def _table(rows: Sequence[Sequence[Any]], heads: Sequence[str]) -> Piece:
    return {
        "caption": "",
        "class": "cards",
        "heads": [{"label": label, "number": False} for label in heads],
        "rows": [[_cell(cell, label) for cell, label in zip(row, heads, strict=True)] for row in rows],
    }


def _cell(cell: Any, label: str) -> Piece:
    plain = {"text": "", "label": label, "number": False, "url": None, "light": None, "head": False}
    return {**plain, **(cell if isinstance(cell, dict) else {"text": cell or "—"})}
