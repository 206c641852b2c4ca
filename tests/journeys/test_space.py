"""A citizen's errands from the first page to the rating, through HTTP; the office's steps through matters' door."""

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import DEMO, Demo
from tests.office import Office
from tests.picking import picked
from yimen.contexts.catalogue.api import Change, publish
from yimen.contexts.identity.api import Reader, reader_of
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.matters.api import Completion, begin_special, complete_task, matter, worklist
from yimen.kernel.clock import local_date
from yimen.sites import _now

CITIZEN, OTHER = "李四演", "张三演"
PDF = b"%PDF-1.4\n%%EOF\n"
ANSWERS = {
    "person_name": "李四演",
    "citizen_id": "450305198511220020",
    "phone": "13900000002",
    "address": "演示路 1 号",
    "marital_status": "未婚",
    "children": "0",
    "use_place": "桂林市",
    "use_purpose": "入职",
}
ROAD = {
    "applicant_kind": "自然人",
    "person_name": "张三演",
    "citizen_id": "430281199003070013",
    "phone": "13900000001",
    "road": "国道 G106",
    "stake": "K1520+300 至 K1520+450",
    "road_grade": "二级公路",
    "uses": ["占用公路", "挖掘公路"],
    "area": "12.5",
    "purpose": "埋设管线",
    "start_date": "2999-01-01",
    "end_date": "2999-02-01",
    "affects_traffic": "no",
}


@pytest.fixture
def item(demo: Demo) -> str:
    """Returns the address of the form that the window alone can decide."""
    return f"/space/apply/{demo.items['婚育证明']['code']}/"


@pytest.fixture
def road(demo: Demo) -> str:
    """Returns the address of the form with every sort of question."""
    code = next(item["code"] for name, item in demo.items.items() if name.startswith("利用、占用"))
    return f"/space/apply/{code}/"


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', page))


def opened(client: Client, address: str) -> dict[str, str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return hidden(answer.content.decode())


def pdf(name: str = "文件.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def lodged(client: Client, address: str, answers: dict[str, Any] | None = None) -> str:
    """Applies and returns the number on the receipt."""
    sent = client.post(address, {**opened(client, address), "applicant": "self", **(answers or ANSWERS)})
    assert sent.status_code == 302, texts(sent)
    return sent["Location"].split("/")[3]


def texts(answer: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def officer(demo: Demo, login: str) -> Reader:
    account = demo.client(login).session["_auth_user_id"]
    return reader_of(account=account, on=date(2999, 1, 1))


def does(demo: Demo, login: str, number: str, outcome: str, **form: Any) -> None:
    """Does the office's next step of a case."""
    who = officer(demo, login)
    work = next(work for work in worklist(reader=who) if work.matter.number == number)
    form = {**picked(who, work.matter, outcome), **form}
    done = Completion(task=work.task.id, outcome=outcome, opinion="演示", form=form)
    complete_task(act=_now.act(who.actor), reader=who, completion=done)


def granted(demo: Demo, client: Client, item: str) -> str:
    number = lodged(client, item)
    does(demo, "cs-window", number, "accept")
    does(demo, "cs-window", number, "grant")
    return number


def test_only_citizens_come_in(demo: Demo) -> None:
    answer = Client().get("/space/notices/?page=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=%2Fspace%2Fnotices%2F%3Fpage%3D2"
    refused = demo.client("cs-window").get("/space/")
    assert refused.status_code == 403
    assert "个人用户" in texts(refused)


@pytest.mark.req("FRM-010")
def test_the_form_is_what_the_items_data_say(demo: Demo, road: str) -> None:
    page = demo.client(OTHER).get(road).content.decode()
    form = next(item for item in demo.items.values() if item["code"] == road.split("/")[3])["form"]
    elements = [field["element"] for section in form["sections"] for field in section["fields"]]
    for element in elements:
        named = re.findall(rf'<(?:input|textarea|select)[^>]* name="{element["code"]}"[^>]*>', page)
        choices = {"choice": len(element.get("choices", ())), "choices": len(element.get("choices", ())), "yes_no": 2}
        assert len(named) == choices.get(element["type"], 1), element["code"]
        assert element["label"] in page
    for material in form["materials"]:
        asked = f'name="material_{material["code"]}"' in page
        assert asked == (material.get("source", "asked") == "asked"), material["name"]
    assert "“施工是否影响交通”是“是”" in unescape(page)
    assert re.search(r'name="road"[^>]* required', page)
    assert not re.search(r'name="detour"[^>]* required', page)  # whether it is asked depends on another answer


@pytest.mark.req("FRM-004")
def test_what_a_licence_shows_is_not_asked(demo: Demo, road: str) -> None:
    page = demo.client(OTHER).get(road).content.decode()
    assert "material_licence" not in page
    assert "营业执照</label>" not in page


def test_what_the_account_knows_is_filled_in(demo: Demo, item: str) -> None:
    page = demo.client(CITIZEN).get(item).content.decode()
    for code in ("person_name", "citizen_id", "phone"):
        assert re.search(rf'name="{code}"[^>]* value="{ANSWERS[code]}"', page), code


@pytest.mark.req("FRM-007", "IDN-001")
def test_applying_gives_a_number_and_a_day(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    number = lodged(client, item)
    assert re.fullmatch(r"\d{21}", number)
    receipt = texts(client.get(f"/space/cases/{number}/receipt/"))
    assert number in receipt
    assert f"/cases/{number}/" in receipt
    assert number in texts(client.get("/space/"))
    case = texts(client.get(f"/space/cases/{number}/"))
    assert "演示路 1 号" in case
    assert "工作日" in case


def test_sending_twice_is_sending_once(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    sent = {**opened(client, item), "applicant": "self", **ANSWERS}
    first, second = client.post(item, sent), client.post(item, sent)
    assert first["Location"] == second["Location"]
    assert client.get("/space/").content.decode().count("办件号") == 1


def test_what_was_sent_is_not_a_draft_again(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    form = {**opened(client, item), "applicant": "self", **ANSWERS}
    receipt = client.post(item, form)["Location"]
    assert client.post(item, {**form, "_keep": "yes", "address": "别处"})["Location"] == receipt
    assert opened(client, item)["_id"] != form["_id"]
    theirs = demo.client(OTHER).post(item, {**form, "_keep": "yes", "material_marriage": pdf("混进来.pdf")})
    assert theirs.status_code == 404
    assert "混进来" not in texts(client.get(receipt.replace("receipt/", "")))


def test_every_error_is_told_beside_its_field_and_nothing_typed_is_lost(demo: Demo, road: str) -> None:
    client = demo.client(OTHER)
    typed = {**ROAD, "citizen_id": "430281199003070014", "area": "很大", "start_date": "明天", "phone": "12"}
    sent = {**opened(client, road), "applicant": "self", **typed, "material_emergency_plan": pdf("预案.pdf")}
    answer = client.post(road, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    summary = re.findall(r'<a href="#(f-[\w.-]+)">', page)
    assert {"f-citizen_id", "f-area", "f-start_date", "f-phone", "f-material_design"} <= set(summary)
    for anchor in summary:
        assert f'id="{anchor}"' in page, anchor
    for code in ("citizen_id", "area", "start_date", "phone", "road"):
        assert re.search(rf'name="{code}"[^>]* value="{re.escape(typed[code])}"', page), code
    assert ">埋设管线</textarea>" in page
    assert page.count(">预案.pdf</a>") == 1
    assert "f-material_emergency_plan" not in summary
    assert re.search(r'name="start_date" type="text"', page)  # a date box would show nothing of what was typed
    assert len(re.findall(r'name="uses" value="(?:占用公路|挖掘公路)"[^>]* checked', page)) == 2
    assert "没有正在办理的事" in texts(client.get("/space/"))


def test_a_condition_is_held_by_the_server(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    married = client.post(item, {**opened(client, item), "applicant": "self", **ANSWERS, "marital_status": "已婚"})
    assert "“结婚日期”没有填写" in texts(married)
    assert "缺少材料“结婚证”" in texts(married)
    number = lodged(client, item, {**ANSWERS, "marriage_date": "2020-02-02"})
    assert "2020-02-02" not in texts(client.get(f"/space/cases/{number}/"))


def test_a_draft_keeps_what_was_typed_and_uploaded(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    sent = {**opened(client, item), "_keep": "yes", "address": "写到一半", "material_marriage": pdf("结婚证.pdf")}
    assert client.post(item, sent).status_code == 302
    assert "婚育证明" in texts(client.get("/space/"))
    page = client.get(item).content.decode()
    assert 'value="写到一半"' in page
    address = re.search(rf'href="({item}drafts/[\w/-]+)">结婚证.pdf', page)
    assert address
    assert client.get(address[1]).content == PDF
    assert demo.client(OTHER).get(address[1]).status_code == 404
    remove = re.search(r'name="(_remove_[\w-]+)"', page)
    assert remove
    assert client.post(item, {**hidden(page), remove[1]: "yes", "address": "又写了些"}).status_code == 302
    page = client.get(item).content.decode()
    assert "结婚证.pdf" not in page
    assert 'value="又写了些"' in page


def test_a_bad_file_is_refused_and_the_rest_is_kept(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    form = {**opened(client, item), "applicant": "self", **ANSWERS}
    answer = client.post(item, {**form, "material_marriage": pdf("图.pdf", b"MZ not a pdf")})
    assert answer.status_code == 422
    assert "不是 PDF、JPG 或 PNG 文件" in texts(answer)
    assert 'value="演示路 1 号"' in answer.content.decode()
    large = client.post(item, {**form, "material_marriage": pdf("大.pdf", PDF + b"0" * (11 * 1024**2))})
    assert large.status_code == 422
    assert "超过 10 MB" in texts(large)


def changed(demo: Demo, address: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Publishes the item of an address anew, in force from today."""
    code = address.split("/")[3]
    items = json.loads((DEMO / "items.json").read_text("utf-8"))
    item = next(item for item in items if item["code"] == code)
    change(item)
    act = _now.act(SYSTEM)
    publish(act=act, item=item, valid_from=local_date(act.now), change=Change("变更", "演示", "演示文件"))


def test_a_stale_form_lodges_nothing(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    form = opened(client, item)
    changed(demo, item, lambda data: data.update(conditions=["新的条件"]))
    answer = client.post(item, {**form, "applicant": "self", **ANSWERS})
    assert answer.status_code == 409
    assert "事项已更新" in texts(answer)
    assert 'value="演示路 1 号"' in answer.content.decode()
    assert "没有正在办理的事" in texts(client.get("/space/"))
    again = hidden(answer.content.decode())
    assert client.post(item, {**again, "applicant": "self", **ANSWERS}).status_code == 302


@pytest.mark.req("FRM-009")
def test_what_a_register_says_can_be_neither_retyped_nor_changed(demo: Demo, item: str) -> None:
    def from_register(data: dict[str, Any]) -> None:
        for field in data["form"]["sections"][0]["fields"]:
            if field["element"]["code"] == "citizen_id":
                field["element"]["source"] = "register"

    changed(demo, item, from_register)
    client = demo.client(CITIZEN)
    page = client.get(item).content.decode()
    assert re.search(rf'name="citizen_id"[^>]* value="{ANSWERS["citizen_id"]}"[^>]* readonly', page)
    assert not re.search(r'name="(?:address|phone)"[^>]* readonly', page)
    number = lodged(client, item, {**ANSWERS, "citizen_id": "430281199003070013"})
    case = texts(client.get(f"/space/cases/{number}/"))
    assert "430281199003070013" not in case
    assert case.count(ANSWERS["citizen_id"]) == 2


def test_a_broken_id_still_lodges_once(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    sent = client.post(item, {**opened(client, item), "_id": "0'; --", "applicant": "self", **ANSWERS})
    assert sent.status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/space/apply/no-such-item/",
        "/space/cases/0/",
        "/space/cases/" + "9" * 400 + "/",
        "/space/cases/0/papers/00000000-0000-0000-0000-000000000000.pdf",
        "/space/cases/%00/",
        "/space/apply/%F0%9F%8C%B8/",
        "/space/notices/00000000-0000-0000-0000-00000000000g/",
    ],
)
def test_what_is_not_there_is_not_found(demo: Demo, address: str) -> None:
    assert demo.client(CITIZEN).get(address).status_code == 404


def test_another_citizens_case_is_not_there(demo: Demo, item: str) -> None:
    mine, theirs = demo.client(CITIZEN), demo.client(OTHER)
    number = lodged(mine, item)
    page = mine.get(f"/space/cases/{number}/").content.decode()
    paper = re.search(r'href="([^"]+papers/[\w-]+\.pdf)"', page)
    assert paper
    base = f"/space/cases/{number}/"
    for address in (base, base + "receipt/", base + "receipt.pdf", base + "proof.json", paper[1]):
        answer = theirs.get(address)
        assert answer.status_code == 404, address
        assert "李四" not in texts(answer)
    for verb, sent in (("supplement", {}), ("rate", {"score": "5"}), ("withdraw", {})):
        assert theirs.post(f"{base}{verb}/", sent).status_code == 404, verb
    assert "撤回申请" in texts(mine.get(base))


def test_another_citizens_id_cannot_be_taken_over(demo: Demo, item: str) -> None:
    mine, theirs = demo.client(CITIZEN), demo.client(OTHER)
    form = opened(mine, item)
    assert mine.post(item, {**form, "_keep": "yes", "address": "我的"}).status_code == 302
    assert theirs.post(item, {**form, "_keep": "yes", "address": "别人的"}).status_code == 403
    assert 'value="我的"' in mine.get(item).content.decode()


@pytest.mark.req("IDN-002")
def test_an_agent_applies_for_a_company(demo: Demo, road: str) -> None:
    client = demo.client(OTHER)
    company = demo.people[OTHER]["mandates"][0]
    assert company["name"] in texts(client.get(road))
    answers = {**ROAD, "applicant_kind": "法人", "company_name": company["name"], "uscc": company["uscc"]}
    files = {f"material_{code}": pdf() for code in ("design", "emergency_plan")}
    form = {**opened(client, road), **answers}
    stranger = client.post(road, {**form, "applicant": "91110000100000000X", **files})
    assert stranger.status_code == 403
    files = {f"material_{code}": pdf() for code in ("design", "emergency_plan")}
    sent = client.post(road, {**form, "applicant": company["uscc"], **files})
    assert sent.status_code == 302, texts(sent)
    case = texts(client.get(sent["Location"].replace("receipt/", "")))
    assert company["uscc"] in case
    assert "文件.pdf" in case


def test_only_the_right_sort_of_applicant_is_offered(demo: Demo) -> None:
    code = demo.items["企业简易注销登记"]["code"]
    nobody = demo.client(CITIZEN).get(f"/space/apply/{code}/")
    assert "请先登记您的单位" in texts(nobody)
    assert "提交申请" not in texts(nobody)
    agent = demo.client(OTHER).get(f"/space/apply/{code}/").content.decode()
    assert re.findall(r'name="applicant" value="([^"]+)"', agent) == ["91430281MB9990012G"]


def test_a_correction_is_answered_in_one_step(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    number = lodged(client, item)
    base = f"/space/cases/{number}/"
    does(demo, "cs-window", number, "correct", missing=["field_address", "material_marriage"])
    page = client.get(base)
    assert "轮到您了" in texts(page)
    assert "材料：结婚证" in texts(page)
    assert 'value="演示路 1 号"' in page.content.decode()
    wrong = client.post(base + "supplement/", {**ANSWERS, "address": "新路 2 号", "children": "很多"})
    assert wrong.status_code == 422
    assert 'value="新路 2 号"' in wrong.content.decode()
    assert 'href="#f-children"' in wrong.content.decode()
    unchosen = {code: text for code, text in ANSWERS.items() if code != "marital_status"}
    assert "“婚姻状况”还没有选择" in texts(client.post(base + "supplement/", unchosen))
    bad = client.post(base + "supplement/", {**ANSWERS, "material_marriage": pdf("图.pdf", b"MZ")})
    assert bad.status_code == 422
    assert "轮到您了" in texts(client.get(base))
    sent = {**ANSWERS, "address": "新路 2 号", "material_marriage": pdf("结婚证.pdf")}
    assert client.post(base + "supplement/", sent).status_code == 302
    page = client.get(base)
    assert "新路 2 号" in texts(page)
    assert "轮到您了" not in texts(page)
    file = re.search(r'href="([^"]+materials/[\w-]+)">结婚证.pdf', page.content.decode())
    assert file
    assert client.get(file[1]).content == PDF
    assert client.post(base + "supplement/", ANSWERS).status_code == 409
    does(demo, "cs-window", number, "accept")


def test_a_decided_case_is_rated_once(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    number = granted(demo, client, item)
    base = f"/space/cases/{number}/"
    unchosen = client.post(base + "rate/", {"text": "很快"})
    assert unchosen.status_code == 422
    assert ">很快</textarea>" in unchosen.content.decode()
    assert client.post(base + "rate/", {"score": "5", "text": "很快"}).status_code == 302
    assert "您已评价过" in texts(client.get(base))
    again = client.post(base + "rate/", {"score": "1"})
    assert again.status_code == 422
    assert "每件只评价一次" in texts(again)


def test_a_closed_case_tells_its_result(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    number = granted(demo, client, item)
    decided = texts(client.get(f"/space/cases/{number}/"))
    assert "正在办理“送达”" in decided
    assert "撤回申请" not in decided
    does(demo, "cs-window", number, "deliver", method="网上", receiver="")
    case = texts(client.get(f"/space/cases/{number}/"))
    assert "本件已办结" in case
    assert "准予" in case
    assert "撤回申请" not in case
    home = client.get("/space/").content.decode()
    assert number in home[home.index("已办结</h2>") :]


def test_a_pause_is_told_to_the_applicant(demo: Demo) -> None:
    office = Office(demo, _now.now())
    number = office.lodge(OTHER, "超限运输车辆行驶公路的审核").number
    does(demo, "ll-window", number, "accept")
    client, who = demo.client(OTHER), officer(demo, "ll-examiner")
    found = matter(reader=who, number=number)
    begin_special(
        act=_now.act(who.actor), reader=who, matter=found.id, kind="听证", document="演示〔2026〕1 号", days=5
    )
    case = texts(client.get(f"/space/cases/{number}/"))
    assert "正在进行法定的特别程序" in case
    assert all(word in case for word in ("暂停计时", "演示〔2026〕1 号", "5 个工作日", "不计入时限"))
    demo.work()
    told = texts(client.get("/space/notices/"))
    assert "因听证暂停计时（《行政许可法》第四十五条），预计需要5 个工作日，所需时间不计入时限。" in told
    assert "特别程序告知书" in texts(client.get(f"/space/cases/{number}/"))


def test_a_case_is_taken_back_until_it_is_decided(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    number = lodged(client, item)
    assert client.post(f"/space/cases/{number}/rate/", {"score": "5"}).status_code == 422
    assert client.post(f"/space/cases/{number}/withdraw/", {"reason": "不需要了"}).status_code == 302
    assert "撤回" in texts(client.get(f"/space/cases/{number}/"))
    assert client.post(f"/space/cases/{number}/withdraw/").status_code == 422
    decided = granted(demo, client, item)
    refused = client.post(f"/space/cases/{decided}/withdraw/", {"reason": "晚了"})
    assert refused.status_code == 422
    assert "行政复议" in texts(refused)


def test_papers_and_proof_are_the_applicants_to_keep(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    number = granted(demo, client, item)
    base = f"/space/cases/{number}/"
    assert client.get(base + "proof.json").status_code == 409
    demo.work()
    page = client.get(base).content.decode()
    assert "没有上传材料" in page
    papers = re.findall(r'href="([^"]+papers/[\w-]+\.pdf)">([^<（]+)', page)
    assert [name.split(" ")[0] for _, name in papers] == ["收件回执", "受理通知书", "准予决定书"]
    for address, _ in papers:
        first, second = client.get(address), client.get(address)
        assert first.content.startswith(b"%PDF-")
        assert first.content == second.content
        assert first["Cache-Control"] == "private, no-store"
    assert client.get(base + "receipt.pdf").content == client.get(papers[0][0]).content
    proof = client.get(base + "proof.json")
    assert proof["Content-Disposition"].startswith("attachment")
    assert number in proof.content.decode()
    assert "李四演" not in proof.content.decode()


def test_news_comes_as_messages(demo: Demo, item: str) -> None:
    client = demo.client(CITIZEN)
    number = lodged(client, item)
    demo.work()
    page = client.get("/space/notices/").content.decode()
    assert number in page
    address = re.search(r'action="(/space/notices/[\w-]+/)"', page)
    assert address
    assert demo.client(OTHER).post(address[1]).status_code == 404
    assert "未读" in texts(client.get("/space/notices/"))
    assert client.post(address[1])["Location"] == f"/space/cases/{number}/"
    assert "未读" not in texts(client.get("/space/notices/"))


def test_a_company_is_added_by_its_code(demo: Demo) -> None:
    client = demo.client(CITIZEN)
    form = {"company": "桂林演示贸易有限公司", "uscc": "91430281MB9990012X", "role": "经办人"}
    wrong = client.post("/space/companies/", form)
    assert wrong.status_code == 422
    assert 'href="#f-uscc"' in wrong.content.decode()
    assert 'value="桂林演示贸易有限公司"' in wrong.content.decode()
    assert client.post("/space/companies/", {**form, "role": "皇帝"}).status_code == 422
    right = {"company": "醴陵演示建设有限公司", "uscc": "91430281MB9990012G", "role": "经办人"}
    assert client.post("/space/companies/", right).status_code == 302
    page = texts(client.get("/space/companies/"))
    assert "醴陵演示建设有限公司" in page
    assert "待核实" in page


def test_my_own_data_are_masked(demo: Demo) -> None:
    page = demo.client(CITIZEN).get("/space/me/").content.decode()
    main = page[page.index("<main") :]
    for whole in ("李四演", "450305198511220020", "13900000002"):
        assert whole not in main
    assert "139****0002" in main
