"""Keeps, beside each version, a digest of what it says in every respect in which levels and areas are compared."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from yimen.kernel.codes import parse_region

from .content import Content
from .guides import content_of
from .inheriting import INHERITED, Base, bases_of
from .models import DigestRow, VersionRow

_BATCH = 500
RESPECTS: Mapping[str, str] = {
    "name": "名称",
    "type": "类型",
    "basis": "依据",
    "conditions": "条件",
    "materials": "材料",
    "process": "流程",
    "limit": "时限",
    "fee": "收费",
    "variants": "业务办理项",
}


def enter(versions: Sequence[VersionRow], bases: Mapping[str, Sequence[Base]]) -> None:
    """Notes what published versions say, anew where it was noted before; ``bases``: their base items by code."""
    DigestRow.objects.filter(version__in=[row.id for row in versions]).delete()
    DigestRow.objects.bulk_create(row_of(row, bases.get(row.base_code, ())) for row in versions)


def close(version: VersionRow, last_day: date) -> None:
    """Notes the last day of a version."""
    DigestRow.objects.filter(version=version).update(valid_to=last_day)


def row_of(version: VersionRow, bases: Sequence[Base]) -> DigestRow:
    """Returns what a version says as a row, not yet stored."""
    said = compared(content_of(version, bases, version.valid_from), inherited=bool(bases))
    return DigestRow(
        version=version,
        base_code=version.base_code,
        level=parse_region(version.region).level,
        code=version.code,
        region=version.region,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        **said,
    )


def compared(content: Content, *, inherited: bool) -> dict[str, int]:
    """Returns the digest of what an item says in each respect.

    What a base item gives is no one's own: 0, where ``inherited``. So is what is not divided into handling items, as
    rows say that are older than their comparison.
    """
    said = {respect: _digest(each) for respect, each in said_of(content).items()}
    said |= dict.fromkeys(INHERITED, 0) if inherited else {}
    return said | ({} if content.variants else {"variants": 0})


def digested() -> bool:
    """Tells whether every published version has its row."""
    return not _unnoted().exists()


def digest() -> int:
    """Notes what versions say that have no row yet, and returns how many there were; memory does not grow with them."""
    count = 0
    with transaction.atomic():
        missing = _unnoted().order_by("id").iterator(_BATCH)
        while rows := list(islice(missing, _BATCH)):
            bases = bases_of(row.base_code for row in rows)
            DigestRow.objects.bulk_create(row_of(row, bases.get(row.base_code, ())) for row in rows)
            count += len(rows)
    return count


def _unnoted() -> "QuerySet[VersionRow]":
    return VersionRow.objects.filter(~Exists(DigestRow.objects.filter(version=OuterRef("pk"))))


def said_of(content: Content) -> dict[str, Any]:
    """Returns what an item says in each respect, as plain data that are compared.

    Materials are compared by what an applicant must bring; what follows the form's questions is part of it.
    """
    law = content.statutory
    return {
        "name": content.name,
        "type": content.type,
        "basis": [[one.law, one.article, one.text] for one in content.basis],
        "conditions": list(content.conditions),
        "materials": [
            [one.name, one.required, one.originals, one.copies, one.tolerable, one.source, str(one.when or "")]
            for one in content.form.materials
        ],
        "process": [content.procedure_key, content.handling],
        "limit": [content.promised, law.length, law.unit.value],
        "fee": [[fee.name, fee.standard, fee.basis] for fee in content.fees],
        "variants": [[one.number, one.name] for one in content.variants],
    }


def _digest(said: Any) -> int:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
