"""What a place may say of a limit: stricter on the agency in each respect, never laxer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yimen.kernel.clock import ClockError, Extending, Limit, Unit

from .errors import LimitRefused
from .rows import NAMES, Row

LOCAL = ("length", "unit", "counts_first", "rolls", "grounds", "extension")  # all else is the country's
_LENGTHENS = {
    "counts_first": (False, "当日是否计入", "当日计入改为不计入，期限就更长"),
    "rolls": (True, "末日是否顺延", "不顺延改为顺延，期限就更长"),
}


def resized(base: Limit, length: int, unit: str) -> Limit:
    """Returns a limit with another length; raises ValueError (ClockError) where the rest of it forbids that."""
    if base.unit is Unit.DATE or unit not in [each.value for each in Unit]:
        raise ClockError("单位应为小时、工作日、日、月、年之一，固定日期的期限不能另定长短。请改正。")
    other = Unit(unit)
    onwards = base.direction == "after" and other in (Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR)
    return replace(base, length=length, unit=other, rolls=base.rolls if other is base.unit else onwards)


def permitted(base: Limit, length: int, unit: str, *, setting: bool, binds: str) -> bool:
    """Tells whether a place may say ``length`` of ``unit`` where ``base`` stands: stricter on the agency, never less.

    A duty must be done sooner, a period that others are given lasts longer, a step before an event comes earlier. What
    binds the citizen no place may touch. A setting has no national figure behind it: the first place that sets it is
    free, those below are bound by that place.
    """
    try:
        resized(base, length, unit)
    except ValueError:
        return False
    if setting:
        return True
    if binds == "party" or unit != base.unit.value:
        return False
    longer_is_stricter = base.bound == "least" or base.direction == "before"
    return length >= base.length if longer_is_stricter else length <= base.length


def stricter(base: Limit) -> str:
    """Returns in words which way a place may move a limit."""
    if base.direction == "before":
        return "只能更早，不能更晚"
    return "只能更长，不能更短" if base.bound == "least" else "只能更短，不能更长"


def tightened(base: Limit, data: Mapping[str, Any], *, free: bool, binds: str) -> Limit:
    """Returns a limit as a place's version makes it, in each respect as far as the law of the day still allows it."""
    found = base
    length, unit = data.get("length", base.length), data.get("unit", base.unit.value)
    if permitted(base, length, unit, setting=free, binds=binds):
        found = resized(base, length, unit)
    if not _duty(base) or binds == "party":
        return found
    names = data.get("grounds")
    return replace(
        found,
        counts_first=found.counts_first or data.get("counts_first", False),
        rolls=found.rolls and data.get("rolls", True),
        grounds=tuple(one for one in found.grounds if names is None or one.name in names),
        extending=_shorter(found.extending, data["extension"]) if "extension" in data else found.extending,
    )


def local_data(base: Limit, change: Mapping[str, Any], *, free: bool, binds: str, again: bool) -> Row:
    """Returns what a place's version says; raises LimitRefused by the field that the place may not change so.

    ``again``: the place has a version already, so that it may also say what the law above says.
    """
    name = base.name_zh
    if binds == "party" and not free:
        raise LimitRefused(f"“{name}”是当事人的期限，由{base.source}规定，地方不能改。")
    allowed = set(LOCAL) if free else set(LOCAL) - {"unit"}
    beyond = [key for key in change if key not in allowed]
    if beyond:
        words = "、".join(NAMES.get(key, key) for key in beyond)
        raise LimitRefused(f"地方不能改期限“{name}”的{words}：由{base.source}规定。请恢复原样。", beyond[0])
    _check_length(base, change, free=free, binds=binds)
    _check_rest(base, change, binds)
    if not change or (not again and tightened(base, change, free=free, binds=binds) == base):
        raise LimitRefused(f"“{name}”已经是{base.text}，各项都没有改变，不需要发布。请核对。")
    unit = {"unit": base.unit.value} if "length" in change else {}  # a length of another unit would say nothing
    return {**unit, **change}


def _check_length(base: Limit, change: Mapping[str, Any], *, free: bool, binds: str) -> None:
    name = base.name_zh
    if not {"length", "unit"} & set(change):
        return
    length, unit = change.get("length", base.length), change.get("unit", base.unit.value)
    try:
        new = resized(base, length, unit)
    except ValueError as error:
        raise LimitRefused(f"期限“{name}”没有发布：{error}", "length") from error
    if new.length == 0 and base.length > 0:
        raise LimitRefused(f"“{name}”的长短不能是 0：那样当天就超期。请写 1 以上的数。", "length")
    if not permitted(base, length, unit, setting=free, binds=binds):
        words = f"“{name}”现为{base.text}（{base.source}），地方规定{stricter(base)}。请改正。"
        raise LimitRefused(words, "length")


def _check_rest(base: Limit, change: Mapping[str, Any], binds: str) -> None:
    """Raises LimitRefused where a place would lengthen a limit by its first day, its last, its grounds or extension."""
    rest = [key for key in LOCAL[2:] if key in change]
    if rest and (not _duty(base) or binds == "party"):
        words = "、".join(NAMES[key] for key in rest)
        raise LimitRefused(f"“{base.name_zh}”不是办理期限，地方只能改长短，不能改{words}。请恢复原样。", rest[0])
    for key, (laxer, title, why) in _LENGTHENS.items():
        if key in change and not isinstance(change[key], bool):
            raise LimitRefused(f"“{title}”应为是或否。请改正。", key)
        if key in change and change[key] is laxer and getattr(base, key) is not laxer:
            raise LimitRefused(f"地方不能改“{title}”：{why}。地方规定只能更严。请恢复原样。", key)
    if "grounds" in change:
        _check_grounds(base, change["grounds"])
    if "extension" in change:
        _check_extension(base, change["extension"])


def _check_grounds(base: Limit, names: Any) -> None:
    if not isinstance(names, list):
        raise LimitRefused("事由应为名称的列表。请改正。", "grounds")
    known = [one.name for one in base.grounds]
    more = [str(name) for name in names if name not in known]
    if more:
        words = f"“{'、'.join(more)}”不是{base.source}规定的事由。地方只能减少事由，不能增加：多一项，期限就可能更长。"
        raise LimitRefused(f"{words}请删去。", "grounds")


def _check_extension(base: Limit, given: Any) -> None:
    whole = isinstance(given, Mapping) and set(given) == {"length", "times"}
    good = whole and all(type(value) is int and value > 0 for value in given.values())
    if given is not None and not good:
        raise LimitRefused("地方只能改延长的长短和次数，都应为正整数。由谁批准、依据哪条由法律规定。", "extension")
    rule = base.extending
    if given and rule is None:
        raise LimitRefused(f"{base.source}没有规定“{base.name_zh}”可以延长，地方不能增加延长。请删去。", "extension")
    if given and rule and (given["length"] > rule.length or given["times"] > rule.times):
        words = f"{rule.source}准许延长至多 {rule.length}{base.unit.name_zh}、{rule.times} 次，地方不能更长、更多。"
        raise LimitRefused(f"{words}请改正。", "extension")


def _shorter(rule: Extending | None, given: Mapping[str, int] | None) -> Extending | None:
    """Returns an extension as short as both the law and the place have it."""
    if rule is None or given is None:
        return None
    return replace(rule, length=min(rule.length, given["length"]), times=min(rule.times, given["times"]))


def _duty(limit: Limit) -> bool:
    """Tells whether a limit is a duty to be done after an event: what makes it shorter is stricter."""
    return limit.bound == "most" and limit.direction == "after"
