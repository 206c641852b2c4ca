"""Pauses by kind, several limits at once, extensions and corrections: what stands, what is merged, what is refused."""

from datetime import date
from pathlib import Path

import pytest
from tests.picking import recorded

from yimen.contexts.matters.api import (
    Matter,
    NotYours,
    StepRefused,
    begin_special,
    correct_pause,
    correct_start,
    end_matter,
    extend,
    finish_special,
    open_tasks,
    reasons,
    record_form,
    specials,
    tick,
)
from yimen.contexts.procedures.api import publish
from yimen.kernel.clock import Extending, Ledger, Limit, Unit

from .conftest import RENEW, ROOM, Desk, entries, now, officer

EXAMINER, DECIDER = officer("examiner"), officer("decider")


def begin(desk: Desk, matter: Matter, kind: str = "鉴定", days: int = 5) -> Matter:
    return begin_special(
        act=desk.act(EXAMINER), reader=EXAMINER, matter=matter.id, kind=kind, document="委托书", days=days
    )


def finish(desk: Desk, matter: Matter, kind: str = "鉴定") -> Matter:
    (special,) = [one for one in specials(matter=matter) if one.kind == kind and one.ended_on is None]
    act, form = desk.act(EXAMINER), record_form(kind=kind)
    record = recorded(form.special, special.begun_on.isoformat()) if form else None
    own = {"act": act, "reader": EXAMINER, "matter": matter.id, "special": special.id}
    return finish_special(**own, result="合格", record=record)  # type: ignore[arg-type]


@pytest.mark.req("PRC-010")
def test_several_limits_run_at_once(desk: Desk) -> None:
    matter = desk.accepted()
    assert {(one.role, one.due) for one in matter.running} == {
        ("promised", date(2026, 3, 11)), ("statutory", date(2026, 3, 30)), ("step", date(2026, 3, 5)),
    }  # fmt: skip
    assert (matter.due_on, matter.statutory_due_on) == (date(2026, 3, 11), date(2026, 3, 30))


@pytest.mark.req("PRC-005", "PRC-010")
@pytest.mark.parametrize(("kind", "stops"), [("鉴定", True), ("检测", True), ("现场勘察", False), ("集体讨论", False)])
def test_only_what_the_law_names_stops_the_limits(desk: Desk, kind: str, stops: bool) -> None:
    matter = desk.accepted()
    begun = begin(desk.at("2026-03-03T09:00"), matter, kind)
    assert begun.paused is stops
    ended = finish(desk.at("2026-03-05T09:00"), matter, kind)
    moved = {one.role: one.due for one in ended.running}
    assert moved["promised"] == (date(2026, 3, 13) if stops else date(2026, 3, 11))
    assert moved["statutory"] == (date(2026, 4, 1) if stops else date(2026, 3, 30))
    assert moved["step"] == (date(2026, 3, 9) if stops else date(2026, 3, 5))
    assert open_tasks(matter=matter.id)[0].due_on == moved["step"]
    (special,) = specials(matter=ended)
    assert (special.kind, special.pauses, special.result) == (kind, stops, "合格")
    verbs = ("pause", "resume") if stops else ("special", "special_end")
    named = [entry.facts["special"] for verb in verbs for entry in entries(matter, verb)]
    assert named == [str(special.id)] * 2


@pytest.mark.req("PRC-005")
def test_a_special_procedure_has_a_clock_of_its_own(desk: Desk) -> None:
    matter = begin(desk, desk.accepted(), "现场勘察", days=2)
    (own,) = [one for one in matter.running if one.role == "special"]
    assert (own.name, own.due) == ("现场勘察", date(2026, 3, 4))
    tick(act=desk.at("2026-03-05T00:30").act())
    (told,) = [one.facts for one in entries(matter, "expire") if one.facts["role"] == "special"]
    assert told["due"] == "2026-03-04"


def test_two_that_overlap_leave_a_day_out_once(desk: Desk) -> None:
    matter = desk.accepted()
    begin(desk.at("2026-03-03T09:00"), matter)
    begin(desk.at("2026-03-04T09:00"), matter, "检测")
    finish(desk.at("2026-03-05T09:00"), matter)
    still = now(matter)
    assert still.paused
    ended = finish(desk.at("2026-03-06T09:00"), matter, "检测")
    assert ended.due_on == date(2026, 3, 16)  # 3, 4 and 5 March: three days, each once


def test_a_step_that_opens_while_the_matter_stands_still_stands_too(desk: Desk) -> None:
    matter = desk.accepted(lapses=True)
    begin(desk.at("2026-03-03T09:00"), matter)
    with pytest.raises(StepRefused, match="中止计时"):
        desk.at("2026-03-04T09:00").does(matter, "agree")
    assert tick(act=desk.at("2026-03-20T09:00").act()).expired == 1  # the special's own five days


def test_what_is_refused(desk: Desk) -> None:
    matter = desk.accepted()
    for kind, days, words in (("出差", 5, "没有"), ("鉴定", 0, "所需时间"), ("鉴定", 251, "所需时间")):
        with pytest.raises(StepRefused, match=words):
            begin(desk, matter, kind, days)
    begin(desk, matter)
    with pytest.raises(StepRefused, match="已经在进行"):
        begin(desk, matter)
    (special,) = specials(matter=matter)
    finish(desk, matter)
    with pytest.raises(StepRefused, match="不存在或已经结束"):
        finish_special(act=desk.act(EXAMINER), reader=EXAMINER, matter=matter.id, special=special.id, result="再来")
    stranger = officer("examiner", "11430281MB990099X9")
    with pytest.raises(NotYours):
        begin_special(act=desk.act(stranger), reader=stranger, matter=matter.id, kind="听证", document="文", days=1)


def test_a_decision_waits_for_the_special_procedure(desk: Desk) -> None:
    matter = desk.does(desk.does(desk.accepted(), "agree"), "agree")
    begin_special(act=desk.act(DECIDER), reader=DECIDER, matter=matter.id, kind="现场勘察", document="文", days=1)
    with pytest.raises(StepRefused, match="现场勘察"):
        desk.does(matter, "grant")


def test_the_statutory_limit_can_stand_still_though_the_promise_is_broken(desk: Desk) -> None:
    matter = desk.accepted()
    begun = begin(desk.at("2026-03-16T09:00"), matter)  # the promise ran out on 11 March, the law's limit runs
    ended = finish(desk.at("2026-03-18T09:00"), matter)
    assert begun.paused
    assert (ended.due_on, ended.statutory_due_on) == (date(2026, 3, 11), date(2026, 4, 1))
    with pytest.raises(StepRefused, match="届满"):
        begin(desk.at("2026-04-10T09:00"), matter)


def test_a_limit_is_made_longer_once_and_as_far_as_the_law_allows(desk: Desk) -> None:
    matter = desk.accepted()

    def longer(length: int, when: str = "2026-03-04T09:00", reader: object = DECIDER) -> Matter:
        words = {"approved_by": "局长", "document": "延期通知书", "reason": "案情复杂"}
        return extend(act=desk.at(when).act(DECIDER), reader=reader, matter=matter.id, length=length, **words)  # type: ignore[arg-type]

    with pytest.raises(NotYours):
        longer(5, reader=EXAMINER)
    with pytest.raises(StepRefused, match="1 至 10"):
        longer(11)
    with pytest.raises(StepRefused, match="届满"):
        longer(5, when="2026-04-20T09:00")
    after = longer(10)
    assert (after.due_on, after.statutory_due_on) == (date(2026, 3, 25), date(2026, 4, 14))
    with pytest.raises(StepRefused, match="再次延长"):
        longer(1)
    assert [(one.what, one.text) for one in reasons(matter=after)] == [("延长期限", "案情复杂")]


def test_a_pause_is_corrected_by_the_deciding_post_with_a_reason(desk: Desk) -> None:
    matter = desk.accepted()
    begin(desk.at("2026-03-04T09:00"), matter)
    finish(desk.at("2026-03-06T09:00"), matter)
    (special,) = specials(matter=matter)
    later = desk.at("2026-03-09T09:00")

    def correct(begun: date, ended: date | None, reason: str = "委托书日期登记有误", who: object = DECIDER) -> Matter:
        own = {"act": later.act(DECIDER), "matter": matter.id, "special": special.id, "reason": reason}
        return correct_pause(reader=who, begin=begun, end=ended, **own)  # type: ignore[arg-type]

    for wrong, words in (
        ({"begun": date(2026, 3, 3), "ended": date(2026, 3, 20)}, "不能晚于今天"),
        ({"begun": date(2026, 2, 27), "ended": date(2026, 3, 6)}, "不能早于收件日"),
        ({"begun": date(2026, 3, 3), "ended": None}, "不符"),
        ({"begun": date(2026, 3, 3), "ended": date(2026, 3, 6), "reason": " "}, "理由"),
        ({"begun": date(2026, 3, 6), "ended": date(2026, 3, 3)}, "不能早于开始日"),
        ({"begun": date(2026, 3, 4), "ended": date(2026, 3, 6)}, "没有需要更正"),
    ):
        with pytest.raises(StepRefused, match=words):
            correct(**wrong)
    with pytest.raises(NotYours):
        correct(date(2026, 3, 3), date(2026, 3, 6), who=EXAMINER)
    after = correct(date(2026, 3, 3), date(2026, 3, 6))
    assert (after.due_on, after.statutory_due_on) == (date(2026, 3, 16), date(2026, 4, 2))
    assert open_tasks(matter=matter.id)[0].due_on == date(2026, 3, 10)
    (entry,) = entries(matter, "correct_pause")
    assert (entry.facts["due_before"], entry.facts["due"]) == ("2026-03-13", "2026-03-16")
    assert [one.text for one in reasons(matter=after)] == ["委托书日期登记有误"]
    (own,) = [timer for timer in after.timers if timer.role == "special"]
    assert (own.ledger.start, own.due, own.stopped, own.late) == (
        *(date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 6)),
        False,
    )
    correct(date(2026, 3, 4), date(2026, 3, 9))
    (own,) = [timer for timer in now(matter).timers if timer.role == "special"]
    assert (own.ledger.start, own.stopped) == (date(2026, 3, 4), date(2026, 3, 9))


def test_a_start_is_corrected_and_a_closed_matter_never(desk: Desk) -> None:
    matter = desk.at("2026-03-03T09:00").accepted()
    own = {"reader": DECIDER, "matter": matter.id, "reason": "收件日登记有误"}
    act = desk.at("2026-03-05T09:00").act(DECIDER)
    with pytest.raises(StepRefused, match="不能早于收件日"):
        correct_start(act=act, start=date(2026, 3, 2), **own)  # type: ignore[arg-type]
    with pytest.raises(StepRefused, match="不能晚于今天"):
        correct_start(act=act, start=date(2026, 3, 6), **own)  # type: ignore[arg-type]
    with pytest.raises(StepRefused, match="没有需要更正"):
        correct_start(act=act, start=date(2026, 3, 3), **own)  # type: ignore[arg-type]
    after = correct_start(act=act, start=date(2026, 3, 4), **own)  # type: ignore[arg-type]
    assert (matter.due_on, after.due_on) == (date(2026, 3, 12), date(2026, 3, 13))
    end_matter(act=act, matter=matter.id, outcome="撤回", verb="withdraw", opinion="")
    with pytest.raises(StepRefused, match="已经办结"):
        correct_start(act=act, start=date(2026, 3, 5), **own)  # type: ignore[arg-type]


def test_a_corrected_start_leaves_what_is_counted_back_from_an_event(desk: Desk) -> None:
    ROOM.others, ROOM.silence = lambda: (Ledger(RENEW, date(2026, 9, 30)),), frozenset({"renew"})
    matter = desk.accepted()
    later = desk.at("2026-03-05T09:00")
    act, reason = later.act(DECIDER), "收件日登记有误"
    after = correct_start(act=act, reader=DECIDER, matter=matter.id, start=date(2026, 3, 4), reason=reason)
    starts = {one.role: one.ledger.start for one in after.running}
    assert starts["promised"] == starts["statutory"] == date(2026, 3, 4)
    assert starts["other"] == date(2026, 9, 30)
    assert tick(act=later.act()).lapsed == 0
    assert now(matter).outcome == ""


def test_an_extension_makes_no_other_limit_longer(desk: Desk) -> None:
    own = Extending(3, "本级人民政府", "另一部法", "第十条")
    limit = Limit(2, Unit.MONTH, "另有期限", "另一部法", "第九条", extending=own)
    ROOM.others = lambda: (Ledger(limit, date(2026, 3, 2)),)
    matter = desk.accepted()
    words = {"approved_by": "局长", "document": "延期通知书", "reason": "案情复杂"}
    act = desk.at("2026-03-04T09:00").act(DECIDER)
    after = extend(act=act, reader=DECIDER, matter=matter.id, length=3, **words)
    due = {one.role: one.due for one in after.running}
    assert (due["promised"], due["statutory"]) == (date(2026, 3, 16), date(2026, 4, 2))
    assert due["other"] == {one.role: one.due for one in matter.running}["other"]
    (entry,) = entries(matter, "extend")
    assert (entry.facts["added"], entry.basis) == ("3个工作日", "《行政许可法》第四十二条")


@pytest.mark.parametrize(
    ("begun", "ended"), [(date(2026, 3, 6), date(2026, 3, 4)), (date(2026, 2, 27), date(2026, 3, 4))]
)
def test_the_days_of_a_procedure_that_stops_nothing_cannot_run_backwards_either(
    desk: Desk, begun: date, ended: date
) -> None:
    matter = desk.accepted()
    begin(desk.at("2026-03-04T09:00"), matter, "现场勘察")
    finish(desk.at("2026-03-05T09:00"), matter, "现场勘察")
    (special,) = specials(matter=matter)
    own = {"act": desk.at("2026-03-09T09:00").act(DECIDER), "reader": DECIDER, "matter": matter.id, "reason": "有误"}
    with pytest.raises(StepRefused, match="不能早于"):
        correct_pause(special=special.id, begin=begun, end=date(2026, 3, 4), **own)  # type: ignore[arg-type]
    assert specials(matter=matter) == (special,)


@pytest.mark.parametrize(("when", "stops"), [("2026-03-04T09:00", True), ("2026-06-01T09:00", False)])
def test_a_step_that_is_a_hearing_says_it_stops_the_limits_only_where_it_did(
    desk: Desk, when: str, stops: bool
) -> None:
    xml = Path(__file__).with_name("timed.bpmn").read_text("utf-8")
    hearing = 'yimen:special="hearing" yimen:ground="听证" yimen:limit="5wd"'
    xml = xml.replace('yimen:limit="48h"', hearing).replace('测试依据" yimen:lapse="agree"', '测试依据"')
    publish(act=desk.act(), xml=xml.encode(), valid_from=date(2026, 2, 1))
    matter = desk.accepted()
    matter = desk.at(when).does(matter, "agree")
    (special,) = specials(matter=matter)
    assert (special.kind, special.pauses, matter.paused) == ("听证", stops, stops)
