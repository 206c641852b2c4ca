"""The settings of identity: the key of personal fields, and how many failed sign-ins lock a name."""

from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings

LOCK_AFTER = 5
LOCK_MINUTES = 15


@cache
def key(purpose: str) -> bytes:
    """Returns the 32-byte key for one purpose, drawn from the installation's field key (HKDF, RFC 5869)."""
    return HKDFExpand(algorithm=SHA256(), length=32, info=f"yimen/{purpose}".encode()).derive(settings.YIMEN_FIELD_KEY)
