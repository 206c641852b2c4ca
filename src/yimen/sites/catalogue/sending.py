"""What the editor's form sends, read into an item's plain data: whatever was typed is kept, right or wrong."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from yimen.contexts.catalogue.api import LABELS, Asked, Proposal, joint_said, prerequisites_meant
from yimen.contexts.exchange.api import joint_read

from . import whens
from .parts import ASKS, PARTS, STATUTORY, Ask, Part
from .written import elements, every

_MOST_ROWS = 200
_LONGEST = 20_000  # characters of one control
_PLAIN: Mapping[str, Any] = {
    "originals": 1,
    "copies": 0,
    "required": True,
    "source": "asked",
    "tolerable": False,
    "sample": "",
    "basis": "",
    "hint": "",
    "choices": [],
}  # defaults of materials and elements
_ROW = re.compile(r"([a-z_]+)-(\d{1,3})-([a-z_]+)(?:-\d{1,2})?")  # the last: one of several controls of a column


def content(sent: QueryDict, before: Mapping[str, Any], parts: Sequence[Part] = PARTS) -> dict[str, Any]:
    """Returns the item as sent; what the editor does not ask stays as it was.

    ``inherit`` in what was sent: a field that its base item says and that is stated no more.
    """
    found = {key: value for key, value in before.items() if key != sent.get("inherit")}
    rows = _rows(sent)
    for part in parts:
        for ask in part.asks:
            if ask.kind != "rows" or f"{ask.key}-shown" in sent:
                _put(found, ask, sent, rows.get(ask.key, []))
    found["joint"] = _taking_part(found, before)
    found["demo"] = _demo(sent, before.get("demo"))
    return {key: value for key, value in found.items() if value not in ("", None, [])}


def _taking_part(found: Mapping[str, Any], before: Mapping[str, Any]) -> Any:
    """Returns the units that take part with their conditions as data; what cannot be read is kept as it was typed."""
    rows = found.get("joint")
    if not isinstance(rows, list):
        return rows
    old, new = Asked(elements(before)), Asked(elements(found))
    known = [one["when"] for one in every(before.get("joint")) if isinstance(one.get("when"), str)]
    same = {joint_said(text=when, asked=old): when for when in known}  # what nobody touched stays as it was written

    def meant(text: str) -> str:
        try:
            return same.get(text) or joint_read(text=text, asked=new)
        except ValueError:
            return text

    return [
        {**row, "when": meant(row["when"])} if isinstance(row, Mapping) and isinstance(row.get("when"), str) else row
        for row in rows
    ]


def _demo(sent: QueryDict, before: Any) -> list[str]:
    """Returns which fields are still for demonstration: the mark goes by the deliberate tick that a value is verified.

    A tick that is taken back before the page is opened again brings the mark back.
    """
    marked = before if isinstance(before, list) else []
    shown, verified = sent.getlist("demo-shown"), set(sent.getlist("verified"))
    left = [key for key in marked if key not in verified or key not in shown]
    return [*left, *(key for key in shown if key not in verified and key not in marked and key in LABELS)]


def proposal(sent: QueryDict) -> Proposal:
    """Returns what the change says of itself; a day that is none counts as left open."""
    try:
        day = date.fromisoformat(sent.get("first_day", "").strip())
    except ValueError:
        day = None
    return Proposal(
        first_day=day,
        reason=_text(sent, "reason"),
        document=_text(sent, "document"),
        ends=sent.getlist("ends"),
        targets=sent.getlist("targets"),
    )


def _text(sent: QueryDict, key: str) -> str:
    return sent.get(key, "")[:_LONGEST].strip()


def _several(sent: QueryDict, key: str) -> str:
    """Returns what a control sent, one line for each of several ticks."""
    return "\n".join(sent.getlist(key))[:_LONGEST].strip()


def _put(found: dict[str, Any], ask: Ask, sent: QueryDict, rows: list[dict[str, str]]) -> None:
    """Writes one field as it was sent; one that the form did not show stays."""
    if ask.key in ("materials", "form"):
        return _form(found, ask.key, rows)
    if ask.kind == "samples":
        return None  # files come and go by acts of their own
    if ask.kind == "statutory":
        return _statutory(found, sent)
    if ask.kind == "tick":
        found[ask.key] = ask.key in sent or None
    elif ask.kind == "checkboxes":
        found[ask.key] = sent.getlist(ask.key)
    elif ask.kind == "rows":
        kept = [{key: row.get(key, "") for key, *_ in ask.columns} for row in rows]
        full = [row for row in kept if any(row.values())]
        found[ask.key] = _rowed(ask.key, full, found.get(ask.key))
    elif ask.key not in sent:
        return None  # shown read only: its base item says it
    elif ask.kind == "lines":
        lines = [line.strip() for line in _text(sent, ask.key).splitlines() if line.strip()]
        needs = ask.key == "prerequisites"
        found[ask.key] = [code for code, _ in prerequisites_meant(texts=lines)] if needs else lines
    elif ask.kind == "number":
        found[ask.key] = _number(_text(sent, ask.key))
    else:
        found[ask.key] = " ".join(_text(sent, ask.key).split())
    return None


def _rowed(key: str, rows: list[dict[str, str]], before: Any) -> list[dict[str, Any]]:
    """Returns rows as the item holds them; ``before``: those that stood there."""
    if key == "joint":
        return [_joint(row) for row in rows]
    return _variants(rows, before) if key == "variants" else [dict(row) for row in rows]


def _variants(rows: list[dict[str, str]], before: Any) -> list[dict[str, Any]]:
    """Returns the handling items; one without a number takes the next, and none that was dropped here comes again."""
    listed = before if isinstance(before, list) else []
    taken = [str(one.get("number", "")) for one in (*rows, *(one for one in listed if isinstance(one, Mapping)))]
    last = max(
        (int(number) for number in taken if number.isascii() and number.isdigit() and len(number) < 4), default=0
    )
    found: list[dict[str, Any]] = []
    for row in rows:
        last += not row["number"]
        made: dict[str, Any] = {
            "number": row["number"] or f"{last:02}",
            "name": row["name"],
            "situation": row["situation"],
        }
        made |= {"promised": _number(row["promised"])} if row["promised"] else {}
        made |= {key: row[key].splitlines() for key in ("materials", "fees") if row.get(key)}
        found.append(made)
    return sorted(found, key=lambda one: str(one["number"]))


def _joint(row: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in row.items() if value or key != "when"}


def _number(text: str) -> int | str | None:
    """Returns a whole number; what is none is kept as typed, so that it can be told."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text


def _statutory(found: dict[str, Any], sent: QueryDict) -> None:
    typed = {key: _text(sent, f"statutory_{key}") for key in STATUTORY}
    before = found.get("statutory")
    rule = before.get("rule") if isinstance(before, Mapping) else None
    if not any(typed[key] for key in ("days", "law", "article")):
        found["statutory"] = None
        return
    found["statutory"] = {**typed, "days": _number(typed["days"])} | ({"rule": rule} if rule else {})


def _rows(sent: QueryDict) -> dict[str, list[dict[str, str]]]:
    """Returns the rows of each field in their order, without the one that was to be dropped."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name in sent:
        match = _ROW.fullmatch(name)
        if match and match[1] in ASKS:
            row, said = found.setdefault(match[1], {}).setdefault(int(match[2]), {}), _several(sent, name)
            row[match[3]] = "\n".join(filter(None, (row.get(match[3], ""), said)))
    dropped = sent.get("drop", "")
    return {
        key: [row for number, row in sorted(rows.items()) if f"{key}-{number}" != dropped][:_MOST_ROWS]
        for key, rows in found.items()
    }


def _form(found: dict[str, Any], key: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Writes what the form asks, or its materials; what the editor does not show of each stays."""
    old = found.get("form")
    form: dict[str, Any] = dict(old) if isinstance(old, Mapping) else {}
    form.setdefault("code", "form")
    form.setdefault("title", f"{found.get('name') or '事项'}申请表")
    if key == "materials":
        form["materials"] = _materials(form.get("materials"), rows)
    else:
        form["sections"] = _sections(form.get("sections"), rows)
    found["form"] = form


def _materials(old: Any, rows: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    listed = old if isinstance(old, list) else []
    known = {str(each.get("code")): each for each in listed if isinstance(each, Mapping)}
    codes, made = _Codes("m", [row.get("code", "") for row in rows]), []
    for row in rows:
        if not row.get("name"):
            continue
        code = codes.of(row.get("code", ""))
        told = {
            "name": row["name"],
            **_counts(row),
            "required": row.get("required", "yes") != "no",
            "source": row.get("source") or "asked",
            "tolerable": "tolerable" in row,
            "sample": row.get("sample", ""),
            "basis": row.get("basis", ""),
        }
        before = known.get(code, {})
        made.append(_conditional(_lean({**before, "code": code, **told}, before), row))
    return made


def _counts(row: Mapping[str, str]) -> dict[str, Any]:
    """Returns how many papers are asked for: without a word one original, but none where copies are asked for."""
    originals, copies = row.get("originals", ""), row.get("copies", "") or "0"
    return {"originals": _number(originals or ("1" if _number(copies) == 0 else "0")), "copies": _number(copies)}


def _sections(old: Any, rows: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    known = _fields(old)
    codes, sections = _Codes("q", [row.get("code", "") for row in rows]), dict[str, list[dict[str, Any]]]()
    title = ""
    for row in rows:
        if not row.get("label"):
            continue
        title = row.get("section") or title
        code = codes.of(row.get("code", ""))
        field = known.get(code, {})
        element = {**field.get("element", {}), "code": code, "label": row["label"], "type": row.get("type") or "text"}
        element |= {"required": row.get("required", "yes") != "no", "hint": row.get("hint", "")}
        element["choices"] = _choices(element.get("choices"), row.get("choices", ""))
        whole = {**field, "element": _lean(element, field.get("element", {}))}
        sections.setdefault(title, []).append(_conditional(whole, row))
    return [{"title": name, "fields": fields} for name, fields in sections.items()]


def _conditional(made: dict[str, Any], row: Mapping[str, str]) -> dict[str, Any]:
    """Returns a material or a question with its conditions as its row says them; one that was not shown stays."""
    for key in ("when", "required_when"):
        when = whens.read(row[key].splitlines(), made.get(key)) if key in row else made.get(key)
        made = {name: value for name, value in made.items() if name != key} | ({key: when} if when else {})
    return made


def _lean(row: dict[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a row without what is at its default and was not written before: what nobody touched stays the same."""
    return {key: value for key, value in row.items() if key in old or value != _PLAIN.get(key, _PLAIN)}


def _choices(old: Any, typed: str) -> list[Any]:
    """Returns the choices as typed; one whose words stay keeps its value."""
    listed = old if isinstance(old, list) else []
    known = {str(each.get("label")): each for each in listed if isinstance(each, Mapping)}
    return [known.get(word, word) for word in (part.strip() for part in re.split(r"[、；;]", typed)) if word]


def _fields(sections: Any) -> dict[str, dict[str, Any]]:
    """Returns the fields of a form by their codes."""
    found: dict[str, dict[str, Any]] = {}
    for section in sections if isinstance(sections, list) else ():
        for field in section.get("fields", ()) if isinstance(section, Mapping) else ():
            element = field.get("element") if isinstance(field, Mapping) else None
            if isinstance(element, Mapping):
                found[str(element.get("code"))] = dict(field)
    return found


class _Codes:
    """Gives new rows codes that no other row has."""

    def __init__(self, letter: str, taken: Sequence[str]) -> None:
        self._letter, self._taken, self._last = letter, {code for code in taken if code}, 0

    def of(self, code: str) -> str:
        if code:
            return code[:40]
        while f"{self._letter}{self._last + 1}" in self._taken:
            self._last += 1
        self._last += 1
        return f"{self._letter}{self._last}"
