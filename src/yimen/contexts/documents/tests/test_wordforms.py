"""Blank forms as .docx, read back with zipfile and an XML parser alone: labels, boxes, the foot, the same bytes."""

import zipfile
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from yimen.contexts.documents.api import PaperRefused, word_form

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
pytestmark = pytest.mark.pure


def field(label: str, **more: Any) -> dict[str, Any]:
    plain = {"required": False, "value": "", "choices": [], "note": "", "tall": False, "wide": False}
    return {"label": label, **plain, **more}


def boxes(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "chosen": False} for label in labels]


VALUES: dict[str, Any] = {
    "title": "占用公路申请表",
    "organ": "某市公路局",
    "item": "占用公路的审核",
    "code": "11430281MB990011XC4000118001001",
    "edition": "第 3 版，校验 1a2b3c4d",
    "materials": ["施工方案（原件 1 份）", "示意图（复印件 2 份）"],
    "sections": [
        {"title": "申请人", "fields": [field("姓名", required=True), field("电话"), field("地址", wide=True)]},
        {
            "title": "活动",
            "fields": [
                field("方式", choices=boxes("占用", "挖掘", "穿越", "跨越"), note="可选多项"),
                field("事由", tall=True, wide=True, note="不超过 500 字"),
                field("日期"),
            ],
        },
    ],
    "demo": False,
}


def parts(content: bytes) -> dict[str, ET.Element]:
    """Returns the XML parts of a package by name; each must parse."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: ET.fromstring(package.read(name)) for name in names}


def said(root: ET.Element) -> list[str]:
    """Returns the paragraphs of a part as texts."""
    return ["".join(each.text or "" for each in line.iter(f"{W}t")) for line in root.iter(f"{W}p")]


def rows(root: ET.Element) -> list[list[str]]:
    return [["\n".join(said(cell)) for cell in row.iter(f"{W}tc")] for row in root.iter(f"{W}tr")]


@pytest.mark.req("CAT-014")
def test_a_form_holds_what_is_asked_with_blanks_boxes_and_lines_to_sign() -> None:
    found = parts(word_form(values=VALUES))
    body = found["word/document.xml"]
    table, text = rows(body), "\n".join(said(body))
    assert said(body)[0] == "占用公路申请表"
    assert table[:3] == [["事项名称", VALUES["item"]], ["事项编码", VALUES["code"]], ["受理机关", VALUES["organ"]]]
    assert table[3:6] == [["申请人"], ["姓名*", "", "电话", ""], ["地址", ""]]
    assert table[6:] == [
        ["活动"],
        ["方式", "□占用　□挖掘　□穿越　□跨越\n可选多项"],
        ["事由", "\n不超过 500 字"],
        ["日期", ""],
    ]
    for wanted in (
        "□ 1. 施工方案（原件 1 份）",
        "□ 2. 示意图（复印件 2 份）",
        "申请人声明",
        "签名或盖章",
        "日期：",
        "年",
        "月",
    ):
        assert wanted in text
    assert "演示" not in text
    (foot,) = (root for name, root in found.items() if name.startswith("word/footer"))
    assert VALUES["edition"] in "".join(said(foot))
    assert [each.get(f"{W}instr") for each in foot.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


def test_every_page_of_a_demonstration_says_so() -> None:
    found = parts(word_form(values={**VALUES, "demo": True}))
    heads = [root for name, root in found.items() if name.startswith("word/header")]
    assert any("不具有法律效力" in "".join(said(root)) for root in heads)
    assert any("不具有法律效力" in line for line in said(found["word/document.xml"]))


def test_same_values_same_bytes_and_no_clock() -> None:
    once, again = word_form(values=VALUES), word_form(values=VALUES)
    assert once == again
    with zipfile.ZipFile(BytesIO(once)) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_sign_breaks_the_document() -> None:
    signs = "a\x00b\x1b<w:t>&amp;\ud800\ufffe\u202e𠮷]]>"
    section = {"title": signs, "fields": [field(signs, note=signs, choices=boxes(signs))]}
    text = "".join(said(parts(word_form(values={**VALUES, "sections": [section]}))["word/document.xml"]))
    assert "ab<w:t>&amp;" in text
    assert "𠮷]]>" in text


@pytest.mark.parametrize("lost", ["title", "organ", "item", "code", "sections", "edition", "demo"])
def test_a_form_without_what_it_needs_is_refused(lost: str) -> None:
    with pytest.raises(PaperRefused, match="请补填"):
        word_form(values={name: value for name, value in VALUES.items() if name != lost})


def test_a_title_longer_than_a_property_of_a_file_is_whole_on_the_form() -> None:
    names = ("title", "organ", "item", "edition")
    found = parts(word_form(values={**VALUES, **dict.fromkeys(names, "长" * 270)}))
    assert said(found["word/document.xml"])[0] == "长" * 270
