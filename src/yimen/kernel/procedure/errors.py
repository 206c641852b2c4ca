"""What a refused procedure and a refused step say."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: its line in the file (1-based, 0 where the file as a whole is at fault), the element, the words.

    ``moves``: a shortest way to where it shows, step by step, where the fault is one of running;
    ``path``: the ids of these steps.
    """

    line: int
    element: str
    severity: Severity
    message_zh: str
    moves: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


class ProcedureError(ValueError):
    """A file that is no procedure; ``findings`` names every fault, its text joins them with their lines."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(f"第 {item.line} 行 {item.element}：{item.message_zh}" for item in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[object, ...]:
        return ProcedureError, (self.findings,)


class TransitionError(ValueError):
    """A step that cannot be taken from this state; its text is one Chinese sentence, and nothing has changed."""
