"""Forms as data: what is refused and where; conditions, materials and merging by hand."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from yimen.kernel.forms import Form, FormError, answers_for, form_from_data, materials_missing, merge, validate

from .days import TODAY

pytestmark = pytest.mark.pure

WORKS: dict[str, Any] = {
    "code": "works",
    "title": "占用公路申请表",
    "sections": [
        {
            "title": "申请人",
            "fields": [
                {"element": {"code": "kind", "label": "申请人类型", "type": "choice", "choices": ["自然人", "法人"]}},
                {
                    "element": {"code": "uscc", "label": "信用代码", "type": "uscc"},
                    "when": {"element": "kind", "value": "法人"},
                },
            ],
        },
        {
            "title": "施工",
            "fields": [
                {"element": {"code": "closes", "label": "是否封路", "type": "yes_no"}},
                {
                    "element": {"code": "detour", "label": "绕行方案", "type": "paragraph"},
                    "when": {"element": "closes", "value": "yes"},
                },
                {
                    "element": {"code": "days", "label": "工期", "type": "integer", "minimum": 1, "maximum": 90},
                    "required_when": {
                        "any_of": [{"element": "closes", "value": "yes"}, {"element": "uscc", "operator": "filled"}]
                    },
                },
            ],
        },
    ],
    "materials": [
        {"code": "plan", "name": "施工方案"},
        {"code": "traffic", "name": "交通方案", "when": {"element": "closes", "value": "yes"}, "tolerable": True},
        {"code": "licence", "name": "营业执照", "source": "licence"},
        {"code": "photo", "name": "照片", "required": False},
    ],
}


def spoiled(path: str, value: object) -> dict[str, Any]:
    data = deepcopy(WORKS)
    *way, last = path.split("/")
    spot: Any = data
    for step in way:
        spot = spot[int(step) if step.isdigit() else step]
    if value is None:
        del spot[last]
    else:
        spot[int(last) if last.isdigit() else last] = value
    return data


def test_a_field_is_asked_and_required_by_its_conditions() -> None:
    form = form_from_data(WORKS)
    person = validate(form, {"kind": "自然人", "closes": "否", "uscc": "x", "detour": "y"}, today=TODAY)
    assert (person.values, person.errors) == ({"kind": "自然人", "closes": False}, ())
    company = validate(form, {"kind": "法人", "uscc": "91350100M000100Y43", "closes": "no"}, today=TODAY)
    assert [error.code for error in company.errors] == ["days"]
    closing = validate(form, {"kind": "自然人", "closes": "yes"}, today=TODAY)
    assert [error.code for error in closing.errors] == ["detour", "days"]


def test_materials_follow_the_answers_and_what_registers_hold_is_not_asked() -> None:
    form = form_from_data(WORKS)
    assert [m.code for m in materials_missing(form, {}, ())] == ["plan"]
    assert [m.code for m in materials_missing(form, {"closes": "yes"}, ())] == ["plan", "traffic"]
    assert [m.code for m in materials_missing(form, {"closes": True}, ["plan"])] == ["traffic"]


@pytest.mark.parametrize(
    ("path", "value", "where", "why"),
    [
        ("code", None, "code", "缺少"),
        ("code", "1x", "code", "英文字母开头"),
        ("title", " ", "title", "不能为空"),
        ("colour", "red", "", "不认识的项：colour"),
        ("sections", {}, "sections", "应是列表"),
        ("sections/0/fields/0/element/type", "colour", "sections[0].fields[0].element.type", "没有这种类型"),
        ("sections/0/fields/0/element/choices", [], "sections[0].fields[0].element.choices", "要列出选项"),
        ("sections/0/fields/0/element/choices", ["a", "a"], "sections[0].fields[0].element.choices", "重复"),
        ("sections/0/fields/0/element/choices", [" a"], "sections[0].fields[0].element.choices", "首尾不能有空格"),
        ("sections/0/fields/0/element/code", "uscc", "sections[0].fields[1].element.code", "出现了两次"),
        ("sections/0/fields/1/when/element", "nobody", "sections[0].fields[1].when", "不在表单里"),
        ("sections/0/fields/1/when/value", "外国人", "sections[0].fields[1].when", "不是“申请人类型”的选项"),
        ("sections/1/fields/1/when/value", "是", "sections[1].fields[1].when", "不是“是否封路”的选项"),
        ("sections/1/fields/1/when/operator", "like", "sections[1].fields[1].when.operator", "没有这种判断"),
        ("sections/1/fields/1/when/element", "detour", "sections", "互相等待"),
        ("sections/1/fields/2/element/minimum", "many", "sections[1].fields[2].element.minimum", "与类型不符"),
        ("sections/1/fields/2/element/minimum", 91, "sections[1].fields[2].element.minimum", "下限大于上限"),
        ("sections/1/fields/2/element/required", "yes", "sections[1].fields[2].element.required", "true 或 false"),
        ("sections/1/fields/2/element/max_length", 5, "sections[1].fields[2].element.max_length", "只有文字类"),
        ("sections/1/fields/1/element/max_length", 0, "sections[1].fields[1].element.max_length", "1 至"),
        ("sections/1/fields/1/element/pattern_name", "digits", "sections[1].fields[1].element.pattern_name", "单行"),
        ("sections/1/fields/1/element/source", "rumour", "sections[1].fields[1].element.source", "没有这种来源"),
        ("sections/1/fields/2/required_when/any_of", [], "sections[1].fields[2].required_when.any_of", "至少"),
        ("materials/0/code", "traffic", "materials[1].code", "出现了两次"),
        ("materials/0/originals", 100, "materials[0].originals", "0 至 99"),
        ("materials/0/copies", True, "materials[0].copies", "应是整数"),
        ("materials/0/formats", [], "materials[0].formats", "至少要有一种"),
        ("materials/0/formats", ["PDF"], "materials[0].formats", "小写扩展名"),
        ("materials/0/max_bytes", 0, "materials[0].max_bytes", "1 至"),
        ("materials/1/when/element", "nobody", "materials[1].when", "不在表单里"),
    ],
)
def test_a_faulty_form_says_where_and_why(path: str, value: object, where: str, why: str) -> None:
    with pytest.raises(FormError) as refusal:
        form_from_data(spoiled(path, value))
    assert refusal.value.path == where
    assert why in refusal.value.reason


@pytest.mark.parametrize(("path", "value"), [("max_bytes", 1), ("max_bytes", 2**31), ("originals", 0), ("copies", 99)])
def test_the_ends_of_a_range_are_in_it(path: str, value: int) -> None:
    assert getattr(form_from_data(spoiled(f"materials/0/{path}", value)).materials[0], path) == value


def test_a_long_chain_of_conditions_is_no_circle_and_no_recursion() -> None:
    fields: list[dict[str, Any]] = [{"element": {"code": "q0", "label": "问 0", "type": "yes_no"}}]
    for number in range(1, 1999):
        element = {"code": f"q{number}", "label": f"问 {number}", "type": "yes_no"}
        fields.append({"element": element, "when": {"element": f"q{number - 1}", "value": "yes"}})
    form = form_from_data({"code": "long", "title": "长表", "sections": [{"title": "", "fields": fields[::-1]}]})
    answers = {f"q{number}": "yes" for number in range(1999)}
    assert len(validate(form, answers, today=TODAY).values) == 1999
    assert len(validate(form, {**answers, "q5": "no"}, today=TODAY).values) == 6


def form(code: str, element: dict[str, Any], **more: Any) -> Form:
    material = more.pop("material", None)
    field = {"element": {"code": "it", "label": "这一项", "type": "text", **element}, **more}
    other = {"element": {"code": "way", "label": "方式", "type": "choice", "choices": ["a", "b"]}}
    sections = [{"title": "一", "fields": [other, field]}]
    return form_from_data(
        {"code": code, "title": code, "sections": sections, "materials": [material] if material else []}
    )


@pytest.mark.parametrize(
    ("one", "two", "what"),
    [
        ({"type": "text"}, {"type": "integer"}, "类型"),
        ({"type": "choice", "choices": ["x"]}, {"type": "choice", "choices": ["y"]}, "选项"),
        ({"pattern_name": "digits"}, {"pattern_name": "email"}, "格式"),
        ({"type": "date", "minimum": "today"}, {"type": "date", "minimum": "2026-01-01"}, "上下限"),
    ],
)
def test_forms_that_disagree_are_not_merged(one: dict[str, Any], two: dict[str, Any], what: str) -> None:
    with pytest.raises(FormError, match=what):
        merge([form("f1", one), form("f2", two)])


def test_merging_takes_the_tighter_of_two() -> None:
    merged = merge(
        [
            form("f1", {"type": "integer", "minimum": "1", "maximum": "50", "required": False, "personal": True}),
            form("f2", {"type": "integer", "minimum": "5", "hint": "人数"}),
        ]
    ).form
    element = merged.fields[1].element
    assert (element.minimum, element.maximum, element.required, element.hint) == ("5", "50", True, "人数")
    assert element.personal
    lengths = merge([form("f1", {"max_length": 30}), form("f2", {"max_length": 20})]).form
    assert lengths.fields[1].element.max_length == 20


def test_merging_asks_where_either_asks_and_gives_each_its_own() -> None:
    one = form("f1", {}, when={"element": "way", "value": "a"})
    two = form("f2", {"required": False}, when={"element": "way", "value": "b"})
    both = merge([one, two])
    assert dict(both.needed_by) == {"way": ("f1", "f2"), "it": ("f1", "f2")}
    assert [error.code for error in validate(both.form, {"way": "a"}, today=TODAY).errors] == ["it"]
    assert validate(both.form, {"way": "b"}, today=TODAY).errors == ()
    answers = {"way": "b", "it": "x"}
    assert answers_for(both, one, answers) == {"way": "b"}
    assert answers_for(both, two, answers) == answers
    with pytest.raises(FormError, match="不在合并的表单里"):
        answers_for(both, form("f3", {}), answers)


def test_merged_materials_are_handed_in_once_in_a_form_both_accept() -> None:
    one = {"code": "m", "name": "方案", "originals": 1, "formats": ["pdf", "jpg"], "basis": "甲法", "tolerable": True}
    two = {"code": "m", "name": "方案", "copies": 2, "formats": ["jpg", "png"], "basis": "乙法", "max_bytes": 1000}
    (both,) = merge([form("f1", {}, material=one), form("f2", {}, material=two)]).form.materials
    assert (both.originals, both.copies, both.formats, both.basis) == (1, 2, ("jpg",), "甲法；乙法")
    assert (both.tolerable, both.max_bytes) == (False, 1000)
    for spoil, why in (({"name": "别名"}, "材料名称"), ({"formats": ["tif"]}, "共同接受的文件格式")):
        with pytest.raises(FormError, match=why):
            merge([form("f1", {}, material=one), form("f2", {}, material={**two, **spoil})])
    optional = {**two, "required": False, "when": {"element": "way", "value": "b"}}
    strict = {**one, "when": {"element": "way", "value": "a"}}
    mixed = merge([form("f1", {}, material=strict), form("f2", {}, material=optional)]).form
    assert [m.code for m in materials_missing(mixed, {"way": "a"}, ())] == ["m"]
    assert materials_missing(mixed, {"way": "b"}, ()) == ()


def test_nothing_and_the_same_form_twice_are_not_merged() -> None:
    with pytest.raises(FormError, match="没有可以合并的表单"):
        merge([])
    with pytest.raises(FormError, match="出现了两次"):
        merge([form("f1", {}), form("f1", {})])


def test_the_demonstration_s_forms_of_one_place_merge_into_one() -> None:
    demo = Path(__file__).parents[5] / "demo" / "items.json"
    items = json.loads(demo.read_text("utf-8"))
    for region in {item["region"] for item in items}:
        forms = [form_from_data(item["form"]) for item in items if item["region"] == region]
        asked = [field.element.code for field in merge(forms).form.fields]
        assert len(asked) == len(set(asked)) < sum(len(each.fields) for each in forms)
