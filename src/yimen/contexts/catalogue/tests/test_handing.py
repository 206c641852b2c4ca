"""Many items handed in at once: what changes nothing stands in nobody's way."""

import dataclasses
import uuid
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    Beginning,
    Proposal,
    changes_in_words,
    compared,
    draft_items,
    drafts,
    findings,
    hand_in,
    load_items,
    start_draft,
)
from yimen.contexts.catalogue.binding import called
from yimen.contexts.catalogue.models import VersionRow
from yimen.contexts.journal.api import Act

from .conftest import START
from .made import DAY, EDITOR, HIGHWAY, officer, whole
from .test_drafts import QUALITY

OTHER = "11430281MB99001442"
OF_BOTH = dataclasses.replace(EDITOR, posts=(*EDITOR.posts, *officer("editor", OTHER, "430281000000").posts))


def test_an_open_draft_stops_only_a_row_that_changes_something(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    own = [item for item in items if item["unit"] == HIGHWAY][:2]
    load_items(act=act, items=own, valid_from=START)
    start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=own[0]["code"]))
    for one in hand_in(reader=EDITOR, items=own, on=DAY):
        assert (one.kind, one.faults) == ("不变", ())
    changed = {**own[0], "promised": own[0]["promised"] - 1}
    ((field, words),) = next(iter(hand_in(reader=EDITOR, items=[changed, own[1]], on=DAY))).faults
    assert field == "code"
    assert "已有一份草稿" in words


@pytest.mark.req("CAT-006", "CAT-010")
@pytest.mark.parametrize(("change", "field", "words"), QUALITY)
def test_a_file_is_refused_what_the_editor_is(
    ground: None, act: Act, items: list[dict[str, Any]], change: dict[str, Any], field: str, words: str
) -> None:
    """The same changes by which the editor's own test breaks an item, each told at its field."""
    load_items(act=act, items=items[:1], valid_from=START)
    (fine,) = hand_in(reader=EDITOR, items=[whole(items[0])], on=DAY)
    assert fine.faults == ()
    (found,) = hand_in(reader=EDITOR, items=[{**whole(items[0]), **change}], on=DAY)
    if field == "unit":
        words = "不是您编写事项的单位"
    assert any(key.partition(".")[0] == field and words in said for key, said in found.faults), found.faults


def test_a_new_item_may_not_take_the_code_of_another(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    load_items(act=act, items=items[:1], valid_from=START)
    elsewhere = {**items[0], "unit": OTHER}
    elsewhere["code"] = f"{elsewhere['unit']}4{items[0]['code'][19:]}"
    same = [key for key, _ in next(iter(hand_in(reader=OF_BOTH, items=[elsewhere], on=DAY))).faults]
    other = [
        key for key, _ in next(iter(hand_in(reader=OF_BOTH, items=[{**elsewhere, "name": "别的"}], on=DAY))).faults
    ]
    assert "name" in other
    assert "name" not in same


def test_new_items_of_one_file_may_not_share_a_code_under_two_names(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    first, second = items[0], {**items[0], "unit": OTHER, "name": "别的"}
    second["code"] = f"{second['unit']}4{first['code'][19:]}"
    both = [first, second]
    for item, other in zip(hand_in(reader=OF_BOTH, items=both, on=DAY), reversed(both), strict=True):
        (words,) = [words for key, words in item.faults if key == "name"]
        assert f"“{other['name']}”" in words
    for item in hand_in(reader=OF_BOTH, items=[first, {**second, "name": first["name"]}], on=DAY):
        assert not [words for key, words in item.faults if key == "name"]


def test_what_a_code_is_called_is_read_as_two_names_at_most(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    load_items(act=act, items=items[:1], valid_from=START)
    (row,) = VersionRow.objects.all()
    plain = {field.attname: getattr(row, field.attname) for field in VersionRow._meta.fields}
    for number in range(2, 7):
        named = {"id": uuid.uuid5(row.id, str(number)), "code": f"{row.code[:-1]}{number}", "name": f"第{number}项"}
        VersionRow(**plain | named).save(force_insert=True)
    assert {code: len(names) for code, names in called([row.base_code]).items()} == {row.base_code: 2}


def test_the_unit_s_phone_stands_for_one_that_is_not_stated(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    silent = {key: value for key, value in whole(items[0]).items() if key != "consult_phone"}
    (found,) = hand_in(reader=EDITOR, items=[silent], on=DAY)
    assert found.faults == ()
    assert draft_items(act=act, reader=EDITOR, items=[silent], proposal=Proposal(reason="试")) == 1
    (made,) = drafts(reader=EDITOR)
    assert not [one for one in findings(draft=made, on=DAY) if one.must and one.field == "consult_phone"]


def test_a_form_that_is_renamed_is_told_by_both_names(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    load_items(act=act, items=items[:1], valid_from=START)
    before = items[0]["form"]
    item = {**whole(items[0]), "form": {**before, "title": "涉路施工申请表"}}
    (found,) = hand_in(reader=EDITOR, items=[item], on=DAY)
    line = next(one for one in changes_in_words(item=found, on=DAY) if one.field == "form")
    renamed = [set(line.old.splitlines()) - set(line.new.splitlines())]
    renamed.append(set(line.new.splitlines()) - set(line.old.splitlines()))
    assert renamed == [
        {f"申请表名称：{before['title']}（代码 {before['code']}）"},
        {f"申请表名称：涉路施工申请表（代码 {before['code']}）"},
    ]
    assert draft_items(act=act, reader=EDITOR, items=[item], proposal=Proposal(reason="改名")) == 1
    (draft,) = drafts(reader=EDITOR)
    assert "申请表名称：涉路施工申请表" in {one.field: one.new for one in compared(draft=draft, on=DAY)}["form"]
