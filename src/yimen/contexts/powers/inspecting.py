"""Inspects how discretion is used, and publishes what was found; anyone reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from yimen.contexts.identity.api import Reader, Unit, units_by_code
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.codes import region_prefix

from .errors import NoSuchPower, PowerRefused
from .kinds import check_nobody
from .models import InspectionRow
from .posts import ruling
from .saying import said
from .statistics import between, unusual_counts

_TEXT = 3000
COUNTS = {
    "all": "处罚决定", "within": "在幅度内", "allowed": "经批准超出", "waiting": "待审批", "denied": "未获批准",
    "unusual": "明显偏高或偏低", "repeated": "同一当事人同日多次",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A published inspection. ``figures``: (unit, counts by the keys of COUNTS), as they stood on the day."""

    id: UUID
    region: str
    unit: Unit
    title: str
    since: date
    until: date
    figures: tuple[tuple[Unit, Mapping[str, int]], ...]
    findings: str
    demand: str
    due_on: date | None
    demo: bool
    post: str
    published_at: datetime


def figures(*, reader: Reader, region: str, since: date, until: date) -> Mapping[str, Mapping[str, int]]:
    """Returns what an inspection of a region would count, by unit; raises NotYourPower."""
    ruling(reader, region, "裁量执行情况由本地区或上级的法制岗检查")
    return _counted(region, since, until)


def publish_inspection(
    *,
    act: Act,
    reader: Reader,
    region: str,
    title: str,
    since: date,
    until: date,
    findings: str,
    demand: str = "",
    due_on: date | None = None,
    demo: bool = False,
) -> Inspection:
    """Publishes an inspection of the decisions of a time, with counts made now, and returns it.

    Raises PowerRefused by field: the time must be over or today's, a demand needs a day by which it is met.
    """
    post = ruling(reader, region, "裁量执行情况由本地区或上级的法制岗检查")
    today = local_date(act.now)
    if not since <= until <= today:
        raise PowerRefused("检查的期间应在今天以前，起不晚于止。请改日期。", "until")
    if bool(demand.strip()) != (due_on is not None) or (due_on is not None and due_on <= today):
        raise PowerRefused("有整改要求的，写明要求和今天以后的整改期限；没有的都不写。请改正。", "due_on")
    row = InspectionRow(
        id=act.mint.id(),
        region=region,
        unit_id=post.unit,
        title=said(title, "检查名称", "title", 120),
        since=since,
        until=until,
        findings=_text(findings, "检查结果", "findings"),
        demand=_text(demand, "整改要求", "demand") if demand.strip() else "",
        due_on=due_on,
        demo=demo,
        post=post.label,
        published_at=act.now,
    )
    with transaction.atomic():
        row.figures = _counted(region, since, until)
        row.save(force_insert=True)
        facts = {"title": row.title, "since": since.isoformat(), "until": until.isoformat(), "post": post.label}
        record(act=act, verb="powers.publish_inspection", subject=row.id, region=region, facts=facts)
    return _inspections([row])[0]


def inspections(*, region: str) -> tuple[Inspection, ...]:
    """Returns the inspections of a region and all that lies in it, newest first; public."""
    rows = InspectionRow.objects.filter(region__startswith=region_prefix(region))
    return _inspections(rows.order_by("-published_at", "-id")[:100])


def inspection(*, id: UUID) -> Inspection:  # noqa: A002 - the plain word
    """Returns one inspection; public. Raises NoSuchPower."""
    row = InspectionRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchPower("没有找到这次检查。请从列表进入。")
    return _inspections([row])[0]


def _text(text: str, name: str, field: str) -> str:
    found = text.strip()
    if not found or len(found) > _TEXT:
        raise PowerRefused(f"“{name}”应写明，不超过 {_TEXT} 字。请改正。", field)
    check_nobody(found, field, name)
    return found


def _counted(region: str, since: date, until: date) -> dict[str, dict[str, int]]:
    """Returns the counts of an inspection by unit; the database counts, no decision is read."""
    rows = between(since, until).filter(region__startswith=region_prefix(region))
    found: dict[str, dict[str, int]] = {}
    for unit, state, many in rows.values_list("unit_id", "state").annotate(many=Count("id")).order_by("unit_id"):
        counts = found.setdefault(unit, dict.fromkeys(COUNTS, 0))
        counts[state] += many
        counts["all"] += many
    for unit, many in unusual_counts(rows).items():
        found[unit]["unusual"] = many
    held = rows.exclude(state="denied")
    same = held.filter(party=OuterRef("party"), happened_on=OuterRef("happened_on")).exclude(pk=OuterRef("pk"))
    again = held.filter(Exists(same)).values_list("unit_id").annotate(many=Count("id")).order_by("unit_id")
    for unit, many in again:
        found[unit]["repeated"] = many
    return found


def _inspections(rows: Any) -> tuple[Inspection, ...]:
    listed = list(rows)
    bodies = units_by_code(codes={code for row in listed for code in (row.unit_id, *row.figures)})
    names = ("id", "region", "title", "since", "until", "findings", "demand", "due_on", "demo", "post", "published_at")
    return tuple(
        Inspection(
            unit=bodies[row.unit_id],
            figures=tuple((bodies[code], counts) for code, counts in sorted(row.figures.items()) if code in bodies),
            **{name: getattr(row, name) for name in names},
        )
        for row in listed
    )
