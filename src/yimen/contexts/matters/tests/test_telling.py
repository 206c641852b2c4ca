"""What runs out together is told together, in the same words as if each were told alone."""

import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from yimen.contexts.matters import telling, ticking
from yimen.contexts.matters.api import Matter, Ticked, tick
from yimen.contexts.matters.models import ClockRow, MatterRow

from .conftest import Desk, entries

TOWN = "430281101000"
CLOCK = ("dues", "wakes_at", "due_on", "statutory_due_on", "yellow_from", "red_from", "paused", "provisional")
UNLIKE = {"number", "token"}


def _matters(desk: Desk) -> list[Matter]:
    """Returns matters some of which are alike; the one of 3 March and the town's are not."""
    later = desk.at("2026-03-03T09:00")
    return [desk.accepted(), desk.accepted(), later.accepted(), desk.accepted(region=TOWN), desk.opened(silence=True)]


def _told(matters: list[Matter]) -> list[Any]:
    """Returns everything that was said of matters, and their clocks."""
    said = [
        [{name: value for name, value in entry.facts.items() if name not in UNLIKE} | {"region": entry.region}
         for entry in entries(matter, verb)]
        for matter in matters for verb in ("expire", "lapse")
    ]  # fmt: skip
    clocks = [ClockRow.objects.filter(matter=matter.id).values(*CLOCK).get() for matter in matters]
    return [said, clocks]


def test_together_and_alone_say_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    together, outage = _matters(desk), desk.at("2026-04-10T00:00")
    done = tick(act=outage.act())
    monkeypatch.setattr(ticking, "tell", lambda **_: {})
    alone = _matters(desk)
    assert tick(act=outage.act()) == done
    assert done.expired >= 12
    assert done.lapsed == 1
    assert _told(together) == _told(alone)


def test_what_cannot_be_read_holds_up_only_itself(desk: Desk) -> None:
    first, broken, last = desk.accepted(), desk.accepted(), desk.accepted()
    MatterRow.objects.filter(id=broken.id).update(timers=[{"role": "step"}] * 3)
    ClockRow.objects.filter(matter=broken.id).update(alike=UUID(int=1))
    assert tick(act=desk.at("2026-03-06T00:00").act()) == Ticked(expired=2, failed=1)
    assert [len(entries(matter, "expire")) for matter in (first, broken, last)] == [1, 0, 1]


def test_a_matter_whose_calendar_has_changed_since_is_left_to_its_turn(desk: Desk) -> None:
    matter = desk.accepted()
    desk.closes("2026-03-04")
    assert telling.tell(act=desk.at("2026-03-06T00:00").act(), matters=[matter.id]) == {}


def test_what_another_worker_has_told_meanwhile_is_not_told_again(desk: Desk) -> None:
    matter = desk.accepted()
    act = desk.at("2026-03-06T00:00").act()
    assert telling.tell(act=act, matters=[matter.id]) == {matter.id: 1}
    assert telling.tell(act=act, matters=[matter.id]) == {}  # it wakes next when the promise runs out, not now
    assert len(entries(matter, "expire")) == 1


@pytest.mark.django_db(transaction=True)
def test_what_somebody_holds_is_not_waited_for(desk: Desk) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    free, held = desk.accepted(), desk.accepted()
    holding, told = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                ClockRow.objects.select_for_update().get(matter=held.id)
                holding.set()
                told.wait(30)
        finally:
            connection.close()

    other = threading.Thread(target=hold)
    other.start()
    holding.wait(30)
    done = telling.tell(act=desk.at("2026-03-06T00:00").act(), matters=[free.id, held.id])
    told.set()
    other.join()
    assert done == {free.id: 1}
    assert tick(act=desk.at("2026-03-06T00:00").act()) == Ticked(expired=1)
