"""Errands of proof: who someone is and for which company he acts, at the window and among colleagues."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import WalkIn
from yimen.contexts.identity.api import account_named, deactivate
from yimen.contexts.journal.api import SYSTEM
from yimen.sites import _now

NUMBER = "110101199003074514"
STRANGER = {"name": "赵六演", "citizen_id": NUMBER, "phone": "13700000009", "password": "correct-horse-7"}
COMPANY = {"company": "醴陵演示建设有限公司", "uscc": "91430281MB9990012G"}
PAGE, MINE = "/desk/verify/", "/space/companies/"


def texts(answer: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def button(answer: Any, name: str) -> str:
    found = re.search(rf'<button[^>]* name="{name}" value="([\w-]+)"', answer.content.decode())
    assert found, texts(answer)
    return found[1]


def newcomer(**more: str) -> Client:
    stated = {**STRANGER, **more}
    client = Client()
    opened = client.post("/register/", {**stated, "again": stated["password"], "agree": "yes"})
    assert opened.status_code == 302, texts(opened)
    assert client.post("/login/", {"login": stated["phone"], "password": stated["password"]}).status_code == 302
    return client


def test_what_was_lodged_at_the_counter_shows_once_the_card_was_seen(demo: Demo) -> None:
    office = Office(demo, moment("2026-11-20T09:00"))
    lodged = office.lodge("cs-window", "婚育证明", walk_in=WalkIn("赵六演", NUMBER, "13700000009"), channel="窗口")
    client, window = newcomer(), demo.client("cs-window")
    assert lodged.number not in texts(client.get("/space/"))
    assert client.get(f"/space/cases/{lodged.number}/").status_code == 404
    assert "还没有核实" in texts(client.get("/space/me/"))
    found = window.post(PAGE, {"citizen_id": NUMBER})
    assert "赵**" in texts(found)
    assert "137****0009" in texts(found)
    assert "赵六演" not in texts(found)
    done = window.post(PAGE, {"citizen_id": NUMBER, "person": button(found, "person")})
    assert "已核实本人" in texts(done)
    assert 'name="person"' not in done.content.decode()
    assert lodged.number in texts(client.get("/space/"))
    assert client.get(f"/space/cases/{lodged.number}/").status_code == 200
    assert "还没有核实" not in texts(client.get("/space/me/"))


def test_who_is_not_verified_yet_applies_online_and_finds_it_after_too(demo: Demo) -> None:
    client, window = newcomer(), demo.client("cs-window")
    address = f"/space/apply/{demo.items['婚育证明']['code']}/"
    hidden = dict(
        re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', client.get(address).content.decode())
    )
    answers = {
        "person_name": "赵六演", "citizen_id": NUMBER, "phone": "13700000009", "address": "演示路 1 号",
        "marital_status": "未婚", "children": "0", "use_place": "桂林市", "use_purpose": "入职",
    }  # fmt: skip
    sent = client.post(address, {**hidden, "applicant": "self", **answers})
    assert sent.status_code == 302, texts(sent)
    number = sent["Location"].split("/")[3]
    assert number in texts(client.get("/space/"))
    impostor = newcomer(phone="13700000008")
    assert number not in texts(impostor.get("/space/"))
    found = window.post(PAGE, {"citizen_id": NUMBER})
    window.post(PAGE, {"citizen_id": NUMBER, "person": button(found, "person")})
    assert number in texts(client.get("/space/"))


def test_a_company_is_claimed_then_confirmed_at_the_window(demo: Demo) -> None:
    client, window = newcomer(), demo.client("ll-window")
    for _ in range(2):
        assert client.post(MINE, {**COMPANY, "role": "经办人"}).status_code == 302
    page = client.get(MINE).content.decode()
    assert page.count(COMPANY["uscc"]) == 1
    assert "请到任一政务服务窗口出示营业执照" in page
    road = f"/space/apply/{next(item['code'] for name, item in demo.items.items() if name.startswith('利用、占用'))}/"
    assert COMPANY["uscc"] not in client.get(road).content.decode()
    found = window.post(PAGE, {"citizen_id": NUMBER})
    assert 'name="mandate"' not in found.content.decode()
    found = window.post(PAGE, {"citizen_id": NUMBER, "person": button(found, "person")})
    done = window.post(PAGE, {"citizen_id": NUMBER, "mandate": button(found, "mandate")})
    assert "已核实授权" in texts(done)
    assert "待核实" not in texts(client.get(MINE))
    assert COMPANY["uscc"] in client.get(road).content.decode()


def test_colleagues_are_confirmed_by_the_representative_alone(demo: Demo) -> None:
    agent, head, window = demo.client("李四演"), newcomer(), demo.client("ll-window")
    agent.post(MINE, {**COMPANY, "role": "经办人"})
    head.post(MINE, {**COMPANY, "role": "法定代表人"})
    assert 'name="confirm"' not in head.get(MINE).content.decode()
    found = window.post(PAGE, {"citizen_id": NUMBER})
    found = window.post(PAGE, {"citizen_id": NUMBER, "person": button(found, "person")})
    window.post(PAGE, {"citizen_id": NUMBER, "mandate": button(found, "mandate")})
    claim = button(head.get(MINE), "confirm")
    assert agent.post(MINE, {"confirm": claim}).status_code == 403
    assert "待核实" in texts(agent.get(MINE))
    assert head.post(MINE, {"confirm": claim}).status_code == 302
    assert "待核实" not in texts(agent.get(MINE))
    assert head.post(MINE, {"confirm": "0'; --"}).status_code == 422


@pytest.mark.parametrize("number", ["", "abc", "110101199003074515", "1" * 400])
def test_a_bad_number_is_answered_beside_its_field(demo: Demo, number: str) -> None:
    answer = demo.client("ll-window").post(PAGE, {"citizen_id": number})
    assert answer.status_code == 422
    assert 'href="#f-citizen_id"' in answer.content.decode()
    assert re.search(r'id="e-citizen_id".*?有误：</span>[^<]*[一-鿿]', answer.content.decode(), re.DOTALL)


def test_what_is_not_there_is_not_confirmed(demo: Demo) -> None:
    window = demo.client("ll-window")
    assert "没有用这个身份证号码注册的账号" in texts(window.post(PAGE, {"citizen_id": NUMBER}))
    for value in ("", "0'; --", "00000000-0000-0000-0000-000000000000"):
        for name in ("person", "mandate"):
            assert window.post(PAGE, {"citizen_id": NUMBER, name: value}).status_code == 422


def test_only_windows_verify(demo: Demo) -> None:
    assert "身份核实" in texts(demo.client("ll-window").get("/desk/"))
    assert "身份核实" not in texts(demo.client("ll-examiner").get("/desk/"))
    for who in ("ll-examiner", "ll-leader", "admin-system", "张三演"):
        assert demo.client(who).post(PAGE, {"citizen_id": NUMBER}).status_code == 403, who
    assert Client().get(PAGE)["Location"].startswith("/login/")


def test_an_open_session_of_a_closed_account_is_nobodys(demo: Demo) -> None:
    client = demo.client("ll-window")
    account = account_named(login="ll-window")
    assert account is not None
    deactivate(act=_now.act(SYSTEM), account=account)
    assert client.get("/desk/")["Location"].startswith("/login/")


def _locked(client: Client, forwarded: str) -> bool:
    sent = {"login": f"nobody-{forwarded}", "password": "wrong"}
    return "失败次数过多" in texts(client.post("/login/", sent, headers={"x-forwarded-for": forwarded}))


def test_behind_the_proxy_an_address_is_the_hop_that_the_proxy_wrote(demo: Demo) -> None:
    client = Client()
    with override_settings(YIMEN_SECURE_PROXY=True):
        for number in range(50):
            assert not _locked(client, f"1.1.1.{number}, 10.0.0.7")
        assert _locked(client, "9.9.9.9, 10.0.0.7")
        assert not _locked(client, "10.0.0.7, 10.0.0.8")
    assert not _locked(client, "10.0.0.7")  # without the proxy anyone could have written it
