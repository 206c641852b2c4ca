"""A compiled procedure: nodes, flows and the tables that a token is moved by."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Literal

from .conditions import Condition

Kind = Literal[
    "start",
    "end",
    "terminate",
    "user",
    "manual",
    "service",
    "exclusive",
    "inclusive",
    "parallel",
    "subprocess",
    "catch",
    "boundary",
]
KEY = re.compile(r"[a-z][a-z0-9-]{0,63}")  # the id of a procedure, which addresses hold
HUMAN = frozenset({"user", "manual"})
TASKS = HUMAN | {"service"}
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


def agreement(outcomes: Sequence[Outcome]) -> str:
    """Returns the code of the outcome that counts as agreement where nothing else is said: the first, "" of none."""
    return outcomes[0].code if outcomes else ""


@dataclass(frozen=True, slots=True)
class Loop:
    """How a human step is done by several (会签), or a sub-process run by several, each its own part (各办一遍).

    ``items`` names the list in the data: units or persons. A part ends with the outcome that was last given in it.

    ``rule``: "all", "any" or a ratio such as "2/3" of them must end with ``agree``, the code of an outcome.
    ``veto``: whether the first other outcome ends the step. ``again``: the outcome that asks for more (补正), "" for
    none: all are then heard, it comes before any other, and when the step opens again those who gave it are asked and
    the others keep their voices.
    """

    items: str
    rule: str = "all"
    agree: str = ""
    veto: bool = False
    sequential: bool = False
    again: str = ""


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
    ``loop``: how several do the step or run the sub-process, None where one does. Such a sub-process has for
    ``outcomes`` those that its parts may end with.
    ``duration``: of a timer, a limit such as "5wd" or a duration of ISO 8601; ``message``: the id of that waited for.
    ``host``: what a boundary event hangs on; ``cancels``: whether it ends that. ``calls``: the key of what is called.
    ``duty``: the mandatory stage (必经程序) that the step is, one of duties.DUTIES, "" for none.
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
    loop: Loop | None = None
    duration: str = ""
    message: str = ""
    host: str = ""
    cancels: bool = True
    calls: str = ""
    duty: str = ""
    documentation: str = ""

    @property
    def agree(self) -> str:
        """Returns the code of the outcome that counts as agreement."""
        return self.loop.agree if self.loop else agreement(self.outcomes)

    def opposes(self, code: str) -> bool:
        """Tells whether an outcome is unfavourable: it demands reasons, and does not count as agreement."""
        return code != self.agree and any(one.code == code and one.opinion == "required" for one in self.outcomes)


@dataclass(frozen=True, slots=True)
class Flow:
    """One arrow; ``condition`` is None where it is always open."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Condition | None = None
    line: int = 0
    documentation: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """A procedure ready to run. Nodes and flows keep the order of the file, which is the order of choice.

    ``out`` and ``into`` list each node's flows; ``starts`` names the start of each scope ("" is the procedure).
    ``boundaries`` lists the events that hang on a node, ``flows`` all flows by their ids. ``reach`` holds, for each
    flow into an inclusive join, the nodes from which a token can come along it without passing the join. ``messages``
    gives the ids of messages their names. ``duties`` lists the mandatory stages without which nothing is decided here.
    ``labels`` gives the data that conditions look at their names in Chinese, and values theirs, as ``name.value``.
    ``notes`` holds the annotations of each scope as XML, ``diagram`` the file's own layout, "" where it has none.
    """

    key: str
    name: str
    nodes: Mapping[str, Node]
    out: Mapping[str, tuple[Flow, ...]]
    into: Mapping[str, tuple[Flow, ...]]
    starts: Mapping[str, str]
    boundaries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reach: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    diagram: str = ""
    documentation: str = ""
    duties: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


def shared(procedure: Procedure, node: Node) -> Node | None:
    """Returns the sub-process that several run and that a node lies in, None where there is none."""
    while node.scope:
        node = procedure.nodes[node.scope]
        if node.loop:
            return node
    return None


def several(procedure: Procedure, id_: str) -> Node | None:
    """Returns the step that several do which a node is, or the sub-process that several run in which it lies."""
    node = procedure.nodes.get(id_)
    return node if node is None or node.loop else shared(procedure, node)


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


def loop_words(node: Node) -> str:
    """Returns how several do a step, in words, "" where one does."""
    if not node.loop:
        return ""
    rule = {"all": "全部", "any": "任一"}.get(node.loop.rule, node.loop.rule)
    agree = next((item.name for item in node.outcomes if item.code == node.loop.agree), node.loop.agree)
    what = "各办一遍" if node.kind == "subprocess" else "会签"
    return f"{'依次' if node.loop.sequential else ''}{what}，{rule}{agree}"


def silence_words(node: Node, *, lapses: bool | None = None) -> str:
    """Returns what it does that nobody does a step in time, in words.

    ``lapses``: whether the matter's item lets silence count as an answer, None where no matter is looked at.
    """
    waits = "逾期：亮红灯，继续等待"
    if not node.lapse or node.ground:
        return waits
    deemed = f"逾期：视为{next((item.name for item in node.outcomes if item.code == node.lapse), node.lapse)}"
    if lapses is None:
        return f"{deemed}（事项允许的）"
    return f"{deemed}（本事项适用超时默认）" if lapses else f"{waits}（本事项不适用超时默认）"


def loop_effects(node: Node, *, lapses: bool | None = None) -> tuple[str, ...]:
    """Returns what one refusal, one demand for more and one silence do to a step that several do, in words.

    ``lapses``: as in ``silence_words``.
    """
    if not node.loop:
        return ()
    names = {item.code: item.name for item in node.outcomes}
    if node.kind == "subprocess":
        more = f"{names.get(node.loop.again, '')}：汇总后一次提出，只由提出的重办"
        other = f"各家办完不是{names.get(node.loop.agree, '')}的：{'一家即定' if node.loop.veto else '计入结果'}"
        return (other, more) if node.loop.again else (other,)
    others = [name for code, name in names.items() if code not in {node.loop.agree, node.loop.again}]
    refusal = "一家即定" if node.loop.veto else "计入结果"
    return (
        *((f"{'、'.join(others)}：{refusal}",) if others else ()),
        *((f"{names[node.loop.again]}：汇总后一次提出，其他意见保留",) if node.loop.again else ()),
        silence_words(node, lapses=lapses),
    )


def duration_words(duration: str) -> str:
    """Returns a timer's duration in Chinese words: a limit such as "5wd", or one of ISO 8601 such as "P1DT12H"."""
    if not duration.startswith("P"):
        return limit_words(duration)
    days, _, hours = duration[1:].partition("T")
    parts = _parts(days, {"Y": "年", "M": "个月", "W": "周", "D": "日"})
    return " ".join([*parts, *_parts(hours, {"H": "小时", "M": "分钟", "S": "秒"})])


def _parts(text: str, units: Mapping[str, str]) -> list[str]:
    found, number = [], ""
    for sign in text:
        if sign in units:
            found.append(f"{number} {units[sign]}")
        number = "" if sign in units else number + sign
    return found
