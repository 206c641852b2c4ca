"""The layout of a blank form as .docx: title, what it is for, a table of labels and blanks, declaration, footer."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Open
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

_BODY, _HEAD, _LATIN = "宋体", "黑体", "Times New Roman"  # every word processor in an office of this country has them
_WIDTHS = (Cm(3.7), Cm(4.8), Cm(3.7), Cm(4.8))  # label, blank, label, blank: a sheet of A4 between its margins
_PROPERTY = 255  # characters of a property of the file that its library takes
_LABEL = 10  # characters of a label that fit beside another
_GREY, _RED = RGBColor(0x59, 0x59, 0x59), RGBColor(0xC0, 0x00, 0x00)
_WASH = "EDEDED"
_DEMO = "演示数据，不具有法律效力"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can name: no clock leaves its trace
_BOX = "□"
Row = Mapping[str, Any]


def made(values: Mapping[str, Any]) -> bytes:
    """Returns the form as .docx; ``values`` as wordforms.word_form takes them, all of them there."""
    paper = Document()
    _page(paper, values)
    _line(paper, values["title"], size=18, face=_HEAD, middle=True)
    if values["demo"]:
        _line(paper, _DEMO, size=10.5, colour=_RED, middle=True)
    table = _table(paper)
    for label, value in (("事项名称", values["item"]), ("事项编码", values["code"]), ("受理机关", values["organ"])):
        _whole(table, label, value)
    for section in values["sections"]:
        _section(table, section["title"], section["fields"])
    _materials(paper, values["materials"])
    _signing(paper)
    return _packed(paper)


def _page(paper: Open, values: Mapping[str, Any]) -> None:
    """Sets a sheet of A4, its text, and a footer with the version and the number of the page."""
    sheet = paper.sections[0]
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = Cm(2)
    sheet.top_margin, sheet.bottom_margin, sheet.footer_distance = Cm(2), Cm(2), Cm(1)
    text = paper.styles["Normal"]
    text.font.size = Pt(10.5)
    _face(text.element.get_or_add_rPr(), _BODY)
    text.paragraph_format.space_after = Pt(0)
    about = paper.core_properties
    about.comments, about.language = "", "zh-CN"
    about.title, about.author = values["title"][:_PROPERTY], values["organ"][:_PROPERTY]
    about.subject, about.version = values["item"][:_PROPERTY], values["edition"][:_PROPERTY]
    foot = sheet.footer.paragraphs[0]
    foot.style = text  # the style of footers has stops of its own
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
    _said(foot, f"{values['edition']}\t第 ", size=8, colour=_GREY)
    _counted(foot, "PAGE")
    _said(foot, " 页，共 ", size=8, colour=_GREY)
    _counted(foot, "NUMPAGES")
    _said(foot, " 页", size=8, colour=_GREY)
    if values["demo"]:
        sheet.header_distance = Cm(1)
        _said(sheet.header.paragraphs[0], _DEMO, size=8, colour=_RED)


def _table(paper: Open) -> Table:
    table: Table = paper.add_table(rows=0, cols=4)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    return table


def _section(table: Table, title: str, fields: Sequence[Row]) -> None:
    """Adds a section: its title across the table, then short blanks two to a row, the others one."""
    head = _row(table, Cm(0.8))
    cell = head.cells[0].merge(head.cells[3])
    _shade(cell)
    _fill(cell, title, face=_HEAD)
    cell.paragraphs[0].paragraph_format.keep_with_next = True
    for pair in _paired(fields):
        if len(pair) == 1:
            _whole(table, _named(pair[0]), *_blank(pair[0]), tall=bool(pair[0]["tall"]))
            continue
        row = _row(table, Cm(0.95))
        for place, field in enumerate(pair):
            _fill(row.cells[2 * place], _named(field))
            _fill(row.cells[2 * place + 1], *_blank(field))


def _paired(fields: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Yields the fields in their order, two at a time where both are short."""
    waiting: Row | None = None
    for field in fields:
        short = not (field["wide"] or len(field["choices"]) > 3 or len(field["note"]) > 24)
        short = short and len(field["label"]) <= _LABEL
        if waiting is None:
            if short:
                waiting = field
            else:
                yield (field,)
        elif short:
            yield (waiting, field)
            waiting = None
        else:
            yield (waiting,)
            yield (field,)
            waiting = None
    if waiting is not None:
        yield (waiting,)


def _named(field: Row) -> str:
    return f"{field['label']}*" if field["required"] else str(field["label"])


def _blank(field: Row) -> tuple[str, str]:
    """Returns what stands in a blank: boxes to tick or nothing, and a note."""
    return "　".join(f"{_BOX}{choice['label']}" for choice in field["choices"]), str(field["note"])


def _whole(table: Table, label: str, value: str, note: str = "", *, tall: bool = False) -> None:
    """Adds a row of a label and one blank beside it."""
    row = _row(table, Cm(2.6 if tall else 0.95))
    _fill(row.cells[0], label)
    _fill(row.cells[1].merge(row.cells[3]), value, note)


def _row(table: Table, height: Length) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # it has no types yet
    row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
    whole = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no word for a row that stays on one page
    whole.append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, _WIDTHS, strict=True):
        cell.width = width
    return row


def _fill(cell: _Cell, text: str, note: str = "", *, face: str = _BODY) -> None:
    written = bool(text) or not note  # a blank is above its note
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if written else WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    _said(cell.paragraphs[0], text, face=face)
    if note:
        _said(cell.add_paragraph(), note, size=8, colour=_GREY)
    cell.paragraphs[0].paragraph_format.space_before = Pt(3)
    cell.paragraphs[-1].paragraph_format.space_after = Pt(3)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _WASH)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - nor for a shade


def _materials(paper: Open, materials: Sequence[str]) -> None:
    if not materials:
        return
    _line(paper, "随表提交的材料", face=_HEAD, before=10, stays=True)
    for number, one in enumerate(materials, 1):
        _line(paper, f"{_BOX} {number}. {one}")


def _signing(paper: Open) -> None:
    """Adds the declaration, and the lines on which the applicant signs and writes the day; they stay together."""
    _line(paper, "带 * 的必须填写；选项在 □ 内打“√”。", size=9, before=8, stays=True)
    _line(paper, "申请人声明：本人（本单位）所填内容和所交材料真实、有效。", before=8, stays=True)
    signing = "申请人（签名或盖章）：____________________　　经办人（签名）：________________"
    _line(paper, signing, before=20, stays=True)
    _line(paper, "日期：________年______月______日", before=16)


def _line(
    paper: Open,
    text: str,
    *,
    size: float = 10.5,
    face: str = _BODY,
    colour: RGBColor | None = None,
    middle: bool = False,
    before: float = 0,
    stays: bool = False,
) -> None:
    line = paper.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(before), stays
    if middle:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(6)
    _said(line, text, size=size, face=face, colour=colour)


def _said(line: Paragraph, text: str, *, size: float = 10.5, face: str = _BODY, colour: RGBColor | None = None) -> None:
    run = line.add_run(text)
    run.font.size, run.font.bold = Pt(size), face == _HEAD
    _face(run.element.get_or_add_rPr(), face)
    if colour is not None:
        run.font.color.rgb = colour


def _face(properties: Any, face: str) -> None:
    """Sets the typefaces: one for Chinese, one for the rest."""
    fonts = properties.get_or_add_rFonts()
    for script, name in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", face)):
        fonts.set(qn(f"w:{script}"), name)


def _counted(line: Paragraph, what: str) -> None:
    """Adds a number that the word processor counts: PAGE or NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    line._p.append(field)  # noqa: SLF001 - nor for a field
    _said(line, "1", size=8, colour=_GREY)
    field.append(line.runs[-1]._r)  # noqa: SLF001


def _packed(paper: Open) -> bytes:
    """Returns a document's bytes, its parts in their order with one and the same time."""
    before, after = BytesIO(), BytesIO()
    paper.save(before)
    with zipfile.ZipFile(before) as source, zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return after.getvalue()
