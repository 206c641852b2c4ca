"""Reads spreadsheets (.xlsx) that come from anyone: row by row, bounded in size, nothing in them is ever run.

What is not plain content is named: formulas by their cell, macros, embedded files, links to other files, declarations
of entities (XXE), parts that unfold beyond any sheet of items, sheets of empty rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
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
_MOST_HELD = 2 * 1024**2  # bytes of one row or one shared text: a draft may have a quarter of that
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
        for element in self._elements(self._sheets[name], 2):
            row = reader.read(element)
            if row:
                yield row

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
            self._parsed(path, handler)
        return sheets

    def _shared(self) -> list[str]:
        """Returns the texts that cells point to."""
        path = "xl/sharedStrings.xml"
        if path not in self._archive.namelist():
            return []
        return [_said(element) for element in self._elements(path, 1) if _plain(element.tag) == "si"]

    def _parsed(self, path: str, handler: Callable[[str, dict[str, str]], None]) -> None:
        """Calls a function for every element of a small part; raises SheetRefused where it is no plain XML."""
        parser = _guarded(path)

        def begun(tag: str, attributes: dict[str, str]) -> None:
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            handler(tag.rpartition(":")[2], plain)

        parser.StartElementHandler = begun
        for chunk in self._chunks(path):
            with _read(path):
                parser.Parse(chunk, not chunk)

    def _elements(self, path: str, depth: int) -> Iterator[Element]:
        """Yields the elements of a part at a depth (1: within its outermost), each when it is whole.

        They are built in C, a chunk at a time, and let go once they were looked at. Raises SheetRefused where it is no
        plain XML, or where one thing in it is larger than any row.
        """
        builder = TreeBuilder()
        top = builder.start("all", {})
        parser, guard, held = XMLParser(target=builder), _Guard(path), 0  # noqa: S314 - guarded against what S314 means
        for chunk in self._chunks(path):
            with _read(path):
                for part in guard.passed(chunk):
                    parser.feed(part)
                if not chunk:
                    parser.close()
            held += len(chunk)
            found = list(_whole(top, depth, over=not chunk))
            yield from found
            held = 0 if found else held
            if held > _MOST_HELD:
                raise SheetRefused(
                    f"文件的 {path[:60]} 里有一处内容超过 {_MOST_HELD // 1024**2} MB，不像事项。请用模板重新填写。"
                )

    def _chunks(self, path: str) -> Iterator[bytes]:
        """Yields a part as it is unpacked, b"" at its end; raises SheetRefused for what goes wrong meanwhile."""
        try:
            with self._archive.open(path) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
            yield b""
        except (BadZipFile, ZlibError, EOFError, KeyError, NotImplementedError) as error:
            raise _damaged(path) from error


@contextmanager
def _read(path: str) -> Iterator[None]:
    """Raises SheetRefused for what of a part is no XML, or in an encoding that nobody knows."""
    try:
        yield
    except SheetRefused:
        raise
    except (expat.ExpatError, ParseError, ValueError, LookupError) as error:
        raise _damaged(path) from error


def _guarded(path: str) -> Any:
    """Returns a parser of expat that refuses every declaration of a document's type or of an entity."""
    parser = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise SheetRefused(f"文件的 {path} 里有 DOCTYPE 声明（可能是外部实体攻击），不能导入。请用模板重新填写。")

    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    return parser


class _Guard:
    """Lets a part pass once its first element has begun: before that stand declarations, after that they cannot."""

    def __init__(self, path: str) -> None:
        self._parser, self._kept, self._over = _guarded(path), list[bytes](), False
        self._parser.StartElementHandler = self._begun

    def _begun(self, *_: object) -> None:
        self._over, self._parser.StartElementHandler = True, None

    def passed(self, chunk: bytes) -> list[bytes]:
        """Returns what may be read now that a chunk has come."""
        if self._over:
            return [chunk]
        self._parser.Parse(chunk, not chunk)
        self._kept.append(chunk)
        return self._kept if self._over else []


def _whole(top: Element, depth: int, *, over: bool) -> Iterator[Element]:
    """Yields what is whole at a depth and takes all that is whole out; unless all is over, what came last may grow."""
    count = len(top) - (not over)
    for number, each in enumerate(list(top)):
        if depth:
            yield from _whole(each, depth - 1, over=number < count)
        elif number < count:
            yield each
    del top[: max(count, 0)]


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def _said(element: Element, depth: int = 3) -> str:
    """Returns the texts in a cell or a shared text, no deeper than they stand; phonetic runs (rPh) are left out."""
    found = ""
    for each in element if depth else ():
        tag = _plain(each.tag)
        if tag in _TEXTS:
            found += each.text or ""
        elif tag != "rPh":
            found += _said(each, depth - 1)
    return found


class _SheetReader:
    """Reads the rows of a sheet. Millions of cells pass through here: what a plain cell needs is asked first."""

    def __init__(self, name: str, strings: list[str]) -> None:
        self._name, self._strings = name, strings
        self._row, self._column, self._empty, self._filled = 0, 0, 0, 0
        self._tags = _tags("row")

    def read(self, element: Element) -> Row | None:
        """Returns a row that holds something, None for any other element; raises SheetRefused."""
        if element.tag != self._tags[0]:
            if _plain(element.tag) != "row":
                return None
            self._tags = _tags(element.tag)
        number = element.get("r", "")
        self._row = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else self._row + 1
        self._column = 0
        row = Row(self._row, {}, {})
        for cell in element.iterfind(self._tags[1]):
            self._take(cell, row)
        self._count(row)
        return row if row.cells else None

    def _take(self, cell: Element, row: Row) -> None:
        """Puts a cell into its row."""
        letters = cell.get("r", "").rstrip("0123456789")
        self._column = column = _number(letters) if letters else self._column + 1
        if not 0 < column <= MOST_COLUMNS:
            raise SheetRefused(
                f"工作表“{self._name}”第 {self._row} 行有内容在第 {MOST_COLUMNS} 列以外。请删去表外的内容后导入。"
            )
        kind, wrong = cell.get("t", "n"), ""
        text = self._text(cell)
        if text is None:
            wrong, text = "是公式。请改成它算出的值（复制，选择性粘贴为数值）。", _said(cell) or "="
        elif kind not in _PLAIN:
            text, wrong = self._read(kind, text)
        if len(text) > _MOST_CELL:
            wrong, text = f"超过 {_MOST_CELL} 个字。请缩短。", text[:40]
        text = text.strip()
        if text or wrong:
            row.cells[column] = text
        if wrong:
            row.wrong[column] = wrong

    def _text(self, cell: Element) -> str | None:
        """Returns what is written in a cell, None for a formula."""
        _, _, held, inner, value, formula = self._tags
        if len(cell) == 1:
            only = cell[0]
            if only.tag == held and len(only) == 1:
                only = only[0]
            if only.tag in {inner, value}:
                return only.text or ""
        return None if cell.find(formula) is not None else _said(cell)

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

    def _count(self, row: Row) -> None:
        if row.cells:
            self._filled += 1
        else:
            self._empty += 1
        if self._empty > MOST_EMPTY:
            words = f"工作表“{self._name}”有一万个以上的空行。请选中内容下面的行，删除整行，保存后再导入。"
            raise SheetRefused(words)
        if self._filled > MOST_ROWS:
            raise SheetRefused(f"工作表“{self._name}”超过 {MOST_ROWS} 行。请分成几个文件导入。")


def _tags(row: str) -> tuple[str, ...]:
    """Returns the names of a row and of what stands in it, in the namespace of the row's."""
    return tuple(row[:-3] + name for name in ("row", "c", "is", "t", "v", "f"))


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
    """Returns the letters of a column, such as B for 2."""
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
