"""``complete``: one step of a matter on PostgreSQL, beside its own statements through the bare driver.

``python -m bench.complete [MATTERS]``; inside an installation's environment with ``inside`` behind it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import psycopg
from tests.postgres import running
from tests.serving import ROOT, prepared

from bench.many import fill
from bench.processor import seconds
from bench.redating import SERVER

MATTERS, STEPS, WARM = 10_000, 400, 50
ON = date(2026, 2, 24)
Statement = tuple[str, Any]
_CASES = """
INSERT INTO cases_case (matter_id, {})
SELECT copy.id, {} FROM matters_matter copy
JOIN matters_matter first ON first.number NOT LIKE '9%%' AND copy.opened_at = first.opened_at
JOIN cases_case own ON own.matter_id = first.id
WHERE copy.id = ANY(%s)
"""


def measure(matters: int = MATTERS) -> dict[str, Any]:
    """Returns what a step takes, whole and its statements alone."""
    with tempfile.TemporaryDirectory(prefix="yimen-bench-") as folder, running(*SERVER) as url:
        env = prepared(Path(folder), url)
        command = [sys.executable, "-m", "bench.complete", str(matters), "inside"]
        run = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found: dict[str, Any] = json.loads(run.stdout)
    return found


def _inside(matters: int) -> dict[str, Any]:
    fill(matters)
    from django.db import connection

    examiner, tasks = _examiner(), _tasks(2 * STEPS + WARM)
    connection.ensure_connection()
    server = [connection.connection.info.backend_pid]
    for task in tasks[:WARM]:
        _complete(examiner, task)
    start, begun = perf_counter(), process_time() + seconds(server)
    for task in tasks[WARM : WARM + STEPS]:
        _complete(examiner, task)
    ours, ours_used = perf_counter() - start, process_time() + seconds(server) - begun
    steps = _recorded(examiner, tasks[WARM + STEPS :])
    bare, bare_used = _replayed(os.environ["YIMEN_DATABASE_URL"], steps)
    return {
        "stored matters": matters,
        "ms a step": ours / STEPS * 1000,
        "ms a step, its statements through the bare driver": bare / STEPS * 1000,
        "bare / whole": bare / ours,
        "processor ms a step, program and database": ours_used / STEPS * 1000,
        "processor ms a step, bare": bare_used / STEPS * 1000,
        "statements a step": sum(map(len, steps)) / STEPS,
    }


def _examiner() -> Any:
    from tests.conftest import DEMO

    from yimen.contexts.identity.api import reader_of, sign_in
    from yimen.contexts.journal.api import SYSTEM
    from yimen.sites import _now

    people = json.loads((DEMO / "people.json").read_text("utf-8"))
    clerk = next(one for one in people["officers"] if one["login"] == "ll-examiner")
    signed = sign_in(act=_now.act(SYSTEM), login=clerk["login"], password=clerk["password"], address="bench")
    return reader_of(account=signed.account, on=ON)


def _tasks(count: int) -> list[UUID]:
    from django.db import connection

    from yimen.contexts.cases.models import CaseRow
    from yimen.contexts.matters.models import TaskRow

    rows = TaskRow.objects.filter(done_at=None, node="examine", matter__number__startswith="9").order_by("matter")
    found = dict(rows.values_list("matter", "id")[:count])
    names = [field.column for field in CaseRow._meta.fields if field.column != "matter_id"]
    with connection.cursor() as cursor:
        cursor.execute(_CASES.format(", ".join(names), ", ".join(f"own.{name}" for name in names)), [list(found)])
    return list(found.values())


def _complete(reader: Any, task: UUID) -> None:
    from yimen.contexts.matters.api import Completion, complete_task
    from yimen.sites import _now

    act = replace(_now.act(reader.actor), now=datetime(2026, 2, 25, 2, tzinfo=UTC))
    complete_task(act=act, reader=reader, completion=Completion(task, "agree", "同意"))


def _recorded(reader: Any, tasks: list[UUID]) -> list[list[Statement]]:
    """Returns the statements of each step; the steps are undone, so that the replay finds every row as they did."""
    from django.db import connection, transaction

    given: list[list[Statement]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, *more: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            given[-1].append((sql, params))
        return execute(sql, params, *more)

    for task in tasks:
        given.append([])
        with transaction.atomic(), connection.execute_wrapper(note):
            _complete(reader, task)
            transaction.set_rollback(True)
    return given


def _replayed(url: str, steps: list[list[Statement]]) -> tuple[float, float]:
    """Sends the statements of each step in one transaction; returns the seconds on the wall, and of processors."""
    with psycopg.connect(url, autocommit=True) as raw:
        server = [raw.info.backend_pid]
        start, begun = perf_counter(), process_time() + seconds(server)
        for step in steps:
            with raw.transaction():
                for sql, params in step:
                    cursor = raw.execute(sql, params or None)
                    if cursor.description:
                        cursor.fetchall()
        return perf_counter() - start, process_time() + seconds(server) - begun


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MATTERS
    print(json.dumps(_inside(number) if "inside" in sys.argv else measure(number), indent=1, ensure_ascii=False))
