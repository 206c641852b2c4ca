"""A case over HTTP on SQLite and PostgreSQL, audit on: processor seconds a case, waits at 16 clients, the raw floor."""

import json
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlparse

from tests.postgres import running
from tests.serving import ROOT, prepared, serving

from bench import processor
from bench.errand import Errand, body, over_http, people

CASES, CLIENTS, EACH = 100, 16, 12


def measure() -> dict[str, float]:
    """Returns the figures of both databases."""
    figures: dict[str, float] = {}
    for name in ("sqlite", "postgres"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-bench-")))
            database = stack.enter_context(running()) if name == "postgres" else ""
            found = _served(database, people(folder))
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-bench-")))
            database = stack.enter_context(running()) if name == "postgres" else ""
            found |= _floor(folder, database)
        found["raw floor / whole case over HTTP"] = (
            found["cpu ms a case, raw statements"] / found["cpu ms a case, web + database"]
        )
        figures |= {f"{name}: {key}": value for key, value in found.items()}
    return figures


def _served(database: str, who: Path) -> dict[str, float]:
    with serving(database, who) as site:
        host = urlparse(site.url).netloc
        errand = Errand(over_http(host, []), body())
        for _ in range(10):
            errand.run()
        everything = processor.tree(site.pid)
        worker = [pid for pid in everything if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
        web = [pid for pid in everything if pid not in worker]
        start = (processor.seconds(web), processor.seconds(worker), _database(database))
        for _ in range(CASES):
            errand.run()
        spent = (processor.seconds(web), processor.seconds(worker), _database(database))
        web_ms, worker_ms, database_ms = ((b - a) / CASES * 1000 for a, b in zip(start, spent, strict=True))
        waits = _crowd(host)
    cut = quantiles(waits, n=100)
    return {
        "cpu ms a case, web": web_ms,
        "cpu ms a case, worker (log, papers, notices, supervision)": worker_ms,
        "cpu ms a case, database": database_ms,
        "cpu ms a case, web + database": web_ms + database_ms,
        f"ms a call at {CLIENTS} clients, p50": cut[49] * 1000,
        f"ms a call at {CLIENTS} clients, p95": cut[94] * 1000,
    }


def _database(url: str) -> float:
    return processor.seconds(processor.named("postgres")) if url else 0.0


def _crowd(host: str) -> list[float]:
    """Returns what each call took with 16 clients at once, all on this machine beside the server."""
    waits: list[float] = []
    faults: list[BaseException] = []

    def one() -> None:
        try:
            errand = Errand(over_http(host, waits), body())
            for _ in range(EACH):
                errand.run()
        except BaseException as fault:  # noqa: BLE001 - handed to the caller below
            faults.append(fault)

    threads = [threading.Thread(target=one) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return waits


def _floor(folder: Path, database: str) -> dict[str, float]:
    env = prepared(folder / "home", database)
    subprocess.run(
        [sys.executable, "-m", "yimen.command", "load", "people", str(people(folder))],
        env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-m", "bench.floor", str(CASES)],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, float] = json.loads(run.stdout)
    return found
