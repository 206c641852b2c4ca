"""How much shorter the limits have become: their sum along the longest path, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass

from .model import HUMAN, Node, Procedure, limit_parts
from .paths import forward, longest

TARGET = 30  # percent: “使总体审批时限压缩30%以上”
HOURS = {"h": 1, "wd": 24, "cd": 24, "mo": 23 * 24, "yr": 262 * 24}  # as ``check`` counts them, hours by the hour


@dataclass(frozen=True, slots=True)
class Compression:
    """Two sums of limits in hours, 24 of which are a working day; ``before`` is what the ``after`` is measured by."""

    before: int
    after: int

    @property
    def percent(self) -> float:
        """Returns by how many percent the sum has become smaller, negative where it has grown, 0 where it was 0."""
        return (self.before - self.after) * 100 / self.before if self.before else 0.0

    @property
    def reached(self) -> bool:
        """Tells whether the target is reached."""
        return self.before > 0 and (self.before - self.after) * 100 >= TARGET * self.before


def limit_total(procedure: Procedure) -> int:
    """Returns the sum of the officers' limits on the longest path without its loops, in hours.

    A working day and a day count 24, a month 23 days, a year 262: the most working days that they can hold. Left out
    are the applicant's steps, and those while which the limit stands still (行政许可法 第四十五条).
    """
    ways = forward(procedure)
    return longest(ways, {node.id: _hours(node) for node in procedure.nodes.values()})[procedure.starts[""]]


def compress(pairs: Iterable[tuple[Procedure, Procedure]]) -> Compression:
    """Returns how much shorter the limits of several procedures have become together; each is given old and new."""
    before = after = 0
    for old, new in pairs:
        before, after = before + limit_total(old), after + limit_total(new)
    return Compression(before, after)


def _hours(node: Node) -> int:
    if node.kind not in HUMAN or not node.limit or node.ground or node.role == "applicant":
        return 0
    number, unit = limit_parts(node.limit)
    return number * HOURS[unit]
