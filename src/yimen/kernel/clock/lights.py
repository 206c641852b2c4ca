"""Lights of e-supervision: green in time, yellow soon due, red late, grey standing still, blue done early."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from math import ceil

from .calendar import Calendar


class Light(Enum):
    """A light; the value is what style sheets and programs call it."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    BLUE = "blue"

    @property
    def name_zh(self) -> str:
        """Returns the light in Chinese."""
        names = {"green": "正常", "yellow": "临近期限", "red": "超期", "grey": "中止计时", "blue": "提前办结"}
        return names[self.value]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When yellow begins: ``share`` of the limit left, at least ``least`` working days."""

    share: float = 0.2
    least: int = 1


@dataclass(frozen=True, slots=True)
class LightDates:
    """The days from which a light shows; None: never, as things stand."""

    yellow_from: date | None
    red_from: date | None


def light_dates(start: date, due: date | None, total: int, calendar: Calendar, thresholds: Thresholds) -> LightDates:
    """Returns from when a limit shows yellow (its last working days) and red (the day after its last)."""
    if due is None:
        return LightDates(None, None)
    left = max(thresholds.least, ceil(total * thresholds.share))
    return LightDates(max(start, calendar.add_working_days(due, -left)), due + timedelta(1))
