"""What is wrong with a procedure however its elements are joined: told also where the drawing is at fault."""

from collections.abc import Iterator

from .duties import missing
from .errors import Severity
from .lawful import outcome_faults
from .model import HUMAN, Node, Procedure
from .steps import step_faults


def static_faults(procedure: Procedure, *, whole: bool = True) -> Iterator[tuple[Node, str, Severity, str]]:
    """Yields each fault with its element, in words, how much it weighs, and what the file calls it.

    ``whole``: whether all steps were read: otherwise none is missed.
    """
    for node in procedure.nodes.values():
        for words, severity, xml in step_faults(node):
            yield node, words, severity, xml
    for node, words, xml in outcome_faults(procedure):
        yield node, words, "error", xml
    if whole and "" in procedure.starts:
        start = procedure.nodes[procedure.starts[""]]
        for words, xml in missing(procedure):
            yield start, words, "error", xml


def lawful_so_far(procedure: Procedure) -> bool:
    """Tells whether what the law asks of runs can be looked at: who answers, and with what effect, is known."""
    steps = [node for node in procedure.nodes.values() if node.kind in HUMAN]
    return all(node.role for node in steps) and not [*missing(procedure), *outcome_faults(procedure)]
