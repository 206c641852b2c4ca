"""An installation from before timers: its running clocks are carried over, with their pauses and extensions."""

import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yimen.contexts.matters.api import by_ids, finish_special, open_tasks, specials
from yimen.kernel.clock import CHINA
from yimen.kernel.procedure import compile_bpmn, start, state_to_data

from .conftest import UNIT, Desk, officer

FLOW = Path(__file__).with_name("timed.bpmn").read_bytes()
OLD = [("matters", "0001_initial")]
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
        old = _migrate(OLD)
        unit = old.get_model("identity", "UnitRow").objects.create(
            code="11430281MB990011XC", name="单位", short="单", kind="department", region="430281000000"
        )
        procedure = old.get_model("procedures", "VersionRow").objects.create(
            id=uuid.UUID(int=1), key="k", number=1, valid_from=date(2026, 1, 1), xml=FLOW, published_at=_at(1)
        )

        def row(number: int, **more: Any) -> uuid.UUID:
            given = {
                "id": uuid.UUID(int=number), "number": f"{number:021}", "kind": "test", "title": "旧件", "owner": "o",
                "region": "430281000000", "unit": unit, "centre": unit, "procedure": procedure, "state": _state(),
                "stage": "审查", "opened_at": _at(2), "clock_name": "办理",
            }  # fmt: skip
            old.get_model("matters", "MatterRow").objects.create(**{**given, **more})
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
    return apps.get_model("matters", "MatterRow").objects.values_list("id", name)
