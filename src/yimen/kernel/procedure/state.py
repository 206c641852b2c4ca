"""Where a run stands: small and immutable."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Happening = Literal[
    "opened",
    "done",
    "lapsed",
    "deemed",
    "passed",
    "signed",
    "voted",
    "fired",
    "received",
    "returned",
    "resubmitted",
    "added",
    "transferred",
    "delegated",
    "recalled",
    "withdrawn",
    "urged",
    "terminated",
    "suspended",
    "resumed",
]


class Turn(NamedTuple):
    """One person's go at a step that is still to come. ``who`` "" is the post itself; ``until`` an ISO date or ""."""

    who: str = ""
    until: str = ""


class OpenTask(NamedTuple):
    """A human step that waits. ``token`` is unique in its run; ``scope`` is the run of a sub-process, 0 for none.

    ``item``: the unit or person that this instance of a ``group`` is for, or whose part of a sub-process it lies in.
    ``who`` has the turn now, "" the post itself, ``until`` a day where it was delegated; ``then`` are the turns still
    to come. ``ticket``: where a return that keeps what was done leads back to. ``root``: the token under which the step
    opened, 0 for this one.
    """

    token: int
    node: str
    scope: int = 0
    item: str = ""
    group: int = 0
    who: str = ""
    until: str = ""
    then: tuple[Turn, ...] = ()
    ticket: int = 0
    root: int = 0

    @property
    def line(self) -> int:
        """Returns the token under which the step opened."""
        return self.root or self.token


class Waiting(NamedTuple):
    """A token that came along a flow to a join and waits there for the others."""

    scope: int
    flow: str


class Scope(NamedTuple):
    """One run of a sub-process: its number, its node, and the scope it lies in.

    Where several run it, it is the part of an ``item`` in a ``group``; ``outcome`` is what the part ended with.
    """

    id: int
    node: str
    parent: int
    item: str = ""
    group: int = 0
    outcome: str = ""


class Own(NamedTuple):
    """What a step ended with in one part of a sub-process that several run; ``scope`` is that of the part."""

    scope: int
    node: str
    outcome: str


class Pending(NamedTuple):
    """A timer or a message that has not come; ``duration`` is that of the timer, "" for a message.

    ``host``: what a boundary event hangs on: the line of a task, the token of a group, or minus the number of a scope.
    """

    token: int
    node: str
    scope: int = 0
    host: int = 0
    duration: str = ""


class Vote(NamedTuple):
    """What one instance of a group ended with; ``root`` is its line."""

    token: int
    item: str
    outcome: str
    root: int = 0


class Group(NamedTuple):
    """A step or a sub-process that several do. ``items`` are those whose instance has not opened, ``size`` counts all.

    Parts of a sub-process keep what they ended with themselves; ``votes`` are then those of the round before.
    """

    token: int
    node: str
    scope: int
    size: int
    items: tuple[str, ...] = ()
    votes: Sequence[Vote] = ()
    ticket: int = 0


class Heard(NamedTuple):
    """The voices of a step that several did and that asked for more: kept until its next outcome."""

    node: str
    scope: int
    votes: Sequence[Vote]


class Kept(NamedTuple):
    """A turn set aside by a return that keeps what was done; ``outcome`` is what the earlier step had ended with."""

    id: int
    task: OpenTask
    outcome: str


class Marking(NamedTuple):
    """Some of what a state holds."""

    tasks: tuple[OpenTask, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    scopes: tuple[Scope, ...] = ()
    pending: tuple[Pending, ...] = ()
    groups: tuple[Group, ...] = ()
    kept: tuple[Kept, ...] = ()
    own: tuple[Own, ...] = ()


class Undo(NamedTuple):
    """What the transition that ended a turn took and gave; ``result`` is the step's outcome before, "" for none."""

    token: int
    node: str
    result: str
    took: Marking
    gave: Marking
    urged: int = 0


class Urged(NamedTuple):
    """How often a step, or its instance for an item, was urged since it was last done."""

    node: str
    item: str
    times: int


class Event(NamedTuple):
    """What happened at a node within one transition; ``outcome`` is the code that a step ended with.

    A step is "done" by a person, "lapsed" by silence past its limit, "deemed" by the law from wherever the run stood.
    A turn that is not the last of its step is "signed", one of a group "voted". For "returned" ``outcome`` is the node
    sent back to, for changes of hands who has the turn now, for "suspended" the ground, for "terminated" the reason.
    """

    kind: Happening
    node: str
    outcome: str = ""


def within(scopes: Iterable[Scope], ids: Iterable[int]) -> set[int]:
    """Returns these scopes and all that lie in them."""
    found, scopes = set(ids), tuple(scopes)
    while more := {item.id for item in scopes if item.parent in found} - found:
        found |= more
    return found


class State(NamedTuple):
    """All that a run remembers. ``results`` pairs each step done so far with its last outcome.

    ``open_tasks`` stand in the order of their tokens.
    ``pending``: timers and messages; ``groups``: steps that several do; ``kept``: turns that a return set aside;
    ``undo``: what can still be withdrawn; ``ground``: that of a suspension, "" where the run moves; ``heard``: voices
    that stand though their step will be done again; ``own``: the outcomes within the parts of sub-processes, in the
    order in which they were given.
    """

    open_tasks: Sequence[OpenTask] = ()
    waiting: tuple[Waiting, ...] = ()
    scopes: tuple[Scope, ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    next_token: int = 1
    ended: bool = False
    pending: tuple[Pending, ...] = ()
    groups: tuple[Group, ...] = ()
    kept: tuple[Kept, ...] = ()
    undo: tuple[Undo, ...] = ()
    urged: tuple[Urged, ...] = ()
    ground: str = ""
    heard: tuple[Heard, ...] = ()
    own: tuple[Own, ...] = ()
