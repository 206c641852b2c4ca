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
_TODAY = "填表当天"
_SHORT = 60  # characters of an answer for which half a row is enough


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
    notes = [element.hint, *_bounds(element), _when(field.when, labels) if field.when else ""]
    several = element.type == "choices"
    notes += ["可选多项" if several and "多项" not in element.hint else ""]
    return {
        "label": element.label,
        "required": element.required and field.required_when is None,
        "value": _answer(element, on) if sample and not choices else "",
        "choices": [{"label": choice.label, "chosen": sample and place == 0} for place, choice in enumerate(choices)],
        "note": "；".join(filter(None, notes)),
        "tall": element.type == "paragraph",
        "wide": element.type == "paragraph" or (element.type == "text" and (element.max_length or _SHORT + 1) > _SHORT),
    }


def _bounds(element: Element) -> list[str]:
    """Returns what an answer is held to, in words: a sheet of paper cannot check it."""
    text = f"不超过 {element.max_length} 字" if element.max_length else ""
    example = f"写成 {_BY_PATTERN[element.pattern_name]} 的样子" if element.pattern_name in _BY_PATTERN else ""
    if element.pattern_name == "digits":
        example = "" if "只填数字" in element.hint else "只填数字"
    whole = "整数" if element.type == "integer" else ""
    words = ("不早于", "不晚于") if element.type == "date" else ("不小于", "不大于")
    ends = zip(words, (element.minimum, element.maximum), strict=True)
    bounds = [word + (_TODAY if end == "today" else f" {end}") for word, end in ends if end]
    return [text, example, whole, *bounds]


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
