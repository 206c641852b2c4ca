"""One database for all rooms: the embedded SQLite by default, PostgreSQL for more."""

from typing import Any

import dj_database_url

from yimen.config.env import Env

_AGAIN = 5  # so often has a statement come on a connection before it is planned for good
# Pages ask for little at a time: starting a second process or compiling a plan takes longer than the answer, and
# what is asked for stands in memory or on a disk without a head to move.
_SHORT = "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"


def database(env: Env) -> dict[str, Any]:
    """Returns Django's description of the database.

    SQLite writes ahead, syncs every commit and takes the write lock at BEGIN, so that two officers at once wait for
    each other instead of failing late; PostgreSQL keeps its connections, and plans once a connection what comes again
    and again (``yimen.swift``), so that nothing may stand between that gives each transaction another connection.
    Where a pooler or a server of another make refuses that, ``?plans=own`` leaves the connection as it comes.
    """
    if env.database_url:
        found: dict[str, Any] = {**dj_database_url.parse(env.database_url, conn_max_age=None, conn_health_checks=False)}
        given = dict(found.get("OPTIONS", {}))
        if "postgresql" in found["ENGINE"] and given.pop("plans", "ours") != "own":
            given = {"prepare_threshold": _AGAIN, "options": _SHORT, **given}
        return {**found, "OPTIONS": given}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(env.home / "yimen.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_PRAGMAS},
    }
