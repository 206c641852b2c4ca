"""Walking through the site as people do: by labels and buttons, each page judged on the way."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests import filled
from tests.serving import ROOT, Site

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
PEOPLE = json.loads((ROOT / "demo" / "people.json").read_text("utf-8"))
OFFICERS = {who["login"]: who["password"] for who in PEOPLE["officers"]}


class Walker:
    """One person at a browser."""

    def __init__(self, browser: Browser, site: Site, width: int = 1280) -> None:
        self.site = site
        self.context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        self.page: Page = self.context.new_page()
        self.heard: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda fault: self.heard.append(str(fault)))

    def _hear(self, said: ConsoleMessage) -> None:
        refused = "status of 4" in said.text  # a form sent back with its errors is an answer, not a fault
        if said.type == "error" and not refused:
            self.heard.append(said.text)

    def go(self, path: str) -> Page:
        """Opens a page and judges it."""
        self.page.goto(self.site.url + path)
        self.judge()
        return self.page

    def judge(self) -> None:
        """Fails on what axe finds, a page wider than its window, a broken policy; keeps a picture if asked."""
        page = self.page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], page.url
        assert self.heard == [], page.url
        if folder := os.environ.get("YIMEN_PICTURES"):
            name = re.sub(r"\W+", "-", page.url.removeprefix(self.site.url)).strip("-")[:60] or "home"
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    def press(self, name: str, *, exact: bool = True) -> None:
        """Presses a button and waits for the next page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.judge()

    def follow(self, name: str) -> None:
        """Follows a link."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self.judge()

    def sign_in(self, login: str, password: str) -> None:
        """Signs in at the login page."""
        self.go("/login/")
        self.page.get_by_label("手机号或工号").fill(login)
        self.page.get_by_label("密码").fill(password)
        self.press("登录")

    def open_task(self, number: str) -> None:
        """Opens the step of a case from the worklist."""
        self.go("/desk/")
        link = self.page.locator("tr", has_text=number).get_by_role("link").first
        with self.page.expect_navigation():
            link.click()
        self.judge()

    def decide(self, number: str, outcome: str, opinion: str = "", **more: str) -> None:
        """Does the open step of a case."""
        self.open_task(number)
        self.page.get_by_role("radio", name=outcome).first.check()
        if opinion:
            self.page.locator("#f-opinion").fill(opinion)
        for box in self.page.locator("[name=met]").all() if outcome == "准予" else ():
            box.check()
        for code, value in more.items():
            self.page.locator(f"[name={code}][value='{value}']").check()
        self.press("提交办理结果")

    def fill_form(self, item: dict[str, Any], more: dict[str, str]) -> None:
        """Fills an item's form by the type of each control, with ``more`` in place of the usual answers."""
        for code, answer in {**filled.answers(item), **more}.items():
            controls = self.page.locator(f"[name='{code}']")
            if not controls.count() or controls.first.get_attribute("readonly") is not None:
                continue
            kind = controls.first.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                for value in [answer] if isinstance(answer, str) else answer:
                    self.page.locator(f"[name='{code}'][value='{value}']").check()
            elif controls.first.evaluate("e => e.tagName") == "SELECT":
                controls.first.select_option(answer)
            else:
                controls.first.fill(answer if isinstance(answer, str) else answer[0])

    def attach(self, item: dict[str, Any], path: Path) -> None:
        """Chooses a file for each material that the applicant hands in."""
        for code in filled.materials(item):
            self.page.locator(f"[name='material_{code}']").set_input_files(path)

    def close(self) -> None:
        """Leaves."""
        self.context.close()


Walk = Callable[..., Walker]  # the fixture walk: of an officer who has signed in, by login; without one, of anyone
