"""Cases that several units handle (联办件、上报件): who takes part and why, what they ask for, what they refuse."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from yimen.contexts.catalogue.api import INSTANT, JOINT, UPWARD, Guide, chosen
from yimen.contexts.identity.api import NoSuchUnit, unit, units_by_code
from yimen.contexts.matters.api import TAKING_PART, Branch, Matter, StepRefused, branches, last_of, steps
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import Node, Procedure

from .fitting import specials
from .stated import unstated

UNITS, PARTNERS = "units", "partners"  # in the matter's data: the list that steps name, and why each stands in it
SEVERAL = frozenset({JOINT, UPWARD})
MOST_REASON = 100
_ADDED = "受理窗口增加："


@dataclass(frozen=True, slots=True)
class Partner:
    """A unit that takes part in a case: what it examines, and why it was chosen."""

    unit: str
    name: str
    duty: str
    reason: str


def partners(*, matter: Matter) -> tuple[Partner, ...]:
    """Returns the units that take part in a matter, in the order in which they were chosen."""
    rows = matter.data.get(PARTNERS, [])
    names = units_by_code(codes=[row["unit"] for row in rows])
    return tuple(Partner(name=names[row["unit"]].name, **row) for row in rows)


def opening(guide: Guide, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what a matter's data says of the units that take part, {} where the one in charge acts alone."""
    found = [asdict(one) for one in chosen(partners=guide.joint, form=guide.form, answers=answers)]
    return _data(found) if found else {}


def grown(guide: Guide, answers: Mapping[str, Any], matter: Matter) -> dict[str, Any]:
    """Returns the same after the answers changed: whoever takes part already stays, others may come in."""
    kept = list(matter.data.get(PARTNERS, []))
    named = {row["unit"] for row in kept}
    fresh = [asdict(one) for one in chosen(partners=guide.joint, form=guide.form, answers=answers)]
    rows = [*kept, *(row for row in fresh if row["unit"] not in named)]
    return {**_data(rows), TAKING_PART: [row["unit"] for row in rows]} if rows else {}


def accepting(guide: Guide, answers: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the same as the case is accepted, with the units that the window adds; raises StepRefused by name."""
    found = [asdict(one) for one in chosen(partners=guide.joint, form=guide.form, answers=answers)]
    added = _texts(form.get("units", []))
    if guide.handling not in SEVERAL:
        if added:
            raise StepRefused(f"“{guide.name}”是{guide.handling}，没有协办部门可以增加。请取消勾选后再受理。")
        return {}
    reason = str(form.get("units_reason", "")).strip()
    if added and not 0 < len(reason) <= MOST_REASON:
        raise StepRefused(f"增加协办部门须写明理由，最多 {MOST_REASON} 字。请补填“增加的理由”。")
    for code in added:
        found.append({"unit": code, "duty": "按职责提出审查意见", "reason": f"{_ADDED}{reason}"})
        _check_added(code, [row["unit"] for row in found], guide)
    if not found:  # publishing an item sees to it that some unit always takes part
        raise StepRefused("没有选出协办部门，不能按联办件受理。请在“增加协办部门”里选定，并写明理由。")
    return {**_data(found), TAKING_PART: [row["unit"] for row in found]}


def _check_added(code: str, named: Sequence[str], guide: Guide) -> None:
    try:
        found = unit(code=code)
        name = found.name
    except NoSuchUnit:
        raise StepRefused(f"要增加的协办部门“{code[:18]}”没有登记。请从列出的单位里选择。") from None
    if found.region[:6] != guide.region[:6]:
        raise StepRefused(f"“{name}”不是本地的单位，不能由窗口增加。请从列出的单位里选择。")
    if code == guide.unit.code:
        raise StepRefused(f"“{name}”是本件的牵头部门，不用增加为协办部门。请取消勾选。")
    if list(named).count(code) > 1:
        raise StepRefused(f"“{name}”已经是本件的协办部门，不用重复增加。请取消勾选。")


def _texts(given: object) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise StepRefused("增加的协办部门应逐个给出 18 位信用代码。请改正后再提交。")
    return [text.strip() for text in given if text.strip()]


def _data(rows: list[dict[str, str]]) -> dict[str, Any]:
    return {UNITS: [row["unit"] for row in rows], PARTNERS: rows}


def demands(*, matter: Matter) -> list[str]:
    """Returns what units ask to be corrected, each line with its unit, in the order of the list; each line once."""
    asking = [one for one in _spoken(matter) if one.code == _loop(matter.procedure, one)[2]]
    lines = [(one.unit, line) for one in asking for line in one.opinion.splitlines()]
    names = units_by_code(codes=[code for code, _ in lines])
    told = [f"{line.strip()}（{names[code].name}）" for code, line in lines if line.strip()]
    return list(dict.fromkeys(told))


def refusals(matter: Matter) -> list[str]:
    """Returns the reasons of the units that do not agree, each with its unit."""
    against = [one for one in _spoken(matter) if one.code not in _loop(matter.procedure, one)[1:]]
    names = units_by_code(codes=[one.unit for one in against])
    return [f"{names[one.unit].name}：{one.opinion or one.outcome}" for one in against]


def together(version: Version) -> list[str]:
    """Returns the steps of a procedure that all units that take part do together."""
    nodes = version.procedure.nodes.values()
    return [node.id for node in nodes if node.loop is not None and node.loop.items == UNITS and node.role]


def inspecting(matter: Matter) -> list[str]:
    """Returns the units that are to look: all that take part, and once some asked for more, those alone."""
    asking = [one.unit for one in _spoken(matter) if one.code == _loop(matter.procedure, one)[2]]
    return asking or list(matter.data.get(UNITS, []))


def conclusions(matter: Matter, *, dated: bool = False) -> list[str]:
    """Returns what each unit concluded, and when if ``dated``, with its conditions, in the order of the list."""
    spoken = _spoken(matter)
    names = units_by_code(codes=[one.unit for one in spoken])
    silent = {"lapsed": "（逾期未答复，按规定视为）"}
    said = [f"{one.outcome}{silent.get(one.where, '')}{'，' if one.opinion else ''}{one.opinion}" for one in spoken]
    who = [f"{names[one.unit].name}{_when(one) if dated else ''}" for one in spoken]
    return [f"{unit}：{words}" for unit, words in zip(who, said, strict=True)]


def _when(branch: Branch) -> str:
    day = local_date(branch.done_at) if branch.done_at else None
    return f"（{day.month}月{day.day}日）" if day else ""


def _spoken(matter: Matter) -> list[Branch]:
    """Returns the units' last voices, in the order of the list: of rounds that came to an end, or of silence."""
    found = branches(matter=matter, steps=steps(matter=matter.id))
    order = {code: place for place, code in enumerate(matter.data.get(UNITS, []))}
    last = [one for one in last_of(found) if _loop(matter.procedure, one)[0] == UNITS]
    spoken = [one for one in last if one.where in {"did", "lapsed"}]
    return sorted(spoken, key=lambda one: order.get(one.unit, len(order)))


def _loop(version: Version, branch: Branch) -> tuple[str, str, str]:
    """Returns the list, the outcome that agrees and the one that asks for more, of what a branch is part of."""
    loop = version.procedure.nodes[branch.whole].loop
    return (loop.items, loop.agree, loop.again) if loop else ("", "", "")


def unfit(guide: Guide, procedure: Procedure) -> str:
    """Returns why a procedure does not fit the class of an item (办件类型), '' where it does."""
    several = [node for node in procedure.nodes.values() if node.loop and node.loop.items == UNITS]
    if not any(one.effect == "grant" for node in procedure.nodes.values() for one in node.outcomes):
        return "流程里没有一个结果的法律效果是“准予”，办件永远得不到决定"
    if guide.handling in SEVERAL and not several:
        return f"本事项是{guide.handling}，流程里却没有协办部门的步骤"
    if guide.handling not in SEVERAL and several:
        return f"本事项是{guide.handling}，流程里却有要协办部门办的“{several[0].name}”"
    if guide.handling == INSTANT and not _at_once(procedure.nodes.values()):
        return "本事项是即办件，流程却不是在受理窗口当场决定"
    if guide.handling == INSTANT and specials(procedure):
        return f"本事项是即办件，流程里却有不能当场办结的“{specials(procedure)[0].name}”"
    return unstated(guide.form, procedure)


def _at_once(nodes: Iterable[Node]) -> bool:
    """Tells whether whatever decides is decided at the window."""
    return all(node.unit == "centre" for node in nodes if any(item.effect == "grant" for item in node.outcomes))
