"""What anyone may do without an account: find, read, follow, check; and the way in."""

import base64
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from tests.conftest import DEMO, Demo
from tests.office import Office
from tests.picking import picked
from yimen.contexts.catalogue.api import Change, cancel
from yimen.contexts.identity.api import Reader, reader_of
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.matters.api import Completion, begin_special, by_ids, complete_task, id_of, progress, worklist
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Ground, Ledger, Limit, Pause, Unit, local_date
from yimen.sites import _now
from yimen.sites.pieces import shapes
from yimen.sites.pieces.templatetags.words import day, moment

pytestmark = pytest.mark.django_db
LILING, QIXING, CHAOYANG = "430281000000", "450305000000", "450305200000"
CITIZEN = {"name": "李四演", "citizen_id": "450305198511220020", "phone": "13900000002"}
ANSWERS = {
    "person_name": CITIZEN["name"], "citizen_id": CITIZEN["citizen_id"], "phone": CITIZEN["phone"],
    "address": "演示路 1 号", "marital_status": "未婚", "children": "0", "use_place": "桂林市", "use_purpose": "入职",
}  # fmt: skip
NEWCOMER = {
    "name": "王五演", "citizen_id": "11010519491231002X", "phone": "13900000009",
    "password": "Feng-huang-99", "again": "Feng-huang-99", "agree": "yes",
}  # fmt: skip


def texts(answer: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def page(address: str, **cookies: str) -> str:
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    answer = client.get(address)
    assert answer.status_code == 200, (address, texts(answer))
    return unescape(answer.content.decode())


def found(address: str) -> set[str]:
    return set(re.findall(r'<h3><a href="/items/(\w+)/"', page(address)))


def expected(demo_items: list[dict[str, Any]], **wanted: str) -> set[str]:
    return {
        item["code"]
        for item in demo_items
        if all(value == item[name] or value in item[name] for name, value in wanted.items())
    }


@pytest.fixture
def liling(demo: Demo) -> list[dict[str, Any]]:
    return [item for item in demo.items.values() if item["region"] == LILING]


@pytest.fixture
def item(demo: Demo) -> dict[str, Any]:
    """Returns the item that its window alone can decide."""
    return next(i for i in demo.items.values() if i["name"] == "婚育证明")


@pytest.fixture
def number(demo: Demo, item: dict[str, Any]) -> str:
    """Lodges a case of a citizen and returns its number."""
    client, address = demo.client(CITIZEN["name"]), f"/space/apply/{item['code']}/"
    form = client.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', form))
    sent = client.post(address, {**hidden, "applicant": "self", **ANSWERS, **uploads(item)})
    assert sent.status_code == 302, texts(sent)
    return sent["Location"].split("/")[3]


def uploads(item: dict[str, Any]) -> dict[str, SimpleUploadedFile]:
    asked = [m["code"] for m in item["form"]["materials"] if m.get("source", "asked") == "asked"]
    return {f"material_{code}": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf") for code in asked}


def window(demo: Demo, number: str) -> Reader:
    """Returns an officer at the window where a case was taken in."""
    centre = by_ids(ids=[id_of(number=number)])[id_of(number=number)].centre
    posts = [(who["login"], post) for who in demo.people.values() for post in who.get("posts", ())]
    login = next(login for login, post in posts if (post["unit"], post["role"]) == (centre, "window"))
    return reader_of(account=demo.client(login).session["_auth_user_id"], on=local_date(_now.now()))


def does(demo: Demo, number: str, outcome: str, opinion: str = "", **form: Any) -> None:
    """Does the window's next step of a case."""
    who = window(demo, number)
    task = next(work.task for work in worklist(reader=who) if work.matter.number == number)
    form = {**picked(who, by_ids(ids=[task.matter])[task.matter], outcome), **form}
    done = Completion(task=task.id, outcome=outcome, opinion=opinion, form=form)
    complete_task(act=_now.act(who.actor), reader=who, completion=done)


def test_every_page_of_the_map_opens(demo: Demo) -> None:
    addresses = set(re.findall(r'href="(/(?:[a-z]+/)*)"', page("/map/"))) - {"/space/", "/large/"}
    assert {"/items/", "/cases/", "/results/", "/procedures/", "/board/", "/trail/", "/help/"} <= addresses
    for address in addresses:
        page(address)


@pytest.mark.req("CAT-021")
def test_items_are_found_by_audience_theme_unit_place_and_words(demo: Demo, liling: list[dict[str, Any]]) -> None:
    assert found("/items/") == expected(liling)
    for value in ("自然人", "法人"):
        assert found(f"/items/?audience={value}") == expected(liling, audience=value)
    for value in ("工程建设", "交通运输"):
        assert found(f"/items/?theme={value}") == expected(liling, themes=value)
    unit = liling[0]["unit"]
    assert found(f"/items/?unit={unit}") == expected(liling, unit=unit)
    assert found("/items/?unit=nobody") == set()
    births = {i["code"] for i in demo.items.values() if i["name"] == "出生证明" and i["region"] == CHAOYANG}
    assert births <= found(f"/items/?place={CHAOYANG}&q=生孩子")
    assert found(f"/items/?place={CHAOYANG}").isdisjoint(expected(liling))
    assert "换一种说法" in page("/items/?q=宇宙飞船驾照")


@pytest.mark.req("CAT-009")
def test_a_guide_says_all_that_the_item_says(demo: Demo) -> None:
    for item in demo.items.values():
        shown = page(f"/items/{item['code']}/")
        stated = [item["name"], item["type"], item["result"], item["code"], f"{item['promised']} 个工作日"]
        stated += [part for basis in item["basis"] for part in (basis["law"], basis["article"])]
        stated += [*item["conditions"], item["address"], item["hours"]]
        stated += [material["name"] for material in item["form"]["materials"]]
        stated += [text for fee in item["fees"] for text in (fee["standard"], fee["basis"])] or ["不收费"]
        stated += [partner["duty"] for partner in item.get("joint", ())]
        stated += ["监督投诉电话", f"/space/apply/{item['code']}/"]
        assert [text for text in stated if text not in shown] == [], item["name"]
        for title, name in (("办理条件", "conditions"), ("申请材料", "materials"), ("收费", "fees")):
            marked = bool(re.search(rf'<h2>{title} <span class="tag demo">演示值</span>\s*</h2>', shown))
            assert marked == (name in item["demo"]), (item["name"], title)


def test_a_guide_is_a_paper_too(demo: Demo) -> None:
    code = next(iter(demo.items.values()))["code"]
    answer = Client().get(f"/items/{code}/guide.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")


def test_the_history_tells_versions_and_a_cancelled_item_its_end(demo: Demo) -> None:
    item = next(iter(demo.items.values()))
    assert "第 1 版（在用）" in page(f"/items/{item['code']}/history/")
    on = local_date(_now.now())
    change = Change("取消", "上级取消这一事项", "演发〔2026〕1号")
    cancel(act=_now.act(SYSTEM), code=item["code"], last_day=on - timedelta(1), change=change)
    gone = Client().get(f"/items/{item['code']}/")
    assert gone.status_code == 410
    assert "演发〔2026〕1号" in texts(gone)
    ended = page(f"/items/{item['code']}/history/")
    assert "第 1 版（已取消）" in ended
    assert "上级取消这一事项（演发〔2026〕1号）" in ended


@pytest.mark.req("PWR-003")
def test_a_flowchart_is_a_list_as_well_with_every_step_in_its_table_and_a_button_to_print(demo: Demo) -> None:
    shown = page("/procedures/highway-licence/")
    listed = re.search(r'<details class="fold pf-list">.*?<ol>(.*?)</ol></details>', shown, re.S)
    assert listed
    items = re.findall(r"<li>([^，<]*)，", listed[1])
    assert items == ["受理", "审查", "审核", "决定", "送达", "补正材料"]
    table = shown.split("全部步骤", 1)[1].split("</table>", 1)[0]
    assert "补正材料（视情况）" in table
    assert all(name in table for name in items)
    assert re.search(r"<button[^>]*data-print[^>]*>打印流程图", shown)
    assert "权力运行流程图</p>" in shown


@pytest.mark.req("PWR-003")
def test_a_flowchart_says_whose_it_is_and_since_when_on_every_sheet_it_is_printed_on(demo: Demo) -> None:
    item = demo.items["超限运输车辆行驶公路的审核"]
    words = "机关名称：醴陵市公路局。公路行政许可办理流程（演示），第 1 版，自2026年1月1日起施行。"
    for path in ("/procedures/highway-licence/", f"/items/{item['code']}/", f"/powers/power/{item['code']}/"):
        assert words in page(path), path
    sheets = PdfReader(BytesIO(Client().get(f"/items/{item['code']}/guide.pdf").content)).pages
    printed = "".join("".join(sheet.extract_text().split()) for sheet in sheets)
    assert "".join(words.split()) in printed.replace("\u200b", "")
    assert "通用流程，由采用它的各单位执行。" in page("/procedures/joint-licence/")


def test_who_takes_part_and_what_silence_does_is_public_of_parts_as_of_single_steps(demo: Demo) -> None:
    for key, how in (("joint-parts", "并联审查，各办一遍，全部同意"), ("construction-4", "会签，全部通过")):
        shown = page(f"/procedures/{key}/")
        table, described = shown.split("全部步骤；")[-1], shown.split("<desc")[1].split("</desc>")[0]
        assert f"{how}，参加：事项列明的协办部门" in table
        assert "参加：事项列明的协办部门" in described
        assert "逾期：" in table
        assert "逾期：" in described


@pytest.mark.parametrize("path", sorted((DEMO / "procedures").glob("*.bpmn")), ids=lambda path: path.stem)
def test_the_published_flowchart_is_the_procedure_that_runs(demo: Demo, path: Path) -> None:
    shown = page(f"/procedures/{path.stem}/")
    tasks = ET.fromstring(path.read_bytes()).iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}userTask")
    named = {task.attrib["id"]: task.attrib["name"] for task in tasks}
    assert named
    for id_ in named:
        assert f'data-node="{id_}"' in shown
    described = re.search(r"<desc[^>]*>(.*?)</desc>", shown, re.DOTALL)
    assert described
    assert [name for name in named.values() if name not in described[1]] == []
    assert Client().get(f"/procedures/{path.stem}/procedure.bpmn").content == path.read_bytes()
    assert f"/procedures/{path.stem}/" in page("/procedures/")


@pytest.mark.parametrize(
    "address",
    [
        "/items/nothing/", "/items/?page=9", "/items/?page=x", "/items/?page=0", "/items/nothing/history/",
        "/items/nothing/guide.pdf", "/procedures/nothing/", "/procedures/nothing/procedure.bpmn", "/cases/1/",
        "/procedures/highway-licence/99/", "/procedures/nothing/1/",
        "/results/1/", "/results/?page=2", "/places/?under=99", "/trail/entries/?page=999999",
        "/trail/checkpoint", "/trail/key",
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_in_chinese_with_what_to_do(demo: Demo, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert re.search(r"请[^。]+。|稍候再来。|依法不公开的除外。", texts(answer)), texts(answer)


@pytest.mark.req("PWR-007")
def test_progress_is_public_and_tells_no_personal_value(demo: Demo, number: str) -> None:
    does(demo, number, "accept", "内部意见：材料可疑")
    shown = page(f"/cases/{number}/")
    assert number in shown
    assert "正在进行" in shown
    assert all(state in shown for state in ("pf-now", "pf-done"))
    assert "逐日说明与依据" in shown
    for secret in (*CITIZEN.values(), ANSWERS["address"], "内部意见"):
        assert secret not in shown
    assert "公开结果" not in shown


def test_the_paper_that_stops_a_clock_stays_with_the_applicant(demo: Demo) -> None:
    office = Office(demo, _now.now())
    receipt = office.lodge(item="超限运输车辆行驶公路的审核")
    office.does("ll-window", receipt.id, "accept")
    who = office.reader("ll-examiner")
    act, document = replace(office.act(who), now=office.now + timedelta(1)), "李四演检验通知"
    begin_special(act=act, reader=who, matter=receipt.id, kind="检验", document=document, days=5)
    shown = page(f"/cases/{receipt.number}/")
    assert "文书见申请人的办件页" in shown
    assert "李四演" not in shown
    assert "暂停计时" in shown
    assert document in demo.client("张三演").get(f"/space/cases/{receipt.number}/").content.decode()


def test_a_number_is_typed_as_it_is_printed(demo: Demo, number: str) -> None:
    printed = f"{number[:6]}-{number[6:14]}-{number[14:20]} {number[20:]}"
    answer = Client().get("/cases/", {"number": printed})
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{number}/")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    refused = Client().get("/cases/", {"number": wrong})
    assert refused.status_code == 422
    assert f'value="{wrong}"' in refused.content.decode()


def test_a_result_is_public_once_decided_with_the_name_masked(demo: Demo) -> None:
    office = Office(demo, _now.now())
    receipt = office.lodge(item="超限运输车辆行驶公路的审核")
    number = receipt.number
    for login, outcome in (("ll-window", "accept"), ("ll-examiner", "agree"), ("ll-reviewer", "agree")):
        office.does(login, receipt.id, outcome)
    assert Client().get(f"/results/{number}/").status_code == 404
    office.does("ll-decider", receipt.id, "grant")
    demo.work()
    for address in (f"/results/{number}/", f"/results/?place={LILING}", f"/results/?place={LILING}&q=超限"):
        shown = page(address)
        assert "准予" in shown
        assert number in shown
        for secret in ("张三演", demo.people["张三演"]["citizen_id"], demo.people["张三演"]["phone"]):
            assert secret not in shown
    assert "主动公开" in page(f"/results/{number}/")
    assert number not in page("/results/?place=450305000000")
    assert number not in page(f"/results/?place={LILING}&q=不存在")
    assert f"/results/{number}/" in page("/", place=LILING)


def test_the_board_counts_by_unit_and_names_no_matter(demo: Demo, number: str) -> None:
    region = progress(number=number).region
    shown = page(f"/board/?place={region}")
    assert re.search(r'data-label="在办" class="n">1</td>', shown)
    assert number not in shown
    assert "还没有办件" in page(f"/board/?place={LILING}")


def test_a_place_is_chosen_by_drilling_down_and_remembered(demo: Demo) -> None:
    client = Client()
    assert 'href="/places/?under=450000000000"' in page("/places/")
    assert 'href="/places/?under=450300000000"' in page("/places/?under=450000000000")
    assert f'value="{QIXING}"' in page("/places/?under=450300000000")
    assert f'value="{QIXING}"' in page("/places/?q=七星")
    kept = client.post("/places/", {"place": QIXING, "next": "https://evil.example/"})
    assert (kept.status_code, kept["Location"]) == (302, "/")
    assert "七星" in texts(client.get("/"))
    assert client.post("/places/", {"place": "999999"}).status_code == 404


def test_large_type_is_kept_until_turned_off(demo: Demo) -> None:
    client = Client()
    assert client.get("/large/", HTTP_REFERER="http://testserver/help/")["Location"] == "http://testserver/help/"
    assert '<html lang="zh-CN" class="large">' in client.get("/").content.decode()
    assert client.get("/large/", HTTP_REFERER="https://evil.example/")["Location"] == "/"
    assert 'class="large"' not in client.get("/").content.decode()


def test_signing_in_leads_on_but_never_off_the_site(demo: Demo) -> None:
    login = {"login": CITIZEN["phone"], "password": "Yimen-demo-2026"}
    assert Client().post("/login/", login)["Location"] == "/space/"
    assert Client().post("/login/", {**login, "next": "/space/me/"})["Location"] == "/space/me/"
    for trap in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        assert Client().post("/login/", {**login, "next": trap})["Location"] == "/space/"
    assert demo.client("ll-window").get("/login/")["Location"] == "/desk/"


def test_after_five_failures_even_the_right_password_waits(demo: Demo) -> None:
    client = Client()
    for _ in range(5):
        answer = client.post("/login/", {"login": "ll-window", "password": "wrong"})
        assert answer.status_code == 403
        assert "账号或密码不对" in texts(answer)
        assert 'value="ll-window"' in answer.content.decode()
        assert "wrong" not in re.findall(r'value="([^"]*)"', answer.content.decode())
    answer = client.post("/login/", {"login": "ll-window", "password": "Yimen-demo-2026"})
    assert answer.status_code == 403
    assert "15 分钟后再试" in texts(answer)
    assert "_auth_user_id" not in client.session


def test_signing_out_is_a_button_not_a_link(demo: Demo) -> None:
    client = demo.client(CITIZEN["name"])
    assert "退出登录" in texts(client.get("/logout/"))
    assert client.get("/space/").status_code == 200
    assert client.post("/logout/")["Location"] == "/"
    assert client.get("/space/").status_code == 302


def test_registering_tells_every_field_and_keeps_what_was_typed(demo: Demo) -> None:
    bad = {**NEWCOMER, "citizen_id": "110105194912310021", "phone": "1390000", "password": "1234567890"}
    answer = Client().post("/register/", {**bad, "again": bad["password"]})
    assert answer.status_code == 422
    shown = answer.content.decode()
    for code in ("citizen_id", "phone", "password"):
        assert f'href="#f-{code}"' in shown
        assert f'id="e-{code}"' in shown
    assert f'value="{bad["name"]}"' in shown
    assert f'value="{bad["phone"]}"' in shown
    assert bad["password"] not in shown


@pytest.mark.parametrize(("field", "typed"), [("again", "Feng-huang-98"), ("agree", None)])
def test_two_passwords_and_consent_are_needed(demo: Demo, field: str, typed: str | None) -> None:
    stated = {name: value for name, value in (NEWCOMER | {field: typed}).items() if value}
    answer = Client().post("/register/", stated)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.content.decode()
    assert Client().post("/login/", {"login": NEWCOMER["phone"], "password": NEWCOMER["password"]}).status_code == 403


def test_a_newcomer_registers_and_signs_in(demo: Demo) -> None:
    client = Client()
    answer = client.post("/register/", NEWCOMER, follow=True)
    assert "账号已开通" in texts(answer)
    assert "账号已开通" not in texts(client.get("/login/"))
    signed = client.post("/login/", {"login": NEWCOMER["phone"], "password": NEWCOMER["password"]})
    assert signed["Location"] == "/space/"
    again = Client().post("/register/", NEWCOMER)
    assert again.status_code == 422
    assert "已经注册过" in texts(again)


def test_the_published_checkpoint_is_signed_by_the_published_key(demo: Demo, number: str) -> None:
    demo.work()
    client = Client()
    note, key = client.get("/trail/checkpoint").content.decode(), client.get("/trail/key").content.decode().strip()
    name, key_id, encoded = key.split("+", 2)
    body, _, signatures = note.partition("\n\n")
    mark, signer, signature = signatures.splitlines()[0].split(" ")
    raw = base64.b64decode(signature)
    assert (mark, signer, raw[:4].hex()) == ("—", name, key_id)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:])
    public.verify(raw[4:], (body + "\n").encode())
    size = int(body.splitlines()[1])
    assert f"共 {size} 条" in page("/trail/")
    shown = page(f"/trail/entries/?page={(size + 19) // 20}")
    assert f'<th scope="row">{size - 1}</th>' in shown
    for secret in (number, *CITIZEN.values()):
        assert secret not in shown


_CHECK = Ground("检验", "suspend", "行政许可法", "第四十五条")


def test_days_are_shown_as_a_person_counts_them(demo: Demo) -> None:
    ledger = Ledger(
        Limit(5, Unit.WORKING_DAY, "承诺时限", "行政许可法", "第四十二条", grounds=(_CHECK,)), date(2026, 2, 25)
    )
    days = calendar(region=LILING)  # 28 February 2026 is a Saturday that is worked (放假通知), 1 March a Sunday
    running = shapes.days(ledger, days, date(2026, 2, 27))
    assert [(d["number"], d["state"]) for d in running] == [
        ("25", "start"), ("26", "done"), ("27", "done"), ("28", "ahead"), ("1", "rest"), ("2", "ahead"), ("3", "due"),
    ]  # fmt: skip
    assert [d["number"] for d in running if d["today"]] == ["27"]
    assert [(d["number"], d["month"]) for d in running if d["month"]] == [
        ("1", "3/")
    ]  # the first day of a month, worked or not
    late = shapes.days(ledger, days, date(2026, 3, 5))
    assert [(d["number"], d["state"], d["today"]) for d in late[-2:]] == [("4", "over", False), ("5", "over", True)]
    assert "超期第 2 个工作日" in late[-1]["words"]
    weekend = shapes.days(ledger, days, date(2026, 3, 8))
    assert "休息日，已超期" in weekend[-1]["words"]
    assert len(shapes.days(ledger, days, date(2027, 3, 5))) == len(running) + 30
    still = shapes.days(ledger.pause(Pause(date(2026, 2, 27), None, "检验", "通知"), days), days, date(2026, 3, 1))
    assert [(d["number"], d["state"]) for d in still[2:]] == [("27", "pause"), ("28", "pause"), ("1", "pause")]
    assert all(d["why"] for d in [*running, *late, *still])


def test_the_light_has_words_of_its_own(demo: Demo, number: str) -> None:
    does(demo, number, "accept")
    running = by_ids(ids=[id_of(number=number)])[id_of(number=number)]
    due = running.due_on
    assert due is not None
    soon = replace(running.standing, yellow_from=due - timedelta(1))
    assert shapes.light(soon, due - timedelta(1))["words"] == f"临近期限：{due.month}月{due.day}日"
    assert shapes.light(running, due) == {"colour": "yellow", "words": "今天到期"}
    days = calendar(region=running.region)
    late = [due + timedelta(count) for count in range(1, 15) if days.is_working(due + timedelta(count))][2]
    assert shapes.light(running, late) == {"colour": "red", "words": "超期 3 个工作日"}
    does(demo, number, "grant")
    does(demo, number, "deliver", method="窗口", receiver="李四演")
    closed = by_ids(ids=[id_of(number=number)])[id_of(number=number)]
    assert (
        shapes.light(closed, due + timedelta(99))["words"] == "提前办结"
    )  # the limits of the law begin to count the day after


@pytest.mark.parametrize(
    ("number", "total", "labels"),
    [(1, 0, "1"), (1, 20, "1"), (1, 21, "1 2"), (5, 200, "1 … 3 4 5 6 7 … 10"), (99, 41, "1 2 3")],
)
def test_pages_of_a_list(number: int, total: int, labels: str) -> None:
    pages = shapes.pages(number, total, 20, "/items/?q=a")
    assert " ".join(link["label"] or "…" for link in pages["links"]) == labels
    assert pages["number"] == min(number, int(labels.rsplit(maxsplit=1)[-1]))
    assert (pages["previous_url"] is None) == (pages["number"] == 1)
    assert (pages["next_url"] is None) == (pages["number"] == pages["count"])
    assert pages["links"][0]["url"] == "/items/?q=a&page=1"
    assert shapes.pages(1, total, 20, "/items/")["links"][0]["url"] == "/items/?page=1"


def test_days_and_moments_are_chinas() -> None:
    late = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    assert (day(late), moment(late), day(date(2026, 1, 2))) == (
        "2026年11月23日",
        "2026年11月23日 00:05",
        "2026年1月2日",
    )
    assert (day(None), moment(None)) == ("", "")


def test_a_request_for_another_host_is_refused_with_a_page(demo: Demo) -> None:
    answer = Client().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "回到首页" in answer.content.decode()
