"""How much shorter the limits have become: what they add up to from acceptance to decision, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass

from .checking import counted_days
from .model import Procedure

TARGET = 30  # percent: “使总体审批时限压缩30%以上”


@dataclass(frozen=True, slots=True)
class Compression:
    """Two sums of limits in working days; ``before`` is what the ``after`` is measured by."""

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


def compress(pairs: Iterable[tuple[Procedure, Procedure]]) -> Compression:
    """Returns how much shorter the limits of several procedures have become together; each is given old and new.

    Counted as ``check`` counts them against a promise.
    """
    before = after = 0
    for old, new in pairs:
        before, after = before + counted_days(old), after + counted_days(new)
    return Compression(before, after)
