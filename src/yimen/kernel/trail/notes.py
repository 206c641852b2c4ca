"""Signed notes and the checkpoints they carry (C2SP signed-note and tlog-checkpoint)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .errors import TrailError

Signers = Mapping[tuple[str, bytes], Callable[[bytes, bytes], bool]]  # (name, key id) -> check(signature, text)
DASH = "\u2014 "  # a signature line begins with an em dash and a space


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's head: its name, how many entries it holds, and the root over them."""

    origin: str
    size: int
    root: bytes


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """Returns the three lines that are signed: name, size, root in base64; raises TrailError if they can't be read."""
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"
    if parse_checkpoint(text) != checkpoint:
        raise TrailError(f"日志名 {checkpoint.origin!r} 含有换行，不能写入检查点。请改用单行名称。")
    return text


def parse_checkpoint(note: str) -> Checkpoint:
    """Reads the checkpoint of a note (or of its text alone); its signature is not looked at."""
    lines = (_split(note)[0] if "\n\n" in note else note).split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise TrailError("检查点缺行：应有日志名、条数、根三行。请重新下载。")
    origin, size, digest = lines[0], lines[1], decode64(lines[2], "检查点第三行的根")
    if not re.fullmatch("0|[1-9][0-9]{0,18}", size):
        raise TrailError(f"检查点第二行的条数“{size[:30]}”不是规范的整数。请重新下载。")
    if len(digest) != 32:
        raise TrailError("检查点第三行的根不是 32 字节。请重新下载。")
    return Checkpoint(origin=origin, size=int(size), root=digest)


def note_key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Returns the 4 bytes that tell a key: the start of SHA-256 of name, newline, algorithm byte (Ed25519: 1), key."""
    return hashlib.sha256(_name(name).encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def sign_note(text: str, name: str, sign: Callable[[bytes], bytes], key_id: bytes) -> str:
    """Returns the note of ``text`` (whole lines) with one signature line of ``name``."""
    _check_text(text)
    signature = base64.b64encode(key_id + sign(text.encode())).decode()
    return f"{text}\n{DASH}{_name(name)} {signature}\n"


def verify_note(note: str, signers: Signers) -> str:
    """Returns the note's text once a known key's signature holds.

    Signatures of unknown keys are passed over; raises TrailError if none is known or a known one fails.
    """
    _check_text(note)
    text, lines = _split(note)
    known = 0
    for number, line in enumerate(lines, 1):
        name, key_id, signature = _signature(line, number)
        check = signers.get((name, key_id))
        if check is None:
            continue
        if not check(signature, text.encode()):
            raise TrailError(f"第 {number} 行签名（{name}）与检查点内容不符，检查点可能被改动。请重新下载。")
        known += 1
    if not known:
        raise TrailError("检查点上没有所给公钥的签名。请核对公钥是否取自本站“存证”页面。")
    return text


def decode64(text: str, where: str) -> bytes:
    """Decodes base64 that is written the one canonical way; ``where`` names the place in errors."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if base64.b64encode(data).decode() != text:
        raise TrailError(f"{where}不是规范的 base64。请重新下载。")
    return data


def _split(note: str) -> tuple[str, list[str]]:
    """Parts a note into its text and its signature lines, at the last empty line."""
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise TrailError("检查点缺少签名，或末尾不完整。请重新下载。")
    return text + "\n", tail[:-1].split("\n")


def _signature(line: str, number: int) -> tuple[str, bytes, bytes]:
    name, gap, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not gap:
        raise TrailError(f"第 {number} 行签名格式不对。请重新下载。")
    data = decode64(encoded, f"第 {number} 行签名")
    if len(data) < 5:
        raise TrailError(f"第 {number} 行签名过短。请重新下载。")
    return _name(name), data[:4], data[4:]


def _check_text(text: str) -> None:
    if not text.endswith("\n") or re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff]", text):
        raise TrailError("检查点正文含有控制字符或残缺字符，或末尾没有换行。请重新下载。")


def _name(name: str) -> str:
    if not name or "+" in name or any(sign.isspace() for sign in name):
        raise TrailError(f"签名者名称“{name}”为空，或含有空格、加号。请改用不含这些字符的名称。")
    return name
