"""Limits: how long, in which unit, by which article."""

from dataclasses import dataclass
from enum import Enum

from .errors import ClockError


class Unit(Enum):
    """The unit a limit counts in."""

    WORKING_DAY = "wd"
    CALENDAR_DAY = "cd"
    MONTH = "mo"
    YEAR = "yr"

    @property
    def name_zh(self) -> str:
        """Returns the unit as notices write it."""
        return {"wd": "个工作日", "cd": "日", "mo": "个月", "yr": "年"}[self.value]


_MOST = {Unit.WORKING_DAY: 3_000, Unit.CALENDAR_DAY: 5_000, Unit.MONTH: 240, Unit.YEAR: 20}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: ``days`` of ``unit``; ``name_zh`` such as 受理, and the law and article that set it."""

    days: int
    unit: Unit
    name_zh: str
    law: str
    article: str

    def __post_init__(self) -> None:
        if isinstance(self.days, bool) or not isinstance(self.days, int) or not 0 <= self.days <= _MOST[self.unit]:
            raise ClockError(f"时限“{self.days}”不对，应为 0 至 {_MOST[self.unit]} 的整数。请改正。")

    @property
    def text(self) -> str:
        """Returns the limit in words, such as 20个工作日."""
        return f"{self.days}{self.unit.name_zh}"
