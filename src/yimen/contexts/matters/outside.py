"""What everyone may see of matters: how each stands and how a unit runs its own, and nothing about anyone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from yimen.contexts.journal.api import Entry, trail
from yimen.contexts.procedures.api import Version
from yimen.kernel.procedure import several

from . import views
from .branches import Branch
from .reading import WITHHELD, NoSuchMatter, outward
from .reading import steps as steps_of
from .redacting import plain, plain_parts, unnamed
from .rows import matters
from .special import specials
from .whereabouts import Whereabouts, whereabouts

_TOLD = {"return", "suspend", "resume", "terminate", "migrate"}


@dataclass(frozen=True, slots=True)
class Progress:
    """What anyone may see of a matter (redacted): no applicant, no opinions, no papers, no values of its form."""

    number: str
    kind: str
    title: str
    region: str
    unit: str
    stage: str
    step: str
    outcome: str
    opened_at: datetime
    procedure: Version
    standing: views.Standing
    steps: tuple[tuple[str, str, datetime, datetime | None], ...]  # node, name, opened, done
    units: tuple[str, ...]  # of each of these steps that several do, by code; "" of all others
    lapsed: frozenset[str]  # nodes of the steps that silence ended
    shut: frozenset[tuple[str, datetime]]  # nodes and ends of the steps that ended with their run, nobody doing them
    whereabouts: Whereabouts  # the steps that stand as done, open, shut
    branches: tuple[Branch, ...]  # units of steps that several do, without opinions and conclusions
    specials: tuple[views.Special, ...]  # special procedures with what of their records is public: days, no persons
    moves: tuple[Entry, ...]  # returns, suspensions, the end, migrations: what facts may show is the site's to choose


def progress(*, number: str) -> Progress:
    """Returns the public progress of a matter; raises NoSuchMatter, also where its room withholds it."""
    row = matters().filter(number=number).first()
    if row is None or row.data.get(WITHHELD) == "yes":
        raise NoSuchMatter(f"没有找到办件“{number}”。办件号是 21 位数字，印在收件回执上，请核对后再查。")
    found, steps = views.matter(row), steps_of(matter=row.id)
    shown = [task for task in outward(steps=steps) if not task.handed]
    return Progress(
        number=found.number,
        kind=found.kind,
        title=found.title,
        region=found.region,
        unit=found.unit,
        stage=found.stage,
        step=found.step,
        outcome=found.outcome,
        opened_at=found.opened_at,
        procedure=found.procedure,
        standing=replace(found.standing, ledger=unnamed(found.ledger)),
        steps=tuple((t.node, t.name, t.opened_at, t.done_at) for t in shown),
        units=tuple(t.unit if several(found.procedure.procedure, t.node) else "" for t in shown),
        lapsed=frozenset(t.node for t in steps if t.lapsed),
        shut=frozenset((t.node, t.done_at) for t in steps if t.shut and t.done_at),
        branches=plain_parts(found, steps),
        specials=specials(matter=found, seen="public"),
        whereabouts=plain(whereabouts(matter=found, steps=steps)),
        moves=tuple(one for one in trail(subject=row.id) if one.verb.partition(".")[2] in _TOLD),
    )


@dataclass(frozen=True, slots=True)
class Run:
    """One matter as it runs in the open: where it stands and its days, and nothing about anyone."""

    number: str
    step: str
    opened_at: datetime
    standing: views.Standing


@dataclass(frozen=True, slots=True)
class Running:
    """How a unit runs one kind of errand: how many are open, closed, closed late, and the newest of them."""

    open: int
    closed: int
    late: int
    runs: tuple[Run, ...]


def running(*, region: str, unit: str, title: str, beside: Iterable[UUID] = (), limit: int = 50) -> Running:
    """Returns the matters of one title in a region and unit, open ones first, then the newest; public, redacted.

    ``beside``: ids of matters there that run the same errand under other titles. What its room shows to nobody
    outside yet is counted, and not listed.
    """
    rows = matters().filter(Q(title=title) | Q(id__in=beside), region=region, unit_id=unit)
    is_open = Q(closed_at__isnull=True)
    counted = rows.aggregate(
        open=Count("id", filter=is_open),
        closed=Count("id", filter=~is_open),
        late=Count("id", filter=~is_open & Q(late=True)),
    )
    open_ones = list(rows.filter(is_open).order_by("-id")[:limit])
    newest = [*open_ones, *rows.exclude(is_open).order_by("-id")[: limit - len(open_ones)]]
    shown = (views.matter(row) for row in newest if row.data.get(WITHHELD) != "yes")
    return Running(
        **counted,
        runs=tuple(
            Run(one.number, one.step, one.opened_at, replace(one.standing, ledger=unnamed(one.ledger))) for one in shown
        ),
    )
