"""Reads items as guides (办事指南): as they stand on a day, as one version, and their history. All are public."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from uuid import UUID

from yimen.contexts.identity.api import Unit, unit

from .content import LABELS, Content, Stated, read_content
from .models import VersionRow

IN_USE, REPLACED, CANCELLED = "在用", "已更新", "已取消"


class NoSuchItem(LookupError):
    """The item is unknown, or was not in force on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Stated):
    """An item as people read it. ``id`` is the version's; ``demo`` names the fields whose value no source gives;

    ``valid_to`` is the last day in force.
    """

    id: UUID
    base_code: str
    version: int
    unit: Unit
    valid_from: date
    valid_to: date | None
    status: str  # 在用 | 已更新 | 已取消


@dataclass(frozen=True, slots=True)
class Change:
    """Why a version came about or an item ended: kind, reason, and the document that says so."""

    kind: str
    reason: str
    document: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One version in an item's history, with what brought it about and the Chinese names of the fields it changed."""

    guide: Guide
    change: Change
    ending: Change | None
    differences: tuple[str, ...]


def guide(*, code: str, on: date) -> Guide:
    """Returns an item as it stands on a day; raises NoSuchItem, whose sentence tells a cancelled item apart."""
    rows = _versions(code)
    current = [row for row in rows if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)]
    if current:
        return guides(current[-1:], on=on)[0]
    begun = [row for row in rows if row.valid_from <= on]
    if not begun:
        raise NoSuchItem(f"事项“{rows[0].name}”自 {rows[0].valid_from} 起才可办理。请在该日之后申请。")
    last = begun[-1]
    why = Change(**last.ending) if last.ending else Change("停止", "", "")
    ground = f"（{why.document}）" if why.document else ""
    raise NoSuchItem(f"事项“{last.name}”办理至 {last.valid_to}，已{why.kind}{ground}，不再受理。请咨询原办理窗口。")


def guide_version(*, id: UUID) -> Guide:  # noqa: A002 - the consumers' word
    """Returns one version by its id, in force or not; raises NoSuchItem.

    What it says never changes and is kept in memory; whether it is still in force is asked of ``guide`` or ``history``.
    """
    return guides([_kept(id)])[0]


@lru_cache(maxsize=2048)
def _kept(id: UUID) -> VersionRow:  # noqa: A002 - the plain word
    row = VersionRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchItem(f"没有编号为 {id} 的事项版本。请核对编号。")
    return row


def history(*, code: str) -> tuple[Edition, ...]:
    """Returns every version of an item, newest first, each with what differs from the one before; raises NoSuchItem."""
    rows = _versions(code)
    editions = []
    before: VersionRow | None = None
    for row, found in zip(rows, guides(rows), strict=True):
        editions.append(
            Edition(
                guide=found,
                change=Change(**row.change),
                ending=Change(**row.ending) if row.ending else None,
                differences=_differences(before, row),
            )
        )
        before = row
    return tuple(reversed(editions))


def _versions(code: str) -> list[VersionRow]:
    """Returns the versions of an item, oldest first; raises NoSuchItem where there is none, whatever the text is."""
    rows = list(VersionRow.objects.filter(code=code).order_by("number")) if code.isprintable() else []
    if not rows:
        raise NoSuchItem(f"没有找到编码为“{code[:40]}”的事项。请核对编码，或在办事页面按名称查找。")
    return rows


def _differences(before: VersionRow | None, after: VersionRow) -> tuple[str, ...]:
    if before is None:
        return ()
    old, new = _content(before), _content(after)
    names = [field.name for field in fields(Content) if getattr(old, field.name) != getattr(new, field.name)]
    if "form" in names and old.form.materials != new.form.materials:
        names.append("materials")
        if old.form.sections == new.form.sections:
            names.remove("form")
    return tuple(LABELS[name] for name in names)


def missing(found: Guide) -> tuple[str, ...]:
    """Returns the Chinese names of what a full guide also publishes and this one leaves open (nothing: complete).

    The nine elements: body, basis, conditions, procedure, time limit, result, fee basis, fee standard, supervision.
    Those that publishing demands cannot be missing; the supervision phone, place and hours can.
    """
    stated = {
        "监督电话": found.unit.supervision_phone,
        "咨询电话": found.unit.phone,
        "办理地点": found.address,
        "办理时间": found.hours,
    }
    fees = ["收费依据" for fee in found.fees if not fee.basis.strip()]
    return tuple([name for name, value in stated.items() if not value] + fees[:1])


def guides(rows: Iterable[VersionRow], on: date | None = None) -> tuple[Guide, ...]:
    """Returns rows as guides, each unit read once; with ``on`` given the rows are those in force on that day."""
    units: dict[str, Unit] = {}
    found = []
    for row in rows:
        if row.unit_id not in units:
            units[row.unit_id] = unit(code=row.unit_id)
        found.append(_guide(row, units[row.unit_id], IN_USE if on else _status(row)))
    return tuple(found)


def _status(row: VersionRow) -> str:
    if row.valid_to is None:
        return IN_USE
    return CANCELLED if row.ending else REPLACED


def _guide(row: VersionRow, body: Unit, status: str) -> Guide:
    content = _content(row)
    stated = {field.name: getattr(content, field.name) for field in fields(Content)}
    return Guide(
        **{
            **stated,
            "id": row.id,
            "base_code": row.base_code,
            "version": row.number,
            "unit": body,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "status": status,
        }
    )


def _content(row: VersionRow) -> Content:
    return _read(row.content)


@lru_cache(maxsize=1024)
def _read(text: str) -> Content:  # parsing a form costs more than fetching its row
    return read_content(json.loads(text))
