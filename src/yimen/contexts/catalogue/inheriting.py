"""What an item takes from its base item (四级四同): name, type and basis, the same at every level, by the day."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yimen import swift
from yimen.kernel.codes import CodeError, parse_item

from .changes import Change
from .content import Basis
from .fields import LABELS, Fault
from .models import BaseRow

INHERITED = ("name", "type", "basis")


@dataclass(frozen=True, slots=True)
class Base:
    """One version of a base item: what every item of its code says alike; ``valid_to`` is the last day in force.

    ``demo``: which of it no source gives (``code`` ``name`` ``type`` ``basis``).
    """

    id: UUID
    code: str
    number: int
    name: str
    type: str
    basis: tuple[Basis, ...]
    valid_from: date
    valid_to: date | None
    change: Change
    demo: frozenset[str] = frozenset()

    @property
    def said(self) -> dict[str, Any]:
        """Returns what items take from it, as plain data."""
        rows = [{"law": one.law, "article": one.article, "text": one.text} for one in self.basis]
        return {"name": self.name, "type": self.type, "basis": rows}


def as_base(row: BaseRow) -> Base:
    """Returns a row as a base item."""
    content = json.loads(row.content)
    basis = tuple(Basis(**one) for one in content["basis"])
    plain = {name: getattr(row, name) for name in ("id", "code", "number", "name", "type", "valid_from", "valid_to")}
    return Base(**plain, basis=basis, change=Change(**row.change), demo=frozenset(content.get("demo", ())))


def bases_of(codes: Iterable[str]) -> dict[str, tuple[Base, ...]]:
    """Returns the versions of the base items of some codes, the oldest first; what nobody has defined is left out."""
    found: dict[str, list[Base]] = {}
    wanted = sorted(set(codes))
    rest = f"WHERE code IN {swift.marks(len(wanted))} ORDER BY code, number"
    for row in swift.rows(BaseRow, rest, *wanted) if wanted else ():
        found.setdefault(row.code, []).append(as_base(row))
    return {code: tuple(rows) for code, rows in found.items()}


def at(bases: Sequence[Base], day: date) -> Base | None:
    """Returns the version in force on a day: the last that has begun and not ended; None where there is none."""
    begun = [one for one in bases if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
    return begun[-1] if begun else None


def base_code_of(item: Mapping[str, Any]) -> str:
    """Returns the base code within an item's own code, "" where it has none yet."""
    try:
        return parse_item(str(item.get("code", ""))).base.value
    except CodeError:
        return ""


def own(item: Mapping[str, Any], base: Base | None) -> dict[str, Any]:
    """Returns what an item says besides its base item; raises Fault where it states another name, type or basis."""
    if base is None:
        return dict(item)
    for field in INHERITED:
        fault = overriding(item, base, field)
        if fault:
            raise fault
    return {name: value for name, value in item.items() if name not in INHERITED}


def overriding(item: Mapping[str, Any], base: Base, field: str) -> Fault | None:
    """Returns what is wrong where an item states another name, type or basis than its base item."""
    if item.get(field) in (None, "", [], base.said[field]):
        return None
    said = base.name if field == "name" else base.type if field == "type" else f"{len(base.basis)} 条依据"
    words = f"由基本目录事项“{base.name}”（{base.code}，第 {base.number} 版）统一规定为“{said}”，各级不能另写。"
    return Fault(LABELS[field], f"{words}请删去这一项，或提请上级修改基本目录。")


def whole(item: Mapping[str, Any], bases: Sequence[Base], day: date, since: date | None = None) -> dict[str, Any]:
    """Returns an item with what it takes from its base item on a day; ``since``: as in ``governing``.

    What was written before there was one says its own name until then; what was written under one and does not say it
    takes the nearest.
    """
    base = governing(item, bases, day, since)
    return {**item, **base.said} if base else dict(item)


def governing(item: Mapping[str, Any], bases: Sequence[Base], day: date, since: date | None = None) -> Base | None:
    """Returns the base item by which an item is named on a day: the one in force, else the last where it says no name.

    ``since``: the first day of a published version. One that a base item has named since then keeps that name when the
    base item ends, though it said its own before (``end_base``). One rule for what is examined and what is published:
    items of a base item that has ended go on and can be changed.
    """
    base = at(bases, day)
    if base is not None or not bases:
        return base
    begun = [one for one in bases if one.valid_from <= day]
    if not item.get("name"):
        return begun[-1] if begun else bases[0]
    named = [one for one in begun if since and one.valid_to and max(one.valid_from, since) <= one.valid_to]
    return named[-1] if named else None


def stretches(bases: Sequence[Base], first: date, last: date | None) -> Iterator[tuple[date, date | None, Base | None]]:
    """Yields the times within which an item says the same: first day, last day, and the base that begins it."""
    cuts = [
        (one.valid_from, one) for one in bases if first < one.valid_from and (last is None or one.valid_from <= last)
    ]
    starts: list[tuple[date, Base | None]] = [(first, None), *cuts]
    for number, (start, base) in enumerate(starts):
        following = starts[number + 1][0] - timedelta(days=1) if number + 1 < len(starts) else last
        if following is None or following >= start:
            yield start, following, base
