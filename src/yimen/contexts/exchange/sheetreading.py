"""Reads spreadsheets (.xlsx) that come from anyone: row by row, bounded in size, nothing in them is ever run.

What is not plain content is named: formulas by their cell, macros, embedded files, links to other files, declarations
of entities (XXE), parts that unfold beyond any sheet of items, sheets of empty rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile
from zlib import error as ZlibError  # noqa: N812 - the class has a name of no class

MOST_BYTES = 40 * 1024**2  # of the file as it comes
MOST_UNFOLDED = 400 * 1024**2  # of all its parts
_MOST_RATIO = 300  # a part's plain size to its packed one; sheets of items have 5 to 40
_SMALL = 4 * 1024**2  # parts smaller than that may have any ratio
_MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS, MOST_EMPTY = 500_000, 200, 10_000
_MOST_CELL = 32_767
_TEXTS = frozenset({"t", "v"})  # the elements whose text is a cell's
_PLAIN = frozenset({"inlineStr", "str"})  # the kinds of cells whose text is what they say
_CHUNK = 1 << 16
_FORBIDDEN = (
    ("xl/vbaProject", "宏"),
    ("xl/embeddings/", "嵌入的文件"),
    ("xl/externalLinks/", "对其他文件的链接"),
    ("xl/activeX/", "控件"),
    ("xl/macrosheets/", "宏表"),
)


class SheetRefused(ValueError):
    """Says what of the file is no plain spreadsheet and what to do; nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, the texts of its cells by column (the first being 1), and why some cannot be taken.

    Empty cells are left out.
    """

    number: int
    cells: dict[int, str]
    wrong: dict[int, str]

    def place(self, column: int) -> str:
        """Returns where a cell stands, such as B7."""
        return f"{letters(column)}{self.number}"


class Book:
    """An opened spreadsheet: the names of its sheets, and the rows of each."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        if size > MOST_BYTES:
            raise SheetRefused(f"文件有 {size / 1024**2:.0f} MB，超过 {MOST_BYTES // 1024**2} MB。请分成几个文件导入。")
        if not is_zipfile(file):
            raise SheetRefused(
                "这不是 .xlsx 表格（可能是旧格式 .xls、CSV 或改了名的其他文件）。请另存为 .xlsx 后导入。"
            )
        try:
            self._archive = ZipFile(file)
            self._check()
            self._sheets = self._listed()
        except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
            raise _damaged("表格文件") from error
        self._strings: list[str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Returns the names of the sheets, in their order."""
        return tuple(self._sheets)

    def rows(self, name: str) -> Iterator[Row]:
        """Yields the rows of a sheet that hold something; raises SheetRefused."""
        if self._strings is None:
            self._strings = self._shared()
        reader = _SheetReader(name, self._strings)
        yield from self._parsed(self._sheets[name], reader)

    def _check(self) -> None:
        parts = self._archive.infolist()
        if len(parts) > _MOST_PARTS:
            raise SheetRefused(f"文件里有 {len(parts)} 个部件，不像一个表格。请用模板重新填写后导入。")
        for part in parts:
            for name, words in _FORBIDDEN:
                if part.filename.startswith(name):
                    raise SheetRefused(
                        f"文件里有{words}（{part.filename[:60]}），不能导入。请另存为不带{words}的 .xlsx。"
                    )
            if part.flag_bits & 1:
                raise SheetRefused("文件设了打开密码。请去掉密码后导入。")
            if part.file_size > _SMALL and part.file_size > _MOST_RATIO * max(part.compress_size, 1):
                raise _bomb(part)
        if sum(part.file_size for part in parts) > MOST_UNFOLDED:
            raise _bomb(max(parts, key=lambda part: part.file_size))

    def _listed(self) -> dict[str, str]:
        """Returns the path of each sheet by its name."""
        targets: dict[str, str] = {}
        sheets: dict[str, str] = {}

        def relation(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

        def sheet(tag: str, attributes: dict[str, str]) -> None:
            if tag == "sheet":
                sheets[attributes.get("name", "")] = targets[attributes.get("id", "")]

        for path, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
            for _ in self._parsed(path, _Plain(handler)):
                pass
        return sheets

    def _shared(self) -> list[str]:
        """Returns the texts that cells point to."""
        path = "xl/sharedStrings.xml"
        if path not in self._archive.namelist():
            return []
        return [text for _, text in self._parsed(path, _Texts())]

    def _parsed(self, path: str, reader: "_Plain | _Texts | _SheetReader") -> Iterator:  # type: ignore[type-arg]
        """Yields what a reader makes of a part, as it is unpacked; raises SheetRefused where it is no plain XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def declared(*_: object) -> None:
            raise SheetRefused(f"文件的 {path} 里有 DOCTYPE 声明（可能是外部实体攻击），不能导入。请用模板重新填写。")

        def first(tag: str, attributes: dict[str, str]) -> None:
            # Excel and WPS write names without prefixes: then the reader is called without a detour.
            prefixed = ":" in tag or isinstance(reader, _Plain)
            parser.StartElementHandler = begun if prefixed else reader.begun
            parser.EndElementHandler = ended if prefixed else reader.ended
            begun(tag, attributes)

        def begun(tag: str, attributes: dict[str, str]) -> None:
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            reader.begun(tag.rpartition(":")[2], plain)

        def ended(tag: str) -> None:
            reader.ended(tag.rpartition(":")[2])

        parser.StartDoctypeDeclHandler = declared
        parser.EntityDeclHandler = declared
        parser.StartElementHandler = first
        parser.CharacterDataHandler = reader.text
        try:
            with self._archive.open(path) as part:
                while chunk := part.read(_CHUNK):
                    parser.Parse(chunk, False)  # noqa: FBT003 - expat's order
                    yield from reader.taken()
                parser.Parse(b"", True)  # noqa: FBT003 - as above
            yield from reader.taken()
        except SheetRefused:
            raise
        except (
            expat.ExpatError,
            BadZipFile,
            ZlibError,
            EOFError,
            LookupError,
            ValueError,
            NotImplementedError,
        ) as error:
            raise _damaged(path) from error  # also an encoding that nobody knows


class _Plain:
    """Calls a function for every element."""

    def __init__(self, handler) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        self._handler = handler

    def begun(self, tag: str, attributes: dict[str, str]) -> None:
        self._handler(tag, attributes)

    def ended(self, tag: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass

    def taken(self) -> Iterator[tuple[int, str]]:
        yield from ()


class _Texts:
    """Reads shared strings; phonetic runs (rPh) are left out."""

    def __init__(self) -> None:
        self._done: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._reading, self._phonetic = False, 0

    def begun(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - one shape for all readers
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._phonetic += 1
        elif tag == "t":
            self._reading = not self._phonetic

    def ended(self, tag: str) -> None:
        if tag == "si":
            self._done.append((0, "".join(self._parts)))
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "t":
            self._reading = False

    def text(self, data: str) -> None:
        if self._reading:
            self._parts.append(data)

    def taken(self) -> Iterator[tuple[int, str]]:
        yield from self._done
        self._done = []


class _SheetReader:
    """Reads a sheet. Millions of cells pass through here: what a plain cell needs is asked first."""

    def __init__(self, name: str, strings: list[str]) -> None:
        self._name, self._strings = name, strings
        self._done: list[Row] = []
        self._row, self._column, self._empty, self._filled = 0, 0, 0, 0
        self._cells: dict[int, str] = {}
        self._wrong: dict[int, str] = {}
        self._cell: dict[str, str] = {}
        self._text, self._formula, self._phonetic = "", False, 0
        self._parts: list[str] = []
        self.text = self._parts.append

    def begun(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell, self._text, self._formula = attributes, "", False
        elif tag in _TEXTS:
            self._parts.clear()
        elif tag == "row":
            self._begin_row(attributes.get("r", ""))
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic += 1

    def ended(self, tag: str) -> None:
        if tag in _TEXTS:
            if not self._phonetic:
                self._text += "".join(self._parts)
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._phonetic -= 1
        self._parts.clear()

    def taken(self) -> Iterator[Row]:
        yield from self._done
        self._done = []

    def _begin_row(self, number: str) -> None:
        self._row = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else self._row + 1
        self._column, self._cells, self._wrong = 0, {}, {}

    def _end_cell(self) -> None:
        letters = self._cell.get("r", "").rstrip("0123456789")
        self._column = column = _number(letters) if letters else self._column + 1
        if not 0 < column <= MOST_COLUMNS:
            raise SheetRefused(
                f"工作表“{self._name}”第 {self._row} 行有内容在第 {MOST_COLUMNS} 列以外。请删去表外的内容后导入。"
            )
        text, kind, wrong = self._text, self._cell.get("t", "n"), ""
        if self._formula:
            wrong, text = "是公式。请改成它算出的值（复制，选择性粘贴为数值）。", text or "="
        elif kind not in _PLAIN:
            text, wrong = self._read(kind, text)
        if len(text) > _MOST_CELL:
            wrong, text = f"超过 {_MOST_CELL} 个字。请缩短。", text[:40]
        text = text.strip()
        if text or wrong:
            self._cells[column] = text
        if wrong:
            self._wrong[column] = wrong

    def _read(self, kind: str, text: str) -> tuple[str, str]:
        """Returns what a cell of a kind says, and what is wrong with it."""
        if kind == "s":
            number = int(text) if text.isascii() and text.isdigit() else -1
            if not 0 <= number < len(self._strings):
                raise _damaged(f"工作表“{self._name}”的 {letters(self._column)}{self._row}")
            return self._strings[number], ""
        if kind == "e":
            return text, f"是出错的值 {text[:20]}。请改正。"
        if kind == "b":
            return "是" if text == "1" else "否", ""
        return _figure(text) if kind in {"n", ""} else (text, "")

    def _end_row(self) -> None:
        if self._cells:
            self._filled += 1
            self._done.append(Row(self._row, self._cells, self._wrong))
        else:
            self._empty += 1
        if self._empty > MOST_EMPTY:
            words = f"工作表“{self._name}”有一万个以上的空行。请选中内容下面的行，删除整行，保存后再导入。"
            raise SheetRefused(words)
        if self._filled > MOST_ROWS:
            raise SheetRefused(f"工作表“{self._name}”超过 {MOST_ROWS} 行。请分成几个文件导入。")


def _figure(text: str) -> tuple[str, str]:
    """Returns a number as it was meant, and what is wrong with it: codes typed as numbers have lost their digits."""
    plain = text.strip()
    if not plain:
        return "", ""
    if "E" in plain.upper() or len(plain.lstrip("-").partition(".")[0]) > 15:
        return plain, "是数字格式，长的编码已经丢失末位。请把这一格设为文本格式，重新输入。"
    return plain.removesuffix(".0"), ""


@lru_cache(1000)
def _number(letters: str) -> int:
    found = 0
    for letter in letters[:4]:
        found = found * 26 + ord(letter.upper()) - 64
    return found


def letters(number: int) -> str:
    """Returns the letters of a column, the first being 1: A … Z, AA …"""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def _damaged(where: str) -> SheetRefused:
    return SheetRefused(f"{where}损坏或不完整，读不出来。请用 Excel 或 WPS 打开、另存为 .xlsx 后导入。")


def _bomb(part: ZipInfo) -> SheetRefused:
    size = part.file_size / 1024**2
    return SheetRefused(
        f"文件的 {part.filename[:60]} 解压后有 {size:.0f} MB，远大于文件本身（压缩炸弹），没有解压。请用模板重新填写。"
    )
