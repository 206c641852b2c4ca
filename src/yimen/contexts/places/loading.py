"""Loads regions: all or nothing, errors by line, with progress."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.codes import CodeError, parse_region

from .errors import LOADING, NOTHING, LoadError
from .models import RegionRow

Progress = Callable[[int], None]
_FILES = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv")
_BATCH = 5_000
_NAME = 80  # the longest that the table holds, signs


@dataclass(frozen=True, slots=True)
class _Line:
    code: str
    name: str
    place: str  # file and line, for errors


def region_files(folder: Path) -> list[Path]:
    """Returns the files of the division data that ``folder`` holds; raises LoadError where there are none."""
    files = [folder / name for name in _FILES if (folder / name).is_file()]
    if not files:
        raise LoadError(f"{folder} 里没有区划数据。需要这些文件中的至少一个：{'、'.join(_FILES)}。")
    return files


def load_regions(*, act: Act, folder: Path, valid_from: date, progress: Progress = lambda _: None) -> int:
    """Loads the national division data (columns ``code,name``, parents before children) and returns the rows read.

    A region already there keeps its dates and takes the new name. All or nothing; ``progress`` is told rows done.
    Raises LoadError naming the file and line that is wrong.
    """
    count = 0
    with transaction.atomic():
        known = set(RegionRow.objects.values_list("code", flat=True))
        for path in region_files(folder):
            listed: set[str] = set()  # by file: the national data gives cities without counties in two of them
            for batch in _batches(_lines(path)):
                rows = [_row(line, known, listed, valid_from) for line in batch]
                RegionRow.objects.bulk_create(
                    rows, update_conflicts=True, unique_fields=["code"], update_fields=["name"], batch_size=1_000
                )
                count += len(rows)
                progress(len(rows))
        record(act=act, verb="places.load_regions", subject=LOADING, region="", facts={"rows": count})
    return count


def _lines(path: Path) -> Iterator[_Line]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            missing = {"code", "name"} - set(reader.fieldnames or ())
            if missing:
                raise LoadError(f"{path.name} 第 1 行：缺少列 {'、'.join(sorted(missing))}。{NOTHING}")
            for row in reader:
                yield _Line(row["code"] or "", row["name"] or "", f"{path.name} 第 {reader.line_num} 行")
        except (UnicodeDecodeError, csv.Error) as error:
            place = f"{path.name} 第 {reader.line_num + 1} 行之后"
            raise LoadError(f"{place}：不是 UTF-8 编码的 CSV 文件。{NOTHING}") from error


def _batches(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    batch: list[_Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(line: _Line, known: set[str], listed: set[str], valid_from: date) -> RegionRow:
    """Returns the row of a line and adds its code to those ``known`` and those its file has ``listed``."""
    try:
        region = parse_region(line.code)
    except CodeError as error:
        raise LoadError(f"{line.place}：区划代码“{line.code}”不对：{error.reason}{NOTHING}") from error
    name, parent = line.name.strip(), region.parent.value if region.parent and region.level > 2 else ""
    wrong = ""
    if region.level == 1:
        wrong = "是国家的代码，应为省级以下"
    elif not 0 < len(name) <= _NAME:
        wrong = f"的名称应为 1 至 {_NAME} 字，现在是 {len(name)} 字"
    elif region.value in listed:
        wrong = "在同一个文件里列了两次"
    elif parent and parent not in known:
        wrong = f"（{name}）的上级 {parent} 不在数据里"
    if wrong:
        raise LoadError(f"{line.place}：区划代码“{line.code}”{wrong}。{NOTHING}")
    listed.add(region.value)
    known.add(region.value)
    return RegionRow(
        code=region.value,
        name=name,
        level=region.level - 1,  # the nation has no row
        path=region.short,
        parent_id=parent or None,
        valid_from=valid_from,
    )
