"""Suggestions while somebody types: by keys alone, told to who listens, and nothing of it in the way of the search."""

import pytest
from playwright.sync_api import expect

from tests.browser.walking import Walk

pytestmark = pytest.mark.browser
ALASHAN = "152900000000"


@pytest.mark.parametrize("width", [1280, 360])
def test_suggestions_are_chosen_by_keys_and_the_box_works_without(walk: Walk, width: int) -> None:
    walker = walk(width=width)
    page = walker.go(f"/items/?place={ALASHAN}")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("开店")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(page.locator(".suggests [aria-live]")).to_contain_text("条建议")
    expect(options.filter(has_text="开办企业")).to_contain_text("企业大事")
    assert box.get_attribute("aria-activedescendant") is None
    walker.judge()
    box.press("ArrowUp")
    last = options.last
    assert box.get_attribute("aria-activedescendant") == last.get_attribute("id")
    expect(last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("开店")
    with page.expect_navigation():
        box.press("Enter")
    assert "q=" in page.url


def test_a_chosen_suggestion_leads_where_it_says(walk: Walk) -> None:
    walker = walk()
    page = walker.go(f"/items/?place={ALASHAN}")
    page.get_by_role("combobox").press_sequentially("注销")
    with page.expect_navigation():
        page.get_by_role("option").filter(has_text="企业大事").click()
    assert "event=" in page.url
    assert f"place={ALASHAN}" in page.url
    walker.judge()
