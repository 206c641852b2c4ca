"""The door of matters."""

from .attempting import keep_attempt
from .branches import Branch, branches, last_of
from .choosing import takers
from .conf import delegation_days
from .correcting import correct_pause, correct_start
from .deciding import decides
from .deeds import Deed, deeds
from .ending import end_matter
from .extending import extend
from .foreseeing import Foreseen, Move, preview_redating
from .halting import Halt, halted, legal_grounds, may_terminate, resume, suspend, terminate
from .handing import add_signer, delegate, may_recall, recall, transfer
from .hands import goes_on, may_do, next_hand
from .hearings import check_hearing, noticed_late
from .history import History, history
from .kinds import NOT_BEFORE, Clock, Effect, Gesture, Room, register, silence_refused
from .migrating import MOVED_AT_ONCE, Migrated, Movable, migrate, migrate_batch, movable
from .moves import Moved, moved
from .naming import Wanted, wanted_lists
from .numbering import next_serial
from .opposing import opposed
from .outside import Progress, Run, Running, progress, running
from .overseeing import NotOverseen
from .past import PastEffect, past_effects
from .reading import (
    OVERSEEING,
    TAKING_PART,
    WITHHELD,
    NoSuchMatter,
    UnitCount,
    Work,
    by_ids,
    counts,
    held,
    id_of,
    lit,
    matter,
    matter_by_id,
    may_read,
    mine,
    open_here,
    open_tasks,
    outward,
    steps,
    task,
    tasks,
    waiting_kinds,
    worklist,
)
from .reasons import Reason, reasons
from .records import (
    Record,
    RecordForm,
    RecordRefused,
    form_of,
    hosts,
    kept_record,
    person_labels,
    record_form,
)
from .recusing import examiners, kept_apart
from .redating import NoSuchRedating, Redating, redate, redating, redatings
from .refusals import NotYours, NotYourStep, OutOfOrder, StepGone, StepRefused
from .returning import Back, may_take_back, send_back, take_back, ways_back
from .running import Completion, Opening, complete_task, open_matter
from .special import RECORDED, begin_special, finish_special, special_kinds, specials
from .special_steps import kind_of
from .spending import Spent, beyond, late_words, spent, unit_words
from .ticking import Ticked, due_count, settle, tick
from .timers import ROLE_NAMES, Timer
from .urging import urge, urged_on, urges
from .views import (
    BROKEN_OFF,
    CAME,
    HANDED,
    TERMINATED,
    Line,
    Matter,
    Seen,
    Special,
    Standing,
    Task,
    people_masked,
)
from .whereabouts import Pass, Round, Stay, Whereabouts, passes, rounds, whereabouts

__all__ = [
    "BROKEN_OFF",
    "CAME",
    "HANDED",
    "MOVED_AT_ONCE",
    "NOT_BEFORE",
    "OVERSEEING",
    "RECORDED",
    "ROLE_NAMES",
    "TAKING_PART",
    "TERMINATED",
    "WITHHELD",
    "Back",
    "Branch",
    "Clock",
    "Completion",
    "Deed",
    "Effect",
    "Foreseen",
    "Gesture",
    "Halt",
    "History",
    "Line",
    "Matter",
    "Migrated",
    "Movable",
    "Move",
    "Moved",
    "NoSuchMatter",
    "NoSuchRedating",
    "NotOverseen",
    "NotYourStep",
    "NotYours",
    "Opening",
    "OutOfOrder",
    "Pass",
    "PastEffect",
    "Progress",
    "Reason",
    "Record",
    "RecordForm",
    "RecordRefused",
    "Redating",
    "Room",
    "Round",
    "Run",
    "Running",
    "Seen",
    "Special",
    "Spent",
    "Standing",
    "Stay",
    "StepGone",
    "StepRefused",
    "Task",
    "Ticked",
    "Timer",
    "UnitCount",
    "Wanted",
    "Whereabouts",
    "Work",
    "add_signer",
    "begin_special",
    "beyond",
    "branches",
    "by_ids",
    "check_hearing",
    "complete_task",
    "correct_pause",
    "correct_start",
    "counts",
    "decides",
    "deeds",
    "delegate",
    "delegation_days",
    "due_count",
    "end_matter",
    "examiners",
    "extend",
    "finish_special",
    "form_of",
    "goes_on",
    "halted",
    "held",
    "history",
    "hosts",
    "id_of",
    "keep_attempt",
    "kept_apart",
    "kept_record",
    "kind_of",
    "last_of",
    "late_words",
    "legal_grounds",
    "lit",
    "matter",
    "matter_by_id",
    "may_do",
    "may_read",
    "may_recall",
    "may_take_back",
    "may_terminate",
    "migrate",
    "migrate_batch",
    "mine",
    "movable",
    "moved",
    "next_hand",
    "next_serial",
    "noticed_late",
    "open_here",
    "open_matter",
    "open_tasks",
    "opposed",
    "outward",
    "passes",
    "past_effects",
    "people_masked",
    "person_labels",
    "preview_redating",
    "progress",
    "reasons",
    "recall",
    "record_form",
    "redate",
    "redating",
    "redatings",
    "register",
    "resume",
    "rounds",
    "running",
    "send_back",
    "settle",
    "silence_refused",
    "special_kinds",
    "specials",
    "spent",
    "steps",
    "suspend",
    "take_back",
    "takers",
    "task",
    "tasks",
    "terminate",
    "tick",
    "transfer",
    "unit_words",
    "urge",
    "urged_on",
    "urges",
    "waiting_kinds",
    "wanted_lists",
    "ways_back",
    "whereabouts",
    "worklist",
]
