"""Reads files of items: spreadsheets in the layout, or JSON; where each value stood, and every fault by its place."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from .columns import KEY, LATE, MAIN, PARTS, Column, Part, main_columns, meaning, put
from .sheetreading import MOST_BYTES, Book, Row, SheetRefused, letters

_INDEX = re.compile(r"第 (\d+) (?:份材料|组(?:第 (\d+) 项)?)(?:的“([^”]+)”)?")
JSON = "JSON"  # in the place of a sheet's name: rows are then the numbers of the items
_NAMED = re.compile("“([^”]+)”")
_FIRST = 3  # the row in which items begin: heads and notes stand above
_MOST_TOLD = 5_000  # faults that are named


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault: the sheet and row, the column or field, the cell such as B7 ("" of JSON), and what to do.

    ``lacks``: the code of an item that a row belongs to and the sheet of items does not have.
    """

    sheet: str
    row: int
    column: str
    cell: str
    words: str
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A cell that only the whole item explains: its column, its text, and where it stood."""

    column: Column
    text: str
    sheet: str
    row: int
    cell: str

    def wrong(self, words: str) -> Wrong:
        """Returns a fault of the cell."""
        return Wrong(self.sheet, self.row, self.column.title, self.cell, words)


@dataclass(slots=True)
class Taken:
    """What a file holds: items in their order, their places, what was wrong already, and which item has a code.

    Values of items may be ``Held`` until ``settled`` (settling.py).
    """

    items: list[dict[str, Any]] = field(default_factory=list)
    places: list["Places"] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    by_code: dict[str, int] = field(default_factory=dict)
    heads: dict[str, dict[str, int]] = field(default_factory=dict)  # of each sheet: the number of a title's column


@dataclass(frozen=True, slots=True)
class _Meant:
    """A column of a sheet, and what reads its cells."""

    column: Column
    read: Callable[[str], Any]


_Known = dict[int, _Meant]  # the number of a column in a sheet → the column


@dataclass(slots=True)
class Places:
    """Where an item stood: its row, the columns that it fills, the rows of its parts; ``asked``: of each field.

    ``columns``: what stood in each column of its sheet; the items of a sheet share it.
    """

    sheet: str
    row: int
    filled: frozenset[int] = frozenset()
    columns: _Known = field(default_factory=dict)
    parts: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # key of a part → sheet and row, each
    asked: dict[tuple[int, int], int] = field(default_factory=dict)  # section and field → row

    def wrong(self, key: str, words: str) -> Wrong:
        """Returns a fault of a field at its place, as near as can be told; ``key`` as in ``Handed.faults``."""
        key, _, within = key.partition(".")
        if within and self.parts.get(key):
            return self._within(key, within, words)
        inner = _INDEX.search(words) if key in {"form", "materials"} else None
        if inner and "份材料" in inner[0] and int(inner[1]) <= len(self.parts.get("materials", ())):
            sheet, row = self.parts["materials"][int(inner[1]) - 1]
            return Wrong(sheet, row, inner[3] or "申请材料", f"A{row}", words)
        if inner and inner[2] and (int(inner[1]) - 1, int(inner[2]) - 1) in self.asked:
            row = self.asked[int(inner[1]) - 1, int(inner[2]) - 1]
            return Wrong("申请表", row, inner[3] or "申请表", f"A{row}", words)
        part = {"form": "fields"}.get(key, key)
        if self.parts.get(part):
            sheet, row = self.parts[part][0]
            return Wrong(sheet, row, sheet, f"A{row}", words)
        if self.sheet == JSON:
            named = _NAMED.match(words)
            return Wrong(JSON, self.row, named[1] if named else "", "", words)
        title, cell = self._cell(key) or ("", "")
        apart = "" if title else next((one.title for one in PARTS if one.key == key), "")
        if apart:  # it has rows of its own, and none of them here: the item that lacks them is named by its code
            title, cell = apart, (self._cell("code") or ("", ""))[1]
            words = f"{words}请在“{apart}”表里加一行，实施编码与这一项相同。"
        return Wrong(self.sheet, self.row, title, cell, words)

    def _within(self, part: str, within: str, words: str) -> Wrong:
        """Returns a fault of a row of a part; ``within``: the row, from 1, and its column."""
        number, _, name = within.partition(".")
        rows = self.parts[part]
        sheet, row = rows[min(int(number), len(rows)) - 1]
        columns = next(one.columns for one in PARTS if one.key == part)
        title = next((column.title for column in columns if column.key == name), sheet)
        return Wrong(sheet, row, title, f"A{row}", words)

    def _cell(self, key: str) -> tuple[str, str] | None:
        """Returns the title and the cell of a field, or of its first part, None without a column; no cell if empty."""
        for one in (key, f"{key}.days", f"{key}.code"):
            for number, known in self.columns.items():
                if known.column.key == one:
                    return known.column.title, f"{letters(number)}{self.row}" if number in self.filled else ""
        return None


def taken(file: IO[bytes], size: int, name: str) -> Taken:
    """Returns what a file holds, by what it is and not by what it is called; raises SheetRefused."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(b"PK"):
        return _from_sheets(Book(file, size))
    if name.lower().endswith((".json", ".jsonl")) or start.lstrip()[:1] in {b"[", b"{"}:
        return _from_json(file, size)
    raise SheetRefused("这不是 .xlsx 表格，也不是 JSON 文件。请用模板填写后另存为 .xlsx，或导入本系统导出的 JSON。")


def _from_json(file: IO[bytes], size: int) -> Taken:
    if size > MOST_BYTES:
        raise SheetRefused(f"文件有 {size / 1024**2:.0f} MB，超过 {MOST_BYTES // 1024**2} MB。请分成几个文件导入。")
    try:
        text = file.read(MOST_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetRefused("文件不是 UTF-8 编码的文字。请另存为 UTF-8 后导入。") from error
    found = Taken()
    for number, each in enumerate(_values(text), 1):
        inner = each.get("item", each) if isinstance(each, dict) else each
        if not isinstance(inner, dict):
            found.wrong.append(Wrong(JSON, number, "", "", "不是一个事项（名称和值）。请改正。"))
            continue
        code = inner.get("code")
        if isinstance(code, str) and code in found.by_code:
            first = found.places[found.by_code[code]].row
            words = f"与第 {first} 项相同。同一事项只写一项，请删去一项。"
            found.wrong.append(Wrong(JSON, number, KEY, "", words))
        elif isinstance(code, str) and code:
            found.by_code[code] = len(found.items)
        found.items.append(inner)
        found.places.append(Places(JSON, number))
    return found


def _values(text: str) -> list[Any]:
    """Returns the items of JSON: a list, {"items": […]}, or one object a line."""
    try:
        whole = json.loads(text)
    except RecursionError:
        raise SheetRefused("JSON 套得太深，不像事项数据。请核对文件。") from None
    except json.JSONDecodeError as error:
        return _each_line(text, error)
    if isinstance(whole, dict):
        return whole["items"] if isinstance(whole.get("items"), list) else [whole]
    return whole if isinstance(whole, list) else [whole]


def _each_line(text: str, error: json.JSONDecodeError) -> list[Any]:
    if "\n" not in text.strip() or not text.lstrip().startswith("{"):
        raise SheetRefused(f"第 {error.lineno} 行第 {error.colno} 个字符处不是有效的 JSON。请改正后导入。") from error
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except (json.JSONDecodeError, RecursionError):
            raise SheetRefused(f"第 {number} 行不是有效的 JSON。请改正后导入。") from None
    return found


def _from_sheets(book: Book) -> Taken:
    if MAIN not in book.names:
        raise SheetRefused(f"没有名为“{MAIN}”的工作表。请用模板填写，不要改工作表的名称。")
    found = Taken()
    for row, known in _lines(book, MAIN, main_columns(), found):
        _main(row, known, found)
    for part in PARTS:
        if part.title in book.names:
            columns = (Column("", KEY, needed=True), *part.columns)
            for row, known in _lines(book, part.title, columns, found):
                _part(part, row, known, found)
    found.wrong = found.wrong[:_MOST_TOLD]
    return found


def _lines(book: Book, sheet: str, columns: tuple[Column, ...], found: Taken) -> Iterator[tuple[Row, "_Known"]]:
    """Yields the rows of a sheet below its heads and notes, with the column of each number; notes what is wrong."""
    known: _Known = {}
    for row in book.rows(sheet):
        if not known:
            known = _heads(sheet, row, columns, found)
            if not known:
                return
        elif row.number >= _FIRST:
            if row.wrong or not row.cells.keys() <= known.keys():
                _leave(sheet, row, known, found)
            yield row, known


def _heads(sheet: str, row: Row, columns: tuple[Column, ...], found: Taken) -> "_Known":
    """Returns which column each number is, by its title; other titles, and a key that is missing, are wrong."""
    titles = {column.title: column for column in columns}
    known: _Known = {}
    for number, text in row.cells.items():
        column = titles.pop(text.rstrip("*＊ "), None)
        if column is None:
            words = "不是模板里的列，或与别的列重名。请删去，或改回模板的列名。"
            found.wrong.append(Wrong(sheet, row.number, text[:40], row.place(number), words))
        else:
            known[number] = _Meant(column, meaning(column))
            found.heads.setdefault(sheet, {})[column.title] = number
    if KEY in titles:
        words = f"第 {row.number} 行没有“{KEY}”这一列。请用模板填写，第一行是列名。"
        found.wrong.append(Wrong(sheet, row.number, KEY, f"A{row.number}", words))
        return {}
    return known


def _leave(sheet: str, row: Row, known: "_Known", found: Taken) -> None:
    """Leaves out the cells of a row that cannot be taken, and those beside the columns; notes each."""
    for number in list(row.cells):
        if number not in known:
            words = "这一列没有列名。请把内容移到有列名的列，或删去。"
            found.wrong.append(Wrong(sheet, row.number, "", row.place(number), words))
        elif number in row.wrong:
            title = known[number].column.title
            found.wrong.append(Wrong(sheet, row.number, title, row.place(number), row.wrong[number]))
        else:
            continue
        del row.cells[number]


def _main(row: Row, known: "_Known", found: Taken) -> None:
    item: dict[str, Any] = {}
    for number, text in row.cells.items():
        _set(item, known[number], text, (MAIN, row, number), found)
    code = str(item.get("code", ""))
    if not code:
        found.wrong.append(Wrong(MAIN, row.number, KEY, f"A{row.number}", "没有填写。每项都要有实施编码。"))
    elif code in found.by_code:
        first = found.places[found.by_code[code]].row
        words = f"与第 {first} 行相同。同一事项只写一行，请删去一行。"
        found.wrong.append(Wrong(MAIN, row.number, KEY, f"A{row.number}", words))
    found.by_code.setdefault(code, len(found.items))
    found.items.append(item)
    found.places.append(Places(MAIN, row.number, frozenset(row.cells), known))


def _set(item: dict[str, Any], known: "_Meant", text: str, where: tuple[str, Row, int], found: Taken) -> None:
    key = known.column.key
    if known.column.kind in LATE:
        sheet, row, number = where
        put(item, key, Held(known.column, text, sheet, row.number, row.place(number)))
        return
    try:
        value = known.read(text)
    except ValueError as error:
        sheet, row, number = where
        found.wrong.append(Wrong(sheet, row.number, known.column.title, row.place(number), str(error)))
        return
    if "." in key:
        put(item, key, value)
    else:
        item[key] = value


def _part(part: Part, row: Row, known: "_Known", found: Taken) -> None:
    data: dict[str, Any] = {}
    code = ""
    for number, one in known.items():
        text = row.cells.get(number)
        if text is None:
            if one.column.needed:
                words = f"“{one.column.title}”没有填写。请补上。"
                found.wrong.append(Wrong(part.title, row.number, one.column.title, "", words))
        elif one.column.title == KEY:
            code = text
        else:
            _set(data, one, text, (part.title, row, number), found)
    if code not in found.by_code:
        if code:
            words = f"“{MAIN}”表里没有这个实施编码：{code[:40]}。请核对编码，或删去这一行。"
            found.wrong.append(Wrong(part.title, row.number, KEY, f"A{row.number}", words, lacks=code))
        return
    item, places = found.items[found.by_code[code]], found.places[found.by_code[code]]
    places.parts.setdefault(part.key, []).append((part.title, row.number))
    if part.key == "fields":
        _ask(item, data, places, row.number)
    elif part.key == "materials":
        if data.get("copies"):
            data.setdefault("originals", 0)  # a sheet says so: who asks for copies only leaves the originals empty
        item.setdefault("form", {}).setdefault("materials", []).append(data)
    else:
        whole = {column.key: "" for column in part.columns if column.kind == "text"}  # a row of texts is whole
        item.setdefault(part.key, []).append({**whole, **data})


def _ask(item: dict[str, Any], data: dict[str, Any], places: Places, row: int) -> None:
    """Puts a question into the form's section of its title; a section's questions stand together."""
    sections = item.setdefault("form", {}).setdefault("sections", [])
    title = data.pop("section", "")
    if not sections or sections[-1]["title"] != title:
        sections.append({"title": title, "fields": []})
    outer: Mapping[str, Any] = {key: data.pop(key) for key in ("when", "required_when") if key in data}
    sections[-1]["fields"].append({"element": data, **outer})
    places.asked[len(sections) - 1, len(sections[-1]["fields"]) - 1] = row
