"""Drafts as values, and who reads them: the unit's own writers and those who review for its region."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Entry, trail
from yimen.kernel.codes import region_prefix

from .models import CommentRow, DraftRow
from .posts import REVIEWING, WRITING, NotYourItem, reading

STATES = {
    "draft": "编写中",
    "submitted": "审核中",
    "returned": "退回修改",
    "published": "已发布",
    "discarded": "作废",
}
EDITABLE = ("draft", "returned")
DONE = ("published", "discarded")
_TOLD = 3  # faults of a draft that a refusal tells
ENDING = ("取消", "下放")  # changes by which the item itself ends here
_MOST = 500  # drafts of a list


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a draft: the field's key and Chinese name, what to do; ``must``: before it is submitted."""

    field: str
    label: str
    words: str
    must: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as in its table: ``state`` is one of STATES, ``revision`` the number to save against.

    ``content``: plain data in the shape of ``publish``, as far as it is written; of ``publish_base`` where ``base``.
    """

    id: UUID
    kind: str
    code: str
    name: str
    unit: str
    region: str
    content: Mapping[str, Any]
    based_on: UUID | None
    first_day: date | None
    reason: str
    document: str
    ends: tuple[str, ...]
    targets: tuple[str, ...]
    origin: UUID | None
    due_on: date | None
    state: str
    revision: int
    editors: frozenset[str]
    post: str
    review: UUID | None
    version: UUID | None
    base: bool
    followed: UUID | None
    became: UUID | None
    created_at: datetime
    changed_at: datetime

    @property
    def state_name(self) -> str:
        """Returns the state in words."""
        return STATES[self.state]

    @property
    def editable(self) -> bool:
        """Tells whether it may still be written."""
        return self.state in EDITABLE


class NoSuchDraft(LookupError):
    """There is no such draft, or it is not the reader's to see: the answer is the same (HTTP 404)."""


class DraftRefused(ValueError):
    """Says why a draft was not taken further and what to do; nothing was changed (HTTP 422).

    ``findings``: the faults by field, where the draft itself is at fault.
    """

    def __init__(self, words: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(words)
        self.findings = findings


def unsound(*, draft: "Draft", faults: tuple[Finding, ...]) -> DraftRefused:
    """Returns what refuses a draft for its faults: the first of them, and where the rest is told."""
    told = faults[:_TOLD]
    said = "".join(f"“{one.label}”{one.words}" for one in told)
    rest = f"其余 {len(faults) - len(told)} 处在草稿页逐栏列出。" if len(faults) > len(told) else ""
    return DraftRefused(f"“{draft.name or '未命名的事项'}”还有 {len(faults)} 处必须改正：{said}{rest}", faults)


class CodeTaken(DraftRefused):
    """A new item would have the code of one in force, which is to be changed instead. ``code``: its code."""

    def __init__(self, words: str, code: str) -> None:
        super().__init__(words)
        self.code = code


class DraftMoved(DraftRefused):
    """Somebody else changed the draft meanwhile: nothing was changed (HTTP 409). ``revision``: where it stands now."""

    def __init__(self, words: str, revision: int) -> None:
        super().__init__(words)
        self.revision = revision


def draft(*, reader: Reader, id: UUID) -> Draft:  # noqa: A002 - the plain word
    """Returns a draft that the reader writes or reviews; raises NoSuchDraft."""
    row = DraftRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchDraft(_NONE)
    try:
        reading(reader, row.unit_id, row.region)
    except NotYourItem:
        raise NoSuchDraft(_NONE) from None
    return as_draft(row)


def drafts(*, reader: Reader, closed: bool = False) -> tuple[Draft, ...]:
    """Returns the drafts that the reader writes or reviews, the last 500 changed; ``closed``: those done with."""
    rows = DraftRow.objects.filter(state__in=DONE) if closed else DraftRow.objects.exclude(state__in=DONE)
    seen = Q(unit__in=[post.unit for post in reader.posts if post.role == WRITING])
    for post in reader.posts:
        if post.role in REVIEWING:
            seen |= Q(region__startswith=region_prefix(post.region))
    return tuple(as_draft(row) for row in rows.filter(seen).order_by("-changed_at", "id")[:_MOST])


def drafts_of(*, review: UUID) -> tuple[Draft, ...]:
    """Returns the drafts that one review decides on, in the order in which they were begun.

    For the room that runs the review: it has checked the reader.
    """
    return tuple(as_draft(row) for row in DraftRow.objects.filter(review=review).order_by("created_at", "id"))


def draft_history(*, reader: Reader, id: UUID) -> tuple[Entry, ...]:  # noqa: A002 - the plain word
    """Returns who did what to a draft and when, oldest first, each save with the fields it changed."""
    draft(reader=reader, id=id)
    return trail(subject=id)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of a field ("" the whole) of a draft; ``settled_at``: since when it is done with."""

    id: UUID
    field: str
    text: str
    post: str
    at: datetime
    settled_at: datetime | None
    settled_by: str


def comments(*, reader: Reader, id: UUID) -> tuple[Comment, ...]:  # noqa: A002 - the plain word
    """Returns what was said of a draft, oldest first; raises NoSuchDraft."""
    draft(reader=reader, id=id)
    rows = CommentRow.objects.filter(draft=id).order_by("at", "id")
    return tuple(Comment(**{name: getattr(row, name) for name in Comment.__slots__}) for row in rows)


def locked(id: UUID, states: tuple[str, ...], doing: str) -> DraftRow:  # noqa: A002 - the plain word
    """Returns a draft locked for this transaction; raises NoSuchDraft, or DraftMoved where its state forbids it."""
    row = DraftRow.objects.select_for_update().filter(id=id).first()
    if row is None:
        raise NoSuchDraft(_NONE)
    if row.state not in states:
        words = f"这份草稿现在是“{STATES[row.state]}”，不能{doing}。请刷新页面，看它到了哪一步。"
        raise DraftMoved(words, row.revision)
    return row


def check_revision(row: DraftRow, revision: int) -> None:
    """Raises DraftMoved where the draft is no longer as somebody saw it."""
    if row.revision != revision:
        words = f"这份草稿已由别人改到第 {row.revision} 稿，您看到的是第 {revision} 稿。没有保存，别人的改动没有丢失。"
        raise DraftMoved(f"{words}请另开一个窗口打开最新一稿，把您的改动填进去再保存。", row.revision)


def as_draft(row: DraftRow) -> Draft:
    """Returns a row as a draft."""
    keys = {name: f"{name}_id" for name in ("unit", "based_on", "origin", "version", "followed", "became")}
    values = {name: getattr(row, keys.get(name, name)) for name in Draft.__slots__}
    values |= {"content": json.loads(row.content), "ends": tuple(row.ends), "targets": tuple(row.targets)}
    return Draft(**{**values, "editors": frozenset(row.editors)})


_NONE = "没有找到这份事项草稿。请从“事项目录”的列表进入。"
