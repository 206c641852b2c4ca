"""Reads proposals for the lists of powers: for those who propose, those who review, and those who oversee."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yimen.contexts.catalogue.api import Change, last_names
from yimen.contexts.identity.api import Reader, Unit, units_by_code
from yimen.contexts.matters.api import Matter, NoSuchMatter, Task, Work, by_ids, matter, tasks, worklist

from .entries import Entry, as_entry
from .errors import NotYourPower
from .models import ProposalRow
from .posts import may_write
from .proposing import KIND, proposing_post

STATES = {
    "submitted": "审核中",
    "returned": "已退回，等修改",
    "published": "已公布",
    "refused": "不予公布",
    "withdrawn": "已撤回",
}
_MOST = 200  # proposals of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change of a list that was proposed. ``what``: new, change or end; ``before``: what it changes or ends.

    ``day``: the first day of what is to stand, the last of what is to end; ``called``: how people call it.
    """

    id: UUID
    kind: str
    code: str
    what: str
    unit: Unit
    called: str
    name: str
    content: Mapping[str, Any]
    day: date
    change: Change
    before: Entry | None
    revision: int
    post: str
    state: str
    opinion: str
    open: bool
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """The review of a proposal: its matter and steps; ``mine``: the open step that the reader may do.

    ``proposes``: the reader is of those who proposed it, who correct it and take it back.
    """

    proposal: Proposal
    matter: Matter
    tasks: tuple[Task, ...]
    mine: Task | None
    proposes: bool


def proposal_review(*, reader: Reader, number: str = "") -> Review:
    """Returns the review of a proposal by its number; raises NoSuchMatter where there is none for the reader."""
    found = matter(reader=reader, number=number)
    row = _rows().filter(matter_id=found.id).first() if found.kind == KIND else None
    if row is None:
        raise NoSuchMatter(f"“{found.number}”不是清单调整。请从列表进入。")
    steps = tasks(reader=reader, matter=found)
    mine = next((one for one in steps if one.done_at is None and _may(reader, one)), None)
    return Review(_proposals([row])[0], found, steps, mine, _proposes(reader, row))


def proposals(*, reader: Reader, kind: str) -> tuple[tuple[Proposal, Matter], ...]:
    """Returns the proposals of a register that the reader's units and region have, open ones first, newest first."""
    rows = [row for row in _rows().filter(kind=kind).order_by("-open", "-proposed_at")[:_MOST] if _writes(reader, row)]
    matters = by_ids(ids=[row.matter_id for row in rows])
    return tuple((one, matters[one.id]) for one in _proposals(rows))


def open_proposal(*, kind: str, code: str) -> tuple[str, str] | None:
    """Returns the number and the stage of the proposal for an entry that is under review, None where there is none."""
    row = ProposalRow.objects.filter(kind=kind, code=code, open=True).select_related("matter").first()
    return (row.matter.number, STATES[row.state]) if row else None


def proposals_to_do(*, reader: Reader) -> tuple[Work, ...]:
    """Returns the steps of reviews of proposals that the reader may do, the most urgent first."""
    return worklist(reader=reader, kind=KIND)


def _rows() -> Any:
    return ProposalRow.objects.select_related("before")


def _proposals(rows: Iterable[ProposalRow]) -> list[Proposal]:
    listed = list(rows)
    bodies = units_by_code(codes={row.unit_id for row in listed})
    items = last_names(codes={row.code for row in listed if not row.name})
    return [
        Proposal(
            id=row.matter_id,
            kind=row.kind,
            code=row.code,
            what=row.what,
            unit=bodies[row.unit_id],
            called=row.name or items.get(row.code, row.code),
            name=row.name,
            content=row.content,
            day=row.day,
            change=Change(**row.change),
            before=as_entry(row.before, bodies[row.unit_id]) if row.before else None,
            revision=row.revision,
            post=row.post,
            state=row.state,
            opinion=row.opinion,
            open=row.open,
            proposed_at=row.proposed_at,
        )
        for row in listed
    ]


def _may(reader: Reader, task: Task) -> bool:
    return str(reader.account) == task.holder if task.holder else reader.holds(task.role, task.unit)


def _writes(reader: Reader, row: ProposalRow) -> bool:
    return may_write(reader=reader, unit=row.unit_id)


def _proposes(reader: Reader, row: ProposalRow) -> bool:
    try:
        return bool(proposing_post(reader, row))
    except NotYourPower:
        return False
