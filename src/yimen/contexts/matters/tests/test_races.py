"""Calendars change while matters are opened and moved: none keeps a day of the calendar as it was."""

import threading
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction

from yimen.contexts.journal.api import trail
from yimen.contexts.matters import redating as room
from yimen.contexts.matters.api import Matter, by_ids, open_tasks, redate
from yimen.contexts.matters.models import ClockRow
from yimen.contexts.places.api import calendar

from .conftest import Desk, entries, now

pytestmark = pytest.mark.django_db(transaction=True)
OPENERS, EACH = 3, 8
DAYS = ("2026-03-04", "2026-03-05", "2026-03-06")


def _beside(*works: Callable[[], object]) -> tuple[list[threading.Thread], list[Exception]]:
    """Starts each beside the test, on a connection of its own, and returns them with what goes wrong in them."""
    faults: list[Exception] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - handed to the test
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    return threads, faults


def _redated(desk: Desk) -> None:
    desk.follow()
    while redate(act=desk.act()) is not None:
        pass


def test_a_matter_that_is_still_being_opened_is_not_passed_by(desk: Desk) -> None:
    counted, closed, found = threading.Event(), threading.Event(), list[Matter]()

    def opens() -> None:
        with transaction.atomic():
            found.append(desk.opened())
            counted.set()
            closed.wait(1)  # in vain where the change waits for the matter

    def closes() -> None:
        counted.wait()
        desk.closes("2026-03-04")
        _redated(desk)
        closed.set()

    threads, faults = _beside(opens, closes)
    for thread in threads:
        thread.join()
    assert faults == []
    assert now(found[0]).due_on == date(2026, 3, 10)
    assert len(entries(found[0], "redate")) == 1


@pytest.mark.req("PRC-010")
def test_however_they_meet_no_matter_keeps_an_old_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BATCH", 5)
    opened: list[Matter] = []

    def opens() -> None:
        for number in range(EACH):
            matter = desk.opened()
            opened.append(desk.does(matter, "accept") if number % 2 else matter)

    def changes() -> None:
        for count in (1, 2, 3, 1, 2):
            desk.closes(*DAYS[:count])
            _redated(desk)

    threads, faults = _beside(*[opens] * OPENERS, changes)
    for thread in threads:
        thread.join()
    _redated(desk)
    assert faults == []
    assert len(opened) == OPENERS * EACH
    days = calendar(region=opened[0].region)
    for matter in by_ids(ids=[one.id for one in opened]).values():
        for timer in matter.running:
            assert timer.due == timer.ledger.due(days).date, (matter.number, timer)
        for one, then in pairwise(trail(subject=matter.id)):
            if one.verb == then.verb == "test.redate":  # an acceptance between two starts another limit
                assert then.facts["statutory_before"] == one.facts["statutory"]  # each told once, none left out


def test_what_somebody_changes_meanwhile_is_looked_at_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = desk.accepted(), desk.accepted()
    write, done = room.write_limits, list[int]()  # type: ignore[attr-defined]

    def writes(*given: Any) -> object:
        if not done:
            done.append(1)
            row = ClockRow.objects.get(matter=one.id)
            row.dues = row.dues.replace("2026-03-11", "2026-03-11!")
            row.save()
        return write(*given)

    monkeypatch.setattr(room, "write_limits", writes)
    desk.closes("2026-03-04")
    last = redate(act=desk.act())
    assert last is not None
    assert (last.seen, last.moved) == (2, 2)
    for matter in (one, other):
        assert now(matter).due_on == date(2026, 3, 12)
        assert len(entries(matter, "redate")) == 1
        assert open_tasks(matter=matter.id)[0].due_on == date(2026, 3, 6)
