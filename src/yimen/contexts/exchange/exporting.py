"""Gives the catalogue away: as spreadsheets in the layout that is imported too, and the empty layout (模板)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from yimen.contexts.catalogue.api import published

from .columns import KEY, MAIN, PARTS, Column, Part, main_columns, main_row, row_of, rows_of
from .names import Names
from .sheetwriting import Head, Sheet, spreadsheet

MOST_ITEMS = 50_000  # of a spreadsheet: people open it in programs that take no more in comfort
_WORDS = (
    ("怎样填", "每项一行，填在“事项”表；依据、收费、材料等多行的内容，填在后面各表，第一列写该事项的实施编码。"),
    ("第二行", "每张表的第二行是填写说明，不要删，内容从第三行起填。"),
    ("一格多条", "“一行一条”的格子里，用 Alt+Enter 换行。"),
    (
        "条件",
        "写成“申请人类型”是“法人”。也可以用 不是、已填写、“甲”、“乙”之一；任一成立就行的，用 ，或者 连接。",
    ),
    ("编码和名称", "编码旁边有名称的，写一样就行；两样都写的要相符。材料、填写项的代码，新的可以不填，由系统编。"),
    ("长的编码", "单元格已设为文本格式；从别处粘贴时选“粘贴为文本”，否则 15 位以后的数字会丢失。"),
    ("不能用", "公式、宏、合并单元格、对其他文件的链接都不能导入，出错的格子会逐个指出。"),
    ("导入以后", "有一处错误就什么也不导入；没有错误的，先看与现行内容的差别，确认后成为草稿，经审查才会发布。"),
)
Cells = list[str | int | None]


class TooMany(ValueError):
    """There are more items than a spreadsheet is good for."""


def workbook(*, on: date, region: str = "", unit: str = "") -> Iterator[bytes]:
    """Yields the items in force on a day as a spreadsheet, piece by piece; raises TooMany.

    Each sheet reads the catalogue anew, so that memory stays flat.
    """
    most = MOST_ITEMS
    if next(islice(published(on=on, region=region, unit=unit), most, None), None):
        raise TooMany(f"超过 {most} 项，表格软件打不开这么多。请按地区或单位下载，或下载开放数据包。")
    names = Names(on)
    parts = (_part(part, names, on, region, unit) for part in PARTS)
    return spreadsheet([_words(), _items(names, on, region, unit), *parts])


def template() -> Iterator[bytes]:
    """Yields the empty layout, with what to write in each column."""
    empty = [Sheet(part.title, _heads(part.columns), ()) for part in PARTS]
    return spreadsheet([_words(), Sheet(MAIN, _main_heads(), ()), *empty])


def _words() -> Sheet:
    return Sheet("填写说明", (Head("说明", width=16), Head("", width=100)), _WORDS)


def _main_heads() -> tuple[Head, ...]:
    return tuple(_head(column) for column in main_columns())


def _heads(columns: tuple[Column, ...]) -> tuple[Head, ...]:
    return (Head(KEY, "与“事项”表相同", 34), *(_head(column) for column in columns))


def _head(column: Column) -> Head:
    need = "必填" if column.needed else ""
    return Head(column.title, "；".join(filter(None, (need, column.note))), column.width, column.offered)


def _items(names: Names, on: date, region: str, unit: str) -> Sheet:
    cells = row_of(main_columns())
    rows = (
        cells({**main_row(each.content), **names.beside(each.content)})
        for each in published(on=on, region=region, unit=unit)
    )
    return Sheet(MAIN, _main_heads(), rows)


def _part(part: Part, names: Names, on: date, region: str, unit: str) -> Sheet:
    rows = (
        cells
        for each in published(on=on, region=region, unit=unit)
        for cells in part_cells(part, each.code, _named(part, rows_of(each.content, part.key), names))
    )
    return Sheet(part.title, _heads(part.columns), rows)


def _named(part: Part, rows: Sequence[Mapping[str, Any]], names: Names) -> Sequence[Mapping[str, Any]]:
    """Returns the rows of a part with the names of its units."""
    if part.key != "joint":
        return rows
    return [{**row, "unit_name": names.name("unit", str(row.get("unit", "")))} for row in rows]


def part_cells(part: Part, code: str, rows: object) -> Iterator[Cells]:
    """Yields the rows of a part of one item as cells, the item's code first."""
    cells = row_of(part.columns)
    for row in rows:  # type: ignore[attr-defined] # a sequence of mappings, as stored
        yield [code, *cells(row)]
