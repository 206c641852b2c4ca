"""Puts an entry into its register, or ends it, after every check.

Whoever calls has checked who may, and keeps the trail.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NotRequired, TypedDict

from django.db import IntegrityError, transaction

from yimen.contexts.catalogue.api import CHANGES, Change, NoSuchItem, guide
from yimen.contexts.identity.api import NoSuchUnit, Unit, unit
from yimen.contexts.journal.api import Act
from yimen.contexts.procedures.api import NoSuchProcedure
from yimen.contexts.procedures.api import in_force as procedure_in_force
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as day_said

from .errors import PowerMoved, PowerRefused
from .kinds import KINDS, Kind, read_content
from .models import EntryRow
from .saying import said, together

_DAY = timedelta(1)
Facts = dict[str, Any]


class NewEntry(TypedDict):
    """What is to stand in a register. ``code``: of the entry whose next version it is."""

    kind: str
    unit: str
    name: str
    content: Mapping[str, Any]
    valid_from: date
    change: Change
    code: NotRequired[str]
    demo: NotRequired[bool]


def enter(*, act: Act, post: str, new: NewEntry) -> tuple[EntryRow, Facts]:
    """Puts an entry or the next version of one into its register and returns it, with the facts for the trail.

    Raises PowerRefused by field with every other fault, PowerMoved where somebody was quicker.
    """
    register, code = register_of(new["kind"]), new.get("code", "")
    body, (title, stated), why, _ = together(
        lambda: body_of(new["unit"]),
        lambda: read_content(register, new["name"], new["content"]),
        lambda: change_of(new["change"]),
        lambda: _check_day(act, new["valid_from"]),
    )
    _check_known(register, body, stated, new["valid_from"])
    wanted = code or str(stated.get("item", "")) or act.mint.id().hex
    try:
        with transaction.atomic():
            newest = newest_of(new["kind"], wanted)
            _follow(newest, code, body, new["valid_from"])
            row = EntryRow(
                id=act.mint.id(),
                kind=new["kind"],
                code=wanted,
                number=newest.number + 1 if newest else 1,
                unit_id=body.code,
                region=body.region,
                name=title,
                content=stated,
                valid_from=new["valid_from"],
                change=why,
                demo=new.get("demo", False),
                post=post,
                published_at=act.now,
            )
            row.save(force_insert=True)
    except IntegrityError:
        raise PowerMoved("刚有人发布了同一项的新版本。请刷新页面，看过那一版再决定。") from None
    before = newest.content if newest else {}
    changed = sorted(key for key in {*stated, *before} if stated.get(key) != before.get(key))
    facts = {"list": row.kind, "code": wanted, "number": row.number, "from": row.valid_from.isoformat(), **why}
    return row, facts | {"changed": changed}


def close(*, act: Act, kind: str, code: str, last_day: date, change: Change) -> tuple[EntryRow, Facts]:
    """Ends an entry after a day and returns its last version, with the facts for the trail; raises PowerRefused."""
    why, _ = together(lambda: change_of(change), lambda: register_of(kind))
    row = newest_of(kind, code)
    if row is None or row.valid_to is not None:
        raise PowerRefused("没有找到这一项，或者它已经停用。请刷新页面再看。")
    first = max(local_date(act.now), row.valid_from)
    if last_day < first:
        raise PowerRefused(f"最后一天最早是{day_said(first)}。请改日期。", "last_day")
    row.valid_to, row.ending = last_day, why
    row.save(update_fields=["valid_to", "ending"])
    return row, {"list": kind, "code": code, "last_day": last_day.isoformat(), **why}


def newest_of(kind: str, code: str) -> EntryRow | None:
    """Returns the newest version of an entry, locked until the transaction ends."""
    return EntryRow.objects.select_for_update().filter(kind=kind, code=code).order_by("-number").first()


def register_of(kind: str) -> Kind:
    """Returns a register by its code; raises PowerRefused."""
    if kind not in KINDS:
        raise PowerRefused(f"没有“{kind[:20]}”这种清单。可用的：{'、'.join(KINDS)}。")
    return KINDS[kind]


def body_of(code: str) -> Unit:
    """Returns a unit by its code; raises PowerRefused."""
    try:
        return unit(code=code)
    except NoSuchUnit as error:
        raise PowerRefused(str(error), "unit") from error


def change_of(change: Change) -> dict[str, str]:
    """Returns why an entry changes, as rows keep it; raises PowerRefused."""

    def kind() -> str:
        if change.kind not in CHANGES:
            raise PowerRefused(f"变动应为{'、'.join(CHANGES)}之一。请选择。", "change")
        return change.kind

    what, reason, document = together(
        kind,
        lambda: said(change.reason, "理由", "reason"),
        lambda: said(change.document, "依据的文件", "document", 120),
    )
    return {"kind": what, "reason": reason, "document": document}


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
