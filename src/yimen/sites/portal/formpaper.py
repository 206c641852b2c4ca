"""An application form on paper: what is asked, empty or with invented answers that are as they should be."""

import re
from collections import Counter
from collections.abc import Container, Mapping
from datetime import date, timedelta

from yimen.kernel.forms import Answer, AnyOf, Choice, Element, Field, Form, validate
from yimen.sites.pieces.formpage import when_words
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
_EXAMPLE, _EXAMPLE_TEXT = re.compile("如 +([^、，。；]+)"), re.compile("如 +(.+)")  # not 如实填写
_TODAY = "填表当天"
_SHORT = 60  # characters of an answer for which half a row is enough


def filled(form: Form, on: date, *, sample: bool) -> list[Piece]:
    """Returns a form's sections as application.typ takes them; ``sample``: answered as somebody would who is asked."""
    answers = example(form, on) if sample else {}
    return [
        {
            "title": section.title or form.title,
            "fields": [_row(field, form, answers) for field in section.fields],
        }
        for section in form.sections
    ]


def example(form: Form, on: date) -> dict[str, Answer]:
    """Returns invented answers to the questions that these answers lead to: what is not asked stays empty.

    An example out of a hint that the form itself would refuse is not followed.
    """
    given = _given(form, on, without=())
    checked = validate(form, given, today=on)
    if checked.errors:
        given = _given(form, on, without={error.code for error in checked.errors})
        checked = validate(form, given, today=on)
    asked = {*checked.values, *(error.code for error in checked.errors)}
    return {code: answer for code, answer in given.items() if code in asked}


def _given(form: Form, on: date, *, without: Container[str]) -> dict[str, Answer]:
    """Returns invented answers to all questions; ``without``: those whose hints are not followed."""
    given: dict[str, Answer] = {}
    ahead = 0
    for field in form.fields:
        element = field.element
        values = [choice.value for choice in _choices(element)]
        if values:
            picked = _telling(form, element.code, values)
            given[element.code] = [picked] if element.type == "choices" else picked
            continue
        ahead += element.type == "date" and not element.maximum
        told = "" if element.code in without else _told(element)
        given[element.code] = told or _answer(element, on, ahead)
    return given


def _telling(form: Form, code: str, values: list[str]) -> str:
    """Returns the choice that most other questions and materials wait for, the first of equals."""
    conditions = [*(one.when for one in form.fields), *(one.when for one in form.materials)]
    waiting = [when for when in conditions if when]
    named = Counter(
        value
        for when in waiting
        for one in (when.conditions if isinstance(when, AnyOf) else (when,))
        if one.element == code and one.operator != "is_not"
        for value in one.named
    )
    return max(values, key=lambda value: named[value])


def _choices(element: Element) -> tuple[Choice, ...]:
    return _YES_NO if element.type == "yes_no" else element.choices


def _row(field: Field, form: Form, answers: Mapping[str, Answer]) -> Piece:
    element, answer = field.element, answers.get(field.element.code, "")
    choices = _choices(element)
    chosen = answer if isinstance(answer, list) else [answer]
    notes = [element.hint, *_bounds(element), f"{when_words(form, field.when)}的填写" if field.when else ""]
    several = element.type == "choices"
    notes += ["可选多项" if several and "多项" not in element.hint else ""]
    return {
        "label": element.label,
        "required": element.required and field.required_when is None,
        "value": "" if choices or isinstance(answer, list) else answer,
        "choices": [{"label": choice.label, "chosen": choice.value in chosen} for choice in choices],
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


def _told(element: Element) -> str:
    """Returns the example that a question's hint gives, "" where it gives none."""
    if element.type not in {"text", "paragraph", "integer", "decimal"}:
        return ""
    example = (_EXAMPLE_TEXT if element.type == "paragraph" else _EXAMPLE).search(element.hint)
    return example[1].strip() if example else ""


def _answer(element: Element, on: date, ahead: int) -> str:
    """Returns an invented answer that fits a question's sort.

    ``ahead``: the how-manieth day to come it is that is asked for, so that what ends is after what begins.
    """
    if element.type == "date":
        return (on - _AHEAD if element.maximum else on + _AHEAD * ahead).isoformat()
    if element.type in {"integer", "decimal"}:
        return element.minimum if element.minimum not in {"", "0"} else "1"
    if element.type in _INVENTED:
        return _INVENTED[element.type]
    if element.pattern_name in _BY_PATTERN:
        return _BY_PATTERN[element.pattern_name]
    return next((words for word, words in _BY_WORD if word in element.label), f"某某{element.label}")
