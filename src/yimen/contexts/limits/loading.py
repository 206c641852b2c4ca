"""Loads the files of limits: all or nothing, errors by file and row; the same files again change nothing."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import said

from .changing import limits_in_turn
from .models import BoundRow, LimitRow, ThresholdRow
from .rows import Fault, Row, as_json, check_bound, check_law, check_light, check_limit

LOADING = UUID(int=1)  # the subject of loads: the installation itself
_LAWS, _LIGHTS = "laws.toml", "lights.toml"
_NOTHING = "没有载入任何期限，请改正后重新载入。"
_REASON = "载入法定期限数据"
_DAY = timedelta(1)
_LARGEST = 4 * 1024 * 1024  # bytes of one file


class LimitsLoadError(ValueError):
    """Says which file and row is wrong, and why; nothing was loaded."""


@dataclass(frozen=True, slots=True)
class _Line:
    place: str  # file and row, for errors
    data: Row


@dataclass(frozen=True, slots=True)
class _Files:
    limits: list[_Line]
    bounds: list[_Line]
    lights: list[_Line]


def load_limits(*, act: Act, folder: Path) -> int:
    """Loads every limit, bound and threshold of a folder of TOML files and returns how many rows are new or changed.

    A row already there with the same content stays; one of the same day with another content takes its place. What
    was published besides stays. Raises LimitsLoadError.
    """
    files = _read(folder)
    with limits_in_turn():
        counts = {
            "limits": sum(_store(act, LimitRow, lines) for lines in _by("id", files.limits)),
            "bounds": sum(_store(act, BoundRow, lines) for lines in _by("id", files.bounds)),
            "lights": sum(_store_lights(act, lines) for lines in _by("kind", files.lights)),
        }
        if any(counts.values()):
            record(act=act, verb="limits.load", subject=LOADING, region="", facts=counts)
    return sum(counts.values())


def _read(folder: Path) -> _Files:
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not {_LAWS, _LIGHTS} <= {path.name for path in paths}:
        raise LimitsLoadError(f"{folder} 里没有 {_LAWS} 和 {_LIGHTS}。请指定存放期限数据的目录。{_NOTHING}")
    laws = list(_lines(folder / _LAWS, {"law": check_law}))
    found = _Files([], [], list(_lines(folder / _LIGHTS, {"light": check_light})))
    for path in paths:
        if path.name not in (_LAWS, _LIGHTS):
            for line in _lines(path, {"limit": check_limit, "bound": check_bound}):
                _cite(line, laws)
                line.data["domain"] = path.stem
                (found.limits if "of" not in line.data else found.bounds).append(line)
    return found


def _lines(path: Path, kinds: Mapping[str, Callable[[Mapping[str, Any]], None]]) -> Iterator[_Line]:
    """Gives the rows of a file, each checked; its place names the file, the kind's number and the row's own id."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
        if len(text) > _LARGEST:
            raise LimitsLoadError(f"{path.name} 超过 {_LARGEST} 字节，没有读入。请核对路径。{_NOTHING}")
        tables = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LimitsLoadError(f"{path.name} 不是有效的 TOML 文件：{error}。{_NOTHING}") from error
    for kind, rows in tables.items():
        if kind not in kinds or not isinstance(rows, list):
            raise LimitsLoadError(f"{path.name}：只能有 [[{']]、[['.join(kinds)}]]，没有“{kind}”。{_NOTHING}")
        for number, data in enumerate(rows, 1):
            name = next((data[key] for key in ("id", "kind", "short") if key in data), "")
            place = f"{path.name} 第 {number} 个 [[{kind}]]（{name}）"
            try:
                kinds[kind](data)
            except Fault as fault:
                raise LimitsLoadError(f"{place}：{fault}{_NOTHING}") from fault
            yield _Line(place, dict(data))


def _cite(line: _Line, laws: Iterable[_Line]) -> None:
    """Notes in a row the full name of its law, as it stood on the row's first day."""
    for law in (law.data for law in laws):
        if law["short"] == line.data["law"] and law["from"] <= line.data["from"] <= law.get("until", date.max):
            line.data["source"] = [law["full"], law["number"], law["name_en"], law.get("days_off", "")]
            return
    words = f"{_LAWS} 里没有{said(line.data['from'])}施行的“{line.data['law']}”。请补上这部法，或改正日期。"
    raise LimitsLoadError(f"{line.place}：{words}{_NOTHING}")


def _by(key: str, lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Gives the versions of each code, oldest first; raises LimitsLoadError where two are in force on one day."""
    found: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        found[line.data[key]].append(line)
    for versions in found.values():
        versions.sort(key=lambda line: line.data["from"])
        for one, other in pairwise(versions):
            if other.data["from"] <= one.data.get("until", one.data["from"]):
                words = f"从{said(other.data['from'])}起，而 {one.place} 那天还有效，同一天只能有一版。请核对日期。"
                raise LimitsLoadError(f"{other.place}：{words}{_NOTHING}")
        yield versions


def _store(act: Act, model: type[LimitRow] | type[BoundRow], lines: list[_Line]) -> int:
    """Stores the country's versions of one code and returns how many are new or changed."""
    code, changed = lines[0].data["id"], 0
    there = {row.valid_from: row for row in model.objects.filter(code=code, region="")}
    for line in lines:
        data, known = line.data, there.get(line.data["from"])
        if known and known.data == as_json(data):
            continue
        if known:
            known.delete()
        row = model(
            code=code,
            valid_from=data["from"],
            valid_to=data.get("until"),
            data=as_json(data),
            law=data["law"],
            article=data["article"],
            confidence=data["confidence"],
            setting=data.get("setting", False),
            demo=data.get("demo", False),
            reason=_REASON,
            document="",
            published_at=act.now,
        )
        row.save(force_insert=True)
        changed += 1
    if changed:
        _close(model.objects.filter(code=code, region="").order_by("valid_from"))
    return changed


def _store_lights(act: Act, lines: list[_Line]) -> int:
    kind, changed = lines[0].data["kind"], 0
    there = {row.valid_from: row for row in ThresholdRow.objects.filter(kind=kind, region="")}
    for data in (line.data for line in lines):
        demo, reason = data.get("demo", False), data.get("note", _REASON)
        said = (data["name"], data["percent"], data["least"], demo, reason)
        known = there.get(data["from"])
        if known and (known.name, known.percent, known.least, known.demo, known.reason) == said:
            continue
        if known:
            known.delete()
        name, percent, least, *_ = said
        row = ThresholdRow(kind=kind, name=name, percent=percent, least=least, demo=demo, reason=reason)
        row.valid_from, row.published_at = data["from"], act.now
        row.save(force_insert=True)
        changed += 1
    if changed:
        _close(ThresholdRow.objects.filter(kind=kind, region="").order_by("valid_from"))
    return changed


def _close(rows: Iterable[LimitRow | BoundRow | ThresholdRow]) -> None:
    """Ends every version at the latest on the day before the next."""
    versions = list(rows)
    for one, other in pairwise(versions):
        last = other.valid_from - _DAY
        if one.valid_to is None or one.valid_to > last:
            one.valid_to = last
            one.save(update_fields=["valid_to"])
