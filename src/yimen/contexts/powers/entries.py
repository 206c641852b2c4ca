"""Reads the registers: entries as they stand on a day, their history, and the log of adjustments. All are public."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yimen.contexts.catalogue.api import Change, movements
from yimen.contexts.identity.api import Unit, units_by_code
from yimen.kernel.codes import POWER_TYPES, parse_region, region_prefix

from .errors import NoSuchPower
from .kinds import LEVELS
from .models import EntryRow, ProposalRow

_SAME = (
    "id", "kind", "code", "number", "region", "name", "content", "valid_from", "valid_to", "demo", "post",
    "published_at",
)  # fmt: skip
_MOST = 500  # lines of a log
COMING, STANDING, ENDED = "未施行", "现行", "已停用"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version of an entry. ``valid_to`` is its last day; ``ending`` says why it was ended, if it was."""

    id: UUID
    kind: str
    code: str
    number: int
    unit: Unit
    region: str
    name: str
    content: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    change: Change
    ending: Change | None
    demo: bool
    post: str
    published_at: datetime

    def standing(self, on: date) -> str:
        """Returns how the version stands on a day, in words."""
        if on < self.valid_from:
            return COMING
        return STANDING if self.valid_to is None or on <= self.valid_to else ENDED


def entries(
    *, kind: str, on: date, region: str = "", unit: str = "", text: str = "", codes: Collection[str] | None = None
) -> tuple[Entry, ...]:
    """Returns the entries of a register in force on a day in a region and all that lies in it, by unit and name.

    ``codes``: those of these codes only.
    """
    rows = _standing(on).filter(kind=kind, name__contains=text)
    rows = rows if codes is None else rows.filter(code__in=codes)
    rows = rows.filter(region__startswith=region_prefix(region)) if region else rows
    rows = rows.filter(unit_id=unit) if unit else rows
    return _entries(rows.order_by("unit_id", "name", "code"))


def entry(*, kind: str, code: str, on: date) -> Entry:
    """Returns an entry as it stands on a day; raises NoSuchPower."""
    row = _standing(on).filter(kind=kind, code=code).first() if code.isprintable() else None
    if row is None:
        raise NoSuchPower("没有找到这一项，或者它现在没有施行。请从列表进入。")
    return _entries([row])[0]


def entry_history(*, kind: str, code: str) -> tuple[Entry, ...]:
    """Returns the versions of an entry, newest first; raises NoSuchPower where there is none."""
    rows = EntryRow.objects.filter(kind=kind, code=code).order_by("-number") if code.isprintable() else ()
    found = _entries(rows)
    if not found:
        raise NoSuchPower("没有找到这一项。请从列表进入。")
    return found


def entry_version(*, id: UUID) -> Entry:  # noqa: A002 - the plain word
    """Returns one version of an entry by its id, in force or not; raises NoSuchPower."""
    row = EntryRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchPower("没有找到这一版。请从列表进入。")
    return _entries([row])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One line of the log: what changed in which list, from which day, and why. ``what``: 新增, 变更, … 取消.

    ``on``: the first day on which it holds; of what ended, the day after its last. ``entry``: what was entered by hand;
    None for what the catalogue's versions tell. ``name``: "" where the entry is a power that the catalogue names.
    """

    on: date
    kind: str
    code: str
    name: str
    unit: Unit
    what: str
    reason: str
    document: str
    entry: Entry | None = None
    review: str = ""  # the number of the matter in which it was reviewed


def adjustments(
    *, region: str, unit: str = "", kinds: Collection[str] = ("power", "negative")
) -> tuple[Adjustment, ...]:
    """Returns the log of the lists of a place (动态调整), newest first: each version and each end.

    The power list holds the catalogue's items too: what came and ended there is told live, beside what was entered;
    that an item stands in the register as well is no change of the list.
    """
    rows = EntryRow.objects.filter(region__startswith=region_prefix(region), kind__in=list(kinds))
    rows = rows.filter(unit_id=unit) if unit else rows
    moved = movements(region=region, unit=unit, types=POWER_TYPES) if "power" in kinds else ()
    told = {each.code for each in moved}
    found: list[Adjustment] = []
    entered = _entries(rows.order_by("-published_at", "-id")[:_MOST])
    reviews = _reviews(entered)
    for one in entered:
        if one.number > 1 or not one.content.get("item") or one.code not in told:  # the catalogue tells that it came
            found.append(_adjusted(one, one.valid_from, one.change, reviews.get((one.id, False), "")))
        if one.ending is not None and one.valid_to is not None:
            found.append(_adjusted(one, one.valid_to + timedelta(days=1), one.ending, reviews.get((one.id, True), "")))
    found += [
        Adjustment(on=each.on, kind="power", code=each.code, name=each.name, unit=each.unit, what=each.change.kind,
                   reason=each.change.reason, document=each.change.document)
        for each in moved
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda line: line.on, reverse=True)[:_MOST])


def _adjusted(one: Entry, on: date, why: Change, review: str) -> Adjustment:
    return Adjustment(on=on, kind=one.kind, code=one.code, name=one.name, unit=one.unit, what=why.kind,
                      reason=why.reason, document=why.document, entry=one, review=review)  # fmt: skip


def _reviews(found: Iterable[Entry]) -> dict[tuple[UUID, bool], str]:
    """Returns the numbers of the reviews by which versions came, and by which they ended (True)."""
    rows = ProposalRow.objects.filter(became__in=[one.id for one in found]).order_by("matter_id")
    named = rows.values_list("became", "what", "matter__number")
    return {(became, what == "end"): number for became, what, number in named}


def in_force_entry(id: UUID, on: date) -> EntryRow | None:  # noqa: A002 - the plain word
    """Returns a version if it is in force on a day."""
    return _standing(on).filter(id=id).first()


def approval_level(region: str, on: date) -> int:
    """Returns at which level of government the baselines of a place are approved; 0 where nobody has set one."""
    places = list[str]()
    place = parse_region(region)
    while place is not None:
        places.append(place.value)
        place = place.parent  # type: ignore[assignment]
    rows = _standing(on).filter(kind="approval", region__in=places)
    nearest = sorted(rows, key=lambda row: (places.index(row.region), -row.valid_from.toordinal()))
    names = {name: int(level) for level, name in LEVELS.items()}
    return names[nearest[0].content["level"]] if nearest else 0


def _standing(on: date) -> "QuerySet[EntryRow]":
    return EntryRow.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def _entries(rows: Iterable[EntryRow]) -> tuple[Entry, ...]:
    listed = list(rows)
    bodies = units_by_code(codes={row.unit_id for row in listed})
    return tuple(as_entry(row, bodies[row.unit_id]) for row in listed)


def as_entry(row: EntryRow, body: Unit) -> Entry:
    """Returns a row as an entry."""
    return Entry(
        unit=body,
        change=Change(**row.change),
        ending=Change(**row.ending) if row.ending else None,
        **{name: getattr(row, name) for name in _SAME},
    )
