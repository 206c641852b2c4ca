"""The page of an item gathers eight kinds of content: written with the item, reviewed with it, shown on its guide."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, begin, controls, post, text
from yimen.contexts.catalogue.api import Change, completeness, guide, publish
from yimen.contexts.journal.api import SYSTEM
from yimen.sites import _now
from yimen.sites.pieces.edge import today

pytestmark = pytest.mark.django_db
KINDS = ["相关法律法规", "政策文件", "通知公告", "办事指南", "审查细则", "常见问题", "监督举报方式", "网上可办理程度"]
GATHERED: dict[str, Any] = {
    "related": [{"title": "路政管理规定", "number": "交通部令2003年第2号", "day": "2003-04-01", "url": ""}],
    "policies": [
        {
            "title": "网上办理的意见",
            "number": "演发〔2026〕1号",
            "day": "2026-01-05",
            "url": "https://demo.invalid/policy",
        }
    ],
    "notices": [
        {"title": "汛期暂停受理的通告", "number": "", "day": "2026-02-01", "url": "https://demo.invalid/notice"}
    ],
    "examination": ["净空高度不小于 5 米，少 1 厘米也不通过"],
    "channels": [{"way": "举报来信", "contact": "醴陵市公路局路政股收"}],
}


def released(item: dict[str, Any], **more: Any) -> str:
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item={**item, **more}, valid_from=today(), change=change)
    return unescape(text(Client().get(f"/items/{item['code']}/")))


def heads(page: str) -> list[str]:
    return [re.sub(r"<.*", "", each).strip() for each in re.findall(r"<h2>(.*?)</h2>", page, re.DOTALL)]


@pytest.mark.req("CAT-015")
def test_the_page_gathers_eight_kinds_and_leaves_out_only_what_is_empty(demo: Demo) -> None:
    item = demo.items[BRIDGE]
    page = released(item, **GATHERED)
    shown = {"相关法律法规", "政策文件", "通知公告", "审查细则", "常见问题", "监督举报方式", "咨询和监督"}
    assert shown - set(heads(page)) == set()
    assert "网上可办理程度" in page
    assert '<a href="https://demo.invalid/policy">网上办理的意见</a>' in page
    assert '<a href="https://demo.invalid/notice">汛期暂停受理的通告</a>' in page
    for words in ("路政管理规定", "交通部令2003年第2号", "少 1 厘米也不通过", "举报来信", "醴陵市公路局路政股收"):
        assert words in page, words
    told = Client().get(f"/api/v1/items/{item['code']}/guide").json()
    assert {key: told[key] for key in GATHERED} == GATHERED
    page = released(item, **{key: [] for key in GATHERED}, faq=[])
    assert {"相关法律法规", "政策文件", "通知公告", "审查细则", "常见问题", "监督举报方式"} & set(heads(page)) == set()


@pytest.mark.req("CAT-015")
def test_the_report_of_completeness_says_which_kind_is_missing(demo: Demo) -> None:
    item = demo.items[BRIDGE]
    for key, name in (
        ("policies", "政策文件"),
        ("notices", "通知公告"),
        ("examination", "审查细则"),
        ("faq", "常见问题"),
    ):
        released(item, **{**GATHERED, key: []})
        score = completeness(guide=guide(code=item["code"], on=today()))
        listed = next(each for each in score.lists if each.name == "八类内容")
        assert [element for element, *_ in listed.elements] == KINDS
        assert listed.missing == (name,)
    assert "八类内容" in text(demo.client("ll-editor").get(f"/catalogue/items/{item['code']}/"))


@pytest.mark.req("CAT-015")
def test_an_editor_writes_them_in_rows_and_is_told_what_is_wrong_beside_them(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(f"{url}?add=policies")), url)
    rows = {f"policies-0-{key}": value for key, value in GATHERED["policies"][0].items()}
    post(editor, url, fields, **{**rows, "policies-0-url": "javascript:alert(1)"}, examination="逐项核对")
    page = unescape(text(editor.get(url)))
    assert "网址应以 http:// 或 https:// 开头" in page
    fields = controls(page, url)
    assert fields["policies-0-title"] == ["网上办理的意见"]
    post(editor, url, fields, **{"policies-0-day": "2026-02-30"})
    assert "是有的日子" in unescape(text(editor.get(url)))
    post(editor, url, controls(unescape(text(editor.get(url))), url), **rows)
    page = unescape(text(editor.get(url)))
    assert "应以 http://" not in page
    assert "网上办理的意见 演发〔2026〕1号 2026-01-05 https://demo.invalid/policy" in page  # the comparison
    assert "逐项核对" in page
