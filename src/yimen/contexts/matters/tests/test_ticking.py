"""What time does: limits run out, silence takes effect, all in order, once, and late after an outage."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, OperationalError

from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.matters import telling, ticking
from yimen.contexts.matters.api import (
    StepGone,
    StepRefused,
    Ticked,
    begin_special,
    correct_start,
    end_matter,
    finish_special,
    open_tasks,
    specials,
    tasks,
    tick,
)
from yimen.kernel.clock import Ledger
from yimen.kernel.procedure import Step, TransitionError

from .conftest import RENEW, ROOM, UNIT, Desk, entries, now, officer


def order(desk: Desk) -> list[tuple[str, str]]:
    """Returns role and last day of all that ran out, in the order of their entries."""
    from yimen.contexts.journal.api import stream

    desk.follow()
    told = [entry for entry in stream(position=0, limit=10_000) if entry.verb in ("test.expire", "test.lapse")]
    return [(entry.facts["role"], entry.facts["due"]) for entry in told]


def test_each_limit_is_told_once_oldest_first_and_an_outage_says_how_late(desk: Desk) -> None:
    first = desk.accepted()
    second = desk.at("2026-03-03T09:00").accepted()
    outage = desk.at("2026-04-10T00:00")
    assert tick(act=outage.act()) == Ticked(expired=6)
    assert order(outage) == [
        ("step", "2026-03-05"), ("step", "2026-03-06"), ("promised", "2026-03-11"), ("promised", "2026-03-12"),
        ("statutory", "2026-03-30"), ("statutory", "2026-03-31"),
    ]  # fmt: skip
    assert tick(act=outage.act()) == Ticked()
    assert [entry.facts["delay"] for entry in entries(first, "expire")] == ["35天0小时", "29天0小时", "10天0小时"]
    assert [entry.facts["effective"] for entry in entries(second, "expire")] == [
        "2026-03-07",
        "2026-03-13",
        "2026-04-01",
    ]


def test_what_is_told_in_time_names_no_delay(desk: Desk) -> None:
    matter = desk.accepted()
    assert tick(act=desk.at("2026-03-05T23:59").act()) == Ticked()
    tick(act=desk.at("2026-03-06T00:01").act())
    (entry,) = entries(matter, "expire")
    assert "delay" not in entry.facts
    assert entry.facts["unit"] == open_tasks(matter=matter.id)[0].unit


def test_a_worker_killed_in_between_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    matters = [desk.accepted(), desk.accepted()]
    outage, written = desk.at("2026-03-20T09:00"), []

    class Killed(BaseException):
        pass

    record = telling.record_alike  # type: ignore[attr-defined]

    def dying(**given: object) -> None:
        record(**given)  # type: ignore[arg-type]
        written.append(given)
        if len(written) == 2:
            raise Killed

    monkeypatch.setattr(telling, "record_alike", dying)
    with pytest.raises(Killed):
        tick(act=outage.act())
    assert [len(entries(matter, "expire")) for matter in matters] == [1, 1]  # the second moment is undone
    monkeypatch.setattr(telling, "record_alike", record)
    assert tick(act=outage.act()) == Ticked(expired=2)
    assert [len(entries(matter, "expire")) for matter in matters] == [2, 2]


@pytest.mark.req("PRC-012")
@pytest.mark.parametrize("permitted", [True, False])
def test_silence_ends_a_step_only_where_the_item_permits_it(desk: Desk, permitted: bool) -> None:
    matter = desk.accepted(lapses=permitted)
    done = tick(act=desk.at("2026-03-06T00:00").act())
    assert done == (Ticked(lapsed=1) if permitted else Ticked(expired=1))
    (open_,) = open_tasks(matter=matter.id)
    assert open_.node == ("check" if permitted else "examine")
    told = entries(matter, "lapse")
    assert len(told) == permitted
    if permitted:
        assert (told[0].basis, told[0].facts["outcome"], told[0].facts["effective"]) == (
            "测试依据",
            "同意",
            "2026-03-06",
        )
        assert told[0].actor["kind"] == SYSTEM.kind


@pytest.mark.req("PRC-012")
def test_a_step_without_a_lapse_of_its_own_never_ends_by_itself(desk: Desk) -> None:
    matter = desk.does(desk.does(desk.accepted(lapses=True), "agree"), "agree")
    assert tick(act=desk.at("2026-06-01T12:00").act()).lapsed == 0
    assert open_tasks(matter=matter.id)[0].node == "decide"
    assert "决定" in [entry.facts["clock"] for entry in entries(matter, "expire")]


def test_a_step_in_hours_waits_with_its_matter_and_silence_ends_it_once_that_runs_on(desk: Desk) -> None:
    matter = desk.does(desk.accepted(lapses=True), "agree")  # the check has 48 hours from 2 March, 9 o'clock
    examiner, begun = officer("examiner"), desk.at("2026-03-03T09:00").act(officer("examiner"))
    begin_special(act=begun, reader=examiner, matter=matter.id, kind="鉴定", document="委托书", days=9)
    assert tick(act=desk.at("2026-03-05T09:00").act()) == Ticked()
    (special,), ended = specials(matter=matter), desk.at("2026-03-06T09:00").act(examiner)
    finish_special(act=ended, reader=examiner, matter=matter.id, special=special.id, result="合格")
    assert tick(act=ended) == Ticked(lapsed=1)
    assert open_tasks(matter=matter.id)[0].node == "decide"


@pytest.mark.parametrize("says_so", [True, False])
def test_an_application_is_deemed_accepted_from_the_day_it_came(desk: Desk, says_so: bool) -> None:
    matter = desk.opened(silence=says_so)
    done = tick(act=desk.at("2026-03-10T00:00").act())  # the fifth working day was Monday the 9th
    assert done == (Ticked(lapsed=1) if says_so else Ticked(expired=1))
    after = now(matter)
    assert (after.due_on == date(2026, 3, 11)) is says_so  # seven working days from 2 March
    if says_so:
        (entry,) = entries(matter, "lapse")
        assert entry.basis == "《行政许可法》第三十二条"
        assert entry.facts["silence"] == "逾期不告知的，自收到申请材料之日起即为受理"
        (first, _) = tasks(reader=officer("window"), matter=after)
        assert (first.outcome, "视为" in first.done_by) == ("accept", True)


def test_a_renewal_is_deemed_granted_and_its_procedures_end(desk: Desk) -> None:
    ROOM.others, ROOM.silence = lambda: (Ledger(RENEW, date(2026, 3, 4)),), frozenset({"renew"})
    matter = desk.accepted()
    examiner = officer("examiner")
    begin_special(act=desk.act(examiner), reader=examiner, matter=matter.id, kind="现场勘察", document="文", days=9)
    assert tick(act=desk.at("2026-03-05T00:00").act()) == Ticked(lapsed=1)
    after = now(matter)
    assert (after.outcome, after.running and after.running[0].role) == ("准予", "step")
    assert entries(matter, "lapse")[0].basis == "《行政许可法》第五十条"
    assert tick(act=desk.at("2026-04-10T00:00").act()).lapsed == 0


def test_a_room_that_cannot_says_why_and_the_limit_is_told_as_run_out(desk: Desk) -> None:
    matter, ROOM.fault = desk.opened(silence=True), StepRefused("材料已退回。")
    assert tick(act=desk.at("2026-03-10T00:00").act()) == Ticked(expired=1)
    (entry,) = entries(matter, "expire")
    assert entry.facts["not_lapsed"] == "材料已退回。"


@pytest.mark.parametrize("fault", [RuntimeError("broken"), IntegrityError("broken"), DataError("too long")])
def test_one_broken_matter_holds_up_no_other(desk: Desk, fault: Exception) -> None:
    broken, ROOM.fault = desk.opened(silence=True), fault
    sound = desk.accepted()
    done = tick(act=desk.at("2026-03-31T00:00").act())
    assert (done.failed, len(entries(sound, "expire"))) == (1, 3)
    ROOM.fault = None
    assert tick(act=desk.at("2026-03-31T00:01").act()).lapsed == 1
    assert len(entries(broken, "lapse")) == 1


def test_without_the_database_time_waits(desk: Desk) -> None:
    desk.opened(silence=True)
    ROOM.fault = OperationalError("gone")
    with pytest.raises(OperationalError):
        tick(act=desk.at("2026-03-10T00:00").act())


def test_a_pass_on_which_everything_fails_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "MOST_FAILED", 2)
    for _ in range(3):
        desk.opened(silence=True)
    ROOM.fault = RuntimeError("broken")
    assert tick(act=desk.at("2026-03-10T00:00").act()) == Ticked(failed=2)


def test_a_run_that_cannot_go_on_after_the_rooms_say_is_told_as_run_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter, ROOM.data = desk.opened(silence=True), {"kind": "b"}
    deem, calls = ticking.deem, []  # type: ignore[attr-defined]

    def twice(*given: Any) -> Step:
        calls.append(given)
        if len(calls) == 2:
            raise TransitionError("后面的条件没有一条成立。")
        return deem(*given)

    monkeypatch.setattr(ticking, "deem", twice)
    assert tick(act=desk.at("2026-03-10T00:00").act()) == Ticked(expired=1)
    (entry,) = entries(matter, "expire")
    assert entry.facts["not_lapsed"] == "后面的条件没有一条成立。"
    assert now(matter).data == {}
    assert tick(act=desk.at("2026-03-10T00:01").act()) == Ticked()


def test_a_step_done_late_before_time_is_looked_at_is_told_once(desk: Desk) -> None:
    matter = desk.accepted()
    late = desk.at("2026-03-06T09:00")
    late.does(matter, "agree")
    (entry,) = entries(matter, "step")
    assert [one["due"] for one in entry.facts["expired"]] == ["2026-03-05"]
    tick(act=late.act())
    assert entries(matter, "expire") == []


def test_a_matter_ended_late_before_time_is_looked_at_hides_nothing(desk: Desk) -> None:
    matter = desk.accepted()
    act = desk.at("2026-03-12T09:00").act()
    end_matter(act=act, matter=matter.id, outcome="撤回", verb="withdraw", opinion="")
    (entry,) = entries(matter, "withdraw")
    told = {one["role"]: one["due"] for one in entry.facts["expired"]}
    assert (told, entry.facts["unit"]) == ({"promised": "2026-03-11", "step": "2026-03-05"}, UNIT)
    assert tick(act=act) == Ticked()


def test_a_limit_in_hours_wakes_at_its_hour(desk: Desk) -> None:
    matter = desk.does(desk.accepted(), "agree")  # the check has 48 hours from 2 March, 9 o'clock
    assert tick(act=desk.at("2026-03-04T08:59").act()) == Ticked()
    assert tick(act=desk.at("2026-03-04T09:00").act()) == Ticked(expired=1)
    assert entries(matter, "expire")[0].facts["clock"] == "复核"


def test_a_day_that_a_calendar_has_moved_since_is_not_told_as_run_out(desk: Desk) -> None:
    matter = desk.accepted()
    morning = desk.at("2026-03-06T00:10")
    desk.closes("2026-03-04")  # stored, but nothing re-dated yet
    assert tick(act=morning.act()) == Ticked()
    assert open_tasks(matter=matter.id)[0].due_on == date(2026, 3, 6)
    assert tick(act=desk.at("2026-03-07T00:10").act()) == Ticked(expired=1)
    assert entries(matter, "expire")[0].facts["due"] == "2026-03-06"


def test_progress_counts_what_is_done(desk: Desk) -> None:
    for _ in range(3):
        desk.accepted()
    done: list[int] = []
    act = desk.at("2026-03-06T00:00").act()
    assert ticking.due_count(now=act.now) == 3
    tick(act=act, progress=done.append)
    assert sum(done) == 3
    assert ticking.due_count(now=act.now + timedelta(1)) == 0


@pytest.mark.req("PRC-012")
def test_what_the_law_decided_at_midnight_stands_though_somebody_acts_before_the_worker(desk: Desk) -> None:
    matter, morning = desk.opened(silence=True), desk.at("2026-03-10T08:00")
    with pytest.raises(StepGone, match="刷新"):
        morning.does(matter, "accept")
    (entry,) = entries(matter, "lapse")
    assert (entry.facts["effective"], entry.actor["kind"]) == ("2026-03-02", SYSTEM.kind)
    assert (now(matter).due_on, now(matter).ledger.start) == (date(2026, 3, 11), date(2026, 3, 2))  # type: ignore[union-attr]
    assert tick(act=morning.act()) == Ticked()
    assert morning.does(matter, "agree").open


def test_a_matter_deemed_granted_cannot_be_ended_before_the_worker_comes(desk: Desk) -> None:
    ROOM.others, ROOM.silence = lambda: (Ledger(RENEW, date(2026, 3, 4)),), frozenset({"renew"})
    matter, late = desk.accepted(), desk.at("2026-03-05T08:00").act()
    for _ in range(2):
        with pytest.raises(StepGone):
            end_matter(act=late, matter=matter.id, outcome="撤回", verb="withdraw", opinion="")
    assert (now(matter).outcome, len(entries(matter, "lapse"))) == ("准予", 1)


def test_neither_a_correction_nor_a_special_procedure_undoes_what_the_law_decided(desk: Desk) -> None:
    one, other = desk.opened(silence=True), desk.accepted(lapses=True)
    decider, examiner = officer("decider"), officer("examiner")
    act = desk.at("2026-03-10T08:00").act(decider)
    with pytest.raises(StepGone):
        correct_start(act=act, reader=decider, matter=one.id, start=date(2026, 3, 9), reason="登记有误")
    with pytest.raises(StepGone):
        begin_special(act=act, reader=examiner, matter=other.id, kind="鉴定", document="文", days=9)
    assert [len(entries(matter, "lapse")) for matter in (one, other)] == [1, 1]


def test_nobody_acts_over_a_silence_that_could_not_take_effect(desk: Desk) -> None:
    matter, ROOM.fault = desk.opened(silence=True), RuntimeError("broken")
    with pytest.raises(StepGone):
        desk.at("2026-03-10T08:00").does(matter, "accept")
    assert entries(matter, "accept") == []
    ROOM.fault = StepRefused("材料已退回。")  # the law decides nothing here after all
    assert desk.at("2026-03-10T08:01").does(matter, "accept").due_on == date(2026, 3, 19)
