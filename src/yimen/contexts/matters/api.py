"""The door of matters."""

from .branches import Branch, branches
from .correcting import correct_pause, correct_start
from .ending import end_matter
from .extending import extend
from .foreseeing import Foreseen, Move, preview_redating
from .kinds import Clock, Effect, Room, register
from .moves import Moved, moved
from .numbering import next_serial
from .overseeing import NotOverseen
from .past import PastEffect, past_effects
from .reading import (
    TAKING_PART,
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
    open_here,
    open_tasks,
    progress,
    steps,
    task,
    tasks,
    worklist,
)
from .reasons import Reason, reasons
from .redating import NoSuchRedating, Redating, redate, redating, redatings
from .refusals import NotYours, StepGone, StepRefused
from .running import Completion, Opening, complete_task, open_matter
from .special import RECORDED, begin_special, finish_special, special_kinds, specials
from .special_steps import kind_of
from .ticking import Ticked, due_count, settle, tick
from .timers import ROLE_NAMES, Timer
from .views import Matter, Special, Standing, Task

__all__ = [
    "RECORDED",
    "ROLE_NAMES",
    "TAKING_PART",
    "Branch",
    "Clock",
    "Completion",
    "Effect",
    "Foreseen",
    "Matter",
    "Move",
    "Moved",
    "NoSuchMatter",
    "NoSuchRedating",
    "NotOverseen",
    "NotYours",
    "Opening",
    "PastEffect",
    "Progress",
    "Reason",
    "Redating",
    "Room",
    "Special",
    "Standing",
    "StepGone",
    "StepRefused",
    "Task",
    "Ticked",
    "Timer",
    "UnitCount",
    "Work",
    "begin_special",
    "branches",
    "by_ids",
    "complete_task",
    "correct_pause",
    "correct_start",
    "counts",
    "due_count",
    "end_matter",
    "extend",
    "finish_special",
    "id_of",
    "kind_of",
    "lit",
    "matter",
    "matter_by_id",
    "may_read",
    "mine",
    "moved",
    "next_serial",
    "open_here",
    "open_matter",
    "open_tasks",
    "past_effects",
    "preview_redating",
    "progress",
    "reasons",
    "redate",
    "redating",
    "redatings",
    "register",
    "settle",
    "special_kinds",
    "specials",
    "steps",
    "task",
    "tasks",
    "tick",
    "worklist",
]
