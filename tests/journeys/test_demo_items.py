"""The demonstration's own items are whole: they take from the base catalogue, and the pages show it."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, PLAIN, begin, controls, post, text
from yimen.contexts.catalogue.api import completeness, guide
from yimen.contexts.powers.api import powers
from yimen.sites.pieces.edge import today

HIGHWAY = "11430281MB990011XC"


@pytest.mark.req("CAT-005", "CAT-006")
def test_the_highway_items_take_from_the_base_catalogue_and_are_complete(demo: Demo) -> None:
    own = [item for item in demo.items.values() if item["unit"] == HIGHWAY and item["code"][-3:] < "007"]
    assert len(own) == 6
    for item in own:
        found = guide(code=item["code"], on=today())
        assert found.base is not None, found.name
        assert completeness(guide=found).score == 100, found.name
        assert {"code", "consult_phone", "result_sample", "supervision", "visits"} <= found.demo
        page = text(Client().get(f"/catalogue/bases/{found.base_code}/"))
        assert found.name in page
        assert page.count("演示值") >= 3  # the page, the code, the type


@pytest.mark.req("CAT-006")
def test_the_joint_items_too_are_complete_and_every_added_value_is_marked(demo: Demo) -> None:
    own = [item for item in demo.items.values() if item["unit"] == HIGHWAY and item["code"][-3:] in ("007", "008")]
    assert len(own) == 2
    for item in own:
        found = guide(code=item["code"], on=today())
        told = completeness(guide=found)
        assert (told.score, told.missing) == (100, ()), found.name
        assert {"body_kind", "power_source", "quota", "standards", "subjects", "result_kind"} <= found.demo


@pytest.mark.req("CAT-004", "CAT-005")
def test_a_change_of_a_highway_item_shows_what_it_inherits_and_no_doubt(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    post(editor, url, fields, promised="8", first_day=today().isoformat(), reason="压缩", document="醴政发〔2026〕8号")
    page = unescape(text(editor.get(url)))
    assert "可以送审了" in page
    assert "基本目录里没有这个编码" not in page
    assert 'name="name"' not in page  # the base item says it
    assert BRIDGE in page


def test_a_preview_says_how_often_one_must_come(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    assert "不用到现场" in text(editor.get(f"{url}preview/"))
    fields = controls(text(editor.get(url)), url)
    assert fields["visits"] == ["0"]
    post(editor, url, fields, visits="2", visits_reason="当面核对原件", online="网上申请")
    assert re.search(r"2 次（当面核对原件）", text(editor.get(f"{url}preview/")))


def test_a_code_that_the_base_catalogue_lacks_is_told_to_editor_and_reviewer(demo: Demo) -> None:
    item = next(item for name, item in demo.items.items() if name.startswith("涉路工程建设并联审批"))
    editor = demo.client("ll-editor")
    url = begin(editor, item["code"], "变更")
    fields = controls(text(editor.get(url)), url)
    assert "基本目录里没有这个编码" in text(editor.get(url))
    day = today().isoformat()
    post(editor, url, fields, **PLAIN, first_day=day, reason="核对", document="醴政发〔2026〕8号")
    assert post(editor, f"{url}submit/", controls(text(editor.get(url)), f"{url}submit/")).status_code == 302
    number = re.search(r"/catalogue/reviews/(\d{21})/", text(editor.get(url)))
    assert number
    assert "基本目录里没有这个编码" in text(demo.client("ll-law").get(f"/catalogue/reviews/{number[1]}/"))


@pytest.mark.req("PWR-001")
@pytest.mark.parametrize("region", ["430281000000", "450305000000", "152900000000"])
def test_every_power_of_the_demonstration_is_whole(demo: Demo, region: str) -> None:
    found = powers(on=today(), region=region)
    assert found
    assert {one.name: one.lacking for one in found if one.lacking} == {}
