"""Reads the catalogue in one go, version by version, for those who take all of it: memory stays flat."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from yimen.kernel.codes import region_prefix

from .inheriting import bases_of, whole
from .models import VersionRow

_BATCH = 2_000
_ASKED = 500
_PLAIN = ("id", "code", "number", "region", "unit", "valid_from", "valid_to")  # of Published, as the columns are called


@dataclass(frozen=True, slots=True)
class Published:
    """A version as it is given away: ``content`` is the item as plain data (shape of ``read_content``), with what it
    takes from its base item.
    """

    id: UUID
    code: str
    number: int
    region: str
    unit: str
    valid_from: date
    valid_to: date | None
    content: Mapping[str, Any]


def published(*, on: date, region: str = "", unit: str = "") -> Iterator[Published]:
    """Yields the versions in force on a day, in the order of their codes; of a region with all in it, of a unit."""
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    if region:
        prefix = region_prefix(region)
        rows = rows.filter(region__gte=prefix.ljust(12, "0"), region__lte=prefix.ljust(12, "9"))
    if unit:
        rows = rows.filter(unit_id=unit)
    names = ("base_code", "content", *_PLAIN)
    ordered = rows.order_by("code", "number").values_list(*names).iterator(_BATCH)
    while some := list(islice(ordered, _BATCH)):
        bases = bases_of(base_code for base_code, *_ in some)
        for base_code, content, *plain in some:
            stated = dict(zip(_PLAIN, plain, strict=True))
            said = whole(json.loads(content), bases.get(base_code, ()), on, stated["valid_from"])
            yield Published(**stated, content=said)


def versions_in_force(*, codes: Collection[str], on: date) -> dict[str, UUID]:
    """Returns the id of the version in force on a day of each item; of one that is not in force, nothing."""
    found: dict[str, UUID] = {}
    wanted = sorted(code for code in codes if code.isascii() and code.isalnum())
    for first in range(0, len(wanted), _ASKED):
        rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
        found |= dict(rows.filter(code__in=wanted[first : first + _ASKED]).values_list("code", "id"))
    return found
