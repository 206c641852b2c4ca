"""An official fills in sheets without a word of JSON or English; what goes out comes back the same."""

import copy
import json
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.contexts.catalogue.api import LABELS, Change, publish
from yimen.contexts.exchange.columns import MAIN, PARTS, Column, main_columns, main_row, part_rows, row_of
from yimen.contexts.exchange.exporting import part_cells
from yimen.contexts.exchange.reading import taken
from yimen.contexts.exchange.settling import settled
from yimen.contexts.exchange.sheetwriting import Head, Sheet, spreadsheet
from yimen.contexts.journal.api import Act
from yimen.kernel.forms import form_from_data
from yimen.kernel.procedure import parse_condition

from . import workbooks
from .conftest import DAY, DEMO, START
from .test_entering import ENGLISH, UNIT, _cell, exported, looked_at, own, written

__all__ = ["own"]
ITEMS = json.loads((DEMO / "items.json").read_text("utf-8"))
PARTNER = "11430281MB9900151R"
WORD = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
DAYS = st.sampled_from(["", "today", "2026-01-01"])
LABEL = WORD.filter(lambda word: not word.startswith("="))


def sheets_of(items: list[dict[str, Any]]) -> bytes:
    def heads(columns: tuple[Column, ...]) -> tuple[Head, ...]:
        return tuple(Head(column.title) for column in columns)

    cells = row_of(main_columns())
    sheets = [Sheet(MAIN, heads(main_columns()), [cells(main_row(item)) for item in items])]
    for part in PARTS:
        rows = [row for item in items for row in part_cells(part, item["code"], part_rows(item)[part.key])]
        sheets.append(Sheet(part.title, (Head("实施编码"), *heads(part.columns)), rows))
    return b"".join(spreadsheet(sheets))


def read_back(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    content = sheets_of(items)
    found = settled(taken(BytesIO(content), len(content), "a.xlsx"), DAY)
    assert found.wrong == []
    return found.items


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """A form whose later questions and materials depend on earlier ones, in every way that there is."""
    labels = draw(st.lists(LABEL, min_size=4, max_size=4))
    choices: list[Any] = draw(st.lists(LABEL, min_size=2, max_size=4, unique=True))
    if draw(st.booleans()):
        choices[0] = {"value": choices[0], "label": draw(LABEL).replace("=", "")}
        choices[0] = choices[0] if choices[0]["label"] else choices[0]["value"]
    choices = [each if isinstance(each, dict) or "=" not in each else {"value": "v", "label": "w"} for each in choices]
    values = [each["value"] if isinstance(each, dict) else each for each in choices]
    if len(set(values)) != len(values) or any("=" in value for value in values):
        choices, values = ["甲", "乙"], ["甲", "乙"]
    elements = [
        {"code": "one", "label": labels[0], "type": draw(st.sampled_from(["choice", "choices"])), "choices": choices},
        {"code": "two", "label": labels[1], "type": "yes_no"},
        {"code": "three", "label": labels[2], "type": "text", "pattern_name": draw(st.sampled_from(["", "digits"]))},
        {
            "code": "four",
            "label": labels[3],
            "type": "date",
            "minimum": draw(st.sampled_from(["", "today", "2026-01-01"])),
        },
    ]
    tests = {"one": st.sampled_from(values), "two": st.sampled_from(["yes", "no"]), "three": WORD}

    @st.composite
    def when(draw: st.DrawFn, codes: list[str]) -> dict[str, Any]:
        code = draw(st.sampled_from(codes))
        sign = draw(st.sampled_from(["is", "is_not", "one_of", "filled"]))
        if sign == "one_of":
            return {"element": code, "operator": sign, "value": draw(st.lists(tests[code], min_size=1, max_size=3))}
        return {"element": code, "operator": sign, **({} if sign == "filled" else {"value": draw(tests[code])})}

    def ask(codes: list[str]) -> dict[str, Any]:
        several = st.lists(when(codes), min_size=1, max_size=3).map(lambda some: {"any_of": some})
        found = draw(st.none() | when(codes) | several)
        return {"when": found} if found else {}

    fields: list[dict[str, Any]] = [{"element": elements[0]}]
    fields += [
        {"element": element, **ask(["one", "two", "three"][:place])} for place, element in enumerate(elements[1:], 1)
    ]
    size = draw(st.sampled_from([1, 1024, 5000, 300 * 1024, 10 * 1024**2]))
    materials = [{"code": "m", "name": draw(LABEL), "max_bytes": size, **ask(["one", "two", "three"])}]
    return {"code": "form", "title": "表", "sections": [{"title": "组", "fields": fields}], "materials": materials}


JOINED = st.sampled_from(["two", "not two", "two == false and (three == 'x' or not two)", "three != '是' or two", ""])


@settings(deadline=None)
@given(forms(), JOINED, st.sets(st.sampled_from([key for key in LABELS if key != "demo"])), st.booleans())
def test_whatever_an_item_says_comes_back_from_its_sheets(
    form: dict[str, Any], joined: str, demo: set[str], every: bool
) -> None:
    item = copy.deepcopy(ITEMS[0])
    item |= {"form": form, "joint": [{"unit": PARTNER, "duty": "看", "when": joined}], "renews": "four"}
    item["demo"] = sorted(demo if not every else set(LABELS) - {"demo"})
    item["samples"] = [{"material": "m", "kind": "样表", "name": "a.pdf", "sha256": "0" * 64}]
    (found,) = read_back([item])
    assert form_from_data(found["form"]) == form_from_data(form)
    assert (found["renews"], found["samples"]) == (item["renews"], item["samples"])
    assert set(found.get("demo", ())) == set(item["demo"])
    (row,) = found["joint"]
    assert (row["unit"], row["duty"]) == (PARTNER, "看")
    assert (parse_condition(row["when"]) if joined else row.get("when", "")) == (joined and parse_condition(joined))


def test_every_demonstration_item_comes_back_from_its_sheets() -> None:
    found = read_back(ITEMS)
    assert len(found) == len(ITEMS)
    for mine, theirs in zip(ITEMS, found, strict=True):
        assert form_from_data(theirs["form"]) == form_from_data(mine["form"])


def test_no_cell_that_is_filled_in_holds_json_or_a_name_of_the_program(own: list[dict[str, Any]]) -> None:
    codes = {
        "实施编码",
        "材料代码",
        "填写项代码",
        "申请表代码",
        "办理流程",
        "法定期限编号",
        "文件格式",
        "超时默认",
        "选项",
    }
    for name, (heads, notes, *rows) in workbooks.read(exported()).items():
        if name == "填写说明":
            continue
        assert not any(ENGLISH.search(head) or "{" in note for head, note in zip(heads, notes, strict=False)), name
        for row in rows:
            for head, cell in zip(heads, row, strict=False):
                assert head in codes or not (ENGLISH.search(cell) or "{" in cell), (name, head, cell)


def test_names_stand_beside_codes_and_either_will_do(own: list[dict[str, Any]], act: Act) -> None:
    sheets = workbooks.read(exported())
    head, _, *rows = sheets["事项"]
    pairs = (
        ("实施机关", "实施机关名称"),
        ("受理窗口", "受理窗口名称"),
        ("办理流程", "办理流程名称"),
        ("区划", "区划名称"),
    )
    for row in rows:
        for code, name in pairs:
            assert row[head.index(code)]
            assert row[head.index(name)], name
    assert rows[0][head.index("区划名称")] == "湖南省株洲市醴陵市"
    for code, name in pairs:
        _cell("事项", 3, name if code == "区划" else code, "")(sheets)
    found = looked_at(act, written(sheets))
    assert found.wrong == ()
    assert {one.kind for one in found.items} == {"不变"}


@pytest.mark.parametrize(
    ("sheet", "title", "value", "words"),
    [
        ("事项", "实施机关名称", "别的局", "与前一列不符"),
        ("事项", "办理流程名称", "别的流程", "与前一列不符"),
        ("事项", "区划名称", "别处", "与前一列不符"),
        ("事项", "演示数据", "大概", "没有名称为“大概”的项"),
        ("申请材料", "最大字节数", "很大", "10 MB"),
        ("申请材料", "什么情况提交", '{"element":"applicant_kind","value":"法人"}', "请改写成：“申请人类型”是“法人”"),
        ("申请表", "格式", "乱写", "电子邮箱"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_what_to_write(
    own: list[dict[str, Any]], act: Act, sheet: str, title: str, value: str, words: str
) -> None:
    sheets = workbooks.read(exported())
    _cell(sheet, 3, title, value)(sheets)
    (one,) = looked_at(act, written(sheets)).wrong
    assert (one.sheet, one.row, one.column) == (sheet, 3, title)
    assert one.cell.endswith("3")
    assert words in one.words
    assert "。" in one.words or "”" in one.words


def test_a_name_that_is_nobody_s_is_told_once(own: list[dict[str, Any]], act: Act) -> None:
    sheets = workbooks.read(exported())
    _cell("事项", 3, "实施机关", "")(sheets)
    _cell("事项", 3, "实施机关名称", "没有的局")(sheets)
    (one,) = looked_at(act, written(sheets)).wrong
    assert (one.row, one.column) == (3, "实施机关名称")
    assert "没有名称为“没有的局”的单位" in one.words


def test_samples_and_partners_are_named_by_name_and_codes_need_not_be_invented(
    own: list[dict[str, Any]], act: Act
) -> None:
    item = copy.deepcopy(own[0])
    publish(act=act, item=item, valid_from=DAY, change=Change("变更", "试", "试"))
    sheets = workbooks.read(exported())
    code, material = sheets["申请材料"][2][0], sheets["申请材料"][2][2]
    sheets["样表和空白表格"].append([code, "", material, "样表", "a.pdf", "0" * 64])
    sheets["协办部门"].append([code, "", "醴陵市自然资源局", "看用地"])
    sheets["申请材料"].append([code, "", "新的材料", "是"])
    content = written(sheets)
    found = settled(taken(BytesIO(content), len(content), "a.xlsx"), START)
    assert [one.words for one in found.wrong if "没有名称" not in one.words] == []
    (mine,) = [each for each in found.items if each["code"] == code]
    assert mine["samples"][-1]["material"] == mine["form"]["materials"][0]["code"]
    assert mine["form"]["materials"][-1]["code"] == "m1"
    assert mine["unit"] == UNIT


def _placed(sheets: dict[str, list[list[str]]], row: int, head: str, text: str | None = None) -> str:
    """Returns what a cell of the items' sheet says, after writing a text into it."""
    line, place = sheets["事项"][row], sheets["事项"][0].index(head)
    line += [""] * (place + 1 - len(line))
    if text is not None:
        line[place] = text
    return line[place]


def test_limits_and_prerequisites_stand_by_name_with_their_code_and_either_will_do(
    own: list[dict[str, Any]], act: Act
) -> None:
    sheets = workbooks.read(exported())
    said = _placed(sheets, 2, "超时默认")
    name, _, code = said.partition("（")
    assert code == "xk.one_time_notice）"
    assert name
    assert name.isprintable()
    assert not name.isascii()
    for text in (name, code.removesuffix("）"), said, f"{name}({code.removesuffix('）')})"):
        _placed(sheets, 2, "超时默认", text)
        found = looked_at(act, written(sheets))
        assert [one.changed for one in found.items if one.changed] == [], found.wrong
    _placed(sheets, 2, "前置事项", f"{own[1]['name']}\n{own[2]['name']}（{own[2]['code'][19:]}）")
    _placed(sheets, 2, "法定期限编号", "行政许可决定（没有这样的）")
    found = looked_at(act, written(sheets))
    assert [(one.row, one.column, one.cell[-1:]) for one in found.wrong] == [(3, "法定期限编号", "3")]
    _placed(sheets, 2, "法定期限编号", "xk.decide")
    needs = looked_at(act, written(sheets)).items[0].content
    assert needs["prerequisites"] == [own[1]["code"][19:], own[2]["code"][19:]]
    assert needs["statutory"]["rule"] == "xk.decide"


def test_a_prerequisite_that_many_rows_name_is_looked_up_once(own: list[dict[str, Any]], act: Act) -> None:
    sheets = workbooks.read(exported())
    for row in (2, 3, 4):
        _placed(sheets, row, "前置事项", own[4]["name"])
    with CaptureQueriesContext(connection) as asked:
        found = looked_at(act, written(sheets))
    assert [one.content["prerequisites"] for one in found.items[:3]] == [[own[4]["code"][19:]]] * 3
    assert sum('"catalogue_version"."name" IN ' in one["sql"] for one in asked.captured_queries) == 1


@pytest.mark.parametrize(
    ("head", "text", "words"),
    [
        ("超时默认", "别的名称（xk.one_time_notice）", "名称和括号里的编号不符"),
        ("前置事项", "没有的事项", "没有名称为“没有的事项”的事项"),
        ("法定期限编号", "没有的期限", "没有名称为“没有的期限”的法定期限"),
    ],
)
def test_a_name_that_means_nothing_or_something_else_is_told_at_its_cell(
    own: list[dict[str, Any]], act: Act, head: str, text: str, words: str
) -> None:
    sheets = workbooks.read(exported())
    _placed(sheets, 2, head, text)
    found = [one for one in looked_at(act, written(sheets)).wrong if one.column == head]
    assert [(one.sheet, one.row) for one in found] == [("事项", 3)]
    assert words in found[0].words


@pytest.mark.parametrize(
    ("given", "written_", "read"),
    [
        ({"copies": 2}, (1, 2), (1, 2)),  # as JSON says it: an original and two copies
        ({"originals": 0, "copies": 2}, (0, 2), (0, 2)),
        ({"originals": "", "copies": 2}, ("", 2), (0, 2)),  # as an official fills it in: copies only
        ({}, (None, None), (1, 0)),
    ],
)
def test_copies_alone_ask_for_no_original_and_the_sheet_says_so(
    given: dict[str, Any], written_: tuple[Any, Any], read: tuple[int, int]
) -> None:
    item = copy.deepcopy(ITEMS[0])
    item["form"]["materials"] = [{"code": "a", "name": "一份材料", **given}]
    (row,) = part_rows(item)["materials"]
    assert (row.get("originals"), row.get("copies")) == written_
    (back,) = read_back([item])
    (one,) = form_from_data(back["form"]).materials
    assert (one.originals, one.copies) == read
    notes = {column.key: column.note for part in PARTS if part.key == "materials" for column in part.columns}
    assert "只填复印件的为 0" in notes["originals"]
