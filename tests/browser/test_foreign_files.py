"""A file of another tool that is refused and has no drawing: whoever wants to may open it and put it right."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_modelling import finding, kept, opened
from tests.browser.walking import Walker, officer
from tests.serving import Site

pytestmark = pytest.mark.browser

FOREIGN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="foreign">'
    '<startEvent id="s"/><task id="t" name="别处画的一步"/><endEvent id="e"/>'
    '<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/>'
    "</process></definitions>"
).encode()
BROKEN = FOREIGN.replace(b'<process id="foreign">', b"<process>")  # names nothing that a drawing could be of


@pytest.fixture
def drawer(browser: Browser, site: Site) -> Iterator[Walker]:
    walker = officer(browser, site, "ll-process")
    yield walker
    walker.close()


def test_a_refused_file_without_a_drawing_can_be_opened_and_put_right(drawer: Walker) -> None:
    page = opened(drawer, "foreign-one")
    said, now = page.locator("[data-modeller=said]"), kept(page)
    before = page.locator("[data-modeller=findings]").inner_text()
    chooser = page.locator("[data-modeller=file]")
    chooser.set_input_files({"name": "broken.bpmn", "mimeType": "application/xml", "buffer": BROKEN})
    said.get_by_role("button", name="仍要打开").click()
    expect(said).to_contain_text("文件里没有图形")
    assert page.locator("[data-modeller=findings]").inner_text() == before  # of what stands on the canvas
    assert kept(page) == now
    chooser.set_input_files({"name": "foreign.bpmn", "mimeType": "application/xml", "buffer": FOREIGN})
    expect(said).to_contain_text("不支持")
    said.get_by_role("button", name="仍要打开").click()
    expect(said).to_contain_text("还不能办理")
    expect(page.locator("[data-element-id=t]")).to_be_visible()
    expect(finding(page, "不支持").first).to_be_visible()
