"""Reads complaints: whoever complained by query code, officers by post, everybody what was made public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

from django.db.models import Avg, Count, Q

from yimen.contexts.identity.api import NoPurpose, Reader, Unit, open_person, open_text, reveal, unit, units_by_code
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Matter, NoSuchMatter, Task, Work, by_ids, matter, may_do, tasks, worklist
from yimen.kernel.codes import region_prefix

from . import seating
from .filing import code_fits
from .kinds import INQUIRER, KIND, KINDS, PUBLISHER, RECEIVER, REFUSED
from .models import ComplaintRow
from .refusals import HIDDEN, MISSING, ComplaintRefused, NoSuchComplaint

SCORES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


@dataclass(frozen=True, slots=True)
class Followed:
    """A complaint as whoever complained sees it: their own words, where it stands, the answer."""

    matter: Matter
    kind: str
    ground: str
    unit: Unit
    office: str
    handler: str
    text: str
    received_at: datetime
    answer: str
    verdict: str
    answered_at: datetime | None
    published_at: datetime | None
    score: int | None


def followed(*, reader: Reader, number: str, code: str) -> Followed:
    """Returns a complaint to whoever holds its query code, or filed it with this account; raises NoSuchComplaint."""
    row = _row(number)
    mine = row is not None and row.account is not None and row.account == reader.account
    if row is None or not (mine or code_fits(row.matter_id, code)):
        raise NoSuchComplaint(MISSING)
    found = by_ids(ids=[row.matter_id])[row.matter_id]
    names = units_by_code(codes={found.unit, row.handler} - {""})
    return Followed(
        matter=found,
        kind=KINDS[row.kind].name,
        ground=row.ground,
        unit=unit(code=row.unit_id),
        office=names[found.unit].name,
        handler=names[row.handler].name if row.handler else "",
        text=open_text(row.text, purpose="complaint"),
        received_at=row.received_at,
        answer=open_text(row.answer, purpose="complaint"),
        verdict=row.verdict,
        answered_at=row.answered_at,
        published_at=row.published_at,
        score=row.score,
    )


def _row(number: str) -> ComplaintRow | None:
    if not (number.isascii() and number.isdigit()):
        return None
    return ComplaintRow.objects.filter(matter__number=number).first()


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as those who handle it see it; name and contact are masked unless ``plain``.

    ``mine``: the open step that the reader may do. ``may_reveal``: the office that received it may see who complained.
    """

    matter: Matter
    kind: str
    kind_name: str
    ground: str
    unit: Unit
    item: str
    about: str
    person: str
    anonymous: bool
    name: str
    contact: str
    text: str
    received_at: datetime
    handler: str
    record: str
    verdict: str
    answer: str
    summary: str
    result: str
    withheld: str
    published_at: datetime | None
    score: int | None
    comment: str
    tasks: tuple[Task, ...]
    mine: Task | None
    subjects: frozenset[str]
    may_reveal: bool
    plain: bool


def complaint(*, reader: Reader, number: str) -> Complaint:
    """Returns a complaint to those who handle or oversee it; raises NoSuchComplaint.

    Nobody complained about sees it, whatever their post.
    """
    row, found = _held(reader, number)
    return _complaint(reader, row, found, plain=False)


def reveal_complainant(*, act: Act, reader: Reader, number: str, reason: str) -> Complaint:
    """Returns a complaint with who complained, and writes into the journal who looked and why.

    Only for the office that received it: the unit it was passed on to does not need to know. Raises ComplaintRefused.
    """
    row, found = _held(reader, number)
    if not reader.holds(RECEIVER, found.unit):
        raise PermissionError("投诉人的姓名和联系方式只由受理投诉的单位查看。")
    try:
        reveal(
            act=act,
            verb="complaint.reveal",
            subject=found.id,
            region=found.region,
            number=number,
            whom="投诉人",
            reason=reason,
        )
    except NoPurpose as error:
        raise ComplaintRefused(str(error), "reason") from error
    return _complaint(reader, row, found, plain=True)


def _held(reader: Reader, number: str) -> tuple[ComplaintRow, Matter]:
    row = _row(number)
    if row is None or str(reader.account) in row.subjects:
        raise NoSuchComplaint(HIDDEN)
    try:
        return row, matter(reader=reader, number=number)
    except NoSuchMatter as error:
        raise NoSuchComplaint(HIDDEN) from error


def _complaint(reader: Reader, row: ComplaintRow, found: Matter, *, plain: bool) -> Complaint:
    steps = tasks(reader=reader, matter=found)
    may = partial(may_do, reader=reader, owner=found.owner, centre=found.centre)
    same = ("kind", "ground", "item", "about", "received_at", "handler", "verdict", "summary", "result", "withheld")
    return Complaint(
        **{name: getattr(row, name) for name in same},
        matter=found,
        kind_name=KINDS[row.kind].name,
        unit=unit(code=row.unit_id),
        person=open_text(row.person, purpose="complaint"),
        anonymous=not row.name,
        name=open_person(row.name, purpose="name", plain=plain),
        contact=open_person(row.contact, purpose="phone", plain=plain),
        text=open_text(row.text, purpose="complaint"),
        record=open_text(row.record, purpose="complaint"),
        answer=open_text(row.answer, purpose="complaint"),
        published_at=row.published_at,
        score=row.score,
        comment=open_text(row.comment, purpose="complaint"),
        tasks=steps,
        mine=next((one for one in steps if one.done_at is None and may(task=one)), None),
        subjects=frozenset(row.subjects),
        may_reveal=bool(row.name) and not plain and reader.holds(RECEIVER, found.unit),
        plain=plain,
    )


def waiting(*, reader: Reader, limit: int = 200) -> tuple[Work, ...]:
    """Returns the steps of complaints that the reader may do, the most urgent first; none about the reader."""
    works = worklist(reader=reader, limit=limit, kind=KIND)
    rows = ComplaintRow.objects.in_bulk([work.matter.id for work in works])
    return tuple(work for work in works if str(reader.account) not in rows[work.matter.id].subjects)


def held(*, reader: Reader, limit: int = 200) -> tuple[Matter, ...]:
    """Returns the newest complaints that the reader's units received, handle or review, or that the reader oversees."""
    seen = Q(pk__in=[])
    for post in reader.posts:
        if post.role in (RECEIVER, INQUIRER):
            seen |= Q(matter__unit_id=post.unit) | Q(handler=post.unit)
        elif post.role == PUBLISHER:
            seen |= Q(publisher=post.unit)
        elif post.role in ("supervisor", "leader", "audit"):
            seen |= Q(region__startswith=region_prefix(post.region))
    rows = ComplaintRow.objects.filter(seen).order_by("-received_at", "matter_id").values_list("matter_id", "subjects")
    mine = (one for one, subjects in rows.iterator() if str(reader.account) not in subjects)
    ids = list(islice(mine, limit))
    found = by_ids(ids=ids)
    return tuple(found[one] for one in ids)


def may_investigate(*, found: Complaint, on: date) -> dict[str, str]:
    """Returns who may investigate a complaint, code → name of units: never the one it is about, if for enforcement."""
    own = {found.unit.code} if found.kind == "enforcement" else set()
    return seating.handlers(region=found.matter.region, on=on, but=own, subjects=found.subjects)


def complained_about(*, found: Complaint, on: date) -> tuple[tuple[str, str], ...]:
    """Returns the officers of the unit complained about, account → name and post, for whoever accepts the complaint."""
    people = seating.staff(unit=found.unit.code, on=on)
    return tuple((str(one.account), f"{one.label}　{one.name}") for one in people)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The published outcome of a complaint: nobody stands in it."""

    number: str
    kind: str
    ground: str
    unit: Unit
    verdict: str
    summary: str
    result: str
    received_at: datetime
    answered_at: datetime
    published_at: datetime
    late: bool
    score: int | None


def outcomes(
    *, region: str, unit: str = "", kind: str = "", page: int = 1, size: int = 20
) -> tuple[tuple[Outcome, ...], int]:
    """Returns a page of published outcomes of a place, newest first, and how many there are; public."""
    rows = ComplaintRow.objects.filter(region__startswith=region_prefix(region), published_at__isnull=False)
    rows = rows.filter(unit_id=unit) if unit else rows
    rows = rows.filter(kind=kind) if kind else rows
    chosen = rows.order_by("-published_at", "matter_id")[(page - 1) * size : page * size]
    return _outcomes(chosen), rows.count()


def outcome(*, number: str) -> Outcome:
    """Returns one published outcome; raises NoSuchComplaint where there is none or it is not public."""
    row = _row(number)
    if row is None or row.published_at is None:
        raise NoSuchComplaint("没有找到这件投诉的公开结果。结果经审核后公开；依法不公开的除外。")
    return _outcomes([row])[0]


def _outcomes(rows: Iterable[ComplaintRow]) -> tuple[Outcome, ...]:
    listed = list(rows)
    matters = by_ids(ids=[row.matter_id for row in listed])
    bodies = units_by_code(codes={row.unit_id for row in listed})
    same = ("ground", "verdict", "summary", "result", "received_at", "answered_at", "published_at", "score")
    return tuple(
        Outcome(
            number=matters[row.matter_id].number,
            kind=KINDS[row.kind].name,
            unit=bodies[row.unit_id],
            late=matters[row.matter_id].late,
            **{name: getattr(row, name) for name in same},
        )
        for row in listed
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What was complained about one unit, in numbers; ``score``: the mean of the ratings, None without any."""

    unit: Unit
    received: int
    refused: int
    open: int
    answered: int
    upheld: int
    late: int
    published: int
    score: float | None


def figures(*, region: str) -> tuple[Figures, ...]:
    """Returns the numbers of each unit complained about in a place, the most first; counts are public."""
    rows = ComplaintRow.objects.filter(region__startswith=region_prefix(region)).values("unit")
    counted = rows.annotate(
        received=Count("matter_id"),
        refused=Count("matter_id", filter=Q(matter__outcome=REFUSED)),
        open=Count("matter_id", filter=Q(answered_at__isnull=True, matter__closed_at__isnull=True)),
        answered=Count("matter_id", filter=~Q(verdict="")),
        upheld=Count("matter_id", filter=Q(verdict__in=["属实", "部分属实"])),
        late=Count("matter_id", filter=Q(matter__late=True)),
        published=Count("matter_id", filter=Q(published_at__isnull=False)),
        score=Avg("score"),
    ).order_by("-received", "unit")
    listed = list(counted)
    bodies = units_by_code(codes={row["unit"] for row in listed})
    return tuple(_figures(row, bodies[row["unit"]]) for row in listed)


def _figures(row: Mapping[str, Any], body: Unit) -> Figures:
    return Figures(**{**row, "unit": body})
