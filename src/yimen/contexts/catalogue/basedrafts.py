"""Drafts of base items (基本目录事项): begun at the nation or a province, examined, and what a review makes of them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.codes import CodeError, parse_base_item, region_prefix

from .bases import end_base, examined, publish_base
from .changes import Change
from .drafts import DONE, Draft, DraftRefused, Finding, as_draft
from .fields import KEYS, LABELS
from .guides import NoSuchItem
from .models import BaseRow, DraftRow, VersionRow
from .posts import writing
from .saving import put
from .starting import new_row

BASE_CHANGES = ("新增", "变更", "取消")
BASE_KEYS = ("code", "name", "type", "basis")
_NATION, _PROVINCE = "00", 2  # the scope of national codes; digits of a province


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseBeginning:
    """What a draft of a base item begins with: the unit that writes it, one of BASE_CHANGES, the code (12 digits)."""

    unit: str
    kind: str = "新增"
    code: str = ""


def start_base_draft(*, act: Act, reader: Reader, beginning: BaseBeginning) -> Draft:
    """Starts a draft of a base item and returns it. A base item has one draft at a time.

    Raises NotYourItem, NoSuchItem for one that is not in force, and DraftRefused: only a unit of the nation or a
    province writes base items, those of its own scope (四级四同).
    """
    post = writing(reader, beginning.unit)
    if beginning.kind not in BASE_CHANGES:
        raise DraftRefused(f"没有“{beginning.kind[:10]}”这种变动。请改为其中之一：{'、'.join(BASE_CHANGES)}。")
    code = _scoped(beginning.code, scope_of(unit=beginning.unit))
    with transaction.atomic():
        newest = BaseRow.objects.select_for_update().filter(code=code).order_by("-number").first()
        row = new_row(act, beginning.unit, post.label, kind=beginning.kind)
        row.base = True
        content: Mapping[str, Any] = {"code": code}
        stands = newest is not None and not ended_by(newest, local_date(act.now))
        if beginning.kind != "新增":
            if newest is None or not stands:
                raise NoSuchItem(f"没有编码为 {code} 的在用基本目录事项。请从基本目录的列表选择。")
            if beginning.kind == "取消" and newest.valid_to:
                raise DraftRefused(f"“{newest.name}”已公布用到 {newest.valid_to} 为止，不用再取消。")
            row.followed, content = newest, json.loads(newest.content)
        elif newest is not None and stands:
            raise DraftRefused(f"编码 {code} 已经是在用的“{newest.name}”。要修改它，请打开它再选“变更”。")
        if DraftRow.objects.filter(code=code, base=True).exclude(state__in=DONE).exists():
            raise DraftRefused(f"基本目录事项 {code} 已有一份草稿。请先办完或作废那一份。")
        put(row, content)
        row.save(force_insert=True)
        facts = {"kind": row.kind, "code": row.code, "name": row.name, "post": post.label, "base": True}
        record(act=act, verb="catalogue.start", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def scope_of(*, unit: str) -> str:
    """Returns the first two digits of the base codes that a unit writes, "" for a unit below the provinces."""
    prefix = region_prefix(unit_of(code=unit).region)
    if prefix in ("", "1"):
        return _NATION
    return prefix if len(prefix) == _PROVINCE else ""


def base_findings(draft: Draft) -> Iterator[Finding]:
    """Yields what is wrong with the content of a draft of a base item, and how many items it reaches."""
    values, faults = examined(draft.content)
    for fault in faults:
        yield Finding(KEYS.get(fault.field, "code" if fault.field == "基本编码" else ""), fault.field, fault.reason)
    code = values.get("code", "")
    if code and code != draft.code:
        yield Finding("code", LABELS["code"], f"由 {draft.code} 改成了别的编码。同一事项编码不变，请改回。")
    items = VersionRow.objects.filter(base_code=draft.code, valid_to=None).count()
    if items:
        words = f"：{items} 个在用的实施清单事项用这个编码，从生效那天起同时改变。"
        yield Finding("", "实施清单", words, must=False)


def released(act: Act, row: DraftRow, day: date) -> None:
    """Publishes or ends the base item of a draft from a day on, and notes the version that it became."""
    change = Change(row.kind, row.reason, row.document)
    if row.kind == "取消":
        end_base(act=act, code=row.code, last_day=max(day, local_date(act.now)) - timedelta(days=1), change=change)
        row.became = row.followed
        return
    base = publish_base(act=act, base=as_draft(row).content, valid_from=day, change=change)
    row.became = BaseRow.objects.get(id=base.id)


def ended_by(row: BaseRow, day: date) -> bool:
    """Tells whether a base item is no more on a day; one whose end is only announced still is."""
    return row.valid_to is not None and row.valid_to < day


def check_followed(row: DraftRow, day: date) -> None:
    """Raises DraftRefused where the base item has another version on a day than the one that the draft follows."""
    newest = BaseRow.objects.filter(code=row.code).order_by("-number").first()
    moved = newest is not None and newest.id != row.followed_id and not (row.kind == "新增" and ended_by(newest, day))
    if moved:
        words = f"“{row.name}”已另外发布了第 {newest.number if newest else 0} 版，不是这份草稿所根据的一版。"
        raise DraftRefused(f"{words}没有发布，请退回修改。")


def _scoped(code: str, scope: str) -> str:
    """Returns a base code of a scope; raises DraftRefused."""
    if not scope:
        raise DraftRefused("基本目录由国家和省级统一编制，各级只能继承，不能另立。请提请省级主管部门办理。")
    try:
        found = parse_base_item(code)
    except CodeError as error:
        raise DraftRefused(f"“基本编码”不对：{error.reason}") from error
    if found.scope != scope:
        words = f"以“{found.scope}”开头，是{found.scope_title}的编码。本单位编制以“{scope}”开头的，请核对。"
        raise DraftRefused(f"“基本编码”{words}")
    return found.value
