"""Gestures on the pages: each form says what will happen, refuses by field, does it, and everyone reads it in words."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from html import unescape
from unittest import mock

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office
from tests.picking import ticked
from yimen.contexts.cases.api import case, hand_in
from yimen.contexts.identity.api import add_officer, appoint, end_post
from yimen.contexts.journal.api import SYSTEM, trail
from yimen.contexts.matters.api import NotYours, StepGone, StepRefused, add_signer, delegate, id_of, progress, transfer
from yimen.kernel.clock import CHINA, local_date
from yimen.sites import _now

pytestmark = pytest.mark.django_db
ITEM, COSIGNED = "超限运输车辆行驶公路的审核", "企业住所登记（一址多照）"
BUREAU = "11430281MB990011XC"


@pytest.fixture
def office(demo: Demo) -> Office:
    act, login = _now.act(SYSTEM), "ll-second"
    account = add_officer(act=act, login=login, name="王代办", password="Yimen-demo-2026")
    title = f"醴陵市公路局{login}岗"
    appoint(act=act, account=account, unit=BUREAU, role="examiner", title=title, valid_from=date(2026, 1, 1))
    demo.people[login] = {"login": login, "password": "Yimen-demo-2026"}
    return Office(demo, _now.now())


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def step(client: Client, number: str) -> str:
    """Returns the address of the reader's open step of a case, from the worklist."""
    page = client.get("/desk/").content.decode()
    rows = [row for row in page.split("<tr>") if number in row and "/desk/tasks/" in row]
    assert rows, f"nothing waits of {number}"
    found = re.search(r'href="(/desk/tasks/[0-9a-f-]+/)"', rows[0])
    assert found
    return found[1]


def link(client: Client, url: str, label: str) -> str:
    """Returns the address of a gesture that a page offers."""
    found = re.search(rf'href="([^"]+)">{label}', client.get(url).content.decode())
    assert found, f"{url} does not offer {label}"
    return found[1]


def option(client: Client, url: str, words: str) -> str:
    found = re.search(rf'<option value="([^"]+)"[^>]*>[^<]*{words}', client.get(url).content.decode())
    assert found, f"{url} has no choice of {words}"
    return found[1]


def sent(client: Client, url: str, **form: object) -> str:
    answer = client.post(url, form, follow=True)
    assert answer.status_code == 200, unescape(answer.content.decode())
    return unescape(answer.content.decode())


def accepted(office: Office, item: str = ITEM) -> tuple[str, Client]:
    """Lodges and accepts a case; returns its number and the examiner."""
    receipt = office.lodge(item=item)
    office.does("ll-window", receipt.id, "accept")
    return receipt.number, office.demo.client("ll-examiner")


def verbs(number: str) -> list[str]:
    return [one.verb for one in trail(subject=id_of(number=number))]


def test_a_transfer_goes_to_a_colleague_who_sees_from_whom(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "转办")
    assert "您不再办理" in text(examiner, url)
    refused = examiner.post(url, {"to": ""})
    assert refused.status_code == 422
    assert "没有选择“转给谁”" in unescape(refused.content.decode())
    sent(examiner, url, to=option(examiner, url, "ll-second"), reason="请你跟进")
    colleague = office.demo.client("ll-second")
    page = text(colleague, step(colleague, number))
    assert "转来的" in page
    assert "请你跟进" in page
    assert "转来" in text(colleague, "/desk/")
    assert "ll-second岗办理" in text(examiner, f"/desk/cases/{number}/")
    colleague.post(step(colleague, number), {"outcome": "agree"})
    assert "审核" in text(office.demo.client("ll-reviewer"), "/desk/")


@pytest.mark.req("PRC-022")
def test_a_decision_by_a_delegate_says_so_in_the_trail_and_on_the_paper(office: Office) -> None:
    number, examiner = accepted(office)
    examiner.post(step(examiner, number), {"outcome": "agree"})
    reviewer = office.demo.client("ll-reviewer")
    reviewer.post(step(reviewer, number), {"outcome": "agree"})
    decider = office.demo.client("ll-decider")
    url = link(decider, step(decider, number), "委托")
    far = local_date(office.now) + timedelta(90)
    form = {
        "to": option(decider, url, "醴陵市公路局副局长　瞿立成"),
        "decides": "yes",
        "terms": "仅限本件，不含不予许可",
        "reason": "出差",
    }
    refused = decider.post(url, {**form, "until": far.isoformat()})
    assert refused.status_code == 422
    assert "最长 30 天" in unescape(refused.content.decode())
    until = local_date(office.now) + timedelta(7)
    sent(decider, url, **form, until=until.isoformat())
    deputy = office.demo.client("ll-deputy")
    page = text(deputy, step(deputy, number))
    assert "仅限本件，不含不予许可" in page
    assert "不能再转交他人" in page
    url = step(deputy, number)
    assert "recall" not in deputy.get(url).content.decode()
    refused = deputy.post(f"{url}hands/recall/", {"reason": "不想办"})
    assert refused.status_code == 403
    assert "请自己办理" in unescape(refused.content.decode())
    deputy.post(url, {"outcome": "grant", **ticked(deputy, url, "grant")})
    granted = next(one for one in trail(subject=id_of(number=number)) if one.verb == "case.grant")
    assert granted.facts["authority"] == "醴陵市公路局首席代表"
    assert granted.facts["terms"] == "仅限本件，不含不予许可"
    office.follow()
    assert "受醴陵市公路局首席代表委托" in text(decider, f"/desk/cases/{number}/")
    import json

    from yimen.contexts.cases.models import PaperRow
    from yimen.contexts.identity.api import open_text

    paper = PaperRow.objects.get(case_id=id_of(number=number), kind="grant")
    assert "受醴陵市公路局首席代表委托作出" in json.loads(open_text(paper.values, purpose="paper"))["entrusted"]


@pytest.mark.req("PRC-022")
def test_a_delegation_lapses_after_its_last_day_and_the_decision_is_the_deciders_again(office: Office) -> None:
    number, examiner = accepted(office)
    examiner.post(step(examiner, number), {"outcome": "agree"})
    reviewer = office.demo.client("ll-reviewer")
    reviewer.post(step(reviewer, number), {"outcome": "agree"})
    decider, deputy = office.demo.client("ll-decider"), office.demo.client("ll-deputy")
    url, until = link(decider, step(decider, number), "委托"), local_date(office.now) + timedelta(3)
    form = {"to": option(decider, url, "副局长"), "decides": "yes", "terms": "仅限本件", "reason": "出差"}
    sent(decider, url, **form, until=until.isoformat())
    assert number not in decider.get("/desk/").content.decode()
    last = datetime.combine(until, time(23), CHINA)
    with mock.patch.object(_now, "now", return_value=last):
        replace(office, now=last).passes()
        waiting = step(deputy, number)
    with mock.patch.object(_now, "now", return_value=last + timedelta(hours=2)):
        late = deputy.post(waiting, {"outcome": "grant", **ticked(deputy, waiting, "grant")})
        assert late.status_code == 409
        assert "收回委托" in unescape(late.content.decode())
        assert number not in deputy.get("/desk/").content.decode()
        assert "委托已收回" in text(decider, step(decider, number))
    assert verbs(number)[-1] == "case.recall"


@pytest.mark.req("PWR-007")
def test_a_return_is_told_to_the_office_and_the_public_without_names(office: Office) -> None:
    number, examiner = accepted(office)
    examiner.post(step(examiner, number), {"outcome": "agree"})
    reviewer = office.demo.client("ll-reviewer")
    url = link(reviewer, step(reviewer, number), "退回")
    reads = text(reviewer, url)
    assert re.search("只能保留已办的内容：“[^”]+”已经作出“[^”]+”并已告知，不能重来。", reads)
    assert "请改选" not in reads
    sent(reviewer, url, to="examine", keep="drop", reason="漏看了轴载")
    assert "漏看了轴载" in text(examiner, step(examiner, number))
    public = text(Client(), f"/cases/{number}/")
    assert "“审核”退回到“审查”重新办理。" in public
    assert "漏看" not in public
    citizen = text(office.demo.client("张三演"), f"/space/cases/{number}/")
    assert "退回到“审查”" in citizen
    assert "漏看" not in citizen
    assert verbs(number).count("case.return") == 1


def test_what_was_done_is_taken_back_from_the_case(office: Office) -> None:
    number, examiner = accepted(office)
    examiner.post(step(examiner, number), {"outcome": "agree"})
    url = link(examiner, f"/desk/cases/{number}/", "撤回“审查”")
    sent(examiner, url, reason="选错了")
    assert "撤回重办" in text(examiner, "/desk/")
    assert "撤回“审查”的办理结果“建议准予”" in text(examiner, f"/desk/cases/{number}/")


def test_an_added_signer_signs_first_and_the_applicant_does_not_read_it(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "加签")
    sent(examiner, url, to=option(examiner, url, "ll-second"), when="before", reason="请看桥梁")
    colleague = office.demo.client("ll-second")
    assert "加签" in text(colleague, "/desk/")
    colleague.post(step(colleague, number), {"outcome": "agree", "opinion": "桥梁内部意见"})
    assert "加签已办" in text(examiner, "/desk/")
    assert [name for _, name, *_ in progress(number=number).steps].count("审查") == 1  # nor the public that he signed
    assert "桥梁内部意见" in text(examiner, f"/desk/cases/{number}/")
    assert "桥梁内部意见" not in text(office.demo.client("张三演"), f"/space/cases/{number}/")


def test_the_applicant_urges_and_the_holder_sees_it(office: Office) -> None:
    number, examiner = accepted(office)
    citizen = office.demo.client("张三演")
    found = re.search(r'action="([^"]+/urge/[^"]+)"', citizen.get(f"/space/cases/{number}/").content.decode())
    assert found
    assert "已催办" in sent(citizen, found[1])
    again = citizen.post(found[1])
    assert again.status_code == 422
    assert "隔天再催" in unescape(again.content.decode())
    assert "申请人催办，共 1 次" in text(examiner, "/desk/")
    supervisor = office.demo.client("ll-supervisor")
    page = supervisor.get(f"/cockpit/matters/{number}/").content.decode()
    for _ in range(2):
        sent(supervisor, re.findall(r'action="([^"]+/urge/[^"]+)"', page)[0])
    office.follow()
    assert "多次催办未办" in text(supervisor, "/cockpit/findings/")


def test_a_suspended_case_rests_and_goes_on_and_a_terminated_one_ends(office: Office) -> None:
    number, examiner = accepted(office)
    decider = office.demo.client("ll-decider")
    url = link(decider, f"/desk/cases/{number}/", "中止办理")
    refused = decider.post(url, {"ground": "其他法定事由", "days": "十"})
    page = unescape(refused.content.decode())
    assert refused.status_code == 422
    for words in ("须写明“其他事由的名称”", "应只填数字", "没有填写“依据的文书”"):
        assert words in page
    form = {
        "other": "等待裁判",
        "basis": "《某法》第一条",
        "document": "中止通知书",
        "days": "10",
        "reason": "等待法院裁判",
    }
    sent(decider, url, ground="其他法定事由", **form)
    assert "时限仍在计算" in text(examiner, f"/desk/cases/{number}/")
    assert "本件依法中止办理" in text(Client(), f"/cases/{number}/")
    office.follow()
    citizen = office.demo.client("张三演")
    assert "等待裁判" in text(citizen, f"/space/cases/{number}/")
    assert "中止办理告知书" in text(citizen, f"/space/cases/{number}/")
    assert "中止办理" in text(citizen, "/space/notices/")
    sent(decider, link(decider, f"/desk/cases/{number}/", "恢复办理"), document="恢复通知书", reason="裁判已生效")
    url = link(decider, f"/desk/cases/{number}/", "终止办理")
    sent(decider, url, ground="申请人死亡", basis="《行政许可法》第七十条", reason="申请人已死亡")
    office.follow()
    page = text(citizen, f"/space/cases/{number}/")
    assert "已终止" in page
    assert "终止办理告知书" in page
    assert "本件依法终止办理" in text(Client(), f"/cases/{number}/")


def test_a_demonstration_item_is_signed_by_those_whom_the_examiner_names(office: Office) -> None:
    number = _registered(office)
    examiner = office.demo.client("al-examiner")
    url = step(examiner, number)
    people = re.findall(r'name="list_cosigners" value="([^"]+)"', examiner.get(url).content.decode())
    assert len(people) >= 3
    outcome = re.findall(r'name="outcome" value="([^"]+)"', examiner.get(url).content.decode())[0]
    refused = examiner.post(url, {"outcome": outcome, "opinion": "同意"})
    assert refused.status_code == 422
    assert "请先选定会签的单位或人员" in unescape(refused.content.decode())
    examiner.post(url, {"outcome": outcome, "opinion": "同意", "list_cosigners": people[:3]})
    signed = 0
    for login in ("al-window", "al-examiner", "al-reviewer", "al-decider", "al-issuer"):
        client = office.demo.client(login)
        page = client.get("/desk/").content.decode()
        if number in page and "会签" in page and signed < 2:
            client.post(step(client, number), {"outcome": "agree"})
            signed += 1
    assert signed == 2
    assert "核准" in text(office.demo.client("al-decider"), "/desk/")


def _registered(office: Office) -> str:
    receipt = office.lodge(item=COSIGNED, uscc=office.reader("张三演").mandates[0].uscc)
    office.does("al-window", receipt.id, "accept")
    return receipt.number


def test_a_step_of_somebody_who_left_is_taken_over_from_the_case(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "转办")
    sent(examiner, url, to=option(examiner, url, "ll-second"), reason="请你办")
    assert number not in examiner.get("/desk/").content.decode()
    url = link(examiner, f"/desk/cases/{number}/", "接手“审查”")
    sent(examiner, url, to=option(examiner, url, "审查岗　陈建国"), reason="同事离岗")
    examiner.post(step(examiner, number), {"outcome": "agree"})
    assert number in office.demo.client("ll-reviewer").get("/desk/").content.decode()


def test_others_are_kept_from_the_forms(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "转办")
    for login in ("ll-reviewer", "cy-examiner"):
        other = office.demo.client(login)
        assert other.get(url).status_code in {403, 404}
        assert other.post(url, {"to": str(examiner.session["_auth_user_id"]), "reason": ""}).status_code in {403, 404}
    assert Client().get(url).status_code == 302
    assert examiner.get(url.replace("transfer", "vanish")).status_code == 404


def test_a_flowchart_shows_nothing_as_done_that_a_return_had_forgotten(office: Office) -> None:
    number, examiner = accepted(office)
    matter = id_of(number=number)
    office.does("ll-examiner", matter, "agree")
    office.does("ll-reviewer", matter, "agree")
    readers = [(examiner, "/desk"), (Client(), ""), (office.demo.client("张三演"), "/space")]
    assert [done(client, f"{place}/cases/{number}/") for client, place in readers] == [3, 3, 3]
    decider = office.demo.client("ll-decider")
    url = link(decider, step(decider, number), "退回")
    sent(decider, url, to=option(decider, url, "审查"), reason="须重新审查")
    assert [done(client, f"{place}/cases/{number}/") for client, place in readers] == [1, 1, 1]
    overseer = office.demo.client("ll-supervisor")
    assert done(overseer, f"/cockpit/matters/{number}/") == 1


def drawn(client: Client, url: str) -> dict[str, tuple[str, str]]:
    """Returns each step of a page's flowchart: by its name its classes and all its words."""
    found = re.findall(r'<g class="pf-node ([^"]*)" data-node="[^"]*">(.*?)</g>', client.get(url).content.decode())
    return {
        re.search(r'class="pf-name"[^>]*>([^<]*)', body)[1]: (classes, re.sub(r"<[^>]+>", "|", body))  # type: ignore[index]
        for classes, body in found
    }


def test_a_step_behind_one_that_a_loop_opened_again_is_not_drawn_as_done(office: Office) -> None:
    number, examiner = accepted(office)
    matter = id_of(number=number)
    office.does("ll-examiner", matter, "agree")
    office.does("ll-reviewer", matter, "return", "须重审")
    for client, place in ((examiner, "/desk"), (Client(), ""), (office.demo.client("张三演"), "/space")):
        steps = drawn(client, f"{place}/cases/{number}/")
        assert "pf-now" in steps["审查"][0]
        assert "pf-done" not in steps["审核"][0]
        assert "pf-done" in steps["受理"][0]


def test_a_terminated_case_draws_its_open_step_as_not_done_and_says_so(office: Office) -> None:
    number, examiner = accepted(office)
    office.does("ll-examiner", id_of(number=number), "agree")
    decider = office.demo.client("ll-decider")
    url = link(decider, f"/desk/cases/{number}/", "终止办理")
    sent(decider, url, ground="申请人死亡", basis="《行政许可法》第七十条", reason="申请人已死亡")
    for client, place in ((examiner, "/desk"), (Client(), ""), (office.demo.client("张三演"), "/space")):
        steps = drawn(client, f"{place}/cases/{number}/")
        assert "pf-done" in steps["审查"][0]
        assert "pf-shut" in steps["审核"][0]
        assert "未办，随流程结束" in steps["审核"][1]
        assert "本件已终止" in steps["办结"][1]
        page = text(client, f"{place}/cases/{number}/")
        assert "本件已终止，停在“审核”" in page


def test_the_chart_counts_the_days_of_each_step_and_says_what_is_late(office: Office) -> None:
    number, examiner = accepted(office)
    url = f"/desk/cases/{number}/"
    assert "今天开始，共 3 个工作日" in text(examiner, url)
    later = Office(office.demo, office.now + timedelta(14))
    with mock.patch("yimen.sites._now.now", return_value=later.now):
        steps = drawn(later.demo.client("ll-examiner"), url)
    assert "pf-late" in steps["审查"][0]
    assert re.search(r"超期 [678] 个工作日", steps["审查"][1].replace("|", ""))
    assert "当天办完" in steps["受理"][1]


def done(client: Client, url: str) -> int:
    """Returns how many steps a page's flowchart shows as done."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode().count('pf-step pf-done"')


def test_a_terminated_case_asks_for_nothing_more(office: Office) -> None:
    receipt = office.lodge(item=ITEM)
    office.does("ll-window", receipt.id, "correct", explained=["身份证"])
    citizen, decider = office.demo.client("张三演"), office.demo.client("ll-decider")
    assert "身份证" in text(citizen, f"/space/cases/{receipt.number}/")
    url = link(decider, f"/desk/cases/{receipt.number}/", "终止办理")
    sent(decider, url, ground="申请人死亡", basis="《行政许可法》第七十条", reason="申请人已死亡")
    found = case(reader=office.reader("张三演"), number=receipt.number)
    assert not found.matter.open
    assert found.missing == ()
    who = office.reader("张三演")
    with pytest.raises(StepGone):
        hand_in(act=office.act(who), reader=who, number=receipt.number, uploads=())
    office.follow()
    assert "请补正" not in text(citizen, f"/space/cases/{receipt.number}/")


def test_whoever_reviews_or_decides_is_not_given_the_examination(office: Office) -> None:
    number, examiner = accepted(office)
    for label in ("转办", "委托"):
        page = unescape(examiner.get(link(examiner, step(examiner, number), label)).content.decode())
        assert "ll-second" in page
        assert not re.search(r"<option[^>]*>[^<]*(首席代表|审核岗|副局长)", page), label
    who = office.reader("ll-examiner")
    turn, to = office.task(who, id_of(number=number)), office.reader("ll-decider").account
    assert to is not None
    with pytest.raises(StepRefused, match="审查、审核、决定由不同的人办理"):
        delegate(
            act=office.act(who), reader=who, task=turn.id, to=to, until=local_date(office.now), terms="仅限本件",
            reason="出差", decides=True,
        )  # fmt: skip
    with pytest.raises(StepRefused, match="审查、审核、决定由不同的人办理"):
        add_signer(act=office.act(who), reader=who, task=turn.id, to=to, when="after")
    url = link(examiner, step(examiner, number), "加签")
    sent(examiner, url, to=option(examiner, url, "首席代表"), when="before")  # an opinion of a leader is no examination
    for login, outcome in (("ll-decider", "agree"), ("ll-examiner", "agree"), ("ll-reviewer", "agree")):
        office.does(login, id_of(number=number), outcome)
    assert office.does("ll-decider", id_of(number=number), "grant").outcome == "准予"


def test_who_examined_for_another_does_not_decide_with_a_new_post(office: Office) -> None:
    number, examiner = accepted(office)
    url = link(examiner, step(examiner, number), "转办")
    sent(examiner, url, to=option(examiner, url, "ll-second"))
    office.does("ll-second", id_of(number=number), "agree")
    office.does("ll-reviewer", id_of(number=number), "agree")
    second = office.reader("ll-second").account
    assert second is not None
    act = _now.act(SYSTEM)
    end_post(act=act, account=second, unit=BUREAU, role="examiner", last_day=local_date(office.now) - timedelta(1))
    title = "醴陵市公路局新任首席代表"
    appoint(act=act, account=second, unit=BUREAU, role="decider", title=title, valid_from=date(2026, 1, 1))
    with pytest.raises(NotYours, match="“审查”是您办的"):
        office.does("ll-second", id_of(number=number), "grant")
    assert office.does("ll-deputy", id_of(number=number), "grant").outcome == "准予"


def test_who_examined_by_post_does_not_decide_with_a_second_post_or_for_another(office: Office) -> None:
    number, _ = accepted(office)
    matter = id_of(number=number)
    office.does("ll-second", matter, "agree")  # the step had opened for every examiner
    office.does("ll-reviewer", matter, "agree")
    second = office.reader("ll-second").account
    assert second is not None
    title, today = "醴陵市公路局新任首席代表", local_date(office.now)
    decider = office.demo.client("ll-decider")
    url = link(decider, step(decider, number), "委托")
    appoint(act=_now.act(SYSTEM), account=second, unit=BUREAU, role="decider", title=title, valid_from=today)
    page = unescape(decider.get(url).content.decode())
    assert "副局长" in page
    assert not re.search(r"<option[^>]*>[^<]*(新任首席代表|制证岗|法规股)", page)
    who = office.reader("ll-decider")
    turn = office.task(who, matter)
    for gesture in (
        lambda: transfer(act=office.act(who), reader=who, task=turn.id, to=second),
        lambda: add_signer(act=office.act(who), reader=who, task=turn.id, to=second, when="after"),
        lambda: delegate(
            act=office.act(who), reader=who, task=turn.id, to=second, until=today, terms="仅限本件", reason="出差"
        ),
    ):
        with pytest.raises(StepRefused, match="办过本件的“审查”"):
            gesture()
    with pytest.raises(NotYours, match="“审查”是您办的"):
        office.does("ll-second", matter, "grant")
    add_signer(act=office.act(who), reader=who, task=turn.id, to=second, when="before")  # an opinion is no decision
    office.does("ll-second", matter, "grant")
    assert office.does("ll-decider", matter, "grant").outcome == "准予"


def test_whom_the_office_appointed_to_both_posts_from_the_start_may_do_both(office: Office) -> None:
    second = office.reader("ll-second").account
    assert second is not None
    appoint(
        act=_now.act(SYSTEM), account=second, unit=BUREAU, role="decider", title="兼任", valid_from=date(2026, 1, 1)
    )
    number, _ = accepted(office)
    office.does("ll-second", id_of(number=number), "agree")
    office.does("ll-reviewer", id_of(number=number), "agree")
    assert office.does("ll-second", id_of(number=number), "grant").outcome == "准予"
