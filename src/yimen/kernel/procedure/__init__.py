"""Procedures: BPMN 2.0 compiled once, run by pure functions, checked before publication, drawn for everyone."""

from .approving import approvals, beyond_one_review
from .checking import check, counted_days, counted_path, path_words
from .comparing import Change, Comparison, Mark, compare, limits_added, marks
from .compiling import compile_bpmn
from .compressing import TARGET, Compression, compress
from .conditions import Compare, Condition, ConditionError, Join, Not, holds, names, parse_condition
from .drawing import Position, draw, halted_words, retell
from .duties import DUTIES
from .errors import Finding, ProcedureError, TransitionError
from .fields import DATA, EFFECT_NAMES, FIELDS, OFFICES
from .gestures import add_signer, delegate, recall, resume, suspend, terminate, transfer, urge, urged
from .inputs import Input, inputs
from .lapsing import deem, lapse
from .lawful import licensing
from .migrating import move_state
from .model import (
    EFFECTS,
    KEY,
    SPECIALS,
    STAGES,
    UNITS,
    Flow,
    Loop,
    Node,
    Outcome,
    Procedure,
    duration_words,
    limit_parts,
    limit_words,
    several,
    silence_words,
)
from .naming import ANSWERS, ELEMENTS, SIGNS, data_title, several_words, title, value_words
from .outlining import Place, all_steps, outline
from .paths import flat
from .reading import LARGEST
from .renaming import renamed, stated
from .returning import send_back, withdraw
from .running import complete, ending, start
from .sketching import sketch, sketched
from .standing import behind, standing
from .state import Event, Group, OpenTask, Pending, State, Turn
from .storing import state_from_data, state_to_data
from .timers import fire, receive
from .tokens import Step
from .writing import to_xml

__all__ = [
    "ANSWERS",
    "DATA",
    "DUTIES",
    "EFFECTS",
    "EFFECT_NAMES",
    "ELEMENTS",
    "FIELDS",
    "KEY",
    "LARGEST",
    "OFFICES",
    "SIGNS",
    "SPECIALS",
    "STAGES",
    "TARGET",
    "UNITS",
    "Change",
    "Compare",
    "Comparison",
    "Compression",
    "Condition",
    "ConditionError",
    "Event",
    "Finding",
    "Flow",
    "Group",
    "Input",
    "Join",
    "Loop",
    "Mark",
    "Node",
    "Not",
    "OpenTask",
    "Outcome",
    "Pending",
    "Place",
    "Position",
    "Procedure",
    "ProcedureError",
    "State",
    "Step",
    "TransitionError",
    "Turn",
    "add_signer",
    "all_steps",
    "approvals",
    "behind",
    "beyond_one_review",
    "check",
    "compare",
    "compile_bpmn",
    "complete",
    "compress",
    "counted_days",
    "counted_path",
    "data_title",
    "deem",
    "delegate",
    "draw",
    "duration_words",
    "ending",
    "fire",
    "flat",
    "halted_words",
    "holds",
    "inputs",
    "lapse",
    "licensing",
    "limit_parts",
    "limit_words",
    "limits_added",
    "marks",
    "move_state",
    "names",
    "outline",
    "parse_condition",
    "path_words",
    "recall",
    "receive",
    "renamed",
    "resume",
    "retell",
    "send_back",
    "several",
    "several_words",
    "silence_words",
    "sketch",
    "sketched",
    "standing",
    "start",
    "state_from_data",
    "state_to_data",
    "stated",
    "suspend",
    "terminate",
    "title",
    "to_xml",
    "transfer",
    "urge",
    "urged",
    "value_words",
    "withdraw",
]
