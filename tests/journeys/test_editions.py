"""An item at other times, as anyone reads it: earlier and coming texts, and where an ended item leads."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import Demo
from yimen.contexts.catalogue.api import Beginning, Change, cancel, ended, publish, publish_base, start_draft
from yimen.contexts.catalogue.tests.made import officer
from yimen.contexts.identity.api import units
from yimen.contexts.journal.api import SYSTEM
from yimen.kernel.codes import parse_region
from yimen.sites import _now
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.endings import effect
from yimen.sites.pieces.templatetags.words import day

LATER = Change("变更", "调整时间", "演发〔2026〕8号")
TREES, BRIDGE = (
    "更新采伐护路林的审批",
    "在公路上设置立交、平交道口,埋设各类管线,修建跨越公路的桥梁、渡槽的审核",
)
STREET, STREET_PLACE = "11450305MB9900312F", "450305001000"


def text(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def read(url: str, status: int = 200) -> str:
    answer = Client().get(url)
    assert answer.status_code == status, text(answer)
    return text(answer)


def renew(item: dict[str, Any], hour: int, first: date) -> None:
    publish(act=_now.act(SYSTEM), item={**item, "hours": f"每天 {hour} 点"}, valid_from=first, change=LATER)


@pytest.fixture
def item(demo: Demo) -> dict[str, Any]:
    return demo.items[TREES]


@pytest.mark.req("CAT-004")
def test_every_version_leads_to_its_text_past_present_and_coming(item: dict[str, Any]) -> None:
    code, on = item["code"], today()
    renew(item, 9, on - timedelta(10))
    renew(item, 8, on + timedelta(30))
    page = Client().get(f"/items/{code}/history/").content.decode()
    links = re.findall(rf'href="(/items/{code}/\?on=[^"]+)">第 (\d) 版（(.*?)）', page)
    assert [(number, status) for _, number, status in links] == [("3", "将施行"), ("2", "在用"), ("1", "已更新")]
    third, second, first = (read(url) for url, *_ in links)
    assert "将于" in third
    assert "起施行：这是第 3 版" in third
    assert "每天 8 点" in third
    assert "现行有效：这是第 2 版" in second
    assert "每天 9 点" in second
    assert "已不再适用：这是第 1 版" in first
    assert item["hours"] in first
    assert "每天 9 点" not in first


@pytest.mark.req("CAT-004")
def test_a_version_that_waits_is_announced_to_the_public_and_to_the_editor(demo: Demo, item: dict[str, Any]) -> None:
    code, first = item["code"], today() + timedelta(30)
    renew(item, 8, first)
    said = f"{first.year}年{first.month}月{first.day}日起"
    assert f"本指南将于{said}变更为第 2 版" in read(f"/items/{code}/")
    editor = text(demo.client("ll-editor").get(f"/catalogue/items/{code}/"))
    assert "有待施行的版本" in editor
    assert f"第 2 版已公布，{said}施行" in editor


@pytest.mark.req("CAT-004")
@pytest.mark.parametrize("wrong", ["明天", "2026-13-01", "2026-02-30", "", "1%00", "20260301x"])
def test_a_day_that_is_none_is_told(item: dict[str, Any], wrong: str) -> None:
    page = read(f"/items/{item['code']}/?on={wrong}", 422)
    assert "不是有效的日期，请写成 2026-02-25" in page
    assert "第 1 版（在用）" in page


def test_a_day_without_a_version_is_told_with_the_versions_there_are(item: dict[str, Any]) -> None:
    page = read(f"/items/{item['code']}/?on=1999-01-01", 422)
    assert "1999年1月1日没有施行的版本：最早的一版自" in page
    assert "请在该日之后申请" not in page
    assert "看今天的办事指南" in page
    assert "第 1 版（在用）" in page
    assert read("/items/999/?on=2026-03-01", 404)


@pytest.mark.req("CAT-004")
def test_other_systems_ask_for_the_version_of_a_day(item: dict[str, Any]) -> None:
    code, on = item["code"], today()
    renew(item, 9, on - timedelta(10))
    ask = f"/api/v1/items/{code}/version"
    assert Client().get(ask).json()["version"] == 2
    assert Client().get(f"{ask}?on={on - timedelta(11)}").json()["version"] == 1
    assert Client().get(f"{ask}?on=1999-01-01").status_code == 404
    assert Client().get(f"{ask}?on=abc").status_code == 422


@pytest.mark.req("CAT-004")
def test_a_merged_item_leads_to_the_one_that_took_it_in(demo: Demo, item: dict[str, Any]) -> None:
    into, on = demo.items[BRIDGE], today()
    why = Change("合并", "事项整合", "演发〔2026〕9号")
    cancel(act=_now.act(SYSTEM), code=item["code"], last_day=on + timedelta(5), change=why, successors=[into["code"]])
    assert f"起并入“{BRIDGE}”，最后有效日为{day(on + timedelta(5))}" in read(f"/items/{item['code']}/")
    assert "第 1 版（在用）" in read(f"/items/{item['code']}/history/")


@pytest.mark.req("CAT-004")
def test_a_merged_item_that_has_ended_leads_on(demo: Demo, item: dict[str, Any]) -> None:
    into, on = demo.items[BRIDGE], today()
    why = Change("合并", "事项整合", "演发〔2026〕9号")
    cancel(act=_now.act(SYSTEM), code=item["code"], last_day=on - timedelta(1), change=why, successors=[into["code"]])
    answer = Client().get(f"/items/{item['code']}/")
    assert answer.status_code == 410
    assert f'<a href="/items/{into["code"]}/">{BRIDGE}</a>' in html.unescape(answer.content.decode())
    assert f"起合并，最后有效日为{day(on - timedelta(1))}，现在不再受理新的申请。依据：演发〔2026〕9号" in text(answer)
    assert "第 1 版（已合并）" in read(f"/items/{item['code']}/history/")
    assert "已不再适用" in read(f"/items/{item['code']}/?on={on - timedelta(1)}")


@pytest.mark.req("CAT-004", "PWR-005")
def test_a_delegated_item_says_who_takes_it_over_until_when(demo: Demo, item: dict[str, Any]) -> None:
    on, heir = today(), f"{STREET}5{item['code'][19:]}"
    why = Change("下放", "方便群众", "演发〔2026〕10号")
    cancel(act=_now.act(SYSTEM), code=item["code"], last_day=on - timedelta(1), change=why, successors=[heir])
    assert "已下放" in read(f"/items/{item['code']}/history/")
    due = on + timedelta(30)
    beginning = Beginning(unit=STREET, kind="承接", base=item["code"][19:], due_on=due)
    editor = officer("editor", STREET, STREET_PLACE)
    assert start_draft(act=_now.act(editor.actor), reader=editor, beginning=beginning).code == heir
    page = read(f"/items/{item['code']}/", 410)
    assert f"正在承接本事项，最迟{due.year}年{due.month}月{due.day}日承接完毕" in page


@pytest.mark.req("CAT-004", "CAT-005")
def test_what_a_version_said_before_its_base_item_changed_is_no_longer_in_force(item: dict[str, Any]) -> None:
    code, on = item["code"], today()
    base = {"code": code[19:], "name": item["name"], "type": item["type"], "basis": item["basis"]}
    publish_base(act=_now.act(SYSTEM), base=base, valid_from=on - timedelta(200), change=LATER)
    bare = {key: value for key, value in item.items() if key not in ("name", "type", "basis")} | {"hours": "九点"}
    publish(act=_now.act(SYSTEM), item=bare, valid_from=on - timedelta(100), change=LATER)
    for name, first in (("旧的名称", 50), ("新的名称", 10), ("以后的名称", -30)):
        publish_base(act=_now.act(SYSTEM), base={**base, "name": name}, valid_from=on - timedelta(first), change=LATER)
    was = read(f"/items/{code}/?on={on - timedelta(30)}")
    assert "旧的名称" in was
    assert "已不再适用：这是第 2 版" in was
    assert "现行有效" not in was
    now = read(f"/items/{code}/?on={on}")
    assert "新的名称" in now
    assert "现行有效：这是第 2 版" in now
    assert "起施行：这是第 2 版，现在还不适用" in read(f"/items/{code}/?on={on + timedelta(40)}")


@pytest.mark.req("CAT-004")
def test_an_ended_item_that_begins_again_later_says_so_meanwhile(demo: Demo, item: dict[str, Any]) -> None:
    code, on = item["code"], today()
    why = Change("取消", "停办", "演发〔2026〕9号")
    cancel(act=_now.act(SYSTEM), code=code, last_day=on - timedelta(1), change=why)
    publish(act=_now.act(SYSTEM), item={**item, "hours": "九点"}, valid_from=on + timedelta(20), change=LATER)
    again = on + timedelta(20)
    page = read(f"/items/{code}/", 410)
    assert f"自{day(on)}起取消，最后有效日为{day(on - timedelta(1))}，现在不再受理新的申请" in page
    assert f"自{day(on)}起取消：停办（演发〔2026〕9号）" in read(f"/items/{code}/history/")
    assert f"{again.year}年{again.month}月{again.day}日起重新办理" in page


def test_who_asks_for_an_ended_item_is_led_to_its_page(demo: Demo, item: dict[str, Any]) -> None:
    why = Change("取消", "停办", "演发〔2026〕9号")
    cancel(act=_now.act(SYSTEM), code=item["code"], last_day=today() - timedelta(1), change=why)
    answer = Client().get(f"/items/{item['code']}/guide.pdf")
    assert answer.status_code == 404
    assert f'href="/items/{item["code"]}/"' in answer.content.decode()
    assert "/items/" not in text(answer)


def test_many_successors_cost_no_more_questions_than_few(demo: Demo, item: dict[str, Any]) -> None:
    bodies = [one for one in units() if one.kind != "centre"]
    why = Change("下放", "方便群众", "演发〔2026〕10号")
    counts = []
    for name, some in ((TREES, bodies[:2]), (BRIDGE, bodies[:9])):
        source = demo.items[name]
        places = {f"{one.code}{parse_region(one.region).level}{source['code'][19:]}": one for one in some}
        heirs = list(places)
        for heir in heirs[1:]:
            row = {**source, "code": heir, "unit": places[heir].code, "region": places[heir].region}
            publish(act=_now.act(SYSTEM), item=row, valid_from=today(), change=LATER)
        cancel(act=_now.act(SYSTEM), code=source["code"], last_day=today(), change=why, successors=heirs)
        ended(code=source["code"])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = ended(code=source["code"])
        assert [one.first_day is None for one in found.successors] == [True, *[False] * (len(some) - 1)]
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.pure
def test_each_kind_of_change_says_its_first_day_and_what_is_the_last_of_what_was_before() -> None:
    first = date(2026, 12, 1)
    assert effect("取消", first) == "2026年12月1日起取消，最后有效日为2026年11月30日"
    assert effect("合并", first) == "2026年12月1日起施行，并入的事项最后有效日为2026年11月30日"
    assert effect("变更", first) == "2026年12月1日起施行，原来的版本最后有效日为2026年11月30日"
    assert effect("新增", first) == effect("承接", first) == "2026年12月1日起施行"
    assert effect("下放", first).endswith("最后一个承接单位接办的前一天是本机关的最后有效日")
    assert effect("取消", None) == ""
