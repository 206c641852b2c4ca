"""What an item gathers beside its own words: samples of its materials, documents, notices, channels to complain."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .fields import LABELS, Fault, Fields

SAMPLE_KINDS = ("样表", "空白表格")
MOST_SAMPLES = 60  # files of one item
MOST_ROWS = 50  # documents, notices or channels of one item
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{3,400}")
_POINT = re.compile(r"(\d{1,2}\.\d{1,7}),(\d{2,3}\.\d{1,7})")
_EXTENT = (3, 54, 73, 136)  # degrees: the country from south to north, from west to east
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = 80  # characters of a file's name, as documents keeps it


@dataclass(frozen=True, slots=True)
class Sample:
    """A file that shows how a material is made: the material's code, one of SAMPLE_KINDS, its name and SHA-256 (hex).

    What it holds is kept by the digest (samples.py): two versions that name the same digest give the same bytes.
    """

    material: str
    kind: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A law, a policy document or a notice: its title without 《》, number, day (ISO), web address; "" where open."""

    title: str
    number: str
    day: str
    url: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to report or complain (监督举报方式): what it is, and the number, place or address."""

    way: str
    contact: str


def read_references(key: str) -> Callable[[Fields, Mapping[str, Any]], tuple[Reference, ...]]:
    """Returns what reads the documents under a key; it raises Fault."""

    def read(fields: Fields, _: Mapping[str, Any]) -> tuple[Reference, ...]:
        found = tuple(Reference(**row) for row in fields.rows(key, ("title", "number", "day", "url")))
        _few(key, found)
        for one in found:
            _line(key, "名称", one.title, 200)
            _line(key, "文号", one.number, 60, needed=False)
            if one.day and not _is_day(one.day):
                raise Fault(LABELS[key], f"“{one.title[:20]}”的日期应写成 2026-02-25 的样子，并且是有的日子。请改正。")
            if one.url and not _ADDRESS.fullmatch(one.url):
                raise Fault(LABELS[key], f"“{one.title[:20]}”的网址应以 http:// 或 https:// 开头，不含空格。请改正。")
        return found

    return read


def read_point(fields: Fields, _: Mapping[str, Any]) -> str:
    """Returns where an item's window is: latitude and longitude in degrees (WGS-84), "" where open; raises Fault."""
    text = "".join(fields.text("point", "", 40).replace("，", ",").split())
    found = _POINT.fullmatch(text)
    south, north, west, east = _EXTENT
    if text and not (found and south <= float(found[1]) <= north and west <= float(found[2]) <= east):
        words = "应是国内的纬度和经度（WGS-84，度，小数），用逗号隔开，如 27.6460,113.4970。请改正。"
        raise Fault(LABELS["point"], words)
    return text


def read_channels(fields: Fields, _: Mapping[str, Any]) -> tuple[Channel, ...]:
    """Returns the ways to report or complain; raises Fault."""
    found = tuple(Channel(**row) for row in fields.rows("channels", ("way", "contact")))
    _few("channels", found)
    for one in found:
        _line("channels", "方式", one.way, 40)
        _line("channels", "号码或地址", one.contact, 200)
    return found


def _few(key: str, rows: tuple[object, ...]) -> None:
    if len(rows) > MOST_ROWS:
        raise Fault(LABELS[key], f"最多 {MOST_ROWS} 条，现在是 {len(rows)} 条。请删去多余的。")


def _line(key: str, name: str, text: str, most: int, *, needed: bool = True) -> None:
    if (needed and not text.strip()) or len(text) > most or not text.isprintable():
        raise Fault(LABELS[key], f"每条的“{name}”应写明，不超过 {most} 字，不含控制字符。请改正。")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def read_samples(fields: Fields, values: Mapping[str, Any]) -> tuple[Sample, ...]:
    """Returns the samples and blank forms that an item names; raises Fault."""
    rows = fields.rows("samples", ("material", "kind", "name", "sha256"))
    found = tuple(Sample(**row) for row in rows)
    label = LABELS["samples"]
    if len(found) > MOST_SAMPLES:
        raise Fault(label, f"最多 {MOST_SAMPLES} 份，现在是 {len(found)} 份。请删去多余的。")
    if len(set(found)) < len(found):
        raise Fault(label, "有重复的文件。请删去多余的。")
    for one in found:
        if one.kind not in SAMPLE_KINDS:
            raise Fault(label, f"没有“{one.kind[:20]}”这一种。请改为其中之一：{'、'.join(SAMPLE_KINDS)}。")
        if not _DIGEST.fullmatch(one.sha256):
            raise Fault(label, f"“{one.name[:20]}”的 SHA-256 应是 64 位小写十六进制。请改正，或在编辑页重新上传。")
        if not one.name.strip() or len(one.name) > _NAME or not one.name.isprintable():
            raise Fault(label, f"每份文件要有名称，不超过 {_NAME} 字，不含控制字符。请改正。")
    if "form" in values:
        codes = {material.code for material in values["form"].materials}
        lost = next((one for one in found if one.material not in codes), None)
        if lost:
            raise Fault(label, f"“{lost.name}”所属的材料“{lost.material[:20]}”不在申请材料里。请移除这份文件。")
    return found
