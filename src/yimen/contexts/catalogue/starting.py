"""Starts a draft: of a new item, or of the next version of one in force, for each kind of change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from yimen.contexts.identity.api import NoSuchUnit, Reader
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.codes import CodeError, parse_base_item, parse_item

from .changes import CHANGES
from .coding import code_at, foreign
from .drafts import DONE, CodeTaken, Draft, DraftRefused, as_draft
from .guides import NoSuchItem
from .inheriting import INHERITED, bases_of, governing
from .models import DraftRow, VersionRow
from .plain import as_plain, with_phones
from .posts import writing
from .saving import line, put

FRESH = ("新增", "承接")  # changes that begin an item here


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a draft begins with. ``kind``: one of CHANGES; ``code``: the item it changes, "" for a new one.

    ``base``: the 12 digits of a new item, where they are known. ``content``: what is known of it. ``document`` and
    ``due_on``: of an item that comes from above (承接), by which document and until when.
    """

    unit: str
    kind: str = "新增"
    code: str = ""
    base: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    document: str = ""
    due_on: date | None = None


def start_draft(*, act: Act, reader: Reader, beginning: Beginning) -> Draft:
    """Starts a draft and returns it. An item has one draft at a time.

    Raises NotYourItem, NoSuchItem for an item that is not in force, DraftRefused.
    """
    post = writing(reader, beginning.unit)
    if beginning.kind not in CHANGES:
        raise DraftRefused(f"没有“{beginning.kind[:10]}”这种变动。请改为其中之一：{'、'.join(CHANGES)}。")
    with transaction.atomic():
        version = None if beginning.kind in FRESH else _version(beginning)
        content = _following(version, act) if version else _new(beginning)
        row = new_row(act, beginning.unit, post.label, kind=beginning.kind)
        row.based_on, row.due_on = version, beginning.due_on
        row.document = line(beginning.document, "依据文件", 120, needed=False)
        put(row, content)
        row.save(force_insert=True)
        facts = {"kind": row.kind, "code": row.code, "name": row.name, "post": post.label}
        facts |= {"due": row.due_on.isoformat()} if row.due_on else {}
        record(act=act, verb="catalogue.start", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def new_row(act: Act, unit: str, post: str, *, kind: str) -> DraftRow:
    """Returns the row of a new draft of a unit, not yet stored."""
    return DraftRow(
        id=act.mint.id(),
        kind=kind,
        unit_id=unit,
        region=unit_of(code=unit).region,
        editors=[act.actor.id],
        post=post,
        created_at=act.now,
        changed_at=act.now,
    )


def _version(beginning: Beginning) -> VersionRow:
    """Returns the version that a draft follows, locked; raises NoSuchItem, or DraftRefused where one is under way."""
    row = VersionRow.objects.select_for_update().filter(code=_clean(beginning.code), valid_to=None).first()
    if row is None:
        raise NoSuchItem(f"没有编码为“{beginning.code[:40]}”的在用事项。请从事项列表选择。")
    if row.unit_id != beginning.unit:
        raise DraftRefused(f"事项“{row.name}”属于别的单位，不能在这里修改。请由它的实施机关办理。")
    going = DraftRow.objects.filter(code=row.code).exclude(state__in=DONE).first()
    if going is not None:
        raise DraftRefused(
            f"事项“{row.name}”已有一份“{going.kind}”草稿，同一事项一次只办一种变动。请先办完或作废那一份。"
        )
    return row


def _following(version: VersionRow, act: Act) -> dict[str, Any]:
    """Returns the content of a version in force, without what its base item says for it today."""
    content = as_plain(version)
    bases = bases_of([version.base_code]).get(version.base_code, ())
    base = governing(content, bases, local_date(act.now), version.valid_from)
    stated = {name: value for name, value in content.items() if base is None or name not in INHERITED}
    return with_phones(stated, version.unit_id)


def _new(beginning: Beginning) -> dict[str, Any]:
    """Returns the content of a new item: what is known of it, its unit, place and code."""
    content = dict(beginning.content)
    try:
        body = unit_of(code=beginning.unit)
    except NoSuchUnit as error:
        raise DraftRefused(str(error)) from error
    content = with_phones({"unit": body.code, "region": body.region, **content}, body.code)
    if beginning.base.strip():
        try:
            base = parse_base_item(beginning.base).value
        except CodeError as error:
            raise DraftRefused(f"“基本编码”不对：{error.reason}") from error
        wrong = foreign(base, body.code)
        if wrong:
            raise DraftRefused(f"“基本编码”{wrong}")
        content["code"] = code_at(body.code, base)
    code = _clean(str(content.get("code", "")))
    used = VersionRow.objects.filter(code=code, valid_to=None).first() if code else None
    if used is not None:
        raise CodeTaken(f"编码 {code} 已经是在用的事项“{used.name}”。要修改它，请办理“变更”；新事项请另用编码。", code)
    if code and DraftRow.objects.filter(code=code).exclude(state__in=DONE).exists():
        raise DraftRefused(f"编码 {code} 已有一份草稿。请先办完或作废那一份，或另用编码。")
    return content


def _clean(code: str) -> str:
    try:
        return parse_item(code).value
    except CodeError:
        return ""
