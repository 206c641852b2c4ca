"""Identifiers, by the vectors found in public material and by what each standard promises."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.codes import (
    KINDS,
    normalise,
    parse_uscc,
)
from yimen.kernel.codes import check_digits as code

from . import oracle
from .examples import EXAMPLES, LICENCES, ORGS, ROOT, accepts, refusal, value_of

# Vectors


@pytest.mark.parametrize(("kind", "value"), EXAMPLES)
def test_identifiers_found_in_public_material_are_read_and_explained(kind: str, value: str) -> None:
    assert value_of(kind, value) == value
    parts = KINDS[kind].describe(value)
    assert parts[0][0] == KINDS[kind].title_zh
    assert all(label and text for label, text in parts)


@pytest.mark.parametrize(("kind", "value"), EXAMPLES)
def test_input_is_normalised(kind: str, value: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value.lower())
    for given_ in (f" {value}\n", "\u200b".join(value), wide, "\u3000".join(value), value.lower(), value + "\u202c"):
        assert value_of(kind, given_) == value


def test_every_kind_is_listed_with_its_title() -> None:
    assert list(KINDS) == [
        "uscc", "citizen-id", "org", "region", "base-item", "item", "handling-item", "licence", "transaction", "case",
    ]  # fmt: skip
    assert all(kind.name == name for name, kind in KINDS.items())


# Check characters against the weighted forms


@given(st.text(code.USCC_ALPHABET, min_size=17, max_size=17))
def test_uscc_check_is_the_weighted_sum(text: str) -> None:
    assert code.uscc_check(text) == oracle.uscc(text)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_citizen_check_is_the_weighted_sum(text: str) -> None:
    assert code.citizen_id_check(text) == code.mod_11_2(text) == oracle.citizen(text)


@given(st.text(code.ALPHANUMERIC, min_size=8, max_size=8))
def test_org_check_is_the_weighted_sum(text: str) -> None:
    assert code.org_check(text) == oracle.org(text)


@given(st.text(code.ALPHANUMERIC, max_size=60))
def test_mod_37_checks(text: str) -> None:
    assert code.mod_37_2(text) == oracle.transaction(text)
    assert code.mod_37_36(text) == oracle.hybrid(text, 36)


@given(st.text("0123456789", max_size=40))
def test_mod_11_10_check(text: str) -> None:
    assert code.mod_11_10(text) == oracle.hybrid(text, 10)


def test_published_check_characters() -> None:
    assert code.mod_11_10("0794") == "5"  # the example of ISO 7064
    assert code.mod_37_36("".join(LICENCES[0].split(".")[:4])) == "9"
    assert code.mod_37_2("A0112440300MB2C91033Q20180101000001") == oracle.transaction(
        "A0112440300MB2C91033Q20180101000001"
    )
    with pytest.raises(ValueError, match="substring"):
        code.uscc_check("O" * 17)


# What the standards promise: slips are found

COVERED = {"uscc": (0, 18), "citizen-id": (0, 18), "item": (0, 18), "case": (0, 21), "transaction": (0, 40)}
LETTERS = {"uscc": code.USCC_ALPHABET, "citizen-id": "0123456789X", "item": code.USCC_ALPHABET, "case": "0123456789"}


@pytest.mark.parametrize(("kind", "value"), [e for e in EXAMPLES if e[0] in COVERED])
def test_every_single_wrong_character_is_found(kind: str, value: str) -> None:
    start, end = COVERED[kind]
    for place in range(start, end):
        for other in LETTERS.get(kind, oracle.A37):
            if other != value[place]:
                assert not accepts(kind, value[:place] + other + value[place + 1 :])


@pytest.mark.parametrize("value", LICENCES)
def test_every_single_wrong_character_of_a_licence_is_found(value: str) -> None:
    for place in range(len(value)):
        for other in oracle.A36 + ".":
            if other != value[place]:
                assert not accepts("licence", value[:place] + other + value[place + 1 :])


@pytest.mark.parametrize("value", ORGS)
def test_every_single_wrong_digit_of_an_org_code_is_found(value: str) -> None:
    # GB 11714 sums 36 characters modulo 11, so letters may collide; digits may not.
    for place in range(9):
        for other in "0123456789":
            if value[place].isdigit() and other != value[place]:
                assert not accepts("org", value[:place] + other + value[place + 1 :])


@pytest.mark.parametrize(("kind", "value"), [e for e in EXAMPLES if e[0] in {"uscc", "citizen-id", "transaction"}])
def test_every_swap_of_neighbours_is_found(kind: str, value: str) -> None:
    for place in range(len(value) - 1):
        a, b = value[place], value[place + 1]
        if a != b and "-" not in (a, b):
            assert not accepts(kind, value[:place] + b + a + value[place + 2 :])


@given(st.text(code.USCC_ALPHABET, min_size=17, max_size=17), st.data())
def test_any_uscc_body_finds_swaps(text: str, data: st.DataObject) -> None:
    whole = text + code.uscc_check(text)
    place = data.draw(st.integers(0, 16))
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert swapped == whole or code.uscc_check(swapped[:17]) != swapped[17]


@given(st.text(code.ALPHANUMERIC, min_size=1, max_size=40), st.data())
def test_hybrid_check_finds_any_single_wrong_character(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(code.ALPHANUMERIC).filter(lambda c: c != text[place]))
    assert code.mod_37_36(text[:place] + other + text[place + 1 :]) != code.mod_37_36(text)


# Reasons


@pytest.mark.parametrize(
    ("kind", "value", "position", "words"),
    [
        ("uscc", "9135O100M000100Y43", 5, "是不是“0”"),
        ("uscc", "91350100M000100Y4", None, "少了 1 位"),
        ("uscc", "91350100M000100Y433", None, "多了 1 位"),
        ("uscc", "", None, "是空的"),
        ("uscc", "91A50100M000100Y43", 3, "数字"),
        ("uscc", "91350100M000100Y44", 18, "校验码“4”"),
        ("uscc", "91350100М000100Y43", 9, "“М”"),
        ("uscc", "9" * 401, None, "太长"),
        ("citizen-id", "110105491231002", None, "15 位旧号码"),
        ("citizen-id", "1101O519491231002X", 5, "是不是“0”"),
        ("citizen-id", "11010519490229002X", 7, "1949年2月29日"),
        ("citizen-id", "16010519491231002X", 1, "省级"),
        ("citizen-id", "110105194912310021", 18, "校验码"),
        ("citizen-id", "11010519491231002A", 18, "数字或字母 X"),
        ("org", "D2143569A", 9, "数字或字母 X"),
        ("item", "11370800MB285591847370117002011", 19, "行使层级"),
        ("item", "11370800MB285591853370117002011", 18, "校验码"),
        ("item", "11370800MB285591843160117002011", 20, "省级"),
        ("handling-item", "11370800MB2855918433701170020110A", 33, "数字"),
        ("licence", ROOT + "11100000MB03271698022.340100.000000016.001.9", 33, "定义机构代码"),
        ("transaction", "A01-91350100M000100Y44-20180101-000001-0", 22, "平台代码"),
        ("transaction", "A01-91350100M000100Y43-20180101_000001-0", 32, "连字符"),
        ("transaction", "101-91350100M000100Y43-20180101-000001-0", 1, "大写字母"),
        ("case", "150100202602300001233", 7, "2026年2月30日"),
        ("case", "150100202601140001234", 21, "校验码“4”"),
    ],
)
def test_a_reason_says_what_where_and_what_to_do(kind: str, value: str, position: int | None, words: str) -> None:
    error = refusal(KINDS[kind].parse, value)
    assert error.kind == kind
    assert error.position == position
    assert words in error.reason
    assert str(error) == error.reason
    assert error.reason.endswith("。")
    assert "请" in error.reason
    assert position is None or f"第 {position} 位" in error.reason


def test_an_error_survives_a_change_of_process() -> None:
    error = refusal(parse_uscc, "9135O100M000100Y43")
    again = pickle.loads(pickle.dumps(error))
    assert (again.kind, again.value, again.reason, again.position) == (
        error.kind, error.value, error.reason, error.position,
    )  # fmt: skip


# Anything at all

NEAR = st.text(st.sampled_from(oracle.A37 + ".-＊０９ xＸ\x00\ud800²٣"), max_size=60)
MUTATED = st.builds(
    lambda example, place, other: example[1][: place % 40] + other + example[1][place % 40 + 1 :],
    st.sampled_from(EXAMPLES), st.integers(0, 39), st.text(max_size=3),
)  # fmt: skip
ANYTHING = st.one_of(st.text(), NEAR, MUTATED, st.text("0123456789", max_size=40))


@settings(max_examples=400)
@given(st.sampled_from(list(KINDS)), ANYTHING)
def test_only_a_code_error_is_ever_raised(kind: str, text: str) -> None:
    if accepts(kind, text):
        assert KINDS[kind].parse(value_of(kind, text)) == KINDS[kind].parse(text)
        assert KINDS[kind].describe(text)
        return
    error = refusal(KINDS[kind].parse, text)
    assert error.kind == kind
    assert error.reason.endswith("。")
    assert error.position is None or 1 <= error.position <= len(normalise(text)) + 1


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
