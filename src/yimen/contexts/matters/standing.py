"""Lets limits stand still: those whose law names the ground, and with them the limits of steps."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from yimen.contexts.journal.api import Act, trail
from yimen.kernel.clock import Calendar, ClockError, Ground, Pause, local_date

from .timers import MAIN, Timer

Stop = tuple[Pause, Ground]


def ground_named(timers: Iterable[Timer], kind: str) -> Ground | None:
    """Returns the ground by which a special procedure stops the limits that run, None where it stops none."""
    limits = [timer.ledger.limit for timer in timers if timer.runs and timer.role in MAIN]
    return next((ground for limit in limits for ground in limit.grounds if ground.name == kind), None)


def stands_for(timers: Iterable[Timer], kind: str) -> bool:
    """Tells whether any limit that a room started stands still for a special procedure."""
    main = (timer for timer in timers if timer.runs and timer.role in MAIN)
    return any(pause.ground == kind for timer in main for pause in timer.ledger.standing)


def standing_still(timers: Sequence[Timer], today: date) -> list[Stop]:
    """Returns why the promised or the statutory limit stands still now, as pauses that begin today."""
    found = {
        pause.ground: (replace(pause, begin=today), timer.ledger.limit.ground(pause.ground))
        for timer in timers
        if timer.runs and timer.role in ("promised", "statutory")
        for pause in timer.ledger.standing
    }
    return list(found.values())


def suspensions(matter: UUID) -> list[Stop]:
    """Returns the suspensions for which no limit of law stood still, but its steps' did: the journal alone has them."""
    found = list[Stop]()
    for entry in trail(subject=matter):
        facts, verb = entry.facts, entry.verb.partition(".")[2]
        if verb == "suspend" and not facts["stops"]:
            pause = Pause(local_date(entry.at), None, facts["ground"], facts["document"], facts["needs"])
            found.append((pause, Ground(pause.ground, "suspend", entry.basis, "")))
        elif verb == "resume" and facts.get("suspended") and found and found[-1][0].end is None:
            pause, ground = found.pop()
            found.append((replace(pause, end=local_date(entry.at)), ground))
    return found


def stood_still(timer: Timer, stops: Sequence[Stop], days: Calendar) -> Timer:
    """Returns the limit of a step that stands still with its matter; one in hours runs on.

    One that has run out is late no longer than it was when the matter came to stand (``Timer.rest``).
    """
    for pause, ground in stops:
        ledger = timer.ledger
        try:
            if ground not in ledger.limit.grounds:
                ledger = replace(ledger, limit=replace(ledger.limit, grounds=(*ledger.limit.grounds, ground)))
            timer = timer.over(ledger.pause(pause, days), days)
        except ClockError:
            timer = timer.rests(pause)
    return timer


def stopped_by(
    timers: Sequence[Timer], pause: Pause, ground: Ground, days: Calendar, *, own: frozenset[int] = frozenset()
) -> tuple[Timer, ...]:
    """Returns the limits of a matter after a pause of a ground begins; what has run out already stays late.

    ``own``: the tokens of steps that are special procedures themselves, whose own limits run on.

    Raises ClockError where no limit whose law names the ground can stand still any more.
    """
    kept, stopped, fault = list[Timer](), False, None
    for timer in timers:
        fresh = timer
        if timer.runs and timer.role == "step" and timer.token not in own:
            fresh = stood_still(timer, [(pause, ground)], days)
        elif timer.runs and timer.role in MAIN and ground in timer.ledger.limit.grounds:
            try:
                fresh, stopped = timer.over(timer.ledger.pause(pause, days), days), True
            except ClockError as error:
                fault = error
        kept.append(fresh)
    if fault is not None and not stopped:
        raise fault
    return tuple(kept)


def steps_stopped(timers: Sequence[Timer], pause: Pause, ground: Ground, days: Calendar) -> tuple[Timer, ...]:
    """Returns the limits of a matter of which only those of steps stand still for a pause."""
    return tuple(
        stood_still(timer, [(pause, ground)], days) if timer.runs and timer.role == "step" else timer
        for timer in timers
    )


def held(timers: Iterable[Timer]) -> tuple[Timer, ...]:
    """Returns the limits of a suspended matter: what silence would end though it cannot stand still, is held."""
    return tuple(replace(one, held=one.runs and one.waits and one.due is not None) for one in timers)


def let_go(timers: Iterable[Timer], kind: str, act: Act, days: Calendar) -> tuple[Timer, ...]:
    """Returns the limits of a matter that goes on; those that were held begin anew, as if the step opened now."""
    return tuple(_anew(one, act, days) if one.held and one.runs else resumed(one, kind, act, days) for one in timers)


def _anew(timer: Timer, act: Act, days: Calendar) -> Timer:
    hours = timer.ledger.moment is not None
    ledger = replace(timer.ledger, start=local_date(act.now), moment=act.now if hours else None)
    return replace(timer, held=False, rung=False, rest=()).over(ledger, days)


def resumed(timer: Timer, kind: str, act: Act, days: Calendar) -> Timer:
    """Returns a timer that runs on where it stood still for this special procedure; the latter's own clock stops."""
    if not timer.runs:
        return timer
    today = local_date(act.now)
    if timer.role == "special":
        return timer.stop(act.now, today) if timer.name == kind else timer
    timer = timer.rested(kind, today)
    if not any(pause.ground == kind for pause in timer.ledger.standing):
        return timer
    return timer.over(timer.ledger.resume(today, kind), days)
