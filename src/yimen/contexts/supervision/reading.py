"""Reads findings and figures: counts are public, findings are for those who oversee and the unit concerned."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from yimen.contexts.identity.api import Reader, units
from yimen.contexts.matters.api import UnitCount, counts
from yimen.kernel.codes import region_prefix

from .models import FindingRow
from .rules import RULES


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as shown. ``state``: 待说明, 待核定 or 已核定."""

    id: UUID
    rule: str
    card: str
    number: str
    title: str
    unit: str
    unit_name: str
    region: str
    detail: str
    basis: str
    found_at: datetime
    reply: str
    verdict: str
    state: str


def findings(*, reader: Reader, limit: int = 100) -> tuple[Finding, ...]:
    """Returns the findings the reader oversees, and those about the reader's own units; open ones first."""
    seen = Q(pk__in=[])
    for post in reader.posts:
        if post.role in {"supervisor", "leader", "audit"}:
            seen |= Q(region__startswith=region_prefix(post.region))
        elif post.role not in {"system", "security"}:
            seen |= Q(unit=post.unit)
    rows = (
        FindingRow.objects.filter(seen)
        .select_related("matter")
        .order_by(F("closed_at").asc(nulls_first=True), "-found_at", "id")[:limit]
    )
    names = {unit.code: unit.name for unit in units()}
    return tuple(_finding(row, names) for row in rows)


def _finding(row: FindingRow, names: dict[str, str]) -> Finding:
    state = "已核定" if row.closed_at else "待核定" if row.replied_at else "待说明"
    return Finding(
        id=row.id,
        rule=RULES[row.rule].name,
        card=row.card,
        number=row.matter.number,
        title=row.matter.title,
        unit=row.unit,
        unit_name=names.get(row.unit, "（已撤销单位）"),
        region=row.region,
        detail=row.detail,
        basis=row.basis,
        found_at=row.found_at,
        reply=row.reply,
        verdict=row.verdict,
        state=state,
    )


@dataclass(frozen=True, slots=True)
class Board:
    """The lights of a region on a day: one line a unit with its name, and the sums."""

    lines: tuple[tuple[str, UnitCount], ...]
    open: int
    green: int
    yellow: int
    red: int
    grey: int
    closed: int
    on_time: float | None


def board(*, region: str, today: date) -> Board:
    """Returns the region's board; counts are public."""
    names = {unit.code: unit.name for unit in units(region=region)}
    rows = counts(region=region, today=today)
    closed, late = sum(row.closed for row in rows), sum(row.late for row in rows)
    return Board(
        lines=tuple((names.get(row.unit, "（其他单位）"), row) for row in rows),
        open=sum(row.open for row in rows),
        green=sum(row.green for row in rows),
        yellow=sum(row.yellow for row in rows),
        red=sum(row.red for row in rows),
        grey=sum(row.grey for row in rows),
        closed=closed,
        on_time=(closed - late) / closed if closed else None,
    )
