"""Plays a scene: matters come, wait their turn, are worked on, and move as the real procedure moves them."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any, Literal, NamedTuple

from yimen.kernel.procedure import (
    OpenTask,
    State,
    Step,
    TransitionError,
    complete,
    fire,
    lapse,
    receive,
    send_back,
    start,
)

from .errors import ForesightError
from .hours import DAY, Hours, begun_on, ended_on
from .lots import lot
from .scene import APPLICANT, MATTERS, Scene

Verdict = Literal["on_time", "late", "open", "outside"]
RETURNED = "returned"  # how a turn ended that was sent back
MOVES = 300  # of one matter: whatever takes more goes round in circles
_KNOWN = 100_000  # steps that are remembered
_DECIDING = frozenset({"grant", "refuse"})
_ENDS = frozenset({"done", "lapsed", "deemed"})


class Work(NamedTuple):
    """One turn at a step. ``officer``: the number of who did it, -1 for the applicant or nobody yet.

    ``begun`` and ``done``: minutes, -1 where it has not come to that. ``outcome`` is "" where it was closed unfinished,
    RETURNED where it was sent back.
    """

    matter: int
    node: str
    role: str
    officer: int
    opened: int
    begun: int
    done: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one matter; minutes are -1 where it has not come to that.

    ``days``: working days from acceptance to decision without those on which the limit stood still, -1 where there is
    no such span. ``verdict``: against the promise; "outside" where none runs: not accepted, or ended undecided.
    ``stuck``: why it can move no more, "" otherwise.
    """

    arrived: int
    accepted: int
    decided: int
    ended: int
    days: int
    verdict: Verdict
    stuck: str = ""


class _Matter:
    __slots__ = (
        "accepted",
        "arrived",
        "decided",
        "ended",
        "jobs",
        "key",
        "moves",
        "paused",
        "since",
        "state",
        "stuck",
        "times",
    )

    def __init__(self, arrived: int, key: int) -> None:
        self.arrived, self.key, self.state = arrived, key, State()
        self.accepted = self.decided = self.ended = -1
        self.moves = self.paused = 0
        self.since: int | None = None  # since when its limit stands still
        self.stuck = ""
        self.jobs: dict[int, _Job] = {}
        self.times: dict[str, int] = {}  # how often each of its nodes was reached: lots are drawn by it


class _Job:
    __slots__ = (
        "begun",
        "closed",
        "grounds",
        "matter",
        "minutes",
        "node",
        "officer",
        "opened",
        "outcome",
        "role",
        "time",
        "token",
    )

    def __init__(self, matter: int, task: OpenTask, role: str, *, opened: int, grounds: bool) -> None:
        self.matter, self.token, self.node, self.role, self.opened = matter, task.token, task.node, role, opened
        self.grounds = grounds
        self.begun = self.officer = self.closed = -1
        self.minutes, self.time, self.outcome = 1, 1, ""


class Play:
    """One play of a scene, from the first arrival until nothing moves any more or the last day is over.

    ``waiting``: False gives every role so many officers that no turn waits for one.
    """

    def __init__(self, scene: Scene, *, waiting: bool = True) -> None:
        self.scene, self.hours = scene, Hours(scene.calendar, scene.first)
        self.end = scene.days * DAY
        self.works: list[_Job] = []
        self.free = {role: list(range(count if waiting else MATTERS)) for role, count in scene.staff.items()}
        self.queues: dict[str, deque[_Job]] = {role: deque() for role in scene.staff}
        self.heap: list[tuple[int, int, int, Callable[[int], None]]] = []
        self.laid = self.events = 0
        self.effects = {
            (node.id, one.code): one.effect for node in scene.procedure.nodes.values() for one in node.outcomes
        }
        self.accepts = "accept" in self.effects.values()
        self.decides = bool(_DECIDING & set(self.effects.values()))
        self.kinds: list[Any] = []
        self.known: dict[tuple[object, ...], Step | TransitionError] = {}
        self.matters: list[_Matter] = []

    def run(self) -> None:
        """Plays it; raises ForesightError where that takes more events than the scene allows."""
        keys: dict[str, int] = {}
        for number, arrival in enumerate(self.scene.arrivals):
            said = repr(arrival.data) if arrival.data else ""
            if said not in keys:
                keys[said] = len(keys)
                self.kinds.append(arrival.data)
            self.matters.append(_Matter(arrival.minute, keys[said]))
            self._lay(arrival.minute, number, lambda now, number=number: self._arrive(number, now))  # type: ignore[misc]
        while self.heap:
            now, _, _, happen = heappop(self.heap)
            if now > self.end:
                break
            self.events += 1
            if self.events > self.scene.most_events:
                raise ForesightError(f"推演超过 {self.scene.most_events} 个动作还没有完。请减少件数。")
            happen(now)

    def _lay(self, when: int, matter: int, happen: Callable[[int], None]) -> None:
        """Lays an event; of those at one time the older matter's comes first, whatever the order of laying."""
        self.laid += 1
        heappush(self.heap, (when, matter, self.laid, happen))

    def _arrive(self, number: int, now: int) -> None:
        matter = self.matters[number]
        if not self.accepts:
            matter.accepted = now
        self._move(number, now, "start", lambda: start(self.scene.procedure, self.kinds[matter.key]))

    def _finish(self, job: _Job, now: int) -> None:
        """Ends a turn with an outcome that is drawn; its officer takes the next."""
        if job.closed >= 0 or self._returned(job, now):
            return
        matter, node = self.matters[job.matter], self.scene.procedure.nodes[job.node]
        weights = self.scene.outcomes.get(job.node) or {node.outcomes[0].code: 1}
        job.outcome = _drawn(weights, lot(self.scene.seed, job.matter, job.node, job.time, "outcome"))
        self._close(job, now)
        procedure, data = self.scene.procedure, self.kinds[matter.key]
        state, code = matter.state, job.outcome
        self._move(job.matter, now, code, lambda: complete(procedure, state, job.token, code, data), job.token)
        self._dispatch(job.role, now)

    def _returned(self, job: _Job, now: int) -> bool:
        """Sends a turn back where its lot falls so and the procedure lets it; tells whether it was."""
        shares = self.scene.returns.get(job.node)
        if not shares:
            return False
        left, aim = lot(self.scene.seed, job.matter, job.node, job.time, "return"), None
        for aim, share in shares.items():  # noqa: B007 - the last one looked at is the one drawn
            left -= share
            if left < 0:
                break
        if aim is None or left >= 0:
            return False
        (to, keep), procedure = aim, self.scene.procedure
        matter = self.matters[job.matter]
        state, data = matter.state, self.kinds[matter.key]
        taken = self._taken(
            (matter.key, state, f"{to} {keep}", job.token),
            lambda: send_back(procedure, state, job.token, data, to=to, keep=keep),
        )
        if isinstance(taken, TransitionError):
            return False
        job.outcome = RETURNED
        self._went(job.matter, now, taken)
        return True

    def _silent(self, job: _Job, now: int) -> None:
        """Lets a step take its default whose limit has run out: who was at it is free again."""
        if job.closed >= 0 or self.matters[job.matter].stuck:
            return
        matter, procedure = self.matters[job.matter], self.scene.procedure
        state, data = matter.state, self.kinds[matter.key]
        job.outcome = procedure.nodes[job.node].lapse
        self._close(job, now)
        self._move(job.matter, now, "lapse", lambda: lapse(procedure, state, job.token, data), job.token)
        self._dispatch(job.role, now)

    def _taken(self, asked: tuple[object, ...], step: Callable[[], Step]) -> Step | TransitionError:
        """Returns a step of the procedure, or why there is none; what was asked before is known: steps are pure."""
        taken = self.known.get(asked)
        if taken is None:
            try:
                taken = step()
            except TransitionError as error:
                taken = error
            if len(self.known) < _KNOWN:
                self.known[asked] = taken
        return taken

    def _move(self, number: int, now: int, what: str, step: Callable[[], Step], token: int = 0) -> None:
        """Takes a step of the procedure; a matter that it does not let go on is stuck."""
        taken = self._taken((self.matters[number].key, self.matters[number].state, what, token), step)
        if isinstance(taken, TransitionError):
            self._stick(self.matters[number], now, str(taken))
        else:
            self._went(number, now, taken)

    def _went(self, number: int, now: int, taken: Step) -> None:
        """Makes of a matter what a step made of it: turns closed and opened, timers laid, its end."""
        matter = self.matters[number]
        matter.moves += 1
        if matter.moves > MOVES:
            self._stick(matter, now, f"办了 {MOVES} 步还没有办结。请核对结果比例。")
            return
        matter.state = taken.state
        self._drop([matter.jobs[task.token] for task in taken.closed], now)
        for event in taken.events:
            if event.kind in _ENDS:
                self._effect(matter, self.effects.get((event.node, event.outcome), ""), now)
        for task in taken.opened:
            self._open(number, task, now)
        for item in taken.armed:
            self._await(number, item.token, item.node, now)
        if taken.ended:
            matter.ended = now
            if not self.decides:
                matter.decided = now

    def _effect(self, matter: _Matter, effect: str, now: int) -> None:
        if effect == "accept" and matter.accepted < 0:
            matter.accepted = now
        if effect in _DECIDING and matter.decided < 0:
            matter.decided = now

    def _await(self, number: int, token: int, id_: str, now: int) -> None:
        """Lays when a timer runs out, or a message comes."""
        procedure, node = self.scene.procedure, self.scene.procedure.nodes[id_]
        comes = self.scene.messages.get(node.message)
        if not node.duration and comes is None:
            return
        data = self.kinds[self.matters[number].key]

        def come(at: int) -> None:
            state = self.matters[number].state
            if not self.matters[number].stuck and any(item.token == token for item in state.pending):
                if node.duration:
                    self._move(number, at, "fire", lambda: fire(procedure, state, token, data), token)
                else:
                    self._move(number, at, "receive", lambda: receive(procedure, state, node.message, data), token)

        drawn = comes.minutes(lot(self.scene.seed, number, id_, "message")) if comes else 1
        self._lay(self.hours.over(node.duration, now) if node.duration else now + drawn, number, come)

    def _open(self, number: int, task: OpenTask, now: int) -> None:
        """Opens a turn: an applicant begins at once, an officer's turn waits behind those that came before."""
        matter, node = self.matters[number], self.scene.procedure.nodes[task.node]
        job = _Job(number, task, node.role, opened=now, grounds=bool(node.ground))
        matter.jobs[task.token] = job
        self.works.append(job)
        matter.times[node.id] = job.time = matter.times.get(node.id, 0) + 1
        job.minutes = self.scene.effort[node.id].minutes(lot(self.scene.seed, number, node.id, job.time, "work"))
        if node.ground and matter.since is None:
            matter.since = now
        if self.scene.silence and node.lapse and node.limit:
            self._lay(self.hours.over(node.limit, now), number, lambda at: self._silent(job, at))
        if node.role == APPLICANT:
            job.begun = now
            self._lay(now + job.minutes, number, lambda at: self._finish(job, at))
        else:
            self.queues[node.role].append(job)
            self._dispatch(node.role, now)

    def _dispatch(self, role: str, now: int) -> None:
        """Gives those who are free the turns that have waited longest."""
        free, queue = self.free.get(role, []), self.queues.get(role, deque())
        while free and queue:
            job = queue.popleft()
            if job.closed < 0:
                job.officer, job.begun = heappop(free), now
                self._lay(now + job.minutes, job.matter, lambda at, job=job: self._finish(job, at))  # type: ignore[misc]

    def _close(self, job: _Job, now: int) -> None:
        """Ends a turn: its officer is free again; where the limit stood still for it alone, it runs on."""
        matter = self.matters[job.matter]
        job.closed = now
        del matter.jobs[job.token]
        if job.officer >= 0:
            heappush(self.free[job.role], job.officer)
        if matter.since is not None and not any(one.grounds for one in matter.jobs.values()):
            if matter.accepted >= 0 > matter.decided:
                matter.paused += ended_on(now) - begun_on(matter.since)
            matter.since = None

    def _drop(self, jobs: list[_Job], now: int) -> None:
        """Closes turns that nobody ended; their officers take the next only when all are closed."""
        for job in jobs:
            self._close(job, now)
        for role in dict.fromkeys(job.role for job in jobs):
            self._dispatch(role, now)

    def _stick(self, matter: _Matter, now: int, words: str) -> None:
        matter.stuck = words
        self._drop(list(matter.jobs.values()), now)


def played(scene: Scene, *, waiting: bool = True) -> tuple[tuple[Fate, ...], tuple[Work, ...]]:
    """Returns what became of every matter, in the order of the arrivals, and every turn in the order of opening.

    ``waiting``: False for what would happen if there were always somebody free.
    """
    play = Play(scene, waiting=waiting)
    play.run()
    works = tuple(
        [Work(j.matter, j.node, j.role, j.officer, j.opened, j.begun, j.closed, j.outcome) for j in play.works]
    )
    return tuple([_fate(scene, matter, play.end) for matter in play.matters]), works


def _fate(scene: Scene, matter: _Matter, end: int) -> Fate:
    days = -1
    if matter.accepted >= 0 and matter.decided >= 0:
        days = max(0, ended_on(matter.decided) - begun_on(matter.accepted) - matter.paused)
    verdict = _verdict(scene, matter, days, end)
    return Fate(matter.arrived, matter.accepted, matter.decided, matter.ended, days, verdict, matter.stuck)


def _verdict(scene: Scene, matter: _Matter, days: int, end: int) -> Verdict:
    """Returns how a matter stands against the promise; one that is open past it is late whatever comes."""
    if days >= 0:
        return "outside" if scene.promise is None else "on_time" if days <= scene.promise else "late"
    if matter.ended >= 0:
        return "outside"
    if scene.promise is None or matter.accepted < 0 or matter.stuck or matter.since is not None:
        return "open"
    return "late" if ended_on(end) - begun_on(matter.accepted) - matter.paused > scene.promise else "open"


def _drawn(weights: Any, drawn: float) -> str:
    """Returns the outcome that a lot falls on."""
    left = drawn * sum(weights.values())
    code = ""
    for code, weight in weights.items():  # noqa: B007 - the last one where rounding leaves a rest
        left -= weight
        if left < 0:
            break
    return code
