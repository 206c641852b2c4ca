"""What a refused procedure and a refused step say."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: its line in the file (1-based, 0 where the file as a whole is at fault), the element, the words.

    ``element`` is for programs: what it is (or is called), then its id. ``moves``: a shortest way to where it shows,
    step by step, where the fault is one of running; ``path``: the ids of these steps. ``called``: what a reader calls
    the element, in Chinese. ``xml``: what the file itself calls that which is to be mended, "" where nobody need know.
    ``flows``: the ids of the arrows of that way, ``stops``: of the join at which it ends, "" where it ends elsewhere.
    ``mark``: what the drawing says there. ``within``: the id of the nearest element that holds it, "" where untold.
    """

    line: int
    element: str
    severity: Severity
    message_zh: str
    moves: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    called: str = ""
    xml: str = ""
    within: str = field(default="", compare=False)
    flows: tuple[str, ...] = field(default=(), compare=False)
    stops: str = field(default="", compare=False)
    mark: str = field(default="问题在这里", compare=False)

    @property
    def where(self) -> str:
        """Returns what a reader calls the element."""
        return self.called or self.element

    @property
    def told(self) -> str:
        """Returns the fault as one line, with its line in the file where it has one."""
        return f"第 {self.line} 行 {self.where}：{self.message_zh}" if self.line else f"{self.where}：{self.message_zh}"

    @property
    def mending(self) -> str:
        """Returns what is wrong, for whoever mends the file by hand: with what the file calls it, last, in brackets."""
        if not self.xml:
            return self.message_zh
        words = self.message_zh.removesuffix("。")
        return f"{words}（{self.xml}）{self.message_zh[len(words) :]}"

    @property
    def in_file(self) -> str:
        """Returns the fault as ``told`` does, for whoever mends the file by hand."""
        place = f"第 {self.line} 行 " if self.line else ""
        return f"{place}{self.where}：{self.mending}"


class ProcedureError(ValueError):
    """A file that is no procedure; ``findings`` names every fault, its text joins them with their lines.

    ``beside``: what else is wrong, with steps that were read all the same.
    """

    def __init__(self, findings: tuple[Finding, ...], beside: tuple[Finding, ...] = ()) -> None:
        super().__init__("\n".join(item.in_file for item in findings))
        self.findings, self.beside = findings, beside

    @property
    def every(self) -> tuple[Finding, ...]:
        """Returns all that is wrong, in the file's order."""
        return tuple(sorted({*self.findings, *self.beside}))

    def __reduce__(self) -> tuple[object, ...]:
        return ProcedureError, (self.findings, self.beside)


class TransitionError(ValueError):
    """A step that cannot be taken from this state; its text is in Chinese, and nothing has changed.

    ``why``: without the ``advice``, where a sentence of its own gives that.
    """

    def __init__(self, why: str, advice: str = "") -> None:
        super().__init__(f"{why}{advice}")
        self.why, self.advice = why, advice

    def __reduce__(self) -> tuple[object, ...]:
        return TransitionError, (self.why, self.advice)
