"""Every gesture in every situation: it works, rows, timers and journal as the run stands, or nothing has changed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from yimen.contexts.matters.api import (
    Completion,
    Matter,
    StepGone,
    add_signer,
    begin_special,
    complete_task,
    delegate,
    recall,
    resume,
    send_back,
    suspend,
    take_back,
    tasks,
    terminate,
    transfer,
    urge,
)

from .bureau import Bureau, sound, tried
from .conftest import Desk

UNTIL = date(2026, 3, 20)


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


# -- situations: a matter, and the turn that gestures are made at ----------------------------------------------------


def _open(b: Bureau) -> tuple[Matter, Any]:
    matter = b.to(b.opens(), "examine")
    return matter, b.task(matter, "examine")


def _held(b: Bureau) -> tuple[Matter, Any]:
    matter, task = _open(b)
    transfer(act=b.act("e1"), reader=b.people["e1"], task=task.id, to=b.id("e2"))
    return matter, b.task(matter, "examine")


def _lent(b: Bureau) -> tuple[Matter, Any]:
    matter, task = _open(b)
    lend(b, "e1", task, "r2")
    return matter, b.task(matter, "examine")


def _group(b: Bureau) -> tuple[Matter, Any]:
    matter = b.to(b.opens(), "cosign")
    return matter, b.task(matter, "cosign", "r1")


def _suspended(b: Bureau) -> tuple[Matter, Any]:
    matter, task = _open(b)
    halt(b, matter)
    return matter, task


def _ended(b: Bureau) -> tuple[Matter, Any]:
    matter, task = _open(b)
    end(b, matter)
    return matter, task


def _paused(b: Bureau) -> tuple[Matter, Any]:
    matter, task = _open(b)
    begin_special(act=b.act("e1"), reader=b.people["e1"], matter=matter.id, kind="鉴定", document="委托鉴定函", days=10)
    return matter, task


def _later(b: Bureau) -> tuple[Matter, Any]:
    matter = b.to(b.opens(), "check")
    return matter, b.task(matter, "check")


def _done(b: Bureau) -> tuple[Matter, Any]:
    matter, task = _open(b)
    return b.does("e1", matter, "examine", "agree"), task


SITUATIONS: dict[str, Callable[[Bureau], tuple[Matter, Any]]] = {
    "open": _open, "held": _held, "lent": _lent, "group": _group,
    "suspended": _suspended, "ended": _ended, "paused": _paused, "later": _later, "done": _done,
}  # fmt: skip


# -- gestures ----------------------------------------------------------------------------------------------------------


def lend(b: Bureau, who: str, task: Any, to: str, *, decides: bool = False, until: date = UNTIL) -> Matter:
    return delegate(
        act=b.act(who), reader=b.people[who], task=task.id, to=b.id(to), until=until,
        terms="仅限本件审查", reason="出差", decides=decides,
    )  # fmt: skip


def halt(b: Bureau, matter: Matter, ground: str = "听证") -> Matter:
    return suspend(
        act=b.act("d1"), reader=b.people["d1"], matter=matter.id, ground=ground, basis="《测试法》第一条",
        document="中止通知书", days=10, reason="等待裁判结果",
    )  # fmt: skip


def end(b: Bureau, matter: Matter) -> Matter:
    return terminate(
        act=b.act("d1"), reader=b.people["d1"], matter=matter.id, ground="申请人死亡",
        basis="《测试法》第二条", reason="申请人已死亡",
    )  # fmt: skip


def _complete(b: Bureau, who: str, task: Any) -> Matter:
    return complete_task(act=b.act(who), reader=b.people[who], completion=Completion(task.id, "agree"))


def _back(b: Bureau, who: str, task: Any, **how: Any) -> Matter:
    return send_back(act=b.act(who), reader=b.people[who], task=task.id, reason="材料不全", **how)


def _sign(b: Bureau, who: str, task: Any, when: Any) -> Matter:
    return add_signer(act=b.act(who), reader=b.people[who], task=task.id, to=b.id("c1"), when=when)


GESTURES: dict[str, Callable[[Bureau, str, Any, Matter], Any]] = {
    "complete": lambda b, who, task, m: _complete(b, who, task),
    "transfer": lambda b, who, task, m: transfer(
        act=b.act(who), reader=b.people[who], task=task.id, to=b.id("d2"), reason="请你办"
    ),
    "delegate": lambda b, who, task, m: lend(b, who, task, "d2"),
    "entrust": lambda b, who, task, m: lend(b, who, task, "d2", decides=True),
    "recall": lambda b, who, task, m: recall(act=b.act(who), reader=b.people[who], task=task.id),
    "before": lambda b, who, task, m: _sign(b, who, task, "before"),
    "after": lambda b, who, task, m: _sign(b, who, task, "after"),
    "back": lambda b, who, task, m: _back(b, who, task, keep=True),
    "drop": lambda b, who, task, m: _back(b, who, task),
    "start": lambda b, who, task, m: _back(b, who, task, to="start", keep=True),
    "take_back": lambda b, who, task, m: take_back(act=b.act(who), reader=b.people[who], task=task.id),
    "urge": lambda b, who, task, m: urge(act=b.act("owner"), reader=b.people["owner"], task=task.id),
    "suspend": lambda b, who, task, m: halt(b, m),
    "resume": lambda b, who, task, m: resume(
        act=b.act("d1"), reader=b.people["d1"], matter=m.id, document="恢复通知书", reason="裁判已作出"
    ),
    "terminate": lambda b, who, task, m: end(b, m),
}
# Who has the turn in each situation, and what works there; all else is refused.
HOLDER = {"held": "e2", "lent": "r2", "group": "r1", "later": "r1"}
HANDS = {"complete", "transfer", "delegate", "entrust", "before", "after"}
WHOLE = {"urge", "suspend", "terminate"}
WORKS = {
    "open": HANDS | WHOLE | {"back", "start"},
    "held": HANDS | WHOLE | {"back", "start"},
    "lent": {"complete", "recall", "back", "start", "urge", "suspend", "terminate"},
    "group": HANDS | WHOLE | {"start"},
    "later": HANDS | WHOLE | {"back", "drop", "start"},
    "done": {"take_back", "suspend", "terminate"},
    "suspended": {"resume", "terminate"},
    "ended": set(),
    "paused": {"transfer", "delegate", "entrust", "before", "after", "urge", "suspend", "terminate"},
}  # fmt: skip


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("gesture", GESTURES)
def test_every_gesture_in_every_situation(bureau: Bureau, gesture: str, situation: str) -> None:
    matter, task = SITUATIONS[situation](bureau)
    sound(matter)
    who = HOLDER.get(situation, "e1")
    refused = tried(matter, lambda: GESTURES[gesture](bureau, who, task, matter))
    assert (refused is None) == (gesture in WORKS[situation]), refused


@pytest.mark.parametrize("gesture", sorted(set(GESTURES) - {"urge", "suspend", "resume", "terminate"}))
@pytest.mark.parametrize("situation", ["open", "held", "lent", "group"])
def test_a_stranger_does_nothing(bureau: Bureau, gesture: str, situation: str) -> None:
    matter, task = SITUATIONS[situation](bureau)
    refused = tried(matter, lambda: GESTURES[gesture](bureau, "c1", task, matter))
    assert isinstance(refused, PermissionError), refused


def test_a_step_is_taken_from_an_absent_holder_by_its_own_post(bureau: Bureau) -> None:
    matter, task = _held(bureau)
    refused = tried(matter, lambda: _complete(bureau, "e1", task))
    assert isinstance(refused, PermissionError)
    transfer(act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e1"), reason="e2 请假")
    matter = bureau.does("e1", matter, "examine", "agree")
    sound(matter)


def test_nobody_hands_on_to_oneself(bureau: Bureau) -> None:
    matter, task = _open(bureau)
    deeds: tuple[Callable[[], Any], ...] = (
        lambda: lend(bureau, "e1", task, "e1"),
        lambda: transfer(act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e1")),
        lambda: add_signer(
            act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e1"), when="before"
        ),
    )
    for deed in deeds:
        assert "没有选定可以接手的人" in str(tried(matter, deed))


# -- delegation --------------------------------------------------------------------------------------------------------


@pytest.mark.req("PRC-022")
def test_a_delegated_decision_records_authority_and_limits(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    lend(bureau, "d1", bureau.task(matter, "decide"), "r2", decides=True)
    task = bureau.task(matter, "decide")
    assert (task.came, task.terms, task.until) == ("entrust", "仅限本件审查", UNTIL)
    assert task.came_by.endswith("d1岗")
    matter = bureau.does("r2", matter, "decide", "grant")
    sound(matter)
    assert matter.outcome == "准予"
    found = {one.verb: one for one in _trail(matter)}
    for verb in ("test.delegate", "test.grant"):
        facts = found[verb].facts
        assert facts["authority"].endswith("d1岗")
        assert (facts["terms"], facts["until"]) == ("仅限本件审查", UNTIL.isoformat())
    done = next(one for one in _tasks(bureau, matter) if one.outcome == "grant")
    assert "r2岗" in done.done_by or "岗" in done.done_by
    assert "d1岗委托）" in done.done_by


@pytest.mark.req("PRC-022")
def test_what_is_lent_without_power_to_decide_is_confirmed_by_who_lent_it(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    lend(bureau, "d1", bureau.task(matter, "decide"), "r2")
    matter = bureau.does("r2", matter, "decide", "grant")
    sound(matter)
    assert matter.outcome == ""
    assert [one.verb for one in _trail(matter)][-1] == "test.step"
    assert bureau.task(matter, "decide").came == "signed"
    assert bureau.does("d1", matter, "decide", "grant").outcome == "准予"


@pytest.mark.req("PRC-022")
@pytest.mark.parametrize(
    ("until", "terms", "words"),
    [(date(2026, 3, 1), "限", "委托至"), (date(2026, 4, 20), "限", "最长 30 天"), (UNTIL, " ", "委托权限")],
)
def test_a_delegation_has_limits(bureau: Bureau, until: date, terms: str, words: str) -> None:
    matter, task = _open(bureau)

    def lend_wrongly() -> Matter:
        return delegate(
            act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("r2"),
            until=until, terms=terms, reason="出差",
        )  # fmt: skip

    assert words in str(tried(matter, lend_wrongly))


def test_a_delegation_comes_back_when_its_day_has_passed_exactly_once(bureau: Bureau) -> None:
    from yimen.contexts.matters.api import tick

    matter, _ = _lent(bureau)
    bureau.at("2026-03-20T23:00")
    assert tick(act=bureau.act()).recalled == 0
    bureau.at("2026-03-21T00:10")
    assert tick(act=bureau.act()).recalled == 1
    assert tick(act=bureau.act()).recalled == 0
    task = bureau.task(matter, "examine")
    assert (task.holder, task.until, task.came) == ("", None, "recall")
    back = [one for one in _trail(matter) if one.verb == "test.recall"]
    assert [one.actor["kind"] for one in back] == ["system"]
    assert back[0].facts["authority"].endswith("e1岗")
    _rows_sound(matter)


def test_a_delegate_is_too_late_even_before_time_was_told(bureau: Bureau) -> None:
    matter, task = _lent(bureau)
    bureau.at("2026-03-21T09:00")
    with pytest.raises(StepGone, match="收回委托"):
        _complete(bureau, "r2", task)
    bureau.does("e1", matter, "examine", "agree")
    sound(matter)


def test_delegations_of_a_suspended_matter_wait(bureau: Bureau) -> None:
    from yimen.contexts.matters.api import tick

    matter, _ = _lent(bureau)
    halt(bureau, matter)
    bureau.at("2026-03-23T09:00")
    assert tick(act=bureau.act()).recalled == 0
    resume(act=bureau.act("d1"), reader=bureau.people["d1"], matter=matter.id, document="恢复", reason="了结")
    assert tick(act=bureau.act()).recalled == 1
    _rows_sound(matter)


# -- back --------------------------------------------------------------------------------------------------------------


def test_an_acceptance_is_not_undone_nor_said_twice(bureau: Bureau) -> None:
    matter, task = _open(bureau)
    due, opened = matter.due_on, len([one for one in _trail(matter) if one.verb == "test.accept"])
    assert "已经作出“受理”" in str(tried(matter, lambda: _back(bureau, "e1", task, to="accept")))
    _back(bureau, "e1", task, to="accept", keep=True)
    bureau.at("2026-03-05T09:00")
    again = bureau.task(matter, "accept")
    wrong = Completion(again.id, "refuse_acceptance", "不属于")
    refused = tried(matter, lambda: complete_task(act=bureau.act("w1"), reader=bureau.people["w1"], completion=wrong))
    assert "不能改成" in str(refused)
    matter = bureau.does("w1", matter, "accept", "accept")
    sound(matter)
    assert matter.due_on == due, "the clock is not started anew"
    assert len([one for one in _trail(matter) if one.verb == "test.accept"]) == opened
    assert bureau.task(matter, "examine").came == "resubmit"


def test_a_kept_return_takes_up_the_limit_where_it_was(bureau: Bureau) -> None:
    matter, task = _open(bureau)
    due = task.due_on
    bureau.at("2026-03-03T09:00")
    _back(bureau, "e1", task, to="accept", keep=True)
    bureau.at("2026-03-04T09:00")
    bureau.does("w1", matter, "accept", "accept")
    assert bureau.task(matter, "examine").due_on == due


@pytest.mark.parametrize("how", ["transfer", "lend", "sign"])
def test_the_limit_of_a_step_runs_on_whoever_has_it(bureau: Bureau, how: str) -> None:
    matter, task = _open(bureau)
    bureau.at("2026-03-04T09:00")
    deeds: dict[str, Callable[[], Any]] = {
        "transfer": lambda: transfer(
            act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id, to=bureau.id("e2")
        ),
        "lend": lambda: lend(bureau, "e1", task, "e2"),
        "sign": lambda: _sign(bureau, "e1", task, "before"),
    }
    deeds[how]()
    fresh = bureau.task(matter, "examine")
    assert (fresh.line, fresh.due_on) == (task.line, task.due_on)
    assert fresh.token != task.token


def test_a_turn_taken_back_has_its_limit_again(bureau: Bureau) -> None:
    matter, task = _open(bureau)
    bureau.at("2026-03-03T09:00")
    bureau.does("e1", matter, "examine", "agree")
    bureau.at("2026-03-04T09:00")
    take_back(act=bureau.act("e2"), reader=bureau.people["e2"], task=task.id)
    sound(matter)
    again = bureau.task(matter, "examine")
    assert (again.due_on, again.came) == (task.due_on, "undo")


@pytest.mark.parametrize("ground", ["听证", "等待裁判"])  # one that stops the limits of law, one that stops steps alone
def test_what_stopped_the_matter_meanwhile_stops_a_step_taken_back_too(bureau: Bureau, ground: str) -> None:
    matter, task = _open(bureau)
    bureau.at("2026-03-03T09:00")
    matter = bureau.does("e1", matter, "examine", "agree")
    halt(bureau, matter, ground)
    bureau.at("2026-03-20T09:00")
    resume(act=bureau.act("d1"), reader=bureau.people["d1"], matter=matter.id, document="恢复通知", reason="听证完毕")
    take_back(act=bureau.act("e2"), reader=bureau.people["e2"], task=task.id)
    sound(matter)
    again = bureau.task(matter, "examine")
    assert task.due_on == date(2026, 3, 5)
    assert again.due_on == date(2026, 3, 24)  # 13 working days stood still, from the 3rd to the 19th


def test_nothing_is_taken_back_once_the_next_has_touched_it(bureau: Bureau) -> None:
    matter, task = _open(bureau)
    bureau.does("e1", matter, "examine", "agree")
    follows = bureau.task(matter, "check")
    transfer(act=bureau.act("r1"), reader=bureau.people["r1"], task=follows.id, to=bureau.id("r2"))
    refused = tried(matter, lambda: take_back(act=bureau.act("e1"), reader=bureau.people["e1"], task=task.id))
    assert "不能撤回" in str(refused)


def test_a_decision_is_neither_taken_back_nor_returned_past(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    decided = bureau.task(matter, "decide")
    matter = bureau.does("d1", matter, "decide", "grant")
    assert tried(matter, lambda: take_back(act=bureau.act("d1"), reader=bureau.people["d1"], task=decided.id))
    deliver = bureau.task(matter, "deliver")
    for keep in (False, True):
        refused = tried(matter, partial(_back, bureau, "w1", deliver, to="examine", keep=keep))
        assert (refused is None) == keep  # with what was done kept, only a question is asked
    assert tried(matter, lambda: end(bureau, matter))


# -- 会签 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "veto", "voices", "ends"),
    [
        ("all", "false", "yyy", "decide"),
        ("all", "false", "yny", "rework"),
        ("any", "false", "y", "decide"),
        ("any", "false", "nnn", "rework"),
        ("2/3", "false", "nyy", "decide"),
        ("2/3", "false", "nny", "rework"),
        ("all", "true", "n", "rework"),
    ],
)
def test_several_persons_make_one_outcome(bureau: Bureau, rule: str, veto: str, voices: str, ends: str) -> None:
    bureau.publish(f"hands{rule.replace('/', 'of')}{veto}", rule=rule, veto=veto)
    matter = bureau.to(bureau.opens(f"hands{rule.replace('/', 'of')}{veto}"), "cosign")
    for who, voice in zip(("r1", "r2", "e2"), voices, strict=False):
        outcome = {"y": "agree", "n": "disagree"}[voice]
        matter = bureau.does(who, matter, "cosign", outcome, who)
        sound(matter)
    assert [one.node for one in _open_tasks(matter)] == [ends]


def test_units_sign_by_their_posts_and_others_do_not(bureau: Bureau) -> None:
    from .bureau import CENTRE
    from .conftest import UNIT

    matter = bureau.to(bureau.opens(signers=[UNIT, CENTRE]), "cosign")
    here = next(one for one in _open_tasks(matter) if one.unit == UNIT)
    there = next(one for one in _open_tasks(matter) if one.unit == CENTRE)
    assert isinstance(tried(matter, lambda: _complete(bureau, "r1", there)), PermissionError)
    _complete(bureau, "r1", here)
    sound(matter)
    assert [one.unit for one in _open_tasks(matter)] == [CENTRE]


def test_a_voice_that_is_not_the_last_means_nothing_yet(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    task = bureau.task(matter, "decide")
    add_signer(act=bureau.act("d1"), reader=bureau.people["d1"], task=task.id, to=bureau.id("d2"), when="after")
    matter = bureau.does("d1", matter, "decide", "grant")
    assert matter.outcome == ""
    assert [one.verb for one in _trail(matter)][-1] == "test.step"
    matter = bureau.does("d2", matter, "decide", "grant")
    assert matter.outcome == "准予"


def test_an_officer_of_another_unit_does_not_take_a_decision(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    task = bureau.task(matter, "decide")
    assert "法律效果" in str(tried(matter, lambda: _sign(bureau, "d1", task, "after")))
    assert tried(matter, lambda: _sign(bureau, "d1", task, "before")) is None


@pytest.mark.req("PWR-026")
def test_a_decision_goes_to_its_own_post_only(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    task = bureau.task(matter, "decide")

    def give(to: str) -> Any:
        return transfer(act=bureau.act("d1"), reader=bureau.people["d1"], task=task.id, to=bureau.id(to))

    assert "同一岗位" in str(tried(matter, partial(give, "e1")))
    assert tried(matter, partial(give, "d2")) is None


def test_nobody_signs_twice_among_several(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "cosign")
    turns = {one.holder: one for one in _open_tasks(matter)}
    first, task = turns[str(bureau.id("r1"))], turns[str(bureau.id("r2"))]
    again = partial(transfer, act=bureau.act("r2"), reader=bureau.people["r2"], task=task.id, to=bureau.id("r1"))
    assert "只签一次" in str(tried(matter, again))
    _complete(bureau, "r1", first)
    assert "只签一次" in str(tried(matter, again))


# -- the whole matter --------------------------------------------------------------------------------------------------


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize(("ground", "stands"), [("听证", True), ("等待裁判", False)])
def test_a_suspension_stops_the_clock_only_as_the_law_of_the_limit_says(
    bureau: Bureau, ground: str, stands: bool
) -> None:
    matter, _ = _open(bureau)
    due = matter.due_on
    matter = halt(bureau, matter, ground)
    assert (matter.paused, matter.due_on) == ((True, None) if stands else (False, due))
    bureau.at("2026-03-09T09:00")
    matter = resume(
        act=bureau.act("d1"), reader=bureau.people["d1"], matter=matter.id, document="恢复通知书", reason="了结"
    )
    sound(matter)
    assert not matter.paused
    assert due is not None
    assert matter.due_on is not None
    assert (matter.due_on > due) == stands
    bureau.does("e1", matter, "examine", "agree")


def test_a_terminated_matter_keeps_its_verdict(bureau: Bureau) -> None:
    matter, _ = _open(bureau)
    bureau.at("2026-04-20T09:00")
    matter = end(bureau, matter)
    sound(matter)
    assert (matter.outcome, matter.open, matter.late) == ("终止", False, True)


def test_an_applicant_urges_once_a_day_a_step(bureau: Bureau) -> None:
    matter, task = _open(bureau)

    def once() -> Matter:
        return urge(act=bureau.act("owner"), reader=bureau.people["owner"], task=task.id)

    assert tried(matter, once) is None
    assert "隔天再催" in str(tried(matter, once))
    other = bureau.task(matter, "measure")
    assert tried(matter, lambda: urge(act=bureau.act("owner"), reader=bureau.people["owner"], task=other.id)) is None
    assert tried(matter, lambda: urge(act=bureau.act("w1"), reader=bureau.people["w1"], task=task.id)) is None
    bureau.at("2026-03-03T09:00")
    assert tried(matter, once) is None


def _trail(matter: Matter) -> Any:
    from yimen.contexts.journal.api import trail

    return trail(subject=matter.id)


def _tasks(bureau: Bureau, matter: Matter) -> Any:
    return tasks(reader=bureau.people["d1"], matter=matter)


def _open_tasks(matter: Matter) -> Any:
    from yimen.contexts.matters.api import open_tasks

    return open_tasks(matter=matter.id)


def _rows_sound(matter: Matter) -> None:
    """As ``sound``, where time has written entries of its own at one moment."""
    from yimen.contexts.matters.models import MatterRow, TaskRow

    row = MatterRow.objects.get(id=matter.id)
    open_rows = TaskRow.objects.filter(matter=row, done_at=None).values_list("token", flat=True)
    assert sorted(open_rows) == sorted(one[0] for one in row.state["tasks"])
