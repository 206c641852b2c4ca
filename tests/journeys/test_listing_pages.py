"""The lists of powers on the desk: a form that ends in 送审, where it stands, the reviewers' page, its correction."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import controls
from yimen.contexts.powers.api import entries
from yimen.sites.pieces.edge import today

HIGHWAY = "11430281MB990011XC"
NEW = "/powers/desk/lists/power/new/"
NAME = "对擅自设置非公路标志的处罚"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def sent(**more: str) -> dict[str, str]:
    return {
        "unit": HIGHWAY, "name": NAME, "item": "", "type": "行政处罚", "basis": "《公路法》第七十九条",
        "procedure": "penalty", "supervision": "决定公开", "duties": "立案、调查",
        "accountability": "《行政处罚法》第七十六条", "valid_from": (today() + timedelta(9)).isoformat(),
        "change": "新增",
        "reason": "依法新增",
        "document_": "醴政发〔2026〕12号（演示）", "do": "publish", **more,
    }  # fmt: skip


def act(client: Client, address: str, outcome: str, opinion: str = "") -> None:
    answer = client.post(address, {"outcome": outcome, "opinion": opinion})
    assert answer.status_code == 302, unescape(answer.content.decode())


@pytest.mark.req("PWR-002")
def test_a_power_is_proposed_returned_corrected_and_public_after_three_consents(demo: Demo) -> None:
    writer, law = demo.client("ll-powers"), demo.client("ll-law")
    previewed = unescape(writer.post(NEW, sent(do="preview")).content.decode())
    assert "请核对，再送审" in previewed
    assert "行政处罚普通程序" in previewed
    made = writer.post(NEW, sent())
    assert made.status_code == 302
    page = made["Location"]
    assert "送审" in text(writer, page)
    assert NAME in text(writer, "/powers/desk/lists/power/")
    assert "审核中（审查）" in text(writer, "/powers/desk/lists/power/")
    assert page in text(law, "/powers/desk/proposals/")
    assert "依法新增" in text(law, page)
    act(law, page, "return", "依据的条款请核对")
    shown = text(writer, page)
    assert "依据的条款请核对" in shown
    form = controls(text(writer, f"{page}correct/"), f"{page}correct/")
    assert form["name"] == [NAME]
    wrong = writer.post(f"{page}correct/", {**form, "basis": "", "duties": ""})
    assert wrong.status_code == 422
    assert {'href="#f-basis"', 'href="#f-duties"'} <= set(re.findall(r'href="#f-\w+"', wrong.content.decode()))
    assert writer.post(f"{page}correct/", {**form, "basis": "《公路法》第七十八条"}).status_code == 302
    assert writer.post(f"{page}correct/", form).status_code == 409  # a colleague's page of the draft before
    act(writer, page, "resubmit")
    assert demo.client("ll-staffing").get(page).status_code == 404  # not the turn of 编办 yet
    act(law, page, "agree")
    act(demo.client("ll-staffing"), page, "agree")
    assert NAME not in text(Client(), f"/powers/units/{HIGHWAY}/")
    act(demo.client("ll-government"), page, "approve")
    assert [one.name for one in entries(kind="power", on=today() + timedelta(9), unit=HIGHWAY)].count(NAME) == 1
    assert page.split("/")[4] in text(Client(), f"/powers/log/?unit={HIGHWAY}")


@pytest.mark.req("PWR-002")
def test_an_entry_under_review_says_so_and_its_end_is_reviewed_and_withdrawn(demo: Demo) -> None:
    writer = demo.client("ll-powers")
    one = next(each for each in entries(kind="negative", on=today(), unit=HIGHWAY))
    address = f"/powers/desk/lists/negative/{one.code}/"
    refused = writer.post(f"{address}end/", {"last_day": "昨天", "end_reason": ""})
    assert refused.status_code == 422
    ending: dict[str, Any] = {
        "last_day": (today() + timedelta(9)).isoformat(), "end_change": "合并", "end_reason": "并入另一项",
        "end_document": "醴政发〔2026〕14号（演示）",
    }  # fmt: skip
    blank = unescape(writer.post(f"{address}end/", {**ending, "end_reason": "", "end_document": ""}).content.decode())
    assert {'href="#f-end_reason"', 'href="#f-end_document"'} <= set(re.findall(r'href="#f-\w+"', blank))
    page = writer.post(f"{address}end/", ending)["Location"]
    shown = text(writer, address)
    assert "正在审核" in shown
    assert page in shown
    assert "看新旧对照" not in shown
    assert "不再保留" in text(writer, page)
    assert writer.post(f"{page}withdraw/", {"reason": ""}).status_code == 422
    assert writer.post(f"{page}withdraw/", {"reason": "不合并了"}).status_code == 302
    assert "看新旧对照" in text(writer, address)
    assert "已撤回" in text(writer, page)


def test_the_form_of_a_power_says_what_is_required_and_speaks_of_procedures_by_name(demo: Demo) -> None:
    writer = demo.client("ll-powers")
    blank = text(writer, NEW)
    for label in ("职权名称", "职权类型", "法律依据", "运行流程"):
        assert f'{label}<span class="opt">' not in blank
    choices = re.search(r'<select[^>]*name="procedure".*?</select>', blank, re.S)[0]  # type: ignore[index]
    assert "行政处罚普通程序（演示） · 用于行政处罚" in choices
    for none in ("投诉处理", "审核流程", "工程建设项目", "并联审批"):
        assert none not in choices
    chosen = unescape(writer.post(NEW, sent(do="edit", type="行政检查")).content.decode())
    assert "行政处罚普通程序" not in chosen
    wrong = writer.post(NEW, {"valid_from": "某天", "do": "preview", "unit": HIGHWAY})
    assert wrong.status_code == 422
    assert "还不能提交，请先改好下面 11 处" in unescape(wrong.content.decode())
    one = next(each for each in entries(kind="power", on=today(), unit=HIGHWAY) if each.content.get("item"))
    assert "（penalty）" not in blank
    assert f"现在是“{demo_name(demo, one.code)}”" in text(writer, f"/powers/desk/lists/power/{one.code}/")


def demo_name(demo: Demo, code: str) -> str:
    return next(one["name"] for one in demo.items.values() if one["code"] == code)
