"""Checking the answers to a form, and what is still missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from .answers import Answer, AnswerError, Value, brief, read_answer, texts_of
from .parts import Condition, Field, Form, Material, When, conditions_of, evaluation_order

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class FieldError:
    """A line of the error summary: code is the element's ("" for the form as a whole), message a whole sentence."""

    code: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The canonical answers to the questions that were asked (JSON-able), and the errors in the order shown."""

    values: dict[str, object]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading the answers once gives: values, sentences by element code, and the fields that are asked."""

    values: dict[str, Value]
    wrong: dict[str, str]
    asked: frozenset[str]


def _holds_one(condition: Condition, values: Mapping[str, Value]) -> bool:
    """Returns whether one condition holds on canonical values; on no value none holds."""
    if condition.element not in values:
        return False
    texts = texts_of(values[condition.element])
    if condition.operator == "filled":
        return True
    named = any(value in texts for value in condition.named)
    return not named if condition.operator == "is_not" else named


def holds(when: When | None, values: Mapping[str, Value]) -> bool:
    """Returns whether a condition holds on canonical values; none at all always holds."""
    conditions = conditions_of(when)
    return not conditions or any(_holds_one(condition, values) for condition in conditions)


def _missing_words(field: Field) -> str:
    """Returns the sentence about a required answer that is empty."""
    kind, label = field.element.type, field.element.label
    if kind == "choices":
        return f"“{label}”还没有选择；请至少选择一项。"
    if kind in ("choice", "yes_no"):
        return f"“{label}”还没有选择；请选择一项。"
    return f"“{label}”没有填写；请填写。"


def read_all(form: Form, answers: Mapping[str, object], today: date | None) -> _Read:
    """Returns the answers read in the order of their conditions: one pass, no recursion."""
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    asked: set[str] = set()
    for field in evaluation_order(form):
        code = field.element.code
        if not holds(field.when, values):
            continue
        asked.add(code)
        try:
            value = read_answer(field.element, answers.get(code), today)
        except AnswerError as verdict:
            wrong[code] = str(verdict)
            continue
        if value is not None:
            values[code] = value
        elif field.element.required and holds(field.required_when, values):
            wrong[code] = _missing_words(field)
    return _Read(values, wrong, frozenset(asked))


def validate(form: Form, answers: Mapping[str, Answer], *, today: date) -> Checked:
    """Returns the canonical values and the errors of the answers to a form; never raises on any text.

    Fields whose condition fails are dropped, with their answers. Keys that the form does not have are one error
    that names the first ten. Every message is a sentence: which field, what is wrong, what to do.
    """
    read = read_all(form, answers, today)
    errors = [
        FieldError(code, field.element.label, read.wrong[code])
        for field in form.fields
        if (code := field.element.code) in read.wrong
    ]
    known = {field.element.code for field in form.fields}
    extra = [key for key in answers if key not in known]
    if extra:
        names = "、".join(f"“{brief(key)}”" for key in extra[:_MOST_NAMED])
        many = f"等 {len(extra)} 项" if len(extra) > _MOST_NAMED else ""
        message = f"提交的内容里有本表没有的项目：{names}{many}；请刷新页面后重新填写。"
        errors.append(FieldError("", form.title, message))
    values: dict[str, object] = {
        field.element.code: read.values[field.element.code]
        for field in form.fields
        if field.element.code in read.values
    }
    return Checked(values, tuple(errors))


def materials_missing(form: Form, answers: Mapping[str, object], supplied: Collection[str]) -> tuple[Material, ...]:
    """Returns the required materials that the answers call for and that are not among the supplied codes.

    What a register or a licence supplies is never missing: it may not be asked of the applicant (国务院令第716号).
    Tolerable materials are included and say so. Answers may be raw or canonical.
    """
    values = read_all(form, answers, None).values
    given = frozenset(supplied)
    return tuple(
        material
        for material in form.materials
        if material.required
        and material.source == "asked"
        and material.code not in given
        and holds(material.when, values)
    )


def prefill(form: Form, known: Mapping[str, str]) -> dict[str, str]:
    """Returns the known answers that the form asks for and that are well formed, by element code, to be shown.

    An answer that is empty or wrong is left out, so that the applicant is asked. Whether an answer may be changed is
    for the page to say: what has another source than "asked" is shown read-only.
    """
    kept: dict[str, str] = {}
    for field in form.fields:
        code = field.element.code
        if code not in known:
            continue
        try:
            value = read_answer(field.element, known[code], None)
        except AnswerError:
            continue
        texts = texts_of(value)
        if texts:
            kept[code] = texts[0]
    return kept
