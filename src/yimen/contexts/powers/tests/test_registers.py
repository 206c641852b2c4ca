"""The registers: versions with reasons, who keeps which, faults by field; lists read from catalogue and register."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from yimen.contexts.catalogue.api import Change, cancel, guide, load_items
from yimen.contexts.catalogue.api import publish as publish_item
from yimen.contexts.limits.api import load_limits
from yimen.contexts.powers.api import (
    KINDS,
    Entry,
    Filing,
    NoSuchPower,
    NotYourPower,
    adjustments,
    agency,
    bodies,
    end_baseline,
    end_entry,
    entries,
    entry,
    entry_history,
    intermediaries,
    open_penalty_case,
    power,
    power_baselines,
    power_running,
    powers,
    publish_entry,
    rules,
    services,
    topics,
)
from yimen.contexts.procedures.api import publish
from yimen.kernel.clock import local_date

from .conftest import (
    DECIDER,
    DEMO,
    FIRM,
    GOVERNMENT,
    HIGHWAY,
    JUSTICE,
    LAND,
    LAW,
    LILING,
    PERSON,
    QIXING,
    TODAY,
    WRITER,
    ZHUZHOU,
    Desk,
    officer,
    table,
)
from .test_baselines import city_unit, refused

WHY = Change("新增", "梳理职权", "醴政发〔2026〕3号")
ITEM = "11430281MB990011XC4000118001004"
OTHER = "11430281MB990011XC4000118001001"
POWER: dict[str, Any] = {
    "type": "行政处罚", "basis": "公路法第七十六条", "procedure": "highway-review", "supervision": "决定公开",
    "duties": "立案、调查、告知、决定、送达", "accountability": "行政处罚法第七十六条",
}  # fmt: skip
BODY: dict[str, Any] = {
    "uscc": FIRM, "services": "公路工程安全评价", "licence": "安评〔2024〕1号", "licence_from": "2024-01-01",
    "licence_to": "2026-12-01", "address": "醴陵市某路", "phone": "0731-00000000",
}  # fmt: skip


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Gives the room with the demonstration's items and procedures."""
    load_limits(act=desk.act, folder=DEMO.parents[0] / "src" / "yimen" / "data" / "limits")
    for path in sorted((DEMO / "procedures").glob("*.bpmn")):
        publish(act=desk.act, xml=path.read_bytes(), valid_from=date(2026, 1, 1))
    items = json.loads((DEMO / "items.json").read_text("utf-8"))
    bare = next(item for item in items if item["code"] == ITEM)
    for field in ("supervision", "duties", "accountability"):
        del bare[field]
    load_items(act=desk.act, items=items, valid_from=date(2026, 1, 1))
    return desk


def put(desk: Desk, kind: str, name: str, content: Any, reader: Any = LAW, **more: Any) -> Entry:
    stated: dict[str, Any] = {"unit": HIGHWAY, "valid_from": TODAY, "change": WHY, **more}
    stated["filling"] = kind in ("power", "negative")  # as an installation is filled; the review has its own journey
    return publish_entry(act=desk.by(reader), reader=reader, kind=kind, name=name, content=content, **stated)


@pytest.mark.req("PWR-001")
def test_a_power_states_body_basis_procedure_and_supervision(office: Desk) -> None:
    for field, words in (
        ("type", "职权类型"), ("basis", "法律依据"), ("procedure", "运行流程"), ("supervision", "监督措施"),
        ("duties", "责任事项"), ("accountability", "追责情形"),
    ):  # fmt: skip
        lacking = {key: value for key, value in POWER.items() if key != field}
        refused(field, words, lambda lacking=lacking: put(office, "power", "对超限运输的处罚", lacking))
    refused("unit", "没有代码", lambda: put(office, "power", "某", POWER, unit="没有"))
    refused("procedure", "没有生效的流程", lambda: put(office, "power", "某", POWER | {"procedure": "none"}))
    made = put(office, "power", "对超限运输的处罚", POWER)
    found, item = power(code=made.code, on=TODAY)
    assert item is None
    assert (found.unit.name, found.basis, found.procedure, found.supervision) == (
        "醴陵市公路局", ("公路法第七十六条",), "highway-review", ("决定公开",))  # fmt: skip
    assert found.lacking == ()


@pytest.mark.req("PWR-001", "PWR-004")
def test_a_power_that_is_an_item_is_read_from_the_catalogue(office: Desk) -> None:
    bare, item = power(code=ITEM, on=TODAY)
    assert item is not None
    assert (bare.name, bare.lacking) == (item.name, ("监督措施", "责任事项", "追责情形"))
    for field in ("type", "basis", "procedure"):
        refused(field, "从事项目录读取", lambda field=field: put(office, "power", "", POWER | {"item": ITEM} | {
            other: "" for other in ("type", "basis", "procedure") if other != field}))  # fmt: skip
    refused("name", "从事项目录读取", lambda: put(office, "power", "另起的名", {"item": ITEM} | _duties()))
    refused("unit", "醴陵市公路局的", lambda: put(office, "power", "", {"item": ITEM} | _duties(), unit=LAND))
    refused("item", "没有找到", lambda: put(office, "power", "", {"item": ITEM[:-1] + "9"} | _duties()))
    put(office, "power", "", {"item": ITEM} | _duties())
    found, _ = power(code=ITEM, on=TODAY)
    assert (found.lacking, found.duties, found.procedure) == ((), ("受理、审查",), item.procedure_key)
    assert [one.code for one in powers(on=TODAY, region=LILING, unit=HIGHWAY)].count(ITEM) == 1
    said = {"supervision": ["事项写的监督"], "duties": ["事项写的责任"], "accountability": ["事项写的追责"]}
    items = {one["code"]: one for one in json.loads((DEMO / "items.json").read_text("utf-8"))}
    change = Change("变更", "补齐", "醴政发〔2026〕5号")
    publish_item(act=office.act, item=items[ITEM] | said, valid_from=TODAY, change=change)
    own, _ = power(code=ITEM, on=TODAY)  # one place: what the item says, as it was reviewed with it
    assert (own.duties, own.supervision, own.lacking) == (("事项写的责任",), ("事项写的监督",), ())
    refused("item", "已经在职权清单里", lambda: put(office, "power", "", {"item": ITEM} | _duties()))
    whole, item = power(code=OTHER, on=TODAY)  # it says itself what the register would
    assert item is not None
    assert (whole.lacking, whole.supervision, whole.duties) == ((), item.supervision, item.duties)


def _duties() -> dict[str, str]:
    return {"supervision": "电子监察", "duties": "受理、审查", "accountability": "行政许可法第七十四条"}


@pytest.mark.req("PWR-004")
def test_three_lists_of_a_body_and_the_log_of_their_changes(office: Desk) -> None:
    made = put(office, "power", "对超限运输的处罚", POWER)
    forbidden = {"sort": "禁止", "text": "不得以罚款数额作为考核指标", "basis": "行政处罚法第七十四条"}
    ban = put(office, "negative", "下达罚没指标", forbidden)
    office.wait(days=1)
    change = Change("变更", "法律修改", "醴政发〔2026〕8号")
    more = {"code": made.code, "valid_from": TODAY + timedelta(1), "change": change}
    second = put(office, "power", "对违法超限运输的处罚", POWER | {"duties": "立案"}, **more)
    end = Change("取消", "法律已明确", "醴政发〔2026〕9号")
    given: Any = {"act": office.by(LAW), "reader": LAW, "kind": "negative", "code": ban.code, "change": end}
    given |= {"filling": True}
    refused("last_day", "最早是", lambda: end_entry(**given, last_day=TODAY))
    end_entry(**given, last_day=TODAY + timedelta(1))
    log = [(one.on, one.kind, one.what, one.document) for one in adjustments(region=LILING, unit=HIGHWAY)]
    log = [line for line in log if line[3] != ""]  # but what was loaded into the catalogue
    assert [one[0] for one in log] == [TODAY + timedelta(2), TODAY + timedelta(1), TODAY, TODAY]
    assert set(log) == {
        (TODAY + timedelta(2), "negative", "取消", end.document),
        (TODAY + timedelta(1), "power", "变更", change.document),
        (TODAY, "negative", "新增", WHY.document),
        (TODAY, "power", "新增", WHY.document),
    }
    assert [one.number for one in entry_history(kind="power", code=made.code)] == [2, 1]
    assert entry(kind="power", code=made.code, on=TODAY).name == "对超限运输的处罚"
    assert entry(kind="power", code=made.code, on=TODAY + timedelta(1)).id == second.id
    assert entries(kind="negative", on=TODAY + timedelta(2), region=LILING) == ()
    (body,) = [one for one in bodies(on=TODAY + timedelta(1), region=LILING) if one.unit.code == HIGHWAY]
    assert (body.others, body.negative) == (1, 1)
    assert (body.items or 0) > 5
    assert office.entries()[-1].facts["list"] == "negative"


def test_powers_are_found_by_name_and_type(office: Desk) -> None:
    put(office, "power", "对超限运输的处罚", POWER)
    found = powers(on=TODAY, region=LILING, text="超限运输")
    assert {one.item for one in found} == {True, False}
    assert all("超限运输" in one.name for one in found)
    assert [one.name for one in powers(on=TODAY, region=LILING, type="行政处罚")] == ["对超限运输的处罚"]
    assert not any(one.type == "公共服务" for one in powers(on=TODAY, region=QIXING))
    assert powers(on=TODAY, region=QIXING, unit=HIGHWAY) == ()
    with pytest.raises(NoSuchPower):
        power(code="无此编码", on=TODAY)


def test_who_keeps_which_register(desk: Desk) -> None:
    """Lists of powers are the law office's; a body keeps its own directory and pages, nobody another's."""
    ban = {"sort": "禁止", "text": "不得", "basis": "某法"}
    away = officer("law", JUSTICE, QIXING)
    for reader in (WRITER, DECIDER, away):
        with pytest.raises(NotYourPower):
            put(desk, "negative", "某", ban, reader)
    assert put(desk, "body", "某评价公司", BODY, WRITER).number == 1
    for reader in (DECIDER, away, officer("powers", LAND)):
        with pytest.raises(NotYourPower):
            put(desk, "body", "某公司", BODY, reader)
    assert put(desk, "body", "另一公司", BODY, LAW).post == "某单位law岗"


def test_bad_input_is_refused_by_field_and_nothing_is_kept(desk: Desk) -> None:
    wrong: Any = (
        ("body", {"uscc": "1143"}, "uscc", "统一社会信用代码"),
        ("body", {"licence_to": "明年"}, "licence_to", "2026-02-25"),
        ("body", {"licence_to": "2020-01-01"}, "licence_to", "早于"), ("body", {"colour": "红"}, "", "没有这些项"),
        ("body", {"address": "甲" * 121}, "address", "120"), ("body", {"services": ""}, "services", "至少写一条"),
        ("body", {"services": "甲\n" * 31}, "services", "最多 30 条"), ("body", {"phone": "1" * 31}, "phone", "30"),
        ("body", {"address": f"身份证{PERSON}"}, "address", "公民身份号码"), ("body", {"phone": 5}, "phone", "文字"),
        ("body", {"services": f"证{PERSON}"}, "services", "公民身份号码"),
        ("body", {"promise": "找李四13912345678"}, "promise", "手机号码"),
    )  # fmt: skip
    for kind, more, field, words in wrong:
        refused(field, words, lambda kind=kind, more=more: put(desk, kind, "某公司", BODY | more, WRITER))
    refused("name", "机构名称", lambda: put(desk, "body", " ", BODY, WRITER))
    refused("name", "公民身份号码", lambda: put(desk, "body", f"某{PERSON}", BODY, WRITER))
    refused("valid_from", "已经过去", lambda: put(desk, "body", "某", BODY, WRITER, valid_from=TODAY - timedelta(1)))
    refused("change", "之一", lambda: put(desk, "body", "某", BODY, WRITER, change=Change("乱改", "理由", "文")))
    refused("reason", "理由", lambda: put(desk, "body", "某", BODY, WRITER, change=Change("新增", "", "文")))
    refused("document", "文件", lambda: put(desk, "body", "某", BODY, WRITER, change=Change("新增", "理由", "")))
    refused("", "没有“车”这种", lambda: put(desk, "车", "某", BODY))
    refused("", "没有找到要修改", lambda: put(desk, "body", "某", BODY, WRITER, code="abc"))
    assert all(entries(kind=kind, on=TODAY) == () for kind in KINDS)
    put(desk, "body", "有手机的公司", BODY | {"phone": "13912345678"}, WRITER)
    made = put(desk, "body", "某公司", BODY, WRITER)
    refused("valid_from", "须在那天之后", lambda: put(desk, "body", "某公司", BODY, WRITER, code=made.code))
    moved: Any = {"code": made.code, "unit": LAND, "valid_from": TODAY + timedelta(1)}
    refused("unit", "不能换单位", lambda: put(desk, "body", "某公司", BODY, LAW, **moved))


@pytest.mark.req("CAT-017")
def test_services_that_items_need_with_bodies_whose_licences_end(office: Desk) -> None:
    service = {"items": ITEM, "basis": "某条例第三条", "result": "评价报告", "charge": "市场调节", "period": "10日"}
    refused("items", "没有找到", lambda: put(office, "service", "某", service | {"items": "1" * 31}))
    refused("basis", "至少写一条", lambda: put(office, "service", "某", service | {"basis": ""}))
    put(office, "service", "公路工程安全评价", service)
    put(office, "body", "甲公司", BODY, WRITER)
    put(office, "body", "乙公司", BODY | {"licence_to": "2027-12-01"}, WRITER)
    put(office, "body", "丙公司", BODY | {"services": "别的"}, WRITER)
    (found,) = services(on=TODAY, region=LILING)
    assert found.items == ((ITEM, guide(code=ITEM, on=TODAY).name),)
    assert [(one.entry.name, one.state) for one in found.bodies] == [("乙公司", "有效"), ("甲公司", "即将到期")]
    later = {one.entry.name: one.state for one in intermediaries(on=date(2026, 12, 2), region=LILING)}
    assert later == {"乙公司": "有效", "甲公司": "已过期", "丙公司": "已过期"}


@pytest.mark.req("CAT-025")
def test_service_rules_are_versioned_and_public(desk: Desk) -> None:
    content = {"sort": "服务规则", "document": "醴公路发〔2026〕1号", "text": "第一条　首问负责。\n第二条　一次告知。"}
    made = put(desk, "rule", "醴陵市公路局服务规则", content, WRITER)
    change = Change("变更", "增加延时服务", "醴公路发〔2026〕9号")
    more: Any = {"code": made.code, "valid_from": TODAY + timedelta(5), "change": change}
    put(desk, "rule", "醴陵市公路局服务规则", content | {"text": "第三条　延时服务。"}, WRITER, **more)
    texts = [rules(on=TODAY + timedelta(day), region=LILING, sort="服务规则")[0].content["text"] for day in (0, 4, 5)]
    assert [len(text) for text in texts] == [2, 2, 1]
    assert rules(on=TODAY, region=LILING, sort="裁量权具体办法") == ()


@pytest.mark.req("PWR-029")
def test_topics_of_reform_go_from_research_to_roll_out(desk: Desk) -> None:
    content = {"topic": "年检制度改革", "stage": "推开", "research": "2026年3月调研", "plan": "醴政办发〔2026〕5号"}
    refused("rollout", "依次写明", lambda: put(desk, "topic", "年检改年报", content))
    refused("topic", "之一", lambda: put(desk, "topic", "年检改年报", content | {"topic": "别的改革"}))
    put(desk, "topic", "年检改年报", content | {"rollout": "全市推行"})
    found = dict(topics(on=TODAY, region=LILING))
    assert len(found) == 5
    assert {topic for topic, one in found.items() if one} == {"年检制度改革"}


@pytest.mark.req("PWR-019")
def test_an_enforcement_page_has_ten_elements_and_says_how_many_are_there(office: Desk) -> None:
    before = agency(unit=HIGHWAY, on=TODAY)
    assert len(before.elements) == 10
    assert {one.name for one in before.elements if one.lines} == {"执法主体", "执法监督"}
    put(office, "power", "对超限运输的处罚", POWER)
    said = {"rights": "陈述申辩", "review": "六十日内向市政府申请", "team": "持证二十人", "governance": "年度报告"}
    put(office, "agency", "执法公示", said, WRITER)
    duty = {"sort": "执法责任制", "document": "醴公路发〔2026〕2号", "text": "第一条"}
    put(office, "rule", "执法责任制规定", duty, WRITER)
    found = agency(unit=HIGHWAY, on=TODAY)
    assert {one.name for one in found.elements if not one.lines} == {"执法结果"}
    assert found.complete == 9
    with pytest.raises(NoSuchPower):
        agency(unit="没有", on=TODAY)


@pytest.mark.req("PWR-017")
def test_of_three_activities_basis_procedure_and_result_are_published(office: Desk) -> None:
    put(office, "power", "对超限运输的处罚", POWER)
    force = POWER | {"type": "行政强制", "basis": "公路法第七十九条", "procedure": "highway-licence"}
    put(office, "power", "强制拆除非公路标志", force)
    row = office.in_force()
    made = office.decide(row)
    day = TODAY + timedelta(1)
    outcome = {"activity": "行政强制", "document": "醴公路强〔2026〕1号", "power": "强制拆除"}
    outcome |= {"decided_on": "2026-11-20", "result": "已拆除"}
    put(office, "outcome", "拆除决定", outcome, WRITER, valid_from=day)
    found = {one.name: one for one in agency(unit=HIGHWAY, on=day).activities}
    assert list(found) == ["行政处罚", "行政收费", "行政强制"]
    assert found["行政处罚"].basis == ("公路法第七十六条", "《公路安全保护条例》第六十四条")
    assert made.number in found["行政处罚"].results[0]
    assert found["行政强制"].results == ("醴公路强〔2026〕1号：已拆除",)
    assert found["行政强制"].procedures == ("highway-licence",)
    assert found["行政收费"].results == ()


@pytest.mark.req("PWR-004")
def test_the_log_tells_what_moved_in_the_catalogue_beside_what_was_entered(office: Desk) -> None:
    items = {one["code"]: one for one in json.loads((DEMO / "items.json").read_text("utf-8"))}
    more = {"name": "演示的新许可", "code": f"{ITEM[:-4]}9909"}
    added = Change("新增", "法律新设", "醴政发〔2026〕21号")
    publish_item(act=office.act, item=items[ITEM] | more, valid_from=TODAY, change=added)
    gone = Change("取消", "法律废止", "醴政发〔2026〕22号")
    cancel(act=office.act, code=ITEM, last_day=TODAY + timedelta(6), change=gone)
    log = adjustments(region=LILING, unit=HIGHWAY)
    assert [(one.on, one.what, one.code, one.name, one.reason, one.document, one.unit.code) for one in log[:2]] == [
        (TODAY + timedelta(7), "取消", ITEM, items[ITEM]["name"], gone.reason, gone.document, HIGHWAY),
        (TODAY, "新增", more["code"], more["name"], added.reason, added.document, HIGHWAY),
    ]
    put(office, "power", "对超限运输的处罚", POWER)
    assert {one.name for one in adjustments(region=LILING, unit=HIGHWAY) if one.on == TODAY} == {
        "对超限运输的处罚", "演示的新许可"}  # fmt: skip
    assert not [one for one in adjustments(region=LILING, unit=LAND) if one.code == ITEM]
    assert not [one for one in adjustments(region=LILING, kinds=("negative",)) if one.code == ITEM]


def _case(desk: Desk, row: Any, found: str) -> None:
    reader = officer("examiner", number=11)
    filing = Filing(baseline=row.id, source="监督检查发现", party=FIRM, name="某公司", happened_on=TODAY, found=found)
    open_penalty_case(act=desk.by(reader), reader=reader, unit=HIGHWAY, filing=filing)


def _counted(desk: Desk, code: str) -> tuple[int, int]:
    run = power_running(code=code, on=local_date(desk.act.now))
    return run.open, len(run.runs)


@pytest.mark.req("PWR-007")
def test_a_penalty_that_is_an_item_counts_its_cases(office: Desk) -> None:
    items = {one["code"]: one for one in json.loads((DEMO / "items.json").read_text("utf-8"))}
    code = f"{HIGHWAY}4000218009999"
    new = items[ITEM] | {"type": "行政处罚", "code": code, "name": "对车辆超限行驶公路的处罚"}
    publish_item(act=office.act, item=new, valid_from=TODAY, change=WHY)
    row = office.in_force()
    found, item = power(code=code, on=TODAY)
    assert (found.type, item is None) == ("行政处罚", False)
    assert _counted(office, code) == (0, 0)
    _case(office, row, "G106 测试点")
    assert _counted(office, code) == (1, 0)
    assert [one.id for one in power_baselines(code=code, on=local_date(office.act.now))] == [row.id]


@pytest.mark.req("PWR-007", "PWR-011")
def test_a_power_keeps_the_cases_of_baselines_that_ended_and_of_those_of_the_places_above(office: Desk) -> None:
    made = put(office, "power", "对车辆超限行驶公路的处罚", POWER)
    city_law, city = officer("law", JUSTICE, ZHUZHOU, 21), officer("government", JUSTICE, ZHUZHOU, 22)
    above = office.in_force(unit=city_unit(office), writer=city_law, approver=city)
    own = office.in_force()
    _case(office, above, "G106 测试点")
    _case(office, own, "G320 测试点")
    day = local_date(office.act.now)
    assert {one.id for one in power_baselines(code=made.code, on=day)} == {above.id, own.id}
    assert _counted(office, made.code) == (2, 0)
    more: Any = {"document": "醴政函〔2026〕9号", "reason": "法律修改", "last_day": day + timedelta(1)}
    end_baseline(act=office.by(GOVERNMENT), reader=GOVERNMENT, id=own.id, **more)
    office.wait(days=2)
    assert [one.id for one in power_baselines(code=made.code, on=day + timedelta(2))] == [above.id]
    assert _counted(office, made.code) == (2, 0)


@pytest.mark.req("PWR-011")
def test_a_baseline_is_of_a_power_by_the_whole_of_its_act_and_by_its_type(office: Desk) -> None:
    names = ("对车辆超限行驶公路的处罚", "对车辆超限行驶公路行为的处罚（部分）", "对伪造车辆超限行驶公路证件的处罚")
    whole, worded, other = (put(office, "power", name, POWER).code for name in names)
    force = POWER | {"type": "行政强制", "basis": "公路法第七十九条"}
    kind = put(office, "power", "车辆超限行驶公路", force).code
    row = office.in_force(table(name="车辆超限行驶公路（演示）"))
    found = [power_baselines(code=code, on=local_date(office.act.now)) for code in (whole, worded, other, kind)]
    assert [[one.id for one in each] for each in found] == [[row.id], [row.id], [], []]


def test_an_item_that_ended_in_its_first_version_in_the_register_says_so_in_the_log(office: Desk) -> None:
    put(office, "power", "", {"item": ITEM} | _duties())
    office.wait(days=1)
    end, day = Change("取消", "改由事项写明", "醴政发〔2026〕30号"), TODAY + timedelta(2)
    end_entry(act=office.by(LAW), reader=LAW, kind="power", code=ITEM, last_day=day, change=end, filling=True)
    log = [one for one in adjustments(region=LILING, unit=HIGHWAY) if one.code == ITEM]
    assert [(one.what, one.on) for one in log if one.document == end.document] == [("取消", day + timedelta(1))]
    assert [one.entry for one in log if one.what == "新增"] == [None]
