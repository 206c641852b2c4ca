"""What a procedure asks of the application: the answers that its conditions compare, typed as they compare them."""

from collections.abc import Iterator, Mapping
from typing import Any

from yimen.contexts.catalogue.api import Guide
from yimen.kernel.forms import Element, Form
from yimen.kernel.procedure import DATA, Input, Procedure, data_title, inputs

Value = str | float | bool
AUDIENCE, VARIANT, GRANTED = "audience", "variant", "granted"
_NUMBERS, _TRUTHS = frozenset({"integer", "decimal"}), frozenset({"yes_no"})
_LISTS = frozenset({"choices"})


def stated(guide: Guide, procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, Value | None]:
    """Returns the answers that a procedure's conditions look at, by the codes of their elements, None where not given.

    Nothing else of the form goes into a matter's data, and nothing personal (``unstated`` refuses such procedures).
    """
    elements = _elements(guide.form)
    found = ((one, elements.get(one.name), answers.get(one.name)) for one in _asked(procedure))
    return {
        one.name: _typed(one, given)
        for one, element, given in found
        if element is not None and not _wrong(one, element)
    }


def unstated(form: Form, procedure: Procedure) -> str:
    """Returns why a form does not state what a procedure's conditions look at, "" where it does."""
    elements = _elements(form)
    for one in _asked(procedure):
        element, name = elements.get(one.name), data_title(procedure, one.name)
        wrong = _wrong(one, element) if element else "申请表里没有这一项"
        if wrong:
            return f"流程的条件要看“{name}”（数据名 {one.name}），{wrong}"
    return ""


def sort_of(element: Element) -> str:
    """Returns as what conditions compare an answer: number, truth or text; "" where they may not look at it."""
    if element.personal or element.type in _LISTS:
        return ""
    return "truth" if element.type in _TRUTHS else "number" if element.type in _NUMBERS else "text"


def _asked(procedure: Procedure) -> Iterator[Input]:
    return (one for one in inputs(procedure) if one.sort != "list" and one.name not in DATA)


def _elements(form: Form) -> dict[str, Element]:
    return {field.element.code: field.element for field in form.fields}


def _wrong(one: Input, element: Element) -> str:
    """Returns why an element cannot be compared as a condition compares it."""
    if element.personal:
        return f"“{element.label}”却是个人信息，不能用来分流"
    if element.type in _LISTS:
        return f"“{element.label}”却可以选几项，不能与一个值比较"
    sort = "number" if element.type in _NUMBERS else "text"
    if one.sort == "truth" and element.type not in _TRUTHS:
        return f"流程按是、否比较，“{element.label}”却不是是非题"
    if one.sort not in {"truth", sort}:
        words = {"number": "数", "text": "文字"}
        return f"流程按{words[one.sort]}比较，“{element.label}”填的却是{words[sort]}"
    return ""


def _typed(one: Input, given: Any) -> Value | None:
    """Returns an answer as its condition compares it: the form keeps decimals as text and yes or no as words."""
    if given is None or given == "":
        return None
    if one.sort == "number":
        return given if isinstance(given, int) else float(given)
    words = ("yes" if given else "no") if isinstance(given, bool) else str(given)
    return words == "yes" if one.sort == "truth" else words
