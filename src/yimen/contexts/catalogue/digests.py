"""Keeps, beside each version, a digest of what it says in every respect in which levels and areas are compared."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

from yimen.kernel.codes import parse_region

from .content import Content, read_content
from .models import DigestRow, VersionRow

RESPECTS: Mapping[str, str] = {
    "name": "名称",
    "conditions": "条件",
    "materials": "材料",
    "process": "流程",
    "limit": "时限",
    "fee": "收费",
}
_BATCH = 500


def enter(version: VersionRow, content: Content) -> None:
    """Notes what a published version says."""
    row_of(version, content).save(force_insert=True)


def close(version: VersionRow, last_day: date) -> None:
    """Notes the last day of a version."""
    DigestRow.objects.filter(version=version).update(valid_to=last_day)


def rebuild(*, progress: Callable[[int], None] = lambda _: None) -> int:
    """Notes anew what every published version says and returns how many there are: after an upgrade."""
    DigestRow.objects.all().delete()
    count, rows = 0, list[DigestRow]()
    for version in VersionRow.objects.order_by("code", "number").iterator(_BATCH):
        rows.append(row_of(version, read_content(json.loads(version.content))))
        if len(rows) == _BATCH:
            count += _entered(rows, progress)
            rows = []
    return count + _entered(rows, progress)


def _entered(rows: Iterable[DigestRow], progress: Callable[[int], None]) -> int:
    number = len(DigestRow.objects.bulk_create(rows))
    progress(number)
    return number


def row_of(version: VersionRow, content: Content) -> DigestRow:
    """Returns what a version says as a row, not yet stored."""
    said = said_of(content)
    return DigestRow(
        version=version,
        base_code=version.base_code,
        level=parse_region(version.region).level,
        code=version.code,
        region=version.region,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        **{respect: _digest(said[respect]) for respect in RESPECTS},
    )


def said_of(content: Content) -> dict[str, Any]:
    """Returns what an item says in each respect, as plain data that are compared.

    Materials are compared by what an applicant must bring; what follows the form's questions is part of it.
    """
    law = content.statutory
    return {
        "name": content.name,
        "conditions": list(content.conditions),
        "materials": [
            [one.name, one.required, one.originals, one.copies, one.tolerable, one.source, str(one.when or "")]
            for one in content.form.materials
        ],
        "process": [content.procedure_key, content.handling],
        "limit": [content.promised, law.length, law.unit.value],
        "fee": [[fee.name, fee.standard, fee.basis] for fee in content.fees],
    }


def _digest(said: Any) -> int:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
