"""A project as pages show it: its stages, its cases on one line of time, and the same as a table."""

from datetime import date, timedelta
from typing import Any

from yimen.contexts.cases.api import BESIDE, STAGES, TOTAL, Part, Project

from .shapes import Piece
from .tables import pair
from .templatetags.words import day as day_words

_NUMERALS = "一二三四"
_HEADS = ("阶段", "办件", "牵头部门", "现在", "受理", "办结或到期", "已用工作日")


def name(stage: int) -> str:
    """Returns the name of a stage."""
    return f"第{_NUMERALS[stage - 1]}阶段：{STAGES[stage - 1]}" if stage else BESIDE


def laid_open(found: Project, today: date) -> Piece:
    """Returns a project as its pages show it."""
    left = TOTAL - found.used
    told = f"四个阶段已用 {found.used} 个工作日，最多 {TOTAL} 个（国办发〔2018〕33号），还有 {max(left, 0)} 个。"
    return {
        "code": found.code,
        "name": found.name,
        "lead": f"{found.owner}。{told}",
        "over": left < 0,
        "facts": [pair(*one) for one in _facts(found)],
        "bars": _bars(found, today),
        "table": _table(found),
        "stages": [{"label": name(stage), "state": _state(found, stage)} for stage in range(1, len(STAGES) + 1)],
    }


def _facts(found: Project) -> tuple[tuple[str, str], ...]:
    return (
        ("项目编号", found.code),
        ("项目单位", found.owner),
        ("登记时间", day_words(found.opened_at)),
        ("四个阶段承诺合计", f"{found.promised} 个工作日（含已归入的办件）"),
    )


def _state(found: Project, stage: int) -> str:
    parts = [part for part in found.parts if part.stage == stage]
    if not parts:
        return "还没有申请"
    return "已办结" if all(part.ended for part in parts) else "正在办理"


def _bars(found: Project, today: date) -> list[dict[str, Any]]:
    """Returns each case as a bar on the time from the first acceptance to the last day known."""
    if not found.parts:
        return []
    first = min(part.begun for part in found.parts)
    last = max(_last(part, today) for part in found.parts) + timedelta(1)
    whole = (last - first).days

    def share(days: int) -> float:
        return round(100 * days / whole, 1)

    return [
        {
            "label": f"第{_NUMERALS[part.stage - 1]}阶段" if part.stage else "并行",
            "words": f"{_short(part.begun)}—{_short(_last(part, today))}",
            "start": share((part.begun - first).days),
            "percent": share(max((_last(part, today) - part.begun).days + 1, 1)),
            "colour": _colour(part, today),
        }
        for part in found.parts
    ]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _last(part: Part, today: date) -> date:
    return max(part.ended or max(part.due or today, today), part.begun)


def _colour(part: Part, today: date) -> str:
    if part.ended:
        return "blue"
    return "red" if part.due and part.due < today else "green"


def _table(found: Project) -> Piece:
    rows = [
        [
            {"text": name(part.stage), "head": True},
            {"text": part.title, "url": f"/cases/{part.number}/"},
            part.unit,
            part.where,
            day_words(part.begun),
            day_words(part.ended or part.due) or "—",
            f"{part.used} / {part.days}",
        ]
        for part in found.parts
    ]
    plain = {"text": "", "number": False, "url": None, "light": None, "head": False}
    return {
        "heads": [{"label": label, "number": False} for label in _HEADS],
        "rows": [
            [
                {**plain, "label": label, **(cell if isinstance(cell, dict) else {"text": cell})}
                for cell, label in zip(row, _HEADS, strict=True)
            ]
            for row in rows
        ],
    }
