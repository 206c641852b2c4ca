"""Opens a matter and moves it: lock, check the reader, one pure transition, the room's effect, rows and one entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen import swift
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.journal.api import record as enter
from yimen.contexts.places.api import calendar, hold_calendars
from yimen.contexts.procedures.api import Version, version
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import (
    Node,
    Outcome,
    State,
    Step,
    TransitionError,
    complete,
    ending,
    start,
    state_from_data,
    state_to_data,
)

from . import records, views
from .attempting import keep_attempt
from .hands import ENTRUSTED, may_do, received, suffix
from .kinds import Clock, Effect, agreed_day, room
from .models import ClockRow, MatterRow, SpecialRow, TaskRow
from .moving import due_facts, move
from .moving import opening as open_steps
from .naming import named_lists
from .numbering import next_number
from .opposing import check_votes
from .recusing import check_apart
from .refusals import NotYourStep, OutOfOrder, StepGone, StepRefused
from .rows import locked_of, stage_of, turn
from .special_steps import kind_of
from .tickets import bound, said_already
from .ticking import DECIDED, settle, silent, time_first

_NO_STEP = "没有找到这一步。它可能已被撤回或办结，请回到待办列表刷新。"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a room says to open a matter; ``data`` holds values that the procedure's conditions may look at."""

    id: UUID
    kind: str
    title: str
    region: str
    unit: str
    centre: str
    owner: str
    procedure: Version
    clock: Clock
    basis: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    lapses: bool = False  # 超时默认: silence may end a step of this matter


def open_matter(*, act: Act, opening: Opening) -> views.Matter:
    """Opens a matter with a number, its first tasks and its clock, inside the room's transaction."""
    hold_calendars()
    step = start(opening.procedure.procedure, opening.data)
    row = MatterRow(
        id=opening.id,
        number=next_number(region=opening.region, day=local_date(act.now)),
        kind=opening.kind,
        title=opening.title,
        region=opening.region,
        unit_id=opening.unit,
        centre_id=opening.centre,
        owner=opening.owner,
        procedure_id=opening.procedure.id,
        state=state_to_data(step.state),
        data=dict(opening.data),
        stage=stage_of(opening.procedure, step),
        opened_at=act.now,
        lapses=opening.lapses,
    )
    row.clock = ClockRow(matter=row, region=row.region, opened_on=local_date(act.now))
    days = calendar(region=row.region)
    timers, _ = turn(row, act, Effect(clock=opening.clock), days)
    opened = open_steps(act, row, opening.procedure, step, timers=timers, days=days)
    swift.insert(row, row.clock)
    opened.save()
    facts = {"number": row.number, "title": row.title, "opened": [task.name for task in opened.tasks]}
    enter(
        act=act,
        verb=f"{row.kind}.open",
        subject=row.id,
        region=row.region,
        basis=opening.basis,
        facts={**facts, **due_facts(row), **opening.facts},
        personal=opening.personal,
    )
    return views.matter(row)


@dataclass(frozen=True, slots=True)
class Completion:
    """One human step done: which task, its outcome's code, the opinion, and the room's form values."""

    task: UUID
    outcome: str
    opinion: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)


def complete_task(*, act: Act, reader: Reader, completion: Completion) -> views.Matter:
    """Completes one task and returns the matter after it.

    The same path for every kind of matter. Raises NotYours, StepGone where somebody was first, StepRefused where the
    outcome, the opinion or the room's form is wrong. Nothing is half done: all of it is one transaction. What silence
    has decided by now takes effect first, in a transaction of its own; the step is then too late. An official's try at
    a step that is not theirs, or at an outcome that it does not have, leaves an entry of its own.
    """
    try:
        try:
            return _done(act, reader, completion, decided=None)
        except _TimeFirst as first:
            decided = settle(act=act, matter=first.matter)
        return _done(act, reader, completion, decided=decided)
    except (NotYourStep, OutOfOrder) as error:
        keep_attempt(act=act, reader=reader, task=completion.task, error=error)
        raise


class _TimeFirst(Exception):
    """Time has something to do on a matter before anyone acts."""

    def __init__(self, matter: UUID) -> None:
        super().__init__(matter)
        self.matter = matter


def _done(act: Act, reader: Reader, completion: Completion, *, decided: bool | None) -> views.Matter:
    """Completes a task. ``decided``: whether silence has just decided; None: nobody has looked, raises _TimeFirst."""
    with transaction.atomic():
        task, row = lock(task=completion.task)
        if decided is None and time_first(row, act.now):
            raise _TimeFirst(row.id)
        check_holder(reader, task, row)
        if decided or silent(row, act.now):
            raise StepGone(DECIDED)
        check_open(task)
        check_apart(reader, row, task.node, opinion=task.came == "before")
        procedure = version(id=row.procedure_id)
        node = procedure.procedure.nodes[task.node]
        _check_day(row, node, act)
        outcome = _chosen(row, node, completion)
        state = state_from_data(row.state)
        ended = _ending(procedure, state, task, outcome, row.kind)
        _check_power(reader, task, node, ended)
        record, told, sealed = records.keep(act, row, node, completion.form.get("record"), ended=ended is not None)
        opinion = _opinion(node, outcome, completion, record)
        reasons = _reasons(state, task, ended, outcome, opinion)
        form = {**completion.form, "record": record}
        post = post_of(reader, task)
        done = replace(views.task(task), done_by=post)
        effect = _effect(act, row, done, (outcome, ended), replace(completion, opinion=reasons, form=form))
        if effect.stop or effect.clock is not None:
            _check_specials(row, but=kind_of(node))
        row.data = {**row.data, **effect.data, **named_lists(row, procedure, task, completion.form, act)}
        try:
            step = _completed(procedure, state, task, outcome.code, row)
        except TransitionError as error:
            raise StepRefused(str(error)) from error
        _close_task(act, task, outcome, post=post, opinion=opinion)
        moved = move(act, row, procedure, step, effect, done=task.token)
        received(row, moved, step, by=post)
        facts = {
            "number": row.number,
            "task": task.name,
            "outcome": outcome.name,
            "opened": [item.name for item in moved.opened],
            "late": bool(task.due_on and task.due_on < local_date(act.now)),
            "unit": task.unit,
            **_entrusted(task),
            **moved.facts,
            **due_facts(row),
        }
        enter(
            act=act,
            verb=f"{row.kind}.{ended.effect if ended and ended.effect != 'none' else 'step'}",
            subject=row.id,
            region=row.region,
            basis=effect.basis or node.basis,
            facts={**facts, **told, **effect.facts},
            personal={**sealed, **effect.personal},
        )
    return views.matter(row)


def _completed(procedure: Version, state: State, task: TaskRow, code: str, row: MatterRow) -> Step:
    """Returns the step after a turn ended; one entrusted to decide ends the turn of who entrusted it with its own."""
    data: Mapping[str, Any] = row.data
    step = complete(procedure.procedure, state, task.token, code, data)
    if state.kept and (standing := bound(procedure, state, step.state, row.kind)):
        raise StepRefused(f"{standing}并已告知，这样办会使它作废。请选退回前的结果，办好后会回到原步骤。")
    if task.came != ENTRUSTED:
        return step
    lent = next(one for one in step.opened if one.line == task.line)
    after = complete(procedure.procedure, step.state, lent.token, code, data)
    return after._replace(events=(*step.events, *after.events))


def _ending(procedure: Version, state: State, task: TaskRow, outcome: Outcome, kind: str) -> Outcome | None:
    """Returns the outcome with which the step ends if this turn ends so, None where others have yet to have theirs.

    None too where a return that kept what was done asks for the same again: in law it has been said already.
    """
    try:
        token = task.token
        if task.came == ENTRUSTED:
            step = complete(procedure.procedure, state, token, outcome.code, {})
            state, token = step.state, next(one.token for one in step.opened if one.line == task.line)
        code = ending(procedure.procedure, state, token, outcome.code)
    except TransitionError as error:
        raise StepRefused(str(error)) from error
    if code and said_already(procedure, state, token, code, kind):
        return None
    return next((one for one in procedure.procedure.nodes[task.node].outcomes if one.code == code), None)


def _check_power(reader: Reader, task: TaskRow, node: Node, ended: Outcome | None) -> None:
    """Raises NotYours where a turn handed on would end with an effect in law by one who has not the step's post now.

    A delegate acts within what was delegated; of several the rule of the step decides, not one of them.
    """
    delegated, several = task.until is not None, node.loop is not None
    if ended is None or ended.effect == "none" or not task.holder or delegated or several:
        return
    if not reader.holds(task.role, task.unit):
        raise NotYourStep(f"“{ended.name}”有法律效果，您现在没有“{task.name}”的岗位，不能由您作出。请交回本单位办理。")


def _reasons(state: State, task: TaskRow, ended: Outcome | None, outcome: Outcome, opinion: str) -> str:
    """Returns the reasons of an outcome: where several made it and the last did not give it, those of who did."""
    if ended is None or ended.code == outcome.code:
        return opinion
    group = next((one.group for one in state.open_tasks if one.token == task.token), 0)
    votes = next((one.votes for one in state.groups if one.token == group), ())
    tokens = [vote.token for vote in votes if vote.outcome == ended.code]
    voices = TaskRow.objects.filter(matter=task.matter_id, token__in=tokens).exclude(opinion="").order_by("token")
    return "；".join(voices.values_list("opinion", flat=True))


def _effect(
    act: Act, row: MatterRow, task: views.Task, outcomes: tuple[Outcome, Outcome | None], completion: Completion
) -> Effect:
    """Has the room do what the step's outcome means; a turn or a voice that is not the last has no effect yet.

    ``task`` names the post that does it. ``outcomes``: the turn's own, and the one with which the step ends, None where
    it does not end.
    """
    own, ended = outcomes
    asked: dict[str, Any] = {
        "act": act,
        "matter": views.matter(row),
        "task": task,
        "outcome": ended or own,
        "opinion": completion.opinion.strip(),
        "form": completion.form,
    }
    if ended is not None:
        return room(row.kind).completing(**asked)
    room(row.kind).voiced(**asked)
    return Effect()


def _check_day(row: MatterRow, node: Node, act: Act) -> None:
    """Raises StepRefused where a step waits for an agreed day: nobody records beforehand what is yet to be seen."""
    day = agreed_day(data=row.data, node=node.id)
    if day is not None and local_date(act.now) < day:
        raise StepRefused(f"“{node.name}”定在 {day.year}年{day.month}月{day.day}日，当天起才能办理。请到那一天再办。")


def _chosen(row: MatterRow, node: Node, completion: Completion) -> Outcome:
    """Returns the outcome given; raises StepRefused where the step cannot end so, or not now."""
    outcome = next((item for item in node.outcomes if item.code == completion.outcome), None)
    if outcome is None:
        allowed = "、".join(item.name for item in node.outcomes)
        words = f"“{node.name}”没有“{completion.outcome}”这种结果，可选：{allowed}。"
        raise OutOfOrder(words) if completion.outcome else StepRefused(words)
    if row.clock.paused and node.role != "applicant" and not kind_of(node):
        raise StepRefused("本件正在中止计时（特别程序）。请先恢复计时，再办理这一步。")
    return outcome


def _opinion(node: Node, outcome: Outcome, completion: Completion, record: records.Record | None) -> str:
    """Returns the opinion given, or the conclusion of the step's record; raises StepRefused where one is missing."""
    check_votes(record, node, outcome, completion.opinion.strip())
    opinion = completion.opinion.strip() or (record.conclusion if record is not None else "")
    if outcome.opinion == "required" and not opinion:
        raise StepRefused(f"选择“{outcome.name}”时必须写明意见或理由。请在“意见”一栏填写后再提交。")
    return opinion


def check_open(task: TaskRow) -> None:
    """Raises StepGone where a turn has ended."""
    if task.done_at is not None:
        words = f"“{task.name}”已由{task.done_by}办理，结果是“{task.outcome_name}”。页面已过时，请刷新后再看。"
        raise StepGone(words)


def lock(*, task: UUID) -> tuple[TaskRow, MatterRow]:
    """Locks a matter, then one of its tasks, for this transaction; returns both rows as they stand then.

    The matter first, as time and re-dating do: whoever locks in another order could wait for ever.
    """
    found = locked_of(task)
    if found is None:
        raise StepGone(_NO_STEP)
    return found


def matter_of(task: UUID) -> UUID:
    """Returns the matter of a turn; raises StepGone where there is no such turn."""
    found = TaskRow.objects.filter(id=task).values_list("matter", flat=True).first()
    if found is None:
        raise StepGone(_NO_STEP)
    return found


def check_holder(reader: Reader, task: TaskRow, row: MatterRow) -> None:
    """Raises NotYours unless the reader may do the task.

    An applicant's step may also be done by the counter on the applicant's behalf: one case, one number, online or not.
    """
    if not may_do(reader=reader, task=task, owner=row.owner, centre=row.centre_id):
        raise NotYourStep(f"“{task.name}”不归您办理。请核对登录的账号和岗位。")


def _check_specials(row: MatterRow, *, but: str) -> None:
    """Raises StepRefused where a limit would end while a special procedure still has no result."""
    standing = SpecialRow.objects.filter(matter=row, ended_on=None).values_list("kind", flat=True).order_by("begun_on")
    standing = standing.exclude(kind=but)
    if standing:
        names = "、".join(standing)
        raise StepRefused(f"特别程序（{names}）还没有结束。请先登记结果，再办理这一步。")


def post_of(reader: Reader, task: TaskRow) -> str:
    """Returns the post that does a step, as anyone may read it: an applicant by that word, an officer by the post.

    Of a delegated turn also by whom it was entrusted.
    """
    lent = suffix(task) if str(reader.account) == task.holder else ""
    return f"{_own_post(reader, task)}{lent}"[:120]


def _own_post(reader: Reader, task: TaskRow) -> str:
    for post in reader.posts:
        if (post.role, post.unit) == (task.role, task.unit) or (task.role == "applicant" and post.role == "window"):
            return post.label
    return reader.actor.label


def _entrusted(task: TaskRow) -> dict[str, str]:
    """Returns what a delegated turn's entry says of its delegation: the authority, its limits and last day."""
    if task.until is None:
        return {}
    return {"authority": task.came_by, "terms": task.terms, "until": task.until.isoformat()}


def _close_task(act: Act, task: TaskRow, outcome: Outcome, *, post: str, opinion: str) -> None:
    task.done_at, task.done_by, task.doer = act.now, post, act.actor.id
    task.outcome, task.outcome_name, task.opinion = outcome.code, outcome.name, opinion
    swift.update((task, ("done_at", "done_by", "doer", "outcome", "outcome_name", "opinion")))
