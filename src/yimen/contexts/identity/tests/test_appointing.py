"""Posts by date, three administrators that are never one person, and how a post is named in the trail."""

from datetime import date
from itertools import permutations
from uuid import UUID

import pytest

from yimen.contexts.identity.api import AppointmentRefused, appoint, end_post

from .conftest import CENTRE, ROADS, START, Town


def _post(town: Town, account: UUID, role: str, since: date = START, unit: str = CENTRE, title: str = "岗") -> UUID:
    return appoint(act=town.act, account=account, unit=unit, role=role, title=title, valid_from=since)


def _end(town: Town, account: UUID, role: str, last: date) -> None:
    end_post(act=town.act, account=account, unit=CENTRE, role=role, last_day=last)


@pytest.mark.parametrize(("first", "second"), [*permutations(("system", "security", "audit"), 2)])
def test_two_administrators_are_two_persons(town: Town, first: str, second: str) -> None:
    admin = town.officer("admin", first)
    with pytest.raises(AppointmentRefused, match="不同的人"):
        _post(town, admin, second)
    _post(town, town.officer("another"), second)


def test_an_administrator_whose_post_still_lasts_takes_no_other(town: Town) -> None:
    admin = town.officer("admin", "system")
    _end(town, admin, "system", date(2026, 12, 31))
    with pytest.raises(AppointmentRefused, match="不同的人"):
        _post(town, admin, "audit", date(2026, 12, 31))
    _post(town, admin, "audit", date(2027, 1, 1))
    assert not town.reads(admin, date(2026, 12, 31)).holds("audit")
    assert not town.reads(admin, date(2027, 1, 1)).holds("system")


def test_a_post_is_held_from_its_first_to_its_last_day(town: Town) -> None:
    clerk = town.officer("clerk")
    _post(town, clerk, "window", date(2026, 3, 1))
    _end(town, clerk, "window", date(2026, 5, 31))
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [town.reads(clerk, day).holds("window", CENTRE) for day in days] == [False, True, True, False]
    assert not town.reads(clerk, days[1]).holds("window", ROADS)
    assert [entry.verb for entry in town.trail(clerk)].count("identity.end_post") == 1


def test_a_post_that_is_not_held_or_begins_later_is_not_ended(town: Town) -> None:
    clerk = town.officer("clerk", "window")
    with pytest.raises(AppointmentRefused):
        _end(town, clerk, "examiner", date(2026, 5, 31))
    with pytest.raises(AppointmentRefused):
        _end(town, clerk, "window", date(2025, 12, 31))
    _end(town, clerk, "window", date(2026, 5, 31))
    with pytest.raises(AppointmentRefused):
        _end(town, clerk, "window", date(2026, 6, 30))
    assert not town.reads(clerk, date(2026, 6, 1)).posts


def test_the_same_post_twice_is_one(town: Town) -> None:
    clerk = town.officer("clerk")
    assert _post(town, clerk, "window") == _post(town, clerk, "window")
    assert len(town.reads(clerk).posts) == 1


def test_the_trail_names_the_first_post_and_says_that_there_are_more(town: Town) -> None:
    clerk = town.officer("clerk")
    _post(town, clerk, "decider", title="长" * 40)
    one = town.reads(clerk).actor.label
    assert one == "醴陵市政务服务中心" + "长" * 40
    for role, unit in (("examiner", ROADS), ("window", CENTRE)):
        _post(town, clerk, role, unit=unit, title="短")
    assert town.reads(clerk).actor.label == one + "等"
