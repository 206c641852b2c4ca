"""Steps that are special procedures themselves: their own limit is their clock, and a ground stops the main limits."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from yimen.contexts.identity.api import ROLES
from yimen.contexts.journal.api import Act
from yimen.kernel.clock import Calendar, ClockError, Ground, Pause, local_date
from yimen.kernel.procedure import SPECIALS, Node, limit_words

from .models import MatterRow, SpecialRow
from .timers import MAIN, Timer


def kind_of(node: Node) -> str:
    """Returns the special procedure that a step is: its ground, else its type (现场勘察 …); '' for any other step."""
    return node.ground or SPECIALS.get(node.special, "")


def ground_named(timers: Iterable[Timer], kind: str) -> Ground | None:
    """Returns the ground by which a special procedure stops the limits that run, None where it stops none."""
    limits = [timer.ledger.limit for timer in timers if timer.runs and timer.role in MAIN]
    return next((ground for limit in limits for ground in limit.grounds if ground.name == kind), None)


def paused(timer: Timer, pause: Pause, ground: Ground, days: Calendar) -> Timer:
    """Returns a timer that stands still from now on where its law names the ground; a step's stands with the others.

    Raises ClockError where it had run out before; a step that is late already stays late.
    """
    if not timer.runs or timer.role == "special":
        return timer
    ledger = timer.ledger
    if timer.role == "step" and ground not in ledger.limit.grounds:
        if ledger.moment is not None:
            return timer  # a limit in hours runs through
        ledger = replace(ledger, limit=replace(ledger.limit, grounds=(*ledger.limit.grounds, ground)))
    if ground not in ledger.limit.grounds:
        return timer
    try:
        return replace(timer, ledger=ledger.pause(pause, days))
    except ClockError:
        if timer.role == "step":
            return timer
        raise


def resumed(timer: Timer, kind: str, act: Act) -> Timer:
    """Returns a timer that runs on where it stood still for this special procedure; the latter's own clock stops."""
    if not timer.runs:
        return timer
    today = local_date(act.now)
    if timer.role == "special":
        return timer.stop(act.now, today) if timer.name == kind else timer
    if not any(pause.ground == kind for pause in timer.ledger.standing):
        return timer
    return replace(timer, ledger=timer.ledger.resume(today, kind))


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
            timers = tuple(timer if timer.token in own else _still(timer, pause, ground, days) for timer in timers)
    for pause, ground in _standing(timers):
        late = replace(pause, begin=today)
        timers = tuple(
            _still(timer, late, ground, days) if timer.token in fresh and timer.token not in own else timer
            for timer in timers
        )
    return timers


def _still(timer: Timer, pause: Pause, ground: Ground, days: Calendar) -> Timer:
    if any(standing.ground == ground.name for standing in timer.ledger.standing):
        return timer
    try:
        return paused(timer, pause, ground, days)
    except ClockError:
        return timer


def _standing(timers: tuple[Timer, ...]) -> list[tuple[Pause, Ground]]:
    main = next((timer for timer in timers if timer.runs and timer.role in MAIN and timer.ledger.standing), None)
    if main is None:
        return []
    return [(pause, main.ledger.limit.ground(pause.ground)) for pause in main.ledger.standing]


def document(node: Node) -> str:
    """Returns what stands as the document of a special procedure that the procedure itself orders."""
    return f"流程步骤“{node.name}”"


def begin(act: Act, row: MatterRow, fresh: Iterable[Node], timers: tuple[Timer, ...]) -> list[SpecialRow]:
    """Returns the records of the special procedures that begin with steps; one that already goes on is not doubled."""
    nodes = {kind_of(node): node for node in fresh if kind_of(node)}
    if not nodes:
        return []
    going = set(SpecialRow.objects.filter(matter=row, ended_on=None).values_list("kind", flat=True))
    return [
        SpecialRow(
            id=act.mint.id(),
            matter=row,
            kind=kind,
            pauses=ground_named(timers, kind) is not None and bool(node.ground),
            document=document(node),
            told=limit_words(node.limit) or "以办完这一步为准",
            post=ROLES.get(node.role, node.role),
            begun_on=local_date(act.now),
        )
        for kind, node in nodes.items()
        if kind not in going
    ]
