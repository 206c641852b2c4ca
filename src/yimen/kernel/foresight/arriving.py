"""Loads: when matters come in."""

from collections.abc import Mapping
from typing import Any

from .hours import DAY
from .lots import lot
from .scene import Arrival


def spread(a_day: int, days: int) -> dict[int, int]:
    """Returns a generated load: as many matters on every working day."""
    return dict.fromkeys(range(days), a_day)


def arriving(by_day: Mapping[int, int], seed: int, data: Mapping[str, Any] | None = None) -> tuple[Arrival, ...]:
    """Returns arrivals in the order of their coming; ``by_day`` counts those of each working day, by its number.

    The minute of the day is drawn. ``data``: what the procedure's conditions look at, the same for all.
    """
    minutes = sorted(
        day * DAY + int(lot(seed, "arrival", day, number) * DAY)
        for day, count in by_day.items()
        for number in range(count)
    )
    shared = data or {}
    return tuple(Arrival(minute, shared) for minute in minutes)
