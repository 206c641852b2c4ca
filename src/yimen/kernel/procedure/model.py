"""A compiled procedure: nodes, flows and the tables that a token is moved by."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Literal

from .conditions import Condition

Kind = Literal["start", "end", "terminate", "user", "service", "exclusive", "parallel", "subprocess"]
EFFECTS = ("none", "accept", "correct", "refuse_acceptance", "grant", "refuse", "issue", "deliver")
STAGES = ("受理", "审查", "决定", "制证", "送达")
DECIDING = frozenset({"grant", "refuse"})
SPECIALS = {"survey": "现场勘察", "discussion": "集体讨论", "expert": "专家论证", "hearing": "听证"}
UNITS = {"h": "小时", "wd": "个工作日", "cd": "日", "mo": "个月", "yr": "年"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way that a human step may end; ``effect`` is one of EFFECTS, ``opinion`` is "optional" or "required"."""

    code: str
    name: str
    effect: str = "none"
    opinion: str = "optional"


@dataclass(frozen=True, slots=True)
class Node:
    """One element that a token passes. The legal fields are empty where the element is no human step.

    ``unit``: "lead" (the unit in charge), "centre" (the service centre) or a unit's USCC.
    ``limit``: a number and its unit (one of UNITS), such as "5wd" (working days), or "" where there is none.
    ``scope``: the id of the sub-process it lies in, "" for the procedure itself. ``line``: 1-based, in the file.
    ``lapse``: the code of the outcome that silence gives once the limit has run out, "" where a person must act.
    ``special``: one of SPECIALS, "" for a step of no special kind.
    ``ground``: the ground (事由) of the item's limit for which the main clock stands still while the step is open, ""
    where it runs on; whether the limit knows it is checked where the item is published.
    """

    id: str
    kind: Kind
    name: str = ""
    role: str = ""
    unit: str = ""
    stage: str = ""
    limit: str = ""
    basis: str = ""
    outcomes: tuple[Outcome, ...] = ()
    scope: str = ""
    default: str = ""
    line: int = 0
    lapse: str = ""
    special: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """One arrow; ``condition`` is None where it is always open."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Condition | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """A procedure ready to run. Nodes and flows keep the order of the file, which is the order of choice.

    ``out`` and ``into`` list each node's flows; ``starts`` names the start of each scope ("" is the procedure).
    """

    key: str
    name: str
    nodes: Mapping[str, Node]
    out: Mapping[str, tuple[Flow, ...]]
    into: Mapping[str, tuple[Flow, ...]]
    starts: Mapping[str, str]


def limit_parts(limit: str) -> tuple[int, str]:
    """Returns the number and the unit of a step's limit: 5 and "wd" for "5wd", 24 and "h" for "24h"."""
    number = limit.rstrip(ascii_lowercase)
    return int(number), limit[len(number) :]


def limit_words(limit: str) -> str:
    """Returns a step's limit such as "5wd" in Chinese words, "" for none."""
    if not limit:
        return ""
    number, unit = limit_parts(limit)
    return f"{number} {UNITS[unit]}"
