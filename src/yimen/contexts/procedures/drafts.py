"""Drafts as values, and who reads them: the unit's own drafters and those who review for its region."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Entry, trail
from yimen.kernel.codes import region_prefix
from yimen.kernel.procedure import Finding, Procedure, ProcedureError, check, compile_bpmn

from .calling import Bound, Called
from .fitting import misfits
from .models import DraftRow
from .posts import DRAFTING, REVIEWING, may_draft, may_review

STATES = {
    "draft": "起草",
    "submitted": "已送审",
    "returned": "退回修改",
    "reviewed": "已审核",
    "published": "已发布",
    "discarded": "作废",
}
EDITABLE = ("draft", "returned")
_MOST = 500  # drafts of a list


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: ``state`` is one of STATES, ``revision`` the number to save against, ``version`` what it became."""

    id: UUID
    key: str
    name: str
    xml: bytes
    based_on: UUID | None
    unit: str
    author: UUID
    post: str
    editors: frozenset[str]
    state: str
    note: str
    justification: str
    opinion: str
    reviewer_post: str
    revision: int
    version: UUID | None
    created_at: datetime
    changed_at: datetime

    @property
    def state_name(self) -> str:
        """Returns the state in words."""
        return STATES[self.state]

    @property
    def editable(self) -> bool:
        """Tells whether it may still be drawn."""
        return self.state in EDITABLE


class NoSuchDraft(LookupError):
    """There is no such draft, or it is not the reader's to see: the answer is the same (HTTP 404)."""


class DraftRefused(ValueError):
    """Says why a draft was not taken further and what to do; nothing was changed (HTTP 422).

    ``findings``: the faults by element and line, where the procedure itself is at fault.
    """

    def __init__(self, words: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(words)
        self.findings = findings


def draft(*, reader: Reader, id: UUID) -> Draft:  # noqa: A002 - the plain word
    """Returns a draft that the reader draws or reviews; raises NoSuchDraft."""
    return as_draft(seen_row(reader, id))


def seen_row(reader: Reader, id_: UUID) -> DraftRow:
    """Returns the row of a draft that the reader draws or reviews; raises NoSuchDraft."""
    row = DraftRow.objects.filter(id=id_).first()
    if row is None or not _sees(reader, row.unit_id):
        raise NoSuchDraft("没有找到这份流程草稿。请从“流程管理”的列表进入。")
    return row


def drafts(*, reader: Reader, closed: bool = False) -> tuple[Draft, ...]:
    """Returns the drafts that the reader draws or reviews, the last 500 changed; ``closed``: those done with."""
    done = ("published", "discarded")
    rows = DraftRow.objects.filter(state__in=done) if closed else DraftRow.objects.exclude(state__in=done)
    seen = Q(unit__in=[post.unit for post in reader.posts if post.role == DRAFTING])
    for post in reader.posts:
        if post.role == REVIEWING:
            seen |= Q(region__startswith=region_prefix(post.region))
    return tuple(as_draft(row) for row in rows.filter(seen).order_by("-changed_at", "id")[:_MOST])


def draft_history(*, reader: Reader, id: UUID) -> tuple[Entry, ...]:  # noqa: A002 - the plain word
    """Returns who did what to a draft and when, oldest first; raises NoSuchDraft."""
    found = draft(reader=reader, id=id)
    published = trail(subject=found.version) if found.version else ()
    return (*trail(subject=id), *(entry for entry in published if entry.facts.get("draft") == str(id)))


def findings(*, xml: bytes, on: date, called: Called | None = None) -> tuple[tuple[Finding, ...], Procedure | None]:
    """Returns what is wrong with a file or to be looked at, and the procedure where it compiles, else None.

    ``on``: the day whose versions it calls; of those that begin later the first, where none is in force. ``called``
    finds them instead.
    """
    finder = called or Called(on, ahead=True)
    try:
        procedure = compile_bpmn(xml, finder)
    except ProcedureError as error:
        return error.every, None
    return tuple(sorted({*_checked(xml, tuple(finder.bound.items())), *misfits(procedure, on)})), procedure


@lru_cache(maxsize=32)
def _checked(xml: bytes, bound: tuple[tuple[str, str], ...]) -> tuple[Finding, ...]:
    """Returns what is wrong with a file and the versions it calls, kept: a tangle takes seconds, and is shown often."""
    return check(compile_bpmn(xml, Bound(dict(bound))))


def as_draft(row: DraftRow) -> Draft:
    """Returns a row as a draft."""
    plain = {name: getattr(row, name) for name in Draft.__slots__ if name not in _OTHERWISE}
    return Draft(
        **plain,
        xml=bytes(row.xml),
        based_on=row.based_on_id,
        unit=row.unit_id,
        author=row.author_id,
        editors=frozenset(row.editors),
        version=row.version_id,
    )


_OTHERWISE = ("xml", "based_on", "unit", "author", "editors", "version")


def _sees(reader: Reader, unit: str) -> bool:
    return may_draft(reader=reader, unit=unit) or may_review(reader=reader, unit=unit)
