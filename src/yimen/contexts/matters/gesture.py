"""What every gesture does alike: time first, locks, who may, the kernel's step, and after it the rows and one entry."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.procedures.api import Version, version
from yimen.kernel.procedure import State, Step, TransitionError, state_from_data

from . import views
from .deciding import deciding_post
from .hands import received
from .kinds import Effect, Gesture, room
from .models import MatterRow, TaskRow
from .moving import Moved, due_facts, move
from .reasons import keep_words
from .recusing import check_apart
from .refusals import NotYours, StepGone, StepRefused
from .rows import locked_or_none
from .running import check_holder, check_open, lock, post_of
from .ticking import DECIDED, silent

LONGEST = 200
_ARTICLE = re.compile(r"《[^《》]*[^《》\s][^《》]*》[^《》]*第[〇零一二三四五六七八九十百千0-9]+条")


@dataclass(frozen=True, slots=True)
class Turn:
    """An open turn, locked with its matter."""

    act: Act
    reader: Reader
    task: TaskRow
    row: MatterRow
    procedure: Version
    state: State

    @property
    def posted(self) -> bool:
        """Tells whether the reader holds the step's own post, whoever has the turn."""
        return self.task.role != "applicant" and self.reader.holds(self.task.role, self.task.unit)


def open_turn(
    act: Act,
    reader: Reader,
    task: UUID,
    *,
    decided: bool,
    other: bool = False,
    mine: Callable[["Turn"], bool] = lambda _: False,
) -> Turn:
    """Locks an open turn that the reader may do; ``other``: or that is of the reader's post, whoever has it now.

    ``mine``: or that is the reader's to ask for by another right.
    ``decided``: what ``settle`` said before. Raises StepGone, StepRefused or NotYours, as ``complete_task`` does.
    """
    found, row = lock(task=task)
    if decided or silent(row, act.now):
        raise StepGone(DECIDED)
    check_open(found)
    turn = Turn(act, reader, found, row, version(id=row.procedure_id), state_from_data(row.state))
    if not (other and turn.posted) and not mine(turn):
        check_holder(reader, found, row)
    check_apart(reader, row, found.node, opinion=found.came == "before")
    if found.role == "applicant":
        raise StepRefused("这一步由申请人办理，不能转办、委托、加签或退回。需要时请催办，或者在窗口代为提交。")
    return turn


def taken(step: Callable[[], Step]) -> Step:
    """Returns the kernel's step; raises StepRefused with its words where it cannot be taken."""
    try:
        return step()
    except TransitionError as error:
        raise StepRefused(str(error)) from error


def written(
    turn: Turn,
    step: Step,
    verb: str,
    *,
    by: str,
    how: str | None = None,
    terms: str = "",
    facts: Mapping[str, Any],
    reason: str,
    undone: str = "",
) -> Moved:
    """Writes what a gesture did: the rows and timers, how the turns came and from whom, why, and the entry."""
    act, row, task = turn.act, turn.row, turn.task
    moved = move(act, row, turn.procedure, step, Effect(), done=0)
    received(row, moved, step, by=by, how=how, terms=terms)
    told = {"task": task.name, "unit": task.unit, "token": str(task.line), **facts}
    opened = [one.name for one in moved.opened]
    post = post_of(turn.reader, task)
    enter(act, row, verb, {**told, "opened": opened, **moved.facts}, post=post, reason=reason, undone=undone)
    return moved


def enter(
    act: Act,
    row: MatterRow,
    verb: str,
    facts: Mapping[str, Any],
    *,
    post: str = "",
    reason: str = "",
    basis: str = "",
    undone: str = "",
) -> None:
    """Writes the entry of a gesture, which its room follows; the reason enters the log as a digest, its words sealed.

    ``post``: by which post it was made, where whoever made it has several; ``undone``: the code of the outcome that was
    taken back.
    """
    by = post or act.actor.label
    done = Gesture(verb, str(facts.get("node", "")), bool(facts.get("kept")), undone, reason, by)
    room(row.kind).gestured(act=act, matter=views.matter(row), gesture=done)
    if reason:
        keep_words(act, row, _NAMES[verb], reason, post=by)
    record(
        act=act,
        verb=f"{row.kind}.{verb}",
        subject=row.id,
        region=row.region,
        basis=basis,
        facts={
            "number": row.number,
            **{name: fact for name, fact in facts.items() if fact != ""},
            **({"post": post} if post else {}),
            **due_facts(row),
        },
        personal={"reason": reason} if reason else {},
    )


_NAMES = {
    "transfer": "转办",
    "delegate": "委托",
    "recall": "收回委托",
    "add": "加签",
    "return": "退回",
    "withdraw_step": "撤回",
    "urge": "催办",
    "suspend": "中止办理",
    "resume": "恢复办理",
    "terminate": "终止办理",
}


def said(text: str, name: str, *, most: int = LONGEST, needed: bool = True) -> str:
    """Returns a text as typed, without blanks around; raises StepRefused where it is missing or too long."""
    found = text.strip()
    if needed and not found:
        raise StepRefused(f"没有填写“{name}”。请填写，最多 {most} 字。")
    if len(found) > most:
        raise StepRefused(f"“{name}”最多 {most} 字，现在有 {len(found)} 字。请删减。")
    return found


def lawful(text: str, name: str) -> str:
    """Returns a law with its article as typed, such as 《行政许可法》第七十条; raises StepRefused for anything less."""
    found = said(text, name, most=100)
    if not _ARTICLE.search(found):
        raise StepRefused(f"“{name}”应写明法律和条款，例如《行政许可法》第七十条，现在是“{found}”。请改正。")
    return found


def decider(act: Act, reader: Reader, matter: UUID, what: str) -> tuple[MatterRow, str]:
    """Locks an open matter for the post that decides it, and returns it with that post; raises NotYours or StepGone."""
    row = locked_or_none(matter)
    post = deciding_post(reader=reader, matter=views.matter(row)) if row is not None else None
    if row is None or post is None:
        raise NotYours(f"只有承办单位的决定岗可以{what}。请由有此岗位的人办理。")
    check_apart(reader, row)
    if row.closed_at is not None:
        raise StepGone("本件已经办结，请刷新后再看。")
    if silent(row, act.now):
        raise StepGone(DECIDED)
    return row, post.label
