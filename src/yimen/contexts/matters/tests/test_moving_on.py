"""Running matters stay on their version, and move to another one only checked, with the reason, one entry each."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimen.contexts.matters import migrating
from yimen.contexts.matters.api import (
    Matter,
    Movable,
    NotYours,
    StepGone,
    StepRefused,
    end_matter,
    migrate,
    migrate_batch,
    movable,
    open_tasks,
    send_back,
    steps,
    tick,
    whereabouts,
)
from yimen.contexts.procedures.api import Version, publish, version, versions

from .conftest import Desk, entries, now, officer

XML = Path(__file__).with_name("timed.bpmn").read_bytes()
REVIEWS = officer("approver")
WHY = "压缩审查时限"
pytestmark = pytest.mark.django_db


def next_version(desk: Desk, *changes: tuple[str, str], start: date = date(2026, 3, 1)) -> Version:
    """Publishes the procedure with parts of its text changed."""
    text = XML.decode()
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return publish(act=desk.act(), xml=text.encode(), valid_from=start)


SHORTER = ('yimen:limit="3wd"', 'yimen:limit="2wd"')
LONGER = ('yimen:limit="3wd"', 'yimen:limit="9wd"')
RENAMED = ('id="examine" name="审查"', 'id="examine" name="细审"')
OTHER_ROLE = ('id="decide" name="决定" yimen:role="decider"', 'id="decide" name="决定" yimen:role="reviewer"')


def replaced(old: str, new: str) -> list[tuple[str, str]]:
    """Returns how to put a step of another id in the place of one."""
    return [(f'{word}="{old}"', f'{word}="{new}"') for word in ("id", "sourceRef", "targetRef")]


def moves(desk: Desk, matter: UUID, target: Version) -> None:
    migrate(act=desk.act(REVIEWS), reader=REVIEWS, matter=matter, version=target.id, reason=WHY)


@pytest.mark.req("PRC-023")
def test_a_running_matter_ends_on_its_version(desk: Desk) -> None:
    one = desk.accepted()
    target = next_version(desk, OTHER_ROLE)
    matter = desk.does(desk.does(one, "agree"), "agree")
    (task,) = open_tasks(matter=matter.id)
    assert (task.node, task.role) == ("decide", "decider")
    assert version(id=now(matter).procedure_id).number == target.number - 1
    closed = desk.does(desk.does(matter, "grant"), "deliver")
    assert closed.closed_at is not None
    assert version(id=closed.procedure_id).number == target.number - 1


@pytest.mark.req("PRC-023")
def test_a_matter_moves_with_the_reason_and_runs_on_there(desk: Desk) -> None:
    one = desk.accepted()
    target = next_version(desk, OTHER_ROLE, RENAMED)
    moves(desk, one.id, target)
    (task,) = open_tasks(matter=one.id)
    assert (task.node, task.name) == ("examine", "细审")
    (entry,) = entries(one, "migrate")
    said = {name: entry.facts[name] for name in ("from", "to", "reason", "number")}
    assert said == {"from": 1, "to": 2, "reason": WHY, "number": one.number}
    matter = desk.does(desk.does(now(one), "agree"), "agree")
    (task,) = open_tasks(matter=matter.id)
    assert (task.node, task.role) == ("decide", "reviewer")
    with pytest.raises(StepGone, match="已经按第 2 版办理"):
        moves(desk, one.id, target)
    assert len(entries(one, "migrate")) == 1


def test_a_running_limit_gets_shorter_but_never_longer(desk: Desk) -> None:
    one, two = desk.accepted(), desk.accepted()
    before = open_tasks(matter=one.id)[0].due_on
    moves(desk, one.id, next_version(desk, LONGER))
    assert open_tasks(matter=one.id)[0].due_on == before
    moves(desk, two.id, next_version(desk, SHORTER))
    after = open_tasks(matter=two.id)[0].due_on
    assert before is not None
    assert after is not None
    assert (before, after) == (date(2026, 3, 5), date(2026, 3, 4))
    (entry,) = entries(two, "migrate")
    assert "2026-03-05 → 2026-03-04" in entry.facts["others"]
    assert now(two).due_on == now(one).due_on
    desk.at("2026-03-05T09:00").follow()
    tick(act=desk.at("2026-03-05T09:00").act())
    assert [entry.facts["clock"] for entry in entries(two, "expire")] == ["审查"]
    assert entries(one, "expire") == []


def test_a_limit_in_hours_counts_from_when_the_step_opened(desk: Desk) -> None:
    one = desk.accepted()
    moves(desk, one.id, next_version(desk, ('yimen:limit="3wd"', 'yimen:limit="24h"')))
    tick(act=desk.at("2026-03-03T08:59").act())
    assert entries(one, "expire") == []
    tick(act=desk.at("2026-03-03T09:01").act())
    assert len(entries(one, "expire")) == 1


def test_silence_does_what_the_new_version_says(desk: Desk) -> None:
    one, two = desk.accepted(lapses=True), desk.accepted(lapses=True)
    moves(desk, one.id, next_version(desk, (' yimen:lapse="agree"', "")))
    late = desk.at("2026-03-06T09:00")
    tick(act=late.act())
    assert [task.node for task in open_tasks(matter=one.id)] == ["examine"]
    assert [task.node for task in open_tasks(matter=two.id)] == ["check"]


def test_what_has_no_place_stays_and_is_named(desk: Desk) -> None:
    one = desk.accepted()
    target = next_version(desk, *replaced("examine", "inspect"))
    with pytest.raises(StepRefused, match="审查"):
        moves(desk, one.id, target)
    assert now(one).procedure_id == one.procedure_id
    assert entries(one, "migrate") == []
    (seen,) = movable(act=desk.act(), reader=REVIEWS, version=target.id)
    assert (seen.number, seen.version, "没有这个环节" in seen.why) == (one.number, 1, True)


def test_many_matters_are_looked_at_with_the_questions_of_one(desk: Desk, django_assert_num_queries: Any) -> None:
    ids = sorted(desk.accepted().id for _ in range(4))
    target = next_version(desk, SHORTER)
    assert len(movable(act=desk.act(), reader=REVIEWS, version=target.id)) == len(ids)
    with CaptureQueriesContext(connection) as asked:
        assert len(movable(act=desk.act(), reader=REVIEWS, version=target.id, after=ids[-2])) == 1
    with django_assert_num_queries(len(asked)):
        assert len(movable(act=desk.act(), reader=REVIEWS, version=target.id)) == len(ids)


@pytest.mark.req("PWR-026")
def test_only_the_reviewing_post_of_the_place_moves_matters_with_a_reason(desk: Desk) -> None:
    one = desk.accepted()
    target = next_version(desk, SHORTER)
    for who in (officer("decider"), officer("process"), officer("law"), officer("system")):
        with pytest.raises(NotYours, match="流程审定岗"):
            migrate(act=desk.act(who), reader=who, matter=one.id, version=target.id, reason=WHY)
        with pytest.raises(NotYours, match="流程审定岗"):
            movable(act=desk.act(who), reader=who, version=target.id)
    for reason in ("", " \n ", "长" * 401):
        with pytest.raises(StepRefused, match="理由"):
            migrate(act=desk.act(REVIEWS), reader=REVIEWS, matter=one.id, version=target.id, reason=reason)
    with pytest.raises(NotYours):
        moves(desk, UUID(int=5), target)
    assert entries(one, "migrate") == []


def test_a_version_not_yet_in_force_and_a_closed_matter_are_refused(desk: Desk) -> None:
    one, two = desk.accepted(), desk.accepted()
    end_matter(act=desk.act(), matter=two.id, outcome="撤回", verb="withdraw", opinion="")
    with pytest.raises(StepGone, match="已经办结"):
        moves(desk, two.id, next_version(desk, SHORTER))
    with pytest.raises(StepRefused, match="才施行"):
        moves(desk, one.id, next_version(desk, LONGER, start=date(2026, 4, 1)))


def test_a_batch_moves_who_can_and_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    matters = [desk.accepted() for _ in range(5)]
    stuck = desk.does(matters[2], "agree")
    target = next_version(desk, *replaced("check", "again"))
    monkeypatch.setattr(migrating, "MOVED_AT_ONCE", 2)
    seen = movable(act=desk.act(), reader=REVIEWS, version=target.id)
    moved, stayed, after, rounds = 0, list[Movable](), None, 0
    assert [one.why for one in seen] == ["", ""]
    while True:
        done = migrate_batch(act=desk.act(REVIEWS), reader=REVIEWS, version=target.id, reason=WHY, after=after)
        moved, stayed, after, rounds = moved + done.moved, [*stayed, *done.stayed], done.after, rounds + 1
        if after is None:
            break
    assert (moved, [one.number for one in stayed], rounds) == (4, [stuck.number], 3)
    assert "复核" in stayed[0].why
    again = migrate_batch(act=desk.act(REVIEWS), reader=REVIEWS, version=target.id, reason=WHY)
    assert (again.moved, len(again.stayed)) == (0, 1)
    assert [len(entries(one, "migrate")) for one in matters] == [1, 1, 0, 1, 1]
    assert versions(key="timed")[0].id == target.id


def test_a_move_says_beforehand_which_step_it_makes_late(desk: Desk) -> None:
    one = desk.accepted()
    target = next_version(desk, ('yimen:limit="3wd"', 'yimen:limit="1wd"'))
    (seen,) = movable(act=desk.at("2026-03-03T09:00").act(), reader=REVIEWS, version=target.id)
    assert seen.late == ()
    later = desk.at("2026-03-05T09:00")
    (seen,) = movable(act=later.act(), reader=REVIEWS, version=target.id)
    assert seen.late == ("审查",)
    migrate(act=later.act(REVIEWS), reader=REVIEWS, matter=one.id, version=target.id, reason=WHY)
    (entry,) = entries(one, "migrate")
    assert entry.facts["late_now"] == ["审查"]


def test_what_was_told_as_late_is_not_told_again_by_a_move(desk: Desk) -> None:
    one = desk.accepted()
    late = desk.at("2026-03-09T09:00")
    tick(act=late.act())
    assert len(entries(one, "expire")) == 1
    target = next_version(desk, SHORTER)
    (seen,) = movable(act=late.act(), reader=REVIEWS, version=target.id)
    assert seen.late == ()  # it is late as it is
    migrate(act=late.act(REVIEWS), reader=REVIEWS, matter=one.id, version=target.id, reason=WHY)
    tick(act=desk.at("2026-03-10T09:00").act())
    assert [entry.facts["due"] for entry in entries(one, "expire")] == ["2026-03-05"]


def test_a_step_that_a_move_took_away_stays_late_in_the_past(desk: Desk) -> None:
    one = desk.does(desk.at("2026-03-09T09:00").accepted(), "agree")
    late = desk.at("2026-03-20T09:00")
    one = late.does(one, "agree")  # the check, two days
    assert late_of(one, "check") is True
    (task,), who = open_tasks(matter=one.id), officer("decider")
    send_back(act=late.act(who), reader=who, task=task.id, to="examine", keep=False, reason="重办")
    target = next_version(desk, *replaced("check", "again"))
    migrate(act=late.act(REVIEWS), reader=REVIEWS, matter=one.id, version=target.id, reason=WHY)
    found = whereabouts(matter=now(one), steps=steps(matter=one.id))
    assert found.gone["check"].name == "复核"
    (gone,) = found.gone["check"].passes
    assert gone.timer is not None
    assert gone.timer.late


def late_of(matter: Matter, node: str) -> bool:
    """Tells whether the limit of a step was late when it was done."""
    tokens = {step.token for step in steps(matter=matter.id) if step.node == node}
    return any(timer.late for timer in matter.timers if timer.token in tokens)


def test_steps_of_one_name_that_are_gone_are_told_each_and_voices_not(desk: Desk) -> None:
    voices = '<bpmn:multiInstanceLoopCharacteristics isSequential="false" yimen:instances="signers" yimen:rule="all" />'
    text = XML.decode().replace('"check"', '"voices"').replace('"begin-check"', '"begin-voices"')
    at = text.index("</bpmn:userTask>", text.index('id="voices"'))
    one = desk.at("2026-03-09T09:00").does(desk.accepted(), "agree")
    publish(act=desk.act(), xml=f"{text[:at]}{voices}{text[at:]}".encode(), valid_from=date(2026, 3, 1))
    (done,) = [step for step in steps(matter=one.id) if step.node == "examine"]
    turns = [replace(done, node=node, name="补正材料") for node in ("first", "second", "voices")]
    gone = whereabouts(matter=now(one), steps=turns).gone
    assert {node: left.name for node, left in gone.items()} == {"first": "补正材料", "second": "补正材料"}
    assert [len(left.passes) for left in gone.values()] == [1, 1]
