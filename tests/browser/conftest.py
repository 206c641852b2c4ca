"""A real installation in a folder of its own, served as `make run` serves it, and a browser before it."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.postgres import free_port, running

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A running installation: its address and the environment that its command line needs."""

    url: str
    env: dict[str, str]

    def yimen(self, *words: str) -> str:
        """Runs the command line and returns what it prints."""
        command = [sys.executable, "-m", "yimen.command", *words]
        run = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout


def _serve(home: Path, database: str) -> tuple[Site, "subprocess.Popen[bytes]"]:
    port = free_port()
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("YIMEN_", "DJANGO_"))},
        "PYTHONPATH": str(ROOT / "src"),
        "YIMEN_HOME": str(home),
        "YIMEN_DATABASE_URL": database,
        "YIMEN_ADDRESS": f"http://127.0.0.1:{port}",
    }
    site = Site(f"http://127.0.0.1:{port}", env)
    site.yimen("setup")
    site.yimen("demo")
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "yimen.command", "serve", "--port", str(port)], env=env, cwd=ROOT, stdout=log, stderr=log
    )
    for _ in range(150):
        try:
            urllib.request.urlopen(site.url + "/", timeout=5).close()
            return site, server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise AssertionError((home / "server.log").read_text("utf-8"))


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Serves an installation on each database."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-site-", ignore_cleanup_errors=True)))
        database = stack.enter_context(running("fsync=off")) if request.param == "postgres" else ""
        served, server = _serve(home, database)
        try:
            yield served
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Starts Debian's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield found
        found.close()
