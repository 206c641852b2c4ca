"""What became of a procedure's matters, for who draws or oversees it: counts and days; no applicant, no content."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from yimen.contexts.identity.api import Reader
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import versions
from yimen.kernel.clock import CHINA, Calendar, local_date
from yimen.kernel.codes import parse_region

from .models import MatterRow, TaskRow
from .overseeing import NotOverseen, in_region

MOST_MATTERS = 20_000
_OVER = frozenset({"approver", "law", "supervisor", "leader", "audit"})


@dataclass(frozen=True, slots=True)
class History:
    """The matters opened from ``first`` to ``last``, both included: how many, and how many on each day.

    ``outcomes`` counts, for each step, what it ended with. ``days`` lists how many working days each done turn took
    from its opening: the wait is in it. ``cut``: there were more matters than are read; the oldest are told.
    """

    first: date
    last: date
    matters: int
    arrivals: Mapping[date, int]
    outcomes: Mapping[str, Mapping[str, int]]
    days: Mapping[str, tuple[int, ...]]
    cut: bool = False


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
    for matter, node, opened, done, outcome in _turns(list(found)):
        outcomes[node][outcome] += 1
        days[node].append(_working_days(calendars[found[matter]], local_date(opened), local_date(done)))
    whole = {node: tuple(sorted(each)) for node, each in days.items()}
    counted = {node: dict(each) for node, each in outcomes.items()}
    return History(first, last, len(found), dict(arrivals), counted, whole, rows.count() > MOST_MATTERS)


def _turns(ids: list[UUID]) -> Iterator[tuple[UUID, str, datetime, datetime, str]]:
    """Yields the turns that ended with an outcome; those that changed hands or were closed did not."""
    for start in range(0, len(ids), 500):
        rows = TaskRow.objects.filter(matter__in=ids[start : start + 500], done_at__isnull=False).exclude(outcome="")
        for matter, node, opened, done, outcome in rows.values_list(
            "matter_id", "node", "opened_at", "done_at", "outcome"
        ):
            if done is not None:
                yield matter, node, opened, done, outcome


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
