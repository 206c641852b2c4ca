"""A step added behind one that leads on stands between the two; each way to a fault is seen in the drawing."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import LICENCE, finding, kept, opened, pick, saved
from tests.browser.walking import Walker
from yimen.kernel.procedure import compile_bpmn

pytestmark = pytest.mark.browser


def test_a_step_added_behind_one_that_leads_on_stands_between_the_two(drawer: Walker) -> None:
    page = opened(drawer, "between-one")
    pick(page, "审查")
    expect(page.get_by_text("插在它和下一步之间")).to_be_visible()
    page.get_by_role("button", name="办理环节", exact=True).last.click()
    page.get_by_label("岗位").select_option(label="审核岗")
    page.get_by_label("时限：数").fill("1")
    page.get_by_label("依据").fill("《行政许可法》第三十四条")
    page.get_by_label("单位", exact=True).select_option("lead")
    page.get_by_label("阶段").select_option("审查")
    saved(page)
    expect(page.locator("[data-modeller=summary]")).to_have_text("检查通过，没有发现问题。")
    procedure = compile_bpmn(kept(page))
    fresh = next(node.id for node in procedure.nodes.values() if node.name == "新环节")
    assert [flow.target for flow in procedure.out["examine"]] == [fresh]
    assert [flow.target for flow in procedure.out[fresh]] == ["review"]
    was = compile_bpmn(LICENCE).flows
    assert {id_: one.condition for id_, one in procedure.flows.items() if id_ in was} == {
        id_: one.condition for id_, one in was.items()
    }
    page.get_by_role("button", name="撤销").click()  # what was typed, last; then, field by field, the rest
    for _ in range(12):
        if page.get_by_label("选中的元素").locator("option", has_text="新环节").count() == 0:
            break
        page.get_by_role("button", name="撤销").click()
    saved(page)
    assert [flow.target for flow in compile_bpmn(kept(page)).out["examine"]] == ["review"]


def test_a_gateway_gets_another_branch(drawer: Walker) -> None:
    page = opened(drawer, "between-two")
    pick(page, "“受理”之后的排他网关")
    page.get_by_role("button", name="办理环节", exact=True).last.click()
    saved(page)
    assert kept(page).count(b'sourceRef="accepted"') == 4


def test_each_way_to_a_fault_is_drawn_and_a_finding_leads_to_its_own(drawer: Walker) -> None:
    page = drawer.go("/processes/new/")
    xml = LICENCE.replace(b'"highway-licence"', b'"ways-two"').replace(b'effect="accept"', b"")
    xml = xml.replace(b'effect="deliver"', b"")
    page.locator("#f-file").set_input_files({"name": "a.bpmn", "mimeType": "application/xml", "buffer": xml})
    drawer.press("检查并存为草稿")
    assert page.locator("svg.pf").count() == 2
    page.get_by_role("link", name="看走法图 2").click()
    expect(page.get_by_role("heading", name="走法图 2：决定")).to_be_in_viewport()
    drawer.judge()
    drawer.follow("画流程图")
    expect(page.locator("[data-modeller=canvas]")).to_have_attribute("data-ready", "yes")
    steps = page.locator(".m-badge.m-step")
    for words, count in (("没有送达就办结", 5), ("没有受理就作出决定", 3)):
        finding(page, words).get_by_role("button", name="在图上看").click()
        expect(steps).to_have_count(count)
        expect(page.locator("[data-modeller=canvas]").get_by_text("✕ 问题在这里")).to_have_count(1)
    assert drawer.heard == []
