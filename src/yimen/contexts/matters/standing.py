"""Lets limits stand still: those whose law names the ground, and with them the limits of steps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from yimen.kernel.clock import Calendar, ClockError, Ground, Pause

from .timers import Timer

Stop = tuple[Pause, Ground]


def standing_still(timers: Sequence[Timer], today: date) -> list[Stop]:
    """Returns why the promised or the statutory limit stands still now, as pauses that begin today."""
    found = {
        pause.ground: (replace(pause, begin=today), timer.ledger.limit.ground(pause.ground))
        for timer in timers
        if timer.runs and timer.role in ("promised", "statutory")
        for pause in timer.ledger.standing
    }
    return list(found.values())


def stood_still(timer: Timer, stops: Sequence[Stop], days: Calendar) -> Timer:
    """Returns the limit of a step that stands still with its matter; one in hours, or late already, runs on."""
    for pause, ground in stops:
        ledger = timer.ledger
        try:
            if ground not in ledger.limit.grounds:
                ledger = replace(ledger, limit=replace(ledger.limit, grounds=(*ledger.limit.grounds, ground)))
            timer = replace(timer, ledger=ledger.pause(pause, days))
        except ClockError:
            continue
    return timer


def stopped_by(timers: Sequence[Timer], pause: Pause, ground: Ground, days: Calendar) -> tuple[Timer, ...]:
    """Returns the limits of a matter after a pause of a ground begins; what has run out already stays late.

    Raises ClockError where no limit whose law names the ground can stand still any more.
    """
    kept, stopped, fault = list[Timer](), False, None
    for timer in timers:
        fresh = timer
        if timer.runs and timer.role == "step":
            fresh = stood_still(timer, [(pause, ground)], days)
        elif timer.runs and timer.role != "special" and ground in timer.ledger.limit.grounds:
            try:
                fresh, stopped = replace(timer, ledger=timer.ledger.pause(pause, days)), True
            except ClockError as error:
                fault = error
        kept.append(fresh)
    if fault is not None and not stopped:
        raise fault
    return tuple(kept)
