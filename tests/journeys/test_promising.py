"""What an item promises and what its procedure needs: whichever is published last must fit the other."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests import filled
from tests.conftest import ROOT, Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import ApplicationRefused, case
from yimen.contexts.catalogue.api import Change, ItemRefused, guide, publish
from yimen.contexts.procedures.api import (
    DraftRefused,
    ProcedureRefused,
    copy_version,
    in_force,
    publish_draft,
    review_draft,
    save_draft,
    submit_draft,
)
from yimen.contexts.procedures.api import publish as publish_procedure
from yimen.kernel.procedure import check, compile_bpmn

DAY = date(2026, 3, 2)
KEY, ITEM, OTHER = "highway-licence", "超限运输车辆行驶公路的审核", "更新采伐护路林的审批"
INSTANT = "婚育证明"
KINDS = {"survey": "现场勘察", "discussion": "集体讨论", "expert": "专家论证", "hearing": "听证"}
NEWS = Change("变更", "测试", "演发〔2026〕1号")


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def published(office: Office, name: str, on: date = DAY, **change: Any) -> Any:
    item = {**office.demo.items[name], **change}
    return publish(act=office.act(), item=item, valid_from=on, change=NEWS)


def brought(office: Office, xml: bytes, on: date = DAY) -> Any:
    return publish_procedure(act=office.act(), xml=xml, valid_from=on)


def slower(xml: bytes) -> bytes:
    """Gives the examination two more days: three and two and two become nine."""
    assert b'yimen:limit="3wd"' in xml
    return xml.replace(b'yimen:limit="3wd"', b'yimen:limit="5wd"', 1)


def with_special(xml: bytes, kind: str) -> bytes:
    """Makes the decision at the window a step of a special procedure."""
    step = f'id="decide" name="当场决定" yimen:special="{kind}"'.encode()
    return xml.replace('id="decide" name="当场决定"'.encode(), step, 1)


def test_a_procedure_is_checked_against_every_item_that_names_it(office: Office) -> None:
    before = in_force(key=KEY, on=DAY)
    with pytest.raises(ProcedureRefused) as refused:
        brought(office, slower(before.xml))
    words = str(refused.value)
    code = office.demo.items[ITEM]["code"]
    assert f"审查：事项“{ITEM}”（{code}）承诺 7 个工作日" in words
    assert "合计 9 个工作日（审查 5、审核 2、决定 2），超过 2 个" in words
    assert words.count("承诺 7 个工作日") == 2
    assert in_force(key=KEY, on=DAY).id == before.id
    for name in ("在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核", ITEM):
        published(office, name, promised=9)
    assert brought(office, slower(before.xml)).number == before.number + 1


def test_a_draft_is_told_at_its_desk_and_is_not_sent_in(office: Office) -> None:
    who = office.reader("ll-process")
    draft = copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=DAY).id)
    saved = save_draft(act=office.act(who), reader=who, id=draft.id, xml=slower(draft.xml), revision=1)
    told = [one for one in saved.findings if one.severity == "error"]
    assert {one.element for one in told} == {"审查 examine"}
    assert all(draft.xml.splitlines()[one.line - 1].lstrip().startswith(b"<bpmn:userTask") for one in told)
    with pytest.raises(DraftRefused, match="不能送审"):
        submit_draft(act=office.act(who), reader=who, id=draft.id, revision=2, note="改")
    page = unescape(office.demo.client("ll-process").get(f"/processes/drafts/{draft.id}/").content.decode())
    assert f"事项“{ITEM}”" in page
    assert "超过 2 个" in page


def test_an_item_that_comes_between_review_and_publication_is_seen(office: Office) -> None:
    for name in ("在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核", ITEM):
        published(office, name, promised=9)
    who, eyes = office.reader("ll-process"), office.reader("ll-center")
    id_ = copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=DAY).id).id
    xml = slower(in_force(key=KEY, on=DAY).xml)
    save_draft(act=office.act(who), reader=who, id=id_, xml=xml, revision=1)
    submit_draft(act=office.act(who), reader=who, id=id_, revision=2, note="改")
    review_draft(act=office.act(eyes), reader=eyes, id=id_, revision=2, agree=True, opinion="好")
    published(office, ITEM, promised=8)
    with pytest.raises(DraftRefused, match="不能发布") as refused:
        publish_draft(act=office.act(eyes), reader=eyes, id=id_, revision=2, valid_from=DAY, reason="依规定")
    (told,) = [one.message_zh for one in refused.value.findings if one.severity == "error"]
    assert told.startswith(f"事项“{ITEM}”")
    assert "超过 1 个" in told


def test_an_item_is_checked_against_the_procedure_it_names(office: Office) -> None:
    with pytest.raises(ItemRefused) as refused:
        published(office, ITEM, promised=6)
    assert "承诺 6 个工作日" in str(refused.value)
    assert "审查 3、审核 2、决定 2" in str(refused.value)
    assert "第 1 版" in str(refused.value)
    assert guide(code=office.demo.items[ITEM]["code"], on=DAY).promised == 7


def test_versions_that_are_yet_to_come_count_too(office: Office) -> None:
    later = date(2026, 6, 1)
    xml = in_force(key=KEY, on=DAY).xml
    shorter = xml.replace(b'yimen:limit="3wd"', b'yimen:limit="1wd"', 1)
    brought(office, shorter, later)
    with pytest.raises(ItemRefused, match="第 1 版"):
        published(office, ITEM, promised=5)
    published(office, ITEM, later, promised=5)
    with pytest.raises(ProcedureRefused, match="承诺 5 个工作日"):
        brought(office, xml, later)


def test_an_item_that_ended_and_one_whose_procedure_is_to_come_hold_nobody_up(office: Office) -> None:
    published(office, ITEM, procedure_key="yet-to-come", promised=3)
    xml = slower(in_force(key=KEY, on=DAY).xml)
    with pytest.raises(ProcedureRefused, match="承诺 7") as refused:
        brought(office, xml)
    assert ITEM not in str(refused.value)
    with pytest.raises(ProcedureRefused, match="承诺 3 个工作日"):
        brought(office, xml.replace(b'"highway-licence"', b'"yet-to-come"'))


@pytest.mark.req("PRC-004")
@pytest.mark.parametrize("kind", list(KINDS))
def test_what_needs_a_special_procedure_is_not_done_on_the_spot(office: Office, kind: str) -> None:
    xml = with_special(in_force(key="instant", on=DAY).xml, kind)
    name = office.demo.items[INSTANT]["name"]
    with pytest.raises(ProcedureRefused, match=rf"当场决定：事项“{name}”（\w+）是即办件.*{KINDS[kind]}"):
        brought(office, xml)
    brought(office, xml.replace(b'"instant"', b'"looked-at"'))
    with pytest.raises(ItemRefused, match=f"是即办件，流程.*{KINDS[kind]}.*请改为承诺件"):
        published(office, INSTANT, procedure_key="looked-at")
    promised = published(office, INSTANT, procedure_key="looked-at", instant=False, promised=1)
    assert promised.handling == "承诺件"
    office.lodge(item=INSTANT)


@pytest.mark.req("PRC-004")
def test_an_item_that_names_a_special_procedure_is_not_done_on_the_spot(office: Office) -> None:
    for special in ("专家评审，15 个工作日，行政许可法第四十五条", "需要现场勘察。"):
        with pytest.raises(ItemRefused, match=r"特别程序.*写着“.+本事项却是即办件"):
            published(office, INSTANT, special=special)
    assert published(office, INSTANT, special="无。").handling == "即办件"
    assert published(office, INSTANT, special="专家评审", instant=False, promised=1).handling == "承诺件"


@pytest.mark.req("PRC-004")
def test_complete_and_in_due_form_it_is_decided_on_the_spot_else_told_once(office: Office) -> None:
    married = {**filled.answers(office.demo.items[INSTANT]), "marital_status": "已婚"}
    with pytest.raises(ApplicationRefused, match="结婚证"):
        office.lodge(item=INSTANT, answers=married, uploads=())
    receipt = office.lodge(item=INSTANT)
    window = "cs-window"
    office.does(window, receipt.id, "accept")
    found = case(reader=office.reader(window), number=receipt.number)
    assert found.matter.due_on == date(2026, 3, 3)
    office.does(window, receipt.id, "grant")
    found = case(reader=office.reader(window), number=receipt.number)
    assert found.matter.stage == "送达"


@pytest.mark.req("PRC-004")
def test_every_item_without_special_steps_is_promised_or_instant(office: Office) -> None:
    with pytest.raises(ItemRefused, match="承诺时限"):
        published(office, ITEM, promised=0)
    for name, item in office.demo.items.items():
        found = guide(code=item["code"], on=DAY)
        procedure = in_force(key=found.procedure_key, on=DAY).procedure
        if not any(node.special for node in procedure.nodes.values()) and not found.joint:
            assert found.handling in {"即办件", "承诺件", "代办件"}, name
        assert found.promised >= 1


def test_the_guide_shows_what_the_steps_take_together_beside_the_promise(demo: Demo) -> None:
    shown = Client().get(f"/items/{demo.items[ITEM]['code']}/").content.decode()
    assert "从受理到作出决定，各步时限最多合计 7 个工作日" in shown  # 3 + 2 + 2; the other days are nobody's to invent
    assert f"{demo.items[ITEM]['promised']} 个工作日（自受理次日起算）" in shown


def test_the_check_names_the_steps_of_the_longest_path() -> None:
    xml = (ROOT / "demo" / "procedures" / f"{KEY}.bpmn").read_bytes()
    found = check(compile_bpmn(xml), promised_days=6)
    assert [re.sub(r"。.*", "", one.message_zh) for one in found] == [
        "受理后到作出决定，各步时限最多合计 7 个工作日（审查 3、审核 2、决定 2），超过承诺的 6 个工作日"
    ]
