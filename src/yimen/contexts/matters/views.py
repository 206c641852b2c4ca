"""A matter and its tasks as values: what verbs and readers exchange."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from yimen.contexts.identity.api import open_text
from yimen.contexts.procedures.api import Version, version
from yimen.kernel.clock import Ledger, Light
from yimen.kernel.codes import mask_name

from .models import MatterRow, SpecialRow, TaskRow
from .timers import Timer, leading, timers_of

HANDED = {
    "transferred": "转办",
    "delegated": "委托",
    "recalled": "收回委托",
    "added": "加签",
    "returned": "退回",
    "undone": "撤回",
}  # how a turn ends that nobody did: code of the outcome → its name
CAME = {
    "transfer": "转来",
    "delegate": "委托",
    "entrust": "委托（可直接决定）",
    "before": "加签",
    "after": "加签",
    "signed": "加签已办",
    "confirm": "委托已办，待确认",
    "recall": "委托收回",
    "return": "退回",
    "resubmit": "退回后办回",
    "undo": "撤回重办",
}  # how a turn came, as a mark
CLOSED, ENDED = "closed", "ended"  # how a turn ends with its run, nobody having done it; at its applicant's wish
TERMINATED = "终止"  # the outcome of a matter that was ended for good before any decision
BROKEN_OFF = frozenset({TERMINATED, "撤回", "已撤回"})  # outcomes of matters that ended before their procedure did
BY_SILENCE = ("（超时默认）", "（逾期依法视为）")  # ends ``done_by`` of a step that nobody did


@dataclass(frozen=True, slots=True)
class Standing:
    """How a matter stands against its clock: all that a light and a strip of days need, and nothing about anyone."""

    region: str
    outcome: str
    closed_at: datetime | None
    clock_name: str
    ledger: Ledger | None
    due_on: date | None
    provisional: bool
    yellow_from: date | None
    red_from: date | None
    paused: bool
    suspended: bool
    late: bool
    early: bool

    @property
    def open(self) -> bool:
        """Tells whether the matter still runs."""
        return self.closed_at is None

    def light(self, today: date) -> Light:
        """Returns the light that supervision shows on a day; a closed matter keeps the one it closed with."""
        if self.closed_at is not None:
            return Light.RED if self.late else Light.BLUE if self.early else Light.GREEN
        if self.paused:
            return Light.GREY
        if self.red_from is not None and today >= self.red_from:
            return Light.RED
        return Light.YELLOW if self.yellow_from is not None and today >= self.yellow_from else Light.GREEN


@dataclass(frozen=True, slots=True)
class Matter:
    """A running or closed matter. Dates are China's; ``due_on`` is None while the clock is paused or not running.

    ``paused``: its limits stand still; ``suspended``: nothing moves until it is resumed (挂起), whatever its limits do.
    ``stage``: to which its open steps belong; ``at``: the nodes of these steps.
    """

    id: UUID
    number: str
    kind: str
    title: str
    region: str
    unit: str
    centre: str
    owner: str
    procedure_id: UUID
    stage: str
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    timers: tuple[Timer, ...]
    clock_name: str
    due_on: date | None
    statutory_due_on: date | None
    provisional: bool
    yellow_from: date | None
    red_from: date | None
    paused: bool
    suspended: bool
    late: bool
    early: bool
    data: Mapping[str, Any]
    at: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Tells whether the matter still runs."""
        return self.closed_at is None

    @property
    def step(self) -> str:
        """Returns the names of the open steps; of the stage where none is open."""
        nodes = self.procedure.procedure.nodes
        return "、".join(dict.fromkeys(nodes[one].name for one in self.at)) or self.stage

    @property
    def ledger(self) -> Ledger | None:
        """Returns the ledger of the running limit whose day people are told."""
        found = leading(self.timers)
        return found.ledger if found else None

    @property
    def running(self) -> tuple[Timer, ...]:
        """Returns the limits that run now."""
        return tuple(timer for timer in self.timers if timer.runs)

    @property
    def procedure(self) -> Version:
        """Returns the version of the procedure that the matter keeps for life."""
        return version(id=self.procedure_id)

    @property
    def standing(self) -> Standing:
        """Returns how the matter stands against its clock."""
        return Standing(**{name: getattr(self, name) for name in Standing.__slots__})

    def light(self, today: date) -> Light:
        """Returns the light that supervision shows on a day."""
        return self.standing.light(today)


@dataclass(frozen=True, slots=True)
class Task:
    """One turn at a human step. ``done_by`` is a post, never a personal name.

    ``line``: the token under which the step opened. ``holder``: the account whose turn it is, "" for the whole post.
    ``came``: by which gesture it came (one of CAME), "" where the step opened; ``came_by``: from which post; ``terms``:
    the limits of its delegation, which lasts until ``until``.
    """

    id: UUID
    matter: UUID
    token: int
    node: str
    name: str
    role: str
    unit: str
    line: int
    holder: str
    until: date | None
    came: str
    came_by: str
    terms: str
    opened_at: datetime
    due_on: date | None
    done_at: datetime | None
    done_by: str
    outcome: str
    outcome_name: str
    opinion: str

    @property
    def lapsed(self) -> bool:
        """Tells whether silence or the law ended the step, and no person did."""
        return self.done_by.endswith(BY_SILENCE)

    @property
    def handed(self) -> bool:
        """Tells whether the turn ended by a gesture: the step itself went on, elsewhere."""
        return self.outcome in HANDED

    @property
    def shut(self) -> bool:
        """Tells whether the turn ended with its run, nobody having done it."""
        return self.outcome in (CLOSED, ENDED)


def matter(row: MatterRow) -> Matter:
    """Turns a row, read together with its clock, into a value."""
    clock = row.clock
    return Matter(
        id=row.id,
        number=row.number,
        kind=row.kind,
        title=row.title,
        region=row.region,
        unit=row.unit_id,
        centre=row.centre_id,
        owner=row.owner,
        procedure_id=row.procedure_id,
        stage=row.stage,
        outcome=row.outcome,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        timers=timers_of(row),
        clock_name=clock.clock_name,
        due_on=clock.due_on,
        statutory_due_on=clock.statutory_due_on,
        provisional=clock.provisional,
        yellow_from=clock.yellow_from,
        red_from=clock.red_from,
        paused=clock.paused,
        suspended=bool(row.state.get("ground")) and row.closed_at is None,
        late=row.late,
        early=row.early,
        data=row.data,
        at=tuple(dict.fromkeys(one[1] for one in row.state["tasks"])) if row.closed_at is None else (),
    )


def task(row: TaskRow) -> Task:
    """Turns a row into a value."""
    return Task(**{name: getattr(row, name) for name in Task.__slots__ if name != "matter"}, matter=row.matter_id)


Seen = Literal["public", "applicant", "officer"]  # who may read a line of a record: anyone, the party too, officers
_SEES: Mapping[Seen, frozenset[str]] = {
    "public": frozenset({"public"}),
    "applicant": frozenset({"public", "applicant"}),
    "officer": frozenset({"public", "applicant", "officer"}),
}


def people_masked(text: str) -> str:
    """Returns the persons that a line of a record names with the first character of each alone shown."""
    return "；".join(mask_name(one) for one in text.split("；"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record: the field, what it is called, what it says, who may read it; whether it names persons."""

    code: str
    label: str
    text: str
    seen: Seen
    personal: bool = False

    @property
    def masked(self) -> str:
        """Returns what it says with the persons that it names masked, of each the first character shown."""
        return people_masked(self.text) if self.personal else self.text


@dataclass(frozen=True, slots=True)
class Special:
    """A special procedure as those who may read the matter see it; ``result`` is '' until it ends.

    ``sort``, ``title``, ``record``: of its record the sort (one of SPECIALS), what it is called and says; '' and
    nothing where it has none yet.
    """

    id: UUID
    kind: str
    pauses: bool
    document: str
    told: str
    post: str
    begun_on: date
    ended_on: date | None
    result: str
    sort: str = ""
    title: str = ""
    record: tuple[Line, ...] = ()


def special(row: SpecialRow, seen: Seen, persons: Collection[tuple[str, str]], *, plain: bool) -> Special:
    """Turns a row into a value, with as much of its record as ``seen`` lets read; the public reads no result.

    ``persons``: the fields that name persons, each by sort and code; they are masked unless ``plain``.
    """
    result = open_text(row.result, purpose="special") if row.result and seen != "public" else ""
    kept = open_text(row.record, purpose="special") if row.record else '{"special": "", "title": "", "lines": []}'
    record: dict[str, Any] = json.loads(kept)
    lines = tuple(
        Line(code, label, text, who, (record["special"], code) in persons)
        for code, label, text, who in record["lines"]
        if who in _SEES[seen]
    )
    return Special(
        id=row.id,
        kind=row.kind,
        pauses=row.pauses,
        document=row.document if seen != "public" else "",
        told=row.told,
        post=row.post,
        begun_on=row.begun_on,
        ended_on=row.ended_on,
        result=result,
        sort=record["special"],
        title=record["title"],
        record=lines if plain else tuple(replace(one, text=one.masked) for one in lines),
    )
