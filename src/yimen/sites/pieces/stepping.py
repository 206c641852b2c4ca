"""Whether a step is over its own limit, in one wording for the list of what waits and for the page of the step."""

from datetime import datetime

from yimen.contexts.matters.api import Matter, Task
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, local_date

from . import shapes, staying
from .shapes import Piece


def step_over(matter: Matter, task: Task, now: datetime, days: Calendar | None = None) -> str:
    """Returns that an open step is over its own limit and by how much, "" where it is not.

    ``days``: the calendar of the matter's region, where the caller has it.
    """
    own = [one for one in matter.running if one.role == "step" and one.token == task.token]
    if task.done_at is not None or not any(one.at is not None and one.at <= now for one in own):
        return ""
    return f"本步{staying.over(own[0], days or calendar(region=matter.region), now)}"


def step_light(matter: Matter, late: str, now: datetime) -> Piece:
    """Returns the light of a step's matter; where the step is late (``step_over``), it says that it is the matter's."""
    light = shapes.light(matter, local_date(now))
    return {**light, "words": f"全件{light['words']}"} if late else light
