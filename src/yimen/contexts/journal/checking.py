"""Checks the whole log against its entries, sharing only the hashing with the sealer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from yimen.kernel.trail import (
    Frontier,
    TrailError,
    append,
    frontier_root,
    leaf_hash,
    parse_checkpoint,
    verify_note,
)

from . import conf
from .models import CheckpointRow, EntryRow, NodeRow
from .sealing import node_key

MOST = 100  # faults are told one by one up to here
BATCH = 400  # with the nodes above them, less than the 999 values SQLite takes in one query


@dataclass(frozen=True, slots=True)
class Report:
    """How many sealed entries were checked, and every fault in a sentence (at most 100)."""

    entries: int
    errors: tuple[str, ...]


def fsck() -> Report:
    """Recomputes every node from the entries, compares them with those stored, and the root with the newest checkpoint.

    What stands beside an entry's body (verb, subject, region, time) must say the same as the body.
    """
    frontier, errors = Frontier(), list[str]()
    rows = EntryRow.objects.filter(position__isnull=False).order_by("position").iterator(chunk_size=BATCH)
    while len(errors) < MOST and (batch := list(islice(rows, BATCH))):
        computed: dict[int, tuple[bytes, EntryRow]] = {}
        for row in batch:
            errors += _row(row, frontier.size)
            frontier, complete = append(frontier, leaf_hash(row.body.encode()))
            computed |= {node_key(level, index): (digest, row) for level, index, digest in complete}
        errors += _nodes(computed)
    head = CheckpointRow.objects.order_by("-size").first()
    if head is not None and not errors:
        errors += _head(head.note, frontier)
    return Report(entries=frontier.size, errors=tuple(errors[:MOST]))


def _row(row: EntryRow, place: int) -> Iterator[str]:
    if row.position != place:
        yield f"存证序号 {place} 缺失或重复（留痕 {row.id}）。请从备份恢复。"
    beside = {
        "id": str(row.id),
        "verb": row.verb,
        "subject": str(row.subject),
        "region": row.region,
        "at": row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    try:
        body = json.loads(row.body)
        other = [name for name, value in beside.items() if body[name] != value]
    except (ValueError, LookupError, TypeError):
        other = ["body"]
    if other:
        yield f"留痕 {row.id}（序号 {row.position}）的 {'、'.join(other)} 与正文不一致，可能被改动。请从备份核对。"


def _nodes(computed: dict[int, tuple[bytes, EntryRow]]) -> Iterator[str]:
    stored = {row.id: bytes(row.hash) for row in NodeRow.objects.filter(id__in=computed)}
    for key, (digest, row) in computed.items():
        if stored.get(key) != digest:
            what = f"第 {key >> 48} 层存证节点" if key >> 48 else "内容"
            yield f"留痕 {row.id}（序号 {row.position}）与存证不符：{what}缺失或可能被改动。请从备份核对。"


def _head(note: str, frontier: Frontier) -> list[str]:
    who, check = conf.verifier(conf.signer().verifier_key)
    try:
        verify_note(note, {who: check})
        checkpoint = parse_checkpoint(note)
    except TrailError as error:
        return [f"检查点签名不对：{error}"]
    if checkpoint.size != frontier.size:
        return [f"检查点记有 {checkpoint.size} 条，实有 {frontier.size} 条。请从备份恢复。"]
    if checkpoint.root != frontier_root(frontier):
        return ["检查点的根与全部留痕算出的不一致。请从备份核对。"]
    return []
