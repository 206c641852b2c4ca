"""The editor as somebody new to it meets it: what it marks, where a save leads, and what must be filled in."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, begin, controls, post, text

UNIT = "11430281MB99016308"


def fresh(demo: Demo) -> tuple[object, str]:
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
    page = text(editor.get(url))  # type: ignore[attr-defined]
    assert "项要填，填好才能送审" in page
    assert "处要补正" not in page
    assert 'class="wrong"' not in page
    assert "field bad" not in page
    assert "aria-invalid" not in page
    post(editor, url, controls(page, url), name="演示事项")  # type: ignore[arg-type]
    page = text(editor.get(url))  # type: ignore[attr-defined]
    assert "处要补正才能送审" in page
    assert "field bad" in page


def test_sending_in_a_fresh_draft_marks_what_is_missing(demo: Demo) -> None:
    editor, url = fresh(demo)
    answer = editor.post(f"{url}submit/", {"revision": "1"})  # type: ignore[attr-defined]
    assert answer.status_code == 422
    assert "field bad" in text(answer)


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
    page = text(editor.get(f"{url}?add=faq"))  # type: ignore[attr-defined]
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
    page = text(editor.get(url))  # type: ignore[attr-defined]
    bar = re.search(r'<div class="saving">.*?</div>', page, re.DOTALL)
    assert bar
    assert "data-save-here" in bar[0]
    assert 'role="status" data-autosave-told' in bar[0]
