"""The only reader of the clock and source of chance: everything below takes time, ids and salts as arguments."""

import os
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

from yimen.contexts.journal.api import Act, Actor


class _Mint:
    """Draws time-ordered ids (UUIDv7, RFC 9562 §5.7, with a counter in rand_a so that one process never goes back)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = (0, 0)

    def id(self) -> UUID:
        with self._lock:
            milliseconds = time.time_ns() // 1_000_000
            last, count = self._last
            if milliseconds > last:
                count = int.from_bytes(os.urandom(1)) >> 1
            else:
                milliseconds, count = (last, count + 1) if count < 0xFFF else (last + 1, 0)
            self._last = (milliseconds, count)
        tail = int.from_bytes(os.urandom(8)) & (2**62 - 1)
        return UUID(int=milliseconds << 80 | 7 << 76 | count << 64 | 2 << 62 | tail)

    def salt(self) -> bytes:
        return os.urandom(16)


MINT = _Mint()


def now() -> datetime:
    """Reads the clock, once a request."""
    return datetime.now(UTC)


def act(actor: Actor) -> Act:
    """Returns who acts, at this moment, with fresh ids and salts."""
    return Act(actor=actor, now=now(), mint=MINT)
