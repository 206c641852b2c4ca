"""The Merkle tree over the log's entries (RFC 6962, section 2.1), grown one leaf at a time."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """Returns the hash of a leaf: SHA-256 of 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Returns the hash of an inner node: SHA-256 of 0x01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that growing a tree needs: its size in leaves and the roots of its complete subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()


def append(frontier: Frontier, leaf: bytes) -> tuple[Frontier, tuple[tuple[int, int, bytes], ...]]:
    """Returns the frontier with one leaf hash more, and the nodes this completes as (level, index, hash).

    Level 0 holds the leaves; node (level, index) covers the leaves from ``index << level`` on, ``1 << level`` of them.
    """
    level, index, digest, peaks = 0, frontier.size, leaf, frontier.peaks
    complete = [(level, index, digest)]
    while index & 1:
        level, index, digest, peaks = level + 1, index >> 1, node_hash(peaks[-1], digest), peaks[:-1]
        complete.append((level, index, digest))
    return Frontier(frontier.size + 1, (*peaks, digest)), tuple(complete)


def frontier_root(frontier: Frontier) -> bytes:
    """Returns the tree's root; that of the empty tree is SHA-256 of nothing."""
    return join(frontier.peaks)


def root(leaves: Iterable[bytes]) -> bytes:
    """Returns the root over leaf hashes in order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier, _ = append(frontier, leaf)
    return frontier_root(frontier)


def join(peaks: tuple[bytes, ...]) -> bytes:
    """Returns the root above complete subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    digest = peaks[-1]
    for peak in reversed(peaks[:-1]):
        digest = node_hash(peak, digest)
    return digest
