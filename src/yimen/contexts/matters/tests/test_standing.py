"""A suspended matter: the limits of law run on where the law says so, those of its steps never, and silence waits."""

from datetime import date

import pytest

from yimen.contexts.matters.api import Matter, Ticked, open_tasks, redate, resume, spent, suspend, tick
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Ledger, Limit, Unit

from .conftest import Desk, entries, moment, now, officer

DECIDER = officer("decider")


def _halt(desk: Desk, matter: Matter, ground: str) -> None:
    suspend(
        act=desk.act(DECIDER), reader=DECIDER, matter=matter.id, ground=ground, basis="《民事诉讼法》第一百五十三条",
        document="中止通知书", days=10, reason="等待裁判结果",
    )  # fmt: skip


def _go_on(desk: Desk, matter: Matter) -> None:
    resume(act=desk.act(DECIDER), reader=DECIDER, matter=matter.id, document="恢复通知书", reason="裁判已经作出")


@pytest.mark.req("PRC-012")
@pytest.mark.parametrize(("ground", "expired"), [("等待裁判", 1), ("鉴定", 0)])
def test_a_step_gets_back_the_days_of_a_suspension_and_then_lapses(desk: Desk, ground: str, expired: int) -> None:
    matter = desk.accepted(lapses=True)  # its examination 3 working days, the last one 5 March; promised until the 11th
    _halt(desk.at("2026-03-03T09:00"), matter, ground)
    back = desk.at("2026-03-20T09:00")
    assert tick(act=back.act()) == Ticked(expired=expired)
    assert open_tasks(matter=matter.id)[0].due_on is None
    _go_on(back, matter)
    assert tick(act=back.act()) == Ticked()
    assert open_tasks(matter=matter.id)[0].due_on == date(2026, 3, 24)  # the 20th, 23rd and 24th
    assert tick(act=desk.at("2026-03-24T23:59").act()) == Ticked()
    assert tick(act=desk.at("2026-03-25T00:00").act()) == Ticked(lapsed=1)
    assert open_tasks(matter=matter.id)[0].node == "check"


@pytest.mark.req("PRC-012")
def test_a_step_in_hours_is_held_and_begins_anew(desk: Desk) -> None:
    matter = desk.does(desk.accepted(lapses=True), "agree")  # the check has 48 hours from 2 March, 9 o'clock
    _halt(desk.at("2026-03-03T09:00"), matter, "等待裁判")
    desk.at("2026-03-05T10:00").closes("2026-03-11")
    while redate(act=desk.at("2026-03-05T10:00").act()) is not None:
        pass
    assert tick(act=desk.at("2026-03-10T09:00").act()) == Ticked()
    _go_on(desk.at("2026-03-10T09:00"), matter)
    assert tick(act=desk.at("2026-03-12T08:59").act()) == Ticked()
    assert tick(act=desk.at("2026-03-12T09:00").act()) == Ticked(lapsed=1)
    assert [entry.facts["clock"] for entry in entries(matter, "lapse")] == ["复核"]


def test_what_a_suspension_held_is_told_as_run_out_only_once_it_runs(desk: Desk) -> None:
    matter = desk.accepted()  # silence ends nothing here
    _halt(desk.at("2026-03-03T09:00"), matter, "等待裁判")
    assert tick(act=desk.at("2026-03-10T09:00").act()) == Ticked()
    assert now(matter).due_on == date(2026, 3, 11)
    _go_on(desk.at("2026-03-10T09:00"), matter)
    assert tick(act=desk.at("2026-03-13T00:00").act()) == Ticked(expired=2)


@pytest.mark.req("PRC-012")
def test_hours_late_before_a_suspension_stay_late_and_grow_on(desk: Desk) -> None:
    matter = desk.does(desk.accepted(), "agree")  # the check has 48 hours from 2 March, 9 o'clock
    _halt(desk.at("2026-03-05T15:00"), matter, "等待裁判")
    for when, hours in (("2026-03-05T15:00", 30), ("2026-03-06T09:00", 48)):
        (timer,) = [one for one in now(matter).running if one.role == "step"]
        found = spent(ledger=timer.ledger, days=calendar(region=matter.region), until=moment(when), rest=timer.rest)
        assert (found.over, found.over_unit) == (hours, "小时")


def test_what_begins_anew_has_no_rest_from_before(desk: Desk) -> None:
    matter = desk.does(desk.accepted(lapses=True), "agree")  # the check has 48 hours from 2 March, 9 o'clock
    _halt(desk.at("2026-03-04T08:00"), matter, "等待裁判")
    _go_on(desk.at("2026-03-10T09:00"), matter)
    (timer,) = [one for one in now(matter).running if one.role == "step"]
    assert timer.rest == ()
    over = spent(
        ledger=timer.ledger, days=calendar(region=matter.region), until=moment("2026-03-12T12:00"), rest=timer.rest
    )
    assert over.over == 3


def test_a_later_last_day_never_reads_as_the_longer_delay(desk: Desk) -> None:
    days, said = calendar(region=now(desk.accepted()).region), list[str]()
    for length in (3, 4):  # the last days are Thursday 5 and Friday 6 March
        ledger = Ledger(Limit(length, Unit.WORKING_DAY, "审查", "测试", ""), date(2026, 3, 2))
        for until in ("2026-03-08T09:00", "2026-03-09T09:00"):
            said.append(spent(ledger=ledger, days=days, until=moment(until)).late)
    assert said == ["超期 1 个工作日", "超期 2 个工作日", "超期不满 1 个工作日", "超期 1 个工作日"]
