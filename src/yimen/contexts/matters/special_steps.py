"""Steps that are special procedures themselves: their own limit is their clock, and a ground stops the main limits."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from yimen.contexts.identity.api import ROLES
from yimen.contexts.journal.api import Act
from yimen.kernel.clock import Calendar, ClockError, Pause, local_date
from yimen.kernel.procedure import SPECIALS, Node, limit_words

from .models import MatterRow, SpecialRow
from .standing import ground_named, standing_still, stands_for, stood_still, stopped_by
from .timers import Timer


def kind_of(node: Node) -> str:
    """Returns the special procedure that a step is: its ground, else its type (现场勘察 …); '' for any other step."""
    return node.ground or SPECIALS.get(node.special, "")


def opened(
    timers: tuple[Timer, ...], fresh: Mapping[int, Node], own: frozenset[int], days: Calendar, today: date
) -> tuple[Timer, ...]:
    """Returns the timers once steps have opened: what the ground of one names stands still from today.

    ``fresh``: the steps that open now, by token; ``own``: the tokens of all open steps that are special procedures:
    their own clocks run. A limit that has run out stays so. A step that opens while the limits stand still stands too.
    """
    for node in fresh.values():
        ground = ground_named(timers, node.ground) if node.ground else None
        if ground is not None:
            pause = Pause(today, None, ground.name, document(node), limit_words(node.limit))
            with suppress(ClockError):  # all of them have run out, or stand still for it already
                timers = stopped_by(timers, pause, ground, days, own=own)
    still = standing_still(timers, today)
    return tuple(
        stood_still(timer, still, days) if timer.token in fresh and timer.token not in own else timer
        for timer in timers
    )


def document(node: Node) -> str:
    """Returns what stands as the document of a special procedure that the procedure itself orders."""
    return f"流程步骤“{node.name}”"


def begin(act: Act, row: MatterRow, fresh: Iterable[Node], timers: tuple[Timer, ...]) -> list[SpecialRow]:
    """Returns the records of the special procedures that begin with steps; one that already goes on is not doubled.

    ``timers``: as they stand now that the steps have opened.
    """
    nodes = {kind_of(node): node for node in fresh if kind_of(node)}
    if not nodes:
        return []
    going = set(SpecialRow.objects.filter(matter=row, ended_on=None).values_list("kind", flat=True))
    return [
        SpecialRow(
            id=act.mint.id(),
            matter=row,
            kind=kind,
            pauses=stands_for(timers, kind),
            document=document(node),
            told=limit_words(node.limit) or "以办完这一步为准",
            post=ROLES.get(node.role, node.role),
            begun_on=local_date(act.now),
        )
        for kind, node in nodes.items()
        if kind not in going
    ]
