"""What is asked: a procedure, what comes in, who works, how long it takes, and by when it should be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import sqrt
from typing import Any

from yimen.kernel.clock import Calendar
from yimen.kernel.procedure import Procedure, limit_parts
from yimen.kernel.procedure.conditions import Compare, Join, Value

from .errors import ForesightError

MATTERS = 20_000
EVENTS = 2_000_000
DAYS = 1_250  # working days that are played: five years
OFFICERS = 500  # of one role
APPLICANT = "applicant"
_HOURS = {"h": 7 / 24, "wd": 7, "cd": 7, "mo": 22 * 7, "yr": 250 * 7}  # working hours within a limit
_LEAST, _USUAL = 30, 120
_HUMAN = ("user", "manual")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One matter that comes in: the working minute, counted from the opening of the first day, and its data."""

    minute: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a step takes, in working minutes: one of the ``samples``, else between ``least`` and ``most``.

    Without samples the time is drawn from a triangle whose peak is ``usual``.
    """

    least: int = 1
    usual: int = 1
    most: int = 1
    samples: tuple[int, ...] = ()

    @property
    def mean(self) -> float:
        """Returns the minutes that it takes on average: with a long tail that is more than the usual."""
        drawn = self.samples or (self.least, self.usual, self.most)
        return sum(drawn) / len(drawn)

    def minutes(self, drawn: float) -> int:
        """Returns the minutes that belong to a lot from 0 to below 1, at least 1."""
        if self.samples:
            return max(1, self.samples[int(drawn * len(self.samples))])
        low, peak, high = self.least, self.usual, self.most
        if high == low:
            return max(1, low)
        if drawn * (high - low) < peak - low:
            return max(1, round(low + sqrt(drawn * (high - low) * (peak - low))))
        return max(1, round(high - sqrt((1 - drawn) * (high - low) * (high - peak))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One question. Times are working minutes, days are working days of the ``calendar`` from the ``first`` on.

    ``staff``: officers of each role; whoever holds a role does all of its steps. ``effort``: of each human step, that
    of an applicant's step being how long the applicant takes. ``outcomes``: how often each step ends with what, as
    weights; a step not named ends with its first outcome. ``messages``: how long what is awaited takes to come; what
    is not named never comes. ``promise``: working days from acceptance to decision, None for none. ``returns``: which
    share of a step's turns is sent back, to which step, and whether what was done since is kept; where the procedure
    does not let it, the turn ends as others do. ``silence``: whether a step whose limit ran out takes its default.
    """

    procedure: Procedure
    arrivals: tuple[Arrival, ...]
    staff: Mapping[str, int]
    effort: Mapping[str, Effort]
    calendar: Calendar
    first: date
    seed: int = 1
    promise: int | None = None
    outcomes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    messages: Mapping[str, Effort] = field(default_factory=dict)
    returns: Mapping[str, Mapping[tuple[str, bool], float]] = field(default_factory=dict)
    silence: bool = False
    days: int = DAYS
    most_events: int = EVENTS

    def __post_init__(self) -> None:
        if not 0 < len(self.arrivals) <= MATTERS:
            raise ForesightError(f"要推演 {len(self.arrivals)} 件，只能推演 1 至 {MATTERS} 件。请减少或增加件数。")
        if not 0 < self.days <= DAYS:
            raise ForesightError(f"要推演 {self.days} 个工作日，只能推演 1 至 {DAYS} 个。请改正天数。")
        if any(one.minute < 0 for one in self.arrivals):
            raise ForesightError("有的件在第一天以前就来了。请核对来件的时间。")
        for id_, shares in self.returns.items():
            if any(share < 0 for share in shares.values()) or not sum(shares.values()) < 1:
                raise ForesightError(f"步骤“{id_}”退回的比例应不小于 0，合计小于 1。请核对。")
        for node in self.procedure.nodes.values():
            if node.kind in _HUMAN:
                self._check(node.id, node.name or node.id, node.role)

    def _check(self, id_: str, name: str, role: str) -> None:
        """Raises ForesightError where a step has nobody to do it, takes no time, or ends as it cannot."""
        if role != APPLICANT and not 0 < self.staff.get(role, 0) <= OFFICERS:
            raise ForesightError(f"“{name}”的岗位 {role} 没有写明有几人。请写 1 至 {OFFICERS} 之间的人数。")
        effort = self.effort.get(id_)
        if effort is None:
            raise ForesightError(f"没有写明“{name}”办一件要用多少时间。请填写。")
        if not effort.samples and not 0 < effort.least <= effort.usual <= effort.most:
            raise ForesightError(f"“{name}”的用时应是最少、通常、最多依次不减，并且都大于 0。请改正。")
        weights = self.outcomes.get(id_, {})
        codes = {item.code for item in self.procedure.nodes[id_].outcomes}
        if weights.keys() - codes or any(weight < 0 for weight in weights.values()):
            raise ForesightError(f"“{name}”的结果比例里有流程里没有的结果，或者有负数。请核对。")
        if weights and not sum(weights.values()) > 0:
            raise ForesightError(f"“{name}”的结果比例全是 0。请至少给一种结果一个比例。")


def guessed(limit: str) -> int:
    """Returns the minutes of work that a step may take where nobody knows: two hours, or half of a shorter limit.

    No source gives any: a limit of days is mostly waiting, so what is worked of it does not grow with it.
    """
    if not limit:
        return _USUAL
    number, unit = limit_parts(limit)
    return min(_USUAL, max(_LEAST, round(number * _HOURS[unit]) * 30))


def limited(procedure: Procedure, limits: Mapping[str, str]) -> Procedure:
    """Returns a procedure with other limits at some of its steps, such as "3wd"."""
    nodes = {id_: replace(node, limit=limits.get(id_, node.limit)) for id_, node in procedure.nodes.items()}
    return replace(procedure, nodes=nodes)


def looked_at(procedure: Procedure) -> dict[str, Value]:
    """Returns the values of the data that conditions look at, each with the first that it is compared with."""
    found: dict[str, Value] = {}
    todo = [flow.condition for flow in procedure.flows.values() if flow.condition is not None][::-1]
    while todo:
        part = todo.pop()
        if isinstance(part, Compare):
            if part.name != "outcome" and part.name not in procedure.nodes:
                found.setdefault(part.name, part.value)
        else:
            todo += part.parts[::-1] if isinstance(part, Join) else [part.part]
    return found
