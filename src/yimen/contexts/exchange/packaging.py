"""The whole catalogue as an open data package (Frictionless Data Package 1): JSON lines, CSV, a column dictionary.

It is read from the database once and goes out as it is read; the tables beside the items wait in files meanwhile.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from hashlib import sha256
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

from yimen.contexts.catalogue.api import Published, published
from yimen.contexts.catalogue.api import columns as item_columns

from .columns import PARTS as SHEETS
from .columns import Column, Part, main_columns, main_row, part_rows, row_of
from .names import Names
from .sheetwriting import Pipe, opened

_FLUSH = 1 << 16
PARTS = tuple(Part(one.key, one.title, tuple(each for each in one.columns if not each.of)) for one in SHEETS)
_ITEM = "item"
_TYPES = {"number": "integer", "yes_no": "boolean"}
_DAYS = frozenset({"valid_from", "valid_to", "day"})  # columns of days, ISO 8601
_LINES, _FEW, _SENTENCE = "文本，一行一条", "文本，限定的几种", "文本，一句条件"
_KINDS = {  # what a column holds, in words
    "number": "整数", "yes_no": "是或否", "lines": _LINES, "coded_lines": _LINES, "choices": _LINES, "marked": _LINES,
    "named": _FEW, "when": _SENTENCE, "joint": _SENTENCE, "bound": "文本，数字或日期",
}  # fmt: skip
_STATED = (
    Column("procedure_name", "办理流程名称", note="procedure_key 所指的流程的名称"),
    Column("version", "版本", "number", "第几版"),
    Column("version_id", "版本编号", note="与网上、纸质指南和大厅显示的相同"),
    Column("valid_from", "施行日期", note="这一版从哪天起施行，如 2026-02-25"),
    Column("valid_to", "截止日期", note="这一版施行的最后一天；在用的为空"),
)
_README = """# 政务服务事项目录

{day} 在用的全部事项，共 {count} 项。由一门平台生成。

- `items.jsonl`：一行一项，内容完整，可以原样导回。
- `items.csv` 和其他 CSV：同样的内容按表展开，UTF-8，用 `item` 与事项的 `code`（实施编码）相连；一格多条的用换行分开。
- `datapackage.json`：各文件、各列的说明，每个文件的大小和 SHA-256。

`demo` 列出没有来源、只供演示的项，不能作为依据。
"""


class _Table:
    """A table that is written while the items go by, in a file of its own."""

    def __init__(self, stack: ExitStack, name: str, title: str, columns: tuple[Column, ...]) -> None:
        self.name, self.title, self.columns = name, title, columns
        self.file = cast("IO[bytes]", stack.enter_context(TemporaryFile()))  # noqa: SIM115 - the stack closes it
        self._text = TextIOWrapper(self.file, "utf-8", newline="", write_through=False)
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow([_plain_name(column.key) for column in columns])
        self.row_of = row_of(columns)

    def add(self, rows: Iterable[Sequence[str | int | None]]) -> None:
        """Writes rows; nothing is an empty cell."""
        self._writer.writerows(rows)

    def read(self) -> Iterator[bytes]:
        """Yields what was written."""
        self._text.flush()
        self.file.seek(0)
        while chunk := self.file.read(_FLUSH):
            yield chunk


def package(*, on: date, now: datetime) -> Iterator[bytes]:
    """Yields a ZIP file with the items in force on a day, piece by piece; ``now`` is when it was made."""
    pipe, count, names = Pipe(), 0, Names(on)
    resources: list[dict[str, Any]] = []
    with ExitStack() as stack, ZipFile(cast("IO[bytes]", pipe), "w", ZIP_DEFLATED) as archive:
        tables = _tables(stack)
        size, digest = 0, sha256()
        with opened(archive, "items.jsonl") as part:
            for each in published(on=on):
                count += 1
                stated = _stated(each, names)
                line = _line(each, stated)
                part.write(line)
                size += len(line)
                digest.update(line)
                _enter(tables, each, stated)
                yield from pipe.taken(_FLUSH)
        resources.append(_lines(size, digest.hexdigest()))
        for table in tables:
            size, digest = 0, sha256()
            with opened(archive, f"{table.name}.csv") as part:
                for chunk in table.read():
                    part.write(chunk)
                    size += len(chunk)
                    digest.update(chunk)
                    yield from pipe.taken(_FLUSH)
            resources.append(_resource(table, size, digest.hexdigest()))
        with opened(archive, "README.md") as part:
            part.write(_README.format(day=on.isoformat(), count=count).encode())
        with opened(archive, "datapackage.json") as part:
            part.write(json.dumps(_descriptor(on, now, resources), ensure_ascii=False, indent=1).encode())
    yield from pipe.taken()


def dictionary() -> list[dict[str, str]]:
    """Returns the column dictionary: table, name in data, name in Chinese, type, the type in words (kind), meaning."""
    tables = [("items", (*_mains(), *_STATED)), *((part.key, (_code(), *part.columns)) for part in PARTS)]
    return [
        {
            "table": name,
            "name": _plain_name(one.key),
            "title": one.title,
            "type": _type(one),
            "kind": _kind(one),
            "words": one.note,
        }
        for name, columns in tables
        for one in columns
    ]


def _mains() -> tuple[Column, ...]:
    """Returns the columns of items; names beside codes are for those who fill in sheets."""
    return tuple(column for column in main_columns() if not column.of)


def _stated(each: Published, names: Names) -> dict[str, Any]:
    return {
        "procedure_name": names.name("procedure", str(each.content.get("procedure_key") or "")),
        "version": each.number,
        "version_id": str(each.id),
        "valid_from": each.valid_from.isoformat(),
        "valid_to": each.valid_to.isoformat() if each.valid_to else None,
    }


def _line(each: Published, stated: Mapping[str, Any]) -> bytes:
    whole = {**stated, "item": each.content}
    return (json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _tables(stack: ExitStack) -> list[_Table]:
    found = [_Table(stack, "items", "事项", (*_mains(), *_STATED))]
    return found + [_Table(stack, part.key, part.title, (_code(), *part.columns)) for part in PARTS]


def _code() -> Column:
    return Column(_ITEM, "实施编码", note="与 items 的 code 相连")


def _enter(tables: list[_Table], each: Published, stated: Mapping[str, Any]) -> None:
    items, *others = tables
    items.add([items.row_of({**main_row(each.content), **stated})])
    rows = part_rows(each.content)
    for part, table in zip(PARTS, others, strict=True):
        table.add(table.row_of({**row, _ITEM: each.code}) for row in rows[part.key])


def _plain_name(key: str) -> str:
    return key.replace(".", "_")


def _type(column: Column) -> str:
    return "date" if column.key in _DAYS else _TYPES.get(column.kind, "string")


def _kind(column: Column) -> str:
    if column.key in _DAYS:
        return "日期"
    return _FEW if column.choices else _KINDS.get(column.kind, "文本")


def _lines(size: int, digest: str) -> dict[str, Any]:
    return {
        "name": "items-whole",
        "title": "事项（完整内容，一行一项）",
        "path": "items.jsonl",
        "format": "jsonl",
        "mediatype": "application/jsonl",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "fields": [{"name": each.key, "title": each.label, "description": each.words} for each in item_columns()],
    }


def _resource(table: _Table, size: int, digest: str) -> dict[str, Any]:
    fields = [_field(column) for column in table.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.name == "items":
        schema["primaryKey"] = "code"
    else:
        schema["foreignKeys"] = [{"fields": "item", "reference": {"resource": "items", "fields": "code"}}]
    return {
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": _plain_name(column.key), "title": column.title, "type": _type(column)}
    if column.kind == "yes_no":
        found |= {"trueValues": ["是"], "falseValues": ["否"]}
    return {**found, "description": column.note} if column.note else found


def _descriptor(on: date, now: datetime, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "government-service-items",
        "title": "政务服务事项目录",
        "description": f"{on.isoformat()} 在用的全部事项。",
        "version": on.isoformat(),
        "created": now.isoformat(timespec="seconds"),
        "resources": resources,
    }
