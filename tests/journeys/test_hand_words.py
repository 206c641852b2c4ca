"""What pages say after gestures: whose turn it is, that a case rests, what was not done, which days run now."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.office import Office
from yimen.contexts.identity.api import appoint
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import by_ids, id_of
from yimen.contexts.matters.kinds import kinds
from yimen.contexts.places.api import calendar
from yimen.sites.pieces import clocks, shapes
from yimen.sites.pieces.kindwords import KINDS

from . import test_hands as hands
from .test_hands import accepted, link, option, sent, step, text

pytestmark = pytest.mark.django_db
office = hands.office
TAKEN = {"ground": "申请人死亡", "basis": "《行政许可法》第七十条", "reason": "申请人已死亡"}


def light(client: Client, url: str) -> str:
    """Returns the words of the light in a page's heading."""
    found = re.search(r'<span class="light [^"]+">([^<]+)</span>', client.get(url).content.decode())
    assert found
    return unescape(found[1])


def suspended(office: Office, number: str, ground: str) -> None:
    decider = office.demo.client("ll-decider")
    url = link(decider, f"/desk/cases/{number}/", "中止办理")
    more = {"other": "等待裁判", "basis": "《某法》第一条"} if ground == "其他法定事由" else {}
    sent(decider, url, ground=ground, document="中止通知书", days="10", reason="等待结果", **more)


def test_who_did_and_waits_for_a_countersigner_reads_whom(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "加签")
    sent(examiner, url, to=option(examiner, url, "ll-second"), when="after")
    page = sent(examiner, step(examiner, number), outcome="agree")
    assert "现在等醴陵市公路局ll-second岗 王代办加签" in page
    assert "按流程往下办" not in page
    colleague = office.demo.client("ll-second")
    waiting = step(colleague, number)
    assert "撤回“审查”" not in text(colleague, waiting)
    assert "撤回“审查”" in text(examiner, f"/desk/cases/{number}/")
    assert "按流程往下办" in sent(colleague, waiting, outcome="agree")


def test_the_form_of_signing_marks_who_only_signs_before(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "加签")
    page = unescape(examiner.get(url).content.decode())
    names = re.findall(r"<option value=\"[0-9a-f-]+\"[^>]*>([^<]+)", page)
    marked = {name.split("　")[0].strip(): "只能在您之前签" in name for name in names}
    own, other = "醴陵市公路局ll-second岗", office.reader("ll-reviewer").posts[0].label
    assert (marked[own], marked[other]) == (False, True)


def test_what_a_suspension_does_is_told_as_to_come(office: Office) -> None:
    number, _ = accepted(office)
    page = text(office.demo.client("ll-decider"), f"/desk/cases/{number}/matter/suspend/")
    assert "将向申请人发出《中止办理告知书》和消息" in page
    assert "正在向申请人" not in page


def test_a_delegate_reads_who_confirms(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "委托")
    until = (office.now + timedelta(7)).date().isoformat()
    given = {
        "to": option(examiner, url, "ll-second"),
        "until": until,
        "decides": "no",
        "terms": "本件",
        "reason": "出差",
    }
    sent(examiner, url, **given)
    colleague = office.demo.client("ll-second")
    address = step(colleague, number)
    assert "收回委托" not in text(colleague, address)  # of the same post, but she has the turn
    assert "收回委托" in text(examiner, address)
    assert "交回委托人确认：醴陵市公路局路政股审查岗 陈建国" in sent(colleague, address, outcome="agree")
    waits = text(examiner, "/desk/")
    assert "委托已办，待确认" in waits
    assert "加签" not in waits
    assert "委托已办，请您确认" in text(examiner, step(examiner, number))


def test_who_asked_for_a_signature_takes_none_back_that_is_not_theirs(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "加签")
    sent(examiner, url, to=option(examiner, url, "ll-second"), when="before")
    colleague = office.demo.client("ll-second")
    assert "已交回请您加签的人：醴陵市公路局审查岗" in sent(colleague, step(colleague, number), outcome="agree")
    assert "撤回“审查”" not in text(examiner, f"/desk/cases/{number}/")
    assert "撤回“审查”" in text(colleague, f"/desk/cases/{number}/")
    told = text(examiner, f"/desk/cases/{number}/")
    assert "审查（加签意见）" in told  # as the step's own it would read as done
    assert not re.search(r"审查（加签意见）\s*（已完成）", told)
    assert "不是这一步的结果" in told
    assert "加签意见" not in text(office.demo.client("张三演"), f"/space/cases/{number}/")


@pytest.mark.parametrize(("ground", "words"), [("听证", "暂停计时（挂起）"), ("其他法定事由", "挂起，时限照常计算")])
def test_a_suspended_case_is_nowhere_as_it_should_be(office: Office, ground: str, words: str) -> None:
    number, examiner = accepted(office)
    assert light(examiner, f"/desk/cases/{number}/") == "正常"
    suspended(office, number, ground)
    assert light(examiner, f"/desk/cases/{number}/") == words
    assert light(office.demo.client("张三演"), f"/space/cases/{number}/") == words
    assert light(Client(), f"/cases/{number}/") == words
    assert light(office.demo.client("ll-supervisor"), f"/cockpit/matters/{number}/") == words
    row = next(row for row in examiner.get("/desk/").content.decode().split("<tr>") if number in row)
    assert words in row
    row = next(row for row in examiner.get("/desk/cases/").content.decode().split("<tr>") if number in row)
    assert words in row
    assert number not in examiner.get("/desk/?light=green").content.decode()
    assert number in examiner.get("/desk/?light=suspended").content.decode()
    assert "挂起" in text(examiner, "/desk/")
    decider = office.demo.client("ll-decider")
    sent(decider, link(decider, f"/desk/cases/{number}/", "恢复办理"), document="恢复通知书", reason="结束")
    assert light(examiner, f"/desk/cases/{number}/") == "正常"


def test_a_suspended_case_that_is_late_stays_red(office: Office) -> None:
    number, _ = accepted(office)
    suspended(office, number, "其他法定事由")
    (found,) = by_ids(ids=[id_of(number=number)]).values()
    assert found.due_on
    days = calendar(region=found.region)
    late = [day for day in (found.due_on + timedelta(count) for count in range(1, 15)) if days.is_working(day)][2]
    assert shapes.light(found, late) == {"colour": "red", "words": "超期 3 个工作日（挂起）"}


def test_a_step_that_the_end_of_its_case_closed_is_not_done(office: Office) -> None:
    number, examiner = accepted(office)
    decider = office.demo.client("ll-decider")
    sent(decider, link(decider, f"/desk/cases/{number}/", "终止办理"), **TAKEN)
    for client, url in (
        (examiner, f"/desk/cases/{number}/"),
        (office.demo.client("张三演"), f"/space/cases/{number}/"),
        (Client(), f"/cases/{number}/"),
    ):
        page = text(client, url)
        assert "审查 （已终止）" in page, url
        assert "审查 （已完成）" not in page, url
    assert "受理 （已完成）" in text(examiner, f"/desk/cases/{number}/")


def test_a_step_opened_again_tells_since_when_its_limit_runs(office: Office) -> None:
    number, examiner = accepted(office)
    sent(examiner, step(examiner, number), outcome="agree")
    sent(examiner, link(examiner, f"/desk/cases/{number}/", "撤回“审查”"))
    page = text(examiner, f"/desk/cases/{number}/")
    found = re.search(r"审查 （正在进行）(.+?)开始，(.+?) 撤回重办 .+?(本步的期限接着原来的算)", page)
    assert found, page
    assert "换手" not in page


@pytest.mark.parametrize(("ground", "counted"), [("听证", False), ("其他法定事由", True)])
def test_resuming_says_of_the_limits_what_the_ground_did(office: Office, ground: str, counted: bool) -> None:
    number, _ = accepted(office)
    suspended(office, number, ground)
    decider = office.demo.client("ll-decider")
    page = text(decider, link(decider, f"/desk/cases/{number}/", "恢复办理"))
    assert ("停住的天数不计入" in page) != counted
    assert ("中止的天数也计入" in page) == counted


def test_a_ground_of_law_names_its_article(office: Office) -> None:
    number, _ = accepted(office)
    decider = office.demo.client("ll-decider")
    url = link(decider, f"/desk/cases/{number}/", "中止办理")
    form = {"ground": "其他法定事由", "other": "等待裁判", "document": "通知书", "days": "10", "reason": "等待结果"}
    for basis in ("某法", "《某法》", "第三条", "《》第三条"):
        refused = decider.post(url, {**form, "basis": basis})
        assert refused.status_code == 422, basis
        assert "应写明法律和条款" in unescape(refused.content.decode())
    url = link(decider, f"/desk/cases/{number}/", "终止办理")
    assert decider.post(url, {**TAKEN, "basis": "行政许可法"}).status_code == 422
    sent(decider, url, **TAKEN)


def test_a_turn_that_stood_still_for_nobody_gives_no_days_back(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "转办")
    sent(examiner, url, to=option(examiner, url, "ll-second"))
    page = text(examiner, f"/desk/cases/{number}/")
    assert "本步的期限接着原来的算。" in page
    assert "停住的天数已补回" not in page


def test_a_return_offers_only_what_can_be(office: Office) -> None:
    number, examiner = accepted(office)
    page = unescape(examiner.get(link(examiner, step(examiner, number), "退回")).content.decode())
    assert "（上一步，只能保留已办的内容）" in page  # the acceptance stands
    assert 'value="drop"' not in page
    examiner.post(step(examiner, number), {"outcome": "agree"})
    reviewer = office.demo.client("ll-reviewer")
    page = unescape(reviewer.get(link(reviewer, step(reviewer, number), "退回")).content.decode())
    assert 'value="drop"' in page
    assert "受理（只能保留已办的内容）" in page


def test_a_window_urges_others_and_not_itself(office: Office) -> None:
    receipt = office.lodge(item=hands.ITEM)
    window, url = office.demo.client("ll-window"), f"/desk/cases/{receipt.number}/"
    assert "催办“受理”" not in text(window, url)
    office.does("ll-window", receipt.id, "accept")
    assert "催办“审查”" in text(window, url)


def test_days_are_said_as_people_read_them(office: Office) -> None:
    number, examiner = accepted(office)
    citizen = office.demo.client("张三演")
    found = re.search(r'action="([^"]+/urge/[^"]+)"', citizen.get(f"/space/cases/{number}/").content.decode())
    assert found
    sent(citizen, found[1])
    now = office.now.date()
    assert f"{now.year}年{now.month}月" in unescape(citizen.post(found[1]).content.decode())
    url = link(examiner, step(examiner, number), "委托")
    form = {"to": option(examiner, url, "ll-second"), "decides": "no", "terms": "本件", "reason": "出差"}
    refused = unescape(examiner.post(url, {**form, "until": "2020-01-01"}).content.decode())
    assert re.search(r"“委托至”应在今天\d{4}年\d{1,2}月\d{1,2}日到\d{4}年", refused)


def test_a_delegation_is_told_to_whom_it_concerns(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "委托")
    until = (office.now + timedelta(7)).date().isoformat()
    given = {"until": until, "decides": "no", "terms": "只作核对", "reason": "出差"}
    sent(examiner, url, to=option(examiner, url, "ll-second"), **given)
    colleague = office.demo.client("ll-second")
    address = step(colleague, number)
    assert "委托给您的" in text(colleague, address)
    lender = text(examiner, address)
    assert "委托给您的" not in lender
    assert "这一步已经委托出去" in lender
    for who in ("ll-decider", "ll-window"):
        other = text(office.demo.client(who), address)
        assert "委托给您的" not in other, who
        assert "委托出去" not in other, who


def test_who_takes_a_turn_over_need_not_look_for_themselves(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "转办")
    sent(examiner, url, to=option(examiner, url, "ll-second"))
    take = link(examiner, f"/desk/cases/{number}/", "接手“审查”")
    page = unescape(examiner.get(take).content.decode())
    assert "接手“审查”</h1>" in page
    assert "确认接手" in page
    assert "您不再办理" not in page
    chosen = re.findall(r'<option value="([^"]+)" selected>', page)
    assert chosen == [str(office.reader("ll-examiner").account)]
    sent(examiner, take, to=chosen[0])
    assert step(examiner, number)


def test_a_gesture_is_told_under_the_post_by_which_it_was_made(office: Office) -> None:
    number, examiner = accepted(office)
    today = office.now.date()
    who = office.reader("ll-examiner")
    first = {"unit": who.posts[0].unit, "role": "complaints", "title": "首席代表", "valid_from": today}
    appoint(act=office.act(), account=who.account, **first)  # type: ignore[arg-type]
    assert "审查岗" not in office.reader("ll-examiner").actor.label
    url = link(examiner, step(examiner, number), "加签")
    sent(examiner, url, to=option(examiner, url, "ll-second"), when="before")
    page = text(examiner, f"/desk/cases/{number}/")
    row = page[page.index("加签") :][:200]
    assert "审查岗" in page
    assert "首席代表" not in page, row


def test_changes_of_the_limits_name_the_post_that_acted(office: Office) -> None:
    number, _ = accepted(office)
    suspended(office, number, "听证")
    (found,) = by_ids(ids=[id_of(number=number)]).values()
    (entry,) = [one for one in trail(subject=found.id) if one.verb == "case.suspend"]
    other = replace(entry, actor={**entry.actor, "label": "他的另一个岗位"})  # who has several posts acts by one
    (told,) = clocks.changes([other], found)
    assert told["who"] == entry.facts["post"]


def test_every_kind_of_matter_has_its_words() -> None:
    assert set(kinds()) - {"test"} == set(KINDS)  # the tests of matters have a room of their own


def chart(client: Client, url: str) -> str:
    """Returns the flowchart of a page in words."""
    return unescape(client.get(url).content.decode()).split("<desc")[1].split("</desc>", maxsplit=1)[0]


def test_who_signs_reads_what_the_signature_does_and_who_sees_it(office: Office) -> None:
    for when, words in (("before", ("在经办人之前签", "由他定结果")), ("after", ("在经办人之后签", "这一步的结果"))):
        number, examiner = accepted(office)
        url = link(examiner, step(examiner, number), "加签")
        sent(examiner, url, to=option(examiner, url, "ll-second"), when=when)
        if when == "after":
            sent(examiner, step(examiner, number), outcome="agree")
            assert "审查（已签，等加签）" in text(examiner, f"/desk/cases/{number}/")
        second = office.demo.client("ll-second")
        page = text(second, step(second, number))
        assert all(one in page for one in (*words, "只有工作人员看得到")), when


def test_the_chart_says_who_has_a_step_that_changed_hands_by_post(office: Office) -> None:
    number, examiner = accepted(office)
    post = "醴陵市公路局ll-second岗"
    url = link(examiner, step(examiner, number), "加签")
    sent(examiner, url, to=option(examiner, url, "ll-second"), when="before")
    assert f"加签：先由{post}签署意见" in chart(examiner, f"/desk/cases/{number}/")
    second = office.demo.client("ll-second")
    sent(second, step(second, number), outcome="agree")
    assert "加签：" not in chart(examiner, f"/desk/cases/{number}/")
    url = link(examiner, step(examiner, number), "转办")
    sent(examiner, url, to=option(examiner, url, "ll-second"))
    for client, place in ((examiner, "desk/cases"), (office.demo.client("张三演"), "space/cases"), (Client(), "cases")):
        told = chart(client, f"/{place}/{number}/")
        assert f"转办：由{post}办理" in told
        assert "王代办" not in told


def test_the_chart_says_that_a_matter_is_suspended(office: Office) -> None:
    number, examiner = accepted(office)
    suspended(office, number, "听证")
    for client, place, words in (
        (examiner, "desk/cases", "已中止（听证）"),
        (office.demo.client("张三演"), "space/cases", "已中止（听证）"),
        (Client(), "cases", "已中止"),
    ):
        told = chart(client, f"/{place}/{number}/")
        assert words in told
        assert "正在办理" not in told
    assert "听证" not in chart(Client(), f"/cases/{number}/")
