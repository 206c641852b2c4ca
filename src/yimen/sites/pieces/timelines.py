"""Steps done and waiting as timeline.html takes them; looks up names of units."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Protocol

from yimen.contexts.identity.api import ROLES, units_by_code
from yimen.contexts.matters.api import CAME, HANDED

from .shapes import Piece
from .templatetags.words import day as day_words
from .templatetags.words import moment

_STOOD = {"resubmit", "undo"}  # how a turn comes whose limit stood still before
_HANDED = frozenset(HANDED.values())


class Done(Protocol):
    """A step done or waiting: matters' Task, or what the public may see of one (empty where redacted)."""

    @property
    def node(self) -> str:
        """Returns the id of its node in the procedure."""

    @property
    def name(self) -> str:
        """Returns what the step is called."""

    @property
    def role(self) -> str:
        """Returns the code of the role whose step it is."""

    @property
    def opened_at(self) -> datetime:
        """Returns when it began."""

    @property
    def due_on(self) -> date | None:
        """Returns its last day, where it has one."""

    @property
    def done_at(self) -> datetime | None:
        """Returns when it was done."""

    @property
    def unit(self) -> str:
        """Returns the credit code of its unit."""

    @property
    def done_by(self) -> str:
        """Returns the post that did it."""

    @property
    def lapsed(self) -> bool:
        """Tells whether silence or the law ended it, and no person did."""

    @property
    def shut(self) -> bool:
        """Tells whether it ended with its run, nobody having done it."""

    @property
    def line(self) -> int:
        """Returns what its turns have in common: a step that is opened again, or changes hands, keeps it."""

    @property
    def came(self) -> str:
        """Returns by which gesture the turn came (one of CAME), "" where the step opened."""

    @property
    def outcome_name(self) -> str:
        """Returns what was decided."""

    @property
    def opinion(self) -> str:
        """Returns the opinion given."""


def timeline(steps: Iterable[Done], moves: Iterable[tuple[datetime, Piece]] = ()) -> list[Piece]:
    """Returns steps done and waiting as timeline.html takes them, in the order given, ``moves`` where they happened.

    A turn that only changed hands is told by its move.
    """
    lines, between, told = list[Piece](), sorted(moves, key=lambda move: move[0]), list(steps)
    after = {id(one): two for one, two in _followed(told)}
    named = [step for step in told if (step.done_at is None or not step.done_by) and step.role != "applicant"]
    names = units_by_code(codes=[step.unit for step in named])
    began = dict[int, datetime]()
    for step in told:
        began.setdefault(step.line, step.opened_at)
        if step.outcome_name in _HANDED and not step.shut:
            continue
        while between and (step.done_at is None or between[0][0] < step.done_at):
            lines.append(between.pop(0)[1])
        unit = names[step.unit].name if step.unit in names and step.role != "applicant" else ""
        line = _step(step, unit, began[step.line])
        lines.append(line | _signed(step, after[id(step)]) if id(step) in after and not step.shut else line)
    return [*lines, *(line for _, line in between)]


def _followed(steps: Iterable[Done]) -> Iterator[tuple[Done, Done]]:
    """Yields each turn with the next of the same step."""
    newest = dict[int, Done]()
    for step in steps:
        if step.line in newest:
            yield newest[step.line], step
        newest[step.line] = step


def _signed(step: Done, after: Done) -> Piece:
    """Returns what is said of a turn that another of the same step came ``after``: no result of the step."""
    if after.came == "undo":
        said, note = "已撤回", "{}"
    elif step.came == "before":
        said, note = "加签意见", "加签意见：{}。不是这一步的结果。"
    elif after.came == "confirm":
        said, note = "受托意见", "受托意见：{}。由委托人确认。"
    elif after.came == "after":
        said, note = "已签，等加签", "{}。这一步的结果由加签的人定。"
    else:
        return {}
    gave = "：".join(filter(None, (step.outcome_name, step.opinion.rstrip("。"))))
    return {"label": f"{step.name}（{said}）", "state": "signed", "note": note.format(gave)}


def _step(step: Done, unit: str, began: datetime) -> Piece:
    if step.done_at is not None:
        when, note = (
            moment(step.done_at),
            "：".join(filter(None, (step.outcome_name, step.opinion))),
        )
    else:
        when, note = f"{moment(began)} 开始", f"本步最迟{day_words(step.due_on)}当日办完。" if step.due_on else ""
        if step.opened_at != began:
            when = f"{when}，{moment(step.opened_at)} {CAME.get(step.came, '换手')}"
            back = "，停住的天数已补回" if step.came in _STOOD else ""
            note = note and f"本步的期限接着原来的算{back}。{note}"
    return {
        "label": step.name,
        "state": "now" if step.done_at is None else "skip-step" if step.shut else "did",
        "said": ("已终止" if step.outcome_name == "已终止" else "没有办，随流程结束") if step.shut else "",
        "when": when,
        "who": step.done_by or f"{unit}{ROLES.get(step.role, step.role)}",
        "note": note,
        "light": None,
    }
