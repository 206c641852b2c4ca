"""An item's form as the pieces take it (fields, materials, errors), and what was posted as cases take it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from yimen.contexts.cases.api import Answers, Upload
from yimen.contexts.documents.api import Document
from yimen.contexts.journal.api import Act
from yimen.kernel.forms import AnyOf, Choice, Element, Field, Form, Material, When

Piece = dict[str, Any]
ID = "_id"  # elements begin with a letter, so the page's own controls begin with "_"
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
    "region": "id",
}
_YES_NO = (Choice("yes", "是"), Choice("no", "否"))
_MOST_READ = 64 * 1024**2  # bytes; a file beyond any limit is not taken into memory to be told so
_MANY = 6  # more choices than this go into a list
_SOURCES = {"register": "来自登记信息，不用再填", "licence": "来自电子证照，不用再填"}


def groups(
    form: Form, filled: Mapping[str, Any], errors: Mapping[str, str], known: Mapping[str, str] | None = None
) -> list[Piece]:
    """Returns the sections as group.html takes them, with what is filled in and the sentence about what is wrong.

    ``filled``: raw or canonical answers by element. ``known``: answers that the account supplies, shown with their
    source; what is not asked of the applicant (国务院令第716号) is then read-only.
    """
    return [
        {
            "label": section.title or form.title,
            "hint": "",
            "fields": [_field(form, field, filled, errors, known or {}) for field in section.fields],
        }
        for section in form.sections
    ]


def materials(
    form: Form, errors: Mapping[str, str], documents: Sequence[Document] = (), address: str = ""
) -> list[Piece]:
    """Returns the materials to hand in as files.html takes them; what a register supplies is not asked.

    ``documents``: files already there; each opens at ``address`` + its id and goes with the button of remove_name.
    """
    return [_material(form, item, errors, documents, address) for item in form.materials if item.source == "asked"]


def error_lines(errors: Iterable[tuple[str, str]]) -> list[Piece]:
    """Returns the errors as error_summary.html takes them."""
    return [{"code": code, "text": text} for code, text in errors]


def answers(form: Form, sent: QueryDict) -> Answers:
    """Returns what was filled in, by element; a list where several may be chosen."""
    found: dict[str, str | list[str]] = {}
    for field in form.fields:
        code = field.element.code
        if code in sent:
            found[code] = sent.getlist(code) if field.element.type == "choices" else sent.get(code, "")
    return found


def settled(form: Form, typed: Answers, known: Mapping[str, str]) -> Answers:
    """Returns the answers with what the form takes from a register put back: a read-only field cannot be changed."""
    kept = {field.element.code for field in form.fields if field.element.source != "asked"} & known.keys()
    return {**typed, **{code: known[code] for code in kept}}


def uploads(form: Form, files: "MultiValueDict[str, Any]") -> tuple[Upload, ...]:
    """Returns the files handed in, each with the code of its material."""
    return tuple(
        Upload(code=material.code, name=file.name or "", content=file.read(_MOST_READ))
        for material in form.materials
        for file in files.getlist(f"material_{material.code}")
    )


def removed(sent: QueryDict) -> UUID | None:
    """Returns the id of the file whose remove button was pressed, or None."""
    named = next((name.removeprefix("_remove_") for name in sent if name.startswith("_remove_")), "")
    return _uuid(named)


def application_id(sent: QueryDict, act: Act) -> UUID:
    """Returns the id drawn with the form, so that sending twice is sending once; a fresh one where it is broken."""
    return _uuid(sent.get(ID, "")) or act.mint.id()


def size(count: int) -> str:
    """Returns a number of bytes in the units people know."""
    return f"{count / 1024**2:.1f} MB" if count >= 1024**2 else f"{max(1, count // 1024)} KB"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _field(
    form: Form, field: Field, filled: Mapping[str, Any], errors: Mapping[str, str], known: Mapping[str, str]
) -> Piece:
    element = field.element
    value = _shown(element, filled.get(element.code, ""))
    kind = _kind(element, value)
    supplied = element.code in known and value == known[element.code]
    locked = supplied and element.source != "asked"
    told = _SOURCES.get(element.source, "来自您的账号信息，可以修改")
    return {
        "code": element.code,
        "label": element.label,
        "type": kind,
        "hint": _told_when(form, field) + element.hint,
        "required": element.required and field.when is None and field.required_when is None,
        "value": value,
        "choices": [{"code": item.value, "label": item.label, "hint": ""} for item in _choices(element)],
        "error": errors.get(element.code, ""),
        "max": element.max_length,
        "across": element.type == "yes_no",
        "readonly": locked,
        "source": told if supplied else "",
    }


def _kind(element: Element, value: str | list[str]) -> str:
    if element.type in ("choice", "yes_no") and (len(element.choices) > _MANY or not element.required):
        return "select"  # a radio button once pressed cannot be let go
    if element.type == "date" and isinstance(value, str) and value and not _is_day(value):
        return "text"  # a date box would swallow what was typed wrongly
    return _TYPES[element.type]


def _is_day(value: str) -> bool:
    return len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdigit()


def _shown(element: Element, value: Any) -> str | list[str]:
    if element.type == "choices":
        return list(value) if isinstance(value, list | tuple) else [value] if value else []
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _choices(element: Element) -> tuple[Choice, ...]:
    return _YES_NO if element.type == "yes_no" else element.choices


def _told_when(form: Form, field: Field) -> str:
    """Returns the sentence that tells when a field is to be filled in: pages work without script."""
    if field.when is not None:
        needs = "须填写" if field.element.required and field.required_when is None else "可填写"
        return f"如{when_words(form, field.when)}，{needs}；否则不用填。"
    if field.required_when is not None and field.element.required:
        return f"如{when_words(form, field.required_when)}，须填写。"
    return ""


def when_words(form: Form, when: When) -> str:
    """Returns a condition in the words of the form that it is about."""
    elements = {field.element.code: field.element for field in form.fields}
    told = []
    for condition in when.conditions if isinstance(when, AnyOf) else (when,):
        element = elements[condition.element]
        labels = {choice.value: choice.label for choice in _choices(element)}
        values = "或".join(f"“{labels.get(value, value)}”" for value in condition.named)
        verb = {"is_not": "不是", "filled": "已填写"}.get(condition.operator, "是")
        told.append(f"“{element.label}”{verb}{values}")
    return "，或者".join(told)


def _material(
    form: Form, item: Material, errors: Mapping[str, str], documents: Sequence[Document], address: str
) -> Piece:
    code = f"material_{item.code}"
    counts = [f"{words} {count} 份" for words, count in (("原件", item.originals), ("复印件", item.copies)) if count]
    hints = [f"如{when_words(form, item.when)}，须上传" if item.when else "", item.sample]
    hints.append("可以在受理后补交（容缺受理）" if item.tolerable else "")
    have = [document for document in documents if document.kind == "material" and document.code == item.code]
    return {
        "code": code,
        "label": item.name,
        "hint": "；".join(hint for hint in hints if hint),
        "required": item.required and item.when is None,
        "form": "，".join([*counts, "、".join(name.upper() for name in item.formats)]),
        "accept": ",".join(f".{name}" for name in item.formats),
        "error": errors.get(code, ""),
        "light": None,
        "sample_url": None,
        "files": [
            {
                "name": document.name,
                "size": size(document.size),
                "url": f"{address}{document.id}",
                "remove_name": f"_remove_{document.id}",
            }
            for document in have
        ],
    }
