"""The proof a citizen takes away: whole it convinces, changed in any byte it does not."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.trail import (
    Checkpoint,
    Entry,
    Frontier,
    Proof,
    ProofEntry,
    TrailError,
    append,
    checkpoint_text,
    entry_bytes,
    frontier_root,
    inclusion_proof,
    leaf_hash,
    note_key_id,
    parse_entry,
    personal_digest,
    proof_from_json,
    proof_to_json,
    sign_note,
    verify_proof,
)

pytestmark = pytest.mark.pure

NAME = "yimen.test/trail"
KEY_ID = note_key_id(NAME, 1, bytes(32))


def sign(text: bytes) -> bytes:
    """Stands in for Ed25519, with which the journal's tests sign."""
    return hmac.digest(b"key", text, "sha512")


def check(signature: bytes, text: bytes) -> bool:
    return signature == sign(text)


SIGNERS = {(NAME, KEY_ID): check}


def an_entry(number: int, subject: str = "件一") -> Entry:
    return Entry(
        id=f"{number:032x}",
        at="2026-03-02T01:02:03.000000Z",
        verb="matters.complete",
        actor={"kind": "officer", "id": "7", "label": "窗口一"},
        subject=subject,
        region="152221",
        basis="行政许可法第三十二条",
        facts={"step": number, "办理意见": "同意 😀"},
        personal={"name": personal_digest("张三", bytes(16))},
    )


def proved(entries: list[bytes], indices: list[int], origin: str = NAME) -> Proof:
    """Puts the entries in a log, signs its head, and proves those at ``indices``."""
    frontier = Frontier()
    nodes: dict[tuple[int, int], bytes] = {}
    for body in entries:
        frontier, complete = append(frontier, leaf_hash(body))
        nodes |= {(level, index): digest for level, index, digest in complete}
    text = checkpoint_text(Checkpoint(origin=origin, size=len(entries), root=frontier_root(frontier)))

    def path(index: int) -> tuple[bytes, ...]:
        return inclusion_proof(index, len(entries), lambda level, at: nodes[level, at])

    return Proof(
        origin=origin,
        note=sign_note(text, NAME, sign, KEY_ID),
        entries=tuple(ProofEntry(index=at, entry=entries[at].decode(), path=path(at)) for at in indices),
    )


LOG = [entry_bytes(an_entry(number, "件二" if number == 4 else "件一")) for number in range(7)]
PROOF = proved(LOG, [0, 3, 6])
FILE = proof_to_json(PROOF)


def test_a_whole_proof_gives_the_entries_and_the_head() -> None:
    verified = verify_proof(FILE, SIGNERS)
    assert verified.entries == tuple(an_entry(number) for number in (0, 3, 6))
    assert (verified.checkpoint.origin, verified.checkpoint.size) == (NAME, 7)


def test_a_log_of_one_entry() -> None:
    assert verify_proof(proof_to_json(proved(LOG[:1], [0])), SIGNERS).entries == (an_entry(0),)


def test_line_ends_that_a_shell_adds_do_no_harm() -> None:
    assert verify_proof(FILE + b"\r\n", SIGNERS) == verify_proof(FILE, SIGNERS)


def test_a_proof_reads_back() -> None:
    assert proof_from_json(FILE) == PROOF


def test_no_byte_can_change() -> None:
    for at in range(len(FILE)):
        changed = FILE[:at] + bytes([FILE[at] ^ 1]) + FILE[at + 1 :]
        with pytest.raises(TrailError, match="请"):
            verify_proof(changed, SIGNERS)


@given(st.integers(0, len(FILE) - 1), st.integers(0, 20), st.binary(max_size=20))
def test_nothing_can_be_cut_out_or_put_in(at: int, length: int, put: bytes) -> None:
    changed = FILE[:at] + put + FILE[at + length :]
    if changed.rstrip(b"\r\n") == FILE:
        return
    with pytest.raises(TrailError, match="请"):
        verify_proof(changed, SIGNERS)


def test_an_altered_entry_is_named() -> None:
    altered = replace(PROOF.entries[1], entry=PROOF.entries[1].entry.replace("同意", "拒绝"))
    with pytest.raises(TrailError, match=r"第 2 条留痕（序号 3）与检查点不符"):
        verify_proof(proof_to_json(replace(PROOF, entries=(PROOF.entries[0], altered))), SIGNERS)


def test_a_moved_entry_is_named() -> None:
    moved = replace(PROOF.entries[2], index=5)
    with pytest.raises(TrailError, match=r"第 1 条留痕（序号 5）与检查点不符"):
        verify_proof(proof_to_json(replace(PROOF, entries=(moved,))), SIGNERS)


@pytest.mark.parametrize("index", [7, -1])
def test_an_entry_outside_the_log_is_named(index: int) -> None:
    outside = replace(PROOF.entries[0], index=index)
    with pytest.raises(TrailError, match=f"第 1 条留痕（序号 {index}）不在检查点的 7 条之内"):
        verify_proof(proof_to_json(replace(PROOF, entries=(outside,))), SIGNERS)


def test_an_entry_given_twice_is_named() -> None:
    with pytest.raises(TrailError, match=r"第 2 条留痕（序号 0）重复出现"):
        verify_proof(proof_to_json(replace(PROOF, entries=PROOF.entries[:1] * 2)), SIGNERS)


def test_an_entry_of_another_matter_is_named() -> None:
    with pytest.raises(TrailError, match=r"第 2 条留痕（序号 4）属于另一件事"):
        verify_proof(proof_to_json(proved(LOG, [0, 4])), SIGNERS)


def test_a_sealed_text_that_is_no_entry_is_named() -> None:
    with pytest.raises(TrailError, match=r"第 1 条留痕（序号 1）内容不是规范的留痕格式"):
        verify_proof(proof_to_json(proved([LOG[0], b"{}"], [1])), SIGNERS)


def test_a_proof_without_entries_proves_nothing() -> None:
    with pytest.raises(TrailError, match="没有留痕"):
        verify_proof(proof_to_json(replace(PROOF, entries=())), SIGNERS)


def test_another_key_is_not_enough() -> None:
    with pytest.raises(TrailError, match="没有所给公钥的签名"):
        verify_proof(FILE, {("elsewhere", KEY_ID): check})
    with pytest.raises(TrailError, match="与检查点内容不符"):
        verify_proof(FILE, {(NAME, KEY_ID): lambda *_: False})


def test_a_proof_that_names_another_log_is_refused() -> None:
    with pytest.raises(TrailError, match=r"日志是“other”，检查点却属于“yimen.test/trail”"):
        verify_proof(proof_to_json(replace(PROOF, origin="other")), SIGNERS)


def drop(key: str) -> Callable[[dict[str, object]], object]:
    return lambda value: {name: each for name, each in value.items() if name != key}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drop("note"), "不是存证文件"),
        (drop("entries"), "不是存证文件"),
        (drop("origin"), "不是存证文件"),
        (drop("format"), f"第 {FILE.index(b'format') + 1} 个字节起"),
        (lambda value: value | {"more": 1}, "个字节起"),
        (lambda value: value | {"note": 7}, "不是存证文件"),
        (lambda value: value | {"entries": {}}, "不是存证文件"),
        (lambda value: value | {"entries": [7]}, "第 1 条留痕缺少"),
        (lambda value: value | {"entries": [value["entries"][0] | {"path": [7]}]}, "第 1 条留痕缺少"),
        (lambda value: value | {"entries": [value["entries"][0] | {"path": ["é"]}]}, "第 1 条留痕的路径"),
        (lambda value: value | {"entries": [value["entries"][0] | {"index": "0"}]}, "第 1 条留痕缺少"),
        (lambda value: value | {"entries": [value["entries"][0] | {"index": False}]}, "个字节起"),
        (lambda _: [], "不是存证文件"),
        (lambda _: None, "不是存证文件"),
    ],
)
def test_files_of_another_shape_are_refused(change: Callable[[object], object], said: str) -> None:
    changed = json.dumps(change(json.loads(FILE)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    with pytest.raises(TrailError, match=said):
        proof_from_json(changed.encode())


def test_half_a_character_is_refused() -> None:
    with pytest.raises(TrailError, match="残缺字符"):
        proof_from_json(json.dumps(json.loads(FILE) | {"note": "\ud800"}).encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "第 1 个字符处"),
        (b'{"a":', "第 6 个字符处"),
        (b"\xff\xfe", "已损坏"),
        (b"[" * 200_000, "层次过深"),
        (b"9" * 5_000, "数字过长"),
        (json.dumps(json.loads(FILE), indent=1).encode(), "第 2 个字节起"),
    ],
)
def test_broken_files_are_refused_by_place(data: bytes, said: str) -> None:
    with pytest.raises(TrailError, match=said):
        proof_from_json(data)


def test_entries_read_back() -> None:
    assert parse_entry(entry_bytes(an_entry(3))) == an_entry(3)


@pytest.mark.parametrize(
    "change", [{"actor": []}, {"actor": {"kind": 1}}, {"verb": 1}, {"facts": "x"}, {"personal": {"name": 1}}]
)
def test_entries_of_another_shape_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TrailError, match="不是规范的留痕格式"):
        parse_entry(entry_bytes(replace(an_entry(3), **change)))


def test_an_entry_written_otherwise_is_refused() -> None:
    with pytest.raises(TrailError, match="不是规范的留痕格式"):
        parse_entry(json.dumps(json.loads(LOG[0]), ensure_ascii=False).encode())


def test_a_personal_value_enters_as_a_salted_digest() -> None:
    salt = b"0123456789abcdef"
    assert personal_digest("张三", salt) == hashlib.sha256(salt + "张三".encode()).hexdigest()
    assert personal_digest("张三", salt) != personal_digest("张三", bytes(16))
    with pytest.raises(TrailError, match="16 字节"):
        personal_digest("张三", salt[:15])


def test_hashes_in_the_file_are_base64() -> None:
    step = json.loads(FILE)["entries"][0]["path"][0]
    assert base64.b64decode(step, validate=True) == leaf_hash(LOG[1])
