"""The worker's parts do not hold up each other."""

import argparse

import pytest
from django.db import OperationalError

from yimen.command import serve


@pytest.mark.django_db  # what goes wrong closes stale connections: the worker asks the database for their state
@pytest.mark.parametrize("broken", ["_turn", "_redated"])
def test_time_goes_on_though_something_else_fails(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    done: list[str] = []
    parents = iter([1, 1, 1, 0])  # three rounds, then whoever started it is gone

    def part(name: str) -> bool:
        done.append(name)
        if name == broken:
            raise OperationalError
        return False

    monkeypatch.setattr(serve, "django", lambda: None)
    monkeypatch.setattr(serve, "TICK_SECONDS", 0.0)
    monkeypatch.setattr(serve, "_pass", lambda _: part("_pass"))
    monkeypatch.setattr(serve, "_turn", lambda: part("_turn"))
    monkeypatch.setattr(serve, "_redated", lambda: part("_redated"))
    monkeypatch.setattr(serve.time, "sleep", lambda _: None)
    monkeypatch.setattr(serve.os, "getppid", lambda: next(parents))
    serve._worker(argparse.Namespace(parent=1))
    assert done == ["_pass", "_turn", "_redated"] * 3


@pytest.mark.django_db
def test_a_database_that_somebody_else_holds_is_waited_for_in_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    parents = iter([1, 0])

    def held(_: object = None) -> bool:
        raise OperationalError("database is locked")

    monkeypatch.setattr(serve, "django", lambda: None)
    for part in ("_pass", "_turn", "_redated"):
        monkeypatch.setattr(serve, part, held)
    monkeypatch.setattr(serve.time, "sleep", lambda _: None)
    monkeypatch.setattr(serve.os, "getppid", lambda: next(parents))
    with caplog.at_level("INFO"):
        serve._worker(argparse.Namespace(parent=1))
    assert ["正被占用" in one.message for one in caplog.records] == [True] * 3
    assert not any(one.exc_info for one in caplog.records)
