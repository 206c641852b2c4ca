"""How far a place's departments have come: what runs here, what stands in the hall, what has grown old (应上尽上)."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from yimen.contexts.identity.api import Unit, units_by_code
from yimen.kernel.codes import region_prefix

from .checks import OWN_MOTION
from .content import ONLINE
from .inheriting import bases_of
from .models import VersionRow

SERVICE = "公共服务"
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Stale:
    """An item that should be looked at again, and why."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one department has come with the items that people apply for.

    ``approvals`` and ``services``: how many items; ``running``: whose procedure is in force here, ``waiting``: the
    names of the others. ``online``: that can be applied for online. ``in_centre``: that stand in the hall: it says so,
    or its window is one of a service centre. ``authorised``: that state what the window may decide. ``sections``:
    the sections that handle items, with how many, the most first; items that name none are in none.
    """

    unit: Unit
    approvals: int
    services: int
    running: int
    waiting: tuple[str, ...]
    online: int
    in_centre: int
    authorised: int
    sections: tuple[tuple[str, int], ...]
    stale: tuple[Stale, ...]

    @property
    def items(self) -> int:
        """Returns how many items there are."""
        return self.approvals + self.services

    @property
    def sectioned(self) -> int:
        """Returns how many items name the section that handles them."""
        return sum(count for _, count in self.sections)

    def gathered(self, section: str = "") -> int:
        """Returns how many items a section handles; without one, the section that handles most."""
        return dict(self.sections).get(section, 0) if section else max(dict(self.sections).values(), default=0)


def coverage(
    *, on: date, region: str, procedures: Collection[str], limits: Collection[str], oldest: date
) -> tuple[Coverage, ...]:
    """Returns how far each department of a region has come, the most items first.

    ``procedures`` and ``limits``: the keys of those in force on the day. A version from before ``oldest``, one that
    names a limit no longer in force, and one whose base item has ended are stale.
    """
    prefix = region_prefix(region)
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    rows = rows.filter(region__gte=prefix.ljust(12, "0"), region__lte=prefix.ljust(12, "9"))
    rows = rows.exclude(type__in=OWN_MOTION).select_related("centre").order_by("unit_id", "code")
    ended = _ended(rows.values_list("base_code", flat=True).distinct(), on)
    found: dict[str, _Count] = {}
    for row in rows.iterator(_BATCH):
        content = json.loads(row.content)
        found.setdefault(row.unit_id, _Count()).add(row, content, procedures)
        why = _stale(row, content, limits, ended, oldest)
        if why:
            found[row.unit_id].stale.append(Stale(row.code, row.name, why))
    units = units_by_code(codes=found)
    listed = [count.closed(units[code]) for code, count in found.items()]
    return tuple(sorted(listed, key=lambda one: (-one.items, one.unit.code)))


def _ended(codes: Collection[str], on: date) -> frozenset[str]:
    """Returns the codes of base items that were and are no more."""
    known = bases_of(codes)
    return frozenset(
        code for code, bases in known.items() if bases[-1].valid_to is not None and bases[-1].valid_to < on
    )


def _stale(
    row: VersionRow, content: Mapping[str, Any], limits: Collection[str], ended: Collection[str], oldest: date
) -> str:
    rule = content.get("statutory", {}).get("rule", "")
    reasons = [
        f"这一版自 {row.valid_from} 起未更新" if row.valid_from < oldest else "",
        f"所依据的法定期限“{rule}”已不在有效期" if rule and rule not in limits else "",
        "对应的基本目录事项已取消" if row.base_code in ended else "",
    ]
    return "；".join(filter(None, reasons))


class _Count:
    """Counts the items of a department."""

    def __init__(self) -> None:
        self.approvals = self.services = self.running = self.online = self.in_centre = self.authorised = 0
        self.sections: Counter[str] = Counter()
        self.waiting: list[str] = []
        self.stale: list[Stale] = []

    def add(self, row: VersionRow, content: Mapping[str, Any], procedures: Collection[str]) -> None:
        service = row.type == SERVICE
        self.services += service
        self.approvals += not service
        runs = content.get("procedure_key") in procedures
        self.running += runs
        if not runs:
            self.waiting.append(row.name)
        self.online += content.get("online", ONLINE[0]) != ONLINE[0]
        self.in_centre += bool(content.get("in_centre")) or row.centre.kind == "centre"
        self.authorised += bool(content.get("window_authority"))
        if content.get("section"):
            self.sections[content["section"]] += 1

    def closed(self, unit: Unit) -> Coverage:
        return Coverage(
            unit=unit,
            approvals=self.approvals,
            services=self.services,
            running=self.running,
            waiting=tuple(self.waiting),
            online=self.online,
            in_centre=self.in_centre,
            authorised=self.authorised,
            sections=tuple(self.sections.most_common()),
            stale=tuple(self.stale),
        )
