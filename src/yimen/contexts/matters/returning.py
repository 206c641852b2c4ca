"""Back: a step returned to an earlier one (退回), and a turn that was done taken back (撤回)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, trail
from yimen.contexts.procedures.api import Version, version
from yimen.kernel import procedure as kernel
from yimen.kernel.procedure import State, Step, TransitionError, state_from_data

from . import views
from .gesture import Turn, open_turn, said, taken, written
from .hands import ENTRUSTED, close_handed
from .kinds import Gesture, room
from .models import MatterRow, TaskRow
from .recusing import check_apart
from .refusals import NotYours, StepGone, StepRefused
from .rows import matters
from .running import lock, matter_of, post_of
from .special_steps import kind_of
from .tickets import bound
from .ticking import DECIDED, settle, silent

_SIGNING = ("before", "after")  # how the turn of an added signer came


def send_back(
    *, act: Act, reader: Reader, task: UUID, to: str = "previous", keep: bool = False, reason: str
) -> views.Matter:
    """Returns a turn to an earlier step: "previous", "start" or a node's id; ``keep``: what was done since stays done.

    Never past what has an effect in law: that is not said twice, nor unsaid. Raises as all gestures do.
    """
    why = said(reason, "退回理由")
    decided = settle(act=act, matter=matter_of(task))
    with transaction.atomic():
        turn = open_turn(act, reader, task, decided=decided)
        node = turn.procedure.procedure.nodes[turn.task.node]
        if turn.row.clock.paused and not kind_of(node):
            raise StepRefused("本件正在中止计时（特别程序）。请先恢复计时，再退回这一步。")
        step = taken(lambda: _back(turn.procedure, turn.state, turn.task.token, turn.row, to=to, keep=keep))
        target = turn.procedure.procedure.nodes[_target(step)]
        post = post_of(reader, turn.task)
        close_handed(act, turn.task, "returned", post=post)
        facts = {
            "to_step": target.name,
            "kept": keep,
            "node": target.id,
            "times": _returns(turn, target.id) + 1,
            "applicant": target.role == "applicant",
        }
        moved = written(turn, step, "return", by=post, facts=facts, reason=why)
        for fresh in moved.opened:
            whole = kernel.several(turn.procedure.procedure, fresh.node)
            if (fresh.node == target.id or whole is target) and fresh.line == fresh.token:
                fresh.came, fresh.came_by = "return", post
                fresh.save(update_fields=["came", "came_by"])
    return views.matter(turn.row)


def _back(procedure: Version, state: State, token: int, row: MatterRow, *, to: str, keep: bool) -> Step:
    step = kernel.send_back(procedure.procedure, state, token, row.data, to=to, keep=keep)
    standing = bound(procedure, state, step.state, row.kind)
    if standing:
        why = f"{standing}并已告知，不能重来。"
        raise TransitionError(why, "请改选“保留已办的内容”，或退回到它之后的步骤。")
    return step


def _target(step: Step) -> str:
    return next(event.outcome for event in step.events if event.kind == "returned")


def _returns(turn: Turn, node: str) -> int:
    """Returns how often the matter was returned to a step before."""
    verb = f"{turn.row.kind}.return"
    return sum(one.verb == verb and one.facts.get("node") == node for one in trail(subject=turn.row.id))


@dataclass(frozen=True, slots=True)
class Back:
    """An earlier step to which a turn can be returned; ``keeps``, ``drops``: '' where it can, else why not.

    Why stands there without the advice of the refusal.
    """

    node: str
    name: str
    role: str
    nearest: bool
    keeps: str
    drops: str
    closes: tuple[str, ...]  # other steps that close where what was done is dropped


def ways_back(*, task: views.Task) -> tuple[Back, ...]:
    """Returns the steps to which an open turn can be returned, in the procedure's order; it moves nothing.

    Whoever calls has checked the reader.
    """
    row = matters().get(id=task.matter)
    procedure, state = version(id=row.procedure_id), state_from_data(row.state)
    try:
        nearest = _target(kernel.send_back(procedure.procedure, state, task.token, row.data, keep=True))
    except TransitionError:
        nearest = ""
    found = []
    for id_ in dict.fromkeys([*(id_ for id_, _ in state.results), *(one.node for one in state.own)]):
        node = procedure.procedure.nodes.get(id_)
        if node is None or (node.role == "" and node.loop is None):
            continue
        back = Gesture("return", to=id_)
        if room(row.kind).forbids(matter=views.matter(row), gesture=back):
            continue
        tries = [_tried(procedure, state, task.token, row, to=id_, keep=keep) for keep in (True, False)]
        if any(isinstance(one, Step) for one in tries):
            keeps, drops = ("" if isinstance(one, Step) else one for one in tries)
            gone = tries[1].closed if isinstance(tries[1], Step) else ()
            closes = tuple(procedure.procedure.nodes[one.node].name for one in gone if one.token != task.token)
            found.append(Back(id_, node.name, node.role, id_ == nearest, keeps, drops, closes))
    order = list(procedure.procedure.nodes)
    return tuple(sorted(found, key=lambda one: order.index(one.node)))


def _tried(procedure: Version, state: State, token: int, row: MatterRow, *, to: str, keep: bool) -> Step | str:
    try:
        return _back(procedure, state, token, row, to=to, keep=keep)
    except TransitionError as error:
        return error.why


def take_back(*, act: Act, reader: Reader, task: UUID, reason: str = "") -> views.Matter:
    """Takes back a turn that was done, while nothing that followed has been touched; its step is open again.

    By whoever did it, or who holds the step's post. Raises as all gestures do.
    """
    why = said(reason, "撤回说明", needed=False)
    decided = settle(act=act, matter=matter_of(task))
    with transaction.atomic():
        found, row = lock(task=task)
        if decided or silent(row, act.now):
            raise StepGone(DECIDED)
        _check_done(reader, found, row)
        turn = Turn(act, reader, found, row, version(id=row.procedure_id), state_from_data(row.state))
        token = _done_token(turn.state, found)
        step = taken(lambda: kernel.withdraw(turn.procedure.procedure, turn.state, token))
        closed = [one.token for one in step.closed]
        post = post_of(reader, found)
        for other in TaskRow.objects.filter(matter=row, token__in=closed, done_at=None):
            close_handed(act, other, "undone", post=post)
        written(
            turn,
            step,
            "withdraw_step",
            by=post,
            how="undo",
            facts={"outcome": found.outcome_name},
            reason=why,
            undone=found.outcome,
        )
    return views.matter(row)


def may_take_back(*, reader: Reader, task: views.Task) -> bool:
    """Tells whether the reader can take a turn back now; it moves nothing."""
    found = TaskRow.objects.filter(id=task.id).select_related("matter__clock").first()
    if found is None:
        return False
    try:
        _check_done(reader, found, found.matter)
        state = state_from_data(found.matter.state)
        kernel.withdraw(version(id=found.matter.procedure_id).procedure, state, _done_token(state, found))
    except (StepRefused, NotYours, TransitionError):
        return False
    undone = Gesture("withdraw_step", undone=found.outcome)
    return not room(found.matter.kind).forbids(matter=views.matter(found.matter), gesture=undone)


def _check_done(reader: Reader, task: TaskRow, row: MatterRow) -> None:
    own = bool(task.holder) and str(reader.account) == task.holder and bool(reader.posts)
    signed = task.came in _SIGNING  # a signature is its signer's own, whatever post asked for it
    if task.role == "applicant" or not (own or (not signed and reader.holds(task.role, task.unit))):
        raise NotYours(f"“{task.name}”不是您办的，不能撤回。请由原经办人或同一岗位的人撤回。")
    if not own and _signs_next(reader, task):
        raise NotYours(f"“{task.name}”上一手不是您办的，现在轮到您加签，没有要撤回的。请直接办理。")
    check_apart(reader, row, task.node, opinion=task.came == "before")
    if task.done_at is None:
        raise StepRefused(f"“{task.name}”还没有办，不需要撤回。")
    if task.outcome in room(row.kind).binding:
        raise StepRefused(f"“{task.name}”的结果“{task.outcome_name}”已经作出并告知，不能撤回。请在下一步写明。")
    if row.closed_at is not None:
        raise StepGone("本件已经办结，不能撤回。请刷新后再看。")
    if views.task(task).handed or views.task(task).lapsed or task.outcome == views.CLOSED:
        raise StepRefused(f"“{task.name}”这一次没有办理结果，不能撤回。请在办理记录里选办过的那一步。")


def _signs_next(reader: Reader, task: TaskRow) -> bool:
    """Tells whether the reader was asked to sign after a turn, and has the step now."""
    waiting = TaskRow.objects.filter(matter=task.matter_id, line=task.line, token__gt=task.token, done_at=None)
    return waiting.filter(holder=str(reader.account), came__in=_SIGNING).exists()


def _done_token(state: State, task: TaskRow) -> int:
    """Returns the token by which the kernel knows a done turn; one entrusted ended also that of who entrusted it."""
    if task.came != ENTRUSTED or any(one.token == task.token for one in state.undo):
        return task.token
    for undo in state.undo:
        for one in undo.took.tasks:
            if one.token == undo.token and one.line == task.line:
                return undo.token
    return task.token
