"""A bureau of real officers for the tests of gestures, and an account of a matter that shares no code with it."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from yimen.contexts.identity.api import Reader, add_officer, appoint, reader_of
from yimen.contexts.journal.api import SYSTEM, Act, trail
from yimen.contexts.matters.api import (
    Clock,
    Completion,
    Matter,
    NotYours,
    Opening,
    StepGone,
    StepRefused,
    Task,
    complete_task,
    open_matter,
    open_tasks,
)
from yimen.contexts.procedures.api import in_force, publish
from yimen.kernel.clock import Ledger, local_date

from .conftest import MINT, PLACE, RECEIVE, UNIT, Desk, moment

CENTRE = "11430281MB9900128C"
POSTS = {
    "w1": (("window", UNIT),),
    "e1": (("examiner", UNIT),),
    "e2": (("examiner", UNIT),),
    "r1": (("reviewer", UNIT),),
    "r2": (("reviewer", UNIT), ("examiner", UNIT)),
    "d1": (("decider", UNIT),),
    "d2": (("decider", UNIT),),
    "c1": (("examiner", CENTRE),),
}
REFUSALS = (NotYours, StepRefused)
DAY = date(2026, 3, 2)


@dataclass
class Bureau:
    """Officers, one matter at a time, and a clock that goes on by a minute with every act."""

    desk: Desk
    people: dict[str, Reader] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: moment("2026-03-02T09:00"))
    minutes: int = 0

    @classmethod
    def opened(cls, desk: Desk) -> "Bureau":
        bureau = cls(desk)
        for login, posts in POSTS.items():
            account = add_officer(act=desk.act(), login=f"hands-{login}", name=f"张{login}", password="x" * 12)
            for role, unit in posts:
                appoint(act=desk.act(), account=account, unit=unit, role=role, title=f"{login}岗", valid_from=DAY)
            bureau.people[login] = reader_of(account=account, on=DAY)
        bureau.people["owner"] = Reader("person", uuid.UUID(int=77), name="申请人", keys=frozenset({"owner"}))
        return bureau

    def publish(self, key: str = "hands", **loop: str) -> None:
        """Publishes the procedure of the tests, its 会签 by another rule."""
        text = Path(__file__).with_name("hands.bpmn").read_text("utf-8").replace('id="hands"', f'id="{key}"')
        for name, value in {"rule": "all", "veto": "false"}.items():
            text = text.replace(f'yimen:{name}="{value}"', f'yimen:{name}="{loop.get(name, value)}"')
        publish(act=self.desk.act(), xml=text.encode(), valid_from=DAY)

    def id(self, login: str) -> uuid.UUID:
        found = self.people[login].account
        assert found is not None
        return found

    def at(self, text: str) -> None:
        self.now, self.minutes = moment(text), 0

    def act(self, login: str = "") -> Act:
        self.minutes += 1
        who = self.people[login].actor if login else SYSTEM
        return Act(who, self.now + timedelta(minutes=self.minutes), MINT)

    def opens(self, key: str = "hands", *, lapses: bool = False, **data: Any) -> Matter:
        signers = [str(self.id("r1")), str(self.id("r2")), str(self.id("e2"))]
        act = self.act()
        opening = Opening(
            MINT.id(), "test", "测试", PLACE, UNIT, UNIT, "owner", in_force(key=key, on=DAY),
            Clock("收件", Ledger(RECEIVE, local_date(act.now))), data={"signers": signers} | data, lapses=lapses,
        )  # fmt: skip
        with transaction.atomic():
            return open_matter(act=act, opening=opening)

    def task(self, matter: Matter, node: str, holder: str = "") -> Task:
        """Returns an open turn of a step; that of one holder where it names one."""
        wanted = str(self.id(holder)) if holder else ""
        found = [one for one in open_tasks(matter=matter.id) if one.node == node]
        return next(one for one in found if not holder or one.holder == wanted)

    def does(self, login: str, matter: Matter, node: str, outcome: str, holder: str = "", opinion: str = "") -> Matter:
        task = self.task(matter, node, holder)
        completion = Completion(task.id, outcome, opinion)
        return complete_task(act=self.act(login), reader=self.people[login], completion=completion)

    def to(self, matter: Matter, node: str) -> Matter:
        """Takes a fresh matter on to a step."""
        way = [
            ("owner", "supply", "confirm"), ("w1", "look", "pass"), ("w1", "accept", "accept"),
            ("e1", "examine", "agree"), ("r1", "check", "agree"), ("e1", "measure", "done"),
            ("r1", "cosign", "agree"), ("r2", "cosign", "agree"), ("e2", "cosign", "agree"),
            ("d1", "decide", "grant"), ("w1", "deliver", "deliver"),
        ]  # fmt: skip
        for login, step, outcome in way:
            if step == node:
                return matter
            matter = self.does(login, matter, step, outcome, login if step == "cosign" else "")
        return matter


def picture(matter: Matter) -> tuple[Any, ...]:
    """Returns all that is stored of a matter: whatever was refused leaves it as it was, but for the note of the try."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM matters_matter WHERE id = %s", [_key(matter)])
        rows = cursor.fetchall()
        for table in ("matters_task", "matters_special", "matters_reason"):
            cursor.execute(f"SELECT * FROM {table} WHERE matter_id = %s ORDER BY id", [_key(matter)])
            rows += cursor.fetchall()
    acts = [one for one in trail(subject=matter.id) if not one.verb.endswith(".attempt")]
    return tuple(map(str, rows)), len(acts)


def _key(matter: Matter) -> Any:
    return matter.id if connection.vendor == "postgresql" else matter.id.hex


_TURN = ("token", "node", "scope", "item", "group", "who", "until", "then", "ticket", "root")
_HANDED = {
    "transferred": {"transfer"},
    "delegated": {"delegate"},
    "recalled": {"recall"},
    "added": {"add"},
    "returned": {"return"},
    "undone": {"withdraw_step"},
}


def sound(matter: Matter) -> None:
    """Holds rows, timers and journal of a matter against the stored state of its run, read as plain JSON."""
    from yimen.contexts.matters.models import MatterRow, TaskRow

    row = MatterRow.objects.get(id=matter.id)
    rows = list(TaskRow.objects.filter(matter=row).order_by("token"))
    turns = {one[0]: dict(zip(_TURN, one, strict=False)) for one in row.state["tasks"]}
    open_rows = {one.token: one for one in rows if one.done_at is None}
    assert set(open_rows) == set(turns), "one open row for each open turn"
    assert len({one.token for one in rows}) == len(rows)
    assert all(one.token < row.state["next"] for one in rows)
    for token, turn in turns.items():
        one = open_rows[token]
        assert (one.node, one.line) == (turn["node"], turn.get("root") or token)
        by_person = len(turn.get("item") or "") == 36
        assert one.holder == (turn.get("who") or (turn["item"] if by_person else ""))
        assert (one.until.isoformat() if one.until else "") == (turn.get("until") or "")
        assert bool(one.until) == (one.came in {"delegate", "entrust"}), "lent turns say by whom and how far"
        assert not one.until or (one.came_by and one.terms)
    dues = [one.rstrip("?!") for one in row.clock.dues.split(",")] if row.timers else []
    assert len(dues) == len(row.timers)
    steps = [(one, due) for one, due in zip(row.timers, dues, strict=True) if one["role"] == "step"]
    running = [(one, due) for one, due in steps if "stopped" not in one]
    nodes = matter.procedure.procedure.nodes
    limited = {token for token, one in open_rows.items() if nodes[one.node].limit}
    assert Counter(one["token"] for one, _ in running) == Counter(limited), "each open turn with a limit has one"
    for timer, counted in running:
        due = open_rows[timer["token"]].due_on
        assert (due.isoformat() if due else "") == counted
    entries = trail(subject=matter.id)
    at = Counter(one.at for one in entries)
    assert max(at.values()) == 1, "one act, one entry"
    verbs = {one.at: one.verb.partition(".")[2] for one in entries}
    for one in rows:
        if one.done_at is None:
            continue
        assert one.done_by, one.name
        assert one.outcome_name, one.name
        assert one.done_at in verbs, (one.name, one.outcome_name)
        assert one.outcome not in _HANDED or verbs[one.done_at] in _HANDED[one.outcome], one.outcome
    for verb, outcome in (
        ("transfer", "transferred"),
        ("delegate", "delegated"),
        ("add", "added"),
        ("return", "returned"),
    ):
        for moment_, name in verbs.items():
            closed_then = [one for one in rows if one.done_at == moment_ and one.outcome == outcome]
            assert len(closed_then) == (name == verb), f"{name} closes its own turn, as {outcome}"
    done = [one for one in rows if one.done_at and one.outcome not in _HANDED and one.outcome != "closed"]
    assert max(Counter(one.done_at for one in done).values(), default=0) <= 1, "no act ends two turns"
    closed = row.closed_at is not None
    assert row.state["ended"] == closed
    assert not (closed and (open_rows or running))


def tried(matter: Matter, deed: Callable[[], Any]) -> Exception | None:
    """Does something to a matter: it is sound after it, or as it was; returns the refusal."""
    before, refused = picture(matter), None
    try:
        deed()
    except REFUSALS as error:
        refused = error
    if refused is None:
        sound(matter)
        return None
    assert picture(matter) == before, f"refused, yet something changed: {refused}"
    assert str(refused).endswith("。"), refused
    return refused


__all__ = ["CENTRE", "Bureau", "StepGone", "picture", "sound", "tried"]
