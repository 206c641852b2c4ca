"""Settles what only a whole item explains: conditions, names in the place of codes, codes that nobody has to invent."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from yimen.contexts.catalogue.api import Asked, asked

from .names import CODED, OF, Names
from .reading import JSON, Held, Taken, Wrong
from .saying import joint_read, when_read

_CODED = (("materials", "m"), ("fields", "f"))  # what is numbered, and with which letter


def settled(found: Taken, on: date) -> Taken:
    """Returns what a file holds, every held cell read by what its item says; those at fault are told and left out."""
    names = Names(on)
    for places, item in zip(found.places, found.items, strict=True):
        if places.sheet != JSON:
            _coded(item)
            found.wrong += _settled(item, names)
    return found


def _coded(item: dict[str, Any]) -> None:
    """Gives a code to the form, and to each question and material that has none: people need not invent any."""
    form = item.get("form")
    if not form:
        return
    form.setdefault("code", "form")
    rows = {"materials": form.get("materials", []), "fields": [each["element"] for each in _fields(form)]}
    for kind, letter in _CODED:
        taken, number = {row.get("code") for row in rows[kind]}, 0
        for row in rows[kind]:
            while "code" not in row:
                number += 1
                if f"{letter}{number}" not in taken:
                    row["code"] = f"{letter}{number}"


def _fields(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (each for section in form.get("sections", ()) for each in section["fields"])


def _settled(item: dict[str, Any], names: Names) -> Iterator[Wrong]:
    questions: Asked | None = None
    for target, key, held in list(_held(item)):
        del target[key]
        questions = questions or asked(item)
        try:
            if held.column.of:
                _name(target, held, item, names)
            elif held.column.key in CODED:
                target[key] = _coded_cell(held, names)
            else:
                target[key] = _READING[held.column.kind](held.text, questions)
        except ValueError as error:
            yield held.wrong(str(error))


_READING: Mapping[str, Callable[[str, Asked], Any]] = {
    "when": when_read,
    "joint": lambda text, questions: joint_read(text=text, asked=questions),
    "question": lambda text, questions: questions.code(text),
}


def _held(item: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, Held]]:
    """Yields the held cells of an item: the mapping that has each, and its key."""
    form = item.get("form") or {}
    law = item.get("statutory") or {}
    for target in (
        item,
        law,
        *item.get("joint", ()),
        *item.get("samples", ()),
        *form.get("materials", ()),
        *_fields(form),
    ):
        for key, value in target.items():
            if type(value) is Held:
                yield target, key, value


def _coded_cell(held: Held, names: Names) -> Any:
    """Returns the code or codes that a cell means; raises ValueError with the line that is at fault."""
    kind = CODED[held.column.key]
    if held.column.kind == "coded":
        return names.meant(kind, held.text)
    return [names.meant(kind, line.strip()) for line in held.text.splitlines() if line.strip()]


def _name(target: dict[str, Any], held: Held, item: dict[str, Any], names: Names) -> None:
    """Puts the code that a name stands for where there is none; raises ValueError where code and name do not agree."""
    of, name = held.column.of, held.text
    code = str(target.get(of) or "")
    if of == "material":
        every = [
            (str(one.get("code")), str(one.get("name", ""))) for one in (item.get("form") or {}).get("materials", ())
        ]
        stands, codes, kind = dict(every).get(code, ""), [each for each, said in every if said == name], "份材料"
    else:
        kind = {"unit": "个单位", "procedure": "个在用的流程", "region": "个区划"}[OF[of]]
        stands, codes = names.name(OF[of], code), [] if code else names.codes(OF[of], name)
    if code and stands not in {"", name}:
        raise ValueError(f"与前一列不符：前一列的代码是“{stands[:60]}”的。请改正其中一列，或删去一列。")
    if code:
        return
    if not codes:
        raise ValueError(f"没有名称为“{name[:40]}”的{kind[1:]}。请核对名称，或在前一列填写代码。")
    if len(codes) > 1:
        raise ValueError(f"名称为“{name[:40]}”的有 {len(codes)} {kind}。请在前一列填写代码。")
    target[of] = codes[0]
