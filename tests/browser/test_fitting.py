"""The drawing fits the room it opens in: whole and legible, with nothing before it, also after a file is opened."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawing import LICENCE, opened
from tests.browser.walking import Walk

pytestmark = pytest.mark.browser

# Of every shape: whether it lies within the canvas, and how large its letters are on the screen, in pixels.
SHAPES = """() => {
  const room = document.querySelector("[data-modeller=canvas]").getBoundingClientRect();
  return [...document.querySelectorAll(".djs-shape:not([data-element-id$=_label])")].map((one) => {
    const { left, right, top, bottom } = one.querySelector(".djs-visual").getBoundingClientRect();
    const within = left >= room.left && right <= room.right && top >= room.top && bottom <= room.bottom;
    const size = parseFloat(getComputedStyle(one.querySelector("text") || one).fontSize);
    return { within, size: size * one.getScreenCTM().a };
  });
}"""


def shapes(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(SHAPES)
    assert len(found) > 8
    return found


def long(steps: int) -> bytes:
    """The licence with so many more steps in a row before it is done."""
    xml = LICENCE.decode()
    (step,) = re.findall(r'<bpmn:userTask id="deliver".*?</bpmn:userTask>', xml, re.S)
    flow = '<bpmn:sequenceFlow id="to-finished" sourceRef="deliver"'
    more = [step.replace('id="deliver"', f'id="more-{place}"') for place in range(steps)]
    ids = ["deliver", *(f"more-{place}" for place in range(steps))]
    ways = [f'<bpmn:sequenceFlow id="w-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids)]
    xml = xml.replace(step, step + "".join(more)).replace(flow, "".join(ways) + flow.replace("deliver", ids[-1]))
    return xml.encode()


@pytest.mark.parametrize("width", [1920, 1280, 1024])
def test_a_drawing_opens_whole_and_legible(walk: Walk, width: int) -> None:
    walker = walk("ll-process")
    walker.page.set_viewport_size({"width": width, "height": 800})
    page = opened(walker, f"fitted-{width}")
    panel, fold = page.locator("[data-modeller=panel]"), page.locator("[data-act=panel]")
    assert all(one["within"] and one["size"] > 8 for one in shapes(page))
    walker.judge()
    if width == 1280:
        expect(panel).to_be_hidden()
        fold.click()
        expect(panel).to_be_visible()
        expect(fold).to_have_attribute("aria-expanded", "true")
        fold.click()
        expect(panel).to_be_hidden()
    page.get_by_label("选中的元素").select_option(label="送达")
    expect(panel).to_be_visible()
    room = page.locator("[data-modeller=canvas]").bounding_box()
    chosen = page.locator(".djs-shape.selected .djs-visual").bounding_box()
    assert room
    assert chosen
    assert room["x"] <= chosen["x"]
    assert chosen["x"] + chosen["width"] <= room["x"] + room["width"]
    file = {"name": "f.bpmn", "mimeType": "application/xml", "buffer": LICENCE}
    page.locator("[data-modeller=file]").set_input_files(file)
    expect(page.locator("[data-modeller=said]")).to_contain_text("已导入")
    assert all(one["within"] and one["size"] > 8 for one in shapes(page))


def test_what_would_be_too_small_to_read_opens_at_its_beginning(walk: Walk) -> None:
    walker = walk("ll-process")
    page = opened(walker, "fitted-long")
    file = {"name": "f.bpmn", "mimeType": "application/xml", "buffer": long(16)}
    page.locator("[data-modeller=file]").set_input_files(file)
    expect(page.locator("[data-modeller=said]")).to_contain_text("已导入")
    found = shapes(page)
    assert found[0]["within"]
    assert not all(one["within"] for one in found)
    assert all(one["size"] > 8 for one in found)
    page.get_by_role("button", name="看全图").click()
    assert all(one["within"] for one in shapes(page))
