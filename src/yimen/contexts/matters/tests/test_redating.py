"""Calendars change: open matters move, each once, with its reason; closed ones never."""

import json
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimen.contexts.identity.api import PUBLIC, Post, Reader
from yimen.contexts.matters import foreseeing
from yimen.contexts.matters import redating as room
from yimen.contexts.matters.api import (
    NoSuchRedating,
    NotOverseen,
    Redating,
    begin_special,
    end_matter,
    finish_special,
    open_tasks,
    past_effects,
    preview_redating,
    redate,
    redating,
    redatings,
    specials,
    tick,
)
from yimen.contexts.matters.models import MatterRow
from yimen.contexts.places.api import calendar, load_holidays
from yimen.kernel.clock import Calendar, notice_from_data
from yimen.kernel.clock.festivals import days_off

from .conftest import PLACE, ROOT, Desk, entries, now, officer

EXAMINER = officer("examiner")


def overseer(role: str, region: str) -> Reader:
    return Reader("officer", UUID(int=8), posts=(Post("11430281MB990011XC", "测试单位", region, role, "测试岗"),))


LAW = overseer("law", "100000000000")


def run(desk: Desk) -> Redating | None:
    last = None
    while (done := redate(act=desk.act())) is not None:
        last = done
    return last


@pytest.mark.req("PRC-010")
def test_a_new_day_off_moves_what_counts_it_and_says_why(desk: Desk) -> None:
    moved, before = desk.accepted(), desk.at("2026-03-05T09:00").accepted()
    desk.closes("2026-03-04")
    done = run(desk)
    assert done is not None
    assert (done.total, done.seen, done.moved, done.reason) == (1, 1, 1, "2026 年放假通知更正")
    after = now(moved)
    assert (after.due_on, after.statutory_due_on) == (date(2026, 3, 12), date(2026, 3, 31))
    assert open_tasks(matter=moved.id)[0].due_on == date(2026, 3, 6)
    (entry,) = entries(moved, "redate")
    assert entry.basis == "国办发明电〔2025〕7号"
    assert {name: entry.facts[name] for name in ("due_before", "due", "statutory_before", "statutory", "reason")} == {
        "due_before": "2026-03-11", "due": "2026-03-12", "statutory_before": "2026-03-30",
        "statutory": "2026-03-31", "reason": "2026 年放假通知更正",
    }  # fmt: skip
    assert "审查（步骤时限）2026-03-05 → 2026-03-06" in entry.facts["others"]
    assert entries(before, "redate") == []  # opened after the day: it never counted it
    assert redate(act=desk.act()) is None
    tick(act=desk.at("2026-03-06T00:10").act())
    assert entries(moved, "expire") == []


def test_killed_after_a_batch_it_goes_on_and_moves_each_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BATCH", 2)
    matters = [desk.accepted() for _ in range(5)]
    desk.closes("2026-03-04")
    first = redate(act=desk.act())
    assert first is not None
    assert (first.total, first.seen, first.finished_at) == (5, 2, None)
    write = room.record_alike  # type: ignore[attr-defined]

    def dying(**given: object) -> int:
        write(**given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "record_alike", dying)
    with pytest.raises(KeyboardInterrupt):
        redate(act=desk.act())
    monkeypatch.setattr(room, "record_alike", write)
    done = run(desk)
    assert done is not None
    assert (done.seen, done.moved) == (5, 5)
    assert [len(entries(matter, "redate")) for matter in matters] == [1] * 5
    assert {now(matter).due_on for matter in matters} == {date(2026, 3, 12)}


def test_closed_matters_never_move_and_the_report_shows_which_verdict_would(desk: Desk) -> None:
    late, closed = desk.at("2026-03-02T09:00").accepted(), desk.accepted()
    for _ in range(2):
        late = desk.at("2026-03-12T09:00").does(late, "agree")
    late = desk.at("2026-03-12T09:00").does(late, "grant")  # a day after the promised 11th
    end_matter(act=desk.at("2026-03-03T09:00").act(), matter=closed.id, outcome="撤回", verb="withdraw", opinion="")
    frozen = now(closed).timers
    desk.closes("2026-03-04")
    run(desk)
    assert now(closed).timers == frozen
    assert entries(closed, "redate") == []
    assert now(late).late
    change = redatings(reader=LAW)[0]
    (effect,) = past_effects(reader=LAW, redating=change.id, verdicts_only=True)
    assert (effect.number, effect.due, effect.would_be) == (late.number, date(2026, 3, 11), date(2026, 3, 12))
    assert (effect.late, effect.would_be_late) == (True, False)
    assert {one.clock for one in past_effects(reader=LAW, redating=change.id)} == {
        "办理（承诺时限）",
        "办理（法定时限）",
    }  # what was met before the day counts it no more


def test_only_the_region_of_the_change_moves(desk: Desk) -> None:
    here, elsewhere = desk.accepted(), desk.accepted(region="450305000000")
    desk.closes("2026-03-04", region="430281000000")
    done = run(desk)
    assert done is not None
    assert (done.total, done.moved) == (1, 1)
    assert (now(here).due_on, now(elsewhere).due_on) == (date(2026, 3, 12), date(2026, 3, 11))


def test_a_paused_matter_is_right_once_it_runs_on(desk: Desk) -> None:
    matter = desk.accepted()
    begun = desk.at("2026-03-03T09:00")
    begin_special(act=begun.act(EXAMINER), reader=EXAMINER, matter=matter.id, kind="鉴定", document="文", days=60)
    desk.closes("2026-03-10")
    run(desk)
    (told,) = entries(matter, "redate")  # the special procedure's own sixty days, nothing else
    assert (told.facts["due"], told.facts["others"][:2]) == ("", "鉴定")
    (special,) = specials(matter=matter)
    ended = desk.at("2026-03-05T09:00")
    after = finish_special(
        act=ended.act(EXAMINER), reader=EXAMINER, matter=matter.id, special=special.id, result="合格"
    )
    assert after.due_on == date(2026, 3, 16)  # two days of the pause, one day off


def test_a_year_that_was_provisional_is_sure_though_no_day_moves(desk: Desk) -> None:
    late = desk.at("2026-12-24T09:00").accepted()
    assert late.provisional

    off = [{"date": str(day), "name": name} for day, name in days_off(2027).items()]
    data = {"year": 2027, "region": "", "document": "演示〔2026〕9号", "off": off, "work": []}
    load_holidays(act=desk.act(), notices=[data])
    desk.follow()
    run(desk)
    assert not now(late).provisional


def test_the_preview_tells_what_then_moves(desk: Desk) -> None:
    matters = [desk.accepted() for _ in range(3)] + [desk.at("2026-03-05T09:00").accepted()]
    day = date(2026, 3, 4)
    notice = json.loads((ROOT / "src/yimen/data/holidays/2026.json").read_text("utf-8"))
    notice["off"].append({"date": str(day), "name": "更正"})
    then = Calendar([notice_from_data(notice)])
    seen = preview_redating(reader=LAW, region="", first_day=day, last_day=day, days=lambda _: then, limit=2)
    count, shown = seen.count, seen.moves
    assert (count, seen.exact, len(shown)) == (3, True, 2)
    assert {one.due_on for one in map(now, matters)} == {date(2026, 3, 11), date(2026, 3, 16)}  # nothing is written
    desk.closes(str(day))
    run(desk)
    moved = {matter.number: now(matter).due_on for matter in matters if entries(matter, "redate")}
    assert len(moved) == count
    assert all(moved[one.number] == one.after for one in shown)


def test_a_preview_tells_the_days_of_the_law_where_only_they_move(desk: Desk) -> None:
    desk.accepted()
    day = date(2026, 3, 20)  # after the promised last day
    notice = json.loads((ROOT / "src/yimen/data/holidays/2026.json").read_text("utf-8"))
    notice["off"].append({"date": str(day), "name": "更正"})
    then = Calendar([notice_from_data(notice)])
    (move,) = preview_redating(reader=LAW, region="", first_day=day, last_day=day, days=lambda _: then).moves
    assert (move.before, move.after) == (date(2026, 3, 11), date(2026, 3, 11))
    assert (move.statutory_before, move.statutory_after) == (date(2026, 3, 30), date(2026, 3, 31))


@pytest.mark.parametrize("role", ["law", "supervisor", "leader", "audit"])
def test_who_oversees_a_region_sees_what_moves_in_it_and_nothing_else(desk: Desk, role: str) -> None:
    day, there = date(2026, 3, 4), "450305000000"
    here, other = desk.accepted(), desk.accepted(region=there)
    for one in (here, other):
        moved = desk.at("2026-03-12T09:00")
        end_matter(act=moved.act(), matter=one.id, outcome="撤回", verb="withdraw", opinion="")
    opened = desk.accepted(region=there)
    desk.closes(str(day))
    run(desk)
    county, nation, township = overseer(role, PLACE), overseer(role, "100000000000"), overseer(role, "430281001000")
    national = redatings(reader=county)[0]
    assert redating(reader=county, id=national.id) == national
    seen = [{one.number for one in past_effects(reader=who, redating=national.id)} for who in (county, nation)]
    assert seen == [{here.number}, {here.number, other.number}]
    assert list(past_effects(reader=township, redating=national.id)) == []
    shown = [
        preview_redating(reader=who, region="", first_day=day, last_day=day, days=lambda _: _nothing_closed()).moves
        for who in (county, nation)
    ]
    assert [[one.number for one in moves] for moves in shown] == [[], [opened.number]]
    desk.closes(str(day), "2026-03-05", region=PLACE)
    run(desk)
    local = next(one for one in redatings(reader=nation) if one.region)
    assert local in redatings(reader=township)  # it counts for them too
    stranger = overseer(role, "450000000000")
    assert local not in redatings(reader=stranger)
    with pytest.raises(NoSuchRedating):
        redating(reader=stranger, id=local.id)
    with pytest.raises(NoSuchRedating):
        past_effects(reader=stranger, redating=local.id)


def _nothing_closed() -> Calendar:
    return Calendar([notice_from_data(json.loads((ROOT / "src/yimen/data/holidays/2026.json").read_text("utf-8")))])


@pytest.mark.parametrize("reader", [PUBLIC, EXAMINER, officer("window"), officer("system")])
def test_nobody_else_sees_what_moves(desk: Desk, reader: Reader) -> None:
    desk.accepted()
    desk.closes("2026-03-04")
    run(desk)
    change = redatings(reader=LAW)[0]
    day = date(2026, 3, 4)
    with pytest.raises(NotOverseen):
        redatings(reader=reader)
    with pytest.raises(NotOverseen):
        redating(reader=reader, id=change.id)
    with pytest.raises(NotOverseen):
        past_effects(reader=reader, redating=change.id)
    with pytest.raises(NotOverseen):
        preview_redating(reader=reader, region="", first_day=day, last_day=day, days=lambda _: _nothing_closed())


@pytest.mark.parametrize(
    ("bound", "most", "count"), [("_MOST_MOVES", 2, 2), ("_MOST_SEEN", 3, 3), ("_MOST_SEEN", 4, 4)]
)
def test_a_preview_stops_where_it_would_take_long(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, count: int
) -> None:
    monkeypatch.setattr(foreseeing, bound, most)
    for _ in range(4):
        desk.accepted()
    day = date(2026, 3, 4)
    notice = json.loads((ROOT / "src/yimen/data/holidays/2026.json").read_text("utf-8"))
    notice["off"].append({"date": str(day), "name": "更正"})
    then = Calendar([notice_from_data(notice)])
    seen = preview_redating(reader=LAW, region="", first_day=day, last_day=day, days=lambda _: then)
    assert (seen.count, seen.exact) == (count, count == 4)


def test_the_report_asks_for_the_calendar_once_for_each_region(desk: Desk) -> None:
    for _ in range(3):
        one = desk.accepted()
        late = desk.at("2026-03-12T09:00")
        end_matter(act=late.act(), matter=one.id, outcome="撤回", verb="withdraw", opinion="")
    desk.closes("2026-03-04")
    run(desk)
    change = redatings(reader=LAW)[0]
    with CaptureQueriesContext(connection) as asked:
        assert len(list(past_effects(reader=LAW, redating=change.id))) == 6  # two limits of each
    assert sum("places_change" in query["sql"] for query in asked) == 1


def test_a_light_is_right_though_the_last_day_stays(desk: Desk) -> None:
    matter = desk.accepted()
    desk.closes("2026-03-10")
    run(desk)
    desk.closes()
    run(desk)
    again = now(matter)
    days = calendar(region=matter.region)
    assert (again.due_on, again.yellow_from) == (matter.due_on, matter.yellow_from)
    assert again.ledger is not None
    assert days.is_working(date(2026, 3, 10))
    assert [entry.facts["due"] for entry in entries(matter, "redate")] == ["2026-03-12", "2026-03-11"]


def test_limits_that_cannot_be_read_hold_up_no_other_matter(desk: Desk) -> None:
    broken, sound = desk.accepted(), desk.accepted()
    row = MatterRow.objects.get(id=broken.id)
    row.timers, row.clock.alike = [{"role": "promised", "name": "坏的"}], broken.id
    row.save()
    row.clock.save()
    desk.closes("2026-03-04")
    done = run(desk)
    assert done is not None
    assert (done.seen, done.moved) == (2, 1)
    assert now(sound).due_on == date(2026, 3, 12)
    day = date(2026, 3, 4)
    seen = preview_redating(reader=LAW, region="", first_day=day, last_day=day, days=lambda _: Calendar([]))
    assert (seen.count, seen.exact) == (1, True)


def test_two_changes_that_wait_are_both_named_and_one_elsewhere_is_not(desk: Desk) -> None:
    here, elsewhere = desk.accepted(), desk.accepted(region="450305000000")
    desk.closes("2026-03-04")
    desk.closes("2026-03-04", "2026-03-05", region="430281000000", document="演示〔2026〕1号")
    desk.closes("2026-03-04", "2026-11-20", document="演示〔2026〕2号")  # after every limit of these
    run(desk)
    (told,), (other,) = entries(here, "redate"), entries(elsewhere, "redate")
    assert told.facts["due"] == "2026-03-13"
    assert (told.basis, other.basis) == ("国办发明电〔2025〕7号；演示〔2026〕1号", "国办发明电〔2025〕7号")
    assert (told.facts["reason"], other.facts["reason"]) == (
        "2026 年放假通知更正；2026 年放假通知载入",
        "2026 年放假通知更正",
    )
