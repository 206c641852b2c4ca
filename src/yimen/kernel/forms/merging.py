"""One form for several items (一表通): each thing is asked once, and each item gets its own answers back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from .answers import texts_of
from .bounds import tighter
from .checking import read_all
from .errors import FormError
from .parts import AnyOf, Element, Field, Form, Material, Section, When, conditions_of

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Merged:
    """The one form to fill in, the forms it stands for, and for each element the codes of the forms that need it."""

    form: Form
    forms: tuple[Form, ...]
    needed_by: Mapping[str, tuple[str, ...]]


def _either(one: When | None, other: When | None) -> When | None:
    """Returns the condition that holds where either does; None is always."""
    if one is None or other is None:
        return None
    both = tuple(dict.fromkeys((*conditions_of(one), *conditions_of(other))))
    return both[0] if len(both) == 1 else AnyOf(both)


def _smaller(one: int | None, other: int | None) -> int | None:
    """Returns the smaller of two limits; None is no limit."""
    return min((limit for limit in (one, other) if limit is not None), default=None)


def _same(code: str, what: str, one: object, other: object) -> None:
    """Raises FormError where two forms disagree on what makes an element or a material the same."""
    if one != other:
        raise FormError(code, f"几张表单里“{code}”的{what}不同，不能合并；请在数据元目录里统一。")


def _bound(one: Element, other: Element, name: str, *, upper: bool) -> str:
    """Returns the tighter bound of two elements; raises FormError where only the day could tell."""
    found = tighter(one.type, getattr(one, name), getattr(other, name), upper=upper)
    if found is None:
        raise FormError(one.code, f"几张表单里“{one.code}”的上下限无法比较，不能合并；请在数据元目录里统一。")
    return found


def _one_element(one: Element, other: Element) -> Element:
    """Returns the element that satisfies both: the tighter limits, required if either requires it."""
    code = one.code
    _same(code, "类型", one.type, other.type)
    _same(code, "选项", {c.value for c in one.choices}, {c.value for c in other.choices})
    if one.pattern_name and other.pattern_name:
        _same(code, "格式", one.pattern_name, other.pattern_name)
    return replace(
        one,
        required=one.required or other.required,
        hint=one.hint or other.hint,
        max_length=_smaller(one.max_length, other.max_length),
        minimum=_bound(one, other, "minimum", upper=False),
        maximum=_bound(one, other, "maximum", upper=True),
        pattern_name=one.pattern_name or other.pattern_name,
        source=other.source if one.source == "asked" else one.source,
        personal=one.personal or other.personal,
    )


def _demanded(field: Field) -> tuple[bool, When | None]:
    """Returns whether and when a form demands an answer: its own condition and its narrower demand."""
    return field.element.required, field.required_when if field.required_when is not None else field.when


def _one_field(one: Field, other: Field) -> Field:
    """Returns the field asked where either form asks it, and required, when asked, where either demands it."""
    element = _one_element(one.element, other.element)
    when = _either(one.when, other.when)
    demands = [demand for required, demand in (_demanded(one), _demanded(other)) if required]
    required_when = demands[0] if demands else None
    for demand in demands[1:]:
        required_when = _either(required_when, demand)
    return Field(element, when, None if required_when == when else required_when)


def _one_material(one: Material, other: Material) -> Material:
    """Returns the material that satisfies both: handed in once, in a form that both accept."""
    _same(one.code, "材料名称", one.name, other.name)
    formats = tuple(name for name in one.formats if name in other.formats)
    if not formats:
        raise FormError(one.code, f"几张表单里材料“{one.name}”没有共同接受的文件格式，不能合并。")
    # Where only one demands it, that one's condition decides when it is missing.
    when = _either(one.when, other.when) if one.required == other.required else (one if one.required else other).when
    return replace(
        one,
        required=one.required or other.required,
        when=when,
        originals=max(one.originals, other.originals),
        copies=max(one.copies, other.copies),
        sample=one.sample or other.sample,
        formats=formats,
        max_bytes=min(one.max_bytes, other.max_bytes),
        tolerable=one.tolerable and other.tolerable,
        basis="；".join(dict.fromkeys(text for text in (one.basis, other.basis) if text)),
        source=other.source if one.source == "asked" else one.source,
    )


def _sections(forms: Sequence[Form], fields: Mapping[str, Field]) -> tuple[Section, ...]:
    """Returns the sections by title in order of first appearance, each field where it first appeared."""
    titles: dict[str, list[Field]] = {}
    placed: set[str] = set()
    for form in forms:
        for section in form.sections:
            here = titles.setdefault(section.title, [])
            for field in section.fields:
                code = field.element.code
                if code not in placed:
                    placed.add(code)
                    here.append(fields[code])
    return tuple(Section(title, tuple(here)) for title, here in titles.items() if here)


def _gather(things: Sequence[tuple[str, _T]], unite: Callable[[_T, _T], _T]) -> dict[str, _T]:
    """Returns the things by code, those of one code united in order."""
    found: dict[str, _T] = {}
    for code, thing in things:
        found[code] = unite(found[code], thing) if code in found else thing
    return found


def merge(forms: Sequence[Form]) -> Merged:
    """Returns the one form that asks everything the forms ask, once; raises FormError where they conflict.

    Order is that of first appearance. An element is asked where any form asks it, required where any form that asks
    it requires it, and held to the tightest limits. Different types, choices or formats are a conflict.
    """
    if not forms:
        raise FormError("", "没有可以合并的表单。")
    codes = [form.code for form in forms]
    if len(set(codes)) != len(codes):
        raise FormError("", "同一张表单出现了两次，不能合并。")
    fields = _gather([(f.element.code, f) for form in forms for f in form.fields], _one_field)
    materials = _gather([(m.code, m) for form in forms for m in form.materials], _one_material)
    needed: dict[str, list[str]] = {}
    for form in forms:
        for field in form.fields:
            needed.setdefault(field.element.code, []).append(form.code)
    whole = Form("merged", "、".join(form.title for form in forms), _sections(forms, fields), tuple(materials.values()))
    return Merged(whole, tuple(forms), {code: tuple(names) for code, names in needed.items()})


def answers_for(merged: Merged, form: Form, answers: Mapping[str, object]) -> dict[str, str | list[str]]:
    """Returns the answers that one of the merged forms asks for, as that form would have posted them.

    What the form does not ask under these answers stays out: a department gets no more than it needs. Answers may be
    raw or canonical. Raises FormError for a form that was not merged.
    """
    if form not in merged.forms:
        raise FormError(form.code, "这张表单不在合并的表单里。")
    asked = read_all(form, answers, None).asked
    kept: dict[str, str | list[str]] = {}
    for field in form.fields:
        code = field.element.code
        if code in asked and code in answers:
            texts = texts_of(answers[code])
            kept[code] = texts if field.element.type == "choices" or len(texts) != 1 else texts[0]
    return kept
