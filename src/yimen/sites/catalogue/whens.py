"""When a material or a question is needed: conditions as rows to choose from, each a question with an answer by name.

A row is one select, so that nobody can put an answer to the wrong question, with script or without. Any of several rows
suffices. What the rows cannot say (a text that must be just so) stays as it is and is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yimen.contexts.catalogue.api import OR, Asked, when_said

Choice = dict[str, str]
MOST = 20  # alternatives of one condition that can be chosen; of more it is shown, and stays
_MANY = 60  # answers of a question that are offered; of one with more, only that it is filled in
_TRUTH = ("yes", "no")


def chosen(when: Any) -> list[str]:
    """Returns a condition as the rows that are chosen, each as the value of its select."""
    if not isinstance(when, Mapping):
        return []
    parts = when.get("any_of", [when])
    listed = parts if isinstance(parts, list) else []
    return [row for part in listed if isinstance(part, Mapping) for row in _rows(part)]


def _rows(part: Mapping[str, Any]) -> Iterator[str]:
    element, sign, value = str(part.get("element", "")), part.get("operator") or "is", part.get("value", "")
    if sign == "one_of" and isinstance(value, list):
        yield from (f"is|{element}|{each}" for each in value)
    else:
        yield f"{sign}|{element}|{value}"


def offered(asked: Asked, rows: Sequence[str], but: str = "") -> list[Choice]:
    """Returns what a row can be chosen from: every question but one with each of its answers; and what is chosen."""
    found = [row for code in asked.elements if code and code != but for row in _answers(asked, code)]
    found += [row for row in rows if row not in found]
    return [{"code": row, "label": _label(row, asked), "hint": ""} for row in found]


def _answers(asked: Asked, code: str) -> Iterator[str]:
    element = asked.elements[code]
    values: Sequence[str] = _TRUTH if element.get("type") == "yes_no" else _values(element.get("choices"))
    if len(values) <= _MANY:
        yield from (f"is|{code}|{value}" for value in values)
        yield from (f"is_not|{code}|{value}" for value in values if len(values) > len(_TRUTH))
    yield f"filled|{code}|"


def _values(choices: Any) -> list[str]:
    listed = choices if isinstance(choices, list) else []
    return [str(one.get("value", "")) if isinstance(one, Mapping) else str(one) for one in listed]


def _label(row: str, asked: Asked) -> str:
    part = _part(row)
    words = when_said(when=part, asked=asked)
    return words if part["element"] in asked.elements else f"{words}（这一项已删去，请另选）"


def _part(row: str) -> dict[str, Any]:
    sign, element, value = [*row.split("|", 2), "", ""][:3]
    plain = {"element": element} if sign == "is" else {"element": element, "operator": sign}
    return plain if sign == "filled" else {**plain, "value": value}


def said(rows: Sequence[str], asked: Asked) -> str:
    """Returns rows in words, to be read only."""
    return f"，{OR}\n".join(_label(row, asked) for row in rows)


def kept(rows: Sequence[str]) -> str:
    """Returns why rows cannot be chosen anew, and what to do."""
    words = f"有 {len(rows)} 种情况，超过 {MOST} 种，这里只能看，保存时原样保留。"
    return f"{words}要改，请导出表格，改好后导入。"


def read(rows: Sequence[str], before: Any) -> Any:
    """Returns the condition that rows say as plain data, None for always; what nobody touched stays as it was written.

    Several answers to one question are one condition. One of more alternatives than can be chosen stays.
    """
    given = list(dict.fromkeys(row for row in rows if row.count("|") > 1))
    stood = list(dict.fromkeys(chosen(before)))
    if given == stood or len(stood) > MOST:
        return before
    parts: list[dict[str, Any]] = []
    known: dict[str, dict[str, Any]] = {}
    for row in given:
        part = _part(row)
        first = known.get(part["element"]) if row.startswith("is|") else None
        if first is None:
            parts.append(part)
            known |= {part["element"]: part} if row.startswith("is|") else {}
            continue
        values = first["value"] if first.get("operator") == "one_of" else [first["value"]]
        first |= {"operator": "one_of", "value": [*values, part["value"]]}
    return {"any_of": parts} if len(parts) > 1 else parts[0] if parts else None
