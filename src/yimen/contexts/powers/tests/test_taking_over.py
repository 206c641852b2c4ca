"""Installations from before: the service rules of units are taken into the register, version by version."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yimen.contexts.powers.api import entry_history, rules

UNIT, PLACE = "11430281MB990011XC", "430281000000"
_TEXTS = {"CharField", "TextField"}
BEFORE = [("powers", "0002_cases"), ("revisions", "0001_initial")]


def _migrate(target: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("CAT-025")
def test_service_rules_come_into_the_register_with_their_versions() -> None:
    leaves = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    ids, days = [uuid.uuid4(), uuid.uuid4()], [date(2026, 3, 2), date(2026, 6, 1)]
    try:
        old = _migrate(BEFORE)
        table = old.get_model("identity", "UnitRow")
        given = {
            field.name: "" for field in table._meta.fields if field.get_internal_type() in {"CharField", "TextField"}
        }
        table.objects.create(**{**given, "code": UNIT, "name": "醴陵市公路局", "region": PLACE, "demo": True})
        for number, (id_, day) in enumerate(zip(ids, days, strict=True), 1):
            old.get_model("revisions", "ServiceRulesRow").objects.create(
                id=id_, unit_id=UNIT, number=number, text=f"首问负责\n第 {number} 版",
                document=f"醴公路〔2026〕{number}号", valid_from=day, post="编制岗",
                published_at=datetime(2026, 3, number, tzinfo=UTC),
            )  # fmt: skip
        _migrate(leaves)
        (found,) = rules(on=date(2026, 5, 31), region=PLACE, sort="服务规则")
        assert (found.id, found.content["text"], found.valid_to) == (ids[0], ["首问负责", "第 1 版"], date(2026, 5, 31))
        (later,) = rules(on=days[1] + timedelta(99), region=PLACE)
        assert (later.id, later.number, later.content["document"], later.code) == (
            ids[1], 2, "醴公路〔2026〕2号", found.code,
        )  # fmt: skip
        assert [one.number for one in entry_history(kind="rule", code=found.code)] == [2, 1]
    finally:
        _migrate(leaves)
