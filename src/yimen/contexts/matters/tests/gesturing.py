"""Situations of a matter, and every gesture as the tests make it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from yimen.contexts.matters.api import (
    Completion,
    Matter,
    add_signer,
    begin_special,
    complete_task,
    delegate,
    recall,
    resume,
    send_back,
    suspend,
    take_back,
    tasks,
    terminate,
    transfer,
    urge,
)

from .bureau import Bureau

UNTIL = date(2026, 3, 20)


def at_open(b: Bureau) -> tuple[Matter, Any]:
    matter = b.to(b.opens(), "examine")
    return matter, b.task(matter, "examine")


def at_held(b: Bureau) -> tuple[Matter, Any]:
    matter, task = at_open(b)
    transfer(act=b.act("e1"), reader=b.people["e1"], task=task.id, to=b.id("e2"))
    return matter, b.task(matter, "examine")


def at_lent(b: Bureau) -> tuple[Matter, Any]:
    matter, task = at_open(b)
    lend(b, "e1", task, "r2")
    return matter, b.task(matter, "examine")


def at_group(b: Bureau) -> tuple[Matter, Any]:
    matter = b.to(b.opens(), "cosign")
    return matter, b.task(matter, "cosign", "r1")


def at_suspended(b: Bureau) -> tuple[Matter, Any]:
    matter, task = at_open(b)
    halt(b, matter)
    return matter, task


def at_ended(b: Bureau) -> tuple[Matter, Any]:
    matter, task = at_open(b)
    end(b, matter)
    return matter, task


def at_paused(b: Bureau) -> tuple[Matter, Any]:
    matter, task = at_open(b)
    begin_special(act=b.act("e1"), reader=b.people["e1"], matter=matter.id, kind="鉴定", document="委托鉴定函", days=10)
    return matter, task


def at_later(b: Bureau) -> tuple[Matter, Any]:
    matter = b.to(b.opens(), "check")
    return matter, b.task(matter, "check")


def at_done(b: Bureau) -> tuple[Matter, Any]:
    matter, task = at_open(b)
    return b.does("e1", matter, "examine", "agree"), task


SITUATIONS: dict[str, Callable[[Bureau], tuple[Matter, Any]]] = {
    "open": at_open, "held": at_held, "lent": at_lent, "group": at_group,
    "suspended": at_suspended, "ended": at_ended, "paused": at_paused, "later": at_later, "done": at_done,
}  # fmt: skip


def lend(b: Bureau, who: str, task: Any, to: str, *, decides: bool = False, until: date = UNTIL) -> Matter:
    return delegate(
        act=b.act(who), reader=b.people[who], task=task.id, to=b.id(to), until=until,
        terms="仅限本件审查", reason="出差", decides=decides,
    )  # fmt: skip


def halt(b: Bureau, matter: Matter, ground: str = "听证") -> Matter:
    return suspend(
        act=b.act("d1"), reader=b.people["d1"], matter=matter.id, ground=ground, basis="《测试法》第一条",
        document="中止通知书", days=10, reason="等待裁判结果",
    )  # fmt: skip


def end(b: Bureau, matter: Matter) -> Matter:
    return terminate(
        act=b.act("d1"), reader=b.people["d1"], matter=matter.id, ground="申请人死亡",
        basis="《测试法》第二条", reason="申请人已死亡",
    )  # fmt: skip


def complete(b: Bureau, who: str, task: Any) -> Matter:
    return complete_task(act=b.act(who), reader=b.people[who], completion=Completion(task.id, "agree"))


def back(b: Bureau, who: str, task: Any, **how: Any) -> Matter:
    return send_back(act=b.act(who), reader=b.people[who], task=task.id, reason="材料不全", **how)


def sign(b: Bureau, who: str, task: Any, when: Any) -> Matter:
    return add_signer(act=b.act(who), reader=b.people[who], task=task.id, to=b.id("c1"), when=when)


def takes_back(b: Bureau, who: str, task: Any) -> Matter:
    return recall(act=b.act(who), reader=b.people[who], task=task.id)


LENDER = {"r2": "e1"}  # who takes a lent turn back: never who has it
GESTURES: dict[str, Callable[[Bureau, str, Any, Matter], Any]] = {
    "complete": lambda b, who, task, m: complete(b, who, task),
    "transfer": lambda b, who, task, m: transfer(
        act=b.act(who), reader=b.people[who], task=task.id, to=b.id("d2"), reason="请你办"
    ),
    "delegate": lambda b, who, task, m: lend(b, who, task, "d2"),
    "entrust": lambda b, who, task, m: lend(b, who, task, "d2", decides=True),
    "recall": lambda b, who, task, m: takes_back(b, LENDER.get(who, who), task),
    "before": lambda b, who, task, m: sign(b, who, task, "before"),
    "after": lambda b, who, task, m: sign(b, who, task, "after"),
    "back": lambda b, who, task, m: back(b, who, task, keep=True),
    "drop": lambda b, who, task, m: back(b, who, task),
    "start": lambda b, who, task, m: back(b, who, task, to="start", keep=True),
    "take_back": lambda b, who, task, m: take_back(act=b.act(who), reader=b.people[who], task=task.id),
    "urge": lambda b, who, task, m: urge(act=b.act("owner"), reader=b.people["owner"], task=task.id),
    "suspend": lambda b, who, task, m: halt(b, m),
    "resume": lambda b, who, task, m: resume(
        act=b.act("d1"), reader=b.people["d1"], matter=m.id, document="恢复通知书", reason="裁判已作出"
    ),
    "terminate": lambda b, who, task, m: end(b, m),
}


# Who has the turn in each situation, and what works there; all else is refused.
HOLDER = {"held": "e2", "lent": "r2", "group": "r1", "later": "r1"}


HANDS = {"complete", "transfer", "delegate", "entrust", "before", "after"}


WHOLE = {"urge", "suspend", "terminate"}


WORKS = {
    "open": HANDS | WHOLE | {"back", "start"},
    "held": HANDS | WHOLE | {"back", "start"},
    "lent": {"complete", "recall", "back", "start", "urge", "suspend", "terminate"},
    "group": (HANDS - {"after"}) | WHOLE | {"start"},  # the last word of one who takes part is none of another unit's
    "later": HANDS | WHOLE | {"back", "drop", "start"},
    "done": {"take_back", "suspend", "terminate"},
    "suspended": {"resume", "terminate"},
    "ended": set(),
    "paused": {"transfer", "delegate", "entrust", "before", "after", "urge", "suspend", "terminate"},
}  # fmt: skip


def trail_of(matter: Matter) -> Any:
    from yimen.contexts.journal.api import trail

    return trail(subject=matter.id)


def tasks_of(bureau: Bureau, matter: Matter) -> Any:
    return tasks(reader=bureau.people["d1"], matter=matter)


def waiting(matter: Matter) -> Any:
    from yimen.contexts.matters.api import open_tasks

    return open_tasks(matter=matter.id)


def rows_sound(matter: Matter) -> None:
    """As ``sound``, where time has written entries of its own at one moment."""
    from yimen.contexts.matters.models import MatterRow, TaskRow

    row = MatterRow.objects.get(id=matter.id)
    open_rows = TaskRow.objects.filter(matter=row, done_at=None).values_list("token", flat=True)
    assert sorted(open_rows) == sorted(one[0] for one in row.state["tasks"])
