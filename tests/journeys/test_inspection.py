"""A joint inspection (联合验收): one day for all, each unit's conclusion, one report; and the project around it."""

import json
import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import filled
from tests.conftest import Demo
from tests.office import Office, moment
from yimen.command import demo_cases, demo_history
from yimen.contexts.cases.api import (
    TOTAL,
    ProjectRefused,
    add_to_project,
    answer_dates,
    case,
    fix_date,
    inspections,
    open_project,
    project,
    projects,
    propose_dates,
    read_paper,
    stage_of,
    too_long,
)
from yimen.contexts.catalogue.api import guide
from yimen.contexts.journal.api import SYSTEM, fsck, trail
from yimen.contexts.matters.api import NotYours, StepRefused, by_ids, mine, progress, ways_back, whereabouts
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import in_force
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import check
from yimen.sites import _now
from yimen.sites.pieces import flowing

DEMO = Path(__file__).parents[2] / "demo"
ITEM = "工程建设项目竣工联合验收（演示）"
STAGES = [
    "工程建设项目立项用地规划许可（演示）",
    "工程建设项目工程建设许可（演示）",
    "工程建设项目施工许可（演示）",
    ITEM,
]
LAND, FIRE, DEFENCE = "11430281MB9900151R", "11430281MB99001530", "11430281MB99001569"
THU, FRI = date(2026, 3, 5), date(2026, 3, 6)


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


@pytest.fixture
def built(office: Office) -> Any:
    """A building with a basement, accepted: its inspection is to be dated."""
    answers = {**filled.answers(office.demo.items[ITEM]), "basement": "yes"}
    receipt = office.lodge(item=ITEM, answers=answers)
    office.does("ll-window", receipt.id, "accept")
    return receipt


def propose(office: Office, receipt: Any, *days: date, who: str = "ll-housing") -> Any:
    reader = office.reader(who)
    return propose_dates(act=office.act(reader), reader=reader, number=receipt.number, days=days)


def answer(office: Office, receipt: Any, who: str, unit: str, *days: date) -> Any:
    reader = office.reader(who)
    return answer_dates(act=office.act(reader), reader=reader, number=receipt.number, unit=unit, days=days)


def fix(office: Office, receipt: Any, day: date, reason: str = "", who: str = "ll-housing") -> Any:
    reader = office.reader(who)
    return fix_date(act=office.act(reader), reader=reader, number=receipt.number, day=day, reason=reason)


def dated(office: Office, receipt: Any) -> None:
    propose(office, receipt, THU, FRI)
    for who, unit in (("ll-land", LAND), ("ll-fire", FIRE), ("ll-defence", DEFENCE)):
        answer(office, receipt, who, unit, FRI)
    fix(office, receipt, FRI)
    office.does("ll-housing", receipt.id, "date_fixed")


@pytest.mark.req("PRC-007")
def test_one_day_is_agreed_by_all(office: Office, built: Any) -> None:
    with pytest.raises(StepRefused, match="还没有确定"):
        office.does("ll-housing", built.id, "date_fixed")
    assert propose(office, built, FRI, THU).days == (THU, FRI)
    assert answer(office, built, "ll-land", LAND, THU, FRI).common == ()
    answer(office, built, "ll-fire", FIRE, FRI)
    assert answer(office, built, "ll-defence", DEFENCE, THU, FRI).common == (FRI,)
    with pytest.raises(StepRefused, match="理由"):
        fix(office, built, THU)
    with pytest.raises(StepRefused, match="不在提出的日期里"):
        fix(office, built, date(2026, 3, 9), "急")
    fixed = fix(office, built, FRI)
    assert (fixed.fixed_on, fixed.reason) == (FRI, "")
    with pytest.raises(StepRefused, match="已经确定"):
        fix(office, built, FRI)
    office.does("ll-housing", built.id, "date_fixed")
    found = case(reader=office.reader("ll-fire"), number=built.number)
    assert sorted(task.unit for task in found.tasks if task.done_at is None) == sorted([LAND, FIRE, DEFENCE])


def test_the_lead_may_fix_another_day_with_a_reason(office: Office, built: Any) -> None:
    propose(office, built, THU, FRI)
    answer(office, built, "ll-land", LAND, THU)
    with pytest.raises(StepRefused, match="还没有答复"):
        fix(office, built, THU)
    assert fix(office, built, THU, "其余部门逾期未答复").reason == "其余部门逾期未答复"


def test_a_day_gone_by_is_not_fixed(office: Office, built: Any) -> None:
    propose(office, built, THU, FRI)
    late = office.at("2026-03-09T09:00")
    with pytest.raises(StepRefused, match="已经过去"):
        fix(late, built, THU, "都有空")


def test_days_beyond_the_last_day_of_the_case_are_warned_of_and_may_be_fixed(office: Office, built: Any) -> None:
    """Days at the real moment of the pages: the case is lodged now, its last day weeks ahead."""
    now = Office(office.demo, _now.now())
    receipt = now.lodge(item=ITEM, answers={**filled.answers(office.demo.items[ITEM]), "basement": "yes"})
    now.does("ll-window", receipt.id, "accept")
    last = by_ids(ids=[receipt.id])[receipt.id].due_on
    assert last is not None
    ahead = [local_date(now.now) + timedelta(count) for count in range(1, 90)]
    known = calendar(region="430281000000")
    near, *_ = (day for day in ahead if known.is_working(day))
    far = next(day for day in ahead if known.is_working(day) and day > last)
    lead, url = office.demo.client("ll-housing"), f"/desk/cases/{receipt.number}/inspection/"
    page = unescape(lead.post(url, {"propose": "1", "days": near.isoformat()}, follow=True).content.decode())
    assert "会超期" not in page
    assert "本件最后一天是" in page
    page = unescape(lead.post(url, {"propose": "1", "days": f"{near}\n{far}"}, follow=True).content.decode())
    late = f"{far.year}年{far.month}月{far.day}日"
    assert re.search(rf"请注意：{late}在本件最后一天.+?之后，定在那一天，本件会超期", page)
    assert "须写理由，在本件最后一天" in page
    fire = unescape(office.demo.client("ll-fire").get(url).content.decode())
    assert "日期晚于期限" in fire
    assert fire.count("，会超期") == 1
    (found,) = inspections(reader=office.reader("ll-housing"), number=receipt.number)
    assert (found.beyond, found.due_on) == ((far,), last)
    assert fix(now, receipt, far, "各部门只有这一天").fixed_on == far


def test_the_agreed_day_is_told_before_it_comes_and_there_is_no_form_till_then(office: Office) -> None:
    now = Office(office.demo, _now.now())
    receipt = now.lodge(item=ITEM, answers={**filled.answers(office.demo.items[ITEM]), "basement": "no"})
    now.does("ll-window", receipt.id, "accept")
    known, ahead = calendar(region="430281000000"), [local_date(now.now) + timedelta(count) for count in range(1, 30)]
    day = next(one for one in ahead if known.is_working(one))
    propose(now, receipt, day)
    fix(now, receipt, day, "各部门电话答复")
    now.does("ll-housing", receipt.id, "date_fixed")
    fire, told = office.demo.client("ll-fire"), f"{day.year}年{day.month}月{day.day}日"
    assert f"等到约定的日子：{told}" in fire.get("/desk/").content.decode()
    step = now.task(now.reader("ll-fire"), receipt.id)
    page = unescape(fire.get(f"/desk/tasks/{step.id}/").content.decode())
    assert f"定在 {told}，当天起才能办理" in page
    assert "提交办理结果" not in page
    assert any(f"把这一步退回到“{one.name}”" in page for one in ways_back(task=step))
    assert f"等到约定的日子：{told}" in page.split("<desc")[1].split("</desc>")[0]
    public = Client().get(f"/cases/{receipt.number}/").content.decode()
    assert public.count(f"等到约定的日子：{told}") >= 4


def test_days_are_working_days_ahead_and_answers_are_of_those_asked(office: Office, built: Any) -> None:
    for days in ((date(2026, 3, 2),), (date(2026, 3, 7),), ()):
        with pytest.raises(StepRefused, match="工作日"):
            propose(office, built, *days)
    with pytest.raises(NotYours):
        propose(office, built, THU, who="ll-fire")
    with pytest.raises(StepRefused, match="没有待答复"):
        answer(office, built, "ll-fire", FIRE, THU)
    propose(office, built, THU)
    with pytest.raises(StepRefused, match="提出的日期里选择"):
        answer(office, built, "ll-fire", FIRE, FRI)
    with pytest.raises(NotYours):
        answer(office, built, "ll-fire", LAND, THU)
    with pytest.raises(NotYours):
        fix(office, built, THU, who="ll-fire")
    answer(office, built, "ll-fire", FIRE)
    (now,) = inspections(reader=office.reader("ll-fire"), number=built.number)
    assert {one.unit: one.days for one in now.answers} == {LAND: None, FIRE: (), DEFENCE: None}
    propose(office, built, FRI)  # asked anew
    (now,) = inspections(reader=office.reader("ll-fire"), number=built.number)
    assert {one.days for one in now.answers} == {None}


@pytest.mark.req("PRC-007")
def test_each_records_its_conclusion_and_one_report_lists_them(office: Office, built: Any) -> None:
    dated(office, built)
    on_site = office.at("2026-03-06T10:00")
    on_site.does("ll-land", built.id, "agree", "规划条件已落实")
    on_site.does("ll-fire", built.id, "agree")
    on_site.does("ll-defence", built.id, "agree", "防护设备齐全")
    on_site.does("ll-housing", built.id, "grant")
    on_site.follow()
    reader = office.reader("张三演")
    reports = [one for one in case(reader=reader, number=built.number).papers if one.kind == "inspection"]
    assert len(reports) == 1
    _, pdf = read_paper(act=on_site.act(reader), reader=reader, number=built.number, id=reports[0].id)
    assert pdf.startswith(b"%PDF")
    assert fsck().errors == ()


def test_nobody_concludes_before_the_day_and_the_step_counts_from_it(office: Office, built: Any) -> None:
    dated(office, built)
    with pytest.raises(StepRefused, match="定在 2026年3月6日"):
        office.at("2026-03-05T23:59").does("ll-fire", built.id, "agree")
    found = case(reader=office.reader("ll-fire"), number=built.number)
    assert {task.due_on for task in found.tasks if task.done_at is None} == {date(2026, 3, 13)}  # 5 days after the 6th
    office.at("2026-03-06T00:00").does("ll-fire", built.id, "agree")


def test_what_is_to_be_mended_is_inspected_on_another_day_by_those_who_asked(office: Office, built: Any) -> None:
    dated(office, built)
    on_site = office.at("2026-03-06T10:00")
    on_site.does("ll-fire", built.id, "more", "补装疏散指示标志")
    on_site.does("ll-land", built.id, "agree")
    on_site.does("ll-defence", built.id, "agree")
    on_site.does("ll-housing", built.id, "correct", missing=[])  # what units ask for may be all
    on_site.does("ll-window", built.id, "submit", "已整改")
    with pytest.raises(StepRefused, match="还没有确定"):
        on_site.does("ll-housing", built.id, "date_fixed")
    anew = case(reader=office.reader("ll-housing"), number=built.number)
    names = {node.id: node.name for node in anew.matter.procedure.procedure.nodes.values()}
    stands = {names[one.node]: one.where for one in whereabouts(matter=anew.matter, steps=anew.tasks).stays}
    assert stands == {"受理": "done", "商定联合验收日期": "now"}  # nothing behind the day that is agreed again
    asked = propose(on_site, built, date(2026, 3, 12))
    assert [one.unit for one in asked.answers] == [FIRE]
    with pytest.raises(NotYours):
        answer(on_site, built, "ll-land", LAND, date(2026, 3, 12))
    assert answer(on_site, built, "ll-fire", FIRE, date(2026, 3, 12)).common == (date(2026, 3, 12),)
    assert fix(on_site, built, date(2026, 3, 12)).reason == ""
    on_site.does("ll-housing", built.id, "date_fixed")
    found = case(reader=office.reader("ll-fire"), number=built.number)
    assert [task.unit for task in found.tasks if task.done_at is None] == [FIRE]
    with pytest.raises(StepRefused, match="定在 2026年3月12日"):
        on_site.does("ll-fire", built.id, "agree")
    again = office.at("2026-03-12T10:00")
    again.does("ll-fire", built.id, "agree", "标志已补装")
    again.does("ll-housing", built.id, "grant")
    again.follow()
    reader = office.reader("张三演")
    report = next(one for one in case(reader=reader, number=built.number).papers if one.kind == "inspection")
    _, pdf = read_paper(act=again.act(reader), reader=reader, number=built.number, id=report.id)
    words = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    words = words.replace("\u200b", "")
    assert "于2026年3月6日会同有关部门进行了联合验收，整改后于2026年3月12日复验。" in words
    assert "（3月12日）：通过，标志已补装" in words
    assert words.count("（3月6日）：通过") == 2


def test_the_demonstration_shows_a_finished_inspection_with_its_report(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_history, "CASES", 0)
    people = json.loads((DEMO / "people.json").read_text("utf-8"))
    assert demo_cases.load_past(act=_now.act(SYSTEM), folder=DEMO, people=people) == 1
    office = Office(demo, _now.now())
    office.follow()
    reader = office.reader("张三演")
    (found,) = (one for one in mine(reader=reader) if not one.open)
    assert (found.title, found.outcome, found.late) == (ITEM, "准予", False)
    (report,) = (one for one in case(reader=reader, number=found.number).papers if one.kind == "inspection")
    _, pdf = read_paper(act=office.act(reader), reader=reader, number=found.number, id=report.id)
    words = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    assert words.count("：通过") == 2


def test_a_matter_s_own_chart_says_whether_its_item_lets_silence_count(office: Office) -> None:
    told = ("逾期：亮红灯，继续等待（本事项不适用超时默认）", "逾期：视为同意（本事项适用超时默认）")
    for item, words in zip((STAGES[0], STAGES[2]), told, strict=True):
        receipt = office.lodge(item=item)
        office.does("ll-window", receipt.id, "accept")
        shown = str(flowing.public(progress(number=receipt.number)))
        assert "事项允许的" not in shown
        assert words in shown


@pytest.mark.req("PRC-020")
def test_the_four_stages_keep_to_the_total(demo: Demo) -> None:
    """国办发〔2018〕33号: 120 working days; the limits of steps keep to each stage's promise."""
    guides = [guide(code=demo.items[name]["code"], on=date(2026, 3, 2)) for name in STAGES]
    assert [stage_of(guide=one) for one in guides] == [1, 2, 3, 4]
    assert too_long(days=[one.promised for one in guides]) == ""
    assert sum(one.promised for one in guides) <= 120 == TOTAL
    assert too_long(days=[120]) == ""
    assert "121" in too_long(days=[60, 61])
    for one in guides:
        procedure = in_force(key=one.procedure_key, on=date(2026, 3, 2)).procedure
        assert check(procedure, one.promised) == (), one.name


@pytest.mark.req("PRC-020")
def test_a_project_holds_cases_of_several_departments_on_one_line_of_time(office: Office) -> None:
    citizen = office.reader("张三演")
    act = office.act(citizen)
    found = open_project(act=act, reader=citizen, name="演示产业园", region="430281000000")
    first, third = office.lodge(item=STAGES[0]), office.lodge(item=STAGES[2])
    beside = office.lodge(item="超限运输车辆行驶公路的审核")
    for receipt in (third, first, beside):
        add_to_project(act=act, reader=citizen, code=found.code, number=receipt.number)
    office.does("ll-window", first.id, "accept")
    seen = project(reader=office.reader("李四演"), code=found.code, today=date(2026, 3, 9))
    assert [part.stage for part in seen.parts] == [1, 3, 0]
    assert len({part.unit for part in seen.parts}) == 3
    assert [part.used for part in seen.parts] == [5, 0, 0]  # 3 to 6 March and 9 March
    assert (seen.used, seen.promised, seen.mine) == (5, 35, False)
    assert [one.code for one in projects(reader=citizen, today=date(2026, 3, 9), region="430281")] == [found.code]
    assert {entry.verb for entry in trail(subject=found.id)} == {"project.open", "project.add"}


def test_a_case_belongs_to_one_project_of_its_own_applicant(office: Office) -> None:
    citizen, other = office.reader("张三演"), office.reader("李四演")
    act = office.act(citizen)
    one = open_project(act=act, reader=citizen, name="甲项目", region="430281000000")
    two = open_project(act=act, reader=citizen, name="乙项目", region="430281000000")
    assert one.code != two.code
    receipt = office.lodge(item=STAGES[0])
    add_to_project(act=act, reader=citizen, code=one.code, number=receipt.number)
    with pytest.raises(ProjectRefused, match="已经归入"):
        add_to_project(act=act, reader=citizen, code=two.code, number=receipt.number)
    with pytest.raises(LookupError):
        add_to_project(act=act, reader=other, code=one.code, number=receipt.number)
    theirs = office.lodge("李四演", item=STAGES[0])
    with pytest.raises(PermissionError):
        add_to_project(act=act, reader=other, code=one.code, number=theirs.number)
    with pytest.raises(ProjectRefused, match="建设地点"):
        open_project(act=act, reader=citizen, name="丙项目", region="999999999999")
    with pytest.raises(PermissionError):
        open_project(act=act, reader=citizen, name="丙项目", region="430281000000", uscc="91350100M000100Y43")
    with pytest.raises(LookupError):
        project(reader=citizen, code="XM", today=date(2026, 3, 2))


def test_the_stages_of_one_project_may_not_promise_more_than_the_total(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yimen.contexts.cases.projects.TOTAL", 34)
    citizen = office.reader("张三演")
    act = office.act(citizen)
    found = open_project(act=act, reader=citizen, name="演示产业园", region="430281000000")
    for name in (STAGES[0], "超限运输车辆行驶公路的审核"):
        add_to_project(act=act, reader=citizen, code=found.code, number=office.lodge(item=name).number)
    with pytest.raises(ProjectRefused, match="35 个工作日，超过 34"):
        add_to_project(act=act, reader=citizen, code=found.code, number=office.lodge(item=STAGES[2]).number)
