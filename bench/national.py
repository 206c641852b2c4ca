"""What the measurements over a whole catalogue share: an installation of each database, and rows that are copied in."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from tests.postgres import running
from tests.serving import ROOT, prepared

_BATCH = 20_000
_SETTINGS = ("fsync=off", "shared_buffers=1GB", "max_wal_size=8GB")


def on_each_database(module: str) -> dict[str, float]:
    """Returns what a module prints as JSON on either database, each a fresh installation that is removed afterwards."""
    figures: dict[str, float] = {}
    for name in ("sqlite", "postgres"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-bench-")))
            database = stack.enter_context(running(*_SETTINGS)) if name == "postgres" else ""
            command = [sys.executable, "-m", module]
            env = prepared(folder / "home", database)
            run = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
            figures |= {f"{name}: {key}": value for key, value in json.loads(run.stdout).items()}
    return figures


def copied(rows: Iterable[tuple[tuple[Any, ...], ...]], tables: Mapping[str, str], bar: Any) -> None:
    """Copies rows into tables, so many at once; each gives one row to each table, ``tables``: their columns."""
    from bench import nation

    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        for place, (table, columns) in enumerate(tables.items()):
            nation.fill(table, columns, (each[place] for each in some))
        bar.update(len(some))
