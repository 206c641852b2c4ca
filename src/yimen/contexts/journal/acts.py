"""Who acts, when, and with what ids: the one argument of every verb."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

ActorKind = Literal["applicant", "officer", "client", "system"]


class Mint(Protocol):
    """Gives fresh ids and salts, so that verbs themselves hold no chance."""

    def id(self) -> UUID:
        """Returns a new time-ordered id."""
        ...

    def salt(self) -> bytes:
        """Returns 16 fresh bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: ``id`` is an account id (never a personal name); ``label`` is what the trail may show to anyone."""

    kind: ActorKind
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Act:
    """One call of a verb: the actor, the moment (aware), and the mint."""

    actor: Actor
    now: datetime
    mint: Mint


SYSTEM = Actor(kind="system", id="system", label="系统")
