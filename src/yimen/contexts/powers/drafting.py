"""Writes baselines: a draft is saved as it is, faults and all; only what the check finds sound is submitted."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import NoSuchUnit, Reader, unit
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.codes import Region, parse_region
from yimen.kernel.discretion import ERRORS

from .above import check_narrower
from .baselines import EDITABLE, STATES, Version, read, version
from .entries import approval_level, in_force_entry
from .errors import NoSuchPower, PowerMoved, PowerRefused
from .models import BaselineRow
from .posts import writing
from .saying import said

_LARGEST = 60_000  # characters of a draft
_COUNTY = 4  # a township's baseline is approved by its county at the lowest


def start_baseline(*, act: Act, reader: Reader, unit: str, based_on: UUID | None = None, demo: bool = False) -> Version:
    """Opens a draft for a unit, empty or as the version that it follows, and returns it; raises NotYourPower."""
    body = _unit(unit)
    post = writing(reader, body)
    before = BaselineRow.objects.filter(id=based_on, state="approved", unit_id=unit).first() if based_on else None
    if based_on and before is None:
        raise NoSuchPower("没有找到要修改的裁量基准。请从列表进入。")
    id_ = act.mint.id()
    with transaction.atomic():
        row = BaselineRow(
            id=id_,
            family=before.family if before else id_,
            region=body.region,
            unit_id=unit,
            name=before.name if before else "",
            content=before.content if before else {},
            rule=before.rule if before else None,
            editors=[act.actor.id],
            author_post=post.label,
            demo=demo,
            changed_at=act.now,
        )
        row.save(force_insert=True)
        facts = {"unit": unit, "follows": str(based_on or ""), "post": post.label}
        record(act=act, verb="powers.start_baseline", subject=id_, region=row.region, facts=facts)
    return version(row, body)


def save_baseline(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    content: Mapping[str, Any],
    rule: UUID | None = None,
) -> Version:
    """Saves a draft whole, whatever its faults, and returns it; raises PowerMoved where somebody saved it meanwhile."""
    with transaction.atomic():
        row = locked(id, EDITABLE, "修改")
        body = _unit(row.unit_id)
        post = writing(reader, body)
        check_revision(row, revision)
        data = dict(content)
        if len(json.dumps(data, ensure_ascii=False)) > _LARGEST:
            raise PowerRefused(f"内容太多，没有保存：最多 {_LARGEST} 字。请精简。")
        changed = sorted(key for key in {*data, *row.content} if data.get(key) != row.content.get(key))
        row.content, row.rule = data, _rule(rule, row.region, local_date(act.now))
        row.name = str(data.get("name", ""))[:120]
        row.revision += 1
        row.editors = sorted({*row.editors, act.actor.id})
        row.changed_at, row.author_post = act.now, post.label
        row.save(force_update=True)
        facts = {"revision": row.revision, "changed": changed, "post": post.label}
        record(act=act, verb="powers.save_baseline", subject=row.id, region=row.region, facts=facts)
    return version(row, body)


def submit_baseline(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    note: str,
) -> Version:
    """Sends a sound draft to the government that approves it, and returns it; raises PowerRefused with all findings.

    What is wider than a baseline above it is refused too, the tiers named.
    """
    with transaction.atomic():
        row = locked(id, EDITABLE, "送审")
        body = _unit(row.unit_id)
        post = writing(reader, body)
        check_revision(row, revision)
        table, fault, field, found = read(row.content)
        if table is None:
            raise PowerRefused(fault, field)
        errors = tuple(one for one in found if one.kind in ERRORS)
        if errors:
            raise PowerRefused(f"裁量基准还有 {len(errors)} 处错误，不能送审。请按下面逐条改正。", "tiers", errors)
        level = parse_region(body.region).level
        if level not in table.levels:
            raise PowerRefused("行使层级里没有本单位所在的这一级政府。请选上。", "levels")
        check_narrower(row, table, local_date(act.now))
        row.note, row.state, row.changed_at = said(note, "送审说明", "note"), "submitted", act.now
        row.editors = sorted({*row.editors, act.actor.id})  # whoever argues for a draft does not approve it
        row.approver_region = _approver(body.region, local_date(act.now))
        row.opinion = row.approver_post = ""
        row.save(force_update=True)
        facts = {"revision": row.revision, "note": row.note, "approver": row.approver_region, "post": post.label}
        record(act=act, verb="powers.submit_baseline", subject=row.id, region=row.region, facts=facts)
    return version(row, body)


def discard_baseline(*, act: Act, reader: Reader, id: UUID) -> None:  # noqa: A002 - the plain word
    """Gives a draft up; what was approved stays."""
    with transaction.atomic():
        row = locked(id, EDITABLE, "作废")
        post = writing(reader, _unit(row.unit_id))
        row.state, row.changed_at = "discarded", act.now
        row.save(update_fields=["state", "changed_at"])
        record(act=act, verb="powers.discard_baseline", subject=id, region=row.region, facts={"post": post.label})


def locked(id: UUID, states: tuple[str, ...], doing: str) -> BaselineRow:  # noqa: A002 - the plain word
    """Returns a baseline locked for this transaction; raises NoSuchPower, or PowerMoved where its state forbids it."""
    row = BaselineRow.objects.select_for_update().filter(id=id).first()
    if row is None:
        raise NoSuchPower("没有找到这份裁量基准。请从列表进入。")
    if row.state not in states:
        raise PowerMoved(f"这份裁量基准现在是“{STATES[row.state]}”，不能{doing}。请刷新页面再看。")
    return row


def check_revision(row: BaselineRow, revision: int) -> None:
    """Raises PowerMoved where the draft is no longer as somebody saw it."""
    if row.revision != revision:
        words = f"这份草稿已由别人改到第 {row.revision} 稿，您看到的是第 {revision} 稿。没有保存，别人的改动没有丢失。"
        raise PowerMoved(f"{words}请先把您的内容抄下，刷新页面后在最新一稿上改。")


def _unit(code: str) -> Any:
    try:
        return unit(code=code)
    except NoSuchUnit as error:
        raise PowerRefused(str(error), "unit") from error


def _rule(id: UUID | None, region: str, on: date) -> Any:  # noqa: A002 - the plain word
    """Returns the version of the local rule (具体办法) a baseline is linked to: one in force here or above."""
    if id is None:
        return None
    row = in_force_entry(id, on)
    fits = row is not None and row.kind == "rule" and parse_region(row.region).contains(parse_region(region))
    if row is None or not fits:
        raise PowerRefused("没有找到选定的具体办法，或者它已经不是现行版本。请重新选择。", "rule")
    return row


def _approver(region: str, on: date) -> str:
    """Returns whose government approves: as the law office has set for the place, else the place's own."""
    place: Region | None = parse_region(region)
    wanted = approval_level(region, on) or min(parse_region(region).level, _COUNTY)
    while place is not None and place.level > wanted:
        place = place.parent
    return place.value if place else region
