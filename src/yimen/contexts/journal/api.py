"""The journal's door."""

from .acts import SYSTEM, Act, Actor, Mint
from .checking import Report, fsck
from .conf import KeyBroken, verifier
from .following import advance, follow
from .reading import (
    Checkpoint,
    Entry,
    Health,
    NotSealedYet,
    between,
    checkpoint,
    health,
    newest,
    proof,
    stream,
    trail,
    trails,
)
from .recording import AnsweredOtherwise, answered, once, record, record_alike, remember
from .sealing import seal

__all__ = [
    "SYSTEM",
    "Act",
    "Actor",
    "AnsweredOtherwise",
    "Checkpoint",
    "Entry",
    "Health",
    "KeyBroken",
    "Mint",
    "NotSealedYet",
    "Report",
    "advance",
    "answered",
    "between",
    "checkpoint",
    "follow",
    "fsck",
    "health",
    "newest",
    "once",
    "proof",
    "record",
    "record_alike",
    "remember",
    "seal",
    "stream",
    "trail",
    "trails",
    "verifier",
]
