"""The whole errand in a real browser, on each database: from registering to the proof that anyone can check."""

import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.walking import Walk, Walker
from tests.serving import ROOT, Site

pytestmark = pytest.mark.browser

NAME, PHONE, PASSWORD = "赵小禾", "13712345678", "Jia-yu-guan-1372"
ITEMS = {item["name"]: item for item in json.loads((ROOT / "demo" / "items.json").read_text("utf-8"))}
SIGN = ITEMS["在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen_id(body: str) -> str:
    """Returns an identity number with its check character (GB 11643)."""
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "设计图.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def _register(walker: Walker) -> None:
    page = walker.go("/register/")
    page.locator("#f-name").fill(NAME)
    page.locator("#f-citizen_id").fill("43028119850607001X")
    page.locator("#f-phone").fill(PHONE)
    page.locator("#f-password").fill(PASSWORD)
    page.locator("#f-again").fill(PASSWORD)
    page.locator("#f-agree").check()
    walker.press("注册")
    right = citizen_id("43028119850607001")
    if not right.endswith("X"):  # the first number was wrong: it is named, and what was typed is kept
        assert "校验码" in walker.page.content()
        assert page.locator("#f-name").input_value() == NAME
        page.locator("#f-citizen_id").fill(right)
        page.locator("#f-password").fill(PASSWORD)
        page.locator("#f-again").fill(PASSWORD)
        page.locator("#f-agree").check()
        walker.press("注册")
    walker.sign_in(PHONE, PASSWORD)


def _apply(walker: Walker, pdf: Path) -> str:
    """Finds the item in everyday words, reads guide and flowchart, applies, and returns the case's number."""
    page = walker.go("/")
    page.locator("#hero-q").fill("路边广告牌")
    walker.press("搜索")
    walker.follow(SIGN["name"])
    assert page.locator("svg[role=img]").first.is_visible()
    assert "演示值" in page.content()
    walker.follow("在线办理")
    walker.press("提交申请")
    assert page.locator(".errors li").count() > 3
    walker.fill_form(SIGN, {"person_name": NAME, "applicant_kind": "自然人"})
    walker.attach(SIGN, pdf)
    walker.press("提交申请")
    text = page.locator("main").inner_text()
    found = re.search(r"\d{21}", text)
    assert found, text
    assert "最后一天" in text
    return found[0]


@pytest.mark.req("PWR-006", "PRC-001", "PRC-002")
def test_an_errand_from_registering_to_the_proof(walk: Walk, site: Site, pdf: Path, tmp_path: Path) -> None:
    citizen = walk()
    _register(citizen)
    number = _apply(citizen, pdf)

    clerk = walk("ll-window")
    clerk.open_task(number)
    clerk.page.get_by_role("radio", name="一次告知补正").check()
    clerk.page.get_by_text("要求补正：列出全部内容").click()
    clerk.page.get_by_role("checkbox", name="材料：", exact=False).first.check()
    clerk.page.locator("#f-missing_more").fill("设计图缺少尺寸标注")
    clerk.press("提交办理结果")

    page = citizen.go(f"/space/cases/{number}/")
    assert "设计图缺少尺寸标注" in page.content()
    page.locator("input[type=file]").first.set_input_files(pdf)
    citizen.press("提交补正", exact=False)

    clerk.decide(number, "受理")
    for login, outcome in (("ll-examiner", "建议准予"), ("ll-reviewer", "同意"), ("ll-decider", "准予")):
        walker = walk(login)
        walker.decide(number, outcome, "符合条件")
    clerk.decide(number, "已送达", method="网上")

    _told_and_rated(citizen, number, tmp_path)
    _seen_by_all(walk, number)
    _proved(citizen, site, number, tmp_path)


def _told_and_rated(citizen: Walker, number: str, folder: Path) -> None:
    page = citizen.page
    for _ in range(60):  # the worker tells within seconds
        page = citizen.go("/space/notices/")
        if "已送达" in page.content():
            break
        page.wait_for_timeout(250)
    assert "已送达" in page.content()
    page = citizen.go(f"/space/cases/{number}/")
    with page.expect_download() as loading:
        page.get_by_role("link", name="准予决定书").evaluate("a => { a.setAttribute('download', ''); a.click(); }")
    paper = folder / "decision.pdf"
    loading.value.save_as(paper)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(paper).pages))
    assert "醴陵市公路局" in text
    assert "〔20" in text
    page.locator("input[name=score][value='5']").check(force=True)
    citizen.press("提交评价")
    assert "谢谢" in page.content()


def _seen_by_all(walk: Walk, number: str) -> None:
    for width in (1280, 360):
        anyone = walk(width=width)
        page = anyone.go(f"/results/{number}/")
        assert "准予" in page.content()
        assert NAME not in page.content()
        page = anyone.go(f"/cases/{number}/")
        assert page.locator("svg[role=img]").first.is_visible()
        assert NAME not in page.content()
        assert "醴陵市公路局" in anyone.go("/board/").content()
    watcher = walk("ll-supervisor")
    assert "按时办结" in watcher.go("/cockpit/").content()
    assert number in watcher.go(f"/cockpit/matters/{number}/").content()


def _proved(citizen: Walker, site: Site, number: str, folder: Path) -> None:
    proof = folder / "proof.json"
    site.yimen("trail", "proof", number, "--out", str(proof))
    answer = citizen.page.request.get(f"{site.url}/space/cases/{number}/proof.json")
    assert answer.body() == proof.read_bytes()
    key = citizen.page.request.get(f"{site.url}/trail/key").text().strip()
    assert "验证通过" in site.yimen("trail", "verify", str(proof), "--key", key)
    proof.write_bytes(proof.read_bytes().replace("准予".encode(), "不予".encode(), 1))
    with pytest.raises(AssertionError, match="验证不通过"):
        site.yimen("trail", "verify", str(proof), "--key", key)
    assert "一致" in site.yimen("trail", "fsck")


PUBLIC = (
    *("/", "/items/", "/items/?q=低保", "/procedures/", "/procedures/highway-licence/", "/cases/", "/results/"),
    *("/board/", "/trail/", "/trail/entries/", "/login/", "/register/", "/places/", "/help/", "/map/", "/api/v1/docs"),
    *(f"/items/{SIGN['code']}/", f"/items/{SIGN['code']}/history/"),
)


@pytest.mark.parametrize("width", [1280, 360])
def test_every_public_page_is_sound_on_desk_and_phone(walk: Walk, width: int) -> None:
    anyone = walk(width=width)
    for path in PUBLIC:
        anyone.go(path)


INSIDE = {
    "ll-window": ("/desk/", "/desk/intake/", f"/desk/intake/{SIGN['code']}/", "/desk/findings/"),
    "ll-supervisor": ("/cockpit/", "/cockpit/findings/", "/cockpit/journal/"),
}


@pytest.mark.parametrize("login", INSIDE)
def test_pages_of_the_office_are_sound_on_a_phone_too(walk: Walk, login: str) -> None:
    for width in (1280, 360):
        walker = walk(login, width=width)
        for path in INSIDE[login]:
            walker.go(path)
