"""Office documents: told by what they hold, whatever they are called; unsafe or broken ones refused with a way on."""

import struct
import tracemalloc
import zipfile
import zlib
from io import BytesIO

import pytest

from yimen.contexts.documents.api import DocumentRefused, checked, word_form

from .test_wordforms import VALUES

TYPES = "[Content_Types].xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"/>'
pytestmark = pytest.mark.pure


def packed(parts: dict[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", packing) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def document(**more: bytes | str) -> dict[str, bytes | str]:
    """Returns the parts of the smallest document, with others instead or besides."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
    return {TYPES: types, "word/document.xml": "<w/>", **more}


def linked(kind: str) -> str:
    link = f'<R Type="http://x/{kind}" Target="https://elsewhere.example/a" TargetMode="External"/>'
    return f"<Relationships>{link}</Relationships>"


def holding(kind: str, name: str, content: str) -> bytes:
    """Returns a document with a file of another kind within it, as its links name it."""
    link = f'<R Type="{kind}" Target="{name}" Id="r1"/>'
    rels = f"<Relationships>{link}</Relationships>"
    return packed(document(**{"word/_rels/document.xml.rels": rels, f"word/{name}": content}))


@pytest.mark.req("CAT-014")
def test_word_and_ofd_are_told_by_content_and_named_by_what_they_are() -> None:
    form = word_form(values=VALUES)
    assert checked(name="空白表.docx", content=form, office=True) == ("空白表.docx", DOCX)
    assert checked(name="空白表.zip", content=form, office=True) == ("空白表.zip.docx", DOCX)
    assert checked(name="表.pdf", content=packed({"OFD.xml": OFD}), office=True) == ("表.pdf.ofd", "application/ofd")
    assert checked(name="表.pdf", content=b"%PDF-1.7", office=True) == ("表.pdf", "application/pdf")
    hyper = document(**{"word/_rels/document.xml.rels": linked("hyperlink")})
    assert checked(name="表", content=packed(hyper), office=True) == ("表.docx", DOCX)
    assert checked(name="表", content=holding(f"{OFFICE}/image", "a.png", "x"), office=True) == ("表.docx", DOCX)


def test_fields_and_actions_that_fetch_nothing_are_taken() -> None:
    plain = text(
        field(" PAGE "), field(" HYPERLINK ", "&quot;http://x.example&quot;"), field(' IF 1 = 1 "a" ', field(" DATE "))
    )
    assert checked(name="表", content=plain, office=True) == ("表.docx", DOCX)
    parts = {
        "Doc_0/D.xml": acting("CLICK", '<o:URI URI="http://x.example"/>'),
        "Doc_0/P.xml": acting("DO", "<o:Goto/>"),
    }
    parts |= {"Doc_0/Res/a.png": "\x89PNG", "Doc_0/Signs/Seal.esl": "\x30\x82", "Doc_0/empty.xml": ""}
    assert checked(name="表", content=ofd(**parts), office=True) == ("表.ofd", "application/ofd")


def test_an_application_still_takes_no_office_document() -> None:
    with pytest.raises(DocumentRefused, match="不是 PDF、JPG 或 PNG"):
        checked(name="表.docx", content=word_form(values=VALUES))


def damaged() -> bytes:
    whole = bytearray(packed(document(**{"word/document.xml": "<w>" + "汉字" * 500 + "</w>"})))
    at = whole.find(b"word/document.xml") + 20
    whole[at : at + 20] = bytes(20)
    return bytes(whole)


def doubled() -> bytes:
    """Returns a document with a second list of its parts under another case of the same name."""
    return packed(document(**{TYPES.upper(): f'<T><O ContentType="{DOCX}.macroEnabled.main+xml"/></T>'}))


def stating(size: int, content: bytes) -> bytes:
    """Returns a package whose list of contents states another size for its first part, and a sum that fits it."""
    found = bytearray(content)
    at = found.find(b"PK\x01\x02")
    with zipfile.ZipFile(BytesIO(content)) as package:
        first = package.infolist()[0]
        cut = package.read(first)[:size]
    found[at + 16 : at + 20] = struct.pack("<I", zlib.crc32(cut))
    found[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(found)


def late(filler: str) -> bytes:
    """Returns a document whose link to a template elsewhere comes after a filler."""
    template = linked("attachedTemplate").replace("<Relationships>", f"<Relationships>{filler}")
    return packed(document(**{"word/_rels/settings.xml.rels": template}))


def text(*parts: str) -> bytes:
    """Returns a document whose text holds such parts."""
    return packed(document(**{"word/document.xml": f"<w:d xmlns:w='w'>{''.join(parts)}</w:d>"}))


def field(*runs: str) -> str:
    """Returns a field as its runs; what begins with a tag stands as it is, within it."""
    said = "".join(run if run.startswith("<") else f"<w:instrText>{run}</w:instrText>" for run in runs)
    return f'<w:fldChar w:fldCharType="begin"/>{said}<w:fldChar w:fldCharType="end"/>'


def ofd(**more: bytes | str) -> bytes:
    return packed({"OFD.xml": OFD, **more})


def acting(event: str, action: str) -> str:
    return f'<o:Document xmlns:o="o"><o:Action Event="{event}">{action}</o:Action></o:Document>'


MACRO = f'<O PartName="/a" ContentType="{DOCX}.macroEnabled.main+xml"/></Types>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RTF = r"{\rtf1{\field{\*\fldinst DDEAUTO c:\\cmd.exe}}}"
MEGABYTE = " " * 1024**2
LISTED = str(document()[TYPES])
BILLION = '<!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>'
REFUSED = {
    "a sheet": (packed({TYPES: "<Types/>", "xl/workbook.xml": "<w/>"}), "不是 Word"),
    "a zip": (packed({"a.txt": "x"}), "不是 Word"),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不是 Word"),
    "half": (word_form(values=VALUES)[:5000], "没有传完整"),
    "only the sign": (b"PK\x03\x04", "没有传完整"),
    "damaged": (damaged(), "已损坏"),
    "no XML": (packed(document(**{"word/document.xml": "text"})), "已损坏"),
    "an entity": (packed(document(**{"word/document.xml": BILLION})), "不合规范"),
    "a macro": (
        packed(document(**{TYPES: f'<T><O PartName="/a" ContentType="{DOCX}.macroEnabled.main+xml"/></T>'})),
        "宏",
    ),
    "a template elsewhere": (packed(document(**{"word/_rels/settings.xml.rels": linked("attachedTemplate")})), "外部"),
    "a picture elsewhere": (packed(document(**{"word/_rels/document.xml.rels": linked("image")})), "外部"),
    "an RTF within": (holding(f"{OFFICE}/aFChunk", "a.rtf", RTF), "嵌着别的文件"),
    "a page within": (holding(f"{OFFICE}/aFChunk", "a.xhtml", '<html><img src="http://x.example/"/></html>'), "嵌着"),
    "a document within, by the strict name": (holding(f"{STRICT}/aFChunk", "a.docx", "PK"), "嵌着别的文件"),
    "a document below": (holding(f"{OFFICE}/subDocument", "a.docx", "PK"), "嵌着别的文件"),
    "an object": (holding(f"{OFFICE}/oleObject", "a.bin", "x"), "嵌着别的文件"),
    "a sheet within": (holding(f"{OFFICE}/package", "a.xlsx", "PK"), "嵌着别的文件"),
    "a control": (holding(f"{OFFICE}/control", "a.xml", "<c/>"), "嵌着别的文件"),
    "a way out": (packed(document(**{"../../etc/cron": "x"})), "不合规范"),
    "too many parts": (packed(document(**{f"p{number}": "" for number in range(2001)})), "太大"),
    "a bomb": (packed(document(**{"word/media/a.bin": bytes(201 * 1024**2)})), "太大"),
    "packed by bzip2": (packed(document(), zipfile.ZIP_BZIP2), "不合规范"),
    "packed by LZMA": (packed(document(), zipfile.ZIP_LZMA), "不合规范"),
    "an extension, late": (packed({**document(), TYPES: LISTED.replace("</Types>", MEGABYTE + MACRO)}), "太多"),
    "a template, late": (late(MEGABYTE), "太多"),
    "a template behind many tags": (late("<a/>" * 1001), "太多"),
    "a size too small": (stating(len(LISTED), packed({**document(), TYPES: LISTED + " " * 9})), "已损坏"),
    "links of three megabytes": (
        packed(document(**{f"word/_rels/{number}.rels": f"<R>{MEGABYTE[9:]}</R>" for number in range(3)})),
        "太多",
    ),
    "the same name twice": (doubled(), "不合规范"),
    "a DDE field": (text(field(r" DDEAUTO c:\\cmd.exe ")), "“DDEAUTO”域"),
    "a DDE field in pieces": (text(field(" D", "<w:rPr/>", "DE", " excel")), "“DDE”域"),
    "a simple DDE field": (text('<w:fldSimple w:instr=" dde excel x "/>'), "“DDE”域"),
    "a DDE field without an end": (text(field("DDE x").rpartition("<")[0]), "“DDE”域"),
    "a DDE field within another": (text(field(" IF ", field("DDEAUTO x"))), "“DDEAUTO”域"),
    "a picture by a field": (text(field(' INCLUDEPICTURE "http://x.example/a" ')), "取外面的内容"),
    "a field whose name another makes": (text(field(field(" QUOTE 68 68 69 "), " excel")), "别的域拼成"),
    "a DDE field in a foot": (
        packed(document(**{"word/footer1.xml": f"<w:f xmlns:w='w'>{field('DDE x')}</w:f>"})),
        "DDE",
    ),
    "a DDE field under another name": (
        packed(document(**{"word/a.png": f"<w:f xmlns:w='w'>{field('DDE x')}</w:f>".encode("utf-16")})),
        "DDE",
    ),
    "fields within fields": (text('<w:fldChar w:fldCharType="begin"/>' * 21), "套得太深"),
    "a very long text": (text("<w:t>" + "甲" * (11 * 1024**2) + "</w:t>"), "太多"),
    "an OFD with a program": (ofd(**{"Doc_0/Attachs/a.EXE": "MZ"}), "a.EXE"),
    "an OFD with a script": (ofd(**{"Doc_0/Extend.xml": "<a><JavaScript>x</JavaScript></a>"}), "脚本"),
    "an OFD that goes out": (
        ofd(**{"Doc_0/Document.xml": acting("DO", '<o:URI URI="http://x.example"/>')}),
        "自己访问",
    ),
    "an OFD that opens a file": (ofd(**{"Doc_0/P.xml": acting("PO", '<o:GotoA AttachID="1"/>')}), "打开附件"),
    "an OFD with an entity": (ofd(**{"Doc_0/Document.xml": BILLION}), "不合规范"),
    "an OFD that is too long": (ofd(**{"Doc_0/C.xml": f"<a>{'甲' * (11 * 1024**2)}</a>"}), "太多"),
    "another OFD": (packed({"OFD.xml": OFD.replace(b"/2016", b"/none")}), "不是 Word"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_none_or_unsafe_is_refused_with_its_name_and_a_way_on(what: str) -> None:
    content, said = REFUSED[what]
    with pytest.raises(DocumentRefused, match=said) as refused:
        checked(name="表.docx", content=content, office=True)
    assert "“表.docx”" in str(refused.value)
    assert "请" in str(refused.value)


def test_a_part_that_unfolds_beyond_its_stated_size_is_not_unpacked() -> None:
    for packing in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED):
        bomb = stating(100, packed({TYPES: bytes(64 * 1024**2)}, packing))
        tracemalloc.start()
        try:
            with pytest.raises(DocumentRefused):
                checked(name="表.docx", content=bomb, office=True)
            assert tracemalloc.get_traced_memory()[1] < 16 * 1024**2
        finally:
            tracemalloc.stop()
