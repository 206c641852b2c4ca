"""Seals personal values at rest (AES-256-GCM, bound to their purpose) and digests them for exact look-up."""

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import conf

_FORM = b"\x01"  # the form of sealed values, so that another cipher can follow
_SHORTEST = 1 + 12 + 16  # bytes: form, nonce, tag


class SealBroken(ValueError):
    """A sealed value does not open: it was damaged, or belongs to another installation or purpose."""


def seal_bytes(data: bytes, *, purpose: str) -> bytes:
    """Returns ``data`` encrypted and authenticated; opens only for the same ``purpose``."""
    nonce = os.urandom(12)  # the cipher's own nonce: never seen by a verb, never part of a result
    return _FORM + nonce + _cipher(purpose).encrypt(nonce, data, purpose.encode())


def open_bytes(data: bytes, *, purpose: str) -> bytes:
    """Returns the plain bytes; raises SealBroken."""
    if data[:1] != _FORM or len(data) < _SHORTEST:
        raise SealBroken("加密数据的格式不认识。请用建立这份数据的版本打开，或从备份恢复。")
    try:
        return _cipher(purpose).decrypt(data[1:13], data[13:], purpose.encode())
    except InvalidTag as error:
        raise SealBroken("加密数据打不开：数据被改动，或密钥不属于本系统。请从备份恢复密钥文件。") from error


def seal_text(value: str, *, purpose: str) -> str:
    """Returns a text sealed for a text column; '' stays ''."""
    return base64.b64encode(seal_bytes(value.encode(), purpose=purpose)).decode() if value else ""


def open_text(value: str, *, purpose: str) -> str:
    """Returns the plain text of a sealed column; '' stays ''."""
    return open_bytes(base64.b64decode(value), purpose=purpose).decode() if value else ""


def lookup_digest(value: str, *, purpose: str) -> str:
    """Returns a keyed digest (HMAC-SHA-256, hex) by which an exact value can be found without being readable."""
    return hmac.new(conf.key(f"digest/{purpose}"), value.encode(), hashlib.sha256).hexdigest()


@cache
def _cipher(purpose: str) -> AESGCM:
    return AESGCM(conf.key(f"seal/{purpose}"))
