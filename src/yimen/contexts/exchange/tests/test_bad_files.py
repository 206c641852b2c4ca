"""Files made to harm: each is named for what it is, quickly, and nothing of it is taken."""

import struct
import tracemalloc
import zipfile
import zlib
from io import BytesIO

import pytest

from yimen.contexts.catalogue.api import drafts
from yimen.contexts.exchange.api import MOST_BYTES, Checked, SheetRefused, template
from yimen.contexts.journal.api import Act

from .test_entering import looked_at, writer

pytestmark = pytest.mark.django_db
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rebuilt(**parts: str | bytes) -> bytes:
    """Returns the empty layout with parts of it replaced or added; a name's "__" stands for "/", "_" for "."."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(b"".join(template()))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        given = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
        for name in old.namelist():
            new.writestr(name, given.pop(name, old.read(name)))
        for name, content in given.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, head: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


HEAD = row(1, text("A1", "实施编码"), text("B1", "事项名称"), text("C1", "承诺时限"))


def refused(content: bytes, act: Act, name: str = "a.xlsx") -> str:
    with pytest.raises(SheetRefused) as caught:
        looked_at(act, content, name)
    assert "请" in str(caught.value) or "没有解压" in str(caught.value)
    return str(caught.value)


def checked(content: bytes, act: Act) -> Checked:
    found = looked_at(act, content)
    assert found.id is None
    assert found.items == ()
    assert drafts(reader=writer()) == ()
    return found


@pytest.mark.parametrize("formula", ["1+1", 'HYPERLINK("http://x")', "cmd|' /C calc'!A0", "WEBSERVICE(A1)"])
def test_a_formula_is_named_by_its_cell_and_never_taken(act: Act, formula: str) -> None:
    cell = f'<c r="C3"><f>{formula.replace("&", "&amp;")}</f><v>10</v></c>'
    content = rebuilt(xl__worksheets__sheet2_xml=sheet(HEAD + row(3, text("A3", "1"), cell)))
    told = {(one.sheet, one.cell, one.column): one.words for one in checked(content, act).wrong}
    assert "公式" in told["事项", "C3", "承诺时限"]


def test_text_that_looks_like_a_formula_stays_text(act: Act) -> None:
    content = rebuilt(xl__worksheets__sheet2_xml=sheet(HEAD + row(3, text("A3", "=1+1"), text("B3", "+cmd"))))
    assert not any("公式" in one.words for one in checked(content, act).wrong)


def test_codes_that_have_lost_their_digits_are_named(act: Act) -> None:
    cells = ('<c r="A3"><v>1.1430281E+30</v></c>', '<c r="C3" t="e"><v>#DIV/0!</v></c>')
    content = rebuilt(xl__worksheets__sheet2_xml=sheet(HEAD + row(3, *cells)))
    told = {one.cell: one.words for one in checked(content, act).wrong if one.cell in {"A3", "C3"}}
    assert "数字格式" in told["A3"] or "没有填写" in told["A3"]
    assert "#DIV/0!" in told["C3"]


def test_a_bomb_is_not_unpacked(act: Act) -> None:
    bomb = b"0" * (300 * 1024**2)
    content = rebuilt(xl__worksheets__sheet2_xml=bomb)
    del bomb
    assert len(content) < 2 * 1024**2
    tracemalloc.start()
    assert "炸弹" in refused(content, act)
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024**2
    tracemalloc.stop()


def test_many_parts_that_are_large_together_are_not_unpacked(act: Act) -> None:
    part = zlib.compress(b"0" * 1000)[:2] * 300_000  # packs badly enough to pass for plain content
    content = rebuilt(**{f"xl__media__a{n}_bin": part * 8 for n in range(90)})
    assert "炸弹" in refused(content, act)


def test_a_size_that_lies_is_found_out(act: Act) -> None:
    content = rebuilt(xl__worksheets__sheet2_xml=sheet(HEAD) + " " * 5_000_000)
    place = content.find(struct.pack("<I", len(sheet(HEAD).encode()) + 5_000_000))
    assert place > 0
    lied = content.replace(struct.pack("<I", len(sheet(HEAD).encode()) + 5_000_000), struct.pack("<I", 400))
    assert "损坏" in refused(lied, act)


def test_a_million_empty_rows_are_named(act: Act) -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(3, 1_000_003))
    content = rebuilt(xl__worksheets__sheet2_xml=sheet(HEAD + rows))
    said = refused(content, act)
    assert "空行" in said
    assert "事项" in said
    styled = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(3, 30_003))
    assert "空行" in refused(rebuilt(xl__worksheets__sheet2_xml=sheet(HEAD + styled)), act)


def test_a_cell_at_the_far_corner_costs_nothing(act: Act) -> None:
    content = rebuilt(xl__worksheets__sheet2_xml=sheet(HEAD + row(1048576, text("XFD1048576", "x"))))
    assert "列以外" in refused(content, act)


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("head", [ENTITY, LAUGHS, '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'])
@pytest.mark.parametrize("part", ["xl__worksheets__sheet2_xml", "xl__workbook_xml", "xl__sharedStrings_xml"])
def test_no_entity_is_resolved(act: Act, head: str, part: str) -> None:
    content = rebuilt(**{part: sheet(HEAD + row(3, text("A3", "&a;")), head)})
    said = refused(content, act)
    assert "DOCTYPE" in said
    assert "root:" not in said


@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 200_000 + " -->"])
def test_a_declaration_is_found_in_any_encoding_and_however_late(act: Act, before: str) -> None:
    plain = sheet(HEAD + row(3, text("A3", "&a;")), before + LAUGHS)
    wide = plain.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    assert "DOCTYPE" in refused(rebuilt(xl__worksheets__sheet2_xml=wide), act)
    assert "DOCTYPE" in refused(rebuilt(xl__worksheets__sheet2_xml=plain), act)


def test_an_encoding_that_nobody_knows_is_no_fault_of_the_program(act: Act) -> None:
    content = sheet(HEAD).replace("UTF-8", "x-none")
    assert "损坏" in refused(rebuilt(xl__worksheets__sheet2_xml=content), act)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl__vbaProject_bin", "宏"),
        ("xl__embeddings__a_bin", "嵌入"),
        ("xl__externalLinks__externalLink1_xml", "链接"),
        ("xl__activeX__a_xml", "控件"),
    ],
)
def test_what_is_no_plain_content_is_named(act: Act, part: str, words: str) -> None:
    assert words in refused(rebuilt(**{part: b"x"}), act)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "a.xls"),
        (b"MZ\x90\x00", "a.xlsx"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"", "a.xlsx"),
        (b"a,b,c\n1,2,3\n", "a.csv"),
        (b"[" * 100_000, "a.json"),
        (b"\xff\xfe[\x00]\x00", "a.json"),
        (b'{"code": ', "a.json"),
    ],
)
def test_what_is_something_else_is_refused(act: Act, content: bytes, name: str) -> None:
    refused(content, act, name)


def test_a_file_beyond_the_limit_is_not_read(act: Act) -> None:
    for name in ("a.xlsx", "a.json"):
        with pytest.raises(SheetRefused, match="MB，超过"):
            looked_at(act, (b"PK\x03\x04" if name == "a.xlsx" else b"[") + bytes(50 * 1024**2), name)
    assert MOST_BYTES < 50 * 1024**2


def test_every_cut_of_a_good_file_is_refused_or_empty_never_a_fault_of_the_program(act: Act) -> None:
    whole = b"".join(template())
    for end in range(0, len(whole), 97):
        with pytest.raises(SheetRefused):
            looked_at(act, whole[:end])


def test_a_sheet_of_another_layout_is_told_what_is_missing(act: Act) -> None:
    names = f'<workbook {_S} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    other = f'{names}<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    assert "事项" in refused(rebuilt(xl__workbook_xml=other), act)
    lost = f'{names}<sheet name="事项" sheetId="1" r:id="rId99"/></sheets></workbook>'
    assert "损坏" in refused(rebuilt(xl__workbook_xml=lost), act)


def test_everyday_words_under_the_heading_of_before_are_not_taken_as_life_events(act: Act) -> None:
    head = row(1, text("A1", "实施编码"), text("B1", "事项名称"), text("C1", "人生事件"))
    content = rebuilt(xl__worksheets__sheet2_xml=sheet(head + row(3, text("B3", "修路"), text("C3", "出生"))))
    (wrong,) = [one for one in looked_at(act, content).wrong if one.cell == "C1"]
    assert "不是模板里的列" in wrong.words
