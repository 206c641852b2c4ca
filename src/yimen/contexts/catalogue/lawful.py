"""Whether the legal limit that an item states (法定时限) is longer than the article that it cites allows."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yimen.contexts.limits.api import NoSuchLimit, Rule, limit, limits
from yimen.kernel.clock import Limit, Unit

from .fields import LABELS, Fault
from .joining import JOINT

TOGETHER = "xk.joint"  # a period for what several bodies decide together: nobody else may claim it
_STATE = "中华人民共和国"
_LEAST = {Unit.WORKING_DAY: 1.4, Unit.CALENDAR_DAY: 1.0, Unit.MONTH: 28.0, Unit.YEAR: 365.0}  # days of one, at least
_MOST = {Unit.WORKING_DAY: 1.4, Unit.CALENDAR_DAY: 1.0, Unit.MONTH: 31.0, Unit.YEAR: 366.0}  # days of one, usually
_HOLIDAYS = 11  # days off beside weekends that one period may hold
_PART = re.compile(r"第[〇零一二三四五六七八九十百]+[条款项]")


def beyond_law(values: Mapping[str, Any], on: date) -> Iterator[Fault]:
    """Yields a fault where an item's legal limit is longer than every rule known of the article that it cites.

    Where the article is not known there is no claim; nor where two units of time cannot surely be told apart.
    """
    if "statutory" not in values:
        return
    stated: Limit = values["statutory"]
    rules = [rule for rule in _cited(stated, on) if _fits(rule, values)]
    if rules and all(_longer(stated, rule.limit) for rule in rules):
        longest = max(rules, key=lambda rule: _days(rule.limit, _MOST))
        words = f"{stated.text}，长于所引的《{longest.law.name}》{longest.article}：{longest.limit.text}。"
        yield Fault(LABELS["statutory"], f"{words}法律怎样规定就怎样写；依据别的条款的，请改写条款。")


def _cited(stated: Limit, on: date) -> Iterator[Rule]:
    """Yields the rules of the law that a limit cites: that of its number, else those of its article."""
    if stated.id:
        try:
            yield limit(code=stated.id, on=on)
        except NoSuchLimit:
            return
        return
    law, parts = _plain(stated.law), _PART.findall(stated.article)
    if not parts or "".join(parts) != stated.article.strip():  # such as 参照: what is followed, not applied
        return
    for rule in limits(on=on):
        if law in {_plain(rule.law.name), _plain(rule.law.full)} and _within(parts, rule.article):
            yield rule


def _within(parts: list[str], article: str) -> bool:
    """Tells whether the article that was cited and a rule's are one, or one of them a part of the other."""
    for each in article.split("、"):
        known = _PART.findall(each)
        shorter = min(len(parts), len(known))
        if shorter and parts[:shorter] == known[:shorter]:
            return True
    return False


def _fits(rule: Rule, values: Mapping[str, Any]) -> bool:
    """Tells whether a rule bounds what a body may take for an item."""
    if rule.code == TOGETHER and not values.get("joint") and values.get("handling") != JOINT:
        return False
    duty = rule.limit.bound == "most" and rule.limit.direction == "after" and rule.binds == "agency"
    return duty and not rule.setting and not rule.demo and rule.limit.unit in _MOST and rule.limit.length > 0


def _longer(stated: Limit, rule: Limit) -> bool:
    if stated.unit is rule.unit:
        return stated.length > rule.length
    slack = _HOLIDAYS if rule.unit is Unit.WORKING_DAY else 0
    return stated.unit in _LEAST and _days(stated, _LEAST) > _days(rule, _MOST) + slack


def _days(one: Limit, of: Mapping[Unit, float]) -> float:
    return one.length * of[one.unit]


def _plain(law: str) -> str:
    return law.strip().strip("《》").removeprefix(_STATE)
