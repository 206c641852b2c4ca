"""The form of an entry of a register: its fields, what was sent, and the old beside the new."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from yimen.contexts.catalogue.api import CHANGES, Change, NoSuchItem, history
from yimen.contexts.powers.api import (
    CHANGES_BY,
    Entry,
    Field,
    Fit,
    Kind,
    NewEntry,
    PowerRefused,
    fits,
    procedure_name,
)
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import Piece

from .room import Cell, Slip, day_of, field, options, table

Faults = list[tuple[str, str]]
_KINDS = {"lines": "textarea", "choice": "select", "date": "date", "item": "id", "uscc": "id"}
_NONE_FITS = "还没有{}用的流程，请流程编制岗先编好、发布。"


def typed_of(one: Entry | None, what: str, units: Sequence[Piece] = ()) -> dict[str, Any]:
    """Returns what the form holds at first: of a new entry, or of the next version of one."""
    if one is None:
        only = {"unit": units[0]["code"]} if len(units) == 1 else {}
        return {"valid_from": today().isoformat(), "change": CHANGES[0], **only}
    return {**as_typed(one.content), "name": one.name, "unit": one.unit.code, "change": CHANGES_BY[what][0]}


def as_typed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what an entry says as a form holds it."""
    return {key: "\n".join(value) if isinstance(value, list) else value for key, value in content.items()}


def given(kind: Kind, found: Entry | None, sent: QueryDict, units: Sequence[Piece]) -> tuple[NewEntry, Faults]:
    """Returns what was sent, with what of it cannot be read: today and the first of the ``units`` stand for it then."""
    faults, first = Faults(), today()
    unit = found.unit.code if found else sent.get("unit", "")
    if units and unit not in {one["code"] for one in units}:
        faults.append(("unit", "“单位”没有选择。请选择。"))
        unit = units[0]["code"]
    try:
        first = day_of(sent.get("valid_from", ""), "施行日期", "valid_from")
    except Slip as slip:
        faults.append((slip.field, str(slip)))
    new: NewEntry = {
        "kind": kind.code,
        "unit": unit,
        "name": sent.get("name", ""),
        "content": {one.code: sent.get(one.code, "") for one in kind.fields},
        "valid_from": first,
        "change": Change(sent.get("change", ""), sent.get("reason", ""), sent.get("document_", "")),
    }
    if found:
        new["code"] = found.code
    return new, faults


def faults_of(kind: Kind, error: PowerRefused) -> Faults:
    """Returns everything that a refusal says is wrong, by the fields of the form."""
    own = {one.code for one in kind.fields}
    code = "document" if "document" in own else "document_"
    return [(code if one.field == "document" else one.field, str(one)) for one in error.every]


def groups_of(kind: Kind, typed: Mapping[str, Any], what: str, units: Sequence[Piece], kept: str = "") -> list[Piece]:
    """Returns the fields of the form in their groups. ``units``: to choose from, of a new entry; ``kept``: a procedure.

    ``kept``: the key of the procedure that the entry has now, which it may keep.
    """
    fields = [field("unit", "单位", "select", typed, choices=units)] if units else []
    fields.append(field("name", kind.title, "text", typed, max=120, required=_own(kind, typed)))
    fields += [_field(one, typed, kept) for one in kind.fields]
    what_hint = "会公开，不写个人信息。"
    if kind.code == "power":
        what_hint += "写了对应的政务服务事项的，职权名称、类型、法律依据和运行流程不填。"
    return [
        {"label": "内容", "hint": what_hint, "fields": fields, "pair": False},
        why_group(typed, CHANGES_BY[what] if kind.reviewed else CHANGES),
    ]


def why_group(typed: Mapping[str, Any], changes: Sequence[str]) -> Piece:
    """Returns the fields that say why and from when."""
    fields = [
        field("valid_from", "施行日期", "date", typed, hint="最早从今天起。"),
        field("change", "变动", "select", typed, choices=options(changes)),
        field("reason", "理由", "text", typed, max=400),
        field("document_", "依据的文件", "text", typed, max=120),
    ]
    return {"label": "为什么、从哪天起", "hint": "", "fields": fields, "pair": True}


def end_fields(kind: Kind, typed: Mapping[str, Any]) -> list[Piece]:
    """Returns the fields that end an entry; they stand beside those of its next version, under names of their own."""
    fields = [field("last_day", "最后一天", "date", typed, hint="这一天仍有效，第二天起不再有效。")]
    if kind.reviewed:
        fields.append(field("end_change", "变动", "select", typed, choices=options(CHANGES_BY["end"])))
    fields.append(field("end_reason", "理由", "text", typed, max=400, hint="合并、下放的，写明并到哪一项、放到哪里。"))
    return [*fields, field("end_document", "依据的文件", "text", typed, max=120)]


def given_end(kind: Kind, sent: QueryDict) -> tuple[date, Change, Faults]:
    """Returns what was sent to end an entry, with what of it cannot be read."""
    faults, last = Faults(), today()
    try:
        last = day_of(sent.get("last_day", ""), "最后一天", "last_day")
    except Slip as slip:
        faults.append((slip.field, str(slip)))
    change = sent.get("end_change", "") if kind.reviewed else CHANGES[-1]
    return last, Change(change, sent.get("end_reason", ""), sent.get("end_document", "")), faults


def end_faults(error: PowerRefused) -> Faults:
    """Returns everything that a refusal of an end says is wrong, by the fields of its form."""
    return [(one.field if one.field in ("", "last_day") else f"end_{one.field}", str(one)) for one in error.every]


def _own(kind: Kind, typed: Mapping[str, Any]) -> bool:
    """Tells whether the entry says itself what the catalogue says of an item."""
    return kind.code != "power" or not str(typed.get("item", "")).strip()


def _field(one: Field, typed: Mapping[str, Any], kept: str) -> Piece:
    required = one.required or (one.own and not str(typed.get("item", "")).strip())
    if one.type == "procedure":
        choices, hint = _procedures(str(typed.get("type", "")), kept)
        return field(one.code, one.label, "select", typed, required=required, hint=one.hint + hint, choices=choices)
    more: dict[str, Any] = {"choices": options(one.choices)} if one.choices else {}
    if one.type in ("text", "uscc"):
        more["max"] = one.most
    hint = one.hint
    if one.type == "item" and typed.get("item"):
        hint += f"现在是“{_item_name(str(typed['item']))}”。"
    return field(one.code, one.label, _KINDS.get(one.type, "text"), typed, required=required, hint=hint, **more)


def _procedures(type_: str, kept: str) -> tuple[list[Piece], str]:
    """Returns the procedures that fit a power of a type, of any type where none is chosen yet; and what to say."""
    known = fits(on=today())
    found = [one for one in known if not type_ or type_ in one.types]
    choices = [{"code": one.key, "label": one.name if type_ else f"{one.name} · {_used(one)}"} for one in found]
    if kept and kept not in {one.key for one in found}:
        choices.append({"code": kept, "label": f"{procedure_name(key=kept, on=today())} · 现在用的"})
    return choices, "" if found else _NONE_FITS.format(type_ or "职权")


def _used(one: Fit) -> str:
    if len(one.types) == 1:
        return f"用于{one.types[0]}"
    return "用于依申请的职权" if "行政许可" in one.types else "用于依职权的职权"


def beside(kind: Kind, before: Entry | None, name: str, content: Mapping[str, Any] | None) -> Piece:
    """Returns the old beside the new; without new content, what is to end."""
    old = dict(before.content) if before else {}
    of_item = "（从事项目录读取）"
    called = (before.name or of_item) if before else "—"
    rows: list[list[Cell]] = [[kind.title, called, (name or of_item) if content is not None else "不再保留"]]
    for one in kind.fields:
        was = told(one, old.get(one.code))
        now = told(one, content.get(one.code)) if content is not None else "不再保留"
        changed = before is not None and content is not None and now != was
        rows.append([one.label + ("（有变）" if changed else ""), was, now])
    shown = table("新旧对照", ("项目", "现在", "改为"), rows)
    assert shown is not None  # noqa: S101 - it has the name's row at least
    return shown


def told(one: Field, value: Any) -> str:
    """Returns what a field says, in names."""
    if not value:
        return "—"
    if one.type == "procedure":
        return procedure_name(key=str(value), on=today())
    if one.type == "item":
        return _item_name(str(value))
    return "；".join(value) if isinstance(value, list) else str(value)


def _item_name(code: str) -> str:
    try:
        return history(code=code)[0].guide.name
    except NoSuchItem:
        return code
