"""Closures: orders of a local government that shut its offices for days, or open them for half of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .errors import ClockError
from .festivals import FIRST, LAST
from .times import said

_KEYS = {"region", "document", "reason", "first", "last", "kind", "ordered_on"}
_LONGEST = 183
_DAYS = {"first": "停工开始日", "last": "停工结束日", "ordered_on": "下令日期"}


@dataclass(frozen=True, slots=True)
class Closure:
    """An order for the days from ``first`` to ``last``, both included: offices are closed, or open for half the day."""

    region: str
    document: str
    reason: str
    first: date
    last: date
    kind: Literal["closed", "half"]
    ordered_on: date

    def days(self) -> tuple[date, ...]:
        """Returns the days the order names, in order."""
        return tuple(self.first + timedelta(number) for number in range((self.last - self.first).days + 1))


def closure_from_data(data: Mapping[str, object]) -> Closure:
    """Returns a closure from its JSON shape; raises ClockError naming the key that is wrong.

    The shape: ``{"region": "440300000000", "document": "…", "reason": "台风停工", "first": "2026-09-16",
    "last": "2026-09-17", "kind": "closed", "ordered_on": "2026-09-15"}``; kind ``closed`` or ``half``.
    """
    if not isinstance(data, Mapping) or set(data) != _KEYS:
        raise ClockError(f"停工命令应恰好有这些项：{'、'.join(sorted(_KEYS))}。请按样例改正。")
    region, document, reason, kind = data["region"], data["document"], data["reason"], data["kind"]
    if not isinstance(region, str) or not re.fullmatch(r"[0-9]{12}", region):
        raise ClockError(f"停工命令的区划（region）“{region}”不对，应为 12 位区划代码。请改正。")
    if not isinstance(document, str) or not document.strip():
        raise ClockError("停工命令没有文号（document）。请写明命令的文号。")
    if not isinstance(reason, str) or not reason.strip():
        raise ClockError("停工命令没有事由（reason）。请写明停工的原因，例如“台风停工”。")
    if kind not in ("closed", "half"):
        raise ClockError(f"停工命令的种类（kind）“{kind}”不对，应为停工（closed）或半天（half）。请改正。")
    first, last = _day(data["first"], "first"), _day(data["last"], "last")
    ordered_on = _day(data["ordered_on"], "ordered_on")
    if last < first:
        raise ClockError(f"停工结束日（last）{said(last)}早于停工开始日（first）{said(first)}。请核对命令原文。")
    if (last - first).days >= _LONGEST:
        raise ClockError(f"停工命令从{said(first)}到{said(last)}超过 {_LONGEST} 天。请核对日期，确需更长的分次登记。")
    if ordered_on > last:
        raise ClockError(
            f"下令日期（ordered_on）{said(ordered_on)}晚于停工结束日（last）{said(last)}。请核对命令原文。"
        )
    return Closure(region, document.strip(), reason.strip(), first, last, kind, ordered_on)


def _day(text: object, key: str) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ClockError(f"{_DAYS[key]}（{key}）“{text}”不是日期。请写成 2026-09-16 的样子。")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ClockError(f"{_DAYS[key]}（{key}）“{text}”这一天不存在。请核对命令原文。") from None
    if not FIRST <= day.year <= LAST:
        raise ClockError(f"{_DAYS[key]}（{key}）{said(day)}不在 {FIRST} 至 {LAST} 年之间。请核对命令原文。")
    return day
