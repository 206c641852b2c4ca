"""Which past verdicts a change of the calendar would have altered. Closed matters never move: this only reports."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Q

from yimen.contexts.identity.api import Reader
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar

from .overseeing import in_region, lying_in
from .redating import Redating
from .redating import redating as redating_of
from .rows import matters
from .timers import MAIN, ROLE_NAMES, midnight, timers_of

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class PastEffect:
    """One limit that was stopped before the change came: the day it had, the day it would have had, both verdicts."""

    number: str
    title: str
    unit: str
    clock: str
    stopped: date
    due: date
    would_be: date | None
    late: bool
    would_be_late: bool


def past_effects(*, reader: Reader, redating: UUID, verdicts_only: bool = False) -> Iterator[PastEffect]:
    """Returns the limits already met or missed whose day the change moves; ``verdicts_only``: whose verdict it turns.

    Of matters in the regions that the reader oversees: no applicant, no content. Memory does not grow with the number.
    Raises NotOverseen or NoSuchRedating.
    """
    change = redating_of(reader=reader, id=redating)
    return _effects(change, lying_in(reader), verdicts_only=verdicts_only)


def _effects(change: Redating, overseen: Q, *, verdicts_only: bool) -> Iterator[PastEffect]:
    def days_of(region: str) -> Calendar:
        return calendar(region=region)

    days_in = cache(days_of)  # one question to the database for each region, not for each matter
    since = Q(closed_at__isnull=True) | Q(closed_at__gte=midnight(change.first_day))
    before = midnight(change.last_day + timedelta(1))
    rows = matters().filter(since, overseen, in_region(change.region), opened_at__lt=before).order_by("id")
    for row in rows.iterator(chunk_size=_PAGE):
        days = days_in(row.region)
        for timer in timers_of(row):
            if timer.stopped is None or timer.due is None or timer.role not in MAIN or timer.stopped < change.first_day:
                continue
            fresh = replace(timer, stopped=None).counted(days)
            late = fresh.due is not None and timer.stopped > fresh.due
            if fresh.due != timer.due and (not verdicts_only or late != timer.late):
                yield PastEffect(
                    row.number,
                    row.title,
                    row.unit_id,
                    f"{timer.name}（{ROLE_NAMES[timer.role]}）",
                    timer.stopped,
                    timer.due,
                    fresh.due,
                    timer.late,
                    late,
                )
