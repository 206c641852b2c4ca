"""``tick`` over a million open matters of which a hundred are due, beside the bare query and its updates.

``python -m bench.tick [MATTERS]``; inside an installation's environment with ``inside`` behind it.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from tests.postgres import running
from tests.serving import ROOT, prepared

from bench.many import fill
from bench.processor import seconds
from bench.redating import SERVER

MATTERS, DUE = 1_000_000, 100
NOW = "2026-02-28T00:00:00+08:00"  # the examination of what was accepted on the 24th had to be done the day before
_FIND = "SELECT matter_id FROM matters_clock WHERE open AND wakes_at <= %s ORDER BY wakes_at, matter_id FOR UPDATE"
_SOME = (
    "SELECT id FROM matters_matter JOIN matters_clock ON matter_id = id "
    f"WHERE number LIKE '9%%' AND wakes_at <= %s ORDER BY id LIMIT {DUE}"
)
_WRITE = "UPDATE matters_clock SET dues = dues, wakes_at = wakes_at + interval '1 year' WHERE matter_id = %s"
_TELL = (
    "INSERT INTO journal_entry (id, verb, subject, region, at, body, salts) "
    "VALUES (gen_random_uuid(), 'case.expire', %s, '430281000000', now(), repeat('x', 600), '{}')"
)


def measure(matters: int = MATTERS) -> dict[str, float]:
    """Returns what finding and telling a hundred takes among so many, and how often the bare statements' time."""
    with tempfile.TemporaryDirectory(prefix="yimen-bench-") as folder, running(*SERVER) as url:
        env = prepared(Path(folder), url)
        command = [sys.executable, "-m", "bench.tick", str(matters), "inside"]
        run = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found: dict[str, float] = json.loads(run.stdout)
    return found


def _inside(matters: int) -> dict[str, Any]:
    fill(matters)
    from django.db import connection

    from yimen.contexts.journal.api import SYSTEM
    from yimen.contexts.matters.api import tick
    from yimen.sites import _now

    now = datetime.fromisoformat(NOW)
    act = replace(_now.act(SYSTEM), now=now)
    with connection.cursor() as cursor:
        cursor.execute(_SOME, [now])
        due = [id_ for (id_,) in cursor.fetchall()]
        cursor.execute("UPDATE matters_clock SET wakes_at = %s WHERE matter_id <> ALL(%s)", [now + timedelta(365), due])
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("EXPLAIN " + _FIND, [now])
        plan = next(line.strip() for (line,) in cursor.fetchall() if "Scan" in line)
    connection.ensure_connection()
    server = connection.connection.info.backend_pid

    def used() -> float:
        return process_time() + seconds([server])

    start, begun = perf_counter(), used()
    done = tick(act=act)
    ours, ours_used = perf_counter() - start, used() - begun
    start = perf_counter()
    tick(act=act)
    idle = perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_clock SET wakes_at = %s WHERE matter_id = ANY(%s)", [now, due])
    begun = used()
    bare = _bare(now)
    bare_used = used() - begun
    return {
        "open matters": matters,
        "told": done.expired + done.lapsed,
        "ms, tick": ours * 1000,
        "ms, bare query, updates and inserts": bare * 1000,
        "tick / bare": ours / bare,
        "processor ms, tick, program and database": ours_used * 1000,
        "processor ms, bare, program and database": bare_used * 1000,
        "ms, tick with nothing due": idle * 1000,
        "plan": plan,
    }


def _bare(now: datetime) -> float:
    """Does through the bare driver what cannot be spared: find them, and write each and its entry in a transaction."""
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    start = perf_counter()
    with raw.transaction(), raw.cursor() as cursor:
        ids = [id_ for (id_,) in cursor.execute(_FIND, [now]).fetchall()]
    for id_ in ids:
        with raw.transaction(), raw.cursor() as cursor:
            cursor.execute(_WRITE, [id_])
            cursor.execute(_TELL, [id_])
    assert len(ids) == DUE, len(ids)
    return perf_counter() - start


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MATTERS
    print(json.dumps(_inside(number) if "inside" in sys.argv else measure(number), indent=1, ensure_ascii=False))
