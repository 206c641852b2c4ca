"""流程管理: a procedure from draft to published, and what of it each post may do."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import Demo
from tests.office import Office
from yimen.contexts.identity.api import add_officer, appoint
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import matter_by_id
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import (
    DraftRefused,
    NoSuchDraft,
    copy_version,
    draft,
    draft_history,
    findings,
    hindrances,
    in_force,
    publish,
    start_draft,
    version,
    versions,
)
from yimen.contexts.procedures.drafts import _checked
from yimen.kernel.procedure import check
from yimen.sites import _now
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day as words_of

CENTRE, ALXA = "11430281MB9900128C", "11152900MB9900515F"
KEY, UNIT, MEDIA = "highway-licence", "11430281MB990011XC", "application/xml"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


@pytest.fixture
def drawn(office: Office) -> UUID:
    """Gives a draft that the highway bureau has copied from what is in force."""
    who = office.reader("ll-process")
    return copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=today()).id).id


def save(client: Client, id_: UUID, xml: bytes, revision: int) -> Any:
    return client.post(f"/processes/drafts/{id_}/xml?revision={revision}", data=xml, content_type=MEDIA)


def longer(xml: bytes) -> bytes:
    """The same procedure with more days for the examination, one less for the check: what items promise still holds."""
    assert b'yimen:limit="3wd"' in xml
    return xml.replace(b'yimen:limit="3wd"', b'yimen:limit="4wd"', 1).replace(b'"2wd"', b'"1wd"', 1)


def test_a_draft_is_read_and_saved_by_revision(office: Office, drawn: UUID) -> None:
    client = office.demo.client("ll-process")
    answer = client.get(f"/processes/drafts/{drawn}/xml")
    assert (answer.status_code, answer["X-Revision"], answer["Content-Type"]) == (200, "1", MEDIA)
    saved = save(client, drawn, longer(answer.content), 1)
    assert (saved.status_code, saved.json()["saved"], saved.json()["revision"]) == (200, True, 2)
    assert {item["severity"] for item in saved.json()["findings"]} <= {"warning"}
    again = save(client, drawn, longer(answer.content), 2)
    assert again.json()["revision"] == 2
    lost = save(client, drawn, answer.content, 1)
    assert (lost.status_code, lost.json()["saved"], lost.json()["revision"]) == (409, False, 2)
    assert "没有保存" in lost.json()["error"]
    assert client.get(f"/processes/drafts/{drawn}/xml").content == longer(answer.content)


def test_the_limits_are_added_up_to_the_decision_and_to_the_end(office: Office, drawn: UUID) -> None:
    client, old = office.demo.client("ll-process"), in_force(key=KEY, on=today())
    both = "受理到决定最多合计 7 个工作日，全程各步合计 22 个工作日"
    assert both in text(client.get(f"/processes/drafts/{drawn}/"))
    shown = text(client.get(f"/processes/compare/?old={old.id}&new={drawn}"))
    assert shown.count(f"各步时限：{both}") == 2
    who, anew = office.reader("ll-process"), old.xml.replace(f'id="{KEY}"'.encode(), b'id="drawn-anew"')
    fresh = start_draft(act=office.act(who), reader=who, unit=UNIT, xml=anew)
    assert both in text(client.get(f"/processes/drafts/{fresh.id}/"))


def test_what_does_not_compile_is_kept_as_a_draft_with_its_findings(office: Office, drawn: UUID) -> None:
    client = office.demo.client("ll-process")
    xml = client.get(f"/processes/drafts/{drawn}/xml").content
    broken = xml.replace(b'targetRef="review"', b'targetRef="nowhere"')
    saved = save(client, drawn, broken, 1)
    assert (saved.status_code, saved.json()["saved"], saved.json()["revision"]) == (422, True, 2)
    fault = next(item for item in saved.json()["findings"] if "to-review" in item["element"])
    assert set(fault) >= {"element", "line", "message", "severity"}
    assert xml.splitlines()[fault["line"] - 1].strip().startswith(b'<bpmn:sequenceFlow id="to-review"')
    assert client.get(f"/processes/drafts/{drawn}/xml").content == broken
    for address in (f"/processes/drafts/{drawn}/model/", f"/processes/drafts/{drawn}/"):
        shown = text(client.get(address))  # as far as it can be drawn
        assert 'data-node="examine"' in shown
        assert 'data-node="deliver"' not in shown
    assert "还没有画完" in text(client.get(f"/processes/drafts/{drawn}/model/"))
    for nothing, words in ((b"", "空"), (b"x" * 600_000, "最多")):
        refused = save(client, drawn, nothing, 2)
        assert (refused.status_code, refused.json()["saved"]) == (422, False)
        assert words in refused.json()["error"]
    assert save(client, drawn, xml, "two").status_code == 422  # type: ignore[arg-type]
    assert client.get(f"/processes/drafts/{drawn}/xml").content == broken


def test_only_the_unit_draws_and_only_its_reviewers_read(office: Office, drawn: UUID) -> None:
    xml = office.demo.client("ll-process").get(f"/processes/drafts/{drawn}/xml").content
    reads = office.demo.client("ll-center")
    assert reads.get(f"/processes/drafts/{drawn}/xml").status_code == 200
    assert save(reads, drawn, longer(xml), 1).status_code == 403
    for who in ("ll-window", "ll-law", "admin-system", "张三演"):
        assert office.demo.client(who).get(f"/processes/drafts/{drawn}/xml").status_code == 403
    assert Client().get(f"/processes/drafts/{drawn}/xml").status_code == 302


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def does(client: Client, id_: UUID, what: str, revision: int, **form: str) -> Any:
    return client.post(f"/processes/drafts/{id_}/{what}/", {"revision": str(revision), **form})


@dataclass(frozen=True)
class Pair:
    """Who draws and who reviews."""

    draws: Client
    reviews: Client


@pytest.fixture
def pair(office: Office) -> Pair:
    return Pair(office.demo.client("ll-process"), office.demo.client("ll-center"))


def reviewed(pair: Pair, id_: UUID, change: Callable[[bytes], bytes] = longer) -> int:
    """Draws a change, has it submitted and agreed to; returns the revision."""
    xml = pair.draws.get(f"/processes/drafts/{id_}/xml").content
    revision = save(pair.draws, id_, change(xml), 1).json()["revision"]
    assert does(pair.draws, id_, "submit", revision, note="审查需要更多时间").status_code == 302
    assert does(pair.reviews, id_, "review", revision, do="agree", opinion="符合规定").status_code == 302
    return int(revision)


@pytest.mark.req("PRC-023", "PWR-020")
def test_a_procedure_goes_from_draft_to_the_public(office: Office, drawn: UUID, pair: Pair) -> None:
    before = in_force(key=KEY, on=today())
    case = office.lodge(item="超限运输车辆行驶公路的审核")
    on = matter_by_id(reader=office.reader("ll-window"), id=case.id).procedure_id
    revision = reviewed(pair, drawn)
    assert in_force(key=KEY, on=today()).id == before.id
    start = today().isoformat()
    assert does(pair.reviews, drawn, "publish", 1, valid_from=start, reason="依新规定").status_code == 409
    answer = does(pair.reviews, drawn, "publish", revision, valid_from=start, reason="依新规定")
    assert answer.status_code == 302
    found = in_force(key=KEY, on=today())
    assert (found.number, found.xml, found.reason) == (before.number + 1, longer(before.xml), "依新规定")
    assert (found.author, found.publisher) == ("醴陵市公路局流程编制岗", "醴陵市政务服务中心流程审定岗")
    assert found.reviewer == found.publisher
    assert matter_by_id(reader=office.reader("ll-window"), id=case.id).procedure_id == on == before.id
    later = office.lodge(item="超限运输车辆行驶公路的审核")
    opened = matter_by_id(reader=office.reader("ll-window"), id=later.id).procedure_id
    assert opened == found.id
    public = text(Client().get(f"/procedures/{KEY}/"))
    assert f"第 {found.number} 版" in public
    page = text(pair.draws.get(f"/processes/procedures/{KEY}/"))
    assert "依新规定" in page
    assert f"第 {before.number} 版" in page
    page = text(pair.reviews.get(f"/processes/drafts/{drawn}/"))
    for words in ("起草", "修改", "送审", "审核同意", "发布", "符合规定", "审查需要更多时间"):
        assert words in page
    assert [entry.verb for entry in draft_history(reader=office.reader("ll-center"), id=drawn)] == [
        f"procedures.{verb}" for verb in ("start", "save", "submit", "review", "publish")
    ]


def test_each_version_keeps_its_public_drawing_and_officers_compare_it(office: Office, pair: Pair) -> None:
    before = in_force(key=KEY, on=today())
    now = publish(act=office.act(), xml=longer(before.xml), valid_from=today())
    address = f"/procedures/{KEY}/{before.number}/"
    assert f'href="{address}"' in text(Client().get(f"/procedures/{KEY}/"))
    shown = text(Client().get(address))
    assert (f"这是第 {before.number} 版" in shown, "<svg" in shown, "并排对照" in shown) == (True, True, False)
    assert f'href="{address}procedure.bpmn"' in shown
    assert Client().get(f"{address}procedure.bpmn").content == before.xml
    assert f'href="{address}"' in text(pair.draws.get(f"/processes/procedures/{KEY}/"))
    compare = f"/processes/compare/?old={before.id}&new={now.id}"
    assert f'href="{compare}"' in text(pair.reviews.get(address))
    assert pair.reviews.get(compare).status_code == 200
    assert "这是第" not in text(Client().get(f"/procedures/{KEY}/{now.number}/"))


def test_what_was_sent_in_is_not_drawn_on_until_it_is_sent_back(drawn: UUID, pair: Pair) -> None:
    xml = pair.draws.get(f"/processes/drafts/{drawn}/xml").content
    assert does(pair.draws, drawn, "submit", 1, note="先送审").status_code == 302
    assert save(pair.draws, drawn, longer(xml), 1).status_code == 409
    assert does(pair.draws, drawn, "submit", 1, note="再送审").status_code == 409
    back = does(pair.reviews, drawn, "review", 1, do="return", opinion="请写明依据")
    assert back.status_code == 302
    page = text(pair.draws.get(f"/processes/drafts/{drawn}/"))
    assert "退回修改" in page
    assert "请写明依据" in page
    assert save(pair.draws, drawn, longer(xml), 1).status_code == 200
    assert does(pair.draws, drawn, "submit", 1, note="改好了").status_code == 409
    assert does(pair.draws, drawn, "submit", 2, note="改好了").status_code == 302
    late = does(pair.reviews, drawn, "review", 1, do="agree", opinion="看的是上一稿")
    assert late.status_code == 409
    assert "您看到的是第 1 稿" in text(late)
    assert does(pair.reviews, drawn, "review", 2, do="agree", opinion="").status_code == 422
    assert does(pair.reviews, drawn, "publish", 2, valid_from=today().isoformat(), reason="x").status_code == 409


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        (b'targetRef="review"', b'targetRef="nowhere"', "to-review"),
        (b'yimen:role="examiner"', b"", "审查"),
        (b'sourceRef="deliver" targetRef="finished"', b'sourceRef="deliver" targetRef="accept"', "办结"),
    ],
)
def test_a_faulty_draft_is_not_sent_in_and_is_told_why(
    drawn: UUID, pair: Pair, old: bytes, new: bytes, element: str
) -> None:
    xml = pair.draws.get(f"/processes/drafts/{drawn}/xml").content
    assert old in xml
    save(pair.draws, drawn, xml.replace(old, new, 1), 1)
    refused = does(pair.draws, drawn, "submit", 2, note="改")
    assert refused.status_code == 422
    assert "不能送审" in text(refused)
    rows = refused.context["findings"]["rows"]
    fault = next(row for row in rows if element in row[0]["text"] and row[2]["text"] == "必须改")
    assert fault[1]["text"].startswith("第 ")
    assert "起草" in text(pair.draws.get("/processes/"))


@pytest.mark.req("PWR-026")
def test_a_department_does_not_review_or_publish_its_own(office: Office, drawn: UUID, pair: Pair) -> None:
    does(pair.draws, drawn, "submit", 1, note="改")
    assert does(pair.draws, drawn, "review", 1, do="agree", opinion="好").status_code == 403
    third = add_officer(act=office.act(), login="third", name="丙", password="Yimen-demo-2026")
    for unit, role in ((UNIT, "process"), (CENTRE, "approver")):
        appoint(act=office.act(), account=third, unit=unit, role=role, title="流程岗", valid_from=today())
    client = Client()
    client.post("/login/", {"login": "third", "password": "Yimen-demo-2026"})
    xml = client.get(f"/processes/drafts/{drawn}/xml").content
    does(pair.reviews, drawn, "review", 1, do="return", opinion="再改")
    assert save(client, drawn, longer(xml), 1).json()["revision"] == 2
    assert does(client, drawn, "submit", 2, note="改").status_code == 302
    assert does(client, drawn, "review", 2, do="agree", opinion="好").status_code == 403
    both = office.reader("ll-process").account
    assert both is not None
    today_ = today()
    act = office.act()
    appoint(act=act, account=both, unit=CENTRE, role="approver", title="流程审定岗", valid_from=today_)
    assert does(pair.draws, drawn, "review", 2, do="agree", opinion="好").status_code == 403
    assert "另一位" in text(pair.draws.get(f"/processes/drafts/{drawn}/"))
    assert does(pair.reviews, drawn, "review", 2, do="agree", opinion="好").status_code == 302
    start = today_.isoformat()
    assert does(pair.draws, drawn, "publish", 2, valid_from=start, reason="好").status_code == 403
    for who in ("ll-decider", "ll-law", "ll-leader", "admin-system", "qx-leader"):
        assert does(office.demo.client(who), drawn, "publish", 2, valid_from=start, reason="好").status_code == 403
    assert does(pair.reviews, drawn, "publish", 2, valid_from=start, reason="好").status_code == 302


def test_another_places_reviewer_and_another_unit_see_nothing(office: Office, drawn: UUID, pair: Pair) -> None:
    act, day = office.act(), today()
    does(pair.draws, drawn, "submit", 1, note="改")
    for login, unit, role in (
        ("sf-process", "11430281MB99001442", "process"),
        ("qx-process", "11450305MB9900419T", "approver"),
        ("al-process", ALXA, "process"),
    ):
        account = add_officer(act=act, login=login, name="外地", password="Yimen-demo-2026")
        appoint(act=act, account=account, unit=unit, role=role, title="流程岗", valid_from=day)
        client = Client()
        client.post("/login/", {"login": login, "password": "Yimen-demo-2026"})
        for path in ("", "xml"):
            assert client.get(f"/processes/drafts/{drawn}/{path}").status_code == 404
        for what in ("submit", "review", "publish", "discard", "upload"):
            assert does(client, drawn, what, 1, note="x", opinion="x", do="agree").status_code in {403, 404}
        assert str(drawn) not in text(client.get("/processes/"))
        copied = client.post("/processes/copy/", {"version": str(in_force(key=KEY, on=day).id)})
        assert copied.status_code == 403
    assert "已送审" in text(pair.draws.get(f"/processes/drafts/{drawn}/"))


@pytest.mark.req("PWR-026")
def test_the_reviewer_sees_first_what_touches_authority(drawn: UUID, pair: Pair) -> None:
    def change(xml: bytes) -> bytes:
        moved = longer(xml).replace(b'yimen:role="reviewer"', b'yimen:role="decider"', 1)
        return moved.replace("《行政许可法》第三十八条".encode(), "《行政许可法》第四十二条".encode(), 1)

    xml = pair.draws.get(f"/processes/drafts/{drawn}/xml").content
    save(pair.draws, drawn, change(xml), 1)
    does(pair.draws, drawn, "submit", 2, note="改", justification="两级审核确有必要")
    page = pair.reviews.get(f"/processes/drafts/{drawn}/")
    weighty = [[cell["text"] for cell in row] for row in page.context["weighty"]["rows"]]
    assert ["审核", "办理岗位变了，审批权限转移", "岗位", "审核岗", "决定岗"] in weighty
    assert ["审查", "时限延长", "时限", "3 个工作日", "4 个工作日"] in weighty
    others = [[cell["text"] for cell in row] for row in page.context["others"]["rows"]]
    assert ["决定", "依据", "《行政许可法》第三十八条", "《行政许可法》第四十二条"] in others
    shown = text(page)
    assert shown.index("时限延长") < shown.index("其他改动") < shown.index("审核意见")
    beside = text(pair.reviews.get(page.context["against"]))
    assert "△ 有改动" in beside
    assert beside.count("<svg") >= 2
    assert beside.count('class="pf-node pf-step pf-changed"') >= 4


@pytest.mark.req("PRC-009")
def test_a_chain_longer_than_one_review_is_justified_to_the_public(drawn: UUID, pair: Pair) -> None:
    def change(xml: bytes) -> bytes:
        words = xml.decode()
        begin = words.index('<bpmn:userTask id="review"')
        end = words.index("</bpmn:userTask>", begin) + len("</bpmn:userTask>")
        again = words[begin:end].replace('id="review" name="审核"', 'id="again" name="再审核"')
        again = again.replace('"2wd"', '"8h"')  # within what the items of the procedure promise
        words = words[:end] + again + words[end:]
        words = words.replace('id="to-reviewed" sourceRef="review"', 'id="to-reviewed" sourceRef="again"')
        arrow = '<bpmn:sequenceFlow id="to-again" sourceRef="review" targetRef="again"/>'
        words = words.replace("</bpmn:process>", f"{arrow}</bpmn:process>")
        return words.encode()

    xml = pair.draws.get(f"/processes/drafts/{drawn}/xml").content
    assert "符合" in text(pair.draws.get(f"/processes/drafts/{drawn}/"))
    assert save(pair.draws, drawn, change(xml), 1).status_code == 200
    assert "超出：审查、审核、再审核" in text(pair.draws.get(f"/processes/drafts/{drawn}/"))
    for nothing in ("", "  \n"):
        refused = does(pair.draws, drawn, "submit", 2, note="加一级审核", justification=nothing)
        assert refused.status_code == 422
        assert "审查、审核、再审核" in text(refused)
        assert "超出“一审一核”" in text(refused)
    why = "重大工程安全风险高"
    assert does(pair.draws, drawn, "submit", 2, note="加一级审核", justification=why).status_code == 302
    does(pair.reviews, drawn, "review", 2, do="agree", opinion="理由成立")
    does(pair.reviews, drawn, "publish", 2, valid_from=today().isoformat(), reason="加强安全")
    assert why in text(Client().get(f"/procedures/{KEY}/"))


def test_a_procedure_of_the_platform_is_copied_under_a_key_of_ones_own(office: Office, pair: Pair) -> None:
    source = in_force(key="instant", on=today())
    address = f"/processes/versions/{source.id}/copy/"
    assert f'href="{address}"' in text(pair.draws.get("/processes/procedures/instant/"))
    assert f'href="{address}"' not in text(pair.reviews.get("/processes/procedures/instant/"))
    assert 'value="' + source.name in text(pair.draws.get(address))
    form = {"unit": UNIT, "key": "road-now", "name": "路政<当场>办理"}
    for bad, words in (
        ({"key": "instant"}, "已经发布过"),
        ({"key": "Bad key"}, "流程编号"),
        ({"name": " "}, "流程名称"),
        ({"unit": ""}, "请选择单位"),
    ):
        refused = pair.draws.post(address, form | bad)
        assert (refused.status_code, words in text(refused)) == (422, True)
    assert pair.draws.post(address, form | {"unit": ALXA}).status_code == 403
    assert pair.reviews.post(address, form).status_code == 403
    made = pair.draws.post(address, form)
    page = pair.draws.get(made["Location"])
    assert (page.context["draft"].key, page.context["draft"].name) == ("road-now", "路政<当场>办理")
    assert page.context["draft"].based_on is None
    assert "复制“instant”第 1 版。" in text(page)
    xml = pair.draws.get(f"{made['Location']}xml").content
    assert xml == source.xml.replace(b'"instant"', b'"road-now"').replace(
        source.name.encode(), "路政&lt;当场&gt;办理".encode(), 1
    )
    assert "草稿已经有了" in text(pair.draws.post(address, form))


@pytest.mark.req("PRC-009")
def test_the_template_is_one_examiner_and_one_checker(pair: Pair, office: Office) -> None:
    form = {"do": "template", "unit": UNIT, "key": "road-permit", "name": "道路<许可>流程"}
    answer = pair.draws.post("/processes/new/", form)
    assert answer.status_code == 302
    page = text(pair.draws.get(answer["Location"]))
    assert "道路<许可>流程" in page
    assert "符合：" in page
    assert "必须改" not in page
    id_ = UUID(answer["Location"].split("/")[3])
    assert does(pair.draws, id_, "submit", 1, note="新设").status_code == 302
    assert does(pair.reviews, id_, "review", 1, do="agree", opinion="好").status_code == 302
    assert does(pair.reviews, id_, "publish", 1, valid_from=today().isoformat(), reason="新设").status_code == 302
    assert in_force(key="road-permit", on=today()).number == 1
    for bad in ({"key": "Bad key"}, {"key": "ab"}, {"name": " "}, {"unit": "x"}):
        assert pair.draws.post("/processes/new/", form | bad).status_code in {403, 422}


def test_a_version_begins_today_at_the_earliest_and_never_before_its_forerunner(
    office: Office, drawn: UUID, pair: Pair
) -> None:
    revision = reviewed(pair, drawn)
    past = (today() - timedelta(1)).isoformat()
    slip = (today() + timedelta(367)).isoformat()
    for day, words in ((past, "太早"), (slip, "太远"), ("2026-02-30", "日子"), ("", "日子")):
        refused = does(pair.reviews, drawn, "publish", revision, valid_from=day, reason="依新规定")
        assert refused.status_code == 422
        assert words in text(refused)
        assert "依新规定" in text(refused)
    later = (today() + timedelta(30)).isoformat()
    assert does(pair.reviews, drawn, "publish", revision, valid_from=later, reason="依新规定").status_code == 302
    assert in_force(key=KEY, on=today()).number == 1
    assert in_force(key=KEY, on=today() + timedelta(30)).number == 2
    who = office.reader("ll-process")
    second = copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=today()).id).id
    revision = reviewed(pair, second)
    refused = does(pair.reviews, second, "publish", revision, valid_from=today().isoformat(), reason="提前")
    assert refused.status_code == 422
    assert "第 2 版" in text(refused)


def test_two_drafts_of_one_procedure_do_not_overwrite_each_other(office: Office, drawn: UUID, pair: Pair) -> None:
    who = office.reader("ll-process")
    other = copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=today()).id).id
    one = reviewed(pair, drawn)
    two = reviewed(pair, other, lambda xml: xml.replace(b'yimen:limit="2wd"', b'yimen:limit="1wd"', 1))
    day = today().isoformat()
    assert does(pair.reviews, drawn, "publish", one, valid_from=day, reason="先").status_code == 302
    refused = does(pair.reviews, other, "publish", two, valid_from=day, reason="后")
    assert refused.status_code == 422
    assert "不是这份草稿所根据的一版" in text(refused)
    assert len(versions(key=KEY)) == 2


def test_the_next_version_keeps_the_key_and_no_unit_takes_anothers(drawn: UUID, pair: Pair) -> None:
    xml = pair.draws.get(f"/processes/drafts/{drawn}/xml").content
    save(pair.draws, drawn, xml.replace(b'process id="highway-licence"', b'process id="other-key"'), 1)
    refused = does(pair.draws, drawn, "submit", 2, note="改编号")
    assert refused.status_code == 422
    assert "不能换编号" in text(refused)
    for key, words in (("registration", "阿拉善盟市场监督管理局"), ("instant", "全平台通用")):
        file = SimpleUploadedFile("a.bpmn", in_force(key=key, on=today()).xml)
        taken = pair.draws.post("/processes/new/", {"do": "upload", "owner": UNIT, "file": file})
        assert taken.status_code == 403
        assert words in text(taken)


def test_a_file_is_uploaded_and_a_draft_given_up(drawn: UUID, pair: Pair) -> None:
    xml = pair.draws.get(f"/processes/drafts/{drawn}/xml").content
    file = SimpleUploadedFile("a.bpmn", longer(xml))
    answer = pair.draws.post(f"/processes/drafts/{drawn}/upload/", {"revision": "1", "file": file})
    assert answer.status_code == 302
    assert pair.draws.get(f"/processes/drafts/{drawn}/xml").content == longer(xml)
    assert pair.draws.post(f"/processes/drafts/{drawn}/upload/", {"revision": "2"}).status_code == 422
    file = SimpleUploadedFile("new.bpmn", longer(xml))
    started = pair.draws.post("/processes/new/", {"do": "upload", "owner": UNIT, "file": file})
    assert started.status_code == 302
    assert "根据第 1 版修改" in text(pair.draws.get(started["Location"]))
    broken = SimpleUploadedFile("bad.bpmn", xml.replace(b'targetRef="review"', b'targetRef="nowhere"'))
    refused = pair.draws.post("/processes/new/", {"do": "upload", "owner": UNIT, "file": broken})
    assert refused.status_code == 422
    assert "to-review" in text(refused)
    assert does(pair.draws, drawn, "discard", 2, reason="").status_code == 422
    assert does(pair.draws, drawn, "discard", 2, reason="不做了").status_code == 302
    assert does(pair.draws, drawn, "submit", 2, note="改").status_code == 409
    page = text(pair.draws.get("/processes/"))
    assert "已办完的草稿" in page
    assert "作废" in page


@pytest.mark.req("PRC-023")
def test_running_matters_move_from_the_page_with_the_reason(office: Office, drawn: UUID, pair: Pair) -> None:
    item = "超限运输车辆行驶公路的审核"
    cases = [office.lodge(item=item) for _ in range(2)]
    on = version(id=matter_by_id(reader=office.reader("ll-window"), id=cases[0].id).procedure_id)
    assert on.key == KEY
    office.does("ll-window", cases[1].id, "accept")

    def change(xml: bytes) -> bytes:
        return xml.replace(b'"examine"', b'"inspect"').replace(b'yimen:limit="5wd"', b'yimen:limit="3wd"', 1)

    revision = reviewed(pair, drawn, change)
    does(pair.reviews, drawn, "publish", revision, valid_from=today().isoformat(), reason="改名")
    before = office.task(office.reader("ll-window"), cases[0].id).due_on
    address = f"/processes/versions/{in_force(key=KEY, on=today()).id}/matters/"
    page = pair.reviews.get(address)
    assert [row[0]["text"] for row in page.context["can"]["rows"]][:1] == [cases[0].number]
    (stays,) = [row for row in page.context["cannot"]["rows"] if row[0]["text"] == cases[1].number]
    assert "审查" in stays[-1]["text"]
    assert stays[3]["text"] == "审查"
    assert page.context["late"] == ""
    whole, step = (cell["text"] for cell in page.context["can"]["rows"][0][-2:])
    assert whole.endswith("，不变")
    assert pair.draws.get(address).status_code == 403
    assert pair.reviews.post(address, {"reason": ""}).status_code == 422
    assert pair.reviews.post(address, {"reason": "统一流程"}).status_code == 302
    moved = matter_by_id(reader=office.reader("ll-window"), id=cases[0].id)
    assert version(id=moved.procedure_id).number == 2
    (entry,) = [each for each in trail(subject=cases[0].id) if each.verb == "case.migrate"]
    assert (entry.facts["from"], entry.facts["to"], entry.facts["reason"]) == (1, 2, "统一流程")
    after = office.task(office.reader("ll-window"), cases[0].id).due_on
    assert before is not None
    assert after is not None
    assert after < before
    assert step == f"原为{words_of(before)}，改为{words_of(after)}"
    told = "原按第 1 版流程办理，改按第 2 版流程，理由：统一流程。"
    for client, place in ((office.demo.client("ll-examiner"), "/desk"), (office.demo.client("张三演"), "/space")):
        assert told in text(client.get(f"{place}/cases/{cases[0].number}/"))
    assert told in text(Client().get(f"/cases/{cases[0].number}/"))
    assert version(id=matter_by_id(reader=office.reader("ll-window"), id=cases[1].id).procedure_id).number == 1
    office.does("ll-window", cases[0].id, "accept")
    office.does("ll-examiner", cases[0].id, "agree", "符合")
    office.does("ll-examiner", cases[1].id, "agree", "符合")


@pytest.mark.req("PRC-023")
def test_who_moves_matters_reads_first_which_steps_it_makes_late(office: Office, pair: Pair) -> None:
    """Accepting has five days, in the next version one hour: what came two hours ago would be late at once."""
    earlier = replace(office, now=office.now - timedelta(hours=2))
    case = earlier.lodge(item="超限运输车辆行驶公路的审核")
    fresh = office.lodge(item="超限运输车辆行驶公路的审核")
    xml = in_force(key=KEY, on=today()).xml.replace(b'yimen:limit="5wd"', b'yimen:limit="1h"', 1)
    target = publish(act=office.act(), xml=xml, valid_from=today())
    page = pair.reviews.get(f"/processes/versions/{target.id}/matters/")
    told = text(page)
    (notice,) = re.findall(r'<div class="notice warn">.*?</div></div>', told, re.S)
    assert (
        f"有 1 件现在没有超期，新版的步骤时限更短，改后这一步立即超期，会亮灯并提醒监察：{case.number}（受理）"
        in notice
    )
    assert fresh.number not in notice
    steps = {row[0]["text"]: row[-1]["text"] for row in page.context["can"]["rows"]}
    assert {number: words.endswith("，改后即超期") for number, words in steps.items()} == {
        case.number: True,
        fresh.number: False,
    }
    assert told.count("，改后即超期") == 1


def test_every_page_of_the_room_is_reached_and_answers(office: Office, drawn: UUID, pair: Pair) -> None:
    for client in (pair.draws, pair.reviews):
        seen: dict[str, int] = {}
        waiting = ["/processes/"]
        while waiting:
            address = waiting.pop()
            if address in seen or not address.startswith("/processes/"):
                continue
            answer = client.get(address)
            seen[address] = answer.status_code
            if answer["Content-Type"].startswith("text/html"):
                waiting += [
                    unescape(link) for link in re.findall(r'(?:href|action)="(/[^"#]*)', answer.content.decode())
                ]
        lost = {path for path, status in seen.items() if status not in {200, 405} and not path.endswith("/model/")}
        assert lost == set()
        for path in ("", f"drafts/{drawn}/", f"procedures/{KEY}/", f"drafts/{drawn}/xml"):
            assert seen[f"/processes/{path}"] == 200
        assert any(path.startswith("/processes/compare/") for path in seen)
    assert Client().get("/processes/")["Location"].startswith("/login/")
    for path in ("compare/", "compare/?old=x&new=y", "procedures/none/", f"drafts/{UUID(int=7)}/"):
        assert pair.draws.get(f"/processes/{path}").status_code == 404


def test_a_file_does_not_rename_a_draft_unasked(office: Office, pair: Pair) -> None:
    started = pair.draws.post("/processes/new/", {"do": "template", "unit": UNIT, "key": "road-permit", "name": "占道"})
    url = started["Location"]
    xml = in_force(key=KEY, on=today()).xml
    file = SimpleUploadedFile("f.bpmn", xml)
    pair.draws.post(f"{url}upload/", {"revision": "1", "naming": "own", "file": file})
    page = pair.draws.get(url).content.decode()
    assert "流程编号保留“road-permit”，没有用文件里的“highway-licence”" in page
    assert "名称保留“占道”" in page
    written = pair.draws.get(f"{url}xml").content
    assert written == xml.replace(b'"highway-licence"', b'"road-permit"').replace(
        "公路行政许可办理流程（演示）".encode(), "占道".encode(), 1
    )
    file = SimpleUploadedFile("f.bpmn", xml)
    pair.draws.post(f"{url}upload/", {"revision": "2", "naming": "file", "file": file})
    page = pair.draws.get(url).content.decode()
    assert page.count("流程编号由“road-permit”改为") == 2  # the sentence, and what happened to the draft
    assert "上传文件，保存" in page
    assert "名称由“占道”改为文件里的“公路行政许可办理流程（演示）”" in page


def test_who_mends_an_uploaded_file_is_told_what_the_file_calls_it(drawn: UUID, pair: Pair) -> None:
    url = f"/processes/drafts/{drawn}/"
    xml = pair.draws.get(f"{url}xml").content.replace('yimen:stage="审查"'.encode(), b"", 1)
    save(pair.draws, drawn, xml, 1)
    assert "请填写“阶段”。" in pair.draws.get(url).content.decode()
    assert "yimen:" not in pair.draws.get(url).content.decode()
    pair.draws.post(f"{url}upload/", {"revision": "2", "file": SimpleUploadedFile("f.bpmn", xml + b" ")})
    assert "请填写“阶段”（yimen:stage）。" in pair.draws.get(url).content.decode()


def test_what_was_typed_stays_where_a_template_is_refused(office: Office, pair: Pair) -> None:
    form = {"do": "template", "unit": UNIT, "key": "Bad", "name": "路面挖掘许可流程"}
    page = text(pair.draws.post("/processes/new/", form))
    assert 'value="路面挖掘许可流程"' in page
    assert 'value="Bad"' in page
    assert f'<option value="{UNIT}" selected>' in page
    again = pair.draws.post("/processes/new/", form | {"unit": "", "key": "road-dig"})
    assert again.status_code == 422
    found = re.search(r'id="e-unit"[^>]*>(.*?)</p>', text(again), re.S)
    assert found
    assert "请选择单位" in found[1]
    assert 'value="road-dig"' in text(again)


def drafted(pair: Pair, key: str, limit: bytes = b"") -> UUID:
    """Starts a draft from the template, its examination as long as asked; returns its id."""
    form = {"do": "template", "unit": UNIT, "key": key, "name": "路面挖掘许可流程"}
    id_ = UUID(pair.draws.post("/processes/new/", form)["Location"].split("/")[3])
    xml = pair.draws.get(f"/processes/drafts/{id_}/xml").content
    if limit:
        changed = re.sub(rb'(id="examine"[^>]*limit=")\w+', rb"\g<1>" + limit, xml)
        assert changed != xml
        assert save(pair.draws, id_, changed, 1).status_code == 200
    return id_


def test_a_new_licence_that_takes_longer_than_the_law_gives_is_looked_at(pair: Pair) -> None:
    page = text(pair.draws.get(f"/processes/drafts/{drafted(pair, 'road-dig', b'99wd')}/"))
    assert "超过行政许可法第四十二条第一款的 20 个" in page
    assert "没有必须改正的问题" in page
    assert "第四十二条" not in text(pair.draws.get(f"/processes/drafts/{drafted(pair, 'road-cut')}/"))


def test_what_begins_later_is_public_and_said_so(office: Office, pair: Pair) -> None:
    id_ = drafted(pair, "road-dig")
    does(pair.draws, id_, "submit", 1, note="新设")
    does(pair.reviews, id_, "review", 1, do="agree", opinion="好")
    early, start = today() - timedelta(1), today() + timedelta(3)
    refused = text(does(pair.reviews, id_, "publish", 1, valid_from=early.isoformat(), reason="新设"))
    assert f"{early.year}年{early.month}月{early.day}日 太早，最早从 {today().year}年" in refused
    answer = does(pair.reviews, id_, "publish", 1, valid_from=start.isoformat(), reason="新设")
    assert answer["Location"] == "/processes/procedures/road-dig/"
    words = f"{start.year}年{start.month}月{start.day}日"
    room = text(pair.reviews.get(answer["Location"]))
    assert f"<p>{words}起施行</p>" in room
    assert "至现在" not in room
    assert 'href="/procedures/road-dig/"' in room
    draft_page = text(pair.reviews.get(f"/processes/drafts/{id_}/"))
    assert "（草稿）" not in draft_page
    assert 'href="/processes/procedures/road-dig/"' in draft_page
    assert f"将于 {words} 施行" in text(Client().get("/procedures/"))
    public = text(Client().get("/procedures/road-dig/"))
    assert f"将于{words}起施行" in public
    assert 'class="pf"' in public
    assert Client().get("/procedures/road-dig/procedure.bpmn").status_code == 200


def test_a_key_that_is_there_begins_nothing_new_through_any_door(office: Office, drawn: UUID) -> None:
    who = office.reader("ll-process")
    xml = draft(reader=who, id=drawn).xml
    unit = draft(reader=who, id=drawn).unit
    with pytest.raises(DraftRefused, match="已经发布过"):
        start_draft(act=office.act(who), reader=who, unit=unit, xml=xml, fresh=True)
    own = xml.replace(b'id="highway-licence"', b'id="highway-other"')
    start_draft(act=office.act(who), reader=who, unit=unit, xml=own, fresh=True)
    with pytest.raises(DraftRefused, match="草稿已经有了"):
        start_draft(act=office.act(who), reader=who, unit=unit, xml=own, fresh=True)


def test_what_keeps_a_draft_back_is_told_to_who_sees_it_and_explored_once(office: Office, drawn: UUID) -> None:
    who = office.reader("ll-process")
    first = draft(reader=who, id=drawn)
    newer = first.xml.replace(b'yimen:limit="10wd"', b'yimen:limit="9wd"')
    publish(act=office.act(), xml=newer, valid_from=today())
    found = findings(xml=first.xml, on=today())[1]
    (words,) = hindrances(reader=who, draft=drawn, procedure=found)
    assert "已发布第 2 版" in words
    for other in ("ll-window", "cy-examiner"):
        with pytest.raises(NoSuchDraft):
            hindrances(reader=office.reader(other), draft=drawn, procedure=found)
    _checked.cache_clear()  # what was looked at once is known
    with mock.patch("yimen.contexts.procedures.drafts.check", wraps=check) as explored:
        page = office.demo.client("ll-process").get(f"/processes/drafts/{drawn}/").content.decode()
    assert words in unescape(page)
    assert explored.call_count == 1


def test_a_move_warns_of_the_steps_that_it_makes_late(office: Office, drawn: UUID, pair: Pair) -> None:
    days, on = calendar(region="430281000000"), today()
    back = (on - timedelta(count) for count in range(2, 30))
    begun = next(day for day in back if days.working_days(day, on) and days.working_days(day, on + timedelta(1)) <= 3)
    before = office.at(f"{begun}T09:00")
    case = before.lodge(item="超限运输车辆行驶公路的审核")
    before.does("ll-window", case.id, "accept")
    revision = reviewed(pair, drawn, lambda xml: xml.replace(b'yimen:limit="3wd"', b'yimen:limit="1wd"', 1))
    does(pair.reviews, drawn, "publish", revision, valid_from=on.isoformat(), reason="压缩")
    page = pair.reviews.get(f"/processes/versions/{in_force(key=KEY, on=on).id}/matters/")
    (row,) = [row for row in page.context["can"]["rows"] if row[0]["text"] == case.number]
    assert row[-1]["text"].endswith("，改后即超期")
    shown = text(page)
    assert "改后立即超期" in shown
    assert f"{case.number}（审查）" in shown
