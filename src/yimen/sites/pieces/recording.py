"""The record of a survey, a discussion, a review or a hearing: its fields on a page, and what was sent of them."""

from collections.abc import Iterable, Mapping
from datetime import date

from yimen.contexts.matters.api import Line, Matter, RecordForm, RecordRefused, hosts
from yimen.kernel.forms import Element

from .deskroom import field
from .tables import Piece, pair

_KINDS = {"text": "text", "paragraph": "textarea", "date": "date", "integer": "number", "yes_no": "tick"}


def fields(
    form: RecordForm,
    typed: Mapping[str, str],
    *,
    matter: Matter,
    on: date,
    kept: Mapping[str, str],
    part: str = "record",
    needed: bool = True,
) -> list[Piece]:
    """Returns the fields of a record with what was typed, else what is kept.

    ``part``: what their names begin with; ``needed``: whether the record must be written now, or the next may do it.
    """
    known = {f"{part}_{code}": value for code, value in kept.items()}
    sent = typed if any(key.startswith(f"{part}_") for key in typed) else known
    people = [
        {"code": str(one.account), "label": f"{one.label}　{one.name}"} for one in hosts(matter=matter, on=on)
    ] if form.officers else []  # fmt: skip
    shown = [_field(form, one.element, sent, people, f"{part}_{one.element.code}") for one in form.form.fields]
    return [{**one, "required": one["required"] and needed} for one in shown]


def _field(form: RecordForm, one: Element, typed: Mapping[str, str], people: list[Piece], name: str) -> Piece:
    if one.code in form.officers:
        return field(name, one.label, "select", typed, choices=people, hint=one.hint)
    shown = field(name, one.label, _KINDS[one.type], typed, required=one.required, hint=one.hint)
    if one.type == "yes_no":
        shown["value"] = typed.get(name) == "yes"
    elif one.type == "integer":
        shown["max"] = len(one.maximum)
        shown["unit"] = "票"
    elif one.max_length:
        shown["max"] = one.max_length
    return shown


def sent(form: RecordForm, typed: Mapping[str, str], part: str = "record") -> dict[str, str]:
    """Returns a record as it was sent, by field; what is not ticked is answered with no. Nothing where all is blank."""
    found = {one.element.code: typed.get(f"{part}_{one.element.code}", "") for one in form.form.fields}
    if not any(value.strip() for value in found.values()):
        return {}
    return {code: value or ("no" if code in form.confirmed else "") for code, value in found.items()}


def marked(shown: Iterable[Piece], refused: Exception | None, part: str = "record") -> None:
    """Puts what was refused of a record at its fields."""
    faults = dict(refused.faults) if isinstance(refused, RecordRefused) else {}
    for one in shown:
        own = one["code"].startswith(f"{part}_")
        one["error"] = faults.get(one["code"].removeprefix(f"{part}_"), "") if own else ""


def pairs(lines: Iterable[Line]) -> list[Piece]:
    """Returns what a record says as kv.html takes it."""
    return [pair(one.label, one.text) for one in lines]
