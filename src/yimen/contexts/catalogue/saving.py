"""Saves a draft as it is written: incomplete as it may be; who saves over what they have not seen is refused."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record, trail
from yimen.kernel.clock import local_date
from yimen.kernel.codes import CodeError, parse_item, personal_in

from .changes import MOST_DOCUMENT, MOST_REASON, PROPOSED
from .coding import completed
from .comparing import TICKED, differing, parted
from .drafts import EDITABLE, Draft, DraftRefused, as_draft, check_revision, locked
from .fields import LABELS
from .inheriting import INHERITED, at, base_code_of, bases_of, whole
from .models import BaseRow, DraftRow
from .posts import writing
from .shortening import NOTHING, apart

LARGEST = 512 * 1024  # bytes of a draft's content
_CODE, _NAME, _MOST_ENDS, _MOST_TARGETS = 31, 120, 20, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a change says of itself: from which day, why, by which document; what ends with it, to whom it goes."""

    first_day: date | None = None
    reason: str = ""
    document: str = ""
    ends: Sequence[str] = ()
    targets: Sequence[str] = ()


def save_draft(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    content: Mapping[str, Any],
    proposal: Proposal,
    auto: bool = False,
) -> Draft:
    """Saves a draft over the revision that was seen, and returns it; the journal names the fields that changed.

    The same again is no new revision. ``auto``: nobody asked for it, it is saved while it is written; what is then
    saved by hand has its entry though it changes nothing more. What a base item says takes the place of what was
    written, and a base code that of a new item's code: body and level are the unit's.
    Raises NoSuchDraft, NotYourItem, DraftRefused, and DraftMoved where somebody saved meanwhile: then nothing is
    written over.
    """
    with transaction.atomic():
        row = locked(id, EDITABLE, "修改")
        post = writing(reader, row.unit_id)
        check_revision(row, revision)
        day = max(proposal.first_day or local_date(act.now), local_date(act.now))
        content = content if row.base or row.based_on_id else completed(content, row.unit_id)
        before = json.loads(row.content)
        content = _ordered(_inheriting(content, day), before)
        proposed = _propose(row, proposal)
        old, new = _whole(before, day), _whole(content, day)
        taken = [LABELS[key] for key in INHERITED if key in before and key not in content and old[key] == new.get(key)]
        changed = [*_changed(old, new), *taken, *(label for label, *_ in proposed)]
        lines: list[list[str]] = []
        if changed:
            lines = [[one.label, *apart(one.old, one.new)] for one in differing(parted(old), parted(new))]
            lines += proposed
            put(row, content)
            row.revision, row.changed_at = row.revision + 1, act.now
            row.editors = sorted({*row.editors, act.actor.id})
            row.save(force_update=True)
        if changed or (not auto and _by_itself(row)):
            facts = {"revision": row.revision, "changed": changed, "lines": lines, "post": post.label}
            facts |= {"auto": True} if auto else {}
            record(act=act, verb="catalogue.save", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def _by_itself(row: DraftRow) -> bool:
    """Tells whether a draft was last saved while it was written, by nobody's hand."""
    saves = [one for one in trail(subject=row.id) if one.verb == "catalogue.save"]
    return bool(saves) and saves[-1].facts.get("auto") is True


def _inheriting(content: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Returns content without what its base item says for it on a day: nobody could take it out of the form again."""
    code = base_code_of(content)
    base = at(bases_of([code]).get(code, ()), day) if code else None
    return {key: value for key, value in content.items() if base is None or key not in INHERITED}


def _ordered(content: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Returns content with what is ticked in the order in which it stood, where the same is ticked."""
    return {
        key: before[key] if key in TICKED and _same(before.get(key), value) else value for key, value in content.items()
    }


def _same(old: Any, new: Any) -> bool:
    lists = isinstance(old, list) and isinstance(new, list)
    return lists and len(old) == len(new) and all(one in old for one in new) and all(one in new for one in old)


def _whole(content: Mapping[str, Any], day: date) -> dict[str, Any]:
    code = base_code_of(content)
    return whole(content, bases_of([code]).get(code, ()), day)


def put(row: DraftRow, content: Mapping[str, Any]) -> None:
    """Writes content into a draft, with the name and code it is found by; one that follows a version keeps its code."""
    try:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        size = len(text.encode())
    except (TypeError, UnicodeEncodeError, RecursionError) as error:
        raise DraftRefused("内容里有不能保存的字符，没有保存。请检查最近粘贴的文字后再试。") from error
    if size > LARGEST:
        raise DraftRefused(f"内容有 {size // 1024} KB，最多 {LARGEST // 1024} KB，没有保存。请删去多余的内容后再试。")
    row.content = text
    if row.base:
        row.code = row.followed.code if row.followed else row.code or str(content.get("code", ""))
    else:
        row.code = row.based_on.code if row.based_on else _code(content)
    row.name = _name(content, row.code)


def line(text: str, name: str, most: int, *, needed: bool = True) -> str:
    """Returns a text as one line; raises DraftRefused where it is missing or too long."""
    found = " ".join(text.split())
    if (needed and not found) or not found.isprintable() or len(found) > most:
        raise DraftRefused(f"“{name}”应写明，不超过 {most} 字，不含控制字符。请改正后再提交。")
    who = personal_in(found)
    if who:
        raise DraftRefused(f"“{name}”里有{who}，会公开或存档的文字不能写个人信息。请删去后再提交。")
    return found


def _code(content: Mapping[str, Any]) -> str:
    try:
        return parse_item(str(content.get("code", ""))[: _CODE + 5]).value
    except CodeError:
        return ""


def _name(content: Mapping[str, Any], code: str) -> str:
    stated = str(content.get("name") or "")
    if not stated and code:
        base = BaseRow.objects.filter(code=code[-12:]).order_by("-number").first()
        stated = base.name if base else ""
    return "".join(sign for sign in stated if sign.isprintable())[:_NAME]


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Returns the Chinese names of the fields that differ; what the form asks and the materials apart.

    What is left open is the same however it was left open: a form sends neither a tick that is off nor an empty list.
    """
    keys = [key for key in {**old, **new} if _written(old.get(key)) != _written(new.get(key))]
    if "form" in keys:
        before, after = (_part(each, "form") for each in (old, new))
        if before.pop("materials", None) != after.pop("materials", None):
            keys.append("materials")
        if before == after:
            keys.remove("form")
    return [LABELS.get(key, str(key)[:30]) for key in keys]


def _written(value: Any) -> Any:
    return None if value is False or value in ("", []) else value


def _part(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = content.get(key)
    return dict(found) if isinstance(found, Mapping) else {}


def _propose(row: DraftRow, proposal: Proposal) -> list[list[str]]:
    """Writes what a change says of itself and returns what differs: its name, before and after."""
    values = {
        "first_day": proposal.first_day,
        "reason": line(proposal.reason, PROPOSED["reason"], MOST_REASON, needed=False),
        "document": line(proposal.document, PROPOSED["document"], MOST_DOCUMENT, needed=False),
        "ends": _codes(proposal.ends, PROPOSED["ends"], _MOST_ENDS),
        "targets": _codes(proposal.targets, PROPOSED["targets"], _MOST_TARGETS),
    }
    lines = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            lines.append([PROPOSED[name], *apart(_told(before), _told(value))])
    return lines


def _told(value: Any) -> str:
    words = "\n".join(value) if isinstance(value, list) else str(value or "")
    return words or NOTHING


def _codes(given: Sequence[str], name: str, most: int) -> list[str]:
    found = list(dict.fromkeys(code.strip() for code in given if code.strip()))
    if len(found) > most or not all(code.isascii() and code.isalnum() and len(code) <= _CODE for code in found):
        raise DraftRefused(f"“{name}”最多 {most} 个，每个是编码。请从列表里选择。")
    return found
