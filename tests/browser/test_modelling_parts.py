"""What several units run is set in the panel, conditions with brackets are read there, and drawings on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawing import copied, kept, pick, saved
from tests.browser.walking import Walk, Walker
from tests.serving import ROOT
from yimen.kernel.procedure import compile_bpmn

pytestmark = pytest.mark.browser
WHO = "ll-process"
PARTS = (ROOT / "demo" / "procedures" / "joint-parts.bpmn").read_bytes()


def begun(walker: Walker, key: str) -> Page:
    """Starts a draft of what several units run."""
    page = walker.go("/processes/new/")
    xml = PARTS.replace(b'"joint-parts"', f'"{key}"'.encode())
    page.locator("#f-file").set_input_files({"name": f"{key}.bpmn", "mimeType": "application/xml", "buffer": xml})
    walker.press("检查并存为草稿")
    return page


@pytest.mark.req("PRC-006")
def test_the_list_of_a_sub_process_is_set_and_cleared_in_the_panel(drawer: Walker) -> None:
    page = begun(drawer, "parts-one")
    drawer.follow("画流程图")
    expect(page.locator("[data-modeller=canvas]")).to_have_attribute("data-ready", "yes")
    pick(page, "并联审查")
    several = page.get_by_label("由几个单位各办一遍")
    expect(several).to_be_checked()
    assert page.get_by_label("名单", exact=True).locator("option:checked").inner_text() == "事项列明的协办部门"
    agree = page.get_by_label("算作同意的结果").locator("option").all_inner_texts()
    assert agree == ["（第一个结果）", "同意", "不同意", "需补正"]  # of the last step only
    page.get_by_label("怎样算通过").select_option("share")
    page.get_by_label("算作同意的结果").select_option(label="不同意")
    page.get_by_label("一票否决").check()
    page.get_by_label("名单", exact=True).select_option(label="另一名单（填名称）")
    page.get_by_label("名单在数据里的名称").fill("offices")
    drawer.judge()
    saved(page)
    whole = compile_bpmn(kept(page)).nodes["review"]
    assert whole.loop is not None
    assert (whole.loop.items, whole.loop.rule, whole.loop.agree) == ("offices", "2/3", "disagree")
    assert (whole.loop.veto, whole.loop.again) == (True, "more")
    page.get_by_role("button", name="到里面的开始").click()
    expect(page.get_by_label("名称", exact=True).first).to_have_value("转来")
    pick(page, "并联审查")
    several.uncheck()
    saved(page)
    assert compile_bpmn(kept(page)).nodes["review"].loop is None
    several.check()
    saved(page)
    again = compile_bpmn(kept(page)).nodes["review"]
    assert again.loop is not None
    assert (again.loop.items, again.loop.agree) == ("units", "agree")
    assert drawer.heard == []


def test_a_condition_with_brackets_is_read_in_words(drawer: Walker) -> None:
    page = copied(drawer, "highway-licence")
    pick(page, "↳ 受理")
    reads = page.locator("[data-reads]")
    expect(reads).to_have_text("读作：“受理”的结果为“受理”。")
    page.locator("summary", has_text="按文字改").click()
    written = page.get_by_label("按文字写")
    for text, words in (
        (
            "not (outcome == 'correct' or audience == '法人') and sign_area > 9",
            "不是（“受理”的结果为“一次告知补正”，或者“申请人身份”为“法人”），并且“版面面积（平方米）”大于9",
        ),
        (
            "(sign_area >= 9.5 or road_grade != '高速公路') and outcome == 'accept'",
            "（“版面面积（平方米）”不小于9.5，或者“公路等级”不为“高速公路”），并且“受理”的结果为“受理”",
        ),
    ):
        written.fill(text)
        page.keyboard.press("Tab")
        expect(reads).to_have_text(f"读作：{words}。")
        written = page.get_by_label("按文字写")
    drawer.judge()
    written.fill("(outcome == 'accept'")
    page.keyboard.press("Tab")
    expect(reads).to_contain_text("读不通")


SMALLEST = """() => Math.min(...[...document.querySelectorAll("svg.pf text")].map(
  (one) => parseFloat(one.getAttribute("font-size")) * one.getScreenCTM().a))"""
SEEN = """() => { const frame = document.querySelector(".pf-fit").getBoundingClientRect();
  const now = document.querySelector(".pf-now").getBoundingClientRect();
  return now.left >= frame.left - 1 && now.right <= frame.right + 1; }"""


def test_a_drawing_on_a_phone_can_be_read_and_opens_where_the_run_stands(walk: Walk) -> None:
    walker = walk("ll-process", width=360)
    page = begun(walker, "parts-phone")
    assert page.evaluate(SMALLEST) >= 11.5
    walker.follow("试走")
    page.get_by_label("“并联审查”各办一遍的名单").fill("甲局\n乙局")
    walker.press("开始试走")
    for move in ("受理：一次告知补正",):
        walker.press(move)  # beside the spine
    assert page.evaluate(SMALLEST) >= 11.5
    assert page.evaluate(SEEN)
    walker.press("补正材料：已补正")
    walker.press("受理：受理")
    assert page.evaluate(SEEN)
    expect(page.locator(".pf-more").first).to_be_visible()
