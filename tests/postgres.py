"""Runs a command beside a throw-away PostgreSQL: ``python -m tests.postgres COMMAND …``. Needs no running server."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path:
    """Returns the folder of PostgreSQL's programs, the newest installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        sys.exit("没有找到 PostgreSQL 的程序。请运行 apt-get install postgresql 后再试。")
    return found[-1].parent


def _as_postgres(command: list[str], **more: object) -> None:
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        more |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **more)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*settings: str) -> Iterator[str]:
    """Starts a server with a fresh cluster, gives its address, and removes both."""
    folder = Path(tempfile.mkdtemp(prefix="yimen-pg-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    folder.chmod(0o755)
    data, bin_, port = folder / "data", programs(), free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=80"
    options += "".join(f" -c {setting}" for setting in settings)
    _as_postgres(
        [str(bin_ / "initdb"), "-D", str(data), "-U", "yimen", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    )
    _as_postgres([str(bin_ / "pg_ctl"), "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start"])
    try:
        yield f"postgres://yimen@127.0.0.1:{port}/postgres"
    finally:
        _as_postgres([str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    with running("fsync=off") as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "YIMEN_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
