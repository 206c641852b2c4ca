"""One database for all rooms: the embedded SQLite by default, PostgreSQL for more."""

from typing import Any

import dj_database_url

from yimen.config.env import Env

_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"


def database(env: Env) -> dict[str, Any]:
    """Returns Django's description of the database.

    SQLite writes ahead, syncs every commit and takes the write lock at BEGIN, so that two officers at once wait for
    each other instead of failing late; PostgreSQL keeps its connections.
    """
    if env.database_url:
        return dict(dj_database_url.parse(env.database_url, conn_max_age=None, conn_health_checks=False))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(env.home / "yimen.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_PRAGMAS},
    }
