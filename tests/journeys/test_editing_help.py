"""What the editor is told where something went wrong: at the row that is wrong, at the top, and with the ticks kept."""

import re
from html import unescape
from uuid import UUID

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, PLAIN, begin, controls, post, text
from tests.office import Office, moment
from yimen.contexts.catalogue.api import Proposal, draft, life_events, note_miss, save_draft
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


def test_a_count_of_originals_left_blank_stays_none_where_copies_are_asked_for(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    blank = {
        "materials-0-originals": "",
        "materials-0-copies": "2",
        "materials-1-originals": "",
        "materials-1-copies": "",
    }
    post(editor, url, {**controls(text(editor.get(url)), url), **blank})
    fields = controls(text(editor.get(url)), url)
    assert (fields["materials-0-originals"], fields["materials-0-copies"]) == (["0"], ["2"])
    assert (fields["materials-1-originals"], fields["materials-1-copies"]) == (["1"], ["0"])


def test_what_is_ticked_in_another_order_is_no_change(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    office = Office(demo, moment("2026-03-02T09:00"))
    reader, id = office.reader("ll-editor"), UUID(url.split("/")[3])  # noqa: A001 - the plain word
    content = dict(draft(reader=reader, id=id).content)
    events = [one.name for one in life_events()][:3][::-1]
    content |= {"audience": ["法人", "自然人"], "events": events}
    save_draft(act=office.act(reader), reader=reader, id=id, revision=1, content=content, proposal=Proposal())
    fields = controls(text(editor.get(url)), url)
    assert fields["events"] == events[::-1]
    post(editor, url, fields)
    kept = draft(reader=reader, id=id)
    assert (kept.revision, kept.content["events"]) == (2, events)
    post(editor, url, fields, section="路政股")
    page = text(editor.get(url))
    assert draft(reader=reader, id=id).content["events"] == events
    told = re.findall(r"改了(.*?)，到第", page)[0]
    assert "路政股" in told
    fields = controls(page, url)
    post(editor, url, fields, events=events[1:])
    assert len(draft(reader=reader, id=id).content["events"]) == 2


def test_a_demonstration_value_that_the_editor_does_not_ask_stands_with_its_name_and_value(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    office = Office(demo, moment("2026-03-02T09:00"))
    reader, id = office.reader("ll-editor"), UUID(url.split("/")[3])  # noqa: A001 - the plain word
    content = {**draft(reader=reader, id=id).content, "demo": ["region", "renews"]}
    save_draft(act=office.act(reader), reader=reader, id=id, revision=1, content=content, proposal=Proposal())
    page = text(editor.get(url))
    assert re.search(r'<p class="label">区划</p><p class="soft">[^<]*醴陵', page)
    assert "“区划”已核实，去掉“演示值”" in page


def test_only_an_item_with_a_base_is_said_to_be_read_only(demo: Demo) -> None:
    editor = demo.client("ll-guoci")
    sent = {"unit": "11430281MB99016308", "kind": "新增", "base": "", "base_code": ""}
    url = editor.post("/catalogue/new/", sent)["Location"]
    assert "这里只读" not in text(editor.get(url))
    other = begin(demo.client("ll-editor"), demo.items[BRIDGE]["code"], "变更")
    assert "这里只读" in text(demo.client("ll-editor").get(other))


def test_reviewers_see_what_each_list_lacks_and_that_the_score_stops_nothing(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    said = {"promised": "8", "first_day": today().isoformat(), "reason": "压缩", "document": "演示〔2026〕1号"}
    post(editor, url, fields, **{**PLAIN, **said, "examination": ""})
    revision = controls(text(editor.get(url)), url)["revision"]
    assert post(editor, f"{url}submit/", {"revision": revision}).status_code == 302
    review = re.findall(r'href="(/catalogue/reviews/[^"]+/)"', text(editor.get(url)))[0]
    page = text(demo.client("ll-law").get(review))
    assert re.search(r"<li>八类内容 \d/8，还缺[^<]*审查细则", page)
    assert "不影响审定和公布" in page


def test_who_keeps_no_words_proposes_them_to_who_does(demo: Demo) -> None:
    note_miss(on=today(), region="430281000000", text="飞船挖路")
    page = text(demo.client("ll-editor").get("/catalogue/words/"))
    assert "飞船挖路" in page
    assert "写上意思就提给系统管理员了" in page
