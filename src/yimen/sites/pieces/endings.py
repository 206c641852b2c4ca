"""From which day a change of an item holds and which day is the last of what was before, in words."""

from collections.abc import Mapping
from datetime import date, timedelta

from yimen.contexts.catalogue.api import Ended

from .templatetags.words import day

EFFECTS: Mapping[str, str] = {
    "新增": "从这天起施行。",
    "承接": "从这天起由本机关办理。",
    "变更": "从这天起按改后的内容办，前一天是原来版本的最后有效日。",
    "合并": "从这天起并入，前一天是并入的事项的最后有效日。",
    "取消": "从这天起不再有效，前一天是最后有效日。",
    "下放": "从这天起交下级承接。下级全部接办以前，本机关继续受理；最后一家接办的前一天，是本机关的最后有效日。",
}


def ended_words(end: Ended, into: str = "") -> str:
    """Returns since when an item is no more and its last day: 自 2026年12月1日起取消，最后有效日为2026年11月30日.

    ``into``: what became of it, where more is said than the kind of change.
    """
    return f"自{day(end.since)}起{into or end.change.kind}，最后有效日为{day(end.last_day)}"


def effect(kind: str, first: date | None) -> str:
    """Returns what a change does from a day on, with its days; "" where the day is open."""
    if first is None:
        return ""
    eve = day(first - timedelta(days=1))
    after = {
        "取消": f"起取消，最后有效日为{eve}",
        "合并": f"起施行，并入的事项最后有效日为{eve}",
        "变更": f"起施行，原来的版本最后有效日为{eve}",
        "下放": "起下放，最后一个承接单位接办的前一天是本机关的最后有效日",
    }
    return f"{day(first)}{after.get(kind, '起施行')}"
