"""What pages say after gestures: whose turn it is, that a case rests, what was not done, which days run now."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.office import Office
from yimen.contexts.matters.api import id_of
from yimen.sites.pieces import shapes

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
    assert "交回委托人确认：醴陵市公路局审查岗" in sent(colleague, step(colleague, number), outcome="agree")


def test_who_asked_for_a_signature_takes_none_back_that_is_not_theirs(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "加签")
    sent(examiner, url, to=option(examiner, url, "ll-second"), when="before")
    colleague = office.demo.client("ll-second")
    assert "已交回请您加签的人：醴陵市公路局审查岗" in sent(colleague, step(colleague, number), outcome="agree")
    assert "撤回“审查”" not in text(examiner, f"/desk/cases/{number}/")
    assert "撤回“审查”" in text(colleague, f"/desk/cases/{number}/")


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
    from yimen.contexts.matters.api import by_ids

    number, _ = accepted(office)
    suspended(office, number, "其他法定事由")
    (found,) = by_ids(ids=[id_of(number=number)]).values()
    assert found.due_on
    assert shapes.light(found, found.due_on + timedelta(3)) == {"colour": "red", "words": "超期 3 天（挂起）"}


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
