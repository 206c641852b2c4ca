"""Powers through HTTP: what anyone reads, how a baseline comes into force, how a penalty is held to it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import DEMO, Demo
from tests.office import Office, moment
from yimen.command.demo_powers import load_penalty_cases
from yimen.contexts.catalogue.api import Change, cancel, publish
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.powers.api import agencies, agency, baselines, bodies, end_baseline, entries
from yimen.contexts.powers.models import EntryRow
from yimen.sites import _now
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.powers import openly

HIGHWAY = "11430281MB990011XC"
OVERLOAD = f"{HIGHWAY}4000118001004"
BASE = "/powers/desk/baselines/"
SignIn = Callable[[str], Client]


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-11-20T09:00"))


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def link(html: str, pattern: str, words: str = "") -> str:
    found = re.search(rf'href="({pattern})"[^>]*>[^<]*{words}', html)
    assert found, pattern
    return found[1]


def link_words(html: str, address: str) -> str:
    found = re.search(rf'href="{address}"[^>]*>([^<]*)', html)
    assert found, address
    return unescape(found[1])


@pytest.mark.req("PWR-003")
def test_each_power_shows_the_flowchart_of_the_procedure_that_runs(office: Office) -> None:
    item = page(Client(), f"/powers/power/{OVERLOAD}/")
    procedure = page(Client(), "/procedures/highway-licence/")
    chart = re.compile(r"<svg[^>]*class=\"pf.*?</svg>", re.DOTALL)
    assert chart.search(item)[0] == chart.search(procedure)[0]  # type: ignore[index]
    listed = page(Client(), f"/powers/units/{HIGHWAY}/")
    powers = re.findall(r'href="(/powers/power/[0-9A-Za-z]+/)"', listed)
    assert len(powers) > 10
    assert all(chart.search(page(Client(), one)) for one in powers)


@pytest.mark.req("PWR-001", "PWR-004")
def test_three_lists_of_a_department_can_be_read(office: Office) -> None:
    power = text(Client(), f"/powers/units/{HIGHWAY}/")
    assert "行政处罚（2 项）" in power
    assert "超限运输车辆行驶公路的审核" in power
    duty = text(Client(), f"/powers/units/{HIGHWAY}/?list=duty")
    assert "两名以上执法人员，出示证件" in duty
    negative = text(Client(), f"/powers/units/{HIGHWAY}/?list=negative")
    assert "以罚没数额考核执法人员" in negative
    assert "动态调整" in text(Client(), f"/powers/log/?unit={HIGHWAY}")
    found = text(Client(), "/powers/?q=超限")
    assert "对车辆超限行驶公路的处罚" in found
    assert "超限运输车辆行驶公路的审核" in found
    assert "没有这样的职权" in text(Client(), "/powers/?q=造月亮")


@pytest.mark.req("PWR-004")
def test_the_log_of_a_department_tells_what_ended_in_the_catalogue(office: Office) -> None:
    name = office.demo.items["超限运输车辆行驶公路的审核"]["name"]
    change = Change("取消", "法律已经废止", "醴政发〔2026〕9号")
    cancel(act=_now.act(SYSTEM), code=OVERLOAD, last_day=today() + timedelta(6), change=change)
    for address in ("/powers/log/", f"/powers/log/?unit={HIGHWAY}"):
        log = text(Client(), address)
        line = log[log.index(day(today() + timedelta(7))) :][:120]
        assert [
            word
            for word in ("权责清单", "取消", name, "醴陵市公路局", change.reason, change.document)
            if word not in line
        ] == []


@pytest.mark.req("PWR-004")
def test_an_item_that_stands_in_the_register_too_is_told_once_in_the_log(office: Office) -> None:
    listed = {one.code for one in entries(kind="power", on=today(), unit=HIGHWAY) if one.content.get("item")}
    assert listed
    log = page(Client(), f"/powers/log/?unit={HIGHWAY}")
    assert {code: log.count(f'href="/items/{code}/"') for code in listed} == dict.fromkeys(listed, 1)
    assert not any(f'href="/powers/power/{code}/"' in log for code in listed)


@pytest.mark.req("PWR-007", "PWR-008")
def test_the_running_of_a_power_is_public_without_people(office: Office) -> None:
    receipt = office.lodge(item="超限运输车辆行驶公路的审核")
    office.does("ll-window", receipt.id, "accept")
    shown = text(Client(), f"/powers/power/{OVERLOAD}/")
    assert receipt.number in shown
    assert "正在办理 1 件" in shown
    line = shown[shown.index(receipt.number) :][:60]
    assert "正常" in line
    assert "审查" in line
    for secret in ("张三演", "430281199003070013", "13900000001", "测试填写"):
        assert secret not in shown
    assert office.demo.client("ll-supervisor").get(f"/cockpit/matters/{receipt.number}/").status_code == 200
    other = text(Client(), f"/powers/power/{HIGHWAY}4000118001001/")
    assert receipt.number not in other


@pytest.mark.req("PWR-007", "PWR-011")
def test_a_penalty_shows_its_baselines_and_counts_its_cases_before_they_are_published(office: Office) -> None:
    listed = page(Client(), f"/powers/units/{HIGHWAY}/")
    over, dig = (link(listed, r"/powers/power/[0-9a-f]{32}/", name) for name in ("对车辆超限行驶", "对擅自占用"))
    assert "现在没有在办的" in text(Client(), over)
    load_penalty_cases(act=_now.act(SYSTEM), path=DEMO / "powers.json")
    shown, other = text(Client(), over), text(Client(), dig)
    assert "车辆超限行驶公路（演示） 罚款 3万元以下 4 档 自 2026年1月2日起施行" in shown
    assert "车辆超限行驶公路（演示）" not in other
    assert "擅自占用、挖掘公路（演示）" in other
    assert "正在办理 1 件" in shown
    assert not re.search(r"[0-9]{21}", shown)  # none of it is public before its decision is published
    assert "现在没有在办的" in other


@pytest.mark.req("PWR-011")
def test_scope_kinds_and_range_of_discretion_are_published(office: Office) -> None:
    address = link(page(Client(), "/powers/baselines/"), r"/powers/baselines/[0-9a-f-]{36}/", "车辆超限")
    shown = text(Client(), address)
    for words in ("裁量范围 在本市行政区域内的公路上超限行驶的车辆", "处罚种类 罚款", "法定幅度 3万元以下",
                  "超过3000元、1万元以下", "《公路安全保护条例》第六十四条", "演示数据",
                  "醴陵市规范行政处罚裁量权办法"):  # fmt: skip
        assert words in shown, words
    assert "待审定" not in text(Client(), "/powers/baselines/")


@pytest.mark.req("PWR-012")
def test_a_baseline_goes_from_draft_to_approval_through_the_pages(signed_in: SignIn) -> None:
    writer, government = signed_in("ll-powers"), signed_in("ll-government")
    listed = page(writer, BASE)
    address = link(listed, rf"{BASE}[0-9a-f-]{{36}}/", "车辆污染公路")
    shown = page(writer, address)
    assert "不属于任何一档" in shown
    assert 'action="' + address + 'submit/"' not in shown  # what has an error is not offered to be submitted
    form = dict(re.findall(r'name="([a-z0-9_]+)"[^>]*value="([^"]*)"', shown[shown.index("<h2>修改</h2>") :]))
    whole = {name: unescape(value) for name, value in form.items() if name != "csrfmiddlewaretoken"}
    whole |= {
        "type": "行政处罚", "measure": "元", "levels": "4", "rule": "", "f0_whole": "",
        "t0_kind": "从轻", "t0_when": "面积：10平方米以下", "t0_bounds": "200元以上1000元以下",
        "t1_kind": "一般", "t1_when": "面积：超过10平方米、100平方米以下", "t1_bounds": "超过1000元、3000元以下",
        "t2_kind": "从重", "t2_when": "面积：超过100平方米", "t2_bounds": "超过3000元、5000元以下",
    }  # fmt: skip
    wrong = writer.post(address, whole | {"t1_bounds": "罚得重"})
    assert wrong.status_code == 302  # a draft is kept with its faults
    assert "读不懂" in text(writer, address)
    revision = re.search(r'name="revision" value="(\d+)"', page(writer, address))[1]  # type: ignore[index]
    assert writer.post(address, whole | {"revision": revision}).status_code == 302
    stale = writer.post(address, whole | {"revision": revision})
    assert stale.status_code == 409
    assert "别人的改动没有丢失" in stale.content.decode()
    revision = str(int(revision) + 1)
    assert writer.post(f"{address}submit/", {"revision": revision, "note": "请审定"}).status_code == 302
    assert writer.post(f"{address}approve/", {"revision": revision, "do": "approve"}).status_code in (403, 422)
    past = {"revision": revision, "do": "approve", "valid_from": "2026-01-05", "document": "醴政函", "opinion": "同意"}
    assert government.post(f"{address}approve/", past).status_code == 422
    assert government.post(f"{address}approve/", past | {"valid_from": "2049-01-05"}).status_code == 302
    assert "已审定，未施行" in text(government, address)
    public = address.replace("/desk", "")
    assert "2049年1月5日起" in text(Client(), public)


@pytest.mark.req("PWR-011", "PWR-012")
def test_a_baseline_to_come_is_in_the_public_list_with_its_day(signed_in: SignIn) -> None:
    government, list_ = signed_in("ll-government"), "/powers/baselines/"
    address = link(page(government, BASE), rf"{BASE}[0-9a-f-]{{36}}/", "设置非公路标志")
    name = link_words(page(government, BASE), address)
    assert name not in text(Client(), list_)
    revision = re.search(r'name="revision" value="(\d+)"', page(government, address))[1]  # type: ignore[index]
    given = {"revision": revision, "do": "approve", "valid_from": "2049-01-05", "document": "醴政函", "opinion": "同意"}
    assert government.post(f"{address}approve/", given).status_code == 302
    shown = text(Client(), list_)
    line = shown[shown.index("已审定、还没有施行") :]
    assert name in line
    assert "自 2049年1月5日起施行" in line
    assert name not in shown[: shown.index("已审定、还没有施行")]
    assert name in text(Client(), f"{list_}?on=2049-01-05")
    assert name not in text(Client(), f"{list_}?on=2049-01-04")
    assert "不是有效的日期" in text(Client(), f"{list_}?on=昨天")
    assert "自 2049年1月5日起施行" in text(Client(), address.replace("/desk", ""))


def test_the_demonstration_has_a_baseline_to_come(demo: Demo) -> None:
    shown = text(Client(), "/powers/baselines/")
    line = shown[shown.index("已审定、还没有施行") :]
    assert "损坏、移动、涂改公路附属设施（演示，还没有施行）" in line
    assert "损坏、移动、涂改公路附属设施" not in shown[: shown.index("已审定、还没有施行")]
    assert f"自 {day(today() + timedelta(90))}起施行" in line


def test_the_forms_of_the_list_of_baselines_keep_the_place_and_the_words(demo: Demo) -> None:
    for address in ("/powers/baselines/", "/powers/"):
        shown = page(Client(), f"{address}?place=430281000000&q=公路")
        forms = [form for form in re.findall(r"<form.*?</form>", shown, re.S) if f'action="{address}"' in form]
        forms += re.findall(r'<form class="asks".*?</form>', shown, re.S)
        assert len(forms) == (2 if "baselines" in address else 1)
        assert all('name="place" value="430281000000"' in form and "公路" in form for form in forms)


def test_a_list_of_past_baselines_says_where_it_ends(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Office(demo, _now.now()).reader("ll-government")
    found = baselines(on=today(), region="430281000000")
    assert len(found) == 2
    for one in found:
        more: Any = {"document": "文", "reason": "修改", "last_day": today() + timedelta(1)}
        end_baseline(act=_now.act(reader.actor), reader=reader, id=one.id, **more)
    later = today() + timedelta(2)
    monkeypatch.setattr(openly, "today", lambda: later)
    assert "只列最近" not in text(Client(), "/powers/baselines/")
    monkeypatch.setattr(openly, "_PAST", 1)
    shown = text(Client(), "/powers/baselines/")
    assert "只列最近失效的 1 版" in shown
    assert [one.name for one in found if one.name in shown] == [min(found, key=lambda one: one.name).name]


@pytest.mark.req("PWR-013", "PWR-014")
def test_a_penalty_on_the_spot_is_judged_and_decided_through_the_pages(signed_in: SignIn) -> None:
    decider = signed_in("ll-decider")
    under = link(page(decider, "/powers/desk/penalties/"), r"/powers/desk/penalties/new/[0-9a-f-]{36}/", "车辆超限")
    case = {
        "unit": HIGHWAY, "number": "醴公路罚〔2026〕测1号", "fact_0": "60", "fact_1": "否", "amount": "20000",
        "happened_on": "2026-11-01", "found": "S210 测试点", "party": "91430281MB9990012G", "distinct": "另一处检查点",
            "do": "decide",
    }  # fmt: skip
    tried = decider.post(under, case | {"do": "judge", "number": "", "party": "", "found": ""})
    assert "高于上限 10000 元" in tried.content.decode()
    blocked = decider.post(under, case)
    assert blocked.status_code == 422
    assert "高于上限 10000 元" in blocked.content.decode()
    reasons = {"grounds": "情节特别严重、社会影响恶劣", "reasons": "多次逃避检查"}
    for heavier in (case | reasons, case | {"amount": "5000"}):
        answer = decider.post(under, heavier)
        assert answer.status_code == 422
        assert "行政处罚法第五十一条" in answer.content.decode()
    small = case | {"fact_0": "20", "amount": "2000"}
    made = decider.post(under, small)
    assert made.status_code == 302
    shown = text(Client(), "/powers/penalties/")
    assert case["number"] in shown
    assert "91430281MB9990012G" not in shown
    again = decider.post(under, small | {"number": "醴公路罚〔2026〕测2号", "distinct": "不同"})
    assert again.status_code == 422
    assert "行政处罚法第二十九条" in again.content.decode()
    assert signed_in("ll-window").get(made["Location"]).status_code == 403


def test_unusual_amounts_and_repeats_are_shown_to_those_who_oversee(signed_in: SignIn) -> None:
    shown = text(signed_in("ll-leader"), "/powers/desk/usage/")
    assert "明显偏高" in shown
    assert "第 1 组" in shown
    assert signed_in("ll-decider").get("/powers/desk/usage/").status_code == 403
    assert signed_in("ll-leader").get("/powers/desk/usage/?since=昨天").status_code == 422


@pytest.mark.req("PWR-015")
def test_an_inspection_is_counted_published_and_read(signed_in: SignIn) -> None:
    law = signed_in("ll-law")
    sent = {"title": "季度检查", "since": "2026-01-01", "until": "2026-11-20", "findings": "总体规范。", "do": "count"}
    assert "处罚决定" in law.post("/powers/desk/inspections/", sent).content.decode()
    assert law.post("/powers/desk/inspections/", sent | {"do": "publish", "until": "2049-01-01"}).status_code == 422
    assert law.post("/powers/desk/inspections/", sent | {"do": "publish"}).status_code == 302
    listed = page(Client(), "/powers/inspections/")
    assert "总体规范" in text(Client(), link(listed, r"/powers/inspections/[0-9a-f-]{36}/", "季度检查"))


@pytest.mark.req("CAT-017")
def test_a_directory_entry_is_previewed_published_and_ended(signed_in: SignIn) -> None:
    writer = signed_in("ll-powers")
    sent = {
        "unit": HIGHWAY, "name": "测试咨询公司", "uscc": "91110000802100433B", "services": "涉路工程安全评价（演示）",
        "licence": "测试证", "licence_from": "2025-01-01", "licence_to": "2049-01-01", "address": "某路",
        "phone": "0731-1", "promise": "", "valid_from": "2049-01-01", "change": "新增", "reason": "入库",
        "document_": "文1", "do": "preview",
    }  # fmt: skip
    address = "/powers/desk/lists/body/new/"
    refused = writer.post(address, sent | {"uscc": "123"})
    assert refused.status_code == 422
    assert 'href="#f-uscc"' in refused.content.decode()
    previewed = writer.post(address, sent)
    assert "请核对，再发布" in previewed.content.decode()
    assert "测试咨询公司" not in text(Client(), "/powers/services/")
    today = re.search(r'name="valid_from"[^>]*value="([0-9-]+)"', page(writer, address))[1]  # type: ignore[index]
    made = writer.post(address, sent | {"do": "publish", "valid_from": today})
    assert made.status_code == 302
    assert "测试咨询公司" in text(Client(), "/powers/services/")
    assert "已过期" in text(Client(), "/powers/services/")  # of the demonstration, whose licence is over
    ending = {"last_day": "2026-01-01", "reason": "退出", "document_": "文2"}
    assert writer.post(f"{made['Location']}end/", ending).status_code == 422
    assert writer.post("/powers/desk/lists/negative/new/", sent | {"sort": "禁止"}).status_code in (403, 422)


@pytest.mark.req("PWR-019", "PWR-017")
def test_the_enforcement_page_says_what_is_there_and_what_is_missing(demo: Demo) -> None:
    shown = text(Client(), f"/powers/agencies/{HIGHWAY}/")
    assert "应公开的 10 项已公开 10 项。" in shown
    assert "行政处罚普通程序（演示）；行政强制执行程序（演示）；公路路政巡查程序（演示）" in shown
    assert "10 / 10" in text(Client(), "/powers/agencies/")
    published = EntryRow.objects.filter(kind="power", name="公路路政巡查")
    published.update(content={**published.get().content, "procedure": "penalty"})  # which is none of inspections
    shown = text(Client(), f"/powers/agencies/{HIGHWAY}/")
    assert "应公开的 10 项已公开 9 项，还缺：执法程序（行政检查）" in shown
    assert "行政检查：还没有公布这类活动自己的程序（处罚的程序不能代替），公布后列在这里" in shown
    for name in ("行政处罚", "行政收费", "行政强制", "执法主体", "依法治理情况"):
        assert name in shown
    bare = text(Client(), "/powers/agencies/11430281MB9900152W/")
    assert "还缺：" in bare
    assert "行政强制 权责清单里没有这类职权 — —" in bare
    assert "还没有公开" in bare


@pytest.mark.req("CAT-025")
def test_which_units_have_service_rules_is_public_and_their_writers_publish_the_next(signed_in: SignIn) -> None:
    shown = text(Client(), "/powers/rules/?place=430281")
    told = shown[shown.index("服务规则公布情况") :]
    assert re.search(r"醴陵市公路局 已公布 醴陵市公路局服务规则", told)
    assert "醴陵市自然资源局 未公布 —" in told
    address = link(page(Client(), "/powers/rules/?place=430281"), r"/powers/rules/[0-9a-f]+/", "醴陵市公路局服务规则")
    desk = f"/powers/desk/lists/rule/{address.split('/')[3]}/"
    assert signed_in("ll-powers").get(desk).status_code == 200
    assert signed_in("ll-window").get(desk).status_code == 403
    assert Client().get("/catalogue/rules/").status_code == 404


@pytest.mark.req("PWR-001")
def test_an_item_that_has_ended_keeps_its_name_in_the_lists_and_is_not_called_in_force(demo: Demo) -> None:
    listed = next(one for one in entries(kind="power", on=today(), unit=HIGHWAY) if one.content.get("item"))
    name = next(one["name"] for one in demo.items.values() if one["code"] == listed.code)
    why = Change("合并", "整合", "演发〔2026〕9号")
    cancel(act=_now.act(SYSTEM), code=listed.code, last_day=today() - timedelta(1), change=why)
    log = text(Client(), f"/powers/log/?unit={HIGHWAY}")
    assert f"{name}（已不在清单）" in log
    law = demo.client("ll-law")
    assert name in text(law, "/powers/desk/lists/power/")
    edit = text(law, f"/powers/desk/lists/power/{listed.code}/")
    assert name in edit
    assert f"对应的事项自{day(today())}起合并，最后有效日为{day(today() - timedelta(1))}" in edit


def test_an_item_that_is_to_come_back_later_is_still_ended_today(demo: Demo) -> None:
    listed = next(one for one in entries(kind="power", on=today(), unit=HIGHWAY) if one.content.get("item"))
    item = next(one for one in demo.items.values() if one["code"] == listed.code)
    why = Change("取消", "调整", "演发〔2026〕9号")
    cancel(act=_now.act(SYSTEM), code=listed.code, last_day=today() - timedelta(1), change=why)
    again = Change("新增", "恢复", "演发〔2026〕11号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=today() + timedelta(9), change=again)
    edit = text(demo.client("ll-law"), f"/powers/desk/lists/power/{listed.code}/")
    assert f"对应的事项自{day(today())}起取消" in edit


def test_the_pages_of_all_bodies_are_read_together_and_say_the_same(
    demo: Demo, django_assert_max_num_queries: Any
) -> None:
    place = "430281000000"
    with django_assert_max_num_queries(30):
        found = agencies(on=today(), region=place)
    assert len(found) > 1
    assert any(one.powers for one in found)
    assert list(found) == [agency(unit=one.unit.code, on=today()) for one in bodies(on=today(), region=place)]


def test_the_log_asks_once_which_powers_stand(demo: Demo, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(25):
        assert "动态调整" in text(Client(), "/powers/log/")


def test_the_desk_turns_the_pages_of_a_long_list_of_baselines(demo: Demo) -> None:
    writer = demo.client("ll-powers")
    assert 'aria-label="分页"' not in page(writer, BASE)
    for _ in range(60):
        writer.post(BASE, {"unit": HIGHWAY})
    first, second = page(writer, BASE), page(writer, f"{BASE}?page=2")
    assert 'href="/powers/desk/baselines/?page=2" rel="next"' in first
    assert first.count("/powers/desk/baselines/0") == 50
    assert "第 2 / 2 页" in second
    assert page(writer, f"{BASE}?page=99").count('rel="prev"') == 1
    tiles = text(writer, "/powers/desk/")
    assert "61" in tiles[tiles.index("草稿和退回的") :][:30]
