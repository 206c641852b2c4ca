"""Identifiers, by the vectors found in public material and by what each standard promises."""

import pickle
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.codes import (
    KINDS,
    CodeError,
    format_case_number,
    normalise,
    parse_base_item,
    parse_case_number,
    parse_citizen_id,
    parse_handling_item,
    parse_item,
    parse_licence,
    parse_org,
    parse_region,
    parse_transaction,
    parse_uscc,
)
from yimen.kernel.codes import check_digits as code

from . import oracle

USCCS = (
    "91350100M000100Y43",
    "91110000802100433B",
    "9111000071093123XX",
    "11100000000013338W",
    "11430000006122244L",
    "11370800MB28559184",
    "91440300708461136T",
    "12441500196720244T",
    "11330105002500287C",
    "11100000MB03271699",
)
CITIZENS = ("11010519491231002X", "440524188001010014")
ORGS = ("D2143569X", "802100433", "71526726X")
ITEMS = ("11370800MB285591843370117002011", "12441500196720244T3442199806003")
LICENCES = (
    "11100000MB03271699022.340100.000000016.001.9",
    "11100000000013338W011.11430000006122244L.20230000403.001.U",
    "11100000000013338W009.11330105002500287C.2025052201.002.0",
)
ROOT = "1.2.156.3005.2."


def transaction_of(serial: str = "000001", day: str = "20180101") -> str:
    body = "A01" + USCCS[0] + day + serial
    return "-".join(("A01", USCCS[0], day, serial, oracle.transaction(body)))


EXAMPLES = (
    [("uscc", v) for v in USCCS]
    + [("citizen-id", v) for v in CITIZENS]
    + [("org", v) for v in ORGS]
    + [("region", v) for v in ("150000000000", "441900003000", "150102001001")]
    + [("base-item", v[19:]) for v in ITEMS]
    + [("item", v) for v in ITEMS]
    + [("handling-item", v + "01") for v in ITEMS]
    + [("licence", ROOT + v) for v in LICENCES]
    + [("transaction", transaction_of())]
    + [("case", "150100202601140001233")]
)


def refusal(parse: Callable[..., object], value: str, **more: date) -> CodeError:
    with pytest.raises(CodeError) as caught:
        parse(value, **more)
    return caught.value


def value_of(kind: str, text: str) -> str:
    read: Any = KINDS[kind].parse(text)
    return str(read.value)


def accepts(kind: str, value: str) -> bool:
    try:
        KINDS[kind].parse(value)
    except CodeError:
        return False
    return True


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


# Parts


def test_parts_of_a_uscc() -> None:
    read = parse_uscc("91350100M000100Y43")
    assert (read.register, read.category, read.region, read.body, read.check) == ("9", "1", "350100", "M000100Y4", "3")
    assert (read.register_title, read.category_title) == ("市场监管", "企业")
    assert parse_uscc("12441500196720244T").category_title == "事业单位"
    assert parse_uscc("11100000000013338W").register_title == "机构编制"


def test_parts_of_a_citizen_id() -> None:
    read = parse_citizen_id("11010519491231002x")
    assert (read.region, read.born, read.sex) == ("110105", date(1949, 12, 31), "女")
    assert parse_citizen_id("440524188001010014").sex == "男"


def test_a_birth_after_today_is_refused_and_on_today_is_not() -> None:
    parse_citizen_id("11010519491231002X", today=date(1949, 12, 31))
    error = refusal(parse_citizen_id, "11010519491231002X", today=date(1949, 12, 30))
    assert (error.kind, error.position) == ("citizen-id", 7)
    assert "晚于今天" in error.reason
    assert "002X" not in str(error)


def test_org_code_is_read_with_and_without_hyphen() -> None:
    assert parse_org("D2143569-X") == parse_org("D2143569X")
    assert parse_org("D2143569X").printed == "D2143569-X"


@pytest.mark.parametrize(
    ("text", "value", "level", "parent", "short"),
    [
        ("100000", "100000000000", 1, None, "10"),
        ("15", "150000000000", 2, "100000000000", "15"),
        ("1501", "150100000000", 3, "150000000000", "1501"),
        ("150102", "150102000000", 4, "150100000000", "150102"),
        ("150102001", "150102001000", 5, "150102000000", "150102001"),
        ("150102001001", "150102001001", 6, "150102001000", "150102001001"),
        ("150000000000", "150000000000", 2, "100000000000", "15"),
        ("441900003", "441900003000", 5, "441900000000", "441900003"),
        ("110000", "110000000000", 2, "100000000000", "11"),
    ],
)
def test_regions(text: str, value: str, level: int, parent: str | None, short: str) -> None:
    read = parse_region(text)
    assert (read.value, read.level, read.short) == (value, level, short)
    assert (read.parent.value if read.parent else None) == parent
    assert parent is None or read.parent == parse_region(parent)
    assert parse_region(read.short) == read


def test_a_region_contains_what_lies_in_it() -> None:
    city, county, other = parse_region("1501"), parse_region("150102"), parse_region("1502")
    assert city.contains(county)
    assert city.contains(city)
    assert parse_region("10").contains(county)
    assert not county.contains(city)
    assert not other.contains(county)


NO_REGIONS = ["", "1", "150", "15010", "16", "00", "1001", "100001", "150001", "150102000001", "1A"]


@pytest.mark.parametrize("text", NO_REGIONS)
def test_regions_that_are_none(text: str) -> None:
    assert refusal(parse_region, text).kind == "region"


@pytest.mark.req("CAT-005")
def test_parts_of_item_codes() -> None:
    read = parse_item(ITEMS[0])
    assert (read.body.value, read.level, read.base.value) == ("11370800MB28559184", 3, "370117002011")
    base = read.base
    assert (base.scope, base.type, base.department, base.main, base.sub) == ("37", "01", "17", "002", "011")
    assert (base.scope_title, base.type_title) == ("山东", "行政许可")
    assert parse_item(ITEMS[1]).base.type_title == "地方扩展的事项类型"
    assert parse_handling_item(ITEMS[0] + "07").item == read
    assert parse_handling_item(ITEMS[0] + "07").variant == "07"


def test_base_items() -> None:
    assert parse_base_item("002012345000").scope_title == "国家"
    assert refusal(parse_base_item, "002112345000").position == 3
    assert refusal(parse_base_item, "370012345000").position == 3
    assert refusal(parse_base_item, "160112345000").position == 1


def test_parts_of_a_licence() -> None:
    read = parse_licence(LICENCES[1])
    assert read.value == ROOT + LICENCES[1]
    assert read.type_code == "11100000000013338W011"
    assert (read.issuer, read.serial, read.version, read.check) == ("11430000006122244L", "20230000403", "001", "U")


def licence(
    kind: str = "11100000000013338W011", issuer: str = "11430000006122244L", serial: str = "1", version: str = "001"
) -> str:
    return ".".join((kind, issuer, serial, version, oracle.hybrid(kind + issuer + serial + version, 36)))


def test_licence_fields_have_their_bounds() -> None:
    parse_licence(licence())
    parse_licence(licence(serial="Z" * 32))
    for wrong in (licence(serial=""), licence(serial="Z" * 33), licence(version="000"), licence(version="0A1")):
        assert refusal(parse_licence, wrong).kind == "licence"
    assert refusal(parse_licence, licence(issuer="34010")).kind == "licence"
    assert "4 段" in refusal(parse_licence, LICENCES[0][:-2]).reason


def test_parts_of_a_transaction() -> None:
    read = parse_transaction(transaction_of().replace("-", ""))
    assert read.value == transaction_of()
    assert (read.type, read.platform.value, read.day, read.serial) == ("A01", USCCS[0], date(2018, 1, 1), "000001")
    assert refusal(parse_transaction, transaction_of(day="20180230")).position == 24
    starred = next(v for v in (transaction_of(f"{n:06d}") for n in range(200)) if v.endswith("*"))
    assert parse_transaction(starred).check == "*"


REGIONS = st.sampled_from(["150000", "150100", "150102", "441900", "110101", "659001", "100000"])


@given(REGIONS, st.dates(), st.integers(1, 999_999))
def test_case_numbers_come_back_as_they_were_written(region: str, day: date, serial: int) -> None:
    text = format_case_number(region, day, serial)
    read = parse_case_number(text)
    assert len(text) == 21
    assert text.isdigit()
    assert (read.value, read.region, read.day, read.serial) == (text, region, day, serial)
    assert parse_case_number(read.printed) == read


def test_case_numbers_differ_for_every_serial_day_and_region() -> None:
    day = date(2026, 1, 14)
    made = [format_case_number("150100", day, n) for n in range(1, 2000)]
    made += [format_case_number("150102", day + timedelta(n), 1) for n in range(2000)]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("region", "serial"), [("1501", 1), ("160000", 1), ("15010A", 1), ("150100", 0), ("150100", 1_000_000), ("", 1)]
)
def test_case_numbers_that_cannot_be_written(region: str, serial: int) -> None:
    with pytest.raises(CodeError):
        format_case_number(region, date(2026, 1, 14), serial)


def test_case_number_with_serial_zero_is_refused() -> None:
    body = "15010020260114000000"
    assert refusal(parse_case_number, body + oracle.hybrid(body, 10)).position == 15


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
