"""The journal's settings: the log's name and its signing key."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from yimen.kernel.trail import note_key_id

ED25519 = 1  # algorithm byte of signed notes


class KeyBroken(ValueError):
    """The public key is not one of a log: says what to do."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The log's name, its Ed25519 key, and the identifier of that key in signed notes."""

    name: str
    key_id: bytes
    public: bytes
    sign: Callable[[bytes], bytes]

    @property
    def verifier_key(self) -> str:
        """Returns the public key in the form of signed notes: ``name+id+base64(1 || key)``."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([ED25519]) + self.public).decode()}"


@cache
def signer() -> Signer:
    """Returns the signer made from the installation's seed."""
    key = Ed25519PrivateKey.from_private_bytes(settings.YIMEN_LOG_SEED)
    public = key.public_key().public_bytes_raw()
    name = settings.YIMEN_LOG_ORIGIN
    return Signer(name=name, key_id=note_key_id(name, ED25519, public), public=public, sign=key.sign)


def verifier(verifier_key: str) -> tuple[tuple[str, bytes], Callable[[bytes, bytes], bool]]:
    """Parses a public key in the form of signed notes into what the kernel's proof check takes; raises KeyBroken."""
    try:
        name, hexed, encoded = verifier_key.strip().split("+", 2)
        key_id, raw = bytes.fromhex(hexed), base64.b64decode(encoded, validate=True)
        public = Ed25519PublicKey.from_public_bytes(raw[1:])
    except ValueError as error:
        raise KeyBroken("公钥的写法不对。请从门户“存证”页面重新复制整行公钥。") from error
    if raw[:1] != bytes([ED25519]):
        raise KeyBroken("公钥不是 Ed25519 格式。请从门户“存证”页面重新复制整行公钥。")

    def verify(signature: bytes, text: bytes) -> bool:
        try:
            public.verify(signature, text)
        except InvalidSignature:
            return False
        return True

    return (name, key_id), verify
