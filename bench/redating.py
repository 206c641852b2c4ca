"""Re-dating of a million open matters on PostgreSQL after a corrected notice of holidays, beside one bare UPDATE.

``python -m bench.redating [MATTERS]``; inside an installation's environment with ``inside`` behind it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from tests.postgres import running
from tests.serving import ROOT, prepared
from tqdm import tqdm

from bench.many import fill
from bench.processor import seconds

MATTERS = 1_000_000
MOVED = "2026-03-18"  # the working day that the corrected notice takes away
SERVER = ("shared_buffers=512MB", "max_wal_size=8GB", "checkpoint_timeout=30min", "wal_compression=on")
_FLOOR = (
    "UPDATE matters_clock SET due_on = due_on + 1, statutory_due_on = statutory_due_on + 1, "
    "yellow_from = yellow_from + 1, red_from = red_from + 1, reaches_on = reaches_on + 1, dues = dues || '' WHERE open"
)


def measure(matters: int = MATTERS) -> dict[str, float]:
    """Returns matters a second, rows touched and moved, and what the bare UPDATE takes; the database is thrown away."""
    with tempfile.TemporaryDirectory(prefix="yimen-bench-") as folder, running(*SERVER) as url:
        env = prepared(Path(folder), url)
        command = [sys.executable, "-m", "bench.redating", str(matters), "inside"]
        run = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found: dict[str, float] = json.loads(run.stdout)
    return found


def _inside(matters: int) -> dict[str, Any]:
    fill(matters)
    from django.db import connection

    from yimen.contexts.journal.api import SYSTEM
    from yimen.contexts.matters.api import redate
    from yimen.sites import _now

    _follow()
    while redate(act=_now.act(SYSTEM)) is not None:
        pass  # the notices of the installation itself
    _correct_notice()
    connection.ensure_connection()
    server = connection.connection.info.backend_pid
    start, program, database = perf_counter(), process_time(), seconds([server])
    with tqdm(desc="重新计算", unit="件", unit_scale=True) as bar:
        while (done := redate(act=_now.act(SYSTEM))) is not None:
            bar.total = done.total
            bar.update(done.seen - bar.n)
            last = done
    spent = perf_counter() - start
    program, database = process_time() - program, seconds([server]) - database
    with connection.cursor() as cursor:
        cursor.execute("VACUUM matters_clock")
        begun, used = perf_counter(), seconds([server])
        cursor.execute(_FLOOR)
        floor, used = perf_counter() - begun, seconds([server]) - used
        rows: int = cursor.rowcount
    return {
        "open matters": rows,
        "rows touched": last.seen,
        "rows moved": last.moved,
        "rows touched / rows moved": last.seen / last.moved,
        "s, all": spent,
        "matters a second": last.seen / spent,
        "processor µs a matter, program": program / last.seen * 1e6,
        "processor µs a matter, database": database / last.seen * 1e6,
        "matters a processor second": last.seen / (program + database),
        "matters a second, one bare UPDATE of the same rows": rows / floor,
        "processor µs a row, the bare UPDATE": used / rows * 1e6,
        "bare UPDATE / re-dating with its journal": floor / spent,
    }


def _correct_notice() -> None:
    """Loads this year's notice once more with one more day off, and lets the follower open the re-dating."""

    from yimen.command.setup import HOLIDAYS
    from yimen.contexts.journal.api import SYSTEM
    from yimen.contexts.places.api import load_holidays
    from yimen.sites import _now

    notice = json.loads((HOLIDAYS / "2026.json").read_text("utf-8"))
    notice["off"].append({"date": MOVED, "name": "更正"})
    load_holidays(act=_now.act(SYSTEM), notices=[notice])
    _follow()


def _follow() -> None:
    from yimen.contexts.journal.api import SYSTEM, advance, seal
    from yimen.sites import _now

    while seal(act=_now.act(SYSTEM)) + advance(act=_now.act(SYSTEM)):
        pass


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MATTERS
    print(json.dumps(_inside(number) if "inside" in sys.argv else measure(number), indent=1, ensure_ascii=False))
