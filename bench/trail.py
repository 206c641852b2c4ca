"""How fast the trail is, beside pymerkle: ``python -m bench.trail``."""

import json
from collections.abc import Callable
from time import perf_counter

import pymerkle

from yimen.kernel.trail import (
    Entry,
    Frontier,
    append,
    entry_bytes,
    frontier_root,
    inclusion_proof,
    leaf_hash,
    verify_inclusion,
)

ENTRIES = 20_000
PROOFS = 1_000


def measure() -> dict[str, float]:
    """Returns entries a second (written; hashed and appended) and microseconds a proof, beside pymerkle's."""
    entries = [_entry(number) for number in range(ENTRIES)]
    bodies: list[bytes] = []
    writing = _seconds(lambda: bodies.extend(map(entry_bytes, entries)))

    nodes: dict[tuple[int, int], bytes] = {}
    heads = [Frontier()]

    def grow() -> None:
        frontier = heads[0]
        for body in bodies:
            frontier, complete = append(frontier, leaf_hash(body))
            for level, index, digest in complete:
                nodes[level, index] = digest
        heads.append(frontier)

    growing = _seconds(grow)
    other = pymerkle.InmemoryTree(algorithm="sha256")
    growing_other = _seconds(lambda: [other.append_entry(body) for body in bodies])
    root = frontier_root(heads[-1])
    if root != other.get_root():
        raise AssertionError("the two trees differ")

    places = [number * 7919 % ENTRIES for number in range(PROOFS)]
    paths: list[tuple[bytes, ...]] = []
    proving = _seconds(lambda: paths.extend(inclusion_proof(at, ENTRIES, lambda *node: nodes[node]) for at in places))
    proving_other = _seconds(lambda: [other.prove_inclusion(at + 1, ENTRIES) for at in places])
    leaves = [leaf_hash(bodies[at]) for at in places]
    checks = list(zip(leaves, places, paths, strict=True))
    checking = _seconds(lambda: [verify_inclusion(leaf, at, ENTRIES, path, root) for leaf, at, path in checks])
    return {
        "entries_written_per_s": ENTRIES / writing,
        "entries_appended_per_s": ENTRIES / growing,
        "entries_appended_per_s_pymerkle": ENTRIES / growing_other,
        "proof_us": proving / PROOFS * 1e6,
        "proof_us_pymerkle": proving_other / PROOFS * 1e6,
        "proof_checked_us": checking / PROOFS * 1e6,
    }


def _entry(number: int) -> Entry:
    return Entry(
        id=f"{number:032x}",
        at="2026-03-02T01:02:03.000000Z",
        verb="matters.complete",
        actor={"kind": "officer", "id": "7", "label": "窗口一"},
        subject=f"{number // 6:032x}",
        region="152221",
        basis="中华人民共和国行政许可法第三十二条",
        facts={"step": number % 6, "opinion": "同意", "due": "2026-03-20"},
        personal={"name": "0" * 64},
    )


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
