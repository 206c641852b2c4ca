"""What officers, applicants and the public see of a case that several units handle, over HTTP."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import filled
from tests.conftest import Demo
from tests.office import Office
from tests.picking import ticked
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import local_date
from yimen.sites import _now
from yimen.sites.pieces.templatetags.words import day as day_words

ITEM, FINAL = "涉路工程建设并联审批（演示）", "工程建设项目竣工联合验收（演示）"
FIRE = "醴陵市消防救援大队"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


def lodged(office: Office, item: str = ITEM, **answers: str) -> Any:
    given = {**filled.answers(office.demo.items[item]), "area": "500", **answers}
    return office.lodge(item=item, answers=given)


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def step(client: Client, number: str) -> str:
    page = shown(client, "/desk/")
    found = re.search(rf'href="(/desk/tasks/[0-9a-f-]+/)">[^<]+<span class="vh">：办件 {number}', page)
    assert found is not None
    return found[1]


@pytest.mark.req("PRC-006")
def test_the_window_sees_who_takes_part_and_why_before_it_accepts(office: Office) -> None:
    receipt = lodged(office)
    window = office.demo.client("ll-window")
    address = step(window, receipt.number)
    page = shown(window, address)
    assert FIRE in page
    assert "因为占地面积（平方米）大于300" in page
    assert 'name="units"' in page
    refused = window.post(address, {"outcome": "accept", "units": ["11430281MB99001556"]})
    assert refused.status_code == 422
    assert "理由" in refused.content.decode()
    more = {"outcome": "accept", "units": ["11430281MB99001556"], "units_reason": "政府投资项目"}
    assert window.post(address, more).status_code == 302
    page = shown(window, f"/desk/cases/{receipt.number}/")
    assert "受理窗口增加：政府投资项目" in page
    assert page.count("正在办理") >= 3


@pytest.mark.req("PRC-006", "PRC-016")
def test_each_unit_sees_the_others_and_the_public_no_opinion(office: Office) -> None:
    receipt = lodged(office)
    office.does("ll-window", receipt.id, "accept")
    fire = office.demo.client("ll-fire")
    told = {"outcome": "more", "opinion": "补消防车道图\n注明水源位置"}
    assert fire.post(step(fire, receipt.number), told).status_code == 302
    land = office.demo.client("ll-land")
    page = shown(land, step(land, receipt.number))
    assert "需补正：补消防车道图" in page
    assert "注明水源位置" in page
    public = shown(Client(), f"/cases/{receipt.number}/")
    assert FIRE in public
    assert "正在办理" in public
    assert "补消防车道图" not in public
    assert "需补正</td>" not in public
    drawn = public[public.index("<svg xmlns") :]
    described = drawn.split("<desc")[1].split("</desc>")[0]
    assert f"{FIRE} 已办" in described
    assert "醴陵市自然资源局 正在办理" in described
    course = public[public.index("<h2>进度</h2>") : public.index("<h2>流程图</h2>")]
    assert f"{FIRE}审查岗" in course
    assert "醴陵市自然资源局审查岗" in course
    assert "办理期限的最后一天" in public
    assert "办完本阶段" not in public
    mine = shown(office.demo.client("张三演"), f"/space/cases/{receipt.number}/")
    assert FIRE in mine


@pytest.mark.req("PRC-006")
def test_one_notice_lists_what_all_ask_for(office: Office) -> None:
    receipt = lodged(office)
    office.does("ll-window", receipt.id, "accept")
    office.does("ll-fire", receipt.id, "more", "补消防车道图")
    office.does("ll-land", receipt.id, "agree")
    lead = office.demo.client("ll-examiner")
    address = step(lead, receipt.number)
    assert "补消防车道图" in shown(lead, address)
    asked = {"outcome": "correct", "missing_more": "写明工期", **ticked(lead, address, "correct")}
    assert lead.post(address, asked).status_code == 302
    page = shown(office.demo.client("张三演"), f"/space/cases/{receipt.number}/")
    assert f"补消防车道图（{FIRE}）" in page
    assert "写明工期" in page
    assert "办理时限照常计算" in page


@pytest.mark.req("PRC-007")
def test_the_day_of_an_inspection_is_agreed_on_one_page(office: Office) -> None:
    receipt = lodged(office, FINAL, basement="no")
    office.does("ll-window", receipt.id, "accept")
    address = f"/desk/cases/{receipt.number}/inspection/"
    today, days = local_date(office.now), calendar(region="430281000000")
    first, second = days.add_working_days(today, 5), days.add_working_days(today, 6)
    lead, fire, land = (office.demo.client(who) for who in ("ll-housing", "ll-fire", "ll-land"))
    wrong = lead.post(address, {"propose": "1", "days": "明天"})
    assert wrong.status_code == 422
    assert "明天" in wrong.content.decode()
    assert shown(lead, address).count('<input class="input short" type="date" name="days"') == 5
    sunday = today + timedelta(13 - today.weekday())
    told = lead.post(address, {"propose": "1", "days": [sunday.isoformat(), "", ""]}).content.decode()
    assert f"{day_words(sunday)}是休息日" in told
    page = shown(lead, step(lead, receipt.number))
    assert f'href="{address}">去商定联合验收日期' in page
    assert 'value="date_fixed" id="f-outcome" checked' not in page
    assert lead.post(address, {"propose": "1", "days": [first.isoformat(), second.isoformat()]}).status_code == 302
    assert address in shown(fire, "/desk/")
    assert 'name="able"' in shown(fire, address)
    assert 'name="days"' not in shown(fire, address)
    for client, unit in ((fire, "11430281MB99001530"), (land, "11430281MB9900151R")):
        assert client.post(address, {"answer": unit, "able": [f"{second}"]}).status_code == 302
    assert address not in shown(fire, "/desk/")
    assert "各部门都能参加" in shown(lead, address)
    assert lead.post(address, {"fix": "1", "day": f"{first}"}).status_code == 422
    assert lead.post(address, {"fix": "1", "day": f"{second}"}).status_code == 302
    assert f"第 1 次：{day_words(second)}" in shown(land, address)
    shown(office.demo.client("cy-examiner"), address, 404)


@pytest.mark.req("PRC-020")
def test_a_project_is_registered_filled_and_shown_to_all(office: Office) -> None:
    receipt = lodged(office, "工程建设项目立项用地规划许可（演示）")
    office.does("ll-window", receipt.id, "accept")
    citizen = office.demo.client("张三演")
    citizen.post("/places/", {"region": "430281000000"})
    wrong = citizen.post("/space/projects/", {"name": "", "owner": ""})
    assert wrong.status_code == 422
    made = citizen.post("/space/projects/", {"name": "演示产业园", "owner": ""})
    assert made.status_code == 302
    code = made["Location"].split("/")[2]
    added = citizen.post("/space/projects/", {"code": code, "number": receipt.number})
    assert added.status_code == 302
    page = shown(Client(), f"/projects/{code}/")
    for words in ("演示产业园", "第一阶段：立项用地规划许可", "第四阶段：竣工验收", "最多 120 个", "醴陵市自然资源局"):
        assert words in page
    assert "张三演" not in page
    assert f'href="/cases/{receipt.number}/"' in page
    shown(Client(), "/projects/XM430281-2026-99999/", 404)
    assert code in shown(office.demo.client("ll-land"), f"/desk/cases/{receipt.number}/")


def test_nobody_to_choose_is_said_in_place_of_a_form(office: Office) -> None:
    receipt = lodged(office)
    office.does("ll-window", receipt.id, "accept")
    fire = office.demo.client("ll-fire")  # alone in its unit
    for gesture, button in (("transfer", "确认转办"), ("delegate", "确认委托")):
        page = shown(fire, f"{step(fire, receipt.number)}hands/{gesture}/")
        assert "现在没有可以选的人" in page
        assert button not in page
