"""The rooms whose matters run here: each kind registers what its outcomes do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from yimen.contexts.journal.api import Act
from yimen.kernel.clock import Ledger, Thresholds, local_date, said
from yimen.kernel.procedure import Node, Outcome

from .refusals import StepRefused
from .views import Matter, Task

if TYPE_CHECKING:
    from .records import Record

NOT_BEFORE = "not_before"  # in a matter's data: steps, by node, that are done on an agreed ISO day at the earliest


def agreed_day(*, data: Mapping[str, Any], node: str) -> date | None:
    """Returns the agreed day before which a step of a matter is not done, by the matter's data; None without one."""
    day = data.get(NOT_BEFORE, {}).get(node)
    return date.fromisoformat(day) if day else None


@dataclass(frozen=True, slots=True)
class Clock:
    """The limits that run from now on.

    ``ledger``: the promised limit with the ``statutory`` one beside it, or a statutory limit alone. ``others``: more
    limits of law that run at the same time. ``lights``: when yellow begins. ``silence``: the ids of the limits whose
    running out takes the effect its article gives, because the item says so.
    """

    name: str
    ledger: Ledger
    statutory: Ledger | None = None
    others: tuple[Ledger, ...] = ()
    lights: Thresholds = field(default_factory=Thresholds)
    silence: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Gesture:
    """What was done with a step besides ending it, or with the whole matter, as its entry names it (``verb``).

    ``to``: the node to which it was returned, and whether what was done is ``kept``; ``undone``: the code of the
    outcome that was taken back; ``post``: by which post it is made.
    """

    verb: str
    to: str = ""
    kept: bool = False
    undone: str = ""
    reason: str = ""
    post: str = ""


class Room(Protocol):
    """A kind of matter.

    ``binding``: the codes of outcomes that stand though they have no effect in the licence law: they are told to
    somebody, or decide. They are neither taken back nor returned past. ``separate``: the roles whose steps of one
    matter different people do; only whom their office appointed to both posts does both.
    """

    binding: frozenset[str] = frozenset()
    separate: frozenset[str] = frozenset()

    def apart(
        self,
        *,
        account: str,  # noqa: ARG002 - for the rooms that look at it, as all here
        units: Collection[str],  # noqa: ARG002
        matter: Matter,  # noqa: ARG002
        step: Node | None,  # noqa: ARG002
    ) -> str:
        """Returns why somebody keeps away from a step (回避), None for the whole matter; '' where nothing says so.

        ``units``: those for which somebody would act who is only to be given a turn. Asked before anyone does a step,
        makes a gesture, or is chosen for one.
        """
        return ""

    def forbids(self, *, matter: Matter, gesture: Gesture) -> str:  # noqa: ARG002
        """Returns why a gesture cannot be made in this room now, '' where it can: what only fails is not offered."""
        return ""

    def gestured(self, *, act: Act, matter: Matter, gesture: Gesture) -> None:  # noqa: ARG002
        """Does what a gesture means in this room, in its transaction; raises StepRefused where it may not be."""
        return

    def voiced(
        self,
        *,
        act: Act,  # noqa: ARG002 - for the rooms that keep it, as all here
        matter: Matter,  # noqa: ARG002
        task: Task,  # noqa: ARG002
        outcome: Outcome,  # noqa: ARG002
        opinion: str,  # noqa: ARG002
        form: Mapping[str, Any],  # noqa: ARG002
    ) -> None:
        """Keeps what one of several said whose outcome does not end the step yet; raises StepRefused to refuse it.

        Of a 会签 each but the last, and whoever signs before the holder or has the step confirmed.
        """
        return

    def no_hosts(self, *, matter: Matter) -> Collection[str]:  # noqa: ARG002
        """Returns the accounts of those who may not hold a hearing of the matter."""
        return ()

    def recorded(self, *, act: Act, matter: Matter, record: "Record") -> None:  # noqa: ARG002
        """Checks what the law of this kind asks of the record of a special procedure; raises StepRefused."""
        return

    def completing(
        self, *, act: Act, matter: Matter, task: Task, outcome: Outcome, opinion: str, form: Mapping[str, Any]
    ) -> Effect:
        """Does what the outcome means in this room, in the transaction of the step; raises to refuse the step."""
        ...

    def lapsing(self, *, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> Effect:
        """Does what silence means in this room once a limit ran out on ``due``; ``effect`` as outcomes have them."""
        ...


def silence_refused(*, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> StepRefused:
    """Returns what a room raises whose steps silence never ends: the limit is told as run out, in these words."""
    limit = f"“{ledger.limit.name_zh}”{said(due)}届满，今天{said(local_date(act.now))}，超时结果 {effect}"
    words = f"{matter.title} {matter.number} 逾期未办，不能视为已经办理（{limit}）"
    return StepRefused(f"{words}。请从流程里去掉这一步的超时默认，然后继续办理。")


_rooms: dict[str, Room] = {}


def register(kind: str, *, room: Room) -> None:
    """Registers the room of a kind; called once, when its app is ready."""
    if _rooms.setdefault(kind, room) is not room:
        raise ValueError(f"two rooms claim the kind {kind}")


def kinds() -> tuple[str, ...]:
    """Returns the kinds there are."""
    return tuple(_rooms)


def room(kind: str) -> Room:
    """Returns the room of a kind."""
    return _rooms[kind]
