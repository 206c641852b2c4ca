"""Followers get every entry once and in order, whatever fails on the way."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError

from yimen.contexts.journal import following
from yimen.contexts.journal.api import Act, Entry, advance, follow, health, newest, seal, stream

from .conftest import OTHER, Office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the followers of the other rooms."""
    monkeypatch.setattr(following, "_followers", {})


class Reader:
    """Notes the places it was given; fails at one of them as long as told to."""

    def __init__(self) -> None:
        self.places: list[int | None] = []
        self.fail_at: int | None = None
        self.error: Exception = ValueError("没有收件人")
        self.on_entry: Callable[[Entry, Act], object] = lambda *_: None

    def __call__(self, entry: Entry, act: Act) -> None:
        self.on_entry(entry, act)
        if entry.position == self.fail_at:
            raise self.error
        self.places.append(entry.position)


def test_every_entry_once_and_in_order(office: Office) -> None:
    reader = Reader()
    follow("reader", handler=reader)
    office.sealed(3)
    assert (advance(act=office.act), advance(act=office.act)) == (3, 0)
    office.sealed(2)
    assert advance(act=office.act) == 2
    assert reader.places == [0, 1, 2, 3, 4]


def test_what_is_not_sealed_is_not_followed_yet(office: Office) -> None:
    reader = Reader()
    follow("reader", handler=reader)
    office.write()
    assert advance(act=office.act) == 0
    seal(act=office.act)
    assert advance(act=office.act) == 1


def test_a_long_log_is_read_batch_by_batch(office: Office) -> None:
    reader = Reader()
    follow("reader", handler=reader)
    office.sealed(following.BATCH + 20)
    assert [advance(act=office.act) for _ in range(3)] == [following.BATCH, 20, 0]
    assert reader.places == list(range(following.BATCH + 20))


@pytest.mark.parametrize("error", [ValueError("坏"), KeyError("坏"), DatabaseError("坏")])
def test_a_failing_entry_is_tried_again_and_not_passed_over(office: Office, error: Exception) -> None:
    reader = Reader()
    reader.fail_at, reader.error = 2, error
    follow("reader", handler=reader)
    office.sealed(5)
    assert advance(act=office.act) == 2
    assert reader.places == [0, 1]
    reader.fail_at = None
    assert advance(act=office.later(0.9)) == 0
    assert advance(act=office.later(0.2)) == 3
    assert reader.places == [0, 1, 2, 3, 4]


def test_waits_grow_up_to_an_hour_and_start_anew_after_success(office: Office) -> None:
    reader = Reader()
    reader.fail_at = 0
    follow("reader", handler=reader)
    office.sealed(2)
    tries: list[float] = []
    reader.on_entry = lambda entry, act: tries.append(act.now.timestamp()) if entry.position == reader.fail_at else None
    advance(act=office.act)
    for wait in (1, 5, 30, 120, 600, 3600, 3600):
        before = len(tries)
        advance(act=office.later(wait - 0.5))
        assert len(tries) == before
        advance(act=office.later(0.5))
        assert len(tries) == before + 1
    reader.fail_at = 1
    advance(act=office.later(3600))
    assert reader.places == [0]
    reader.fail_at = None
    advance(act=office.later(1))
    assert reader.places == [0, 1]


def test_staff_see_what_stands_still_and_why(office: Office) -> None:
    reader = Reader()
    reader.fail_at = 1
    follow("reader", handler=reader)
    office.sealed(4)
    advance(act=office.act)
    assert health().followers == (("reader", 3, "ValueError: 没有收件人"),)
    reader.fail_at = None
    advance(act=office.later(1))
    assert health().followers == (("reader", 0, ""),)


def test_what_a_failed_handler_did_is_undone(office: Office) -> None:
    reader = Reader()
    reader.fail_at = 1
    reader.on_entry = lambda entry, _: office.write("notices.send", OTHER, facts={"about": entry.position})
    follow("reader", handler=reader)
    office.sealed(2)
    advance(act=office.act)
    reader.fail_at = None
    advance(act=office.later(1))
    sent = [entry.facts["about"] for entry in newest(limit=9) if entry.verb == "notices.send"]
    assert sorted(sent) == [0, 1]


def test_followers_do_not_hold_each_other_up(office: Office) -> None:
    broken, sound = Reader(), Reader()
    broken.fail_at = 0
    follow("a-broken", handler=broken)
    follow("b-sound", handler=sound)
    office.sealed(3)
    assert advance(act=office.act) == 3
    assert (broken.places, sound.places) == ([], [0, 1, 2])


def test_what_another_worker_handled_meanwhile_is_not_handled_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers have read the same entries; the slower one finds the follower's place moved on."""
    reader = Reader()
    follow("reader", handler=reader)
    office.sealed(3)

    def overtaken(*, position: int, limit: int) -> tuple[Entry, ...]:
        monkeypatch.setattr(following, "stream", stream)
        entries = stream(position=position, limit=limit)
        advance(act=office.act)
        return entries

    monkeypatch.setattr(following, "stream", overtaken)
    assert advance(act=office.act) == 0
    assert reader.places == [0, 1, 2]


def test_a_new_follower_reads_from_the_beginning(office: Office) -> None:
    first, second = Reader(), Reader()
    follow("first", handler=first)
    office.sealed(2)
    advance(act=office.act)
    follow("second", handler=second)
    advance(act=office.act)
    assert first.places == second.places == [0, 1]


def test_a_handler_writes_entries_it_follows_itself_later(office: Office) -> None:
    reader = Reader()
    reader.on_entry = lambda entry, _: office.write("a.echo") if entry.verb != "a.echo" else None
    follow("reader", handler=reader)
    office.sealed(1)
    assert [advance(act=office.act), seal(act=office.act), advance(act=office.act), seal(act=office.act)] == [
        1,
        1,
        1,
        0,
    ]
    assert reader.places == [0, 1]


def test_two_followers_of_one_name_are_an_error() -> None:
    reader = Reader()
    follow("reader", handler=reader)
    follow("reader", handler=reader)
    with pytest.raises(ValueError, match="two followers are named reader"):
        follow("reader", handler=Reader())
