"""What an editor looks at beforehand is what people read afterwards, stamped; and a window's address opens a map."""

import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, PLAIN, begin, controls, post, text
from yimen.config.env import SetupError, read_env
from yimen.contexts.catalogue.api import Change, guide, publish
from yimen.contexts.journal.api import SYSTEM
from yimen.sites import _now
from yimen.sites.pieces.edge import today

pytestmark = pytest.mark.django_db


def parts(page: str) -> dict[str, str]:
    """Each section of a guide by its head, in plain words; the version, which differs, apart."""
    found = {}
    for section in re.findall(r'<section class="card"[^>]*>(.*?)</section>', page, re.DOTALL):
        head, _, rest = section.partition("</h2>")
        words = " ".join(re.sub(r"<[^>]+>", " ", unescape(rest)).split())
        found[re.sub(r"<[^>]+>", "", head).strip()] = re.sub(r" 版本 第 \d+ 版，自.*?校验 [0-9a-f]{8}", "", words)
    return found


@pytest.mark.req("CAT-009")
def test_the_preview_is_the_guide_that_is_published_and_says_that_it_is_none_yet(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    more = {"promised": "8", "first_day": today().isoformat(), "reason": "压缩", "document": "醴政发〔2026〕8号"}
    more |= {"point": "27.6460，113.4970", "examination": "逐项核对"}
    answer = post(editor, url, controls(text(editor.get(url)), url), **{**PLAIN, **more})
    assert answer.status_code == 302, text(answer)
    before = text(editor.get(f"{url}preview/"))
    assert "预览" in before
    assert "还没有公布" in before
    assert f'href="/items/{code}/guide.pdf"' not in before
    assert "/space/apply/" not in before
    assert "校验" not in before  # which only a version has
    sent = controls(text(editor.get(url)), f"{url}submit/")
    assert post(editor, f"{url}submit/", sent).status_code == 302
    number = re.search(r"/catalogue/reviews/(\d{21})/", text(editor.get(url)))
    assert number
    for login, outcome in (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve")):
        answer = demo.client(login).post(f"/catalogue/reviews/{number[1]}/", {"outcome": outcome})
        assert answer.status_code == 302, text(answer)
    after = text(Client().get(f"/items/{code}/"))
    assert "预览" not in after
    told, shown = parts(before), parts(after)
    shown.pop("表格和二维码")
    assert told == shown
    assert any("逐项核对" in words for head, words in told.items() if head.startswith("审查细则"))


def test_a_draft_that_cannot_be_read_yet_is_listed_with_what_is_wrong(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    post(editor, url, controls(text(editor.get(url)), url), promised="四十五")
    answer = editor.get(f"{url}preview/")
    assert answer.status_code == 200
    assert "处要补正" in text(answer)
    assert "承诺时限" in text(answer)
    fields = controls(text(editor.get(url)), url)
    for broken in ({"procedure_key": ""}, {"centre": ""}, {"statutory_days": ""}, {"audience": []}):
        post(editor, url, {**controls(text(editor.get(url)), url), "promised": "8"}, **broken)
        assert editor.get(f"{url}preview/").status_code == 200
    assert fields


def released(item: dict[str, Any], **more: Any) -> str:
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item={**item, **more}, valid_from=today(), change=change)
    return unescape(text(Client().get(f"/items/{item['code']}/")))


def test_an_address_opens_the_map_that_is_set_at_its_point_or_by_its_words_without_any_script_from_elsewhere(
    demo: Demo, settings: Any
) -> None:
    item = demo.items[BRIDGE]
    page = released(item, point="27.6460,113.4970")
    assert "geo:" not in page  # which no desktop opens
    assert f"<dd>{item['address']}</dd>" in page
    assert "27.6460,113.4970（纬度在前，WGS-84 坐标" in page  # to copy where no map opens
    settings.YIMEN_MAP = "https://map.example.cn/?at={lon},{lat}&name={name}"
    page = unescape(text(Client().get(f"/items/{item['code']}/")))
    link = f"https://map.example.cn/?at=113.4970,27.6460&name={quote(item['address'], safe='')}"
    assert f'<a href="{link}">{item["address"]}</a>' in page
    assert guide(code=item["code"], on=today()).point == "27.6460,113.4970"
    assert Client().get(f"/api/v1/items/{item['code']}/guide").json()["point"] == "27.6460,113.4970"
    page = released(item, point="")
    assert "map.example.cn" not in page
    settings.YIMEN_MAP = "https://map.example.cn/?q={name}"
    page = unescape(text(Client().get(f"/items/{item['code']}/")))
    assert 'href="https://map.example.cn/?q=%E9%86%B4%E9%99%B5' in page
    answer = Client().get(f"/items/{item['code']}/")
    assert re.findall(r'<script[^>]*src="(?!/)', text(answer)) == []
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("point", ["27.6,", "113.4970,27.6460", "27,113", "60.1,113.2", "27.6x,113.4", "0.0,0.0"])
def test_a_point_that_is_none_in_the_country_is_told_beside_its_field(demo: Demo, point: str) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    post(editor, url, controls(text(editor.get(url)), url), point=point)
    assert "应是国内的纬度和经度" in unescape(text(editor.get(url)))


def test_the_page_of_a_window_opens_a_map_where_one_is_set(demo: Demo, settings: Any) -> None:
    page = unescape(text(Client().get("/appointments/11430281MB9900128C/")))
    assert "醴陵市（演示地址）政务服务大厅</p>" in page
    settings.YIMEN_MAP = "https://map.example.cn/?q={name}"
    page = unescape(text(Client().get("/appointments/11430281MB9900128C/")))
    assert 'href="https://map.example.cn/?q=' in page
    assert "醴陵市（演示地址）政务服务大厅</a>" in page


@pytest.mark.parametrize(
    ("template", "fits"),
    [
        ("https://m.example.cn/?position={lon},{lat}&name={name}", True),
        ("https://m.example.cn/?q={name}", True),
        (" ", True),
        ("https://m.example.cn/?lon={lon}", False),
        ("https://m.example.cn/{lon},{lat}?key={key}", False),
        ("javascript:alert('{name}')", False),
    ],
)
def test_the_address_of_a_map_that_cannot_be_meant_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, template: str, *, fits: bool
) -> None:
    monkeypatch.setenv("YIMEN_MAP", template)
    if fits:
        assert read_env().map == template.strip()
    else:
        with pytest.raises(SetupError, match="YIMEN_MAP"):
            read_env()
