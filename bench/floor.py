"""The raw floor: the very statements of a case, recorded from the running program and replayed through the bare driver.

``python -m bench.floor CASES`` in an installation's environment prints JSON.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from bench import processor
from bench.errand import Errand, body

Statement = tuple[str, Any, bool]
COMMIT: Statement = ("COMMIT", None, True)
SETUP = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"


def main() -> None:
    cases, url = int(sys.argv[1]), os.environ.get("YIMEN_DATABASE_URL", "")
    raw = _copy(url)
    from yimen.command.frame import django

    django()
    statements, program = _recorded(cases)
    replay = _replay_postgres if url else _replay_sqlite
    database = processor.named("postgres") if url else []
    before = processor.seconds(database)
    start = time.process_time()
    replay(raw, statements)
    floor = time.process_time() - start + processor.seconds(processor.named("postgres") if url else []) - before
    print(json.dumps({
        "statements a case": sum(sql != "COMMIT" for sql, *_ in statements) / cases,
        "transactions a case": sum(sql == "COMMIT" for sql, *_ in statements) / cases,
        "cpu ms a case, program in process": program / cases * 1000,
        "cpu ms a case, raw statements": floor / cases * 1000,
    }))  # fmt: skip


def _copy(url: str) -> str:
    """Copies the database as it stands before the cases, for the replay."""
    if url:
        with psycopg.connect(url.rsplit("/", 1)[0] + "/template1", autocommit=True) as connection:
            connection.execute("CREATE DATABASE floor TEMPLATE postgres")
        return url.rsplit("/", 1)[0] + "/floor"
    home = Path(os.environ["YIMEN_HOME"])
    copy = home / "floor.sqlite3"
    with closing(sqlite3.connect(home / "yimen.sqlite3")) as live, closing(sqlite3.connect(copy)) as other:
        live.backup(other)
    return str(copy)


def _recorded(cases: int) -> tuple[list[Statement], float]:
    """Runs cases through the whole program, in process, and returns every statement, and the processor seconds."""
    from django.db import connection
    from django.test import Client

    client, wanted, given = Client(HTTP_HOST="127.0.0.1"), body(), []
    commit: Callable[[], None] = connection._commit

    def note(execute: Callable[..., Any], sql: str, params: Any, *more: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN")):
            given.append((sql, params, connection.in_atomic_block))
        return execute(sql, params, *more)

    def noted_commit() -> None:
        given.append(COMMIT)
        commit()

    def call(method: str, path: str, headers: dict[str, str], content: str | None) -> tuple[int, bytes]:
        answer = client.generic(method, path, content or "", content_type="application/json", headers=headers)
        return answer.status_code, answer.content

    errand = Errand(call, wanted)
    errand.run()
    connection._commit = noted_commit
    with connection.execute_wrapper(note):
        start = time.process_time()
        for _ in range(cases):
            errand.run()
        program = time.process_time() - start
    return given, program


def _replay_sqlite(path: str, statements: list[Statement]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SETUP)
        for sql, params, inside in statements:
            if sql == "COMMIT":
                connection.execute("COMMIT")
                continue
            if inside and not connection.in_transaction:
                connection.execute("BEGIN IMMEDIATE")
            connection.execute(sql.replace("%s", "?"), params or ()).fetchall()


def _replay_postgres(url: str, statements: list[Statement]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        inside_now = False
        for sql, params, inside in statements:
            if sql == "COMMIT":
                connection.execute("COMMIT")
                inside_now = False
                continue
            if inside and not inside_now:
                connection.execute("BEGIN")
                inside_now = True
            cursor = connection.execute(sql, params or None)
            if cursor.description:
                cursor.fetchall()


if __name__ == "__main__":
    main()
