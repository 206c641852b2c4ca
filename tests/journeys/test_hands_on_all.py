"""Gestures on every kind of matter: offered on its page, and never made by, nor for, who must keep away (回避)."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.catalogue.tests.made import WHOLE
from yimen.contexts.complaints.api import Filed, complaint
from yimen.contexts.identity.api import Reader, add_officer, appoint
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.matters.api import (
    Matter,
    NotYours,
    StepRefused,
    add_signer,
    by_ids,
    delegate,
    id_of,
    open_tasks,
    send_back,
    suspend,
    take_back,
    takers,
    terminate,
    transfer,
)
from yimen.contexts.powers.api import penalty_case
from yimen.contexts.revisions.api import revision
from yimen.sites import _now

from . import test_complaints as complaints
from . import test_penalty_cases as penalties
from . import test_revisions as revisions

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
LAW = {"ground": "当事人死亡", "basis": "《某法》第一条", "reason": "已无继续办理的必要"}


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def colleague(office: Office, login: str, like: str, role: str) -> Reader:
    """Appoints another officer to the unit of one."""
    unit = next(post.unit for post in office.reader(like).posts if post.role == role)
    act = _now.act(SYSTEM)
    account = add_officer(act=act, login=login, name="王同事", password="Yimen-demo-2026")
    appoint(act=act, account=account, unit=unit, role=role, title=f"{login}岗", valid_from=date(2026, 1, 1))
    office.demo.people[login] = {"login": login, "password": "Yimen-demo-2026"}
    return office.reader(login)


def account_of(who: Reader) -> UUID:
    assert who.account is not None
    return who.account


def complained_of(filed: Filed, *who: Reader) -> UUID:
    """Names officers as those complained about, as a finding of later would."""
    found = id_of(number=filed.number)
    key = found.hex if connection.vendor == "sqlite" else found
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE complaints_complaint SET subjects = %s WHERE matter_id = %s",
            [json.dumps([str(one.account) for one in who]), key],
        )
    return found


def step(matter: UUID, node: str = "") -> Any:
    return next(one for one in open_tasks(matter=matter) if node in ("", one.node))


def deeds(office: Office, who: Reader, matter: UUID, task: UUID, to: Reader) -> dict[str, Callable[[], Matter]]:
    act, given = office.act(who), to.account
    assert given
    until = DAY + timedelta(5)
    return {
        "transfer": lambda: transfer(act=act, reader=who, task=task, to=given),
        "delegate": lambda: delegate(
            act=act, reader=who, task=task, to=given, until=until, terms="本件", reason="出差"
        ),
        "add": lambda: add_signer(act=act, reader=who, task=task, to=given, when="before"),
        "return": lambda: send_back(act=act, reader=who, task=task, keep=True, reason="再查"),
        "suspend": lambda: suspend(
            act=act, reader=who, matter=matter, ground="等待裁判", basis="《某法》第一条", document="通知书", days=5,
            reason="等待",
        ),
        "terminate": lambda: terminate(act=act, reader=who, matter=matter, **LAW),
    }  # fmt: skip


@pytest.mark.req("PWR-018")
@pytest.mark.parametrize("deed", ["transfer", "delegate", "add", "return", "suspend", "terminate"])
def test_who_is_complained_about_makes_no_gesture_and_is_given_no_turn(office: Office, deed: str) -> None:
    filed = complaints._file(office)
    complaints._does(office, "ll-complaint", filed, "accept")
    about, other = office.reader("ll-inquirer"), colleague(office, "ll-inquirer2", "ll-inquirer", "inquirer")
    matter = complained_of(filed, about)
    task = step(matter)
    with pytest.raises(NotYours, match="回避"):
        deeds(office, about, matter, task.id, other)[deed]()
    found = by_ids(ids=[matter])[matter]
    if deed in ("transfer", "delegate", "add"):
        how: Any = "before" if deed == "add" else deed
        offered = takers(reader=other, matter=found, task=task, on=DAY, how=how)
        assert about.account not in [one.account for one in offered]
        with pytest.raises(StepRefused, match="回避"):
            deeds(office, other, matter, task.id, about)[deed]()
    complained_of(filed)
    assert deeds(office, about, matter, task.id, other)[deed]() is not None


def test_who_is_complained_about_takes_nothing_back_and_is_offered_nothing(office: Office) -> None:
    filed = complaints._file(office)
    complaints._does(office, "ll-complaint", filed, "accept")
    task = step(id_of(number=filed.number))
    complaints._does(office, "ll-inquirer", filed, "found", record="查看了执法记录仪。")
    about = office.reader("ll-inquirer")
    complained_of(filed, about)
    with pytest.raises(NotYours, match="回避"):
        take_back(act=office.act(about), reader=about, task=task.id)
    page = office.demo.client("ll-inquirer").get(f"/desk/tasks/{step(task.matter).id}/hands/transfer/")
    assert page.status_code == 403


@pytest.mark.req("PWR-018")
def test_officers_of_the_unit_that_enforced_sign_nothing_of_the_complaint(office: Office) -> None:
    filed = complaints._file(office)
    complaints._does(office, "ll-complaint", filed, "accept")
    enforcing = colleague(office, "ll-enforcer", "ll-examiner", "examiner")
    appoint(
        act=_now.act(SYSTEM), account=account_of(enforcing), unit=complaints.HIGHWAY, role="inquirer", title="督查岗",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    matter, inquirer = id_of(number=filed.number), office.reader("ll-inquirer")
    offered = takers(reader=inquirer, matter=by_ids(ids=[matter])[matter], task=step(matter), on=DAY, how="before")
    assert enforcing.account not in [one.account for one in offered]
    with pytest.raises(StepRefused, match="回避"):
        deeds(office, inquirer, matter, step(matter).id, enforcing)["add"]()


def test_an_answer_given_is_neither_taken_back_nor_returned_past(office: Office) -> None:
    filed = complaints._file(office)
    complaints._answered(office, filed)
    matter = id_of(number=filed.number)
    answered = next(
        one for one in complaint(reader=office.reader("ll-law"), number=filed.number).tasks if one.node == "answer"
    )
    who = office.reader("ll-inquirer")
    with pytest.raises(StepRefused, match="已经作出并告知"):
        take_back(act=office.act(who), reader=who, task=answered.id)
    reviewer = office.reader("ll-law")
    with pytest.raises(StepRefused, match="不能重来"):
        send_back(act=office.act(reviewer), reader=reviewer, task=step(matter).id, to="answer", reason="再写")


def test_a_complaint_is_handed_on_from_its_page_and_whoever_complained_reads_of_its_end(office: Office) -> None:
    now = Office(office.demo, _now.now())
    filed = complaints._file(now, "张三演", anonymous=False, name="张三演", contact="13812345678")
    complaints._does(now, "ll-complaint", filed, "accept")
    second = colleague(now, "ll-inquirer2", "ll-inquirer", "inquirer")
    client, url = office.demo.client("ll-inquirer"), f"/complaints/desk/{filed.number}/"
    page = unescape(client.get(url).content.decode())
    for name in ("转办", "委托", "加签", "中止办理", "终止办理"):
        assert f">{name}</a>" in page, name
    hand = f"/desk/tasks/{step(id_of(number=filed.number)).id}/hands/transfer/"
    assert hand in page
    assert client.get(hand).status_code == 200
    moved = client.post(hand, {"to": str(second.account), "reason": "请你跟进"})
    assert (moved.status_code, moved["Location"]) == (302, url)
    theirs = unescape(office.demo.client("ll-inquirer2").get(url).content.decode())
    assert "转来的" in theirs
    assert "请你跟进" in theirs
    end = f"/desk/cases/{filed.number}/matter/terminate/"
    assert client.post(end, LAW).status_code == 302
    now.follow()
    assert "投诉终止办理" in unescape(office.demo.client("张三演").get("/space/notices/").content.decode())


def test_investigators_are_given_no_step_that_judges_and_a_terminated_penalty_is_open_no_more(office: Office) -> None:
    case = penalties.told(office, reviewed=["涉及重大公共利益"])  # legal review waits
    case = by_ids(ids=[case.id])[case.id]
    task, legal, road = step(case.id), office.reader("ll-legal"), office.reader("ll-road")
    offered = [one.account for one in takers(reader=legal, matter=case, task=task, on=DAY, how="delegate")]
    assert road.account not in offered
    assert office.reader("ll-reviewer").account not in offered  # who examined the case
    with pytest.raises(StepRefused, match="回避"):
        deeds(office, legal, case.id, task.id, road)["transfer"]()
    office.does("ll-legal", case.id, "lawful")
    with pytest.raises(StepRefused, match="已经作出"):  # filing stands: who investigates was named and told
        send_back(
            act=office.act(office.reader("ll-examiner")), reader=office.reader("ll-examiner"), task=step(case.id).id,
            to="open", reason="重来",
        )  # fmt: skip
    decider = office.reader("ll-decider")
    terminate(act=office.act(decider), reader=decider, matter=case.id, **LAW)
    found = penalty_case(reader=decider, number=case.number)
    assert not found.open
    assert found.stated[-1].step == "终止办理"


def test_a_penalty_is_handed_on_from_its_page(office: Office) -> None:
    now = Office(office.demo, _now.now())
    case = penalties.opened(now)
    url = f"/powers/desk/cases/{case.number}/"
    page = unescape(office.demo.client("ll-examiner").get(url).content.decode())
    for name in ("转办", "委托", "加签"):
        assert f">{name}</a>" in page, name
    page = unescape(office.demo.client("ll-decider").get(url).content.decode())
    for name in ("中止办理", "终止办理"):
        assert f">{name}</a>" in page, name


def test_a_review_is_returned_and_ended_with_its_drafts(office: Office, demo: Demo) -> None:
    found = revisions.ready(office, demo.items[revisions.BRIDGE], promised=8)
    matter = revisions.submit(office, found)
    office.does("ll-law", matter.id, "return", "请说明根据")
    law = office.reader("ll-law")
    (reviewed,) = [one for one in revision(reader=law, id=matter.id).tasks if one.node == "legality"]
    with pytest.raises(StepRefused, match="草稿已经交给下一步"):
        take_back(act=office.act(law), reader=law, task=reviewed.id)
    office.does("ll-editor", matter.id, "resubmit")
    assert revisions.state(office, found.id) == "submitted"
    office.does("ll-law", matter.id, "agree")
    staffing = office.reader("ll-staffing")
    send_back(act=office.act(staffing), reader=staffing, task=step(matter.id).id, to="legality", reason="请再核")
    assert revisions.state(office, found.id) == "submitted"
    assert step(matter.id).node == "legality"
    government = office.reader("ll-government")
    terminate(act=office.act(government), reader=government, matter=matter.id, **LAW)
    assert revisions.state(office, found.id) == "returned"
    assert revision(reader=law, id=matter.id).matter.outcome == "终止"


def test_a_review_is_handed_on_from_its_page_and_its_writer_ends_nothing(office: Office, demo: Demo) -> None:
    now = Office(demo, _now.now())
    found = revisions.begin(now, demo.items[revisions.BRIDGE])
    content = {**demo.items[revisions.BRIDGE], **WHOLE, "promised": 8}
    matter = revisions.submit(now, revisions.save(now, found, content, first_day=now.now.date() + timedelta(30)))
    editor = now.reader("ll-editor")
    appoint(
        act=_now.act(SYSTEM), account=account_of(editor), unit=revisions.HIGHWAY, role="decider", title="兼任岗",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    both = now.reader("ll-editor")
    with pytest.raises(NotYours, match="编写过"):
        terminate(act=now.act(both), reader=both, matter=matter.id, **LAW)
    page = unescape(demo.client("ll-law").get(f"/catalogue/reviews/{matter.number}/").content.decode())
    for name in ("转办", "委托", "加签"):
        assert f">{name}</a>" in page, name
    now.does("ll-law", matter.id, "agree")
    now.does("ll-staffing", matter.id, "agree")
    page = unescape(demo.client("ll-government").get(f"/catalogue/reviews/{matter.number}/").content.decode())
    assert ">终止办理</a>" in page
