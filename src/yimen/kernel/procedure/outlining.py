"""The main path of a procedure as an ordered list: what a guide shows before anything has happened."""

from collections.abc import Iterable
from dataclasses import dataclass

from .model import HUMAN, Node, Procedure
from .paths import forward, main_path


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
    return _places(main_path(procedure))


def all_steps(procedure: Procedure) -> tuple[Place, ...]:
    """Returns every human step that something leads to, in reading order, those that branch off as well."""
    return _places(procedure.nodes[id_] for id_ in forward(procedure))


def _places(nodes: Iterable[Node]) -> tuple[Place, ...]:
    return tuple(
        Place(node.id, node.name, node.role, node.unit, node.stage, node.limit, node.basis, node.special, node.ground)
        for node in nodes
        if node.kind in HUMAN
    )
