"""The way to a fault on the canvas and on the chart: the arrows it takes, and where it stops."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawing import opened
from tests.browser.walking import Walker
from yimen.kernel.procedure.tests.bpmn import flow
from yimen.kernel.procedure.tests.once_battery import parted

pytestmark = pytest.mark.browser


def marked(page: Page, kind: str, marker: str) -> set[str | None]:
    found = page.locator(f".djs-{kind}.{marker}")
    return {one.get_attribute("data-element-id") for one in found.all()}


def test_the_way_to_a_join_that_waits_for_ever_is_drawn_as_it_was_gone(drawer: Walker) -> None:
    page = opened(drawer, "stuck-one", parted(flow("x", "off", "outcome == 'back'", "退回")))
    expect(page.locator(".djs-overlay", has_text="停在这里")).to_be_visible()
    assert marked(page, "connection", "m-way") == {"s-p", "p-a", "p-b", "a-x", "x-off", "b-join"}
    assert marked(page, "shape", "m-stuck") == {"join"}
    assert marked(page, "shape", "m-way") == {"a", "b"}
    drawer.judge()
    drawer.follow("回到草稿")
    assert page.locator("svg.pf .pf-way").count() == 5
    expect(page.locator("svg.pf .pf-stuck")).to_contain_text("停在这里")
