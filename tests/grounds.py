"""The grounds that tests stand on: each is laid once a process, and a test that asks for it stands on a copy."""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection

from yimen.contexts.limits.reading import forget_limits

_GROUNDS: dict[str, tuple[Callable[[], None], str]] = {}


def ground(*, on: str = "") -> Callable[[Callable[[], None]], Any]:
    """Makes a fixture of a function that loads data: a test that asks for it finds the data in the database.

    ``on`` names the ground that the function loads onto. Names of grounds are used once in the tree.
    """

    def fixture(lay: Callable[[], None]) -> Any:
        name = lay.__name__
        assert name not in _GROUNDS, f"two grounds are called {name}"
        _GROUNDS[name] = (lay, on)
        return pytest.fixture(name=name)(_standing)

    return fixture


def _standing(db: None) -> None:
    """Lets the test into the database, where its ground lies."""


def asked(fixtures: Iterable[str]) -> str:
    """Returns the ground that a test with such fixtures stands on; without any, the tables as migrated."""
    names = set(fixtures) & _GROUNDS.keys()
    for name in tuple(names):
        while name := _GROUNDS[name][1]:
            names.discard(name)
    assert len(names) <= 1, f"a test stands on one ground, not on {' and '.join(sorted(names))}"
    return names.pop() if names else ""


class Grounds:
    """The copies that were kept, and which of them the test database is now."""

    def __init__(self) -> None:
        self._copies = _Templates() if connection.vendor == "postgresql" else _Memory()
        self._copies.keep("")
        self._kept, self._lies = {""}, ""

    def stand(self, name: str) -> None:
        """Puts the test database on a ground."""
        if name == self._lies:
            return
        if name in self._kept:
            self._copies.lay(name)
            forget_limits()  # kept in memory by number, and each ground counts from one
        else:
            lay, below = _GROUNDS[name]
            self.stand(below)
            self._lies = "?"  # until all of it lies
            lay()
            self._copies.keep(name)
            self._kept.add(name)
        self._lies = name

    def spoil(self) -> None:
        """Notes that the test database is no ground any more: a test has committed."""
        self._lies = "?"

    def end(self) -> None:
        """Removes the copies."""
        self._copies.drop(self._kept)


class _Memory:
    """Copies of SQLite's file, page by page, in memory."""

    def __init__(self) -> None:
        self._copies: dict[str, sqlite3.Connection] = {}

    def keep(self, name: str) -> None:
        connection.ensure_connection()
        self._copies[name] = sqlite3.connect(":memory:")
        connection.connection.backup(self._copies[name])

    def lay(self, name: str) -> None:
        connection.ensure_connection()
        self._copies[name].backup(connection.connection)

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self._copies[name].close()


class _Templates:
    """Databases of PostgreSQL, which makes one as a copy of another."""

    def keep(self, name: str) -> None:
        self._copy(_own(), f"{_own()}-{name}")

    def lay(self, name: str) -> None:
        self._copy(f"{_own()}-{name}", _own())

    def drop(self, names: Iterable[str]) -> None:
        with connection._nodb_cursor() as cursor:
            for name in names:
                cursor.execute(f'DROP DATABASE "{_own()}-{name}"')

    def _copy(self, source: str, target: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _own() -> str:
    return str(connection.settings_dict["NAME"])
