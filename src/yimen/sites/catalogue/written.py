"""What is written in a draft so far, as its form shows it: rows of materials and questions, whatever was typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from yimen.contexts.catalogue.api import FREE, Asked, joint_said

from .parts import Ask


def rows_of(content: Mapping[str, Any], ask: Ask) -> list[Mapping[str, Any]]:
    """Returns the rows that are written so far."""
    form = _form_of(content)
    if ask.key == "materials":
        return [_material(row) for row in every(form.get("materials"))]
    if ask.key == "form":
        return list(_questions(form.get("sections")))
    rows = every(content.get(ask.key))
    if ask.key != "joint":
        return rows
    asked = Asked(elements(content))
    return [
        {**row, "when": joint_said(text=row["when"], asked=asked)} if isinstance(row.get("when"), str) else row
        for row in rows
    ]


def materials(content: Mapping[str, Any]) -> dict[str, str]:
    """Returns the names of the materials by their codes."""
    rows = every(_form_of(content).get("materials"))
    return {str(row.get("code")): str(row.get("name", "")) for row in rows if row.get("code")}


def fees(content: Mapping[str, Any]) -> dict[str, str]:
    """Returns the fees that a handling item may charge, and that it charges none."""
    names = [str(row.get("name")) for row in every(content.get("fees")) if row.get("name")]
    return {name: name for name in (*names, FREE)} if names else {}


def elements(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Returns the questions of the form as they stand in data, those that have a code."""
    fields = [field for section in every(_form_of(content).get("sections")) for field in every(section.get("fields"))]
    given = [field["element"] for field in fields if isinstance(field.get("element"), Mapping)]
    listed = [{**one, "choices": one["choices"] if isinstance(one.get("choices"), list) else []} for one in given]
    return [one for one in listed if one.get("code")]


def _material(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {"originals": 1, "copies": 0, "source": "asked", "tolerable": False, **row}
    return {**plain, "required": "yes" if row.get("required", True) else "no"}


def _questions(sections: Any) -> Iterable[dict[str, Any]]:
    for section in every(sections):
        for field in every(section.get("fields")):
            given = field.get("element")
            element = given if isinstance(given, Mapping) else {}
            choices = element.get("choices")
            listed = choices if isinstance(choices, list) else []
            words = [str(one.get("label", "")) if isinstance(one, Mapping) else str(one) for one in listed]
            yield {
                **element,
                **{key: field.get(key) for key in ("when", "required_when")},
                "section": section.get("title", ""),
                "required": "yes" if element.get("required", True) else "no",
                "choices": "、".join(words),
            }


def _form_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    form = content.get("form")
    return form if isinstance(form, Mapping) else {}


def every(rows: Any) -> list[Mapping[str, Any]]:
    """Returns those of some rows that are objects, whatever was written."""
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
