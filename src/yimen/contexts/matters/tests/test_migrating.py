"""Installations from before: running clocks become timers, with their pauses and extensions; days get a table."""

import uuid
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yimen.contexts.matters.api import by_ids, finish_special, open_tasks, specials
from yimen.contexts.matters.timers import alike as alike_of
from yimen.contexts.matters.timers import timer_to_data, timers_of
from yimen.kernel.clock import CHINA
from yimen.kernel.procedure import compile_bpmn, start, state_to_data

from .conftest import UNIT, Desk, officer

FLOW = Path(__file__).with_name("timed.bpmn").read_bytes()
FIRST, HANDS = ([("procedures", "0001_initial"), ("matters", name)] for name in ("0001_initial", "0003_hands"))
PROMISED = {"limit": [7, "wd", "承诺时限", "办事指南", "承诺时限"], "start": "2026-03-02"}
LAW = {"limit": [20, "wd", "法定时限", "行政许可法", "第四十二条"], "start": "2026-03-02"}
STOPPED = {"pauses": [["2026-03-05", None, "鉴定", "委托书〔2026〕1号"]]}
EXTENDED = {"extensions": [[5, "局长", "延期通知书"]]}


def _migrate(target: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.mark.django_db(transaction=True)
def test_running_clocks_become_timers() -> None:
    leaves = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    try:
        old = _migrate(FIRST)
        common = _common(old)

        def row(number: int, **more: Any) -> uuid.UUID:
            given = {
                "id": uuid.UUID(int=number), "number": f"{number:021}", "opened_at": _at(2), "clock_name": "办理"
            }  # fmt: skip
            old.get_model("matters", "MatterRow").objects.create(**{**common, **given, **more})
            return uuid.UUID(int=number)

        def step(matter: uuid.UUID, due: date | None) -> None:
            given = {"token": 1, "node": "accept", "name": "受理", "role": "window", "unit": UNIT, "opened_at": _at(2)}
            table = old.get_model("matters", "TaskRow")
            table.objects.create(id=uuid.uuid5(matter, "step"), matter_id=matter, due_on=due, **given)

        running = row(1, clock=PROMISED, statutory=LAW, due_on=date(2026, 3, 11), statutory_due_on=date(2026, 3, 30))
        paused = row(2, clock=PROMISED | STOPPED, statutory=LAW | STOPPED, paused=True)
        alone = row(3, clock=LAW | EXTENDED, due_on=date(2026, 4, 7))
        closed = row(4, closed_at=_at(9), late=True)
        step(paused, date(2026, 4, 13))
        _migrate(leaves)
        found = by_ids(ids=[running, paused, alone, closed])
        assert [(one.role, one.due) for one in found[running].running] == [
            ("promised", date(2026, 3, 11)), ("statutory", date(2026, 3, 30)),
        ]  # fmt: skip
        assert [one.ledger.standing[0].ground for one in found[paused].running] == ["鉴定", "鉴定"]
        assert [(one.role, one.ledger.total) for one in found[alone].running] == [("statutory", 25)]
        assert (found[closed].late, found[closed].timers) == (True, ())
        wakes = dict(_columns("wakes_at"))
        assert wakes[running] == datetime(2026, 3, 12, tzinfo=CHINA)
        assert wakes[paused] is None
        assert dict(_columns("reaches_on"))[running] == date(2026, 3, 30)
        _the_standing_pause_can_be_ended(paused)
    finally:
        _migrate(leaves)


LAW_NOW = {"role": "statutory", "name": "办理", "ledger": LAW}
WAITS = {"role": "step", "name": "审查", "ledger": {"limit": [3, "wd", "审查", "办事指南", ""], "start": "2026-03-02"}}
RECEIVED = {"role": "statutory", "name": "收件", "ledger": LAW, "due": "2026-03-09", "stopped": "2026-03-02"}


@pytest.mark.django_db(transaction=True)
def test_days_move_to_their_own_table_and_back() -> None:
    leaves = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    try:
        old = _migrate(HANDS)
        given = _common(old) | {"clock_name": "办理", "opened_at": datetime(2026, 3, 2, 17, tzinfo=UTC)}
        days = {"due_on": date(2026, 3, 30), "yellow_from": date(2026, 3, 24), "red_from": date(2026, 3, 31)}
        wakes = datetime(2026, 3, 6, tzinfo=CHINA)
        more = days | {"wakes_at": wakes, "reaches_on": date(2026, 3, 30), "provisional": True}
        law, step = LAW_NOW | {"due": "2026-03-30", "provisional": True}, WAITS | {"due": "2026-03-05", "token": 2}
        timers = [[RECEIVED, law, step], [RECEIVED, law, step | {"rung": True}], [RECEIVED, LAW_NOW], []]
        table = old.get_model("matters", "MatterRow")
        ids = [uuid.UUID(int=number) for number in range(1, 5)]
        for id_, one in zip(ids, timers, strict=True):
            table.objects.create(id=id_, number=f"{id_.int:021}", timers=one, **(given | (more if one else {})))
        closed = {"closed_at": _at(9), "timers": [RECEIVED | {"late": True}], "late": True}
        table.objects.create(id=uuid.UUID(int=5), number=f"{5:021}", **(given | closed))
        before = list(table.objects.order_by("id").values())
        _migrate(leaves)
        found = by_ids(ids=[*ids, uuid.UUID(int=5)])
        running, rung, paused, none, ended = (found[id_] for id_ in sorted(found))
        assert [(one.role, one.due, one.provisional, one.rung) for one in running.timers] == [
            ("statutory", date(2026, 3, 9), False, False), ("statutory", date(2026, 3, 30), True, False),
            ("step", date(2026, 3, 5), False, False),
        ]  # fmt: skip
        assert (running.due_on, running.yellow_from, running.provisional) == (days["due_on"], days["yellow_from"], True)
        assert [one.rung for one in rung.timers] == [False, False, True]
        assert [one.ledger for one in rung.timers] == [one.ledger for one in running.timers]
        assert [one.due for one in paused.running] == [None]
        assert none.timers == ()
        assert (ended.late, [one.due for one in ended.timers]) == (True, [date(2026, 3, 9)])
        clocks = {row.matter_id: row for row in apps.get_model("matters", "ClockRow").objects.all()}
        assert [clocks[id_].open for id_ in sorted(clocks)] == [True, True, True, True, False]
        assert {clock.opened_on for clock in clocks.values()} == {date(2026, 3, 3)}  # in China
        assert clocks[ids[0]].wakes_at == wakes
        alike = [clocks[id_].alike for id_ in ids]
        assert alike[0] == alike[1] == timers_alike(apps.get_model("matters", "MatterRow").objects.get(id=ids[1]))
        assert len(set(alike)) == 3
        back = _migrate(HANDS).get_model("matters", "MatterRow")
        assert list(back.objects.order_by("id").values()) == before
    finally:
        _migrate(leaves)


def timers_alike(row: Any) -> uuid.UUID:
    """Returns the digest that the next act on the matter would write."""
    return alike_of([timer_to_data(timer) for timer in timers_of(row)])


def _common(old: Any) -> dict[str, Any]:
    unit = old.get_model("identity", "UnitRow").objects.create(
        code=UNIT, name="单位", short="单", kind="department", region="430281000000"
    )
    procedure = old.get_model("procedures", "VersionRow").objects.create(
        id=uuid.UUID(int=1), key="k", number=1, valid_from=date(2026, 1, 1), xml=FLOW, published_at=_at(1)
    )
    return {
        "kind": "test", "title": "旧件", "owner": "o", "region": "430281000000", "unit": unit, "centre": unit,
        "procedure": procedure, "state": _state(), "stage": "审查",
    }  # fmt: skip


def _the_standing_pause_can_be_ended(paused: uuid.UUID) -> None:
    before, (special,) = by_ids(ids=[paused])[paused], specials(matter=by_ids(ids=[paused])[paused])
    assert (special.kind, special.pauses, special.begun_on, special.ended_on) == ("鉴定", True, date(2026, 3, 5), None)
    assert (special.document, special.post, before.due_on) == ("委托书〔2026〕1号", "迁移前登记", None)
    (step,) = open_tasks(matter=paused)
    clerk, desk = officer("window"), Desk().at("2026-03-10T09:00")
    after = finish_special(act=desk.act(clerk), reader=clerk, matter=paused, special=special.id, result="合格")
    assert (after.due_on, after.statutory_due_on) == (date(2026, 3, 16), date(2026, 4, 2))  # three days stood
    assert not after.paused
    assert open_tasks(matter=paused)[0].due_on == step.due_on == date(2026, 4, 13)


def _state() -> Any:
    return state_to_data(start(compile_bpmn(FLOW), {}).state)


def _at(day: int) -> datetime:
    return datetime(2026, 3, day, 1, tzinfo=UTC)


def _columns(name: str) -> Any:
    return apps.get_model("matters", "ClockRow").objects.values_list("matter", name)


@pytest.mark.django_db
def test_who_ended_the_steps_of_before_is_read_from_the_trail(desk: Desk) -> None:
    one = desk.does(desk.accepted(), "agree")
    tasks = apps.get_model("matters", "TaskRow").objects.filter(matter=one.id, done_at__isnull=False)
    told = list(tasks.order_by("token").values_list("token", "doer"))
    assert len(told) > 1
    assert all(doer for _, doer in told)
    tasks.update(doer="")
    fill = import_module("yimen.contexts.matters.migrations.0008_doers_before").fill
    fill(apps, None)
    assert list(tasks.order_by("token").values_list("token", "doer")) == told
    tasks.update(doer="", outcome_name="另一种")
    fill(apps, None)
    assert not tasks.exclude(doer="").exists()
