"""All batteries of plain dates."""

from collections.abc import Callable
from typing import Any

from . import battery, battery_days, battery_due, battery_limits, battery_pauses, battery_telling

CHECKS: tuple[Callable[[Any], None], ...] = tuple(
    one
    for module in (battery_due, battery_pauses, battery_telling, battery_limits, battery_days, battery)
    for name, one in vars(module).items()
    if name.startswith("check_")
)
