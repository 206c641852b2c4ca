"""Procedures: BPMN 2.0 compiled once, run by pure functions, checked before publication, drawn for everyone."""

from .checking import check
from .compiling import compile_bpmn
from .drawing import Position, draw
from .errors import Finding, ProcedureError, TransitionError
from .lapsing import deem, lapse
from .model import EFFECTS, SPECIALS, STAGES, UNITS, Flow, Node, Outcome, Procedure, limit_parts, limit_words
from .outlining import Place, outline
from .running import Step, complete, start
from .state import Event, OpenTask, State, state_from_data, state_to_data

__all__ = [
    "EFFECTS",
    "SPECIALS",
    "STAGES",
    "UNITS",
    "Event",
    "Finding",
    "Flow",
    "Node",
    "OpenTask",
    "Outcome",
    "Place",
    "Position",
    "Procedure",
    "ProcedureError",
    "State",
    "Step",
    "TransitionError",
    "check",
    "compile_bpmn",
    "complete",
    "deem",
    "draw",
    "lapse",
    "limit_parts",
    "limit_words",
    "outline",
    "start",
    "state_from_data",
    "state_to_data",
]
