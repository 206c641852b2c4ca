"""Procedures: BPMN 2.0 compiled once, run by pure functions, checked before publication, drawn for everyone."""

from .approving import approvals, beyond_one_review
from .checking import check
from .comparing import Change, Comparison, Mark, compare, marks
from .compiling import compile_bpmn
from .drawing import Position, draw
from .errors import Finding, ProcedureError, TransitionError
from .gestures import add_signer, delegate, recall, resume, suspend, terminate, transfer, urge, urged
from .lapsing import deem, lapse
from .migrating import move_state
from .model import (
    EFFECTS,
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
)
from .outlining import Place, outline
from .returning import send_back, withdraw
from .running import complete, ending, start
from .state import Event, Group, OpenTask, Pending, State, Turn
from .storing import state_from_data, state_to_data
from .timers import fire, receive
from .tokens import Step
from .writing import to_xml

__all__ = [
    "EFFECTS",
    "SPECIALS",
    "STAGES",
    "UNITS",
    "Change",
    "Comparison",
    "Event",
    "Finding",
    "Flow",
    "Group",
    "Loop",
    "Mark",
    "Node",
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
    "approvals",
    "beyond_one_review",
    "check",
    "compare",
    "compile_bpmn",
    "complete",
    "deem",
    "delegate",
    "draw",
    "duration_words",
    "ending",
    "fire",
    "lapse",
    "limit_parts",
    "limit_words",
    "marks",
    "move_state",
    "outline",
    "recall",
    "receive",
    "resume",
    "send_back",
    "start",
    "state_from_data",
    "state_to_data",
    "suspend",
    "terminate",
    "to_xml",
    "transfer",
    "urge",
    "urged",
    "withdraw",
]
