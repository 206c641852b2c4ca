"""Signed notes and checkpoints: the published examples, and every way to spoil one."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.trail import (
    Checkpoint,
    TrailError,
    checkpoint_text,
    note_key_id,
    parse_checkpoint,
    sign_note,
    verify_note,
)

pytestmark = pytest.mark.pure

# golang.org/x/mod/sumdb/note, which the C2SP text describes
NAME, KEY_ID = "PeterNeumann", bytes.fromhex("c74f20a3")
PUBLIC = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
NOTE = f"{TEXT}\n— {NAME} {SIGNED}\n"
STRANGER = "— stranger.example/a " + base64.b64encode(b"1234" + b"s" * 10).decode()


def sign(text: bytes) -> bytes:
    """Gives the published Ed25519 signature for the published text; the journal's tests sign in earnest."""
    return base64.b64decode(SIGNED)[4:] if text == TEXT.encode() else b"signed " + text


def check(signature: bytes, text: bytes) -> bool:
    return signature == sign(text)


SIGNERS = {(NAME, KEY_ID): check}


def test_key_id_of_the_vector() -> None:
    assert note_key_id(NAME, 1, PUBLIC) == KEY_ID
    assert note_key_id(NAME, 2, PUBLIC) != KEY_ID


def test_signing_writes_the_vector() -> None:
    assert sign_note(TEXT, NAME, sign, KEY_ID) == NOTE


def test_the_vector_is_verified() -> None:
    assert verify_note(NOTE, SIGNERS) == TEXT


def test_the_text_may_hold_empty_lines() -> None:
    text = "Ognuno sta solo\n\ned è subito sera.\n"
    assert verify_note(sign_note(text, NAME, sign, KEY_ID), SIGNERS) == text


@pytest.mark.parametrize("position", [0, 1])
def test_signatures_of_strangers_are_passed_over(position: int) -> None:
    lines = [f"— {NAME} {SIGNED}"]
    lines[position:position] = [STRANGER] * 16
    assert verify_note(TEXT + "\n" + "\n".join(lines) + "\n", SIGNERS) == TEXT


def test_a_known_name_with_another_key_is_a_stranger() -> None:
    other = f"— {NAME} " + base64.b64encode(b"\0\0\0\0" + b"s" * 64).decode()
    assert verify_note(f"{TEXT}\n{other}\n— {NAME} {SIGNED}\n", SIGNERS) == TEXT
    with pytest.raises(TrailError, match="没有所给公钥的签名"):
        verify_note(f"{TEXT}\n{other}\n", SIGNERS)


def test_a_signature_too_short_to_name_its_key_is_refused() -> None:
    short = "— stranger.example/a " + base64.b64encode(KEY_ID).decode()
    with pytest.raises(TrailError, match="第 2 行签名过短"):
        verify_note(f"{NOTE}{short}\n", SIGNERS)


def test_a_false_signature_of_a_known_key_spoils_the_note() -> None:
    false = f"— {NAME} " + base64.b64encode(KEY_ID + b"s" * 64).decode()
    with pytest.raises(TrailError, match=r"第 2 行签名（PeterNeumann）与检查点内容不符"):
        verify_note(f"{NOTE}{false}\n", SIGNERS)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        TEXT,
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—"),
        NOTE.replace(f"{NAME} ", NAME),
        NOTE.replace(NAME, "Peter+Neumann"),
        NOTE.replace(NAME, ""),
        NOTE.replace("\n\n", "\n"),
        NOTE.replace(SIGNED, SIGNED[:-1]),
        NOTE.replace(SIGNED, "x08g"),
        NOTE.replace(SIGNED, SIGNED[:-2] + "N="),  # the same bytes, written otherwise
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("If", "\tIf"),
        NOTE.replace("If", "\ud800If"),
    ],
)
def test_malformed_notes_are_refused(note: str) -> None:
    with pytest.raises(TrailError, match="请"):
        verify_note(note, SIGNERS)


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_no_byte_of_a_note_can_change(at: int, difference: int) -> None:
    data = bytearray(NOTE.encode())
    data[at] ^= difference
    try:
        changed = data.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(TrailError):
        verify_note(changed, SIGNERS)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb"])
def test_names_that_could_not_be_read_back_are_refused(name: str) -> None:
    with pytest.raises(TrailError, match="签名者名称"):
        note_key_id(name, 1, PUBLIC)
    with pytest.raises(TrailError, match="签名者名称"):
        sign_note(TEXT, name, lambda text: text, KEY_ID)


def test_only_whole_lines_are_signed() -> None:
    with pytest.raises(TrailError, match="末尾没有换行"):
        sign_note("no end", NAME, lambda text: text, KEY_ID)


# C2SP tlog-checkpoint
EXAMPLE = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""
HEAD = Checkpoint(
    origin="example.com/behind-the-sofa",
    size=20852163,
    root=base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="),
)


def test_the_published_checkpoint() -> None:
    assert parse_checkpoint(EXAMPLE) == HEAD
    assert EXAMPLE.startswith(checkpoint_text(HEAD) + "\n")


def test_further_lines_of_a_checkpoint_are_passed_over() -> None:
    assert parse_checkpoint(checkpoint_text(HEAD) + "more\n") == HEAD


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1), st.integers(0, 10**18))
def test_checkpoints_read_back(origin: str, size: int) -> None:
    head = Checkpoint(origin=origin, size=size, root=bytes(range(32)))
    assert parse_checkpoint(checkpoint_text(head)) == head


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("20852163", "020852163", "条数“020852163”"),
        ("20852163", "-1", "条数“-1”"),
        ("20852163", "+1", "条数“\\+1”"),
        ("20852163", "２", "条数“２”"),
        ("20852163", "9" * 5000, "条数“9{30}”"),
        ("20852163\n", "", "缺行"),
        ("20852163", "", "缺"),
        ("CsUYap", "CsU", "第三行的根"),
        ("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "CsUY", "32 字节"),
        ("q2I=\n", "q2I=", "缺行"),
    ],
)
def test_malformed_checkpoints_are_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(TrailError, match=said):
        parse_checkpoint(checkpoint_text(HEAD).replace(old, new))


@pytest.mark.parametrize(("origin", "size", "root"), [("", 1, 32), ("a\nb", 1, 32), ("a", -1, 32), ("a", 1, 0)])
def test_checkpoints_that_could_not_be_read_back_are_not_written(origin: str, size: int, root: int) -> None:
    with pytest.raises(TrailError, match="。请"):
        checkpoint_text(Checkpoint(origin=origin, size=size, root=bytes(root)))
