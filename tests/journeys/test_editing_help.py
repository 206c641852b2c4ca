"""What the editor is told where something went wrong: at the row that is wrong, at the top, and with the ticks kept."""

import re
from html import unescape

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, PLAIN, begin, controls, post, text
from yimen.sites.pieces.edge import today


def test_a_wrong_material_is_told_at_the_materials_with_its_row_open(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    assert post(editor, url, {**fields, "materials-1-originals": "两份"}).status_code == 302
    page = unescape(text(editor.get(url)))
    assert '<a href="#rows-materials">申请材料</a>有误：第 2 份材料' in page
    materials = page[page.index('id="rows-materials"') : page.index('id="rows-form"')]
    assert 'class="wrong"' in materials
    opened = re.findall(r'<details class="fold"( open)?><summary>(\d+)\.', materials)
    assert [number for mark, number in opened if mark] == ["2"]
    form = page[page.index('id="rows-form"') :]
    assert "份材料" not in form[: form.index("</fieldset>")]


def test_why_a_draft_came_back_stands_at_its_top(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    said = {"promised": "8", "first_day": today().isoformat(), "reason": "压缩", "document": "演示〔2026〕1号"}
    assert post(editor, url, fields, **PLAIN, **said).status_code == 302
    page = text(editor.get(url))
    assert post(editor, f"{url}submit/", controls(page, f"{url}submit/")).status_code == 302
    number = re.search(r"/catalogue/reviews/(\d{21})/", text(editor.get(url)))
    assert number
    answer = demo.client("ll-law").post(
        f"/catalogue/reviews/{number[1]}/", {"outcome": "return", "opinion": "请写明承办科室。"}
    )
    assert answer.status_code == 302, unescape(text(answer))
    top = unescape(text(editor.get(url)))
    assert "请写明承办科室。" in top[: top.index("预览指南")]


def test_several_drafts_of_which_one_is_wrong_stay_ticked(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    page = text(editor.get("/catalogue/"))
    (tick,) = [one for one in re.findall(r'name="drafts" value="([^"]+)"', page) if one.split(":")[0] in url]
    answer = editor.post("/catalogue/submit/", {"drafts": [tick]})
    shown = unescape(text(answer))
    assert answer.status_code == 422
    assert "没有送审" in shown
    assert f'value="{tick}" checked' in shown
    assert f'href="{url}">打开' in shown


def test_a_comment_is_about_a_field_that_the_draft_has(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    page = text(editor.get(begin(editor, code, "取消")))
    listed = page[page.index('id="f-field"') :]
    assert "拟生效日期" in listed
    assert "申请材料" not in listed
    assert "承接单位" not in listed
