"""Handling items (业务办理项): each with a code, a situation, a promise and materials of its own, within the item."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    Draft,
    ItemRefused,
    NoSuchItem,
    Proposal,
    Variant,
    Wanted,
    compared,
    draft_history,
    find,
    findings,
    guide,
    handled,
    history,
    load_items,
    publish,
    save_draft,
    start_draft,
)
from yimen.contexts.journal.api import Act, Actor
from yimen.kernel.codes import parse_handling_item

from .conftest import ADDED, START
from .made import DAY, EDITOR, HIGHWAY

NEW: dict[str, Any] = {"number": "01", "name": "新办", "situation": "第一次申请的"}
CHANGED: dict[str, Any] = {"number": "02", "name": "变更", "situation": "许可后方案有改动的", "promised": 3}


@pytest.fixture
def act(act: Act) -> Act:
    return dataclasses.replace(act, actor=Actor(kind="officer", id=str(EDITOR.account), label="醴陵市公路局事项编制岗"))


@pytest.fixture
def item(ground: None, items: list[dict[str, Any]]) -> dict[str, Any]:
    """The first of the highway bureau's reviews with two handling items, the second with one material."""
    return {**items[0], "variants": [NEW, {**CHANGED, "materials": [_codes(items[0])[0]]}]}


def _codes(item: dict[str, Any]) -> list[str]:
    return [material["code"] for material in item["form"]["materials"]]


@pytest.mark.req("CAT-005", "CAT-006")
def test_each_handling_item_has_its_own_code_promise_and_materials(act: Act, item: dict[str, Any]) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    whole = guide(code=item["code"], on=DAY)
    assert whole.variants[1] == Variant("02", "变更", "许可后方案有改动的", 3, (_codes(item)[0],))
    assert whole.handling_code == ""
    new, changed = (handled(guide=whole, number=number) for number in ("01", "02"))
    assert [one.code for one in new.form.materials] == _codes(item)
    assert new.promised == item["promised"]
    assert ([one.code for one in changed.form.materials], changed.promised) == (_codes(item)[:1], 3)
    assert parse_handling_item(changed.handling_code).item.value == item["code"]
    assert parse_handling_item(changed.handling_code).variant == "02"
    assert handled(guide=whole, number="") == whole
    with pytest.raises(NoSuchItem, match="03"):
        handled(guide=whole, number="03")


@pytest.mark.req("CAT-005", "CAT-006")
@pytest.mark.parametrize(
    ("variants", "words"),
    [
        ([NEW, {**CHANGED, "number": "01"}], "编号都是“01”"),
        ([NEW, {**CHANGED, "name": "新办"}], "名称都是“新办”"),
        ([CHANGED, NEW], "从小到大"),
        ([{**NEW, "number": "1"}], "01 至 99"),
        ([{**NEW, "number": "00"}], "01 至 99"),
        ([{**NEW, "number": 1}], "01 至 99"),
        ([{**NEW, "name": " "}], "名称应写明"),
        ([{"number": "01", "name": "新办"}], "适用情形"),
        ([{**NEW, "situation": "字" * 201}], "适用情形"),
        ([{**NEW, "promised": 0}], "工作日数"),
        ([{**NEW, "promised": "三"}], "工作日数"),
        ([{**NEW, "promised": 500}], "超过法定时限"),
        ([{**NEW, "materials": ["nothing"]}], "不在申请材料里"),
        ([{**NEW, "materials": "plan"}], "列表"),
        ([{**NEW, "other": "x"}], "每项应写明"),
        (["新办"], "每项应写明"),
        ([{**NEW, "number": f"{n:02}", "name": f"第{n}种"} for n in range(1, 100)] + [CHANGED], "最多 99"),
    ],
)
def test_what_is_wrong_with_a_handling_item_is_named(
    act: Act, item: dict[str, Any], variants: list[Any], words: str
) -> None:
    with pytest.raises(ItemRefused, match=f"业务办理项.*{words}"):
        publish(act=act, item={**item, "variants": variants}, valid_from=START, change=ADDED)


def test_a_material_that_no_handling_item_asks_for_is_named(act: Act, item: dict[str, Any]) -> None:
    one = {**NEW, "materials": _codes(item)[:1]}
    with pytest.raises(ItemRefused, match="没有一项要交材料"):
        publish(act=act, item={**item, "variants": [one]}, valid_from=START, change=ADDED)


@pytest.mark.req("CAT-004")
def test_handling_items_have_versions_comparison_and_history_like_all_of_the_item(
    act: Act, item: dict[str, Any]
) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    found = _draft(act, item, [NEW, {**CHANGED, "promised": 2}])
    line = next(one for one in compared(draft=found, on=DAY) if one.field == "variants")
    assert line.weighs
    assert "02 变更（许可后方案有改动的）：承诺 3 个工作日；材料：" in line.old
    assert "承诺 2 个工作日；材料与本事项相同" in line.new
    assert "业务办理项" in draft_history(reader=EDITOR, id=found.id)[-1].facts["changed"]
    content = {**item, "variants": [NEW]}
    later = publish(act=act, item=content, valid_from=date(2026, 4, 1), change=Change("变更", "合并情形", "文"))
    assert later.variants == (Variant("01", "新办", "第一次申请的"),)
    assert len(guide(code=item["code"], on=DAY).variants) == 2
    assert history(code=item["code"])[0].differences == ("业务办理项",)


def test_a_number_that_meant_another_is_told_as_advice(act: Act, item: dict[str, Any]) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    found = _draft(act, item, [NEW, {"number": "02", "name": "延续", "situation": "到期的"}])
    said = [one for one in findings(draft=found, on=DAY) if one.field == "variants"]
    assert [one.must for one in said] == [False]
    assert "原来是“变更”" in said[0].words


def _draft(act: Act, item: dict[str, Any], variants: list[dict[str, Any]]) -> Draft:
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=item["code"]))
    return save_draft(
        act=act,
        reader=EDITOR,
        id=found.id,
        revision=found.revision,
        content={**found.content, "variants": variants},
        proposal=Proposal(first_day=date(2026, 4, 1), reason="理由", document="文号"),
    )


def test_a_handling_item_promises_no_longer_than_the_item_does(act: Act, item: dict[str, Any]) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    longer = _draft(act, item, [{**NEW, "promised": item["promised"] + 1}])
    said = [one.words for one in findings(draft=longer, on=DAY) if one.field == "variants" and one.must]
    assert any("长于本事项承诺的" in words for words in said)


@pytest.mark.req("CAT-021")
def test_an_item_is_found_by_its_handling_items_and_says_which_it_was(act: Act, item: dict[str, Any]) -> None:
    item["name"] = "设置非公路标志审核"
    item["variants"] = [NEW, {"number": "02", "name": "标志移位", "situation": "换位置的"}]
    publish(act=act, item=item, valid_from=START, change=ADDED)
    moved = (("02", "标志移位"),)
    for text in ("标志移位", "非公路标志审核标志移位", "移位 非公路标志", f"{item['code']}02"):
        (line,) = find(on=DAY, wanted=Wanted(text=text)).lines
        assert (line.code, line.handling) == (item["code"], moved), text
    for text in ("非公路标志", item["code"], ""):  # the item itself
        (line,) = find(on=DAY, wanted=Wanted(text=text)).lines
        assert line.handling == (), text


@pytest.mark.req("CAT-006")
def test_a_handling_item_charges_what_it_names_of_the_item_s_fees_or_nothing(act: Act, item: dict[str, Any]) -> None:
    fees = [{"name": name, "standard": "每证 10 元", "basis": "《公路法》第四十四条"} for name in ("工本费", "检测费")]
    free = {"number": "03", "name": "注销", "situation": "不再用的", "fees": ["不收费"]}
    item |= {"fees": fees, "variants": [NEW, {**CHANGED, "fees": ["工本费"]}, free]}
    publish(act=act, item=item, valid_from=START, change=ADDED)
    whole = guide(code=item["code"], on=DAY)
    charged = [[fee.name for fee in handled(guide=whole, number=number).fees] for number in ("", "01", "02", "03")]
    assert charged == [["工本费", "检测费"], ["工本费", "检测费"], ["工本费"], []]
    for wrong in (["停车费"], ["不收费", "工本费"], "工本费"):
        item["variants"] = [{**CHANGED, "fees": wrong}]
        with pytest.raises(ItemRefused, match=r"业务办理项.*“变更”"):
            publish(act=act, item=item, valid_from=DAY, change=ADDED)


def test_a_loaded_item_too_lets_no_handling_item_promise_more_than_itself(act: Act, item: dict[str, Any]) -> None:
    longer = {**item, "variants": [NEW, {**CHANGED, "promised": item["promised"] + 1}]}
    with pytest.raises(ItemRefused, match=r"业务办理项.*长于本事项承诺"):
        publish(act=act, item=longer, valid_from=START, change=ADDED)
    with pytest.raises(ItemRefused, match=r"第 1 项.*长于本事项承诺"):
        load_items(act=act, items=[longer], valid_from=START)


def test_a_question_is_read_once_however_many_items_have_handling_items(
    act: Act, ground: None, items: list[dict[str, Any]]
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            found = find(on=DAY, region="430281000000", wanted=Wanted(text="首次申请"))
        counts.append(sum(bool(one.handling) for one in found.lines))
        return len(asked)

    counts: list[int] = []
    listed = [{**NEW, "name": "首次申请"}, {"number": "02", "name": "变更申请", "situation": "有改动的"}]
    some = [one for one in items if one["unit"] == HIGHWAY and "审核" in one["name"]][:4]
    publish(act=act, item={**some[0], "variants": listed}, valid_from=START, change=ADDED)
    alone = questions()
    for one in some[1:]:
        publish(act=act, item={**one, "variants": listed}, valid_from=START, change=ADDED)
    assert questions() == alone
    assert counts == [1, len(some)]
