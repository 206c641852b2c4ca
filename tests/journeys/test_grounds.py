"""Decisions rest on what the item's own version lists: picked, confirmed one by one, named on paper and in public."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.conftest import Demo
from tests.journeys.test_desk import _do, _first_task, _received
from tests.office import Office, moment
from tests.picking import ticked
from yimen.contexts.cases.api import beyond_guide, case, grounds, read_paper, result
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import StepRefused
from yimen.sites import _now

pytestmark = pytest.mark.django_db
ROAD = "超限运输车辆行驶公路的审核"
FIRST, LAST = "所运物品不可解体", "通行路线的公路、桥梁能够承受，或者已有加固方案"
ARTICLES = "《公路法》第五十条、《公路安全保护条例》第三十五条"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


def decided_soon(office: Office) -> Any:
    """Returns a case that waits for its decision."""
    receipt = office.lodge(item=ROAD)
    for who, outcome in (("ll-window", "accept"), ("ll-examiner", "agree"), ("ll-reviewer", "agree")):
        office.does(who, receipt.id, outcome)
    return receipt


def printed(office: Office, number: str, kind: str) -> str:
    citizen = office.reader("张三演")
    (paper,) = [one for one in case(reader=citizen, number=number).papers if one.kind == kind]
    _, pdf = read_paper(act=office.act(citizen), reader=citizen, number=number, id=paper.id)
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.req("PWR-030")
def test_a_refusal_picks_conditions_of_the_item_and_free_words_only_explain(office: Office) -> None:
    receipt = decided_soon(office)
    for wrong, told in (
        ({"grounds": []}, "至少选择一项"),
        ({"grounds": ["我认为不行"]}, "不在本事项这一版列出的范围内"),
        ({"grounds": ["condition_4"]}, "condition_4"),  # the item lists three
        ({"grounds": ["law_elsewhere"]}, "law_elsewhere"),  # a ground of not accepting, not of refusing
        ({"grounds": "condition_1"}, "列表"),
        ({"grounds": [3]}, "列表"),
    ):
        with pytest.raises(StepRefused, match=told):
            office.does("ll-decider", receipt.id, "refuse", "桥梁承载不足", **wrong)
    with pytest.raises(StepRefused, match="写明"):
        office.does("ll-decider", receipt.id, "refuse", "", grounds=["condition_3"])
    office.does("ll-decider", receipt.id, "refuse", "路线上的渌江桥限重 30 吨。", grounds=["condition_3", "law_false"])
    office.follow()
    named = f"没有达到的条件：{LAST}（依据：{ARTICLES}）"
    text = printed(office, receipt.number, "refuse")
    for line in (named, "隐瞒有关情况或者提供虚假材料（《行政许可法》第七十八条）", "路线上的渌江桥限重 30 吨。"):
        assert "".join(line.split()) in text
    assert FIRST not in text
    assert named in result(number=receipt.number).grounds
    public = unescape(Client().get(f"/results/{receipt.number}/").content.decode())
    assert named in public
    assert "渌江桥" not in public  # free words may name people; conditions cannot
    (entry,) = [entry for entry in trail(subject=receipt.id) if entry.verb == "case.refuse"]
    assert entry.facts["grounds"][0] == named


@pytest.mark.req("PWR-030")
def test_a_grant_confirms_each_condition_by_itself(office: Office) -> None:
    receipt = decided_soon(office)
    for met, told in ((["condition_1", "condition_2"], LAST), ([], FIRST), ("all", "列表"), (["all"], "all")):
        with pytest.raises(StepRefused, match=re.escape(told)):
            office.does("ll-decider", receipt.id, "grant", met=met)
    office.does("ll-decider", receipt.id, "grant", met=["condition_3", "condition_1", "condition_2"])
    office.follow()
    assert result(number=receipt.number).met == tuple(office.demo.items[ROAD]["conditions"])


@pytest.mark.req("PWR-030")
def test_the_desk_offers_a_box_for_each_condition_and_none_for_all(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    _do(window, "accept")
    for login in ("ll-examiner", "ll-reviewer"):
        _do(demo.client(login), "agree")
    decider = demo.client("ll-decider")
    address = _first_task(decider)
    conditions = next(one["conditions"] for one in demo.items.values() if one["name"].startswith("在公路两侧"))
    page = unescape(decider.get(address).content.decode())
    assert len(ticked(decider, address, "grant")["met"]) == len(conditions)
    assert 'name="met" value="condition_1" id="f-met">' in page  # and none is ticked beforehand
    refused = decider.post(address, {"outcome": "grant", "met": ["condition_1"]})
    assert refused.status_code == 422
    text = unescape(refused.content.decode())
    assert conditions[1] in text
    assert re.search(r'name="met" value="condition_1"[^>]* checked', text)
    bare = unescape(decider.post(address, {"outcome": "refuse", "opinion": "不合适"}).content.decode())
    assert "请至少选择一项" in bare
    _do(decider, "refuse", opinion="遮挡前方标志", grounds=["condition_2"])
    demo.work()
    assert conditions[1] in unescape(Client().get(f"/results/{number}/").content.decode())


def test_only_what_asks_for_a_paper_is_beyond_the_guide(office: Office) -> None:
    """An explanation that names nothing explains what was picked; one that asks for a paper is held to the guide."""
    said = ["照片太暗，看不清楚", "单位的感谢信", "请提供居住证明原件"]
    receipt = office.lodge(item=ROAD)
    office.does("ll-window", receipt.id, "correct", missing=["condition_1"], explained=said)
    lines = beyond_guide(matter=receipt.id, round=1)
    assert lines == ("说明：单位的感谢信", "说明：请提供居住证明原件")


@pytest.mark.req("PWR-030")
def test_a_correction_names_materials_questions_or_conditions(office: Office) -> None:
    receipt = office.lodge(item=ROAD)
    for missing, told in (([], "至少勾选一项"), (["缺路线图"], "不在本事项")):
        with pytest.raises(StepRefused, match=told):
            office.does("ll-window", receipt.id, "correct", missing=missing, explained=["缺路线图"])
    code = next(
        one["code"] for one in office.demo.items[ROAD]["form"]["materials"] if one.get("source", "asked") == "asked"
    )
    office.does("ll-window", receipt.id, "correct", missing=["condition_3", f"material_{code}"], explained=["缺验算书"])
    named = case(reader=office.reader("张三演"), number=receipt.number).missing
    assert named[0].startswith("材料：")
    assert named[1:] == (f"需要补充说明的条件：{LAST}", "说明：缺验算书")


@pytest.mark.req("PWR-030")
def test_acceptance_is_refused_on_a_condition_or_a_ground_of_the_licence_law(office: Office) -> None:
    receipt = office.lodge(item=ROAD)
    with pytest.raises(StepRefused, match="没有告知过补正"):
        office.does("ll-window", receipt.id, "refuse_acceptance", "没有补齐", grounds=["law_not_corrected"])
    office.does("ll-window", receipt.id, "refuse_acceptance", "路线在外省", grounds=["law_elsewhere"])
    text = printed(office, receipt.number, "refusal_acceptance")
    assert "依法不属于本行政机关职权范围（《行政许可法》第三十二条第一款第二项）" in text
    assert "路线在外省" in text


@pytest.mark.req("PWR-030")
def test_an_item_without_conditions_offers_its_legal_basis(office: Office) -> None:
    receipt = office.lodge(item=ROAD)
    guide = replace(case(reader=office.reader("ll-window"), number=receipt.number).guide, conditions=())
    offered = grounds(guide=guide)
    assert offered.grant == ()
    assert [one.refused for one in offered.refuse][:2] == [
        "不符合《公路法》第五十条", "不符合《公路安全保护条例》第三十五条",
    ]  # fmt: skip


@pytest.mark.req("PWR-023")
def test_a_result_publishes_basis_process_and_result(demo: Demo) -> None:
    """Accepted on Monday; examined on Wednesday, reviewed on Thursday, refused the next Monday."""
    office = Office(demo, moment("2026-03-02T09:00"))
    receipt = office.lodge(item=ROAD)
    for when, who, outcome in (
        ("2026-03-02T10:00", "ll-window", "accept"),
        ("2026-03-04T10:00", "ll-examiner", "agree"),
        ("2026-03-05T10:00", "ll-reviewer", "agree"),
        ("2026-03-09T10:00", "ll-decider", "refuse"),
    ):
        office.at(when).does(who, receipt.id, outcome, "王某说桥已加固" if outcome == "refuse" else "")
    office.at("2026-03-09T11:00").follow()
    page = unescape(Client().get(f"/results/{receipt.number}/").content.decode())
    sections = dict(re.findall(r'<section class="card stack" id="(\w+)">(.*?)</section>', page, re.DOTALL))
    assert set(sections) == {"result", "basis", "process"}
    for text in ("不予", "张**", "没有达到的条件"):
        assert text in sections["result"]
    for one in office.demo.items[ROAD]["basis"]:
        assert f"《{one['law']}》{one['article']}：{one['text']}" in sections["basis"]
    rows = [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", sections["process"], re.DOTALL)
    ]
    used = {row[0]: (row[1], row[4]) for row in rows if len(row) == 6}
    assert used["审查"] == ("醴陵市公路局路政股审查岗", "2 个工作日")
    assert used["决定"][1] == "2 个工作日"  # Friday and Monday
    whole = {row[0]: (row[2], row[3]) for row in rows if len(row) == 5}
    assert whole["承诺时限（办理）"] == ("5 个工作日", "按期")
    assert "<svg" in sections["process"]
    assert "流程图的文字说明" in sections["process"]
    for private in ("张三演", "王某", "430281199003070013", "13900000001"):
        assert private not in page


@pytest.mark.req("PWR-023")
def test_what_is_not_public_has_no_course(office: Office) -> None:
    receipt = decided_soon(office)
    assert Client().get(f"/results/{receipt.number}/").status_code == 404
