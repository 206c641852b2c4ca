"""Reads decisions made under baselines: public ones without anybody, one's own unit's, those one oversees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from yimen.contexts.identity.api import Reader, Unit, open_text, units_by_code
from yimen.kernel.codes import region_prefix
from yimen.kernel.discretion import Baseline, Measure

from .baselines import version
from .errors import NoSuchPower
from .models import BaselineRow, PenaltyRow
from .posts import own_units, places, watched

STATES = {"within": "在幅度内", "waiting": "待审批", "allowed": "经批准超出幅度", "denied": "未获批准"}
STANDS = ("within", "allowed")  # a decision that holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A decision without anybody in it. ``amount``, ``low``, ``high``, ``by`` in yuan or days (``measure``)."""

    id: UUID
    number: str
    baseline: UUID
    family: UUID
    baseline_name: str
    source: str
    unit: Unit
    region: str
    level: int
    facts: dict[str, str]
    tier: int
    tier_name: str
    measure: Measure
    amount: Fraction
    low: Fraction
    high: Fraction | None
    by: Fraction
    happened_on: date
    state: str
    grounds: tuple[str, ...]
    post: str
    decided_at: datetime
    higher_post: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What was said for a decision outside its tier, for those who may see it."""

    reasons: str
    distinct: str
    opinion: str


def public_penalties(*, region: str, unit: str = "", limit: int = 100) -> tuple[Penalty, ...]:
    """Returns the decisions that hold in a region, newest first; public (处罚法 48): no party, no place, no day.

    That of a case stands among them from the day of its 公示 on.
    """
    rows = PenaltyRow.objects.filter(region__startswith=region_prefix(region), state__in=STANDS, shown=True)
    rows = rows.filter(unit_id=unit) if unit else rows
    return penalties_of(rows.order_by("-decided_at", "id")[:limit])


def newest_penalties(*, region: str, each: int) -> tuple[Penalty, ...]:
    """Returns of each body of a region so many of the decisions that ``public_penalties`` gives, newest first."""
    rows = PenaltyRow.objects.filter(region__startswith=region_prefix(region), state__in=STANDS, shown=True)
    order = (F("decided_at").desc(), F("id").asc())
    place = Window(RowNumber(), partition_by=[F("unit_id")], order_by=order)
    return penalties_of(rows.annotate(place=place).filter(place__lte=each).order_by("-decided_at", "id"))


def desk_penalties(*, reader: Reader, limit: int = 200) -> tuple[Penalty, ...]:
    """Returns the decisions of the reader's units and those the reader oversees; those that wait come first."""
    rows = PenaltyRow.objects.filter(_seen(reader)).order_by("-decided_at", "id")[:limit]
    return tuple(sorted(penalties_of(rows), key=lambda one: one.state != "waiting"))


def penalty(*, reader: Reader, id: UUID) -> tuple[Penalty, Reasons]:  # noqa: A002 - the plain word
    """Returns one decision with what was said for it; raises NoSuchPower where the reader may not see it."""
    row = PenaltyRow.objects.filter(_seen(reader), id=id).first()
    if row is None:
        raise NoSuchPower("没有找到这份处罚决定，或者您不能查看。请从列表进入。")
    opened = (open_text(text, purpose="reasons") for text in (row.reasons, row.distinct, row.opinion))
    return penalties_of([row])[0], Reasons(**dict(zip(("reasons", "distinct", "opinion"), opened, strict=True)))


def _seen(reader: Reader) -> Q:
    return Q(unit_id__in=own_units(reader)) | places(watched(reader))


def penalties_of(rows: Iterable[PenaltyRow]) -> tuple[Penalty, ...]:
    """Returns rows as decisions, each baseline and unit read once."""
    listed = list(rows)
    under = BaselineRow.objects.in_bulk({row.baseline_id for row in listed})
    tables = {key: version(row).table for key, row in under.items()}
    bodies = units_by_code(codes={row.unit_id for row in listed})
    return tuple(_penalty(row, tables[row.baseline_id], bodies[row.unit_id]) for row in listed)


def _penalty(row: PenaltyRow, table: Baseline | None, body: Unit) -> Penalty:
    if table is None:
        raise NoSuchPower("处罚所依据的裁量基准读不出来。请联系系统管理员。")
    step = table.measure.decided.step
    names = (
        "id", "number", "family", "region", "level", "facts", "tier", "tier_name", "happened_on", "state", "post",
        "decided_at", "higher_post", "answered_at",
    )  # fmt: skip
    return Penalty(
        baseline=row.baseline_id,
        baseline_name=table.name,
        source=table.source,
        unit=body,
        measure=table.measure.decided,
        amount=row.amount * step,
        low=row.low * step,
        high=None if row.high is None else row.high * step,
        by=row.by * step,
        grounds=tuple(row.grounds),
        **{name: getattr(row, name) for name in names},
    )
