"""Items come in: whole or not at all, every fault by its place, as drafts and never as versions."""

import copy
import json
import re
import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from yimen.contexts.catalogue.api import Change, DraftRefused, Handed, Proposal, draft, drafts, guide, publish
from yimen.contexts.exchange import telling
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
from yimen.contexts.exchange.reading import Places, Taken, Wrong
from yimen.contexts.exchange.sheetwriting import Head, Sheet, spreadsheet
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, trail

from . import workbooks
from .conftest import DAY, NOW, START
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
    "code of a field": (_cell("申请表", 5, "填写项代码", "1号"), ("申请表", 5, "填写项代码"), "代码"),
    "code of a material": (_cell("申请材料", 4, "材料代码", "1号"), ("申请材料", 4, "材料代码"), "代码"),
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


def _needing(first: str, second: str) -> Spoil:
    """Makes two items each other's prerequisite."""

    def spoil(sheets: Sheets) -> None:
        rows = {row[0]: place for place, row in enumerate(sheets["事项"], 1)}
        _cell("事项", rows[first], "前置事项", second[19:])(sheets)
        _cell("事项", rows[second], "前置事项", first[19:])(sheets)

    return spoil


def test_circles_unknown_procedures_and_limits_beyond_the_law_are_named_at_once_in_the_order_of_the_sheets(
    own: list[dict[str, Any]], act: Act
) -> None:
    sheets = workbooks.read(exported())
    codes = [row[0] for row in sheets["事项"][2:]]
    _needing(codes[0], codes[1])(sheets)
    _cell("事项", 5, "办理流程", "不存在的流程")(sheets)
    _cell("事项", 6, "法定时限", "90")(sheets)
    _cell("申请材料", 3, "必须提交", "大概")(sheets)
    found = looked_at(act, written(sheets))
    said = {(one.sheet, one.row, one.column): one.words for one in found.wrong}
    assert list(said) == [
        ("事项", 3, "前置事项"),
        ("事项", 4, "前置事项"),
        ("事项", 5, "办理流程"),
        ("事项", 6, "法定时限"),
        ("申请材料", 3, "必须提交"),
    ]
    assert "互为前置" in said["事项", 3, "前置事项"]
    assert "不存在的流程" in said["事项", 5, "办理流程"]
    assert all(words in said["事项", 6, "法定时限"] for words in ("90个工作日", "第四十二条", "20个工作日"))
    assert (found.id, drafts(reader=writer())) == (None, ())


def test_a_circle_that_closes_through_the_catalogue_is_named(own: list[dict[str, Any]], act: Act) -> None:
    first, second = own[0], own[1]
    publish(
        act=act,
        item={**second, "prerequisites": [first["code"][19:]]},
        valid_from=START,
        change=Change(kind="变更", reason="试", document="试"),
    )
    item = {**first, "prerequisites": [second["code"][19:]]}
    (one,) = looked_at(act, json.dumps([item]).encode(), "a.json").wrong
    assert (one.sheet, one.row, one.column) == ("JSON", 1, "前置事项")
    assert second["name"] in one.words
    both = [item, {**second, "prerequisites": []}]  # what the file itself takes away is no circle any more
    assert looked_at(act, json.dumps(both).encode(), "a.json").wrong == ()


LAWFUL = {
    "joint": ({"days": 45, "unit": "wd", "law": "行政许可法", "article": "第四十二条"}, "joint"),
    "unknown article": ({"days": 90, "unit": "wd", "law": "行政许可法", "article": "第九十九条"}, ""),
    "unknown law": ({"days": 90, "unit": "wd", "law": "某某条例", "article": "第四十二条"}, ""),
    "followed, not applied": ({"days": 60, "unit": "wd", "law": "行政许可法", "article": "第四十二条（参照）"}, ""),
    "days beside working days": ({"days": 35, "unit": "cd", "law": "行政许可法", "article": "第四十二条"}, ""),
}


@pytest.mark.parametrize("name", LAWFUL)
def test_where_the_law_is_not_known_to_say_less_there_is_no_claim(
    own: list[dict[str, Any]], act: Act, name: str
) -> None:
    statutory, kind = LAWFUL[name]
    item = next(each for each in own if bool(each.get("joint")) == (kind == "joint"))
    found = looked_at(act, json.dumps([{**item, "statutory": statutory}]).encode(), "a.json")
    assert not [one for one in found.wrong if one.column == "法定时限"]


@pytest.mark.parametrize(
    "statutory",
    [
        {"days": 21, "unit": "wd", "law": "行政许可法", "article": "第四十二条第一款"},
        {"days": 21, "unit": "wd", "law": "《中华人民共和国行政许可法》", "article": "第四十二条"},
        {"days": 3, "unit": "mo", "law": "行政许可法", "article": "第四十二条"},
        {"days": 21, "unit": "wd", "law": "别的法", "article": "第一条", "rule": "xk.decide"},
    ],
)
def test_a_limit_longer_than_its_article_is_refused(
    own: list[dict[str, Any]], act: Act, statutory: dict[str, Any]
) -> None:
    item = next(each for each in own if not each.get("joint"))
    (one,) = looked_at(act, json.dumps([{**item, "statutory": statutory}]).encode(), "a.json").wrong
    assert one.column == "法定时限"
    assert "行政许可法" in one.words


def test_one_mistyped_code_is_told_once_and_first(own: list[dict[str, Any]], act: Act) -> None:
    sheets = workbooks.read(exported())
    code = sheets["事项"][2][0]
    sheets["事项"][2][0] = f"{code[:28]}X{code[29:]}"
    (one,) = looked_at(act, written(sheets)).wrong
    assert (one.sheet, one.row, one.column, one.cell) == ("事项", 3, "实施编码", "A3")
    sheets["事项"][2][0] = code
    for name in ("设定依据", "申请材料"):
        sheets[name][2][0] = "9" * 31
        sheets[name][3][0] = "9" * 31
    (one,) = looked_at(act, written(sheets)).wrong
    assert (one.sheet, one.cell) == ("设定依据", "A3")
    assert "各表共 4 行" in one.words


def test_many_unknown_codes_beside_many_mistyped_ones_are_told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def differ(*_: str) -> int:
        nonlocal compared
        compared += 1
        return 31

    monkeypatch.setattr(telling, "_differ", differ)
    found = Taken(by_code={})
    words = "“事项”表里没有这个实施编码：{}。请核对编码，或删去这一行。"
    lacking = ((number, words.format(number), str(number)) for number in range(3, 5003))
    found.wrong = [Wrong("收费", number, "实施编码", f"A{number}", said, code) for number, said, code in lacking]
    for number in range(20_000):
        found.items.append({"code": f"{number:031}"})
        found.places.append(Places("事项", number + 3))
    handed = [Handed(str(one["code"]), "", "新增", (), (("code", "不对"),), one) for one in found.items]
    assert len(telling.told(found, handed, DAY)) == 5_000
    assert 0 < compared <= 200_000


ENGLISH = re.compile(r"[a-z]{3,}(?![a-z_]*（)")


@pytest.mark.parametrize(
    ("sheet", "title", "value"),
    [
        ("事项", "法定时限单位", "光年"),
        ("事项", "法定时限", "二十"),
        ("申请材料", "什么情况提交", '{"element":"nobody","value":"1"}'),
        ("申请材料", "原件份数", "一份"),
        ("申请表", "最小值", "x"),
    ],
)
def test_a_wrong_cell_is_told_once_with_its_place_and_in_chinese(
    own: list[dict[str, Any]], act: Act, sheet: str, title: str, value: str
) -> None:
    sheets = workbooks.read(exported())
    _cell(sheet, 3, title, value)(sheets)
    (one,) = looked_at(act, written(sheets)).wrong
    assert (one.sheet, one.row, one.column) == (sheet, 3, title)
    place = sheets[sheet][0].index(title)
    assert one.cell == f"{chr(65 + place)}3"
    assert not ENGLISH.search(one.words.replace("nobody", ""))


def test_json_without_anything_is_told_what_it_lacks_and_not_to_delete_it(own: list[dict[str, Any]], act: Act) -> None:
    said = [one.words for one in looked_at(act, b'[{"code":1}]', "a.json").wrong]
    assert len(said) > 5
    assert not any("不是您编写事项的单位" in one for one in said)


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
    for reason, document in (("由" * 401, ""), ("试", "文" * 121), ("找 13812345678 办", "")):
        with pytest.raises(DraftRefused, match=r"请改正|请删去"):
            apply_import(act=act, reader=writer(), id=first.id, proposal=Proposal(reason=reason, document=document))
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


@pytest.mark.req("CAT-008")
def test_one_mistake_is_told_once_with_its_cell(
    own: list[dict[str, Any]], items: list[dict[str, Any]], act: Act
) -> None:
    code = own[0]["code"]

    def told(sheets: Sheets) -> tuple[str, int, str, str]:
        (one,) = looked_at(act, written(sheets)).wrong
        return one.sheet, one.row, one.cell, one.words

    doubled, strange, bare = (workbooks.read(exported()) for _ in range(3))
    row = next(line for line in doubled["事项"] if line[0] == code)
    last = len(doubled["事项"]) + 1
    doubled["事项"].append(row)
    assert told(doubled)[:3] == ("事项", last, f"A{last}")
    other = next(item["unit"] for item in items if item["unit"] != UNIT)
    strange["事项"].append(workbooks.read(b"".join(workbook(on=DAY, unit=other)))["事项"][2])
    sheet, number, cell, words = told(strange)
    assert (sheet, number, cell) == ("事项", last, f"G{last}")
    assert "不是您编写事项的单位" in words
    bare["设定依据"] = [line for line in bare["设定依据"] if line[0] != code]
    number = bare["事项"].index(row) + 1
    sheet, number_, cell, words = told(bare)
    assert (sheet, number_, cell) == ("事项", number, f"A{number}")
    assert "请在“设定依据”表里加一行" in words
    (one,) = looked_at(act, json.dumps([own[0], own[1], own[0]]).encode(), "a.json").wrong
    assert (one.row, one.column) == (3, "实施编码")
    assert "与第 1 项相同" in one.words
