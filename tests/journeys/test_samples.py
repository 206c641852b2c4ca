"""Samples and blank forms of materials: an editor uploads them, the review publishes them, anyone downloads them."""

import hashlib
import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, PLAIN, begin, controls, text
from yimen.contexts.catalogue.api import Change, guide, publish, published
from yimen.contexts.exchange.api import workbook
from yimen.contexts.journal.api import SYSTEM
from yimen.sites import _now
from yimen.sites.pieces.edge import today

HIGHWAY = "11430281MB990011XC"
PDF = b"%PDF-1.7\na filled-in sheet\n%%EOF"
pytestmark = pytest.mark.django_db


def send(client: Client, url: str, **more: object) -> object:
    fields: dict[str, object] = {**controls(text(client.get(url)), url)}
    fields.pop("sample_file", None)
    return client.post(url, {**fields, **more})


def released(demo: Demo, url: str) -> None:
    """Takes a draft through its review."""
    editor = demo.client("ll-editor")
    answer = editor.post(f"{url}submit/", controls(text(editor.get(url)), f"{url}submit/"))
    assert answer.status_code == 302, text(answer)
    number = re.search(r"/catalogue/reviews/(\d{21})/", text(editor.get(url)))
    assert number
    for login, outcome in (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve")):
        client = demo.client(login)
        assert "执照样表.pdf" in text(client.get(f"/catalogue/reviews/{number[1]}/"))
        answer = client.post(f"/catalogue/reviews/{number[1]}/", {"outcome": outcome})
        assert answer.status_code == 302, text(answer)


@pytest.mark.req("CAT-014")
def test_an_editor_uploads_a_sample_and_the_public_downloads_it_from_the_guide(demo: Demo) -> None:
    editor, item = demo.client("ll-editor"), demo.items[BRIDGE]
    url, material = begin(editor, item["code"], "变更"), item["form"]["materials"][0]
    file = SimpleUploadedFile("执照样表.pdf", PDF)
    answer = send(
        editor,
        url,
        **PLAIN,
        promised="8",
        first_day=today().isoformat(),
        reason="补样表",
        document="醴政发〔2026〕8号",
        sample_material=material["code"],
        sample_kind="样表",
        sample_file=file,
        attach="yes",
    )
    assert answer.status_code == 302, text(answer)  # type: ignore[attr-defined]
    page, digest = unescape(text(editor.get(url))), hashlib.sha256(PDF).hexdigest()
    assert f'href="{url}samples/{digest}/"' in page
    assert editor.get(f"{url}samples/{digest}/").content == PDF
    assert Client().get(f"{url}samples/{digest}/").status_code == 302  # to sign in
    public = f"/items/{item['code']}/samples/{digest}/"
    assert Client().get(public).status_code == 404  # not published yet
    released(demo, url)
    shown = unescape(text(Client().get(f"/items/{item['code']}/")))
    assert f'href="{public}"' in shown
    assert "执照样表.pdf（1 KB）" in shown
    got = Client().get(public)
    assert (got.status_code, got.content, got["Content-Type"]) == (200, PDF, "application/pdf")
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    paper = PdfReader(BytesIO(Client().get(f"/items/{item['code']}/guide.pdf").content))
    whole = "".join("".join(each.extract_text() for each in paper.pages).replace("\u200b", "").split())
    assert "样表和空白表格" in whole
    assert "执照样表.pdf" in whole
    *_, told = Client().get(f"/api/v1/items/{item['code']}/guide").json()["samples"]
    assert told == {
        "material": material["code"],
        "kind": "样表",
        "name": "执照样表.pdf",
        "sha256": digest,
        "url": f"http://yimen.test{public}",
    }
    away = next(one for one in published(on=today()) if one.code == item["code"])
    assert [one["sha256"] for one in away.content["samples"]][-1] == digest
    assert len(b"".join(workbook(on=today()))) > 0


@pytest.mark.req("CAT-004", "CAT-014")
def test_the_files_of_an_earlier_version_are_opened_from_the_guide_of_that_day(demo: Demo) -> None:
    editor, item, on = demo.client("ll-editor"), demo.items[BRIDGE], today()
    url, material = begin(editor, item["code"], "变更"), item["form"]["materials"][0]
    chosen = {"sample_material": material["code"], "sample_kind": "样表", "attach": "yes"}
    send(editor, url, **chosen, sample_file=SimpleUploadedFile("旧表.pdf", PDF))
    digest = hashlib.sha256(PDF).hexdigest()
    named = [{"material": material["code"], "kind": "样表", "name": "旧表.pdf", "sha256": digest}]
    why, act = Change("变更", "换表", "演发〔2026〕1号"), _now.act(SYSTEM)
    publish(act=act, item={**item, "samples": named}, valid_from=on - timedelta(20), change=why)
    publish(act=act, item=item, valid_from=on - timedelta(10), change=why)
    public = f"/items/{item['code']}/samples/{digest}/"
    was = on - timedelta(15)
    assert f'href="{public}?on={was}"' in text(Client().get(f"/items/{item['code']}/?on={was}"))
    assert Client().get(f"{public}?on={was}").content == PDF
    assert Client().get(public).status_code == 404
    answer = Client().get(f"{public}?on=昨天")
    assert answer.status_code == 404
    assert "不是有效的日期" in text(answer)


@pytest.mark.req("CAT-014")
def test_a_blank_form_may_be_a_document_to_fill_in(demo: Demo) -> None:
    editor, item, on = demo.client("ll-editor"), demo.items[BRIDGE], today()
    url, material = begin(editor, item["code"], "变更"), item["form"]["materials"][0]
    form = Client().get(f"/items/{item['code']}/form.docx").content
    chosen = {"sample_material": material["code"], "sample_kind": "空白表格", "attach": "yes"}
    assert ".docx,.ofd,.pdf" in text(editor.get(url))
    answer = send(editor, url, **chosen, sample_file=SimpleUploadedFile("方案空表.docx", form))
    assert answer.status_code == 302, text(answer)  # type: ignore[attr-defined]
    assert f"{material['name']} · 空白表格 · {len(form) // 1024} KB" in unescape(text(editor.get(url)))
    digest = hashlib.sha256(form).hexdigest()
    named = [{"material": material["code"], "kind": "空白表格", "name": "方案空表.docx", "sha256": digest}]
    change = Change("变更", "换表", "演发〔2026〕1号")
    publish(act=_now.act(SYSTEM), item={**item, "samples": named}, valid_from=on, change=change)
    assert f"方案空表.docx（{len(form) // 1024} KB）" in text(Client().get(f"/items/{item['code']}/"))
    paper = PdfReader(BytesIO(Client().get(f"/items/{item['code']}/guide.pdf").content))
    whole = "".join("".join(each.extract_text() for each in paper.pages).replace("\u200b", "").split())
    assert "有空白表格" in whole
    assert f"方案空表.docx（{len(form) // 1024}KB）" in whole
    got = Client().get(f"/items/{item['code']}/samples/{digest}/")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert (got.content, got["Content-Type"]) == (form, kind)
    assert got["Content-Disposition"].startswith("attachment")


def test_a_file_attached_under_both_kinds_is_taken_out_of_either(demo: Demo) -> None:
    editor, item = demo.client("ll-editor"), demo.items[BRIDGE]
    url, material = begin(editor, item["code"], "变更"), item["form"]["materials"][0]
    before = text(editor.get(url)).count('name="detach"')
    for kind, name in (("样表", "样.pdf"), ("空白表格", "空.pdf")):
        chosen = {"sample_material": material["code"], "sample_kind": kind, "attach": "yes"}
        send(editor, url, **chosen, sample_file=SimpleUploadedFile(name, PDF))
    for name in ("空.pdf", "样.pdf"):
        drop = re.findall(r'name="detach" value="([^"]*)"', text(editor.get(url)))[-1]
        assert send(editor, url, detach=unescape(drop)).status_code == 302  # type: ignore[attr-defined]
        assert f"“{name}”已移除" in text(editor.get(url))
    assert text(editor.get(url)).count('name="detach"') == before


def test_a_file_that_is_none_is_refused_and_what_was_typed_is_saved(demo: Demo) -> None:
    editor, item = demo.client("ll-editor"), demo.items[BRIDGE]
    url, material = begin(editor, item["code"], "变更"), item["form"]["materials"][0]
    chosen = {"sample_material": material["code"], "sample_kind": "空白表格", "attach": "yes"}
    bad = SimpleUploadedFile("表.pdf", b"MZ not a paper")
    answer = send(editor, url, section="新的科室", **chosen, sample_file=bad)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "填写的内容已保存。文件“表.pdf”不是 Word（.docx）、OFD、PDF、JPG 或 PNG 文件" in text(answer)
    assert "新的科室" in text(editor.get(url))
    assert "没有选择文件" in text(send(editor, url, **chosen))
    good = SimpleUploadedFile("表.pdf", PDF)
    assert send(editor, url, **chosen, sample_file=good).status_code == 302  # type: ignore[attr-defined]
    *rest, drop = re.findall(r'name="detach" value="([^"]*)"', text(editor.get(url)))
    answer = send(editor, url, detach=unescape(drop))
    assert answer.status_code == 302  # type: ignore[attr-defined]
    page = text(editor.get(url))
    assert "“表.pdf”已移除" in page
    assert re.findall(r'name="detach" value="([^"]*)"', page) == rest


def test_a_body_larger_than_any_draft_is_not_read(demo: Demo) -> None:
    editor = demo.client("ll-editor")
    url = begin(editor, demo.items[BRIDGE]["code"], "变更")
    answer = editor.post(url, b"x", content_type="multipart/form-data; boundary=a", CONTENT_LENGTH=str(30 * 1024**2))
    assert answer.status_code == 413


@pytest.mark.req("CAT-014")
def test_each_material_of_the_highway_items_shows_a_sample_that_is_filled_in(demo: Demo) -> None:
    own = [item for item in demo.items.values() if item["unit"] == HIGHWAY and item["code"][-3:] < "007"]
    assert len(own) == 6
    empty: list[str] = []
    for item in own:
        asked = [one for one in item["form"]["materials"] if one.get("source", "asked") == "asked"]
        found = guide(code=item["code"], on=today())
        shown = unescape(text(Client().get(f"/items/{item['code']}/")))
        have = {one.material for one in found.samples if one.kind == "样表"}
        assert {one["code"] for one in asked} == have != set(), item["name"]
        for one in found.samples:
            assert f"{one.name}（" in shown
            answer = Client().get(f"/items/{item['code']}/samples/{one.sha256}/")
            paper = PdfReader(BytesIO(answer.content))
            whole = "".join("".join(each.extract_text() for each in paper.pages).split())
            assert "演示样例" in whole
            assert "演示数据，不具法律效力" in whole
            assert "演示样例" in one.name
            assert ("虚构" in whole) == (one.kind == "样表")
        empty += [one.name for one in found.samples if one.kind == "空白表格"]
    assert empty
