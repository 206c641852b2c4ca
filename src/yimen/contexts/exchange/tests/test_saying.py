"""Conditions in the words of a form, written out and read back: nothing is lost, and what is no condition is told."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.contexts.catalogue.api import Asked, joint_said, when_said
from yimen.contexts.exchange.saying import joint_read, when_read
from yimen.kernel.procedure import Compare, Condition, Join, Not, parse_condition

SAME = {"value": "x", "label": "a、b"}
ELEMENTS: list[dict[str, Any]] = [
    {"code": "kind", "label": "申请人类型", "type": "choice", "choices": ["自然人", {"value": "o", "label": "法人”x"}]},
    {"code": "area", "label": "占用面积", "type": "decimal"},
    {"code": "yes", "label": "影响交通", "type": "yes_no"},
    {"code": "name", "label": "名称", "type": "text"},
    {"code": "name2", "label": "名称", "type": "text"},
    {
        "code": "many",
        "label": "用途，或者",
        "type": "choices",
        "choices": ["是", "a、b", {"value": "x", "label": "a、b"}],
    },
    {"code": "odd", "label": "area", "type": "integer"},
]
FORM = Asked(ELEMENTS)
VALUES: dict[str, st.SearchStrategy[str]] = {
    "kind": st.sampled_from(["自然人", "o"]),
    "yes": st.sampled_from(["yes", "no"]),
    "many": st.sampled_from(["是", "a、b", "x"]),
}
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12)


@st.composite
def asks(draw: st.DrawFn) -> dict[str, Any]:
    code = draw(st.sampled_from([each["code"] for each in ELEMENTS]))
    value = VALUES.get(code, TEXT)
    sign = draw(st.sampled_from(["", "is_not", "one_of", "filled"]))
    if sign == "filled":
        return {"element": code, "operator": sign}
    if sign == "one_of":
        return {"element": code, "operator": sign, "value": draw(st.lists(value, min_size=1, max_size=3))}
    return {"element": code, **({"operator": sign} if sign else {}), "value": draw(value)}


WHEN = asks() | st.lists(asks(), min_size=1, max_size=4).map(lambda some: {"any_of": some})


@settings(deadline=None)
@given(WHEN)
def test_what_was_written_out_is_read_back(when: dict[str, Any]) -> None:
    said = when_said(when=when, asked=FORM)
    assert when_read(said, FORM) == when
    assert "{" not in said or "{" in json.dumps(when, ensure_ascii=False)[1:]
    assert "element" not in said


def compares() -> st.SearchStrategy[Condition]:
    number = st.integers(-(10**9), 10**9) | st.decimals(0, 1000, places=3).map(float)
    plain = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="'\"\\"), max_size=9)
    return st.one_of(
        st.builds(Compare, st.just("area"), st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), number),
        st.builds(Compare, st.just("yes"), st.sampled_from(["==", "!="]), st.booleans()),
        st.builds(Compare, st.just("kind"), st.sampled_from(["==", "!="]), VALUES["kind"]),
        st.builds(Compare, st.just("name"), st.sampled_from(["==", "!="]), plain),
    )


def joined(word: str) -> Any:
    return lambda parts: Join(word, tuple(parts))  # type: ignore[arg-type]


CONDITION = st.recursive(
    compares(),
    lambda inner: st.one_of(
        inner.map(Not), *(st.lists(inner, min_size=2, max_size=3).map(joined(word)) for word in ("and", "or"))
    ),
    max_leaves=6,
)


def text(condition: Condition) -> str:
    """Returns a condition as a procedure writes it, with brackets around everything."""
    if isinstance(condition, Compare):
        value = condition.value
        said = str(value).lower() if isinstance(value, bool) else f"'{value}'" if isinstance(value, str) else f"{value}"
        return f"{condition.name} {condition.sign} {said}"
    if isinstance(condition, Not):
        return f"not ({text(condition.part)})"
    return f" {condition.word} ".join(f"({text(part)})" for part in condition.parts)


@settings(deadline=None)
@given(CONDITION)
def test_what_decides_who_takes_part_is_read_back(condition: Condition) -> None:
    stated = text(condition)
    if len(stated) < 400:
        said = joint_said(text=stated, asked=FORM)
        assert parse_condition(joint_read(text=said, asked=FORM)) == parse_condition(stated)
        assert not any(sign in said for sign in ("==", "!=", " and ", " or ", "true"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("“申请人类型”是“自然人”", {"element": "kind", "value": "自然人"}),
        ("“影响交通” 不是 “是”", {"element": "yes", "operator": "is_not", "value": "yes"}),
        ("“用途，或者”是“是”、“a、b（x）”之一", {"element": "many", "operator": "one_of", "value": ["是", "x"]}),
        ("“名称（name2）”已填写", {"element": "name2", "operator": "filled"}),
        ("“area”是“1”", None),
    ],
)
def test_the_form_names_questions_and_answers(said: str, meant: dict[str, Any] | None) -> None:
    if meant is None:  # the label of one question is the code of another
        assert when_read(said, FORM)["element"] == "area"
        assert when_said(when={"element": "odd", "value": "1"}, asked=FORM) == "“area（odd）”是“1”"
    else:
        assert when_read(said, FORM) == meant


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("法人", "条件第 1 个字"),
        ("“没有”是“1”", "“申请人类型”"),
        ("“申请人类型”是“外星人”", "“自然人”"),
        ("“影响交通”是“yes”", "只能是“是”或“否”"),
        ("“申请人类型”", "末尾"),
        ("“申请人类型”是“自然人”、“自然人”", "之一"),
        ("“申请人类型”是“自然人”并且“影响交通”是“是”", "应当结束"),
        ("“名称”是“1”", "有几项"),
        ("“占用面积”是 3", "加引号的答案"),
        ("“申请人类型”是“自然人", "看不懂"),
        ('{"element":"kind","value":"o"}', "改写成：“申请人类型”是“法人””x”"),
        ('{"element":1', "不是条件的写法"),
    ],
)
def test_what_is_no_condition_is_told_with_what_to_write(wrong: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"[。：]") as refused:
        when_read(wrong, FORM)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("area > 100 and yes", "改写成：“占用面积”大于100，并且“影响交通”是“是”"),
        ("area >", "不是条件的写法"),
        ("“占用面积”多于 3", "看不懂"),
        ("“占用面积”大于", "加引号的答案"),
        ("不满足“影响交通”是“是”", "应当写“（”"),
        ("（" * 30 + "“影响交通”是“是”" + "）" * 30, "20 层"),
    ],
)
def test_who_takes_part_is_told_with_what_to_write(wrong: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"[。：]") as refused:
        joint_read(text=wrong, asked=FORM)
    assert words in str(refused.value)
