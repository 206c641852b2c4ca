"""How the address of a database becomes a connection: what we set for PostgreSQL, and what the address may replace."""

from pathlib import Path

import pytest
from django.db import connection

from yimen import swift
from yimen.config.env import Env
from yimen.config.settings.database import database


def _described(url: str) -> dict[str, str]:
    env = Env(Path("home"), url, ("localhost",), secure=False, origin="o", address="http://a", debug=False, map="")
    options: dict[str, str] = database(env)["OPTIONS"]
    return options


def test_an_address_may_replace_what_is_set_for_its_connections() -> None:
    assert "max_parallel_workers_per_gather=0" in _described("postgres://u:p@host/name")["options"]
    assert _described("postgres://u:p@host/name?options=-c%20jit%3Don")["options"] == "-c jit=on"
    assert _described("postgres://u:p@host/name?plans=own") == {}
    assert "options" not in _described("")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its own plans")
def test_a_statement_that_comes_again_is_planned_once_and_sees_what_changed() -> None:
    found = []
    for number in range(8):
        with swift.cursor() as cursor:
            cursor.execute(
                "SELECT %s + count(*) FROM pg_prepared_statements WHERE statement LIKE '%%prepared%%'", [number]
            )
            found.append(cursor.fetchone()[0])
    assert (found[:5], found[-1]) == ([0, 1, 2, 3, 4], 8)  # one statement is kept, whatever value it is asked with
