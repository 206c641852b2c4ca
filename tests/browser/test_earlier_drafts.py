"""Earlier revisions of a draft, and a copy of another procedure, by the pages alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import kept, opened, pick, saved
from tests.browser.walking import Walk, Walker

pytestmark = pytest.mark.browser


def test_an_earlier_draft_is_opened_compared_and_gone_back_to(drawer: Walker) -> None:
    page = opened(drawer, "earlier-one")
    first = kept(page)
    pick(page, "审查")
    page.get_by_label("名称", exact=True).first.fill("细查")
    saved(page)
    drawer.follow("回到草稿")
    drawer.follow("各稿")
    drawer.follow("第 1 稿")
    assert page.locator("svg.pf").is_visible()
    drawer.press("并排对照")
    assert page.get_by_role("row").filter(has_text="细查").count() > 0
    page.go_back()
    drawer.press("回到这一稿")
    expect(page.get_by_text("已按第 1 稿存为第 3 稿")).to_be_visible()
    assert page.request.get(f"{page.url}xml").body() == first


def test_a_procedure_of_the_platform_becomes_ones_own_draft(walk: Walk) -> None:
    for width in (1280, 360):
        walker = walk("ll-process", width=width)
        walker.go("/processes/procedures/instant/")
        walker.follow("复制为新流程")
    walker.page.get_by_label("流程编号").fill("Not good")
    walker.press("存为草稿")
    walker.page.get_by_label("流程编号").fill("own-instant")
    walker.press("存为草稿")
    expect(walker.page.get_by_text("已复制为新流程")).to_be_visible()
