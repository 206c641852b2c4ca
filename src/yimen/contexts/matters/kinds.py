"""The rooms whose matters run here: each kind registers what its outcomes do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from yimen.contexts.journal.api import Act
from yimen.kernel.clock import Ledger
from yimen.kernel.procedure import Outcome

from .views import Matter, Task


@dataclass(frozen=True, slots=True)
class Clock:
    """The limit that runs from now on: the promised ledger, and the statutory one where there is one."""

    name: str
    ledger: Ledger
    statutory: Ledger | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a room did on an outcome: facts for the journal, values for the procedure's conditions, and the clock.

    ``clock``: None keeps the running one; ``stop`` ends it. ``outcome``: the matter's result, once decided.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    clock: Clock | None = None
    stop: bool = False
    outcome: str = ""


class Room(Protocol):
    """A kind of matter."""

    def completing(
        self, *, act: Act, matter: Matter, task: Task, outcome: Outcome, opinion: str, form: Mapping[str, Any]
    ) -> Effect:
        """Does what the outcome means in this room, in the transaction of the step; raises to refuse the step."""
        ...


_rooms: dict[str, Room] = {}


def register(kind: str, *, room: Room) -> None:
    """Registers the room of a kind; called once, when its app is ready."""
    if _rooms.setdefault(kind, room) is not room:
        raise ValueError(f"two rooms claim the kind {kind}")


def room(kind: str) -> Room:
    """Returns the room of a kind."""
    return _rooms[kind]
