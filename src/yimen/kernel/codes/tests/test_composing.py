"""An implementation code put together and taken apart: what each part means, and which one is wrong."""

import pytest

from yimen.kernel.codes import CodeError, compose_item, parts_of_item

REAL = "11370800MB285591843370117002011"  # 济宁, as published: facts.md §6


@pytest.mark.req("CAT-005")
def test_a_code_is_composed_of_body_level_and_base_code() -> None:
    assert compose_item(body="11370800MB28559184", level=3, base="370117002011").value == REAL
    assert compose_item(body=" 11370800mb28559184", level=3, base="３７０１１７００２０１１").value == REAL


@pytest.mark.parametrize(
    ("body", "level", "base"),
    [
        ("11370800MB28559185", 3, "370117002011"),
        ("11370800MB28559184", 7, "370117002011"),
        (REAL[:18], 3, "37011700201"),
    ],
)
def test_a_part_that_is_wrong_composes_nothing(body: str, level: int, base: str) -> None:
    with pytest.raises(CodeError):
        compose_item(body=body, level=level, base=base)


def test_every_part_is_told_with_its_places_and_what_it_means() -> None:
    found = parts_of_item(REAL)
    assert "".join(one.text for one in found) == REAL
    assert [(one.first, one.last) for one in found] == [
        (1, 18), (19, 19), (20, 21), (22, 23), (24, 25), (26, 28), (29, 31)
    ]  # fmt: skip
    assert [one.meaning for one in found][1:4] == ["市级", "山东目录", "行政许可"]
    assert not any(one.wrong for one in found)


@pytest.mark.req("CAT-005")
@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("11370800MB285591853370117002011", {"实施主体代码"}),
        ("11370800MB285591847370117002011", {"行使层级"}),
        ("11370800MB285591843990117002011", {"目录层级"}),
        ("11370800MB285591843370017002011", {"事项类型"}),
        ("11370800MB285591843001517002011", {"事项类型"}),
        ("11370800MB285591843372117002011", set()),  # a province's own type
        ("11370800MB28559184337011A002011", {"部门（条线）"}),
        ("11370800MB28559184337011700B011", {"主项"}),
        ("11370800MB2855918433701170020", {"子项"}),
        ("11370800MB28559185X370117002O11", {"实施主体代码", "行使层级", "子项"}),
        (REAL + "01", {"多出的部分"}),
    ],
)
def test_only_the_parts_that_are_wrong_are_named(code: str, wrong: set[str]) -> None:
    found = parts_of_item(code)
    assert {one.title for one in found if one.wrong} == wrong
    assert all(one.wrong.endswith("。") for one in found if one.wrong)
    assert not any(one.meaning for one in found if one.wrong)


def test_a_code_not_yet_written_lacks_every_part_and_one_far_too_long_is_refused() -> None:
    assert all(one.wrong for one in parts_of_item(""))
    with pytest.raises(CodeError):
        parts_of_item("1" * 401)
