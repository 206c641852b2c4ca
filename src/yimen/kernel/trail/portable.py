"""A proof one can take away: entries, their paths and a signed checkpoint in one file, checked without the log."""

import base64
import json
from dataclasses import dataclass

from .canonical import canonical
from .entries import Entry, parse_entry
from .errors import TrailError
from .notes import Checkpoint, Signers, decode64, parse_checkpoint, verify_note
from .proofs import verify_inclusion
from .tree import leaf_hash

FORMAT = "yimen-proof/1"


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """One entry: its place in the log, its exact text, and its audit path, lowest first."""

    index: int
    entry: str
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The trail of one subject: the log's name, the signed checkpoint, the entries."""

    origin: str
    note: str
    entries: tuple[ProofEntry, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a proof has shown: these entries are in the log of this checkpoint (not that there are no others)."""

    checkpoint: Checkpoint
    entries: tuple[Entry, ...]


def proof_to_json(proof: Proof) -> bytes:
    """Returns the proof as canonical JSON; hashes in base64."""
    return canonical(
        {
            "format": FORMAT,
            "origin": proof.origin,
            "note": proof.note,
            "entries": [
                {"index": e.index, "entry": e.entry, "path": [base64.b64encode(step).decode() for step in e.path]}
                for e in proof.entries
            ],
        }
    )


def proof_from_json(data: bytes) -> Proof:
    """Reads a proof; raises TrailError unless it is, but for line ends after it, just what proof_to_json writes."""
    data = data.rstrip(b"\r\n")  # shells add them
    try:
        proof = _proof(json.loads(data))
        written = proof_to_json(proof)
    except TrailError:
        raise
    except (ValueError, RecursionError) as error:
        raise TrailError(f"文件不是存证文件，或已损坏（{_place(error)}）。请重新下载。") from None
    if written != data:
        at = next((i for i, (a, b) in enumerate(zip(written, data, strict=False)) if a != b), len(written))
        raise TrailError(f"文件从第 {at + 1} 个字节起与本站导出的格式不同。请重新下载，不要编辑或另存。")
    return proof


def verify_proof(data: bytes, signers: Signers) -> Verified:
    """Checks a proof offline, against public keys alone; raises TrailError saying which entry is wrong and how."""
    proof = proof_from_json(data)
    checkpoint = parse_checkpoint(verify_note(proof.note, signers))
    if checkpoint.origin != proof.origin:
        raise TrailError(f"存证文件写的日志是“{proof.origin}”，检查点却属于“{checkpoint.origin}”。请重新下载。")
    if not proof.entries:
        raise TrailError("存证文件里没有留痕。请重新下载。")
    entries: list[Entry] = []
    seen: set[int] = set()
    for number, each in enumerate(proof.entries, 1):
        where = f"第 {number} 条留痕（序号 {each.index}）"
        entries.append(_check(each, where, checkpoint))
        if each.index in seen:
            raise TrailError(f"{where}重复出现。请重新下载。")
        if entries[-1].subject != entries[0].subject:
            raise TrailError(f"{where}属于另一件事。请重新下载。")
        seen.add(each.index)
    return Verified(checkpoint=checkpoint, entries=tuple(entries))


def _check(each: ProofEntry, where: str, checkpoint: Checkpoint) -> Entry:
    if not 0 <= each.index < checkpoint.size:
        raise TrailError(f"{where}不在检查点的 {checkpoint.size} 条之内。请重新下载。")
    body = each.entry.encode()
    if not verify_inclusion(leaf_hash(body), each.index, checkpoint.size, each.path, checkpoint.root):
        raise TrailError(f"{where}与检查点不符：内容、序号或路径被改动过。请重新下载；仍不符请向监督机构反映。")
    try:
        return parse_entry(body)
    except TrailError as error:
        raise TrailError(f"{where}{error}") from None


def _proof(value: object) -> Proof:
    match value:
        case {"origin": str(origin), "note": str(note), "entries": list(entries)}:
            return Proof(origin=origin, note=note, entries=tuple(_entry(each, n) for n, each in enumerate(entries, 1)))
    raise TrailError("文件不是存证文件：缺少日志名、检查点或留痕。请选择从本站下载的存证文件。")


def _entry(value: object, number: int) -> ProofEntry:
    match value:
        case {"index": int(index), "entry": str(entry), "path": list(path)} if all(isinstance(s, str) for s in path):
            steps = tuple(decode64(step, f"第 {number} 条留痕的路径") for step in path)
            return ProofEntry(index=int(index), entry=entry, path=steps)
    raise TrailError(f"第 {number} 条留痕缺少序号、内容或路径。请重新下载。")


def _place(error: Exception) -> str:
    match error:
        case json.JSONDecodeError(pos=place):
            return f"第 {place + 1} 个字符处"
        case UnicodeDecodeError(start=place):
            return f"第 {place + 1} 个字节处"
    return "层次过深或数字过长"
