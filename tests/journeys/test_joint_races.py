"""Units that act at once on one case: no voice is lost, none is counted twice."""

from typing import Any

import pytest

from tests import filled
from tests.conftest import Demo
from tests.journeys.test_races import together
from tests.office import Office, moment
from yimen.contexts.cases.api import answer_dates, case, fix_date, inspections, propose_dates
from yimen.contexts.journal.api import fsck, trail
from yimen.contexts.matters.api import Completion, StepGone, complete_task, tick

pytestmark = pytest.mark.django_db(transaction=True)
ROAD, BUILDING = "涉路工程建设并联审批（演示）", "工程建设项目施工许可（演示）"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def accepted(office: Office, item: str, **answers: str) -> Any:
    wanted = {**filled.answers(office.demo.items[item]), "area": "500", **answers}
    receipt = office.lodge(item=item, answers=wanted)
    office.does("ll-window", receipt.id, "accept")
    return receipt


def voice(office: Office, who: str, receipt: Any, outcome: str, opinion: str = "") -> Any:
    """Prepares a voice: what the deed needs is looked up before the start."""
    reader = office.reader(who)
    completion, act = Completion(office.task(reader, receipt.id).id, outcome, opinion), office.act(reader)
    return lambda: complete_task(act=act, reader=reader, completion=completion)


def told(office: Office, receipt: Any) -> Any:
    return case(reader=office.reader("ll-window"), number=receipt.number)


def test_the_last_voices_at_once_end_the_step_once(office: Office) -> None:
    receipt = accepted(office, ROAD, wood="yes")
    voices = [voice(office, who, receipt, "agree") for who in ("ll-land", "ll-ecology", "ll-fire")]
    given = together(*voices)
    assert not any(isinstance(one, Exception) for one in given), given
    tasks = told(office, receipt).tasks
    assert [task.outcome for task in tasks if task.name == "并联审查"] == ["agree"] * 3
    assert [task.name for task in tasks if task.done_at is None] == ["决定"]
    office.follow()
    assert fsck().errors == ()


def test_corrections_demanded_at_once_are_all_told_once(office: Office) -> None:
    receipt = accepted(office, ROAD)
    fire, land = "补消防车道图", "补用地红线图"
    given = together(voice(office, "ll-fire", receipt, "more", fire), voice(office, "ll-land", receipt, "more", land))
    assert not any(isinstance(one, Exception) for one in given), given
    opened = [task for task in told(office, receipt).tasks if task.done_at is None]
    assert [task.name for task in opened] == ["汇总各部门意见，一次告知"]
    office.does("ll-examiner", receipt.id, "correct")
    found = told(office, receipt)
    assert found.corrections == 1
    told_by_units = [line.split("（")[0] for line in found.missing if "局" in line or "队" in line]
    assert sorted(told_by_units) == sorted([fire, land])


def test_a_voice_against_its_lapse_is_one_voice(office: Office) -> None:
    receipt = accepted(office, BUILDING, basement="no")
    late = office.at("2026-03-30T09:00")
    speak = voice(late, "ll-fire", receipt, "disagree", "疏散宽度不足")
    given = together(speak, lambda: tick(act=late.act()))
    assert isinstance(given[0], StepGone), given  # the law has spoken at midnight, whoever comes first now
    tasks = [task for task in told(late, receipt).tasks if task.name == "并联审查"]
    assert [(task.outcome, task.lapsed) for task in tasks] == [("agree", True)]
    assert [entry.verb for entry in trail(subject=receipt.id)].count("case.lapse") == 1


def test_a_voice_just_before_its_lapse_counts(office: Office) -> None:
    receipt = accepted(office, BUILDING, basement="yes")
    late = office.at("2026-03-16T23:59")
    assert not isinstance(voice(late, "ll-fire", receipt, "agree")(), Exception)
    tick(act=office.at("2026-03-17T00:01").act())
    tasks = [task for task in told(late, receipt).tasks if task.name == "并联审查"]
    assert sorted((task.outcome, task.lapsed) for task in tasks) == [("agree", False), ("agree", True)]


def test_answers_and_the_fixing_of_a_day_at_once(office: Office) -> None:
    from datetime import date

    item = "工程建设项目竣工联合验收（演示）"
    receipt = accepted(office, item, basement="no")
    lead, land, fire = (office.reader(who) for who in ("ll-housing", "ll-land", "ll-fire"))
    day, number = date(2026, 3, 6), receipt.number
    propose_dates(act=office.act(lead), reader=lead, number=number, days=[day])

    def answer(reader: Any, unit: str) -> Any:
        act = office.act(reader)
        return lambda: answer_dates(act=act, reader=reader, number=number, unit=unit, days=[day])

    act = office.act(lead)
    given = together(
        answer(land, "11430281MB9900151R"),
        answer(fire, "11430281MB99001530"),
        lambda: fix_date(act=act, reader=lead, number=number, day=day, reason="各部门电话确认"),
    )
    (now,) = inspections(reader=lead, number=number)
    assert now.fixed_on == day
    answered = sum(one.days is not None for one in now.answers)
    assert answered == sum(not isinstance(one, Exception) for one in given[:2])
