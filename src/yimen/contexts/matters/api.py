"""The door of matters."""

from .correcting import correct_pause, correct_start
from .ending import end_matter
from .extending import extend
from .history import History, history
from .kinds import Clock, Effect, Room, register
from .migrating import MOVED_AT_ONCE, Migrated, Movable, migrate, migrate_batch, movable
from .moves import Moved, moved
from .numbering import next_serial
from .overseeing import NotOverseen
from .past import PastEffect, past_effects
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
    open_here,
    open_tasks,
    progress,
    task,
    tasks,
    worklist,
)
from .reasons import Reason, reasons
from .redating import Foreseen, Move, NoSuchRedating, Redating, preview_redating, redate, redating, redatings
from .refusals import NotYours, StepGone, StepRefused
from .running import Completion, Opening, complete_task, open_matter
from .special import RECORDED, begin_special, finish_special, special_kinds, specials
from .special_steps import kind_of
from .ticking import Ticked, due_count, settle, tick
from .timers import ROLE_NAMES, Timer
from .views import Matter, Special, Standing, Task

__all__ = [
    "MOVED_AT_ONCE",
    "RECORDED",
    "ROLE_NAMES",
    "Clock",
    "Completion",
    "Effect",
    "Foreseen",
    "History",
    "Matter",
    "Migrated",
    "Movable",
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
    "by_ids",
    "complete_task",
    "correct_pause",
    "correct_start",
    "counts",
    "due_count",
    "end_matter",
    "extend",
    "finish_special",
    "history",
    "id_of",
    "kind_of",
    "lit",
    "matter",
    "matter_by_id",
    "may_read",
    "migrate",
    "migrate_batch",
    "mine",
    "movable",
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
    "task",
    "tasks",
    "tick",
    "worklist",
]
