"""What is public of a matter's limits, steps and parts: days and units, but no paper, no conclusion, no opinion."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yimen.kernel.clock import Ledger, Pause

from . import views
from .branches import Branch, branches
from .holders import Hand
from .timers import Timer
from .whereabouts import Pass, Whereabouts


def plain_parts(found: views.Matter, steps: Sequence[views.Task]) -> tuple[Branch, ...]:
    """Returns the parts of units without what they concluded and without the names of papers."""
    parts = branches(matter=found, steps=steps)
    return tuple(
        replace(
            one,
            outcome="",
            opinion="",
            timer=_bare(one.timer),
            before=_bare_passes(one.before),
            hand=_post_alone(one.hand),
            halted=_untold(one.halted),
        )
        for one in parts
    )


def plain(found: Whereabouts) -> Whereabouts:
    """Returns where a matter stands without the names of the papers that stopped the limits of its steps."""
    stays = tuple(replace(stay, timer=_bare(stay.timer), hand=_post_alone(stay.hand)) for stay in found.stays)
    before = {node: _bare_passes(each) for node, each in found.before.items()}
    gone = {node: replace(one, passes=_bare_passes(one.passes)) for node, one in found.gone.items()}
    return replace(found, stays=stays, before=before, gone=gone, halted=_untold(found.halted))


def _post_alone(hand: Hand | None) -> Hand | None:
    return replace(hand, until=None) if hand else None


def _untold(ground: str | None) -> str | None:
    """Returns that a matter is suspended, without the ground: that is the applicant's."""
    return None if ground is None else ""


def _bare_passes(found: Iterable[Pass]) -> tuple[Pass, ...]:
    return tuple(replace(one, timer=_bare(one.timer)) for one in found)


def _bare(timer: Timer | None) -> Timer | None:
    ledger = unnamed(timer.ledger) if timer else None
    return replace(timer, ledger=ledger, rest=_unnamed(timer.rest)) if timer and ledger else None


def unnamed(ledger: Ledger | None) -> Ledger | None:
    """Returns a ledger without the names of the papers that stopped it: they are the applicant's."""
    if ledger is None:
        return None
    return replace(
        ledger,
        pauses=_unnamed(ledger.pauses),
        extensions=tuple(replace(one, by="依法批准", document="文书见申请人的办件页") for one in ledger.extensions),
    )


def _unnamed(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    return tuple(replace(pause, document="文书见申请人的办件页") for pause in pauses)
