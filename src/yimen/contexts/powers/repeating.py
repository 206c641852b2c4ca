"""Whether an act was punished before: decisions on one party about acts of close days, or asked in the same words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from uuid import UUID

from django.db.models import Count, Q

from yimen.contexts.identity.api import Reader, lookup_digest

from .bringing import found_of
from .errors import NotYourPower
from .models import PenaltyRow
from .penalties import Penalty, penalties_of
from .posts import places, watched

# No law says how far apart two offices date one act: what lies closer is asked about, not forbidden.
NEAR = timedelta(2)
_GROUPS = 100  # groups that are listed


@dataclass(frozen=True, slots=True)
class Repeat:
    """Several decisions on one party for acts of days that lie close; who it is stands nowhere. ``crossed``: bodies.

    ``on``: the first of these days.
    """

    on: date
    penalties: tuple[Penalty, ...]
    crossed: bool


def occasion_of(party: str, on: date, found: str) -> str:
    """Returns the digest by which an act of a party (a digest) is known again: same day, same words."""
    return lookup_digest(f"{party}|{on}|{found_of(found)}", purpose="act found")


def nearby(party: str, on: date, found: str) -> list[PenaltyRow]:
    """Returns the decisions on a party that may be about the act of a day, the closest first: by day, or by words."""
    rows = PenaltyRow.objects.filter(party=party).exclude(state="denied").select_related("unit")
    near = [
        row
        for row in rows
        if abs(row.happened_on - on) <= NEAR or row.occasion == occasion_of(party, row.happened_on, found)
    ]
    return sorted(near, key=lambda row: (abs(row.happened_on - on), row.decided_at))


def repeats(*, reader: Reader) -> tuple[Repeat, ...]:
    """Returns repeated and crossed decisions in the regions the reader oversees, newest first (行政处罚法 29).

    Found by keyed digests: nobody's number is read. Raises NotYourPower.
    """
    regions = watched(reader)
    if not regions:
        raise NotYourPower("重复处罚由法制、监察、审计岗和领导查看。您没有这些岗位。")
    here = places(regions)
    runs = sorted(_runs(here), key=lambda run: run[0][1:], reverse=True)
    return tuple(islice(_groups(runs, here), _GROUPS))


_Line = tuple[str, date, UUID]  # party, day of the act, decision


def _runs(here: Q) -> Iterator[list[_Line]]:
    """Yields the decisions on a party of a place, each close to the day of the one before; several at least."""
    stands = PenaltyRow.objects.exclude(state="denied")
    local = stands.filter(party__in=stands.filter(here).values("party"))
    several = local.order_by().values("party").annotate(many=Count("id")).filter(many__gt=1).values("party")
    lines = stands.filter(party__in=several).order_by("party", "happened_on", "decided_at")
    for _, mine in groupby(lines.values_list("party", "happened_on", "id").iterator(), key=lambda line: line[0]):
        run = list[_Line]()
        for line in mine:
            if run and line[1] - run[-1][1] > NEAR:
                yield from [run] if len(run) > 1 else []
                run = []
            run.append(line)
        yield from [run] if len(run) > 1 else []


def _groups(runs: list[list[_Line]], mine: Q) -> Iterator[Repeat]:
    for run in runs:
        rows = PenaltyRow.objects.filter(id__in=[id_ for *_, id_ in run])
        if rows.filter(mine).exists():
            listed = penalties_of(rows.order_by("happened_on", "decided_at", "id"))
            yield Repeat(run[0][1], listed, len({one.unit.code for one in listed}) > 1)
