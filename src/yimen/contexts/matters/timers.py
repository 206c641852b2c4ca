"""Timers: the limits that run or ran on one matter, as values, as JSON, and as the columns that indexes need."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from yimen.kernel.clock import CHINA, Calendar, Ledger, Pause, Thresholds, Unit, ledger_from_data, ledger_to_data

from .models import MatterRow

Role = Literal["promised", "statutory", "other", "step", "special"]
MAIN: tuple[Role, ...] = ("promised", "statutory", "other")  # those that a room's clock starts and stops
ROLE_NAMES: Mapping[str, str] = {
    "promised": "承诺时限",
    "statutory": "法定时限",
    "other": "另有的法定时限",
    "step": "步骤时限",
    "special": "特别程序所需时间",
}
USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class Timer:
    """One limit on one matter: its ledger, and what has become of it.

    ``role``: the promise; the limit of law it is made on; any ``other`` limit of law that a room starts beside these,
    with a start and a law of its own, such as one counted back from the end of a licence; that of a step; the time a
    special procedure needs.

    ``due``: the last day as last computed, None while paused. ``token``: of the step whose limit it is. ``lapse``: the
    effect that silence takes here, for a step the outcome it gives; '' where it takes none. ``stopped``: the day it was
    stopped; ``late``: it had run out by then; ``rung``: that it ran out is in the journal already; ``held``: the matter
    is suspended, and silence ends no step meanwhile. ``rest``: when its matter stood still after it had run out: what
    it is late grows no more on these days.
    """

    role: Role
    name: str
    ledger: Ledger
    due: date | None = None
    provisional: bool = False
    token: int | None = None
    lights: Thresholds = USUAL
    lapse: str = ""
    stopped: date | None = None
    late: bool = False
    rung: bool = False
    held: bool = False
    rest: tuple[Pause, ...] = ()

    @property
    def runs(self) -> bool:
        """Tells whether the limit still runs (or stands paused)."""
        return self.stopped is None

    @property
    def rings(self) -> bool:
        """Tells whether its running out is still to be told."""
        return self.runs and not (self.rung or self.held)

    @property
    def waits(self) -> bool:
        """Tells whether its running out waits while the matter stands still: nobody could have done the step."""
        return self.role == "step" and bool(self.lapse)

    @property
    def at(self) -> datetime | None:
        """Returns the moment from which on it is late: the midnight after its last day, or the hour itself."""
        if self.due is None:
            return None
        if self.ledger.moment is not None:
            return self.ledger.moment + timedelta(hours=self.ledger.limit.length)
        return midnight(self.due + timedelta(1))

    @property
    def reaches(self) -> date | None:
        """Returns the last day that it looks at: its due day, or the event it is counted back from."""
        return max(self.due, self.ledger.start) if self.due is not None else None

    def over(self, ledger: Ledger, days: Calendar) -> "Timer":
        """Returns the timer with another ledger, counted."""
        return replace(self, ledger=ledger).counted(days)

    def counted(self, days: Calendar) -> "Timer":
        """Returns the timer with its day computed anew; a day that moved may run out, and be told, anew."""
        due = self.ledger.due(days)
        return replace(self, due=due.date, provisional=due.provisional, rung=self.rung and due.date == self.due)

    def rests(self, pause: Pause) -> "Timer":
        """Returns the timer at rest from the day of a pause, where it has run out by then; else as it is.

        One in hours never rests: a day that stands still would take hours with it that were late before.
        """
        if self.ledger.moment is not None:
            return self
        out = self.at is not None and self.at <= midnight(pause.begin + timedelta(1))
        still = any(one.ground == pause.ground and one.end is None for one in self.rest)
        return replace(self, rest=(*self.rest, pause)) if out and not still else self

    def rested(self, ground: str, day: date) -> "Timer":
        """Returns the timer with its rest for a ground ended on a day."""
        if not any(one.ground == ground and one.end is None for one in self.rest):
            return self
        over = (
            replace(one, end=max(day, one.begin)) if (one.ground, one.end) == (ground, None) else one
            for one in self.rest
        )
        return replace(self, rest=tuple(over))

    def stop(self, now: datetime, today: date) -> "Timer":
        """Returns the timer stopped, with its verdict."""
        return replace(self, stopped=today, late=self.at is not None and now >= self.at)


def columns(timers: Sequence[Timer], days: Calendar) -> dict[str, Any]:
    """Returns the columns of a matter that follow from its timers, so that lights and wakings are found by index."""
    running = [timer for timer in timers if timer.runs]
    leads = leading(running)
    statutory = next((timer for timer in running if timer.role == "statutory"), None)
    paused = any(timer.role in ("promised", "statutory") and timer.due is None for timer in running)
    wakes = [one.at for one in running if one.at is not None and one.rings and not (paused and one.waits)]
    dates = leads.ledger.light_dates(days, leads.lights) if leads else None
    return {
        "clock_name": leads.name if leads else "",
        "due_on": leads.due if leads else None,
        "statutory_due_on": statutory.due if statutory and statutory is not leads else None,
        "yellow_from": dates.yellow_from if dates else None,
        "red_from": dates.red_from if dates else None,
        "paused": paused,
        "provisional": any(timer.provisional for timer in running if timer.role in MAIN),
        "wakes_at": min(wakes, default=None),
        "reaches_on": reach(running),
    }


def reach(timers: Iterable[Timer]) -> date | None:
    """Returns the last day that any of the running timers looks at."""
    return max((timer.reaches for timer in timers if timer.runs and timer.reaches is not None), default=None)


def midnight(day: date) -> datetime:
    """Returns the moment at which a day begins in China."""
    return datetime.combine(day, time(), CHINA)


def leading(timers: Iterable[Timer]) -> Timer | None:
    """Returns the running timer whose day people are told: the promised one, else the statutory one."""
    running = [timer for timer in timers if timer.runs]
    for role in ("promised", "statutory"):
        for timer in running:
            if timer.role == role:
                return timer
    return None


def timer_to_data(timer: Timer) -> dict[str, Any]:
    """Returns a timer as JSON-able data, without what counting gives; what has its usual value is left out."""
    data: dict[str, Any] = {"role": timer.role, "name": timer.name, "ledger": ledger_to_data(timer.ledger)}
    data |= {key: getattr(timer, key) for key in ("lapse", "late", "held") if getattr(timer, key)}
    if timer.stopped is not None:
        data["stopped"] = timer.stopped.isoformat()
    if timer.token is not None:
        data["token"] = timer.token
    if timer.rest:
        data["rest"] = [[str(one.begin), str(one.end or ""), one.ground, one.document] for one in timer.rest]
    if timer.lights != USUAL:
        data["lights"] = [timer.lights.percent, timer.lights.least]
    return data


def dues_text(timers: Iterable[Timer]) -> str:
    """Returns what counting gave each timer: its last day, ? where it is provisional, ! once that it ran out is told.

    Such as ``2026-03-11!,2026-03-30?,``: the third stands paused.
    """
    return ",".join(
        f"{timer.due or ''}{'?' if timer.provisional else ''}{'!' if timer.rung else ''}" for timer in timers
    )


def timer_from_data(data: Mapping[str, Any], due: str) -> Timer:
    """Returns the timer that ``timer_to_data`` wrote, with its part of ``dues_text``."""
    day = due.rstrip("?!")
    return Timer(
        role=data["role"],
        name=data["name"],
        ledger=ledger_from_data(data["ledger"]),
        due=date.fromisoformat(day) if day else None,
        provisional="?" in due,
        token=data.get("token"),
        lights=Thresholds(*data["lights"]) if "lights" in data else USUAL,
        lapse=data.get("lapse", ""),
        stopped=date.fromisoformat(data["stopped"]) if "stopped" in data else None,
        late=data.get("late", False),
        held=data.get("held", False),
        rung="!" in due,
        rest=tuple(_pause(*one) for one in data.get("rest", ())),
    )


def _pause(begin: str, end: str, ground: str, document: str) -> Pause:
    return Pause(date.fromisoformat(begin), date.fromisoformat(end) if end else None, ground, document)


def timers_from_data(rows: Sequence[Mapping[str, Any]], dues: str) -> tuple[Timer, ...]:
    """Returns the timers of a matter, with what counting gave them."""
    return tuple(timer_from_data(row, due) for row, due in zip(rows, dues.split(","), strict=True)) if rows else ()


def timers_of(row: MatterRow) -> tuple[Timer, ...]:
    """Returns the timers of a matter, read once from the values that its row has now."""
    if row.read is None or row.read[0] is not row.timers or row.read[1] != row.clock.dues:
        row.read = row.timers, row.clock.dues, timers_from_data(row.timers, row.clock.dues)
    timers: tuple[Timer, ...] = row.read[2]
    return timers


def alike(rows: Sequence[Mapping[str, Any]]) -> UUID:
    """Returns a digest of timers as data: the same for matters on which the same limits run from the same days."""
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return UUID(bytes=hashlib.blake2b(text.encode(), digest_size=16).digest())


def told(timer: Timer) -> dict[str, str]:
    """Returns what a journal entry says of a limit that ran out."""
    limit = timer.ledger.limit
    return {
        "role": timer.role,
        "clock": timer.name,
        "due": timer.due.isoformat() if timer.due else "",
        "law": limit.source if limit.unit is not Unit.HOUR else limit.law,
        **({"token": str(timer.token)} if timer.token is not None else {}),
    }
