"""Publishes and reads base items (基本目录事项): what is the same at every level, in versions with dates in force."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.codes import ITEM_TYPES, CodeError, parse_base_item

from . import indexing
from .changes import CHANGES, Change, change_facts
from .checks import persons
from .content import Basis
from .fields import LABELS, Fault, Fields
from .guides import NoSuchItem
from .inheriting import Base, as_base, at, bases_of
from .models import BaseRow
from .refusals import ItemRefused

_MOST = 500  # base items of a list


def publish_base(*, act: Act, base: Mapping[str, Any], valid_from: date, change: Change) -> Base:
    """Publishes a base item (``code`` 12 digits, ``name``, ``type``, ``basis``, ``demo``) as its next version.

    The version before ends the day before; every item of the code says what it says from that day on. The same again is
    no new version. Where its end is already announced, that stands, and after it only 新增 begins it again. Raises
    ItemRefused.
    """
    if change.kind not in CHANGES:
        raise ItemRefused(f"没有“{change.kind}”这种变动。请改为其中之一：{'、'.join(CHANGES)}。")
    text = json.dumps(_read(base), ensure_ascii=False, sort_keys=True)
    data = json.loads(text)
    try:
        with transaction.atomic():
            newest = BaseRow.objects.select_for_update().filter(code=data["code"]).order_by("-number").first()
            last_day = _announced(newest, valid_from, change) if newest else None
            if newest and newest.content == text and (newest.valid_to is None or last_day):
                return as_base(newest)
            if newest:
                _end(newest, valid_from)
            row = BaseRow(
                id=act.mint.id(),
                code=data["code"],
                number=newest.number + 1 if newest else 1,
                name=data["name"],
                type=data["type"],
                content=text,
                valid_from=valid_from,
                valid_to=last_day,
                change=change_facts(change),
                published_at=act.now,
            )
            row.save(force_insert=True)
            items = indexing.enter_again(row.code, valid_from)
            facts = {"code": row.code, "number": row.number, "valid_from": valid_from.isoformat(), "items": items}
            facts |= change_facts(change)
            record(
                act=act, verb="catalogue.publish_base", subject=row.id, region="", basis=change.document, facts=facts
            )
    except IntegrityError:
        raise ItemRefused("刚有人发布了同一基本目录事项的新版本。请查看那一版，再决定是否发布。") from None
    return as_base(row)


def end_base(*, act: Act, code: str, last_day: date, change: Change) -> Base:
    """Ends a base item after its last day and returns its last version; raises ItemRefused.

    Items of its code stay, with the name, type and basis that they had, until their own bodies end them.
    """
    with transaction.atomic():
        row = BaseRow.objects.select_for_update().filter(code=code).order_by("-number").first()
        if row is None or row.valid_to is not None:
            raise ItemRefused(f"编码为“{code[:20]}”的基本目录事项不存在或已经取消。请核对编码。")
        if not change.document.strip():
            raise ItemRefused("取消基本目录事项须写明依据的文件。请填写文号。")
        row.valid_to = max(last_day, row.valid_from)
        row.save(update_fields=["valid_to"])
        facts = {"code": code, "last_day": row.valid_to.isoformat(), **change_facts(change)}
        record(act=act, verb="catalogue.end_base", subject=row.id, region="", basis=change.document, facts=facts)
    return as_base(row)


def load_bases(*, act: Act, bases: Sequence[Mapping[str, Any]], valid_from: date) -> int:
    """Publishes base items, all or nothing, and returns how many; raises ItemRefused naming which."""
    change = Change(kind="新增", reason="载入基本目录", document="")
    with transaction.atomic():
        for number, base in enumerate(bases, 1):
            try:
                publish_base(act=act, base=base, valid_from=valid_from, change=change)
            except ItemRefused as error:
                raise ItemRefused(f"第 {number} 项：{error}没有载入任何基本目录事项。") from error
    return len(bases)


def base_in_force(*, code: str, on: date) -> Base:
    """Returns the version of a base item in force on a day; raises NoSuchItem."""
    found = at(base_history(code=code), on)
    if found is None:
        raise NoSuchItem(f"基本目录事项 {code} 在 {on} 没有生效的版本。请换一天查看。")
    return found


def base_history(*, code: str) -> tuple[Base, ...]:
    """Returns every version of a base item, the oldest first; raises NoSuchItem where there is none."""
    found = bases_of([code]).get(code, ()) if code.isascii() and code.isdigit() else ()
    if not found:
        raise NoSuchItem(f"没有编码为“{code[:20]}”的基本目录事项。请核对 12 位的基本编码。")
    return found


def bases_on(*, on: date, text: str = "") -> tuple[Base, ...]:
    """Returns the base items in force on a day whose name or code holds a text, in the order of their codes (500)."""
    rows = BaseRow.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on).order_by("code", "number")
    if text.strip():
        wanted = "".join(sign for sign in text.strip()[:40] if sign.isprintable())
        rows = rows.filter(code__startswith=wanted) if wanted.isdigit() else rows.filter(name__contains=wanted)
    found = {row.code: as_base(row) for row in rows[:_MOST]}
    return tuple(found.values())


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a base item as it is kept; raises ItemRefused naming the field."""
    values, faults = examined(data)
    if faults:
        name = str(data.get("name", ""))[:40] if isinstance(data, Mapping) else ""
        raise ItemRefused(f"基本目录事项“{name}”的{faults[0]}") from faults[0]
    basis = [{"law": one.law, "article": one.article, "text": one.text} for one in values["basis"]]
    demo = {"demo": sorted(values["demo"])} if values["demo"] else {}
    return {name: values[name] for name in ("code", "name", "type")} | {"basis": basis} | demo


def examined(data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Returns what could be read of a base item (code, name, type, basis, demo), with every fault of it."""
    try:
        fields = Fields(data)
    except Fault as fault:
        return {}, (fault,)
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, read in _READING.items():
        try:
            values[key] = read(fields)
        except Fault as fault:
            faults.append(fault)
    left = fields.left() or next(persons(data), None)
    faults += [left] if left else []
    if "code" in values and "type" in values:
        base = parse_base_item(values["code"])
        if base.type in ITEM_TYPES and ITEM_TYPES[base.type] != values["type"]:
            words = f"与编码不一致：编码表示“{base.type_title}”。请核对类型或编码。"
            faults.append(Fault(LABELS["type"], words))
    return values, tuple(faults)


def _demo(fields: Fields) -> frozenset[str]:
    """Returns which of what it says no source gives."""
    given = frozenset(fields.texts("demo"))
    unknown = given - set(_READING)
    if unknown:
        raise Fault(LABELS["demo"], f"提到的“{'、'.join(sorted(unknown))}”不是基本目录事项的项。请改正。")
    return given


def _code(fields: Fields) -> str:
    try:
        return parse_base_item(fields.text("code")).value
    except CodeError as error:
        raise Fault("基本编码", f"不对：{error.reason}") from error


_READING: Mapping[str, Callable[[Fields], Any]] = {
    "code": _code,
    "name": lambda fields: fields.text("name", most=120),
    "type": lambda fields: fields.text("type", most=20),
    "basis": lambda fields: tuple(
        Basis(**row) for row in fields.rows("basis", ("law", "article", "text"), needed=True)
    ),
    "demo": _demo,
}


def _announced(newest: BaseRow, valid_from: date, change: Change) -> date | None:
    """Returns the last day of a base item whose end is announced; raises ItemRefused for a change after that day."""
    if newest.valid_to is None or newest.valid_to >= valid_from:
        return newest.valid_to
    if change.kind == "变更":
        words = f"用到 {newest.valid_to} 为止，{valid_from} 已经取消，不能再变更。要重新设立，请用“新增”。"
        raise ItemRefused(f"基本目录事项“{newest.name}”{words}")
    return None


def _end(newest: BaseRow, valid_from: date) -> None:
    """Ends the version before; one that a later one replaces on its own first day was never in force."""
    if valid_from < newest.valid_from:
        words = f"早于第 {newest.number} 版的 {newest.valid_from}。请改为不早于该日。"
        raise ItemRefused(f"基本目录事项“{newest.name}”的生效日期 {valid_from} {words}")
    if newest.valid_to is None or newest.valid_to >= valid_from:
        newest.valid_to = valid_from - timedelta(days=1)
        newest.save(update_fields=["valid_to"])
