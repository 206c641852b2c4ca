"""What became of a procedure's matters, for who draws or oversees it: counts and days; no applicant, no content."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from yimen.contexts.identity.api import Reader
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import versions
from yimen.kernel.clock import CHINA, Calendar, local_date
from yimen.kernel.codes import parse_region

from .models import MatterRow, TaskRow
from .overseeing import NotOverseen, in_region
from .views import BY_SILENCE, HANDED

MOST_MATTERS = 20_000
_OVER = frozenset({"approver", "law", "supervisor", "leader", "audit"})


@dataclass(frozen=True, slots=True)
class History:
    """The matters opened from ``first`` to ``last``, both included: how many, and how many on each day.

    ``outcomes`` counts, for each step, what somebody ended it with. ``days`` lists how many working days each such turn
    took from its opening: the wait is in it. ``returns`` counts, for each step, to which it was sent back, and whether
    what was done since was kept. ``silent``: how many turns silence ended. ``cut``: there were more matters than are
    read; the oldest are told.
    """

    first: date
    last: date
    matters: int
    arrivals: Mapping[date, int]
    outcomes: Mapping[str, Mapping[str, int]]
    days: Mapping[str, tuple[int, ...]]
    cut: bool = False
    returns: Mapping[str, Mapping[tuple[str, bool], int]] = field(default_factory=dict)
    silent: int = 0


def history(*, reader: Reader, key: str, first: date, last: date) -> History:
    """Returns what became of a procedure's matters opened in a span of days, whatever version they ran on.

    A drafter is told of the own unit's, those who review or oversee of the region's. Raises NotOverseen for others,
    NoSuchProcedure where there is no such procedure.
    """
    ids = [one.id for one in versions(key=key)]
    span = Q(opened_at__gte=_midnight(first), opened_at__lt=_midnight(last + timedelta(1)), procedure__in=ids)
    rows = MatterRow.objects.filter(span & _told_to(reader)).order_by("opened_at", "id")
    found = dict[UUID, str]()
    arrivals = Counter[date]()
    for id_, region, opened in rows.values_list("id", "region", "opened_at")[: MOST_MATTERS + 1]:
        if len(found) < MOST_MATTERS:
            found[id_] = region
            arrivals[local_date(opened)] += 1
    outcomes, days = defaultdict[str, Counter[str]](Counter), defaultdict[str, list[int]](list)
    calendars = {region: calendar(region=region) for region in set(found.values())}
    returns, silent = defaultdict[str, Counter[tuple[str, bool]]](Counter), 0
    for turn in _turns(list(found)):
        if turn.aim:
            returns[turn.node][turn.aim] += 1
        elif turn.silent:
            silent += 1
        else:
            outcomes[turn.node][turn.outcome] += 1
            span_of = _working_days(calendars[found[turn.matter]], local_date(turn.opened), local_date(turn.done))
            days[turn.node].append(span_of)
    whole = {node: tuple(sorted(each)) for node, each in days.items()}
    counted = {node: dict(each) for node, each in outcomes.items()}
    back = {node: dict(each) for node, each in returns.items()}
    return History(first, last, len(found), dict(arrivals), counted, whole, rows.count() > MOST_MATTERS, back, silent)


class _Ended(NamedTuple):
    matter: UUID
    node: str
    opened: datetime
    done: datetime
    outcome: str
    silent: bool
    aim: tuple[str, bool] | None  # to which step it was sent back, and whether what was done since was kept


def _turns(ids: list[UUID]) -> Iterator[_Ended]:
    """Yields the turns that ended with an outcome or were sent back, not those that changed hands or were closed."""
    for start in range(0, len(ids), 500):
        rows = list(TaskRow.objects.filter(matter__in=ids[start : start + 500]).order_by("matter_id", "token"))
        aims = {(row.matter_id, row.opened_at): row.node for row in rows if row.came == "return"}
        kept = {(row.matter_id, row.line) for row in rows if row.came == "resubmit"}
        for row in rows:
            if row.done_at is None or not row.outcome:
                continue
            to = aims.get((row.matter_id, row.done_at)) if row.outcome == "returned" else None
            if to is None and row.outcome in HANDED:
                continue
            silent = row.done_by.endswith(BY_SILENCE)
            aim = (to, (row.matter_id, row.line) in kept) if to else None
            yield _Ended(row.matter_id, row.node, row.opened_at, row.done_at, row.outcome, silent, aim)


def _working_days(days: Calendar, opened: date, done: date) -> int:
    return days.working_days(opened, done) + days.is_working(done) if done > opened else 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _told_to(reader: Reader) -> Q:
    """Returns the rows that a reader is told of; raises NotOverseen where there are none to tell."""
    found = Q(pk__in=[])
    for post in reader.posts:
        if post.role in _OVER:
            found |= in_region(parse_region(post.region).value)
        elif post.role == "process":
            found |= Q(unit=post.unit)
    if not any(post.role in {*_OVER, "process"} for post in reader.posts):
        raise NotOverseen("办件的历史只对流程编制岗、流程审定岗、法制岗和监察岗开放。请由有此岗位的人查看。")
    return found
