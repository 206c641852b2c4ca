"""What may still be seen of a person."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.codes import (
    format_case_number,
    mask_citizen_id,
    mask_name,
    mask_phone,
    mask_text,
    parse_case_number,
    personal_in,
)

from . import oracle


@pytest.mark.parametrize(
    ("mask", "given_", "shown"),
    [
        (mask_name, "张三丰", "张**"),
        (mask_name, " 李四 ", "李*"),
        (mask_name, "张", "*"),
        (mask_name, "", ""),
        (mask_citizen_id, "440524188001010012", "4****************2"),
        (mask_citizen_id, "11010519491231002X", "1****************X"),
        (mask_citizen_id, "12", "**"),
        (mask_citizen_id, "1", "*"),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "138 1234 5678", "138****5678"),
        (mask_phone, "１３８１２３４５６７８", "138****5678"),
        (mask_phone, "0471-1234567", "**********67"),
        (mask_phone, "110", "***"),
        (mask_phone, "", ""),
    ],
)
def test_masks(mask: Callable[[str], str], given_: str, shown: str) -> None:
    assert mask(given_) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("+86 138-1234-5678", "+86 138****5678"),
        ("８６１３８１２３４５６７８", "86138****5678"),
        ("证号11010519491231002x，", "证号1****************x，"),
        ("110105 19491231 002X", "1******************X"),
        ("旧证110105491231002", "旧证1*************2"),
        ("13812345678 440524188001010014", "138****5678 4****************4"),
        ("440524188001010014 13812345678", "4****************4 138****5678"),
        ("卡6222021234567890123", "卡6*****************3"),
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("12345 热线，2026 年", "12345 热线，2026 年"),
        ("ABC123456789012", "ABC123456789012"),
    ],
)
def test_free_text(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_public_numbers_stay() -> None:
    number = parse_case_number(format_case_number("150100", date(2026, 1, 14), 123))
    for text in (number.value, number.printed, f"办件 {number.printed}，"):
        assert mask_text(text) == text
    body = next(b for b in (f"91150100{n:09d}" for n in range(12345, 12445)) if oracle.uscc(b).isdigit())
    assert mask_text(body + oracle.uscc(body)) == body + oracle.uscc(body)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张三 身份证 11010519491231002X", "公民身份号码"),
        ("110105 19491231 002x", "公民身份号码"),
        ("13812345678 440524188001010014", "公民身份号码"),
        ("１１０１０５１９４９１２３１００２Ｘ", "公民身份号码"),
        ("电话13912345678。", "手机号码"),
        ("+86 139-1234-5678", "手机号码"),
        ("110105194912310021", ""),  # the check digit is wrong
        ("账号6222021234567890123，0731-23230000，12345 热线", ""),
        ("91350100M000100Y43", ""),
        ("430281-20260302-000123-4", ""),
        ("", ""),
    ],
)
def test_numbers_of_people_are_found_in_what_becomes_public(text: str, found: str) -> None:
    assert personal_in(text) == found


def test_an_office_may_have_a_mobile_telephone() -> None:
    assert personal_in("13912345678", phones=False) == ""
    assert personal_in("11010519491231002X", phones=False) == "公民身份号码"


def test_what_only_looks_like_a_case_number_is_masked() -> None:
    assert mask_text("150100-20260114-000123-4") == "1" + "*" * 22 + "4"


@given(st.text(), st.text())
def test_no_identity_number_is_ever_left_whole(before: str, after: str) -> None:
    number = "11010519491231002X"
    if not (before[-1:].isdigit() or after[:1].isdigit()):
        assert number not in mask_text(before + number + after)


@given(st.text())
def test_masks_never_fail(text: str) -> None:
    for mask in (mask_name, mask_citizen_id, mask_phone, mask_text):
        assert isinstance(mask(text), str)
