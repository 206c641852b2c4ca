"""What the journal's tests share: acts with counted ids, and one way to write an entry."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from yimen.contexts.journal.api import Act, Actor, record, seal

MATTER = UUID(int=0xA)
OTHER = UUID(int=0xB)


class Counter:
    """Counts ids up from where it stands; its salts differ by turn."""

    def __init__(self) -> None:
        self.at = 1000

    def id(self) -> UUID:
        self.at += 1
        return UUID(int=self.at)

    def salt(self) -> bytes:
        self.at += 1
        return hashlib.sha256(bytes([self.at % 256])).digest()[:16]


@dataclass
class Office:
    """Someone at work: acts, writes entries, and can let time pass."""

    act: Act

    def later(self, seconds: float) -> Act:
        self.act = replace(self.act, now=self.act.now + timedelta(seconds=seconds))
        return self.act

    def write(self, verb: str = "matters.accept", subject: UUID = MATTER, **more: Any) -> UUID:
        with transaction.atomic():
            return record(act=self.act, verb=verb, subject=subject, region="152221", **more)

    def sealed(self, count: int, subject: UUID = MATTER) -> list[UUID]:
        """Writes and seals ``count`` entries."""
        ids = [self.write(f"matters.step{number}", subject, facts={"number": number}) for number in range(count)]
        seal(act=self.act)
        return ids


@pytest.fixture
def office() -> Office:
    actor = Actor(kind="officer", id="7", label="窗口一")
    return Office(Act(actor=actor, now=datetime(2026, 3, 2, 1, 2, 3, 45, tzinfo=UTC), mint=Counter()))


@pytest.fixture
def as_other(office: Office) -> Callable[[str], Act]:
    """Returns an act of another actor at the same moment."""
    return lambda name: replace(office.act, actor=Actor(kind="client", id=name, label=name))
