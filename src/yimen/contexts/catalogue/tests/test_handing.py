"""Many items handed in at once: what changes nothing stands in nobody's way."""

from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    Beginning,
    Proposal,
    draft_items,
    drafts,
    findings,
    hand_in,
    load_items,
    start_draft,
)
from yimen.contexts.journal.api import Act

from .conftest import START
from .made import DAY, EDITOR, HIGHWAY, whole
from .test_drafts import QUALITY


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
    elsewhere = {**items[0], "unit": "11430281MB99001442"}
    elsewhere["code"] = f"{elsewhere['unit']}4{items[0]['code'][19:]}"
    same = [key for key, _ in next(iter(hand_in(reader=EDITOR, items=[elsewhere], on=DAY))).faults]
    other = [key for key, _ in next(iter(hand_in(reader=EDITOR, items=[{**elsewhere, "name": "别的"}], on=DAY))).faults]
    assert "name" in other
    assert "name" not in same


def test_the_unit_s_phone_stands_for_one_that_is_not_stated(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    silent = {key: value for key, value in whole(items[0]).items() if key != "consult_phone"}
    (found,) = hand_in(reader=EDITOR, items=[silent], on=DAY)
    assert found.faults == ()
    assert draft_items(act=act, reader=EDITOR, items=[silent], proposal=Proposal(reason="试")) == 1
    (made,) = drafts(reader=EDITOR)
    assert not [one for one in findings(draft=made, on=DAY) if one.must and one.field == "consult_phone"]
