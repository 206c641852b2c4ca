"""What holds for every form and every answer."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.forms import (
    FormError,
    answers_for,
    form_from_data,
    form_to_data,
    materials_missing,
    merge,
    prefill,
    validate,
)
from yimen.kernel.forms.parts import Form

from .days import TODAY
from .made import ANSWERS, CODES, believed, forms

pytestmark = pytest.mark.pure
Answers = dict[str, str | list[str]]
KINDS = st.fixed_dictionaries({c: st.sampled_from(["text", "yes_no", "choice", "choices"]) for c in CODES})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=20,
)
many = settings(deadline=None, max_examples=300)


@many
@given(forms(), ANSWERS)
def test_what_is_asked_kept_and_wrong_agrees_with_the_oracle(form: Form, answers: Answers) -> None:
    checked = validate(form, answers, today=TODAY)
    values, wrong = believed(form, answers)
    assert checked.values == values
    assert {error.code for error in checked.errors} - {""} == wrong
    known = {field.element.code for field in form.fields}
    assert any(error.code == "" for error in checked.errors) == bool(set(answers) - known)


@many
@given(forms(), ANSWERS)
def test_errors_are_whole_sentences_in_the_order_shown(form: Form, answers: Answers) -> None:
    errors = [error for error in validate(form, answers, today=TODAY).errors if error.code]
    order = [field.element.code for field in form.fields]
    assert [order.index(error.code) for error in errors] == sorted(order.index(error.code) for error in errors)
    for error in errors:
        assert error.message.startswith(f"“{error.label}”")
        assert error.message.endswith("。")
        assert "；" in error.message  # what is wrong; what to do


@many
@given(forms(), ANSWERS)
def test_canonical_values_are_fixed_points_and_plain_data(form: Form, answers: Answers) -> None:
    values = validate(form, answers, today=TODAY).values
    assert json.loads(json.dumps(values)) == values
    again = validate(form, values, today=TODAY)  # type: ignore[arg-type]
    assert again.values == values


@many
@given(forms(), ANSWERS, st.sets(st.sampled_from(["m0", "m1", "m2"])))
def test_missing_materials_are_those_called_for(form: Form, answers: Answers, given_: set[str]) -> None:
    raw = materials_missing(form, answers, given_)
    values = validate(form, answers, today=TODAY).values
    assert raw == materials_missing(form, values, given_)
    assert not given_ & {material.code for material in raw}
    always = {m.code for m in form.materials if m.required and m.when is None}
    assert always - given_ <= {material.code for material in raw}
    assert all(material.required for material in raw)


@many
@given(forms(), st.dictionaries(st.sampled_from((*CODES, "other")), st.text(max_size=4) | st.just("甲")))
def test_what_is_prefilled_is_never_wrong(form: Form, known: dict[str, str]) -> None:
    filled = prefill(form, known)
    assert set(filled) <= set(known) & {field.element.code for field in form.fields}
    wrong = {error.code for error in validate(form, filled, today=TODAY).errors}
    assert not wrong & set(filled)


@many
@given(forms())
def test_a_form_as_data_reads_back_equal(form: Form) -> None:
    data = json.loads(json.dumps(form_to_data(form)))
    assert form_from_data(data) == form


@many
@given(JSON)
def test_no_data_makes_anything_but_a_form_or_a_form_error(data: object) -> None:
    with pytest.raises(FormError):
        form_from_data(data)  # type: ignore[arg-type]


@many
@given(forms(), st.data())
def test_a_form_with_one_part_spoiled_is_refused_or_still_a_form(form: Form, data: st.DataObject) -> None:
    plain = form_to_data(form)
    spot: Any = plain
    for _ in range(data.draw(st.integers(0, 6))):
        if not isinstance(spot, dict | list) or not spot:
            break
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        if data.draw(st.booleans()):
            spot[key] = data.draw(JSON)
            break
        spot = spot[key]
    try:
        said = form_from_data(plain).title
    except FormError as error:  # and nothing else
        said = error.reason
    assert said


@many
@given(KINDS.flatmap(lambda kinds: st.tuples(forms("one", kinds), forms("two", kinds))), ANSWERS)
def test_who_satisfies_the_merged_form_satisfies_each(pair: tuple[Form, Form], answers: Answers) -> None:
    merged = merge(pair)
    codes = [field.element.code for field in merged.form.fields]
    assert len(codes) == len(set(codes))
    assert set(codes) == {field.element.code for form in pair for field in form.fields}
    answers = {code: answer for code, answer in answers.items() if code in codes}
    checked = validate(merged.form, answers, today=TODAY)
    for form in pair:
        own = answers_for(merged, form, answers)
        assert set(own) <= {field.element.code for field in form.fields}
        alone = validate(form, own, today=TODAY)
        assert set(alone.values) <= set(checked.values)
        if not checked.errors:
            assert alone.errors == ()
        lacking = {m.code for m in materials_missing(form, own, ())}
        if not checked.errors:
            assert lacking <= {m.code for m in materials_missing(merged.form, answers, ())}


@many
@given(KINDS.flatmap(lambda kinds: forms("one", kinds)), ANSWERS)
def test_a_form_merged_alone_is_itself(form: Form, answers: Answers) -> None:
    merged = merge([form])
    answers = {code: answer for code, answer in answers.items() if any(f.element.code == code for f in form.fields)}
    assert validate(merged.form, answers, today=TODAY).values == validate(form, answers, today=TODAY).values
