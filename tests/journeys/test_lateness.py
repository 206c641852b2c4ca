"""What was late stays told: through returns, to officers, applicants, the public and supervision."""

import re
from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import filled
from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import Receipt, open_cases
from yimen.contexts.matters.api import mine, resume, send_back, steps, suspend, take_back, terminate, ways_back
from yimen.contexts.supervision.api import findings
from yimen.sites import _now

pytestmark = pytest.mark.django_db
ITEM = "超限运输车辆行驶公路的审核"
LAND, FIRE = "醴陵市自然资源局", "醴陵市消防救援大队"
JOINT = "涉路工程建设并联审批（演示）"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def page(office: Office, who: str, url: str) -> str:
    """Returns a page at the office's moment, as who sees it, "" for the public."""
    with mock.patch.object(_now, "now", return_value=office.now):
        answer = (office.demo.client(who) if who else Client()).get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return unescape(answer.content.decode())


def everyone(office: Office, number: str) -> dict[str, str]:
    """Returns the page of a case as each of its readers sees it."""
    places = {
        "ll-examiner": f"/desk/cases/{number}/",
        "张三演": f"/space/cases/{number}/",
        "": f"/cases/{number}/",
        "ll-supervisor": f"/cockpit/matters/{number}/",
    }
    return {who: page(office, who, url) for who, url in places.items()}


def drawn(html: str, name: str) -> tuple[str, str]:
    """Returns the classes of a step of the flowchart and all its words."""
    for classes, body in re.findall(r'<g class="pf-node ([^"]*)" data-node="[^"]*">(.*?)</g>', html):
        words = re.sub(r"<[^>]+>", "", body)
        if words.startswith(name):
            return classes, words
    raise AssertionError(f"{name} is not drawn")


def listed(html: str, name: str) -> str:
    """Returns what the text alternative says of a step."""
    lines = re.findall(r"<li>([^<]*)</li>", html[html.index("pf-list") :])
    return next(line for line in lines if line.startswith(f"{name}，"))


def back(office: Office, who: str, receipt: Receipt, *, to: str, keep: bool) -> None:
    reader = office.reader(who)
    task = office.task(reader, receipt.id)
    target = next(one.node for one in ways_back(task=task) if one.name == to)
    send_back(act=office.act(reader), reader=reader, task=task.id, to=target, keep=keep, reason="须重新核对材料")


def accepted(office: Office) -> Receipt:
    """Returns an accepted case, its examination open."""
    receipt = office.lodge(item=ITEM)
    office.does("ll-window", receipt.id, "accept")
    return receipt


@pytest.mark.parametrize("keep", [False, True])
def test_a_return_clears_no_lateness(office: Office, *, keep: bool) -> None:
    receipt = accepted(office)
    examined, reviewed = office.at("2026-03-09T09:00"), office.at("2026-03-12T09:00")
    examined.does("ll-examiner", receipt.id, "agree")  # due on the 5th
    before = {who: drawn(html, "审查") for who, html in everyone(examined, receipt.number).items()}
    assert all("超期 2 个工作日" in words for _, words in before.values())
    back(reviewed, "ll-reviewer", receipt, to="审查", keep=keep)
    for when in (reviewed, office.at("2026-03-13T09:00")):
        if when is not reviewed:
            when.does("ll-examiner", receipt.id, "agree")
        for who, html in everyone(when, receipt.number).items():
            for name, late in (("审查", "超期 2 个工作日"), ("审核", "超期 [12] 个工作日")):
                classes, words = drawn(html, name)
                assert "pf-late" in classes, (who, name)
                assert re.search(late, words), (who, words)
                assert re.search(late, listed(html, name))
            assert "第 1 次：超期 2 个工作日" in drawn(html, "审查")[1]
            assert "第 2 次" in drawn(html, "审查")[1]
        trail = page(when, "ll-supervisor", f"/cockpit/matters/{receipt.number}/")
        assert re.search("有步骤超期：.*审查：第 1 次：超期 2 个工作日.*审核：(第 1 次：)?超期 [12] 个工作日", trail)
        when.follow()
        told = [one.step for one in findings(reader=when.reader("ll-supervisor")) if one.rule == "步骤超时"]
        assert {"审查", "审核"} <= set(told)


def test_each_unit_is_marked_that_was_over_its_own_limit(office: Office) -> None:
    answers = {**filled.answers(office.demo.items[JOINT]), "area": "500", "wood": "no"}
    receipt = office.lodge(item=JOINT, answers=answers)
    office.does("ll-window", receipt.id, "accept")
    with mock.patch.object(_now, "now", return_value=office.now):
        due = office.task(office.reader("ll-land"), receipt.id).due_on
    assert due is not None
    office.at(f"{due}T16:00").does("ll-fire", receipt.id, "agree")
    office.at(f"{due + timedelta(1)}T09:00").does("ll-land", receipt.id, "agree")
    later = office.at(f"{due + timedelta(3)}T09:00")
    for who, html in everyone(later, receipt.number).items():
        rows = [row for row in re.findall("<tr>(.*?)</tr>", html, re.S) if "最迟" in row]
        land, fire = (next((row for row in rows if name in row), "") for name in (LAND, FIRE))
        if who != "ll-supervisor":  # the trail shows the flowchart alone
            assert "light red" in land, who
            assert land.count("超期 1 ") == 2, who
            assert "超期" not in fire
        classes, words = drawn(html, "并联审查")
        assert "pf-late" in classes
        assert re.search("▲ ?醴陵市自然资源局[^▲]*超期 1 ", words), words
        assert words.count("▲") == 1
        assert re.search("醴陵市自然资源局[^；]*超期 1 ", listed(html, "并联审查"))


def test_a_unit_reads_of_its_own_earlier_lateness_alone(office: Office) -> None:
    answers = {**filled.answers(office.demo.items[JOINT]), "area": "500", "wood": "no"}
    receipt = office.lodge(item=JOINT, answers=answers)
    office.does("ll-window", receipt.id, "accept")
    with mock.patch.object(_now, "now", return_value=office.now):
        due = office.task(office.reader("ll-land"), receipt.id).due_on
    assert due is not None
    late = office.at(f"{due + timedelta(1)}T09:00")
    late.does("ll-land", receipt.id, "agree")
    assert receipt.number in page(late, "ll-fire", "/desk/")
    assert "前次超期" not in page(late, "ll-fire", "/desk/")
    late.does("ll-fire", receipt.id, "more", "补消防车道图")
    late.does("ll-examiner", receipt.id, "correct")
    late.does("ll-window", receipt.id, "submit", "已补", answers={"area": "500"})
    assert "前次超期" in page(late, "ll-fire", "/desk/")


def test_a_step_over_its_limit_is_told_in_one_wording_and_found_by_it(office: Office) -> None:
    receipt = accepted(office)
    later = office.at("2026-03-06T09:00")
    work = page(later, "ll-examiner", "/desk/")
    own = next(row for row in re.findall("<tr>(.*?)</tr>", work, re.S) if receipt.number in row)
    url = re.search(r'href="(/desk/tasks/[^"]+)"', own)
    assert url
    for html in (own, page(later, "ll-examiner", url[1])):
        assert re.search('light red">本步超期 1 个工作日<.*>全件正常<', html, re.S)
    assert receipt.number in page(later, "ll-examiner", "/desk/?light=step")
    assert receipt.number not in page(later, "ll-examiner", "/desk/?light=green")
    assert ">正常 " not in work
    again = office.at("2026-03-09T09:00")
    again.does("ll-examiner", receipt.id, "agree")
    back(again, "ll-reviewer", receipt, to="审查", keep=False)
    assert "前次超期" in page(again, "ll-examiner", "/desk/")


def test_the_list_of_what_waits_asks_no_more_for_many_late_steps(office: Office) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page(office.at("2026-03-06T09:00"), "ll-examiner", "/desk/")
        return len(found)

    accepted(office)
    once = asked()
    for _ in range(2):
        accepted(office)
    assert asked() == once


def test_what_is_called_a_step_is_the_step(office: Office) -> None:
    receipt = accepted(office)
    office.does("ll-examiner", receipt.id, "agree")
    for who, url in (("张三演", f"/space/cases/{receipt.number}/"), ("", f"/cases/{receipt.number}/")):
        assert re.search(r"当前环节</dt><dd[^>]*>\s*审核\b", page(office, who, url)), url
    assert "当前环节：审核" in page(office, "张三演", "/space/")
    desk = page(office, "ll-reviewer", "/desk/")
    assert re.search(r'step=[^"]*"[^>]*>审核 ', desk)
    assert receipt.number in page(office, "ll-reviewer", "/desk/?step=审核")
    assert receipt.number not in page(office, "ll-reviewer", "/desk/?step=审查")
    rows = re.findall("<tr>(.*?)</tr>", page(office, "ll-examiner", "/desk/cases/"), re.S)
    assert any(receipt.number in row and 'data-label="环节">审核<' in row for row in rows)


def test_what_was_urged_today_is_told_instead_of_offered(office: Office) -> None:
    receipt = accepted(office)
    url = f"/space/cases/{receipt.number}/"
    link = re.search(r'action="([^"]*/urge/[^"]+)"', page(office, "张三演", url))
    assert link
    with mock.patch.object(_now, "now", return_value=office.now):
        office.demo.client("张三演").post(link[1])
    html = page(office, "张三演", url)
    assert "“审查”今天已催办" in html
    assert link[1] not in html
    assert link[1] in page(office.at("2026-03-03T09:00"), "张三演", url)


def test_a_suspended_case_begins_no_special_procedure_and_says_why(office: Office) -> None:
    receipt = accepted(office)
    url = f"/desk/cases/{receipt.number}/"
    assert ">开始特别程序</button>" in page(office, "ll-examiner", url)
    reader = office.reader("ll-decider")
    suspend(
        act=office.act(reader),
        reader=reader,
        matter=receipt.id,
        ground="等待法院裁判",
        basis="《行政许可法》第七十条",
        document="中止通知",
        days=5,
        reason="须等待裁判",
    )
    html = page(office, "ll-examiner", url)
    assert ">开始特别程序</button>" not in html
    assert "恢复办理以后才能开始特别程序" in html


def test_an_ended_case_is_not_offered_to_a_project(office: Office) -> None:
    receipt = accepted(office)
    citizen, reader = office.reader("张三演"), office.reader("ll-decider")
    assert receipt.number in [one.number for one in open_cases(reader=citizen, matters=mine(reader=citizen))]
    terminate(
        act=office.act(reader),
        reader=reader,
        matter=receipt.id,
        ground="申请人死亡",
        basis="《行政许可法》第七十条",
        reason="申请人死亡",
    )
    assert receipt.number not in [one.number for one in open_cases(reader=citizen, matters=mine(reader=citizen))]


def test_where_only_keeping_is_possible_no_other_choice_is_advised(office: Office) -> None:
    receipt = accepted(office)
    task = office.task(office.reader("ll-examiner"), receipt.id)
    html = page(office, "ll-examiner", f"/desk/tasks/{task.id}/hands/return/")
    assert "只能保留已办的内容" in html
    assert "请改选" not in html


@pytest.mark.parametrize(
    "ground", ["听证", "等待法院裁判"]
)  # one that stops the limits of law, one that stops steps alone
def test_what_is_late_grows_no_later_while_its_matter_stands_still(office: Office, ground: str) -> None:
    receipt = accepted(office)  # the examination is due on the 5th
    halted, later, resumed = (office.at(f"2026-03-{day}T09:00") for day in ("10", "11", "12"))
    reader = office.reader("ll-decider")
    own = {"reader": reader, "matter": receipt.id, "document": "中止通知", "reason": "须等待"}
    basis = "《行政许可法》第七十条"
    suspend(act=halted.act(reader), ground=ground, basis=basis, days=5, **own)  # type: ignore[arg-type]
    for who, html in everyone(later, receipt.number).items():
        assert "超期 2 个工作日" in drawn(html, "审查")[1], who
        assert "中止期间不再增加" in drawn(html, "审查")[1], who
        assert listed(html, "审查").count("时限 3 个工作日") == 1, who
    task = office.task(office.reader("ll-examiner"), receipt.id)
    for url in ("/desk/", f"/desk/tasks/{task.id}/", "/desk/cases/", f"/desk/cases/{receipt.number}/"):
        html = page(later, "ll-examiner", url)
        rows = re.findall("<tr>(.*?)</tr>", html, re.S)
        told = next((row for row in rows if receipt.number in row), html) if url.endswith(("desk/", "cases/")) else html
        assert "超期 2 个工作日" in told, url
        assert not re.search("步?(已超过|超期) [13-9][0-9]? 个工作日", told), url
    assert "本步已超过 2 个工作日" in page(later, "张三演", f"/space/cases/{receipt.number}/")
    resume(act=resumed.act(reader), **own)  # type: ignore[arg-type]
    html = page(office.at("2026-03-12T10:00"), "ll-examiner", f"/desk/tasks/{task.id}/")
    assert "本步超期 3 个工作日" in html  # 6, 9 and 12 March
    office.at("2026-03-13T09:00").does("ll-examiner", receipt.id, "agree")
    shown = page(office.at("2026-03-16T09:00"), "ll-examiner", f"/desk/cases/{receipt.number}/")
    assert "超期 4 个工作日" in drawn(shown, "审查")[1]


def test_lists_and_heads_of_matters_mark_a_late_step(office: Office) -> None:
    receipt = accepted(office)
    later = office.at("2026-03-06T09:00")
    rows = re.findall("<tr>(.*?)</tr>", page(later, "ll-examiner", "/desk/cases/"), re.S)
    row = next(row for row in rows if receipt.number in row)
    assert re.search('light red">“审查”超期 1 个工作日<.*>全件正常<', row, re.S)
    head = page(later, "ll-reviewer", f"/desk/cases/{receipt.number}/").split("</header>")
    assert any("“审查”超期 1 个工作日" in part and "全件正常" in part for part in head)


def test_results_and_powers_tell_a_delay_as_every_list_does(office: Office) -> None:
    receipt = accepted(office)
    days = "2026-03-11", "2026-03-13", "2026-03-16"  # its promised last day, a Friday and a Monday after it
    power = f"/powers/power/{office.demo.items[ITEM]['code']}/"
    last, friday, monday = (office.at(f"{day}T09:00") for day in days)
    assert "超期" not in page(last, "", power).split("最近的办件")[1]
    assert "超期 2 个工作日" in page(friday, "", power)
    for who, outcome in (("ll-examiner", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant")):
        monday.does(who, receipt.id, outcome)
    monday.follow()
    weekend = office.at("2026-04-04T09:00")  # a Saturday, after the ten working days in which it is to be delivered
    html = page(weekend, "", f"/results/{receipt.number}/")
    rows = re.findall("<tr>(.*?)</tr>", html, re.S)
    for name, over in (("承诺时限（办理）", 3), ("法定时限（送达）", 4), ("审查岗", 7)):
        assert f"超期 {over} 个工作日" in next(row for row in rows if name in row), name
    assert "超期 4 个工作日" in html.split("</header>")[1], "the light at the head"
    assert not re.search(r"超期 \d+ 天|超时", html)


def test_the_chart_and_the_course_tell_the_same_rounds(office: Office) -> None:
    """A turn taken back and a return that drops what was done each end a round that nobody finished."""
    receipt = accepted(office)
    office.at("2026-03-03T09:00").does("ll-examiner", receipt.id, "agree")
    undone, examiner = office.at("2026-03-03T10:00"), office.reader("ll-examiner")
    (mine_,) = (one for one in steps(matter=receipt.id) if one.node == "examine")
    take_back(act=undone.act(examiner), reader=examiner, task=mine_.id, reason="意见有误")
    office.at("2026-03-04T10:00").does("ll-examiner", receipt.id, "agree")
    office.at("2026-03-05T10:00").does("ll-reviewer", receipt.id, "agree")
    back(office.at("2026-03-06T10:00"), "ll-decider", receipt, to="审查", keep=False)
    last = office.at("2026-03-06T11:00")
    for who, outcome in (("ll-examiner", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant")):
        last.does(who, receipt.id, outcome)
    last.follow()
    html = page(last, "", f"/results/{receipt.number}/")
    rows = re.findall("<tr>(.*?)</tr>", html.split("办理过程：")[-1].split("</table>")[0], re.S)
    cells = [
        [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall("<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
        for row in rows
    ]
    course = [(row[0], row[3], row[4]) for row in cells if row[0] != "步骤"]
    assert course == [
        ("受理", "2026年3月2日", "0 个工作日"),
        ("审查（第 1 次）", "2026年3月4日", "2 个工作日"),
        ("审核（第 1 次）", "2026年3月3日（随上一步撤回）", "0 个工作日"),
        ("审核（第 2 次）", "2026年3月5日", "1 个工作日"),
        ("决定（第 1 次）", "2026年3月6日（退回）", "1 个工作日"),
        ("审查（第 2 次）", "2026年3月6日", "0 个工作日"),
        ("审核（第 3 次）", "2026年3月6日", "0 个工作日"),
        ("决定（第 2 次）", "2026年3月6日", "0 个工作日"),
        ("送达", "正在办理", "0 个工作日"),
    ]
    assert next(row[1] for row in cells if row[0] == "审核（第 1 次）") == "审核岗"  # who took back is no reviewer
    for reader, shown in everyone(last, receipt.number).items():
        assert "第 1 次：当天结束（随上一步撤回）；第 2 次：用了 1 个工作日" in listed(shown, "审核"), reader
        assert "第 3 次：3月6日，当天办完" in listed(shown, "审核"), reader
        assert "第 1 次：用了 1 个工作日（退回）" in listed(shown, "决定"), reader
