"""What-if: plays a load of matters through a procedure with given staff, and tells what becomes of them."""

from .arriving import arriving, spread
from .errors import ForesightError
from .hours import DAY, Hours
from .measuring import ANSWER, BUSY, Answering, Foresight, RoleLoad, StepLoad, foresee
from .playing import Fate, Work
from .scene import APPLICANT, DAYS, EVENTS, MATTERS, Arrival, Effort, Scene, guessed, limited, looked_at

__all__ = [
    "ANSWER",
    "APPLICANT",
    "BUSY",
    "DAY",
    "DAYS",
    "EVENTS",
    "MATTERS",
    "Answering",
    "Arrival",
    "Effort",
    "Fate",
    "Foresight",
    "ForesightError",
    "Hours",
    "RoleLoad",
    "Scene",
    "StepLoad",
    "Work",
    "arriving",
    "foresee",
    "guessed",
    "limited",
    "looked_at",
    "spread",
]
