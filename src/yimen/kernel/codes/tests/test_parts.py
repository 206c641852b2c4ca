"""The parts of each identifier, as its standard names them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.codes import (
    CodeError,
    format_case_number,
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

from . import oracle
from .examples import ITEMS, LICENCES, ROOT, USCCS, refusal, transaction_of


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
