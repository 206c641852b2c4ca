"""The branches of a case that several units handle, as table.html and the flowchart take them: for all who may look."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from yimen.contexts.cases.api import Partner, partners
from yimen.contexts.identity.api import units_by_code
from yimen.contexts.matters.api import Branch, Matter, branches, last_of, spent
from yimen.contexts.matters.api import Task as Step
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, Light, local_date
from yimen.kernel.procedure import halted_words, limit_words

from . import staying
from .edge import now
from .shapes import Piece
from .templatetags.words import day

_WHERE = {
    "now": "正在办理",
    "did": "已办",
    "lapsed": "逾期未答复，按规定视为已办",
    "closed": "不再需要办理",
    "again": "尚未再次办理",
}
_LIGHTS = {Light.YELLOW: "将到期", Light.GREEN: "正常"}
_HEADS = ("部门", "审查内容", "状态", "灯", "结论")


class Told(NamedTuple):
    """What is said beside a step that several do: a line for each unit, and whether one of them is or was late."""

    words: tuple[str, ...]
    late: bool


def of_case(matter: Matter, steps: Iterable[Step], *, opinions: bool) -> Piece | None:
    """Returns the branches of a case as a table, None where one unit handles it alone. The caller checked the reader.

    ``opinions``: with what the units wrote, for those who take part.
    """
    taking = partners(matter=matter)
    found = last_of(branches(matter=matter, steps=steps))
    if not taking and not found:
        return None
    days = calendar(region=matter.region)
    names = _names(found)
    at = now()
    last = {one.unit: one for one in found}
    rows = [_row(one, last.get(one.unit), names, days, at, opinions=opinions) for one in taking]
    listed = {one.unit for one in taking}
    for part in found:
        if part.unit not in listed:
            other = Partner(part.unit, "承办人", matter.procedure.procedure.nodes[part.whole].name, "")
            rows.append(_row(other, part, names, days, at, opinions=opinions))
    return _table(rows, _HEADS)


def public(found: Sequence[Branch], region: str) -> Piece | None:
    """Returns the branches as anyone may see them: who, where, how long; no opinion, no conclusion."""
    if not found:
        return None
    days, names = calendar(region=region), _names(found)
    rows = [[_head(names.get(one.unit, "承办人")), *_state(one, days, now())] for one in last_of(found)]
    return _table(rows, ("部门", "状态", "灯"))


def lines(found: Iterable[Branch], region: str, at: datetime, *, outcomes: bool = False) -> Mapping[str, Told]:
    """Returns, for each step that several do, one line for each unit: what the flowchart shows beside it.

    ``outcomes``: with what each unit concluded, for those who take part.
    """
    listed = list(found)
    if not listed:
        return {}
    days, names, told = calendar(region=region), _names(listed), dict[str, Told]()
    for one in listed:
        late = _late(one, days, at)
        stands = _concluded(one) if outcomes else f" {_stands(one)}"
        words = f"{names.get(one.unit, '承办人')}{stands}{_again(one)}{_elapsed(one, days, at)}"
        earlier = "；".join(filter(None, (_late_now(one, days, at), staying.passed(one.before, days))))
        before = told.get(one.node, Told((), late=False))
        line = f"{'▲ ' if late else ''}{words}{f'，{earlier}' if earlier else ''}"
        told[one.node] = Told((*before.words, line), late=before.late or bool(late))
    return told


def _concluded(one: Branch) -> str:
    """Returns what a unit concluded, where its part stands as long as it has not or the outcome is redacted."""
    if one.outcome and one.where == "again":
        return f" {_stands(one)}（上次：{one.outcome}）"
    if not one.outcome or one.where not in {"did", "lapsed"}:
        return f" {_stands(one)}"
    return f"：{one.outcome}" if one.where == "did" else f"：逾期未答复，按规定视为“{one.outcome}”"


def _stands(one: Branch) -> str:
    """Returns where a part stands, that all rests, and who has it where it changed hands."""
    words = _WHERE[one.where] if one.halted is None else halted_words(one.halted)
    return f"{words}，{one.hand.words}" if one.hand else words


def _names(found: Iterable[Branch]) -> Mapping[str, str]:
    return {code: unit.name for code, unit in units_by_code(codes=[one.unit for one in found]).items()}


def _row(
    one: Partner,
    last: Branch | None,
    names: Mapping[str, str],
    days: Calendar,
    at: datetime,
    *,
    opinions: bool,
) -> list[Any]:
    head = _head(names.get(one.unit, one.name))
    duty = one.duty + (f"（{one.reason}）" if one.reason else "")
    if last is None:
        return [head, duty, "还没有开始", "", ""]
    told = [last.outcome if last.where in {"did", "lapsed"} else "", last.opinion if opinions else ""]
    return [head, duty, *_state(last, days, at), "：".join(filter(None, told))]


def _state(one: Branch, days: Calendar, at: datetime) -> list[Any]:
    """Returns in words how a part stands, and its light: red wherever its unit is or was over its own limit."""
    due = f"，最迟 {_short(one.due_on)} 当日" if one.due_on and one.where != "closed" else ""
    late = _late(one, days, at)
    step = f"{one.step}：" if one.whole != one.node else ""
    words = f"{step}{_stands(one)}{_again(one)}{_elapsed(one, days, at)}{due}{f'，{late}' if late else ''}"
    if late:
        return [words, {"light": {"colour": Light.RED.value, "words": late}}]
    return [words, {"light": _light(one.due_on, local_date(at))} if one.where == "now" and one.due_on else ""]


def _elapsed(one: Branch, days: Calendar, at: datetime) -> str:
    """Returns which day of its own limit a part is in, or was done on; the agreed day that it waits for."""
    if one.awaits is not None and local_date(at) < one.awaits:
        return f"，等到约定的日子：{day(one.awaits)}"
    if one.where == "closed" or one.timer is None:
        return ""
    used = spent(ledger=one.timer.ledger, days=days, until=one.done_at or at, rest=one.timer.rest)
    whole = f"共 {limit_words(one.limit)}"
    return f"，第 {used.used} {used.unit}，{whole}" if used.used else f"，{whole}"


def _again(one: Branch) -> str:
    """Returns the how manieth time a unit is at its step, or was, "" for the first."""
    return f"（第 {one.rounds} 次）" if one.rounds > 1 and one.where != "again" else ""


def _late(one: Branch, days: Calendar, at: datetime) -> str:
    """Returns by how much a unit is or was over its own limit, in this round and those before, "" where it is not."""
    return "；".join(filter(None, (_late_now(one, days, at), staying.late_before(one.before, days))))


def _late_now(one: Branch, days: Calendar, at: datetime) -> str:
    """Returns the same of this round alone; that a unit gave no answer in time is what its state says."""
    if one.where == "lapsed" or one.timer is None:
        return ""
    return staying.over(one.timer, days, one.done_at or at)


def _light(due: date, today: date) -> Piece:
    light = Light.YELLOW if (due - today).days <= 1 else Light.GREEN
    return {"colour": light.value, "words": _LIGHTS[light]}


def _short(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


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
