"""Writes spreadsheets (ISO/IEC 29500, .xlsx) as a stream: rows go out as they come, whatever their number.

Every text is an inline string: what begins with "=" stays text and is never computed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import RawIOBase
from typing import IO, cast
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .sheetreading import letters

_DAY = (1980, 1, 1, 0, 0, 0)  # of every part: the same rows are the same bytes
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN, _TITLE, _NOTE = 0, 1, 2  # styles
_MOST_CELL = 32_767  # characters of a cell
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_ROWS = 1_048_576  # of a sheet
_FLUSH = 1 << 16


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a sheet: its title, what to fill in, its width in characters, and the values to choose from."""

    title: str
    note: str = ""
    width: int = 18
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its columns, and its rows of texts and numbers. Under the heads stands a row of notes."""

    name: str
    heads: tuple[Head, ...]
    rows: Iterable[Sequence[str | int | None]]


class Pipe(RawIOBase):
    """Takes what is written and hands it on: a stream that cannot be wound back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        """Tells that it can be written to."""
        return True

    def write(self, data: object) -> int:
        """Keeps bytes until they are taken."""
        part = bytes(cast("bytes", data))
        self._parts.append(part)
        self._size += len(part)
        return len(part)

    def taken(self, least: int = 0) -> Iterator[bytes]:
        """Yields what was written since, if it is so much at least."""
        if self._parts and self._size >= least:
            yield b"".join(self._parts)
            self._parts.clear()
            self._size = 0


def opened(archive: ZipFile, name: str) -> IO[bytes]:
    """Returns a part of an archive to write, larger than 4 GB if need be."""
    info = ZipInfo(name, _DAY)
    info.compress_type = ZIP_DEFLATED
    return archive.open(info, "w", force_zip64=True)


def spreadsheet(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """Yields a spreadsheet piece by piece."""
    pipe = Pipe()
    with ZipFile(cast("IO[bytes]", pipe), "w", ZIP_DEFLATED) as archive:
        for name, text in _frame(sheets):
            with opened(archive, name) as part:
                part.write((_HEAD + text).encode())
        for number, sheet in enumerate(sheets, 1):
            with opened(archive, f"xl/worksheets/sheet{number}.xml") as part:
                for text in _sheet(sheet):
                    part.write(text.encode())
                    yield from pipe.taken(_FLUSH)
    yield from pipe.taken()


def _frame(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Yields the parts beside the sheets."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    many = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in many
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{parts}</Types>'
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"/>' for n, sheet in enumerate(sheets, 1)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>'
    related = [("worksheet", f"worksheets/sheet{n}.xml") for n in many]
    yield "xl/_rels/workbook.xml.rels", _relations([*related, ("styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _relations(pairs: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


# Text format ("@", 49) throughout, so that codes of 31 digits stay what they are when somebody types one.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="3"><font><sz val="11"/></font><font><b/><sz val="11"/></font>'
    '<font><sz val="9"/><color rgb="FF666666"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb='
    '"FFE7F1EF"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="49" applyNumberFormat="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" applyNumberFormat="1" fontId="1" fillId="2" applyFont="1" applyFill="1">'
    '<alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="49" applyNumberFormat="1" fontId="2" applyFont="1"><alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _sheet(sheet: Sheet) -> Iterator[str]:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{head.width}" style="0" customWidth="1"/>'
        for n, head in enumerate(sheet.heads, 1)
    )
    pane = '<pane xSplit="1" ySplit="2" topLeftCell="B3" activePane="bottomRight" state="frozen"/>'
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )
    yield _row(1, [head.title for head in sheet.heads], _TITLE)
    yield _row(2, [head.note for head in sheet.heads], _NOTE)
    for number, row in enumerate(sheet.rows, 3):
        yield _row(number, row, _PLAIN)
    yield f"</sheetData>{_choices(sheet.heads)}</worksheet>"


def _row(number: int, cells: Sequence[str | int | None], style: int) -> str:
    given = "".join(
        _cell(f"{letters(n)}{number}", cell, style) for n, cell in enumerate(cells, 1) if cell not in {None, ""}
    )
    return f'<row r="{number}">{given}</row>'


def _cell(place: str, value: str | int | None, style: int) -> str:
    if isinstance(value, int):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = escape(_UNPRINTED.sub("", value or "")[:_MOST_CELL])
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _choices(heads: Sequence[Head]) -> str:
    """Returns the lists that cells offer; one longer than the format takes is left to the notes."""
    listed = [
        f'<dataValidation type="list" allowBlank="1" sqref="{letters(n)}3:{letters(n)}{MOST_ROWS}">'
        f"<formula1>{escape(chr(34) + ','.join(head.choices) + chr(34))}</formula1></dataValidation>"
        for n, head in enumerate(heads, 1)
        if head.choices and len(",".join(head.choices)) <= 255
    ]
    return f'<dataValidations count="{len(listed)}">{"".join(listed)}</dataValidations>' if listed else ""
