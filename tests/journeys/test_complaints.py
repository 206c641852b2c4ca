"""Complaints from the form to the register: who may handle them, by when, and what the public reads."""

import json
import re
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import DEMO, Demo
from tests.office import Office, moment
from yimen.command.demo_complaints import load_complaints
from yimen.contexts.complaints.api import (
    ComplaintRefused,
    Filed,
    NewComplaint,
    NoSuchComplaint,
    complaint,
    figures,
    file_complaint,
    followed,
    held,
    outcome,
    outcomes,
    rate_complaint,
    reveal_complainant,
    waiting,
)
from yimen.contexts.identity.api import PUBLIC, appoint
from yimen.contexts.journal.api import AnsweredOtherwise, trail
from yimen.contexts.matters.api import Matter, NotYours, StepRefused, id_of
from yimen.contexts.supervision.api import findings
from yimen.sites import _now

HIGHWAY, LAW, CENTRE = "11430281MB990011XC", "11430281MB99001442", "11430281MB9900128C"
COUNTY = "430281000000"
TEXT = "货车在省道被拦下检查，执法人员没有出示证件，也没有说明依据。"
PUBLIC_TEXT = {"summary": "反映检查时没有出示证件。", "result": "属实，已批评教育，要求先出示证件。"}
ANSWER = {"answer": "您反映的情况属实，已对有关人员批评教育。", **PUBLIC_TEXT}


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def _file(office: Office, who: str = "", **more: object) -> Filed:
    given = {
        "id": office.act().mint.id(), "kind": "enforcement", "ground": "不出示证件", "unit": HIGHWAY, "text": TEXT,
        "anonymous": True,
    }  # fmt: skip
    reader = office.reader(who) if who else PUBLIC
    act = office.act(reader if who else None)
    return file_complaint(act=act, reader=reader, complaint=NewComplaint(**{**given, **more}))  # type: ignore[arg-type]


def _does(office: Office, who: str, filed: Filed, outcome: str, opinion: str = "", **form: object) -> Matter:
    return office.does(who, id_of(number=filed.number), outcome, opinion, **form)


def _answered(office: Office, filed: Filed) -> None:
    _does(office, "ll-complaint", filed, "accept")
    _does(office, "ll-inquirer", filed, "found", record="查看了执法记录仪。")
    _does(office, "ll-inquirer", filed, "upheld", **ANSWER)


@pytest.mark.req("PWR-018")
def test_an_anonymous_complaint_is_answered_reviewed_and_published(office: Office) -> None:
    filed = _file(office)
    assert filed.due_on == date(2026, 3, 17)  # 15 days from the day after
    with pytest.raises(NoSuchComplaint):
        outcome(number=filed.number)
    matter = _does(office, "ll-complaint", filed, "accept")
    assert matter.due_on == date(2026, 5, 6)  # 60 days end on 1 May; the holiday lasts until the 5th
    _does(office, "ll-inquirer", filed, "found", record="查看了执法记录仪。")
    _does(office, "ll-inquirer", filed, "upheld", **ANSWER)
    told = followed(reader=PUBLIC, number=filed.number, code=filed.code)
    assert (told.answer, told.verdict) == (ANSWER["answer"], "属实")
    with pytest.raises(NoSuchComplaint):
        outcome(number=filed.number)
    done = _does(office, "ll-law", filed, "publish")
    assert not done.open
    shown = outcome(number=filed.number)
    assert (shown.summary, shown.result, shown.verdict) == (*PUBLIC_TEXT.values(), "属实")
    assert [one.number for one in outcomes(region=COUNTY)[0]] == [filed.number]
    (counted,) = figures(region=COUNTY)
    assert (counted.unit.code, counted.received, counted.answered, counted.upheld, counted.published) == (
        HIGHWAY, 1, 1, 1, 1,
    )  # fmt: skip


@pytest.mark.req("PWR-018")
def test_a_complaint_is_refused_with_a_ground_and_reason(office: Office) -> None:
    filed = _file(office)
    with pytest.raises(StepRefused, match="情形"):
        _does(office, "ll-complaint", filed, "refuse", "没有具体事实")
    with pytest.raises(StepRefused, match="意见"):
        _does(office, "ll-complaint", filed, "refuse", ground="没有具体的单位、事实，无法核查")
    matter = _does(office, "ll-complaint", filed, "refuse", "没有说是哪一天", ground="没有具体的单位、事实，无法核查")
    assert (matter.outcome, matter.open) == ("不予受理", False)
    assert "没有说是哪一天" in followed(reader=PUBLIC, number=filed.number, code=filed.code).answer
    with pytest.raises(NoSuchComplaint):
        outcome(number=filed.number)


@pytest.mark.req("PWR-018")
def test_who_is_complained_about_neither_handles_nor_sees_it(office: Office) -> None:
    filed = _file(office, person="检查的人自称汤正平")
    _does(office, "ll-complaint", filed, "accept", subjects=[])
    assert complaint(reader=office.reader("ll-inquirer"), number=filed.number)  # no officer of the highway bureau
    named = _file(office, unit=CENTRE, kind="service", ground="服务态度", person="窗口的丁向前")
    about = complaint(reader=office.reader("ll-complaint"), number=named.number)
    assert len(about.subjects) == 1
    with pytest.raises(StepRefused, match="不能承办"):  # he is the only one there
        _does(office, "ll-complaint", named, "transfer", "转", unit=CENTRE)
    with pytest.raises(NoSuchComplaint):
        complaint(reader=office.reader("ll-service"), number=named.number)
    assert held(reader=office.reader("ll-service")) == ()


@pytest.mark.req("PWR-018")
def test_who_handled_the_case_cannot_handle_the_complaint_about_it(office: Office) -> None:
    case = office.lodge(item="超限运输车辆行驶公路的审核")
    office.does("ll-window", case.id, "accept")
    filed = _file(office, about=case.number)
    window = office.reader("ll-window")
    assert str(window.account) in complaint(reader=office.reader("ll-complaint"), number=filed.number).subjects
    with pytest.raises(ComplaintRefused, match="没有这个办件号"):
        _file(office, about="9" * 21)


@pytest.mark.req("PWR-018")
def test_a_named_officer_is_refused_even_where_the_step_is_theirs(office: Office) -> None:
    people = {who: str(office.reader(who).account) for who in ("ll-law", "ll-complaint", "ll-inquirer")}
    filed = _file(office)
    row = {"matter_id": id_of(number=filed.number).hex if connection.vendor == "sqlite" else id_of(number=filed.number)}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE complaints_complaint SET subjects = %s WHERE matter_id = %s",
            [json.dumps([people["ll-complaint"]]), row["matter_id"]],
        )
    assert waiting(reader=office.reader("ll-complaint")) == ()
    with pytest.raises(NotYours, match="回避"):
        _does(office, "ll-complaint", filed, "accept")
    assert not [one for one in trail(subject=id_of(number=filed.number)) if one.verb.endswith(".attempt")]  # no trick


@pytest.mark.req("PWR-018")
def test_a_body_never_looks_into_its_own_enforcement(office: Office) -> None:
    with pytest.raises(ComplaintRefused, match="没有可以办理"):
        _file(office, unit=LAW)  # the only office that receives complaints here
    filed = _file(office, unit=CENTRE)
    with pytest.raises(StepRefused, match="自己调查"):
        _does(office, "ll-complaint", filed, "transfer", "请你们自查", unit=CENTRE)
    service = _file(office, unit=CENTRE, kind="service", ground="服务态度")
    assert _does(office, "ll-complaint", service, "transfer", "请核查", unit=CENTRE).open
    _does(office, "ll-service", service, "found", record="核对了叫号记录。")


def test_a_complaint_about_service_has_its_own_limit_and_runs_late(office: Office) -> None:
    filed = _file(office, kind="service", ground="超过时限")
    matter = _does(office, "ll-complaint", filed, "accept")
    assert matter.due_on == date(2026, 3, 9)  # 5 working days
    office.at("2026-03-12T09:00").passes()
    late = office.at("2026-03-12T10:00")
    _does(late, "ll-inquirer", filed, "found", record="核对了收件记录。")
    _does(late, "ll-inquirer", filed, "unfounded", **ANSWER)
    (counted,) = figures(region=COUNTY)
    assert (counted.late, counted.upheld, counted.answered) == (1, 0, 1)


@pytest.mark.req("PWR-018")
def test_the_public_text_names_nobody_and_another_reviews_it(office: Office) -> None:
    filed = _file(office, anonymous=False, name="王大有", contact="13812345678", person="张小山")
    _does(office, "ll-complaint", filed, "accept")
    _does(office, "ll-inquirer", filed, "found", record="查看了执法记录仪。")
    staff = office.demo.people["ll-examiner"]["name"]
    given = ("王大有反映", "电话 138 1234 5678", "电话138-1234-5678", f"对{staff}批评教育", "证件号11010519491231002X")
    for bad in (*given, "王 大-有反映", "对张小山批评教育"):
        with pytest.raises(StepRefused, match="公开的文字里有"):
            _does(office, "ll-inquirer", filed, "upheld", **{**ANSWER, "result": bad})
    _does(office, "ll-inquirer", filed, "upheld", **ANSWER)
    _does(office, "ll-law", filed, "return", "写明整改措施")
    _does(office, "ll-inquirer", filed, "revised", summary="反映不出示证件。", result="属实，已整改。")
    _does(office, "ll-law", filed, "withhold", "涉及正在调查的案件")
    with pytest.raises(NoSuchComplaint):
        outcome(number=filed.number)
    assert complaint(reader=office.reader("ll-law"), number=filed.number).withheld == "涉及正在调查的案件"
    assert [one.number for one in held(reader=office.reader("ll-law"))] == [filed.number]


@pytest.mark.req("PWR-018")
def test_the_unit_complained_about_never_reviews_what_becomes_public(office: Office) -> None:
    account = office.reader("ll-reviewer").account
    assert account
    appoint(
        act=office.act(), account=account, unit=HIGHWAY, role="law", title="醴陵市公路局法制岗",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    filed = _file(office)
    _answered(office, filed)
    assert waiting(reader=office.reader("ll-reviewer")) == ()
    _does(office, "ll-law", filed, "publish")


def test_whoever_handles_complaints_is_led_to_their_own_room_where_refused(demo: Demo) -> None:
    for who in ("ll-complaint", "ll-inquirer"):
        answer = demo.client(who).get("/cockpit/")
        assert (answer.status_code, "/complaints/desk/" in answer.content.decode()) == (403, True)


@pytest.mark.req("PWR-018")
def test_only_the_query_code_or_the_account_opens_it_and_it_is_rated_once(office: Office) -> None:
    filed = _file(office, "张三演", anonymous=False, name="张三演", contact="13900000001")
    for code in ("", "AAAAAAAA", filed.code[:-1]):
        with pytest.raises(NoSuchComplaint):
            followed(reader=PUBLIC, number=filed.number, code=code)
    with pytest.raises(NoSuchComplaint):
        followed(reader=office.reader("李四演"), number=filed.number, code="")
    mine = office.reader("张三演")
    assert followed(reader=mine, number=filed.number, code="").text == TEXT
    given = {"act": office.act(mine), "reader": PUBLIC, "number": filed.number, "code": filed.code.lower()}
    with pytest.raises(ComplaintRefused, match="还没有答复"):
        rate_complaint(score=1, **given)
    _answered(office, filed)
    with pytest.raises(ComplaintRefused, match="五个等级"):
        rate_complaint(score=9, **given)
    rate_complaint(score=1, text="只有一句话", **given)
    with pytest.raises(ComplaintRefused, match="一次"):
        rate_complaint(score=5, **given)
    office.follow()
    page = office.demo.client("张三演").get("/space/notices/").content.decode()
    assert "投诉已答复" in page
    assert "差评" in {one.rule for one in findings(reader=office.reader("ll-supervisor")) if one.number == filed.number}


def test_who_complained_is_sealed_masked_and_shown_only_for_a_purpose(office: Office) -> None:
    filed = _file(office, anonymous=False, name="王大有", contact="13812345678", person="张队长")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM complaints_complaint")
        kept = str(cursor.fetchall())
    for secret in ("王大有", "13812345678", TEXT, "张队长"):
        assert secret not in kept
    seen = complaint(reader=office.reader("ll-complaint"), number=filed.number)
    assert (seen.name, seen.contact) == ("王**", "138****5678")
    reader = office.reader("ll-complaint")
    plain = reveal_complainant(act=office.act(reader), reader=reader, number=filed.number, reason="电话核实经过")
    assert (plain.name, plain.contact) == ("王大有", "13812345678")
    assert "complaint.reveal" in {one.verb for one in trail(subject=id_of(number=filed.number))}
    other = office.reader("ll-law")
    with pytest.raises(PermissionError):
        reveal_complainant(act=office.act(other), reader=other, number=filed.number, reason="想看看")
    with pytest.raises(NoSuchComplaint):
        complaint(reader=office.reader("ll-examiner"), number=filed.number)


def test_an_anonymous_complaint_keeps_neither_name_nor_account(office: Office) -> None:
    filed = _file(office, "张三演", name="张三演", contact="13900000001")
    seen = complaint(reader=office.reader("ll-complaint"), number=filed.number)
    assert (seen.anonymous, seen.name, seen.contact) == (True, "", "")
    with pytest.raises(NoSuchComplaint):
        followed(reader=office.reader("张三演"), number=filed.number, code="")
    account = str(office.reader("张三演").account)
    assert all(one.actor["id"] != account for one in trail(subject=id_of(number=filed.number)))


def test_the_same_form_sent_twice_is_one_complaint(office: Office) -> None:
    id_ = UUID("01900000-0000-7000-8000-00000000aaaa")
    first = _file(office, id=id_)
    assert _file(office, id=id_) == first
    with pytest.raises(AnsweredOtherwise):
        _file(office, id=id_, text="这是另一件完全不同的事情。")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("kind", {"kind": "别的"}),
        ("ground", {"ground": "收费"}),  # of the other kind
        ("unit", {"unit": "123"}),
        ("text", {"text": "太短"}),
        ("text", {"text": "长" * 2001}),
        ("name", {"anonymous": False, "contact": "1"}),
        ("contact", {"anonymous": False, "name": "王大有"}),
        ("item", {"item": "9" * 31}),
        ("person", {"person": "甲" * 101}),
    ],
)
def test_what_is_wrong_is_named_by_field(office: Office, field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(ComplaintRefused) as refused:
        _file(office, **wrong)
    assert refused.value.field == field


@pytest.mark.req("PWR-018")
def test_the_pages_take_a_complaint_from_the_form_to_the_register(demo: Demo) -> None:
    public = Client()
    form = public.get(f"/complaints/new/?unit={HIGHWAY}&kind=enforcement").content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    sent |= {"kind": "enforcement", "unit": HIGHWAY, "ground": "执法态度", "anonymous": "yes"}
    bad = public.post("/complaints/new/", {**sent, "text": "短"})
    assert (bad.status_code, "至少 10 字" in bad.content.decode()) == (422, True)
    answer = public.post("/complaints/new/", {**sent, "text": TEXT})
    assert answer.status_code == 302
    number = answer["Location"].split("/")[2]
    page = public.get(answer["Location"]).content.decode()
    code = re.search(r'查询码：<span class="num">([2-9A-Z]{8})<', page)
    assert code
    assert Client().get(answer["Location"]).status_code == 302
    other = Client()
    assert other.post("/complaints/follow/", {"number": number, "code": "22222222"}).status_code == 422
    followed_ = other.post("/complaints/follow/", {"number": number, "code": code[1]}, follow=True)
    assert TEXT in followed_.content.decode()
    desk = f"/complaints/desk/{number}/"
    for who, outcome_, more in (
        ("ll-complaint", "accept", {}),
        ("ll-inquirer", "found", {"record": "查看了执法记录仪。"}),
        ("ll-inquirer", "partly", ANSWER),
    ):
        client = demo.client(who)
        assert number in client.get("/complaints/desk/").content.decode()
        assert _sends(client, desk, outcome_, **more) == 302
    assert ANSWER["answer"] in other.get(f"/complaints/{number}/").content.decode()
    assert other.post(f"/complaints/{number}/rate/", {"score": "5"}).status_code == 302
    assert _sends(demo.client("ll-law"), desk, "publish") == 302
    shown = Client().get(f"/complaints/results/{number}/").content.decode()
    assert PUBLIC_TEXT["result"] in shown
    assert TEXT not in shown
    assert PUBLIC_TEXT["summary"] in Client().get("/complaints/").content.decode()
    assert Client().get(f"/cases/{number}/").status_code == 200
    assert demo.client("ll-examiner").get(desk).status_code == 403
    assert demo.client("ll-supervisor").get(desk).status_code == 200


def _sends(client: Client, desk: str, outcome: str, **more: str) -> int:
    """Sends the form of the step that a complaint's page shows, with what stands hidden in it."""
    hidden = dict(re.findall(r'<input type="hidden" name="(task)" value="([^"]*)"', client.get(desk).content.decode()))
    return client.post(desk, {**hidden, "outcome": outcome, **more}).status_code


def test_a_form_sent_twice_does_not_end_the_next_step(office: Office) -> None:
    now = Office(office.demo, _now.now())
    filed = _file(now)
    _does(now, "ll-complaint", filed, "accept")
    client, desk = office.demo.client("ll-inquirer"), f"/complaints/desk/{filed.number}/"
    page = client.get(desk).content.decode()
    shown = dict(re.findall(r'<input type="hidden" name="(task)" value="([^"]*)"', page))
    assert client.post(desk, {**shown, "outcome": "found", "record": "查看了执法记录仪。"}).status_code == 302
    for stale in (shown, {}):  # the next step is the same officer's, and would take this answer
        assert client.post(desk, {**stale, "outcome": "upheld", **ANSWER}).status_code == 409
    told = followed(reader=PUBLIC, number=filed.number, code=filed.code)
    assert (told.answer, told.verdict) == ("", "")
    assert _sends(client, desk, "upheld", **ANSWER) == 302


def test_the_complaints_of_the_demonstration_play(office: Office) -> None:
    count = load_complaints(act=office.at("2026-11-20T09:00").act(), path=Path(DEMO) / "complaints.json")
    assert len(held(reader=office.reader("ll-complaint"))) == count
    assert len(outcomes(region=COUNTY)[0]) == 2
