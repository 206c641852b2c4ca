"""Reads baselines: those in force are public, drafts are for those who write or approve them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When

from yimen.contexts.identity.api import Post, Reader, Unit, unit, units_by_code
from yimen.kernel.codes import parse_region, region_prefix
from yimen.kernel.discretion import Baseline, DiscretionError, Finding, baseline_from_data, findings

from .errors import NoSuchPower
from .models import BaselineRow
from .posts import APPROVING, may_write

STATES = {
    "draft": "草稿",
    "submitted": "待审定",
    "returned": "已退回",
    "approved": "已审定",
    "discarded": "已作废",
}
EDITABLE = ("draft", "returned")
DESK_PAGE = 50
_WAITING = ("submitted", "returned", "draft", "approved")  # at the desk, those that wait first
COMING, STANDING, PAST = "已审定，未施行", "现行", "已失效"


_SAME = (
    "id", "family", "number", "region", "name", "state", "revision", "note", "author_post", "approver_region",
    "approver_post", "opinion", "document", "valid_from", "valid_to", "demo", "changed_at", "approved_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A baseline as it stands. ``table`` is None where the draft can't be read yet: ``fault`` and its field say why.

    ``found``: what the check says of it. ``data``: as typed. ``state``: a key of STATES.
    """

    id: UUID
    family: UUID
    number: int | None
    region: str
    unit: Unit
    name: str
    data: dict[str, Any]
    table: Baseline | None
    fault: str
    field: str
    found: tuple[Finding, ...]
    rule: UUID | None
    state: str
    revision: int
    note: str
    author_post: str
    approver_region: str
    approver_post: str
    opinion: str
    document: str
    valid_from: date | None
    valid_to: date | None
    demo: bool
    changed_at: datetime
    approved_at: datetime | None

    def standing(self, on: date) -> str:
        """Returns the state in words on a day: an approved one is coming, in force or past."""
        if self.state != "approved" or self.valid_from is None:
            return STATES[self.state]
        if on < self.valid_from:
            return COMING
        return STANDING if self.valid_to is None or on <= self.valid_to else PAST


def baselines(*, on: date, region: str, unit: str = "", text: str = "") -> tuple[Version, ...]:
    """Returns the baselines in force on a day in a region and all that lies in it, by name; public."""
    rows = standing(on).filter(region__startswith=region_prefix(region))
    rows = rows.filter(unit_id=unit) if unit else rows
    return versions_of(rows.filter(name__contains=text).order_by("name", "id"))


def coming_baselines(*, on: date, region: str, text: str = "") -> tuple[Version, ...]:
    """Returns the approved baselines of a region that take effect after a day, the soonest first; public."""
    rows = _approved(region, text).filter(valid_from__gt=on)
    return versions_of(rows.order_by("valid_from", "name", "id"))


def past_baselines(*, on: date, region: str, text: str = "", limit: int) -> tuple[Version, ...]:
    """Returns the versions of a region that were in force before a day and are no more, the latest first; public.

    So many at most: who shows them asks for one more than it shows, and says where there are more.
    """
    rows = _approved(region, text).filter(valid_to__lt=on)
    return versions_of(rows.order_by("-valid_to", "name", "id")[:limit])


def _approved(region: str, text: str) -> "QuerySet[BaselineRow]":
    rows = BaselineRow.objects.filter(state="approved", region__startswith=region_prefix(region))
    return rows.filter(name__contains=text)


def usable_baselines(*, posts: Iterable[Post], on: date) -> tuple[Version, ...]:
    """Returns the baselines by which the units of some posts decide on a day, by name; public.

    Their own, and those of the places above them.
    """
    listed = list(posts)
    applied = _applied([post.unit for post in listed], [post.region for post in listed])
    return versions_of(standing(on).filter(applied).order_by("name", "id"))


def applied_by(units: Iterable[Unit]) -> Q:
    """Returns which rows units decide by: their own, and those of the places above them."""
    listed = list(units)
    return _applied([one.code for one in listed], [one.region for one in listed])


def _applied(units: Iterable[str], regions: Iterable[str]) -> Q:
    places = set[str]()
    for region in regions:
        place = parse_region(region).parent
        while place is not None:
            places.add(place.value)
            place = place.parent
    return Q(unit_id__in=set(units)) | Q(region__in=places)


def baseline(*, id: UUID, reader: Reader | None = None) -> Version:  # noqa: A002 - the plain word
    """Returns one version: an approved one to anyone, another to who writes or approves it; raises NoSuchPower."""
    row = BaselineRow.objects.filter(id=id).first()
    if row is None or not (row.state == "approved" or (reader is not None and _may_see(reader, row))):
        raise NoSuchPower("没有找到这份裁量基准，或者它还没有审定公布。请从裁量基准的列表进入。")
    return version(row)


def baseline_history(*, family: UUID) -> tuple[Version, ...]:
    """Returns the approved versions of a baseline, newest first; public."""
    return versions_of(BaselineRow.objects.filter(family=family, state="approved").order_by("-number"))


def desk_baselines(*, reader: Reader, page: int = 1) -> tuple[Version, ...]:
    """Returns the baselines that the reader writes or approves, those that wait first: one page of DESK_PAGE."""
    order = Case(*(When(state=state, then=place) for place, state in enumerate(_WAITING)))
    rows = _at_desk(reader).order_by(order, "-changed_at", "id")
    return versions_of(rows[(page - 1) * DESK_PAGE : page * DESK_PAGE])


def desk_counts(*, reader: Reader) -> Mapping[str, int]:
    """Returns how many baselines the reader writes or approves, by state; what there is none of is left out."""
    return dict(_at_desk(reader).order_by().values_list("state").annotate(Count("id")))


def _at_desk(reader: Reader) -> "QuerySet[BaselineRow]":
    mine = Q(pk__in=[])
    for post in reader.posts:
        if post.role == "powers":
            mine |= Q(unit_id=post.unit)
        elif post.role == "law":
            mine |= Q(region__startswith=region_prefix(post.region))
        elif post.role == APPROVING:
            mine |= Q(approver_region=post.region) & ~Q(state__in=["draft", "discarded"])
    return BaselineRow.objects.filter(mine, state__in=_WAITING)


def _may_see(reader: Reader, row: BaselineRow) -> bool:
    approves = any(post.role == APPROVING and post.region == row.approver_region for post in reader.posts)
    return (approves and row.state != "draft") or may_write(reader=reader, unit=row.unit_id)


def standing(on: date) -> "QuerySet[BaselineRow]":
    """Returns the rows in force on a day."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return BaselineRow.objects.filter(lasting, state="approved", valid_from__lte=on)


def in_force(family: UUID, on: date) -> BaselineRow | None:
    """Returns the version of a family in force on a day."""
    return standing(on).filter(family=family).first()


def versions_of(rows: Iterable[BaselineRow]) -> tuple[Version, ...]:
    """Returns rows as versions, in their order."""
    listed = list(rows)
    bodies = units_by_code(codes={row.unit_id for row in listed})
    return tuple(version(row, bodies[row.unit_id]) for row in listed)


def version(row: BaselineRow, body: Unit | None = None) -> Version:
    """Returns a row as a version, with its table read and checked."""
    table, fault, field, found = _read(row)
    whose = body or unit(code=row.unit_id)
    more = {"table": table, "fault": fault, "field": field, "found": found, "rule": row.rule_id}
    values: dict[str, Any] = {**more, **{name: getattr(row, name) for name in _SAME}}
    return Version(unit=whose, data=dict(row.content), **values)


Read = tuple[Baseline | None, str, str, tuple[Finding, ...]]


def _read(row: BaselineRow) -> Read:
    if row.state == "approved":
        return _kept(row.id)
    return read(row.content)


@lru_cache(maxsize=512)
def _kept(id: UUID) -> Read:  # noqa: A002 - an approved version never changes
    return read(BaselineRow.objects.values_list("content", flat=True).get(id=id))


def read(content: dict[str, Any]) -> Read:
    """Returns a table with what the check says, or why it can't be read and in which field."""
    try:
        table = baseline_from_data(content)
    except DiscretionError as error:
        return None, str(error), error.field, ()
    return table, "", "", findings(table)
