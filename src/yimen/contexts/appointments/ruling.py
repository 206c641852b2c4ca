"""How far ahead and how often people book, by the level of the window: nearer home, sooner and with less ceremony.

No source gives the numbers: they are demo values, shown as such.
"""

from dataclasses import dataclass

from yimen.kernel.codes import parse_region

BASE = 5  # the level of townships and streets; villages come after
MOST = 500  # places of a day
DEMO = "可预约天数和每人预约数为演示值"


@dataclass(frozen=True, slots=True)
class Rule:
    """How many days ahead a window may be booked, and how many places a person may hold there at once."""

    ahead: int
    each: int


def rule(*, region: str) -> Rule:
    """Returns the rule of a window by its region: a shorter outlook at township and village level (基层特点)."""
    return Rule(ahead=14, each=1) if parse_region(region).level >= BASE else Rule(ahead=30, each=2)
