"""What is told of a play: how many were on time, who was busy, who waited and for how long, step by step."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from .hours import DAY, Hours, begun_on, ended_on
from .playing import Fate, Work, played
from .scene import APPLICANT, Scene

BUSY = 0.85  # how busy officers may be before queues grow
ANSWER = "5wd"  # by when an applicant is told what is missing, else it counts as accepted (行政许可法 第三十二条)
_ANSWERS = frozenset({"accept", "refuse_acceptance"})


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """One role. ``used``: the share of its officers' time, 0 to 1, up to the close of the last day with arrivals.

    ``asked``: how many officers the load would keep busy if nothing waited: all its work, however late it is done, over
    the days with arrivals. Whoever has too few officers sees only what these get done, here and at the steps behind.
    Waits are in minutes. ``queue``: how many turns waited at the close of each working day, from day 0 on.
    """

    role: str
    officers: int
    turns: int
    used: float
    asked: float
    mean_wait: float
    longest_wait: int
    queue: tuple[int, ...]

    @property
    def longest_queue(self) -> int:
        """Returns the most turns that waited at the close of any day."""
        return max(self.queue, default=0)

    @property
    def needed(self) -> int:
        """Returns how many officers do the work that comes without being busier than 85 of 100."""
        return max(1, ceil(self.asked / BUSY - 1e-9))


@dataclass(frozen=True, slots=True)
class StepLoad:
    """One step: how many turns were done, their mean wait and work in minutes, and how many were over its limit."""

    node: str
    name: str
    role: str
    limit: str
    turns: int
    mean_wait: float
    mean_work: float
    over: int


@dataclass(frozen=True, slots=True)
class Answering:
    """One step that accepts or not, which no promise counts: of its turns, how many took longer than they may.

    ``over``: longer than the step's own limit; ``unlawful``: than the five days of the law. Who still waits when the
    play is over is counted too.
    """

    name: str
    limit: str
    turns: int
    over: int
    unlawful: int


@dataclass(frozen=True, slots=True)
class Foresight:
    """The answer. ``on_time`` and ``late``: against the promise; ``open``: neither decided nor late yet.

    ``outside``: those for which no promise runs. ``last_day``: the number of the day on which the last matter ended.
    """

    fates: tuple[Fate, ...]
    works: tuple[Work, ...]
    roles: tuple[RoleLoad, ...]
    steps: tuple[StepLoad, ...]
    on_time: int
    late: int
    open: int
    outside: int
    last_day: int
    answering: tuple[Answering, ...]

    @property
    def rate(self) -> float | None:
        """Returns the share on time, None where no promise runs; what never came to its end is not on time."""
        if not self.on_time + self.late + self.open:
            return None
        stuck = sum(fate.ended < 0 and fate.verdict in {"open", "outside"} for fate in self.fates)
        return self.on_time / (self.on_time + self.late + stuck)

    @property
    def ended(self) -> int:
        """Returns how many matters came to their end."""
        return sum(fate.ended >= 0 for fate in self.fates)

    @property
    def mean_days(self) -> float | None:
        """Returns the mean of the working days from arrival to end, None where nothing ended."""
        spans = self._spans()
        return sum(spans) / len(spans) if spans else None

    @property
    def mean_unaccepted(self) -> float | None:
        """Returns the mean of the working days from arrival to acceptance, which no promise counts; None for none."""
        waits = [begun_on(fate.accepted) - begun_on(fate.arrived) for fate in self.fates if fate.accepted >= 0]
        return sum(waits) / len(waits) if waits else None

    def within(self, share: float) -> int | None:
        """Returns in how many working days a share of the ended matters had ended, such as 0.9; None where none did."""
        spans = sorted(self._spans())
        return spans[ceil(share * len(spans)) - 1] if spans else None

    def _spans(self) -> list[int]:
        return [ended_on(fate.ended) - begun_on(fate.arrived) for fate in self.fates if fate.ended >= 0]


def foresee(scene: Scene) -> Foresight:
    """Plays a scene and returns what becomes of it; the same scene has the same answer.

    Raises ForesightError where it takes more events than allowed, or days that no calendar knows.
    """
    fates, works = played(scene)
    counts = defaultdict[str, int](int)
    for fate in fates:
        counts[fate.verdict] += 1
    return Foresight(
        fates,
        works,
        tuple(_roles(scene, works)),
        tuple(_steps(scene, works)),
        counts["on_time"],
        counts["late"],
        counts["open"],
        counts["outside"],
        max((ended_on(fate.ended) for fate in fates if fate.ended >= 0), default=0),
        tuple(_answering(scene, works)),
    )


def _answering(scene: Scene, works: Sequence[Work]) -> Iterable[Answering]:
    hours, close = Hours(scene.calendar, scene.first), scene.days * DAY
    for node in scene.procedure.nodes.values():
        if node.role == APPLICANT or not {one.effect for one in node.outcomes} & _ANSWERS:
            continue
        spans = [(w.opened, w.done if w.done >= 0 else close) for w in works if w.node == node.id]
        over, unlawful = (sum(hours.late(limit, *span) for span in spans) for limit in (node.limit, ANSWER))
        if spans:
            yield Answering(node.name, node.limit, len(spans), over, unlawful)


def _roles(scene: Scene, works: Sequence[Work]) -> Iterable[RoleLoad]:
    held, asked = _held(works), _held(_unhindered(scene, works))
    close = (begun_on(scene.arrivals[-1].minute) + 1) * DAY
    for role, count in scene.staff.items():
        mine = held[role]
        if not asked[role]:
            continue
        begun = [work for work in mine if work.begun >= 0]
        busy = sum(max(0, min(work.done if work.done >= 0 else close, close) - work.begun) for work in begun)
        waits = [work.begun - work.opened for work in begun]
        mean = sum(waits) / len(waits) if waits else 0.0
        used, wanted = busy / (count * close), sum(work.done - work.begun for work in asked[role]) / close
        yield RoleLoad(role, count, len(begun), used, wanted, mean, max(waits, default=0), _queue(mine, scene.days))


def _held(works: Iterable[Work]) -> dict[str, list[Work]]:
    """Returns the turns of each role."""
    held = defaultdict[str, list[Work]](list)
    for work in works:
        held[work.role].append(work)
    return held


def _unhindered(scene: Scene, works: Sequence[Work]) -> Iterable[Work]:
    """Returns the turns that are begun and ended where nobody waits for an officer: these, if nobody did here."""
    if any(work.begun != work.opened for work in works):
        works = played(scene, waiting=False)[1]
    return [work for work in works if 0 <= work.begun < work.done]


def _queue(works: Iterable[Work], days: int) -> tuple[int, ...]:
    """Returns how many waited at the close of each day until the last that waited was taken."""
    change = defaultdict[int, int](int)
    for work in works:
        left = work.begun if work.begun >= 0 else work.done if work.done >= 0 else days * DAY
        change[begun_on(work.opened)] += 1
        change[begun_on(left)] -= 1
    now, found = 0, []
    for day in range(min(max(change, default=0), days)):
        now += change[day]
        found.append(now)
    return tuple(found)


def _steps(scene: Scene, works: Iterable[Work]) -> Iterable[StepLoad]:
    hours, done = Hours(scene.calendar, scene.first), defaultdict[str, list[Work]](list)
    for work in works:
        if work.outcome:
            done[work.node].append(work)
    for node in scene.procedure.nodes.values():
        mine = done[node.id]
        if not mine:
            continue
        over = 0 if node.role == APPLICANT else sum(hours.late(node.limit, one.opened, one.done) for one in mine)
        wait = sum(one.begun - one.opened for one in mine) / len(mine)
        mean = sum(one.done - one.begun for one in mine) / len(mine)
        yield StepLoad(node.id, node.name, node.role, node.limit, len(mine), wait, mean, over)
