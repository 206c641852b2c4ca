"""Reads items as guides (办事指南): as they stand on a day, as one version, and their history. All are public."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from yimen import swift
from yimen.contexts.identity.api import Unit, unit, units_by_code

from .changes import Change, change_of
from .content import Content, Stated, read_content
from .fields import LABELS
from .inheriting import Base, bases_of, governing, stretches, whole
from .models import VersionRow
from .variants import Variant

IN_USE, REPLACED, COMING = "在用", "已更新", "将施行"


class NoSuchItem(LookupError):
    """The item is unknown, or was not in force on the day; ``code``: of one that has ended."""

    def __init__(self, words: str, code: str = "") -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Stated):
    """An item as people read it. ``id`` is the version's; ``demo`` names the fields whose value no source gives;

    ``valid_to`` is the last day in force. ``base``: the version of the base item whose name, type and basis it says.
    ``handled``: the handling item that it is read for (``handled``), None for the item as a whole.
    """

    id: UUID
    base_code: str
    version: int
    unit: Unit
    valid_from: date
    valid_to: date | None
    status: str  # 在用 | 已更新 | 将施行 | 已取消 | 已合并 | 已下放
    base: UUID | None = None
    handled: Variant | None = None

    @property
    def handling_code(self) -> str:
        """Returns the code of the handling item that it is read for (33 characters), "" for the item as a whole."""
        return f"{self.code}{self.handled.number}" if self.handled else ""


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
    begun = [(row, row.valid_to) for row in rows if row.valid_from <= on and row.valid_to]
    if not begun:
        first = rows[0].valid_from
        when = f"{first.year}年{first.month}月{first.day}日"
        raise NoSuchItem(f"事项“{rows[0].name}”自{when}起才可办理。请在该日之后申请。")
    last, until = begun[-1]
    why = change_of(last.ending) if last.ending else Change("停止", "", "")
    ground = f"（{why.document}）" if why.document else ""
    since = until + timedelta(days=1)
    words = f"事项“{last.name}”自 {since} 起{why.kind}{ground}，最后有效日为 {until}，不再受理。"
    words += "去向见它的办事指南页。"
    raise NoSuchItem(words, last.code)


def guide_version(*, id: UUID, on: date | None = None) -> Guide:  # noqa: A002 - the consumers' word
    """Returns one version by its id, in force or not; raises NoSuchItem.

    What it says never changes and is kept in memory; whether it is still in force is asked of ``guide`` or ``history``.
    ``on``: the day whose base item it says; without it, that of the version's first day.
    """
    row = _kept(id)
    return _guides([(row, on or row.valid_from, _status(row))])[0]


@lru_cache(maxsize=2048)
def _kept(id: UUID) -> VersionRow:  # noqa: A002 - the plain word
    row = VersionRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchItem(f"没有编号为 {id} 的事项版本。请核对编号。")
    return row


def handled(*, guide: Guide, number: str) -> Guide:
    """Returns an item as it holds for one of its handling items (01 to 99): its promise, materials, samples and fees.

    The item itself for "". Raises NoSuchItem where it has none of that number.
    """
    if not number:
        return guide
    found = next((one for one in guide.variants if one.number == number), None)
    if found is None:
        raise NoSuchItem(f"事项“{guide.name}”没有编号为“{number[:10]}”的业务办理项。请从办事指南里选择。")
    asked = [one for one in guide.form.materials if not found.materials or one.code in found.materials]
    codes = {one.code for one in asked}
    return replace(
        guide,
        promised=found.promised or guide.promised,
        form=replace(guide.form, materials=tuple(asked)),
        samples=tuple(one for one in guide.samples if one.material in codes),
        fees=tuple(fee for fee in guide.fees if not found.fees or fee.name in found.fees),
        handled=found,
    )


def history(*, code: str, on: date | None = None) -> tuple[Edition, ...]:
    """Returns every version of an item, newest first, each with what differs from the one before; raises NoSuchItem.

    ``on``: the day by which each is called in use, replaced or coming; without it the newest counts as in use.
    A base item that changes while a version is in force makes an edition of its own: what the item says changes too.
    """
    rows = _versions(code)
    bases = bases_of([rows[0].base_code]).get(rows[0].base_code, ())
    editions: list[Edition] = []
    before: Content | None = None
    for row in rows:
        body = unit(code=row.unit_id)
        times = tuple(stretches(bases, row.valid_from, row.valid_to))
        for start, last, base in times or ((row.valid_from, row.valid_to, None),):  # or replaced before its first day
            content = content_of(row, bases, start)
            found = replace(_guide(row, body, _status(row), bases, start), valid_from=start, valid_to=last)
            ending = row.ending if last == row.valid_to else None
            editions.append(
                Edition(
                    guide=replace(found, status=_standing(row, start, last, on)),
                    change=base.change if base else Change(**row.change),
                    ending=change_of(ending) if ending else None,
                    differences=_differences(before, content),
                )
            )
            before = content
    return tuple(reversed(editions))


def _versions(code: str) -> list[VersionRow]:
    """Returns the versions of an item, oldest first; raises NoSuchItem where there is none, whatever the text is."""
    rows = swift.rows(VersionRow, "WHERE code = %s ORDER BY number", code) if code.isprintable() else []
    if not rows:
        raise NoSuchItem(f"没有找到编码为“{code[:40]}”的事项。请核对编码，或在办事页面按名称查找。")
    return rows


def _differences(old: Content | None, new: Content) -> tuple[str, ...]:
    if old is None:
        return ()
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
    return _guides([(row, on or row.valid_from, IN_USE if on else _status(row)) for row in rows])


def guides_since(rows: Iterable[VersionRow], on: date) -> tuple[Guide, ...]:
    """Returns rows as guides, each as it stands on a day, or on its own first day where that is later."""
    return _guides([(row, max(on, row.valid_from), IN_USE) for row in rows])


def _guides(rows: Sequence[tuple[VersionRow, date, str]]) -> tuple[Guide, ...]:
    bases = bases_of(row.base_code for row, _, _ in rows)
    units = units_by_code(codes={row.unit_id for row, _, _ in rows})
    return tuple(
        _guide(row, units[row.unit_id], status, bases.get(row.base_code, ()), day) for row, day, status in rows
    )


def _status(row: VersionRow) -> str:
    if row.valid_to is None:
        return IN_USE
    return f"已{row.ending['kind']}" if row.ending else REPLACED


def _standing(row: VersionRow, first: date, last: date | None, on: date | None) -> str:
    """Returns how what a version says from a day to a day stands on another."""
    if on is not None and (last is None or on <= last):
        return IN_USE if first <= on else COMING
    return _status(row) if last == row.valid_to else REPLACED


def coming(*, code: str, on: date) -> Guide | None:
    """Returns the next version of an item that is published and not yet in force on a day, None where none waits."""
    rows = VersionRow.objects.filter(code=code, valid_from__gt=on).order_by("number") if code.isprintable() else ()
    waiting = [row for row in rows if row.valid_to is None or row.valid_to >= row.valid_from]
    return guides(waiting[:1])[0] if waiting else None


def _guide(row: VersionRow, body: Unit, status: str, bases: Sequence[Base], day: date) -> Guide:
    content = content_of(row, bases, day)
    base = governing(json.loads(row.content), bases, day, row.valid_from) if bases else None
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
            "base": base.id if base else None,
        }
    )


def content_of(row: VersionRow, bases: Sequence[Base], day: date) -> Content:
    """Returns what a version says on a day, with what it takes from its base item."""
    if not bases:
        return _read(row.content)
    return _read(
        json.dumps(whole(json.loads(row.content), bases, day, row.valid_from), ensure_ascii=False, sort_keys=True)
    )


@lru_cache(maxsize=1024)
def _read(text: str) -> Content:  # parsing a form costs more than fetching its row
    return read_content(json.loads(text))
