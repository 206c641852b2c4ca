"""Checks the whole log against its entries, sharing only the hashing with the sealer."""

from dataclasses import dataclass

from yimen.kernel.trail import TrailError, leaf_hash, parse_checkpoint, root, verify_note

from . import conf
from .models import CheckpointRow, EntryRow, NodeRow
from .sealing import node_key


@dataclass(frozen=True, slots=True)
class Report:
    """How many sealed entries were checked, and every fault in a sentence (at most 100)."""

    entries: int
    errors: tuple[str, ...]


def fsck() -> Report:
    """Recomputes every leaf from its entry, the root from the leaves, and compares them with the newest checkpoint."""
    errors: list[str] = []
    leaves: list[bytes] = []
    rows = EntryRow.objects.filter(position__isnull=False).order_by("position")
    for row in rows.iterator(chunk_size=2_000):
        if row.position != len(leaves) and len(errors) < 100:
            errors.append(f"存证序号 {len(leaves)} 缺失或重复（留痕 {row.id}）。请从备份恢复。")
        leaf = leaf_hash(row.body.encode())
        stored = NodeRow.objects.filter(id=node_key(0, row.position or 0)).values_list("hash", flat=True).first()
        if stored is None or bytes(stored) != leaf:
            errors.append(f"留痕 {row.id}（序号 {row.position}）与存证不符：内容可能被改动。请从备份核对。")
        leaves.append(leaf)
        if len(errors) >= 100:
            break
    head = CheckpointRow.objects.order_by("-size").first()
    if head is not None and not errors:
        errors += _head(head.note, leaves)
    return Report(entries=len(leaves), errors=tuple(errors))


def _head(note: str, leaves: list[bytes]) -> list[str]:
    who, check = conf.verifier(conf.signer().verifier_key)
    try:
        verify_note(note, {who: check})
        checkpoint = parse_checkpoint(note)
    except TrailError as error:
        return [f"检查点签名不对：{error}"]
    if checkpoint.size != len(leaves):
        return [f"检查点记有 {checkpoint.size} 条，实有 {len(leaves)} 条。请从备份恢复。"]
    return [] if checkpoint.root == root(leaves) else ["检查点的根与全部留痕算出的不一致。请从备份核对。"]
