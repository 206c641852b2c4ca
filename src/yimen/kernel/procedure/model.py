"""A compiled procedure: nodes, flows and the tables that a token is moved by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .conditions import Condition

Kind = Literal["start", "end", "terminate", "user", "service", "exclusive", "parallel", "subprocess"]
EFFECTS = ("none", "accept", "correct", "refuse_acceptance", "grant", "refuse", "issue", "deliver")
STAGES = ("受理", "审查", "决定", "制证", "送达")


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
    ``limit``: a number of days and their unit, such as "5wd" (working days), or "" where there is none.
    ``scope``: the id of the sub-process it lies in, "" for the procedure itself. ``line``: 1-based, in the file.
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
