"""Drawing when something fails: the page says so in Chinese, and saving goes on."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.drawing import kept, opened
from tests.browser.test_foreign_files import POOLS
from tests.browser.walking import Walker

pytestmark = pytest.mark.browser
AGAIN, LONGEST = 21_000, 31_000  # milliseconds: a failed save is tried again, and is one without an answer


def test_a_failed_change_is_told_in_chinese_and_leaves_the_drawing(drawer: Walker) -> None:
    page = opened(drawer, "failing-one")
    said, pool = page.locator("[data-modeller=said]"), page.locator("[data-element-id=office]")
    page.locator("[data-modeller=file]").set_input_files(
        {"name": "pools.bpmn", "mimeType": "application/xml", "buffer": POOLS}
    )
    said.get_by_role("button", name="仍要打开").click()
    expect(pool).to_be_visible()
    panel = page.locator("[data-modeller=panel]")
    expect(panel).to_contain_text("恢复去掉这些内容以前的图")
    expect(panel).not_to_contain_text("您的电脑上")
    take = page.get_by_role("button", name="去掉泳池和泳道，留下环节")
    own = "XMLSerializer.prototype.serializeToString"
    page.evaluate(f"window.own = {own}; {own} = () => {{ throw new Error('odd thing') }}; 0")
    with page.expect_console_message(lambda one: "odd thing" in one.text):
        take.click()
    expect(said).to_contain_text("没有办成：出了意外的情况，详情在浏览器的控制台里")
    expect(said).not_to_contain_text("odd thing")
    expect(pool).to_be_visible()
    page.evaluate(f"{own} = window.own; 0")
    page.route("**/processes/check/", lambda route: route.abort())
    take.click()
    expect(said).to_contain_text("没有检查：连不上服务器（网络不通）")
    expect(pool).to_have_count(0)


def test_a_save_whose_answer_was_lost_is_not_waited_for_for_ever(drawer: Walker) -> None:
    """It was kept; the page then asks whether it was, and gets no answer either: the next try finds out."""
    page = opened(drawer, "failing-two")
    state, quiet = page.locator("[data-modeller=state]"), list[Route]()

    def lost(route: Route) -> None:
        if route.request.method != "GET":
            route.fetch()
            route.abort()
        else:
            quiet.append(route)

    def silent(route: Route) -> None:
        quiet.append(route)

    page.get_by_role("button", name="展开属性").click()
    page.clock.install()
    page.route("**/xml*", lost)
    page.get_by_label("名称", exact=True).fill("没有答复的名称")
    page.get_by_role("button", name="保存").click()
    expect(state).to_contain_text("网络不通")
    assert "没有答复的名称".encode() in kept(page)
    page.unroute("**/xml*")
    page.route("**/xml", silent)
    with page.expect_request(lambda one: one.method == "GET" and one.url.endswith("/xml")):
        page.get_by_label("名称", exact=True).fill("后来的名称")
        page.get_by_role("button", name="保存").click()
    page.clock.fast_forward(LONGEST)
    expect(state).to_contain_text("30 秒没有答复")
    page.unroute("**/xml")
    page.clock.fast_forward(AGAIN)
    expect(state).to_have_attribute("data-state", "saved")
    assert "后来的名称".encode() in kept(page)
    assert len(quiet) == 1
