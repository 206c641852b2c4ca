"""Items come in: whole or not at all, every fault by its place, as drafts and never as versions."""

import copy
import json
import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from yimen.contexts.catalogue.api import DraftRefused, Proposal, draft, drafts, guide
from yimen.contexts.exchange.api import (
    Checked,
    ImportRefused,
    NoSuchImport,
    apply_import,
    check_import,
    one_import,
    package,
    workbook,
)
from yimen.contexts.exchange.sheetwriting import Head, Sheet, spreadsheet
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, trail

from . import workbooks
from .conftest import DAY, NOW
from .test_leaving import unpacked

UNIT, PLACE = "11430281MB990011XC", "430281000000"
Sheets = dict[str, list[list[str]]]


def writer(unit: str = UNIT, name: str = "a") -> Reader:
    post = Post(unit, "醴陵市公路局", PLACE, "editor", "醴陵市公路局事项编制岗")
    return Reader(kind="officer", account=uuid.UUID(int=ord(name)), name="编制人", posts=(post,))


def looked_at(act: Act, content: bytes, name: str = "事项.xlsx", reader: Reader | None = None) -> Checked:
    who = reader or writer()
    return check_import(act=act, reader=who, file=BytesIO(content), size=len(content), name=name)


def exported() -> bytes:
    return b"".join(workbook(on=DAY, unit=UNIT))


def written(sheets: Sheets) -> bytes:
    """Returns sheets as a file; their first rows are their heads."""
    return b"".join(
        spreadsheet(
            [
                Sheet(name, tuple(Head(title) for title in rows[0]), rows[2:] or ())
                for name, rows in sheets.items()
                if name != "填写说明"
            ]
        )
    )


def places(found: Checked) -> set[tuple[str, int, str]]:
    return {(one.sheet, one.row, one.column) for one in found.wrong}


@pytest.fixture
def own(loaded: None, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns the unit's own items, published."""
    return [item for item in items if item["unit"] == UNIT]


def test_what_went_out_as_a_spreadsheet_comes_back_without_a_difference(own: list[dict[str, Any]], act: Act) -> None:
    found = looked_at(act, exported())
    assert found.wrong == ()
    assert {one.code for one in found.items} == {item["code"] for item in own}
    assert {(one.kind, one.changed) for one in found.items} == {("不变", ())}
    assert found.id
    assert apply_import(act=act, reader=writer(), id=found.id, proposal=Proposal(reason="试", document="")) == 0
    assert drafts(reader=writer()) == ()


def test_what_went_out_as_json_comes_back_without_a_difference(own: list[dict[str, Any]], act: Act) -> None:
    lines = unpacked(package(on=DAY, now=NOW))["items.jsonl"].splitlines()
    mine = [line for line in lines if json.loads(line)["item"]["unit"] == UNIT]
    whole = json.dumps([json.loads(line)["item"] for line in mine], ensure_ascii=False).encode()
    files = ((b"\n".join(mine), "items.jsonl"), (whole, "items.json"), (b'{"items":' + whole + b"}", "a.json"))
    for content, name in files:
        found = looked_at(act, content, name)
        assert found.wrong == ()
        assert len(found.items) == len(own)
        assert {one.kind for one in found.items} == {"不变"}


def test_what_was_changed_and_added_becomes_drafts_and_nothing_else(own: list[dict[str, Any]], act: Act) -> None:
    changed, fresh = copy.deepcopy(own[0]), copy.deepcopy(own[1])
    changed["promised"] -= 1
    changed["conditions"].append("再加一条")
    fresh["code"] = f"{fresh['code'][:-3]}991"
    fresh["name"] = "新的事项"
    found = looked_at(act, json.dumps([changed, own[2], fresh], ensure_ascii=False).encode(), "a.json")
    kinds = {one.code: (one.kind, set(one.changed)) for one in found.items}
    assert kinds == {
        changed["code"]: ("变更", {"promised", "conditions"}),
        own[2]["code"]: ("不变", set()),
        fresh["code"]: ("新增", set()),
    }
    before = guide(code=changed["code"], on=DAY)
    assert found.id
    assert drafts(reader=writer()) == ()
    assert (
        apply_import(
            act=act, reader=writer(), id=found.id, proposal=Proposal(reason="统一标准", document="醴政发〔2026〕3号")
        )
        == 2
    )
    made = {one.code: one for one in drafts(reader=writer())}
    assert {(one.kind, one.reason, one.state) for one in made.values()} == {
        ("变更", "统一标准", "draft"),
        ("新增", "统一标准", "draft"),
    }
    assert made[changed["code"]].content["promised"] == changed["promised"]
    assert made[changed["code"]].based_on == before.id
    assert guide(code=changed["code"], on=DAY) == before
    assert [entry.verb for entry in trail(subject=made[fresh["code"]].id)] == ["catalogue.start"]
    assert draft(reader=writer(), id=made[fresh["code"]].id).name == "新的事项"
    with pytest.raises(ImportRefused, match="已经导入过"):
        apply_import(act=act, reader=writer(), id=found.id, proposal=Proposal(reason="再来", document=""))


Spoil = Callable[[Sheets], None]


def _cell(sheet: str, row: int, title: str, value: str) -> Spoil:
    def spoil(sheets: Sheets) -> None:
        place = sheets[sheet][0].index(title)
        line = sheets[sheet][row - 1]
        line += [""] * (place + 1 - len(line))
        line[place] = value

    return spoil


SPOILED: dict[str, tuple[Spoil, tuple[str, int, str], str]] = {
    "no number": (_cell("事项", 3, "承诺时限", "十天"), ("事项", 3, "承诺时限"), "数字"),
    "longer than the law": (_cell("事项", 4, "承诺时限", "400"), ("事项", 4, "承诺时限"), "法定时限"),
    "wrong code": (_cell("事项", 3, "实施编码", "123"), ("事项", 3, "实施编码"), "编码"),
    "unknown choice": (_cell("事项", 5, "网上可办理程度", "上天"), ("事项", 5, "网上可办理程度"), "请改为"),
    "another's": (_cell("事项", 3, "实施机关", "11450305MB99002166"), ("事项", 3, "实施机关"), "本单位"),
    "unknown window": (_cell("事项", 4, "受理窗口", "11430281MB99009998"), ("事项", 4, "受理窗口"), "单位"),
    "no such limit": (_cell("事项", 3, "法定期限编号", "nothing"), ("事项", 3, "法定时限"), "期限"),
    "yes or no": (_cell("申请材料", 3, "必须提交", "大概"), ("申请材料", 3, "必须提交"), "是"),
    "unknown kind of field": (_cell("申请表", 7, "填写类型", "文件"), ("申请表", 7, "填写类型"), "请改为"),
    "code of a field": (_cell("申请表", 5, "填写项代码", "1号"), ("申请表", 5, "申请表"), "代码"),
    "code of a material": (_cell("申请材料", 4, "材料代码", "1号"), ("申请材料", 4, "申请材料"), "代码"),
    "condition": (_cell("申请表", 4, "什么情况填写", "法人"), ("申请表", 4, "什么情况填写"), "条件"),
    "no law": (_cell("设定依据", 3, "法律法规", ""), ("设定依据", 3, "法律法规"), "没有填写"),
    "of no item": (_cell("收费", 3, "实施编码", "9" * 31), ("收费", 3, "实施编码"), "没有这个实施编码"),
    "strange column": (_cell("事项", 1, "办理时间", "随便"), ("事项", 1, "随便"), "模板"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_fault_is_named_by_sheet_row_and_column(own: list[dict[str, Any]], act: Act, name: str) -> None:
    sheets = workbooks.read(exported())
    spoil, place, words = SPOILED[name]
    spoil(sheets)
    found = looked_at(act, written(sheets))
    assert place in places(found), found.wrong
    said = [one.words for one in found.wrong if (one.sheet, one.row, one.column) == place]
    assert any(words in each for each in said), said
    assert all("请" in one.words for one in found.wrong)
    assert (found.id, found.items) == (None, ())
    assert drafts(reader=writer()) == ()


def test_every_fault_is_told_at_once(own: list[dict[str, Any]], act: Act) -> None:
    sheets = workbooks.read(exported())
    chosen = ("no number", "unknown choice", "yes or no", "unknown kind of field", "no law", "of no item")
    for name in chosen:
        SPOILED[name][0](sheets)
    assert {SPOILED[name][1] for name in chosen} <= places(looked_at(act, written(sheets)))


def test_the_same_code_twice_is_told(own: list[dict[str, Any]], act: Act) -> None:
    sheets = workbooks.read(exported())
    sheets["事项"].append(list(sheets["事项"][2]))
    row = len(sheets["事项"])
    assert ("事项", row, "实施编码") in places(looked_at(act, written(sheets)))


def test_circular_prerequisites_and_other_faults_of_json_are_named_by_item(own: list[dict[str, Any]], act: Act) -> None:
    first, second = copy.deepcopy(own[0]), copy.deepcopy(own[1])
    first["basis"], second["promised"] = [], "x"
    second["unknown"] = 1
    found = looked_at(act, json.dumps([first, second, 5]).encode(), "a.json")
    assert {(one.sheet, one.row) for one in found.wrong} == {("JSON", 1), ("JSON", 2), ("JSON", 3)}
    assert {"设定依据", "承诺时限"} <= {one.column for one in found.wrong}
    said = "".join(one.words for one in found.wrong)
    assert all(words in said for words in ("设定依据", "承诺时限", "unknown", "不是一个事项"))


def test_one_draft_at_a_time_and_only_by_those_who_write(own: list[dict[str, Any]], act: Act) -> None:
    item = {**own[0], "promised": own[0]["promised"] - 1}
    content = json.dumps([item], ensure_ascii=False).encode()
    first, second = looked_at(act, content, "a.json"), looked_at(act, content, "a.json")
    assert first.id
    assert second.id
    with pytest.raises(NoSuchImport):
        apply_import(act=act, reader=writer(name="b"), id=first.id, proposal=Proposal(reason="试", document=""))
    with pytest.raises(ImportRefused, match="变动理由"):
        apply_import(act=act, reader=writer(), id=first.id, proposal=Proposal(reason=" ", document=""))
    assert apply_import(act=act, reader=writer(), id=first.id, proposal=Proposal(reason="试", document="")) == 1
    with pytest.raises(DraftRefused, match="已有一份草稿"):
        apply_import(act=act, reader=writer(), id=second.id, proposal=Proposal(reason="试", document=""))
    assert len(drafts(reader=writer())) == 1
    (again,) = looked_at(act, content, "a.json").wrong
    assert "已有一份草稿" in again.words
    stranger = Reader(kind="officer", account=None)
    with pytest.raises(PermissionError, match="事项编制岗"):
        looked_at(act, content, "a.json", stranger)


def test_what_is_kept_is_shown_again_with_both_sides(own: list[dict[str, Any]], act: Act) -> None:
    item = {**own[0], "promised": own[0]["promised"] - 1}
    found = looked_at(act, json.dumps([item], ensure_ascii=False).encode(), "a.json")
    assert found.id
    kept, (one,) = one_import(reader=writer(), id=found.id, on=DAY)
    assert (kept.name, kept.counts, kept.applied_at) == ("a.json", {"变更": 1}, None)
    assert (one.kind, one.changed) == ("变更", ("promised",))
