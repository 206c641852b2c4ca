"""Loads regions and holiday notices: all or nothing, errors by line, with progress."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import ClockError, notice_from_data
from yimen.kernel.codes import CodeError, parse_region

from .models import NoticeRow, RegionRow

Progress = Callable[[int], None]
LOADING = UUID(int=1)  # the subject of loads: the installation itself
_FILES = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv")
_BATCH = 5_000


class LoadError(ValueError):
    """Says which file and line is wrong, and why; nothing was loaded."""


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
    """
    count = 0
    with transaction.atomic():
        known = set(RegionRow.objects.values_list("code", flat=True))
        for path in region_files(folder):
            for batch in _batches(_lines(path)):
                rows = [_row(line, known, valid_from) for line in batch]
                RegionRow.objects.bulk_create(
                    rows, update_conflicts=True, unique_fields=["code"], update_fields=["name"], batch_size=1_000
                )
                count += len(rows)
                progress(len(rows))
        record(act=act, verb="places.load_regions", subject=LOADING, region="", facts={"rows": count})
    return count


def _lines(path: Path) -> Iterator[_Line]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield _Line(row.get("code") or "", row.get("name") or "", f"{path.name} 第 {reader.line_num} 行")


def _batches(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    batch: list[_Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(line: _Line, known: set[str], valid_from: date) -> RegionRow:
    try:
        region = parse_region(line.code)
    except CodeError as error:
        raise LoadError(f"{line.place}：区划代码“{line.code}”不对：{error.reason}没有载入任何数据。") from error
    if region.level == 1 or not line.name.strip():
        raise LoadError(f"{line.place}：区划代码“{line.code}”没有名称，或不是省级以下。没有载入任何数据。")
    parent = region.parent.value if region.parent and region.level > 2 else ""
    if parent and parent not in known:
        raise LoadError(
            f"{line.place}：“{line.name}”（{line.code}）的上级 {parent} 不在数据里。没有载入任何数据。"
        )
    known.add(region.value)
    return RegionRow(
        code=region.value,
        name=line.name.strip(),
        level=region.level - 1,  # the nation has no row
        path=region.short,
        parent_id=parent or None,
        valid_from=valid_from,
    )


def load_holidays(*, act: Act, notices: Iterable[Mapping[str, Any]]) -> int:
    """Loads yearly notices (shape of the files under ``data/holidays``) and returns how many; all or nothing.

    Raises LoadError where a make-up day is no weekend day, a day is listed twice, or a date is outside its year.
    """
    count = 0
    with transaction.atomic():
        for data in notices:
            try:
                notice = notice_from_data(data)
            except ClockError as error:
                raise LoadError(f"放假通知不能载入：{error}") from error
            NoticeRow.objects.filter(year=notice.year, region=notice.region).delete()
            NoticeRow(year=notice.year, region=notice.region, document=notice.document, data=dict(data)).save()
            record(
                act=act,
                verb="places.load_holidays",
                subject=LOADING,
                region=notice.region,
                basis=notice.document,
                facts={"year": notice.year, "off": len(notice.off), "work": len(notice.work)},
            )
            count += 1
    return count
