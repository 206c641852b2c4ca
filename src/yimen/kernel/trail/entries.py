"""An entry of the trail, and the bytes that stand for it in the log."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from .canonical import canonical
from .errors import TrailError


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to what, when, where, on what legal ground.

    ``at`` is UTC as ISO 8601; ``facts`` hold no personal values; ``personal`` holds salted digests (hex) by field, so
    that erasing a value and its salt (PIPL Art. 47) leaves the log whole.
    """

    id: str
    at: str
    verb: str
    actor: Mapping[str, str]
    subject: str
    region: str
    basis: str
    facts: Mapping[str, Any]
    personal: Mapping[str, str]


def entry_bytes(entry: Entry) -> bytes:
    """Returns the entry's canonical bytes, which are what the log holds a hash of."""
    return canonical({field.name: getattr(entry, field.name) for field in fields(entry)})


def parse_entry(body: bytes) -> Entry:
    """Reads an entry back from its bytes; raises TrailError if they are not the canonical bytes of an entry."""
    try:
        entry = Entry(**json.loads(body))
        fine = _typed(entry) and entry_bytes(entry) == body
    except (ValueError, TypeError, RecursionError):
        fine = False
    if not fine:
        raise TrailError("内容不是规范的留痕格式。请重新下载存证文件。")
    return entry


def _typed(entry: Entry) -> bool:
    maps = (entry.actor, entry.facts, entry.personal)
    texts = [entry.id, entry.at, entry.verb, entry.subject, entry.region, entry.basis]
    return all(isinstance(each, dict) for each in maps) and all(
        isinstance(each, str) for each in [*texts, *entry.actor.values(), *entry.personal.values()]
    )


def personal_digest(value: str, salt: bytes) -> str:
    """Returns the SHA-256 (hex) of the salt, at least 16 bytes, followed by the value's UTF-8 bytes."""
    if len(salt) < 16:
        raise TrailError("留痕所用的盐值不足 16 字节。请联系系统管理员。")
    return hashlib.sha256(salt + value.encode()).hexdigest()
