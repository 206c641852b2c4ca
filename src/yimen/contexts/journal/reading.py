"""Reads the journal: the trail of one subject, the stream by place, proofs, and the log's head."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from yimen import swift
from yimen.kernel.codes import region_prefix
from yimen.kernel.trail import Proof, ProofEntry, inclusion_proof, proof_to_json

from . import conf
from .models import CheckpointRow, EntryRow, FollowerRow, LogRow, NodeRow
from .sealing import node_key

_BATCH = 2_000  # subjects of one question: databases take only so many
_DRAWN = timedelta(minutes=10)  # an act's ids are drawn after its moment, those of a long act some time after


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as read. ``position`` is None until sealed; ``facts`` hold no personal values."""

    id: UUID
    position: int | None
    verb: str
    subject: UUID
    region: str
    at: datetime
    actor: Mapping[str, str]
    basis: str
    facts: Mapping[str, Any]


class NotSealedYet(LookupError):
    """The proof can't be given yet: an entry is younger than the newest checkpoint. Try again in a few seconds."""


class LogBroken(RuntimeError):
    """A node of the log is missing: no proof can be given until it is restored."""


def entry(row: EntryRow) -> Entry:
    """Turns a row into an entry."""
    body = json.loads(row.body)
    return Entry(
        id=row.id,
        position=row.position,
        verb=row.verb,
        subject=row.subject,
        region=row.region,
        at=row.at,
        actor=body["actor"],
        basis=body["basis"],
        facts=body["facts"],
    )


def trail(*, subject: UUID) -> tuple[Entry, ...]:
    """Returns all entries of one subject in order. Whoever calls has checked that the reader may see the subject."""
    return tuple(entry(row) for row in EntryRow.objects.filter(subject=subject).order_by("id"))


def trails(*, subjects: Collection[UUID], verb: str) -> tuple[Entry, ...]:
    """Returns the entries of one verb of many subjects, in order. Whoever calls has checked that the reader may."""
    listed = sorted(subjects)
    rows: list[EntryRow] = []
    for first in range(0, len(listed), _BATCH):
        rows += EntryRow.objects.filter(subject__in=listed[first : first + _BATCH], verb=verb)
    return tuple(entry(row) for row in sorted(rows, key=lambda row: row.id))


def stream(*, position: int, limit: int) -> tuple[Entry, ...]:
    """Returns up to ``limit`` sealed entries from ``position`` on."""
    rows = EntryRow.objects.filter(position__gte=position).order_by("position")[:limit]
    return tuple(entry(row) for row in rows)


def newest(*, limit: int) -> tuple[Entry, ...]:
    """Returns the newest entries, for those who audit."""
    return tuple(entry(row) for row in EntryRow.objects.order_by("-id")[:limit])


def between(
    *, verbs: Collection[str], since: datetime, until: datetime, regions: Collection[str], limit: int
) -> tuple[Entry, ...]:
    """Returns up to ``limit`` entries of acts from one moment to another, by verb and region, in order.

    ``regions``: 12 digits each, with all that lies in them. Ids are ordered by time, so only those of the time are
    looked through. Whoever calls has checked that the reader may see these regions.
    """
    places = Q(pk__in=[])
    for prefix in map(region_prefix, regions):
        places |= Q(region__gte=prefix.ljust(12, "0"), region__lte=prefix.ljust(12, "9"))
    rows = EntryRow.objects.filter(places, id__gte=_first_id(since), id__lt=_first_id(until + _DRAWN), verb__in=verbs)
    rows = rows.filter(at__gte=since, at__lte=until).order_by("id")
    return tuple(entry(row) for row in rows[:limit])


def _first_id(moment: datetime) -> UUID:
    """Returns the least id of a moment (RFC 9562 §5.7)."""
    return UUID(int=int(moment.timestamp() * 1_000) << 80)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The newest signed tree head: ``note`` is the signed text."""

    size: int
    note: str
    at: datetime
    verifier_key: str


def checkpoint() -> Checkpoint | None:
    """Returns the newest checkpoint, or None while the log is empty."""
    rows = swift.rows(CheckpointRow, "ORDER BY size DESC LIMIT 1")
    if not rows:
        return None
    row = rows[0]
    return Checkpoint(size=row.size, note=row.note, at=row.at, verifier_key=conf.signer().verifier_key)


def proof(*, subject: UUID) -> bytes:
    """Returns the portable proof of one subject's trail (JSON), checkable offline; raises NotSealedYet.

    Whoever calls has checked that the reader may see the subject.
    """
    rows = list(EntryRow.objects.filter(subject=subject).order_by("id"))
    head = CheckpointRow.objects.order_by("-size").first()
    if not rows:
        raise LookupError("没有找到这件事的留痕。请核对编号。")
    if head is None or any(row.position is None or row.position >= head.size for row in rows):
        raise NotSealedYet("最近一步的留痕正在存证，几秒后即可下载证明。请稍候重试。")
    entries = tuple(
        ProofEntry(
            index=row.position or 0,
            entry=row.body,
            path=inclusion_proof(row.position or 0, head.size, node_hash),
        )
        for row in rows
    )
    return proof_to_json(Proof(origin=conf.signer().name, note=head.note, entries=entries))


def node_hash(level: int, index: int) -> bytes:
    """Returns the hash of a complete tree node; raises LogBroken where it is missing."""
    found = NodeRow.objects.filter(id=node_key(level, index)).values_list("hash", flat=True).first()
    if found is None:
        raise LogBroken("存证数据不完整，暂时不能出具证明。请系统管理员运行 yimen trail fsck 核对，并从备份恢复。")
    return bytes(found)


@dataclass(frozen=True, slots=True)
class Health:
    """How the log stands: its size, entries not sealed yet, and how far each follower lags (entries, last error)."""

    size: int
    waiting: int
    followers: tuple[tuple[str, int, str], ...]


def health() -> Health:
    """Returns the log's state for those who run the system."""
    size = LogRow.objects.filter(id=1).values_list("size", flat=True).first() or 0
    return Health(
        size=size,
        waiting=EntryRow.objects.filter(position__isnull=True).count(),
        followers=tuple((row.name, size - row.position, row.error) for row in FollowerRow.objects.order_by("name")),
    )
