"""Proofs that an entry is in a tree and that one tree continues another (RFC 6962 2.1.1, 2.1.2; checks: RFC 9162)."""

from collections.abc import Callable, Sequence

from .errors import TrailError
from .tree import EMPTY_ROOT, join, node_hash

Node = Callable[[int, int], bytes]  # (level, index) of a complete node -> its hash


def inclusion_proof(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """Returns the audit path, lowest first, of leaf ``index`` in the tree of ``size`` leaves."""
    if not 0 <= index < size:
        raise TrailError(f"序号 {index} 不在共 {size} 条的日志之内。请核对序号。")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_subtree(middle, high, node))
            high = middle
        else:
            path.append(_subtree(low, middle, node))
            low = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, node: Node) -> tuple[bytes, ...]:
    """Returns the proof, lowest first, that the tree of ``new`` leaves continues that of ``old``."""
    if not 0 <= old <= new:
        raise TrailError(f"不能证明 {new} 条的日志延续了 {old} 条的日志。请核对两个条数的先后。")
    if old in (0, new):
        return ()
    proof: list[bytes] = []
    low, high = 0, new
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_subtree(middle, high, node))
            high = middle
        else:
            proof.append(_subtree(low, middle, node))
            low = middle
    if low:  # else the old root itself is a node of the new tree, and the checker has it
        proof.append(_subtree(low, high, node))
    return tuple(reversed(proof))


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Returns whether ``path`` leads from leaf hash ``leaf`` at ``index`` to ``root`` (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, digest = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            digest = node_hash(sibling, digest)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and digest == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Returns whether ``proof`` shows that the new tree begins with the old one (RFC 9162 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not proof and old_root == new_root
    rest = list(proof) if old & (old - 1) else [old_root, *proof]
    if not rest:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = rest[0]
    for digest in rest[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            before, after = node_hash(digest, before), node_hash(digest, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, digest)
        here, last = here >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _split(size: int) -> int:
    """Returns the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def _subtree(low: int, high: int, node: Node) -> bytes:
    """Returns the root over leaves ``low`` to ``high``, put together from complete nodes."""
    peaks: list[bytes] = []
    while low < high:
        level = (high - low).bit_length() - 1
        peaks.append(node(level, low >> level))
        low += 1 << level
    return join(tuple(peaks))
