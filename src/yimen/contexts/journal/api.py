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
)
from .recording import AnsweredOtherwise, Note, answered, once, record, record_all, remember
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
    "Note",
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
    "record_all",
    "remember",
    "seal",
    "stream",
    "trail",
    "verifier",
]
