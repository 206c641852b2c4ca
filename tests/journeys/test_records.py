"""A survey, a discussion, a review and a hearing leave a record: checked, kept, shown to each as far as may be."""

import json
import re
from datetime import date
from html import unescape
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.conftest import Demo
from tests.office import Office, moment
from tests.picking import recorded
from yimen.contexts.cases.api import case, read_paper
from yimen.contexts.journal.api import proof, trail
from yimen.contexts.matters.api import (
    NoSuchMatter,
    RecordRefused,
    StepRefused,
    add_signer,
    begin_special,
    delegate,
    finish_special,
    hosts,
    open_tasks,
    specials,
    take_back,
)
from yimen.sites import _now

pytestmark = pytest.mark.django_db
TREES, CITIZEN = "更新采伐护路林的审批", "张三演"
WAY = (("ll-window", "accept", "02"), ("ll-examiner", "agree", "03"))


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def at(office: Office, day: str) -> Office:
    return office.at(f"2026-03-{day}T10:00")


def surveyed(office: Office) -> str:
    """Returns the number of a case whose survey waits on 4 March."""
    receipt = office.lodge(item=TREES)
    for who, outcome, day in WAY:
        at(office, day).does(who, receipt.id, outcome, "意见")
    return str(receipt.number)


def heard(office: Office) -> tuple[str, UUID]:
    """Returns the number and id of a case whose hearing waits on 13 March."""
    number = surveyed(office)
    id_ = case(reader=office.reader(CITIZEN), number=number).matter.id
    for who, outcome, day in (
        ("ll-examiner", "agree", "04"), ("ll-examiner", "agree", "12"), ("ll-reviewer", "hear", "13"),
    ):  # fmt: skip
        at(office, day).does(who, id_, outcome, "意见")
    return number, id_


def host(office: Office, who: str) -> str:
    return str(office.reader(who).account)


def on_page(found: dict[str, str]) -> dict[str, str]:
    return {f"record_{code}": text for code, text in found.items()}


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def does(office: Office, who: str, number: str, outcome: str, record: dict[str, str] | None) -> None:
    matter = case(reader=office.reader(who), number=number).matter
    office.does(who, matter.id, outcome, "意见", record=record)


@pytest.mark.req("PRC-005")
def test_a_step_without_its_record_is_refused_field_by_field(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = surveyed(office)
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-04T10:00"))
    examiner = office.demo.client("ll-examiner")
    (step,) = open_tasks(matter=case(reader=office.reader("ll-examiner"), number=number).matter.id)
    address = f"/desk/tasks/{step.id}/"
    page = text(examiner.get(address))
    for label in ("勘察日期", "勘察地点", "勘察人员", "记录人", "勘察情况", "勘察结论"):
        assert label in page
    wrong = recorded("survey", "2026-03-05", present="只有一位", place="")
    answer = examiner.post(address, {"outcome": "agree", **on_page(wrong)})
    assert answer.status_code == 422
    refused = text(answer)
    for words in (
        "现场勘察记录还不完整", "“勘察日期”不能晚于 今天（2026-03-04）", "“勘察地点”没有填写", "“勘察人员”至少 2 位",
    ):  # fmt: skip
        assert words in refused
    assert refused.count("“勘察地点”没有填写") == 2  # above the form, and at its field
    assert "与图纸一致" in refused  # what was typed stays
    before = recorded("survey", "2026-03-02")
    assert "不能早于这项程序开始的" in text(examiner.post(address, {"outcome": "agree", **on_page(before)}))
    sent = examiner.post(address, {"outcome": "agree", **on_page(recorded("survey", "2026-03-04"))}, follow=True)
    assert "已办理" in text(sent)
    found = case(reader=office.reader("ll-examiner"), number=number)
    assert [task.opinion for task in found.tasks if task.name == "现场勘察"] == ["符合条件"]  # the record's conclusion


@pytest.mark.req("PRC-005")
def test_a_record_is_read_by_each_as_far_as_the_law_lets(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number, id_ = heard(office)
    record = recorded("hearing", "2026-03-24", noticed_on="2026-03-13", host=host(office, "ll-decider"))
    does(at(office, "24"), "ll-reviewer", number, "held", record)
    does(at(office, "25"), "ll-decider", number, "agree", recorded("discussion", "2026-03-25", findings="甲反对"))
    at(office, "25").follow()
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-25T15:00"))
    desk = text(office.demo.client("ll-reviewer").get(f"/desk/cases/{number}/"))
    for words in ("听证笔录", "双方陈述并质证", "集体讨论记录", "甲反对", "赞成票"):
        assert words in desk
    own = text(office.demo.client(CITIZEN).get(f"/space/cases/{number}/"))
    assert "双方陈述并质证" in own
    for words in ("甲反对", "赞成票", "三楼会议室"):
        assert words not in own
    public = text(Client().get(f"/cases/{number}/"))
    for words in ("特别程序", "听证地点", "一楼听证室", "2026年3月24日", "讨论日期"):
        assert words in public
    for words in ("双方陈述并质证", "申请人 甲", "甲反对", "审查岗 甲", "意见"):
        assert words not in public
    (held,) = [one for one in trail(subject=id_) if one.facts.get("record", {}).get("名称") == "听证笔录"]
    assert held.facts["record"]["听证地点"] == "一楼听证室"
    assert "双方陈述并质证" not in str(held.facts)
    at(office, "25").follow()
    whole = json.dumps(proof(subject=id_).decode(), ensure_ascii=False)
    assert "听证笔录" in whole
    assert "双方陈述并质证" not in whole


@pytest.mark.req("PRC-005")
def test_persons_in_a_record_are_masked_until_a_look_is_in_the_journal(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, id_ = heard(office)
    record = recorded("hearing", "2026-03-24", noticed_on="2026-03-13", host=host(office, "ll-decider"))
    does(
        at(office, "24"),
        "ll-reviewer",
        number,
        "held",
        {**record, "present": "申请人 赵一\n证人 钱二", "recorder": "孙三"},
    )
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-25T15:00"))
    reviewer = office.demo.client("ll-reviewer")
    masked = text(reviewer.get(f"/desk/cases/{number}/"))
    assert "申*****；证****" in masked
    for name in ("赵一", "钱二", "孙三"):
        assert name not in masked
    shown = text(reviewer.post(f"/desk/cases/{number}/reveal/", {"reason": "核对参加人"}))
    assert "申请人 赵一；证人 钱二" in shown
    assert [entry.verb for entry in trail(subject=id_)].count("case.reveal") == 1
    assert "申请人 赵一；证人 钱二" in text(office.demo.client(CITIZEN).get(f"/space/cases/{number}/"))
    trailed = text(office.demo.client("ll-leader").get(f"/cockpit/matters/{number}/"))
    assert "一楼听证室" in trailed
    for words in ("赵一", "申*****", "双方陈述并质证"):
        assert words not in trailed


@pytest.mark.req("PRC-005")
def test_a_record_is_a_paper_of_the_file(office: Office) -> None:
    number, _ = heard(office)
    at(office, "13").follow()
    officer, citizen = office.reader("ll-examiner"), office.reader(CITIZEN)
    papers = {one.kind: one for one in case(reader=officer, number=number).papers}
    assert {"survey", "expert"} <= set(papers)
    act = office.act(officer)
    _, pdf = read_paper(act=act, reader=officer, number=number, id=papers["survey"].id)
    printed = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    for words in ("现场勘察记录", "G106线测试点", "审查岗甲；执法员乙", "与图纸一致", "符合条件", "2026年3月4日"):
        assert words in printed
    assert "勘察人员、记录人和在场的其他人核对无误后签名" in printed  # a survey has no host
    assert "主持人" not in printed
    assert {one.kind for one in case(reader=citizen, number=number).papers} & {"survey", "expert"} == {"survey"}
    with pytest.raises(NoSuchMatter):
        read_paper(act=office.act(citizen), reader=citizen, number=number, id=papers["expert"].id)


@pytest.mark.req("PRC-005")
def test_a_hearing_is_held_by_another_and_announced_in_time(office: Office) -> None:
    number, _ = heard(office)
    sound = recorded("hearing", "2026-03-24", noticed_on="2026-03-13", host=host(office, "ll-decider"))
    for change, words in (
        ({"host": host(office, "ll-examiner")}, "审查过本件，不能主持本件的听证（行政许可法第四十八条第一款第三项）"),
        ({"host": host(office, "ll-reviewer")}, "审查过本件，不能主持本件的听证"),  # gave a voice at 会签
        ({"noticed_on": "2026-03-16"}, "2026年3月24日举行的，最迟2026年3月13日通知"),
        ({"host": host(office, CITIZEN)}, "“听证主持人”应从名单里选"),
        ({"host": ""}, "“听证主持人”没有填写"),
        ({"signed": "no"}, "“笔录已交参加人确认并签字或者盖章”还没有做到"),
    ):
        with pytest.raises(RecordRefused, match=re.escape(words)):
            does(at(office, "24"), "ll-reviewer", number, "held", {**sound, **change})
    does(at(office, "24"), "ll-reviewer", number, "held", sound)
    found = case(reader=office.reader("ll-reviewer"), number=number)
    assert [task.name for task in found.tasks if task.done_at is None] == ["集体讨论"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"agree": "3"}, "合计 3 票，“参加讨论的人员”写了 2 位"),
        ({"against": "-1"}, "“反对票”不能小于 0"),
        ({"abstain": ""}, "“弃权票”没有填写"),
        ({"agree": "二"}, "“赞成票”应是整数"),
    ],
)
def test_votes_are_as_many_as_voted(office: Office, change: dict[str, str], words: str) -> None:
    number, _ = heard(office)
    record = recorded("hearing", "2026-03-24", noticed_on="2026-03-13", host=host(office, "ll-decider"))
    does(at(office, "24"), "ll-reviewer", number, "held", record)
    with pytest.raises(RecordRefused, match=words):
        does(at(office, "25"), "ll-decider", number, "agree", recorded("discussion", "2026-03-25", **change))


def test_who_differs_from_the_votes_or_from_a_special_step_says_why(office: Office) -> None:
    number, id_ = heard(office)
    sound = recorded("hearing", "2026-03-24", noticed_on="2026-03-13", host=host(office, "ll-decider"))
    does(at(office, "24"), "ll-reviewer", number, "held", sound)
    later, voters = at(office, "25"), "局长 丙\n副局长 丁\n科长 己\n科长 庚\n科长 辛"
    for votes in (("1", "4"), ("2", "2")):
        agree, against = votes
        abstain = str(5 - int(agree) - int(against))
        counted = {"present": voters, "agree": agree, "against": against, "abstain": abstain}
        record = recorded("discussion", "2026-03-25", **counted)
        with pytest.raises(StepRefused, match=f"赞成 {agree} 票、反对 {against} 票，与结果“同意准予”不一致：请在意见"):
            later.does("ll-decider", id_, "agree", record=record)
    later.does("ll-decider", id_, "disagree", record=record)  # its record's conclusion is reason enough
    later.follow()
    with pytest.raises(StepRefused, match="集体讨论的结果是“不同意”，准予与它不一致：请在“意见”一栏写明理由"):
        later.does("ll-decider", id_, "grant")
    assert later.does("ll-decider", id_, "grant", "补种方案已经改好").outcome == "准予"
    assert [one.facts.get("despite") for one in trail(subject=id_) if one.verb == "case.grant"] == [
        ["集体讨论：不同意"]
    ]


def test_a_majority_and_favourable_steps_ask_for_no_more_words(office: Office) -> None:
    number, id_ = heard(office)
    sound = recorded("hearing", "2026-03-24", noticed_on="2026-03-13", host=host(office, "ll-decider"))
    does(at(office, "24"), "ll-reviewer", number, "held", sound)
    later = at(office, "25")
    later.does("ll-decider", id_, "agree", record=recorded("discussion", "2026-03-25"))
    assert later.does("ll-decider", id_, "grant").outcome == "准予"


def test_a_vote_lost_is_passed_with_reasons(office: Office) -> None:
    number, id_ = heard(office)
    sound = recorded("hearing", "2026-03-24", noticed_on="2026-03-13", host=host(office, "ll-decider"))
    does(at(office, "24"), "ll-reviewer", number, "held", sound)
    lost = recorded("discussion", "2026-03-25", agree="0", against="2")
    at(office, "25").does("ll-decider", id_, "agree", "责任由我承担，理由如下", record=lost)


def test_a_delegate_leaves_the_record_to_who_confirms(office: Office) -> None:
    number = surveyed(office)
    who, later = office.reader("ll-examiner"), at(office, "04")
    (step,) = open_tasks(matter=case(reader=who, number=number).matter.id)
    other = host(office, "ll-road")
    words = {"terms": "只作勘察", "reason": "出差", "until": date(2026, 3, 6)}
    delegate(act=later.act(who), reader=who, task=step.id, to=UUID(other), **words)  # type: ignore[arg-type]
    does(at(office, "05"), "ll-road", number, "agree", recorded("survey", "2026-03-05", findings="受托人所见"))
    does(at(office, "06"), "ll-examiner", number, "agree", None)  # confirms what the delegate wrote
    found = case(reader=who, number=number)
    (survey,) = [one for one in specials(matter=found.matter, seen="officer") if one.kind == "现场勘察"]
    assert "受托人所见" in [line.text for line in survey.record]
    assert survey.ended_on == date(2026, 3, 6)


def test_one_that_is_ordered_owes_a_record_too(office: Office) -> None:
    receipt = office.lodge(item="超限运输车辆行驶公路的审核")
    office.does("ll-window", receipt.id, "accept")
    who = office.reader("ll-examiner")
    own = {"reader": who, "matter": receipt.id}
    begin_special(act=at(office, "03").act(who), kind="现场勘察", document="派员通知", days=3, **own)  # type: ignore[arg-type]
    (special,) = specials(matter=case(reader=who, number=receipt.number).matter)
    end = {**own, "special": special.id, "act": at(office, "05").act(who)}
    with pytest.raises(StepRefused, match="现场勘察记录还不完整"):
        finish_special(result="合格", **end)  # type: ignore[arg-type]
    finish_special(record=recorded("survey", "2026-03-04"), **end)  # type: ignore[arg-type]
    (special,) = specials(matter=case(reader=who, number=receipt.number).matter, seen="officer")
    assert (special.result, special.title) == ("符合条件", "现场勘察记录")
    assert [one.label for one in special.record][:2] == ["勘察日期", "勘察地点"]


def test_only_officers_of_the_units_in_charge_are_offered_as_hosts(office: Office) -> None:
    matter = case(reader=office.reader("ll-window"), number=office.lodge(item=TREES).number).matter
    there = {str(one.account) for one in hosts(matter=matter, on=date(2026, 3, 2))}
    assert host(office, "ll-decider") in there
    for other in ("cy-examiner", "ll-housing", "ll-window"):
        assert host(office, other) not in there


def test_who_examined_is_not_offered_as_a_host(office: Office) -> None:
    number, _ = heard(office)
    there = {
        str(one.account)
        for one in hosts(matter=case(reader=office.reader("ll-window"), number=number).matter, on=date(2026, 3, 13))
    }
    assert host(office, "ll-decider") in there
    for other in ("ll-examiner", "ll-reviewer"):
        assert host(office, other) not in there


def given(page: str) -> dict[str, str]:
    """Returns what stands in the fields of the record on a page: texts, and the text of long fields."""
    short = re.findall(r'name="record_(\w+)" type="\w+"[^>]* value="([^"]*)"', page)
    return {
        code: value.strip()
        for code, value in (*short, *re.findall(r'<textarea[^>]* name="record_(\w+)"[^>]*>([^<]+)<', page))
    }


@pytest.mark.req("PRC-005")
def test_a_step_taken_back_keeps_its_record_and_its_day(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = surveyed(office)
    who = office.reader("ll-examiner")
    does(at(office, "04"), "ll-examiner", number, "agree", recorded("survey", "2026-03-04"))
    later, found = at(office, "06"), case(reader=who, number=number)
    (done,) = [one for one in found.tasks if one.name == "现场勘察"]
    take_back(act=later.act(who), reader=who, task=done.id)
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-06T10:00"))
    (again,) = open_tasks(matter=found.matter.id)
    examiner, address = office.demo.client("ll-examiner"), f"/desk/tasks/{again.id}/"
    kept = given(text(examiner.get(address)))
    assert (kept["held_on"], kept["findings"]) == ("2026-03-04", "与图纸一致")
    before = examiner.post(address, {"outcome": "agree", **on_page({**kept, "held_on": "2026-03-02"})})
    assert "不能早于这项程序开始的2026年3月3日" in text(before)
    assert examiner.post(address, {"outcome": "agree", **on_page({**kept, "findings": "更正后"})}).status_code == 302
    every = specials(matter=case(reader=who, number=number).matter, seen="officer")
    last = [one for one in every if one.kind == "现场勘察"][-1]
    assert {"2026年3月4日", "更正后"} <= {line.text for line in last.record}


@pytest.mark.req("PRC-005")
def test_who_signs_before_need_not_write_the_record(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = surveyed(office)
    who, later = office.reader("ll-examiner"), at(office, "04")
    id_ = case(reader=who, number=number).matter.id
    (step,) = open_tasks(matter=id_)
    add_signer(act=later.act(who), reader=who, task=step.id, to=UUID(host(office, "ll-road")), when="before")
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-04T15:00"))
    (signing,) = open_tasks(matter=id_)
    road, address = office.demo.client("ll-road"), f"/desk/tasks/{signing.id}/"
    assert re.search(r'name="record_place"[^>]* required', text(road.get(address))) is None
    assert road.post(address, {"outcome": "agree", "opinion": "同意勘察", **on_page({"place": ""})}).status_code == 302
    (own,) = open_tasks(matter=id_)
    examiner, address = office.demo.client("ll-examiner"), f"/desk/tasks/{own.id}/"
    assert re.search(r'name="record_place"[^>]* required', text(examiner.get(address)))
    assert examiner.post(address, {"outcome": "agree", "opinion": "同意"}).status_code == 422
    sent = {"outcome": "agree", **on_page(recorded("survey", "2026-03-04"))}
    assert examiner.post(address, sent).status_code == 302


@pytest.mark.req("PRC-005")
def test_faults_of_one_that_is_ordered_stand_at_its_own_fields(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = surveyed(office)
    who = office.reader("ll-examiner")
    id_ = case(reader=who, number=number).matter.id
    begin_special(act=at(office, "04").act(who), reader=who, matter=id_, kind="听证", document="听证通知", days=10)
    (hearing,) = [one for one in specials(matter=case(reader=who, number=number).matter) if one.kind == "听证"]
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-16T10:00"))
    (step,) = open_tasks(matter=id_)
    examiner, part = office.demo.client("ll-examiner"), f"result_{hearing.id.hex[-8:]}"
    address = f"/desk/tasks/{step.id}/special/{hearing.id}/"
    sound = recorded("hearing", "2026-03-16", noticed_on="2026-03-04", host=host(office, "ll-decider"))
    wrong = {f"{part}_{code}": value for code, value in {**sound, "place": ""}.items()}
    page = examiner.post(address, wrong)
    assert page.status_code == 422
    assert f'id="h-{part}_place">会写进留痕，不要写个人信息' in text(page)  # the place of a hearing is public
    assert f'id="e-{part}_place"' in text(page)
    assert 'id="e-record_place"' not in text(page)  # the survey's own form, which nobody sent
    assert examiner.post(address, {**wrong, f"{part}_place": "一楼听证室"}).status_code == 302
    (ended,) = [one for one in specials(matter=case(reader=who, number=number).matter) if one.kind == "听证"]
    assert (ended.sort, ended.ended_on, ended.result) == ("hearing", date(2026, 3, 16), "符合条件")
