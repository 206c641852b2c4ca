"""What time does to cases, end to end: silence takes effect where the item says so, special procedures are steps."""

import argparse
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from tests import filled
from tests.conftest import ROOT, Demo
from tests.office import Office, moment
from tests.picking import recorded
from yimen.command import serve
from yimen.contexts.cases.api import ApplicationRefused, Case, case, read_paper, result, results, withdraw
from yimen.contexts.catalogue.api import Change, publish
from yimen.contexts.journal.api import record, trail
from yimen.contexts.limits.api import publish_limit
from yimen.contexts.matters.api import (
    Completion,
    StepGone,
    StepRefused,
    begin_special,
    complete_task,
    correct_pause,
    extend,
    finish_special,
    specials,
    tick,
)
from yimen.contexts.notices.api import mine as notices
from yimen.contexts.procedures.api import publish as publish_procedure
from yimen.contexts.supervision.api import findings
from yimen.kernel.clock import CHINA
from yimen.sites import _now

pytestmark = pytest.mark.django_db
LICENCE, RENEWAL, TREES = "超限运输车辆行驶公路的审核", "超限运输车辆通行证的延续", "更新采伐护路林的审批"
CITIZEN = "张三演"


@pytest.fixture
def office(demo: Demo) -> Office:
    """Gives the demonstration on Monday, 2 March 2026."""
    return Office(demo, moment("2026-03-02T09:00"))


def _case(office: Office, number: str, who: str = CITIZEN) -> Case:
    return case(reader=office.reader(who), number=number)


def _paper(office: Office, number: str, kind: str) -> str:
    """Returns the text of the newest paper of a kind, without blanks."""
    reader, found = office.reader(CITIZEN), _case(office, number)
    newest = [paper for paper in found.papers if paper.kind == kind][-1]
    _, pdf = read_paper(act=office.act(reader), reader=reader, number=number, id=newest.id)
    return "".join("".join(page.extract_text().replace("\u200b", "").split()) for page in PdfReader(BytesIO(pdf)).pages)


def _told(office: Office) -> list[str]:
    office.follow()
    return [f"{one.title} {one.body}" for one in notices(reader=office.reader(CITIZEN), limit=50)]


def _without_silence(office: Office, name: str) -> None:
    """Publishes an item anew, the same but that silence means nothing."""
    item = {key: value for key, value in office.demo.items[name].items() if key != "silence"}
    change = Change("变更", "演示", "演示〔2026〕1号")
    publish(act=office.act(), item=item, valid_from=date(2026, 2, 1), change=change)


def _cards(office: Office) -> set[str]:
    return {one.card for one in findings(reader=office.reader("ll-supervisor"))}


@pytest.mark.req("PRC-012")
def test_without_notice_in_five_working_days_it_is_accepted_from_the_day_of_receipt(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    assert tick(act=office.at("2026-03-09T23:59").act()).lapsed == 0  # the fifth working day
    later = office.at("2026-03-10T00:05")
    assert tick(act=later.act()).lapsed == 1
    assert tick(act=later.act()).lapsed == 0
    found = _case(later, receipt.number)
    assert found.accepted_at is not None
    assert (found.accepted_at.date(), found.promised_due_on) == (date(2026, 3, 2), date(2026, 3, 11))
    ledgers = {timer.role: (timer.ledger.start, timer.due) for timer in found.matter.running}
    assert ledgers["promised"] == (date(2026, 3, 2), date(2026, 3, 11))
    assert ledgers["statutory"] == (date(2026, 3, 2), date(2026, 3, 30))
    text = _paper(later, receipt.number, "acceptance")
    assert "依照《行政许可法》第三十二条第一款第四项，逾期不告知的，自收到申请材料之日起即为受理" in text
    assert "本件自2026年3月2日起受理" in text
    assert "申请材料齐全" not in text
    assert "2026年3月10日" in text  # the day it was made
    (told,) = [words for words in _told(later) if "依法视为受理" in words]
    assert "第三十二条第一款第四项" in told
    assert "3 月 11 日" in told
    assert "red" in _cards(later)
    (entry,) = [one for one in trail(subject=receipt.id) if one.verb == "case.lapse"]
    assert entry.facts["effective"] == "2026-03-02"
    details = {one.rule: one.detail for one in findings(reader=later.reader("ll-supervisor"))}
    assert "最迟应于 2026年3月9日当日办理而未办理" in details["逾期未办，依法产生后果"]
    shown = Client().get(f"/cases/{receipt.number}/").content.decode()
    assert "超时默认" in shown
    assert "审查" in shown


@pytest.mark.req("PRC-012")
def test_where_the_item_does_not_say_so_silence_is_only_found(office: Office) -> None:
    _without_silence(office, LICENCE)
    receipt = office.lodge(item=LICENCE)
    later = office.at("2026-03-10T00:05")
    done = tick(act=later.act())
    assert (done.lapsed, done.expired > 0) == (0, True)
    assert _case(later, receipt.number).accepted_at is None
    later.follow()
    assert "red" in _cards(later)
    assert "case.lapse" not in [entry.verb for entry in trail(subject=receipt.id)]


def test_a_correction_asked_for_in_time_keeps_silence_from_speaking(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    office.at("2026-03-09T16:00").does("ll-window", receipt.id, "correct", explained=["补路线图"])
    assert tick(act=office.at("2026-04-10T09:00").act()).lapsed == 0
    assert _case(office, receipt.number).accepted_at is None


def test_what_silence_decided_stands_though_a_withdrawal_is_refused(office: Office) -> None:
    receipt = _renewal(office, "2026-04-01")
    office.at("2026-03-03T10:00").does("ll-window", receipt.id, "accept")
    later, who = office.at("2026-04-02T09:00"), office.reader(CITIZEN)
    with pytest.raises(StepGone):
        withdraw(act=later.act(who), reader=who, number=receipt.number, reason="")
    assert _case(later, receipt.number).matter.outcome == "准予"


def _renewal(office: Office, expires: str) -> Any:
    answers = filled.answers(office.demo.items[RENEWAL]) | {"expires_on": expires}
    return office.lodge(item=RENEWAL, answers=answers)


@pytest.mark.req("PRC-012")
def test_a_renewal_undecided_on_the_day_of_expiry_is_granted_on_that_day(office: Office) -> None:
    receipt = _renewal(office, "2026-04-01")
    office.at("2026-03-03T10:00").does("ll-window", receipt.id, "accept")
    assert tick(act=office.at("2026-04-01T23:59").act()).lapsed == 0
    later = office.at("2026-04-02T00:10")
    assert tick(act=later.act()).lapsed == 1
    found = _case(later, receipt.number)
    assert (found.granted, found.matter.outcome) == (True, "准予")
    assert "第五十条第二款" in found.reasons
    (delivery,) = [timer for timer in found.matter.running if timer.role == "statutory"]
    assert delivery.ledger.start == date(2026, 4, 1)
    (entry,) = [one for one in trail(subject=receipt.id) if one.verb == "case.lapse"]
    assert entry.facts["effective"] == "2026-04-01"
    assert "自2026年4月1日起生效" in found.reasons
    text = _paper(later, receipt.number, "grant")
    assert "依照《行政许可法》第五十条第二款，逾期未作决定的，视为准予延续，自2026年4月1日起生效" in text
    assert "经审查" not in text
    assert any("依法视为准予" in words and found.decision in words for words in _told(later))
    published = result(number=receipt.number)
    assert (published.granted, published.decided_at.astimezone(later.now.tzinfo).date()) == (True, date(2026, 4, 1))
    assert "red" in _cards(later)
    later.does("ll-window", receipt.id, "deliver", method="网上")
    assert _case(later, receipt.number).matter.stage == "办结"


@pytest.mark.req("PRC-012")
def test_a_renewal_whose_item_does_not_say_so_is_not_granted_by_silence(office: Office) -> None:
    _without_silence(office, RENEWAL)
    receipt = _renewal(office, "2026-04-01")
    office.at("2026-03-03T10:00").does("ll-window", receipt.id, "accept")
    later = office.at("2026-04-07T09:00")
    assert tick(act=later.act()).lapsed == 0
    assert _case(later, receipt.number).granted is None
    later.follow()
    assert results()[1] == 0
    assert "red" in _cards(later)


def test_a_renewal_never_answered_is_granted_with_all_its_papers(office: Office) -> None:
    receipt = _renewal(office, "2026-04-01")  # on the last day for it, and no notice of anything ever came
    later = office.at("2026-04-02T00:10")
    assert tick(act=later.act()).lapsed == 2
    later.follow()
    assert "受理" in _paper(later, receipt.number, "grant")
    assert _case(later, receipt.number).granted


@pytest.mark.req("PRC-012")
def test_a_renewal_asked_for_too_late_is_not_granted_by_silence(office: Office) -> None:
    receipt = _renewal(office, "2026-03-31")  # applied for 29 days before, where the law wants 30
    assert [timer.role for timer in _case(office, receipt.number).matter.running if timer.role == "other"] == []
    office.at("2026-03-03T10:00").does("ll-window", receipt.id, "accept")
    assert "视为准予" not in _paper(office, receipt.number, "acceptance")
    said = "应在2026年3月1日以前申请延续；这份申请晚于这一天，届满前没有作出决定的，不视为准予延续"
    assert said in _paper(office, receipt.number, "receipt")
    own, desk = f"/space/cases/{receipt.number}/", f"/desk/cases/{receipt.number}/"
    for who, page in ((CITIZEN, own), (CITIZEN, f"{own}receipt/"), ("ll-window", desk)):
        assert said in office.demo.client(who).get(page).content.decode(), page
    later = office.at("2026-04-02T09:00")
    assert tick(act=later.act()).lapsed == 0
    assert _case(later, receipt.number).granted is None


def _corrects(office: Office, number: str) -> None:
    """Hands in what was asked for, with a word and no more."""
    who = office.reader(CITIZEN)
    (task,) = [task for task in case(reader=who, number=number).tasks if task.done_at is None]
    complete_task(act=office.act(who), reader=who, completion=Completion(task.id, "submit", "已补", {}))


def test_a_corrected_renewal_counts_from_the_day_it_first_came(office: Office) -> None:
    receipt = _renewal(office, "2026-04-01")
    office.at("2026-03-03T10:00").does("ll-window", receipt.id, "correct", explained=["补路线图"])
    _corrects(office.at("2026-03-10T10:00"), receipt.number)
    office.at("2026-03-11T10:00").does("ll-window", receipt.id, "accept")
    assert tick(act=office.at("2026-04-02T00:10").act()).lapsed == 1
    assert _case(office, receipt.number).granted


def test_a_renewal_is_corrected_even_after_the_day_of_expiry(office: Office) -> None:
    receipt = _renewal(office, "2026-04-01")
    office.at("2026-03-05T10:00").does("ll-window", receipt.id, "correct", explained=["补路线图"])
    later = office.at("2026-04-03T10:00")
    _corrects(later, receipt.number)  # it said a day that was still to come when it was received
    assert tick(act=later.act()).lapsed == 0
    assert _case(later, receipt.number).granted is None  # the agency had nothing to decide on before that day


def _to(office: Office, matter: UUID, *steps: tuple[str, str, str]) -> None:
    """Does the first steps of the review: each who, outcome, and the day in March."""
    for who, outcome, day in steps:
        office.at(f"2026-03-{day}T10:00").does(who, matter, outcome, "意见")


BEFORE_COSIGN = (
    ("ll-window", "accept", "02"),
    ("ll-examiner", "agree", "03"),
    ("ll-examiner", "agree", "04"),  # 现场勘察
    ("ll-examiner", "agree", "12"),  # 专家评审, open from the 4th
)


@pytest.mark.req("PRC-005")
def test_special_procedures_are_steps_with_their_own_clocks_and_records(office: Office) -> None:
    receipt = office.lodge(item=TREES)
    _to(office, receipt.id, *BEFORE_COSIGN[:2])
    found = _case(office, receipt.number)
    survey = next(task for task in found.tasks if task.done_at is None)
    assert (survey.name, survey.due_on) == ("现场勘察", date(2026, 3, 6))
    assert not found.matter.paused  # a survey is no ground of 行政许可法 第四十五条
    assert found.matter.due_on == date(2026, 3, 23)
    _to(office, receipt.id, BEFORE_COSIGN[2])
    found = _case(office, receipt.number)
    expert = next(task for task in found.tasks if task.done_at is None)
    assert (found.matter.paused, expert.due_on) == (True, date(2026, 3, 25))  # its own fifteen working days run
    _to(office, receipt.id, BEFORE_COSIGN[3])
    # 4–6 and 9–11 March stood still: six working days.
    assert _case(office, receipt.number).matter.due_on == date(2026, 3, 31)
    _to(office, receipt.id, ("ll-reviewer", "hear", "13"), ("ll-reviewer", "held", "17"))
    # 13 and 16 March: two more. The grave-sweeping holiday begins on 4 April.
    found = _case(office, receipt.number)
    assert found.matter.due_on == date(2026, 4, 2)
    _to(office, receipt.id, ("ll-decider", "agree", "18"), ("ll-decider", "grant", "19"))
    records = [(one.kind, one.pauses, one.begun_on, one.ended_on) for one in specials(matter=found.matter)]
    days = {day: date(2026, 3, day) for day in (3, 4, 12, 13, 17, 18)}
    assert records == [
        ("现场勘察", False, days[3], days[4]),
        ("专家评审", True, days[4], days[12]),
        ("听证", True, days[13], days[17]),
        ("集体讨论", False, days[17], days[18]),
    ]
    assert all("意见" in one.result for one in specials(matter=found.matter))
    entries = trail(subject=receipt.id)
    assert [entry.facts["begun"] for entry in entries if "begun" in entry.facts] == [
        ["现场勘察"], ["专家评审"], ["听证"], ["集体讨论"],
    ]  # fmt: skip


@pytest.mark.req("PRC-005", "PRC-010")
def test_a_special_step_is_told_to_the_applicant_with_the_time_it_needs(office: Office) -> None:
    receipt = office.lodge(item=TREES)
    _to(office, receipt.id, *BEFORE_COSIGN[:3])
    told = _told(office.at("2026-03-04T18:00"))
    assert any("专家评审，预计需要15 个工作日，所需时间不计入时限" in words for words in told)
    assert any("现场勘察，预计需要3 个工作日，时限照常计算" in words for words in told)
    text = _paper(office, receipt.number, "special")
    assert "需要进行专家评审，自2026年3月4日开始，所需时间为15个工作日" in text
    assert "不计入办理期限" in text


@pytest.mark.req("PRC-005")
def test_a_special_step_is_done_as_a_step_and_nothing_else_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = office.lodge(item=TREES)
    _to(office, receipt.id, *BEFORE_COSIGN[:3])
    now = moment("2026-03-12T10:00")
    monkeypatch.setattr(_now, "now", lambda: now)
    examiner = office.demo.client("ll-examiner")
    page = examiner.get("/desk/").content.decode()
    assert "2026年3月25日" in page  # the step's own day
    address = re.findall(r'href="(/desk/tasks/[0-9a-f-]+/)"', page)[0]
    shown = examiner.get(address).content.decode()
    assert "特别程序" in shown
    assert "登记结果" not in shown
    who, later = office.reader("ll-examiner"), replace(office, now=now)
    standing = specials(matter=_case(office, receipt.number).matter)[-1]
    with pytest.raises(StepRefused, match="直接办理这一步"):
        finish_special(act=later.act(who), reader=who, matter=receipt.id, special=standing.id, result="好")
    with pytest.raises(StepRefused, match="已经在进行"):
        begin_special(act=later.act(who), reader=who, matter=receipt.id, kind="专家评审", document="函", days=5)
    record = {f"record_{code}": text for code, text in recorded("expert", "2026-03-11").items()}
    sent = examiner.post(address, {"outcome": "agree", "opinion": "评审通过", **record}, follow=True)
    assert "已办理" in sent.content.decode()


def test_a_step_of_special_kind_goes_on_while_another_procedure_stops_the_clock(office: Office) -> None:
    receipt = office.lodge(item=TREES)
    _to(office, receipt.id, *BEFORE_COSIGN[:2])
    who = office.reader("ll-examiner")
    act = office.at("2026-03-04T09:00").act(who)
    begin_special(act=act, reader=who, matter=receipt.id, kind="鉴定", document="委托函", days=5)
    found = _case(office, receipt.number)
    assert found.matter.paused
    survey = next(task for task in found.tasks if task.done_at is None)
    assert survey.due_on == date(2026, 3, 6)
    _to(office, receipt.id, ("ll-examiner", "agree", "05"), ("ll-examiner", "agree", "06"))
    found = _case(office, receipt.number)
    assert found.matter.paused  # 鉴定 still stands
    assert next(task.due_on for task in found.tasks if task.done_at is None) is None  # 会签 stands with it


@pytest.mark.req("PRC-012")
def test_a_step_past_its_limit_counts_as_agreed_where_the_item_says_so(office: Office) -> None:
    receipt = office.lodge(item=TREES)
    _to(office, receipt.id, *BEFORE_COSIGN)
    assert tick(act=office.at("2026-03-16T23:59").act()).lapsed == 0  # two working days from Thursday the 12th
    later = office.at("2026-03-17T00:05")
    assert tick(act=later.act()).lapsed == 1
    found = _case(later, receipt.number)
    cosigned = next(task for task in found.tasks if task.name == "会签")
    assert (cosigned.outcome_name, cosigned.lapsed) == ("同意", True)
    assert found.matter.stage == "决定"
    later.follow()
    assert "red" in _cards(later)
    shown = later.demo.client("ll-supervisor").get(f"/cockpit/matters/{receipt.number}/").content.decode()
    assert "超时默认" in shown
    assert "逾期依法视为" in shown


@pytest.mark.req("PRC-012")
def test_a_step_past_its_limit_waits_where_the_item_does_not_say_so(office: Office) -> None:
    _without_silence(office, TREES)
    receipt = office.lodge(item=TREES)
    _to(office, receipt.id, *BEFORE_COSIGN)
    done = tick(act=office.at("2026-03-17T00:05").act())
    assert (done.lapsed, done.expired) == (0, 1)
    assert next(task for task in _case(office, receipt.number).tasks if task.done_at is None).name == "会签"


def test_a_procedure_may_only_stop_the_clock_on_a_ground_of_the_items_limit(office: Office) -> None:
    xml = (ROOT / "demo" / "procedures" / "highway-review.bpmn").read_bytes()
    wrong = xml.replace('yimen:ground="听证"'.encode(), 'yimen:ground="领导出差"'.encode())
    publish_procedure(act=office.act(), xml=wrong, valid_from=date(2026, 2, 1))
    with pytest.raises(ApplicationRefused, match="听证（领导出差）不是它的法定时限可以不计的事由"):
        office.lodge(item=TREES)


def _extended(office: Office) -> tuple[Any, Office]:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    later = office.at("2026-03-05T10:00")
    who = later.reader("ll-decider")
    words = {"approved_by": "局长", "document": "醴公路延〔2026〕1号", "reason": "桥梁荷载需要补充验算"}
    extend(act=later.act(who), reader=who, matter=receipt.id, length=10, **words)
    return receipt, later


def test_receipt_and_acceptance_state_the_limits_that_run_where_the_place_has_a_shorter_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = office.reader("ll-law")
    words = {"reason": "优化营商环境", "document": "醴政发〔2026〕3号", "valid_from": date(2026, 3, 3)}
    place = {"code": "xk.decide", "region": "430281000000", "change": {"length": 5}}
    publish_limit(act=office.act(who), reader=who, **place, **words)
    later = office.at("2026-03-03T09:00")
    receipt = later.lodge(item=LICENCE)
    stated = "自受理次日起5个工作日内办结，休息日和法定节假日不计；法定时限5个工作日"
    assert stated in _paper(later, receipt.number, "receipt")
    later.does("ll-window", receipt.id, "accept")
    assert stated in _paper(later, receipt.number, "acceptance")
    running = [timer for timer in _case(later, receipt.number).matter.running if not timer.token]
    assert {timer.ledger.limit.length for timer in running} == {5}
    legal = next(timer.ledger.limit for timer in running if timer.role == "statutory")
    assert legal.citation == "醴政发〔2026〕3号（依据《行政许可法》第四十二条第一款）"
    shown = later.demo.client(CITIZEN).get(f"/space/cases/{receipt.number}/receipt/").content.decode()
    assert "自受理次日起 5 个工作日内办结" in shown
    monkeypatch.setattr(_now, "now", lambda: later.now)
    guide = Client().get(f"/items/{office.demo.items[LICENCE]['code']}/").content.decode()
    assert "承诺 5 个工作日办结（法定 5个工作日）" in guide
    assert "5 个工作日（自受理次日起算）" in guide


@pytest.mark.req("PRC-013")
def test_the_promise_stands_on_the_receipt_and_never_moves_without_a_reason(office: Office) -> None:
    receipt, later = _extended(office)
    promise = "自受理次日起7个工作日内办结"
    assert promise in _paper(later, receipt.number, "receipt")
    acceptance = _paper(later, receipt.number, "acceptance")
    assert promise in acceptance
    assert "本件最迟2026年3月11日当日办结" in acceptance
    found = _case(later, receipt.number)
    assert found.promised_due_on == date(2026, 3, 11)  # as promised: the paper still says so
    assert found.matter.due_on == date(2026, 3, 25)
    client = later.demo.client(CITIZEN)
    page = client.get(f"/space/cases/{receipt.number}/").content.decode()
    changes = page[page.index("期限变更记录") :]
    for words in ("2026年3月11日", "2026年3月25日", "桥梁荷载需要补充验算", "醴公路延〔2026〕1号", "局长"):
        assert words in changes
    shown = client.get(f"/space/cases/{receipt.number}/receipt/").content.decode()
    assert "2026年3月11日（受理时承诺）" in shown
    assert "后来有变更" in shown
    assert "自受理次日起 7 个工作日内办结" in shown
    office.follow()
    assert acceptance == _paper(later, receipt.number, "acceptance")


def test_an_extension_is_told_with_its_reason_and_a_paper(office: Office) -> None:
    receipt, later = _extended(office)
    told = next(words for words in _told(later) if "办理期限延长" in words)
    for words in ("局长", "延长10个工作日", "桥梁荷载需要补充验算", "3 月 25 日", "3 月 11 日"):
        assert words in told
    text = _paper(later, receipt.number, "extension")
    for words in (
        "办理期限延长10个工作日",
        "桥梁荷载需要补充验算",
        "原最迟2026年3月11日当日办结，现最迟2026年3月25日当日",
    ):
        assert words in text


def test_a_re_dated_case_tells_old_day_new_day_and_why(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    facts = {"number": receipt.number, "due_before": "2026-03-09", "due": "2026-03-10", "reason": "防汛停工一天"}
    facts |= {"statutory_before": "", "statutory": ""}
    with transaction.atomic():
        act = office.at("2026-03-04T09:00").act()
        record(
            act=act,
            verb="case.redate",
            subject=receipt.id,
            region="430281000000",
            basis="醴政令〔2026〕2号",
            facts=facts,
        )
    told = next(words for words in _told(office) if "办理期限变动" in words)
    for words in ("防汛停工一天", "醴政令〔2026〕2号", "3 月 10 日", "原为 3 月 9 日"):
        assert words in told


def _redated(office: Office, receipt: Any, **facts: str) -> None:
    with transaction.atomic():
        said = {"number": receipt.number, "reason": "防汛停工一天", **facts}
        act, basis = office.at("2026-03-04T09:00").act(), "醴政令〔2026〕2号"
        verb, region = "case.redate", "430281000000"
        record(act=act, verb=verb, subject=receipt.id, region=region, basis=basis, facts=said)


STAYS = {"due_before": "2026-03-11", "due": "2026-03-11"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            STAYS | {"statutory_before": "2026-03-30", "statutory": "2026-03-31"},
            "法定期限由 3 月 30 日 调整为 3 月 31 日",
        ),
        (STAYS | {"statutory_before": "2026-03-30", "statutory": "2026-03-30", "others": "审查（步骤时限）变动"}, ""),
        ({"due_before": "", "due": "", "others": "鉴定（特别程序所需时间）变动"}, ""),
        (
            {"statutory_before": "2026-03-09", "statutory": "2026-03-10"},
            "最迟 3 月 10 日 当日告知是否受理，原为 3 月 9 日",
        ),
    ],
)
def test_a_re_dated_case_tells_only_what_moved(office: Office, facts: dict[str, str], words: str) -> None:
    receipt = office.lodge(item=LICENCE)
    _redated(office, receipt, **facts)
    told = [one for one in _told(office) if "期限变动" in one]
    assert bool(told) == bool(words)
    assert all(words in one and "中止计时" not in one for one in told)
    page = office.demo.client(CITIZEN).get(f"/space/cases/{receipt.number}/").content.decode()
    changes = page[page.index("期限变更记录") :]
    assert facts.get("others", "现为") in changes
    assert "原为暂停计时，现为暂停计时" not in changes


def test_a_special_procedure_is_told_by_its_own_entry_where_there_are_two_of_a_kind(office: Office) -> None:
    receipt = office.lodge(item=TREES)
    _to(office, receipt.id, *BEFORE_COSIGN[:2])
    who = office.reader("ll-examiner")
    for begun, ended, days in (("03", "04", 5), ("05", "", 9)):
        act = office.at(f"2026-03-{begun}T11:00").act(who)
        begin_special(act=act, reader=who, matter=receipt.id, kind="鉴定", document="委托函", days=days)
        if ended:
            (standing,) = [one for one in specials(matter=_case(office, receipt.number).matter) if one.kind == "鉴定"]
            act = office.at(f"2026-03-{ended}T11:00").act(who)
            finish_special(act=act, reader=who, matter=receipt.id, special=standing.id, result="好")
    facts = {"number": receipt.number, "ground": "鉴定", "needs": "见函", "special": str(standing.id)}
    with transaction.atomic():
        act = office.at("2026-03-05T12:00").act()
        record(act=act, verb="case.pause", subject=receipt.id, region="430281000000", basis="第四十五条", facts=facts)
    (told,) = [words for words in _told(office) if "见函" in words]
    assert "流程进入特别程序" not in told  # its own notice says it, once
    newest = _paper(office, receipt.number, "special")
    assert "5个工作日" in newest
    assert "9个工作日" not in newest


def test_ending_one_of_two_special_procedures_says_that_the_clock_still_stands(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    who = office.reader("ll-examiner")
    for kind in ("检测", "鉴定"):
        act = office.act(who)
        begin_special(act=act, reader=who, matter=receipt.id, kind=kind, document="委托函", days=5)
    for kind, day in (("检测", "04"), ("鉴定", "05")):
        (standing,) = [one for one in specials(matter=_case(office, receipt.number).matter) if one.kind == kind]
        act = office.at(f"2026-03-{day}T11:00").act(who)
        finish_special(act=act, reader=who, matter=receipt.id, special=standing.id, result="好")
    told = [words for words in _told(office) if "已结束" in words]
    assert sum("检测已结束；另有特别程序尚未结束，仍暂停计时。" in words for words in told) == 1
    assert sum("鉴定已结束，从今天起继续计时。最迟 3 月" in words for words in told) == 1
    assert not any("中止计时" in words for words in told)


def test_a_correction_of_the_start_before_acceptance_is_shown(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    facts = {"number": receipt.number, "due_before": "2026-03-09", "due": "2026-03-10", "reason": "防汛停工一天"}
    with transaction.atomic():
        act = office.at("2026-03-04T09:00").act()
        record(
            act=act,
            verb="case.redate",
            subject=receipt.id,
            region="430281000000",
            basis="醴政令〔2026〕2号",
            facts=facts,
        )
    for who, address in ((CITIZEN, "space"), ("ll-examiner", "desk")):
        page = office.demo.client(who).get(f"/{address}/cases/{receipt.number}/").content.decode()
        assert "防汛停工一天" in page


def test_the_same_explanation_is_shown_to_applicant_officer_and_supervisor(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-03T10:00"))
    demo, number = office.demo, receipt.number
    pages = [
        demo.client(CITIZEN).get(f"/space/cases/{number}/"),
        demo.client("ll-examiner").get(f"/desk/cases/{number}/"),
        demo.client("ll-supervisor").get(f"/cockpit/matters/{number}/"),
    ]
    texts = [page.content.decode() for page in pages]
    parts = [text[text.index('id="time"') : text.index("<h2>进度</h2>")] for text in texts]
    sentence = "3月2日开始，当日不计；自次日起算7个工作日，跳过周末2天，最后一天是3月11日。"
    for part in parts:
        for words in (sentence, "承诺时限（办理）", "法定时限（办理）", "步骤时限（审查）", "民法典第二百零一条"):
            assert words in part
    strips = [re.findall(r'<li class="(\w+)[^>]*><span aria-hidden="true">(\d+)</span>', part) for part in parts]
    assert strips[0] == strips[1] == strips[2]
    assert ("due", "11") in strips[0]
    for part in parts:
        assert "last day 2026-03-11" in part


def test_a_step_past_its_own_limit_never_looks_as_usual(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    due = office.task(office.reader("ll-examiner"), receipt.id).due_on
    assert due is not None
    assert due < date(2026, 3, 9)
    for after, late in ((0, False), (1, True)):
        when = datetime.combine(due + timedelta(after), time(10), CHINA)
        monkeypatch.setattr(_now, "now", lambda when=when: when)
        work = office.demo.client("ll-examiner").get("/desk/").content.decode()
        row = work[work.index("<tbody>") :]
        assert ("本步超期 1 个工作日" in row) == late
        assert ("light red" in row) == late
        assert ("全件正常" in row) == late  # a step that is late is not shown plain green
        page = office.demo.client(CITIZEN).get(f"/space/cases/{receipt.number}/").content.decode()
        assert ("本步已超过 1 个工作日" in page) == late
        assert "，已超过" not in page


@pytest.mark.parametrize("how", ["extended", "lapsed", "special"])
def test_a_trail_hides_no_raw_code(office: Office, how: str) -> None:
    if how == "extended":
        receipt, later = _extended(office)
    elif how == "lapsed":
        receipt, later = office.lodge(item=LICENCE), office.at("2026-03-20T09:00")
        tick(act=later.act())
    else:
        receipt, later = office.lodge(item=TREES), office.at("2026-03-20T09:00")
        _to(office, receipt.id, *BEFORE_COSIGN)
        tick(act=later.act())
    later.follow()
    page = later.demo.client("ll-supervisor").get(f"/cockpit/matters/{receipt.number}/").content.decode()
    part = page[page.index("<h2>留痕</h2>") : page.index('<section class="card stack" id="time"')]
    text = re.sub(r"<[^>]+>", " ", part)
    raw = re.findall(r"(?<![\w/.-])[a-z]+_?[a-z]+(?:\.[a-z_]+)?(?=[：；\s])", text)
    assert raw == []
    assert "2026-" not in text
    assert "11430281MB990011XC；" not in text
    assert "指南版本：第 1 版" in text
    assert re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-", text) == []


def test_every_verb_has_a_name() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(ROOT / "src/yimen/contexts").glob("*/[a-z]*.py"))
    verbs = set(re.findall(r'verb="([a-z]+\.[a-z_]+)"', sources))
    named = set(re.findall(r'"([a-z]+\.[a-z_]+)":', (ROOT / "src/yimen/data/verbs.json").read_text("utf-8")))
    parts = "extend redate expire lapse pause resume special special_end correct_pause correct_start"
    verbs |= {f"case.{part}" for part in parts.split()}
    assert verbs - named == set()


@pytest.mark.req("PRC-012")
def test_the_guide_says_what_silence_means_and_what_stops_the_clock(office: Office) -> None:
    def guide(name: str) -> str:
        return re.sub(r"<[^>]+>", " ", Client().get(f"/items/{office.demo.items[name]['code']}/").content.decode())

    trees = guide(TREES)
    assert "自收到申请材料之日起即为受理（《行政许可法》第三十二条第一款第四项）" in trees
    assert "超过步骤时限未办的，视为同意" in trees
    assert "听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审（《行政许可法》第四十五条）" in trees
    assert "特别程序：专家论证；期间不计入办理时限" in trees
    renewal = guide(RENEWAL)
    assert "在届满三十日前申请的，逾期未作决定的，视为准予延续（《行政许可法》第五十条第二款）" in renewal
    plain = guide("出生证明")
    assert "逾期不答复" not in plain
    assert "第四十五条" not in plain
    shown = re.sub(r"<[^>]+>", " ", Client().get("/procedures/highway-review/").content.decode())
    assert "2 个工作日；逾期视为同意（仅限事项写明的）" in shown


def test_a_special_procedure_has_one_span_wherever_it_is_told(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    office.does("ll-window", receipt.id, "accept")
    examiner, decider = office.reader("ll-examiner"), office.reader("ll-decider")
    own = {"matter": receipt.id, "reader": examiner}
    begin_special(act=office.at("2026-03-04T09:00").act(examiner), kind="鉴定", document="委托书", days=5, **own)  # type: ignore[arg-type]
    (special,) = specials(matter=_case(office, receipt.number).matter)
    ended = office.at("2026-03-06T09:00").act(examiner)
    finish_special(act=ended, special=special.id, result="合格", **own)  # type: ignore[arg-type]
    client, address = office.demo.client(CITIZEN), f"/space/cases/{receipt.number}/"
    page = client.get(address).content.decode()
    assert "鉴定：2026年3月4日开始，2026年3月6日结束，结束当天恢复计时，前 2 天不计入时限" in page
    assert "2026年3月4日开始，2026年3月6日结束，所需时间" in page
    assert "至 2026年3月5日" not in page
    later = office.at("2026-03-09T09:00")
    days = {"begin": date(2026, 3, 3), "end": date(2026, 3, 3), "reason": "日期登记有误"}
    correct_pause(act=later.act(decider), reader=decider, matter=receipt.id, special=special.id, **days)  # type: ignore[arg-type]
    page = client.get(address).content.decode()
    assert "鉴定：2026年3月3日开始，当天结束，没有少计一天" in page
    assert "原为2026年3月4日开始，2026年3月6日结束，更正为2026年3月3日开始，当天结束" in page
    assert any("3 月 3 日开始，当天结束（原为：3 月 4 日开始，3 月 6 日结束）" in words for words in _told(later))


def test_counting_anew_after_a_correction_is_among_the_changes(office: Office) -> None:
    receipt = office.lodge(item=LICENCE)
    office.at("2026-03-03T10:00").does("ll-window", receipt.id, "correct", explained=["补路线图"])
    _corrects(office.at("2026-03-10T10:00"), receipt.number)
    page = office.demo.client(CITIZEN).get(f"/space/cases/{receipt.number}/").content.decode()
    changes = page[page.index("期限变更记录") :]
    for words in (
        "重新计算期限",
        "原为2026年3月9日，现为2026年3月17日",
        "补正材料已经提交",
        "《行政许可法》第三十二条",
    ):
        assert words in changes


def test_what_time_did_late_says_so_to_everyone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = office.lodge(item=LICENCE)
    later = office.at("2026-03-12T09:00")
    monkeypatch.setattr(_now, "now", lambda: later.now)
    monkeypatch.setattr(serve, "django", lambda: None)
    done = serve._tick(argparse.Namespace(now=None))
    assert done.data["delayed"] >= 1
    assert done.data["longest_delay_hours"] >= 57
    assert "是补记，系统最多迟了" in done.text
    (told,) = [words for words in _told(later) if "依法视为受理" in words]
    assert "系统迟了 2天9小时登记，效力仍从 3 月 2 日起" in told
    page = office.demo.client(CITIZEN).get(f"/space/cases/{receipt.number}/").content.decode()
    assert "系统迟记 2天9小时，效力仍从2026年3月2日起" in page


def test_the_delivery_of_what_silence_granted_is_not_told_later_than_the_law_s_day(office: Office) -> None:
    receipt = _renewal(office, "2026-04-03")
    office.at("2026-03-03T10:00").does("ll-window", receipt.id, "accept")
    assert tick(act=office.at("2026-04-09T09:00").act()).lapsed == 1
    found = _case(office, receipt.number)
    (delivery,) = [timer for timer in found.matter.running if timer.role == "statutory"]
    (step,) = [task for task in found.tasks if task.done_at is None]
    assert step.due_on is not None
    assert delivery.due is not None
    assert step.due_on <= delivery.due


def test_after_the_one_extension_the_page_says_that_there_is_no_other(office: Office) -> None:
    receipt, later = _extended(office)
    page = later.demo.client("ll-decider").get(f"/desk/cases/{receipt.number}/").content.decode()
    assert "已延长一次，依法不能再延长（《行政许可法》第四十二条第一款）" in page
