"""A real installation in a folder of its own, with the demonstration, served as `make run` serves it."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Site:
    """A running installation: its address, its server's process, and the environment that its command line needs."""

    url: str
    pid: int
    env: dict[str, str]

    def yimen(self, *words: str) -> str:
        """Runs the command line and returns what it prints."""
        return _yimen(self.env, *words)


def _yimen(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "yimen.command", *words]
    run = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def prepared(home: Path, database: str, port: int = 0) -> dict[str, str]:
    """Sets up an installation with the demonstration and returns its environment."""
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("YIMEN_", "DJANGO_"))},
        "PYTHONPATH": str(ROOT / "src"),
        "YIMEN_HOME": str(home),
        "YIMEN_DATABASE_URL": database,
        "YIMEN_ADDRESS": f"http://127.0.0.1:{port}",
    }
    _yimen(env, "setup")
    _yimen(env, "demo")
    return env


@contextmanager
def serving(database: str = "", people: Path | None = None) -> Iterator[Site]:
    """Serves an installation until the caller is done; ``people`` is a file of more people to load."""
    with tempfile.TemporaryDirectory(prefix="yimen-site-", ignore_cleanup_errors=True) as folder:
        home, port = Path(folder), free_port()
        env = prepared(home, database, port)
        if people:
            _yimen(env, "load", "people", str(people))
        log = home / "server.log"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "yimen.command", "serve", "--port", str(port)]
            server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out)
            try:
                site = Site(f"http://127.0.0.1:{port}", server.pid, env)
                _wait(site.url, server, log)
                yield site
            finally:
                server.terminate()
                server.wait(20)


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(url + "/help/", timeout=5).close()
        except OSError:
            assert server.poll() is None, log.read_text("utf-8")
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text("utf-8"))
