"""The main path of a procedure as an ordered list: what a guide shows before anything has happened."""

from dataclasses import dataclass

from .model import HUMAN, Procedure
from .paths import main_path


@dataclass(frozen=True, slots=True)
class Place:
    """One human step on the main path; its fields are those of its Node."""

    node: str
    name: str
    role: str
    unit: str
    stage: str
    limit: str
    basis: str
    special: str = ""
    ground: str = ""


def outline(procedure: Procedure) -> tuple[Place, ...]:
    """Returns the human steps of the main path in order, those of parallel branches one branch after the other.

    The main path takes, at every choice, the way of the step's first outcome, or else the default: corrections,
    refusals and returns branch off it.
    """
    return tuple(
        Place(node.id, node.name, node.role, node.unit, node.stage, node.limit, node.basis, node.special, node.ground)
        for node in main_path(procedure)
        if node.kind in HUMAN
    )
