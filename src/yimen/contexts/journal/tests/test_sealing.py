"""Sealing, proofs, and the check of the whole log: what was recorded can be shown, and can't be changed unseen."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from yimen.contexts.journal import sealing
from yimen.contexts.journal.api import (
    Checkpoint,
    NotSealedYet,
    Report,
    checkpoint,
    fsck,
    health,
    proof,
    seal,
    stream,
    trail,
    verifier,
)
from yimen.contexts.journal.models import CheckpointRow, EntryRow, LogRow, NodeRow
from yimen.kernel.trail import Frontier, TrailError, append, leaf_hash, verify_note, verify_proof

from .conftest import MATTER, OTHER, Office

pytestmark = pytest.mark.django_db


def head() -> Checkpoint:
    found = checkpoint()
    assert found is not None
    return found


def test_what_is_recorded_can_be_shown_offline(office: Office) -> None:
    for number in range(5):
        office.write(f"matters.step{number}", OTHER if number == 2 else MATTER, personal={"name": "张三"})
        seal(act=office.act)
    who, check = verifier(head().verifier_key)
    data = proof(subject=MATTER)
    verified = verify_proof(data, {who: check})
    assert [entry.verb for entry in verified.entries] == [f"matters.step{number}" for number in (0, 1, 3, 4)]
    assert [entry.id for entry in verified.entries] == [str(entry.id) for entry in trail(subject=MATTER)]
    assert verified.entries[0].at == "2026-03-02T01:02:03.000045Z"
    assert verified.checkpoint.size == 5
    for at in range(0, len(data), 7):
        with pytest.raises(TrailError):
            verify_proof(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], {who: check})


def test_the_root_is_that_of_the_entries_bodies(office: Office) -> None:
    """Two entries, by hand: the root is SHA-256(1, SHA-256(0, first), SHA-256(0, second)), signed by the log's key."""
    office.sealed(2)
    text, _, signature_line = head().note.rpartition("\n\n")
    origin, size, root = text.split("\n")
    first, second = (body.encode() for body in EntryRow.objects.order_by("position").values_list("body", flat=True))
    leaves = [hashlib.sha256(b"\0" + body).digest() for body in (first, second)]
    assert (origin, size) == (settings.YIMEN_LOG_ORIGIN, "2")
    assert base64.b64decode(root) == hashlib.sha256(b"\1" + leaves[0] + leaves[1]).digest()
    public = base64.b64decode(head().verifier_key.split("+", 2)[2])[1:]
    signature = base64.b64decode(signature_line.split(" ")[2])[4:]
    Ed25519PublicKey.from_public_bytes(public).verify(signature, f"{text}\n".encode())


def test_personal_values_enter_as_salted_digests_and_can_be_erased(office: Office) -> None:
    office.write(personal={"name": "张三", "phone": "13800000000"})
    seal(act=office.act)
    row = EntryRow.objects.get()
    data = proof(subject=MATTER).decode()
    assert "张三" not in data
    assert "13800000000" not in data
    digests = json.loads(row.body)["personal"]
    assert digests["name"] == hashlib.sha256(bytes.fromhex(row.salts["name"]) + "张三".encode()).hexdigest()
    assert row.salts["name"] != row.salts["phone"]
    EntryRow.objects.update(salts={})
    assert fsck().errors == ()
    assert proof(subject=MATTER).decode() == data


def test_how_often_one_seals_changes_no_root(office: Office) -> None:
    roots = {}
    for every in (1, 3, 7):
        EntryRow.objects.all().delete()
        LogRow.objects.all().delete()
        NodeRow.objects.all().delete()
        CheckpointRow.objects.all().delete()
        office.act.mint.at = 1000  # type: ignore[attr-defined]  # the same ids again
        for number in range(7):
            office.write(f"a.{number}")
            if number % every == every - 1:
                seal(act=office.act)
        seal(act=office.act)
        roots[every] = head().note
    assert roots[1] == roots[3] == roots[7]


def test_sealing_takes_its_batch_and_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    for _ in range(6):
        office.write()
    assert (seal(act=office.act), health().waiting, head().size) == (4, 2, 4)
    assert (seal(act=office.act), health().waiting, head().size) == (2, 0, 6)
    assert (seal(act=office.act), head().size, health().size) == (0, 6, 6)
    assert [entry.position for entry in stream(position=0, limit=9)] == [0, 1, 2, 3, 4, 5]
    assert fsck() == Report(entries=6, errors=())


def test_an_entry_that_commits_late_takes_a_later_place(office: Office) -> None:
    """Ids are minted before commit: the reader's place must come from sealing, or it would skip the late one."""
    office.sealed(2)
    late = office.act.mint.at = 500  # type: ignore[attr-defined]
    office.write("a.late")
    seal(act=office.act)
    (entry,) = stream(position=2, limit=9)
    assert (entry.verb, entry.id.int, entry.position) == ("a.late", late + 1, 2)


def test_no_proof_before_sealing(office: Office) -> None:
    office.write()
    with pytest.raises(NotSealedYet, match="正在存证"):
        proof(subject=MATTER)
    seal(act=office.act)
    office.write()
    with pytest.raises(NotSealedYet, match="请稍候重试"):
        proof(subject=MATTER)


def test_no_proof_of_nothing() -> None:
    assert checkpoint() is None
    with pytest.raises(LookupError, match="没有找到这件事的留痕"):
        proof(subject=MATTER)


def test_a_public_key_of_another_kind_is_refused(office: Office) -> None:
    office.sealed(1)
    name, key_id, key = head().verifier_key.split("+", 2)
    raw = b"\x02" + base64.b64decode(key)[1:]
    with pytest.raises(ValueError, match="不是 Ed25519"):
        verifier(f"{name}+{key_id}+{base64.b64encode(raw).decode()}")


def test_a_published_note_is_verified_with_its_published_key() -> None:
    """The example of golang.org/x/mod/sumdb/note: other people's keys and notes can be read here, and ours there."""
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signed = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    who, check = verifier("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n")
    assert verify_note(f"{text}\n— PeterNeumann {signed}\n", {who: check}) == text
    with pytest.raises(TrailError, match="不符"):
        verify_note(f"{text}more\n\n— PeterNeumann {signed}\n", {who: check})


def test_another_logs_key_verifies_nothing(office: Office) -> None:
    office.sealed(1)
    who, _ = verifier(head().verifier_key)
    with pytest.raises(TrailError, match="不符"):
        verify_note(head().note, {who: lambda *_: False})


def forge(position: int, **change: str) -> None:
    """Changes the text of an entry, as one could who holds the database but not the key."""
    row = EntryRow.objects.get(position=position)
    row.body = json.dumps(json.loads(row.body) | change, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    row.save()


def forge_with_all_nodes(position: int) -> None:
    """Leaves nothing in the database that differs, except the head, which only the key could sign."""
    forge(position, basis="另一条")
    frontier = Frontier()
    for body in EntryRow.objects.order_by("position").values_list("body", flat=True):
        frontier, complete = append(frontier, leaf_hash(body.encode()))
        for level, index, digest in complete:
            NodeRow.objects.filter(id=sealing.node_key(level, index)).update(hash=digest)


def exchange(first: int, second: int) -> None:
    one, two = EntryRow.objects.get(position=first), EntryRow.objects.get(position=second)
    EntryRow.objects.filter(id=one.id).update(body=two.body)
    EntryRow.objects.filter(id=two.id).update(body=one.body)


def alter_head() -> None:
    CheckpointRow.objects.update(note=head().note.replace("\n7\n", "\n6\n"))


SPOILED: dict[str, tuple[Callable[[], object], str]] = {
    "body": (lambda: forge(3, verb="matters.refuse"), "（序号 3）与存证不符"),
    "time": (lambda: forge(0, at="2020-01-01T00:00:00.000000Z"), "（序号 0）与存证不符"),
    "body and all nodes": (lambda: forge_with_all_nodes(3), "根与全部留痕算出的不一致"),
    "two bodies": (lambda: exchange(2, 5), "（序号 2）与存证不符"),
    "entry gone": (lambda: EntryRow.objects.filter(position=3).delete(), "存证序号 3 缺失"),
    "last entry gone": (lambda: EntryRow.objects.filter(position=6).delete(), "检查点记有 7 条，实有 6 条"),
    "entry unsealed": (lambda: EntryRow.objects.filter(position=6).update(position=None), "检查点记有 7 条"),
    "leaf gone": (lambda: NodeRow.objects.filter(id=2).delete(), "（序号 2）与存证不符"),
    "leaf changed": (lambda: NodeRow.objects.filter(id=2).update(hash=bytes(32)), "（序号 2）与存证不符"),
    "head": (alter_head, "检查点签名不对"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_the_check_of_the_log_finds(how: str, office: Office) -> None:
    office.sealed(7)
    assert (fsck().entries, fsck().errors) == (7, ())
    spoil, said = SPOILED[how]
    spoil()
    report = fsck()
    assert any(said in error for error in report.errors), report.errors
    assert all(error.endswith("。") for error in report.errors)


@pytest.mark.parametrize(
    "change",
    [{"verb": "matters.refuse"}, {"subject": OTHER}, {"region": "110000"}, {"at": datetime(2020, 1, 1, tzinfo=UTC)}],
)
def test_the_check_finds_a_row_that_says_other_than_its_body(change: dict[str, object], office: Office) -> None:
    office.sealed(3)
    EntryRow.objects.filter(position=1).update(**change)
    assert "（序号 1）" in fsck().errors[0]


@pytest.mark.parametrize("spoil", [lambda row: row.delete(), lambda row: row.update(hash=bytes(32))])
def test_the_check_finds_an_inner_node_gone_or_changed(spoil: Callable[[object], object], office: Office) -> None:
    office.sealed(5)
    spoil(NodeRow.objects.filter(id=sealing.node_key(2, 0)))
    assert len(fsck().errors) == 1
