"""Whether a step is over its own limit, in one wording for lists of steps and of matters, and for their pages."""

from collections.abc import Iterable
from datetime import datetime

from yimen.contexts.matters.api import Matter, Task, Timer
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, Light, local_date

from . import shapes, staying
from .shapes import Piece


def step_over(matter: Matter, task: Task, now: datetime, days: Calendar | None = None) -> str:
    """Returns that an open step is over its own limit and by how much, "" where it is not.

    ``days``: the calendar of the matter's region, where the caller has it.
    """
    own = next((one for one in _over(matter, now) if one.token == task.token), None)
    if task.done_at is not None or own is None:
        return ""
    return f"本步{staying.over(own, days or calendar(region=matter.region), now)}"


def steps_over(matter: Matter, now: datetime, days: Calendar | None = None) -> str:
    """Returns which open steps of a matter are over their own limits and by how much, "" where none is."""
    late = tuple(_over(matter, now))
    if not late:
        return ""
    known = days or calendar(region=matter.region)
    return "；".join(dict.fromkeys(f"“{one.name}”{staying.over(one, known, now)}" for one in late))


def _over(matter: Matter, now: datetime) -> Iterable[Timer]:
    """Yields the running limits of steps that have run out."""
    return (one for one in matter.running if one.role == "step" and one.at is not None and one.at <= now)


def step_light(matter: Matter, late: str, now: datetime) -> Piece:
    """Returns the light of a step's matter; where the step is late (``step_over``), it says that it is the matter's."""
    light = shapes.light(matter, local_date(now))
    return {**light, "words": f"全件{light['words']}"} if late else light


def both_lights(matter: Matter, late: str, now: datetime) -> Piece:
    """Returns one light for a matter and its late steps, where a table has room for one: red for these, told first."""
    light = step_light(matter, late, now)
    return {"colour": Light.RED.value, "words": f"{late}；{light['words']}"} if late else light
