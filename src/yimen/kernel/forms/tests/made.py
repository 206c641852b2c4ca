"""Random forms and answers, and an oracle that decides by recursion what the code decides in one ordered pass."""

from collections.abc import Mapping
from typing import get_args

from hypothesis import strategies as st

from yimen.kernel.forms import AnyOf, Choice, Condition, Element, Field, Form, Material, Section
from yimen.kernel.forms.parts import Operator

YES = {"yes", "是", "true", "1", "on"}
NO = {"no", "否", "false", "0", "off"}
CHOICES = ("甲", "乙", "丙")
CODES = tuple("abcdefgh")


def _element(code: str, kind: str, required: bool) -> Element:
    choices = tuple(Choice(value, f"选项{value}") for value in CHOICES) if kind.startswith("choice") else ()
    return Element(code, f"项目{code}", kind, required, choices=choices)  # type: ignore[arg-type]


@st.composite
def _condition(draw: st.DrawFn, element: Element) -> Condition:
    if element.type == "text":
        values: st.SearchStrategy[str] = st.sampled_from(["x", "y"])
    elif element.type == "yes_no":
        values = st.sampled_from(["yes", "no"])
    else:
        values = st.sampled_from(CHOICES)
    operator: Operator = draw(st.sampled_from(get_args(Operator)))
    if operator == "filled":
        return Condition(element.code, "filled")
    if operator == "one_of":
        return Condition(element.code, "one_of", tuple(draw(st.lists(values, min_size=1, max_size=2, unique=True))))
    return Condition(element.code, operator, draw(values))


@st.composite
def _when(draw: st.DrawFn, before: list[Element]) -> Condition | AnyOf | None:
    if not before or draw(st.booleans()):
        return None
    some = draw(st.lists(st.sampled_from(before).flatmap(_condition), min_size=1, max_size=2))
    return some[0] if len(some) == 1 else AnyOf(tuple(some))


@st.composite
def forms(draw: st.DrawFn, code: str = "f", kinds: Mapping[str, str] | None = None) -> Form:
    """A form of up to eight fields in any order, their conditions without circles, in one or two sections."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=8, unique=True))
    if kinds is not None:
        codes = sorted(codes)  # forms to be merged condition in one direction, so that merging makes no circle
    made: list[Field] = []
    for each in codes:
        kind = (kinds or {}).get(each) or draw(st.sampled_from(["text", "yes_no", "choice", "choices"]))
        element = _element(each, kind, draw(st.booleans()))
        before = [field.element for field in made]
        made.append(Field(element, draw(_when(before)), draw(_when(before))))
    materials = tuple(
        Material(f"m{number}", f"材料{number}", draw(st.booleans()), draw(_when([field.element for field in made])))
        for number in range(draw(st.integers(0, 3)))
    )
    shown = made if kinds is not None else draw(st.permutations(made))
    cut = draw(st.integers(0, len(shown)))
    return Form(code, f"表{code}", (Section("一", tuple(shown[:cut])), Section("二", tuple(shown[cut:]))), materials)


_WORDS = st.one_of(st.sampled_from(["", " ", "x", "y", "yes", "no", "是", "否", "0", *CHOICES]), st.text(max_size=5))
ANSWERS = st.dictionaries(st.sampled_from(CODES), st.one_of(_WORDS, st.lists(_WORDS, max_size=3)), max_size=8)


def believed(form: Form, answers: Mapping[str, str | list[str]]) -> tuple[dict[str, object], set[str]]:
    """The canonical values and the codes in error, for forms of text, yes_no, choice and choices."""
    fields = {field.element.code: field for field in form.fields}

    def value(code: str) -> object:
        if not holds(fields[code].when):
            return None
        state, found = _read(fields[code].element, answers.get(code, ""))
        return found if state == "good" else None  # what is wrong or empty makes no condition hold

    def holds(when: Condition | AnyOf | None) -> bool:
        if isinstance(when, AnyOf):
            return any(holds(each) for each in when.conditions)
        if when is None:
            return True
        found = value(when.element)
        return found is not None and _meets(when, found)

    values, wrong = {}, set()
    for code, field in fields.items():
        if not holds(field.when):
            continue
        state, found = _read(field.element, answers.get(code, ""))
        if state == "good":
            values[code] = found
        elif state == "bad" or (field.element.required and holds(field.required_when)):
            wrong.add(code)
    return values, wrong


def _meets(when: Condition, found: object) -> bool:
    said = ("yes" if found else "no") if isinstance(found, bool) else found
    texts = said if isinstance(said, list) else [said]
    if when.operator == "filled":
        return True
    if when.operator == "is_not":
        return when.value not in texts
    wanted = when.value if isinstance(when.value, tuple) else (when.value,)
    return bool(set(texts) & set(wanted))


def _read(element: Element, answer: str | list[str]) -> tuple[str, object]:
    texts = [text for text in ([answer] if isinstance(answer, str) else answer) if text.strip()]
    if not texts:
        return "empty", None
    stripped = [text.strip() for text in texts]
    if element.type == "choices":
        good = set(stripped) <= set(CHOICES)
        return ("good", [c for c in CHOICES if c in stripped]) if good else ("bad", None)
    if len(texts) > 1:
        return "bad", None
    if element.type == "choice":
        return ("good", stripped[0]) if stripped[0] in CHOICES else ("bad", None)
    if element.type == "yes_no":
        word = stripped[0].lower()
        return ("good", word in YES) if word in YES | NO else ("bad", None)
    return ("bad", None) if unreadable(stripped[0]) else ("good", stripped[0])


def unreadable(text: str) -> bool:
    """A control character, a lone surrogate, a line separator, or one that turns the direction of writing."""
    return any(ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 or ord(c) in _TURNING for c in text)


_TURNING = {0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
