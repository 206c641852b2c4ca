"""An item's form as the pieces take it, and what was filled in as cases take it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from yimen.kernel.forms import AnyOf, Element, Field, Form, Material, When

_TYPES = {
    "text": "text",
    "paragraph": "textarea",
    "integer": "number",
    "decimal": "money",
    "date": "date",
    "choice": "radio",
    "choices": "checkboxes",
    "yes_no": "radio",
    "citizen_id": "id",
    "uscc": "id",
    "phone": "tel",
    "region": "text",
}
_MANY = 6  # more choices than this go into a list


def groups(form: Form, typed: QueryDict, errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Returns the sections with their fields, what was typed and what is wrong with it."""
    return [
        {
            "label": section.title or form.title,
            "hint": "",
            "fields": [_field(form, field, typed, errors) for field in section.fields],
        }
        for section in form.sections
    ]


def materials(form: Form, errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Returns the materials to hand in; what a register supplies is not asked (国务院令第716号)."""
    return [_material(form, item, errors) for item in form.materials if item.source == "asked"]


def answers(form: Form, sent: QueryDict) -> dict[str, str | list[str]]:
    """Returns what was filled in, by element; a list where several may be chosen."""
    found: dict[str, str | list[str]] = {}
    for field in form.fields:
        code = field.element.code
        if code in sent:
            found[code] = sent.getlist(code) if field.element.type == "choices" else sent[code]
    return found


def _field(form: Form, field: Field, typed: QueryDict, errors: Mapping[str, str]) -> dict[str, Any]:
    element = field.element
    kind = "select" if element.type == "choice" and len(element.choices) > _MANY else _TYPES[element.type]
    plain = {"code": element.code, "label": element.label, "type": kind, "error": errors.get(element.code, "")}
    return {
        **plain,
        "hint": "".join((_asked_when(form, field.when), element.hint)),
        "required": element.required and field.when is None and field.required_when is None,
        "value": typed.getlist(element.code) if kind == "checkboxes" else typed.get(element.code, ""),
        "choices": _choices(element),
        "max": element.max_length,
    }


def _choices(element: Element) -> Sequence[dict[str, str]]:
    if element.type == "yes_no":
        return [{"code": "yes", "label": "是", "hint": ""}, {"code": "no", "label": "否", "hint": ""}]
    return [{"code": choice.value, "label": choice.label, "hint": ""} for choice in element.choices]


def _asked_when(form: Form, when: When | None) -> str:
    """Returns the sentence that tells when a field is to be filled in: pages work without script."""
    if when is None:
        return ""
    elements = {field.element.code: field.element for field in form.fields}
    told = []
    for condition in when.conditions if isinstance(when, AnyOf) else (when,):
        element = elements[condition.element]
        words = {choice["code"]: choice["label"] for choice in _choices(element)}
        values = "或".join(words.get(value, value) for value in condition.named)
        verb = {"is_not": "不是", "filled": "已填写"}.get(condition.operator, "为")
        told.append(f"“{element.label}”{verb}{values}")
    return f"如{'，或者'.join(told)}，请填写。"


def _material(form: Form, item: Material, errors: Mapping[str, str]) -> dict[str, Any]:
    code = f"material_{item.code}"
    counts = [f"{words} {count} 份" for words, count in (("原件", item.originals), ("复印件", item.copies)) if count]
    return {
        "code": code,
        "label": item.name,
        "hint": _asked_when(form, item.when),
        "required": item.required and item.when is None,
        "form": "，".join(counts) or "电子文件",
        "accept": ",".join(f".{name}" for name in item.formats),
        "error": errors.get(code, ""),
        "light": None,
        "sample_url": None,
        "files": [],
    }
