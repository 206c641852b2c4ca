"""The tree and its proofs: published vectors, RFC 6962 taken literally, and pymerkle."""

from dataclasses import dataclass

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.trail import (
    Frontier,
    TrailError,
    append,
    consistency_proof,
    frontier_root,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

from . import oracle

pytestmark = pytest.mark.pure

# Certificate Transparency's reference vectors: eight entries, and the root after each.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    bytes.fromhex(digest)
    for digest in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
PATHS = {
    (0, 1): "",
    (0, 8): "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    (5, 8): "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    (2, 3): "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    (1, 5): "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
}
CONTINUATIONS = {
    (1, 1): "",
    (1, 8): PATHS[0, 8],
    (6, 8): "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    (2, 5): "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    (6, 7): "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
}


@dataclass(frozen=True)
class Log:
    """A log grown leaf by leaf: its head, and its nodes as stored."""

    frontier: Frontier
    nodes: dict[tuple[int, int], bytes]

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def grown(entries: list[bytes]) -> Log:
    frontier = Frontier()
    nodes: dict[tuple[int, int], bytes] = {}
    for entry in entries:
        frontier, complete = append(frontier, leaf_hash(entry))
        for level, index, digest in complete:
            assert (level, index) not in nodes  # a node is written once, and never changes
            nodes[level, index] = digest
    return Log(frontier, nodes)


SOME = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(9))
def test_roots_of_the_vectors(size: int) -> None:
    assert frontier_root(grown(ENTRIES[:size]).frontier) == ROOTS[size]
    assert root(leaf_hash(entry) for entry in ENTRIES[:size]) == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_audit_paths_of_the_vectors(index: int, size: int) -> None:
    path = inclusion_proof(index, size, grown(ENTRIES).node)
    assert b"".join(path).hex() == PATHS[index, size]
    assert verify_inclusion(leaf_hash(ENTRIES[index]), index, size, path, ROOTS[size])


@pytest.mark.parametrize(("old", "new"), CONTINUATIONS)
def test_continuations_of_the_vectors(old: int, new: int) -> None:
    proof = consistency_proof(old, new, grown(ENTRIES).node)
    assert b"".join(proof).hex() == CONTINUATIONS[old, new]
    assert verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)


@given(SOME, st.data())
def test_all_as_rfc_6962_says(entries: list[bytes], data: st.DataObject) -> None:
    log, size = grown(entries), len(entries)
    new = data.draw(st.integers(1, size))
    old = data.draw(st.integers(1, new))
    index = data.draw(st.integers(0, new - 1))
    assert frontier_root(log.frontier) == oracle.tree_hash(entries)
    assert list(inclusion_proof(index, new, log.node)) == oracle.audit_path(index, entries[:new])
    assert list(consistency_proof(old, new, log.node)) == oracle.consistency(old, entries[:new])
    assert verify_inclusion(
        leaf_hash(entries[index]), index, new, oracle.audit_path(index, entries[:new]), oracle.tree_hash(entries[:new])
    )
    assert verify_consistency(
        old,
        new,
        oracle.tree_hash(entries[:old]),
        oracle.tree_hash(entries[:new]),
        oracle.consistency(old, entries[:new]),
    )


@given(SOME, st.data())
def test_all_as_pymerkle_says(entries: list[bytes], data: st.DataObject) -> None:
    log, other = grown(entries), pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        other.append_entry(entry)
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    leaf, *path = other.prove_inclusion(index + 1, size).path
    assert frontier_root(log.frontier) == other.get_root()
    assert leaf_hash(entries[index]) == leaf
    assert list(inclusion_proof(index, size, log.node)) == path


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_of_every_small_tree_and_no_other_place(size: int) -> None:
    entries = [bytes([number]) for number in range(size)]
    log, top = grown(entries), oracle.tree_hash(entries)
    for index in range(size):
        path = inclusion_proof(index, size, log.node)
        holds = [at for at in range(-1, size + 2) if verify_inclusion(leaf_hash(entries[index]), at, size, path, top)]
        assert holds == [index]


@pytest.mark.parametrize("new", range(34))
def test_every_pair_of_small_trees_is_consistent_and_no_other_pair(new: int) -> None:
    entries = [bytes([number]) for number in range(new)]
    log, roots = grown(entries), [oracle.tree_hash(entries[:size]) for size in range(new + 1)]
    for old in range(new + 1):
        proof = consistency_proof(old, new, log.node)
        holds = [size for size in range(new + 1) if verify_consistency(size, new, roots[old], roots[new], proof)]
        assert holds == [old]


@given(SOME, st.data())
def test_a_changed_proof_proves_nothing(entries: list[bytes], data: st.DataObject) -> None:
    log, size = grown(entries), len(entries)
    old = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, size - 1))
    top, before = oracle.tree_hash(entries), oracle.tree_hash(entries[:old])
    leaf = leaf_hash(entries[index])
    for changed in changes(inclusion_proof(index, size, log.node), data):
        assert not verify_inclusion(leaf, index, size, changed, top)
    for changed in changes(consistency_proof(old, size, log.node), data):
        assert not verify_consistency(old, size, before, top, changed)
    assert not verify_inclusion(flip(leaf, 0), index, size, inclusion_proof(index, size, log.node), top)
    assert not verify_consistency(old, size, flip(before, 0), top, consistency_proof(old, size, log.node))
    assert not verify_consistency(old, size, before, flip(top, 0), consistency_proof(old, size, log.node))


def changes(proof: tuple[bytes, ...], data: st.DataObject) -> list[tuple[bytes, ...]]:
    """Returns the proof with a step more, a step less, a bit flipped, and the cut between two steps moved."""
    found = [(*proof, ROOTS[0]), (ROOTS[0], *proof), (*proof, b""), (b"", *proof)]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bit = data.draw(st.integers(0, 255))
        found += [proof[:-1], proof[1:], (*proof[:at], flip(proof[at], bit), *proof[at + 1 :])]
        found += [(*proof[:at], proof[at][:-1], *proof[at + 1 :])]
    return found


def flip(digest: bytes, bit: int) -> bytes:
    return (int.from_bytes(digest) ^ 1 << bit).to_bytes(len(digest))


def test_an_inner_node_does_not_pass_for_an_entry() -> None:
    """RFC 6962, 2.1: leaves and nodes are hashed apart, so that no pair of nodes can be offered as an entry."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_a_path_longer_than_its_tree_proves_nothing() -> None:
    """The root of two entries must not pass for that of one, whichever size is claimed with it."""
    first, second = leaf_hash(ENTRIES[0]), leaf_hash(ENTRIES[1])
    assert verify_inclusion(second, 1, 2, (first,), ROOTS[2])
    assert not verify_inclusion(second, 0, 1, (first,), ROOTS[2])
    four = consistency_proof(3, 4, grown(ENTRIES).node)
    above = node_hash(ROOTS[8], ROOTS[3]), node_hash(ROOTS[8], ROOTS[4])
    assert verify_consistency(3, 4, ROOTS[3], ROOTS[4], four)
    assert not verify_consistency(3, 4, *above, (*four, ROOTS[8]))


def test_the_empty_log_proves_no_entry_and_is_continued_by_all() -> None:
    assert not verify_inclusion(leaf_hash(b""), 0, 0, (), ROOTS[0])
    assert verify_consistency(0, 0, ROOTS[0], ROOTS[0], ())
    assert verify_consistency(0, 5, ROOTS[0], ROOTS[5], ())
    assert not verify_consistency(0, 0, ROOTS[0], ROOTS[1], ())
    assert not verify_consistency(0, 5, ROOTS[1], ROOTS[5], ())
    assert not verify_consistency(0, 5, ROOTS[0], ROOTS[5], (ROOTS[1],))
    assert not verify_consistency(5, 4, ROOTS[5], ROOTS[4], ())
    assert not verify_consistency(4, 8, ROOTS[4], ROOTS[8], ())


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_path_for_an_entry_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(TrailError, match=f"序号 {index} 不在共 {size} 条的日志之内。请"):
        inclusion_proof(index, size, grown(ENTRIES).node)


@pytest.mark.parametrize(("old", "new"), [(3, 2), (-1, 2)])
def test_no_proof_that_a_log_shrank(old: int, new: int) -> None:
    with pytest.raises(TrailError, match="不能证明"):
        consistency_proof(old, new, grown(ENTRIES).node)
