"""Drawing a procedure as people do: a draft opened, an element picked, what was found, what was kept."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.walking import Walker
from tests.serving import ROOT

LICENCE = (ROOT / "demo" / "procedures" / "highway-licence.bpmn").read_bytes()


def started(walker: Walker, key: str, xml: bytes = LICENCE) -> Page:
    """Starts a draft that follows nothing published, from a file, and is at its page."""
    page = walker.go("/processes/new/")
    xml = re.sub(rb'(<bpmn:process id=)"[^"]*"', rb'\g<1>"' + key.encode() + b'"', xml, count=1)
    page.locator("#f-file").set_input_files({"name": f"{key}.bpmn", "mimeType": "application/xml", "buffer": xml})
    walker.press("检查并存为草稿")
    return page


def opened(walker: Walker, key: str, xml: bytes = LICENCE) -> Page:
    """Opens the drawing page of a new draft."""
    page = started(walker, key, xml)
    walker.follow("画流程图")
    expect(page.locator("[data-modeller=canvas]")).to_have_attribute("data-ready", "yes")
    return page


def copied(walker: Walker, key: str) -> Page:
    """Opens the drawing page of a copy of what is published, which items use."""
    page = walker.go(f"/processes/procedures/{key}/")
    walker.press("复制为草稿", exact=False)
    walker.follow("画流程图")
    expect(page.locator("[data-modeller=canvas]")).to_have_attribute("data-ready", "yes")
    return page


def pick(page: Page, name: str) -> None:
    page.get_by_label("选中的元素").select_option(label=name)


def saved(page: Page) -> None:
    expect(page.locator("[data-modeller=state]")).to_have_attribute("data-state", "dirty")
    expect(page.locator("[data-modeller=state]")).to_have_attribute("data-state", "saved")


def kept(page: Page) -> bytes:
    """Returns the draft's file as the server has it."""
    return page.request.get(page.url.replace("/model/", "/xml")).body()


def exported(page: Page, button: str) -> bytes:
    with page.expect_download() as loading:
        page.get_by_role("button", name=button).click()
    return Path(loading.value.path()).read_bytes()


def finding(page: Page, words: str) -> Locator:
    return page.locator("[data-modeller=findings] li", has_text=words)
