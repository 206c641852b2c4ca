"""What an item gathers beside its own words: samples and blank forms of its materials, named by their digests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .fields import LABELS, Fault, Fields

SAMPLE_KINDS = ("样表", "空白表格")
MOST_SAMPLES = 60  # files of one item
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
