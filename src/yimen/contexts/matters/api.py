"""The door of matters."""

from .ending import end_matter
from .kinds import Clock, Effect, Room, register
from .numbering import next_serial
from .pausing import pause, resume
from .reading import (
    NoSuchMatter,
    Progress,
    UnitCount,
    Work,
    by_ids,
    counts,
    id_of,
    lit,
    matter,
    matter_by_id,
    may_read,
    mine,
    open_tasks,
    overdue,
    progress,
    task,
    tasks,
    worklist,
)
from .running import Completion, NotYours, Opening, StepGone, StepRefused, complete_task, open_matter
from .views import Matter, Standing, Task

__all__ = [
    "Clock",
    "Completion",
    "Effect",
    "Matter",
    "NoSuchMatter",
    "NotYours",
    "Opening",
    "Progress",
    "Room",
    "Standing",
    "StepGone",
    "StepRefused",
    "Task",
    "UnitCount",
    "Work",
    "by_ids",
    "complete_task",
    "counts",
    "end_matter",
    "id_of",
    "lit",
    "matter",
    "matter_by_id",
    "may_read",
    "mine",
    "next_serial",
    "open_matter",
    "open_tasks",
    "overdue",
    "pause",
    "progress",
    "register",
    "resume",
    "task",
    "tasks",
    "worklist",
]
