"""How a catalogue moves (动态管理): the kinds of change, and why one came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHANGES = ("新增", "变更", "承接", "下放", "合并", "取消")
MOST_REASON, MOST_DOCUMENT = 400, 120
PROPOSED = {
    "first_day": "拟生效日期",
    "reason": "变动理由",
    "document": "依据文件",
    "ends": "并入的事项",
    "targets": "承接单位",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Why a version came about or an item ended: kind, reason, and the document that says so."""

    kind: str
    reason: str
    document: str


def change_facts(change: Change) -> dict[str, str]:
    """Returns a change as rows and the journal keep it."""
    return {"kind": change.kind, "reason": change.reason, "document": change.document}


def change_of(facts: Mapping[str, Any]) -> Change:
    """Returns a change from what rows keep of it."""
    return Change(facts["kind"], facts["reason"], facts["document"])
