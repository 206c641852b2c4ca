"""The editor as somebody new to it meets it: what it marks, where a save leads, and what must be filled in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, PLAIN, begin, controls, post, text
from yimen.contexts.catalogue.api import LABELS, Change, Difference, publish
from yimen.contexts.journal.api import SYSTEM
from yimen.sites import _now
from yimen.sites.catalogue.parts import ASKS
from yimen.sites.pieces.differing import differences
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day

UNIT = "11430281MB99016308"


def fresh(demo: Demo) -> tuple[Client, str]:
    editor = demo.client("ll-guoci")
    answer = editor.post("/catalogue/new/", {"unit": UNIT, "kind": "新增", "base": "", "base_code": ""})
    return editor, answer["Location"]


def around(page: str, control: str) -> str:
    """The label and the control of a field of a page."""
    found = re.search(rf'<label class="label" for="f-{control}">.*?id="f-{control}"[^>]*>', page, re.DOTALL)
    assert found, control
    return found[0]


def test_a_fresh_draft_lists_what_is_to_fill_in_and_marks_nothing_until_it_was_saved(demo: Demo) -> None:
    editor, url = fresh(demo)
    page = text(editor.get(url))
    assert "项要填，填好才能送审" in page
    assert "处要补正" not in page
    assert 'class="wrong"' not in page
    assert "field bad" not in page
    assert "aria-invalid" not in page
    post(editor, url, controls(page, url), name="演示事项")
    page = text(editor.get(url))
    assert "处要补正才能送审" in page
    assert "field bad" in page


def test_sending_in_a_fresh_draft_marks_what_is_missing(demo: Demo) -> None:
    editor, url = fresh(demo)
    answer = editor.post(f"{url}submit/", {"revision": "1"})
    assert (answer.status_code, answer["Location"]) == (302, url)
    page = text(editor.get(url))
    assert "field bad" in page
    (said,) = re.findall(r"没有送审：还有 (\d+) 处要补正", page)
    listed = page[page.index("<summary>还有") :]
    assert listed[: listed.index("</ul>")].count("<li>") == int(said)


def test_what_was_said_of_a_refused_submission_is_gone_once_it_is_put_right(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    editor.post(f"{url}submit/", {"revision": "1"})
    post(editor, url, fields, **PLAIN, first_day=today().isoformat(), reason="压缩", document="文1")
    page = text(editor.get(url))
    assert "可以送审了" in page
    assert "没有送审" not in page
    assert "必须改正" not in page


def course(page: str) -> list[str]:
    """What a draft's page says of its saves and its refused submission, newest first."""
    told = re.findall(r"改了承诺时限（[^）]*）|没有再改|又改回原样|送审没有通过", page[page.index('id="course"') :])
    return [re.sub("[改了承诺时限（）个工作日 ]", "", one) for one in told]


@pytest.mark.req("CAT-003")
def test_every_save_by_hand_is_listed_and_what_saved_itself_goes_with_it(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)

    def save(days: str, where: str = "", **more: str) -> None:
        revision = controls(text(editor.get(url)), url)["revision"]
        answer = post(editor, f"{url}{where}", {**fields, "promised": days, "revision": revision}, **more)
        assert answer.status_code in (200, 302), text(answer)

    for days in ("7", "5", "7"):
        save(days)
    assert course(text(editor.get(url))) == ["5→7", "7→5", "10→7"]
    for days in ("6", "4", "3"):
        save(days, "save/")
    save("3", "save/", by_hand="1")
    save("3", "save/", by_hand="1")  # the same again is no save
    assert course(text(editor.get(url))) == ["7→3", "5→7", "7→5", "10→7"]
    editor.post(f"{url}submit/", {"revision": controls(text(editor.get(url)), url)["revision"]})
    save("2", "save/")
    assert course(text(editor.get(url)))[:3] == ["3→2", "送审没有通过", "7→3"]


def test_saving_a_part_leads_on_to_the_next_and_the_last_to_sending_in(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    page = text(editor.get(url))
    onward = re.findall(r'name="next" value="([a-z]+)"', page)
    parts = re.findall(r'id="part-([a-z]+)" tabindex="-1"', page)
    assert onward == [*parts[1:], "send"]
    assert 'id="send"' in page
    assert post(editor, url, controls(page, url), next="who")["Location"] == f"{url}#part-who"
    page = text(editor.get(url))
    assert post(editor, url, controls(page, url), next="send")["Location"] == f"{url}#send"
    page = text(editor.get(url))
    assert post(editor, url, controls(page, url), next='"x')["Location"] == url


def test_only_what_may_stay_open_is_marked_so(demo: Demo) -> None:
    editor, url = fresh(demo)
    page = text(editor.get(f"{url}?add=faq"))
    needed = ("basis-0-law", "basis-0-article", "basis-0-text", "materials-0-name", "materials-0-required")
    for control in (*needed, "form-0-label", "faq-0-question"):
        assert "选填" not in around(page, control), control
        assert " required" in around(page, control), control
    for control in ("materials-0-sample", "materials-0-basis", "form-0-hint"):
        assert "选填" in around(page, control), control
    for box in re.findall(r'<input type="checkbox"[^>]*>', page):
        assert " required" not in box, box


def test_a_file_that_is_not_taken_is_told_at_its_field(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    page = text(editor.get(url))
    fields = {name: value for name, value in controls(page, url).items() if name != "sample_file"}
    material = re.findall(r'<option value="([^"]+)"', page[page.index('id="f-sample_material"') :])[0]
    bad = SimpleUploadedFile("说明.txt", b"plain words")
    sent = {**fields, "sample_material": material, "sample_kind": "样表", "sample_file": bad, "attach": "yes"}
    answer = editor.post(url, sent)
    assert answer.status_code == 422
    shown = unescape(text(answer))
    field = shown[shown.index('for="f-sample_file"') : shown.index('id="f-sample_file"')]
    assert 'id="e-sample_file"' in field
    assert "PDF" in field


def test_saving_and_what_it_said_are_in_one_bar(demo: Demo) -> None:
    editor, url = fresh(demo)
    page = text(editor.get(url))
    bar = re.search(r'<div class="saving">.*?</div>', page, re.DOTALL)
    assert bar
    assert "data-save-here" in bar[0]
    assert 'role="status" data-autosave-told' in bar[0]


def test_the_comparison_and_the_course_speak_in_names_and_days(demo: Demo) -> None:
    editor, url = fresh(demo)
    page = text(editor.get(url))
    post(editor, url, controls(page, url), procedure_key="highway-licence", first_day="2031-01-02")
    shown = unescape(text(editor.get(url)))
    told = re.sub(r"(?s)<form.*?</form>", "", shown)
    assert "highway-licence" not in told
    assert ">430281000000" not in told
    assert "醴陵市" in told
    assert "（没有 → 2031年1月2日）" in told
    assert "（（" not in told


def test_a_file_that_was_exchanged_is_told_by_name() -> None:
    old, new = "执照：样表“甲.pdf”（7bb02d52）", "执照：样表“甲.pdf”（00aa11bb）\n执照：样表“乙.pdf”（22cc33dd）"
    line = Difference("samples", LABELS["samples"], old, new, weighs=False)
    (told,) = differences([line])
    assert told["old"] == "执照：样表“甲.pdf”"
    assert told["new"] == "执照：样表“甲.pdf”（换了文件）\n执照：样表“乙.pdf”"


def test_an_item_that_is_still_to_come_leads_to_its_guide_of_that_day(demo: Demo) -> None:
    item = demo.items[BRIDGE]
    code, first = f"{item['code'][:-3]}091", today() + timedelta(7)
    publish(act=_now.act(SYSTEM), item={**item, "code": code}, valid_from=first, change=Change("新增", "", ""))
    answer = Client().get(f"/items/{code}/")
    assert answer.status_code == 404
    assert f"将于{day(first)}起施行" in text(answer)
    address = f"/items/{code}/?on={first.isoformat()}"
    assert f'href="{address}"' in text(answer)
    assert Client().get(address).status_code == 200
    assert Client().get(f"/items/{code[:-3]}092/").status_code == 404


def test_a_reviewer_arrives_where_something_waits_and_can_preview_it(demo: Demo) -> None:
    lawyer = {"login": "ll-law", "password": "Yimen-demo-2026"}
    assert Client().post("/login/", lawyer)["Location"] == "/rules/"
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    typed = {**PLAIN, "promised": "8", "first_day": today().isoformat(), "reason": "压缩", "document": "文〔2026〕8号"}
    post(editor, url, controls(text(editor.get(url)), url), **typed)
    assert editor.post(f"{url}submit/", {"revision": "2"}).status_code == 302
    review = re.findall(r'href="(/catalogue/reviews/[^"]+/)"', text(editor.get(url)))[0]
    client = Client()
    assert client.post("/login/", lawyer)["Location"] == "/catalogue/reviews/"
    assert f'href="{url}preview/"' in text(client.get(review))
    assert client.get(f"{url}preview/").status_code == 200


def options(page: str, control: str) -> list[str]:
    found = re.search(rf'<select[^>]*id="f-{control}".*?</select>', page, re.DOTALL)
    assert found, control
    return re.findall(r'<option value="[^"]+"[^>]*>([^<]*)', found[0])


def test_only_what_fits_an_item_is_offered(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    page = text(editor.get(begin(editor, code, "变更")))
    flows = options(page, "procedure_key")
    assert flows
    assert not [name for name in flows if "投诉" in name or "处罚" in name or "决策" in name]
    halls = options(page, "centre")
    assert "醴陵市政务服务中心" in halls
    assert not {"醴陵市司法局", "醴陵市监察局"} & set(halls)
    assert 'value="highway-review" selected' in page or 'value="highway-licence" selected' in page


def test_the_parts_of_a_code_say_only_what_is_known(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    page = text(editor.get(begin(editor, code, "变更")))
    assert "号条线" not in page
    assert "：第 001 项" not in page
    assert "：行政许可" in page


def test_the_guide_as_data_says_in_words_what_only_programs_read(demo: Demo) -> None:
    for item in demo.items.values():
        rows = Client().get(f"/api/v1/items/{item['code']}/guide").json()["materials"]
        for row in rows:
            assert row["source_words"]
            assert ("when" in row and row["when"] is not None) == ("when_words" in row)
            if "when_words" in row:
                assert re.search("[一-龥]", row["when_words"])
            if row.get("source") == "licence":
                assert "电子证照" in row["source_words"]


def test_when_a_department_takes_part_is_read_out_in_the_words_of_the_form(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items["涉路工程建设并联审批（演示）"]["code"]
    url = begin(editor, code, "变更")
    page = unescape(text(editor.get(url)))
    told = ["占地面积（平方米）大于300，就参加。", "是否要砍伐林木或穿越水体：是，就参加。"]
    assert sorted(re.findall("读作：([^<]*)", page)) == sorted(told)
    assert "可以看申请表里人人必答的：" in page  # where a department always takes part
    post(editor, url, controls(page, url), **{"joint-1-when": "nothing > 3"})
    assert "读作：" not in unescape(text(editor.get(url)))


def test_what_is_to_be_filled_in_is_listed_and_marked_as_the_page_asks_for_it(demo: Demo) -> None:
    editor = demo.client("ll-guoci")
    given = {"unit": UNIT, "kind": "新增", "base": "000118001006", "base_code": ""}
    url = editor.post("/catalogue/new/", given)["Location"]
    page = unescape(text(editor.get(url)))
    found = re.findall(r'<li><a href="#(?:f|rows)-([a-z_]+)">', page)
    asked = [key for key in ASKS if key in {"statutory" if one == "statutory_days" else one for one in found}]
    assert found[:3] == ["first_day", "reason", "document"]
    assert [key.replace("statutory_days", "statutory") for key in found[3:]] == asked
    assert found.index("conditions") < found.index("promised") < found.index("address") < found.index("duties")
    for control in ("quota", "standards", "duties"):  # a permit's, and a power's
        assert "选填" not in around(page, control), control
    assert "选填" in around(page, "promise_note")


def test_lines_that_are_the_same_are_counted_and_not_listed() -> None:
    before = "甲\n乙\n丙\n丁"
    line = Difference("materials", LABELS["materials"], before, before.replace("丙", "戊"), weighs=True)
    (told,) = differences([line])
    assert (told["old"], told["new"]) == ("丙\n（另有 3 行相同）", "戊\n（另有 3 行相同）")
    turned = Difference("materials", LABELS["materials"], before, "乙\n甲\n丙\n丁", weighs=True)
    assert differences([turned])[0]["new"] == "乙\n甲\n丙\n丁"
