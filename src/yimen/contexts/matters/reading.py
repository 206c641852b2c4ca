"""Reads matters: each query takes the reader and gives only what that reader may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from yimen.contexts.identity.api import Reader
from yimen.kernel.codes import region_prefix
from yimen.kernel.procedure import several

from . import views
from .earlier import late_before
from .models import MatterRow, TaskRow
from .rows import locked_or_none, matters
from .urging import urges

OVERSEEING = frozenset({"supervisor", "leader", "audit"})  # posts that see whole matters of their region
WITHHELD = "withheld"  # in a matter's data: "yes" while its room shows it to nobody outside
TAKING_PART = "taking_part"  # in a matter's data: the units that its room has let in before their step opens


class NoSuchMatter(LookupError):
    """There is no such matter, or the reader may not see it: the answer is the same (HTTP 404)."""


def _missing(number: object) -> NoSuchMatter:
    return NoSuchMatter(f"没有找到办件“{number}”。请核对办件号；如果不是您的办件，只能查看公开进度。")


def may_read(*, reader: Reader, matter: views.Matter) -> bool:
    """Tells whether the reader may see the whole matter: its applicant, the posts of its unit and centre, oversight.

    The one visibility function: every page, file and interface asks it.
    """
    if matter.owner in reader.keys:
        return True
    units = set[str]()
    for post in reader.posts:
        if post.role in {"system", "security"}:
            continue  # those who run the machine do not read people's business
        units.add(post.unit)
        if post.unit in (matter.unit, matter.centre):
            return True
        if post.role in OVERSEEING and matter.region.startswith(region_prefix(post.region)):
            return True
    if units & set(matter.data.get(TAKING_PART, ())):
        return True
    return bool(units) and _takes_part(reader, matter.id, units)


def _takes_part(reader: Reader, matter: UUID, units: set[str]) -> bool:
    """Tells whether a step of the matter is or was one of these units', or the reader's own (协办)."""
    steps = TaskRow.objects.filter(matter=matter)
    return steps.filter(Q(unit__in=units) | Q(holder=str(reader.account))).exists()


def matter(*, reader: Reader, number: str) -> views.Matter:
    """Returns a matter by its number; raises NoSuchMatter where the reader may not see it."""
    return _checked(reader, matters().filter(number=number).first(), number)


def matter_by_id(*, reader: Reader, id: UUID) -> views.Matter:  # noqa: A002 - the plain word
    """Returns a matter by its id; raises NoSuchMatter where the reader may not see it."""
    return _checked(reader, matters().filter(id=id).first(), id)


def held(*, id: UUID) -> views.Matter:  # noqa: A002 - the plain word
    """Locks a matter until the transaction ends and returns it as it stands then: for a room that acts beside a step.

    Raises NoSuchMatter. Whoever calls has checked the reader.
    """
    row = locked_or_none(id)
    if row is None:
        raise _missing(id)
    return views.matter(row)


def _checked(reader: Reader, row: MatterRow | None, number: object) -> views.Matter:
    found = views.matter(row) if row else None
    if found is None or not may_read(reader=reader, matter=found):
        raise _missing(number)
    return found


def tasks(*, reader: Reader, matter: views.Matter) -> tuple[views.Task, ...]:
    """Returns all steps of a matter, done and open, in order.

    The applicant sees nothing that officers did for each other alone: no turn of a signer before the last, none that
    was taken back, no opinion of one voice among several, nor before the decision what it concluded; nor the limits of
    a delegation.
    """
    if not may_read(reader=reader, matter=matter):
        raise _missing(matter.number)
    found = _tasks(matter.id)
    if matter.owner not in reader.keys:
        return found
    nodes = matter.procedure.procedure.nodes
    gone = [one.id for one in found if one.node not in nodes]  # of a version that the matter has left
    inward = {one.id for one in found if several(matter.procedure.procedure, one.node)}
    inward |= set(gone)
    shown = outward(steps=found)
    return tuple(_untold(one, matter) if one.id in inward else replace(one, terms="") for one in shown)


def _untold(voice: views.Task, matter: views.Matter) -> views.Task:
    """Returns one voice among several as the applicant reads it; before the decision, only that it was given."""
    open_yet = not matter.outcome and voice.done_at is not None and not (voice.handed or voice.shut)
    bare = replace(voice, terms="", opinion="")
    return replace(bare, outcome="", outcome_name="") if open_yet else bare


def outward(*, steps: Sequence[views.Task]) -> tuple[views.Task, ...]:
    """Returns the turns that anyone outside may know of: not a signer before the last, nor one that was taken back.

    The last turn of a step began when the step opened, as its limit did. ``steps``: all of a matter, in the order of
    their opening.
    """
    last, first = {one.line: one.token for one in steps}, dict[int, datetime]()
    for one in steps:
        first.setdefault(one.line, one.opened_at)
    shown = (one for one in steps if one.handed or last[one.line] == one.token)
    return tuple(one if one.handed else replace(one, opened_at=first[one.line]) for one in shown)


def _tasks(matter: UUID) -> tuple[views.Task, ...]:
    return tuple(views.task(row) for row in TaskRow.objects.filter(matter=matter).order_by("opened_at", "token"))


def open_tasks(*, matter: UUID) -> tuple[views.Task, ...]:
    """Returns the steps of a matter that wait. Whoever calls has just opened or moved it."""
    return tuple(views.task(row) for row in TaskRow.objects.filter(matter=matter, done_at=None).order_by("token"))


def steps(*, matter: UUID) -> tuple[views.Task, ...]:
    """Returns all steps of a matter, done and open, in order, for a room that acts in the transaction of one."""
    return _tasks(matter)


def task(*, reader: Reader, id: UUID) -> tuple[views.Task, views.Matter]:  # noqa: A002 - the plain word
    """Returns one step and its matter; raises NoSuchMatter where the reader may not see it."""
    row = TaskRow.objects.select_related("matter__clock").filter(id=id).first()
    if row is None:
        raise _missing(id)
    return views.task(row), _checked(reader, row.matter, id)


def id_of(*, number: str) -> UUID:
    """Returns the id of a matter, for the operator's command line; raises NoSuchMatter."""
    found = MatterRow.objects.filter(number=number).values_list("id", flat=True).first()
    if found is None:
        raise _missing(number)
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """One line of a worklist; how often it was urged and by whom last; whether it is one of several (会签).

    ``ground``: why its matter is suspended, "" where it is not; ``late_before``: an earlier pass of the step was late.
    """

    task: views.Task
    matter: views.Matter
    urged: int = 0
    urged_by: str = ""
    several: bool = False
    ground: str = ""
    late_before: bool = False


def worklist(*, reader: Reader, limit: int = 200, kind: str = "") -> tuple[Work, ...]:
    """Returns the open steps that the reader's posts may do, the most urgent first; ``kind``: of matters of a kind."""
    found = _waiting(reader).filter(matter__kind=kind) if kind else _waiting(reader)
    rows = list(found.select_related("matter__clock").order_by(F("due_on").asc(nulls_last=True), "id")[:limit])
    late = late_before(rows)
    return tuple(_work(row, late_before=row.id in late) for row in rows)


def waiting_kinds(*, reader: Reader) -> dict[str, int]:
    """Returns how many open steps the reader's posts may do, by the kind of their matters; all of them are counted."""
    found = _waiting(reader).values_list("matter__kind").annotate(count=Count("id")).order_by()
    return dict(found)


def _waiting(reader: Reader) -> "QuerySet[TaskRow, TaskRow]":
    mine = Q(holder=str(reader.account)) if reader.posts else Q(pk__in=[])
    for post in reader.posts:
        mine |= Q(unit=post.unit, role=post.role, holder="")
        if post.role == "window":
            mine |= Q(role="applicant", matter__centre_id=post.unit)
    return TaskRow.objects.filter(mine, done_at=None)


def _work(row: TaskRow, *, late_before: bool) -> Work:
    task, matter = views.task(row), views.matter(row.matter)
    state = row.matter.state
    times, by = urges(matter=matter).get(task.token, (0, "")) if "urged" in state else (0, "")
    several = "groups" in state and any(one[0] == task.token and any(one[4:5]) for one in state["tasks"])
    return Work(task, matter, times, by, several, str(state.get("ground", "")), late_before)


def open_here(*, reader: Reader, limit: int = 200) -> tuple[views.Matter, ...]:
    """Returns the open matters of the units and centres where the reader holds a post, the most urgent first."""
    units = {post.unit for post in reader.posts if post.role not in {"system", "security"}}
    here = Q(unit__in=units) | Q(centre__in=units)
    rows = matters().filter(here, closed_at=None).order_by(F("clock__due_on").asc(nulls_last=True), "id")
    return tuple(views.matter(row) for row in rows[:limit])


def mine(*, reader: Reader, limit: int = 100) -> tuple[views.Matter, ...]:
    """Returns the reader's own matters, newest first, wherever they were opened."""
    rows = matters().filter(owner__in=reader.keys).order_by("-id")[:limit]
    return tuple(views.matter(row) for row in rows)


def by_ids(*, ids: Iterable[UUID]) -> dict[UUID, views.Matter]:
    """Returns matters by id, for a room that has checked the reader."""
    return {row.id: views.matter(row) for row in matters().filter(id__in=list(ids))}


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How one unit's matters stand on a day. ``late`` counts closed ones that closed after their day."""

    unit: str
    open: int
    green: int
    yellow: int
    red: int
    grey: int
    closed: int
    late: int

    @property
    def on_time(self) -> float | None:
        """Returns the share of closed matters that closed in time (0 to 1), or None where none has closed."""
        return (self.closed - self.late) / self.closed if self.closed else None


def counts(*, region: str, today: date, kind: str = "") -> tuple[UnitCount, ...]:
    """Returns the lights of every unit in a region, by one aggregate query; counts are public.

    ``kind``: of which matters only, "" of all.
    """
    counted = MatterRow.objects.filter(region__startswith=region_prefix(region))
    counted = counted.filter(kind=kind) if kind else counted
    is_open = Q(closed_at__isnull=True)
    red = is_open & Q(clock__paused=False, clock__red_from__lte=today)
    yellow = is_open & Q(clock__paused=False, clock__yellow_from__lte=today) & ~Q(clock__red_from__lte=today)
    rows = (
        counted.values("unit")
        .annotate(
            open=Count("id", filter=is_open),
            red=Count("id", filter=red),
            yellow=Count("id", filter=yellow),
            grey=Count("id", filter=is_open & Q(clock__paused=True)),
            closed=Count("id", filter=~is_open),
            late=Count("id", filter=~is_open & Q(late=True)),
        )
        .order_by("unit")
    )
    return tuple(_unit_count(row) for row in rows)


def _unit_count(row: Mapping[str, Any]) -> UnitCount:
    green = row["open"] - row["red"] - row["yellow"] - row["grey"]
    names = ("unit", "open", "yellow", "red", "grey", "closed", "late")
    return UnitCount(green=green, **{name: row[name] for name in names})


def lit(*, reader: Reader, region: str, today: date, limit: int = 100) -> tuple[views.Matter, ...]:
    """Returns the open matters of a region that show yellow or red, for those who oversee it; the most urgent first."""
    overseen = Q(pk__in=[])
    for post in reader.posts:
        if post.role in OVERSEEING:
            overseen |= Q(region__startswith=region_prefix(post.region))
    if not any(post.role in OVERSEEING for post in reader.posts):
        raise PermissionError("只有监察、领导和审计岗位可以查看亮灯办件。")
    rows = (
        matters()
        .filter(
            overseen,
            closed_at=None,
            clock__paused=False,
            clock__yellow_from__lte=today,
            region__startswith=region_prefix(region),
        )
        .order_by("clock__due_on", "id")
    )
    return tuple(views.matter(row) for row in rows[:limit])
