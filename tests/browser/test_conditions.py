"""The editor with script: each alternative of a condition that is chosen brings one more, and all of them are saved."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.walking import Walk

pytestmark = pytest.mark.browser


def test_one_more_alternative_comes_when_all_are_chosen(walk: Walk) -> None:
    editor = walk("ll-editor")
    page = editor.go("/catalogue/")
    page.get_by_role("link", name="超限运输车辆行驶公路的审核").first.click()
    page.get_by_role("button", name=re.compile("变更")).first.click()
    page.locator("#rows-materials summary").first.click()
    first, second = (page.locator(f'select[name="materials-0-when{ending}"]') for ending in ("", "-2"))
    expect(second).to_have_count(0)
    first.select_option(index=1)
    expect(second).to_have_value("")
    said = second.locator("option").nth(3).inner_text()
    second.select_option(index=3)
    expect(page.locator('select[name="materials-0-when-3"]')).to_have_count(1)
    expect(page.get_by_label("什么情况提交，或者").first).to_be_visible()
    page.locator("[data-save-here]").click()
    expect(page.locator("[data-autosave-told]")).to_contain_text("已保存")
    page.reload()
    page.locator("#rows-materials summary").first.click()
    expect(second.locator("option:checked")).to_have_text(said)
    editor.judge()


def test_after_a_save_the_page_says_nothing_of_before_it(walk: Walk) -> None:
    editor = walk("ll-editor")
    page = editor.go("/catalogue/")
    page.get_by_role("link", name="更新采伐护路林的审批").first.click()
    page.get_by_role("button", name=re.compile("变更")).first.click()
    fresh = page.locator("[data-autosave-fresh]").first
    listed = page.locator("details", has_text="填好才能送审").first
    expect(listed).to_be_visible()
    expect(fresh).to_be_hidden()
    page.get_by_label("变动理由").first.fill("压缩")
    page.locator("[data-save-here]").click()
    expect(page.locator("[data-autosave-told]")).to_contain_text("已保存")
    expect(listed).to_be_hidden()
    expect(fresh).to_contain_text("刷新看最新的检查结果")
    expect(page.locator(".page-head .lead")).to_contain_text("第 2 稿")
    expect(page.locator("#course li").first).to_be_hidden()
    fresh.get_by_role("link").click()
    expect(page.locator("details", has_text="处要补正才能送审").first).to_be_visible()
    editor.judge()


def test_after_a_refused_submission_the_draft_s_own_page_says_why_until_it_is_saved(walk: Walk) -> None:
    editor = walk("ll-editor")
    page = editor.go("/catalogue/")
    page.get_by_role("link", name="涉路工程建设并联审批（演示）").first.click()
    page.get_by_role("button", name=re.compile("变更")).first.click()
    draft = page.url.partition("#")[0]
    page.locator("#send button").click()
    refused = page.locator(".notice.error")
    expect(refused).to_contain_text("没有送审")
    assert page.url == draft
    page.get_by_label("变动理由").first.fill("压缩")
    expect(refused).to_be_hidden()  # what was written has saved itself
    expect(page.locator("[data-autosave-told]")).to_contain_text("已自动保存")
    page.locator("[data-save-here]").click()
    expect(page.locator("[data-autosave-told]")).to_contain_text("：已保存")
    page.reload()
    expect(page.locator(".notice.error")).to_have_count(0)
    expect(page.locator("#course li", has_text="送审没有通过")).to_have_count(1)
    editor.judge()
