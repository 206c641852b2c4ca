"""Lights of e-supervision: green in time, yellow soon due, red late, grey standing still, blue done early."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


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
    """When yellow begins: at most ``percent`` of the limit is left, or at most ``least`` working days."""

    percent: int = 20
    least: int = 1


@dataclass(frozen=True, slots=True)
class LightDates:
    """The days from which a light shows; None: not as things stand, the clock is paused."""

    yellow_from: date | None
    red_from: date | None
