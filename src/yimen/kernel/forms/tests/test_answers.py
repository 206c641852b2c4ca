"""What each type of element accepts, what it makes of it, and what it says otherwise."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.forms import Choice, Element, Field, Form, Section, prefill, validate

from .days import TODAY

pytestmark = pytest.mark.pure


def form_of(type_: str, **more: Any) -> Form:
    if type_.startswith("choice"):
        more.setdefault("choices", (Choice("a", "甲"), Choice("b", "乙")))
    return Form("f", "申请表", (Section("", (Field(Element("it", "这一项", type_, **more)),)),))  # type: ignore[arg-type]


def read(answer: object, type_: str, today: date = TODAY, **more: Any) -> tuple[object, str]:
    """The canonical value and the message."""
    checked = validate(form_of(type_, **more), {"it": answer}, today=today)  # type: ignore[dict-item]
    return checked.values.get("it"), "".join(error.message for error in checked.errors)


@pytest.mark.parametrize(
    ("type_", "typed", "value"),
    [
        ("text", "  醴陵市  ", "醴陵市"),
        ("text", "字" * 200, "字" * 200),
        ("paragraph", "一\r\n二\r三", "一\n二\n三"),
        ("integer", "１２", 12),
        ("integer", "+007", 7),
        ("integer", "-3", -3),
        ("integer", "1,234,567", 1234567),
        ("decimal", "0012.50", "12.50"),
        ("decimal", "-0.00", "0.00"),
        ("decimal", "1，234.5", "1234.5"),
        ("date", "2026-02-28", "2026-02-28"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "２０２６-01-31", "2026-01-31"),
        ("choice", " a ", "a"),
        ("choices", ["b", "a", "b"], ["a", "b"]),
        ("choices", "a", ["a"]),
        ("yes_no", "是", True),
        ("yes_no", "off", False),
        ("citizen_id", "11010519491231002x", "11010519491231002X"),
        ("uscc", "91350100 M000100Y43", "91350100M000100Y43"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "+86-13800138000", "13800138000"),
        ("phone", "(0731)23456789", "0731-23456789"),
        ("phone", "010-12345678转801", "010-12345678-801"),
        ("phone", "+852-23456789", "+85223456789"),
        ("region", "430281", "430281000000"),
        ("text", ["一个"], "一个"),
    ],
)
def test_good_answers_become_canonical(type_: str, typed: object, value: object) -> None:
    assert read(typed, type_) == (value, "")


@pytest.mark.parametrize(
    ("type_", "typed", "said"),
    [
        ("text", "字" * 203, "最多 200 个字，现在是 203 个字；请删去 3 个字"),
        ("text", "一\x00二", "第 2 个字是不能使用的控制字符 U+0000"),
        ("text", "一\n二", "U+000A"),
        ("text", "\u202eabc", "U+202E"),
        ("text", ["一", "二"], "只能填一个答案，现在有 2 个"),
        ("paragraph", "字" * 2001, "最多 2000 个字"),
        ("integer", "1.5", "应是整数"),
        ("integer", "1e3", "应是整数"),
        ("integer", "9" * 16, "最多 15 位"),
        ("integer", "1,23", "应是整数"),
        ("integer", "٣", "应是整数"),
        ("decimal", "1.2345678", "小数最多 6 位"),
        ("decimal", "NaN", "应是数字"),
        ("date", "2026-2-1", "请按 2026-01-31 的样子"),
        ("date", "2026-02-29", "2026 年 2 月只有 28 天"),
        ("date", "2026-13-01", "没有这个年份或月份"),
        ("date", "0000-01-01", "没有这个年份或月份"),
        ("date", "20260101", "年-月-日"),
        ("choice", "c", "没有“c”这个选项"),
        ("choice", "x" * 90, "没有“xxxxxxxxxxxxxxxxxxxx…”这个选项"),
        ("choices", ["a", "z"], "没有“z”这样的选项"),
        ("yes_no", "也许", "只能回答“是”或“否”"),
        ("citizen_id", "110105194912310021", "有误"),
        ("uscc", "91350100M000100Y44", "有误"),
        ("phone", "12345", "不是可以拨通的号码"),
        ("phone", "1380013800", "不是可以拨通的号码"),
        ("region", "99", "有误"),
        ("phone", "1" * 101, "太长，共 101 个字符"),
        ("text", "", "没有填写；请填写"),
        ("text", " \u3000", "没有填写；请填写"),
        ("choice", "", "请选择一项"),
        ("choices", [], "请至少选择一项"),
        ("yes_no", "", "请选择一项"),
        ("text", {"a": 1}, ""),
    ],
)
def test_wrong_answers_are_named_and_kept_out(type_: str, typed: object, said: str) -> None:
    value, message = read(typed, type_)
    if said:
        assert value is None
        assert said in message
        assert message.startswith("“这一项”")


@pytest.mark.parametrize(
    ("type_", "low", "high", "good", "bad"),
    [
        ("integer", "2", "10", ["2", "10"], [("1", "小于 2"), ("11", "大于 10")]),
        ("decimal", "-0.5", "0.5", ["-0.5", "0.50"], [("-0.500001", "小于 -0.5"), ("0.6", "大于 0.5")]),
        ("date", "2020-02-29", "2026-03-01", ["2020-02-29", "2026-03-01"], [("2020-02-28", "早于 2020-02-29")]),
        ("date", "today", "", ["2026-03-02", "2030-01-01"], [("2026-03-01", "早于 今天（2026-03-02）")]),
        ("date", "", "today", ["2026-03-02", "1949-10-01"], [("2026-03-03", "晚于 今天（2026-03-02）")]),
    ],
)
def test_bounds_hold_to_the_day_and_the_digit(
    type_: str, low: str, high: str, good: list[str], bad: list[tuple[str, str]]
) -> None:
    for typed in good:
        assert read(typed, type_, minimum=low, maximum=high)[1] == ""
    for typed, said in bad:
        value, message = read(typed, type_, minimum=low, maximum=high)
        assert value is None
        assert said in message


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("digits", "0123", "12a"),
        ("email", "li.si@liling.gov.cn", "li.si@"),
        ("postcode", "412200", "41220"),
        ("vehicle_plate", "湘B12345", "湘B1234"),
        ("vehicle_plate", "湘BD12345", "湘I12345"),
        ("item", "11370800MB285591843370117002011", "11370800MB285591843370117002"),
    ],
)
def test_a_text_may_be_held_to_a_format(pattern: str, good: str, bad: str) -> None:
    assert read(good, "text", pattern_name=pattern) == (good, "")
    value, message = read(bad, "text", pattern_name=pattern)
    assert value is None
    assert message


def test_an_own_length_counts_characters() -> None:
    assert read("𠮷" * 5, "text", max_length=5)[1] == ""
    assert "最多 5 个字，现在是 6 个字" in read("𠮷" * 6, "text", max_length=5)[1]


def test_an_optional_answer_may_be_empty_but_not_wrong() -> None:
    assert read("", "integer", required=False) == (None, "")
    assert "应是整数" in read("x", "integer", required=False)[1]


def test_unknown_keys_are_one_error_that_names_ten() -> None:
    form = form_of("text", required=False)
    (error,) = validate(form, {f"k{number}": "v" for number in range(12)}, today=TODAY).errors
    assert (error.code, error.label) == ("", "申请表")
    assert "“k0”" in error.message
    assert "“k9”等 12 项" in error.message
    assert "k10" not in error.message


TYPES = (
    "text", "paragraph", "integer", "decimal", "date", "choice", "choices", "yes_no", "citizen_id", "uscc", "phone",
    "region",
)  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(st.sampled_from(TYPES), st.one_of(st.text(max_size=30), st.lists(st.text(max_size=6), max_size=3)))
def test_no_text_breaks_the_reading_and_every_value_reads_as_itself(type_: str, typed: object) -> None:
    value, message = read(typed, type_)
    assert (value is None) == bool(message)
    if value is not None:
        assert read(value, type_) == (value, "")


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(["integer", "decimal"]), st.from_regex(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?", fullmatch=True))
def test_a_number_keeps_its_value(type_: str, typed: str) -> None:
    value, message = read(typed, type_)
    if type_ == "integer" and "." in typed:
        assert message
    else:
        assert float(str(value)) == float(typed)


def test_prefilling_leaves_out_what_is_wrong_or_unknown() -> None:
    form = form_of("citizen_id")
    assert prefill(form, {"it": "11010519491231002x", "other": "1"}) == {"it": "11010519491231002X"}
    assert prefill(form, {"it": "123"}) == {}
    assert prefill(form_of("yes_no"), {"it": "是"}) == {"it": "yes"}
