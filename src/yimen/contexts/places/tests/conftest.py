"""Acts of the tests: a fixed moment, ids that count."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import pytest

from yimen.contexts.journal.api import SYSTEM, Act


class Counting:
    """Mints 1, 2, 3 … as ids that look like UUIDv7."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def id(self) -> UUID:
        return UUID(int=next(self._numbers) << 84 | 7 << 76 | 2 << 62)

    def salt(self) -> bytes:
        return bytes(16)


@pytest.fixture
def act() -> Act:
    return Act(actor=SYSTEM, now=datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC), mint=Counting())
