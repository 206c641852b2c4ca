"""Moves running matters to another version of their procedure: each checked, locked, and with an entry of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version, in_force, may_review, versions
from yimen.contexts.procedures.api import version as version_of
from yimen.kernel.clock import Calendar, ClockError, Ledger, Unit, local_date
from yimen.kernel.procedure import (
    Node,
    State,
    Step,
    TransitionError,
    move_state,
    state_from_data,
    state_to_data,
)

from . import views
from .models import MatterRow, TaskRow
from .moving import due_facts
from .overseeing import in_region
from .recounting import moved_facts
from .refusals import NotYours, StepGone, StepRefused
from .rows import locked_or_none, put_all, stage_of, step_limit, step_timer, task_row
from .standing import standing_still, stood_still
from .ticking import settle_first
from .timers import Timer, leading, timers_of

MOVED_AT_ONCE = 200  # matters moved, or looked at, while somebody waits
_MOST = 400  # characters of a reason


@dataclass(frozen=True, slots=True)
class Movable:
    """One open matter on an older version; ``why``: why it cannot move, "" where it can. No applicant, no content.

    ``dues``: its last days as they are and as they would be, of the whole matter (named "") and of each open step; None
    where nothing is counted. ``late``: the open steps that are in time now and would be late at once.
    """

    id: UUID
    number: str
    title: str
    unit: str
    step: str
    version: int
    why: str
    dues: tuple[tuple[str, date | None, date | None], ...] = ()
    late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Migrated:
    """What one batch did: so many moved, those that stay with why; ``after``: go on from there, None at the end."""

    moved: int
    stayed: tuple[Movable, ...]
    after: UUID | None


def migrate(*, act: Act, reader: Reader, matter: UUID, version: UUID, reason: str) -> views.Matter:
    """Moves an open matter to the version of its procedure that is in force, with the reason, and returns it.

    By the post that reviews the procedures of the matter's unit. All that the run holds must have its place in the
    other version (``move_state``). Of an open step name, post and unit become the new version's; its limit runs on as
    it was, with what stopped it, unless the new one ends sooner: a promise already running is never made longer. What
    silence then does is what the new version says. Raises NotYours, StepGone, StepRefused, NoSuchProcedure.
    """
    settle_first(act=act, matter=matter)
    with transaction.atomic():
        row = locked_or_none(matter)
        if row is None or not may_review(reader=reader, unit=row.unit_id):
            raise NotYours("在办件改按另一版流程办理，由本地区的流程审定岗决定。请由有此岗位的人办理。")
        old, new = version_of(id=row.procedure_id), _target(act, version)
        said = _said(reason)
        state = _moved(row, old, new)
        timers = timers_of(row)
        days = calendar(region=row.region)
        fresh = _timers(act, row, new, state, days=days, opened=_opened([row])[row.id])
        row.state, row.procedure_id = state_to_data(state), new.id
        row.stage = stage_of(new, Step(state, (), (), (), ended=False))
        row.save(update_fields=["state", "procedure", "stage"])
        put_all(row, fresh, days)
        _rename(act, row, new, state)
        facts = {"number": row.number, "key": new.key, "from": old.number, "to": new.number, "reason": said}
        late = list(_late_now(act, timers, fresh))
        facts |= {**moved_facts(timers, fresh[: len(timers)]), **({"late_now": late} if late else {}), **due_facts(row)}
        record(act=act, verb=f"{row.kind}.migrate", subject=row.id, region=row.region, facts=facts)
    return views.matter(row)


def movable(*, act: Act, reader: Reader, version: UUID, after: UUID | None = None) -> tuple[Movable, ...]:
    """Returns the next open matters of the procedure on other versions, in order, each with whether it can move.

    At most 200, of the units whose procedures the reader reviews. Nothing is written.
    """
    new = _target(act, version)
    return tuple(_seen(act, _others(reader, new, after), new))


def migrate_batch(*, act: Act, reader: Reader, version: UUID, reason: str, after: UUID | None = None) -> Migrated:
    """Moves the next open matters to a version, each in a transaction of its own with its own entry; says who stays.

    Ended half-way, or called again, it goes on: who has moved is no longer on an older version, who stays is told
    again. ``after``: the last matter looked at.
    """
    new = _target(act, version)
    _said(reason)
    found = _others(reader, new, after)
    moved, stay = 0, list[tuple[MatterRow, str]]()
    for row in found:
        try:
            migrate(act=act, reader=reader, matter=row.id, version=version, reason=reason)
            moved += 1
        except (NotYours, StepRefused) as error:
            stay.append((row, str(error)))
    seen = _seen(act, [row for row, _ in stay], new)
    stayed = tuple(replace(one, why=why) for one, (_, why) in zip(seen, stay, strict=True))
    return Migrated(moved, stayed, found[-1].id if len(found) == MOVED_AT_ONCE else None)


def _target(act: Act, version: UUID) -> Version:
    new = version_of(id=version)
    if new.valid_from > local_date(act.now):
        raise StepRefused(f"第 {new.number} 版从 {new.valid_from} 起才施行，在办件还不能改按它办理。请到那天再改。")
    now = in_force(key=new.key, on=local_date(act.now))
    if now.id != new.id:
        raise StepRefused(
            f"第 {new.number} 版已被第 {now.number} 版替代。在办件只能改按现行的一版，请选第 {now.number} 版。"
        )
    return new


def _others(reader: Reader, new: Version, after: UUID | None) -> list[MatterRow]:
    """Returns open matters of the same procedure on other versions, of the reader's units."""
    others = [each.id for each in versions(key=new.key) if each.id != new.id]
    rows = MatterRow.objects.select_related("clock").filter(closed_at=None, procedure__in=others)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(_within(reader, rows).order_by("id")[:MOVED_AT_ONCE])


def _within(reader: Reader, rows: "QuerySet[MatterRow, MatterRow]") -> "QuerySet[MatterRow, MatterRow]":
    regions = {post.region for post in reader.posts if post.role == "approver"}
    if not regions:
        raise NotYours("在办件改按另一版流程办理，由本地区的流程审定岗决定。请由有此岗位的人办理。")
    here = MatterRow.objects.none()
    for region in sorted(regions):
        here = here | rows.filter(in_region(region))
    return here


def _seen(act: Act, rows: Sequence[MatterRow], new: Version) -> Iterator[Movable]:
    """Yields matters as they would move: when their steps opened is read once, a calendar once a region."""
    opened, days = _opened(rows), {region: calendar(region=region) for region in {row.region for row in rows}}
    for row in rows:
        old, why, dues = version_of(id=row.procedure_id), "", tuple[tuple[str, date | None, date | None], ...]()
        late = tuple[str, ...]()
        try:
            state = _moved(row, old, new)
            after = _timers(act, row, new, state, days=days[row.region], opened=opened[row.id])
            dues, late = tuple(_dues(row, new, state, after)), tuple(_late_now(act, timers_of(row), after))
        except StepRefused as error:
            why = str(error)
        yield Movable(row.id, row.number, row.title, row.unit_id, _step_names(row, old), old.number, why, dues, late)


def _opened(rows: Sequence[MatterRow]) -> dict[UUID, dict[int, datetime]]:
    """Returns, for each matter, by the token of a turn when its step opened: hands may have changed since."""
    turns = TaskRow.objects.filter(matter__in=[row.id for row in rows])
    found = list(turns.values_list("matter", "line", "token", "opened_at"))
    first: dict[tuple[UUID, int], datetime] = {}
    for matter, line, _, at in found:
        first[matter, line] = min(at, first.get((matter, line), at))
    opened: dict[UUID, dict[int, datetime]] = {row.id: {} for row in rows}
    for matter, line, token, _ in found:
        opened[matter][token] = first[matter, line]
    return opened


def _dues(
    row: MatterRow, new: Version, state: State, after: tuple[Timer, ...]
) -> Iterator[tuple[str, date | None, date | None]]:
    """Yields the last days before and after a move, by the rule that moves them (``_timers``)."""
    before = timers_of(row)
    was, now = leading(before), leading(after)
    yield "", was.due if was else None, now.due if now else None
    for task in state.open_tasks:
        yield new.procedure.nodes[task.node].name, _due_of(before, task.token), _due_of(after, task.token)


def _late_now(act: Act, before: tuple[Timer, ...], after: tuple[Timer, ...]) -> Iterator[str]:
    """Yields the open steps that a move alone makes late: in time by their old limits, over the new ones already."""
    was = {one.token for one in before if one.runs and one.role == "step" and one.at and one.at <= act.now}
    for one in after:
        if one.runs and one.role == "step" and one.at and one.at <= act.now and one.token not in was:
            yield one.name


def _due_of(timers: tuple[Timer, ...], token: int) -> date | None:
    mine = (one.due for one in timers if one.runs and one.role == "step" and one.token == token)
    return next(mine, None)


def _step_names(row: MatterRow, old: Version) -> str:
    nodes = old.procedure.nodes
    names = (nodes[task.node].name for task in state_from_data(row.state).open_tasks)
    return "、".join(dict.fromkeys(names)) or row.stage


def _moved(row: MatterRow, old: Version, new: Version) -> State:
    """Returns the state of a matter in another version; raises StepGone or StepRefused."""
    if row.closed_at is not None:
        raise StepGone("本件已经办结，按原来的版本归档，不能改按另一版办理。请刷新页面。")
    if old.id == new.id:
        raise StepGone(f"本件已经按第 {new.number} 版办理，不用再改。请刷新页面。")
    found = _place(old.id, new.id, state_from_data(row.state), frozenset(row.data))
    if isinstance(found, str):
        raise StepRefused(found)
    return found


@lru_cache(maxsize=2048)
def _place(old: UUID, new: UUID, state: State, data: frozenset[str]) -> State | str:
    """Returns the state in another version, or why it has no place; most matters of a procedure stand alike."""
    try:
        return move_state(version_of(id=old).procedure, version_of(id=new).procedure, state, data)
    except TransitionError as error:
        return str(error)


def _timers(
    act: Act, row: MatterRow, new: Version, state: State, *, days: Calendar, opened: Mapping[int, datetime]
) -> tuple[Timer, ...]:
    """Returns the limits of a matter once its open steps are those of another version (the rule: ``migrate``).

    ``opened``: by the token of a turn when its step opened.
    """
    timers = timers_of(row)
    nodes = {task.token: new.procedure.nodes[task.node] for task in state.open_tasks}
    running = {timer.token for timer in timers if timer.runs and timer.role == "step"}
    kept = [
        _step(row, timer, nodes[timer.token], days, opened[timer.token])
        if timer.runs and timer.role == "step" and timer.token in nodes
        else timer
        for timer in timers
    ]
    still = standing_still(timers, local_date(act.now))
    begun = (stood_still(timer, still, days) for timer in _begun(act, row, nodes, running, days))
    return (*kept, *begun)


def _step(row: MatterRow, timer: Timer, node: Node, days: Calendar, opened: datetime) -> Timer:
    """Returns the limit of an open step: as it was, or the new one where that ends sooner."""
    lapse = node.lapse if row.lapses and not node.ground else ""
    kept = replace(timer, name=node.name, lapse=lapse)
    if not node.limit:
        return kept
    limit = replace(step_limit(node), grounds=timer.ledger.limit.grounds)
    begun = timer.ledger.moment or opened
    try:
        ledger = Ledger(
            limit=limit,
            start=timer.ledger.start,
            pauses=timer.ledger.pauses,
            moment=begun if limit.unit is Unit.HOUR else None,
        )
        other = replace(kept.over(ledger, days), rung=kept.rung)  # that it ran out is told once, whichever limit it was
    except ClockError:
        return kept  # what stopped the old limit cannot stop the new one: it runs on as it was
    sooner = kept.at is not None and other.at is not None and other.at < kept.at
    return other if sooner else kept


def _begun(
    act: Act, row: MatterRow, nodes: dict[int, Node], running: set[int | None], days: Calendar
) -> Iterator[Timer]:
    """Yields the limits of open steps that had none, from today."""
    for token, node in nodes.items():
        timer = step_timer(act, node, token, lapses=row.lapses) if token not in running else None
        if timer is not None:
            yield timer.counted(days)


def _rename(act: Act, row: MatterRow, new: Version, state: State) -> None:
    """Gives open steps the name, the post and the unit of the new version."""
    for task in state.open_tasks:
        fresh = task_row(act, row, new.procedure.nodes[task.node], task, None)
        TaskRow.objects.filter(matter=row, token=task.token, done_at=None).update(
            name=fresh.name, role=fresh.role, unit=fresh.unit
        )


def _said(reason: str) -> str:
    line = " ".join(reason.split())
    if not line or len(line) > _MOST or not line.isprintable():
        raise StepRefused(f"理由应写明，不超过 {_MOST} 字。请补充后再提交。")
    return line
