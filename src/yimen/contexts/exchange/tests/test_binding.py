"""One rule for both ways: what binds an item on the pages binds it in a file, told by sheet, row and column."""

import copy
import json
from typing import Any

import pytest

from yimen.contexts.catalogue.api import SAME, hand_in
from yimen.contexts.journal.api import Act

from . import workbooks
from .conftest import DAY, DEMO
from .test_entering import UNIT, exported, looked_at, own, writer, written

__all__ = ["own"]  # the fixture
SHEET, OTHER = "业务办理项", "11430281MB9900151R"


def _with(rows: list[list[str]]) -> bytes:
    """Returns the unit's workbook with handling items; each row goes without the code of its item, the first one."""
    sheets = workbooks.read(exported())
    code = sheets["事项"][2][0]
    sheets[SHEET] = [*sheets[SHEET][:2], *([code, *row] for row in rows)]
    return written(sheets)


def _told(found: Any) -> list[tuple[str, int, str, str]]:
    return [(one.sheet, one.row, one.column, one.cell) for one in found.wrong]


@pytest.mark.req("CAT-005", "CAT-006")
@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (["02", "变更", "方案有改动的", "15", ""], ("承诺时限", "E4"), "长于本事项承诺的 10 个"),
        (["02", "变更", "方案有改动的", "1", ""], ("承诺时限", "E4"), "与办理流程不符"),
        (["02", "变更", "方案有改动的", "30", ""], ("承诺时限", "E4"), "超过法定时限"),
        (["02", "新办", "方案有改动的", "", ""], ("办理项名称", "C4"), "名称都是“新办”"),
        (["2", "变更", "方案有改动的", "", ""], ("编号", "B4"), "两位数字"),
        (["02", "变更", "方案有改动的", "", "nothing"], ("材料代码", "F4"), "不在申请材料里"),
        (["02", "变更", "方案有改动的", "", "", "停车费"], ("收费项目", "G4"), "不在本事项的收费里"),
    ],
)
def test_what_a_handling_item_must_keep_is_told_at_its_row_and_column(
    own: list[dict[str, Any]], act: Act, row: list[str], column: tuple[str, str], words: str
) -> None:
    found = looked_at(act, _with([["01", "新办", "第一次申请的", "", ""], row]))
    assert (SHEET, 4, *column) in _told(found), found.wrong
    assert any(words in one.words for one in found.wrong), found.wrong


@pytest.mark.req("CAT-006")
def test_a_code_of_another_province_is_refused_in_a_file_too(own: list[dict[str, Any]], act: Act) -> None:
    foreign = copy.deepcopy(own[0]) | {"code": f"{UNIT}4450511001000", "type": "行政给付", "silence": []}
    (wrong,) = [
        one for one in looked_at(act, json.dumps([foreign]).encode(), "a.json").wrong if one.column == "实施编码"
    ]
    assert "450511001000 不是本地的编码" in wrong.words
    assert "“00”、“43”" in wrong.words


def test_the_unit_s_own_phone_is_no_change(own: list[dict[str, Any]], items: list[dict[str, Any]], act: Act) -> None:
    item = next(item for item in items if item["unit"] == OTHER and "consult_phone" not in item)
    (unit,) = [each for each in json.loads((DEMO / "organisations.json").read_text("utf-8")) if each["code"] == OTHER]
    phones = {"consult_phone": unit["phone"], "complaint_phone": unit["supervision_phone"]}
    found = looked_at(act, json.dumps([item | phones]).encode(), "a.json", writer(OTHER))
    assert [(one.kind, one.changed) for one in found.items] == [(SAME, ())]
    stated = item | phones | {"consult_phone": "0731-00000099"}
    (other,) = hand_in(reader=writer(OTHER), items=[stated], on=DAY)
    assert not [key for key, _ in other.faults if key in phones]
    whole = next(item for item in own if "consult_phone" in item)
    changed = looked_at(act, json.dumps([whole | {"consult_phone": "0731-00000099"}]).encode(), "a.json")
    assert [one.changed for one in changed.items] == [("consult_phone",)]


def test_a_handling_item_with_nothing_of_its_own_comes_in_by_a_sheet(own: list[dict[str, Any]], act: Act) -> None:
    rows = [["01", "新办", "第一次申请的", "", "", ""], ["02", "变更", "方案有改动的", "9", "design", "不收费"]]
    found = looked_at(act, _with(rows))
    assert found.wrong == ()
    assert found.items[0].content["variants"] == [
        {"number": "01", "name": "新办", "situation": "第一次申请的"},
        {
            "number": "02",
            "name": "变更",
            "situation": "方案有改动的",
            "promised": 9,
            "materials": ["design"],
            "fees": ["不收费"],
        },
    ]
