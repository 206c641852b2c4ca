"""Keeps the registers: a new entry, a new version of one, its end; dated, with reason and document."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction

from yimen.contexts.catalogue.api import CHANGES, Change, NoSuchItem, guide
from yimen.contexts.identity.api import NoSuchUnit, Post, Reader, Unit, unit
from yimen.contexts.journal.api import Act, record
from yimen.contexts.procedures.api import NoSuchProcedure
from yimen.contexts.procedures.api import in_force as procedure_in_force
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as day_said

from .entries import Entry, as_entry
from .errors import PowerMoved, PowerRefused
from .kinds import KINDS, Kind, read_content
from .models import EntryRow
from .posts import ruling, writing
from .saying import said

_DAY = timedelta(1)


class NewEntry(TypedDict):
    """What publish_entry takes of an entry."""

    kind: str
    unit: str
    name: str
    content: Mapping[str, Any]
    valid_from: date
    change: Change
    code: NotRequired[str]
    demo: NotRequired[bool]


def publish_entry(
    *,
    act: Act,
    reader: Reader,
    kind: str,
    unit: str,
    name: str,
    content: Mapping[str, Any],
    valid_from: date,
    change: Change,
    code: str = "",
    demo: bool = False,
) -> Entry:
    """Publishes an entry, or with ``code`` the next version of one, from a day not before today, and returns it.

    A power that is an item has the item's code. Raises NotYourPower, PowerRefused by field (of the register's fields,
    and name, unit, valid_from, reason, document), PowerMoved.
    """
    register, body = _register(kind), _unit(unit)
    post = _post(reader, register, body)
    title, stated = read_content(register, name, content)
    why = _change(change)
    _check_known(register, body, stated, valid_from)
    _check_day(act, valid_from)
    wanted = code or str(stated.get("item", "")) or act.mint.id().hex
    try:
        with transaction.atomic():
            newest = EntryRow.objects.select_for_update().filter(kind=kind, code=wanted).order_by("-number").first()
            _follow(newest, code, body, valid_from)
            row = EntryRow(
                id=act.mint.id(),
                kind=kind,
                code=wanted,
                number=newest.number + 1 if newest else 1,
                unit_id=body.code,
                region=body.region,
                name=title,
                content=stated,
                valid_from=valid_from,
                change=why,
                demo=demo,
                post=post.label,
                published_at=act.now,
            )
            row.save(force_insert=True)
            before = newest.content if newest else {}
            changed = sorted(key for key in {*stated, *before} if stated.get(key) != before.get(key))
            facts = {"list": kind, "code": wanted, "number": row.number, "from": valid_from.isoformat(), **why}
            facts |= {"changed": changed, "post": post.label}
            record(
                act=act,
                verb="powers.publish_entry",
                subject=row.id,
                region=row.region,
                basis=change.document,
                facts=facts,
            )
    except IntegrityError:
        raise PowerMoved("刚有人发布了同一项的新版本。请刷新页面，看过那一版再决定。") from None
    return as_entry(row, body)


def preview_entry(*, act: Act, reader: Reader, **new: Unpack[NewEntry]) -> tuple[Entry | None, Entry]:
    """Returns the last version of an entry, None for a new one, and the next as publish_entry would make it.

    By the same checks; keeps nothing.
    """
    with transaction.atomic():
        row = EntryRow.objects.filter(kind=new["kind"], code=new.get("code", "")).order_by("-number").first()
        before = as_entry(row, _unit(row.unit_id)) if row else None
        then = publish_entry(act=act, reader=reader, **new)
        transaction.set_rollback(True)
    return before, then


def end_entry(*, act: Act, reader: Reader, kind: str, code: str, last_day: date, change: Change) -> Entry:
    """Ends an entry after a day, not before today, and returns its last version; raises PowerRefused."""
    register, why = _register(kind), _change(change)
    with transaction.atomic():
        row = EntryRow.objects.select_for_update().filter(kind=kind, code=code).order_by("-number").first()
        if row is None or row.valid_to is not None:
            raise PowerRefused("没有找到这一项，或者它已经停用。请刷新页面再看。")
        body = _unit(row.unit_id)
        post = _post(reader, register, body)
        first = max(local_date(act.now), row.valid_from)
        if last_day < first:
            raise PowerRefused(f"最后一天最早是{day_said(first)}。请改日期。", "last_day")
        row.valid_to, row.ending = last_day, why
        row.save(update_fields=["valid_to", "ending"])
        facts = {"list": kind, "code": code, "last_day": last_day.isoformat(), **why, "post": post.label}
        basis = change.document
        record(act=act, verb="powers.end_entry", subject=row.id, region=row.region, basis=basis, facts=facts)
    return as_entry(row, body)


def _register(kind: str) -> Kind:
    if kind not in KINDS:
        raise PowerRefused(f"没有“{kind[:20]}”这种清单。可用的：{'、'.join(KINDS)}。")
    return KINDS[kind]


def _unit(code: str) -> Unit:
    try:
        return unit(code=code)
    except NoSuchUnit as error:
        raise PowerRefused(str(error), "unit") from error


def _post(reader: Reader, register: Kind, body: Unit) -> Post:
    if register.by_unit:
        return writing(reader, body)
    return ruling(reader, body.region, f"“{register.name}”由本地区或上级的法制岗发布")


def _change(change: Change) -> dict[str, str]:
    if change.kind not in CHANGES:
        raise PowerRefused(f"变动应为{'、'.join(CHANGES)}之一。请选择。", "change")
    reason = said(change.reason, "理由", "reason")
    return {"kind": change.kind, "reason": reason, "document": said(change.document, "依据的文件", "document", 120)}


def _check_day(act: Act, valid_from: date) -> None:
    if valid_from < local_date(act.now):
        raise PowerRefused(f"施行日期{day_said(valid_from)}已经过去，最早从今天起。请改日期。", "valid_from")


def _follow(newest: EntryRow | None, code: str, body: Unit, valid_from: date) -> None:
    """Ends the version before on the day before the new one begins."""
    if newest is None:
        if code:
            raise PowerRefused("没有找到要修改的这一项。请从列表进入。")
        return
    if not code and newest.valid_to is None:
        raise PowerRefused("这个事项已经在职权清单里。请在那一项上修改。", "item")
    if newest.unit_id != body.code:
        raise PowerRefused("一项不能换单位：请在原单位停用，再由新单位新增。", "unit")
    if valid_from <= newest.valid_from:
        words = f"已有从{day_said(newest.valid_from)}起的版本，新版本须在那天之后。请改日期。"
        raise PowerRefused(words, "valid_from")
    if newest.valid_to is None or newest.valid_to >= valid_from:
        newest.valid_to = valid_from - _DAY
        newest.save(update_fields=["valid_to"])


def _check_known(register: Kind, body: Unit, content: Mapping[str, Any], on: date) -> None:
    """Raises PowerRefused where an entry names an item or a procedure that there is not."""
    items = [content["item"]] if content.get("item") else content.get("items", []) if register.code == "service" else []
    for code in items:
        try:
            found = guide(code=code, on=on)
        except NoSuchItem as error:
            raise PowerRefused(str(error), "item" if register.code == "power" else "items") from error
        if register.code == "power" and found.unit.code != body.code:
            raise PowerRefused(f"事项“{found.name}”是{found.unit.name}的。请选对单位。", "unit")
    if content.get("procedure"):
        try:
            procedure_in_force(key=content["procedure"], on=on)
        except NoSuchProcedure as error:
            raise PowerRefused(str(error), "procedure") from error
