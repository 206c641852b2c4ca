"""An application form on paper: what is asked, empty or with invented answers that are as they should be."""

import re
from datetime import date, timedelta

from yimen.kernel.forms import AnyOf, Choice, Element, Field, Form, When
from yimen.sites.pieces.shapes import Piece

# Numbers that standards print as examples (GB 11643, GB 32100); nobody's telephone.
_INVENTED = {
    "citizen_id": "11010519491231002X",
    "uscc": "91350100M000100Y43",
    "phone": "13800000000",
    "region": "430281000000",
    "paragraph": "因工程建设需要，具体情况见所附材料。",
}
_BY_PATTERN = {"email": "name@example.cn", "postcode": "100000", "vehicle_plate": "京A12345", "digits": "1234567890"}
_BY_WORD = (("单位名称", "某某有限公司"), ("企业名称", "某某有限公司"), ("姓名", "张某某"), ("地址", "某某路 1 号"))
_YES_NO = (Choice("yes", "是"), Choice("no", "否"))
_AHEAD = timedelta(30)


def filled(form: Form, on: date, *, sample: bool) -> list[Piece]:
    """Returns a form's sections as application.typ takes them; ``sample``: with an answer to each question."""
    labels = {field.element.code: field.element for field in form.fields}
    return [
        {
            "title": section.title or form.title,
            "fields": [_row(field, labels, on, sample=sample) for field in section.fields],
        }
        for section in form.sections
    ]


def _row(field: Field, labels: dict[str, Element], on: date, *, sample: bool) -> Piece:
    element = field.element
    choices = _YES_NO if element.type == "yes_no" else element.choices
    notes = [element.hint, _when(field.when, labels) if field.when else ""]
    several = element.type == "choices"
    notes += ["可选多项" if several and "多项" not in element.hint else ""]
    return {
        "label": element.label,
        "required": element.required and field.required_when is None,
        "value": _answer(element, on) if sample and not choices else "",
        "choices": [{"label": choice.label, "chosen": sample and place == 0} for place, choice in enumerate(choices)],
        "note": "；".join(filter(None, notes)),
        "tall": element.type == "paragraph",
    }


def _when(when: When, labels: dict[str, Element]) -> str:
    """Returns when a question is to be answered, in the words of the form."""
    said = []
    for one in when.conditions if isinstance(when, AnyOf) else (when,):
        element = labels[one.element]
        names = {choice.value: choice.label for choice in (*element.choices, *_YES_NO)}
        values = "、".join(names.get(value, value) for value in one.named)
        said.append(f"“{element.label}”{'不是' if one.operator == 'is_not' else '为'}{values or '已填'}")
    return f"{'或'.join(said)}的填写"


def _answer(element: Element, on: date) -> str:
    if element.type == "date":
        return (on - _AHEAD if element.maximum else on + _AHEAD).isoformat()
    if element.type in {"integer", "decimal"}:
        return element.minimum if element.minimum not in {"", "0"} else "1"
    if element.type in _INVENTED:
        return _INVENTED[element.type]
    if element.pattern_name in _BY_PATTERN:
        return _BY_PATTERN[element.pattern_name]
    example = re.search(r"如\s*([^、，。；]+)", element.hint)
    if example:
        return example[1].strip()
    return next((words for word, words in _BY_WORD if word in element.label), f"（{element.label}）")
