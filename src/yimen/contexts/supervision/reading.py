"""Reads findings and figures: counts are public, findings are for those who oversee and the unit concerned."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, F, Q, When

from yimen.contexts.identity.api import Reader, units, units_by_code
from yimen.contexts.matters.api import UnitCount, counts
from yimen.kernel.codes import region_prefix

from .models import FindingRow
from .rules import RULES


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as shown. ``state``: 待说明, 待核定 or 已核定; ``result``: 属实 or 不属实 once it is settled.

    ``kind``: of its matter, "" where it is about a decision, whose id is ``subject``. ``key``: why it is key.
    """

    id: UUID
    rule: str
    sort: str
    card: str
    kind: str
    subject: UUID | None
    number: str
    title: str
    unit: str
    unit_name: str
    region: str
    step: str
    post: str
    key: str
    detail: str
    basis: str
    found_at: datetime
    reply: str
    verdict: str
    result: str
    state: str


def findings(*, reader: Reader, sort: str = "", key: bool = False, limit: int = 100) -> tuple[Finding, ...]:
    """Returns the findings the reader oversees, and those about the reader's own units; open ones first, of these
    what is key.

    ``sort``: of the rules only; ``key``: only those on what is key.
    """
    seen = Q(pk__in=[])
    for post in reader.posts:
        if post.role in {"supervisor", "leader", "audit"}:
            seen |= Q(region__startswith=region_prefix(post.region))
        elif post.role not in {"system", "security"}:
            seen |= Q(unit=post.unit)
    wanted = FindingRow.objects.filter(seen, rule__in=[code for code, rule in RULES.items() if sort in ("", rule.sort)])
    wanted = wanted.exclude(key="") if key else wanted
    plain = Case(When(key="", then=1), default=0)
    order = (F("closed_at").asc(nulls_first=True), plain, "-found_at", "id")
    rows = wanted.select_related("matter").order_by(*order)[:limit]
    names = {unit.code: unit.name for unit in units()}
    return tuple(_finding(row, names) for row in rows)


def _finding(row: FindingRow, names: dict[str, str]) -> Finding:
    state = "已核定" if row.closed_at else "待核定" if row.replied_at else "待说明"
    rule, matter = RULES[row.rule], row.matter
    names_ = ("id", "card", "subject", "unit", "region", "step", "post", "key", "detail", "basis", "found_at", "reply")
    return Finding(
        rule=rule.name,
        sort=rule.sort,
        kind=matter.kind if matter else "",
        number=matter.number if matter else row.number,
        title=matter.title if matter else row.title,
        unit_name=names.get(row.unit, "（已撤销单位）"),
        verdict=row.verdict,
        result=row.result,
        state=state,
        **{name: getattr(row, name) for name in names_},
    )


CASES = "case"  # the kind of what people apply for; reviews and penalties are the offices' own work


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


def board(*, region: str, today: date, kind: str = "") -> Board:
    """Returns the region's board; counts are public. ``kind``: of which matters only, "" of all."""
    rows = counts(region=region, today=today, kind=kind)
    names = {code: unit.name for code, unit in units_by_code(codes=[row.unit for row in rows]).items()}
    closed, late = sum(row.closed for row in rows), sum(row.late for row in rows)
    return Board(
        lines=tuple((names[row.unit], row) for row in rows),
        open=sum(row.open for row in rows),
        green=sum(row.green for row in rows),
        yellow=sum(row.yellow for row in rows),
        red=sum(row.red for row in rows),
        grey=sum(row.grey for row in rows),
        closed=closed,
        on_time=(closed - late) / closed if closed else None,
    )
